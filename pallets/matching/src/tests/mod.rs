//! Tables of commands with their expected outcomes; the invariants are checked after each.

mod auction;
mod cancelling;
mod costs;
mod matching;
mod order_types;
mod reducing;
mod self_trade;
mod states;

use crate::*;
use alloc::{
	format,
	string::{String, ToString},
	vec::Vec,
};
use gridforge_primitives::{Lots, OrderRef, OrderType, ParticipantId, SelfTrade, Side, Tick};

/// A command. Owners, lots and ticks are bare numbers here.
#[derive(Clone, Copy, Debug)]
pub enum Op {
	/// Owner, lots, limit.
	Buy(u32, u32, u16),
	/// Owner, lots, limit.
	Sell(u32, u32, u16),
	/// Owner, lots, limit, most fills.
	BuyAtMost(u32, u32, u16, u32),
	/// Any order; see [`buy`] and [`sell`].
	Send(Incoming),
	/// Owner, and which of the orders that came to rest, counted from 0.
	Cancel(u32, usize),
	/// Owner, which order, lots in total.
	Reduce(u32, usize, u32),
}
pub use Op::*;

/// A limit order that may fill 100 orders. The adjectives of [`Incoming`] make it any other.
pub fn order(owner: u32, side: Side, lots: u32, limit: u16) -> Incoming {
	Incoming {
		owner: ParticipantId(owner),
		side,
		limit: Tick(limit),
		lots: Lots(lots),
		minimum: Lots(10),
		max_fills: 100,
		order_type: OrderType::Limit,
		self_trade: SelfTrade::CancelNewest,
		reference: 0,
		terms: terms_of(owner),
	}
}

/// Every owner has fee terms of its own, so that they are seen to go with its orders.
pub fn terms_of(owner: u32) -> u8 {
	owner.to_le_bytes()[0]
}

/// Owner, lots, limit.
pub fn buy(owner: u32, lots: u32, limit: u16) -> Incoming {
	order(owner, Side::Bid, lots, limit)
}

/// Owner, lots, limit.
pub fn sell(owner: u32, lots: u32, limit: u16) -> Incoming {
	order(owner, Side::Ask, lots, limit)
}

impl Incoming {
	pub(crate) fn typed(self, order_type: OrderType) -> Self {
		Incoming { order_type, ..self }
	}

	/// Older orders of its owner's give way.
	pub(crate) fn insisting(self) -> Self {
		Incoming { self_trade: SelfTrade::CancelOldest, ..self }
	}

	pub(crate) fn at_most(self, max_fills: u32) -> Self {
		Incoming { max_fills, ..self }
	}

	pub(crate) fn called(self, reference: u64) -> Self {
		Incoming { reference, ..self }
	}
}

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
		self.send(order(owner, side, lots, limit).at_most(max_fills))
	}

	pub fn send(&mut self, incoming: Incoming) -> Placed {
		let expected = preview(&self.book, &self.store, &incoming, &[]);
		self.store.forget_counts();
		let placed = place(&mut self.book, &mut self.store, incoming).unwrap();
		assert_eq!(placed.fills, expected);
		assert!(placed.worked <= incoming.max_fills);
		if placed.worked as usize != placed.fills.len() + placed.withdrawn.len() {
			let killed = Rest::Cancelled { lots: incoming.lots, why: WhyCancelled::FillOrKill };
			assert_eq!(placed.rest, killed);
		}
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

	pub fn reduce(
		&mut self,
		owner: u32,
		order: OrderRef,
		lots: u32,
	) -> Result<Cancelled, CancelError> {
		self.store.forget_counts();
		let owner = ParticipantId(owner);
		let result = reduce(&mut self.book, &mut self.store, order, owner, Lots(lots));
		self.check();
		result
	}

	/// Lets one order of 10 lots rest for each of these owners, and calls them 1, 2, 3 and so on.
	pub fn queue(&mut self, side: Side, tick: u16, owners: impl IntoIterator<Item = u32>) {
		for (reference, owner) in (1..).zip(owners) {
			let placed = self.send(order(owner, side, 10, tick).called(reference));
			assert!(matches!(placed.rest, Rest::Resting { .. }));
		}
	}

	/// Lets `count` orders of 10 lots rest, owned by 1, 2, 3 and so on.
	pub fn fill_up(&mut self, side: Side, tick: u16, count: u32) {
		self.queue(side, tick, 1..=count);
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
			Send(incoming) => tell(&self.send(incoming)),
			Cancel(owner, nth) => tell_back(self.cancel(owner, self.rested[nth])),
			Reduce(owner, nth, lots) => tell_back(self.reduce(owner, self.rested[nth], lots)),
		}
	}
}

fn tell_back(result: Result<Cancelled, CancelError>) -> String {
	match result {
		Ok(Cancelled { lots, filled, .. }) => format!("back {lots}, traded {filled}"),
		Err(error) => format!("{error:?}"),
	}
}

/// `lots:maker@tick` per fill, `-lots@tick` per order withdrawn, then what became of the remainder.
fn tell(placed: &Placed) -> String {
	let mut words: Vec<_> = placed
		.fills
		.iter()
		.map(|fill| format!("{}:{}@{}", fill.lots, fill.maker, fill.order.tick))
		.collect();
	words.extend(
		placed.withdrawn.iter().map(|own| format!("-{}@{}", own.cancelled.lots, own.order.tick)),
	);
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
