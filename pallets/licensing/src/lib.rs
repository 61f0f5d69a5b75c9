//! # Licensing
//!
//! Licences that participants bond GRID for, and tiers of fee discounts by the GRID that they stake and the energy that
//! they trade.
//!
//! ## Pallet API
//!
//! See the [`pallet`] module for storage, events, errors and calls. Other pallets ask through
//! [`gridforge_primitives::HostLicences`] and [`gridforge_primitives::FeeDiscounts`].
//!
//! ## Overview
//!
//! Who offers an application for trading, sells energy to households, or bundles what many feed in, does it under a licence.
//! It applies for one, and GRID of its own is put on hold as a bond. The admin origin looks at the application outside the
//! chain and grants the licence. It lasts for a time, can be renewed, suspended, and revoked with notice; its holder can
//! give it up. When it has ended, the bond is free again.
//!
//! An *application host* gets a share of the grid fees of those participants who chose it. It gets that only while its
//! licence is in force. Nobody who chose it is kept from trading when it is not: its share then goes where it goes when
//! there is no host, to the grid's operator.
//!
//! A participant that stakes GRID, by itself or in a pool, pays less of the grid's fees: the treasury leaves it a part of
//! the treasury's own share. There are three tiers. A tier counts once the stake has been there for a whole era, and no
//! longer than it is there. A tier can also be reached by volume, which is energy traded in a period of 30 days; of both the
//! higher one counts.
//!
//! ## Terminology
//!
//! - **Class**: what a licence allows; see [`LicenceClass`]. A participant has one licence of each class at the most.
//! - **Bond**: GRID on hold for a licence.
//! - **Notice**: how long a licence lasts once it was revoked or surrendered.
//! - **In force**: granted, not suspended, not ended.
//! - **Tier** of a stake: a step of staked GRID, with its discount.
//! - **Look**: what reads a participant's stake and sets its tier.
//! - **Volume**: the energy that a participant traded in a period and its meters confirmed; see
//!   [`gridforge_primitives::discounts`].
//!
//! ## Example
//!
#![doc = concat!("```ignore\n", include_str!("tests/scenario.rs"), "```")]
//!
//! ## Design
//!
//! **Goals.** Settlement learns with one read whether a host's licence is in force, and the market with one read which tier
//! an order gets; neither looks at accounts or stakes. A licence ends by chain time alone: nobody has to act for that, and
//! nothing is left to pay for what has lapsed.
//!
//! **Terms** of a class are copied into a licence when it is applied for and when it is renewed. A change of them reaches
//! nobody who has one.
//!
//! **Bonds** are holds on the account that applied. They go back there and nowhere else, once the licence has ended,
//! whoever asks for it. They are not slashed.
//!
//! **What a host earns** is decided when a participant's position is settled: then its licence is in force or not. It is
//! paid into the host's trading account, as what it trades itself, and it withdraws it from there.
//!
//! **Tiers.** Staking says nothing to others when somebody unbonds, so stakes are looked at: all of them once in an era,
//! as blocks have room, and one whenever anybody asks for it. A lower tier counts at once. A higher one counts at the first
//! look after a whole era in which no look has seen less. GRID that leaves staking between two looks is still locked for
//! the bonding time, which is longer than a tier can outlast it wherever it is two eras or more; so nothing is gained by it. Where
//! nobody looks for [`types::LOOKS_PERIODS`] eras, the tier lapses.
//!
//! **Discounts** of the tiers, and the volumes that they take, are copied into a product when it opens, and the tier of its
//! owner into an order when it is placed: neither changes afterwards. The market counts volumes itself, in the trading
//! accounts that settlement writes anyway, and looks them up there: an order learns its tier by volume without a read.
//!
//! **Limitations.** A licence holds in one jurisdiction. Only licences of hosts have an effect on the chain; the other
//! classes are a register. A licence stays with the participant whatever its own status. The stake that counts is that
//! of the participant's own account. A participant that was given another account has its bond where it was until it renews its
//! licence. Volume is counted for each currency apart, and not where delivery is deemed: what nobody measures, two
//! who know each other could agree on for nothing. Corrected readings do not change it.

#![cfg_attr(not(feature = "std"), no_std)]
#![warn(missing_docs)]

extern crate alloc;

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
mod licences;
#[cfg(test)]
mod mock;
#[cfg(test)]
mod tests;
mod tiers;
mod try_state;
#[allow(clippy::cast_possible_truncation, reason = "the codec numbers variants so")]
pub mod types;
pub mod weights;

