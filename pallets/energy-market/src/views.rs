//! What the runtime API answers: read only, computed from storage when asked.

use crate::{
	store::ProductStore,
	terms::{self, Taken},
	Accounts, Config, Levels, Pages, Pallet, PositionOf, Positions, Products, Status, Summaries,
};
use alloc::vec::Vec;
use frame_support::traits::Get;
use gridforge_matching::{self as matching, Book, Incoming, LevelId, Order, Store};
use gridforge_primitives::{
	api::{
		AccountInfo, BestPrices, DepthLevel, MarketInfo, MarketStatus, OrderBook, OrderInfo,
		OrderPreview, ParticipantInfo, PositionInfo, Summary, ViewError,
	},
	CurrencyId, IntervalClock, Lots, NewOrder, OrderId, OrderRef, OrderType, ParticipantId,
	Participants, Phase, Price, ProductId, ProductRules, Side, Zones, MIN_ORDER,
};

/// The most levels a side that `order_book` returns.
const MAX_DEPTH: u32 = 100;

/// The most products that `products` returns.
const MAX_PRODUCTS: usize = 1_000;

impl<T: Config> Pallet<T> {
	/// The market's clock and status.
	pub fn market_info() -> MarketInfo {
		MarketInfo {
			status: Status::<T>::get(),
			now: T::Clock::now(),
			interval_length: T::Clock::interval_length(),
			gate_open: T::Clock::gate_open(),
			gate_close: T::Clock::gate_close(),
			first_tradable: T::Clock::first_tradable(),
			first_unopened: T::Clock::first_unopened(),
		}
	}

	/// The best `depth` levels of a product's book, at most 100 a side. Nothing for an unknown zone.
	pub fn order_book(product: ProductId, depth: u32) -> Option<OrderBook> {
		let (rules, book) = Self::rules_and_book(product)?;
		let levels = |side| Self::depth(product, &rules, &book, side, depth);
		Some(OrderBook {
			product,
			phase: T::Clock::phase(product.interval),
			rules,
			bids: levels(Side::Bid),
			asks: levels(Side::Ask),
		})
	}

	/// The best prices of a product; nothing where nobody bids or asks.
	pub fn best_prices(product: ProductId) -> BestPrices {
		match Products::<T>::get(product.interval, product.zone) {
			Some(header) => {
				let best = |side| header.book.best(side).map(|t| t.price(header.rules.floor));
				BestPrices { bid: best(Side::Bid), ask: best(Side::Ask) }
			}
			None => BestPrices { bid: None, ask: None },
		}
	}

	/// The products that have a book, soonest delivery first, at most 1,000.
	pub fn products() -> Vec<ProductId> {
		let mut products: Vec<ProductId> = Products::<T>::iter_keys()
			.map(|(interval, zone)| ProductId { interval, zone })
			.collect();
		products.sort();
		products.truncate(MAX_PRODUCTS);
		products
	}

	/// Everything that the participant for whom `account` acts has in the market.
	pub fn participant_info(
		account: &T::AccountId,
		currency: CurrencyId,
	) -> Option<ParticipantInfo> {
		let participant = T::Participants::participant_of(account)?;
		let record = Accounts::<T>::get(participant, currency);
		let positions = record
			.products
			.iter()
			.filter_map(|product| Self::position_info(*product, participant))
			.collect();
		Some(ParticipantInfo {
			participant,
			may_trade: T::Participants::may_trade(participant),
			account: AccountInfo { free: record.free, locked: record.locked },
			positions,
		})
	}

	/// What an order would lock and cost: the functions that `place_order` charges by.
	pub fn preview_order(order: NewOrder) -> Result<OrderPreview, ViewError> {
		let NewOrder { product, side, lots, order_type, self_trade, reference, .. } = order;
		if Status::<T>::get() != MarketStatus::Open {
			return Err(ViewError::MarketNotOpen);
		}
		match T::Clock::phase(product.interval) {
			Phase::NotYetOpen => return Err(ViewError::ProductNotOpenYet),
			Phase::Closed => return Err(ViewError::ProductClosed),
			Phase::Open => {}
		}
		let (rules, book) = Self::rules_and_book(product).ok_or(ViewError::UnknownZone)?;
		let limit = terms::limit(&rules, &order).ok_or(ViewError::PriceOutsideBand)?;
		let price = limit.price(rules.floor);
		if lots < MIN_ORDER || lots > rules.max_order {
			return Err(ViewError::LotsOutsideLimits);
		}
		let incoming = Incoming {
			// Nobody's id: a preview does not know who asks, so own orders count as others'.
			owner: ParticipantId(0),
			side,
			limit,
			lots,
			minimum: MIN_ORDER,
			max_fills: T::MaxFills::get(),
			order_type,
			self_trade,
			reference,
		};
		let fills = matching::preview(&book, &ProductStore::<T>::of(product), &incoming);
		let trades = fills.iter().map(|f| (f.order.tick.price(rules.floor), f.lots));
		let taken = Taken::sum(&rules, side, trades).ok_or(ViewError::LotsOutsideLimits)?;
		let fills_now = Lots(u32::try_from(taken.lots).unwrap_or(u32::MAX));
		let rests = matches!(order_type, OrderType::Limit | OrderType::PostOnly);
		let left = lots.checked_sub(fills_now).filter(|_| rests).unwrap_or(Lots::ZERO);
		let locked = taken.lock.saturating_add(terms::order_lock(&rules, side, price, left));
		let notional = price.notional(lots);
		Ok(OrderPreview {
			notional,
			fee: terms::fee(&rules, side, terms::positive(notional)),
			lock: terms::order_lock(&rules, side, price, lots).max(locked),
			fills_now,
		})
	}

