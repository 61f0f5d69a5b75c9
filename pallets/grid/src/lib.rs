//! # Grid
//!
//! Zones of the grid: who operates them, what money they settle in, and what the grid costs there.
//!
//! ## Pallet API
//!
//! See the [`pallet`] module for storage, events, errors and calls. Other pallets ask through
//! [`gridforge_primitives::Zones`].
//!
//! ## Overview
//!
//! Neighbours can trade electricity with one another where the same grid serves them. Such a part of the
//! grid is a zone. It has an operator, to whom buyers pay a fee on top of the price, and it says in which
//! money, above which lowest price and in what largest amounts energy is traded. Whoever holds the admin
//! origin creates zones and changes their tariffs.
//!
//! A tariff is known before anybody trades under it: a change reaches only the intervals that cannot be
//! traded yet. Whoever has an order open keeps the fee that it was placed with.
//!
//! ## Terminology
//!
//! - **Zone**: a part of the grid, in which everybody trades with everybody.
//! - **Operator**: the participant that runs the grid of a zone and earns its fees.
//! - **Tariff**: what the buyer pays to the grid on top of the price.
//! - **Version**: a tariff and the first interval that it is for.
//! - **Floor**: the lowest price at which energy of the zone can be traded.
//!
//! ## Example
//!
#![doc = concat!("```ignore\n", include_str!("tests/scenario.rs"), "```")]
//!
//! ## Design
//!
//! **Goals.** The rules of any product are found with one read, whenever it delivers. Nobody can change
//! the rules of a product that is open.
//!
//! **Storage.** A zone is one record with all its tariff versions, under a key that is not hashed because
//! the chain assigns it. [`Call::set_tariff`] lets the new version begin with the first interval that is
//! not open ([`gridforge_primitives::IntervalClock::first_unopened`]) and drops the versions that no
//! tradable interval has. Products that closed but have not settled keep the rules they opened with
//! themselves, so they need none of the dropped versions. A change that has not begun to matter when the
//! next one comes, because both begin with the same interval, is replaced.
//!
//! **Limits.** A tariff takes at most [`MAX_AD_VALOREM`], a floor lies within [`MAX_FLOOR_DISTANCE`] of
//! zero, the largest order is no smaller than [`gridforge_primitives::MIN_ORDER`].
//!
//! **Limitations.** A zone cannot be removed, and only its tariff can change. A new zone can be traded at
//! once. Whether the currency exists is not checked here: it is an asset of another pallet. That the
//! operator may trade is checked when the zone is created and not again. There is no capacity, no fee
//! by energy, time of use or congestion, no residual supplier; delivery is always deemed.

#![cfg_attr(not(feature = "std"), no_std)]
#![warn(missing_docs)]

extern crate alloc;

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
#[cfg(test)]
mod mock;
#[cfg(test)]
mod tests;
mod try_state;
pub mod types;
pub mod weights;

pub use pallet::*;
pub use types::{
	GenesisZone, TariffVersion, Zone, DEFAULT_CURRENCY, DEFAULT_FLOOR, DEFAULT_MAX_ORDER,
	MAX_AD_VALOREM, MAX_FLOOR_DISTANCE,
};
pub use weights::WeightInfo;

#[allow(clippy::cast_possible_truncation, reason = "FRAME numbers calls, events and errors so")]
#[frame_support::pallet]
pub mod pallet {
	use super::*;
	use crate::types::{is_floor_allowed, is_max_order_allowed, is_tariff_allowed};
	use alloc::vec::Vec;
	use frame_support::pallet_prelude::*;
	use frame_system::pallet_prelude::*;
	use gridforge_primitives::{
		CurrencyId, Delivery, IntervalClock, IntervalId, Lots, ParticipantId, Participants as _,
		Price, ProductRules, Tariff, ZoneId,
	};
	use sp_runtime::Permill;

	#[pallet::pallet]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config: frame_system::Config<RuntimeEvent: From<Event<Self>>> {
		/// Who creates zones and changes their tariffs.
		type AdminOrigin: EnsureOrigin<Self::RuntimeOrigin>;

		/// Who may trade; a zone's operator must. At genesis its participants must be there before the
		/// zones, so its pallet stands before this one in the runtime.
		type Participants: gridforge_primitives::Participants<Self::AccountId>;

