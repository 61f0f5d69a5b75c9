//! The opening auction: what is collected, the price case by case, who trades, and keys touched per step.

use super::*;
use alloc::collections::BTreeSet;
use codec::{Decode, Encode, MaxEncodedLen};

impl Market {
	/// Lets an order rest though it may cross.
	fn collect(&mut self, incoming: Incoming) -> Rest {
		self.store.forget_counts();
		let rest = collect(&mut self.book, &mut self.store, incoming).unwrap();
		if let Rest::Resting { order, .. } = rest {
			assert!(!self.rested.contains(&order), "{order:?} was given out twice");
			self.rested.push(order);
		}
		self.check_collecting();
		rest
	}

	fn check_collecting(&self) {
		assert_eq!(self.store.check_collecting(&self.book), Ok(()));
	}

	/// Collects bids and asks, given as lots and limit, of owners 1, 2, 3 and so on.
	fn collecting(bids: &[(u32, u16)], asks: &[(u32, u16)]) -> Market {
		let mut market = Market::default();
		let bids = bids.iter().map(|(lots, limit)| (Side::Bid, *lots, *limit));
		let asks = asks.iter().map(|(lots, limit)| (Side::Ask, *lots, *limit));
		for (owner, (side, lots, limit)) in (1..).zip(bids.chain(asks)) {
			let rest = market.collect(order(owner, side, lots, limit));
			assert!(matches!(rest, Rest::Resting { .. }));
		}
		market
	}

	/// Searches to the end: at most one level is read per step, none twice, and none in the last step.
	fn search(&mut self, reference: Option<u16>) -> Progress {
		let (mut search, mut read) = (Search::new(reference.map(Tick)), BTreeSet::new());
		loop {
			self.store.forget_counts();
			let progress = search.step(&self.book, &self.store).unwrap();
			assert!(self.store.keys_written().is_empty());
			let keys = self.store.keys_read();
			assert_eq!(keys.len(), usize::from(progress == Progress::Searching));
			assert!(keys.into_iter().all(|key| read.insert(key)), "a level was read twice");
			if progress != Progress::Searching {
				assert_eq!(search.step(&self.book, &self.store), Ok(progress));
				return progress;
			}
		}
	}

	fn clearing(&mut self, reference: Option<u16>) -> Clearing {
		match self.search(reference) {
			Progress::Found(clearing) => clearing,
			other => panic!("{other:?}"),
		}
	}

	/// Executes to the end: a level and at most one page are read per step, and the same are written.
	fn execute(&mut self, clearing: Clearing) -> Vec<Vec<Executed>> {
		let (mut execution, mut steps) = (Execution::new(clearing), Vec::new());
		while !execution.is_done() {
			self.store.forget_counts();
			steps.push(execution.step(&mut self.book, &mut self.store).unwrap());
			let (read, written) = (self.store.keys_read(), self.store.keys_written());
			assert!((1..=2).contains(&read.len()) && read == written);
			assert_eq!(read.iter().filter(|key| matches!(key, Key::Level(_))).count(), 1);
			self.check_collecting();
		}
		self.check();
		assert_eq!(execution.step(&mut self.book, &mut self.store), Ok(Vec::new()));
		steps
	}

	/// The lots of the orders that came to rest; nothing of those no longer on record.
	fn lots(&self) -> Vec<Option<u32>> {
		self.rested.iter().map(|order| find(&self.store, *order).map(|o| o.lots.0)).collect()
	}
}

/// `lots:owner`, in the order of execution, of one side.
fn tell_executed(steps: &[Vec<Executed>], side: Side) -> String {
	let of_side = steps.iter().flatten().filter(|executed| executed.order.side == side);
	let words: Vec<_> = of_side.map(|e| format!("{}:{}", e.lots, e.before.owner)).collect();
	words.join(" ")
}

