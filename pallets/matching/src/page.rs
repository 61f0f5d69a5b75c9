//! What is stored of a price level: orders, pages of orders, and the level that holds them together.

use crate::Corrupt;
use bounded_collections::{BoundedVec, ConstU32};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use gridforge_primitives::{Lots, OrderRef, ParticipantId, Side, Tick};
use scale_info::TypeInfo;

/// Orders that a page has room for.
pub const PAGE: u32 = 32;

/// The storage key of a level.
#[derive(
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
	PartialOrd,
	Ord,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub struct LevelId {
	/// Side of the book.
	pub side: Side,
	/// Price.
	pub tick: Tick,
}

impl LevelId {
	/// The page of this level with that number.
	pub const fn page(self, number: u32) -> PageId {
		PageId { side: self.side, tick: self.tick, number }
	}
}

/// The storage key of a page that was moved out of its level.
#[derive(
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
	PartialOrd,
	Ord,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub struct PageId {
	/// Side of the book.
	pub side: Side,
	/// Price.
	pub tick: Tick,
	/// Number of the page within its level; never repeats there.
	pub number: u32,
}

impl PageId {
	/// The level that the page belongs to.
	pub const fn level(self) -> LevelId {
		LevelId { side: self.side, tick: self.tick }
	}

	/// The order in that slot of the page.
	pub const fn slot(self, slot: u8) -> OrderRef {
		OrderRef { side: self.side, tick: self.tick, page: self.number, slot }
	}
}

/// An order on record, open or closed.
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
pub struct Order {
	/// Who placed it.
	pub owner: ParticipantId,
	/// What came to rest here, less what it was reduced by and what traded in an auction; what was filled once
	/// it is cancelled.
	pub lots: Lots,
	/// What has traded since it came to rest, but in an auction; at most `lots`.
	pub filled: Lots,
	/// The owner's own number for it; 0 where it gave none.
	pub reference: u64,
	/// Fee terms fixed when it was placed, for the caller to read; the engine does not.
	pub terms: u8,
}

impl Order {
	/// What can still trade.
	pub fn open(&self) -> Lots {
		self.lots.checked_sub(self.filled).unwrap_or(Lots::ZERO)
	}

	/// Whether something can still trade.
	pub fn is_open(&self) -> bool {
		self.lots > self.filled
	}

	/// Closes it and says what was open. What traded stays on record.
	pub(crate) fn close(&mut self) -> Lots {
		let open = self.open();
		self.lots = self.filled;
		open
	}

	/// Lowers it to `lots` in total and says what that takes off; nothing unless it stays open with less.
	pub(crate) fn reduce(&mut self, lots: Lots) -> Option<Lots> {
		let less = self.lots.checked_sub(lots).filter(|less| !less.is_zero())?;
		if lots <= self.filled {
			return None;
		}
		self.lots = lots;
		Some(less)
	}
}

/// Orders of one level in the order of their arrival.
#[derive(
	Clone,
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
pub struct Page {
	/// The page before it in the chain; void in the head.
	pub prev: u32,
	/// The page after it in the chain; void in the inline page and in the one before that.
	pub next: u32,
	/// The orders. Slots are never used twice.
	pub orders: BoundedVec<Order, ConstU32<PAGE>>,
}

impl Page {
	/// Whether any order is open. The newest are the likeliest to be.
	pub fn is_open(&self) -> bool {
		self.orders.iter().rev().any(Order::is_open)
	}

	/// Whether any order ever traded, but in an auction.
	pub fn has_traded(&self) -> bool {
		self.orders.iter().any(|order| !order.filled.is_zero())
	}

	/// Whether no order but that in `slot` is open.
	pub(crate) fn is_last_open(&self, slot: u8) -> bool {
		let mut open = self.orders.iter().enumerate().rev().filter(|(_, order)| order.is_open());
		open.all(|(other, _)| other == usize::from(slot))
	}

	/// The orders with their names, given the page's own.
	pub fn named(&self, id: PageId) -> impl Iterator<Item = (OrderRef, &Order)> + '_ {
		(0u8..).zip(&self.orders).map(move |(slot, order)| (id.slot(slot), order))
	}
}

/// One price of one side of a book: a chain of pages from `head` to `tail`, the last of them inline. All
/// but the inline page have open orders; it is in the chain whether it has or not.
#[derive(
	Clone,
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
pub struct Level {
	/// Number of the oldest page of the chain.
	pub head: u32,
	/// Number of the inline page.
	pub tail: u32,
	/// Lots open in all pages.
	pub open: u64,
	/// The newest page.
	pub page: Page,
}

impl Level {
	/// The orders of the inline page with their names, given the level's own.
	pub fn named(&self, id: LevelId) -> impl Iterator<Item = (OrderRef, &Order)> + '_ {
		self.page.named(id.page(self.tail))
	}

	/// Whether the moved-out page `number` of the chain is the one before the inline page.
	pub(crate) fn is_last_moved_out(&self, number: u32) -> bool {
		self.page.prev == number
	}

	/// The number of the page that follows the moved-out page `number` of the chain.
	pub(crate) fn after(&self, number: u32, page: &Page) -> Result<u32, Corrupt> {
		let next = if self.is_last_moved_out(number) { self.tail } else { page.next };
		if number < next && next <= self.tail {
			Ok(next)
		} else {
			Err(Corrupt)
		}
	}
}
