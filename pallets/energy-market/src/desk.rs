//! One participant's business in one product: what a command reads first and writes last.

use crate::{
	coupling::Neighbour,
	store::ProductStore,
	tape::by_price,
	terms::{self, Refusal, Taken},
	AccountOf, Accounts, ClosedOrder, Config, Error, Event, Line, Outcome, Pallet, PositionOf,
	Positions, Product, Products, Tape, TradeFill, Work,
};
use alloc::vec::Vec;
use frame_support::{ensure, CloneNoBound};
use gridforge_maps::DirectDoubleMap;
use gridforge_matching::{
	self as matching, CancelError, Cancelled, Fill, Incoming, Rest, Withdrawn,
};
use gridforge_primitives::{
	Admission, Capacity, Charge, Conduct, Connection, DelegateLimits, Delivery, FeeTier,
	IntervalClock, LoadBand, Lots, Mandate, MeterCapacity, NewOrder, OrderId, OrderRef, OrderTerms,
	OrderType, ParticipantId, Participants, Phase, Price, ProductId, ProductRules, Reach,
	SelfTrade, Session, SettlementQueue, Side, Tick, WattBalance, WattDelta, Zones, TREASURY,
};
use sp_runtime::{DispatchError, DispatchResult};

/// Who places orders: for whom, and what they must keep to.
#[derive(Clone)]
pub(crate) struct Trader {
	pub mandate: Mandate,
	/// Nothing for nobody's orders, which are only looked at.
	pub admission: Option<Admission>,
	/// What the participant's stake makes.
	pub tier: FeeTier,
}

/// A product, the participant's position in it and its trading account, as a command finds and leaves them.
/// Levels and pages are written at once, all else by [`Desk::close`].
#[derive(CloneNoBound)]
pub(crate) struct Desk<T: Config> {
	pub(crate) who: T::AccountId,
	pub(crate) participant: ParticipantId,
	/// The tier that new orders get.
	tier: FeeTier,
	/// What who acts must keep to, if it is a delegate.
	pub(crate) limits: Option<DelegateLimits>,
	/// What new orders must keep to; nothing for orders that are in the book, and for nobody's.
	pub(crate) admission: Option<Admission>,
	pub(crate) id: ProductId,
	pub(crate) product: Product,
	/// The products of neighbouring zones, once an order has looked at them.
	pub(crate) neighbours: Option<Vec<Neighbour>>,
	/// Whether the product has no header and no order has come to rest in it.
	fresh: bool,
	/// Whether the list of orders has been gone through for filled ones.
	pruned: bool,
	/// How the participant is connected to the grid, once an order has asked.
	connection: Option<Option<Connection>>,
	/// Those with whom nobody trades, once an order has crossed the book.
	pub(crate) barred: Option<Vec<ParticipantId>>,
	pub(crate) position: PositionOf<T>,
	pub(crate) account: AccountOf<T>,
}

/// An order that its product takes, with what follows from the product's rules.
#[derive(Clone, Copy)]
pub(crate) struct Admitted {
	pub order: NewOrder,
	/// Its limit.
	pub tick: Tick,
	pub price: Price,
	/// How it is charged.
	pub terms: OrderTerms,
}

