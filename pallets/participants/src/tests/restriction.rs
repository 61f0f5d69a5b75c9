//! Freezing a participant whose account's money is restricted.

use super::*;
use crate::Status::{Active, Suspended};
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
