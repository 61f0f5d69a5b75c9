//! Creating jurisdictions, and saying who looks after them.

use super::*;
use crate::{Jurisdiction, JurisdictionRulesOf, Jurisdictions, NextJurisdiction, HOME};
use frame_support::assert_noop;
use gridforge_primitives::OrderTypes;
use sp_runtime::DispatchError::BadOrigin;

#[test]
fn gets_the_next_id_its_admin_and_its_rules() {
	ExtBuilder::default().build_and_execute(|| {
		let rules = open_rules();
		for (id, admin) in [(NORTH, 40), (SOUTH, 50)] {
			assert_ok!(Participants::create_jurisdiction(RuntimeOrigin::root(), admin, rules));
			let event = Event::JurisdictionCreated { jurisdiction: id, admin, rules };
			System::assert_last_event(event.into());
			let jurisdiction = Jurisdiction { admin: Some(admin), registrars: 0 };
			assert_eq!(Jurisdictions::<Test>::get(id), Some(jurisdiction));
			assert_eq!(JurisdictionRulesOf::<Test>::get(id), Some(rules));
		}
	});
}

#[test]
fn that_of_the_chain_is_there_from_the_beginning() {
	ExtBuilder::default().participants(&[10]).build_and_execute(|| {
		let jurisdiction = Jurisdiction { admin: None, registrars: 0 };
		assert_eq!(Jurisdictions::<Test>::get(HOME), Some(jurisdiction));
		let rules = JurisdictionRules::default();
		assert_eq!(JurisdictionRulesOf::<Test>::get(HOME), Some(rules));
		assert_eq!(stored(TEN).jurisdiction, HOME);
	});
}

#[test]
fn refuses_other_origins() {
	with_jurisdictions(|| {
		for origin in [RuntimeOrigin::none(), RuntimeOrigin::signed(NORTH_ADMIN)] {
			let rules = JurisdictionRules::default();
			assert_noop!(Participants::create_jurisdiction(origin.clone(), 40, rules), BadOrigin);
			assert_noop!(Participants::set_jurisdiction_admin(origin, NORTH, 42), BadOrigin);
		}
	});
}

#[test]
fn refuses_unsound_rules_and_ids_that_are_used_up() {
	ExtBuilder::default().build_and_execute(|| {
		let create = |rules| Participants::create_jurisdiction(RuntimeOrigin::root(), 40, rules);
		let none = JurisdictionRules { order_types: OrderTypes::NONE, ..Default::default() };
		assert_noop!(create(none), Error::NoOrderType);
		NextJurisdiction::<Test>::put(JurisdictionId(u16::MAX));
		assert_noop!(create(JurisdictionRules::default()), Error::NoIdsLeft);
	});
}

#[test]
fn another_admin_takes_over_at_once() {
	with_jurisdictions(|| {
		let root = RuntimeOrigin::root;
		assert_ok!(Participants::set_jurisdiction_admin(root(), NORTH, 42));
		let event =
			Event::JurisdictionAdminSet { jurisdiction: NORTH, old: Some(NORTH_ADMIN), new: 42 };
		System::assert_last_event(event.into());
		let dismiss =
			|by| Participants::dismiss_registrar(RuntimeOrigin::signed(by), NORTH, NORTH_REGISTRAR);
		assert_noop!(dismiss(NORTH_ADMIN), Error::NotJurisdictionAdmin);
		assert_ok!(dismiss(42));

		assert_noop!(
			Participants::set_jurisdiction_admin(root(), NORTH, 42),
			Error::AdminUnchanged
		);
		assert_noop!(
			Participants::set_jurisdiction_admin(root(), JurisdictionId(9), 42),
			Error::UnknownJurisdiction
		);
		assert_ok!(Participants::set_jurisdiction_admin(root(), HOME, 43));
	});
}
