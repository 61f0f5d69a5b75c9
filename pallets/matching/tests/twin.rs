//! The engine against a naive twin: a plain list of orders, searched from end to end for every command. Both
//! are fed the same seeded commands and must agree on every fill, every result and the whole book.

mod naive;

use gridforge_matching::{
	cancel, collect, find, place_past, preview, reduce, Book, CancelError, Cancelled, Execution,
	Incoming, Key, Level, LevelId, MemoryStore, Order, Page, Placed, Progress, Rest, Search, Store,
	WhyCancelled, Withdrawn,
};
use gridforge_primitives::{Lots, OrderRef, OrderType, ParticipantId, SelfTrade, Side, Tick};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// An order in the twin. Its number is its arrival among the orders that came to rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Plain {
	arrival: usize,
	owner: ParticipantId,
	side: Side,
	tick: Tick,
	open: u32,
	filled: u32,
	reference: u64,
	terms: u8,
}

#[derive(Debug, PartialEq, Eq)]
struct PlainFill {
	arrival: usize,
	maker: ParticipantId,
	tick: Tick,
	lots: u32,
	reference: u64,
}

#[derive(Debug, PartialEq, Eq)]
enum PlainRest {
	Filled,
	Resting { arrival: usize, lots: u32 },
	Cancelled { lots: u32, why: WhyCancelled },
}

#[derive(Debug, PartialEq, Eq)]
struct PlainPlaced {
	fills: Vec<PlainFill>,
	/// The orders as they were before.
	withdrawn: Vec<Plain>,
	rest: PlainRest,
	worked: u64,
}

/// What becomes of a cancel or a reduction.
#[derive(Debug, PartialEq, Eq)]
enum PlainCancel {
	Back { lots: u32, filled: u32, reference: u64, terms: u8 },
	NotOwner,
	NotReduced,
	Closed { filled: u32 },
}

/// What an order does with the resting ones.
#[derive(Default)]
struct Plan {
	/// How many lots it takes of which, in turn; none where that one gives way.
	steps: Vec<(usize, u32)>,
	/// What that counts towards the most it may do.
	worked: u64,
	/// Why it stops although there is a next one.
	stop: Option<WhyCancelled>,
}

/// What is open, in no particular order, and what is closed.
#[derive(Default)]
struct Twin {
	open: Vec<Plain>,
	closed: HashMap<usize, Plain>,
	arrivals: usize,
}

impl Twin {
	/// The orders that an incoming one comes to, in turn, by the rules and nothing else.
	fn queue_for(&self, incoming: &Incoming) -> Vec<Plain> {
		let crosses = |order: &&Plain| match incoming.side {
			Side::Bid => order.side == Side::Ask && order.tick <= incoming.limit,
			Side::Ask => order.side == Side::Bid && order.tick >= incoming.limit,
		};
		let mut queue: Vec<_> = self.open.iter().filter(crosses).copied().collect();
		queue.sort_by_key(|order| match incoming.side {
			Side::Bid => (i32::from(order.tick.0), order.arrival),
			Side::Ask => (-i32::from(order.tick.0), order.arrival),
		});
		queue
	}

	/// What the order would do with each resting order in turn, were it not for its type.
	fn plan(&self, incoming: &Incoming, barred: &[ParticipantId]) -> Plan {
		let (mut left, mut plan) = (incoming.lots.0, Plan::default());
		for order in self.queue_for(incoming) {
			let barred = barred.contains(&order.owner);
			let own = order.owner == incoming.owner && !barred;
			let work = if barred { 2 } else { 1 };
			if left == 0 {
				break;
			} else if plan.worked + work > u64::from(incoming.max_fills) {
				return Plan { stop: Some(WhyCancelled::FillLimit), ..plan };
			} else if own && incoming.self_trade == SelfTrade::CancelNewest {
				return Plan { stop: Some(WhyCancelled::SelfTrade), ..plan };
			}
			let lots = if own || barred { 0 } else { left.min(order.open) };
			left -= lots;
			plan.worked += work;
			plan.steps.push((order.arrival, lots));
		}
		plan
	}

