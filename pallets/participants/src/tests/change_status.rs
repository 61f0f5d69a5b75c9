//! Registrars that suspend, readmit and close.

use super::*;
use crate::Status::{Active, Closed, Suspended};
use frame_support::assert_noop;
use gridforge_primitives::Participants as _;

fn change(
	by: AccountId,
	id: ParticipantId,
	status: Status,
	reason: Reason,
) -> sp_runtime::DispatchResult {
	Participants::change_status(RuntimeOrigin::signed(by), id, status, reason)
}

#[test]
fn each_change_has_a_reason_and_an_event() {
	with_thirty(|| {
		let mut old = Active;
		for (new, reason) in [
			(Suspended, Reason::Arrears),
			(Active, Reason::Verified),
			(Suspended, Reason::Misconduct),
			(Closed, Reason::Ended),
		] {
			assert_ok!(change(NORTH_REGISTRAR, THIRTY, new, reason));
			let event = Event::StatusChanged { participant: THIRTY, old, new, reason };
			System::assert_last_event(event.into());
			assert_eq!((stored(THIRTY).status, stored(THIRTY).reason), (new, reason));
			assert_eq!(Participants::may_trade(THIRTY), new == Active);
			// The market has to sweep its orders, as it has for those whom the admin origin suspends.
			let barred = if new == Active { vec![] } else { vec![THIRTY] };
			assert_eq!(Participants::barred(), barred);
			old = new;
		}
		assert_noop!(
			change(NORTH_REGISTRAR, THIRTY, Active, Reason::Verified),
			Error::ParticipantClosed
		);
	});
}

#[test]
fn what_the_admin_origin_decided_stays() {
	with_thirty(|| {
		set_status(THIRTY, Suspended);
		assert_eq!(stored(THIRTY).reason, Reason::Administration);
		for status in [Active, Closed] {
			assert_noop!(
				change(NORTH_REGISTRAR, THIRTY, status, Reason::Verified),
				Error::SuspendedByAdmin
			);
		}
		// It cannot be given as a reason either.
		set_status(THIRTY, Active);
		assert_noop!(
			change(NORTH_REGISTRAR, THIRTY, Suspended, Reason::Administration),
			Error::ReasonReserved
		);
		assert_ok!(change(NORTH_REGISTRAR, THIRTY, Suspended, Reason::Sanctions));
		// The admin origin can undo what a registrar did.
		set_status(THIRTY, Active);
	});
}

#[test]
fn the_admin_origin_takes_over_what_a_registrar_suspended() {
	with_thirty(|| {
		assert_ok!(change(NORTH_REGISTRAR, THIRTY, Suspended, Reason::Arrears));
		set_status(THIRTY, Suspended);
		assert_eq!(stored(THIRTY).reason, Reason::Administration);
		assert_noop!(
			change(NORTH_REGISTRAR, THIRTY, Active, Reason::Verified),
			Error::SuspendedByAdmin
		);
	});
}

#[test]
fn refuses_every_other_account_and_every_other_participant() {
	with_thirty(|| {
		for origin in not_registrars_of_the_north() {
			let before = stored(THIRTY);
			let reason = Reason::Misconduct;
			assert!(Participants::change_status(origin, THIRTY, Suspended, reason).is_err());
			assert_eq!(stored(THIRTY), before);
		}
		for (by, id, error) in [
			(SOUTH_REGISTRAR, THIRTY, Error::OtherJurisdiction),
			(NORTH_REGISTRAR, TEN, Error::OtherJurisdiction),
			(NORTH_REGISTRAR, ParticipantId(9), Error::UnknownParticipant),
			(NORTH_ADMIN, THIRTY, Error::NotARegistrar),
			(30, THIRTY, Error::NotARegistrar),
		] {
			assert_noop!(change(by, id, Suspended, Reason::Misconduct), error);
		}
		assert_noop!(
			change(NORTH_REGISTRAR, THIRTY, Active, Reason::Verified),
			Error::StatusUnchanged
		);
	});
}
