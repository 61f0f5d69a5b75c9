//! Zones that the chain begins with.

use super::*;
use crate::NextZone;
use gridforge_primitives::Price;

#[test]
fn numbers_them_from_one_in_order() {
	let other = NewZone {
		tax_collector: Some(OTHER),
		currency: 9,
		floor: Price(0),
		tariff: Some(percent(7)),
		..standard()
	};
	ExtBuilder::default().default_zone().zone(other).build_and_execute(|| {
		let first = ProductRules::default();
		assert_eq!(rules_of(1, 0), Some(first));
		let second = ProductRules {
			tax_collector: OTHER,
			currency: 9,
			floor: Price(0),
			fees: percent(7).at_hour(0),
			..first
		};
		assert_eq!(rules_of(2, 0), Some(second));
		assert_eq!(rules_of(3, 0), None);
		assert_eq!(NextZone::<Test>::get(), ZoneId(3));
	});
}

#[test]
fn children_come_after_their_parents() {
	tree().build_and_execute(|| assert_eq!(share_of(3, 0), Some(5)));
}

#[test]
fn only_the_operator_must_be_named() {
	let zone: NewZone = serde_json::from_str(r#"{ "operator": 1 }"#).expect("reads");
	assert_eq!(zone, standard());
	let zone = serde_json::from_str::<NewZone>(r#"{ "operator": 1, "maxOrder": 5 }"#);
	assert!(zone.is_err());
	let zone: NewZone = serde_json::from_str(
		r#"{ "operator": 1, "kind": "substation", "parent": 1, "limits": { "maxOrder": 50 } }"#,
	)
	.expect("reads");
	assert_eq!((zone.kind, zone.parent), (ZoneKind::Substation, Some(ZONE)));
	assert_eq!(zone.limits.max_order.0, 50);
}

#[test]
#[should_panic(expected = "operators that may trade")]
fn refuses_an_operator_that_may_not_trade() {
	ExtBuilder::default().zone(NewZone::run_by(SUSPENDED)).build();
}