	/// What is kept of a settled product.
	pub fn summary(product: ProductId) -> Option<Summary> {
		Summaries::<T>::get(product.zone, product.interval)
	}

	/// Rules and book of a product; those that it would open with where it has had no order.
	fn rules_and_book(product: ProductId) -> Option<(ProductRules, Book)> {
		match Products::<T>::get(product.interval, product.zone) {
			Some(header) => Some((header.rules, header.book)),
			None => Some((T::Zones::rules(product.zone, product.interval)?, Book::default())),
		}
	}

	fn depth(
		product: ProductId,
		rules: &ProductRules,
		book: &Book,
		side: Side,
		depth: u32,
	) -> Vec<DepthLevel> {
		let store = ProductStore::<T>::of(product);
		let most = usize::try_from(depth.min(MAX_DEPTH)).unwrap_or(0);
		book.levels(side)
			.take(most)
			.filter_map(|tick| {
				let level = store.level(LevelId { side, tick })?;
				Some(DepthLevel { price: tick.price(rules.floor), lots: level.open })
			})
			.collect()
	}

	/// A participant's standing in an unsettled product, with what its resting orders traded.
	fn position_info(product: ProductId, participant: ParticipantId) -> Option<PositionInfo> {
		let rules = Products::<T>::get(product.interval, product.zone)?.rules;
		let position: PositionOf<T> = Positions::<T>::get(product, participant);
		let mut info = PositionInfo {
			product,
			bought: position.bought,
			sold: position.sold,
			paid: position.paid,
			earned: position.earned,
			fees: position.fees,
			locked: position.locked,
			orders: Vec::new(),
		};
		for (place, order) in Self::resting_orders(product, participant, &position) {
			let price = place.tick.price(rules.floor);
			Self::add_resting_trades(&mut info, &rules, place.side, price, order.filled);
			if !order.open().is_zero() {
				let id = OrderId { product, place };
				let Order { lots, filled, reference, .. } = order;
				info.orders.push(OrderInfo { id, price, lots, filled, reference });
			}
		}
		info.orders.sort_by_key(|o| o.id);
		Some(info)
	}

	/// All orders of a participant that are on record in a product. Only one of which an order has traded
	/// and left the list is looked for in all of the product's pages.
	fn resting_orders(
		product: ProductId,
		participant: ParticipantId,
		position: &PositionOf<T>,
	) -> Vec<(OrderRef, Order)> {
		if position.traded_at_rest {
			return Self::orders_on_record(product)
				.filter(|(_, order)| order.owner == participant)
				.collect();
		}
		let store = ProductStore::<T>::of(product);
		let find = |place: &OrderRef| Some((*place, matching::find(&store, *place)?));
		position.orders.iter().filter_map(find).collect()
	}

	/// All orders that are on record in a product, open and closed.
	pub(crate) fn orders_on_record(product: ProductId) -> impl Iterator<Item = (OrderRef, Order)> {
		let owned = |(place, order): (OrderRef, &Order)| (place, *order);
		let older = Pages::<T>::iter_prefix(product)
			.flat_map(move |(id, page)| page.named(id).map(owned).collect::<Vec<_>>());
		let newest = Levels::<T>::iter_prefix(product)
			.flat_map(move |(id, level)| level.named(id).map(owned).collect::<Vec<_>>());
		older.chain(newest)
	}

	fn add_resting_trades(
		info: &mut PositionInfo,
		rules: &ProductRules,
		side: Side,
		price: Price,
		filled: Lots,
	) {
		let notional = price.notional(filled);
		match side {
			Side::Bid => {
				info.bought = info.bought.saturating_add(u64::from(filled.0));
				info.paid = info.paid.saturating_add(notional);
			}
			Side::Ask => {
				info.sold = info.sold.saturating_add(u64::from(filled.0));
				info.earned = info.earned.saturating_add(notional);
			}
		}
		let fee = terms::fee(rules, side, terms::positive(notional));
		info.fees = info.fees.saturating_add(fee);
	}
}
