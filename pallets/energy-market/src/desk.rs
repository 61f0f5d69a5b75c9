//! One participant's business in one product: what a command reads first and writes last.

use crate::{
	store::ProductStore,
	terms::{self, Taken},
	AccountOf, Accounts, ClosedOrder, Config, Error, Event, Outcome, Pallet, PositionOf, Positions,
	Product, Products, SettleFrom, TradeFill, Work,
};
use alloc::vec::Vec;
use frame_support::{ensure, CloneNoBound};
use gridforge_matching::{self as matching, CancelError, Cancelled, Fill, Incoming, Rest};
use gridforge_primitives::{
	IntervalClock, Lots, NewOrder, OrderId, OrderRef, OrderType, ParticipantId, Phase, Price,
	ProductId, Side, WattBalance, Zones, MIN_ORDER,
};
use sp_runtime::{DispatchError, DispatchResult};

/// A product, the participant's position in it and its trading account, as a command finds and leaves them.
/// Levels and pages are written at once, all else by [`Desk::close`].
#[derive(CloneNoBound)]
pub(crate) struct Desk<T: Config> {
	who: T::AccountId,
	participant: ParticipantId,
	id: ProductId,
	product: Product,
	/// Whether the product has no header and no order has come to rest in it.
	fresh: bool,
	/// Whether the list of orders has been gone through for filled ones.
	pruned: bool,
	position: PositionOf<T>,
	account: AccountOf<T>,
}

impl<T: Config> Desk<T> {
	/// For new orders: the product must be open for trading. One without a header opens now.
	pub fn for_new(
		who: &T::AccountId,
		participant: ParticipantId,
		id: ProductId,
		work: &mut Work,
	) -> Result<Self, DispatchError> {
		match T::Clock::phase(id.interval) {
			Phase::NotYetOpen => return Err(Error::<T>::ProductNotOpenYet.into()),
			Phase::Closed => return Err(Error::<T>::ProductClosed.into()),
			Phase::Open => {}
		}
		if let Some(product) = Products::<T>::get(id.interval, id.zone) {
			return Ok(Self::with(who, participant, id, product, false));
		}
		work.opened = work.opened.saturating_add(1);
		let rules = T::Zones::rules(id.zone, id.interval).ok_or(Error::<T>::UnknownZone)?;
		let product = Product { rules, book: Default::default() };
		Ok(Self::with(who, participant, id, product, true))
	}

	/// For orders that are in the book: the gate must not have closed.
	pub fn for_old(
		who: &T::AccountId,
		participant: ParticipantId,
		id: ProductId,
	) -> Result<Self, DispatchError> {
		ensure!(T::Clock::phase(id.interval) != Phase::Closed, Error::<T>::ProductClosed);
		let product = Products::<T>::get(id.interval, id.zone).ok_or(Error::<T>::UnknownOrder)?;
		Ok(Self::with(who, participant, id, product, false))
	}

	fn with(
		who: &T::AccountId,
		participant: ParticipantId,
		id: ProductId,
		product: Product,
		fresh: bool,
	) -> Self {
		Desk {
			who: who.clone(),
			participant,
			id,
			fresh,
			pruned: false,
			position: Positions::<T>::get(id, participant),
			account: Accounts::<T>::get(participant, product.rules.currency),
			product,
		}
	}

	fn store(&self) -> ProductStore<T> {
		ProductStore::of(self.id)
	}

	/// Write everything. A product that no order has come to rest in is not opened; a position in which nothing
	/// is at stake is deleted.
	pub fn close(mut self) -> DispatchResult {
		if !self.fresh {
			Products::<T>::insert(self.id.interval, self.id.zone, &self.product);
		}
		if self.position.is_empty() {
			self.account.products.retain(|p| *p != self.id);
			Positions::<T>::remove(self.id, self.participant);
		} else {
			if !self.account.products.contains(&self.id) {
				let products = &mut self.account.products;
				products.try_push(self.id).map_err(|_| Error::<T>::TooManyProducts)?;
			}
			Positions::<T>::insert(self.id, self.participant, self.position);
		}
		let currency = self.product.rules.currency;
		Pallet::<T>::store_account(self.participant, currency, self.account);
		Ok(())
	}