#[test]
fn collecting_lets_orders_cross() {
	let mut market = Market::collecting(&[(20, 105), (30, 100)], &[(10, 95), (10, 105)]);
	assert!(market.book.is_crossed());
	assert_eq!(market.store.check(&market.book), Err("the book is crossed or locked"));
	let rest = market.collect(buy(9, 10, 105).typed(OrderType::PostOnly).called(7));
	assert!(matches!(rest, Rest::Resting { lots: Lots(10), .. }));
	let record = find(&market.store, market.rested[4]).unwrap();
	assert_eq!((record.owner, record.reference), (ParticipantId(9), 7));
	assert_eq!((record.lots, record.terms), (Lots(10), terms_of(9)));
}

#[test]
fn collecting_refuses_what_does_not_wait_or_is_too_small() {
	for (incoming, why) in [
		(buy(1, 50, 100).typed(OrderType::ImmediateOrCancel), WhyCancelled::ImmediateOrCancel),
		(buy(1, 50, 100).typed(OrderType::Market), WhyCancelled::ImmediateOrCancel),
		(buy(1, 50, 100).typed(OrderType::FillOrKill), WhyCancelled::FillOrKill),
		(buy(1, 9, 100), WhyCancelled::BelowMinimum),
	] {
		let mut market = Market::collecting(&[], &[(50, 90)]);
		let (book, store) = (market.book.clone(), market.store.clone());
		let rest = market.collect(incoming);
		assert_eq!(rest, Rest::Cancelled { lots: incoming.lots, why });
		assert_eq!(market.counts(), (0, 0));
		assert!((market.book, market.store) == (book, store));
	}
	let mut market = Market::default();
	assert_eq!(market.collect(buy(1, 0, 100)), Rest::Filled);
	for limit in [4_096, u16::MAX] {
		let outside = collect(&mut market.book, &mut market.store, buy(1, 50, limit));
		assert_eq!(outside, Err(Corrupt));
	}
	assert!(market.book.is_empty());
}

#[test]
fn collecting_says_when_a_level_is_full() {
	let mut market = Market::default();
	let level = Level { head: u32::MAX, tail: u32::MAX, ..Default::default() };
	market.store.set_level(LevelId { side: Side::Bid, tick: Tick(100) }, &level);
	for nth in 1..=PAGE {
		assert!(matches!(market.collect(buy(nth, 10, 100)), Rest::Resting { .. }));
	}
	let full = Rest::Cancelled { lots: Lots(10), why: WhyCancelled::LevelFull };
	assert_eq!(market.collect(buy(99, 10, 100)), full);
}

#[test]
fn collecting_writes_what_resting_does() {
	let mut market = Market::collecting(&[], &[(10, 90)]);
	for nth in 1..=100 {
		market.collect(buy(nth, 10, 100));
		let moves_out = nth > 1 && nth % PAGE == 1;
		assert_eq!(market.counts(), (1, if moves_out { 2 } else { 1 }), "order {nth}");
	}
}

/// Bids, asks, reference; price and volume.
type Case = (&'static [(u32, u16)], &'static [(u32, u16)], Option<u16>, u16, u64);