	/// `has_room`: whether the level where the remainder would rest takes orders.
	fn place(
		&mut self,
		incoming: &Incoming,
		barred: &[ParticipantId],
		has_room: bool,
	) -> PlainPlaced {
		use OrderType::*;
		use WhyCancelled as Why;
		let lots = incoming.lots.0;
		let Plan { steps, worked, stop } = self.plan(incoming, barred);
		let left = lots - steps.iter().map(|step| step.1).sum::<u32>();
		let cancelled = |lots, why| PlainRest::Cancelled { lots, why };
		let untouched = |worked, why| PlainPlaced {
			fills: vec![],
			withdrawn: vec![],
			rest: cancelled(lots, why),
			worked,
		};
		match incoming.order_type {
			PostOnly if lots > 0 && !self.queue_for(incoming).is_empty() => {
				return untouched(0, Why::PostOnly);
			}
			FillOrKill if left > 0 => return untouched(worked, Why::FillOrKill),
			_ => {}
		}
		let (fills, withdrawn) = self.carry_out(steps);
		let may_rest = matches!(incoming.order_type, Limit | PostOnly);
		let rest = match stop {
			_ if left == 0 => PlainRest::Filled,
			Some(why) => cancelled(left, why),
			None if !may_rest => cancelled(left, Why::ImmediateOrCancel),
			None if left < incoming.minimum.0 => cancelled(left, Why::BelowMinimum),
			None if !has_room => cancelled(left, Why::LevelFull),
			None => PlainRest::Resting { arrival: self.rest(incoming, left), lots: left },
		};
		PlainPlaced { fills, withdrawn, rest, worked }
	}

	/// The order rests whether it crosses or not, if it is of a type that waits.
	fn collect(&mut self, incoming: &Incoming, has_room: bool) -> PlainRest {
		use OrderType::*;
		use WhyCancelled as Why;
		let lots = incoming.lots.0;
		let cancelled = |why| PlainRest::Cancelled { lots, why };
		match incoming.order_type {
			_ if lots == 0 => PlainRest::Filled,
			Market | ImmediateOrCancel => cancelled(Why::ImmediateOrCancel),
			FillOrKill => cancelled(Why::FillOrKill),
			Limit | PostOnly if lots < incoming.minimum.0 => cancelled(Why::BelowMinimum),
			Limit | PostOnly if !has_room => cancelled(Why::LevelFull),
			Limit | PostOnly => PlainRest::Resting { arrival: self.rest(incoming, lots), lots },
		}
	}

	/// The price, and who of both sides trades how much, in turn; nothing where nobody does.
	fn auction(&mut self, reference: Option<Tick>) -> Option<(Tick, [Vec<(usize, u32)>; 2])> {
		let levels = self.levels();
		let open = levels.iter().map(|((side, tick), queue)| {
			(*side, *tick, queue.iter().map(|order| u64::from(order.open)).sum())
		});
		let (tick, volume) = naive::clearing(&open.collect::<Vec<_>>(), reference)?;
		let queue = |side| levels.iter().filter(move |(key, _)| key.0 == side).map(|level| level.1);
		let bids: Vec<_> = queue(Side::Bid).rev().flatten().copied().collect();
		let asks: Vec<_> = queue(Side::Ask).flatten().copied().collect();
		Some((tick, [bids, asks].map(|queue| self.trade(queue, volume))))
	}

	/// Takes the volume off the orders of one side in turn. Nothing of it counts as filled.
	fn trade(&mut self, queue: Vec<Plain>, mut volume: u64) -> Vec<(usize, u32)> {
		let mut trades = Vec::new();
		for Plain { arrival, open, .. } in queue {
			let lots = open.min(u32::try_from(volume).unwrap_or(u32::MAX));
			if lots == 0 {
				break;
			}
			volume -= u64::from(lots);
			trades.push((arrival, lots));
			let at = self.open.iter().position(|order| order.arrival == arrival).unwrap();
			self.open[at].open -= lots;
			if self.open[at].open == 0 {
				self.closed.insert(arrival, self.open.swap_remove(at));
			}
		}
		assert_eq!(volume, 0);
		trades
	}

	fn carry_out(&mut self, steps: Vec<(usize, u32)>) -> (Vec<PlainFill>, Vec<Plain>) {
		let (mut fills, mut withdrawn) = (Vec::new(), Vec::new());
		for (arrival, lots) in steps {
			let at = self.open.iter().position(|order| order.arrival == arrival).unwrap();
			let order = &mut self.open[at];
			if lots == 0 {
				withdrawn.push(*order);
				order.open = 0;
			} else {
				order.open -= lots;
				order.filled += lots;
				let Plain { owner: maker, tick, reference, .. } = *order;
				fills.push(PlainFill { arrival, maker, tick, lots, reference });
			}
			if order.open == 0 {
				self.closed.insert(arrival, self.open.swap_remove(at));
			}
		}
		(fills, withdrawn)
	}

