//! The walk of an incoming order through the other side of the book.

use crate::{
	book::reaches,
	queue::{renew_inline, Changes},
	Book, Cancelled, Corrupt, Fill, Incoming, Level, LevelId, Order, Page, PageId, Store,
	WhyCancelled, Withdrawn, BARRED,
};
use alloc::vec::Vec;
use gridforge_primitives::{Lots, OrderRef, OrderType, ParticipantId, SelfTrade, TICKS};

/// Fills that most takers do not exceed: room is made for so many at once.
const FEW: usize = 8;

/// How far an incoming order got with levels that could be changed where they lie.
pub(crate) struct Inline<'a> {
	pub incoming: &'a Incoming,
	barred: &'a [ParticipantId],
	/// What it has not traded.
	pub left: Lots,
	/// What it traded.
	pub fills: Vec<Fill>,
}

/// The order met what only [`Sweep`] knows how to handle. Nothing was changed.
pub(crate) struct NotInline;

impl<'a> Inline<'a> {
	pub(crate) fn new(incoming: &'a Incoming, barred: &'a [ParticipantId]) -> Self {
		Inline { incoming, barred, left: incoming.lots, fills: Vec::new() }
	}

	/// Whether there is something to trade and it may.
	#[inline]
	pub(crate) fn goes_on(&self) -> bool {
		!self.left.is_zero() && self.worked() < self.incoming.max_fills
	}

	/// Orders that it traded with.
	#[inline]
	pub(crate) fn worked(&self) -> u32 {
		u32::try_from(self.fills.len()).unwrap_or(u32::MAX)
	}

	/// Trades with a level that has its inline page alone and on the way no order of the same owner, nor of somebody
	/// barred. Says what is left open there.
	#[inline]
	pub(crate) fn level(&mut self, id: LevelId, level: &mut Level) -> Result<u64, NotInline> {
		let before = self.fills.len();
		let Some((left, open)) = self.plan(id, level) else {
			self.fills.truncate(before);
			return Err(NotInline);
		};
		for fill in self.fills.iter().skip(before) {
			if let Some(order) = level.page.orders.get_mut(usize::from(fill.order.slot)) {
				order.filled = Lots(order.filled.0.saturating_add(fill.lots.0));
			}
		}
		self.left = left;
		level.open = open;
		Ok(open)
	}

	/// Notes the trades with a level; what is left of the order and of the level after them.
	#[inline]
	fn plan(&mut self, id: LevelId, level: &Level) -> Option<(Lots, u64)> {
		let Incoming { owner, max_fills, .. } = *self.incoming;
		if level.head != level.tail {
			return None;
		}
		if self.fills.capacity() == 0 {
			self.fills = Vec::with_capacity(FEW);
		}
		let place = id.page(level.tail);
		let (mut left, mut open) = (self.left, level.open);
		for (slot, order) in (0u8..).zip(&level.page.orders).filter(|(_, order)| order.is_open()) {
			let may_trade = order.owner != owner && !is_barred(self.barred, order.owner);
			if !may_trade || self.worked() >= max_fills {
				return None;
			}
			let lots = order.open().min(left);
			left = left.checked_sub(lots)?;
			open = open.checked_sub(lots.0.into())?;
			let Order { owner: maker, reference, .. } = *order;
			self.fills.push(Fill { maker, order: place.slot(slot), lots, reference });
			if left.is_zero() {
				return Some((left, open));
			}
		}
		// A level from which everything was taken has nothing open, or its sum was wrong.
		(open == 0 && left < self.left).then_some((left, open))
	}
}

/// Whether nobody trades with `owner`.
#[inline]
fn is_barred(barred: &[ParticipantId], owner: ParticipantId) -> bool {
	barred.binary_search(&owner).is_ok()
}

/// How far an incoming order got.
pub(crate) struct Sweep<'a> {
	incoming: &'a Incoming,
	barred: &'a [ParticipantId],
	/// What it has not traded.
	pub left: Lots,
	/// Why what is left may neither go on nor rest.
	pub stopped: Option<WhyCancelled>,
	/// What it traded.
	pub fills: Vec<Fill>,
	/// The orders that gave way to it.
	pub withdrawn: Vec<Withdrawn>,
	/// Orders filled or withdrawn, also where that was undone. A barred one counts [`BARRED`] times.
	pub worked: u32,
	/// Levels and moved-out pages read.
	pub touched: u32,
}

/// What a walk through a page came to.
struct Taken {
	/// Lots filled or withdrawn.
	lots: u64,
	/// Whether nothing is open in the page any more.
	closed: bool,
}

impl<'a> Sweep<'a> {
	/// Matches as much of `incoming` as may be. Writes nothing: what must be written is added to `changes`.
	#[inline]
	pub(crate) fn run<S: Store>(
		book: &Book,
		store: &S,
		incoming: &'a Incoming,
		barred: &'a [ParticipantId],
		changes: &mut Changes,
	) -> Result<Self, Corrupt> {
		if incoming.limit.0 >= TICKS {
			return Err(Corrupt);
		}
		let mut sweep = Sweep {
			incoming,
			barred,
			left: incoming.lots,
			stopped: None,
			fills: Vec::new(),
			withdrawn: Vec::new(),
			worked: 0,
			touched: 0,
		};
		if !sweep.left.is_zero() && book.crosses(incoming.side, incoming.limit) {
			sweep.walk(book, store, changes)?;
		}
		sweep.end(changes);
		Ok(sweep)
	}