const PRICES: [Case; 22] = [
	// Every price between the two trades the same, and nothing stays: the middle, rounded down.
	(&[(10, 105)], &[(10, 100)], None, 102, 10),
	(&[(10, 104)], &[(10, 100)], None, 102, 10),
	(&[(10, 100)], &[(10, 100)], None, 100, 10),
	(&[(10, 4_095)], &[(10, 0)], None, 2_047, 10),
	// …or the nearest to the reference.
	(&[(10, 105)], &[(10, 100)], Some(104), 104, 10),
	(&[(10, 105)], &[(10, 100)], Some(90), 100, 10),
	(&[(10, 105)], &[(10, 100)], Some(4_095), 105, 10),
	(&[(10, 105)], &[(10, 100)], Some(u16::MAX), 105, 10),
	// More is bought than sold: the price rises to where the next bid is out of reach.
	(&[(20, 105), (10, 102)], &[(10, 100)], Some(0), 103, 10),
	(&[(20, 105), (10, 102)], &[(10, 100)], None, 104, 10),
	// More is sold than bought: it falls.
	(&[(10, 105)], &[(20, 100), (10, 103)], Some(4_095), 102, 10),
	(&[(10, 105)], &[(20, 100), (10, 103)], None, 101, 10),
	// What lies outside the margins does not count.
	(&[(20, 105), (99, 99)], &[(10, 100), (99, 106)], Some(0), 100, 10),
	// Several levels on either side.
	(&[(10, 110), (20, 108), (30, 104)], &[(15, 95), (15, 100), (40, 107)], None, 105, 30),
	(&[(10, 110), (25, 108), (30, 104)], &[(15, 95), (15, 100), (40, 107)], None, 107, 35),
	// Volume goes before surplus.
	(&[(10, 110), (1_000, 100)], &[(10, 90), (20, 100)], None, 100, 30),
	// Nothing is left at either margin, the next bid is next to the next ask: the lesser of the two stays.
	(&[(10, 110), (20, 103)], &[(10, 100), (30, 104)], None, 101, 10),
	(&[(10, 110), (30, 103)], &[(10, 100), (20, 104)], None, 107, 10),
	// …or either, where both are as much.
	(&[(10, 110), (20, 103)], &[(10, 100), (20, 104)], None, 105, 10),
	(&[(10, 110), (20, 103)], &[(10, 100), (20, 104)], Some(104), 104, 10),
	// …and not so far as to reach a level behind that.
	(&[(10, 110), (20, 103), (10, 102)], &[(10, 100), (20, 104), (10, 105)], Some(0), 103, 10),
	(&[(10, 110), (20, 103), (10, 102)], &[(10, 100), (20, 104), (10, 105)], Some(999), 104, 10),
];

#[test]
fn finds_the_price_of_the_greatest_volume_and_the_least_surplus() {
	for (case, (bids, asks, reference, tick, volume)) in PRICES.iter().enumerate() {
		let mut market = Market::collecting(bids, asks);
		let expected = Clearing { tick: Tick(*tick), volume: *volume };
		assert_eq!(market.clearing(*reference), expected, "case {case}");
		market.execute(expected);
	}
}

#[test]
fn a_book_that_is_not_crossed_has_no_price() {
	for (bids, asks) in [
		(&[][..], &[][..]),
		(&[(10, 100)], &[]),
		(&[], &[(10, 100)]),
		(&[(10, 99), (10, 98)], &[(10, 100)]),
	] {
		let mut market = Market::collecting(bids, asks);
		assert_eq!(market.search(Some(100)), Progress::NotCrossed);
	}
}

#[test]
fn reads_only_the_levels_that_trade_and_two_at_most_that_decide() {
	let reads = |bids: &[_], asks: &[_]| {
		let market = Market::collecting(bids, asks);
		let (mut search, mut steps) = (Search::new(None), 0);
		while search.step(&market.book, &market.store) == Ok(Progress::Searching) {
			steps += 1;
		}
		steps
	};
	assert_eq!(reads(&[(10, 100)], &[(10, 101)]), 0);
	assert_eq!(reads(&[(10, 105), (10, 90)], &[(10, 100), (10, 110)]), 2);
	assert_eq!(reads(&[(10, 105), (10, 104), (10, 90)], &[(15, 100), (10, 110)]), 3);
	// The levels behind the margins are within them, but not next to each other.
	assert_eq!(reads(&[(10, 110), (20, 102)], &[(10, 100), (30, 104)]), 2);
	assert_eq!(reads(&[(10, 110), (20, 103)], &[(10, 100), (30, 104)]), 4);
}

