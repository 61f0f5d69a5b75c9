//! Licences from application to release, and what other pallets ask about them.

use crate::{
	Config, Error, Event, HoldReason, LicenceClass, LicenceOf, LicenceTerms, Licences, Pallet,
	Terms,
};
use frame_support::{
	ensure,
	traits::{
		fungible::{InspectHold, MutateHold},
		tokens::Precision,
	},
};
use gridforge_primitives::{
	GridBalance, HostLicences, IntervalClock, JurisdictionId, Millis, ParticipantId, Participants,
};
use sp_runtime::{DispatchError, DispatchResult};

impl<T: Config> Pallet<T> {
	/// The participant whose own account this is.
	pub(crate) fn participant_of(account: &T::AccountId) -> Result<ParticipantId, Error<T>> {
		T::Participants::participant_of(account).ok_or(Error::<T>::NotAParticipant)
	}

	/// A participant's licence of a class.
	pub(crate) fn licence(
		participant: ParticipantId,
		class: LicenceClass,
	) -> Result<LicenceOf<T>, Error<T>> {
		Licences::<T>::get(participant, class).ok_or(Error::<T>::NoLicence)
	}

	/// Set the terms of a class; answers with those before.
	pub(crate) fn do_set_terms(
		class: LicenceClass,
		new: Option<LicenceTerms>,
	) -> Result<Option<LicenceTerms>, Error<T>> {
		ensure!(new.is_none_or(|terms| terms.are_allowed()), Error::<T>::TermsOutsideBounds);
		let old = Terms::<T>::get(class);
		ensure!(old != new, Error::<T>::TermsUnchanged);
		Terms::<T>::set(class, new);
		Ok(old)
	}

	/// Apply for a licence for the participant whose own account this is; answers with the participant.
	pub(crate) fn do_apply(
		account: &T::AccountId,
		class: LicenceClass,
		jurisdiction: JurisdictionId,
	) -> Result<ParticipantId, DispatchError> {
		let participant = Self::participant_of(account)?;
		ensure!(T::Participants::may_trade(participant), Error::<T>::MayNotTrade);
		let known = T::Participants::is_jurisdiction(jurisdiction);
		ensure!(known, Error::<T>::UnknownJurisdiction);
		let terms = Terms::<T>::get(class).ok_or(Error::<T>::NoTerms)?;
		if let Some(former) = Licences::<T>::get(participant, class) {
			ensure!(former.has_ended(T::Clock::now()), Error::<T>::AlreadyLicensed);
			Self::do_release(participant, class, former)?;
		}
		Self::hold(account, terms.bond)?;
		let licence = LicenceOf::<T>::applied(account.clone(), jurisdiction, terms);
		Licences::<T>::insert(participant, class, licence);
		Self::deposit_event(Event::LicenceApplied { participant, class, jurisdiction, terms });
		Ok(participant)
	}

	/// Grant a licence that was applied for; answers with when it ends.
	pub(crate) fn do_grant(
		participant: ParticipantId,
		class: LicenceClass,
	) -> Result<Millis, Error<T>> {
		let mut licence = Self::licence(participant, class)?;
		ensure!(licence.is_application(), Error::<T>::AlreadyGranted);
		let until = T::Clock::now().saturating_add(licence.terms.duration);
		licence.until = Some(until);
		Licences::<T>::insert(participant, class, licence);
		Ok(until)
	}

	/// Renew a licence of the participant whose own account this is; answers with the participant, the terms and when it ends.
	pub(crate) fn do_renew(
		account: &T::AccountId,
		class: LicenceClass,
	) -> Result<(ParticipantId, LicenceTerms, Millis), DispatchError> {
		let participant = Self::participant_of(account)?;
		let mut licence = Self::licence(participant, class)?;
		let now = T::Clock::now();
		let until = licence.until.ok_or(Error::<T>::NotGranted)?;
		ensure!(now < until, Error::<T>::LicenceEnded);
		ensure!(!licence.ending, Error::<T>::LicenceEnding);
		ensure!(!licence.suspended, Error::<T>::LicenceIsSuspended);
		let terms = Terms::<T>::get(class).ok_or(Error::<T>::NoTerms)?;
		ensure!(until.saturating_sub(now) <= terms.duration, Error::<T>::TooEarly);
		let until = until.saturating_add(terms.duration);
		Self::release(&licence.account, licence.terms.bond)?;
		Self::hold(account, terms.bond)?;
		(licence.account, licence.terms, licence.until) = (account.clone(), terms, Some(until));
		Licences::<T>::insert(participant, class, licence);
		Ok((participant, terms, until))
	}

