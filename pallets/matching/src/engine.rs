//! The commands that a book takes: place, preview, cancel, reduce, find.

use crate::{
	book::reaches,
	queue::{append, append_inline, renew_inline, unlink, Changes},
	sweep::{Inline, Sweep},
	Book, LevelId, Order, Page, Store,
};
use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use gridforge_primitives::{
	Lots, OrderRef, OrderType, ParticipantId, SelfTrade, Side, Tick, TICKS,
};
use scale_info::TypeInfo;

/// A level or page that the book promises is not there or says something else: a state that cannot come
/// about. What was written before is for the caller to undo. Also returned for a limit outside the band, which the caller must exclude.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Corrupt;

/// As how many orders one of a barred participant counts that is withdrawn: its owner's records must be written too.
pub const BARRED: u32 = 2;

/// An order that comes in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Incoming {
	/// Who places it.
	pub owner: ParticipantId,
	/// Buy or sell.
	pub side: Side,
	/// The worst price at which it may trade.
	pub limit: Tick,
	/// Energy.
	pub lots: Lots,
	/// The least that may come to rest.
	pub minimum: Lots,
	/// The most resting orders that it may fill or withdraw.
	pub max_fills: u32,
	/// What may happen to it now, and to what is left of it.
	pub order_type: OrderType,
	/// What happens when it meets an order of its owner's.
	pub self_trade: SelfTrade,
	/// The owner's own number for it; 0 where it gave none.
	pub reference: u64,
	/// Fee terms fixed when it is placed, for the caller to read; the engine does not.
	pub terms: u8,
}

/// A trade with one resting order, at the price of that order's tick.
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
pub struct Fill {
	/// Owner of the resting order.
	pub maker: ParticipantId,
	/// The resting order.
	pub order: OrderRef,
	/// Lots traded.
	pub lots: Lots,
	/// The maker's own number for the resting order.
	pub reference: u64,
}

/// Why what did not trade was cancelled.
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
pub enum WhyCancelled {
	/// Less was left than may rest.
	BelowMinimum,
	/// The next order to trade with is the owner's own. Cancel that one first, or have older orders give way.
	SelfTrade,
	/// As many orders were filled or withdrawn as one command may reach. Place another order for what is
	/// left.
	FillLimit,
	/// This price has no room for orders any more. Choose a neighbouring price.
	LevelFull,
	/// Nobody else trades at this price at once, and an order of this type does not wait. Choose a price
	/// that goes further, or place a limit order.
	ImmediateOrCancel,
	/// It could not trade in full at once, so nothing of it did. Choose fewer lots or a price that goes
	/// further, or place an order that may trade in part.
	FillOrKill,
	/// It would have traded at once, which an order of this type may not. Choose a price short of the other
	/// side's best.
	PostOnly,
}

/// What became of the part of an incoming order that did not trade.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rest {
	/// There is none.
	Filled,
	/// It rests in the book.
	Resting {
		/// Where it rests.
		order: OrderRef,
		/// What rests.
		lots: Lots,
	},
	/// It was cancelled.
	Cancelled {
		/// What was cancelled.
		lots: Lots,
		/// Why.
		why: WhyCancelled,
	},
}

/// What became of an incoming order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placed {
	/// Its trades in the order in which they happened.
	pub fills: Vec<Fill>,
	/// The orders that were in its way and gave way to it, in the order in which it met them: older ones of its
	/// owner's, and those of barred participants.
	pub withdrawn: Vec<Withdrawn>,
	/// What became of the remainder.
	pub rest: Rest,
	/// Levels and moved-out pages read while matching: by this and `worked` the weight is refunded. The
	/// level where the remainder rests is not counted.
	pub touched: u32,
	/// Resting orders filled or withdrawn while matching, also where a fill-or-kill order then undid that. One of a
	/// barred participant counts [`BARRED`] times.
	pub worked: u32,
}

impl Placed {
	/// An order that met nobody and rests.
	fn resting(order: OrderRef, lots: Lots) -> Self {
		Placed {
			fills: Vec::new(),
			withdrawn: Vec::new(),
			rest: Rest::Resting { order, lots },
			touched: 0,
			worked: 0,
		}
	}
}

