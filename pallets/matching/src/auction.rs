//! The opening auction: orders are collected, one price is searched for, and all that trade do so at it.

use crate::{
	book::reaches,
	engine::rest,
	queue::{renew_inline, Changes},
	Book, Corrupt, Fill, Incoming, LevelId, Order, Page, PageId, Rest, Store, WhyCancelled,
};
use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use core::cmp::Ordering;
use gridforge_primitives::{Lots, OrderRef, OrderType, Side, Tick, TICKS};
use scale_info::TypeInfo;

/// Lets an order rest at its limit whether it crosses or not; for a book that opens with an auction.
///
/// An order that does not wait is cancelled, and one of less than its minimum. `max_fills` and
/// `self_trade` are not read: nothing trades.
pub fn collect<S: Store>(
	book: &mut Book,
	store: &mut S,
	incoming: Incoming,
) -> Result<Rest, Corrupt> {
	let lots = incoming.lots;
	if incoming.limit.0 >= TICKS {
		return Err(Corrupt);
	}
	if lots.is_zero() {
		return Ok(Rest::Filled);
	}
	let refused = match incoming.order_type {
		OrderType::ImmediateOrCancel | OrderType::Market => Some(WhyCancelled::ImmediateOrCancel),
		OrderType::FillOrKill => Some(WhyCancelled::FillOrKill),
		OrderType::Limit | OrderType::PostOnly => {
			(lots < incoming.minimum).then_some(WhyCancelled::BelowMinimum)
		}
	};
	if let Some(why) = refused {
		return Ok(Rest::Cancelled { lots, why });
	}
	let mut changes = Changes::default();
	let rest = rest(book, store, &incoming, lots, &mut changes)?;
	changes.apply(book, store);
	Ok(rest)
}

/// What an auction comes to.
#[derive(
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub struct Clearing {
	/// The price at which everything trades.
	pub tick: Tick,
	/// Lots bought, and as many sold; never zero.
	pub volume: u64,
}

/// How far the search for the price has got.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
	/// Further steps are needed.
	Searching,
	/// The price and the volume.
	Found(Clearing),
	/// No bid reaches any ask: nothing is to be traded.
	NotCrossed,
}

/// The search for the price of an auction, to be kept between its steps. No order may come, change or go
/// until it has ended.
#[derive(
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub struct Search {
	reference: Option<Tick>,
	/// Lots for which the walk has found a counterpart.
	volume: u64,
	bid: Margin,
	ask: Margin,
}

/// Where the walk stands on one side.
#[derive(
	Clone,
	Copy,
	Debug,
	Default,
	PartialEq,
	Eq,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
struct Margin {
	/// The last level of which lots found a counterpart.
	tick: Option<Tick>,
	/// Lots of that level that found none.
	left: u64,
	/// Lots of the level after it, where they were asked for.
	beyond: Option<u64>,
}

/// The next level to read.
enum Read {
	/// Lots of it find a counterpart.
	Next(Side),
	/// None of it do, but its lots decide the price.
	Beyond(Side),
}

impl Margin {
	/// The level after the last one.
	fn next(&self, book: &Book, side: Side) -> Option<Tick> {
		match self.tick {
			Some(tick) => book.next(side, tick),
			None => book.best(side),
		}
	}

	/// The best level with lots that found no counterpart.
	fn front(&self, book: &Book, side: Side) -> Option<Tick> {
		if self.left > 0 {
			self.tick
		} else {
			self.next(book, side)
		}
	}
}

impl Search {
	/// Begins a search. Of several prices that are as good, the one nearest to `reference` is taken.
	pub const fn new(reference: Option<Tick>) -> Self {
		const START: Margin = Margin { tick: None, left: 0, beyond: None };
		Search { reference, volume: 0, bid: START, ask: START }
	}

