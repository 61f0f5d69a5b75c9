//! Setting the time of the opening auction. The gate of the mock opens 600 and closes 12 seconds before delivery.

use super::*;
use frame_support::{assert_noop, dispatch::DispatchResult};
use gridforge_primitives::Millis;
use sp_runtime::DispatchError::BadOrigin;

fn set(auction: Option<Millis>) -> DispatchResult {
	Grid::set_auction(RuntimeOrigin::root(), ZONE, auction)
}

#[test]
fn holds_for_the_rules_of_any_interval_until_it_is_taken_off() {
	ExtBuilder::default().default_zone().build_and_execute(|| {
		let mut old = None;
		for new in [Some(12_001), Some(599_999), None] {
			assert_ok!(set(new));
			assert_eq!(rules_of(1, 1).map(|rules| rules.auction), Some(new));
			System::assert_last_event(Event::AuctionChanged { zone: ZONE, old, new }.into());
			old = new;
		}
	});
}

#[test]
fn refuses_a_time_at_which_products_are_not_open() {
	ExtBuilder::default().default_zone().build_and_execute(|| {
		for auction in [0, 12_000, 600_000, Millis::MAX] {
			assert_noop!(set(Some(auction)), Error::AuctionOutsideGate);
		}
	});
}

#[test]
fn refuses_the_same_an_unknown_zone_and_other_origins() {
	ExtBuilder::default().default_zone().build_and_execute(|| {
		assert_noop!(set(None), Error::Unchanged);
		let new = Some(300_000);
		let root = RuntimeOrigin::root();
		assert_noop!(Grid::set_auction(root, UNKNOWN, new), Error::UnknownZone);
		for origin in [RuntimeOrigin::signed(1), RuntimeOrigin::none()] {
			assert_noop!(Grid::set_auction(origin, ZONE, new), BadOrigin);
		}
	});
}
