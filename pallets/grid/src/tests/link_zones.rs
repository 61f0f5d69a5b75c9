//! Linking zones.

use super::*;
use frame_support::{assert_noop, dispatch::DispatchResult};
use gridforge_primitives::{Link, Lots, Price, MAX_LINKS};
use sp_runtime::DispatchError::BadOrigin;

fn link(a: u16, b: u16, capacity: u32, fee: i32) -> DispatchResult {
	Grid::link_zones(RuntimeOrigin::root(), ZoneId(a), ZoneId(b), Lots(capacity), Price(fee))
}

fn to(zone: u16, capacity: u32, fee: i32) -> Link {
	Link { zone: ZoneId(zone), capacity: Lots(capacity), fee: Price(fee) }
}

/// A chain with so many zones.
fn zones(count: u32) -> ExtBuilder {
	(0..count).fold(ExtBuilder::default(), |builder, _| builder.default_zone())
}

#[test]
fn couples_both_ways() {
	zones(3).build_and_execute(|| {
		assert_ok!(link(1, 2, 50, 7));
		assert_eq!(Grid::links(ZoneId(1)), [to(2, 50, 7)]);
		assert_eq!(Grid::links(ZoneId(2)), [to(1, 50, 7)]);
		assert_eq!(Grid::links(ZoneId(3)), []);
		let event = Event::ZonesLinked { zone: ZONE, old: None, new: to(2, 50, 7) };
		System::assert_last_event(event.into());
	});
}

#[test]
fn again_changes_the_terms_from_either_side() {
	zones(3).build_and_execute(|| {
		assert_ok!(link(1, 2, 50, 7));
		assert_ok!(link(1, 3, 60, 0));
		assert_ok!(link(2, 1, 80, 1_000_000));
		assert_eq!(Grid::links(ZoneId(1)), [to(2, 80, 1_000_000), to(3, 60, 0)]);
		assert_eq!(Grid::links(ZoneId(2)), [to(1, 80, 1_000_000)]);
		let (zone, old, new) = (ZoneId(2), Some(to(1, 50, 7)), to(1, 80, 1_000_000));
		System::assert_last_event(Event::ZonesLinked { zone, old, new }.into());
		assert_noop!(link(1, 2, 80, 1_000_000), Error::Unchanged);
	});
}

#[test]
fn refuses_terms_out_of_bounds() {
	zones(2).build_and_execute(|| {
		for fee in [-1, 1_000_001] {
			assert_noop!(link(1, 2, 50, fee), Error::LinkFeeOutOfBounds);
		}
		assert_noop!(link(1, 2, 0, 7), Error::CapacityIsZero);
	});
}

#[test]
fn refuses_zones_that_cannot_trade_with_each_other() {
	zones(1).zone(NewZone { currency: 2, ..standard() }).build_and_execute(|| {
		assert_noop!(link(1, 1, 50, 7), Error::LinkToItself);
		assert_noop!(link(1, 2, 50, 7), Error::OtherCurrency);
		assert_noop!(link(1, 9, 50, 7), Error::UnknownZone);
		assert_noop!(link(9, 1, 50, 7), Error::UnknownZone);
	});
}

#[test]
fn refuses_more_links_than_either_zone_can_have() {
	let last = u16::try_from(MAX_LINKS + 2).expect("few");
	zones(MAX_LINKS + 2).build_and_execute(|| {
		for neighbour in 2..last {
			assert_ok!(link(1, neighbour, 50, 7));
		}
		assert_noop!(link(1, last, 50, 7), Error::TooManyLinks);
		assert_noop!(link(last, 1, 50, 7), Error::TooManyLinks);
		// Those that there are can be changed.
		assert_ok!(link(1, 2, 60, 7));
	});
}

#[test]
fn refuses_other_origins() {
	zones(2).build_and_execute(|| {
		for origin in [RuntimeOrigin::signed(1), RuntimeOrigin::none()] {
			assert_noop!(Grid::link_zones(origin, ZONE, ZoneId(2), Lots(1), Price(1)), BadOrigin);
		}
	});
}
