//! The engine against a naive twin: a plain list of orders, searched from end to end for every fill. Both are
//! fed the same seeded commands and must agree on every fill, every result and the whole book.

use gridforge_matching::{
	cancel, find, place, preview, Book, CancelError, Fill, Incoming, Key, LevelId, MemoryStore,
	Order, Placed, Rest, WhyCancelled,
};
use gridforge_primitives::{Lots, OrderRef, ParticipantId, Side, Tick};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use std::{
	cmp::Reverse,
	collections::{BTreeMap, HashMap},
};

/// An order in the twin. Its number is its arrival among the orders that came to rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Plain {
	arrival: usize,
	owner: ParticipantId,
	side: Side,
	tick: Tick,
	open: u32,
	filled: u32,
}

#[derive(Debug, PartialEq, Eq)]
struct PlainFill {
	arrival: usize,
	maker: ParticipantId,
	tick: Tick,
	lots: u32,
}

#[derive(Debug, PartialEq, Eq)]
enum PlainRest {
	Filled,
	Resting { arrival: usize, lots: u32 },
	Cancelled { lots: u32, why: WhyCancelled },
}

#[derive(Debug, PartialEq, Eq)]
enum PlainCancel {
	Back { lots: u32, filled: u32 },
	NotOwner,
	Closed { filled: u32 },
}

/// What is open, in no particular order, and what is closed.
#[derive(Default)]
struct Twin {
	open: Vec<Plain>,
	closed: HashMap<usize, Plain>,
	arrivals: usize,
}

impl Twin {
	/// The order that an incoming one must trade with next, by the rules and nothing else.
	fn next_for(&self, incoming: &Incoming) -> Option<usize> {
		let candidates = self.open.iter().enumerate().filter(|(_, order)| {
			order.side != incoming.side
				&& match incoming.side {
					Side::Bid => order.tick <= incoming.limit,
					Side::Ask => order.tick >= incoming.limit,
				}
		});
		let best = match incoming.side {
			Side::Bid => candidates.min_by_key(|(_, order)| (order.tick, order.arrival)),
			Side::Ask => candidates.min_by_key(|(_, order)| (Reverse(order.tick), order.arrival)),
		};
		best.map(|(at, _)| at)
	}

	fn place(&mut self, incoming: &Incoming) -> (Vec<PlainFill>, PlainRest) {
		let (mut left, mut fills) = (incoming.lots.0, Vec::new());
		while left > 0 {
			let Some(at) = self.next_for(incoming) else { break };
			let stop = if fills.len() as u64 == u64::from(incoming.max_fills) {
				Some(WhyCancelled::FillLimit)
			} else if self.open[at].owner == incoming.owner {
				Some(WhyCancelled::SelfTrade)
			} else {
				None
			};
			if let Some(why) = stop {
				return (fills, PlainRest::Cancelled { lots: left, why });
			}
			let maker = &mut self.open[at];
			let lots = left.min(maker.open);
			left -= lots;
			maker.open -= lots;
			maker.filled += lots;
			let maker = *maker;
			fills.push(PlainFill {
				arrival: maker.arrival,
				maker: maker.owner,
				tick: maker.tick,
				lots,
			});
			if maker.open == 0 {
				self.closed.insert(maker.arrival, maker);
				self.open.swap_remove(at);
			}
		}
		if left == 0 {
			return (fills, PlainRest::Filled);
		}
		if left < incoming.minimum.0 {
			let why = WhyCancelled::BelowMinimum;
			return (fills, PlainRest::Cancelled { lots: left, why });
		}
		let arrival = self.arrivals;
		self.arrivals += 1;
		self.open.push(Plain {
			arrival,
			owner: incoming.owner,
			side: incoming.side,
			tick: incoming.limit,
			open: left,
			filled: 0,
		});
		(fills, PlainRest::Resting { arrival, lots: left })
	}

	fn cancel(&mut self, arrival: usize, owner: ParticipantId) -> PlainCancel {
		let Some(at) = self.open.iter().position(|order| order.arrival == arrival) else {
			return PlainCancel::Closed { filled: self.closed[&arrival].filled };
		};
		if self.open[at].owner != owner {
			return PlainCancel::NotOwner;
		}
		let mut order = self.open.swap_remove(at);
		let lots = std::mem::take(&mut order.open);
		self.closed.insert(arrival, order);
		PlainCancel::Back { lots, filled: order.filled }
	}

	fn owner(&self, arrival: usize) -> ParticipantId {
		match self.closed.get(&arrival) {
			Some(order) => order.owner,
			None => self.open.iter().find(|order| order.arrival == arrival).unwrap().owner,
		}
	}