	fn rest(&mut self, incoming: &Incoming, open: u32) -> usize {
		let arrival = self.arrivals;
		self.arrivals += 1;
		let Incoming { owner, side, limit: tick, reference, terms, .. } = *incoming;
		self.open.push(Plain { arrival, owner, side, tick, open, filled: 0, reference, terms });
		arrival
	}

	/// An order that `owner` may change, by its place among the open ones.
	fn own_open(&self, arrival: usize, owner: ParticipantId) -> Result<usize, PlainCancel> {
		match self.open.iter().position(|order| order.arrival == arrival) {
			None => Err(PlainCancel::Closed { filled: self.closed[&arrival].filled }),
			Some(at) if self.open[at].owner != owner => Err(PlainCancel::NotOwner),
			Some(at) => Ok(at),
		}
	}

	fn cancel(&mut self, arrival: usize, owner: ParticipantId) -> PlainCancel {
		let at = match self.own_open(arrival, owner) {
			Ok(at) => at,
			Err(refused) => return refused,
		};
		let mut order = self.open.swap_remove(at);
		let lots = std::mem::take(&mut order.open);
		self.closed.insert(arrival, order);
		let Plain { filled, reference, terms, .. } = order;
		PlainCancel::Back { lots, filled, reference, terms }
	}

	fn reduce(&mut self, arrival: usize, owner: ParticipantId, lots: u32) -> PlainCancel {
		let order = match self.own_open(arrival, owner) {
			Ok(at) => &mut self.open[at],
			Err(refused) => return refused,
		};
		let total = order.open + order.filled;
		if lots >= total || lots <= order.filled {
			return PlainCancel::NotReduced;
		}
		order.open = lots - order.filled;
		let Plain { filled, reference, terms, .. } = *order;
		PlainCancel::Back { lots: total - lots, filled, reference, terms }
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
	/// Of 1,000 commands, how many let a hundred orders of one participant rest, so that whole pages are its.
	blocks: u32,
	/// Of 100 commands, how many reduce an order.
	reductions: u32,
	/// Of 100 orders, how many have a limit anywhere; the others stay on their side of the middle.
	bold: u32,
	/// How many page numbers the levels in the middle have left, where not all.
	pages_left: Option<u32>,
	/// After so many commands collecting ends with an auction, and after as many begins anew, where it does.
	auctions: Option<usize>,
	/// After so many commands others are barred, where anybody is.
	barring: Option<usize>,
}

#[derive(Clone, Copy, Debug)]
enum Command {
	Place(Incoming),
	/// The order that came to rest so many before the last one; by its owner or by somebody.
	Cancel {
		back: usize,
		by: Option<ParticipantId>,
	},
	/// Likewise.
	Reduce {
		back: usize,
		by: Option<ParticipantId>,
		to: Share,
	},
	/// A hundred times the same order.
	Block(Incoming),
	/// Every order in the page of the one that came to rest so many before the last one.
	Purge {
		back: usize,
	},
}

/// To what an order is reduced.
#[derive(Clone, Copy, Debug)]
enum Share {
	/// To what has traded and this many parts in 64 of what is open.
	Open(u32),
	/// To so many lots.
	Lots(u32),
}

impl Shape {
	fn command(&self, rng: &mut ChaCha8Rng, rested: usize) -> Command {
		if rested > 0 && rng.gen_ratio(self.cancels, 100) {
			let (back, by) = self.target(rng, rested);
			return Command::Cancel { back, by };
		}
		if rested > 0 && rng.gen_ratio(self.reductions, 100) {
			let (back, by) = self.target(rng, rested);
			let to = match rng.gen_range(0..5) {
				0 => Share::Lots(rng.gen_range(0..self.largest)),
				// From nothing to all of what is open: both ends are refused.
				_ => Share::Open(rng.gen_range(0..=64)),
			};
			return Command::Reduce { back, by, to };
		}
		if rested > 0 && rng.gen_ratio(self.purges, 1_000) {
			return Command::Purge { back: rng.gen_range(0..rested.min(3_000)) };
		}
		let incoming = self.incoming(rng);
		if rng.gen_ratio(self.blocks, 1_000) {
			let (owner, order_type) = (ParticipantId(0), OrderType::PostOnly);
			return Command::Block(Incoming { owner, order_type, lots: Lots(10), ..incoming });
		}
		Command::Place(incoming)
	}

