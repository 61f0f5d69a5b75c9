//! Older orders of the taker's owner that give way to it.

use super::*;

#[test]
fn withdraws_own_orders_and_goes_on() {
	let market = run(&[
		(Sell(1, 20, 100), "rests 20"),
		(Sell(2, 20, 100), "rests 20"),
		(Sell(1, 30, 101), "rests 30"),
		(Sell(3, 20, 101), "rests 20"),
		(Send(buy(1, 30, 101).insisting()), "20:2@100 10:3@101 -20@100 -30@101 filled"),
		(Cancel(1, 0), "AlreadyClosed"),
	]);
	// In the page nothing but the traded order has lots.
	let lots: Vec<_> =
		market.level(Side::Ask, 100).page.orders.iter().map(|order| order.lots.0).collect();
	assert_eq!(lots, [0, 20]);
}

#[test]
fn says_what_is_withdrawn_in_the_order_it_was_met() {
	let mut market = Market::default();
	market.send(sell(1, 20, 101).called(7));
	market.send(sell(1, 20, 100).called(8));
	market.send(sell(2, 10, 100));
	market.send(sell(1, 30, 100).called(9));
	// 5 lots of the oldest trade first.
	market.place(3, Side::Bid, 5, 100);
	let placed = market.send(buy(1, 40, 101).insisting());
	let back = |nth: usize, lots, filled, reference| Withdrawn {
		owner: ParticipantId(1),
		order: market.rested[nth],
		cancelled: Cancelled {
			lots: Lots(lots),
			filled: Lots(filled),
			reference,
			terms: terms_of(1),
		},
	};
	assert_eq!(placed.withdrawn, [back(1, 15, 5, 8), back(3, 30, 0, 9), back(0, 20, 0, 7)]);
	assert!(matches!(placed.rest, Rest::Resting { lots: Lots(30), .. }));
	// What traded before stays on record.
	let record = find(&market.store, market.rested[1]).unwrap();
	assert_eq!((record.lots, record.filled), (Lots(5), Lots(5)));
	assert_eq!((record.reference, record.terms), (8, terms_of(1)));
}

#[test]
fn own_orders_it_does_not_come_to_stay() {
	run(&[
		(Sell(2, 20, 100), "rests 20"),
		(Sell(1, 20, 100), "rests 20"),
		(Sell(1, 20, 101), "rests 20"),
		// Filled before it meets one; then its limit ends before the other.
		(Send(buy(1, 20, 101).insisting()), "20:2@100 filled"),
		(Send(buy(1, 20, 100).insisting()), "-20@100 rests 20"),
		(Cancel(1, 1), "AlreadyClosed"),
		(Cancel(1, 2), "back 20, traded 0"),
	]);
}

#[test]
fn the_remainder_rests_where_its_own_order_was() {
	let market = run(&[
		(Sell(1, 20, 100), "rests 20"),
		(Send(buy(1, 30, 100).insisting()), "-20@100 rests 30"),
		(Send(sell(1, 40, 100).insisting()), "-30@100 rests 40"),
		(Buy(2, 40, 100), "40:1@100 filled"),
	]);
	assert!(market.book.is_empty());
}

#[test]
fn other_types_withdraw_too() {
	for (order_type, expected) in [
		(OrderType::Limit, "10:2@100 -20@100 rests 20"),
		(OrderType::PostOnly, "PostOnly 30"),
		(OrderType::ImmediateOrCancel, "10:2@100 -20@100 ImmediateOrCancel 20"),
		(OrderType::FillOrKill, "FillOrKill 30"),
		(OrderType::Market, "10:2@100 -20@100 ImmediateOrCancel 20"),
	] {
		run(&[
			(Sell(1, 20, 100), "rests 20"),
			(Sell(2, 10, 100), "rests 10"),
			(Send(buy(1, 30, 100).typed(order_type).insisting()), expected),
		]);
	}
}

#[test]
fn each_counts_as_a_fill_does() {
	for (max_fills, expected) in [
		(0, "FillLimit 30"),
		(1, "-10@100 FillLimit 30"),
		(2, "10:2@100 -10@100 FillLimit 20"),
		(3, "10:2@100 -10@100 -10@100 FillLimit 20"),
		(4, "10:2@100 10:3@101 -10@100 -10@100 rests 10"),
	] {
		run(&[
			(Sell(1, 10, 100), "rests 10"),
			(Sell(2, 10, 100), "rests 10"),
			(Sell(1, 10, 100), "rests 10"),
			(Sell(3, 10, 101), "rests 10"),
			(Send(buy(1, 30, 101).insisting().at_most(max_fills)), expected),
		]);
	}
}

