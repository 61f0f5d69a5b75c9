//! Granting a licence.

use super::*;

#[test]
fn it_is_in_force_for_its_duration() {
	build_and_execute(|| {
		assert_ok!(apply(ALICE));
		pass(MINUTE);
		assert_ok!(grant(ALICE));
		let until = Now::get() + TERMS.duration;
		System::assert_last_event(
			Event::LicenceGranted { participant: id_of(ALICE), class: Host, until }.into(),
		);
		assert!(is_host(ALICE));
		pass(TERMS.duration - 1);
		assert!(is_host(ALICE));
		pass(1);
		assert!(!is_host(ALICE));
	});
}

#[test]
fn under_the_terms_that_were_applied_for() {
	build_and_execute(|| {
		assert_ok!(apply(ALICE));
		let longer = LicenceTerms { duration: 2 * TERMS.duration, ..TERMS };
		assert_ok!(Licensing::set_terms(RuntimeOrigin::root(), Host, Some(longer)));
		assert_ok!(grant(ALICE));
		assert_eq!(licence(ALICE).unwrap().until, Some(Now::get() + TERMS.duration));
	});
}

#[test]
fn only_an_application_and_once() {
	build_and_execute(|| {
		assert_noop!(grant(ALICE), Error::NoLicence);
		license(ALICE);
		assert_noop!(grant(ALICE), Error::AlreadyGranted);
		pass(TERMS.duration);
		assert_noop!(grant(ALICE), Error::AlreadyGranted);
	});
}

#[test]
fn a_licence_of_another_class_makes_no_host() {
	build_and_execute(|| {
		let root = RuntimeOrigin::root;
		assert_ok!(Licensing::set_terms(root(), Retail, Some(TERMS)));
		assert_ok!(Licensing::apply(RuntimeOrigin::signed(ALICE), Retail, LAW));
		assert_ok!(Licensing::grant(root(), id_of(ALICE), Retail));
		assert!(!is_host(ALICE));
	});
}

#[test]
fn only_the_admin_grants() {
	build_and_execute(|| {
		assert_ok!(apply(ALICE));
		only_the_admin_may(|origin| Licensing::grant(origin, id_of(ALICE), Host));
	});
}

#[test]
fn who_is_licensed_can_be_chosen_and_left_when_it_is_no_longer() {
	build_and_execute(|| {
		let choose = |host| Participants::choose_host(RuntimeOrigin::signed(BOB), host);
		let host = Some(id_of(ALICE));
		let unlicensed = || pallet_participants::Error::<Test>::HostNotLicensed;
		assert_noop!(choose(host), unlicensed());
		assert_ok!(apply(ALICE));
		assert_noop!(choose(host), unlicensed());
		assert_ok!(grant(ALICE));
		assert_ok!(choose(host));
		assert_ok!(suspend(ALICE));
		// It keeps whom it chose, trades on, and leaves when it wants to.
		assert_eq!(Participants::host_of(id_of(BOB)), host);
		assert!(Participants::may_trade(id_of(BOB)));
		assert_ok!(choose(None));
		assert_noop!(choose(host), unlicensed());
	});
}