	fn incoming(&self, rng: &mut ChaCha8Rng) -> Incoming {
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
		let order_type = match rng.gen_range(0..20) {
			0..=1 => OrderType::PostOnly,
			2..=3 => OrderType::ImmediateOrCancel,
			4..=5 => OrderType::FillOrKill,
			6 => OrderType::Market,
			_ => OrderType::Limit,
		};
		let self_trade = if rng.gen() { SelfTrade::CancelNewest } else { SelfTrade::CancelOldest };
		Incoming {
			owner: self.owner(rng),
			side,
			limit: Tick(limit),
			lots: Lots(lots),
			minimum: Lots(10),
			max_fills,
			order_type,
			self_trade,
			reference: if rng.gen() { rng.gen() } else { 0 },
			terms: rng.gen(),
		}
	}

	/// A third of the orders are those of one participant, so that own orders fill whole pages.
	fn owner(&self, rng: &mut ChaCha8Rng) -> ParticipantId {
		ParticipantId(if rng.gen_ratio(1, 3) { 0 } else { rng.gen_range(0..self.owners) })
	}

	/// Mostly a recent order, else any there ever was, dead or alive; and who asks for it.
	fn target(&self, rng: &mut ChaCha8Rng, rested: usize) -> (usize, Option<ParticipantId>) {
		let reach = if rng.gen_ratio(4, 5) { rested.min(600) } else { rested };
		let by = rng.gen_ratio(1, 20).then(|| ParticipantId(rng.gen_range(0..self.owners)));
		(rng.gen_range(0..reach), by)
	}
}

/// What a run came across, so that it is known to have been worth while.
#[derive(Default, Debug)]
struct Seen {
	fills: usize,
	/// What became of the remainders of orders, by the order's type: "Limit Resting", "PostOnly PostOnly".
	outcomes: BTreeMap<String, usize>,
	/// Orders withdrawn, those of them that had traded, and pages removed by that.
	withdrawn: usize,
	withdrawn_in_part: usize,
	withdrawn_pages: usize,
	/// Orders withdrawn whose owner was barred.
	withdrawn_barred: usize,
	/// Fill-or-kill orders that withdrew and were filled, and that worked and were killed.
	filled_withdrawing: usize,
	killed_late: usize,
	cancelled: usize,
	reduced: usize,
	not_reduced: usize,
	already_closed: usize,
	gone: usize,
	not_owner: usize,
	removed_pages: usize,
	longest_chain: u32,
	/// Auctions by whether anything traded, orders that traded in them, those of them that had traded before,
	/// and pages removed by that.
	auctions: usize,
	idle_auctions: usize,
	executed: usize,
	executed_in_part: usize,
	executed_after_fills: usize,
	executed_pages: usize,
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
	/// Two sides of a market of which the middle has so many page numbers left.
	fn worn(middle: u16, pages_left: u32) -> Pair {
		let mut pair = Pair::default();
		let number = u32::MAX - pages_left;
		let level = Level { head: number, tail: number, open: 0, page: Page::default() };
		for side in [Side::Bid, Side::Ask] {
			pair.store.set_level(LevelId { side, tick: Tick(middle) }, &level);
		}
		pair
	}

	/// Whether a level takes another order.
	fn has_room(&self, id: LevelId) -> bool {
		self.store
			.level(id)
			.is_none_or(|level| level.tail < u32::MAX || level.page.orders.len() < 32)
	}