/// Sends an order of owner 1 that insists to asks of 10 lots of these owners, of which so many lots have
/// traded; and does the same by hand on another market, with cancels and an order that gives way. Both must
/// end the same to the byte.
fn as_by_hand(owners: &[u32], traded: u32, incoming: Incoming) -> (Market, Placed) {
	let set_up = || {
		let mut market = Market::default();
		market.queue(Side::Ask, 100, owners.iter().copied());
		assert_eq!(market.place(999, Side::Bid, traded, 100).rest, Rest::Filled);
		market
	};
	let mut market = set_up();
	let placed = market.send(incoming.insisting());

	let mut by_hand = set_up();
	let (mut next, mut fills, mut withdrawn) = (incoming, Vec::new(), Vec::new());
	let rest = loop {
		let step = by_hand.send(next);
		next.max_fills -= step.worked;
		fills.extend(step.fills);
		match step.rest {
			Rest::Cancelled { lots, why: WhyCancelled::SelfTrade } => next.lots = lots,
			rest => break rest,
		}
		let is_open = |order: &OrderRef| find(&by_hand.store, *order).is_some_and(|o| o.is_open());
		let order = by_hand.rested.iter().copied().find(is_open).unwrap();
		let cancelled = by_hand.cancel(1, order).unwrap();
		withdrawn.push(Withdrawn { owner: ParticipantId(1), order, cancelled });
		next.max_fills -= 1;
	};
	assert_eq!((&placed.fills, &placed.withdrawn, placed.rest), (&fills, &withdrawn, rest));
	assert_eq!(market.book, by_hand.book);
	assert!(market.store == by_hand.store, "{:?}\n{:?}", market.store, by_hand.store);
	(market, placed)
}

/// `count` orders of owner 1, then these.
fn own(count: u32, then: &[u32]) -> Vec<u32> {
	(0..count).map(|_| 1).chain(then.iter().copied()).collect()
}

#[test]
fn a_level_of_own_orders_only_is_emptied_and_renewed() {
	for (count, tail) in [(1, 1), (31, 1), (32, 1), (33, 2), (64, 2), (65, 3), (96, 3), (97, 4)] {
		let (mut market, placed) = as_by_hand(&own(count, &[]), 0, buy(1, 50, 100));
		assert_eq!((placed.withdrawn.len(), placed.worked), (count as usize, count));
		assert!(matches!(placed.rest, Rest::Resting { lots: Lots(50), .. }), "{count}");
		assert!(market.book.asks.is_empty());
		assert_eq!(market.moved_out(Side::Ask, 100), [0u32; 0], "{count}");
		let level = market.level(Side::Ask, 100);
		assert_eq!((level.head, level.tail, level.open), (tail, tail, 0), "{count}");
		assert!(level.page.orders.is_empty());
		// `send` asserts that no name is given out twice.
		market.cancel_all([market.rested.len() - 1]);
		market.fill_up(Side::Ask, 100, 70);
	}
}

#[test]
fn own_orders_up_to_a_page_end_leave_the_others_in_order() {
	// Own orders, and the moved-out pages that stay: those of own orders only go, the one with both is a record.
	let table: [(u32, &[u32]); 7] =
		[(1, &[0]), (31, &[0, 1]), (32, &[1]), (33, &[1]), (63, &[1, 2]), (64, &[2]), (65, &[2])];
	for (count, stay) in table {
		let others: Vec<_> = (2..=40).collect();
		let (mut market, placed) = as_by_hand(&own(count, &others), 0, buy(1, 25, 100));
		assert_eq!((placed.withdrawn.len(), placed.fills.len()), (count as usize, 3), "{count}");
		assert_eq!(placed.rest, Rest::Filled);
		assert_eq!(market.moved_out(Side::Ask, 100), stay, "{count}");
		let placed = market.place(999, Side::Bid, 1_000, 100);
		let makers: Vec<_> = placed.fills.iter().map(|fill| fill.maker.0).collect();
		assert_eq!(makers, (4..=40).collect::<Vec<_>>(), "{count}");
	}
}

