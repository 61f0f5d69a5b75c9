//! Changing a participant's status.

use super::*;
use crate::Status::{Active, Closed, Suspended};
use frame_support::assert_noop;
use gridforge_primitives::Participants as _;
use sp_runtime::DispatchError::BadOrigin;

const PARTICIPANT: ParticipantId = ParticipantId(1);

/// A chain whose participant 1 has status `old`.
fn with_status(old: Status, test: impl FnOnce()) {
	ExtBuilder::default().participants(&[10]).build_and_execute(|| {
		if old != Active {
			assert_ok!(Participants::set_status(RuntimeOrigin::root(), PARTICIPANT, old));
		}
		test();
	});
}

#[test]
fn changes_status_unless_closed() {
	for (old, new) in
		[(Active, Suspended), (Active, Closed), (Suspended, Active), (Suspended, Closed)]
	{
		with_status(old, || {
			assert_ok!(Participants::set_status(RuntimeOrigin::root(), PARTICIPANT, new));

			let stored = crate::Participants::<Test>::get(PARTICIPANT).map(|p| p.status);
			assert_eq!(stored, Some(new));
			assert_eq!(Participants::may_trade(PARTICIPANT), new == Active);
			let reason = crate::Reason::Administration;
			let event = Event::StatusChanged { participant: PARTICIPANT, old, new, reason };
			System::assert_last_event(event.into());
		});
	}
}

#[test]
fn refuses_to_reopen_the_closed() {
	for new in [Active, Suspended] {
		with_status(Closed, || {
			assert_noop!(
				Participants::set_status(RuntimeOrigin::root(), PARTICIPANT, new),
				Error::ParticipantClosed
			);
		});
	}
}

#[test]
fn refuses_the_same_status() {
	for status in [Active, Suspended, Closed] {
		with_status(status, || {
			assert_noop!(
				Participants::set_status(RuntimeOrigin::root(), PARTICIPANT, status),
				Error::StatusUnchanged
			);
		});
	}
}

#[test]
fn refuses_an_unknown_participant() {
	ExtBuilder::default().participants(&[10]).build_and_execute(|| {
		for unknown in [0, 2] {
			let unknown = ParticipantId(unknown);
			assert_noop!(
				Participants::set_status(RuntimeOrigin::root(), unknown, Suspended),
				Error::UnknownParticipant
			);
			assert!(!Participants::may_trade(unknown));
		}
	});
}

#[test]
fn refuses_other_origins() {
	with_status(Active, || {
		for origin in [RuntimeOrigin::signed(10), RuntimeOrigin::none()] {
			assert_noop!(Participants::set_status(origin, PARTICIPANT, Suspended), BadOrigin);
		}
	});
}
