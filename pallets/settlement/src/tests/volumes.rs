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

#[test]
fn what_was_delivered_and_used_counts_for_both() {
	ExtBuilder::default().build_and_execute(|| {
		trade(ALICE, CHARLIE, 150, 100);
		read(ALICE, 0, 400);
		read(CHARLIE, 1_000, 0);
		assert_eq!(volumes(), [0, 0, 0]);
		settle();
		assert_eq!(volumes(), [40, 0, 100]);
		let account = pallet_energy_market::Accounts::<Test>::get(id_of(ALICE), EUR);
		assert_eq!(account.volume.period, Volume::period_of(Clock::delivery_start(INTERVAL)));
	});
}

#[test]
fn more_than_was_traded_does_not_count() {
	ExtBuilder::default().build_and_execute(|| {
		trade(ALICE, CHARLIE, 150, 100);
		read(ALICE, 0, 9_000);
		read(CHARLIE, 9_000, 0);
		settle();
		assert_eq!(volumes(), [100, 0, 100]);
	});
}

#[test]
fn what_was_traded_to_and_fro_does_not_count() {
	ExtBuilder::default().build_and_execute(|| {
		trade(ALICE, CHARLIE, 0, 5_000);
		trade(CHARLIE, ALICE, 0, 4_900);
		read(ALICE, 0, 90_000);
		read(CHARLIE, 90_000, 0);
		settle();
		assert_eq!(volumes(), [100, 0, 100]);
	});
}

#[test]
fn what_two_agree_on_and_nobody_delivers_does_not_count() {
	ExtBuilder::default().build_and_execute(|| {
		trade(ALICE, CHARLIE, 0, 5_000);
		read(ALICE, 0, 0);
		read(CHARLIE, 0, 0);
		settle();
		assert_eq!(volumes(), [0, 0, 0]);
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