impl<T: Config> Desk<T> {
	/// For new orders: zone and product must be open for trading, to whoever was admitted so. A product without a header
	/// opens now. Orders get the tier that stake or volume makes, whichever is higher.
	pub fn for_new(
		who: &T::AccountId,
		trader: &Trader,
		id: ProductId,
		work: &mut Work,
	) -> Result<Self, DispatchError> {
		match T::Clock::phase(id.interval) {
			Phase::NotYetOpen => return Err(Error::<T>::ProductNotOpenYet.into()),
			Phase::Closed => return Err(Error::<T>::ProductClosed.into()),
			Phase::Open => {}
		}
		match T::Zones::session(id.zone) {
			Session::Open => {}
			Session::CancelOnly => return Err(Error::<T>::ZoneCancelOnly.into()),
			Session::Halted => return Err(Error::<T>::ZoneHalted.into()),
			Session::OutsideHours => return Err(Error::<T>::OutsideTradingHours.into()),
		}
		let (product, fresh) = match Products::<T>::read(id.interval, id.zone) {
			Some(product) => (product, false),
			None => {
				work.opened = work.opened.saturating_add(1);
				(Pallet::<T>::unopened(id).ok_or(Error::<T>::UnknownZone)?, true)
			}
		};
		let due = Pallet::<T>::auction_moment(id, &product.rules);
		ensure!(!product.collecting || T::Clock::now() < due, Error::<T>::AuctionUnderWay);
		let Trader { mandate, admission, tier } = trader;
		if let Some(admission) = admission {
			Pallet::<T>::ensure_admitted(admission, id.interval, product.rules.currency)?;
		}
		let desk = Self::with(who, mandate, id, product, fresh)?;
		let volume = desk.account.volume.counts_in(Pallet::<T>::volume_period(id.interval));
		let by_volume = desk.rules().fees.discounts.tier_of_volume(volume);
		Ok(Desk { admission: *admission, tier: by_volume.max(*tier), ..desk })
	}

	/// For orders that are in the book: the gate must not have closed, nor an auction be under way.
	pub fn for_old(
		who: &T::AccountId,
		mandate: &Mandate,
		id: ProductId,
	) -> Result<Self, DispatchError> {
		ensure!(T::Clock::phase(id.interval) != Phase::Closed, Error::<T>::ProductClosed);
		let product = Products::<T>::read(id.interval, id.zone).ok_or(Error::<T>::UnknownOrder)?;
		ensure!(
			!product.collecting || !Pallet::<T>::is_uncrossing(id),
			Error::<T>::AuctionUnderWay
		);
		Self::with(who, mandate, id, product, false)
	}

	fn with(
		who: &T::AccountId,
		mandate: &Mandate,
		id: ProductId,
		product: Product,
		fresh: bool,
	) -> Result<Self, DispatchError> {
		let Mandate { participant, limits } = mandate.clone();
		let allowed = limits.as_ref().is_none_or(|limits| limits.allow_zone(id.zone));
		ensure!(allowed, Error::<T>::OutsideDelegateZones);
		Ok(Desk {
			who: who.clone(),
			participant,
			tier: FeeTier::NONE,
			limits,
			admission: None,
			id,
			neighbours: None,
			fresh,
			pruned: false,
			connection: None,
			barred: None,
			position: Positions::<T>::read(id, participant),
			account: Accounts::<T>::read(participant, product.rules.currency),
			product,
		})
	}

	/// For an order of `trader`, or of somebody who is not known, and who has all the money it takes: what it would come
	/// to, to be rolled back.
	pub fn for_preview(
		who: &T::AccountId,
		trader: Option<Trader>,
		id: ProductId,
	) -> Result<Self, DispatchError> {
		let known = trader.is_some();
		let mandate = Mandate { participant: TREASURY, limits: None };
		let trader = trader.unwrap_or(Trader { mandate, admission: None, tier: FeeTier::NONE });
		let mut desk = Self::for_new(who, &trader, id, &mut Work::default())?;
		let account = if known { desk.account } else { AccountOf::<T>::default() };
		// How many orders there were in this block says nothing about a later one.
		let latest = Default::default();
		desk.account = AccountOf::<T> { free: WattBalance::MAX / 2, latest, ..account };
		Ok(desk)
	}

	/// What `order` locks, and what it is charged, if all of it trades at its limit.
	pub fn at_limit(
		&mut self,
		order: &NewOrder,
	) -> Result<(WattDelta, Charge, WattBalance), DispatchError> {
		let work = &mut Work::default();
		let Admitted { price, terms, .. } = self.admit(order, work)?;
		let NewOrder { side, lots, .. } = *order;
		let charge = terms::order_charge(self.rules(), side, terms, price, lots);
		Ok((price.notional(lots), charge, self.most(order, price, terms, work)))
	}

