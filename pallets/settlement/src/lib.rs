//! # Settlement
//!
//! What was traded and what was metered become money, product by product, summing to zero.
//!
//! ## Pallet API
//!
//! See the [`pallet`] module for storage, events, errors and calls, and `SettlementApi` (crate
//! `pallet-settlement-runtime-api`) for what can be asked. The market hands products over through
//! [`gridforge_primitives::ClosedMarket`]; meters answer through [`gridforge_primitives::MeterReadings`].
//!
//! ## Overview
//!
//! When delivery has begun, or where meters decide, when the time for readings has passed, each product is settled:
//! buyers pay their price and the grid's charge, sellers earn theirs. Contracts are firm. Who sold on balance and
//! delivered less pays the *residual supplier* of the zone for what it delivered instead; who bought on balance and
//! used less gets something back from it. The prices of that are such that a deviation never pays (see
//! [`deviation`]). Hosts, treasury, grid operator and tax collector get their parts of the charges. What came in is
//! what goes out, base unit by base unit, or the product is put aside untouched and an event says so.
//!
//! ### Terminology
//!
//! - **Net seller, net buyer**: who sold more in a product than it bought, or the reverse.
//! - **Shortfall**: energy sold on balance and not delivered. **Unused**: bought on balance and not used.
//! - **Residual supplier**: the participant that sells what is missing and takes back what is left over.
//! - **Record**: how one participant's interval was settled. **Summary**: what a product came to in all.
//!
//! ### Example
//!
//! Alice sells Charlie 1 kWh at 0.150 WATT; the shortage price is 0.400, the surplus price 0.020. Alice feeds in half
//! of it: she earns 0.150 and pays 0.200 to the residual supplier for the other half. Charlie uses 0.4 kWh: he
//! pays 0.150 and the grid's 5 %, 0.0075, and gets 0.012 back for the 0.6 kWh that he left. The residual supplier is
//! 0.188 better off, and has 0.5 kWh to find and 0.6 kWh to place. (`tests/golden.rs`)
//!
//! ## Design
//!
//! **Goals**: an overloaded block never delays consensus, nobody can stop the settlement of others, and no order of
//! readings or participants changes the result.
//!
//! **Steps.** [`Hooks::on_idle`], and [`Call::advance`] that anyone may send, work in steps that each have a measured
//! weight: look for what is due, sweep a page, settle a position, let a community share,
//! pay a claim, finish a product, delete a record. A
//! step that fails changes nothing: its product is parked with an event and the others go on. What is due stands in
//! one queue by interval ([`Due`]), so that a block looks at nothing that must wait.
//!
//! **Money.** What a step collects and has not paid out is the *pot* of its product. At the end the pot must be
//! exactly what is owed to hosts, treasury, operator, tax collector, neighbouring zones and residual supplier.
//!
//! **The residual supplier** trades in with money: before a product is settled, the most that it can come to owe is
//! set aside from its trading account, and what is not needed returns. If it has less than that, what it owes waits
//! until everybody's energy is paid for, and then all who are owed get the same share of what there is. What could
//! not be paid is recorded, and the zone takes no new orders until its operator opens it again. Sellers are paid
//! from what buyers have locked, whatever the supplier has.
//!
//! **Corrections.** Until the correction window closes, each participant's record stays. When a reading is corrected
//! after settlement, the participant's deviation is computed anew at the prices of then, and the difference moves
//! between it and the residual supplier, as far as free money goes; what is missing is recorded.
//!
//! **Communities.** Where meters decide, communities share what their members feed in beyond their contracts: a step
//! for each community divides it by the community's key (see [`sharing`]), after the contracts of the product have been
//! settled and in the same zero sum. Who gets energy pays for it, and for the grid, from free money, or gets none. A zone
//! with members is settled in each interval, whether or not it was traded ([`SharedTo`]).
//!
//! **Certificates.** When the time for corrections has passed, each record becomes certificates of renewable energy (see
//! [`certificates`]), which their holder can claim until they expire.
//!
//! **Storage.** All keys are numbers that the chain assigns, so they are Identity-hashed and lie side by side. Nothing
//! of a product is kept for ever but its summary.
//!
//! **Rounding.** Contracts are exact. Deviations are rounded by less than a lot and a base unit, against whoever
//! deviates; shares of fees down, so that the operator has the rest.
//!
//! **Limitations**
//! - Energy that nobody contracted is reported by the meters and not charged here: it belongs on the supplier's bill.
//! - What a participant or a supplier could not pay after a correction is recorded and not collected later.
//! - What a community has shared stays as it was when a reading is corrected later.
//! - Certificates of energy that went to another zone, or that the residual supplier took back, are not issued.
//! - A reading cannot be corrected while its product is being settled or is parked.
//! - A supplier's money is set aside for one product at a time: when it runs out, products that settle later get less.
//! - Where the readings of a zone are in doubt, each interval of waiting tells so by an event.