	/// Reads one level, or none and says what the search has found.
	pub fn step<S: Store>(&mut self, book: &Book, store: &S) -> Result<Progress, Corrupt> {
		if let Some(read) = self.next_read(book) {
			self.read(read, book, store)?;
			return Ok(Progress::Searching);
		}
		if self.volume == 0 {
			return Ok(Progress::NotCrossed);
		}
		let (low, high) = self.best_prices(book).ok_or(Corrupt)?;
		let tick = match self.reference {
			Some(reference) => reference.clamp(low, high),
			None => middle(low, high),
		};
		Ok(Progress::Found(Clearing { tick, volume: self.volume }))
	}

	fn next_read(&self, book: &Book) -> Option<Read> {
		let (bid, ask) = (self.bid.front(book, Side::Bid)?, self.ask.front(book, Side::Ask)?);
		if bid >= ask {
			// One side is spent, or both: what faces each other is set off at once.
			return Some(Read::Next(if self.bid.left == 0 { Side::Bid } else { Side::Ask }));
		}
		let asks_decide = self.volume > 0 && self.bid.left == 0 && self.ask.left == 0;
		match (asks_decide && up(bid) == ask, self.bid.beyond, self.ask.beyond) {
			(true, None, _) => Some(Read::Beyond(Side::Bid)),
			(true, Some(_), None) => Some(Read::Beyond(Side::Ask)),
			_ => None,
		}
	}

	fn read<S: Store>(&mut self, read: Read, book: &Book, store: &S) -> Result<(), Corrupt> {
		let (Read::Next(side) | Read::Beyond(side)) = read;
		let (own, other) = match side {
			Side::Bid => (&mut self.bid, &mut self.ask),
			Side::Ask => (&mut self.ask, &mut self.bid),
		};
		let tick = own.next(book, side).ok_or(Corrupt)?;
		let open = store.level(LevelId { side, tick }).ok_or(Corrupt)?.open;
		if open == 0 {
			return Err(Corrupt);
		}
		match read {
			Read::Beyond(_) => own.beyond = Some(open),
			Read::Next(_) => {
				let met = open.min(other.left);
				self.volume = self.volume.checked_add(met).ok_or(Corrupt)?;
				other.left = other.left.saturating_sub(met);
				*own = Margin { tick: Some(tick), left: open.saturating_sub(met), beyond: None };
			}
		}
		Ok(())
	}

	/// The lowest and the highest of the prices at which most is traded and the least surplus stays.
	fn best_prices(&self, book: &Book) -> Option<(Tick, Tick)> {
		// All prices between the two margins trade the most. One adds to the surplus what it reaches of the
		// levels behind a margin.
		let (low, high) = (self.ask.tick?, self.bid.tick?);
		let above = |bid: Option<Tick>| bid.map_or(low, |bid| low.max(up(bid)));
		let below = |ask: Option<Tick>| ask.map_or(high, |ask| high.min(down(ask)));
		let (bid, ask) = (self.bid.next(book, Side::Bid), self.ask.next(book, Side::Ask));
		if above(bid) <= below(ask) {
			return Some((above(bid), below(ask)));
		}
		// No price is between those two levels, so each reaches one of them. Those next to each other reach
		// no further.
		let (bid, ask) = (bid?, ask?);
		let (low, high) = (above(book.next(Side::Bid, bid)), below(book.next(Side::Ask, ask)));
		Some(match self.bid.beyond?.cmp(&self.ask.beyond?) {
			Ordering::Less => (low, bid),
			Ordering::Equal => (low, high),
			Ordering::Greater => (ask, high),
		})
	}
}

fn up(tick: Tick) -> Tick {
	Tick(tick.0.saturating_add(1))
}

fn down(tick: Tick) -> Tick {
	Tick(tick.0.saturating_sub(1))
}

/// The middle, rounded down.
fn middle(low: Tick, high: Tick) -> Tick {
	Tick(low.0.saturating_add(high.0.saturating_sub(low.0) / 2))
}

/// A resting order that traded in an auction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Executed {
	/// The order.
	pub order: OrderRef,
	/// The order as it was before.
	pub before: Order,
	/// Lots traded: now it has so many fewer.
	pub lots: Lots,
}

impl Executed {
	/// The trade alone. Its price is that of the auction, not of the order's tick.
	pub const fn fill(&self) -> Fill {
		let Order { owner: maker, reference, .. } = self.before;
		Fill { maker, order: self.order, lots: self.lots, reference }
	}
}