	/// What the grid has charged for trades made as a taker.
	pub fn charged(&self) -> Charge {
		self.position.charge
	}

	fn store(&self) -> ProductStore<T> {
		ProductStore::of(self.id)
	}

	fn rules(&self) -> &ProductRules {
		&self.product.rules
	}

	/// Write everything. A product that no order has come to rest in is not opened; a position in which nothing
	/// is at stake, nor to be remembered, is deleted.
	pub fn close(self) -> DispatchResult {
		if !self.fresh {
			Products::<T>::write(self.id.interval, self.id.zone, &self.product);
		}
		for Neighbour { id, product, .. } in
			self.neighbours.into_iter().flatten().filter(|neighbour| neighbour.changed)
		{
			Products::<T>::write(id.interval, id.zone, product);
		}
		let Desk { id, participant, mut position, mut account, fresh, .. } = self;
		// Nothing of a product without a header is kept, not even that its owner met itself next door.
		if fresh {
			position.conduct = Conduct::default();
		}
		if !position.can_go() && !account.products.contains(&id) {
			account.products.try_push(id).map_err(|_| Error::<T>::TooManyProducts)?;
		}
		let currency = self.product.rules.currency;
		Pallet::<T>::store_position(id, participant, currency, position, account);
		Ok(())
	}

	/// Whether placing `order` fails, if it does, before anything is changed: it meets nobody, and what it locks
	/// is in the trading account.
	pub fn only_rests(&self, order: &NewOrder) -> bool {
		let Product { rules, tape, collecting, book, .. } = &self.product;
		let Some(tick) = order.price.tick_above(rules.floor) else { return false };
		let band = LoadBand::of(tape.lots, rules.limits.capacity);
		let terms = OrderTerms::new(band, self.tier);
		let lock = terms::order_lock(rules, order.side, terms, order.price, order.lots);
		order.reach == Reach::Zone
			&& !collecting
			&& !book.crosses(order.side, tick)
			&& lock <= self.account.free
	}

	/// Read what orders of this reach need, so that an order that fails leaves it read.
	pub fn prepare(&mut self, order: &NewOrder, work: &mut Work) {
		if order.reach == Reach::Neighbours && !self.product.collecting {
			self.look_around(work);
		}
	}

	/// Match `order` with up to `max_fills` resting orders and let the remainder rest where it may; before
	/// the opening auction let it rest.
	pub fn place(
		&mut self,
		order: &NewOrder,
		max_fills: u32,
		work: &mut Work,
	) -> Result<Outcome, DispatchError> {
		let block = Pallet::<T>::block();
		let most = self.rules().limits.orders_per_block;
		ensure!(self.account.latest.in_block(block) < most, Error::<T>::TooManyOrdersInBlock);
		let admitted = self.admit(order, work)?;
		let outcome = match order.reach {
			_ if self.product.collecting => self.collect(admitted, max_fills, work),
			Reach::Zone => self.trade(admitted, max_fills, work),
			Reach::Neighbours => self.trade_around(admitted, max_fills, work),
		}?;
		self.account.latest.count(block);
		self.count_in_day(order, admitted.price, &outcome);
		self.watch_order(&outcome);
		Ok(outcome)
	}

	/// Everything that is to be said against an order before it meets the book.
	fn admit(&mut self, order: &NewOrder, work: &mut Work) -> Result<Admitted, DispatchError> {
		let Product { rules, tape, collecting, .. } = &self.product;
		let tick = terms::admit(rules, tape, *collecting, order).map_err(Self::refused)?;
		let terms = OrderTerms::new(LoadBand::of(tape.lots, rules.limits.capacity), self.tier);
		let price = tick.price(rules.floor);
		ensure!(
			self.account.products.contains(&self.id) || !self.account.products.is_full(),
			Error::<T>::TooManyProducts
		);
		self.ensure_can_carry(order)?;
		if matches!(order.order_type, OrderType::Limit | OrderType::PostOnly) {
			self.make_room(work)?;
		}
		let most = self.most(order, price, terms, work);
		self.ensure_within_rules(order, price, most)?;
		self.ensure_available(most)?;
		Ok(Admitted { order: *order, tick, price, terms })
	}

