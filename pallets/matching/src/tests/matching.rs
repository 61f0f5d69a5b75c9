//! Who trades with whom, at which price, and what becomes of the remainder.

use super::*;

#[test]
fn better_prices_fill_first() {
	run(&[
		(Sell(1, 20, 102), "rests 20"),
		(Sell(2, 20, 100), "rests 20"),
		(Sell(3, 20, 101), "rests 20"),
		(Buy(9, 50, 102), "20:2@100 20:3@101 10:1@102 filled"),
	]);
	run(&[
		(Buy(1, 20, 100), "rests 20"),
		(Buy(2, 20, 102), "rests 20"),
		(Buy(3, 20, 101), "rests 20"),
		(Sell(9, 50, 100), "20:2@102 20:3@101 10:1@100 filled"),
	]);
}

#[test]
fn older_orders_fill_first_at_one_price() {
	run(&[
		(Sell(1, 20, 100), "rests 20"),
		(Sell(2, 99, 100), "rests 99"),
		(Sell(3, 20, 100), "rests 20"),
		(Buy(9, 30, 100), "20:1@100 10:2@100 filled"),
		(Buy(9, 100, 100), "89:2@100 11:3@100 filled"),
	]);
}

#[test]
fn trades_at_the_resting_price() {
	run(&[
		(Sell(1, 1_500, 620), "rests 1500"),
		(Sell(2, 2_000, 650), "rests 2000"),
		(Buy(3, 2_500, 660), "1500:1@620 1000:2@650 filled"),
		(Cancel(2, 1), "back 1000, traded 1000"),
	]);
}

#[test]
fn never_trades_beyond_the_limit() {
	run(&[
		(Sell(1, 20, 100), "rests 20"),
		(Sell(2, 20, 101), "rests 20"),
		(Buy(9, 50, 100), "20:1@100 rests 30"),
		(Sell(3, 50, 100), "30:9@100 rests 20"),
		(Sell(4, 50, 101), "rests 50"),
	]);
}

#[test]
fn a_partly_filled_order_keeps_its_place_even_below_the_minimum() {
	let market = run(&[
		(Sell(1, 20, 100), "rests 20"),
		(Sell(2, 20, 100), "rests 20"),
		(Buy(9, 15, 100), "15:1@100 filled"),
		(Buy(9, 15, 100), "5:1@100 10:2@100 filled"),
	]);
	let second = find(&market.store, market.rested[1]).unwrap();
	assert_eq!((second.lots, second.filled), (Lots(20), Lots(10)));
}

#[test]
fn a_remainder_below_the_minimum_is_cancelled() {
	run(&[
		(Sell(1, 20, 100), "rests 20"),
		(Buy(9, 29, 100), "20:1@100 BelowMinimum 9"),
		(Sell(1, 20, 100), "rests 20"),
		(Buy(9, 30, 100), "20:1@100 rests 10"),
		(Buy(8, 9, 50), "BelowMinimum 9"),
		// Less than the minimum may trade, it may only not rest.
		(Sell(8, 9, 100), "9:9@100 filled"),
	]);
}

#[test]
fn a_participant_does_not_trade_with_itself() {
	run(&[
		(Sell(1, 20, 100), "rests 20"),
		(Sell(2, 20, 100), "rests 20"),
		(Sell(3, 20, 101), "rests 20"),
		(Buy(1, 30, 101), "SelfTrade 30"),
		(Buy(2, 30, 101), "20:1@100 SelfTrade 10"),
		(Buy(3, 20, 101), "20:2@100 filled"),
		// Its own order is beyond the limit, then in the way.
		(Buy(3, 20, 100), "rests 20"),
		(Buy(3, 20, 101), "SelfTrade 20"),
	]);
}

#[test]
fn fills_no_more_orders_than_it_may() {
	run(&[
		(Sell(1, 10, 100), "rests 10"),
		(Sell(2, 10, 100), "rests 10"),
		(Sell(3, 10, 101), "rests 10"),
		(BuyAtMost(9, 30, 101, 0), "FillLimit 30"),
		(BuyAtMost(9, 30, 101, 1), "10:1@100 FillLimit 20"),
		(BuyAtMost(9, 15, 101, 1), "10:2@100 FillLimit 5"),
		// Nothing crosses after the last fill that it may make: the remainder rests.
		(BuyAtMost(9, 30, 101, 1), "10:3@101 rests 20"),
		(BuyAtMost(8, 30, 101, 0), "rests 30"),
	]);
}

#[test]
fn the_fill_limit_comes_before_the_self_trade() {
	run(&[
		(Sell(1, 10, 100), "rests 10"),
		(Sell(9, 10, 100), "rests 10"),
		(BuyAtMost(9, 30, 100, 1), "10:1@100 FillLimit 20"),
	]);
}

#[test]
fn the_ends_of_the_band_trade() {
	run(&[
		(Sell(1, 10, 4_095), "rests 10"),
		(Buy(2, 10, 0), "rests 10"),
		(Buy(3, 10, 4_094), "rests 10"),
		(Sell(4, 30, 0), "10:3@4094 10:2@0 rests 10"),
		(Buy(5, 30, 4_095), "10:4@0 10:1@4095 rests 10"),
	]);
}

#[test]
fn an_order_of_no_lots_counts_as_filled() {
	run(&[(Sell(1, 10, 100), "rests 10"), (Buy(2, 0, 100), "filled"), (Buy(2, 0, 50), "filled")]);
}

#[test]
fn order_is_kept_across_pages() {
	let mut market = Market::default();
	market.fill_up(Side::Bid, 7, 100);
	assert_eq!(market.moved_out(Side::Bid, 7), [0, 1, 2]);
	let makers: Vec<_> = [250, 80, 670]
		.into_iter()
		.flat_map(|lots| market.place(999, Side::Ask, lots, 0).fills)
		.map(|fill| fill.maker.0)
		.collect();
	assert_eq!(makers, (1..=100).collect::<Vec<_>>());
	assert!(market.book.is_empty());
	// The record of what traded stays.
	assert_eq!(market.moved_out(Side::Bid, 7), [0, 1, 2]);
	let level = market.level(Side::Bid, 7);
	assert_eq!((level.head, level.tail, level.open), (3, 3, 0));
	for order in &market.rested {
		assert_eq!(find(&market.store, *order).unwrap().filled, Lots(10));
	}
}