	/// Match `order` with up to `max_fills` resting orders and let the remainder rest where it may.
	pub fn place(
		&mut self,
		order: &NewOrder,
		max_fills: u32,
		work: &mut Work,
	) -> Result<Outcome, DispatchError> {
		let rules = self.product.rules;
		let NewOrder { side, lots, order_type, self_trade, reference, .. } = *order;
		let limit = terms::limit(&rules, order).ok_or(Error::<T>::PriceOutsideBand)?;
		let price = limit.price(rules.floor);
		ensure!(lots >= MIN_ORDER, Error::<T>::BelowMinimumOrder);
		ensure!(lots <= rules.max_order, Error::<T>::AboveMaximumOrder);
		ensure!(
			self.account.products.contains(&self.id) || !self.account.products.is_full(),
			Error::<T>::TooManyProducts
		);
		if matches!(order_type, OrderType::Limit | OrderType::PostOnly) {
			self.make_room(work)?;
		}
		self.ensure_available(terms::order_lock(&rules, side, price, lots))?;

		let incoming = Incoming {
			owner: self.participant,
			side,
			limit,
			lots,
			minimum: MIN_ORDER,
			max_fills,
			order_type,
			self_trade,
			reference,
		};
		let mut store = self.store();
		let placed = matching::place(&mut self.product.book, &mut store, incoming)
			.map_err(|_| Pallet::<T>::corrupt())?;
		work.touched = work.touched.saturating_add(placed.touched);
		work.fills = work.fills.saturating_add(placed.worked);

		let withdrawn = placed
			.withdrawn
			.iter()
			.map(|withdrawn| self.take_back(withdrawn.order, withdrawn.cancelled))
			.collect::<Result<_, _>>()?;
		let taken = self.take(order, &placed.fills)?;
		let mut outcome = Outcome {
			filled: Lots(u32::try_from(taken.lots).unwrap_or(u32::MAX)),
			resting: None,
			cancelled: None,
			withdrawn,
			locked: taken.lock,
			topped_up: 0,
		};
		match placed.rest {
			Rest::Filled => {}
			Rest::Cancelled { lots, why } => outcome.cancelled = Some((lots, why)),
			Rest::Resting { order: place, lots } => {
				self.open();
				self.position.orders.try_push(place).map_err(|_| Error::<T>::TooManyOpenOrders)?;
				work.began_pages = work.began_pages.saturating_add(u32::from(place.slot == 0));
				let lock = terms::order_lock(&rules, side, price, lots);
				outcome.locked = taken.lock.checked_add(lock).ok_or(Error::<T>::Overflow)?;
				outcome.resting = Some(OrderId { product: self.id, place });
			}
		}
		outcome.topped_up = self.lock(outcome.locked, work)?;
		Ok(outcome)
	}

	/// From its first resting order on a product has a header and will be settled, even if that order leaves
	/// the book again under the same command: its level stays.
	fn open(&mut self) {
		if self.fresh && !SettleFrom::<T>::exists() {
			SettleFrom::<T>::put(T::Clock::first_tradable());
		}
		self.fresh = false;
	}

	/// Close an order of the participant's.
	pub fn cancel(&mut self, place: OrderRef) -> Result<ClosedOrder, DispatchError> {
		let mut store = self.store();
		let cancelled =
			matching::cancel(&mut self.product.book, &mut store, place, self.participant)
				.map_err(Self::refusal)?;
		self.take_back(place, cancelled)
	}