	/// The most that `order` can come to owe at its limit, wherever it may trade.
	fn most(
		&mut self,
		order: &NewOrder,
		price: Price,
		terms: OrderTerms,
		work: &mut Work,
	) -> WattBalance {
		let NewOrder { side, lots, .. } = *order;
		let dearest = match order.reach {
			Reach::Neighbours if !self.product.collecting => self.dearest_crossing(work),
			_ => Price(0),
		};
		terms::order_lock_across(self.rules(), side, terms, price, lots, dearest)
	}

	fn refused(refusal: Refusal) -> Error<T> {
		match refusal {
			Refusal::PriceOutsideBand => Error::<T>::PriceOutsideBand,
			Refusal::PriceOutsideCollar => Error::<T>::PriceOutsideCollar,
			Refusal::BelowMinimumOrder => Error::<T>::BelowMinimumOrder,
			Refusal::AboveMaximumOrder => Error::<T>::AboveMaximumOrder,
			Refusal::OnlyLimitOrders => Error::<T>::OnlyLimitOrders,
		}
	}

	/// Open and traded together, nobody can order more than its meters carry, and no delegate more than it may.
	fn ensure_can_carry(&mut self, order: &NewOrder) -> DispatchResult {
		let committed = *self.position.committed.on(order.side);
		let after = committed.saturating_add(u64::from(order.lots.0));
		let most = self.can_carry(order.side)?;
		ensure!(after <= u64::from(most.0), Error::<T>::AboveCapacity);
		let allowed = self.limits.as_ref().is_none_or(|l| after <= u64::from(l.lots.0));
		ensure!(allowed, Error::<T>::AboveDelegateLots);
		Ok(())
	}

	/// The most that the participant may buy, or sell, in this interval.
	fn can_carry(&mut self, side: Side) -> Result<Lots, DispatchError> {
		// It does not change while a command runs.
		let (zone, participant) = (self.id.zone, self.participant);
		let connection =
			*self.connection.get_or_insert_with(|| T::Meters::connection(zone, participant));
		let ProductRules { limits, delivery, .. } = self.rules();
		match (connection, delivery) {
			(Some(Connection { capacity: Capacity { import, export }, silent }), _) => {
				ensure!(!silent, Error::<T>::MetersSilent);
				Ok(if side == Side::Bid { import } else { export })
			}
			(None, Delivery::Deemed) => Ok(limits.max_position),
			(None, Delivery::Metered(_)) if participant == TREASURY => Ok(limits.max_position),
			(None, Delivery::Metered(_)) => Ok(Lots::ZERO),
		}
	}

	pub(crate) fn incoming(&self, admitted: &Admitted, max_fills: u32) -> Incoming {
		let NewOrder { side, lots, order_type, self_trade, reference, .. } = admitted.order;
		Incoming {
			owner: self.participant,
			side,
			limit: admitted.tick,
			lots,
			minimum: self.rules().limits.min_order,
			max_fills,
			order_type,
			self_trade,
			reference,
			terms: admitted.terms.0,
		}
	}

	fn trade(
		&mut self,
		admitted: Admitted,
		max_fills: u32,
		work: &mut Work,
	) -> Result<Outcome, DispatchError> {
		let incoming = self.incoming(&admitted, max_fills);
		let mut store = self.store();
		let barred = match self.product.book.crosses(incoming.side, incoming.limit) {
			true => self.barred.get_or_insert_with(T::Participants::barred).as_slice(),
			false => &[],
		};
		let placed = matching::place_past(&mut self.product.book, &mut store, incoming, barred)
			.map_err(|_| Pallet::<T>::corrupt())?;
		work.touched = work.touched.saturating_add(placed.touched);
		work.fills = work.fills.saturating_add(placed.worked);
		let mut withdrawn = Vec::new();
		for one in placed.withdrawn {
			withdrawn.extend(self.give_back(self.id, one, work)?);
		}
		let taken = self.take(&admitted, &placed.fills)?;
		let mut outcome = Outcome {
			filled: Lots(u32::try_from(taken.lots).unwrap_or(u32::MAX)),
			withdrawn,
			locked: taken.lock,
			..Outcome::default()
		};
		self.settle_rest(&admitted, placed.rest, &mut outcome, work)?;
		Ok(outcome)
	}

