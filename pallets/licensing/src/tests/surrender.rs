//! Giving a licence up.

use super::*;

#[test]
fn it_ends_with_notice() {
	build_and_execute(|| {
		license(ALICE);
		assert_ok!(surrender(ALICE));
		let until = Now::get() + TERMS.notice;
		System::assert_last_event(
			Event::LicenceSurrendered { participant: id_of(ALICE), class: Host, until }.into(),
		);
		assert!(is_host(ALICE));
		assert_noop!(surrender(ALICE), Error::LicenceEnding);
		assert_noop!(apply(ALICE), Error::AlreadyLicensed);
		pass(TERMS.notice);
		assert!(!is_host(ALICE));
		assert_noop!(surrender(ALICE), Error::LicenceEnded);
		assert_ok!(apply(ALICE));
		assert_eq!(held(ALICE), TERMS.bond);
	});
}

#[test]
fn an_application_is_withdrawn_at_once() {
	build_and_execute(|| {
		assert_ok!(apply(ALICE));
		assert_ok!(surrender(ALICE));
		assert_eq!((licence(ALICE), held(ALICE)), (None, 0));
	});
}

#[test]
fn without_notice_the_bond_is_free_at_once() {
	build_and_execute(|| {
		let terms = LicenceTerms { notice: 0, ..TERMS };
		assert_ok!(Licensing::set_terms(RuntimeOrigin::root(), Host, Some(terms)));
		license(ALICE);
		assert_ok!(surrender(ALICE));
		assert_eq!((licence(ALICE), held(ALICE)), (None, 0));
	});
}

#[test]
fn only_ones_own() {
	build_and_execute(|| {
		license(ALICE);
		assert_noop!(surrender(BOB), Error::NoLicence);
		assert_noop!(surrender(STRANGER), Error::NotAParticipant);
		assert_noop!(Licensing::surrender(RuntimeOrigin::root(), Host), BadOrigin);
	});
}