	/// Lower an order of the participant's to `lots` in total, what has traded included. It keeps its place in
	/// the queue. Returns what was given back.
	pub fn reduce(&mut self, place: OrderRef, lots: Lots) -> Result<ClosedOrder, DispatchError> {
		let mut store = self.store();
		let reduced =
			matching::reduce(&mut self.product.book, &mut store, place, self.participant, lots)
				.map_err(Self::refusal)?;
		let before = lots.checked_add(reduced.lots).ok_or(Error::<T>::Overflow)?;
		let released = self.unlock(place, before, lots)?;
		Ok(self.closed(place, reduced, released))
	}

	/// An order of the participant's that is open.
	pub fn open_order(&self, place: OrderRef) -> Result<matching::Order, DispatchError> {
		let order = matching::find(&self.store(), place).ok_or(Error::<T>::UnknownOrder)?;
		ensure!(order.owner == self.participant, Error::<T>::NotOrderOwner);
		ensure!(order.is_open(), Error::<T>::OrderAlreadyClosed);
		Ok(order)
	}

	/// The price of an order of this product.
	pub fn price_of(&self, place: OrderRef) -> Price {
		place.tick.price(self.product.rules.floor)
	}

	fn refusal(error: CancelError) -> Error<T> {
		match error {
			CancelError::NotFound => Error::<T>::UnknownOrder,
			CancelError::NotOwner => Error::<T>::NotOrderOwner,
			CancelError::AlreadyClosed => Error::<T>::OrderAlreadyClosed,
			CancelError::NotReduced => Error::<T>::NothingToAmend,
			CancelError::Corrupt => Pallet::<T>::corrupt(),
		}
	}

	/// Take a closed order off the list and release what it locked above what its trades owe.
	fn take_back(
		&mut self,
		place: OrderRef,
		cancelled: Cancelled,
	) -> Result<ClosedOrder, DispatchError> {
		let Cancelled { lots, filled, .. } = cancelled;
		let whole = lots.checked_add(filled).ok_or(Error::<T>::Overflow)?;
		let released = self.unlock(place, whole, filled)?;
		self.unlist(place, filled);
		Ok(self.closed(place, cancelled, released))
	}

	/// Take an order off the list of open orders, and remember whether it has traded.
	fn unlist(&mut self, place: OrderRef, filled: Lots) {
		self.position.orders.retain(|listed| *listed != place);
		self.position.traded_at_rest |= !filled.is_zero();
	}

	/// Take an order off the list unless it is open. Whether it is.
	fn unlist_closed(&mut self, place: OrderRef) -> bool {
		let order = matching::find(&self.store(), place);
		let open = order.is_some_and(|order| order.is_open());
		if !open {
			self.unlist(place, order.map_or(Lots::ZERO, |order| order.filled));
		}
		open
	}

	/// Cancel a listed order or, where it was filled, take it off the list.
	pub fn clear(&mut self, place: OrderRef) -> Result<Option<ClosedOrder>, DispatchError> {
		if self.unlist_closed(place) {
			self.cancel(place).map(Some)
		} else {
			Ok(None)
		}
	}

	/// The orders that were open when last looked at.
	pub fn listed(&self) -> Vec<OrderRef> {
		self.position.orders.to_vec()
	}

	fn closed(&self, place: OrderRef, cancelled: Cancelled, released: WattBalance) -> ClosedOrder {
		ClosedOrder {
			order: OrderId { product: self.id, place },
			lots: cancelled.lots,
			released,
			reference: cancelled.reference,
		}
	}

	/// Release what an order of `before` lots locks more than one of `after`.
	fn unlock(
		&mut self,
		place: OrderRef,
		before: Lots,
		after: Lots,
	) -> Result<WattBalance, DispatchError> {
		let price = self.price_of(place);
		let lock = |lots| terms::order_lock(&self.product.rules, place.side, price, lots);
		let released = lock(before).checked_sub(lock(after)).ok_or(Error::<T>::Overflow)?;
		let Desk { position, account, .. } = self;
		position.locked = position.locked.checked_sub(released).ok_or(Error::<T>::Overflow)?;
		account.locked = account.locked.checked_sub(released).ok_or(Error::<T>::Overflow)?;
		account.free = account.free.checked_add(released).ok_or(Error::<T>::Overflow)?;
		Ok(released)
	}

