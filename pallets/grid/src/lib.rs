//! # Grid
//!
//! Zones of the grid: who operates them, what money they settle in, what the grid costs there, when they trade, and
//! which of them are coupled.
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
//! money, above which lowest price, in what amounts and in which hours energy is traded. Zones form a tree:
//! feeders within substations within regions. Neighbouring zones can be linked, so that orders of one trade with the
//! book of the other. Whoever holds the admin origin creates zones and changes their rules; the operator of a zone
//! can halt it by itself.
//!
//! A tariff is known before anybody trades under it: a change reaches only the intervals that cannot be
//! traded yet.
//!
//! ## Terminology
//!
//! - **Zone**: a part of the grid, in which everybody trades with everybody.
//! - **Operator**: the participant that runs the grid of a zone and earns its fees.
//! - **Tariff**: what the buyer pays to the grid on top of the price.
//! - **Version**: a tariff, or word that the parent's holds, and the first interval that it is for.
//! - **Kind**: feeder, substation or region, from low to high. A parent is of a higher kind than its children.
//! - **Floor**: the lowest price at which energy of the zone can be traded.
//! - **Calendar**: the days and hours in which orders may be placed, by the zone's own clocks.
//! - **Link**: a line to a neighbouring zone, with what it can carry in one interval and what crossing costs.
//!
//! ## Example
//!
#![doc = concat!("```ignore\n", include_str!("tests/scenario.rs"), "```")]
//!
//! ## Design
//!
//! **Goals.** Nobody can change the rules of a product that is traded. What is asked for each order is small: status
//! and calendar are one short record ([`TimesOf`]), and the table of offsets is read only for a zone that does not
//! always trade. The rules of a product are asked when it gets its first order.
//!
//! **Storage.** A zone is one record with all its tariff versions, under a key that is not hashed because
//! the chain assigns it. Times, offsets and links lie in maps of their own, under the same key.
//!
//! **Tree.** A zone names its parent when it is created and never again, and the parent exists by then, is of a higher
//! kind and settles in the same money. So there is no cycle, and no more than three levels. Where a zone's version in
//! force has no tariff, that of its parent holds, and so on; a zone without a parent always has its own.
//!
//! **Tariffs.** [`Call::set_tariff`] lets the new version begin with the first interval that is
//! not open ([`gridforge_primitives::IntervalClock::first_unopened`]) or with a later one, takes away the versions
//! that would begin there or after it, and drops those that no tradable interval has. Products that closed but have
//! not settled keep the rules they opened with themselves, so they need none of the dropped versions.
//!
//! **Time of use.** The hour is the one in which delivery begins, on the zone's clocks. They are told ahead, change by
//! change, as a table of offsets from UTC: the day of 25 hours has the hour of two twice, and both cost the same.
//!
//! **Delivery** is deemed or metered. Where it is metered, a residual supplier sells what sellers did not deliver and
//! takes back what buyers did not use, at prices that are never better than the contract's; see `MeteredDelivery`. When it
//! cannot pay, settlement closes the zone to new orders ([`gridforge_primitives::Zones::stop`]).
//!
//! **Other rules** (limits, collar, auction, delivery, offsets) reach every product that has had no order, open or not: a
//! product takes its rules down with its first order. Status and calendar hold at once.
//!
//! **Bounds.** A tariff takes at most [`MAX_AD_VALOREM`] of the energy's value and [`gridforge_primitives::PerKwh::MAX`]
//! for a kWh, its factors are at most [`gridforge_primitives::Multiplier::MAX`], a tax is at most [`MAX_TAX`]; a floor
//! lies within [`MAX_FLOOR_DISTANCE`] of zero; crossing costs at most [`MAX_LINK_FEE`].
//!
//! **Limitations.** A zone cannot be removed, and its operator, tax collector, money, floor, kind and place in the tree
//! cannot change. A new zone can be traded at once. Whether the currency exists is not checked here: it is an asset
//! of another pallet. That operator and tax collector may trade is checked when the zone is created and not again;
//! an operator that was suspended can still halt its zone, and the same goes for a residual supplier. Offsets are not
//! inherited. Where a table of offsets ends, its last entry holds on.

