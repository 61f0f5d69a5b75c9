//! Jurisdictions, their rules and registrars, and whom these admit.

use crate::{
	Config, Deposits, Error, Event, Jurisdiction, JurisdictionRulesOf, Jurisdictions,
	NextJurisdiction, Pallet, Participant, Participants, Reason, Registrars, Status, Verification,
};
use frame_support::{
	ensure,
	traits::{Consideration, EnsureOrigin, Get},
};
use frame_system::{ensure_signed, pallet_prelude::OriginFor};
use gridforge_primitives::{
	IntervalClock, JurisdictionId, JurisdictionRules, Millis, ParticipantId, Tier, UnsoundRules,
	ONE_TIME_VALIDITY,
};
use sp_runtime::{DispatchError, DispatchResult};

impl<T: Config> Pallet<T> {
	/// Let only the admin of `jurisdiction` pass, and the admin origin.
	pub(crate) fn ensure_admin_of(
		origin: OriginFor<T>,
		jurisdiction: JurisdictionId,
	) -> DispatchResult {
		let known = Jurisdictions::<T>::get(jurisdiction);
		match T::AdminOrigin::try_origin(origin) {
			Ok(_) => ensure!(known.is_some(), Error::<T>::UnknownJurisdiction),
			Err(origin) => {
				let who = ensure_signed(origin)?;
				let admin = known.ok_or(Error::<T>::UnknownJurisdiction)?.admin;
				ensure!(admin == Some(who), Error::<T>::NotJurisdictionAdmin);
			}
		}
		Ok(())
	}

	/// The registrar that signed, and its jurisdiction.
	pub(crate) fn ensure_registrar(
		origin: OriginFor<T>,
	) -> Result<(T::AccountId, JurisdictionId), DispatchError> {
		let who = ensure_signed(origin)?;
		let jurisdiction = Registrars::<T>::get(&who).ok_or(Error::<T>::NotARegistrar)?;
		Ok((who, jurisdiction))
	}

	/// The registrar that signed and the participant `id`, if the one may decide about the other.
	pub(crate) fn ensure_registrar_of(
		origin: OriginFor<T>,
		id: ParticipantId,
	) -> Result<(T::AccountId, Participant<T::AccountId>), DispatchError> {
		let (who, jurisdiction) = Self::ensure_registrar(origin)?;
		let participant = Participants::<T>::get(id).ok_or(Error::<T>::UnknownParticipant)?;
		ensure!(participant.jurisdiction == jurisdiction, Error::<T>::OtherJurisdiction);
		ensure!(participant.account != who, Error::<T>::OwnCase);
		Ok((who, participant))
	}

	/// Add a jurisdiction under the next id.
	pub(crate) fn do_create_jurisdiction(
		admin: Option<T::AccountId>,
		rules: JurisdictionRules,
	) -> Result<JurisdictionId, Error<T>> {
		Self::check_rules(&rules)?;
		let id = NextJurisdiction::<T>::get();
		let next = id.0.checked_add(1).map(JurisdictionId).ok_or(Error::<T>::NoIdsLeft)?;
		NextJurisdiction::<T>::put(next);
		Jurisdictions::<T>::insert(id, Jurisdiction { admin, registrars: 0 });
		JurisdictionRulesOf::<T>::insert(id, rules);
		Ok(id)
	}

	/// Set who looks after a jurisdiction; answers with who did.
	pub(crate) fn do_set_jurisdiction_admin(
		id: JurisdictionId,
		new: T::AccountId,
	) -> Result<Option<T::AccountId>, Error<T>> {
		Jurisdictions::<T>::try_mutate(id, |entry| {
			let jurisdiction = entry.as_mut().ok_or(Error::<T>::UnknownJurisdiction)?;
			ensure!(jurisdiction.admin.as_ref() != Some(&new), Error::<T>::AdminUnchanged);
			Ok(jurisdiction.admin.replace(new))
		})
	}

	/// Set a jurisdiction's rules; answers with the ones before.
	pub(crate) fn do_set_rules(
		id: JurisdictionId,
		new: JurisdictionRules,
	) -> Result<JurisdictionRules, Error<T>> {
		Self::check_rules(&new)?;
		let old = JurisdictionRulesOf::<T>::get(id).ok_or(Error::<T>::UnknownJurisdiction)?;
		ensure!(old != new, Error::<T>::RulesUnchanged);
		JurisdictionRulesOf::<T>::insert(id, new);
		Ok(old)
	}

	fn check_rules(rules: &JurisdictionRules) -> Result<(), Error<T>> {
		rules.check().map_err(|unsound| match unsound {
			UnsoundRules::Caps => Error::<T>::UnsoundCaps,
			UnsoundRules::AboveSandboxCeiling => Error::<T>::AboveSandboxCeiling,
			UnsoundRules::NoOrderType => Error::<T>::NoOrderType,
		})
	}

