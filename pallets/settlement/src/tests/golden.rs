//! Golden cases: what each situation comes to, computed by hand to the base unit.
//!
//! Alice sells Charlie 100 lots, 1 kWh, at 0.150 WATT per kWh: 150,000 base units, and 7,500 for the grid. A shortage
//! costs 0.400 per kWh, a surplus earns 0.020.

use crate::{mock::*, *};
use gridforge_primitives::{
	api::Prices, Charge, Contract, DeliverySummary, Deviation, Flow, ImbalancePrices, Metered,
	Price, ReadingCounts, Settled, Side, Summary, WattHours,
};

/// What Alice exports and Charlie imports, and what that comes to for Alice, Charlie, the operator and Sue.
fn comes_to(readings: impl FnOnce(), expected: [i128; 4]) {
	comes_to_at(150, readings, expected);
}

fn comes_to_at(price: i32, readings: impl FnOnce(), expected: [i128; 4]) {
	ExtBuilder::default().build_and_execute(|| {
		trade(ALICE, CHARLIE, price, 100);
		readings();
		settle();
		let [alice, bob, charlie, operator, eve, sue] = changes();
		assert_eq!([alice, charlie, operator, sue], expected);
		assert_eq!((bob, eve), (0, 0));
		assert_eq!(EVERYBODY.map(locked), [0; 6]);
	});
}

#[test]
fn everything_is_delivered() {
	let all = || {
		read(ALICE, 0, 1_000);
		read(CHARLIE, 1_000, 0);
	};
	comes_to(all, [150_000, -157_500, 7_500, 0]);
}

#[test]
fn half_is_delivered() {
	let half = || {
		read(ALICE, 0, 500);
		read(CHARLIE, 1_000, 0);
	};
	// 50 lots at 0.400 are 200,000.
	comes_to(half, [150_000 - 200_000, -157_500, 7_500, 200_000]);
}

#[test]
fn nothing_is_delivered_and_the_buyer_is_whole() {
	let none = || {
		read(ALICE, 0, 0);
		read(CHARLIE, 1_000, 0);
	};
	comes_to(none, [150_000 - 400_000, -157_500, 7_500, 400_000]);
}

#[test]
fn more_is_delivered_than_was_sold() {
	let more = || {
		read(ALICE, 0, 5_000);
		read(CHARLIE, 1_000, 0);
	};
	comes_to(more, [150_000, -157_500, 7_500, 0]);
}

#[test]
fn the_buyer_uses_less() {
	let less = || {
		read(ALICE, 0, 1_000);
		read(CHARLIE, 400, 0);
	};
	// 60 lots at 0.020 are 12,000.
	comes_to(less, [150_000, -157_500 + 12_000, 7_500, -12_000]);
}

#[test]
fn the_buyer_uses_more() {
	let more = || {
		read(ALICE, 0, 1_000);
		read(CHARLIE, 9_000, 0);
	};
	comes_to(more, [150_000, -157_500, 7_500, 0]);
}

#[test]
fn the_price_is_below_zero() {
	let neither = || {
		read(ALICE, 0, 400);
		read(CHARLIE, 0, 0);
	};
	// Alice pays Charlie 100,000 to take 1 kWh, delivers 40 lots and pays 0.400 for each of the others; Charlie, who
	// was paid 0.100 for each and takes none, pays that back. No fee is due on a value below zero.
	comes_to_at(-100, neither, [-100_000 - 240_000, 100_000 - 100_000, 0, 240_000 + 100_000]);
}

#[test]
fn readings_are_missing() {
	// Alice has not delivered then; Charlie has used everything.
	comes_to(|| (), [150_000 - 400_000, -157_500, 7_500, 400_000]);
}

#[test]
fn the_example_of_the_documentation() {
	let example = || {
		read(ALICE, 0, 500);
		read(CHARLIE, 400, 0);
	};
	comes_to(example, [150_000 - 200_000, -157_500 + 12_000, 7_500, 188_000]);
}

#[test]
fn prices_follow_the_interval_where_they_have_a_spread() {
	ExtBuilder::default().spread(30).build_and_execute(|| {
		trade(ALICE, CHARLIE, 150, 100);
		trade(BOB, EVE, 250, 300);
		// On average 0.225: a shortage costs 0.255, a surplus earns 0.195, but no more than was paid.
		read(ALICE, 0, 0);
		read(BOB, 0, 0);
		read(CHARLIE, 0, 0);
		read(EVE, 0, 0);
		settle();
		assert_eq!(change(ALICE), 150_000 - 255_000);
		assert_eq!(change(BOB), 750_000 - 765_000);
		assert_eq!(change(CHARLIE), -157_500 + 150_000);
		assert_eq!(change(EVE), -787_500 + 585_000);
	});
}