#[test]
fn trades_by_price_then_time_and_the_last_order_in_part() {
	let mut market = Market::collecting(
		&[(20, 104), (20, 106), (30, 104), (10, 106), (50, 104), (10, 101)],
		&[(40, 103), (20, 99), (25, 103), (10, 105)],
	);
	let clearing = market.clearing(None);
	assert_eq!(clearing, Clearing { tick: Tick(103), volume: 85 });
	let before = market.rested.clone();
	let steps = market.execute(clearing);
	assert_eq!(tell_executed(&steps, Side::Bid), "20:2 10:4 20:1 30:3 5:5");
	assert_eq!(tell_executed(&steps, Side::Ask), "20:8 40:7 25:9");
	let last = steps.iter().flatten().find(|executed| executed.before.owner.0 == 5).unwrap();
	assert_eq!((last.order, last.before.lots, last.lots), (before[4], Lots(50), Lots(5)));
	let Fill { maker, order, lots, reference } = last.fill();
	assert_eq!((maker.0, order, lots, reference), (5, before[4], Lots(5), 0));
	// No lots of the auction are on record as filled.
	let left = find(&market.store, before[4]).unwrap();
	assert_eq!((left.lots, left.filled), (Lots(45), Lots::ZERO));
	// What is left trades continuously, the partly executed order first.
	let placed = market.place(999, Side::Ask, 60, 100);
	assert_eq!(tell(&placed), "45:5@104 10:6@101 BelowMinimum 5");
}

#[test]
fn the_side_that_has_more_to_trade_is_next() {
	let mut market = Market::default();
	for nth in 1..=80 {
		market.collect(buy(nth, 10, 100));
	}
	market.collect(sell(100, 500, 100));
	market.collect(sell(101, 300, 100));
	let clearing = market.clearing(None);
	let steps = market.execute(clearing);
	// 800 lots: 320 bought, all sold from one page, then the other bids.
	let lots = |step: &Vec<Executed>| step.iter().map(|e| e.lots.0).sum::<u32>();
	assert_eq!(steps.iter().map(lots).collect::<Vec<_>>(), [320, 800, 320, 160]);
}

#[test]
fn pages_of_which_nothing_traded_before_leave_storage() {
	let mut market = Market::default();
	for nth in 1..=100 {
		market.collect(buy(nth, 10, 100));
	}
	market.collect(sell(999, 655, 100));
	assert_eq!(market.moved_out(Side::Bid, 100), [0, 1, 2]);
	let clearing = market.clearing(None);
	market.execute(clearing);
	assert_eq!(market.moved_out(Side::Bid, 100), [2]);
	assert_eq!((market.level(Side::Bid, 100).head, market.level(Side::Bid, 100).open), (2, 345));
	// The ask's page is empty and renewed; it does not come back under its old name.
	assert_eq!(market.level(Side::Ask, 100).page.orders.len(), 0);
	assert_eq!(market.lots().last(), Some(&None));
	assert!(market.collect(sell(999, 655, 101)) != Rest::Filled);
}

#[test]
fn an_order_that_traded_before_the_auction_keeps_its_record() {
	let mut market = Market::default();
	market.fill_up(Side::Ask, 100, 40);
	market.place(999, Side::Bid, 15, 100);
	market.collect(buy(999, 500, 100));
	let clearing = market.clearing(None);
	assert_eq!(clearing.volume, 385);
	let steps = market.execute(clearing);
	let first = steps.iter().flatten().find(|executed| executed.order.side == Side::Ask).unwrap();
	assert_eq!((first.before.lots, first.before.filled, first.lots.0), (Lots(10), Lots(5), 5));
	// What traded continuously stays on record, what traded in the auction does not.
	assert_eq!(market.moved_out(Side::Ask, 100), [0]);
	assert_eq!(market.lots()[..3], [Some(10), Some(5), Some(0)]);
	assert_eq!(market.level(Side::Ask, 100).open, 0);
}