	fn place(&mut self, incoming: Incoming, barred: &[ParticipantId]) {
		let foreseen = preview(&self.book, &self.store, &incoming, barred);
		let has_room = self.has_room(LevelId { side: incoming.side, tick: incoming.limit });
		let pages_before = self.store.pages().count();
		self.store.forget_counts();
		let placed = place_past(&mut self.book, &mut self.store, incoming, barred).unwrap();
		let twin = self.twin.place(&incoming, barred, has_room);

		assert_eq!(foreseen, placed.fills);
		if let Rest::Resting { order, .. } = placed.rest {
			assert_eq!(self.arrivals.insert(order, self.names.len()), None, "{order:?} again");
			assert_eq!((order.side, order.tick), (incoming.side, incoming.limit));
			self.names.push(order);
		}
		assert_eq!(self.plain(&placed), (twin.fills, twin.rest, twin.worked), "{incoming:?}");
		assert_eq!(placed.withdrawn, self.withdrawn(&twin.withdrawn), "{incoming:?}");
		self.check_cost(&placed, &incoming);
		self.note(&placed, &incoming, &twin.withdrawn);
		let barred = |maker: &ParticipantId| barred.contains(maker);
		assert!(!placed.fills.iter().any(|fill| barred(&fill.maker)));
		self.seen.withdrawn_barred += twin.withdrawn.iter().filter(|o| barred(&o.owner)).count();
		if !placed.withdrawn.is_empty() {
			// A page may be moved out by the same command.
			let pages = self.store.pages().count();
			self.seen.withdrawn_pages += pages_before.saturating_sub(pages);
		}
	}

	fn collect(&mut self, incoming: Incoming) {
		let has_room = self.has_room(LevelId { side: incoming.side, tick: incoming.limit });
		self.store.forget_counts();
		let rest = collect(&mut self.book, &mut self.store, incoming).unwrap();
		assert!(self.store.keys_read().len() <= 2 && self.store.keys_written().len() <= 3);
		let twin = self.twin.collect(&incoming, has_room);
		if let Rest::Resting { order, .. } = rest {
			assert_eq!(self.arrivals.insert(order, self.names.len()), None, "{order:?} again");
			assert_eq!((order.side, order.tick), (incoming.side, incoming.limit));
			self.names.push(order);
		}
		assert_eq!(self.plain_rest(&rest), twin, "{incoming:?}");
	}

	fn auction(&mut self, reference: Option<Tick>) {
		self.compare(true);
		let mut search = Search::new(reference);
		let found = loop {
			self.store.forget_counts();
			let progress = search.step(&self.book, &self.store).unwrap();
			assert!(self.store.keys_read().len() <= 1 && self.store.keys_written().is_empty());
			if progress != Progress::Searching {
				break progress;
			}
		};
		let twin = self.twin.auction(reference);
		let (Progress::Found(clearing), Some((tick, trades))) = (found, twin.as_ref()) else {
			assert_eq!((found, twin), (Progress::NotCrossed, None));
			self.seen.idle_auctions += 1;
			return;
		};
		assert_eq!(clearing.tick, *tick);
		let pages_before = self.store.pages().count();
		assert_eq!(self.execute(Execution::new(clearing)), *trades);
		self.seen.auctions += 1;
		self.seen.executed_pages += pages_before - self.store.pages().count();
	}

	/// What traded of either side, in turn.
	fn execute(&mut self, mut execution: Execution) -> [Vec<(usize, u32)>; 2] {
		let (mut bought, mut sold) = (Vec::new(), Vec::new());
		while !execution.is_done() {
			self.store.forget_counts();
			let executed = execution.step(&mut self.book, &mut self.store).unwrap();
			let (read, written) = (self.store.keys_read(), self.store.keys_written());
			assert!(read.len() <= 2 && read == written);
			for executed in &executed {
				let trade = (self.arrivals[&executed.order], executed.lots.0);
				match executed.order.side {
					Side::Bid => bought.push(trade),
					Side::Ask => sold.push(trade),
				}
				let before = executed.before;
				self.seen.executed_in_part += usize::from(before.open() > executed.lots);
				self.seen.executed_after_fills += usize::from(!before.filled.is_zero());
			}
			self.seen.executed += executed.len();
		}
		[bought, sold]
	}

	/// What the engine must report of the orders that the twin withdrew.
	fn withdrawn(&self, orders: &[Plain]) -> Vec<Withdrawn> {
		let report = |order: &Plain| Withdrawn {
			owner: order.owner,
			order: self.names[order.arrival],
			cancelled: Cancelled {
				lots: Lots(order.open),
				filled: Lots(order.filled),
				reference: order.reference,
				terms: order.terms,
			},
		};
		orders.iter().map(report).collect()
	}