#[test]
fn who_trades_both_ways_is_settled_for_the_difference() {
	ExtBuilder::default().build_and_execute(|| {
		trade(ALICE, CHARLIE, 100, 300);
		trade(CHARLIE, BOB, 150, 200);
		read(ALICE, 0, 3_000);
		read(BOB, 2_000, 0);
		// Of 100 lots on balance Charlie uses 70; 30 earn 0.020 each.
		read(CHARLIE, 700, 0);
		settle();
		assert_eq!(change(CHARLIE), -300_000 - 15_000 + 300_000 + 6_000);
		assert_eq!(change(SUE), -6_000);
	});
}

#[test]
fn events_and_summary_say_all_of_it() {
	ExtBuilder::default().build_and_execute(|| {
		trade(ALICE, CHARLIE, 150, 100);
		read(ALICE, 0, 500);
		read(CHARLIE, 400, 0);
		events();
		settle();
		let charge = Charge { ad_valorem: 7_500, ..Charge::default() };
		let metered = |import, export| Metered {
			flow: Flow { import: WattHours(import), export: WattHours(export) },
			complete: true,
			..Metered::default()
		};
		let alices = Settled {
			contract: Contract { sold: 100, earned: 150_000, ..Contract::default() },
			metered: metered(0, 500),
			deviation: Deviation {
				delivered: 50,
				shortfall: 50,
				cost: 200_000,
				..Deviation::default()
			},
			unpaid: 0,
			shared: None,
		};
		let charlies = Settled {
			contract: Contract { bought: 100, paid: 150_000, charge, ..Contract::default() },
			metered: metered(400, 0),
			deviation: Deviation {
				delivered: 40,
				unused: 60,
				credit: 12_000,
				..Deviation::default()
			},
			unpaid: 0,
			shared: None,
		};
		let price = Price(150);
		let summary = Summary {
			lots: 100,
			notional: 150_000,
			charge,
			participants: 2,
			prices: Some(Prices { open: price, high: price, low: price, close: price }),
			delivery: Some(DeliverySummary {
				delivered: 50,
				shortfall: 50,
				used: 40,
				unused: 60,
				cost: 200_000,
				credit: 12_000,
				unpaid: 0,
				readings: ReadingCounts { measured: 2, ..ReadingCounts::default() },
				..DeliverySummary::default()
			}),
			..Summary::default()
		};
		let settled = |who, settled| Event::PositionSettled {
			product: PRODUCT,
			participant: id_of(who),
			settled,
		};
		assert_eq!(
			events(),
			[
				Event::SettlementBegun {
					product: PRODUCT,
					supplier: id_of(SUE),
					prices: ImbalancePrices { shortage: Price(400), surplus: Price(20) },
					// All 100 lots at 0.020: the most that there can be to pay.
					reserve: 20_000,
				},
				settled(ALICE, alices),
				settled(CHARLIE, charlies),
				Event::IntervalSettled { product: PRODUCT, summary },
			]
		);
		assert_eq!(Settlement::interval_summary(PRODUCT), Some(summary));
		assert_eq!(Settlement::settlement_of(id_of(ALICE), PRODUCT), Some(alices));
	});
}

#[test]
fn the_trading_day_of_the_seed_settles_where_contracts_count_as_delivered() {
	ExtBuilder::default().build_and_execute(|| {
		let ask = |who, price, lots| place_in(DEEMED, who, Side::Ask, price, lots).unwrap();
		ask(ALICE, 150, 2_000);
		ask(BOB, 120, 1_500);
		place_in(DEEMED, CHARLIE, Side::Bid, 160, 2_500).unwrap();
		set_time(gridforge_primitives::Millis::from(INTERVAL.0) * MINUTE - 1);
		idle(PLENTY);
		assert_eq!(Settlement::interval_summary(DEEMED), None, "delivery has not begun");
		set_time(gridforge_primitives::Millis::from(INTERVAL.0) * MINUTE);
		idle(PLENTY);
		assert_eq!(changes(), [1_500_000, 1_800_000, -3_465_000, 165_000, 0, 0]);
	});
}
