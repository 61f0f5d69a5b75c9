//! Freezing a participant whose account's money is restricted.

use super::*;
use crate::Status::{Active, Suspended};
use frame_support::assert_noop;
use gridforge_primitives::{OnRestriction, Participants as _};

const PARTICIPANT: ParticipantId = ParticipantId(1);

#[test]
fn a_frozen_participant_may_not_trade_whatever_its_status() {
	ExtBuilder::default().participants(&[10]).build_and_execute(|| {
		assert_eq!(Participants::restricted(&10), Ok(true));
		System::assert_last_event(Event::ParticipantFrozen { participant: PARTICIPANT }.into());
		assert!(!Participants::may_trade(PARTICIPANT));

		// A change of status does not thaw it, and thawing does not change its status.
		assert_ok!(Participants::set_status(RuntimeOrigin::root(), PARTICIPANT, Suspended));
		assert_eq!(Participants::lifted(&10), Ok(false));
		System::assert_last_event(Event::ParticipantThawed { participant: PARTICIPANT }.into());
		assert!(!Participants::may_trade(PARTICIPANT));
		assert_ok!(Participants::set_status(RuntimeOrigin::root(), PARTICIPANT, Active));
		assert!(Participants::may_trade(PARTICIPANT));
	});
}

#[test]
fn nobody_else_is_frozen_and_nobody_twice() {
	ExtBuilder::default().participants(&[10, 20]).build_and_execute(|| {
		assert_eq!(Participants::restricted(&30), Ok(false));
		assert_eq!(Participants::lifted(&10), Ok(false));
		assert_eq!(Participants::restricted(&10), Ok(true));
		let events = System::events().len();
		assert_eq!(Participants::restricted(&10), Ok(false));
		assert_eq!(System::events().len(), events);
		assert!(Participants::may_trade(ParticipantId(2)));
	});
}

#[test]
fn whoever_may_trade_no_longer_is_barred_until_it_is_swept_or_may_again() {
	ExtBuilder::default().participants(&[10, 20]).build_and_execute(|| {
		let set = |id, status| {
			assert_ok!(Participants::set_status(RuntimeOrigin::root(), ParticipantId(id), status));
		};
		set(2, Suspended);
		assert_eq!(Participants::restricted(&10), Ok(true));
		assert_eq!(Participants::barred(), [ParticipantId(1), ParticipantId(2)]);
		// Another reason does not bar it twice, and one less does not let it trade.
		set(1, Suspended);
		assert_eq!(Participants::lifted(&10), Ok(false));
		assert_eq!(Participants::barred(), [ParticipantId(1), ParticipantId(2)]);
		Participants::swept(ParticipantId(1));
		assert_eq!(Participants::barred(), [ParticipantId(2)]);
		// It could not trade before, so there is nothing of its to cancel.
		set(1, crate::Status::Closed);
		assert_eq!(Participants::barred(), [ParticipantId(2)]);
		set(2, Active);
		assert!(!crate::Barred::<Test>::exists());
	});
}

#[test]
fn as_many_as_there_is_room_for_are_barred_and_nobody_else_changes() {
	let accounts: Vec<AccountId> = (1..=u64::from(MAX_BARRED) + 2).collect();
	ExtBuilder::default().participants(&accounts).build_and_execute(|| {
		for account in 1..=u64::from(MAX_BARRED) {
			assert_eq!(Participants::restricted(&account), Ok(true));
		}
		let (fourth, fifth) = (ParticipantId(MAX_BARRED + 1), MAX_BARRED as u64 + 2);
		let root = RuntimeOrigin::root();
		assert_noop!(
			Participants::set_status(root.clone(), fourth, Suspended),
			Error::TooManyBarred
		);
		assert_noop!(Participants::restricted(&fifth), Error::TooManyBarred);
		assert!(Participants::may_trade(fourth) && Participants::may_trade(ParticipantId(5)));
		// There is room for another when the first is swept.
		Participants::swept(ParticipantId(1));
		assert_ok!(Participants::set_status(root, fourth, Suspended));
	});
}