#![cfg_attr(not(feature = "std"), no_std)]
#![warn(missing_docs)]

extern crate alloc;

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
mod bounds;
mod impls;
#[cfg(test)]
mod mock;
#[cfg(test)]
mod tests;
mod try_state;
pub mod types;
pub mod weights;

pub use bounds::{MAX_AD_VALOREM, MAX_FLOOR_DISTANCE, MAX_IMBALANCE_PRICE, MAX_LINK_FEE, MAX_TAX};
pub use pallet::*;
pub use types::{NewZone, TariffVersion, TradingTimes, Zone, DEFAULT_CURRENCY, DEFAULT_FLOOR};
pub use weights::WeightInfo;

#[allow(clippy::cast_possible_truncation, reason = "FRAME numbers calls, events and errors so")]
#[frame_support::pallet]
pub mod pallet {
	use super::*;
	use crate::bounds::{
		check_auction, check_collar, check_delivery, check_limits, check_supplier,
	};
	use alloc::vec::Vec;
	use frame_support::pallet_prelude::*;
	use frame_system::pallet_prelude::*;
	use gridforge_primitives::{
		api::MarketStatus, Calendar, Collar, Delivery, IntervalClock, IntervalId, Link, Links,
		Lots, Millis, OrderLimits, Participants as _, Price, Tariff, UtcOffset, ZoneId,
	};
	use sp_runtime::Permill;

	#[pallet::pallet]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config: frame_system::Config<RuntimeEvent: From<Event<Self>>> {
		/// Who creates zones and changes their rules.
		type AdminOrigin: EnsureOrigin<Self::RuntimeOrigin>;

		/// Who may trade; a zone's operator must. At genesis its participants must be there before the
		/// zones, so its pallet stands before this one in the runtime.
		type Participants: gridforge_primitives::Participants<Self::AccountId>;

		/// Chain time, which says from when a change of tariff holds. Its gate must be set before the zones at
		/// genesis, so its pallet stands before this one in the runtime.
		type Clock: IntervalClock;

		/// How many versions of its tariff a zone can have: the one in force and changes to come.
		#[pallet::constant]
		type MaxTariffVersions: Get<u32>;

		/// How many changes of its clocks a zone can have.
		#[pallet::constant]
		type MaxUtcOffsets: Get<u32>;

