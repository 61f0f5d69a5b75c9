//! Trading with the books of neighbouring zones: the best price all in first, while the capacity between the
//! zones lasts.
//!
//! A trade with a neighbour's book belongs to two products. The order that came is bought or sold in its own zone
//! and pays the crossing there; the resting order stays in its own book. What has crossed stands in both headers,
//! energy and money, so that each product adds up by itself: see [`crate::Exchange`].

use crate::{
	desk::{Admitted, Desk},
	store::ProductStore,
	terms::{self, Taken},
	Config, Error, Outcome, Pallet, Product, Products, Work,
};
use alloc::vec::Vec;
use frame_support::{
	ensure,
	storage::{with_transaction, TransactionOutcome},
};
use gridforge_matching::{self as matching, Fill, Incoming, Rest, WhyCancelled};
use gridforge_primitives::{
	Link, Lots, NewOrder, OrderType, Participants, Price, ProductId, SelfTrade, Session, Side,
	Tick, Zones,
};
use sp_runtime::{DispatchError, DispatchResult};

/// The product of a neighbouring zone.
#[derive(Clone)]
pub(crate) struct Neighbour {
	pub id: ProductId,
	pub product: Product,
	link: Link,
	/// What the order has traded with it.
	fills: Vec<Fill>,
	/// Lots of these.
	filled: u64,
	/// Whether it must be written.
	pub changed: bool,
}

impl Neighbour {
	/// Whether its own collar lets an order of that side reach the price of `tick`.
	fn lets_trade(&self, side: Side, tick: Tick) -> bool {
		let Product { rules, tape, .. } = &self.product;
		let price = tick.price(rules.floor);
		terms::furthest(rules, tape, side).is_none_or(|furthest| match side {
			Side::Bid => price <= furthest,
			Side::Ask => price >= furthest,
		})
	}
}

/// Which book is next: that of the zone, or that of the neighbour in this place.
#[derive(Clone, Copy)]
enum Book {
	Own,
	Of(usize),
}

/// What an order has come to on its way through the books.
struct Round {
	left: Lots,
	max_fills: u32,
	own: Vec<Fill>,
	stopped: Option<WhyCancelled>,
	outcome: Outcome,
}

impl<T: Config> Desk<T> {
	/// Match an order with the books of its zone and its neighbours and let the remainder rest where it may.
	pub fn trade_around(
		&mut self,
		admitted: Admitted,
		max_fills: u32,
		work: &mut Work,
	) -> Result<Outcome, DispatchError> {
		self.look_around(work);
		let lots = admitted.order.lots;
		let cancelled = |why| Outcome { cancelled: Some((lots, why)), ..Outcome::default() };
		match admitted.order.order_type {
			OrderType::PostOnly if self.best_within(&admitted).is_some() => {
				Ok(cancelled(WhyCancelled::PostOnly))
			}
			OrderType::FillOrKill => {
				let before = self.clone();
				let outcome = with_transaction(|| {
					let outcome = self.go_around(admitted, max_fills, work);
					match &outcome {
						Ok(Outcome { cancelled: None, .. }) => TransactionOutcome::Commit(outcome),
						_ => TransactionOutcome::Rollback(outcome),
					}
				})?;
				if outcome.cancelled.is_none() {
					return Ok(outcome);
				}
				*self = before;
				Ok(cancelled(WhyCancelled::FillOrKill))
			}
			_ => self.go_around(admitted, max_fills, work),
		}
	}

	/// Read the neighbours' products, once for all orders of a command.
	pub(crate) fn look_around(&mut self, work: &mut Work) {
		if self.neighbours.is_some() {
			return;
		}
		let mut neighbours = Vec::new();
		for link in T::Zones::links(self.id.zone) {
			work.neighbours = work.neighbours.saturating_add(1);
			let id = ProductId { interval: self.id.interval, zone: link.zone };
			let Some(product) = Products::<T>::get(id.interval, id.zone) else { continue };
			let trades = !product.collecting
				&& product.rules.currency == self.product.rules.currency
				&& self.limits.as_ref().is_none_or(|limits| limits.allow_zone(id.zone))
				&& T::Zones::session(id.zone) == Session::Open;
			if trades {
				let (fills, filled, changed) = (Vec::new(), 0, false);
				neighbours.push(Neighbour { id, product, link, fills, filled, changed });
			}
		}
		neighbours.sort_by_key(|neighbour| neighbour.id.zone);
		self.neighbours = Some(neighbours);
	}

	/// The most that crossing to a neighbour costs.
	pub(crate) fn dearest_crossing(&mut self, work: &mut Work) -> Price {
		self.look_around(work);
		let fees = self.neighbours.iter().flatten().map(|neighbour| neighbour.link.fee);
		fees.max().unwrap_or_default()
	}