	fn note(&mut self, placed: &Placed, incoming: &Incoming, withdrawn: &[Plain]) {
		let outcome = match placed.rest {
			Rest::Filled => "Filled".to_string(),
			Rest::Resting { .. } => "Resting".to_string(),
			Rest::Cancelled { why, .. } => format!("{why:?}"),
		};
		let outcome = format!("{:?} {outcome}", incoming.order_type);
		let (kills, worked) = (incoming.order_type == OrderType::FillOrKill, placed.worked > 0);
		let seen = &mut self.seen;
		seen.fills += placed.fills.len();
		seen.withdrawn += withdrawn.len();
		seen.withdrawn_in_part += withdrawn.iter().filter(|order| order.filled > 0).count();
		seen.filled_withdrawing += usize::from(kills && !withdrawn.is_empty());
		seen.killed_late += usize::from(kills && worked && placed.rest != Rest::Filled);
		*seen.outcomes.entry(outcome).or_default() += 1;
	}

	/// The bounds on keys that the engine's documentation promises.
	fn check_cost(&self, placed: &Placed, incoming: &Incoming) {
		let (read, written) = (self.store.keys_read(), self.store.keys_written());
		let other = |key: &&Key| match key {
			Key::Level(id) => id.side != incoming.side,
			Key::Page(id) => id.side != incoming.side,
		};
		let pages = read.iter().filter(other).filter(|key| matches!(key, Key::Page(_))).count();
		assert!(pages <= placed.worked as usize + 1, "more than one page per order, and one");
		assert_eq!(read.iter().filter(other).count(), placed.touched as usize);
		assert!(written.iter().filter(other).count() <= placed.touched as usize);
		let own = |keys: &BTreeSet<Key>| keys.iter().filter(|key| !other(key)).count();
		match placed.rest {
			Rest::Resting { .. } => {
				assert!((1..=2).contains(&own(&read)) && (1..=3).contains(&own(&written)));
			}
			Rest::Cancelled { why: WhyCancelled::LevelFull, .. } => {
				assert_eq!((own(&read), own(&written)), (1, 0));
			}
			Rest::Cancelled { why: WhyCancelled::PostOnly, .. } => {
				assert_eq!((read.len(), written.len()), (0, 0));
			}
			Rest::Cancelled { why: WhyCancelled::FillOrKill, .. } => {
				assert_eq!((own(&read), written.len()), (0, 0));
			}
			Rest::Filled | Rest::Cancelled { .. } => {
				assert_eq!((own(&read), own(&written)), (0, 0));
			}
		}
	}

	fn plain(&self, placed: &Placed) -> (Vec<PlainFill>, PlainRest, u64) {
		let fills = placed.fills.iter().map(|fill| PlainFill {
			arrival: self.arrivals[&fill.order],
			maker: fill.maker,
			tick: fill.order.tick,
			lots: fill.lots.0,
			reference: fill.reference,
		});
		(fills.collect(), self.plain_rest(&placed.rest), placed.worked.into())
	}

	fn plain_rest(&self, rest: &Rest) -> PlainRest {
		match *rest {
			Rest::Filled => PlainRest::Filled,
			Rest::Resting { order, lots } => {
				PlainRest::Resting { arrival: self.arrivals[&order], lots: lots.0 }
			}
			Rest::Cancelled { lots, why } => PlainRest::Cancelled { lots: lots.0, why },
		}
	}

	fn cancel(&mut self, arrival: usize, by: Option<ParticipantId>) {
		let by = by.unwrap_or(self.twin.owner(arrival));
		let pages_before = self.store.pages().count();
		self.store.forget_counts();
		let result = cancel(&mut self.book, &mut self.store, self.names[arrival], by);
		assert!(self.store.keys_written().len() <= 4);
		let twin = self.twin.cancel(arrival, by);
		self.compare_back(arrival, by, result, twin);
		self.seen.cancelled += usize::from(result.is_ok());
		self.seen.removed_pages += pages_before - self.store.pages().count();
	}

	fn reduce(&mut self, arrival: usize, by: Option<ParticipantId>, to: Share) {
		let by = by.unwrap_or(self.twin.owner(arrival));
		let lots = match (to, self.twin.open.iter().find(|order| order.arrival == arrival)) {
			(Share::Lots(lots), _) => lots,
			(Share::Open(parts), Some(order)) => {
				let share = u64::from(order.open) * u64::from(parts) / 64;
				order.filled + u32::try_from(share).unwrap()
			}
			(Share::Open(parts), None) => parts,
		};
		let name = self.names[arrival];
		self.store.forget_counts();
		let result = reduce(&mut self.book, &mut self.store, name, by, Lots(lots));
		let (read, written) = (self.store.keys_read(), self.store.keys_written());
		assert!(read.len() <= 2);
		assert!(if result.is_ok() { written == read } else { written.is_empty() });
		let twin = self.twin.reduce(arrival, by, lots);
		self.compare_back(arrival, by, result, twin);
		self.seen.reduced += usize::from(result.is_ok());
	}