	/// Before the opening auction every order rests, even where it crosses others: but not its owner's own, for
	/// they would trade with each other.
	fn collect(
		&mut self,
		admitted: Admitted,
		max_fills: u32,
		work: &mut Work,
	) -> Result<Outcome, DispatchError> {
		let mut outcome = Outcome::default();
		let NewOrder { side, self_trade, lots, .. } = admitted.order;
		let crossed = |place: &OrderRef| match side {
			Side::Bid => place.side == Side::Ask && place.tick <= admitted.tick,
			Side::Ask => place.side == Side::Bid && place.tick >= admitted.tick,
		};
		let own: Vec<_> = self.listed().into_iter().filter(crossed).collect();
		if !own.is_empty() && self_trade == SelfTrade::CancelNewest {
			outcome.cancelled = Some((lots, matching::WhyCancelled::SelfTrade));
			return Ok(outcome);
		}
		// Each may be the last of an older page between two others: level and three pages. Two fills in matching
		// read as much at the most.
		let work_of_own = u32::try_from(own.len()).unwrap_or(u32::MAX).saturating_mul(2);
		if work_of_own > max_fills {
			outcome.cancelled = Some((lots, matching::WhyCancelled::FillLimit));
			return Ok(outcome);
		}
		work.fills = work.fills.saturating_add(work_of_own);
		work.touched = work.touched.saturating_add(work_of_own.saturating_mul(2));
		for place in own {
			outcome.withdrawn.extend(self.clear(place)?);
		}
		let incoming = self.incoming(&admitted, 0);
		let mut store = self.store();
		let rest = matching::collect(&mut self.product.book, &mut store, incoming)
			.map_err(|_| Pallet::<T>::corrupt())?;
		self.settle_rest(&admitted, rest, &mut outcome, work)?;
		Ok(outcome)
	}

	/// Enter what became of the part of an order that did not trade, and lock what it takes.
	pub(crate) fn settle_rest(
		&mut self,
		admitted: &Admitted,
		rest: Rest,
		outcome: &mut Outcome,
		work: &mut Work,
	) -> DispatchResult {
		let Admitted { order: NewOrder { side, .. }, price, terms, .. } = *admitted;
		match rest {
			Rest::Filled => {}
			Rest::Cancelled { lots, why } => outcome.cancelled = Some((lots, why)),
			Rest::Resting { order: place, lots } => {
				self.open();
				self.position.orders.try_push(place).map_err(|_| Error::<T>::TooManyOpenOrders)?;
				work.began_pages = work.began_pages.saturating_add(u32::from(place.slot == 0));
				let lock = terms::order_lock(self.rules(), side, terms, price, lots);
				outcome.locked = outcome.locked.checked_add(lock).ok_or(Error::<T>::Overflow)?;
				outcome.resting = Some(OrderId { product: self.id, place });
				self.commit(side, lots)?;
			}
		}
		outcome.topped_up = self.lock(outcome.locked, work)?;
		Ok(())
	}

	fn commit(&mut self, side: Side, lots: Lots) -> DispatchResult {
		self.add_committed(side, lots.0.into()).ok_or(Error::<T>::Overflow.into())
	}

	/// Add to what the participant is committed to, here and in all products together. `None` past the range of the types.
	fn add_committed(&mut self, side: Side, lots: u64) -> Option<()> {
		let Desk { position, account, .. } = self;
		let committed = position.committed.on(side);
		*committed = committed.checked_add(lots)?;
		account.committed = account.committed.checked_add(lots)?;
		Some(())
	}