	fn neighbour(&mut self, at: usize) -> Result<&mut Neighbour, Error<T>> {
		let neighbours = self.neighbours.as_mut();
		neighbours.and_then(|all| all.get_mut(at)).ok_or_else(Pallet::<T>::corrupt)
	}

	fn go_around(
		&mut self,
		admitted: Admitted,
		max_fills: u32,
		work: &mut Work,
	) -> Result<Outcome, DispatchError> {
		let mut round = Round {
			left: admitted.order.lots,
			max_fills,
			own: Vec::new(),
			stopped: None,
			outcome: Outcome::default(),
		};
		while !round.left.is_zero() && round.stopped.is_none() {
			let Some((book, tick)) = self.best_within(&admitted) else { break };
			if round.max_fills == 0 {
				round.stopped = Some(WhyCancelled::FillLimit);
				break;
			}
			self.take_level(book, tick, &admitted, &mut round, work)?;
		}
		let Round { left, own, stopped, mut outcome, .. } = round;
		self.book_trades(&admitted, &own, &mut outcome)?;
		let rest = match (stopped, admitted.order.order_type) {
			_ if left.is_zero() => Rest::Filled,
			(Some(why), _) => Rest::Cancelled { lots: left, why },
			(None, OrderType::Limit | OrderType::PostOnly) => self.rest_here(&admitted, left)?,
			(None, OrderType::ImmediateOrCancel | OrderType::FillOrKill | OrderType::Market) => {
				Rest::Cancelled { lots: left, why: WhyCancelled::ImmediateOrCancel }
			}
		};
		self.settle_rest(&admitted, rest, &mut outcome, work)?;
		Ok(outcome)
	}

	/// The book with the best price all in, within the order's limit, and the level of that price. Of books that
	/// are as good its own comes first, then that of the lowest zone.
	fn best_within(&self, admitted: &Admitted) -> Option<(Book, Tick)> {
		let side = admitted.order.side;
		let offer = |book, product: &Product, crossing: Price| {
			let tick = product.book.best(side.opposite())?;
			let there = tick.price(product.rules.floor);
			Some((terms::all_in(side, there, crossing)?, book, tick))
		};
		let own = offer(Book::Own, &self.product, Price(0));
		let others = self.neighbours.iter().flatten().enumerate().filter_map(|(at, neighbour)| {
			let room = self.room(neighbour, side);
			let offer = offer(Book::Of(at), &neighbour.product, neighbour.link.fee);
			offer.filter(|(.., tick)| !room.is_zero() && neighbour.lets_trade(side, *tick))
		});
		let within = |price: &Price| match side {
			Side::Bid => *price <= admitted.price,
			Side::Ask => *price >= admitted.price,
		};
		let better = |a: Price, b: Price| match side {
			Side::Bid => a < b,
			Side::Ask => a > b,
		};
		own.into_iter()
			.chain(others)
			.filter(|(price, ..)| within(price))
			.reduce(|best, next| if better(next.0, best.0) { next } else { best })
			.map(|(_, book, tick)| (book, tick))
	}

	/// Lots that can still cross the way an order of `side` here sends them.
	fn room(&self, neighbour: &Neighbour, side: Side) -> Lots {
		let known = self.product.exchanges.iter().find(|e| e.zone == neighbour.id.zone);
		let full = known.is_none() && self.product.exchanges.is_full();
		let there = &neighbour.product.exchanges;
		let strange = !there.iter().any(|e| e.zone == self.id.zone) && there.is_full();
		if full || strange {
			return Lots::ZERO;
		}
		let used = known.map_or(0, |exchange| exchange.used(side));
		let capacity = u64::from(neighbour.link.capacity.0);
		let room = capacity.saturating_sub(used).saturating_sub(neighbour.filled);
		Lots(u32::try_from(room).unwrap_or(u32::MAX))
	}

