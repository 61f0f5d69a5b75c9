//! Keys read and written per command, and bytes per record: the table in the crate's documentation.

use super::*;
use codec::{Decode, Encode, MaxEncodedLen};

#[test]
fn resting_writes_one_key_and_two_when_a_page_moves_out() {
	let mut market = Market::default();
	for nth in 1..=200 {
		let placed = market.place(nth, Side::Bid, 10, 100);
		let moves_out = nth > 1 && nth % PAGE == 1;
		assert_eq!(market.counts(), (1, if moves_out { 2 } else { 1 }), "order {nth}");
		assert_eq!(placed.touched, 0);
	}
}

#[test]
fn moving_out_behind_a_page_that_lost_its_neighbour_writes_it_too() {
	let mut market = Market::default();
	market.fill_up(Side::Bid, 100, 65);
	market.cancel_all(32..64);
	market.fill_up(Side::Bid, 100, 31);
	market.place(999, Side::Bid, 10, 100);
	assert_eq!(market.counts(), (2, 3));
	// And never again.
	market.fill_up(Side::Bid, 100, 31);
	market.place(999, Side::Bid, 10, 100);
	assert_eq!(market.counts(), (1, 2));
}

#[test]
fn a_taker_writes_no_key_per_maker() {
	// Makers filled, and the keys that takes where 20 rest inline.
	for (makers, keys) in [(1, 1), (2, 1), (20, 1)] {
		let mut market = Market::default();
		market.fill_up(Side::Ask, 100, 20);
		let placed = market.place(999, Side::Bid, makers * 10, 100);
		assert_eq!(placed.fills.len(), makers as usize);
		assert_eq!((placed.touched as usize, market.counts()), (keys, (keys, keys)));
	}
	// And where 100 rest in three moved-out pages and inline: the level and the pages it reaches.
	for (makers, keys) in [(1, 2), (32, 2), (33, 3), (64, 3), (65, 4), (96, 4), (97, 4), (100, 4)] {
		let mut market = Market::default();
		market.fill_up(Side::Ask, 100, 100);
		let placed = market.place(999, Side::Bid, makers * 10, 100);
		assert_eq!(placed.fills.len(), makers as usize);
		assert_eq!((placed.touched as usize, market.counts()), (keys, (keys, keys)), "{makers}");
	}
}

#[test]
fn a_taker_reads_a_level_or_page_more_than_it_fills_only_to_see_its_own_order() {
	let mut market = Market::default();
	market.fill_up(Side::Ask, 100, 32);
	market.place(999, Side::Ask, 10, 100);
	market.fill_up(Side::Ask, 101, 40);
	// Consumes page 0, then meets its own order inline.
	let placed = market.place(999, Side::Bid, 400, 101);
	assert_eq!((placed.fills.len(), placed.touched, market.counts()), (32, 2, (2, 2)));
	// Meets it at once: reads, writes nothing.
	let placed = market.place(999, Side::Bid, 400, 101);
	assert_eq!((placed.fills.len(), placed.touched, market.counts()), (0, 1, (1, 0)));
	// In a moved-out page: reads level and page.
	let placed = market.place(1, Side::Bid, 400, 101);
	assert_eq!((placed.fills.len(), placed.touched, market.counts()), (1, 3, (3, 1)));
}

#[test]
fn a_taker_that_may_fill_no_more_reads_no_further() {
	let mut market = Market::default();
	market.fill_up(Side::Ask, 100, 40);
	market.fill_up(Side::Ask, 101, 1);
	let placed = market.place_at_most(999, Side::Bid, 1_000, 101, 32);
	assert_eq!((placed.fills.len(), placed.touched, market.counts()), (32, 2, (2, 2)));
	let placed = market.place_at_most(999, Side::Bid, 1_000, 101, 8);
	assert_eq!((placed.fills.len(), placed.touched, market.counts()), (8, 1, (1, 1)));
	let placed = market.place_at_most(999, Side::Bid, 1_000, 101, 0);
	assert_eq!((placed.fills.len(), placed.touched, market.counts()), (0, 0, (0, 0)));
}

#[test]
fn withdrawing_reads_and_writes_what_filling_would() {
	// Own orders at the head of 100 that rest in three moved-out pages and inline; the keys that takes.
	for (own, keys) in [(1, 2), (32, 2), (33, 3), (64, 3), (65, 4), (96, 4), (97, 4), (100, 4)] {
		let mut market = Market::default();
		market.queue(Side::Ask, 100, (0..100).map(|nth| if nth < own { 9 } else { 8 }));
		let take = |owner| buy(owner, 10, 100).typed(OrderType::ImmediateOrCancel);
		let placed = market.send(take(9).insisting().at_most(own));
		assert_eq!((placed.withdrawn.len(), placed.worked), (own as usize, own));
		assert_eq!((placed.touched as usize, market.counts()), (keys, (keys, keys)), "{own}");
		// The pages that died are never read again: the next order to trade with is one page away.
		let placed = market.send(take(7));
		let keys = if own < 96 { 2 } else { usize::from(own < 100) };
		assert_eq!((placed.touched as usize, market.counts()), (keys, (keys, keys)), "{own}");
	}
}