		/// Weights of the calls.
		type WeightInfo: WeightInfo;
	}

	/// A zone as this runtime stores it.
	pub type ZoneOf<T> = Zone<<T as Config>::MaxTariffVersions>;

	/// By how much a zone's clocks are ahead of UTC, in the order of time.
	pub type UtcOffsets<T> = BoundedVec<UtcOffset, <T as Config>::MaxUtcOffsets>;

	/// Every zone. Not hashed, because the chain assigns the ids.
	#[pallet::storage]
	pub type Zones<T: Config> = StorageMap<_, Identity, ZoneId, ZoneOf<T>, OptionQuery>;

	/// When each zone trades; open and always unless told otherwise. Not hashed, because the chain assigns the ids.
	#[pallet::storage]
	pub type TimesOf<T: Config> = StorageMap<_, Identity, ZoneId, TradingTimes, ValueQuery>;

	/// The clocks of each zone; UTC unless told otherwise. Not hashed, because the chain assigns the ids.
	#[pallet::storage]
	pub type OffsetsOf<T: Config> = StorageMap<_, Identity, ZoneId, UtcOffsets<T>, ValueQuery>;

	/// The neighbours of each zone that has any; the neighbour has the same link back. Not hashed, because the chain
	/// assigns the ids.
	#[pallet::storage]
	pub type LinksOf<T: Config> = StorageMap<_, Identity, ZoneId, Links, ValueQuery>;

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
		/// The first zones, which get the ids 1, 2, 3 … in this order; parents come before their children.
		pub zones: Vec<NewZone>,
		#[serde(skip)]
		#[doc(hidden)]
		pub _config: PhantomData<T>,
	}

	#[pallet::genesis_build]
	impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
		fn build(&self) {
			for zone in &self.zones {
				Pallet::<T>::do_create_zone(*zone).expect(
					"genesis lists zones with operators that may trade, parents before them, and rules within bounds",
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
			/// What it begins with.
			new: NewZone,
		},
		/// A zone's tariff changed for intervals that are not open yet.
		TariffChanged {
			/// The zone.
			zone: ZoneId,
			/// The first interval that the new tariff is for.
			from: IntervalId,
			/// The zone's own tariff that this interval would have had without the change; nothing where the
			/// parent's would have held.
			old: Option<Tariff>,
			/// The zone's own tariff from there on; nothing where the parent's holds.
			new: Option<Tariff>,
		},
		/// A zone was opened, closed to new orders, or halted.
		ZoneStatusChanged {
			/// The zone.
			zone: ZoneId,
			/// What its status was.
			old: MarketStatus,
			/// What it is from now on.
			new: MarketStatus,
		},
		/// The hours in which a zone trades changed.
		CalendarChanged {
			/// The zone.
			zone: ZoneId,
			/// When it traded.
			old: Calendar,
			/// When it trades from now on.
			new: Calendar,
		},
		/// A zone's clocks were set.
		UtcOffsetsChanged {
			/// The zone.
			zone: ZoneId,
			/// The changes of its clocks that were known.
			old: UtcOffsets<T>,
			/// Those that are known now.
			new: UtcOffsets<T>,
		},
		/// The limits of orders changed for products that have had no order.
		LimitsChanged {
			/// The zone.
			zone: ZoneId,
			/// What they were.
			old: OrderLimits,
			/// What they are now.
			new: OrderLimits,
		},
		/// How far prices may reach changed for products that have had no order.
		CollarChanged {
			/// The zone.
			zone: ZoneId,
			/// What it was.
			old: Option<Collar>,
			/// What it is now.
			new: Option<Collar>,
		},
		/// The time of the opening auction changed for products that have had no order.
		AuctionChanged {
			/// The zone.
			zone: ZoneId,
			/// When it was, in milliseconds before delivery.
			old: Option<Millis>,
			/// When it is now.
			new: Option<Millis>,
		},
		/// What counts as delivered changed for products that have had no order.
		DeliveryChanged {
			/// The zone.
			zone: ZoneId,
			/// What did.
			old: Delivery,
			/// What does now.
			new: Delivery,
		},
		/// Two zones were linked, or the terms of their link changed.
		ZonesLinked {
			/// One of them.
			zone: ZoneId,
			/// The terms that there were; nothing for a new link.
			old: Option<Link>,
			/// The terms now; they name the neighbour.
			new: Link,
		},
		/// Two zones are linked no longer.
		ZonesUnlinked {
			/// One of them.
			zone: ZoneId,
			/// The terms that there were; they name the neighbour.
			old: Link,
		},
	}

	#[pallet::error]
	pub enum Error<T> {
		/// No zone has this id. Look the ids up in `zones`.
		UnknownZone,
		/// The operator is not a participant that may trade. Register it, or set it active, first.
		OperatorMayNotTrade,
		/// The tax collector is not a participant that may trade. Register it, or set it active, first.
		TaxCollectorMayNotTrade,
		/// The parent does not exist. Create it first.
		UnknownParent,
		/// The parent is not of a higher kind. A feeder belongs to a substation or a region, a substation to a
		/// region, a region to nothing.
		ParentNotHigher,
		/// The other zone settles in other money. Name one with the same currency.
		OtherCurrency,
		/// The zone has no parent whose tariff could hold. Name a tariff.
		NoParent,
		/// The tariff takes more than half of the energy's value. Name a share of at most 50 %.
		TariffTooHigh,
		/// The tax is more than half of the energy's value. Name a share of at most 50 %.
		TaxTooHigh,
		/// The tariff charges more than 10 WATT per kWh. Name it in base units, at most 10,000,000.
		PerKwhTooHigh,
		/// A factor by hour or load is more than ten. Name it in hundredths, at most 1,000.
		MultiplierTooHigh,
		/// The shares of host and treasury come to more than the fee. Name shares of at most 100 % together.
		SharesExceedFee,
		/// The floor price is further than 1,000 WATT per kWh from zero. Name it in ticks of 0.001 WATT
		/// per kWh, from -1,000,000 to 1,000,000.
		FloorOutOfBounds,
		/// The smallest order is nothing. Name at least 1 lot.
		MinOrderIsZero,
		/// The largest order is smaller than the smallest one. Allow at least as much.
		MaxOrderTooSmall,
		/// The largest position is smaller than the largest order. Allow at least as much.
		MaxPositionTooSmall,
		/// The capacity is nothing. Name at least 1 lot.
		CapacityIsZero,
		/// Participants could place no order in a block. Allow at least 1.
		NoOrdersPerBlock,
		/// The collar's rate is more than the whole price. Name at most 100 %, or no collar.
		CollarTooWide,
		/// The residual supplier is not a participant that may trade. Register it, or set it active, first.
		SupplierMayNotTrade,
		/// Energy not used would earn more than energy not delivered costs. Name a surplus price that is not above the
		/// shortage price.
		DeviationWouldPay,
		/// A price of deviations is further than 1,000 WATT per kWh from zero. Name it in ticks of 0.001 WATT per
		/// kWh, from -1,000,000 to 1,000,000.
		ImbalancePriceOutOfBounds,
		/// The auction would not be held while the product is open. Name a time before delivery between the closing
		/// and the opening of the gate.
		AuctionOutsideGate,
		/// The calendar leaves no time to trade, or names a time that is not in a day or a week. Name at least one of
		/// seven days, and minutes from 0 to 1,440.
		CalendarNotAllowed,
		/// The changes of the clocks are not in the order of time. Sort them, and name each moment once.
		OffsetsOutOfOrder,
		/// The clocks would be further from UTC than anywhere. Name minutes from -720 to 840.
		OffsetOutOfBounds,
		/// A zone cannot be linked to itself. Name two.
		LinkToItself,
		/// Crossing costs less than nothing or more than 1,000 WATT per kWh. Name ticks from 0 to 1,000,000.
		LinkFeeOutOfBounds,
		/// One of the zones has as many links as it can have. Unlink another first.
		TooManyLinks,
		/// The zones are not linked. Look the links up in `linksOf`.
		NotLinked,
		/// The account is not that of the zone's operator. Sign with the operator's own account, or ask the admin
		/// origin.
		NotTheOperator,
		/// It is so already. There is nothing to do.
		Unchanged,
		/// The interval is open for trading or past. Name one that is not open yet, or none for the first of them.
		AlreadyOpen,
		/// The zone has as many changes of tariff as it can hold until the first of them is in force.
		/// Wait until more intervals have closed, or replace one that is to come.
		TooManyTariffChanges,
		/// All ids are used up. No zone can be added before the runtime is upgraded.
		NoIdsLeft,
	}

	#[pallet::extra_constants]
	impl<T: Config> Pallet<T> {
		/// The largest share of the energy's value that a tariff may take.
		#[pallet::constant_name(MaxAdValorem)]
		fn max_ad_valorem() -> Permill {
			MAX_AD_VALOREM
		}

		/// The largest tax on the energy's value.
		#[pallet::constant_name(MaxTax)]
		fn max_tax() -> Permill {
			MAX_TAX
		}

		/// How far a floor price may lie from zero, either way.
		#[pallet::constant_name(MaxFloorDistance)]
		fn max_floor_distance() -> Price {
			MAX_FLOOR_DISTANCE
		}

		/// How far a price of deviations may lie from zero, either way.
		#[pallet::constant_name(MaxImbalancePrice)]
		fn max_imbalance_price() -> Price {
			MAX_IMBALANCE_PRICE
		}

		/// The most that crossing a link may cost.
		#[pallet::constant_name(MaxLinkFee)]
		fn max_link_fee() -> Price {
			MAX_LINK_FEE
		}
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn integrity_test() {
			assert!(
				T::MaxTariffVersions::get() >= 2,
				"a zone needs room for the tariff in force and a change to come"
			);
			assert!(
				T::MaxUtcOffsets::get() >= 2,
				"a zone needs room for its clocks in summer and in winter"
			);
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	#[pallet::call]
	impl<T: Config> Pallet<T> {
		/// Create a zone. It gets the next id and can be traded at once.
		///
		/// Needs the admin origin.
		#[pallet::call_index(0)]
		#[pallet::weight(T::WeightInfo::create_zone())]
		pub fn create_zone(origin: OriginFor<T>, zone: NewZone) -> DispatchResult {
			T::AdminOrigin::ensure_origin(origin)?;
			let (zone, new) = Self::do_create_zone(zone)?;
			Self::deposit_event(Event::ZoneCreated { zone, new });
			Ok(())
		}

		/// Change a zone's tariff from an interval on that is not open yet; from the first of them where none is
		/// named. Changes that were to begin there or later are replaced. Without a tariff the parent's holds.
		///
		/// Needs the admin origin.
		#[pallet::call_index(1)]
		#[pallet::weight(T::WeightInfo::set_tariff())]
		pub fn set_tariff(
			origin: OriginFor<T>,
			zone: ZoneId,
			from: Option<IntervalId>,
			tariff: Option<Tariff>,
		) -> DispatchResult {
			T::AdminOrigin::ensure_origin(origin)?;
			let (from, old) = Self::do_set_tariff(zone, from, tariff)?;
			Self::deposit_event(Event::TariffChanged { zone, from, old, new: tariff });
			Ok(())
		}

		/// Open a zone, close it to new orders, or halt it, at once.
		///
		/// Needs the admin origin or the own account of the zone's operator.
		#[pallet::call_index(2)]
		#[pallet::weight(T::WeightInfo::set_zone_status())]
		pub fn set_zone_status(
			origin: OriginFor<T>,
			zone: ZoneId,
			status: MarketStatus,
		) -> DispatchResult {
			let operator = match T::AdminOrigin::try_origin(origin) {
				Ok(_) => None,
				Err(origin) => Some(ensure_signed(origin)?),
			};
			let record = Zones::<T>::get(zone).ok_or(Error::<T>::UnknownZone)?;
			if let Some(account) = operator {
				let participant = T::Participants::participant_of(&account);
				ensure!(participant == Some(record.operator), Error::<T>::NotTheOperator);
			}
			let old = Self::change_times(zone, status, |times| &mut times.status)?;
			Self::deposit_event(Event::ZoneStatusChanged { zone, old, new: status });
			Ok(())
		}

		/// Set the days and hours in which orders may be placed in a zone, by its clocks, from now on.
		///
		/// Needs the admin origin.
		#[pallet::call_index(3)]
		#[pallet::weight(T::WeightInfo::set_calendar())]
		pub fn set_calendar(
			origin: OriginFor<T>,
			zone: ZoneId,
			calendar: Calendar,
		) -> DispatchResult {
			T::AdminOrigin::ensure_origin(origin)?;
			let old = Self::do_set_calendar(zone, calendar)?;
			Self::deposit_event(Event::CalendarChanged { zone, old, new: calendar });
			Ok(())
		}

		/// Set by how much a zone's clocks are ahead of UTC, change by change, in the order of time. Products that
		/// have had orders keep their time of use.
		///
		/// Needs the admin origin.
		#[pallet::call_index(4)]
		#[pallet::weight(T::WeightInfo::set_utc_offsets())]
		pub fn set_utc_offsets(
			origin: OriginFor<T>,
			zone: ZoneId,
			table: UtcOffsets<T>,
		) -> DispatchResult {
			T::AdminOrigin::ensure_origin(origin)?;
			let old = Self::do_set_utc_offsets(zone, table.clone())?;
			Self::deposit_event(Event::UtcOffsetsChanged { zone, old, new: table });
			Ok(())
		}

		/// Set how large orders of a zone may be, and how many, for products that have had no order.
		///
		/// Needs the admin origin.
		#[pallet::call_index(5)]
		#[pallet::weight(T::WeightInfo::set_limits())]
		pub fn set_limits(
			origin: OriginFor<T>,
			zone: ZoneId,
			limits: OrderLimits,
		) -> DispatchResult {
			T::AdminOrigin::ensure_origin(origin)?;
			check_limits::<T>(&limits)?;
			let old = Self::change(zone, limits, |zone| &mut zone.limits)?;
			Self::deposit_event(Event::LimitsChanged { zone, old, new: limits });
			Ok(())
		}

		/// Set how far prices of a zone may reach past what a product has traded at, for products that have had no
		/// order.
		///
		/// Needs the admin origin.
		#[pallet::call_index(6)]
		#[pallet::weight(T::WeightInfo::set_collar())]
		pub fn set_collar(
			origin: OriginFor<T>,
			zone: ZoneId,
			collar: Option<Collar>,
		) -> DispatchResult {
			T::AdminOrigin::ensure_origin(origin)?;
			check_collar::<T>(collar)?;
			let old = Self::change(zone, collar, |zone| &mut zone.collar)?;
			Self::deposit_event(Event::CollarChanged { zone, old, new: collar });
			Ok(())
		}

		/// Let products of a zone open by an auction so many milliseconds before delivery, or without one, if they
		/// have had no order.
		///
		/// Needs the admin origin.
		#[pallet::call_index(7)]
		#[pallet::weight(T::WeightInfo::set_auction())]
		pub fn set_auction(
			origin: OriginFor<T>,
			zone: ZoneId,
			auction: Option<Millis>,
		) -> DispatchResult {
			T::AdminOrigin::ensure_origin(origin)?;
			check_auction::<T>(auction)?;
			let old = Self::change(zone, auction, |zone| &mut zone.auction)?;
			Self::deposit_event(Event::AuctionChanged { zone, old, new: auction });
			Ok(())
		}

		/// Let orders of the zones `a` and `b` trade with each other's books, up to `capacity` in one interval each
		/// way, at `fee` ticks. Where they are linked already, these are the new terms.
		///
		/// Needs the admin origin.
		#[pallet::call_index(8)]
		#[pallet::weight(T::WeightInfo::link_zones())]
		pub fn link_zones(
			origin: OriginFor<T>,
			a: ZoneId,
			b: ZoneId,
			capacity: Lots,
			fee: Price,
		) -> DispatchResult {
			T::AdminOrigin::ensure_origin(origin)?;
			let new = Link { zone: b, capacity, fee };
			let old = Self::do_link(a, new)?;
			Self::deposit_event(Event::ZonesLinked { zone: a, old, new });
			Ok(())
		}

		/// Let orders of the zones `a` and `b` trade with each other's books no longer. What they traded stands.
		///
		/// Needs the admin origin.
		#[pallet::call_index(9)]
		#[pallet::weight(T::WeightInfo::unlink_zones())]
		pub fn unlink_zones(origin: OriginFor<T>, a: ZoneId, b: ZoneId) -> DispatchResult {
			T::AdminOrigin::ensure_origin(origin)?;
			let old = Self::do_unlink(a, b)?;
			Self::deposit_event(Event::ZonesUnlinked { zone: a, old });
			Ok(())
		}

		/// Let contracts of a zone count as delivered, or let meters say what was delivered, for products that have had
		/// no order. Where meters say so, the residual supplier sells what sellers did not deliver and takes back
		/// what buyers did not use.
		///
		/// Needs the admin origin.
		#[pallet::call_index(10)]
		#[pallet::weight(T::WeightInfo::set_delivery())]
		pub fn set_delivery(
			origin: OriginFor<T>,
			zone: ZoneId,
			delivery: Delivery,
		) -> DispatchResult {
			T::AdminOrigin::ensure_origin(origin)?;
			check_delivery::<T>(&delivery)?;
			check_supplier::<T>(&delivery)?;
			let old = Self::change(zone, delivery, |zone| &mut zone.delivery)?;
			Self::deposit_event(Event::DeliveryChanged { zone, old, new: delivery });
			Ok(())
		}
	}
}