/// Why an order cannot be cancelled or reduced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CancelError {
	/// No such order is on record: it never was, or it ended before anything of it traded but in an auction.
	NotFound,
	/// Somebody else's order.
	NotOwner,
	/// Filled or cancelled before.
	AlreadyClosed,
	/// Not fewer lots than before, or not more than have traded. Cancel it to close it.
	NotReduced,
	/// See [`Corrupt`].
	Corrupt,
}

impl From<Corrupt> for CancelError {
	fn from(_: Corrupt) -> Self {
		CancelError::Corrupt
	}
}

/// What a cancelled or reduced order gives back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cancelled {
	/// Lots that were open and are given back.
	pub lots: Lots,
	/// Lots that had traded, but in an auction; they stay traded.
	pub filled: Lots,
	/// The owner's own number for the order.
	pub reference: u64,
	/// The fee terms of the order.
	pub terms: u8,
}

impl Cancelled {
	pub(crate) fn of(order: &Order, lots: Lots) -> Self {
		Cancelled { lots, filled: order.filled, reference: order.reference, terms: order.terms }
	}
}

/// A resting order that was closed because an incoming one met it: a newer one of its owner's, or anybody's where
/// the owner is barred.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Withdrawn {
	/// Whose it is.
	pub owner: ParticipantId,
	/// The resting order.
	pub order: OrderRef,
	/// What it gives back.
	pub cancelled: Cancelled,
}

/// Matches an incoming order and lets the remainder rest where it may.
///
/// The remainder never rests where it would cross the book. An order of no lots counts as filled, whatever
/// its type.
pub fn place<S: Store>(
	book: &mut Book,
	store: &mut S,
	incoming: Incoming,
) -> Result<Placed, Corrupt> {
	place_past(book, store, incoming, &[])
}

/// [`place`], where nobody trades with those who are `barred`, ascending: an order of theirs that is next in turn
/// is withdrawn.
pub fn place_past<S: Store>(
	book: &mut Book,
	store: &mut S,
	incoming: Incoming,
	barred: &[ParticipantId],
) -> Result<Placed, Corrupt> {
	if rests_untouched(book, &incoming) {
		let lots = incoming.lots;
		if let Some(order) = rest_inline(book, store, &incoming, lots) {
			return Ok(Placed::resting(order, lots));
		}
	}
	let mut inline = Inline::new(&incoming, barred);
	let touched = trade_inline(book, store, &mut inline);
	let worked = inline.worked();
	let Inline { left, mut fills, .. } = inline;
	let withdrawn = Vec::new();
	if left.is_zero() && worked > 0 {
		return Ok(Placed { fills, withdrawn, rest: Rest::Filled, touched, worked });
	}
	let max_fills = incoming.max_fills.saturating_sub(worked);
	let incoming = Incoming { lots: left, max_fills, ..incoming };
	if worked > 0 && rests_untouched(book, &incoming) {
		if let Some(order) = rest_inline(book, store, &incoming, left) {
			return Ok(Placed { fills, touched, worked, ..Placed::resting(order, left) });
		}
	}
	let mut changes = Changes::default();
	let sweep = Sweep::run(book, store, &incoming, barred, &mut changes)?;
	let left = sweep.left;
	let rest = match sweep.stopped {
		Some(why) => Rest::Cancelled { lots: left, why },
		None if left.is_zero() => Rest::Filled,
		None if left < incoming.minimum => {
			Rest::Cancelled { lots: left, why: WhyCancelled::BelowMinimum }
		}
		None => rest(book, store, &incoming, left, &mut changes)?,
	};
	changes.apply(book, store);
	if fills.is_empty() {
		fills = sweep.fills;
	} else {
		fills.extend(sweep.fills);
	}
	Ok(Placed {
		fills,
		withdrawn: sweep.withdrawn,
		rest,
		touched: touched.saturating_add(sweep.touched),
		worked: worked.saturating_add(sweep.worked),
	})
}

fn resting(incoming: &Incoming, lots: Lots) -> Order {
	let Incoming { owner, reference, terms, .. } = *incoming;
	Order { owner, lots, filled: Lots::ZERO, reference, terms }
}

/// Whether an order comes to rest as it is, room in its level granted: most do.
fn rests_untouched(book: &Book, incoming: &Incoming) -> bool {
	let Incoming { side, limit, lots, minimum, order_type, .. } = *incoming;
	let may_rest = match order_type {
		OrderType::Limit | OrderType::PostOnly => true,
		OrderType::ImmediateOrCancel | OrderType::FillOrKill | OrderType::Market => false,
	};
	let enough = !lots.is_zero() && lots >= minimum;
	may_rest && enough && limit.0 < TICKS && !book.crosses(side, limit)
}