	/// From its first resting order on a product has a header and will be settled, even if that order leaves
	/// the book again under the same command: its level stays.
	pub(crate) fn open(&mut self) {
		if self.fresh {
			T::Settlement::opened(self.id, &self.product.rules);
			if self.product.collecting {
				Pallet::<T>::call_auction(self.id, &self.product.rules);
			}
		}
		self.fresh = false;
	}

	/// Close an order of the participant's.
	pub fn cancel(&mut self, place: OrderRef) -> Result<ClosedOrder, DispatchError> {
		let mut store = self.store();
		let cancelled =
			matching::cancel(&mut self.product.book, &mut store, place, self.participant)
				.map_err(Self::refusal)?;
		self.watch_cancel();
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
		let released = self.unlock(place, OrderTerms(reduced.terms), before, lots)?;
		Ok(self.closed(place, reduced, released))
	}

	/// An order of the participant's that is open.
	pub fn open_order(&self, place: OrderRef) -> Result<matching::Order, DispatchError> {
		let order = matching::find(&self.store(), place).ok_or(Error::<T>::UnknownOrder)?;
		ensure!(order.owner == self.participant, Error::<T>::NotOrderOwner);
		ensure!(order.is_open(), Error::<T>::OrderAlreadyClosed);
		Ok(order)
	}

