//! Registering participants.

use super::*;
use crate::{Accounts, NextId, Participant, Verification, HOME};
use frame_support::assert_noop;
use sp_runtime::DispatchError::BadOrigin;

#[test]
fn gives_the_next_id_to_an_active_participant() {
	ExtBuilder::default().participants(&[10]).build_and_execute(|| {
		assert_ok!(Participants::register(RuntimeOrigin::root(), 20));

		let participant = ParticipantId(2);
		assert_eq!(Accounts::<Test>::get(20), Some(participant));
		assert_eq!(crate::Participants::<Test>::get(participant), Some(Participant::new(20)));
		assert_eq!(NextId::<Test>::get(), ParticipantId(3));
		let event = Event::ParticipantRegistered {
			participant,
			account: 20,
			jurisdiction: HOME,
			verification: Verification::by_the_chain(),
		};
		System::assert_last_event(event.into());
	});
}

#[test]
fn refuses_other_origins() {
	ExtBuilder::default().build_and_execute(|| {
		for origin in [RuntimeOrigin::signed(10), RuntimeOrigin::none()] {
			assert_noop!(Participants::register(origin, 10), BadOrigin);
		}
	});
}

#[test]
fn refuses_an_account_that_is_registered() {
	ExtBuilder::default().participants(&[10]).build_and_execute(|| {
		assert_noop!(
			Participants::register(RuntimeOrigin::root(), 10),
			Error::AccountAlreadyRegistered
		);
	});
}

#[test]
fn refuses_when_the_ids_are_used_up() {
	ExtBuilder::default().build_and_execute(|| {
		NextId::<Test>::put(ParticipantId(u32::MAX - 1));
		assert_ok!(Participants::register(RuntimeOrigin::root(), 10));
		assert_noop!(Participants::register(RuntimeOrigin::root(), 20), Error::NoIdsLeft);
	});
}

#[test]
fn ends_the_delegation_of_the_account() {
	with_two(|| {
		appoint(10, 30);
		appoint(10, 31);
		assert_ok!(Participants::register(RuntimeOrigin::root(), 30));

		assert_eq!(trades_for(30), Some(ParticipantId(3)));
		assert_eq!(delegates_of(TEN), [31]);
		System::assert_has_event(Event::DelegationEnded { participant: TEN, account: 30 }.into());
	});
}