/// Lets an order rest where its level has room in the inline page, which is nearly always: cheaper than
/// [`rest`], and changes nothing where it has not.
fn rest_inline<S: Store>(
	book: &mut Book,
	store: &mut S,
	incoming: &Incoming,
	lots: Lots,
) -> Option<OrderRef> {
	let id = LevelId { side: incoming.side, tick: incoming.limit };
	let order = resting(incoming, lots);
	let name = store.change_level(id, |level| append_inline(id, level, order))?.ok()?;
	book.side_mut(id.side).set(id.tick, true);
	Some(name)
}

/// Trades with the best levels for as long as each has its inline page alone and no order that may not trade: cheaper
/// than [`Sweep::run`], for they are changed where they lie. Says how many levels it read.
fn trade_inline<S: Store>(book: &mut Book, store: &mut S, inline: &mut Inline) -> u32 {
	let Incoming { side, limit, order_type, .. } = *inline.incoming;
	let may_trade = match order_type {
		OrderType::Limit | OrderType::ImmediateOrCancel | OrderType::Market => limit.0 < TICKS,
		// One does not trade at once; the other may have to undo what it traded.
		OrderType::PostOnly | OrderType::FillOrKill => false,
	};
	let mut touched = 0u32;
	while may_trade && inline.goes_on() {
		let Some(tick) = book.best(side.opposite()) else { break };
		if !reaches(side, limit, tick) {
			break;
		}
		let id = LevelId { side: side.opposite(), tick };
		let Some(Ok(open)) = store.change_level(id, |level| inline.level(id, level)) else { break };
		book.side_mut(id.side).set(tick, open != 0);
		touched = touched.saturating_add(1);
	}
	touched
}

/// Lets these lots of an order rest at its limit, where the level has room.
pub(crate) fn rest<S: Store>(
	book: &Book,
	store: &S,
	incoming: &Incoming,
	lots: Lots,
	changes: &mut Changes,
) -> Result<Rest, Corrupt> {
	let id = LevelId { side: incoming.side, tick: incoming.limit };
	let mut level = match store.level(id) {
		Some(level) => level,
		None if book.side(id.side).contains(id.tick) => return Err(Corrupt),
		None => Default::default(),
	};
	let order = resting(incoming, lots);
	Ok(match append(store, id, &mut level, order, changes)? {
		Some(order) => {
			changes.set_level(id, level);
			Rest::Resting { order, lots }
		}
		None => Rest::Cancelled { lots, why: WhyCancelled::LevelFull },
	})
}

/// The trades that an incoming order would make at once, where nobody trades with those who are `barred`,
/// ascending. Changes nothing; reads what [`place_past`] would while matching, so it is bounded by `max_fills`.
/// Nothing trades in a state in which that would fail.
pub fn preview<S: Store>(
	book: &Book,
	store: &S,
	incoming: &Incoming,
	barred: &[ParticipantId],
) -> Vec<Fill> {
	Sweep::run(book, store, incoming, barred, &mut Changes::default())
		.map(|sweep| sweep.fills)
		.unwrap_or_default()
}

/// Closes an open order of `owner`.
pub fn cancel<S: Store>(
	book: &mut Book,
	store: &mut S,
	order: OrderRef,
	owner: ParticipantId,
) -> Result<Cancelled, CancelError> {
	give_back(book, store, order, owner, |order| Ok(order.close()))
}

/// Lowers an open order of `owner` to `lots` in total, its `filled` included. It stays open and keeps its
/// place; how little may stay open is for the caller to say.
pub fn reduce<S: Store>(
	book: &mut Book,
	store: &mut S,
	order: OrderRef,
	owner: ParticipantId,
	lots: Lots,
) -> Result<Cancelled, CancelError> {
	give_back(book, store, order, owner, |order| order.reduce(lots).ok_or(CancelError::NotReduced))
}

