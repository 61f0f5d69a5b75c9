//! Setting what staking and trading much takes off the fees.

use super::*;
use crate::{DiscountTable, Discounts};
use sp_runtime::Permill;

fn set(discounts: Option<DiscountTable>) -> DispatchResult {
	Licensing::set_discounts(RuntimeOrigin::root(), discounts)
}

fn changed(change: impl FnOnce(&mut DiscountTable)) -> DiscountTable {
	let mut table = table();
	change(&mut table);
	table
}

#[test]
fn products_that_open_now_get_them() {
	build_and_execute(|| {
		let percents = [10, 50, 100].map(Permill::from_percent);
		assert_eq!(Licensing::discounts().shares, percents);
		assert_eq!(Licensing::discounts().volumes, [None, Some(10_000), None]);
		let new = changed(|table| table.0[0].discount = Permill::from_percent(20));
		assert_ok!(set(Some(new)));
		assert_eq!(Licensing::discounts().shares[0], Permill::from_percent(20));
		let event = Event::DiscountsSet { old: Some(table()), new: Some(new) };
		System::assert_last_event(event.into());
		assert_ok!(set(None));
		assert_eq!(Licensing::discounts(), Default::default());
		assert!(!Discounts::<Test>::exists());
	});
}

#[test]
fn tiers_change_when_stakes_are_looked_at() {
	build_and_execute(|| {
		stake(ALICE, 100 * GRID);
		assert_ok!(look(ALICE));
		pass(PERIOD);
		assert_ok!(look(ALICE));
		assert_ok!(set(Some(changed(|table| table.0[0].stake = 101 * GRID))));
		assert_eq!(tier(ALICE), 1);
		assert_ok!(look(ALICE));
		assert_eq!(tier(ALICE), 0);
	});
}

#[test]
fn refuses_what_is_out_of_bounds_or_changes_nothing() {
	build_and_execute(|| {
		for table in [
			changed(|table| table.0[0].stake = GRID - 1),
			changed(|table| table.0[2].stake = u128::MAX),
			changed(|table| table.0.swap(0, 1)),
			changed(|table| table.0[2].discount = Permill::from_percent(49)),
			changed(|table| table.0[0].volume = Some(99)),
			changed(|table| table.0[0].volume = Some(10_000)),
			changed(|table| table.0[2].volume = Some(9_999)),
		] {
			assert_noop!(set(Some(table)), Error::DiscountsOutsideBounds);
		}
		assert_noop!(set(Some(table())), Error::DiscountsUnchanged);
	});
}

#[test]
fn only_the_admin_sets_them() {
	build_and_execute(|| only_the_admin_may(|origin| Licensing::set_discounts(origin, None)));
}
