//! Changing the rules of a jurisdiction.

use super::*;
use crate::{JurisdictionRulesOf, HOME};
use frame_support::assert_noop;
use gridforge_primitives::{Cap, Participants as _};
use sp_runtime::DispatchError::BadOrigin;

/// Rules with a cap on what those of the tier `Basic` order.
fn capped(lots: u32) -> JurisdictionRules {
	let order = Some(Cap { lots: Lots(lots), money: 1_000 });
	let basic = Some(TierCaps { order, ..Default::default() });
	JurisdictionRules { basic, full: None, cross_zone: false, ..Default::default() }
}

#[test]
fn the_admin_and_the_admin_origin_set_them() {
	with_jurisdictions(|| {
		let mut old = open_rules();
		let setters = [(RuntimeOrigin::signed(NORTH_ADMIN), 20), (RuntimeOrigin::root(), 30)];
		for (setter, lots) in setters {
			let new = capped(lots);
			assert_ok!(Participants::set_rules(setter, NORTH, new));
			let event = Event::RulesSet { jurisdiction: NORTH, old, new };
			System::assert_last_event(event.into());
			assert_eq!(JurisdictionRulesOf::<Test>::get(NORTH), Some(new));
			old = new;
		}
		assert_ok!(Participants::set_rules(RuntimeOrigin::root(), HOME, capped(20)));
	});
}

#[test]
fn the_market_is_told_those_of_the_participants_jurisdiction_and_tier() {
	with_thirty(|| {
		let north = Participants::admission(THIRTY).expect("may trade");
		assert_eq!(north.caps, Some(TierCaps::default()));
		assert_eq!(north.valid_until, verified(Tier::Basic).valid_until);
		let admin = RuntimeOrigin::signed(NORTH_ADMIN);
		assert_ok!(Participants::set_rules(admin.clone(), NORTH, capped(20)));
		let admission = Participants::admission(THIRTY).expect("may trade");
		assert_eq!(admission.caps, capped(20).basic);
		assert!(!admission.cross_zone);
		// Nobody else's rules have changed.
		let home = Participants::admission(TEN).expect("may trade");
		assert_eq!(home, JurisdictionRules::default().admission(Tier::Full, Millis::MAX));

		// A tier that may not trade is not the same as a participant that may not.
		let none = JurisdictionRules { basic: None, ..capped(20) };
		assert_ok!(Participants::set_rules(admin, NORTH, none));
		assert_eq!(Participants::admission(THIRTY).expect("may trade").caps, None);
		set_status(THIRTY, Status::Suspended);
		assert_eq!(Participants::admission(THIRTY), None);
		assert_eq!(Participants::admission(ParticipantId(9)), None);
	});
}

#[test]
fn refuses_everybody_else() {
	with_jurisdictions(|| {
		for who in [NORTH_REGISTRAR, SOUTH_ADMIN, SOUTH_REGISTRAR, 10, 99] {
			assert_noop!(
				Participants::set_rules(RuntimeOrigin::signed(who), NORTH, capped(20)),
				Error::NotJurisdictionAdmin
			);
		}
		// Nobody but the admin origin looks after the chain's own.
		assert_noop!(
			Participants::set_rules(RuntimeOrigin::signed(NORTH_ADMIN), HOME, capped(20)),
			Error::NotJurisdictionAdmin
		);
		assert_noop!(Participants::set_rules(RuntimeOrigin::none(), NORTH, capped(20)), BadOrigin);
	});
}

#[test]
fn refuses_rules_outside_the_bounds() {
	with_jurisdictions(|| {
		let set = |rules| Participants::set_rules(RuntimeOrigin::signed(NORTH_ADMIN), NORTH, rules);
		assert_noop!(set(capped(9)), Error::UnsoundCaps);
		let all = JurisdictionRules { sandbox: Some(TierCaps::default()), ..Default::default() };
		assert_noop!(set(all), Error::AboveSandboxCeiling);
		assert_noop!(set(open_rules()), Error::RulesUnchanged);
		for origin in [RuntimeOrigin::root(), RuntimeOrigin::signed(NORTH_ADMIN)] {
			assert_noop!(
				Participants::set_rules(origin, JurisdictionId(9), capped(20)),
				Error::UnknownJurisdiction
			);
		}
	});
}