#![cfg_attr(not(feature = "std"), no_std)]
#![warn(missing_docs)]

extern crate alloc;

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
pub mod certificates;
mod communities;
mod correction;
pub mod deviation;
#[cfg(test)]
mod mock;
pub mod sharing;
mod steps;
#[cfg(test)]
mod tests;
mod try_state;
#[allow(clippy::cast_possible_truncation, reason = "the codec numbers variants so")]
mod types;
mod views;
pub mod weights;

pub use pallet::*;
pub use types::{Certified, Job, Settling, Stage, Terms, Work};
pub use views::MAX_BILL_INTERVALS;
pub use weights::WeightInfo;

/// Log target of this pallet.
pub const LOG_TARGET: &str = "runtime::settlement";

#[allow(clippy::cast_possible_truncation, reason = "FRAME numbers calls, events and errors so")]
#[allow(clippy::large_enum_variant, reason = "an event is encoded at once and never moved")]
#[frame_support::pallet]
pub mod pallet {
	use super::*;
	use frame_support::{
		dispatch::DispatchResultWithPostInfo, pallet_prelude::*, weights::WeightMeter,
	};
	use frame_system::pallet_prelude::*;
	use gridforge_primitives::{
		BySource, ClosedMarket, Communities, CommunityId, CurrencyId, EnergySource, HostLicences,
		ImbalancePrices, IntervalClock, IntervalId, MeterReadings, ParticipantId, Participants,
		ProductId, ProductRules, Settled, SettlementQueue, Shared, Summary, WattBalance, WattDelta,
		WattHours, ZoneId, Zones,
	};

	/// The layout of this pallet's storage.
	const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	/// What settlement needs of the runtime.
	#[pallet::config]
	pub trait Config: frame_system::Config<RuntimeEvent: From<Event<Self>>> {
		/// Who may retry a parked settlement.
		type AdminOrigin: EnsureOrigin<Self::RuntimeOrigin>;

		/// Where products were traded, and the money is.
		type Market: ClosedMarket;

		/// What meters have measured.
		type Readings: MeterReadings;

		/// Whose application host has a share of the fees.
		type Participants: Participants<Self::AccountId>;

		/// Who shares what it feeds in with whom.
		type Communities: Communities;

		/// Which application hosts earn their share of the fees.
		type Hosts: HostLicences;

		/// The zones, which stop taking orders when their residual supplier cannot pay.
		type Zones: Zones;

		/// Chain time in delivery intervals.
		type Clock: IntervalClock;

		/// How many steps one `advance` may ask for.
		#[pallet::constant]
		type MaxSteps: Get<u32>;

		/// Measured weights of the calls and of the steps.
		type WeightInfo: WeightInfo;
	}

	/// What is to be done, by the interval in which it is due. Identity: ids are given by the chain.
	#[pallet::storage]
	pub type Due<T: Config> = StorageDoubleMap<_, Identity, IntervalId, Identity, ProductId, Job>;

