//! Volume is energy that was traded on balance and that meters confirm.

use crate::mock::*;
use frame_support::assert_ok;
use gridforge_primitives::{Discounts, IntervalClock, Side, Volume};
use sp_runtime::Permill;

/// What counts as the volume of `who` for orders of the tests' interval.
fn volume(who: AccountId) -> u64 {
	let Volume { lots, before, .. } =
		pallet_energy_market::Accounts::<Test>::get(id_of(who), EUR).volume;
	assert_eq!(before, 0);
	lots
}

fn volumes() -> [u64; 3] {
	[ALICE, BOB, CHARLIE].map(volume)
}

/// What Alice sells Charlie and what he sells back, what her meter gives and his takes, and the volumes of both.
#[test]
fn what_was_traded_on_balance_and_confirmed_counts_for_both() {
	for (what, sold, back, given, taken, alice, charlie) in [
		("delivered in part", 100, 0, 400, 1_000, 40, 100),
		("used in part", 100, 0, 1_000, 400, 100, 40),
		("more than was traded", 100, 0, 9_000, 9_000, 100, 100),
		("traded to and fro", 5_000, 4_900, 90_000, 90_000, 100, 100),
		("traded back in full", 5_000, 5_000, 90_000, 90_000, 0, 0),
		("agreed on and not delivered", 5_000, 0, 0, 0, 0, 0),
	] {
		ExtBuilder::default().build_and_execute(|| {
			trade(ALICE, CHARLIE, 0, sold);
			if back > 0 {
				trade(CHARLIE, ALICE, 0, back);
			}
			read(ALICE, 0, given);
			read(CHARLIE, taken, 0);
			assert_eq!(volumes(), [0, 0, 0]);
			settle();
			assert_eq!(volumes(), [alice, 0, charlie], "{what}");
		});
	}
}

#[test]
fn it_belongs_to_the_period_in_which_it_was_delivered() {
	ExtBuilder::default().build_and_execute(|| {
		trade(ALICE, CHARLIE, 150, 100);
		read(ALICE, 0, 1_000);
		settle();
		assert_eq!(volume(CHARLIE), 0, "nobody has measured what it used");
		let account = pallet_energy_market::Accounts::<Test>::get(id_of(ALICE), EUR);
		let period = Volume::period_of(Clock::delivery_start(INTERVAL));
		assert_eq!(account.volume, Volume { period, lots: 100, before: 0 });
	});
}

#[test]
fn what_is_deemed_to_be_delivered_does_not_count() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(place_in(DEEMED, ALICE, Side::Ask, 150, 100));
		assert_ok!(place_in(DEEMED, CHARLIE, Side::Bid, 150, 100));
		settle();
		assert_eq!(change(ALICE), 150_000);
		assert_eq!(volumes(), [0, 0, 0]);
	});
}

#[test]
fn the_next_order_has_the_discount_that_it_makes() {
	let percent = Permill::from_percent;
	let shares = gridforge_primitives::Shares { host: percent(0), treasury: percent(20) };
	let tariff = gridforge_primitives::Tariff { shares, ..Default::default() };
	ExtBuilder::default().tariff(tariff).build_and_execute(|| {
		TierDiscounts::set(Discounts {
			shares: [10, 50, 100].map(percent),
			volumes: [Some(50), Some(100), None],
		});
		let mut product = PRODUCT;
		// 7,500 of fee, of which 1,500 are the treasury's.
		for (energy, discount) in [(400, 0), (500, 0), (600, 150), (0, 750)] {
			assert_ok!(place_in(product, ALICE, Side::Ask, 150, 100));
			assert_ok!(place_in(product, CHARLIE, Side::Bid, 150, 100));
			read(ALICE, 0, 1_000);
			read(CHARLIE, energy, 0);
			set_time(Clock::delivery_end(product.interval) + Clock::metering_deadline());
			idle(PLENTY);
			let bill = crate::Records::<Test>::get(product, id_of(CHARLIE)).unwrap();
			assert_eq!(bill.contract.charge.discount, discount, "{energy}");
			product.interval.0 += 100;
			set_time(Clock::delivery_start(product.interval) - 2 * Clock::gate_close());
		}
	});
}
