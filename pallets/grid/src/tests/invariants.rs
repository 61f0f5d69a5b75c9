//! The invariants notice damaged storage.

use super::*;
use crate::{LinksOf, NextZone, OffsetsOf, TariffVersion, TimesOf, TradingTimes, ZoneOf};
use gridforge_primitives::{Calendar, Link, Lots, ParticipantId, Price};
use sp_runtime::DispatchError;

/// The tree, of which zones 1 and 2 are linked, is in order until `damage`, and then not.
fn notices(noticed: impl Into<DispatchError>, damage: impl FnOnce()) {
	let noticed = noticed.into();
	tree().build().execute_with(|| {
		let (root, two) = (RuntimeOrigin::root(), ZoneId(2));
		assert_ok!(Grid::link_zones(root, ZONE, two, Lots(50), Price(7)));
		assert_eq!(Grid::do_try_state(), Ok(()));
		damage();
		assert_eq!(Grid::do_try_state(), Err(noticed));
	});
}

/// Damage the record of a zone.
fn change(zone: u16, damage: impl FnOnce(&mut ZoneOf<Test>)) {
	Zones::<Test>::mutate(ZoneId(zone), |zone| damage(zone.as_mut().expect("exists")));
}

#[test]
fn an_id_that_was_never_assigned() {
	let noticed = "zone with an id that was never assigned";
	notices(noticed, || NextZone::<Test>::put(ZONE));
	notices(noticed, || {
		let zone = Zones::<Test>::get(ZONE).expect("exists");
		Zones::<Test>::insert(ZoneId(0), zone);
	});
}

#[test]
fn a_damaged_tree() {
	notices("parent that does not exist", || change(2, |zone| zone.parent = Some(UNKNOWN)));
	notices("parent not of a higher kind", || change(2, |zone| zone.parent = Some(ZoneId(3))));
	notices("parent not of a higher kind", || change(3, |zone| zone.kind = ZoneKind::Substation));
	notices("parent with other money", || change(3, |zone| zone.currency = 2));
}

#[test]
fn damaged_rules() {
	let again = TariffVersion { from: IntervalId(0), tariff: Some(percent(5)) };
	notices("zone without an operator", || change(3, |zone| zone.operator = ParticipantId(0)));
	notices("zone without a tax collector", || {
		change(3, |zone| zone.tax_collector = ParticipantId(0));
	});
	notices("zone without a tariff", || change(3, |zone| zone.tariffs.clear()));
	notices("tariff versions out of order", || {
		change(3, |zone| zone.tariffs.try_push(again).expect("has room"));
	});
	notices("nobody's tariff holds", || change(1, |zone| zone.tariffs[0].tariff = None));
	notices(Error::TariffTooHigh, || {
		change(1, |zone| zone.tariffs[0].tariff = Some(percent(51)));
	});
	notices(Error::FloorOutOfBounds, || change(3, |zone| zone.floor = Price(-1_000_001)));
	notices(Error::CapacityIsZero, || change(3, |zone| zone.limits.capacity = Lots(0)));
	notices(Error::AuctionOutsideGate, || change(3, |zone| zone.auction = Some(0)));
}

#[test]
fn damaged_times() {
	notices("times of no zone", || TimesOf::<Test>::insert(UNKNOWN, TradingTimes::default()));
	notices(Error::CalendarNotAllowed, || {
		let calendar = Calendar { days: 0, ..Calendar::default() };
		TimesOf::<Test>::insert(ZONE, TradingTimes { calendar, ..TradingTimes::default() });
	});
	let table = |entries: [u64; 2]| {
		let entries = entries.map(|from| UtcOffset { from, minutes: 60 });
		frame_support::BoundedVec::truncate_from(entries.to_vec())
	};
	notices("offsets of no zone", || OffsetsOf::<Test>::insert(UNKNOWN, table([0, 1])));
	notices(Error::OffsetsOutOfOrder, || OffsetsOf::<Test>::insert(ZONE, table([1, 1])));
}

#[test]
fn damaged_links() {
	let list = |zone: u16, links: &[Link]| {
		let links = frame_support::BoundedVec::truncate_from(links.to_vec());
		LinksOf::<Test>::insert(ZoneId(zone), links);
	};
	let to = |zone: u16| Link { zone: ZoneId(zone), capacity: Lots(50), fee: Price(7) };
	notices("links of no zone", || list(9, &[to(1)]));
	notices("empty list of links", || list(3, &[]));
	notices(Error::CapacityIsZero, || list(3, &[Link { capacity: Lots(0), ..to(1) }]));
	notices("link to itself", || list(3, &[to(3)]));
	notices("zone linked twice", || list(1, &[to(2), to(2)]));
	notices("link to no zone", || list(3, &[to(9)]));
	notices("link without a way back", || list(3, &[to(1)]));
	notices("link without a way back", || list(1, &[Link { fee: Price(8), ..to(2) }]));
	notices("link to other money", || {
		list(3, &[to(1)]);
		change(3, |zone| (zone.parent, zone.currency) = (None, 2));
		change(3, |zone| zone.tariffs[0].tariff = Some(percent(5)));
	});
}
