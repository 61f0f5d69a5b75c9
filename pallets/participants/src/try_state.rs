//! What must hold of the storage between any two blocks.

use crate::{Accounts, Barred, Config, Delegates, DelegatesOf, NextId, Pallet, Participants};
use frame_support::ensure;
use gridforge_primitives::ParticipantId;
use sp_runtime::TryRuntimeError;

impl<T: Config> Pallet<T> {
	/// Check the invariants:
	///
	/// 1. every participant's id is at least 1 and below [`NextId`];
	/// 2. every participant's account leads back to it;
	/// 3. every account leads to a participant: with 2, the two maps mirror each other;
	/// 4. a participant's host is another participant;
	/// 5. every delegate's account is no participant's own, and is in the list of the participant it trades for;
	/// 6. no list of delegates is empty or names an account twice or that does not trade for the participant: with 5, delegates
	///    and lists mirror each other;
	/// 7. the barred are participants that may not trade, in ascending order.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		let ids = ParticipantId(1)..NextId::<T>::get();
		for (id, participant) in Participants::<T>::iter() {
			ensure!(ids.contains(&id), "participant with an id that was never assigned");
			ensure!(
				Accounts::<T>::get(&participant.account) == Some(id),
				"participant whose account does not lead back to it"
			);
			if let Some(host) = participant.host {
				ensure!(host != id, "participant that is its own host");
				ensure!(Participants::<T>::contains_key(host), "host that is no participant");
			}
		}
		for (_, id) in Accounts::<T>::iter() {
			ensure!(Participants::<T>::contains_key(id), "account without its participant");
		}
		// Each participant has an account of its own by 2, so equal numbers leave no account over.
		ensure!(
			Accounts::<T>::iter_keys().count() == Participants::<T>::iter_keys().count(),
			"several accounts lead to one participant"
		);
		let barred = Barred::<T>::get();
		ensure!(
			barred.windows(2).all(|pair| pair[0] < pair[1]),
			"barred participants out of order"
		);
		for id in barred {
			let participant =
				Participants::<T>::get(id).ok_or("barred participant that is none")?;
			ensure!(!participant.may_trade(), "barred participant that may trade");
		}
		Self::check_delegates()
	}

	/// Invariants 5 and 6.
	fn check_delegates() -> Result<(), TryRuntimeError> {
		for (account, delegation) in Delegates::<T>::iter() {
			ensure!(!Accounts::<T>::contains_key(&account), "delegate that is a participant");
			ensure!(
				DelegatesOf::<T>::get(delegation.participant).contains(&account),
				"delegate that its participant does not list"
			);
		}
		for (id, delegates) in DelegatesOf::<T>::iter() {
			ensure!(Participants::<T>::contains_key(id), "delegates of nobody");
			ensure!(!delegates.is_empty(), "empty list of delegates");
			for (place, account) in delegates.iter().enumerate() {
				let trades_for = Delegates::<T>::get(account).map(|d| d.participant);
				ensure!(trades_for == Some(id), "listed account that is not a delegate");
				let first = delegates.iter().position(|other| other == account);
				ensure!(first == Some(place), "account listed twice");
			}
		}
		Ok(())
	}
}