	/// Every level's open orders in the order of their arrival.
	fn levels(&self) -> BTreeMap<(Side, Tick), Vec<Plain>> {
		let mut levels = BTreeMap::<_, Vec<_>>::new();
		for order in &self.open {
			levels.entry((order.side, order.tick)).or_default().push(*order);
		}
		levels.values_mut().for_each(|queue| queue.sort_by_key(|order| order.arrival));
		levels
	}
}

/// The kind of market that a run plays.
#[derive(Clone, Copy)]
struct Shape {
	seed: u64,
	/// The middle of the prices and how far they spread on either side of it.
	middle: u16,
	spread: u16,
	owners: u32,
	largest: u32,
	/// Of 100 commands, how many cancel; the more, the shorter the queues.
	cancels: u32,
	/// Of 1,000 commands, how many cancel every order of one page, so that pages die in mid-queue.
	purges: u32,
	/// Of 100 orders, how many have a limit anywhere; the others stay on their side of the middle.
	bold: u32,
}

#[derive(Clone, Copy, Debug)]
enum Command {
	Place(Incoming),
	/// The order that came to rest so many before the last one; by its owner or by somebody.
	Cancel {
		back: usize,
		by: Option<ParticipantId>,
	},
	/// Every order in the page of the one that came to rest so many before the last one.
	Purge {
		back: usize,
	},
}

impl Shape {
	fn command(&self, rng: &mut ChaCha8Rng, rested: usize) -> Command {
		if rested > 0 && rng.gen_ratio(self.cancels, 100) {
			// Mostly a recent order, else any there ever was, dead or alive.
			let reach = if rng.gen_ratio(4, 5) { rested.min(600) } else { rested };
			let by = rng.gen_ratio(1, 20).then(|| ParticipantId(rng.gen_range(0..self.owners)));
			return Command::Cancel { back: rng.gen_range(0..reach), by };
		}
		if rested > 0 && rng.gen_ratio(self.purges, 1_000) {
			return Command::Purge { back: rng.gen_range(0..rested.min(3_000)) };
		}
		let side = if rng.gen() { Side::Bid } else { Side::Ask };
		let (low, high) = (self.middle - self.spread, self.middle + self.spread);
		let limit = match side {
			_ if rng.gen_ratio(self.bold, 100) => rng.gen_range(low..=high),
			Side::Bid => rng.gen_range(low..=self.middle),
			Side::Ask => rng.gen_range(self.middle..=high),
		};
		let lots = match rng.gen_range(0..20) {
			0 => rng.gen_range(1..10),
			1 => rng.gen_range(1..=self.largest.saturating_mul(40)),
			_ => rng.gen_range(10..=self.largest),
		};
		let max_fills = match rng.gen_range(0..10) {
			0 => rng.gen_range(0..4),
			_ => 100,
		};
		Command::Place(Incoming {
			owner: ParticipantId(rng.gen_range(0..self.owners)),
			side,
			limit: Tick(limit),
			lots: Lots(lots),
			minimum: Lots(10),
			max_fills,
		})
	}
}

/// What a run came across, so that it is known to have been worth while.
#[derive(Default, Debug)]
struct Seen {
	fills: usize,
	self_trades: usize,
	fill_limits: usize,
	below_minimum: usize,
	rested: usize,
	cancelled: usize,
	already_closed: usize,
	gone: usize,
	not_owner: usize,
	removed_pages: usize,
	longest_chain: u32,
}

#[derive(Default)]
struct Pair {
	book: Book,
	store: MemoryStore,
	twin: Twin,
	/// The orders that came to rest by arrival, and the reverse.
	names: Vec<OrderRef>,
	arrivals: HashMap<OrderRef, usize>,
	seen: Seen,
}

