//! How a level's chain of pages grows and shrinks, and the changes that a command wants to write.

use crate::{Book, Corrupt, Level, LevelId, Order, Page, PageId, Store, PAGE};
use alloc::vec::Vec;
use bounded_collections::BoundedVec;
use core::mem;
use gridforge_primitives::OrderRef;

/// Pages that most commands do not exceed: room is made for so many at once.
const FEW: usize = 4;

/// What a command wants written: each key at most once.
#[derive(Default)]
pub(crate) struct Changes {
	/// Most takers change one level: it needs no list.
	first: Option<(LevelId, Level)>,
	levels: Vec<(LevelId, Level)>,
	pages: Vec<(PageId, Option<Page>)>,
}

impl Changes {
	pub(crate) fn set_level(&mut self, id: LevelId, level: Level) {
		match self.first {
			None => self.first = Some((id, level)),
			Some(_) => self.levels.push((id, level)),
		}
	}

	pub(crate) fn set_page(&mut self, id: PageId, page: Page) {
		self.put_page(id, Some(page));
	}

	/// Keeps a page without open orders if something in it traded; else removes it.
	pub(crate) fn retire_page(&mut self, id: PageId, page: Page) {
		let record = page.has_traded().then_some(page);
		self.put_page(id, record);
	}

	fn put_page(&mut self, id: PageId, page: Option<Page>) {
		if self.pages.capacity() == 0 {
			self.pages = Vec::with_capacity(FEW);
		}
		self.pages.push((id, page));
	}

	/// Writes everything, and sets each level's bit in the book by what is open there.
	#[inline]
	pub(crate) fn apply<S: Store>(self, book: &mut Book, store: &mut S) {
		if self.first.is_none() && self.pages.is_empty() {
			return;
		}
		self.write(book, store);
	}

	fn write<S: Store>(self, book: &mut Book, store: &mut S) {
		for (id, page) in self.pages {
			match page {
				Some(page) => store.put_page(id, page),
				None => store.remove_page(id),
			}
		}
		for (id, level) in self.first.into_iter().chain(self.levels) {
			book.side_mut(id.side).set(id.tick, level.open != 0);
			store.put_level(id, level);
		}
	}
}

/// Why an order did not come to the end of the inline page: the page or the level is full.
pub(crate) struct Full;

/// Puts an order at the end of the inline page and names it. Changes nothing where it has no room.
pub(crate) fn append_inline(
	id: LevelId,
	level: &mut Level,
	order: Order,
) -> Result<OrderRef, Full> {
	let open = level.open.checked_add(u64::from(order.open().0)).ok_or(Full)?;
	let slot = u8::try_from(level.page.orders.len()).map_err(|_| Full)?;
	level.page.orders.try_push(order).map_err(|_| Full)?;
	level.open = open;
	Ok(id.page(level.tail).slot(slot))
}

/// Puts an order at the end of the level and names it; nothing where the level is full for good.
pub(crate) fn append<S: Store>(
	store: &S,
	id: LevelId,
	level: &mut Level,
	order: Order,
	changes: &mut Changes,
) -> Result<Option<OrderRef>, Corrupt> {
	if level.open.checked_add(u64::from(order.open().0)).is_none() {
		return Ok(None);
	}
	if level.page.orders.is_full() {
		let Some(fresh) = level.tail.checked_add(1) else {
			return Ok(None);
		};
		move_out(store, id, level, fresh, changes)?;
	}
	append_inline(id, level, order).map(Some).map_err(|Full| Corrupt)
}

/// Moves the full inline page out under its own key and begins the page `fresh` inline.
fn move_out<S: Store>(
	store: &S,
	id: LevelId,
	level: &mut Level,
	fresh: u32,
	changes: &mut Changes,
) -> Result<(), Corrupt> {
	let number = mem::replace(&mut level.tail, fresh);
	// A page that follows a full one is likely to fill up too.
	let orders = BoundedVec::with_bounded_capacity(PAGE as usize);
	let mut full = mem::replace(&mut level.page, Page { prev: 0, next: 0, orders });
	if !full.is_open() {
		// It has traded, else it had been renewed; so everything older is closed and it is the head.
		if level.head != number || !full.has_traded() {
			return Err(Corrupt);
		}
		level.head = fresh;
		changes.set_page(id.page(number), full);
		return Ok(());
	}
	// A page leaves naming its successor's number in advance. That came true unless a page in between
	// has left the chain since.
	if level.head != number && full.prev.checked_add(1) != Some(number) {
		let before = id.page(full.prev);
		let mut page = store.page(before).ok_or(Corrupt)?;
		page.next = number;
		changes.set_page(before, page);
	}
	full.next = fresh;
	level.page.prev = number;
	changes.set_page(id.page(number), full);
	Ok(())
}

/// Takes a moved-out page, of which nothing is open any more, out of the chain.
pub(crate) fn unlink<S: Store>(
	store: &S,
	id: PageId,
	level: &mut Level,
	page: Page,
	changes: &mut Changes,
) -> Result<(), Corrupt> {
	let next = level.after(id.number, &page)?;
	if level.head == id.number {
		level.head = next;
	} else {
		let prev = page.prev;
		if prev < level.head || prev >= id.number {
			return Err(Corrupt);
		}
		if level.is_last_moved_out(id.number) {
			level.page.prev = prev;
		} else {
			let (before, after) = (id.level().page(prev), id.level().page(next));
			let mut page_before = store.page(before).ok_or(Corrupt)?;
			let mut page_after = store.page(after).ok_or(Corrupt)?;
			page_before.next = next;
			page_after.prev = prev;
			changes.set_page(before, page_before);
			changes.set_page(after, page_after);
		}
	}
	changes.retire_page(id, page);
	Ok(())
}

/// Gives an inline page, of which nothing is open and nothing traded, a new number instead of keeping
/// its dead orders. The last number there is keeps them.
pub(crate) fn renew_inline(level: &mut Level) {
	if level.page.is_open() || level.page.has_traded() {
		return;
	}
	let Some(fresh) = level.tail.checked_add(1) else {
		return;
	};
	if level.head == level.tail {
		level.head = fresh;
	}
	level.tail = fresh;
	level.page.orders.clear();
}
