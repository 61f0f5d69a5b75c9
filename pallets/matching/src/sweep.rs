//! The walk of an incoming order through the other side of the book.

use crate::{
	book::reaches, queue::Changes, Book, Corrupt, Fill, Incoming, Level, LevelId, Page, PageId,
	Store, WhyCancelled,
};
use alloc::vec::Vec;
use gridforge_primitives::{Lots, TICKS};

/// How far an incoming order got.
pub(crate) struct Sweep<'a> {
	incoming: &'a Incoming,
	/// Orders that it may still fill.
	budget: u32,
	/// What it has not traded.
	pub left: Lots,
	/// Why it may not go on although it crosses.
	pub stopped: Option<WhyCancelled>,
	/// What it traded.
	pub fills: Vec<Fill>,
	/// Levels and moved-out pages read.
	pub touched: u32,
}

impl<'a> Sweep<'a> {
	/// Matches as much of `incoming` as may be. Writes nothing: what must be written is added to `changes`.
	pub(crate) fn run<S: Store>(
		book: &Book,
		store: &S,
		incoming: &'a Incoming,
		changes: &mut Changes,
	) -> Result<Self, Corrupt> {
		if incoming.limit.0 >= TICKS {
			return Err(Corrupt);
		}
		let mut sweep = Sweep {
			incoming,
			budget: incoming.max_fills,
			left: incoming.lots,
			stopped: None,
			fills: Vec::new(),
			touched: 0,
		};
		let side = incoming.side.opposite();
		for tick in book.levels(side) {
			if !reaches(incoming.side, incoming.limit, tick) || sweep.ends_before_next() {
				break;
			}
			let id = LevelId { side, tick };
			let mut level = store.level(id).ok_or(Corrupt)?;
			sweep.touched = sweep.touched.saturating_add(1);
			let open_before = level.open;
			sweep.level(store, id, &mut level, changes)?;
			if level.open != open_before {
				changes.set_level(id, level);
			}
		}
		Ok(sweep)
	}

	/// Whether the walk ends before the next order. To be asked only when there is one: otherwise a
	/// remainder that no longer crosses would be taken for one that was stopped.
	fn ends_before_next(&mut self) -> bool {
		if self.stopped.is_none() && !self.left.is_zero() && self.budget == 0 {
			self.stopped = Some(WhyCancelled::FillLimit);
		}
		self.stopped.is_some() || self.left.is_zero()
	}

	fn level<S: Store>(
		&mut self,
		store: &S,
		id: LevelId,
		level: &mut Level,
		changes: &mut Changes,
	) -> Result<(), Corrupt> {
		if level.open == 0 {
			return Err(Corrupt);
		}
		while level.open > 0 && !self.ends_before_next() {
			let number = level.head;
			if number == level.tail {
				let filled = self.page(id.page(number), &mut level.page)?;
				level.open = level.open.checked_sub(filled).ok_or(Corrupt)?;
				if level.open > 0 && !self.ends_before_next() {
					return Err(Corrupt);
				}
			} else {
				let mut page = store.page(id.page(number)).ok_or(Corrupt)?;
				self.touched = self.touched.saturating_add(1);
				let filled = self.page(id.page(number), &mut page)?;
				level.open = level.open.checked_sub(filled).ok_or(Corrupt)?;
				if !page.is_open() {
					level.head = level.after(number, &page)?;
				}
				if filled > 0 {
					changes.set_page(id.page(number), page);
				}
			}
		}
		Ok(())
	}

	/// Fills the open orders of a page in turn and says how many lots traded.
	fn page(&mut self, id: PageId, page: &mut Page) -> Result<u64, Corrupt> {
		let mut traded = 0u64;
		for (slot, order) in (0u8..).zip(page.orders.iter_mut()) {
			let open = order.open();
			if open.is_zero() {
				continue;
			}
			if self.ends_before_next() {
				break;
			}
			if order.owner == self.incoming.owner {
				self.stopped = Some(WhyCancelled::SelfTrade);
				break;
			}
			let lots = open.min(self.left);
			order.filled = order.filled.checked_add(lots).ok_or(Corrupt)?;
			self.left = self.left.checked_sub(lots).ok_or(Corrupt)?;
			self.budget = self.budget.checked_sub(1).ok_or(Corrupt)?;
			traded = traded.checked_add(u64::from(lots.0)).ok_or(Corrupt)?;
			self.fills.push(Fill { maker: order.owner, order: id.slot(slot), lots });
		}
		Ok(traded)
	}
}