impl Pair {
	fn place(&mut self, incoming: Incoming) {
		let foreseen = preview(&self.book, &self.store, &incoming);
		self.store.forget_counts();
		let placed = place(&mut self.book, &mut self.store, incoming).unwrap();
		let (fills, rest) = self.twin.place(&incoming);

		assert_eq!(foreseen, placed.fills);
		assert_eq!(placed.fills.iter().map(|fill| self.plain(fill)).collect::<Vec<_>>(), fills);
		if let Rest::Resting { order, .. } = placed.rest {
			assert_eq!(self.arrivals.insert(order, self.names.len()), None, "{order:?} again");
			assert_eq!((order.side, order.tick), (incoming.side, incoming.limit));
			self.names.push(order);
		}
		let plain = match placed.rest {
			Rest::Filled => PlainRest::Filled,
			Rest::Resting { order, lots } => {
				PlainRest::Resting { arrival: self.arrivals[&order], lots: lots.0 }
			}
			Rest::Cancelled { lots, why } => PlainRest::Cancelled { lots: lots.0, why },
		};
		assert_eq!(plain, rest);
		self.check_cost(&placed, &incoming);
		self.seen.fills += placed.fills.len();
		match placed.rest {
			Rest::Filled => {}
			Rest::Resting { .. } => self.seen.rested += 1,
			Rest::Cancelled { why: WhyCancelled::SelfTrade, .. } => self.seen.self_trades += 1,
			Rest::Cancelled { why: WhyCancelled::FillLimit, .. } => self.seen.fill_limits += 1,
			Rest::Cancelled { why: WhyCancelled::BelowMinimum, .. } => self.seen.below_minimum += 1,
			Rest::Cancelled { why: WhyCancelled::LevelFull, .. } => unreachable!(),
		}
	}

	/// The bounds on keys that the engine's documentation promises.
	fn check_cost(&self, placed: &Placed, incoming: &Incoming) {
		let (read, written) = (self.store.keys_read(), self.store.keys_written());
		let other = |key: &&Key| match key {
			Key::Level(id) => id.side != incoming.side,
			Key::Page(id) => id.side != incoming.side,
		};
		let pages = read.iter().filter(other).filter(|key| matches!(key, Key::Page(_))).count();
		assert!(pages <= placed.fills.len() + 1, "more than one page per maker, and one");
		assert_eq!(read.iter().filter(other).count(), placed.touched as usize);
		assert!(written.iter().filter(other).count() <= placed.touched as usize);
		let own_writes = written.iter().filter(|key| !other(key)).count();
		match placed.rest {
			Rest::Resting { .. } => assert!((1..=3).contains(&own_writes)),
			Rest::Filled | Rest::Cancelled { .. } => assert_eq!(own_writes, 0),
		}
	}

	fn plain(&self, fill: &Fill) -> PlainFill {
		PlainFill {
			arrival: self.arrivals[&fill.order],
			maker: fill.maker,
			tick: fill.order.tick,
			lots: fill.lots.0,
		}
	}

	fn cancel(&mut self, arrival: usize, by: Option<ParticipantId>) {
		let owner = self.twin.owner(arrival);
		let by = by.unwrap_or(owner);
		let name = self.names[arrival];
		let pages_before = self.store.pages().count();
		self.store.forget_counts();
		let result = cancel(&mut self.book, &mut self.store, name, by);
		assert!(self.store.keys_written().len() <= 4);
		match self.twin.cancel(arrival, by) {
			PlainCancel::Back { lots, filled } => {
				let cancelled = result.unwrap();
				assert_eq!((cancelled.lots, cancelled.filled), (Lots(lots), Lots(filled)));
				self.seen.cancelled += 1;
			}
			PlainCancel::NotOwner => {
				assert_eq!(result, Err(CancelError::NotOwner));
				self.seen.not_owner += 1;
			}
			// An order that traded stays on record; another may be gone with its page.
			PlainCancel::Closed { filled } => match result {
				Err(CancelError::NotFound) => {
					assert_eq!(filled, 0);
					self.seen.gone += 1;
				}
				Err(CancelError::NotOwner) => assert_ne!(owner, by),
				Err(CancelError::AlreadyClosed) => {
					assert_eq!(owner, by);
					self.seen.already_closed += 1;
				}
				other => panic!("{other:?}"),
			},
		}
		self.seen.removed_pages += pages_before - self.store.pages().count();
	}

	fn purge(&mut self, arrival: usize) {
		let any = self.names[arrival];
		for slot in 0..32 {
			if let Some(arrival) = self.arrivals.get(&OrderRef { slot, ..any }) {
				self.cancel(*arrival, None);
			}
		}
	}

	/// Every record of a level in the order of its names.
	fn records(&self) -> BTreeMap<LevelId, Vec<(OrderRef, Order)>> {
		let mut records = BTreeMap::<_, Vec<_>>::new();
		for (id, page) in self.store.pages() {
			let orders = page.named(id).map(|(name, order)| (name, *order));
			records.entry(id.level()).or_default().extend(orders);
		}
		for (id, level) in self.store.levels() {
			let orders = level.named(id).map(|(name, order)| (name, *order));
			records.entry(id).or_default().extend(orders);
		}
		records
	}

