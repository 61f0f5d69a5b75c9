//! What each order type does when it meets the book, and with what is left.

use super::{
	OrderType::{FillOrKill, ImmediateOrCancel, Limit, PostOnly},
	*,
};

/// 20 lots each of 1 and 2 at 100, then of 3 at 101.
const ASKS: [(Op, &str); 3] = [
	(Sell(1, 20, 100), "rests 20"),
	(Sell(2, 20, 100), "rests 20"),
	(Sell(3, 20, 101), "rests 20"),
];

/// One command on a fresh market with these asks; the market after it.
fn on_asks(incoming: Incoming, expected: &str) -> Market {
	let mut market = run(&ASKS);
	assert_eq!(market.apply(Send(incoming)), expected, "{incoming:?}");
	market
}

#[test]
fn each_type_deals_with_a_remainder_in_its_own_way() {
	for (order_type, expected) in [
		(Limit, "20:1@100 20:2@100 rests 15"),
		(PostOnly, "PostOnly 55"),
		(ImmediateOrCancel, "20:1@100 20:2@100 ImmediateOrCancel 15"),
		(FillOrKill, "FillOrKill 55"),
		(OrderType::Market, "20:1@100 20:2@100 ImmediateOrCancel 15"),
	] {
		on_asks(buy(9, 55, 100).typed(order_type), expected);
	}
}

#[test]
fn each_type_deals_with_an_empty_book_in_its_own_way() {
	for (order_type, expected) in [
		(Limit, "rests 55"),
		(PostOnly, "rests 55"),
		(ImmediateOrCancel, "ImmediateOrCancel 55"),
		(FillOrKill, "FillOrKill 55"),
		(OrderType::Market, "ImmediateOrCancel 55"),
	] {
		for side in [Side::Bid, Side::Ask] {
			run(&[(Send(order(9, side, 55, 100).typed(order_type)), expected)]);
		}
	}
}

#[test]
fn what_trades_in_full_is_filled_whatever_its_type() {
	for order_type in [Limit, ImmediateOrCancel, FillOrKill, OrderType::Market] {
		let market =
			on_asks(buy(9, 50, 101).typed(order_type), "20:1@100 20:2@100 10:3@101 filled");
		assert_eq!(find(&market.store, market.rested[2]).unwrap().filled, Lots(10));
	}
}

#[test]
fn an_order_of_no_lots_is_filled_whatever_its_type() {
	for order_type in [Limit, PostOnly, ImmediateOrCancel, FillOrKill, OrderType::Market] {
		on_asks(buy(9, 0, 101).typed(order_type), "filled");
	}
}

#[test]
fn post_only_rests_one_tick_away_and_is_cancelled_at_the_same_price() {
	run(&[
		(Sell(1, 20, 100), "rests 20"),
		(Send(buy(2, 20, 100).typed(PostOnly)), "PostOnly 20"),
		(Send(buy(2, 20, 4_095).typed(PostOnly)), "PostOnly 20"),
		(Send(buy(2, 20, 99).typed(PostOnly)), "rests 20"),
		(Send(sell(3, 20, 99).typed(PostOnly)), "PostOnly 20"),
		(Send(sell(3, 20, 0).typed(PostOnly)), "PostOnly 20"),
		(Send(sell(3, 20, 100).typed(PostOnly)), "rests 20"),
		// What came to rest so trades as any other order does.
		(Buy(9, 40, 100), "20:1@100 20:3@100 filled"),
		(Sell(9, 20, 99), "20:2@99 filled"),
	]);
}

#[test]
fn post_only_does_not_take_its_own_order_either() {
	for incoming in [buy(1, 20, 100), buy(1, 20, 100).insisting()] {
		let market = run(&[
			(Sell(1, 20, 100), "rests 20"),
			(Send(incoming.typed(PostOnly)), "PostOnly 20"),
			(Send(incoming.typed(PostOnly).at_most(0)), "PostOnly 20"),
		]);
		assert!(find(&market.store, market.rested[0]).unwrap().is_open());
	}
}

#[test]
fn post_only_below_the_minimum_does_not_rest() {
	run(&[(Send(buy(1, 9, 100).typed(PostOnly)), "BelowMinimum 9")]);
}

#[test]
fn immediate_or_cancel_gives_its_own_reason_last() {
	for order_type in [ImmediateOrCancel, OrderType::Market] {
		let take = |lots, limit| buy(9, lots, limit).typed(order_type);
		on_asks(take(55, 101).at_most(2), "20:1@100 20:2@100 FillLimit 15");
		on_asks(take(55, 100).at_most(2), "20:1@100 20:2@100 ImmediateOrCancel 15");
		on_asks(take(55, 100).at_most(0), "FillLimit 55");
		on_asks(take(55, 99).at_most(0), "ImmediateOrCancel 55");
		// Less than may rest is no reason of its own: it was not to rest.
		on_asks(take(45, 100), "20:1@100 20:2@100 ImmediateOrCancel 5");
		on_asks(buy(2, 55, 101).typed(order_type), "20:1@100 SelfTrade 35");
	}
}

