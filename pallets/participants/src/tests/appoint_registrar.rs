//! Appointing and dismissing registrars.

use super::*;
use crate::{Jurisdictions, Registrars, HOME};
use frame_support::assert_noop;

fn appoint_by(
	by: AccountId,
	jurisdiction: JurisdictionId,
	account: AccountId,
) -> sp_runtime::DispatchResult {
	Participants::appoint_registrar(RuntimeOrigin::signed(by), jurisdiction, account)
}

fn dismiss_by(
	by: AccountId,
	jurisdiction: JurisdictionId,
	account: AccountId,
) -> sp_runtime::DispatchResult {
	Participants::dismiss_registrar(RuntimeOrigin::signed(by), jurisdiction, account)
}

/// How many registrars a jurisdiction counts.
fn count(jurisdiction: JurisdictionId) -> u32 {
	Jurisdictions::<Test>::get(jurisdiction).expect("exists").registrars
}

#[test]
fn a_registrar_belongs_to_one_jurisdiction() {
	with_jurisdictions(|| {
		assert_ok!(appoint_by(NORTH_ADMIN, NORTH, 42));
		let event = Event::RegistrarAppointed { jurisdiction: NORTH, account: 42 };
		System::assert_last_event(event.into());
		assert_eq!((Registrars::<Test>::get(42), count(NORTH)), (Some(NORTH), 2));
		for (admin, jurisdiction) in [(NORTH_ADMIN, NORTH), (SOUTH_ADMIN, SOUTH)] {
			assert_noop!(appoint_by(admin, jurisdiction, 42), Error::AlreadyARegistrar);
		}
		// The admin origin can appoint where nobody looks after the jurisdiction.
		assert_ok!(Participants::appoint_registrar(RuntimeOrigin::root(), HOME, 43));
	});
}

#[test]
fn there_are_as_many_as_there_is_room_for() {
	with_jurisdictions(|| {
		assert_ok!(appoint_by(NORTH_ADMIN, NORTH, 42));
		assert_noop!(appoint_by(NORTH_ADMIN, NORTH, 43), Error::TooManyRegistrars);
		assert_ok!(dismiss_by(NORTH_ADMIN, NORTH, 42));
		assert_ok!(appoint_by(NORTH_ADMIN, NORTH, 43));
	});
}

#[test]
fn only_the_admin_appoints_and_dismisses() {
	with_jurisdictions(|| {
		for who in [NORTH_REGISTRAR, SOUTH_ADMIN, SOUTH_REGISTRAR, 10, 99] {
			assert_noop!(appoint_by(who, NORTH, 42), Error::NotJurisdictionAdmin);
			assert_noop!(dismiss_by(who, NORTH, NORTH_REGISTRAR), Error::NotJurisdictionAdmin);
		}
		// Nor does an admin dismiss another jurisdiction's registrar through its own.
		assert_noop!(dismiss_by(NORTH_ADMIN, NORTH, SOUTH_REGISTRAR), Error::NotItsRegistrar);
		assert_noop!(appoint_by(NORTH_ADMIN, JurisdictionId(9), 42), Error::UnknownJurisdiction);
	});
}

#[test]
fn a_dismissed_registrar_does_nothing_more() {
	with_thirty(|| {
		assert_ok!(dismiss_by(NORTH_ADMIN, NORTH, NORTH_REGISTRAR));
		let event = Event::RegistrarDismissed { jurisdiction: NORTH, account: NORTH_REGISTRAR };
		System::assert_last_event(event.into());
		assert_eq!(count(NORTH), 0);
		let registrar = RuntimeOrigin::signed(NORTH_REGISTRAR);
		assert_noop!(
			Participants::admit(registrar.clone(), 31, verified(Tier::Full)),
			Error::NotARegistrar
		);
		assert_noop!(
			Participants::change_status(registrar, THIRTY, Status::Closed, Reason::Ended),
			Error::NotARegistrar
		);
		assert_noop!(dismiss_by(NORTH_ADMIN, NORTH, NORTH_REGISTRAR), Error::NotItsRegistrar);
		// What it did stays.
		assert_eq!(stored(THIRTY).verification, verified(Tier::Basic));
	});
}