#[test]
fn it_may_be_stopped_in_the_middle_of_a_page_and_at_its_end() {
	for max_fills in [1, 31, 32, 33, 40, 64, 65, 69, 70] {
		let (market, placed) = as_by_hand(&own(70, &[2]), 0, buy(1, 50, 100).at_most(max_fills));
		assert_eq!(placed.worked, max_fills);
		let why = WhyCancelled::FillLimit;
		assert_eq!(placed.rest, Rest::Cancelled { lots: Lots(50), why });
		assert_eq!(market.level(Side::Ask, 100).open, (71 - u64::from(max_fills)) * 10);
		assert_eq!(market.level(Side::Ask, 100).head, max_fills / 32);
	}
}

#[test]
fn pages_in_which_something_traded_stay_as_a_record() {
	// Page 0 has traded in full, page 1 one lot, page 2 not at all, and inline there are 4.
	let (market, placed) = as_by_hand(&own(100, &[]), 321, buy(1, 50, 100));
	assert_eq!((placed.withdrawn.len(), placed.withdrawn[0].cancelled.filled), (68, Lots(1)));
	assert_eq!(market.moved_out(Side::Ask, 100), [0, 1]);
	let level = market.level(Side::Ask, 100);
	assert_eq!((level.head, level.tail, level.open), (4, 4, 0));

	// An inline page that has traded keeps its number and its orders.
	let (market, placed) = as_by_hand(&own(40, &[]), 325, buy(1, 50, 100));
	assert_eq!((placed.withdrawn.len(), placed.withdrawn[0].cancelled.filled), (8, Lots(5)));
	let level = market.level(Side::Ask, 100);
	assert_eq!((level.head, level.tail, level.page.orders.len()), (1, 1, 8));
	assert_eq!(find(&market.store, market.rested[32]).unwrap().lots, Lots(5));
}

#[test]
fn own_and_foreign_orders_mix_over_pages() {
	// Every third, every other page, all but the last of each page, all but one in the middle.
	let patterns: [fn(u32) -> bool; 5] = [
		|nth| nth % 3 == 0,
		|nth| nth / 32 % 2 == 0,
		|nth| nth / 32 % 2 == 1,
		|nth| nth % 32 != 31,
		|nth| nth != 70,
	];
	for (case, pattern) in patterns.iter().enumerate() {
		let owners: Vec<_> = (0..130).map(|nth| if pattern(nth) { 1 } else { 2 }).collect();
		let mut withdrawn = 0;
		for (traded, lots, max_fills) in [
			(0, 1_300, 200),
			(0, 155, 200),
			(7, 1_300, 200),
			(325, 1_300, 200),
			(645, 25, 200),
			(0, 1_300, 64),
			(15, 1_300, 95),
		] {
			let incoming = buy(1, lots, 100).at_most(max_fills);
			let (_, placed) = as_by_hand(&owners, traded, incoming);
			withdrawn += placed.withdrawn.len();
		}
		assert!(withdrawn > 60, "pattern {case}");
	}
}

#[test]
fn pages_that_died_in_mid_queue_before_are_passed_over() {
	let mut market = Market::default();
	market.queue(Side::Ask, 100, own(160, &[2]));
	market.cancel_all((32..64).chain(96..128));
	let placed = market.send(buy(1, 10, 100).insisting());
	assert_eq!((placed.withdrawn.len(), placed.fills.len(), placed.rest), (96, 1, Rest::Filled));
	assert_eq!((placed.touched, market.counts()), (4, (4, 4)));
	assert_eq!(market.moved_out(Side::Ask, 100), [0u32; 0]);
}

#[test]
fn orders_under_the_last_page_number_are_closed_but_kept() {
	let mut market = Market::default();
	let id = LevelId { side: Side::Ask, tick: Tick(100) };
	let last = Level { head: u32::MAX, tail: u32::MAX, ..Default::default() };
	market.store.set_level(id, &last);
	market.queue(Side::Ask, 100, [1, 1, 1]);
	let placed = market.send(buy(1, 10, 100).insisting());
	assert_eq!(placed.withdrawn.len(), 3);
	let level = market.level(Side::Ask, 100);
	assert_eq!((level.head, level.tail, level.open), (u32::MAX, u32::MAX, 0));
	assert!(level.page.orders.len() == 3 && !level.page.is_open());
}