	/// The earliest interval in which something may be due. Nothing before the first order.
	#[pallet::storage]
	pub type DueFrom<T: Config> = StorageValue<_, IntervalId>;

	/// What is being done.
	#[pallet::storage]
	pub type UnderWay<T: Config> = StorageValue<_, Work>;

	/// Products whose settlement failed and waits for the admin. Identity: ids are given by the chain.
	#[pallet::storage]
	pub type Parked<T: Config> = StorageMap<_, Identity, ProductId, Settling>;

	/// What the residual supplier owes participants of products that are being settled, where its money may not be
	/// enough. Identity: ids are given by the chain.
	#[pallet::storage]
	pub type Claims<T: Config> =
		StorageDoubleMap<_, Identity, ProductId, Identity, ParticipantId, WattBalance>;

	/// How each participant's interval was settled, until the correction window closes. Identity: ids are given by
	/// the chain.
	#[pallet::storage]
	pub type Records<T: Config> =
		StorageDoubleMap<_, Identity, ProductId, Identity, ParticipantId, Settled>;

	/// Under what products were settled of which meters say what was delivered, until the correction window closes.
	/// Identity: ids are given by the chain.
	#[pallet::storage]
	pub type TermsOf<T: Config> = StorageMap<_, Identity, ProductId, Terms>;

	/// What settled products have handed over to products of neighbouring zones that have not settled; below zero
	/// where they have been paid before. Identity: ids are given by the admin.
	#[pallet::storage]
	pub type Between<T: Config> = StorageMap<_, Identity, CurrencyId, WattDelta, ValueQuery>;

	/// What is kept of settled products. Identity: ids are given by the chain.
	#[pallet::storage]
	pub type Summaries<T: Config> =
		StorageDoubleMap<_, Identity, ZoneId, Identity, IntervalId, Summary>;

	/// The newest interval of each zone that waits to be settled because communities share in it, traded or not.
	/// Identity: ids are given by the chain.
	#[pallet::storage]
	pub type SharedTo<T: Config> = StorageMap<_, Identity, ZoneId, IntervalId>;

	/// Certificates of renewable energy, by source, that nobody has claimed and that have not expired. Identity: ids are
	/// given by the chain.
	#[pallet::storage]
	pub type Certificates<T: Config> =
		StorageDoubleMap<_, Identity, ProductId, Identity, ParticipantId, BySource>;

	/// What certificates of each product were issued and claimed, until they expire. Identity: ids are given by the
	/// chain.
	#[pallet::storage]
	pub type CertifiedOf<T: Config> = StorageMap<_, Identity, ProductId, Certified>;