	/// Trade with the orders of one level of one book.
	fn take_level(
		&mut self,
		book: Book,
		tick: Tick,
		admitted: &Admitted,
		round: &mut Round,
		work: &mut Work,
	) -> DispatchResult {
		let incoming = Incoming {
			limit: tick,
			lots: round.left,
			order_type: OrderType::ImmediateOrCancel,
			..self.incoming(admitted, round.max_fills)
		};
		let barred = self.barred.get_or_insert_with(T::Participants::barred).clone();
		let mut product = self.id;
		let placed = match book {
			Book::Own => {
				let mut store = ProductStore::<T>::of(self.id);
				matching::place_past(&mut self.product.book, &mut store, incoming, &barred)
			}
			Book::Of(at) => {
				let side = admitted.order.side;
				let room = self.neighbours.iter().flatten().nth(at).map(|n| self.room(n, side));
				let lots = round.left.min(room.unwrap_or_default());
				let neighbour = self.neighbour(at)?;
				product = neighbour.id;
				let mut store = ProductStore::<T>::of(product);
				// Whatever the order says, own orders elsewhere do not give way to it.
				let self_trade = SelfTrade::CancelNewest;
				let incoming = Incoming { lots, self_trade, ..incoming };
				matching::place_past(&mut neighbour.product.book, &mut store, incoming, &barred)
			}
		}
		.map_err(|_| Pallet::<T>::corrupt())?;
		work.touched = work.touched.saturating_add(placed.touched);
		work.fills = work.fills.saturating_add(placed.worked);
		round.max_fills = round.max_fills.saturating_sub(placed.worked);
		round.stopped = match placed.rest {
			Rest::Cancelled { why: WhyCancelled::ImmediateOrCancel, .. } | Rest::Filled => None,
			Rest::Cancelled { why, .. } => Some(why),
			Rest::Resting { .. } => return Err(Pallet::<T>::corrupt().into()),
		};
		ensure!(placed.worked > 0 || round.stopped.is_some(), Pallet::<T>::corrupt());
		for fill in &placed.fills {
			round.left = round.left.checked_sub(fill.lots).ok_or_else(Pallet::<T>::corrupt)?;
		}
		for withdrawn in placed.withdrawn {
			round.outcome.withdrawn.extend(self.give_back(product, withdrawn, work)?);
		}
		match book {
			Book::Own => round.own.extend(placed.fills),
			Book::Of(at) => {
				let neighbour = self.neighbour(at)?;
				neighbour.changed |= placed.worked > 0;
				for fill in &placed.fills {
					neighbour.filled = neighbour.filled.saturating_add(fill.lots.0.into());
				}
				neighbour.fills.extend(placed.fills);
			}
		}
		Ok(())
	}

	/// Enter what the order traded, book by book.
	fn book_trades(
		&mut self,
		admitted: &Admitted,
		own: &[Fill],
		outcome: &mut Outcome,
	) -> DispatchResult {
		let mut parts = alloc::vec![self.take(admitted, own)?];
		let around = self.neighbours.as_ref().map_or(0, Vec::len);
		for at in 0..around {
			if !self.neighbour(at)?.fills.is_empty() {
				parts.push(self.take_across(at, admitted)?);
			}
		}
		for Taken { lots, lock, .. } in parts {
			let lots = Lots(u32::try_from(lots).map_err(|_| Error::<T>::Overflow)?);
			outcome.filled = outcome.filled.checked_add(lots).ok_or(Error::<T>::Overflow)?;
			outcome.locked = outcome.locked.checked_add(lock).ok_or(Error::<T>::Overflow)?;
		}
		Ok(())
	}

	/// Enter what the order traded with one neighbour, on both sides of the border.
	fn take_across(&mut self, at: usize, admitted: &Admitted) -> Result<Taken, DispatchError> {
		let NewOrder { side, .. } = admitted.order;
		let Neighbour { id, product, link, fills, .. } = self.neighbour(at)?.clone();
		let mut product = product;
		let taken =
			self.take_in(id, &mut product.tape, product.rules.floor, link.fee, admitted, &fills)?;
		let (here, there) = (self.id.zone, id.zone);
		let entered = self
			.product
			.exchange_with(there)
			.and_then(|exchange| exchange.add(side, taken.lots, taken.notional))
			.and_then(|()| product.exchange_with(here))
			.and_then(|exchange| exchange.add(side.opposite(), taken.lots, taken.notional));
		entered.ok_or(Error::<T>::Overflow)?;
		let neighbour = self.neighbour(at)?;
		neighbour.product = product;
		neighbour.fills.clear();
		neighbour.filled = 0;
		neighbour.changed = true;
		// The position is the order's own zone's, which must settle it.
		self.open();
		Ok(taken)
	}

	/// Let what is left rest in the zone's own book, which it no longer crosses.
	fn rest_here(&mut self, admitted: &Admitted, left: Lots) -> Result<Rest, DispatchError> {
		let incoming =
			Incoming { lots: left, order_type: OrderType::Limit, ..self.incoming(admitted, 0) };
		let mut store = ProductStore::<T>::of(self.id);
		let placed = matching::place(&mut self.product.book, &mut store, incoming)
			.map_err(|_| Pallet::<T>::corrupt())?;
		Ok(placed.rest)
	}
}
