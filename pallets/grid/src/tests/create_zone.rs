//! Creating zones.

use super::*;
use crate::{NextZone, TariffVersion};
use frame_support::{assert_noop, dispatch::DispatchResult};
use gridforge_primitives::{Collar, CollarReference, Lots, OrderLimits, ParticipantId, Price};
use sp_runtime::DispatchError::BadOrigin;

fn create(new: NewZone) -> DispatchResult {
	Grid::create_zone(RuntimeOrigin::root(), new)
}

fn collar() -> Collar {
	Collar { rate: Permill::one(), ticks: 9, reference: CollarReference::Average }
}

#[test]
fn gives_the_next_id_to_a_zone_that_trades_at_once() {
	ExtBuilder::default().default_zone().minutes(100).build_and_execute(|| {
		let new = NewZone {
			tax_collector: Some(OTHER),
			currency: 3,
			floor: Price(-100),
			limits: OrderLimits { max_order: Lots(70), ..OrderLimits::default() },
			collar: Some(collar()),
			auction: Some(300_000),
			tariff: Some(percent(2)),
			..standard()
		};
		assert_ok!(create(new));

		let zone = ZoneId(2);
		let stored = Zones::<Test>::get(zone).expect("was created");
		let version = TariffVersion { from: IntervalId(0), tariff: Some(percent(2)) };
		assert_eq!(stored.tariffs.to_vec(), [version]);
		let rules = ProductRules {
			operator: OPERATOR,
			tax_collector: OTHER,
			currency: 3,
			floor: Price(-100),
			limits: new.limits,
			collar: new.collar,
			auction: new.auction,
			fees: percent(2).at_hour(1),
			delivery: new.delivery,
		};
		assert_eq!(rules_of(2, 101), Some(rules));
		assert_eq!(NextZone::<Test>::get(), ZoneId(3));
		System::assert_last_event(Event::ZoneCreated { zone, new }.into());
	});
}

#[test]
fn the_event_says_what_the_defaults_came_to() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(create(standard()));
		let new = NewZone { tax_collector: Some(OPERATOR), tariff: Some(percent(5)), ..standard() };
		System::assert_last_event(Event::ZoneCreated { zone: ZONE, new }.into());
	});
}

#[test]
fn takes_rules_at_their_bounds() {
	ExtBuilder::default().build_and_execute(|| {
		for new in [
			NewZone { tariff: Some(percent(0)), ..standard() },
			NewZone { tariff: Some(percent(50)), ..standard() },
			NewZone { floor: Price(-1_000_000), ..standard() },
			NewZone { floor: Price(1_000_000), ..standard() },
			NewZone { auction: Some(12_001), ..standard() },
			NewZone { auction: Some(599_999), ..standard() },
		] {
			assert_ok!(create(new));
		}
	});
}

#[test]
fn refuses_rules_out_of_bounds() {
	let over_half = Tariff { ad_valorem: Permill::from_parts(500_001), ..percent(5) };
	let no_order = OrderLimits { min_order: Lots(0), ..OrderLimits::default() };
	// More than one can only come from JSON.
	let rate = serde_json::from_str("1000001").expect("reads");
	ExtBuilder::default().build_and_execute(|| {
		for (new, error) in [
			(NewZone::run_by(SUSPENDED), Error::OperatorMayNotTrade),
			(NewZone::run_by(ParticipantId(9)), Error::OperatorMayNotTrade),
			(
				NewZone { tax_collector: Some(SUSPENDED), ..standard() },
				Error::TaxCollectorMayNotTrade,
			),
			(NewZone { tariff: Some(over_half), ..standard() }, Error::TariffTooHigh),
			(NewZone { floor: Price(-1_000_001), ..standard() }, Error::FloorOutOfBounds),
			(NewZone { floor: Price(1_000_001), ..standard() }, Error::FloorOutOfBounds),
			(NewZone { limits: no_order, ..standard() }, Error::MinOrderIsZero),
			(
				NewZone { collar: Some(Collar { rate, ..collar() }), ..standard() },
				Error::CollarTooWide,
			),
			(NewZone { auction: Some(12_000), ..standard() }, Error::AuctionOutsideGate),
		] {
			assert_noop!(create(new), error);
		}
	});
}

#[test]
fn a_parent_is_there_before_higher_and_of_the_same_money() {
	use ZoneKind::{Feeder, Region, Substation};
	tree().build_and_execute(|| {
		for (parent, kind, fits) in [
			(1, Region, false),
			(1, Substation, true),
			(1, Feeder, true),
			(2, Region, false),
			(2, Substation, false),
			(2, Feeder, true),
			// So there are at most three levels: nothing fits below a feeder.
			(3, Region, false),
			(3, Substation, false),
			(3, Feeder, false),
		] {
			if fits {
				assert_ok!(create(within(parent, kind)));
			} else {
				assert_noop!(create(within(parent, kind)), Error::ParentNotHigher);
			}
		}
		assert_noop!(create(within(99, Feeder)), Error::UnknownParent);
		// Not even itself: the next id is not there yet.
		let next = NextZone::<Test>::get().0;
		assert_noop!(create(within(next, Feeder)), Error::UnknownParent);
		let other_money = NewZone { currency: 2, ..within(1, Feeder) };
		assert_noop!(create(other_money), Error::OtherCurrency);
	});
}

#[test]
fn a_child_has_its_parents_tariff_or_its_own() {
	tree().build_and_execute(|| {
		let own = NewZone { tariff: Some(percent(9)), ..within(2, ZoneKind::Feeder) };
		assert_ok!(create(own));
		assert_eq!([1, 2, 3, 4].map(|zone| share_of(zone, 50)), [5, 5, 5, 9].map(Some));
	});
}

#[test]
fn refuses_other_origins() {
	ExtBuilder::default().build_and_execute(|| {
		for origin in [RuntimeOrigin::signed(1), RuntimeOrigin::none()] {
			assert_noop!(Grid::create_zone(origin, standard()), BadOrigin);
		}
	});
}

#[test]
fn refuses_when_the_ids_are_used_up() {
	ExtBuilder::default().build_and_execute(|| {
		NextZone::<Test>::put(ZoneId(u16::MAX - 1));
		assert_ok!(create(standard()));
		assert_noop!(create(standard()), Error::NoIdsLeft);
	});
}
