//! What the runtime API answers: read only, computed from storage when asked.

use crate::{
	desk::Desk, store::ProductStore, tape::by_price, terms, Accounts, Config, Error, Event, Levels,
	Outcome, Pages, Pallet, PositionOf, Positions, Product, Products, Status, Work,
};
use alloc::vec::Vec;
use frame_support::{
	ensure,
	storage::{with_transaction, TransactionOutcome},
	traits::Get,
};
use gridforge_matching::{self as matching, Book, LevelId, Order, Page, Store};
use gridforge_primitives::{
	api::{
		AccountInfo, BestPrices, Bill, BillLine, Candle, DepthLevel, MarketInfo, MarketStatus,
		OrderBook, OrderInfo, OrderPreview, ParticipantInfo, PositionInfo, Role, Ticker, Trade,
		ZoneInfo,
	},
	Contract, CurrencyId, IntervalClock, IntervalId, LoadBand, Lots, NewOrder, OrderId, OrderRef,
	OrderTerms, ParticipantId, Participants, ProductId, ProductRules, SettlementQueue, Side,
	Summary, ZoneId, Zones,
};
use sp_runtime::DispatchError;

/// The most levels a side that `order_book` returns.
const MAX_DEPTH: u32 = 100;

/// The most intervals that `candles` looks at.
const MAX_CANDLES: u32 = 1_000;

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
		let Product { rules, book, .. } = Self::product_as_it_is(product)?;
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
			Some(header) => Self::best_of(&header),
			None => BestPrices { bid: None, ask: None },
		}
	}

	fn best_of(header: &Product) -> BestPrices {
		let best = |side| header.book.best(side).map(|t| t.price(header.rules.floor));
		BestPrices { bid: best(Side::Bid), ask: best(Side::Ask) }
	}

	/// A product at a glance. Nothing for an unknown zone.
	pub fn ticker(product: ProductId) -> Option<Ticker> {
		let header = Self::product_as_it_is(product)?;
		Some(Ticker {
			product,
			phase: T::Clock::phase(product.interval),
			session: T::Zones::session(product.zone),
			collecting: header.collecting,
			best: Self::best_of(&header),
			prices: header.tape.prices,
			lots: header.tape.lots,
			notional: header.tape.notional,
		})
	}

	/// The last trades of a product that has not settled, newest first.
	pub fn trades(product: ProductId) -> Vec<Trade> {
		let header = Products::<T>::get(product.interval, product.zone);
		header.map(|header| header.tape.trades(product)).unwrap_or_default()
	}

	/// All trades of this block, in the order in which they happened; what one order traded at one price is one.
	pub fn block_trades() -> Vec<Trade>
	where
		<T as frame_system::Config>::RuntimeEvent: TryInto<Event<T>>,
	{
		let time = T::Clock::now();
		let mut trades = Vec::new();
		for record in frame_system::Pallet::<T>::read_events_no_consensus() {
			match record.event.try_into() {
				Ok(Event::Traded { product, side, fills, .. }) => {
					let prices = by_price(fills.iter().map(|fill| (fill.price, fill.lots)));
					let side = Some(side);
					trades.extend(prices.into_iter().map(|(price, lots)| Trade {
						product,
						time,
						price,
						lots,
						side,
					}));
				}
				Ok(Event::AuctionHeld { product, price: Some(price), lots }) => {
					let lots = Lots(u32::try_from(lots).unwrap_or(u32::MAX));
					trades.push(Trade { product, time, price, lots, side: None });
				}
				_ => {}
			}
		}
		trades
	}

	/// What has traded in the products of `zone` that deliver from `from` on and before `until`; at most 1,000
	/// intervals are looked at.
	pub fn candles(zone: ZoneId, from: IntervalId, until: IntervalId) -> Vec<Candle> {
		let end = until.0.min(from.0.saturating_add(MAX_CANDLES));
		let candle = |interval| Self::candle(ProductId { interval: IntervalId(interval), zone });
		(from.0..end).filter_map(candle).collect()
	}

	fn candle(product: ProductId) -> Option<Candle> {
		if let Some(Summary { lots, notional, prices, .. }) = T::Settlement::summary(product) {
			return Some(Candle { product, settled: true, prices: prices?, lots, notional });
		}
		let tape = Products::<T>::get(product.interval, product.zone)?.tape;
		let (lots, notional) = (tape.lots, tape.notional);
		Some(Candle { product, settled: false, prices: tape.prices?, lots, notional })
	}

	/// A zone and how it trades now. Nothing for an unknown one.
	pub fn zone(zone: ZoneId) -> Option<ZoneInfo> {
		let product = ProductId { interval: T::Clock::first_tradable(), zone };
		let Product { rules, tape, .. } = Self::product_as_it_is(product)?;
		let band = LoadBand::of(tape.lots, rules.limits.capacity);
		Some(ZoneInfo { session: T::Zones::session(zone), rules, band })
	}

	/// What the participant for whom `account` acts owes or gets for a product that has not settled.
	pub fn bill(account: &T::AccountId, product: ProductId) -> Option<Bill> {
		let participant = T::Participants::mandate_of(account)?.participant;
		let info = Self::position_info(product, participant)?;
		let position = Positions::<T>::get(product, participant);
		if position.is_empty() {
			return None;
		}
		let taken = position.lines.iter().map(|line| BillLine {
			side: line.side,
			role: if line.auction { Role::Auction } else { Role::Taker },
			price: line.price,
			lots: line.lots,
			notional: line.price.notional(Lots(1)).saturating_mul(line.lots.into()),
			order: None,
		});
		let mut lines: Vec<BillLine> = taken.collect();
		let rules = Self::product_as_it_is(product)?.rules;
		for (place, order) in Self::resting_orders(product, participant, &position) {
			let price = place.tick.price(rules.floor);
			if !order.filled.is_zero() {
				lines.push(BillLine {
					side: place.side,
					role: Role::Maker,
					price,
					lots: order.filled.0.into(),
					notional: price.notional(order.filled),
					order: Some(OrderId { product, place }),
				});
			}
		}
		let PositionInfo { paid, earned, charge, .. } = info;
		let (bought, sold) = (info.bought, info.sold);
		let owed = Contract { bought, sold, paid, earned, charge }.owed()?;
		Some(Bill { product, lines, more: position.more_lines, paid, earned, charge, owed })
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

	/// How many orders are open, those included whose gate has closed and that settlement has not released yet. Looks
	/// at each page of each book: to be asked now and then, not in each block.
	pub fn open_orders() -> u32 {
		let open = |page: &Page| page.orders.iter().filter(|order| order.is_open()).count();
		let inline: usize = Levels::<T>::iter_values().map(|level| open(&level.page)).sum();
		let moved_out: usize = Pages::<T>::iter_values().map(|page| open(&page)).sum();
		u32::try_from(inline.saturating_add(moved_out)).unwrap_or(u32::MAX)
	}

	/// Everything that the participant for whom `account` acts has in the market.
	pub fn participant_info(
		account: &T::AccountId,
		currency: CurrencyId,
	) -> Option<ParticipantInfo> {
		let participant = T::Participants::mandate_of(account)?.participant;
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

	/// What an order would lock and cost: it is placed, by `account` or for nobody, and taken back. Money is no matter, all
	/// other rules are. Where nobody asks, the rules for participants hold for nobody, there is no discount, and all orders
	/// in the book are others'.
	pub fn preview_order(
		order: NewOrder,
		account: Option<T::AccountId>,
	) -> Result<OrderPreview, DispatchError> {
		ensure!(Status::<T>::get() == MarketStatus::Open, Error::<T>::MarketNotOpen);
		with_transaction(|| {
			let preview = || {
				let trader =
					account.as_ref().map(|account| Self::trader(account, &[order])).transpose()?;
				let who = account.unwrap_or_else(Self::market_account);
				let mut desk = Desk::<T>::for_preview(&who, trader, order.product)?;
				let (notional, charge, lock) = desk.at_limit(&order)?;
				let outcome = desk.place(&order, T::MaxFills::get(), &mut Work::default())?;
				let Outcome { filled, locked, .. } = outcome;
				Ok(OrderPreview {
					notional,
					charge,
					lock: lock.max(locked),
					fills_now: filled,
					charge_now: desk.charged(),
					locked,
				})
			};
			TransactionOutcome::Rollback(preview())
		})
	}

	/// A product; where it has had no order, as it would open now.
	fn product_as_it_is(id: ProductId) -> Option<Product> {
		Products::<T>::get(id.interval, id.zone).or_else(|| Self::unopened(id))
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
			charge: position.charge,
			locked: position.locked,
			orders: Vec::new(),
		};
		for (place, order) in Self::resting_orders(product, participant, &position) {
			let price = place.tick.price(rules.floor);
			Self::add_resting_trades(&mut info, &rules, place, &order);
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
		place: OrderRef,
		order: &Order,
	) {
		let price = place.tick.price(rules.floor);
		let notional = price.notional(order.filled);
		match place.side {
			Side::Bid => {
				info.bought = info.bought.saturating_add(u64::from(order.filled.0));
				info.paid = info.paid.saturating_add(notional);
			}
			Side::Ask => {
				info.sold = info.sold.saturating_add(u64::from(order.filled.0));
				info.earned = info.earned.saturating_add(notional);
			}
		}
		let terms = OrderTerms(order.terms);
		let charge = terms::order_charge(rules, place.side, terms, price, order.filled);
		info.charge = info.charge.checked_add(&charge).unwrap_or(info.charge);
	}
}