	/// Compares what a cancel or a reduction gives back.
	fn compare_back(
		&mut self,
		arrival: usize,
		by: ParticipantId,
		result: Result<Cancelled, CancelError>,
		twin: PlainCancel,
	) {
		match twin {
			PlainCancel::Back { lots, filled, reference, terms } => {
				let back = Cancelled { lots: Lots(lots), filled: Lots(filled), reference, terms };
				assert_eq!(result, Ok(back));
			}
			PlainCancel::NotOwner => {
				assert_eq!(result, Err(CancelError::NotOwner));
				self.seen.not_owner += 1;
			}
			PlainCancel::NotReduced => {
				assert_eq!(result, Err(CancelError::NotReduced));
				self.seen.not_reduced += 1;
			}
			// An order that traded stays on record; another may be gone with its page.
			PlainCancel::Closed { filled } => match result {
				Err(CancelError::NotFound) => {
					assert_eq!(filled, 0);
					self.seen.gone += 1;
				}
				Err(CancelError::NotOwner) => assert_ne!(self.twin.owner(arrival), by),
				Err(CancelError::AlreadyClosed) => {
					assert_eq!(self.twin.owner(arrival), by);
					self.seen.already_closed += 1;
				}
				other => panic!("{other:?}"),
			},
		}
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

	fn compare(&mut self, collecting: bool) {
		assert_eq!(self.store.check_collecting(&self.book), Ok(()));
		assert!(collecting || self.store.check(&self.book).is_ok());
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
					reference: order.reference,
					terms: order.terms,
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
			assert_eq!((record.reference, record.terms), (order.reference, order.terms));
		}
		let chains = self.store.levels().map(|(_, level)| level.tail - level.head);
		self.seen.longest_chain = self.seen.longest_chain.max(chains.max().unwrap_or(0));
	}

