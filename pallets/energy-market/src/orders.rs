//! Placing and cancelling orders.

use crate::{
	store::ProductStore,
	terms::{self, Taken},
	AccountOf, Accounts, Config, Error, Event, NewOrder, Pallet, Placement, PositionOf, Positions,
	Product, Products, SettleFrom, Status, TradeFill, WeightInfo, Work,
};
use frame_support::{defensive, ensure, traits::Get, weights::Weight};
use gridforge_matching::{self as matching, CancelError, Fill, Incoming, Placed, Rest};
use gridforge_primitives::{
	api::MarketStatus, CurrencyId, IntervalClock, Lots, OrderId, ParticipantId, Participants,
	Phase, Price, ProductId, ProductRules, Side, WattBalance, Zones, MIN_ORDER,
};
use sp_runtime::{DispatchError, DispatchResult};

impl<T: Config> Pallet<T> {
	/// The weight of placing an order that takes `work`.
	pub(crate) fn weight_of_placing(work: Work) -> Weight {
		let Work { touched, fills, opened, topped_up, began_page, pruned } = work;
		let plain = T::WeightInfo::place_order(0);
		let extra = |happened: bool, with: fn() -> Weight| {
			if happened {
				with().saturating_sub(plain)
			} else {
				Weight::zero()
			}
		};
		T::WeightInfo::place_order(touched)
			.saturating_add(T::WeightInfo::place_order_fills(fills))
			.saturating_sub(T::WeightInfo::place_order_fills(0))
			.saturating_add(extra(opened, T::WeightInfo::place_order_opening))
			.saturating_add(extra(topped_up, T::WeightInfo::place_order_topping_up))
			.saturating_add(extra(began_page, T::WeightInfo::place_order_beginning_page))
			.saturating_add(extra(pruned, T::WeightInfo::place_order_pruning))
	}

	/// The most work that placing an order can take: each fill in an older page of a level of its own, so
	/// that level and page are read, then those of the order at which it stops; and everything else that
	/// may happen. (A product that opens has nobody to trade with; that both are charged is of no account.)
	pub(crate) fn most_work() -> Work {
		let fills = T::MaxFills::get();
		let touched = fills.saturating_mul(2).saturating_add(2);
		Work { touched, fills, opened: true, topped_up: true, began_page: true, pruned: true }
	}

	/// Place `order` for `who`; `work` tells what it took, even where it fails.
	pub(crate) fn do_place(who: &T::AccountId, order: NewOrder, work: &mut Work) -> DispatchResult {
		let NewOrder { product: id, side, price, lots } = order;
		ensure!(Status::<T>::get() == MarketStatus::Open, Error::<T>::MarketNotOpen);
		let participant = Self::participant_of(who)?;
		ensure!(T::Participants::may_trade(participant), Error::<T>::MayNotTrade);
		let mut product = Self::open_product(id, work)?;
		let rules = product.rules;
		let limit = price.tick_above(rules.floor).ok_or(Error::<T>::PriceOutsideBand)?;
		ensure!(lots >= MIN_ORDER, Error::<T>::BelowMinimumOrder);
		ensure!(lots <= rules.max_order, Error::<T>::AboveMaximumOrder);

		let mut position = Positions::<T>::get(id, participant);
		Self::make_room(id, &mut position, work)?;
		let mut account = Accounts::<T>::get(participant, rules.currency);
		let most = terms::order_lock(&rules, side, price, lots);
		Self::ensure_available(who, rules.currency, &account, most)?;

		let incoming = Incoming {
			owner: participant,
			side,
			limit,
			lots,
			minimum: MIN_ORDER,
			max_fills: T::MaxFills::get(),
		};
		let placed = matching::place(&mut product.book, &mut ProductStore::<T>::of(id), incoming)
			.map_err(|_| Self::corrupt())?;
		work.touched = placed.touched;
		let placement = Self::describe(id, &rules, placed);
		work.fills = u32::try_from(placement.fills.len()).unwrap_or(u32::MAX);
		Products::<T>::insert(id.interval, id.zone, &product);

		let taken = Self::book_trades(&mut position, &rules, side, &placement)?;
		let resting = Self::book_rest(&mut position, &rules, price, &placement)?;
		let locked = taken.lock.checked_add(resting).ok_or(Error::<T>::Overflow)?;
		position.locked = position.locked.checked_add(locked).ok_or(Error::<T>::Overflow)?;
		work.began_page = placement.resting.is_some_and(|(order, _)| order.place.slot == 0);
		let topped_up = Self::lock_funds(who, rules.currency, &mut account, locked, work)?;
		Self::store_position(&mut account, id, participant, position)?;
		Self::store_account(participant, rules.currency, account);
		Self::report(participant, order, placement, taken, locked, topped_up);
		Ok(())
	}