	/// If the list of open orders is full, drop those that are no longer open. Once is enough: nothing else
	/// trades with them during a command.
	fn make_room(&mut self, work: &mut Work) -> DispatchResult {
		if self.position.orders.is_full() && !self.pruned {
			self.pruned = true;
			work.pruned = work.pruned.saturating_add(1);
			for place in self.listed() {
				self.unlist_closed(place);
			}
		}
		ensure!(!self.position.orders.is_full(), Error::<T>::TooManyOpenOrders);
		Ok(())
	}

	/// Refuse an order whose owner does not have what it can come to owe at the most. The wallet is read
	/// only where the trading account is short.
	fn ensure_available(&self, most: WattBalance) -> DispatchResult {
		let short = most.saturating_sub(self.account.free);
		let currency = self.product.rules.currency;
		ensure!(
			short == 0 || Pallet::<T>::wallet(&self.who, currency) >= short,
			Error::<T>::InsufficientFunds
		);
		Ok(())
	}

	/// Lock `amount`, topping up the trading account from the wallet where it is short. Returns what was
	/// taken from the wallet.
	fn lock(&mut self, amount: WattBalance, work: &mut Work) -> Result<WattBalance, DispatchError> {
		let Desk { position, account, .. } = self;
		let short = amount.saturating_sub(account.free);
		if short > 0 {
			work.topped_up = work.topped_up.saturating_add(1);
			// The trades of one command can round a unit above the whole order at its limit.
			let currency = self.product.rules.currency;
			let wallet = Pallet::<T>::wallet(&self.who, currency);
			ensure!(wallet >= short, Error::<T>::InsufficientFunds);
			Pallet::<T>::pay_in(&self.who, currency, account, short)?;
		}
		position.locked = position.locked.checked_add(amount).ok_or(Error::<T>::Overflow)?;
		account.free = account.free.checked_sub(amount).ok_or(Error::<T>::InsufficientFunds)?;
		account.locked = account.locked.checked_add(amount).ok_or(Error::<T>::Overflow)?;
		Ok(short)
	}

	/// Enter the trades of `order` into the position, and tell of them.
	fn take(&mut self, order: &NewOrder, fills: &[Fill]) -> Result<Taken, DispatchError> {
		let rules = self.product.rules;
		let price = |fill: &Fill| fill.order.tick.price(rules.floor);
		let trades = fills.iter().map(|fill| (price(fill), fill.lots));
		let taken = Taken::sum(&rules, order.side, trades).ok_or(Error::<T>::Overflow)?;
		if fills.is_empty() {
			return Ok(taken);
		}
		let position = &mut self.position;
		let (lots, money) = match order.side {
			Side::Bid => (&mut position.bought, &mut position.paid),
			Side::Ask => (&mut position.sold, &mut position.earned),
		};
		*lots = lots.checked_add(taken.lots).ok_or(Error::<T>::Overflow)?;
		*money = money.checked_add(taken.notional).ok_or(Error::<T>::Overflow)?;
		position.fees = position.fees.checked_add(taken.fee).ok_or(Error::<T>::Overflow)?;
		position.locked_as_taker =
			position.locked_as_taker.checked_add(taken.lock).ok_or(Error::<T>::Overflow)?;
		let fills = fills.iter().map(|fill| TradeFill {
			maker: fill.maker,
			order: fill.order,
			price: price(fill),
			lots: fill.lots,
			reference: fill.reference,
		});
		Pallet::<T>::deposit_event(Event::Traded {
			product: self.id,
			taker: self.participant,
			side: order.side,
			fills: fills.collect(),
			notional: taken.notional,
			fee: taken.fee,
			reference: order.reference,
		});
		Ok(taken)
	}
}
