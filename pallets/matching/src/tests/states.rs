//! States that cannot come about: the invariants name them, commands refuse them and write nothing.

use super::*;

const ASK: LevelId = LevelId { side: Side::Ask, tick: Tick(100) };

/// 100 asks at tick 100, of which the first is partly filled; 10 at 110; 10 bids at 90.
fn sample() -> Market {
	let mut market = Market::default();
	market.fill_up(Side::Ask, 100, 100);
	market.fill_up(Side::Ask, 110, 10);
	market.fill_up(Side::Bid, 90, 10);
	market.place(999, Side::Bid, 5, 100);
	market
}

fn on_level(change: fn(&mut Level)) -> impl Fn(&mut Market) {
	move |market| {
		let mut level = market.store.level(ASK).unwrap();
		change(&mut level);
		market.store.set_level(ASK, &level);
	}
}

fn on_page(number: u32, change: fn(&mut Page)) -> impl Fn(&mut Market) {
	move |market| {
		let mut page = market.store.page(ASK.page(number)).unwrap();
		change(&mut page);
		market.store.set_page(ASK.page(number), &page);
	}
}

fn on_book(change: fn(&mut Book)) -> impl Fn(&mut Market) {
	move |market| change(&mut market.book)
}

/// Closes orders of a page and takes what was open off the level, leaving links as they are.
fn close_orders(number: u32) -> impl Fn(&mut Market) {
	move |market| {
		let mut page = market.store.page(ASK.page(number)).unwrap();
		let mut level = market.store.level(ASK).unwrap();
		for order in page.orders.iter_mut() {
			level.open -= u64::from(order.close().0);
		}
		market.store.set_page(ASK.page(number), &page);
		market.store.set_level(ASK, &level);
	}
}

#[test]
fn the_invariants_name_what_is_wrong() {
	type Break = alloc::boxed::Box<dyn Fn(&mut Market)>;
	let table: Vec<(Break, &str)> = alloc::vec![
		(
			Box::new(on_book(|book| book.asks.set(Tick(105), true))),
			"a tick in the book has no level"
		),
		(
			Box::new(on_book(|book| book.asks.set(Tick(110), false))),
			"a tick is in the book but nothing is open there, or the reverse"
		),
		(
			Box::new(on_level(|level| level.open += 1)),
			"a level's open lots are not the sum over its pages"
		),
		(
			Box::new(on_level(|level| level.page.orders[0].filled = Lots(11))),
			"an order is overfilled"
		),
		(
			Box::new(on_page(1, |page| page.orders[3].owner = ParticipantId(0))),
			"", // owners are free
		),
		(
			Box::new(|market: &mut Market| {
				on_page(1, |page| page.orders[3].filled = Lots(1))(market);
				on_level(|level| level.open -= 1)(market);
			}),
			"an order was filled past an older one"
		),
		(
			Box::new(|market: &mut Market| {
				on_page(1, |page| page.orders.truncate(31))(market);
				on_level(|level| level.open -= 10)(market);
			}),
			"a moved-out page is not full"
		),
		(Box::new(close_orders(1)), "a dead page was not removed"),
		(Box::new(close_orders(0)), "the head is not the oldest open page"),
		(
			Box::new(on_level(|level| level.tail = 2)),
			"a moved-out page is not older than the inline page"
		),
		(Box::new(on_level(|level| level.head = 1)), "the head is not the oldest open page"),
		(Box::new(on_page(0, |page| page.next = 2)), "two neighbouring pages are not linked"),
		(Box::new(on_page(2, |page| page.prev = 0)), "two neighbouring pages are not linked"),
		(
			Box::new(on_level(|level| level.page.prev = 1)),
			"the inline page is not linked to the one before"
		),
		(
			Box::new(on_page(2, |page| page.next = 9)),
			"the last moved-out page names a wrong successor"
		),
		(Box::new(on_page(0, |page| page.prev = 77)), ""), // void in the head
		(
			Box::new(on_level(|level| {
				level.page.orders.iter_mut().for_each(|order| order.lots = order.filled);
				level.open -= 40;
			})),
			"a dead inline page was not renewed"
		),
		(
			Box::new(|market: &mut Market| {
				let page = market.store.page(ASK.page(1)).unwrap();
				market.store.set_page(PageId { tick: Tick(3), ..ASK.page(1) }, &page);
			}),
			"a page has no level"
		),
		(
			Box::new(|market: &mut Market| {
				let level = market.store.level(ASK).unwrap();
				market.store.set_level(LevelId { side: Side::Bid, ..ASK }, &level);
				market.book.bids.set(Tick(100), true);
			}),
			"the book is crossed or locked"
		),
	];
	for (step, (damage, expected)) in table.iter().enumerate() {
		let mut market = sample();
		damage(&mut market);
		let expected = if expected.is_empty() { Ok(()) } else { Err(*expected) };
		assert_eq!(market.store.check(&market.book), expected, "case {step}");
	}
}