	pub(crate) fn do_cancel(who: &T::AccountId, order: OrderId) -> DispatchResult {
		let participant = Self::participant_of(who)?;
		let id = order.product;
		ensure!(T::Clock::phase(id.interval) != Phase::Closed, Error::<T>::ProductClosed);
		let mut product =
			Products::<T>::get(id.interval, id.zone).ok_or(Error::<T>::UnknownOrder)?;
		let rules = product.rules;
		let cancelled = matching::cancel(
			&mut product.book,
			&mut ProductStore::<T>::of(id),
			order.place,
			participant,
		)
		.map_err(|e| match e {
			CancelError::NotFound => Error::<T>::UnknownOrder,
			CancelError::NotOwner => Error::<T>::NotOrderOwner,
			CancelError::AlreadyClosed => Error::<T>::OrderAlreadyClosed,
			CancelError::Corrupt => Self::corrupt(),
		})?;
		Products::<T>::insert(id.interval, id.zone, &product);

		let (side, price) = (order.place.side, order.place.tick.price(rules.floor));
		let whole = cancelled.lots.checked_add(cancelled.filled).ok_or(Error::<T>::Overflow)?;
		let released = terms::order_lock(&rules, side, price, whole)
			.checked_sub(terms::order_lock(&rules, side, price, cancelled.filled))
			.ok_or(Error::<T>::Overflow)?;

		let mut position = Positions::<T>::get(id, participant);
		position.orders.retain(|o| *o != order.place);
		position.traded_at_rest |= !cancelled.filled.is_zero();
		position.locked = position.locked.checked_sub(released).ok_or(Error::<T>::Overflow)?;
		let mut account = Accounts::<T>::get(participant, rules.currency);
		account.locked = account.locked.checked_sub(released).ok_or(Error::<T>::Overflow)?;
		account.free = account.free.checked_add(released).ok_or(Error::<T>::Overflow)?;
		Self::store_position(&mut account, id, participant, position)?;
		Self::store_account(participant, rules.currency, account);
		Self::deposit_event(Event::OrderCancelled {
			participant,
			order,
			lots: cancelled.lots,
			released,
		});
		Ok(())
	}

	/// The header of a product that is open for trading: as stored, or as it opens with its first order.
	fn open_product(id: ProductId, work: &mut Work) -> Result<Product, DispatchError> {
		match T::Clock::phase(id.interval) {
			Phase::NotYetOpen => return Err(Error::<T>::ProductNotOpenYet.into()),
			Phase::Closed => return Err(Error::<T>::ProductClosed.into()),
			Phase::Open => {}
		}
		if let Some(product) = Products::<T>::get(id.interval, id.zone) {
			return Ok(product);
		}
		work.opened = true;
		let rules = T::Zones::rules(id.zone, id.interval).ok_or(Error::<T>::UnknownZone)?;
		if !SettleFrom::<T>::exists() {
			SettleFrom::<T>::put(T::Clock::first_tradable());
		}
		Ok(Product { rules, book: Default::default() })
	}

	/// If the list of open orders is full, drop those that are no longer open.
	fn make_room(id: ProductId, position: &mut PositionOf<T>, work: &mut Work) -> DispatchResult {
		if !position.orders.is_full() {
			return Ok(());
		}
		work.pruned = true;
		let store = ProductStore::<T>::of(id);
		let mut traded = position.traded_at_rest;
		position.orders.retain(|place| match matching::find(&store, *place) {
			Some(order) => {
				traded |= !order.is_open() && !order.filled.is_zero();
				order.is_open()
			}
			None => false,
		});
		position.traded_at_rest = traded;
		ensure!(!position.orders.is_full(), Error::<T>::TooManyOpenOrders);
		Ok(())
	}

	/// The engine's answer in the market's terms.
	fn describe(id: ProductId, rules: &ProductRules, placed: Placed) -> Placement {
		let fills = placed
			.fills
			.into_iter()
			.map(|Fill { maker, order, lots }| TradeFill {
				maker,
				order,
				price: order.tick.price(rules.floor),
				lots,
			})
			.collect();
		let (resting, cancelled) = match placed.rest {
			Rest::Filled => (None, None),
			Rest::Resting { order, lots } => {
				(Some((OrderId { product: id, place: order }, lots)), None)
			}
			Rest::Cancelled { lots, why } => (None, Some((lots, why))),
		};
		Placement { fills, resting, cancelled }
	}