#[test]
fn an_order_killed_or_not_allowed_to_take_writes_nothing() {
	let mut market = Market::default();
	market.fill_up(Side::Ask, 100, 100);
	market.fill_up(Side::Ask, 101, 1);
	let placed = market.send(buy(999, 2_000, 101).typed(OrderType::FillOrKill));
	assert_eq!((placed.worked, placed.touched, market.counts()), (100, 4, (4, 0)));
	let placed = market.send(buy(999, 2_000, 101).typed(OrderType::PostOnly));
	assert_eq!((placed.worked, placed.touched, market.counts()), (0, 0, (0, 0)));
}

#[test]
fn what_may_not_rest_does_not_read_the_level_of_its_own_side() {
	for order_type in [OrderType::ImmediateOrCancel, OrderType::Market] {
		let mut market = Market::default();
		let placed = market.send(buy(999, 50, 100).typed(order_type));
		assert_eq!((placed.touched, market.counts()), (0, (0, 0)), "{order_type:?}");
		market.fill_up(Side::Ask, 100, 2);
		let placed = market.send(buy(999, 50, 100).typed(order_type));
		assert_eq!((placed.touched, market.counts()), (1, (1, 1)), "{order_type:?}");
	}
}

#[test]
fn reducing_touches_the_level_and_the_page_of_the_order() {
	let mut market = Market::default();
	market.fill_up(Side::Bid, 100, 170);
	for (nth, keys) in [(0, 2), (31, 2), (95, 2), (159, 2), (160, 1), (169, 1)] {
		market.reduce(nth + 1, market.rested[nth as usize], 4).unwrap();
		assert_eq!(market.counts(), (keys, keys), "{nth}");
	}
}

#[test]
fn cancelling_touches_the_level_and_at_most_three_pages() {
	// Which of 170 orders (5 moved-out pages, 10 inline) are cancelled before, which then, and the cost.
	for (before, then, counts) in [
		(0..0, 165, (1, 1)),     // inline
		(160..169, 169, (1, 1)), // the last one inline: no neighbour is written
		(0..0, 40, (2, 2)),      // in a moved-out page
		(0..31, 31, (2, 2)),     // the last open one of the head
		(128..159, 159, (2, 2)), // of the last moved-out page
		(64..95, 95, (4, 4)),    // between two moved-out pages
	] {
		let mut market = Market::default();
		market.fill_up(Side::Bid, 100, 170);
		market.cancel_all(before);
		market.cancel_all([then]);
		assert_eq!(market.counts(), (counts.0, counts.1), "{then}");
	}
}

#[test]
fn records_are_small() {
	assert_eq!(Order::max_encoded_len(), 21);
	assert_eq!(Page::max_encoded_len(), 681);
	assert_eq!(Level::max_encoded_len(), 697);
	assert_eq!(Book::max_encoded_len(), 1_040);
	assert_eq!(Book::default().encoded_size(), 1_040);
	assert_eq!(Level::default().encoded_size(), 25);

	let mut market = Market::default();
	for orders in 1..=PAGE {
		market.fill_up(Side::Bid, 100, 1);
		let size = market.level(Side::Bid, 100).encoded_size();
		assert_eq!(size, 25 + 21 * orders as usize);
	}
}

#[test]
fn bytes_per_resting_order_stay_below_the_target() {
	let mut market = Market::default();
	market.fill_up(Side::Bid, 100, 1_000);
	let bytes: usize = market.store.levels().map(|(_, level)| level.encoded_size()).sum::<usize>()
		+ market.store.pages().map(|(_, page)| page.encoded_size()).sum::<usize>();
	assert!(bytes <= 32 * 1_000, "{bytes}");
}

#[test]
fn what_is_stored_decodes_to_itself() {
	let mut market = Market::default();
	market.fill_up(Side::Ask, 100, 70);
	market.place(999, Side::Bid, 355, 100);
	assert_eq!(Book::decode(&mut &market.book.encode()[..]), Ok(market.book.clone()));
	for (_, level) in market.store.levels() {
		assert_eq!(Level::decode(&mut &level.encode()[..]).as_ref(), Ok(level));
	}
	for (_, page) in market.store.pages() {
		assert_eq!(Page::decode(&mut &page.encode()[..]).as_ref(), Ok(page));
	}
	// A page that claims more orders than there is room for is refused.
	let mut bytes = market.store.pages().next().unwrap().1.encode();
	bytes[8] = 33 << 2;
	bytes.extend([0; 21]);
	assert!(Page::decode(&mut &bytes[..]).is_err());
}
