//! What the calls do, and what other pallets may ask.

use crate::{
	Accounts, Barred, Config, Delegates, DelegatesOf, Delegation, Error, Event,
	JurisdictionRulesOf, Jurisdictions, NextId, Pallet, Participant, Participants, Reason, Status,
};
use alloc::vec::Vec;
#[cfg(feature = "runtime-benchmarks")]
use frame_support::traits::Get;
use frame_support::{ensure, BoundedVec};
use frame_system::{ensure_signed, pallet_prelude::OriginFor};
use gridforge_maps::DirectMap;
use gridforge_primitives::{
	Admission, DelegateLimits, HostLicences, IntervalClock, JurisdictionId, Mandate, OnRestriction,
	ParticipantId,
};
use sp_runtime::DispatchError;

impl<T: Config> Pallet<T> {
	/// The participant whose own account signed.
	pub(crate) fn ensure_own_account(origin: OriginFor<T>) -> Result<ParticipantId, DispatchError> {
		let account = ensure_signed(origin)?;
		Accounts::<T>::get(account).ok_or_else(|| Error::<T>::NotAParticipant.into())
	}

	/// Register somebody whom the chain itself admits.
	pub(crate) fn do_register(account: &T::AccountId) -> Result<ParticipantId, Error<T>> {
		Self::add(Participant::new(account.clone()))
	}

	/// Give a participant the next id.
	pub(crate) fn add(participant: Participant<T::AccountId>) -> Result<ParticipantId, Error<T>> {
		let account = &participant.account;
		ensure!(!Accounts::<T>::contains_key(account), Error::<T>::AccountAlreadyRegistered);
		let id = NextId::<T>::get();
		let next = id.0.checked_add(1).map(ParticipantId).ok_or(Error::<T>::NoIdsLeft)?;

		Self::end_delegation(account);
		NextId::<T>::put(next);
		Accounts::<T>::insert(account, id);
		Participants::<T>::insert(id, participant);
		Ok(id)
	}

	/// Set a participant's status; answers with the one before. What a participant put down that registered itself is
	/// returned when it is closed.
	pub(crate) fn do_set_status(
		id: ParticipantId,
		new: Status,
		reason: Reason,
	) -> Result<Status, DispatchError> {
		let mut participant = Participants::<T>::get(id).ok_or(Error::<T>::UnknownParticipant)?;
		let old = participant.status;
		let same = old == new && (participant.reason == reason || old.is_final());
		ensure!(!same, Error::<T>::StatusUnchanged);
		ensure!(!old.is_final(), Error::<T>::ParticipantClosed);
		let before = participant.may_trade();
		(participant.status, participant.reason) = (new, reason);
		Self::bar(id, before, participant.may_trade())?;
		if new.is_final() {
			Self::give_deposit_back(id, &participant.account)?;
		}
		Participants::<T>::insert(id, participant);
		Ok(old)
	}

	/// Have nobody trade with a participant that may not any more; one that may again is no longer barred.
	fn bar(id: ParticipantId, could_trade: bool, may_trade: bool) -> Result<(), Error<T>> {
		if could_trade == may_trade {
			return Ok(());
		}
		let mut all = Barred::<T>::get();
		match (all.binary_search(&id), could_trade) {
			(Err(place), true) => {
				all.try_insert(place, id).map_err(|_| Error::<T>::TooManyBarred)?;
			}
			(Ok(place), false) => {
				all.remove(place);
			}
			(Ok(_), true) | (Err(_), false) => return Ok(()),
		}
		Self::put_barred(all);
		Ok(())
	}

	/// Nearly always there is nobody, and then there is no key either.
	fn put_barred(all: BoundedVec<ParticipantId, T::MaxBarred>) {
		if all.is_empty() {
			Barred::<T>::kill();
		} else {
			Barred::<T>::put(all);
		}
	}

	/// Set a participant's host; answers with the one before.
	pub(crate) fn do_choose_host(
		id: ParticipantId,
		new: Option<ParticipantId>,
	) -> Result<Option<ParticipantId>, Error<T>> {
		if let Some(host) = new {
			ensure!(host != id, Error::<T>::HostIsOneself);
			ensure!(Self::is_active(host), Error::<T>::HostMayNotTrade);
			ensure!(T::Hosts::is_licensed_host(host), Error::<T>::HostNotLicensed);
		}
		Participants::<T>::try_mutate(id, |entry| {
			let participant = entry.as_mut().ok_or(Error::<T>::UnknownParticipant)?;
			ensure!(!participant.status.is_final(), Error::<T>::ParticipantClosed);
			let old = participant.host;
			ensure!(old != new, Error::<T>::HostUnchanged);
			participant.host = new;
			Ok(old)
		})
	}

	/// Let `account` trade for a participant; answers with the limits that it had.
	pub(crate) fn do_appoint(
		id: ParticipantId,
		account: &T::AccountId,
		limits: &DelegateLimits,
	) -> Result<Option<DelegateLimits>, Error<T>> {
		let participant = Participants::<T>::get(id).ok_or(Error::<T>::UnknownParticipant)?;
		ensure!(!participant.status.is_final(), Error::<T>::ParticipantClosed);
		ensure!(T::Clock::now() < limits.until, Error::<T>::MandateInThePast);
		ensure!(!Accounts::<T>::contains_key(account), Error::<T>::DelegateIsParticipant);
		let old = Delegates::<T>::get(account);
		if let Some(Delegation { participant, limits: old }) = &old {
			ensure!(*participant == id, Error::<T>::DelegateOfAnother);
			ensure!(old != limits, Error::<T>::LimitsUnchanged);
		} else {
			DelegatesOf::<T>::try_append(id, account.clone())
				.map_err(|()| Error::<T>::TooManyDelegates)?;
		}
		Delegates::<T>::insert(account, Delegation { participant: id, limits: limits.clone() });
		Ok(old.map(|delegation| delegation.limits))
	}

