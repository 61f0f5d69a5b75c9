//! Application hosts earn their share of the fees while they are licensed, whatever the discount.

use crate::mock::*;
use frame_support::assert_ok;
use gridforge_primitives::{Discounts, FeeTier, Shares, SharingKey, Side, Tariff, TREASURY};
use sp_runtime::Permill;

/// 5 %, of which the host has a tenth and the treasury a fifth.
fn shared() -> Tariff {
	let shares = Shares { host: Permill::from_percent(10), treasury: Permill::from_percent(20) };
	Tariff { shares, ..Tariff::default() }
}

/// Bob is Charlie's host; Charlie buys 1 kWh of Alice at 0.150, who delivers it.
fn bought() {
	assert_ok!(Participants::choose_host(RuntimeOrigin::signed(CHARLIE), Some(id_of(BOB))));
	trade(ALICE, CHARLIE, 150, 100);
	read(ALICE, 0, 1_000);
	read(CHARLIE, 1_000, 0);
}

/// What host, operator and treasury have earned.
fn earned() -> (i128, i128, u128) {
	let treasury = pallet_energy_market::Accounts::<Test>::get(TREASURY, EUR).free;
	(change(BOB), change(OPERATOR), treasury)
}

#[test]
fn a_licensed_host_has_its_share_in_its_trading_account() {
	ExtBuilder::default().tariff(shared()).build_and_execute(|| {
		bought();
		settle();
		assert_eq!(earned(), (750, 5_250, 1_500));
		assert_eq!(free(BOB), 750);
		assert_ok!(EnergyMarket::withdraw(RuntimeOrigin::signed(BOB), EUR, 750));
		assert_eq!(Assets::balance(EUR, BOB), ENDOWMENT + 750);
	});
}

#[test]
fn without_a_licence_at_settlement_its_part_is_the_operators() {
	ExtBuilder::default().tariff(shared()).build_and_execute(|| {
		bought();
		Unlicensed::set(vec![id_of(BOB)]);
		// Its participants trade on.
		assert_ok!(place(CHARLIE, Side::Bid, 150, 100));
		settle();
		assert_eq!(earned(), (0, 6_000, 1_500));
		let summary = Settlement::interval_summary(PRODUCT).unwrap();
		assert_eq!(summary.hosts, 0);
	});
}

#[test]
fn of_energy_that_is_shared_it_has_none_either() {
	ExtBuilder::default().tariff(shared()).build_and_execute(|| {
		assert_ok!(Participants::choose_host(RuntimeOrigin::signed(CHARLIE), Some(id_of(BOB))));
		assert_ok!(EnergyMarket::deposit(RuntimeOrigin::signed(CHARLIE), EUR, 1_000_000));
		read(ALICE, 0, 1_000);
		read(CHARLIE, 1_000, 0);
		share(SharingKey::Proportional, &[(ALICE, 0), (CHARLIE, 0)]);
		Unlicensed::set(vec![id_of(BOB)]);
		settle();
		// 5 % of 100,000.
		assert_eq!(earned(), (0, 4_000, 1_000));
	});
}

#[test]
fn a_discount_takes_nothing_from_host_and_operator() {
	ExtBuilder::default().tariff(shared()).build_and_execute(|| {
		Tiers::set(vec![(id_of(CHARLIE), FeeTier(1))]);
		TierDiscounts::set(Discounts {
			shares: [Permill::from_percent(40); 3],
			..Discounts::default()
		});
		bought();
		settle();
		assert_eq!(earned(), (750, 5_250, 900));
		assert_eq!(change(CHARLIE), -150_000 - 7_500 + 600);
		let summary = Settlement::interval_summary(PRODUCT).unwrap();
		assert_eq!((summary.hosts, summary.treasury), (750, 900));
		assert_eq!(summary.charge.discount, 600);
	});
}
