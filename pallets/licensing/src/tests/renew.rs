//! Renewing a licence.

use super::*;

#[test]
fn it_lasts_one_duration_more() {
	build_and_execute(|| {
		license(ALICE);
		let until = licence(ALICE).unwrap().until.unwrap();
		pass(TERMS.duration - 1);
		assert_ok!(renew(ALICE));
		let until = until + TERMS.duration;
		assert_eq!(licence(ALICE).unwrap().until, Some(until));
		System::assert_last_event(
			Event::LicenceRenewed { participant: id_of(ALICE), class: Host, terms: TERMS, until }
				.into(),
		);
		assert_eq!(held(ALICE), TERMS.bond);
	});
}

#[test]
fn not_before_one_duration_is_left() {
	build_and_execute(|| {
		license(ALICE);
		assert_ok!(renew(ALICE));
		pass(TERMS.duration - 1);
		assert_noop!(renew(ALICE), Error::TooEarly);
		pass(1);
		assert_ok!(renew(ALICE));
	});
}

#[test]
fn the_bond_becomes_what_the_terms_say_now() {
	build_and_execute(|| {
		license(ALICE);
		for bond in [2_000 * GRID, 500 * GRID] {
			let terms = LicenceTerms { bond, ..TERMS };
			assert_ok!(Licensing::set_terms(RuntimeOrigin::root(), Host, Some(terms)));
			assert_eq!(held(ALICE), licence(ALICE).unwrap().terms.bond);
			assert_ok!(renew(ALICE));
			assert_eq!(held(ALICE), bond);
			pass(TERMS.duration);
		}
		let terms = LicenceTerms { bond: ENDOWMENT, ..TERMS };
		assert_ok!(Licensing::set_terms(RuntimeOrigin::root(), Host, Some(terms)));
		assert_noop!(renew(ALICE), Error::BondTooHigh);
		assert_ok!(Licensing::set_terms(RuntimeOrigin::root(), Host, None));
		assert_noop!(renew(ALICE), Error::NoTerms);
	});
}

#[test]
fn only_what_is_in_force() {
	build_and_execute(|| {
		assert_noop!(renew(ALICE), Error::NoLicence);
		assert_noop!(renew(STRANGER), Error::NotAParticipant);
		assert_ok!(apply(ALICE));
		assert_noop!(renew(ALICE), Error::NotGranted);
		assert_ok!(grant(ALICE));
		assert_ok!(suspend(ALICE));
		assert_noop!(renew(ALICE), Error::LicenceIsSuspended);
		assert_ok!(reinstate(ALICE));
		assert_ok!(revoke(ALICE));
		assert_noop!(renew(ALICE), Error::LicenceEnding);
		pass(TERMS.notice);
		assert_noop!(renew(ALICE), Error::LicenceEnded);
		license(BOB);
		pass(TERMS.duration);
		assert_noop!(renew(BOB), Error::LicenceEnded);
		assert_noop!(Licensing::renew(RuntimeOrigin::root(), Host), BadOrigin);
	});
}