	/// Closed orders say what they traded, and nothing is on record that never was.
	fn check_records(&self, records: &[(OrderRef, Order)]) {
		for (name, order) in records.iter().filter(|(_, order)| !order.is_open()) {
			let plain = self.twin.closed[&self.arrivals[name]];
			assert_eq!((plain.owner, plain.filled), (order.owner, order.filled.0));
			assert_eq!((plain.reference, plain.terms), (order.reference, order.terms));
		}
	}
}

fn play(shape: Shape) -> Seen {
	const COMMANDS: usize = 100_000;
	let mut rng = ChaCha8Rng::seed_from_u64(shape.seed);
	let mut pair = match shape.pages_left {
		Some(pages_left) => Pair::worn(shape.middle, pages_left),
		None => Pair::default(),
	};
	let mut collecting = shape.auctions.is_some();
	let mut barred = Vec::new();
	for nth in 1..=COMMANDS {
		match shape.command(&mut rng, pair.names.len()) {
			Command::Place(incoming) if collecting => pair.collect(incoming),
			Command::Block(incoming) if collecting => (0..100).for_each(|_| pair.collect(incoming)),
			Command::Place(incoming) => pair.place(incoming, &barred),
			Command::Block(incoming) => (0..100).for_each(|_| pair.place(incoming, &barred)),
			Command::Cancel { back, by } => pair.cancel(pair.names.len() - 1 - back, by),
			Command::Reduce { back, by, to } => pair.reduce(pair.names.len() - 1 - back, by, to),
			Command::Purge { back } => pair.purge(pair.names.len() - 1 - back),
		}
		if shape.auctions.is_some_and(|period| nth % period == 0) {
			if collecting {
				pair.auction(rng.gen::<bool>().then(|| shape.incoming(&mut rng).limit));
			}
			collecting = !collecting;
		}
		if shape.barring.is_some_and(|period| nth % period == 0) {
			barred = (0..shape.owners).map(ParticipantId).filter(|_| rng.gen_ratio(1, 4)).collect();
		}
		assert!(collecting || !pair.book.is_crossed());
		if nth % 2_000 == 0 {
			pair.compare(collecting);
		}
	}
	pair.compare(collecting);
	println!("seed {}: {} open, {:?}", shape.seed, pair.twin.open.len(), pair.seen);
	pair.seen
}

/// What an order of each type can come to, but for a level that is full.
const OUTCOMES: [&str; 18] = [
	"Limit Filled",
	"Limit Resting",
	"Limit SelfTrade",
	"Limit FillLimit",
	"Limit BelowMinimum",
	"PostOnly Resting",
	"PostOnly PostOnly",
	"PostOnly BelowMinimum",
	"ImmediateOrCancel Filled",
	"ImmediateOrCancel ImmediateOrCancel",
	"ImmediateOrCancel SelfTrade",
	"ImmediateOrCancel FillLimit",
	"Market Filled",
	"Market ImmediateOrCancel",
	"Market SelfTrade",
	"Market FillLimit",
	"FillOrKill Filled",
	"FillOrKill FillOrKill",
];

/// Every outcome must have come about, or the run proves less than it seems to.
fn assert_worth_while(seen: &Seen) {
	for count in [seen.fills, seen.outcomes["Limit Resting"], seen.cancelled] {
		assert!(count > 5_000, "{seen:?}");
	}
	for outcome in OUTCOMES {
		assert!(seen.outcomes.get(outcome).is_some_and(|count| *count > 10), "{outcome}: {seen:?}");
	}
	let others = seen.outcomes.keys().filter(|key| !OUTCOMES.contains(&key.as_str()));
	assert!(others.clone().all(|key| key.ends_with("LevelFull")), "{seen:?}");
	for count in [
		seen.already_closed,
		seen.gone,
		seen.not_owner,
		seen.reduced,
		seen.not_reduced,
		seen.withdrawn,
		seen.withdrawn_in_part,
	] {
		assert!(count > 100, "{seen:?}");
	}
	assert!(seen.killed_late > 50 && seen.filled_withdrawing > 10, "{seen:?}");
}

const SHAPE: Shape = Shape {
	seed: 0,
	middle: 650,
	spread: 3,
	owners: 40,
	largest: 200,
	cancels: 25,
	purges: 10,
	blocks: 1,
	reductions: 8,
	bold: 20,
	pages_left: None,
	auctions: None,
	barring: None,
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
		let seen = play(Shape { seed, spread: 1, purges: 40, blocks: 4, owners: 20, ..SHAPE });
		assert_worth_while(&seen);
		assert!(seen.longest_chain > 10 && seen.removed_pages > 100, "{seen:?}");
		assert!(seen.withdrawn_pages > 20, "{seen:?}");
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

#[test]
fn agrees_with_the_twin_where_levels_run_out_of_pages() {
	let seen = play(Shape { seed: 9, spread: 1, pages_left: Some(60), ..SHAPE });
	assert_worth_while(&seen);
	for outcome in ["Limit LevelFull", "PostOnly LevelFull"] {
		assert!(seen.outcomes.get(outcome).is_some_and(|count| *count > 100), "{seen:?}");
	}
}

#[test]
fn agrees_with_the_twin_where_collecting_and_trading_alternate() {
	for (seed, auctions, spread) in [(10, 300, 3), (11, 1_000, 10), (12, 100, 200)] {
		let shape = Shape { seed, auctions: Some(auctions), spread, bold: 60, ..SHAPE };
		let seen = play(shape);
		assert_worth_while(&seen);
		assert!(seen.auctions > 20 && seen.executed > 2_000, "{seen:?}");
		assert!(seen.executed_in_part > 10 && seen.executed_after_fills > 10, "{seen:?}");
		assert!(seen.executed_pages > 10, "{seen:?}");
	}
}

#[test]
fn agrees_with_the_twin_on_auctions_where_levels_run_out_of_pages() {
	let (pages_left, auctions) = (Some(60), Some(500));
	let seen = play(Shape { seed: 13, spread: 1, bold: 60, pages_left, auctions, ..SHAPE });
	assert!(seen.auctions > 20 && seen.executed > 500, "{seen:?}");
	assert!(seen.outcomes["Limit LevelFull"] > 100, "{seen:?}");
}

#[test]
fn agrees_with_the_twin_where_participants_are_barred() {
	for (seed, barring, spread) in [(14, 50, 3), (15, 700, 20)] {
		let shape = Shape { seed, barring: Some(barring), spread, bold: 60, ..SHAPE };
		let seen = play(shape);
		assert_worth_while(&seen);
		assert!(seen.withdrawn_barred > 2_000, "{seen:?}");
	}
}