	/// Walks the levels that an order crosses.
	fn walk<S: Store>(
		&mut self,
		book: &Book,
		store: &S,
		changes: &mut Changes,
	) -> Result<(), Corrupt> {
		let Incoming { side, limit, order_type, .. } = *self.incoming;
		if order_type == OrderType::PostOnly {
			self.stopped = Some(WhyCancelled::PostOnly);
			return Ok(());
		}
		let few = usize::try_from(self.incoming.max_fills).map_or(FEW, |most| most.min(FEW));
		self.fills = Vec::with_capacity(few);
		let other = side.opposite();
		let mut next = book.best(other);
		while let Some(tick) = next {
			if !reaches(side, limit, tick) || self.ends_before_next() {
				break;
			}
			let id = LevelId { side: other, tick };
			let mut level = store.level(id).ok_or(Corrupt)?;
			self.touched = self.touched.saturating_add(1);
			let open_before = level.open;
			self.level(store, id, &mut level, changes)?;
			if level.open != open_before {
				changes.set_level(id, level);
			}
			next = book.next(other, tick);
		}
		Ok(())
	}

	/// Stops what is left of an order that may not rest, and undoes one that had to trade in full.
	fn end(&mut self, changes: &mut Changes) {
		if self.left.is_zero() {
			return;
		}
		match self.incoming.order_type {
			OrderType::Limit | OrderType::PostOnly => {}
			OrderType::ImmediateOrCancel | OrderType::Market => {
				self.stopped.get_or_insert(WhyCancelled::ImmediateOrCancel);
			}
			OrderType::FillOrKill => {
				*changes = Changes::default();
				self.fills.clear();
				self.withdrawn.clear();
				self.left = self.incoming.lots;
				self.stopped = Some(WhyCancelled::FillOrKill);
			}
		}
	}

	/// Whether the walk ends before the next order. To be asked only when there is one: otherwise a
	/// remainder that no longer crosses would be taken for one that was stopped.
	fn ends_before_next(&mut self) -> bool {
		let spent = self.worked >= self.incoming.max_fills;
		if self.stopped.is_none() && !self.left.is_zero() && spent {
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
				let Taken { lots: taken, closed } = self.page(id.page(number), &mut level.page)?;
				level.open = level.open.checked_sub(taken).ok_or(Corrupt)?;
				if level.open > 0 && !self.ends_before_next() {
					return Err(Corrupt);
				}
				if closed {
					renew_inline(level);
				}
			} else {
				let page_id = id.page(number);
				let mut page = store.page(page_id).ok_or(Corrupt)?;
				self.touched = self.touched.saturating_add(1);
				let Taken { lots: taken, closed } = self.page(page_id, &mut page)?;
				level.open = level.open.checked_sub(taken).ok_or(Corrupt)?;
				if closed {
					level.head = level.after(number, &page)?;
					changes.retire_page(page_id, page);
				} else if taken > 0 {
					changes.set_page(page_id, page);
				}
			}
		}
		Ok(())
	}

	/// Meets the open orders of the level's oldest page in turn.
	fn page(&mut self, id: PageId, page: &mut Page) -> Result<Taken, Corrupt> {
		let mut taken = 0u64;
		// The open order where the walk is, or stopped; nothing where the page has none.
		let mut stays_open = None;
		let orders = page.orders.iter_mut().enumerate();
		for (slot, order) in orders.filter(|(_, order)| order.is_open()) {
			if self.ends_before_next() {
				stays_open = Some(true);
				break;
			}
			let slot = u8::try_from(slot).map_err(|_| Corrupt)?;
			let lots = self.meet(id.slot(slot), order)?;
			taken = taken.checked_add(u64::from(lots.0)).ok_or(Corrupt)?;
			stays_open = Some(order.is_open());
			// It stopped the incoming order or took the last of it.
			if order.is_open() {
				break;
			}
		}
		let stays_open = stays_open.ok_or(Corrupt)?;
		Ok(Taken { lots: taken, closed: !stays_open })
	}

	/// Fills an order, withdraws it or stops before it, and says how many of its lots that took.
	fn meet(&mut self, name: OrderRef, order: &mut Order) -> Result<Lots, Corrupt> {
		if is_barred(self.barred, order.owner) {
			let worked = self.worked.checked_add(BARRED).ok_or(Corrupt)?;
			if worked > self.incoming.max_fills {
				self.stopped = Some(WhyCancelled::FillLimit);
				return Ok(Lots::ZERO);
			}
			self.worked = worked;
			return Ok(self.withdraw(name, order));
		}
		let own = order.owner == self.incoming.owner;
		let lots = match self.incoming.self_trade {
			SelfTrade::CancelNewest if own => {
				self.stopped = Some(WhyCancelled::SelfTrade);
				return Ok(Lots::ZERO);
			}
			SelfTrade::CancelOldest if own => self.withdraw(name, order),
			SelfTrade::CancelNewest | SelfTrade::CancelOldest => self.fill(name, order)?,
		};
		self.worked = self.worked.checked_add(1).ok_or(Corrupt)?;
		Ok(lots)
	}

	fn withdraw(&mut self, name: OrderRef, order: &mut Order) -> Lots {
		let lots = order.close();
		let cancelled = Cancelled::of(order, lots);
		self.withdrawn.push(Withdrawn { owner: order.owner, order: name, cancelled });
		lots
	}

	fn fill(&mut self, name: OrderRef, order: &mut Order) -> Result<Lots, Corrupt> {
		let lots = order.open().min(self.left);
		order.filled = order.filled.checked_add(lots).ok_or(Corrupt)?;
		self.left = self.left.checked_sub(lots).ok_or(Corrupt)?;
		let Order { owner: maker, reference, .. } = *order;
		self.fills.push(Fill { maker, order: name, lots, reference });
		Ok(lots)
	}
}
