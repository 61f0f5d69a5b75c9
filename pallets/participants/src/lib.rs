//! # Participants
//!
//! Who may trade: participants, the accounts that act for them, and their status.
//!
//! ## Pallet API
//!
//! See the [`pallet`] module for storage, events, errors and calls. Other pallets ask through
//! [`gridforge_primitives::Participants`].
//!
//! ## Overview
//!
//! Before a household or a company trades electricity, somebody has to have checked that it may. Whoever
//! holds the admin origin does that outside the chain and then registers the participant's account here.
//! The chain gives it a number, by which every order and trade names it from then on. When a participant
//! has to stop for a while it is suspended; when it leaves for good it is closed.
//!
//! A participant can let other accounts trade for it: a program that bids while it sleeps, an employee. It says in
//! which zones, how much, and until when, and can dismiss them at any time.
//!
//! ## Terminology
//!
//! - **Participant**: a legal person or household that trades, known by its
//!   [`ParticipantId`](gridforge_primitives::ParticipantId).
//! - **Own account**: the key that was registered with it. It may do everything for it.
//! - **Delegate**: another account that trades for it, within limits and until a time. It cannot take money out. An
//!   account is one participant's own, or one participant's delegate, or neither.
//! - **Host**: the participant whose application it uses and that gets a share of its fees.
//! - **Frozen**: its own account's money is restricted by WATT's compliance officer. It may not trade, whatever its
//!   status.
//! - **Status**: [`Status::Active`] may trade, [`Status::Suspended`] may not for now,
//!   [`Status::Closed`] may never again.
//!
//! ## Example
//!
#![doc = concat!("```ignore\n", include_str!("tests/scenario.rs"), "```")]
//!
//! ## Design
//!
//! **Goals.** A consumer can look up the participant of an account, and whether it may trade, with one
//! read each; for whom a delegate trades, with two. Numbers are never given twice, so that a record about a participant stays about that
//! participant.
//!
//! **Storage.** A participant lives once, under its number; these keys lie side by side because the chain
//! assigns them. The account index holds only the number. Participants are never removed: closed ones
//! remain nameable in the records of what they traded, and their account cannot slip back in under a new
//! number. A delegation lives once, under the delegate's account; the list by participant holds accounts only.
//!
//! **Barring.** Whoever is suspended, closed or frozen stands in one short list until the market has cancelled its
//! orders. A fill reads it once and looks each maker up, so that no trade follows, not even in the same block. It is
//! bounded; while it is full nobody else can be barred, for some blocks at the most.
//!
//! **Mandates.** A delegate's mandate ends by itself at the time that it was given; it can be renewed then, and until
//! then it keeps its place in the list. Registering an account ends its delegation, so that nobody can bar an account
//! from being registered by appointing it. A suspended participant may appoint, though its delegates cannot trade
//! until it is active again; a closed one may only dismiss.
//!
//! **Limitations.** A participant cannot change its own account. An account can be appointed without being asked:
//! it has to resign before another participant can appoint it. Whether a host may still trade
//! is checked when it is chosen, not later; its licence also whenever it would earn, by settlement. There is no identity tier, jurisdiction or date until which a check is
//! valid; the admin origin has to suspend in time. No deposit is taken: participants are added by the admin origin
//! only, and their delegates are bounded. Registering an account does not ask whether its money is restricted already: the
//! compliance officer has to restrict it anew. On chain there is no name, address or document, nor a hash of one.

#![cfg_attr(not(feature = "std"), no_std)]
#![warn(missing_docs)]

extern crate alloc;

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
mod impls;
#[cfg(test)]
mod mock;
#[cfg(test)]
mod tests;
mod try_state;
pub mod types;
pub mod weights;

pub use pallet::*;
pub use types::{Delegation, Participant, Status};
pub use weights::WeightInfo;

#[allow(clippy::cast_possible_truncation, reason = "FRAME numbers calls, events and errors so")]
#[frame_support::pallet]
pub mod pallet {
	use super::*;
	use alloc::vec::Vec;
	use frame_support::pallet_prelude::*;
	use frame_system::pallet_prelude::*;
	use gridforge_primitives::{DelegateLimits, HostLicences, IntervalClock, ParticipantId};

	#[pallet::pallet]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config: frame_system::Config<RuntimeEvent: From<Event<Self>>> {
		/// Who registers participants and sets their status.
		type AdminOrigin: EnsureOrigin<Self::RuntimeOrigin>;

		/// Chain time, by which a delegate's mandate ends.
		type Clock: IntervalClock;

		/// Who can be chosen as an application host.
		type Hosts: HostLicences;

		/// How many delegates a participant can have.
		#[pallet::constant]
		type MaxDelegates: Get<u32>;

		/// How many participants can be barred at a time whose orders the market has still to cancel.
		#[pallet::constant]
		type MaxBarred: Get<u32>;