	/// Let `account` trade for nobody any longer, if it did.
	pub(crate) fn end_delegation(account: &T::AccountId) {
		let Some(Delegation { participant, .. }) = Delegates::<T>::take(account) else { return };
		DelegatesOf::<T>::mutate_exists(participant, |entry| {
			let Some(delegates) = entry else { return };
			delegates.retain(|delegate| delegate != account);
			if delegates.is_empty() {
				*entry = None;
			}
		});
		Self::deposit_event(Event::DelegationEnded { participant, account: account.clone() });
	}

	fn is_active(id: ParticipantId) -> bool {
		Participants::<T>::read(id)
			.is_some_and(|p| p.may_trade() && T::Clock::now() < p.verification.valid_until)
	}

	/// Freeze the participant whose own account this is, or thaw it. Whether it may trade otherwise than before.
	fn set_frozen(account: &T::AccountId, frozen: bool) -> Result<bool, DispatchError> {
		let Some(id) = Accounts::<T>::get(account) else { return Ok(false) };
		let changed = Participants::<T>::try_mutate(id, |entry| {
			let Some(participant) = entry.as_mut().filter(|p| p.frozen != frozen) else {
				return Ok(None);
			};
			let before = participant.may_trade();
			participant.frozen = frozen;
			Self::bar(id, before, participant.may_trade())?;
			Ok::<_, Error<T>>(Some(participant.status.may_trade()))
		})?;
		if changed.is_some() {
			Self::deposit_event(if frozen {
				Event::ParticipantFrozen { participant: id }
			} else {
				Event::ParticipantThawed { participant: id }
			});
		}
		Ok(changed.unwrap_or(false))
	}
}

impl<T: Config> OnRestriction<T::AccountId> for Pallet<T> {
	fn restricted(account: &T::AccountId) -> Result<bool, DispatchError> {
		Self::set_frozen(account, true)
	}

	fn lifted(account: &T::AccountId) -> Result<bool, DispatchError> {
		Self::set_frozen(account, false)
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn trade_for_benchmark(account: &T::AccountId) {
		<Self as gridforge_primitives::Participants<_>>::admit_for_benchmark(account);
	}
}

impl<T: Config> gridforge_primitives::Participants<T::AccountId> for Pallet<T> {
	fn participant_of(account: &T::AccountId) -> Option<ParticipantId> {
		Accounts::<T>::get(account)
	}

	fn mandate_of(account: &T::AccountId) -> Option<Mandate> {
		if let Some(participant) = Accounts::<T>::get(account) {
			return Some(Mandate { participant, limits: None });
		}
		let Delegation { participant, limits } = Delegates::<T>::get(account)?;
		let in_force = T::Clock::now() < limits.until;
		in_force.then_some(Mandate { participant, limits: Some(limits) })
	}

	fn may_trade(participant: ParticipantId) -> bool {
		Self::is_active(participant)
	}

	fn is_jurisdiction(jurisdiction: JurisdictionId) -> bool {
		Jurisdictions::<T>::contains_key(jurisdiction)
	}

	fn admission(participant: ParticipantId) -> Option<Admission> {
		let participant = Participants::<T>::read(participant).filter(|p| p.may_trade())?;
		let rules = JurisdictionRulesOf::<T>::read(participant.jurisdiction)?;
		let verification = participant.verification;
		Some(rules.admission(verification.tier, verification.valid_until))
	}

	fn barred() -> Vec<ParticipantId> {
		Barred::<T>::get().into_inner()
	}

	fn swept(participant: ParticipantId) {
		let mut all = Barred::<T>::get();
		all.retain(|barred| *barred != participant);
		Self::put_barred(all);
	}

	fn host_of(participant: ParticipantId) -> Option<ParticipantId> {
		Participants::<T>::read(participant)?.host
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn admit_for_benchmark(account: &T::AccountId) -> ParticipantId {
		let rules = gridforge_primitives::JurisdictionRules::that_count();
		JurisdictionRulesOf::<T>::insert(crate::HOME, rules);
		match Accounts::<T>::get(account) {
			Some(id) => {
				Participants::<T>::insert(id, Participant::new(account.clone()));
				id
			}
			None => Self::do_register(account).expect("the account is not registered; qed"),
		}
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn appoint_for_benchmark(participant: ParticipantId, account: &T::AccountId) {
		let limits = DelegateLimits {
			zones: None,
			lots: gridforge_primitives::Lots(u32::MAX),
			locked: gridforge_primitives::WattBalance::MAX,
			until: gridforge_primitives::Millis::MAX,
		};
		Self::end_delegation(account);
		Self::do_appoint(participant, account, &limits)
			.expect("the account is nobody's, and the benchmark admitted the participant; qed");
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn bar_for_benchmark(participants: &[ParticipantId]) {
		let bar = |id| {
			Self::do_set_status(id, Status::Suspended, Reason::Administration)
				.expect("the benchmark admitted it; qed");
		};
		participants.iter().copied().for_each(bar);
		let mut others = 0u32;
		while Barred::<T>::decode_len().unwrap_or(0) < T::MaxBarred::get() as usize {
			let account = frame_benchmarking::account("barred", others, 0);
			bar(Self::admit_for_benchmark(&account));
			others = others.saturating_add(1);
		}
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn choose_host_for_benchmark(participant: ParticipantId, host: ParticipantId) {
		T::Hosts::license_host_for_benchmark(host);
		Self::do_choose_host(participant, Some(host))
			.expect("the benchmark admitted both, and the participant has no host; qed");
	}
}