	fn compare(&mut self) {
		assert_eq!(self.store.check(&self.book), Ok(()));
		let levels = self.twin.levels();
		let mut queues = BTreeMap::new();
		for (id, records) in self.records() {
			let queue: Vec<_> = records
				.iter()
				.filter(|(_, order)| order.is_open())
				.map(|(name, order)| Plain {
					arrival: self.arrivals[name],
					owner: order.owner,
					side: id.side,
					tick: id.tick,
					open: order.open().0,
					filled: order.filled.0,
				})
				.collect();
			if !queue.is_empty() {
				queues.insert((id.side, id.tick), queue);
			}
			self.check_records(&records);
		}
		assert_eq!(queues, levels);

		let asks: Vec<_> =
			levels.keys().filter(|key| key.0 == Side::Ask).map(|key| key.1).collect();
		let bids = levels.keys().rev().filter(|key| key.0 == Side::Bid).map(|key| key.1);
		assert_eq!(self.book.levels(Side::Ask).collect::<Vec<_>>(), asks);
		assert_eq!(self.book.levels(Side::Bid).collect::<Vec<_>>(), bids.collect::<Vec<_>>());

		let traded = self.twin.closed.values().chain(&self.twin.open).filter(|o| o.filled > 0);
		for order in traded {
			let record = find(&self.store, self.names[order.arrival]).unwrap();
			assert_eq!((record.owner, record.filled.0), (order.owner, order.filled));
		}
		let chains = self.store.levels().map(|(_, level)| level.tail - level.head);
		self.seen.longest_chain = self.seen.longest_chain.max(chains.max().unwrap_or(0));
	}

	/// Closed orders say what they traded, and nothing is on record that never was.
	fn check_records(&self, records: &[(OrderRef, Order)]) {
		for (name, order) in records.iter().filter(|(_, order)| !order.is_open()) {
			let plain = self.twin.closed[&self.arrivals[name]];
			assert_eq!((plain.owner, plain.filled), (order.owner, order.filled.0));
		}
	}
}

fn play(shape: Shape) -> Seen {
	const COMMANDS: usize = 100_000;
	let mut rng = ChaCha8Rng::seed_from_u64(shape.seed);
	let mut pair = Pair::default();
	for nth in 1..=COMMANDS {
		match shape.command(&mut rng, pair.names.len()) {
			Command::Place(incoming) => pair.place(incoming),
			Command::Cancel { back, by } => pair.cancel(pair.names.len() - 1 - back, by),
			Command::Purge { back } => pair.purge(pair.names.len() - 1 - back),
		}
		assert!(!pair.book.is_crossed());
		if nth % 2_000 == 0 {
			pair.compare();
		}
	}
	pair.compare();
	println!("seed {}: {} open, {:?}", shape.seed, pair.twin.open.len(), pair.seen);
	pair.seen
}

/// Every outcome must have come about, or the run proves less than it seems to.
fn assert_worth_while(seen: &Seen) {
	for count in [seen.fills, seen.rested, seen.cancelled] {
		assert!(count > 5_000, "{seen:?}");
	}
	for count in [
		seen.self_trades,
		seen.fill_limits,
		seen.below_minimum,
		seen.already_closed,
		seen.gone,
		seen.not_owner,
	] {
		assert!(count > 100, "{seen:?}");
	}
}

const SHAPE: Shape = Shape {
	seed: 0,
	middle: 650,
	spread: 3,
	owners: 40,
	largest: 200,
	cancels: 30,
	purges: 10,
	bold: 20,
};

#[test]
fn agrees_with_the_twin_on_few_prices_with_long_queues() {
	for seed in [1, 2] {
		let seen = play(Shape { seed, ..SHAPE });
		assert_worth_while(&seen);
		assert!(seen.longest_chain > 10 && seen.removed_pages > 20, "{seen:?}");
	}
}

#[test]
fn agrees_with_the_twin_where_most_orders_are_cancelled() {
	for seed in [3, 4] {
		let seen = play(Shape { seed, spread: 1, purges: 40, owners: 20, ..SHAPE });
		assert_worth_while(&seen);
		assert!(seen.longest_chain > 10 && seen.removed_pages > 100, "{seen:?}");
	}
}

#[test]
fn agrees_with_the_twin_on_a_lively_market() {
	for seed in [5, 6] {
		let shape = Shape { seed, spread: 40, largest: 100, bold: 100, ..SHAPE };
		assert_worth_while(&play(shape));
	}
}

#[test]
fn agrees_with_the_twin_over_the_whole_band() {
	// One run reaches the lowest price, the other the highest.
	for (seed, middle) in [(7, 2_047), (8, 2_048)] {
		let shape = Shape { seed, middle, spread: 2_047, owners: 10, bold: 100, ..SHAPE };
		assert_worth_while(&play(shape));
	}
}
