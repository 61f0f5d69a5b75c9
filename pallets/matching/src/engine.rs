//! The commands that a book takes: place, preview, cancel, find.

use crate::{
	queue::{append, renew_inline, unlink, Changes},
	sweep::Sweep,
	Book, LevelId, Order, Page, Store,
};
use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use gridforge_primitives::{Lots, OrderRef, ParticipantId, Side, Tick};
use scale_info::TypeInfo;

/// A level or page that the book promises is not there or says something else: a state that cannot come
/// about. Nothing was written. Also returned for a limit outside the band, which the caller must exclude.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Corrupt;

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
	/// The most resting orders that it may fill.
	pub max_fills: u32,
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
	/// The next order to trade with is the owner's own. Cancel that one first.
	SelfTrade,
	/// As many orders were filled as one command may fill. Place another order for what is left.
	FillLimit,
	/// This price has no room for orders any more. Choose a neighbouring price.
	LevelFull,
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
	/// What became of the remainder.
	pub rest: Rest,
	/// Levels and moved-out pages read while matching: by this the weight is refunded. The level where the
	/// remainder rests is not counted.
	pub touched: u32,
}

/// Why an order cannot be cancelled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CancelError {
	/// No such order is on record: it never was, or it was cancelled before anything of it traded.
	NotFound,
	/// Somebody else's order.
	NotOwner,
	/// Filled or cancelled before.
	AlreadyClosed,
	/// See [`Corrupt`].
	Corrupt,
}

impl From<Corrupt> for CancelError {
	fn from(_: Corrupt) -> Self {
		CancelError::Corrupt
	}
}

/// What a cancelled order leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cancelled {
	/// Lots that were open and are given back.
	pub lots: Lots,
	/// Lots that had traded; they stay traded.
	pub filled: Lots,
}

/// Matches an incoming order and lets the remainder rest where it may.
///
/// The remainder never rests where it would cross the book. An order of no lots counts as filled.
pub fn place<S: Store>(
	book: &mut Book,
	store: &mut S,
	incoming: Incoming,
) -> Result<Placed, Corrupt> {
	let mut changes = Changes::default();
	let Sweep { left, stopped, fills, touched, .. } =
		Sweep::run(book, store, &incoming, &mut changes)?;
	let rest = match stopped {
		Some(why) => Rest::Cancelled { lots: left, why },
		None if left.is_zero() => Rest::Filled,
		None if left < incoming.minimum => {
			Rest::Cancelled { lots: left, why: WhyCancelled::BelowMinimum }
		}
		None => rest(book, store, &incoming, left, &mut changes)?,
	};
	changes.apply(book, store);
	Ok(Placed { fills, rest, touched })
}

fn rest<S: Store>(
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
	let order = Order { owner: incoming.owner, lots, filled: Lots::ZERO };
	Ok(match append(store, id, &mut level, order, changes)? {
		Some(order) => {
			changes.set_level(id, level);
			Rest::Resting { order, lots }
		}
		None => Rest::Cancelled { lots, why: WhyCancelled::LevelFull },
	})
}

/// The trades that an incoming order would make at once. Changes nothing; reads what [`place`] would, so
/// it is bounded by `max_fills`. Nothing trades in a state in which [`place`] would fail.
pub fn preview<S: Store>(book: &Book, store: &S, incoming: &Incoming) -> Vec<Fill> {
	Sweep::run(book, store, incoming, &mut Changes::default())
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
	let id = LevelId { side: order.side, tick: order.tick };
	let mut level = store.level(id).ok_or(CancelError::NotFound)?;
	let mut changes = Changes::default();
	let cancelled;
	if order.page == level.tail {
		cancelled = close(&mut level.page, order.slot, owner)?;
		renew_inline(&mut level);
	} else {
		let page_id = id.page(order.page);
		let mut page = store.page(page_id).ok_or(CancelError::NotFound)?;
		cancelled = close(&mut page, order.slot, owner)?;
		if page.is_open() {
			changes.set_page(page_id, page);
		} else {
			unlink(store, page_id, &mut level, page, &mut changes)?;
		}
	}
	level.open = level.open.checked_sub(u64::from(cancelled.lots.0)).ok_or(Corrupt)?;
	changes.set_level(id, level);
	changes.apply(book, store);
	Ok(cancelled)
}

fn close(page: &mut Page, slot: u8, owner: ParticipantId) -> Result<Cancelled, CancelError> {
	let order = page.orders.get_mut(usize::from(slot)).ok_or(CancelError::NotFound)?;
	if order.owner != owner {
		return Err(CancelError::NotOwner);
	}
	if !order.is_open() {
		return Err(CancelError::AlreadyClosed);
	}
	Ok(Cancelled { lots: order.close(), filled: order.filled })
}

/// An order on record, open or closed. An order that was cancelled before anything traded may be gone.
pub fn find<S: Store>(store: &S, order: OrderRef) -> Option<Order> {
	let id = LevelId { side: order.side, tick: order.tick };
	let level = store.level(id)?;
	let page =
		if order.page == level.tail { level.page } else { store.page(id.page(order.page))? };
	page.orders.get(usize::from(order.slot)).copied()
}