/// Changes an open order by `take`, which says how many lots it took off.
fn give_back<S: Store>(
	book: &mut Book,
	store: &mut S,
	order: OrderRef,
	owner: ParticipantId,
	take: impl Fn(&mut Order) -> Result<Lots, CancelError>,
) -> Result<Cancelled, CancelError> {
	let id = LevelId { side: order.side, tick: order.tick };
	let mut moved_out = None;
	let inline = store.change_level(id, |level| {
		if order.page != level.tail {
			moved_out = Some(level.open);
			return Err(CancelError::NotFound);
		}
		let taken = take_from(&level.page, order, owner, level.open, &take)?;
		taken.write(&mut level.page, order)?;
		level.open = taken.left;
		renew_inline(level);
		Ok(taken)
	});
	let taken = match (inline.ok_or(CancelError::NotFound)?, moved_out) {
		(Err(_), Some(open)) => give_back_moved_out(book, store, order, owner, open, take)?,
		(inline, _) => inline?,
	};
	book.side_mut(id.side).set(id.tick, taken.left != 0);
	Ok(taken.cancelled)
}

/// [`give_back`] where the order's page moved out of a level that has so many lots open.
fn give_back_moved_out<S: Store>(
	book: &mut Book,
	store: &mut S,
	order: OrderRef,
	owner: ParticipantId,
	open: u64,
	take: impl Fn(&mut Order) -> Result<Lots, CancelError>,
) -> Result<Taken, CancelError> {
	let id = LevelId { side: order.side, tick: order.tick };
	let mut closes = false;
	let changed = store.change_page(id.page(order.page), |page| {
		let taken = take_from(page, order, owner, open, &take)?;
		closes = !taken.order.is_open() && page.is_last_open(order.slot);
		if closes {
			return Err(CancelError::NotFound);
		}
		taken.write(page, order)?;
		Ok(taken)
	});
	let changed = changed.ok_or(CancelError::NotFound)?;
	if closes {
		return give_back_last(book, store, order, owner, take);
	}
	let taken = changed?;
	store.change_level(id, |level| {
		level.open = taken.left;
		Ok::<(), Corrupt>(())
	});
	Ok(taken)
}

/// [`give_back`] where the order is the last that is open in a moved-out page: the page leaves the chain.
fn give_back_last<S: Store>(
	book: &mut Book,
	store: &mut S,
	order: OrderRef,
	owner: ParticipantId,
	take: impl Fn(&mut Order) -> Result<Lots, CancelError>,
) -> Result<Taken, CancelError> {
	let id = LevelId { side: order.side, tick: order.tick };
	let page_id = id.page(order.page);
	let mut level = store.level(id).ok_or(CancelError::NotFound)?;
	let mut page = store.page(page_id).ok_or(CancelError::NotFound)?;
	let taken = take_from(&page, order, owner, level.open, take)?;
	taken.write(&mut page, order)?;
	level.open = taken.left;
	let mut changes = Changes::default();
	unlink(store, page_id, &mut level, page, &mut changes)?;
	changes.set_level(id, level);
	changes.apply(book, store);
	Ok(taken)
}

/// What taking lots off an order comes to.
struct Taken {
	/// The order after it.
	order: Order,
	/// What is given back.
	cancelled: Cancelled,
	/// What is left open in the level.
	left: u64,
}

impl Taken {
	fn write(&self, page: &mut Page, order: OrderRef) -> Result<(), CancelError> {
		let slot = page.orders.get_mut(usize::from(order.slot)).ok_or(CancelError::NotFound)?;
		*slot = self.order;
		Ok(())
	}
}

/// Works out what taking lots off an order of this page comes to, in a level with so many lots open.
fn take_from(
	page: &Page,
	order: OrderRef,
	owner: ParticipantId,
	open: u64,
	take: impl Fn(&mut Order) -> Result<Lots, CancelError>,
) -> Result<Taken, CancelError> {
	let mut order = *page.orders.get(usize::from(order.slot)).ok_or(CancelError::NotFound)?;
	if order.owner != owner {
		return Err(CancelError::NotOwner);
	}
	if !order.is_open() {
		return Err(CancelError::AlreadyClosed);
	}
	let lots = take(&mut order)?;
	let left = open.checked_sub(u64::from(lots.0)).ok_or(Corrupt)?;
	Ok(Taken { order, cancelled: Cancelled::of(&order, lots), left })
}

/// An order on record, open or closed. One that ended before anything of it traded, but in an auction, may be
/// gone.
pub fn find<S: Store>(store: &S, order: OrderRef) -> Option<Order> {
	let id = LevelId { side: order.side, tick: order.tick };
	let level = store.level(id)?;
	let page =
		if order.page == level.tail { level.page } else { store.page(id.page(order.page))? };
	page.orders.get(usize::from(order.slot)).copied()
}
