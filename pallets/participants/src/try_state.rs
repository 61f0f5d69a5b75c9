//! What must hold of the storage between any two blocks.

use crate::{Accounts, Config, NextId, Pallet, Participants};
use frame_support::ensure;
use gridforge_primitives::ParticipantId;
use sp_runtime::TryRuntimeError;

impl<T: Config> Pallet<T> {
	/// Check the invariants:
	///
	/// 1. every participant's id is at least 1 and below [`NextId`];
	/// 2. every participant's account leads back to it;
	/// 3. every account leads to a participant: with 2, the two maps mirror each other.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		let ids = ParticipantId(1)..NextId::<T>::get();
		for (id, participant) in Participants::<T>::iter() {
			ensure!(ids.contains(&id), "participant with an id that was never assigned");
			ensure!(
				Accounts::<T>::get(&participant.account) == Some(id),
				"participant whose account does not lead back to it"
			);
		}
		for (_, id) in Accounts::<T>::iter() {
			ensure!(Participants::<T>::contains_key(id), "account without its participant");
		}
		// Each participant has an account of its own by 2, so equal numbers leave no account over.
		ensure!(
			Accounts::<T>::iter_keys().count() == Participants::<T>::iter_keys().count(),
			"several accounts lead to one participant"
		);
		Ok(())
	}
}
