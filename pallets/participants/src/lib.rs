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
//! ## Terminology
//!
//! - **Participant**: a legal person or household that trades, known by its
//!   [`ParticipantId`](gridforge_primitives::ParticipantId).
//! - **Account**: the key that acts for it. One account acts for one participant.
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
//! read each. Numbers are never given twice, so that a record about a participant stays about that
//! participant.
//!
//! **Storage.** A participant lives once, under its number; these keys lie side by side because the chain
//! assigns them. The account index holds only the number. Nothing is ever removed: closed participants
//! remain nameable in the records of what they traded, and their account cannot slip back in under a new
//! number.
//!
//! **Limitations.** A participant has one account and cannot change it: there are no delegates. There is
//! no identity tier, jurisdiction or date until which a check is valid; the admin origin has to suspend in
//! time. No deposit is taken, since only the admin origin adds records. On chain there is no name, address
//! or document, nor a hash of one.

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
pub use types::{Participant, Status};
pub use weights::WeightInfo;

#[allow(clippy::cast_possible_truncation, reason = "FRAME numbers calls, events and errors so")]
#[frame_support::pallet]
pub mod pallet {
	use super::*;
	use alloc::vec::Vec;
	use frame_support::pallet_prelude::*;
	use frame_system::pallet_prelude::*;
	use gridforge_primitives::ParticipantId;

	#[pallet::pallet]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config: frame_system::Config<RuntimeEvent: From<Event<Self>>> {
		/// Who registers participants and sets their status.
		type AdminOrigin: EnsureOrigin<Self::RuntimeOrigin>;

		/// Weights of the calls.
		type WeightInfo: WeightInfo;
	}

	/// The participant for whom an account acts. Hashed, because users choose their accounts.
	#[pallet::storage]
	pub type Accounts<T: Config> =
		StorageMap<_, Blake2_128Concat, T::AccountId, ParticipantId, OptionQuery>;

	/// Every participant that was ever registered. Not hashed, because the chain assigns the ids.
	#[pallet::storage]
	pub type Participants<T: Config> =
		StorageMap<_, Identity, ParticipantId, Participant<T::AccountId>, OptionQuery>;

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
		/// Register the participant for whom `account` acts. It gets the next id and may trade at once.
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

		/// Let a participant trade, suspend it, or close it for good.
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
	}

	impl<T: Config> Pallet<T> {
		/// Give `account` the next id.
		fn do_register(account: &T::AccountId) -> Result<ParticipantId, Error<T>> {
			ensure!(!Accounts::<T>::contains_key(account), Error::<T>::AccountAlreadyRegistered);
			let id = NextId::<T>::get();
			let next = id.0.checked_add(1).map(ParticipantId).ok_or(Error::<T>::NoIdsLeft)?;

			NextId::<T>::put(next);
			Accounts::<T>::insert(account, id);
			Participants::<T>::insert(
				id,
				Participant { account: account.clone(), status: Status::Active },
			);
			Ok(id)
		}

		/// Set a participant's status; answers with the one before.
		fn do_set_status(id: ParticipantId, new: Status) -> Result<Status, Error<T>> {
			Participants::<T>::try_mutate(id, |entry| {
				let participant = entry.as_mut().ok_or(Error::<T>::UnknownParticipant)?;
				let old = participant.status;
				ensure!(old != new, Error::<T>::StatusUnchanged);
				ensure!(!old.is_final(), Error::<T>::ParticipantClosed);
				participant.status = new;
				Ok(old)
			})
		}
	}

	impl<T: Config> gridforge_primitives::Participants<T::AccountId> for Pallet<T> {
		fn participant_of(account: &T::AccountId) -> Option<ParticipantId> {
			Accounts::<T>::get(account)
		}

		fn may_trade(participant: ParticipantId) -> bool {
			Participants::<T>::get(participant).is_some_and(|p| p.status.may_trade())
		}

		#[cfg(feature = "runtime-benchmarks")]
		fn admit_for_benchmark(account: &T::AccountId) -> ParticipantId {
			match Accounts::<T>::get(account) {
				Some(id) => {
					Participants::<T>::insert(
						id,
						Participant { account: account.clone(), status: Status::Active },
					);
					id
				}
				None => Self::do_register(account).expect("the account is not registered; qed"),
			}
		}
	}
}
