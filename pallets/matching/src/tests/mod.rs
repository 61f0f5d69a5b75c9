//! Tables of commands with their expected outcomes; the invariants are checked after each.

mod cancelling;
mod costs;
mod matching;
mod states;

use crate::*;
use alloc::{
	format,
	string::{String, ToString},
	vec::Vec,
};
use gridforge_primitives::{Lots, OrderRef, ParticipantId, Side, Tick};

/// A command. Owners, lots and ticks are bare numbers here.
#[derive(Clone, Copy, Debug)]
pub enum Op {
	/// Owner, lots, limit.
	Buy(u32, u32, u16),
	/// Owner, lots, limit.
	Sell(u32, u32, u16),
	/// Owner, lots, limit, most fills.
	BuyAtMost(u32, u32, u16, u32),
	/// Owner, and which of the orders that came to rest, counted from 0.
	Cancel(u32, usize),
}
pub use Op::*;

#[derive(Default)]
pub struct Market {
	pub book: Book,
	pub store: MemoryStore,
	/// Orders that came to rest, in the order of their arrival.
	pub rested: Vec<OrderRef>,
}

impl Market {
	pub fn place(&mut self, owner: u32, side: Side, lots: u32, limit: u16) -> Placed {
		self.place_at_most(owner, side, lots, limit, 100)
	}

	pub fn place_at_most(
		&mut self,
		owner: u32,
		side: Side,
		lots: u32,
		limit: u16,
		max_fills: u32,
	) -> Placed {
		let incoming = Incoming {
			owner: ParticipantId(owner),
			side,
			limit: Tick(limit),
			lots: Lots(lots),
			minimum: Lots(10),
			max_fills,
		};
		let expected = preview(&self.book, &self.store, &incoming);
		self.store.forget_counts();
		let placed = place(&mut self.book, &mut self.store, incoming).unwrap();
		assert_eq!(placed.fills, expected);
		if let Rest::Resting { order, .. } = placed.rest {
			assert!(!self.rested.contains(&order), "{order:?} was given out twice");
			self.rested.push(order);
		}
		self.check();
		placed
	}

	pub fn cancel(&mut self, owner: u32, order: OrderRef) -> Result<Cancelled, CancelError> {
		self.store.forget_counts();
		let result = cancel(&mut self.book, &mut self.store, order, ParticipantId(owner));
		self.check();
		result
	}

	/// Lets `count` orders of 10 lots rest, owned by 1, 2, 3 and so on.
	pub fn fill_up(&mut self, side: Side, tick: u16, count: u32) {
		for owner in 1..=count {
			assert!(matches!(self.place(owner, side, 10, tick).rest, Rest::Resting { .. }));
		}
	}

	/// Cancels the orders that came to rest in these positions.
	pub fn cancel_all(&mut self, which: impl IntoIterator<Item = usize>) {
		for nth in which {
			let order = self.rested[nth];
			let owner = find(&self.store, order).unwrap().owner.0;
			self.cancel(owner, order).unwrap();
		}
	}

	pub fn check(&self) {
		assert_eq!(self.store.check(&self.book), Ok(()));
	}

	pub fn level(&self, side: Side, tick: u16) -> Level {
		self.store.level(LevelId { side, tick: Tick(tick) }).unwrap()
	}

	/// Numbers of the moved-out pages of a level that are in storage.
	pub fn moved_out(&self, side: Side, tick: u16) -> Vec<u32> {
		self.store
			.pages()
			.filter(|(id, _)| id.level() == LevelId { side, tick: Tick(tick) })
			.map(|(id, _)| id.number)
			.collect()
	}

	pub fn counts(&self) -> (usize, usize) {
		(self.store.keys_read().len(), self.store.keys_written().len())
	}

	fn apply(&mut self, op: Op) -> String {
		match op {
			Buy(owner, lots, limit) => tell(&self.place(owner, Side::Bid, lots, limit)),
			Sell(owner, lots, limit) => tell(&self.place(owner, Side::Ask, lots, limit)),
			BuyAtMost(owner, lots, limit, max_fills) => {
				tell(&self.place_at_most(owner, Side::Bid, lots, limit, max_fills))
			}
			Cancel(owner, nth) => match self.cancel(owner, self.rested[nth]) {
				Ok(Cancelled { lots, filled }) => format!("back {lots}, traded {filled}"),
				Err(error) => format!("{error:?}"),
			},
		}
	}
}

/// `lots:maker@tick` per fill, then what became of the remainder.
fn tell(placed: &Placed) -> String {
	let mut words: Vec<_> = placed
		.fills
		.iter()
		.map(|fill| format!("{}:{}@{}", fill.lots, fill.maker, fill.order.tick))
		.collect();
	words.push(match placed.rest {
		Rest::Filled => "filled".to_string(),
		Rest::Resting { lots, .. } => format!("rests {lots}"),
		Rest::Cancelled { lots, why } => format!("{why:?} {lots}"),
	});
	words.join(" ")
}

/// Runs a table of commands on an empty book and compares each outcome.
pub fn run(table: &[(Op, &str)]) -> Market {
	let mut market = Market::default();
	for (step, (op, expected)) in table.iter().enumerate() {
		assert_eq!(market.apply(*op), *expected, "step {step}: {op:?}");
	}
	market
}