#[test]
fn immediate_or_cancel_leaves_nothing_behind() {
	let market = on_asks(
		buy(9, 99, 101).typed(ImmediateOrCancel),
		"20:1@100 20:2@100 20:3@101 ImmediateOrCancel 39",
	);
	assert!(market.book.is_empty());
	assert_eq!(market.store.levels().filter(|(id, _)| id.side == Side::Bid).count(), 0);
}

#[test]
fn fill_or_kill_fills_to_the_last_lot_and_the_last_order_it_may() {
	for (lots, limit, max_fills, expected) in [
		(40, 100, 2, "20:1@100 20:2@100 filled"),
		(40, 100, 1, "FillOrKill 40"),
		(41, 100, 3, "FillOrKill 41"),
		(41, 101, 2, "FillOrKill 41"),
		(41, 101, 3, "20:1@100 20:2@100 1:3@101 filled"),
		(60, 101, 3, "20:1@100 20:2@100 20:3@101 filled"),
		(61, 101, 3, "FillOrKill 61"),
		(61, 101, 100, "FillOrKill 61"),
		(20, 100, 1, "20:1@100 filled"),
		(20, 100, 0, "FillOrKill 20"),
		(20, 99, 0, "FillOrKill 20"),
		// The minimum is for what rests.
		(1, 100, 1, "1:1@100 filled"),
	] {
		on_asks(buy(9, lots, limit).typed(FillOrKill).at_most(max_fills), expected);
	}
}

#[test]
fn fill_or_kill_is_killed_by_its_owners_order_in_its_way() {
	on_asks(buy(2, 20, 100).typed(FillOrKill), "20:1@100 filled");
	on_asks(buy(2, 21, 100).typed(FillOrKill), "FillOrKill 21");
	on_asks(buy(2, 40, 101).typed(FillOrKill).insisting(), "20:1@100 20:3@101 -20@100 filled");
	on_asks(buy(2, 41, 101).typed(FillOrKill).insisting(), "FillOrKill 41");
}

#[test]
fn a_killed_order_changes_nothing_and_says_what_it_worked() {
	let mut market = Market::default();
	market.queue(Side::Ask, 100, (0..70).map(|nth| if nth < 40 { 9 } else { 8 }));
	market.queue(Side::Ask, 101, [7, 9]);
	market.send(buy(6, 5, 99));
	let before = (market.book.clone(), market.store.clone());
	// All 70 at 100 and both at 101 would go: 310 lots of others, 41 own orders.
	let kill = buy(9, 311, 101).typed(FillOrKill).insisting();
	let placed = market.send(kill);
	assert_eq!(placed.rest, Rest::Cancelled { lots: Lots(311), why: WhyCancelled::FillOrKill });
	assert_eq!((placed.fills.len(), placed.withdrawn.len()), (0, 0));
	assert_eq!((placed.worked, placed.touched), (72, 4));
	assert!((market.book.clone(), market.store.clone()) == before, "a killed order left traces");
	// With a lot less it fills, and withdraws what it comes to on its way; the last own order is not.
	let placed = market.send(Incoming { lots: Lots(310), ..kill });
	assert_eq!((placed.rest, placed.worked), (Rest::Filled, 71));
	assert_eq!((placed.fills.len(), placed.withdrawn.len()), (31, 40));
}

#[test]
fn references_come_back() {
	let mut market = Market::default();
	market.send(sell(1, 20, 100).called(u64::MAX));
	market.send(sell(2, 20, 100));
	market.send(sell(3, 20, 100).called(7));
	let placed = market.send(buy(9, 50, 100).called(5));
	let references: Vec<_> = placed.fills.iter().map(|fill| fill.reference).collect();
	assert_eq!(references, [u64::MAX, 0, 7]);

	let placed = market.send(buy(9, 50, 100).called(5));
	assert_eq!(placed.fills[0].reference, 7);
	let Rest::Resting { order, .. } = placed.rest else { panic!("{placed:?}") };
	assert_eq!(find(&market.store, order).unwrap().reference, 5);
	assert_eq!(market.reduce(9, order, 30).unwrap().reference, 5);
	assert_eq!(market.cancel(9, order).unwrap().reference, 5);
	// It stays on record with what traded.
	assert_eq!(find(&market.store, market.rested[0]).unwrap().reference, u64::MAX);
}