#[test]
fn a_summary_that_lies_is_named() {
	use codec::{Decode, Encode};
	let market = sample();
	let mut bytes = market.book.encode();
	bytes[0] ^= 1;
	let book = Book::decode(&mut &bytes[..]).unwrap();
	assert_eq!(market.store.check(&book), Err("a summary word does not match its bitmap"));
}

fn buy_all(market: &mut Market) -> Result<Placed, Corrupt> {
	place(&mut market.book, &mut market.store, buy(999, 5_000, 120).at_most(1_000))
}

#[test]
fn a_taker_refuses_a_corrupt_book_and_writes_nothing() {
	type Break = alloc::boxed::Box<dyn Fn(&mut Market)>;
	let table: Vec<Break> = alloc::vec![
		Box::new(on_book(|book| book.asks.set(Tick(105), true))),
		// The level where the remainder is to rest.
		Box::new(on_book(|book| book.bids.set(Tick(120), true))),
		Box::new(|market: &mut Market| market.store.remove_page(ASK.page(1))),
		Box::new(on_level(|level| level.open += 1)),
		Box::new(on_level(|level| level.open -= 1)),
		Box::new(on_level(|level| level.open = 0)),
		Box::new(on_level(|level| level.head = 4)),
		Box::new(close_orders(0)),
		Box::new(on_page(0, |page| page.next = 0)),
		Box::new(on_page(1, |page| page.next = 0)),
		Box::new(on_page(1, |page| page.next = 4)),
	];
	for (step, damage) in table.iter().enumerate() {
		let mut market = sample();
		damage(&mut market);
		let before = (market.book.clone(), market.store.clone());
		assert_eq!(buy_all(&mut market), Err(Corrupt), "case {step}");
		assert!((market.book, market.store) == before, "case {step} wrote something");
	}
	assert!(buy_all(&mut sample()).is_ok());
}

#[test]
fn a_cancel_refuses_a_corrupt_chain_and_writes_nothing() {
	type Break = alloc::boxed::Box<dyn Fn(&mut Market)>;
	let table: Vec<Break> = alloc::vec![
		Box::new(|market: &mut Market| market.store.remove_page(ASK.page(0))),
		Box::new(|market: &mut Market| market.store.remove_page(ASK.page(2))),
		Box::new(on_page(1, |page| page.next = 1)),
		Box::new(on_page(1, |page| page.prev = 1)),
		Box::new(on_level(|level| level.open = 5)),
	];
	for (step, damage) in table.iter().enumerate() {
		let mut market = sample();
		market.cancel_all(32..63);
		damage(&mut market);
		let before = (market.book.clone(), market.store.clone());
		let order = market.rested[63];
		let result = cancel(&mut market.book, &mut market.store, order, ParticipantId(64));
		assert_eq!(result, Err(CancelError::Corrupt), "case {step}");
		assert!((market.book, market.store) == before, "case {step} wrote something");
	}
}

#[test]
fn a_limit_outside_the_band_is_refused() {
	let mut market = sample();
	for limit in [Tick(4_096), Tick(u16::MAX)] {
		for side in [Side::Bid, Side::Ask] {
			let incoming = order(999, side, 50, limit.0);
			assert_eq!(preview(&market.book, &market.store, &incoming, &[]), []);
			assert_eq!(place(&mut market.book, &mut market.store, incoming), Err(Corrupt));
		}
	}
	market.check();
}
