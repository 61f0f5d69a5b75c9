//! Taking links away.

use super::*;
use crate::LinksOf;
use frame_support::{assert_noop, dispatch::DispatchResult};
use gridforge_primitives::{Link, Lots, Price};
use sp_runtime::DispatchError::BadOrigin;

fn unlink(a: u16, b: u16) -> DispatchResult {
	Grid::unlink_zones(RuntimeOrigin::root(), ZoneId(a), ZoneId(b))
}

/// Three zones, the first of which is linked to the others.
fn linked(test: impl FnOnce()) {
	ExtBuilder::default().default_zone().default_zone().default_zone().build_and_execute(|| {
		for neighbour in [2, 3] {
			let (b, root) = (ZoneId(neighbour), RuntimeOrigin::root());
			assert_ok!(Grid::link_zones(root, ZONE, b, Lots(50), Price(7)));
		}
		test();
	});
}

#[test]
fn leaves_the_other_links_and_no_empty_list() {
	linked(|| {
		assert_ok!(unlink(2, 1));
		let neighbours = Grid::links(ZONE).iter().map(|link| link.zone).collect::<Vec<_>>();
		assert_eq!(neighbours, [ZoneId(3)]);
		assert!(!LinksOf::<Test>::contains_key(ZoneId(2)));
		let old = Link { zone: ZONE, capacity: Lots(50), fee: Price(7) };
		System::assert_last_event(Event::ZonesUnlinked { zone: ZoneId(2), old }.into());
	});
}

#[test]
fn refuses_zones_that_are_not_linked() {
	linked(|| {
		for (a, b) in [(2, 3), (1, 1), (1, 9), (9, 1)] {
			assert_noop!(unlink(a, b), Error::NotLinked);
		}
		assert_ok!(unlink(1, 2));
		assert_noop!(unlink(1, 2), Error::NotLinked);
	});
}

#[test]
fn refuses_other_origins() {
	linked(|| {
		for origin in [RuntimeOrigin::signed(1), RuntimeOrigin::none()] {
			assert_noop!(Grid::unlink_zones(origin, ZONE, ZoneId(2)), BadOrigin);
		}
	});
}
