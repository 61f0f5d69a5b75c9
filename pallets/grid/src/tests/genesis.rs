//! Zones that the chain begins with.

use super::*;
use crate::{GenesisZone, NextZone};
use gridforge_primitives::{Delivery, Lots, Price, ProductRules};

#[test]
fn numbers_them_from_one_in_order() {
	let other = GenesisZone {
		operator: OPERATOR,
		currency: 9,
		tariff: percent(7),
		floor: Price(0),
		max_order: Lots(50),
	};
	ExtBuilder::default().default_zone().zone(other).build_and_execute(|| {
		let rules = |zone| <Grid as gridforge_primitives::Zones>::rules(zone, IntervalId(0));
		let first = ProductRules {
			operator: OPERATOR,
			currency: 1,
			floor: Price(-500),
			max_order: Lots(100_000),
			tariff: percent(5),
			delivery: Delivery::Deemed,
		};
		assert_eq!(rules(ZoneId(1)), Some(first));
		let second = ProductRules {
			currency: 9,
			floor: Price(0),
			max_order: Lots(50),
			tariff: percent(7),
			..first
		};
		assert_eq!(rules(ZoneId(2)), Some(second));
		assert_eq!(rules(ZoneId(3)), None);
		assert_eq!(NextZone::<Test>::get(), ZoneId(3));
	});
}

#[test]
fn only_the_operator_must_be_named() {
	let zone: GenesisZone = serde_json::from_str(r#"{ "operator": 1 }"#).expect("reads");
	assert_eq!(zone, GenesisZone::run_by(OPERATOR));
}

#[test]
#[should_panic(expected = "operators that may trade")]
fn refuses_an_operator_that_may_not_trade() {
	ExtBuilder::default().zone(GenesisZone::run_by(SUSPENDED)).build();
}