	/// Enter the taker's trades into its position.
	fn book_trades(
		position: &mut PositionOf<T>,
		rules: &ProductRules,
		side: Side,
		placement: &Placement,
	) -> Result<Taken, DispatchError> {
		let trades = placement.fills.iter().map(|f| (f.price, f.lots));
		let taken = Taken::sum(rules, side, trades).ok_or(Error::<T>::Overflow)?;
		let (lots, money) = match side {
			Side::Bid => (&mut position.bought, &mut position.paid),
			Side::Ask => (&mut position.sold, &mut position.earned),
		};
		*lots = lots.checked_add(taken.lots).ok_or(Error::<T>::Overflow)?;
		*money = money.checked_add(taken.notional).ok_or(Error::<T>::Overflow)?;
		position.fees = position.fees.checked_add(taken.fee).ok_or(Error::<T>::Overflow)?;
		position.locked_as_taker =
			position.locked_as_taker.checked_add(taken.lock).ok_or(Error::<T>::Overflow)?;
		Ok(taken)
	}

	/// Enter what rests into its owner's position. Returns what it locks.
	fn book_rest(
		position: &mut PositionOf<T>,
		rules: &ProductRules,
		price: Price,
		placement: &Placement,
	) -> Result<WattBalance, DispatchError> {
		let Some((order, lots)) = placement.resting else { return Ok(0) };
		position.orders.try_push(order.place).map_err(|_| Error::<T>::TooManyOpenOrders)?;
		Ok(terms::order_lock(rules, order.place.side, price, lots))
	}

	/// Refuse an order whose owner does not have what it can come to owe at the most. The wallet is read
	/// only where the trading account is short.
	fn ensure_available(
		who: &T::AccountId,
		currency: CurrencyId,
		account: &AccountOf<T>,
		most: WattBalance,
	) -> DispatchResult {
		let short = most.saturating_sub(account.free);
		ensure!(short == 0 || Self::wallet(who, currency) >= short, Error::<T>::InsufficientFunds);
		Ok(())
	}

	/// Lock `amount` of `account`, topping it up from the wallet of `who` where it is short. Returns what
	/// was taken from the wallet.
	fn lock_funds(
		who: &T::AccountId,
		currency: CurrencyId,
		account: &mut AccountOf<T>,
		amount: WattBalance,
		work: &mut Work,
	) -> Result<WattBalance, DispatchError> {
		let short = amount.saturating_sub(account.free);
		if short > 0 {
			work.topped_up = true;
			// The trades of one command can round a unit above the whole order at its limit.
			ensure!(Self::wallet(who, currency) >= short, Error::<T>::InsufficientFunds);
			Self::pay_in(who, currency, account, short)?;
		}
		account.free = account.free.checked_sub(amount).ok_or(Error::<T>::InsufficientFunds)?;
		account.locked = account.locked.checked_add(amount).ok_or(Error::<T>::Overflow)?;
		Ok(short)
	}

	/// Write `position`, or delete it where nothing is at stake, and keep the account's list of products in
	/// step.
	fn store_position(
		account: &mut AccountOf<T>,
		id: ProductId,
		participant: ParticipantId,
		position: PositionOf<T>,
	) -> DispatchResult {
		if position.is_empty() {
			account.products.retain(|p| *p != id);
			Positions::<T>::remove(id, participant);
			return Ok(());
		}
		if !account.products.contains(&id) {
			account.products.try_push(id).map_err(|_| Error::<T>::TooManyProducts)?;
		}
		Positions::<T>::insert(id, participant, position);
		Ok(())
	}

	/// Tell what became of `order`.
	fn report(
		participant: ParticipantId,
		order: NewOrder,
		placement: Placement,
		taken: Taken,
		locked: WattBalance,
		topped_up: WattBalance,
	) {
		let NewOrder { product, side, price, lots } = order;
		let Placement { fills, resting, cancelled } = placement;
		if !fills.is_empty() {
			let Taken { notional, fee, .. } = taken;
			Self::deposit_event(Event::Traded {
				product,
				taker: participant,
				side,
				fills,
				notional,
				fee,
			});
		}
		Self::deposit_event(Event::OrderPlaced {
			participant,
			product,
			side,
			price,
			lots,
			filled: Lots(u32::try_from(taken.lots).unwrap_or(u32::MAX)),
			resting: resting.map(|(id, _)| id),
			cancelled,
			locked,
			topped_up,
		});
	}

	/// The error for a book that contradicts itself.
	pub(crate) fn corrupt() -> Error<T> {
		defensive!("the stored book contradicts itself");
		Error::<T>::BookCorrupt
	}
}
