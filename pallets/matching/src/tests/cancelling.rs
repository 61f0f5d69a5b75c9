//! What a cancel gives back, what it refuses and what it does to pages.

use super::*;

#[test]
fn gives_back_what_is_open_and_keeps_what_traded() {
	let market = run(&[
		(Sell(1, 50, 100), "rests 50"),
		(Sell(2, 50, 100), "rests 50"),
		(Buy(9, 15, 100), "15:1@100 filled"),
		(Cancel(1, 0), "back 35, traded 15"),
		(Cancel(2, 1), "back 50, traded 0"),
	]);
	assert!(market.book.is_empty());
	let first = find(&market.store, market.rested[0]).unwrap();
	assert_eq!((first.lots, first.filled), (Lots(15), Lots(15)));
}

#[test]
fn a_cancelled_order_is_passed_over() {
	run(&[
		(Buy(1, 20, 100), "rests 20"),
		(Buy(2, 20, 100), "rests 20"),
		(Buy(3, 20, 99), "rests 20"),
		(Cancel(1, 0), "back 20, traded 0"),
		(Sell(9, 30, 99), "20:2@100 10:3@99 filled"),
	]);
}

#[test]
fn refuses_what_cannot_be_cancelled() {
	let mut market = run(&[
		(Sell(1, 20, 100), "rests 20"),
		(Sell(2, 20, 100), "rests 20"),
		(Cancel(2, 0), "NotOwner"),
		(Cancel(9, 0), "NotOwner"),
		(Cancel(1, 0), "back 20, traded 0"),
		(Cancel(1, 0), "AlreadyClosed"),
		(Cancel(2, 0), "NotOwner"),
		(Buy(9, 20, 100), "20:2@100 filled"),
		(Cancel(2, 1), "AlreadyClosed"),
		(Sell(3, 20, 200), "rests 20"),
		(Cancel(3, 2), "back 20, traded 0"),
		// Nothing in that page ever traded: it is gone.
		(Cancel(3, 2), "NotFound"),
	]);
	let before = (market.book.clone(), market.store.clone());
	let known = market.rested[1];
	for order in [
		OrderRef { side: Side::Bid, ..known },
		OrderRef { tick: Tick(101), ..known },
		OrderRef { tick: Tick(u16::MAX), ..known },
		OrderRef { page: 1, ..known },
		OrderRef { page: u32::MAX, ..known },
		OrderRef { slot: 2, ..known },
		OrderRef { slot: u8::MAX, ..known },
	] {
		assert_eq!(market.cancel(2, order), Err(CancelError::NotFound), "{order:?}");
		assert_eq!(find(&market.store, order), None);
	}
	assert!((market.book, market.store) == before, "a refused cancel changed something");
}

#[test]
fn a_dead_page_in_mid_queue_is_removed_and_never_read_again() {
	let mut market = Market::default();
	market.fill_up(Side::Ask, 100, 120);
	market.cancel_all(32..63);
	assert_eq!(market.moved_out(Side::Ask, 100), [0, 1, 2]);
	market.cancel_all([63]);
	assert_eq!(market.moved_out(Side::Ask, 100), [0, 2]);

	// 40 makers: all of page 0 and 8 of page 2. Three keys: the level and those pages.
	let placed = market.place(999, Side::Bid, 400, 100);
	let makers: Vec<_> = placed.fills.iter().map(|fill| fill.maker.0).collect();
	assert_eq!(makers, (1..=32).chain(65..=72).collect::<Vec<_>>());
	assert_eq!((placed.touched, market.counts()), (3, (3, 3)));
}

#[test]
fn a_dead_page_in_which_something_traded_stays_as_a_record_but_is_not_read() {
	let mut market = Market::default();
	market.fill_up(Side::Ask, 100, 120);
	market.place(999, Side::Bid, 330, 100);
	// Page 0 is consumed. Page 1 is the head and has one filled order; the other 31 are cancelled.
	market.cancel_all(33..64);
	assert_eq!(market.moved_out(Side::Ask, 100), [0, 1, 2]);
	let placed = market.place(999, Side::Bid, 10, 100);
	assert_eq!(placed.fills[0].maker, ParticipantId(65));
	assert_eq!((placed.touched, market.counts()), (2, (2, 2)));
}