	/// The smallest order of this product.
	pub fn min_order(&self) -> Lots {
		self.rules().limits.min_order
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

	/// Give back what a withdrawn order of the product `id` had locked: to the participant, or to its owner that was
	/// barred. What that comes to, where it is the participant's.
	pub(crate) fn give_back(
		&mut self,
		id: ProductId,
		withdrawn: Withdrawn,
		work: &mut Work,
	) -> Result<Option<ClosedOrder>, DispatchError> {
		let Withdrawn { owner, order, cancelled } = withdrawn;
		if owner == self.participant {
			return self.take_back(order, cancelled).map(Some);
		}
		// Its position and its trading account are read and written, as a level and a page are.
		work.touched = work.touched.saturating_add(2);
		let mut neighbours = self.neighbours.iter().flatten();
		let neighbour = neighbours.find(|neighbour| neighbour.id == id);
		let product = neighbour.map_or(&self.product, |neighbour| &neighbour.product);
		Pallet::<T>::give_back_barred(id, &product.rules, withdrawn).map(|()| None)
	}

	/// Take a closed order off the list and release what it locked above what its trades owe.
	pub(crate) fn take_back(
		&mut self,
		place: OrderRef,
		cancelled: Cancelled,
	) -> Result<ClosedOrder, DispatchError> {
		let Cancelled { lots, filled, terms, .. } = cancelled;
		let whole = lots.checked_add(filled).ok_or(Error::<T>::Overflow)?;
		let released = self.unlock(place, OrderTerms(terms), whole, filled)?;
		self.position.unlist(place, filled);
		Ok(self.closed(place, cancelled, released))
	}

	/// Take an order off the list unless it is open. Whether it is.
	fn unlist_closed(&mut self, place: OrderRef) -> bool {
		let order = matching::find(&self.store(), place);
		let open = order.is_some_and(|order| order.is_open());
		if !open {
			self.position.unlist(place, order.map_or(Lots::ZERO, |order| order.filled));
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
		terms: OrderTerms,
		before: Lots,
		after: Lots,
	) -> Result<WattBalance, DispatchError> {
		let Desk { product, position, account, .. } = self;
		let released = position.unlock(account, &product.rules, place, terms, (before, after));
		Ok(released.ok_or(Error::<T>::Overflow)?)
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
	/// only where the trading account is short; a delegate has the trading account alone.
	fn ensure_available(&self, most: WattBalance) -> DispatchResult {
		let Desk { account, limits, .. } = self;
		let locked = account.locked.saturating_add(most);
		let allowed = limits.as_ref().is_none_or(|limits| locked <= limits.locked);
		ensure!(most == 0 || allowed, Error::<T>::AboveDelegateMoney);
		let short = most.saturating_sub(account.free);
		ensure!(short <= self.within_reach(short), Error::<T>::InsufficientFunds);
		Ok(())
	}

	/// What can be taken from the wallet, where the trading account is short of `short`.
	fn within_reach(&self, short: WattBalance) -> WattBalance {
		if short == 0 || self.limits.is_some() {
			return 0;
		}
		Pallet::<T>::wallet(&self.who, self.product.rules.currency)
	}

	/// Lock `amount`, topping up the trading account from the wallet where it is short. Returns what was
	/// taken from the wallet.
	fn lock(&mut self, amount: WattBalance, work: &mut Work) -> Result<WattBalance, DispatchError> {
		let short = amount.saturating_sub(self.account.free);
		if short > 0 {
			work.topped_up = work.topped_up.saturating_add(1);
			// The trades of one command can round some units above the whole order at its limit.
			ensure!(self.within_reach(short) >= short, Error::<T>::InsufficientFunds);
			let currency = self.product.rules.currency;
			Pallet::<T>::pay_in(&self.who, currency, &mut self.account, short)?;
		}
		let Desk { position, account, .. } = self;
		position.locked = position.locked.checked_add(amount).ok_or(Error::<T>::Overflow)?;
		account.free = account.free.checked_sub(amount).ok_or(Error::<T>::InsufficientFunds)?;
		account.locked = account.locked.checked_add(amount).ok_or(Error::<T>::Overflow)?;
		Ok(short)
	}

	/// Enter the trades of an order in its own zone into position and tape, and tell of them.
	pub(crate) fn take(
		&mut self,
		admitted: &Admitted,
		fills: &[Fill],
	) -> Result<Taken, DispatchError> {
		let floor = self.rules().floor;
		let mut tape = core::mem::take(&mut self.product.tape);
		let taken = self.take_in(self.id, &mut tape, floor, Price(0), admitted, fills);
		self.product.tape = tape;
		taken
	}

	/// Enter trades with the book of `product` into the position and into that product's `tape`, and tell of them.
	pub(crate) fn take_in(
		&mut self,
		product: ProductId,
		tape: &mut Tape,
		floor: Price,
		crossing: Price,
		admitted: &Admitted,
		fills: &[Fill],
	) -> Result<Taken, DispatchError> {
		let Admitted { order: NewOrder { side, reference, .. }, terms, .. } = *admitted;
		let price = |fill: &Fill| fill.order.tick.price(floor);
		let trades = by_price(fills.iter().map(|fill| (price(fill), fill.lots)));
		let taken = Taken::sum_across(self.rules(), side, terms, crossing, trades.iter().copied())
			.ok_or(Error::<T>::Overflow)?;
		if fills.is_empty() {
			return Ok(taken);
		}
		self.enter(side, &taken).ok_or(Error::<T>::Overflow)?;
		let now = T::Clock::now();
		for (price, lots) in trades {
			tape.record(now, Some(side), price, lots).ok_or(Error::<T>::Overflow)?;
			let line = Line { side, auction: false, price, lots: u64::from(lots.0) };
			self.position.keep_line(line);
		}
		let fills = fills.iter().map(|fill| TradeFill::at(price(fill), fill));
		Pallet::<T>::deposit_event(Event::Traded {
			product,
			taker: self.participant,
			from: self.id.zone,
			side,
			fills: fills.collect(),
			notional: taken.notional,
			charge: taken.charge,
			reference,
		});
		Ok(taken)
	}

	/// Add what an order took to the position. `None` past the range of the types.
	fn enter(&mut self, side: Side, taken: &Taken) -> Option<()> {
		let position = &mut self.position;
		position.add_trade(side, taken.lots, taken.notional, &taken.charge)?;
		position.locked_as_taker = position.locked_as_taker.checked_add(taken.lock)?;
		self.add_committed(side, taken.lots)
	}
}