	/// Let `account` admit participants of a jurisdiction.
	pub(crate) fn do_appoint_registrar(
		id: JurisdictionId,
		account: &T::AccountId,
	) -> Result<(), Error<T>> {
		ensure!(!Registrars::<T>::contains_key(account), Error::<T>::AlreadyARegistrar);
		Jurisdictions::<T>::try_mutate(id, |entry| {
			let jurisdiction = entry.as_mut().ok_or(Error::<T>::UnknownJurisdiction)?;
			ensure!(
				jurisdiction.registrars < T::MaxRegistrars::get(),
				Error::<T>::TooManyRegistrars
			);
			jurisdiction.registrars = jurisdiction.registrars.saturating_add(1);
			Ok(())
		})?;
		Registrars::<T>::insert(account, id);
		Ok(())
	}

	/// Let `account` admit participants of a jurisdiction no longer.
	pub(crate) fn do_dismiss_registrar(
		id: JurisdictionId,
		account: &T::AccountId,
	) -> Result<(), Error<T>> {
		ensure!(Registrars::<T>::get(account) == Some(id), Error::<T>::NotItsRegistrar);
		Registrars::<T>::remove(account);
		Jurisdictions::<T>::mutate(id, |entry| {
			if let Some(jurisdiction) = entry {
				jurisdiction.registrars = jurisdiction.registrars.saturating_sub(1);
			}
		});
		Ok(())
	}

	/// The earliest end that a verification can have: whatever can be ordered now has been delivered by then. So no
	/// order rests of somebody whose verification has ended, even where one is shortened.
	pub(crate) fn earliest_end() -> Millis {
		T::Clock::delivery_start(T::Clock::first_unopened())
	}

	fn check_verification(verification: &Verification) -> Result<(), Error<T>> {
		let Verification { tier, valid_until, credential, .. } = verification;
		match tier {
			Tier::Sandbox => return Err(Error::<T>::NotAVerifiedTier),
			Tier::Basic | Tier::Full | Tier::OneTime => {}
		}
		let earliest = Self::earliest_end();
		ensure!(*valid_until >= earliest, Error::<T>::ValidityTooShort);
		if *tier == Tier::OneTime {
			let latest = earliest.saturating_add(ONE_TIME_VALIDITY);
			ensure!(*valid_until <= latest, Error::<T>::ValidityTooLong);
		}
		ensure!(credential.iter().any(|byte| *byte != 0), Error::<T>::NoCredential);
		Ok(())
	}

	/// Admit the participant whose own account `account` is.
	pub(crate) fn do_admit(
		registrar: &T::AccountId,
		jurisdiction: JurisdictionId,
		account: &T::AccountId,
		verification: Verification,
	) -> Result<ParticipantId, Error<T>> {
		ensure!(account != registrar, Error::<T>::OwnCase);
		Self::check_verification(&verification)?;
		let participant =
			Participant::admitted(account.clone(), jurisdiction, verification, Reason::Verified);
		Self::add(participant)
	}

	/// Let `new` be what is known of a participant; answers with what was.
	pub(crate) fn do_renew(
		id: ParticipantId,
		mut participant: Participant<T::AccountId>,
		new: Verification,
	) -> Result<Verification, DispatchError> {
		ensure!(!participant.status.is_final(), Error::<T>::ParticipantClosed);
		Self::check_verification(&new)?;
		let old = participant.verification;
		ensure!(old != new, Error::<T>::VerificationUnchanged);
		// Renewed, it would be linked to what it was before.
		ensure!(![old.tier, new.tier].contains(&Tier::OneTime), Error::<T>::OneTimeStaysSo);
		Self::give_deposit_back(id, &participant.account)?;
		participant.verification = new;
		Participants::<T>::insert(id, participant);
		Ok(old)
	}

	/// Whether a registrar may give a participant this status for this reason.
	pub(crate) fn ensure_registrar_may(
		participant: &Participant<T::AccountId>,
		reason: Reason,
	) -> Result<(), Error<T>> {
		ensure!(reason != Reason::Administration, Error::<T>::ReasonReserved);
		let by_the_admin =
			participant.status == Status::Suspended && participant.reason == Reason::Administration;
		ensure!(!by_the_admin, Error::<T>::SuspendedByAdmin);
		Ok(())
	}

	/// Release what a participant put down when it registered itself, if it did.
	pub(crate) fn give_deposit_back(id: ParticipantId, account: &T::AccountId) -> DispatchResult {
		let Some(deposit) = Deposits::<T>::take(id) else { return Ok(()) };
		deposit.drop(account)?;
		Self::deposit_event(Event::DepositReturned { participant: id, account: account.clone() });
		Ok(())
	}
}
