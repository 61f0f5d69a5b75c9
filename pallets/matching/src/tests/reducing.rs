//! What making an order smaller gives back, what it keeps and what it refuses.

use super::*;

#[test]
fn gives_back_what_is_taken_off_and_keeps_the_place() {
	let market = run(&[
		(Sell(1, 50, 100), "rests 50"),
		(Sell(2, 50, 100), "rests 50"),
		(Reduce(1, 0, 30), "back 20, traded 0"),
		(Buy(9, 10, 100), "10:1@100 filled"),
		(Reduce(1, 0, 25), "back 5, traded 10"),
		(Buy(9, 40, 100), "15:1@100 25:2@100 filled"),
		(Reduce(2, 1, 26), "back 24, traded 25"),
		(Buy(9, 40, 100), "1:2@100 rests 39"),
	]);
	let first = find(&market.store, market.rested[0]).unwrap();
	assert_eq!((first.lots, first.filled), (Lots(25), Lots(25)));
}

#[test]
fn a_reduced_order_can_be_cancelled() {
	let market = run(&[
		(Buy(1, 50, 100), "rests 50"),
		(Sell(9, 10, 100), "10:1@100 filled"),
		(Reduce(1, 0, 11), "back 39, traded 10"),
		(Cancel(1, 0), "back 1, traded 10"),
		(Reduce(1, 0, 10), "AlreadyClosed"),
	]);
	assert!(market.book.is_empty());
}

#[test]
fn what_stays_open_may_be_below_the_minimum() {
	run(&[
		(Buy(1, 50, 100), "rests 50"),
		(Reduce(1, 0, 1), "back 49, traded 0"),
		(Sell(9, 20, 100), "1:1@100 rests 19"),
	]);
}

#[test]
fn refuses_what_would_not_leave_less_but_something_open() {
	// 50 lots, of which 20 have traded.
	for (lots, expected) in [
		(0, "NotReduced"),
		(19, "NotReduced"),
		(20, "NotReduced"),
		(21, "back 29, traded 20"),
		(49, "back 1, traded 20"),
		(50, "NotReduced"),
		(51, "NotReduced"),
		(u32::MAX, "NotReduced"),
	] {
		let mut market =
			run(&[(Buy(1, 50, 100), "rests 50"), (Sell(9, 20, 100), "20:1@100 filled")]);
		let before = (market.book.clone(), market.store.clone());
		assert_eq!(market.apply(Reduce(1, 0, lots)), expected, "{lots}");
		let unchanged = (market.book.clone(), market.store.clone()) == before;
		assert_eq!(unchanged, expected == "NotReduced", "{lots}");
		assert_eq!(market.counts().1, usize::from(!unchanged), "{lots}");
	}
}

#[test]
fn refuses_an_untouched_order_no_lots() {
	run(&[(Buy(1, 50, 100), "rests 50"), (Reduce(1, 0, 0), "NotReduced")]);
}

#[test]
fn refuses_orders_that_are_not_there_closed_or_somebody_elses() {
	let mut market = run(&[
		(Sell(1, 20, 100), "rests 20"),
		(Sell(2, 20, 100), "rests 20"),
		(Reduce(2, 0, 15), "NotOwner"),
		// Whose it is comes before what is asked.
		(Reduce(2, 0, 25), "NotOwner"),
		(Buy(9, 20, 100), "20:1@100 filled"),
		(Reduce(1, 0, 15), "AlreadyClosed"),
		(Reduce(2, 0, 15), "NotOwner"),
		(Sell(3, 20, 200), "rests 20"),
		(Cancel(3, 2), "back 20, traded 0"),
		(Reduce(3, 2, 15), "NotFound"),
	]);
	let known = market.rested[1];
	for order in [
		OrderRef { side: Side::Bid, ..known },
		OrderRef { tick: Tick(u16::MAX), ..known },
		OrderRef { page: 1, ..known },
		OrderRef { slot: 2, ..known },
	] {
		assert_eq!(market.reduce(2, order, 15), Err(CancelError::NotFound), "{order:?}");
	}
}

#[test]
fn orders_in_moved_out_pages_keep_their_place_too() {
	let mut market = Market::default();
	market.fill_up(Side::Bid, 100, 100);
	for owner in [1, 32, 33, 71, 96, 97, 100] {
		let order = market.rested[owner as usize - 1];
		let back = Cancelled {
			lots: Lots(6),
			filled: Lots(0),
			reference: owner.into(),
			terms: terms_of(owner),
		};
		assert_eq!(market.reduce(owner, order, 4), Ok(back));
		assert_eq!(market.reduce(owner, order, 4), Err(CancelError::NotReduced));
	}
	assert_eq!(market.level(Side::Bid, 100).open, 1_000 - 7 * 6);
	let placed = market.place(999, Side::Ask, 2_000, 100);
	let makers: Vec<_> = placed.fills.iter().map(|fill| fill.maker.0).collect();
	assert_eq!(makers, (1..=100).collect::<Vec<_>>());
	assert_eq!((placed.fills[70].lots, placed.fills[71].lots), (Lots(4), Lots(10)));
}

#[test]
fn refuses_a_corrupt_level_and_writes_nothing() {
	let mut market = Market::default();
	market.fill_up(Side::Bid, 100, 40);
	let id = LevelId { side: Side::Bid, tick: Tick(100) };
	let mut level = market.store.level(id).unwrap();
	level.open = 5;
	market.store.set_level(id, &level);
	let before = market.store.clone();
	for owner in [1, 40] {
		let order = market.rested[owner as usize - 1];
		let owner = ParticipantId(owner);
		let result = reduce(&mut market.book, &mut market.store, order, owner, Lots(2));
		assert_eq!(result, Err(CancelError::Corrupt));
	}
	assert!(market.store == before);
}