		/// Weights of the calls.
		type WeightInfo: WeightInfo;
	}

	/// The participant whose own account this is. Hashed, because users choose their accounts.
	#[pallet::storage]
	pub type Accounts<T: Config> =
		StorageMap<_, Blake2_128Concat, T::AccountId, ParticipantId, OptionQuery>;

	/// Every participant that was ever registered. Not hashed, because the chain assigns the ids.
	#[pallet::storage]
	pub type Participants<T: Config> =
		StorageMap<_, Identity, ParticipantId, Participant<T::AccountId>, OptionQuery>;

	/// For whom an account trades as a delegate. Hashed, because users choose their accounts.
	#[pallet::storage]
	pub type Delegates<T: Config> =
		StorageMap<_, Blake2_128Concat, T::AccountId, Delegation, OptionQuery>;

	/// The delegates of each participant that has any, in the order in which it appointed them. Not hashed, because
	/// the chain assigns the ids.
	#[pallet::storage]
	pub type DelegatesOf<T: Config> = StorageMap<
		_,
		Identity,
		ParticipantId,
		BoundedVec<T::AccountId, T::MaxDelegates>,
		ValueQuery,
	>;

	/// Those who may trade no longer and of whom the market may still have open orders, ascending. Each fill looks
	/// its maker up here, so that nobody trades with them; the market takes them off when it has cancelled their orders.
	#[pallet::storage]
	pub type Barred<T: Config> =
		StorageValue<_, BoundedVec<ParticipantId, T::MaxBarred>, ValueQuery>;

	/// The id that the next participant will get; ids begin with 1.
	#[pallet::storage]
	pub type NextId<T: Config> = StorageValue<_, ParticipantId, ValueQuery, FirstId>;

	/// The id of the first participant.
	#[pallet::type_value]
	pub fn FirstId() -> ParticipantId {
		ParticipantId(1)
	}

	#[pallet::genesis_config]
	#[derive(frame_support::DefaultNoBound)]
	pub struct GenesisConfig<T: Config> {
		/// Accounts of the first participants, which get the ids 1, 2, 3 … in this order.
		pub participants: Vec<T::AccountId>,
	}

	#[pallet::genesis_build]
	impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
		fn build(&self) {
			for account in &self.participants {
				Pallet::<T>::do_register(account)
					.expect("genesis lists each participant's account once");
			}
		}
	}

	#[pallet::event]
	#[pallet::generate_deposit(pub(super) fn deposit_event)]
	pub enum Event<T: Config> {
		/// A participant was registered and may trade.
		ParticipantRegistered {
			/// The id that it got.
			participant: ParticipantId,
			/// The account that acts for it.
			account: T::AccountId,
		},
		/// A participant's status changed.
		StatusChanged {
			/// The participant.
			participant: ParticipantId,
			/// What it was.
			old: Status,
			/// What it is from now on.
			new: Status,
		},
		/// A participant chose its application host.
		HostChosen {
			/// The participant.
			participant: ParticipantId,
			/// Whom it had chosen.
			old: Option<ParticipantId>,
			/// Whom it has chosen now.
			new: Option<ParticipantId>,
		},
		/// A participant appointed a delegate, or gave it other limits.
		DelegateAppointed {
			/// The participant.
			participant: ParticipantId,
			/// The account that trades for it.
			account: T::AccountId,
			/// What it had to keep to; nothing if it was no delegate.
			old: Option<DelegateLimits>,
			/// What it has to keep to now.
			new: DelegateLimits,
		},
		/// The money of a participant's own account was restricted, so that it may not trade, nor its delegates.
		ParticipantFrozen {
			/// The participant.
			participant: ParticipantId,
		},
		/// The money of a participant's own account is restricted no longer. It may trade if its status lets it.
		ParticipantThawed {
			/// The participant.
			participant: ParticipantId,
		},
		/// An account trades for a participant no longer: it was dismissed, it resigned, or it was registered as a
		/// participant's own.
		DelegationEnded {
			/// The participant.
			participant: ParticipantId,
			/// The account that was its delegate.
			account: T::AccountId,
		},
	}

	#[pallet::error]
	pub enum Error<T> {
		/// The account acts for a participant already, perhaps a closed one. Look its id up in
		/// `accounts`; for another participant use another account.
		AccountAlreadyRegistered,
		/// No participant has this id. Look the id up in `accounts` under the participant's account.
		UnknownParticipant,
		/// The participant has this status already. There is nothing to do.
		StatusUnchanged,
		/// The participant is closed, which is final. Register it anew with another account.
		ParticipantClosed,
		/// The account that signed is no participant's own. Sign with the account that was registered; a delegate
		/// cannot do this.
		NotAParticipant,
		/// The host is not a participant that may trade. Choose one that is registered and active.
		HostMayNotTrade,
		/// The host has no licence as an application host that is in force. Choose another, or none.
		HostNotLicensed,
		/// A participant cannot be its own host. Choose another, or none.
		HostIsOneself,
		/// The participant has chosen this host already. There is nothing to do.
		HostUnchanged,
		/// The account belongs to a participant, perhaps to the one that signed. Appoint an account that is not
		/// registered.
		DelegateIsParticipant,
		/// The account trades for another participant. It has to resign there first.
		DelegateOfAnother,
		/// The mandate would have ended already. Name a time in the future, in milliseconds since the Unix epoch.
		MandateInThePast,
		/// The delegate has these limits already. There is nothing to do.
		LimitsUnchanged,
		/// The participant has as many delegates as it can have. Dismiss one first.
		TooManyDelegates,
		/// The account does not trade for the participant. Look the delegates up in `delegatesOf`.
		NotADelegate,
		/// The orders of as many participants that may trade no longer are being cancelled as can be at a time. Try again
		/// in a later block, or push the market with `cancelBarred`.
		TooManyBarred,
		/// All ids are used up. No participant can be added before the runtime is upgraded.
		NoIdsLeft,
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	#[pallet::call]
	impl<T: Config> Pallet<T> {
		/// Register the participant whose own account `account` is. It gets the next id and may trade at once.
		///
		/// An account that traded for somebody as a delegate does so no longer: nobody can keep an account from being
		/// registered by appointing it.
		///
		/// Needs the admin origin.
		#[pallet::call_index(0)]
		#[pallet::weight(T::WeightInfo::register())]
		pub fn register(origin: OriginFor<T>, account: T::AccountId) -> DispatchResult {
			T::AdminOrigin::ensure_origin(origin)?;
			let participant = Self::do_register(&account)?;
			Self::deposit_event(Event::ParticipantRegistered { participant, account });
			Ok(())
		}

		/// Let a participant trade, suspend it, or close it for good. From this call on nobody trades with one that is
		/// suspended or closed: orders of its that are next in turn give way, and the market cancels the others.
		///
		/// Needs the admin origin.
		#[pallet::call_index(1)]
		#[pallet::weight(T::WeightInfo::set_status())]
		pub fn set_status(
			origin: OriginFor<T>,
			participant: ParticipantId,
			status: Status,
		) -> DispatchResult {
			T::AdminOrigin::ensure_origin(origin)?;
			let old = Self::do_set_status(participant, status)?;
			Self::deposit_event(Event::StatusChanged { participant, old, new: status });
			Ok(())
		}

		/// Choose the application host that gets a share of the fees you pay, or none.
		///
		/// It must be another participant that may trade. Needs a participant's own account.
		#[pallet::call_index(2)]
		#[pallet::weight(T::WeightInfo::choose_host())]
		pub fn choose_host(origin: OriginFor<T>, host: Option<ParticipantId>) -> DispatchResult {
			let participant = Self::ensure_own_account(origin)?;
			let old = Self::do_choose_host(participant, host)?;
			Self::deposit_event(Event::HostChosen { participant, old, new: host });
			Ok(())
		}

		/// Let `account` trade for you within `limits`. For a delegate that you have, these are its new limits.
		///
		/// A delegate places, amends and cancels orders; it cannot move money out, and appoints nobody. Needs a
		/// participant's own account.
		#[pallet::call_index(3)]
		#[pallet::weight(T::WeightInfo::appoint_delegate())]
		pub fn appoint_delegate(
			origin: OriginFor<T>,
			account: T::AccountId,
			limits: DelegateLimits,
		) -> DispatchResult {
			let participant = Self::ensure_own_account(origin)?;
			let old = Self::do_appoint(participant, &account, &limits)?;
			Self::deposit_event(Event::DelegateAppointed {
				participant,
				account,
				old,
				new: limits,
			});
			Ok(())
		}

		/// Let `account` trade for you no longer, at once. Its orders stay: cancel them yourself.
		///
		/// Needs a participant's own account, of whatever status.
		#[pallet::call_index(4)]
		#[pallet::weight(T::WeightInfo::dismiss_delegate())]
		pub fn dismiss_delegate(origin: OriginFor<T>, account: T::AccountId) -> DispatchResult {
			let participant = Self::ensure_own_account(origin)?;
			let appointed_by = Delegates::<T>::get(&account).map(|d| d.participant);
			ensure!(appointed_by == Some(participant), Error::<T>::NotADelegate);
			Self::end_delegation(&account);
			Ok(())
		}

		/// Trade no longer for the participant that appointed you.
		///
		/// Needs the account of a delegate.
		#[pallet::call_index(5)]
		#[pallet::weight(T::WeightInfo::resign_delegation())]
		pub fn resign_delegation(origin: OriginFor<T>) -> DispatchResult {
			let account = ensure_signed(origin)?;
			ensure!(Delegates::<T>::contains_key(&account), Error::<T>::NotADelegate);
			Self::end_delegation(&account);
			Ok(())
		}
	}
}
