//! Setting how far prices may reach.

use super::*;
use frame_support::{assert_noop, dispatch::DispatchResult};
use gridforge_primitives::{Collar, CollarReference};
use sp_runtime::DispatchError::BadOrigin;

fn collar(rate: Permill) -> Option<Collar> {
	Some(Collar { rate, ticks: 10, reference: CollarReference::Last })
}

fn set(collar: Option<Collar>) -> DispatchResult {
	Grid::set_collar(RuntimeOrigin::root(), ZONE, collar)
}

#[test]
fn holds_for_the_rules_of_any_interval_until_it_is_taken_off() {
	ExtBuilder::default().default_zone().build_and_execute(|| {
		let mut old = None;
		for new in [collar(Permill::from_percent(20)), collar(Permill::one()), None] {
			assert_ok!(set(new));
			assert_eq!(rules_of(1, 1).map(|rules| rules.collar), Some(new));
			System::assert_last_event(Event::CollarChanged { zone: ZONE, old, new }.into());
			old = new;
		}
	});
}

#[test]
fn refuses_more_than_the_whole_price() {
	// More than one can only come from JSON.
	let rate = serde_json::from_str("1000001").expect("reads");
	ExtBuilder::default().default_zone().build_and_execute(|| {
		assert_noop!(set(collar(rate)), Error::CollarTooWide);
	});
}

#[test]
fn refuses_the_same_an_unknown_zone_and_other_origins() {
	ExtBuilder::default().default_zone().build_and_execute(|| {
		assert_noop!(set(None), Error::Unchanged);
		let new = collar(Permill::one());
		let root = RuntimeOrigin::root();
		assert_noop!(Grid::set_collar(root, UNKNOWN, new), Error::UnknownZone);
		for origin in [RuntimeOrigin::signed(1), RuntimeOrigin::none()] {
			assert_noop!(Grid::set_collar(origin, ZONE, new), BadOrigin);
		}
	});
}