#[test]
fn any_page_of_the_chain_can_die() {
	// 6 pages; kill the moved-out ones in every order of interest, then trade what is left.
	for dying in [
		&[0][..],
		&[4],
		&[2],
		&[0, 1],
		&[1, 0],
		&[3, 4],
		&[4, 3],
		&[1, 2, 3],
		&[3, 2, 1],
		&[1, 3, 2],
		&[0, 4, 2],
		&[4, 0, 1, 2, 3],
		&[0, 1, 2, 3, 4],
	] {
		let mut market = Market::default();
		market.fill_up(Side::Bid, 100, 170);
		for page in dying {
			market.cancel_all(page * 32..page * 32 + 32);
		}
		// The chain goes on growing where it lost its end.
		market.fill_up(Side::Bid, 100, 70);
		let placed = market.place_at_most(9_999, Side::Ask, 10_000, 0, 1_000);
		let expected: Vec<_> = (1u32..=170)
			.filter(|owner| !dying.contains(&((*owner as usize - 1) / 32)))
			.chain(1..=70)
			.collect();
		let makers: Vec<_> = placed.fills.iter().map(|fill| fill.maker.0).collect();
		assert_eq!(makers, expected, "{dying:?}");
	}
}

#[test]
fn an_emptied_inline_page_gets_a_new_number() {
	let mut market = Market::default();
	for _ in 0..100 {
		market.fill_up(Side::Bid, 100, 2);
		let last = market.rested.len();
		market.cancel_all([last - 2, last - 1]);
	}
	// `place` asserts that no name was given out twice.
	let level = market.level(Side::Bid, 100);
	assert_eq!((level.head, level.tail, level.page.orders.len()), (100, 100, 0));
	assert_eq!(market.moved_out(Side::Bid, 100), [0u32; 0]);
}

#[test]
fn page_numbers_rise_when_the_inline_page_is_emptied_behind_others() {
	let mut market = Market::default();
	market.fill_up(Side::Bid, 100, 40);
	market.cancel_all(32..40);
	assert_eq!(market.level(Side::Bid, 100).tail, 2);
	// Page 0 named page 1 as its successor; page 2 came instead, and moves out now.
	market.fill_up(Side::Bid, 100, 40);
	assert_eq!(market.moved_out(Side::Bid, 100), [0, 2]);
	assert_eq!(market.level(Side::Bid, 100).tail, 3);
	assert_eq!(market.place(999, Side::Ask, 720, 100).fills.len(), 72);
}

#[test]
fn a_full_inline_page_of_closed_orders_moves_out_as_a_record() {
	let mut market = Market::default();
	market.fill_up(Side::Bid, 100, 64);
	market.place(999, Side::Ask, 330, 100);
	market.cancel_all(33..64);
	assert!(market.book.is_empty());
	// Page 1 is full, dead and has traded.
	market.fill_up(Side::Bid, 100, 1);
	assert_eq!(market.moved_out(Side::Bid, 100), [0, 1]);
	assert_eq!(market.rested.last().unwrap().page, 2);
	let level = market.level(Side::Bid, 100);
	assert_eq!((level.head, level.tail, level.open), (2, 2, 10));
}

#[test]
fn the_last_page_number_closes_the_level() {
	let mut market = Market::default();
	market.fill_up(Side::Bid, 100, 1);
	let id = LevelId { side: Side::Bid, tick: Tick(100) };
	let mut level = market.store.level(id).unwrap();
	(level.head, level.tail) = (u32::MAX, u32::MAX);
	market.store.set_level(id, &level);
	market.rested.clear();
	market.fill_up(Side::Bid, 100, 31);

	let full = Rest::Cancelled { lots: Lots(50), why: WhyCancelled::LevelFull };
	assert_eq!(market.place(7, Side::Bid, 50, 100).rest, full);
	// Its orders cannot be forgotten, or their names would be given out again.
	market
		.cancel(1, OrderRef { side: Side::Bid, tick: Tick(100), page: u32::MAX, slot: 0 })
		.unwrap();
	market.cancel_all(0..31);
	assert!(market.book.is_empty());
	assert_eq!(market.place(7, Side::Bid, 50, 100).rest, full);
	assert_eq!(market.cancel(1, market.rested[0]), Err(CancelError::AlreadyClosed));
}
