//! Applying for a licence.

use super::*;
use pallet_participants::Status;

#[test]
fn bonds_grid_and_waits_to_be_granted() {
	build_and_execute(|| {
		assert_ok!(apply(ALICE));
		assert_eq!(licence(ALICE), Some(Licence::applied(ALICE, LAW, TERMS)));
		assert_eq!(held(ALICE), TERMS.bond);
		assert_eq!(Balances::free_balance(ALICE), ENDOWMENT - TERMS.bond);
		assert!(!is_host(ALICE));
		System::assert_last_event(
			Event::LicenceApplied {
				participant: id_of(ALICE),
				class: Host,
				jurisdiction: LAW,
				terms: TERMS,
			}
			.into(),
		);
	});
}

#[test]
fn refuses_a_jurisdiction_that_there_is_not() {
	build_and_execute(|| {
		let origin = RuntimeOrigin::signed(ALICE);
		let nowhere = Licensing::apply(origin, Host, JurisdictionId(49));
		assert_noop!(nowhere, Error::UnknownJurisdiction);
	});
}

#[test]
fn a_participant_has_one_licence_of_each_class() {
	build_and_execute(|| {
		let apply_for = |class| Licensing::apply(RuntimeOrigin::signed(ALICE), class, LAW);
		for class in [Generation, Retail, Aggregation] {
			assert_noop!(apply_for(class), Error::NoTerms);
			let origin = RuntimeOrigin::root();
			assert_ok!(Licensing::set_terms(origin, class, Some(TERMS)));
			assert_ok!(apply_for(class));
			assert_noop!(apply_for(class), Error::AlreadyLicensed);
		}
		assert_eq!(held(ALICE), 3 * TERMS.bond);
		license(ALICE);
		assert_noop!(apply(ALICE), Error::AlreadyLicensed);
		assert_eq!(held(ALICE), 4 * TERMS.bond);
	});
}

#[test]
fn one_that_has_ended_is_forgotten_and_its_bond_released() {
	build_and_execute(|| {
		license(ALICE);
		pass(TERMS.duration - 1);
		assert_noop!(apply(ALICE), Error::AlreadyLicensed);
		pass(1);
		assert_ok!(apply(ALICE));
		assert_eq!(licence(ALICE), Some(Licence::applied(ALICE, LAW, TERMS)));
		assert_eq!(held(ALICE), TERMS.bond);
	});
}

#[test]
fn refuses_who_cannot_bond() {
	build_and_execute(|| {
		let spare = ENDOWMENT - TERMS.bond;
		assert_ok!(Balances::transfer_allow_death(
			RuntimeOrigin::signed(ALICE),
			STRANGER,
			spare + 1
		));
		assert_noop!(apply(ALICE), Error::BondTooHigh);
	});
}

#[test]
fn refuses_strangers_and_those_who_may_not_trade() {
	build_and_execute(|| {
		assert_noop!(apply(STRANGER), Error::NotAParticipant);
		let suspended = Status::Suspended;
		assert_ok!(Participants::set_status(RuntimeOrigin::root(), id_of(BOB), suspended));
		assert_noop!(apply(BOB), Error::MayNotTrade);
		for origin in [RuntimeOrigin::root(), RuntimeOrigin::none()] {
			assert_noop!(Licensing::apply(origin, Host, LAW), BadOrigin);
		}
	});
}