#[test]
fn orders_may_be_cancelled_and_reduced_before_the_search() {
	let mut market = Market::collecting(&[(20, 104), (20, 106)], &[(10, 103), (30, 99)]);
	let (bid, ask) = (market.rested[1], market.rested[3]);
	cancel(&mut market.book, &mut market.store, bid, ParticipantId(2)).unwrap();
	let back = reduce(&mut market.book, &mut market.store, ask, ParticipantId(4), Lots(12));
	assert_eq!(back.unwrap().terms, terms_of(4));
	market.check_collecting();
	assert_eq!(market.clearing(None), Clearing { tick: Tick(103), volume: 20 });
}

#[test]
fn a_corrupt_book_is_refused_and_nothing_written() {
	type Break = fn(&mut Market);
	const BID: LevelId = LevelId { side: Side::Bid, tick: Tick(100) };
	let sample = || {
		let mut market = Market::default();
		(1..=40).for_each(|nth| assert!(market.collect(buy(nth, 10, 100)) != Rest::Filled));
		market.collect(sell(99, 400, 90));
		market
	};
	let clearing = Clearing { tick: Tick(95), volume: 400 };
	assert_eq!(sample().clearing(None), clearing);
	fn on_level(market: &mut Market, change: fn(&mut Level)) {
		let mut level = market.store.level(BID).unwrap();
		change(&mut level);
		market.store.set_level(BID, &level);
	}
	let search: [Break; 2] = [
		|market| market.book.bids.set(Tick(120), true),
		|market| market.store.set_level(BID, &Level::default()),
	];
	for (case, damage) in search.iter().enumerate() {
		let mut market = sample();
		damage(&mut market);
		let mut search = Search::new(None);
		let before = search;
		assert_eq!(search.step(&market.book, &market.store), Err(Corrupt), "case {case}");
		assert_eq!(search, before);
	}
	let execution: [Break; 7] = [
		|market| market.book.bids.set(Tick(120), true),
		|market| market.book.bids.set(Tick(100), false),
		|market| market.store.remove_page(BID.page(0)),
		|market| market.store.set_page(BID.page(0), &Page::default()),
		|market| {
			let mut page = market.store.page(BID.page(0)).unwrap();
			page.next = 0;
			market.store.set_page(BID.page(0), &page);
			on_level(market, |level| level.page.prev = 9);
		},
		|market| on_level(market, |level| level.open = 5),
		|market| on_level(market, |level| level.head = 7),
	];
	let refuses = |market: &mut Market, clearing, case: &str| {
		let before = (market.book.clone(), market.store.clone());
		let mut execution = Execution::new(clearing);
		let start = execution;
		let result = execution.step(&mut market.book, &mut market.store);
		assert_eq!((result, execution), (Err(Corrupt), start), "{case}");
		assert!((&market.book, &market.store) == (&before.0, &before.1), "{case}");
	};
	for (case, damage) in execution.iter().enumerate() {
		let mut market = sample();
		damage(&mut market);
		refuses(&mut market, clearing, &format!("case {case}"));
	}
	// A price beyond the best bid's limit.
	refuses(&mut sample(), Clearing { tick: Tick(101), volume: 400 }, "beyond its limit");
}

#[test]
fn cursors_are_small_and_decode_to_themselves() {
	assert_eq!(Search::max_encoded_len(), 3 + 8 + 2 * (3 + 8 + 9));
	assert_eq!(Execution::max_encoded_len(), 18);
	let market = Market::collecting(&[(20, 105), (10, 102)], &[(10, 100)]);
	let mut search = Search::new(Some(Tick(7)));
	search.step(&market.book, &market.store).unwrap();
	assert_eq!(Search::decode(&mut &search.encode()[..]), Ok(search));
	let execution = Execution::new(Clearing { tick: Tick(7), volume: 10 });
	assert_eq!(Execution::decode(&mut &execution.encode()[..]), Ok(execution));
}