pub use pallet::*;
pub use types::{
	DiscountTable, DiscountTier, Licence, LicenceClass, LicenceTerms, Round, Standing,
};
pub use weights::WeightInfo;

#[allow(clippy::cast_possible_truncation, reason = "FRAME numbers calls, events and errors so")]
#[frame_support::pallet]
pub mod pallet {
	use super::*;
	use alloc::vec::Vec;
	use frame_support::{
		pallet_prelude::*,
		traits::fungible::{Inspect, MutateHold},
		weights::WeightMeter,
	};
	use frame_system::pallet_prelude::*;
	use gridforge_primitives::{
		ActiveStake, FeeTier, GridBalance, IntervalClock, JurisdictionId, Millis, ParticipantId,
		Participants,
	};

	#[pallet::pallet]
	pub struct Pallet<T>(_);

	/// What the pallet needs of the runtime.
	#[pallet::config]
	pub trait Config: frame_system::Config<RuntimeEvent: From<Event<Self>>> {
		/// Who sets terms and discounts, grants licences, suspends and revokes them.
		type AdminOrigin: EnsureOrigin<Self::RuntimeOrigin>;

		/// GRID.
		type Currency: Inspect<Self::AccountId, Balance = GridBalance>
			+ MutateHold<Self::AccountId, Reason = Self::RuntimeHoldReason>;

		/// Why GRID is on hold, over all pallets.
		type RuntimeHoldReason: From<HoldReason>;

		/// Who may apply for licences.
		type Participants: Participants<Self::AccountId>;

		/// Who stakes how much.
		type Stake: ActiveStake<Self::AccountId>;

		/// Chain time.
		type Clock: IntervalClock;

		/// How long a stake must have been there before its tier counts, and how often all stakes are looked at: an era,
		/// in milliseconds.
		type Period: Get<Millis>;

		/// Weights of the calls.
		type WeightInfo: WeightInfo;
	}

	/// Why this pallet holds GRID.
	#[pallet::composite_enum]
	pub enum HoldReason {
		/// The bond of a licence, or of an application for one.
		LicenceBond,
	}

	/// A licence of this runtime.
	pub type LicenceOf<T> = Licence<<T as frame_system::Config>::AccountId>;

	/// What a participant of this runtime was seen to stake.
	pub type StandingOf<T> = Standing<<T as frame_system::Config>::AccountId>;

	/// What licences of a class take that are applied for or renewed. Nothing where there are none to be had. Not hashed:
	/// there are four classes.
	#[pallet::storage]
	pub type Terms<T: Config> = StorageMap<_, Identity, LicenceClass, LicenceTerms, OptionQuery>;

	/// Licences and applications, by holder and class, until their bond is released. Not hashed, because the chain
	/// assigns the ids.
	#[pallet::storage]
	pub type Licences<T: Config> = StorageDoubleMap<
		_,
		Identity,
		ParticipantId,
		Identity,
		LicenceClass,
		LicenceOf<T>,
		OptionQuery,
	>;

	/// What staking GRID and trading much takes off the fees. Nothing where there are no discounts.
	#[pallet::storage]
	pub type Discounts<T: Config> = StorageValue<_, DiscountTable, OptionQuery>;

	/// Whose stake has been seen, and reaches a tier. Not hashed, because the chain assigns the ids.
	#[pallet::storage]
	pub type Standings<T: Config> =
		StorageMap<_, Identity, ParticipantId, StandingOf<T>, OptionQuery>;

	/// The round of looks at all stakes: one in each period.
	#[pallet::storage]
	pub type Looks<T: Config> = StorageValue<_, Round, ValueQuery>;

	#[pallet::genesis_config]
	#[derive(frame_support::DefaultNoBound)]
	pub struct GenesisConfig<T: Config> {
		/// What licences take, by class.
		pub terms: Vec<(LicenceClass, LicenceTerms)>,
		/// What staking GRID and trading much takes off the fees.
		pub discounts: Option<DiscountTable>,
		/// Licences that are in force from the beginning: the own account of the holder, the class, the jurisdiction, and
		/// when it ends.
		pub licences: Vec<(T::AccountId, LicenceClass, JurisdictionId, Millis)>,
	}

