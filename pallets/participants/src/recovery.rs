//! Another own account for a participant that has lost its key.

use crate::{
	Accounts, Config, DelegatesOf, Error, Jurisdictions, Pallet, Participant, Participants,
	Recoveries, Recovery, Registrars,
};
use frame_support::{ensure, traits::Get};
use gridforge_primitives::{IntervalClock, Millis, ParticipantId, Tier};

impl<T: Config> Pallet<T> {
	/// Let `new` take over a participant's own account when the delay has passed; answers with the moment.
	pub(crate) fn do_begin_recovery(
		registrar: T::AccountId,
		id: ParticipantId,
		participant: &Participant<T::AccountId>,
		new: T::AccountId,
	) -> Result<Millis, Error<T>> {
		ensure!(!Recoveries::<T>::contains_key(id), Error::<T>::RecoveryUnderWay);
		Self::ensure_recoverable(participant)?;
		ensure!(!Accounts::<T>::contains_key(&new), Error::<T>::AccountAlreadyRegistered);
		ensure!(!Registrars::<T>::contains_key(&new), Error::<T>::OwnCase);
		let from = T::Clock::now().saturating_add(T::RecoveryDelay::get());
		Recoveries::<T>::insert(id, Recovery { registrar, account: new, from });
		Ok(from)
	}

	/// Nobody knows whose a sandbox account is, and a restriction of money must not be got around by another account.
	fn ensure_recoverable(participant: &Participant<T::AccountId>) -> Result<(), Error<T>> {
		ensure!(participant.verification.tier != Tier::Sandbox, Error::<T>::NotVerified);
		ensure!(!participant.frozen, Error::<T>::ParticipantIsFrozen);
		Ok(())
	}

	/// Call a recovery off, if `who` may: the participant itself, and the registrars and the admin of its jurisdiction.
	pub(crate) fn do_stop_recovery(who: &T::AccountId, id: ParticipantId) -> Result<(), Error<T>> {
		let participant = Participants::<T>::get(id).ok_or(Error::<T>::UnknownParticipant)?;
		let jurisdiction = participant.jurisdiction;
		let allowed = participant.account == *who
			|| Registrars::<T>::get(who) == Some(jurisdiction)
			|| Jurisdictions::<T>::get(jurisdiction).and_then(|j| j.admin).as_ref() == Some(who);
		ensure!(allowed, Error::<T>::MayNotStopRecovery);
		ensure!(Recoveries::<T>::take(id).is_some(), Error::<T>::NoRecovery);
		Ok(())
	}

	/// Make `new` the participant's own account, as was begun; answers with the one that it had. Whoever traded for it as
	/// a delegate does so no longer.
	pub(crate) fn do_complete_recovery(
		new: &T::AccountId,
		id: ParticipantId,
	) -> Result<T::AccountId, Error<T>> {
		let recovery = Recoveries::<T>::get(id).ok_or(Error::<T>::NoRecovery)?;
		ensure!(recovery.account == *new, Error::<T>::NotTheNewAccount);
		ensure!(T::Clock::now() >= recovery.from, Error::<T>::RecoveryTooEarly);
		ensure!(!Accounts::<T>::contains_key(new), Error::<T>::AccountAlreadyRegistered);
		let mut participant = Participants::<T>::get(id).ok_or(Error::<T>::UnknownParticipant)?;
		// Whoever dismisses a registrar, perhaps because its key was stolen, has ended what it began.
		let registrar_of = Registrars::<T>::get(&recovery.registrar);
		ensure!(registrar_of == Some(participant.jurisdiction), Error::<T>::RegistrarDismissed);
		Self::ensure_recoverable(&participant)?;

		for delegate in DelegatesOf::<T>::get(id) {
			Self::end_delegation(&delegate);
		}
		Self::end_delegation(new);
		let old = core::mem::replace(&mut participant.account, new.clone());
		Accounts::<T>::remove(&old);
		Accounts::<T>::insert(new, id);
		Participants::<T>::insert(id, participant);
		Recoveries::<T>::remove(id);
		Ok(old)
	}
}
