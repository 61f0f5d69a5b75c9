//! Giving a participant another own account.

use super::*;
use crate::{Accounts, Recoveries};
use frame_support::assert_noop;
use gridforge_primitives::{OnRestriction, Participants as _};

const NEW: AccountId = 35;

fn begin(by: AccountId, account: AccountId) -> sp_runtime::DispatchResult {
	Participants::begin_recovery(RuntimeOrigin::signed(by), THIRTY, account)
}

fn complete(by: AccountId) -> sp_runtime::DispatchResult {
	Participants::complete_recovery(RuntimeOrigin::signed(by), THIRTY)
}

fn stop(by: AccountId) -> sp_runtime::DispatchResult {
	Participants::stop_recovery(RuntimeOrigin::signed(by), THIRTY)
}

#[test]
fn the_new_account_takes_over_after_the_delay_and_delegates_end() {
	with_thirty(|| {
		appoint(30, 31);
		appoint(30, 32);
		appoint(10, NEW);
		Now::set(500);
		assert_ok!(begin(NORTH_REGISTRAR, NEW));
		let from = 500 + RECOVERY_DELAY;
		let event = Event::RecoveryBegun {
			participant: THIRTY,
			registrar: NORTH_REGISTRAR,
			account: NEW,
			from,
		};
		System::assert_last_event(event.into());
		Now::set(from - 1);
		assert_noop!(complete(NEW), Error::RecoveryTooEarly);
		assert_eq!(Participants::participant_of(&30), Some(THIRTY));

		Now::set(from);
		for other in [30, 31, NORTH_REGISTRAR, NORTH_ADMIN, 99] {
			assert_noop!(complete(other), Error::NotTheNewAccount);
		}
		assert_ok!(complete(NEW));
		let event = Event::AccountRecovered { participant: THIRTY, old: 30, new: NEW };
		System::assert_last_event(event.into());
		assert_eq!(Participants::participant_of(&NEW), Some(THIRTY));
		assert_eq!(stored(THIRTY).account, NEW);
		assert_eq!(Accounts::<Test>::get(30), None);
		for account in [30, 31, 32] {
			assert_eq!(trades_for(account), None);
		}
		assert!(delegates_of(THIRTY).is_empty() && delegates_of(TEN).is_empty());
		assert_eq!(trades_for(NEW), Some(THIRTY));
		assert_noop!(complete(NEW), Error::NoRecovery);
	});
}

#[test]
fn the_owner_a_registrar_and_the_admin_can_stop_it_and_nobody_else() {
	for who in [30, NORTH_REGISTRAR, NORTH_ADMIN] {
		with_thirty(|| {
			appoint(30, 31);
			assert_noop!(stop(who), Error::NoRecovery);
			assert_ok!(begin(NORTH_REGISTRAR, NEW));
			for other in [NEW, 31, SOUTH_REGISTRAR, SOUTH_ADMIN, 10, 99] {
				assert_noop!(stop(other), Error::MayNotStopRecovery);
			}
			assert_ok!(stop(who));
			let event = Event::RecoveryStopped { participant: THIRTY, by: who };
			System::assert_last_event(event.into());
			Now::set(RECOVERY_DELAY);
			assert_noop!(complete(NEW), Error::NoRecovery);
			// The delay begins anew.
			assert_ok!(begin(NORTH_REGISTRAR, NEW));
			assert_noop!(complete(NEW), Error::RecoveryTooEarly);
		});
	}
}

#[test]
fn what_a_stolen_registrars_key_began_ends_with_its_dismissal() {
	with_thirty(|| {
		assert_ok!(begin(NORTH_REGISTRAR, NEW));
		let admin = RuntimeOrigin::signed(NORTH_ADMIN);
		assert_ok!(Participants::dismiss_registrar(admin.clone(), NORTH, NORTH_REGISTRAR));
		Now::set(RECOVERY_DELAY);
		assert_noop!(complete(NEW), Error::RegistrarDismissed);
		// Nor does it help to become a registrar elsewhere.
		let south = RuntimeOrigin::signed(SOUTH_ADMIN);
		assert_ok!(Participants::appoint_registrar(south, SOUTH, NORTH_REGISTRAR));
		assert_noop!(complete(NEW), Error::RegistrarDismissed);
		assert_ok!(stop(NORTH_ADMIN));
	});
}

#[test]
fn refuses_every_other_account_and_every_other_participant() {
	with_thirty(|| {
		for origin in not_registrars_of_the_north() {
			assert!(Participants::begin_recovery(origin, THIRTY, NEW).is_err());
			assert!(!Recoveries::<Test>::contains_key(THIRTY));
		}
		assert_noop!(begin(SOUTH_REGISTRAR, NEW), Error::OtherJurisdiction);
		let registrar = || RuntimeOrigin::signed(NORTH_REGISTRAR);
		assert_noop!(Participants::begin_recovery(registrar(), TEN, NEW), Error::OtherJurisdiction);
		for (account, error) in
			[(10, Error::AccountAlreadyRegistered), (NORTH_REGISTRAR, Error::OwnCase)]
		{
			assert_noop!(begin(NORTH_REGISTRAR, account), error);
		}
		assert_ok!(begin(NORTH_REGISTRAR, NEW));
		assert_noop!(begin(NORTH_REGISTRAR, 36), Error::RecoveryUnderWay);
		// Somebody registers the account in the meantime.
		assert_ok!(Participants::register(RuntimeOrigin::root(), NEW));
		Now::set(RECOVERY_DELAY);
		assert_noop!(complete(NEW), Error::AccountAlreadyRegistered);
	});
}

#[test]
fn a_restriction_is_not_got_around() {
	with_thirty(|| {
		assert_ok!(Participants::restricted(&30));
		assert_noop!(begin(NORTH_REGISTRAR, NEW), Error::ParticipantIsFrozen);
		assert_ok!(Participants::lifted(&30));
		assert_ok!(begin(NORTH_REGISTRAR, NEW));
		assert_ok!(Participants::restricted(&30));
		Now::set(RECOVERY_DELAY);
		assert_noop!(complete(NEW), Error::ParticipantIsFrozen);
		assert_ok!(Participants::lifted(&30));
		assert_ok!(complete(NEW));
	});
}

#[test]
fn whoever_registered_itself_has_nobody_to_vouch_for_it() {
	with_jurisdictions(|| {
		let account = RuntimeOrigin::signed(60);
		assert_ok!(Participants::register_myself(account, NORTH, Kind::Household));
		assert_noop!(begin(NORTH_REGISTRAR, NEW), Error::NotVerified);
	});
}