	#[pallet::event]
	#[pallet::generate_deposit(pub(super) fn deposit_event)]
	pub enum Event<T: Config> {
		/// A product of which meters say what was delivered is being settled.
		SettlementBegun {
			/// The product.
			product: ProductId,
			/// Its residual supplier.
			supplier: ParticipantId,
			/// What deviations cost.
			prices: ImbalancePrices,
			/// Base units of the supplier's that were set aside; what is not needed returns at the end.
			reserve: WattBalance,
		},
		/// A participant's interval was settled: all that its bill needs.
		PositionSettled {
			/// The product.
			product: ProductId,
			/// Whose position.
			participant: ParticipantId,
			/// What it had contracted, what was metered, how they differ, and what is still owed to it.
			settled: Settled,
		},
		/// The residual supplier paid what it owed a participant, as far as its money went.
		ClaimSettled {
			/// The product.
			product: ProductId,
			/// Whom it owed.
			participant: ParticipantId,
			/// Base units paid.
			paid: WattBalance,
			/// Base units that it could not pay.
			unpaid: WattBalance,
		},
		/// A product was settled and deleted.
		IntervalSettled {
			/// The product.
			product: ProductId,
			/// What is kept of it.
			summary: Summary,
		},
		/// A product is not settled yet, because its readings contradict those of the grid.
		SettlementPostponed {
			/// The product.
			product: ProductId,
			/// When it is looked at again: when this interval begins.
			until: IntervalId,
		},
		/// A product could not be settled and waits for the admin. No money has moved in the failed step.
		SettlementParked {
			/// The product.
			product: ProductId,
			/// Where it stopped.
			stage: Stage,
			/// Why.
			error: DispatchError,
		},
		/// A parked product is being settled again.
		SettlementRetried {
			/// The product.
			product: ProductId,
		},
		/// After a reading was corrected, the difference was settled.
		Resettled {
			/// The product.
			product: ProductId,
			/// Whose reading.
			participant: ParticipantId,
			/// How the interval had been settled.
			old: Settled,
			/// How it is settled now.
			new: Settled,
			/// Base units that the participant paid the residual supplier; negative where it was paid.
			paid: WattDelta,
		},
		/// A member of a community gave energy to others, or got some.
		EnergyShared {
			/// The product.
			product: ProductId,
			/// The community.
			community: CommunityId,
			/// The member.
			participant: ParticipantId,
			/// What it gave or got, and what that came to.
			shared: Shared,
		},
		/// Renewable energy that had no contract was recorded; its certificates follow when the time for corrections has
		/// passed.
		ExportCertified {
			/// The product.
			product: ProductId,
			/// Who fed it in.
			participant: ParticipantId,
			/// How much, by source.
			renewable: BySource,
		},
		/// A participant got certificates.
		CertificatesIssued {
			/// The product.
			product: ProductId,
			/// Whose they are.
			participant: ParticipantId,
			/// How many, in Wh by source.
			issued: BySource,
		},
		/// A participant claimed to have used renewable energy: the certificates are cancelled.
		CertificatesClaimed {
			/// The product.
			product: ProductId,
			/// Who claimed.
			participant: ParticipantId,
			/// Of which source.
			source: EnergySource,
			/// How many, in Wh.
			amount: WattHours,
		},
		/// The certificates of a product have expired.
		CertificatesExpired {
			/// The product.
			product: ProductId,
			/// What nobody had claimed, in Wh by source.
			unclaimed: BySource,
		},
	}

	#[pallet::error]
	pub enum Error<T> {
		/// `advance` was asked for no steps, or for more than allowed. Ask for 1 to `MaxSteps`.
		StepsOutsideLimits,
		/// No settlement of this product is parked. See the storage `Parked`.
		NotParked,
		/// Another product is being settled. Try again in a later block.
		SettlementBusy,
		/// The product is being settled, or its settlement is parked. Correct its readings when it has settled.
		BeingSettled,
		/// Nobody holds that many certificates of this product and source. See the storage `Certificates`: they are issued
		/// when readings of the product can no longer be corrected.
		NoSuchCertificates,
		/// A claim of no energy. Claim 1 Wh or more.
		ClaimsNothing,
		/// The certificates of this product have expired.
		CertificatesExpired,
		/// The product has not settled yet. Try again later.
		NotSettled,
		/// Contracts of this product counted as delivered, so nothing was metered; or its records are deleted.
		NotMetered,
		/// Readings of this product can no longer be corrected, so nothing of it is recorded any more.
		TooLate,
		/// What this participant fed in is on record: its certificates are issued without being asked.
		AlreadyRecorded,
		/// No renewable source of this participant was metered to feed in anything.
		NothingRenewable,
		/// A sum left the range of its type. Nothing was changed. This must not happen: report it.
		Overflow,
		/// A settlement does not add up: what was paid in differs from what is to be paid out. This must not happen:
		/// report it.
		DoesNotAddUp,
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		/// Settle what is due, as far as the block's spare weight allows.
		fn on_idle(_now: BlockNumberFor<T>, remaining: Weight) -> Weight {
			let mut meter = WeightMeter::with_limit(remaining);
			Self::go_on(&mut meter, u32::MAX);
			meter.consumed()
		}

