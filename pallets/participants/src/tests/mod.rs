//! Tests of the pallet, a file per call.

mod appoint_delegate;
mod choose_host;
mod dismiss_delegate;
mod genesis;
mod invariants;
mod register;
mod resign_delegation;
mod restriction;
mod scenario;
mod set_status;

use crate::{mock::*, Status};
use frame_support::assert_ok;
use gridforge_primitives::{DelegateLimits, Lots, Millis, ParticipantId};

type Error = crate::Error<Test>;
type Event = crate::Event<Test>;

/// The participant of account 10.
const TEN: ParticipantId = ParticipantId(1);
/// The participant of account 20.
const TWENTY: ParticipantId = ParticipantId(2);

/// A chain with the participants 1 and 2, whose own accounts are 10 and 20.
fn with_two(test: impl FnOnce()) {
	ExtBuilder::default().participants(&[10, 20]).build_and_execute(test);
}

/// Limits that hold until a time.
fn until(until: Millis) -> DelegateLimits {
	DelegateLimits { zones: None, lots: Lots(500), locked: 1_000_000, until }
}

/// Let `account` trade for the participant of `own` until moment 1,000.
fn appoint(own: AccountId, account: AccountId) {
	assert_ok!(Participants::appoint_delegate(RuntimeOrigin::signed(own), account, until(1_000)));
}

/// Give the participant a status.
fn set_status(participant: ParticipantId, status: Status) {
	assert_ok!(Participants::set_status(RuntimeOrigin::root(), participant, status));
}

/// The participant for whom `account` trades now.
fn trades_for(account: AccountId) -> Option<ParticipantId> {
	<Participants as gridforge_primitives::Participants<_>>::mandate_of(&account)
		.map(|mandate| mandate.participant)
}

/// The delegates that a participant has.
fn delegates_of(participant: ParticipantId) -> Vec<AccountId> {
	crate::DelegatesOf::<Test>::get(participant).to_vec()
}
