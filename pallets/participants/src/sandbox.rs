//! Participants that register themselves, with small caps and a deposit, and that leave by themselves.

use crate::{
	Barred, Config, Deposits, Error, JurisdictionRulesOf, Pallet, Participant, Reason, Status,
	Verification,
};
use frame_support::{
	ensure,
	traits::{Consideration, Footprint, Get},
};
use gridforge_primitives::{
	IntervalClock, JurisdictionId, Kind, ParticipantId, Tier, SANDBOX_VALIDITY,
};
use sp_runtime::DispatchError;

impl<T: Config> Pallet<T> {
	/// What a participant that registered itself takes up in storage.
	pub(crate) fn footprint() -> Footprint {
		Footprint::from_mel::<Participant<T::AccountId>>()
	}

	/// Register the participant whose own account signed.
	pub(crate) fn do_register_myself(
		account: &T::AccountId,
		jurisdiction: JurisdictionId,
		kind: Kind,
	) -> Result<(ParticipantId, Verification), DispatchError> {
		let rules =
			JurisdictionRulesOf::<T>::get(jurisdiction).ok_or(Error::<T>::UnknownJurisdiction)?;
		ensure!(rules.caps(Tier::Sandbox).is_some(), Error::<T>::NoSelfRegistration);
		let verification = Verification {
			kind,
			tier: Tier::Sandbox,
			valid_until: T::Clock::now().saturating_add(SANDBOX_VALIDITY),
			credential: [0; 32],
		};
		let reason = Reason::OwnRequest;
		let participant =
			Participant::admitted(account.clone(), jurisdiction, verification, reason);
		let id = Self::add(participant)?;
		let deposit = T::SandboxDeposit::new(account, Self::footprint())?;
		Deposits::<T>::insert(id, deposit);
		Ok((id, verification))
	}

	/// Close a participant because it asks for it; answers with its status before. Half of the room for those who are
	/// barred is not for them, so that nobody can keep others from being barred by leaving with many accounts.
	pub(crate) fn do_leave(id: ParticipantId) -> Result<Status, DispatchError> {
		let barred = Barred::<T>::decode_len().unwrap_or(0);
		let barred = u32::try_from(barred).unwrap_or(u32::MAX);
		ensure!(barred < T::MaxBarred::get().div_ceil(2), Error::<T>::TooManyBarred);
		Self::do_set_status(id, Status::Closed, Reason::OwnRequest)
	}
}
