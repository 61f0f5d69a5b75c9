//! Creating zones.

use super::*;
use crate::{GenesisZone, NextZone, TariffVersion};
use frame_support::{assert_noop, assert_ok, dispatch::DispatchResult};
use gridforge_primitives::{Delivery, Lots, ParticipantId, Price, ProductRules, MIN_ORDER};
use sp_runtime::DispatchError::BadOrigin;

/// Create a zone that begins with `terms`.
fn create(origin: RuntimeOrigin, terms: GenesisZone) -> DispatchResult {
	let GenesisZone { operator, currency, tariff, floor, max_order } = terms;
	Grid::create_zone(origin, operator, currency, tariff, floor, max_order)
}

fn standard() -> GenesisZone {
	GenesisZone::run_by(OPERATOR)
}

#[test]
fn gives_the_next_id_to_a_zone_that_trades_at_once() {
	ExtBuilder::default().default_zone().minutes(100).build_and_execute(|| {
		let terms = GenesisZone {
			operator: OPERATOR,
			currency: 3,
			tariff: percent(2),
			floor: Price(-100),
			max_order: Lots(70),
		};
		assert_ok!(create(RuntimeOrigin::root(), terms));

		let zone = ZoneId(2);
		let stored = Zones::<Test>::get(zone).expect("was created");
		let version = TariffVersion { from: IntervalId(0), tariff: percent(2) };
		assert_eq!(stored.tariffs.to_vec(), [version]);
		let rules = ProductRules {
			operator: OPERATOR,
			currency: 3,
			floor: Price(-100),
			max_order: Lots(70),
			tariff: percent(2),
			delivery: Delivery::Deemed,
		};
		let of_open = <Grid as gridforge_primitives::Zones>::rules(zone, IntervalId(101));
		assert_eq!(of_open, Some(rules));
		assert_eq!(NextZone::<Test>::get(), ZoneId(3));
		System::assert_last_event(Event::ZoneCreated { zone, rules }.into());
	});
}

#[test]
fn takes_rules_at_their_bounds() {
	ExtBuilder::default().build_and_execute(|| {
		for terms in [
			GenesisZone { tariff: percent(0), ..standard() },
			GenesisZone { tariff: percent(50), ..standard() },
			GenesisZone { floor: Price(-1_000_000), ..standard() },
			GenesisZone { floor: Price(1_000_000), ..standard() },
			GenesisZone { max_order: MIN_ORDER, ..standard() },
		] {
			assert_ok!(create(RuntimeOrigin::root(), terms));
		}
	});
}

#[test]
fn refuses_rules_out_of_bounds() {
	let over_half = Tariff { ad_valorem: Permill::from_parts(500_001) };
	ExtBuilder::default().build_and_execute(|| {
		for (terms, error) in [
			(GenesisZone { operator: SUSPENDED, ..standard() }, Error::OperatorMayNotTrade),
			(GenesisZone { operator: ParticipantId(9), ..standard() }, Error::OperatorMayNotTrade),
			(GenesisZone { tariff: over_half, ..standard() }, Error::TariffTooHigh),
			(GenesisZone { floor: Price(-1_000_001), ..standard() }, Error::FloorOutOfBounds),
			(GenesisZone { floor: Price(1_000_001), ..standard() }, Error::FloorOutOfBounds),
			(GenesisZone { max_order: Lots(9), ..standard() }, Error::MaxOrderTooSmall),
		] {
			assert_noop!(create(RuntimeOrigin::root(), terms), error);
		}
	});
}

#[test]
fn refuses_other_origins() {
	ExtBuilder::default().build_and_execute(|| {
		for origin in [RuntimeOrigin::signed(1), RuntimeOrigin::none()] {
			assert_noop!(create(origin, standard()), BadOrigin);
		}
	});
}

#[test]
fn refuses_when_the_ids_are_used_up() {
	ExtBuilder::default().build_and_execute(|| {
		NextZone::<Test>::put(ZoneId(u16::MAX - 1));
		assert_ok!(create(RuntimeOrigin::root(), standard()));
		assert_noop!(create(RuntimeOrigin::root(), standard()), Error::NoIdsLeft);
	});
}