	/// Suspend a licence, or reinstate it.
	pub(crate) fn do_set_suspended(
		participant: ParticipantId,
		class: LicenceClass,
		suspended: bool,
	) -> Result<(), Error<T>> {
		let mut licence = Self::licence(participant, class)?;
		ensure!(!licence.is_application(), Error::<T>::NotGranted);
		ensure!(!licence.has_ended(T::Clock::now()), Error::<T>::LicenceEnded);
		if licence.suspended == suspended {
			let unchanged = match suspended {
				true => Error::<T>::LicenceIsSuspended,
				false => Error::<T>::NotSuspended,
			};
			return Err(unchanged);
		}
		licence.suspended = suspended;
		Licences::<T>::insert(participant, class, licence);
		Ok(())
	}

	/// Have a licence end with notice, or an application at once. Answers with when, and with the licence where it has
	/// ended by that.
	pub(crate) fn do_end(
		participant: ParticipantId,
		class: LicenceClass,
	) -> Result<(Millis, Option<LicenceOf<T>>), Error<T>> {
		let mut licence = Self::licence(participant, class)?;
		let now = T::Clock::now();
		ensure!(!licence.has_ended(now), Error::<T>::LicenceEnded);
		ensure!(!licence.ending, Error::<T>::LicenceEnding);
		let until = match licence.until {
			Some(until) => until.min(now.saturating_add(licence.terms.notice)),
			None => now,
		};
		(licence.until, licence.ending) = (Some(until), true);
		Licences::<T>::insert(participant, class, &licence);
		Ok((until, licence.has_ended(now).then_some(licence)))
	}

	/// Forget a licence and release its bond.
	pub(crate) fn do_release(
		participant: ParticipantId,
		class: LicenceClass,
		licence: LicenceOf<T>,
	) -> DispatchResult {
		let (account, bond) = (licence.account, licence.terms.bond);
		Licences::<T>::remove(participant, class);
		Self::release(&account, bond)?;
		Self::deposit_event(Event::BondReleased { participant, class, account, bond });
		Ok(())
	}

	/// Let another account have bonded a licence.
	#[cfg(feature = "runtime-benchmarks")]
	pub(crate) fn rebond_for_benchmark(
		participant: ParticipantId,
		class: LicenceClass,
		account: &T::AccountId,
	) -> DispatchResult {
		let licence = Self::licence(participant, class)?;
		Self::release(&licence.account, licence.terms.bond)?;
		Self::hold(account, licence.terms.bond)?;
		let licence = LicenceOf::<T> { account: account.clone(), ..licence };
		Licences::<T>::insert(participant, class, licence);
		Ok(())
	}

	fn hold(account: &T::AccountId, bond: GridBalance) -> DispatchResult {
		let reason = HoldReason::LicenceBond.into();
		ensure!(T::Currency::can_hold(&reason, account, bond), Error::<T>::BondTooHigh);
		T::Currency::hold(&reason, account, bond)
	}

	fn release(account: &T::AccountId, bond: GridBalance) -> DispatchResult {
		let reason = HoldReason::LicenceBond.into();
		T::Currency::release(&reason, account, bond, Precision::Exact).map(|_| ())
	}
}

impl<T: Config> HostLicences for Pallet<T> {
	fn is_licensed_host(participant: ParticipantId) -> bool {
		Licences::<T>::get(participant, LicenceClass::Host)
			.is_some_and(|licence| licence.is_in_force(T::Clock::now()))
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn license_host_for_benchmark(participant: ParticipantId) {
		crate::benchmarking::license::<T>(participant, LicenceClass::Host);
	}
}
