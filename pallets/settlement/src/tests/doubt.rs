//! Readings that contradict those of the grid: settlement waits.

use crate::{mock::*, *};
use gridforge_primitives::{IntervalClock, IntervalId};

#[test]
fn a_product_in_doubt_is_looked_at_again_in_each_interval() {
	ExtBuilder::default().build_and_execute(|| {
		trade(ALICE, CHARLIE, 150, 100);
		read(ALICE, 0, 1_000);
		read(CHARLIE, 1_000, 0);
		InDoubt::set(true);
		events();
		settle();
		let until =
			|interval| Event::SettlementPostponed { product: PRODUCT, until: IntervalId(interval) };
		assert_eq!(events(), [until(14)]);
		idle(PLENTY);
		assert_eq!(events(), [], "once in an interval");
		check();
		set_time(Clock::delivery_start(IntervalId(14)));
		idle(PLENTY);
		assert_eq!(events(), [until(15)]);
		InDoubt::set(false);
		idle(PLENTY);
		assert_eq!(Settlement::interval_summary(PRODUCT), None);
		set_time(Clock::delivery_start(IntervalId(15)));
		idle(PLENTY);
		assert!(Settlement::interval_summary(PRODUCT).is_some());
	});
}

#[test]
fn other_products_do_not_wait_with_it() {
	ExtBuilder::default().build_and_execute(|| {
		trade(ALICE, CHARLIE, 150, 100);
		place_in(DEEMED, ALICE, gridforge_primitives::Side::Ask, 100, 100).unwrap();
		place_in(DEEMED, CHARLIE, gridforge_primitives::Side::Bid, 100, 100).unwrap();
		InDoubt::set(true);
		settle();
		assert_eq!(Settlement::interval_summary(PRODUCT), None);
		assert!(Settlement::interval_summary(DEEMED).is_some());
		InDoubt::set(false);
		set_time(Clock::delivery_start(IntervalId(14)));
		idle(PLENTY);
	});
}