/// The execution of an auction, to be kept between its steps. No order may come, change or go from the
/// beginning of the search until it is done.
#[derive(
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub struct Execution {
	price: Tick,
	/// Lots still to be bought by resting bids.
	bids: u64,
	/// Lots still to be sold by resting asks.
	asks: u64,
}

impl Execution {
	/// Begins the execution of what a search has found.
	pub const fn new(clearing: Clearing) -> Self {
		Execution { price: clearing.tick, bids: clearing.volume, asks: clearing.volume }
	}

	/// The price at which everything trades.
	pub const fn price(&self) -> Tick {
		self.price
	}

	/// Lots that orders of that side have still to trade.
	pub const fn left(&self, side: Side) -> u64 {
		match side {
			Side::Bid => self.bids,
			Side::Ask => self.asks,
		}
	}

	/// Whether all has traded: then the book is no longer crossed.
	pub const fn is_done(&self) -> bool {
		self.bids == 0 && self.asks == 0
	}

	/// Trades with the oldest page of the best level of the side that has more to trade, of the bids where
	/// both have as much. Says what traded, oldest first; nothing once the execution is done.
	pub fn step<S: Store>(
		&mut self,
		book: &mut Book,
		store: &mut S,
	) -> Result<Vec<Executed>, Corrupt> {
		if self.is_done() {
			return Ok(Vec::new());
		}
		let (side, due) = if self.bids >= self.asks {
			(Side::Bid, &mut self.bids)
		} else {
			(Side::Ask, &mut self.asks)
		};
		let tick = book.best(side).ok_or(Corrupt)?;
		if !reaches(side, tick, self.price) {
			return Err(Corrupt);
		}
		let mut changes = Changes::default();
		let mut left = *due;
		let executed = trade_with_level(store, LevelId { side, tick }, &mut left, &mut changes)?;
		*due = left;
		changes.apply(book, store);
		debug_assert!(!self.is_done() || !book.is_crossed(), "more could have traded");
		Ok(executed)
	}
}

/// Trades up to `left` lots with the oldest page of a level.
fn trade_with_level<S: Store>(
	store: &S,
	id: LevelId,
	left: &mut u64,
	changes: &mut Changes,
) -> Result<Vec<Executed>, Corrupt> {
	let due = *left;
	let mut level = store.level(id).ok_or(Corrupt)?;
	let page_id = id.page(level.head);
	let executed;
	if level.head == level.tail {
		executed = trade_with_page(page_id, &mut level.page, left)?;
		renew_inline(&mut level);
	} else {
		let mut page = store.page(page_id).ok_or(Corrupt)?;
		executed = trade_with_page(page_id, &mut page, left)?;
		if page.is_open() {
			changes.set_page(page_id, page);
		} else {
			level.head = level.after(page_id.number, &page)?;
			changes.retire_page(page_id, page);
		}
	}
	let traded = due.checked_sub(*left).ok_or(Corrupt)?;
	level.open = level.open.checked_sub(traded).ok_or(Corrupt)?;
	changes.set_level(id, level);
	Ok(executed)
}

/// Trades up to `left` lots with the open orders of a page in turn.
fn trade_with_page(id: PageId, page: &mut Page, left: &mut u64) -> Result<Vec<Executed>, Corrupt> {
	let mut executed = Vec::new();
	for (slot, order) in (0u8..).zip(page.orders.iter_mut()) {
		if *left == 0 {
			break;
		}
		let before = *order;
		let lots = u64::from(before.open().0).min(*left);
		if lots == 0 {
			continue;
		}
		*left = left.checked_sub(lots).ok_or(Corrupt)?;
		let lots = Lots(u32::try_from(lots).map_err(|_| Corrupt)?);
		order.lots = before.lots.checked_sub(lots).ok_or(Corrupt)?;
		executed.push(Executed { order: id.slot(slot), before, lots });
	}
	// A page of the chain has open orders, or the level promises what is not there.
	if executed.is_empty() {
		return Err(Corrupt);
	}
	Ok(executed)
}
