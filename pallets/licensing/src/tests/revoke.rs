//! Revoking a licence.

use super::*;

#[test]
fn it_ends_with_notice_and_keeps_its_bond_until_then() {
	build_and_execute(|| {
		license(ALICE);
		assert_ok!(revoke(ALICE));
		let until = Now::get() + TERMS.notice;
		System::assert_last_event(
			Event::LicenceRevoked { participant: id_of(ALICE), class: Host, until }.into(),
		);
		pass(TERMS.notice - 1);
		assert!(is_host(ALICE));
		assert_noop!(release(ALICE), Error::LicenceNotEnded);
		pass(1);
		assert!(!is_host(ALICE));
		assert_eq!(held(ALICE), TERMS.bond);
		assert_ok!(release(ALICE));
		assert_eq!(held(ALICE), 0);
	});
}

#[test]
fn no_later_than_it_would_have_ended() {
	build_and_execute(|| {
		license(ALICE);
		let until = licence(ALICE).unwrap().until;
		pass(TERMS.duration - 1);
		assert_ok!(revoke(ALICE));
		assert_eq!(licence(ALICE).unwrap().until, until);
	});
}

#[test]
fn suspended_too_it_is_in_force_no_longer() {
	build_and_execute(|| {
		license(ALICE);
		assert_ok!(revoke(ALICE));
		assert_ok!(suspend(ALICE));
		assert!(!is_host(ALICE));
	});
}

#[test]
fn an_application_is_refused_at_once() {
	build_and_execute(|| {
		assert_ok!(apply(ALICE));
		assert_ok!(revoke(ALICE));
		assert_eq!(licence(ALICE), None);
		assert_eq!(held(ALICE), 0);
		System::assert_last_event(
			Event::BondReleased {
				participant: id_of(ALICE),
				class: Host,
				account: ALICE,
				bond: TERMS.bond,
			}
			.into(),
		);
	});
}

#[test]
fn only_once_and_before_it_has_ended() {
	build_and_execute(|| {
		assert_noop!(revoke(ALICE), Error::NoLicence);
		license(ALICE);
		assert_ok!(revoke(ALICE));
		// Doing it again would put the end off.
		pass(1);
		assert_noop!(revoke(ALICE), Error::LicenceEnding);
		pass(TERMS.notice);
		assert_noop!(revoke(ALICE), Error::LicenceEnded);
	});
}

#[test]
fn only_the_admin_revokes() {
	build_and_execute(|| {
		license(ALICE);
		only_the_admin_may(|origin| Licensing::revoke(origin, id_of(ALICE), Host));
	});
}
