//! Releasing the bond of a licence that has ended.

use super::*;

#[test]
fn it_returns_to_who_bonded_it_whoever_asks() {
	build_and_execute(|| {
		license(ALICE);
		pass(TERMS.duration);
		assert_ok!(release(ALICE));
		assert_eq!(licence(ALICE), None);
		assert_eq!(Balances::free_balance(ALICE), ENDOWMENT);
		assert_eq!(Balances::free_balance(STRANGER), ENDOWMENT);
		System::assert_last_event(
			Event::BondReleased {
				participant: id_of(ALICE),
				class: Host,
				account: ALICE,
				bond: TERMS.bond,
			}
			.into(),
		);
		assert_noop!(release(ALICE), Error::NoLicence);
	});
}

#[test]
fn not_before_it_has_ended() {
	build_and_execute(|| {
		assert_noop!(release(ALICE), Error::NoLicence);
		assert_ok!(apply(ALICE));
		assert_noop!(release(ALICE), Error::LicenceNotEnded);
		assert_ok!(grant(ALICE));
		assert_ok!(suspend(ALICE));
		pass(TERMS.duration - 1);
		assert_noop!(release(ALICE), Error::LicenceNotEnded);
		let root = RuntimeOrigin::root();
		assert_noop!(Licensing::release_bond(root, id_of(ALICE), Host), BadOrigin);
	});
}

#[test]
fn of_several_licences_only_its_own_bond() {
	build_and_execute(|| {
		let terms = LicenceTerms { bond: 7 * GRID, ..TERMS };
		assert_ok!(Licensing::set_terms(RuntimeOrigin::root(), Retail, Some(terms)));
		assert_ok!(Licensing::apply(RuntimeOrigin::signed(ALICE), Retail, LAW));
		license(ALICE);
		pass(TERMS.duration);
		assert_ok!(release(ALICE));
		assert_eq!(held(ALICE), 7 * GRID);
	});
}