		fn integrity_test() {
			assert!(T::MaxSteps::get() > 0, "MaxSteps must be above zero");
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	#[pallet::call]
	impl<T: Config> Pallet<T> {
		/// Push settlement on by up to `steps` steps. It goes on by itself when blocks have room; this is for when they
		/// have not. What is not used is refunded.
		#[pallet::call_index(0)]
		#[pallet::weight(Pallet::<T>::weight_of_steps(*steps))]
		pub fn advance(origin: OriginFor<T>, steps: u32) -> DispatchResultWithPostInfo {
			ensure_signed(origin)?;
			ensure!((1..=T::MaxSteps::get()).contains(&steps), Error::<T>::StepsOutsideLimits);
			let mut meter = WeightMeter::with_limit(Self::weight_of_steps(steps));
			Self::go_on(&mut meter, steps);
			Ok(Some(meter.consumed()).into())
		}

		/// Settle a parked product again, from where it stopped. Needs the admin origin.
		#[pallet::call_index(1)]
		#[pallet::weight(T::WeightInfo::retry_settlement())]
		pub fn retry_settlement(origin: OriginFor<T>, product: ProductId) -> DispatchResult {
			T::AdminOrigin::ensure_origin(origin)?;
			ensure!(!UnderWay::<T>::exists(), Error::<T>::SettlementBusy);
			let settling = Parked::<T>::take(product).ok_or(Error::<T>::NotParked)?;
			UnderWay::<T>::put(Work::Settle(settling));
			Self::deposit_event(Event::SettlementRetried { product });
			Ok(())
		}

		/// Record what renewable sources of `participant` fed in that had no contract in `product`, so that it gets
		/// certificates of it. Anybody may do so, after the product has settled and before the time for corrections has
		/// passed. Whoever has a contract, or shares in a community, is recorded without being asked.
		#[pallet::call_index(2)]
		#[pallet::weight(T::WeightInfo::certify_export())]
		pub fn certify_export(
			origin: OriginFor<T>,
			product: ProductId,
			participant: ParticipantId,
		) -> DispatchResult {
			ensure_signed(origin)?;
			let renewable = Self::certify(product, participant)?;
			Self::deposit_event(Event::ExportCertified { product, participant, renewable });
			Ok(())
		}

		/// Claim to have used `amount` Wh of `source` in the interval of `product`: so many of the signer's certificates
		/// are cancelled, for ever.
		#[pallet::call_index(3)]
		#[pallet::weight(T::WeightInfo::claim_certificates())]
		pub fn claim_certificates(
			origin: OriginFor<T>,
			product: ProductId,
			source: EnergySource,
			amount: WattHours,
		) -> DispatchResult {
			let who = ensure_signed(origin)?;
			let participant = T::Participants::participant_of(&who);
			let participant = participant.ok_or(Error::<T>::NoSuchCertificates)?;
			Self::claim(product, participant, source, amount)?;
			Self::deposit_event(Event::CertificatesClaimed {
				product,
				participant,
				source,
				amount,
			});
			Ok(())
		}
	}

	impl<T: Config> SettlementQueue for Pallet<T> {
		fn opened(product: ProductId, rules: &ProductRules) {
			Self::enqueue_new(product, rules);
		}

		fn summary(product: ProductId) -> Option<Summary> {
			Self::interval_summary(product)
		}

		fn awaits(product: ProductId) -> bool {
			Self::is_settling(product)
				|| Due::<T>::iter().any(|(_, due, job)| due == product && job == Job::Settle)
		}

		fn is_settling(product: ProductId) -> bool {
			Parked::<T>::contains_key(product)
				|| matches!(UnderWay::<T>::get(), Some(Work::Settle(s)) if s.product == product)
		}

		fn in_hand(currency: CurrencyId) -> WattDelta {
			Self::money_in_hand(currency)
		}
	}
}
