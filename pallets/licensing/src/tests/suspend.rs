//! Suspending a licence and reinstating it.

use super::*;

#[test]
fn it_is_out_of_force_until_it_is_reinstated() {
	build_and_execute(|| {
		license(ALICE);
		let (participant, class) = (id_of(ALICE), Host);
		assert_ok!(suspend(ALICE));
		System::assert_last_event(Event::LicenceSuspended { participant, class }.into());
		assert!(!is_host(ALICE));
		assert_eq!(held(ALICE), TERMS.bond);
		assert_ok!(reinstate(ALICE));
		System::assert_last_event(Event::LicenceReinstated { participant, class }.into());
		assert!(is_host(ALICE));
	});
}

#[test]
fn its_time_goes_on() {
	build_and_execute(|| {
		license(ALICE);
		assert_ok!(suspend(ALICE));
		pass(TERMS.duration);
		assert_noop!(reinstate(ALICE), Error::LicenceEnded);
		assert_ok!(release(ALICE));
		assert_eq!(held(ALICE), 0);
	});
}

#[test]
fn only_what_can_change() {
	build_and_execute(|| {
		assert_noop!(suspend(ALICE), Error::NoLicence);
		assert_ok!(apply(ALICE));
		assert_noop!(suspend(ALICE), Error::NotGranted);
		assert_noop!(reinstate(ALICE), Error::NotGranted);
		assert_ok!(grant(ALICE));
		assert_noop!(reinstate(ALICE), Error::NotSuspended);
		assert_ok!(suspend(ALICE));
		assert_noop!(suspend(ALICE), Error::LicenceIsSuspended);
		pass(TERMS.duration);
		assert_noop!(suspend(ALICE), Error::LicenceEnded);
	});
}

#[test]
fn only_the_admin_does() {
	build_and_execute(|| {
		license(ALICE);
		only_the_admin_may(|origin| Licensing::suspend(origin, id_of(ALICE), Host));
		assert_ok!(suspend(ALICE));
		only_the_admin_may(|origin| Licensing::reinstate(origin, id_of(ALICE), Host));
	});
}
