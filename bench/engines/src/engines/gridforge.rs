//! This project's engine over a plain store in memory.

use super::Engine;
use crate::tape::{self, Command, Fill};
use bounded_collections::BoundedVec;
use gridforge_matching::{
	cancel, place, Book, Incoming, Level, LevelId, Order, Page, PageId, Placed, Rest, Store,
};
use gridforge_primitives::{
	Lots, OrderRef, OrderType, ParticipantId, SelfTrade, Side, Tick, TICKS,
};
use std::{cell::RefCell, mem};

/// A level and the pages that were moved out of it, by number.
#[derive(Clone, Default)]
struct Shelf {
	level: Option<Level>,
	pages: Vec<Option<Page>>,
}

/// Levels by side and price. It lends records where the engine can change them in place, and else copies
/// them in and out as a chain's storage does, without encoding and into memory that it uses again.
struct Shelves {
	bids: Vec<Shelf>,
	asks: Vec<Shelf>,
	/// Memory of pages that were replaced.
	spare: RefCell<Vec<Vec<Order>>>,
}

impl Default for Shelves {
	fn default() -> Self {
		let side = vec![Shelf::default(); usize::from(TICKS)];
		Shelves { bids: side.clone(), asks: side, spare: RefCell::default() }
	}
}

impl Shelves {
	fn shelf(&self, id: LevelId) -> &Shelf {
		match id.side {
			Side::Bid => &self.bids[usize::from(id.tick.0)],
			Side::Ask => &self.asks[usize::from(id.tick.0)],
		}
	}

	fn shelf_mut(&mut self, id: LevelId) -> &mut Shelf {
		match id.side {
			Side::Bid => &mut self.bids[usize::from(id.tick.0)],
			Side::Ask => &mut self.asks[usize::from(id.tick.0)],
		}
	}

	fn copy(&self, page: &Page) -> Page {
		let mut orders = self.spare.borrow_mut().pop().unwrap_or_default();
		orders.clear();
		orders.extend_from_slice(&page.orders);
		Page { orders: BoundedVec::truncate_from(orders), ..*page }
	}

	fn keep_page(&mut self, id: PageId, page: Option<Page>) {
		let pages = &mut self.shelf_mut(id.level()).pages;
		let number = id.number as usize;
		if pages.len() <= number {
			pages.resize(number + 1, None);
		}
		if let Some(replaced) = mem::replace(&mut pages[number], page) {
			self.spare.get_mut().push(replaced.orders.into_inner());
		}
	}
}

impl Store for Shelves {
	fn level(&self, id: LevelId) -> Option<Level> {
		let level = self.shelf(id).level.as_ref()?;
		Some(Level { page: self.copy(&level.page), ..*level })
	}

	fn set_level(&mut self, id: LevelId, level: &Level) {
		self.put_level(id, level.clone());
	}

	fn page(&self, id: PageId) -> Option<Page> {
		let page = self.shelf(id.level()).pages.get(id.number as usize)?.as_ref()?;
		Some(self.copy(page))
	}

	fn set_page(&mut self, id: PageId, page: &Page) {
		self.keep_page(id, Some(page.clone()));
	}

	fn remove_page(&mut self, id: PageId) {
		self.keep_page(id, None);
	}

	fn put_level(&mut self, id: LevelId, level: Level) {
		if let Some(replaced) = self.shelf_mut(id).level.replace(level) {
			self.spare.get_mut().push(replaced.page.orders.into_inner());
		}
	}

	fn put_page(&mut self, id: PageId, page: Page) {
		self.keep_page(id, Some(page));
	}

	fn change_level<R, E>(
		&mut self,
		id: LevelId,
		change: impl FnOnce(&mut Level) -> Result<R, E>,
	) -> Option<Result<R, E>> {
		self.shelf_mut(id).level.as_mut().map(change)
	}

	fn change_page<R, E>(
		&mut self,
		id: PageId,
		change: impl FnOnce(&mut Page) -> Result<R, E>,
	) -> Option<Result<R, E>> {
		self.shelf_mut(id.level()).pages.get_mut(id.number as usize)?.as_mut().map(change)
	}
}

/// The engine, its book, and where each order of the tape rests.
pub struct Gridforge {
	book: Book,
	store: Shelves,
	/// By position on the tape: the name that a client would have been given.
	names: Vec<Option<OrderRef>>,
}

impl Default for Gridforge {
	fn default() -> Self {
		let names = Vec::with_capacity(tape::COMMANDS as usize);
		Gridforge { book: Book::default(), store: Shelves::default(), names }
	}
}

impl Engine for Gridforge {
	fn execute(&mut self, number: u32, command: Command, mut traded: impl FnMut(Fill)) {
		let name = match command {
			Command::Place { side, tick, lots } => {
				let placed = self.place(number, side, tick, lots);
				for fill in placed.fills {
					let maker = u32::try_from(fill.reference).expect("a position on the tape");
					traded(Fill { maker, tick: fill.order.tick.0, lots: fill.lots.0 });
				}
				match placed.rest {
					Rest::Resting { order, .. } => Some(order),
					Rest::Filled => None,
					Rest::Cancelled { why, .. } => panic!("order {number} cancelled: {why:?}"),
				}
			}
			Command::Cancel { order } => {
				let name = self.names[order as usize].expect("the tape cancels what is open");
				cancel(&mut self.book, &mut self.store, name, ParticipantId(order))
					.expect("the tape cancels what is open");
				None
			}
		};
		self.names.push(name);
	}

	fn open_lots(&self) -> u64 {
		let shelves = self.store.bids.iter().chain(&self.store.asks);
		shelves.filter_map(|shelf| shelf.level.as_ref()).map(|level| level.open).sum()
	}
}

impl Gridforge {
	/// Every order has an owner of its own: the other engines know no owners, so none may stand in the way.
	fn place(&mut self, number: u32, side: Side, tick: u16, lots: u32) -> Placed {
		let incoming = Incoming {
			owner: ParticipantId(number),
			side,
			limit: Tick(tick),
			lots: Lots(lots),
			minimum: Lots(1),
			max_fills: u32::MAX,
			order_type: OrderType::Limit,
			self_trade: SelfTrade::CancelNewest,
			reference: u64::from(number),
			terms: 0,
		};
		place(&mut self.book, &mut self.store, incoming).expect("the store is the engine's own")
	}
}