		/// Chain time, which says from when a change of tariff holds.
		type Clock: IntervalClock;

		/// How many versions of its tariff a zone can have: the one in force and changes to come.
		#[pallet::constant]
		type MaxTariffVersions: Get<u32>;

		/// Weights of the calls.
		type WeightInfo: WeightInfo;
	}

	/// A zone as this runtime stores it.
	pub type ZoneOf<T> = Zone<<T as Config>::MaxTariffVersions>;

	/// Every zone. Not hashed, because the chain assigns the ids.
	#[pallet::storage]
	pub type Zones<T: Config> = StorageMap<_, Identity, ZoneId, ZoneOf<T>, OptionQuery>;

	/// The id that the next zone will get; ids begin with 1.
	#[pallet::storage]
	pub type NextZone<T: Config> = StorageValue<_, ZoneId, ValueQuery, FirstZone>;

	/// The id of the first zone.
	#[pallet::type_value]
	pub fn FirstZone() -> ZoneId {
		ZoneId(1)
	}

	#[pallet::genesis_config]
	#[derive(frame_support::DefaultNoBound)]
	pub struct GenesisConfig<T: Config> {
		/// The first zones, which get the ids 1, 2, 3 … in this order.
		pub zones: Vec<GenesisZone>,
		#[serde(skip)]
		#[doc(hidden)]
		pub _config: PhantomData<T>,
	}

	#[pallet::genesis_build]
	impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
		fn build(&self) {
			for zone in &self.zones {
				Pallet::<T>::do_create_zone(zone).expect(
					"genesis lists zones with operators that may trade and rules within bounds",
				);
			}
		}
	}

	#[pallet::event]
	#[pallet::generate_deposit(pub(super) fn deposit_event)]
	pub enum Event<T: Config> {
		/// A zone was created. It can be traded at once.
		ZoneCreated {
			/// The id that it got.
			zone: ZoneId,
			/// The rules of its products.
			rules: ProductRules,
		},
		/// A zone's tariff changed for the intervals that are not open yet.
		TariffChanged {
			/// The zone.
			zone: ZoneId,
			/// The first interval that the new tariff is for.
			from: IntervalId,
			/// What that interval would have had without the change.
			old: Tariff,
			/// What it has now.
			new: Tariff,
		},
	}

	#[pallet::error]
	pub enum Error<T> {
		/// No zone has this id. Look the ids up in `zones`.
		UnknownZone,
		/// The operator is not a participant that may trade. Register it, or set it active, first.
		OperatorMayNotTrade,
		/// The tariff takes more than half of the energy's value. Name a share of at most 50 %.
		TariffTooHigh,
		/// The floor price is further than 1,000 WATT per kWh from zero. Name it in ticks of 0.001 WATT
		/// per kWh, from -1,000,000 to 1,000,000.
		FloorOutOfBounds,
		/// The largest order is smaller than the smallest one. Allow at least 10 lots, 0.1 kWh.
		MaxOrderTooSmall,
		/// The zone has this tariff for the intervals that are not open yet. There is nothing to do.
		TariffUnchanged,
		/// The zone has as many changes of tariff as it can hold until the first of them is in force.
		/// Wait until more intervals have closed.
		TooManyTariffChanges,
		/// All ids are used up. No zone can be added before the runtime is upgraded.
		NoIdsLeft,
		/// The zone has no tariff, which cannot be unless its record is damaged. Report it; the admin
		/// origin cannot repair it.
		NoTariff,
	}

	#[pallet::extra_constants]
	impl<T: Config> Pallet<T> {
		/// The largest share of the energy's value that a tariff may take.
		#[pallet::constant_name(MaxAdValorem)]
		fn max_ad_valorem() -> Permill {
			MAX_AD_VALOREM
		}

		/// How far a floor price may lie from zero, either way.
		#[pallet::constant_name(MaxFloorDistance)]
		fn max_floor_distance() -> Price {
			MAX_FLOOR_DISTANCE
		}
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn integrity_test() {
			assert!(
				T::MaxTariffVersions::get() >= 2,
				"a zone needs room for the tariff in force and a change to come"
			);
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	#[pallet::call]
	impl<T: Config> Pallet<T> {
		/// Create a zone run by `operator`. It gets the next id and can be traded at once.
		///
		/// `currency` is the asset that energy is paid in, `floor` the lowest price and `max_order` the
		/// largest single order. Needs the admin origin.
		#[pallet::call_index(0)]
		#[pallet::weight(T::WeightInfo::create_zone())]
		pub fn create_zone(
			origin: OriginFor<T>,
			operator: ParticipantId,
			currency: CurrencyId,
			tariff: Tariff,
			floor: Price,
			max_order: Lots,
		) -> DispatchResult {
			T::AdminOrigin::ensure_origin(origin)?;
			let terms = GenesisZone { operator, currency, tariff, floor, max_order };
			let (zone, rules) = Self::do_create_zone(&terms)?;
			Self::deposit_event(Event::ZoneCreated { zone, rules });
			Ok(())
		}

		/// Change a zone's tariff for the intervals that are not open yet.
		///
		/// Needs the admin origin.
		#[pallet::call_index(1)]
		#[pallet::weight(T::WeightInfo::set_tariff())]
		pub fn set_tariff(origin: OriginFor<T>, zone: ZoneId, tariff: Tariff) -> DispatchResult {
			T::AdminOrigin::ensure_origin(origin)?;
			let (from, old) = Self::do_set_tariff(zone, tariff)?;
			Self::deposit_event(Event::TariffChanged { zone, from, old, new: tariff });
			Ok(())
		}
	}

	impl<T: Config> Pallet<T> {
		/// Check `terms` and give the zone the next id; answers with its rules, too.
		fn do_create_zone(terms: &GenesisZone) -> Result<(ZoneId, ProductRules), Error<T>> {
			let GenesisZone { operator, currency, tariff, floor, max_order } = *terms;
			ensure!(T::Participants::may_trade(operator), Error::<T>::OperatorMayNotTrade);
			ensure!(is_tariff_allowed(&tariff), Error::<T>::TariffTooHigh);
			ensure!(is_floor_allowed(floor), Error::<T>::FloorOutOfBounds);
			ensure!(is_max_order_allowed(max_order), Error::<T>::MaxOrderTooSmall);

			// It holds from the first interval there is: none was traded in this zone before.
			let from = IntervalId(0);
			let tariffs = BoundedVec::try_from(alloc::vec![TariffVersion { from, tariff }])
				.map_err(|_| Error::<T>::TooManyTariffChanges)?;
			let zone = Zone {
				operator,
				currency,
				floor,
				max_order,
				delivery: Delivery::default(),
				tariffs,
			};
			let rules = zone.rules_at(from).ok_or(Error::<T>::NoTariff)?;
			let id = NextZone::<T>::get();
			let next = id.0.checked_add(1).map(ZoneId).ok_or(Error::<T>::NoIdsLeft)?;

			NextZone::<T>::put(next);
			Zones::<T>::insert(id, zone);
			Ok((id, rules))
		}

		/// Let `tariff` hold in the intervals that are not open yet. Answers with the first of them and
		/// with the tariff that it had.
		fn do_set_tariff(id: ZoneId, tariff: Tariff) -> Result<(IntervalId, Tariff), Error<T>> {
			ensure!(is_tariff_allowed(&tariff), Error::<T>::TariffTooHigh);
			let from = T::Clock::first_unopened();
			Zones::<T>::try_mutate(id, |entry| {
				let zone = entry.as_mut().ok_or(Error::<T>::UnknownZone)?;
				let old = zone.tariff_at(from).ok_or_else(|| {
					defensive!("zone without a tariff");
					Error::<T>::NoTariff
				})?;
				ensure!(old != tariff, Error::<T>::TariffUnchanged);
				zone.prune_tariffs(T::Clock::first_tradable());
				zone.schedule_tariff(TariffVersion { from, tariff })
					.map_err(|_| Error::<T>::TooManyTariffChanges)?;
				Ok((from, old))
			})
		}
	}

	impl<T: Config> gridforge_primitives::Zones for Pallet<T> {
		fn rules(zone: ZoneId, interval: IntervalId) -> Option<ProductRules> {
			Zones::<T>::get(zone)?.rules_at(interval)
		}

		#[cfg(feature = "runtime-benchmarks")]
		fn create_for_benchmark(operator: ParticipantId) -> ZoneId {
			let (zone, _) = Self::do_create_zone(&GenesisZone::run_by(operator))
				.expect("default rules are within bounds and the benchmark admitted the operator");
			zone
		}
	}
}