	#[pallet::genesis_build]
	impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
		fn build(&self) {
			for (class, terms) in &self.terms {
				Pallet::<T>::do_set_terms(*class, Some(*terms))
					.expect("genesis names each class once, within bounds");
			}
			if let Some(table) = self.discounts {
				Pallet::<T>::do_set_discounts(Some(table))
					.expect("the discounts of genesis are within bounds");
			}
			for (account, class, jurisdiction, until) in &self.licences {
				let holder = Pallet::<T>::do_apply(account, *class, *jurisdiction)
					.expect("holders of genesis are participants and have the bond");
				Licences::<T>::mutate(holder, class, |licence| {
					let licence = licence.as_mut().expect("it was just applied for");
					licence.until = Some(*until);
				});
			}
		}
	}

	#[pallet::event]
	#[pallet::generate_deposit(pub(super) fn deposit_event)]
	pub enum Event<T: Config> {
		/// What licences of a class take was changed, for those who apply or renew from now on.
		TermsSet {
			/// The class.
			class: LicenceClass,
			/// Before.
			old: Option<LicenceTerms>,
			/// From now on.
			new: Option<LicenceTerms>,
		},
		/// A participant applied for a licence and bonded GRID for it.
		LicenceApplied {
			/// The participant.
			participant: ParticipantId,
			/// The class.
			class: LicenceClass,
			/// Under whose law.
			jurisdiction: JurisdictionId,
			/// What it takes.
			terms: LicenceTerms,
		},
		/// A licence was granted and is in force.
		LicenceGranted {
			/// The holder.
			participant: ParticipantId,
			/// The class.
			class: LicenceClass,
			/// When it ends, in milliseconds since the Unix epoch.
			until: Millis,
		},
		/// A licence was renewed under the terms that are in force now.
		LicenceRenewed {
			/// The holder.
			participant: ParticipantId,
			/// The class.
			class: LicenceClass,
			/// What it takes from now on.
			terms: LicenceTerms,
			/// When it ends now.
			until: Millis,
		},
		/// A licence was suspended: it is not in force until it is reinstated.
		LicenceSuspended {
			/// The holder.
			participant: ParticipantId,
			/// The class.
			class: LicenceClass,
		},
		/// A suspended licence was reinstated.
		LicenceReinstated {
			/// The holder.
			participant: ParticipantId,
			/// The class.
			class: LicenceClass,
		},
		/// A licence was revoked, or an application refused.
		LicenceRevoked {
			/// The holder.
			participant: ParticipantId,
			/// The class.
			class: LicenceClass,
			/// When it ends, with notice.
			until: Millis,
		},
		/// A licence was given up by its holder, or an application withdrawn.
		LicenceSurrendered {
			/// The holder.
			participant: ParticipantId,
			/// The class.
			class: LicenceClass,
			/// When it ends, with notice.
			until: Millis,
		},
		/// The bond of a licence that had ended was released, and the licence forgotten.
		BondReleased {
			/// Who held the licence.
			participant: ParticipantId,
			/// The class.
			class: LicenceClass,
			/// Whose GRID it was.
			account: T::AccountId,
			/// Base units of GRID.
			bond: GridBalance,
		},
		/// What staking GRID and trading much takes off the fees was changed, for products that open from now on.
		DiscountsSet {
			/// Before.
			old: Option<DiscountTable>,
			/// From now on.
			new: Option<DiscountTable>,
		},
		/// A look at a participant's stake changed its tier, or found a higher one to come.
		StandingChanged {
			/// The participant.
			participant: ParticipantId,
			/// The tier that counted.
			old: FeeTier,
			/// The tier that counts from now on.
			new: FeeTier,
			/// A higher one, and from when on a look can let it count.
			rising: Option<(FeeTier, Millis)>,
		},
	}

	#[pallet::error]
	pub enum Error<T> {
		/// The account that signed, or was named, is no participant's own. Sign with the account that was registered.
		NotAParticipant,
		/// The participant may not trade now, so it cannot apply. Have its status set first.
		MayNotTrade,
		/// There is no such jurisdiction. Look the ids up in `participants.jurisdictions`.
		UnknownJurisdiction,
		/// Bond, duration or notice is outside its bounds: 1 to 10,000,000 GRID, a minute to ten years, up to a year.
		TermsOutsideBounds,
		/// The class has these terms already. There is nothing to do.
		TermsUnchanged,
		/// There are no licences of this class to be had now. Wait until terms are set for it.
		NoTerms,
		/// The participant has a licence of this class, or has applied for one. Renew it, or wait until it has ended.
		AlreadyLicensed,
		/// The participant has no licence of this class. Look licences up under the participant's id.
		NoLicence,
		/// The account has less GRID to spare than the bond. Get more, or free some.
		BondTooHigh,
		/// The licence has been granted already. There is nothing to do.
		AlreadyGranted,
		/// The licence has not been granted. Wait for that, or have it granted first.
		NotGranted,
		/// The licence has ended. Have its bond released, or apply anew.
		LicenceEnded,
		/// The licence was revoked or surrendered, which is final. Apply anew when it has ended.
		LicenceEnding,
		/// The licence is suspended. It can be renewed when it has been reinstated.
		LicenceIsSuspended,
		/// The licence is not suspended. There is nothing to do.
		NotSuspended,
		/// More of the licence's time is left than it lasts once renewed. Renew it later.
		TooEarly,
		/// The licence has not ended, so its bond is needed. Surrender the licence, or wait.
		LicenceNotEnded,
		/// The tiers do not rise, or one takes a stake outside 1 to 100,000,000 GRID, or a volume outside 100 to
		/// 10,000,000,000 lots (1 kWh to 100 GWh).
		DiscountsOutsideBounds,
		/// The discounts are these already. There is nothing to do.
		DiscountsUnchanged,
		/// There are no discounts, and nothing was kept of the participant's stake. Wait until they are set.
		NoDiscounts,
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		/// Look at stakes whose turn it is, as far as the block's spare weight allows.
		fn on_idle(_: BlockNumberFor<T>, remaining: Weight) -> Weight {
			let mut meter = WeightMeter::with_limit(remaining);
			Self::look_around(&mut meter);
			meter.consumed()
		}

		fn integrity_test() {
			assert!(T::Period::get() > 0, "a tier must be staked for some time");
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	#[pallet::call]
	impl<T: Config> Pallet<T> {
		/// Say what licences of a class take that are applied for or renewed from now on; nothing where there shall be
		/// none to be had. Those who have one keep theirs as it is.
		///
		/// Needs the admin origin.
		#[pallet::call_index(0)]
		#[pallet::weight(T::WeightInfo::set_terms())]
		pub fn set_terms(
			origin: OriginFor<T>,
			class: LicenceClass,
			terms: Option<LicenceTerms>,
		) -> DispatchResult {
			T::AdminOrigin::ensure_origin(origin)?;
			let old = Self::do_set_terms(class, terms)?;
			Self::deposit_event(Event::TermsSet { class, old, new: terms });
			Ok(())
		}

		/// Apply for a licence. The bond is put on hold on the account that signs: the participant's own. It is in force
		/// when the admin origin has granted it. A licence of that class that has ended is forgotten, and its bond released.
		#[pallet::call_index(1)]
		#[pallet::weight(T::WeightInfo::apply())]
		pub fn apply(
			origin: OriginFor<T>,
			class: LicenceClass,
			jurisdiction: JurisdictionId,
		) -> DispatchResult {
			let account = ensure_signed(origin)?;
			Self::do_apply(&account, class, jurisdiction).map(|_| ())
		}

		/// Grant a licence that a participant has applied for. It lasts as long as its terms say, from now on.
		///
		/// Needs the admin origin.
		#[pallet::call_index(2)]
		#[pallet::weight(T::WeightInfo::grant())]
		pub fn grant(
			origin: OriginFor<T>,
			participant: ParticipantId,
			class: LicenceClass,
		) -> DispatchResult {
			T::AdminOrigin::ensure_origin(origin)?;
			let until = Self::do_grant(participant, class)?;
			Self::deposit_event(Event::LicenceGranted { participant, class, until });
			Ok(())
		}

		/// Let a licence that is in force last for one duration more, under the terms of its class that are in force now:
		/// the bond becomes what these say, on the account that signs, which is the participant's own. Not before the time
		/// that is left is down to one duration.
		#[pallet::call_index(3)]
		#[pallet::weight(T::WeightInfo::renew())]
		pub fn renew(origin: OriginFor<T>, class: LicenceClass) -> DispatchResult {
			let account = ensure_signed(origin)?;
			let (participant, terms, until) = Self::do_renew(&account, class)?;
			Self::deposit_event(Event::LicenceRenewed { participant, class, terms, until });
			Ok(())
		}

		/// Suspend a licence: from now on it is not in force. Its time goes on.
		///
		/// Needs the admin origin.
		#[pallet::call_index(4)]
		#[pallet::weight(T::WeightInfo::suspend())]
		pub fn suspend(
			origin: OriginFor<T>,
			participant: ParticipantId,
			class: LicenceClass,
		) -> DispatchResult {
			T::AdminOrigin::ensure_origin(origin)?;
			Self::do_set_suspended(participant, class, true)?;
			Self::deposit_event(Event::LicenceSuspended { participant, class });
			Ok(())
		}

		/// Reinstate a licence that was suspended.
		///
		/// Needs the admin origin.
		#[pallet::call_index(5)]
		#[pallet::weight(T::WeightInfo::reinstate())]
		pub fn reinstate(
			origin: OriginFor<T>,
			participant: ParticipantId,
			class: LicenceClass,
		) -> DispatchResult {
			T::AdminOrigin::ensure_origin(origin)?;
			Self::do_set_suspended(participant, class, false)?;
			Self::deposit_event(Event::LicenceReinstated { participant, class });
			Ok(())
		}

		/// Revoke a licence: it ends after the notice of its terms, if it does not end before. To have it in force no
		/// longer at once, suspend it too. An application is refused at once, and its bond released.
		///
		/// Needs the admin origin.
		#[pallet::call_index(6)]
		#[pallet::weight(T::WeightInfo::revoke())]
		pub fn revoke(
			origin: OriginFor<T>,
			participant: ParticipantId,
			class: LicenceClass,
		) -> DispatchResult {
			T::AdminOrigin::ensure_origin(origin)?;
			let (until, ended) = Self::do_end(participant, class)?;
			Self::deposit_event(Event::LicenceRevoked { participant, class, until });
			ended.map_or(Ok(()), |licence| Self::do_release(participant, class, licence))
		}

		/// Give a licence up: it ends after the notice of its terms, if it does not end before. An application is withdrawn
		/// at once, and its bond released. Signed by the participant's own account.
		#[pallet::call_index(7)]
		#[pallet::weight(T::WeightInfo::surrender())]
		pub fn surrender(origin: OriginFor<T>, class: LicenceClass) -> DispatchResult {
			let participant = Self::participant_of(&ensure_signed(origin)?)?;
			let (until, ended) = Self::do_end(participant, class)?;
			Self::deposit_event(Event::LicenceSurrendered { participant, class, until });
			ended.map_or(Ok(()), |licence| Self::do_release(participant, class, licence))
		}

		/// Release the bond of a licence that has ended, to the account that bonded it. Anybody may send this.
		#[pallet::call_index(8)]
		#[pallet::weight(T::WeightInfo::release_bond())]
		pub fn release_bond(
			origin: OriginFor<T>,
			participant: ParticipantId,
			class: LicenceClass,
		) -> DispatchResult {
			ensure_signed(origin)?;
			let licence = Self::licence(participant, class)?;
			ensure!(licence.has_ended(T::Clock::now()), Error::<T>::LicenceNotEnded);
			Self::do_release(participant, class, licence)
		}

		/// Say how much staked GRID, or traded energy, makes which tier, and which share of its own part of a fee the
		/// treasury leaves to it; nothing where there shall be no discounts. Products that are open keep the discounts that they opened with, and
		/// participants their tiers until their stake is looked at.
		///
		/// Needs the admin origin.
		#[pallet::call_index(9)]
		#[pallet::weight(T::WeightInfo::set_discounts())]
		pub fn set_discounts(
			origin: OriginFor<T>,
			discounts: Option<DiscountTable>,
		) -> DispatchResult {
			T::AdminOrigin::ensure_origin(origin)?;
			let old = Self::do_set_discounts(discounts)?;
			Self::deposit_event(Event::DiscountsSet { old, new: discounts });
			Ok(())
		}

		/// Look at the GRID that a participant's own account stakes, and set its tier. A lower one counts at once; a higher
		/// one is noted, and counts at the first look after an era. From the first look on the participant is
		/// looked at in each era. Anybody may send this.
		#[pallet::call_index(10)]
		#[pallet::weight(T::WeightInfo::look_at_stake())]
		pub fn look_at_stake(origin: OriginFor<T>, account: T::AccountId) -> DispatchResult {
			ensure_signed(origin)?;
			Self::do_look(account)
		}
	}
}
