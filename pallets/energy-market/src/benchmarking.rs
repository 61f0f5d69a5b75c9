//! Benchmarks: the worst case of each call and of each step of auctions; and with what those of settlement begin.

#![cfg(feature = "runtime-benchmarks")]

use crate::{store::ProductStore, *};
use alloc::vec::Vec;
use frame_benchmarking::v2::*;
use frame_support::{
	traits::{fungibles::Mutate, EnsureOrigin, Get},
	weights::WeightMeter,
	BoundedVec,
};
use frame_system::RawOrigin;
use gridforge_matching::{self as matching, Incoming, Level, LevelId, Order, Page, PageId, PAGE};
use gridforge_primitives::{
	api::MarketStatus, CurrencyId, FeeDiscounts, IntervalClock, IntervalId, Lots, MeterCapacity,
	NewOrder, OrderId, OrderRef, OrderType, ParticipantId, Participants, Price, ProductId, Reach,
	SelfTrade, SettlementQueue, Side, Tick, WattBalance, ZoneId, Zones, MAX_LINKS, MIN_ORDER,
	TREASURY, WATT,
};

/// What each trader has in its wallet.
const FUNDS: WattBalance = 1_000_000 * WATT;

/// An account that acts for a participant of the highest tier.
fn trader<T: Config>(index: u32) -> (T::AccountId, ParticipantId) {
	let who: T::AccountId = account("trader", index, 0);
	let participant = T::Participants::admit_for_benchmark(&who);
	T::Discounts::give_tier_for_benchmark(participant);
	(who, participant)
}

/// A trader with a meter, money in its wallet and as much in its trading account.
fn rich_trader<T: Config>(
	zone: ZoneId,
	product: &Product,
) -> Result<(T::AccountId, ParticipantId), BenchmarkError> {
	let (who, participant) = trader::<T>(0);
	T::Meters::connect_for_benchmark(zone, participant);
	let currency = product.rules.currency;
	endow::<T>(&who, currency)?;
	Pallet::<T>::deposit(RawOrigin::Signed(who.clone()).into(), currency, FUNDS)?;
	endow::<T>(&who, currency)?;
	Ok((who, participant))
}

fn endow<T: Config>(who: &T::AccountId, currency: CurrencyId) -> Result<(), BenchmarkError> {
	T::Assets::mint_into(currency, who, FUNDS)
		.map(|_| ())
		.map_err(|_| BenchmarkError::Stop("the currency of the zone does not exist"))
}

/// A zone under the heaviest rules.
fn zone<T: Config>(auction: bool) -> ZoneId {
	let (_, operator) = trader::<T>(u32::MAX);
	let zone = T::Zones::create_for_benchmark(operator);
	T::Zones::burden_for_benchmark(zone, auction);
	zone
}

/// A product that is open, in a new zone, with an empty book.
fn product<T: Config>() -> Result<(ProductId, Product), BenchmarkError> {
	let zone = zone::<T>(false);
	product_in::<T>(zone, T::Clock::first_tradable())
}

fn product_in<T: Config>(
	zone: ZoneId,
	interval: IntervalId,
) -> Result<(ProductId, Product), BenchmarkError> {
	let rules =
		T::Zones::rules(zone, interval).ok_or(BenchmarkError::Stop("the zone was not created"))?;
	let mut product = Product::new(rules, false);
	fill_tape(&mut product);
	Products::<T>::insert(interval, zone, &product);
	Ok((ProductId { interval, zone }, product))
}

/// Fill the list of last trades, at prices that no collar of these benchmarks minds.
fn fill_tape(product: &mut Product) {
	for _ in 0..LAST_TRADES {
		product
			.tape
			.record(0, Some(Side::Bid), Price(1_000), MIN_ORDER)
			.expect("sixteen small trades overflow nothing; qed");
	}
}

/// Rest an ask of the smallest size, by `maker`, without the bookkeeping of its owner.
fn rest_ask<T: Config>(id: ProductId, product: &mut Product, maker: ParticipantId, tick: Tick) {
	rest::<T>(id, product, maker, LevelId { side: Side::Ask, tick });
}

/// Rest an order of the smallest size at a level, by `maker`, without the bookkeeping of its owner.
fn rest<T: Config>(id: ProductId, product: &mut Product, maker: ParticipantId, level: LevelId) {
	let incoming = resting(maker, level);
	matching::place(&mut product.book, &mut ProductStore::<T>::of(id), incoming)
		.expect("the book is sound; qed");
}

/// An order of the smallest size that is to rest at a level.
fn resting(maker: ParticipantId, level: LevelId) -> Incoming {
	Incoming {
		order_type: OrderType::Limit,
		self_trade: SelfTrade::CancelNewest,
		reference: 0,
		terms: 0,
		owner: maker,
		side: level.side,
		limit: level.tick,
		lots: MIN_ORDER,
		minimum: MIN_ORDER,
		max_fills: 1,
	}
}

fn filled_order(owner: ParticipantId, lots: Lots) -> Order {
	Order { owner, lots, filled: lots, reference: 0, terms: 0 }
}

/// `count` orders that are filled.
fn filled(owner: ParticipantId, count: u32) -> Vec<Order> {
	(0..count).map(|_| filled_order(owner, Lots(1))).collect()
}

fn page(orders: Vec<Order>) -> Page {
	Page { orders: BoundedVec::truncate_from(orders), ..Default::default() }
}

/// Fill the newest page of an ask level with filled orders in front of the open one.
fn crowd<T: Config>(id: ProductId, tick: Tick, maker: ParticipantId) {
	Levels::<T>::mutate(id, LevelId { side: Side::Ask, tick }, |level| {
		let Some(level) = level else { return };
		let mut orders = filled(maker, PAGE - 1);
		orders.extend(level.page.orders.iter().copied());
		level.page.orders = BoundedVec::truncate_from(orders);
	});
}

/// Fill the trading account's list of products, but for one place.
pub(crate) fn busy_account<T: Config>(participant: ParticipantId, currency: CurrencyId) {
	Accounts::<T>::mutate(participant, currency, |account| {
		let elsewhere = |n| ProductId { interval: IntervalId(n), zone: ZoneId(u16::MAX) };
		let products = (1..T::MaxProducts::get()).map(elsewhere).collect::<Vec<_>>();
		account.products = BoundedVec::truncate_from(products);
	});
}

/// Fill the list of open orders of a position, but for one place.
fn busy_position<T: Config>(id: ProductId, participant: ParticipantId) {
	Positions::<T>::mutate(id, participant, |position| {
		let order = |slot| OrderRef { side: Side::Bid, tick: Tick(0), page: 0, slot };
		let orders = (1u8..).take(T::MaxOpenOrders::get() as usize - 1).map(order);
		position.orders = BoundedVec::truncate_from(orders.collect::<Vec<_>>());
		for price in 0..MAX_LINES as i32 {
			position.keep_line(Line {
				side: Side::Bid,
				auction: false,
				price: Price(price),
				lots: 1,
			});
		}
	});
}

/// Let `count` bids of as many participants, with all that belongs to them, collect at one level.
fn collect_bids<T: Config>(id: ProductId, product: &mut Product, count: u32) {
	let currency = product.rules.currency;
	for n in 0..count {
		let owner = ParticipantId(1_000_000 + n);
		busy_account::<T>(owner, currency);
		busy_position::<T>(id, owner);
		rest_collecting::<T>(id, product, owner);
		Accounts::<T>::mutate(owner, currency, |account| account.locked = WATT);
		Positions::<T>::mutate(id, owner, |position| {
			position.locked = WATT;
			position.lines.truncate(MAX_LINES as usize - 1);
		});
	}
}

fn rest_collecting<T: Config>(id: ProductId, product: &mut Product, owner: ParticipantId) {
	let incoming = resting(owner, BIDS);
	let rest = matching::collect(&mut product.book, &mut ProductStore::<T>::of(id), incoming)
		.expect("the book is sound; qed");
	if let matching::Rest::Resting { order, .. } = rest {
		Positions::<T>::mutate(id, owner, |position| {
			position.orders.try_push(order).expect("there is room for one more; qed");
		});
	}
}

/// The tick of the `n`th level, with a positive price.
fn tick(n: u32) -> Tick {
	Tick(1_000 + n as u16)
}

/// A limit above all those levels, in a zone with the default floor.
const LIMIT: Price = Price(2_000);

fn bid(product: ProductId, price: Price, lots: Lots) -> NewOrder {
	NewOrder::limit(product, Side::Bid, price, lots)
}

/// The level at that limit.
const BIDS: LevelId = LevelId { side: Side::Bid, tick: Tick(2_500) };

/// A product that has traded in its own zone and with as many neighbours as there can be.
pub(crate) fn closed<T: Config>(id: ProductId) {
	let rules = T::Zones::rules(id.zone, id.interval).expect("the benchmark made the zone; qed");
	let mut product = Product::new(rules, false);
	fill_tape(&mut product);
	for n in 0..MAX_LINKS {
		let zone = ZoneId(u16::try_from(1_000 + n).unwrap_or(u16::MAX));
		product.exchange_with(zone).expect("there is room for as many; qed");
	}
	Products::<T>::insert(id.interval, id.zone, product);
	T::Settlement::opened(id, &rules);
}

/// A position of a participant that has many others: it sold 100 lots for 1 WATT, and was charged for it.
pub(crate) fn sold<T: Config>(id: ProductId, participant: ParticipantId) {
	let rules = T::Zones::rules(id.zone, id.interval).expect("the benchmark made the zone; qed");
	busy_position::<T>(id, participant);
	Positions::<T>::mutate(id, participant, |position| {
		position.sold = 100;
		position.earned = 1_000_000;
		position.charge.crossing = 50_000;
		position.locked = FUNDS;
	});
	busy_account::<T>(participant, rules.currency);
	Accounts::<T>::mutate(participant, rules.currency, |account| {
		account.locked = FUNDS;
		account.products.try_push(id).expect("there is room for one more; qed");
	});
}

/// A full page, each order another participant's.
pub(crate) fn traded_page<T: Config>(id: ProductId) {
	let filled = |n| filled_order(ParticipantId(1_000_000 + n), MIN_ORDER);
	let orders = (0..PAGE).map(filled).collect::<Vec<_>>();
	for order in &orders {
		busy_position::<T>(id, order.owner);
	}
	let page = Page { orders: BoundedVec::truncate_from(orders), ..Default::default() };
	Pages::<T>::insert(id, PageId { side: Side::Bid, tick: tick(0), number: 0 }, page);
}

#[benchmarks]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn deposit() -> Result<(), BenchmarkError> {
		let (_, product) = product::<T>()?;
		let currency = product.rules.currency;
		let (who, participant) = trader::<T>(0);
		endow::<T>(&who, currency)?;
		busy_account::<T>(participant, currency);

		#[extrinsic_call]
		_(RawOrigin::Signed(who), currency, WATT);

		assert_eq!(Accounts::<T>::get(participant, currency).free, WATT);
		Ok(())
	}

	#[benchmark]
	fn withdraw() -> Result<(), BenchmarkError> {
		let (_, product) = product::<T>()?;
		let currency = product.rules.currency;
		let (who, participant) = trader::<T>(0);
		endow::<T>(&who, currency)?;
		Pallet::<T>::deposit(RawOrigin::Signed(who.clone()).into(), currency, FUNDS)?;
		busy_account::<T>(participant, currency);

		#[extrinsic_call]
		_(RawOrigin::Signed(who), currency, FUNDS - 1);

		assert_eq!(Accounts::<T>::get(participant, currency).free, 1);
		Ok(())
	}

	/// A delegate's bid that clears `p` levels, each with a page full of filled orders, and fills the last slot of
	/// the page in which it rests; with money in the trading account, while as many are barred as can be.
	#[benchmark]
	fn place_order(p: Linear<0, { T::MaxFills::get() }>) -> Result<(), BenchmarkError> {
		let (id, mut product) = product::<T>()?;
		let (_, participant) = rich_trader::<T>(id.zone, &product)?;
		let (_, maker) = trader::<T>(1);
		for n in 0..p {
			rest_ask::<T>(id, &mut product, maker, tick(n));
			crowd::<T>(id, tick(n), maker);
		}
		Levels::<T>::insert(
			id,
			BIDS,
			Level { page: page(filled(maker, PAGE - 1)), ..Default::default() },
		);
		Products::<T>::insert(id.interval, id.zone, product.clone());
		busy_account::<T>(participant, product.rules.currency);
		busy_position::<T>(id, participant);
		T::Participants::bar_for_benchmark(&[]);
		let lots = Lots(MIN_ORDER.0 * (p + 1));
		let delegate: T::AccountId = account("delegate", 0, 0);
		T::Participants::appoint_for_benchmark(participant, &delegate);

		#[extrinsic_call]
		_(RawOrigin::Signed(delegate), bid(id, LIMIT, lots));

		let position = Positions::<T>::get(id, participant);
		assert_eq!(position.bought, u64::from(MIN_ORDER.0 * p));
		assert_eq!(position.orders.len() as u32, T::MaxOpenOrders::get());
		assert!(!Pages::<T>::contains_key(id, BIDS.page(0)));
		Ok(())
	}

	/// A bid that trades with `f` orders of one level and rests, while as many are barred as can be.
	#[benchmark]
	fn place_order_fills(f: Linear<0, { T::MaxFills::get() }>) -> Result<(), BenchmarkError> {
		let (id, mut product) = product::<T>()?;
		let (who, participant) = rich_trader::<T>(id.zone, &product)?;
		let (_, maker) = trader::<T>(1);
		for _ in 0..f {
			rest_ask::<T>(id, &mut product, maker, tick(0));
		}
		T::Participants::bar_for_benchmark(&[]);
		Products::<T>::insert(id.interval, id.zone, product);
		let lots = Lots(MIN_ORDER.0 * (f + 1));

		#[extrinsic_call]
		place_order(RawOrigin::Signed(who), bid(id, LIMIT, lots));

		let position = Positions::<T>::get(id, participant);
		assert_eq!(position.bought, u64::from(MIN_ORDER.0 * f));
		assert_eq!(position.orders.len(), 1);
		Ok(())
	}

	/// A bid that trades with one order of each of `n` neighbouring zones, and rests.
	#[benchmark]
	fn place_order_neighbours(n: Linear<0, MAX_LINKS>) -> Result<(), BenchmarkError> {
		let (id, product) = product::<T>()?;
		let (who, participant) = rich_trader::<T>(id.zone, &product)?;
		let (_, maker) = trader::<T>(1);
		for at in 0..n {
			let zone = zone::<T>(false);
			let (next, mut neighbour) = product_in::<T>(zone, id.interval)?;
			rest_ask::<T>(next, &mut neighbour, maker, tick(at));
			Products::<T>::insert(next.interval, next.zone, neighbour);
			T::Zones::link_for_benchmark(id.zone, zone);
		}
		let lots = Lots(MIN_ORDER.0 * (n + 1));
		let order = NewOrder { reach: Reach::Neighbours, ..bid(id, LIMIT, lots) };

		#[extrinsic_call]
		place_order(RawOrigin::Signed(who), order);

		let position = Positions::<T>::get(id, participant);
		assert_eq!(position.bought, u64::from(MIN_ORDER.0 * n));
		assert_eq!(position.orders.len(), 1);
		Ok(())
	}

	/// The first order ever, in a product that collects orders for an auction.
	#[benchmark]
	fn place_order_opening() -> Result<(), BenchmarkError> {
		// The auction is held at the latest before the gate closes: of the intervals that are open, the last
		// collects longest.
		let last = IntervalId(T::Clock::first_unopened().0.saturating_sub(1));
		let (id, product) = product_in::<T>(zone::<T>(true), last)?;
		let (who, participant) = rich_trader::<T>(id.zone, &product)?;
		busy_account::<T>(participant, product.rules.currency);
		Products::<T>::remove(id.interval, id.zone);

		#[extrinsic_call]
		place_order(RawOrigin::Signed(who), bid(id, LIMIT, MIN_ORDER));

		assert!(Products::<T>::contains_key(id.interval, id.zone));
		assert!(T::Settlement::awaits(id));
		assert!(AuctionFrom::<T>::exists());
		Ok(())
	}

	/// A bid whose owner has all its money in the wallet.
	#[benchmark]
	fn place_order_topping_up() -> Result<(), BenchmarkError> {
		let (id, product) = product::<T>()?;
		let (who, participant) = trader::<T>(0);
		endow::<T>(&who, product.rules.currency)?;
		busy_account::<T>(participant, product.rules.currency);
		busy_position::<T>(id, participant);

		#[extrinsic_call]
		place_order(RawOrigin::Signed(who), bid(id, LIMIT, MIN_ORDER));

		assert!(Accounts::<T>::get(participant, product.rules.currency).locked > 0);
		Ok(())
	}

	/// A bid that finds its level's page full, and the page before that without its neighbour.
	#[benchmark]
	fn place_order_beginning_page() -> Result<(), BenchmarkError> {
		let (id, mut product) = product::<T>()?;
		let (who, participant) = rich_trader::<T>(id.zone, &product)?;
		let (_, maker) = trader::<T>(1);
		for _ in 0..3 * PAGE {
			rest::<T>(id, &mut product, maker, BIDS);
		}
		let mut store = ProductStore::<T>::of(id);
		for slot in 0..PAGE as u8 {
			matching::cancel(&mut product.book, &mut store, BIDS.page(1).slot(slot), maker)
				.map_err(|_| BenchmarkError::Stop("the order is open; qed"))?;
		}
		Products::<T>::insert(id.interval, id.zone, product.clone());
		busy_account::<T>(participant, product.rules.currency);
		busy_position::<T>(id, participant);

		#[extrinsic_call]
		place_order(RawOrigin::Signed(who), bid(id, LIMIT, MIN_ORDER));

		assert_eq!(Pages::<T>::get(id, BIDS.page(0)).map(|page| page.next), Some(2));
		assert!(Pages::<T>::contains_key(id, BIDS.page(2)));
		Ok(())
	}

	/// A bid that rests after its owner's full list of filled orders, each in an older page of a level of its
	/// own, was looked up.
	#[benchmark]
	fn place_order_pruning() -> Result<(), BenchmarkError> {
		let (id, product) = product::<T>()?;
		let (who, participant) = rich_trader::<T>(id.zone, &product)?;
		let mut orders = Vec::new();
		for n in 0..T::MaxOpenOrders::get() {
			let level = LevelId { side: Side::Ask, tick: tick(n) };
			let newest = page(filled(participant, PAGE));
			Levels::<T>::insert(id, level, Level { head: 1, tail: 1, open: 0, page: newest });
			Pages::<T>::insert(id, level.page(0), page(filled(participant, PAGE)));
			orders.push(level.page(0).slot(0));
		}
		busy_account::<T>(participant, product.rules.currency);
		Positions::<T>::mutate(id, participant, |position| {
			position.orders = BoundedVec::truncate_from(orders);
		});

		#[extrinsic_call]
		place_order(RawOrigin::Signed(who), bid(id, Price(0), MIN_ORDER));

		assert_eq!(Positions::<T>::get(id, participant).orders.len(), 1);
		Ok(())
	}

	/// Bids that rest, each filling the last slot of a page in a level of its own.
	#[benchmark]
	fn place_orders(n: Linear<1, { T::MaxOpenOrders::get() }>) -> Result<(), BenchmarkError> {
		let (id, product) = product::<T>()?;
		let (who, participant) = rich_trader::<T>(id.zone, &product)?;
		let (_, maker) = trader::<T>(1);
		for at in 0..n {
			let level = LevelId { side: Side::Bid, tick: tick(at) };
			let page = page(filled(maker, PAGE - 1));
			Levels::<T>::insert(id, level, Level { page, ..Default::default() });
		}
		busy_account::<T>(participant, product.rules.currency);
		let order = |at: u32| bid(id, tick(at).price(product.rules.floor), MIN_ORDER);
		let orders = (0..n).map(order).collect::<Vec<_>>();

		#[extrinsic_call]
		_(RawOrigin::Signed(who), BoundedVec::truncate_from(orders));

		assert_eq!(Positions::<T>::get(id, participant).orders.len() as u32, n);
		Ok(())
	}

	/// Looking through `p` products in which nothing is open, and cancelling in one more.
	#[benchmark]
	fn cancel_all(p: Linear<0, { T::MaxProducts::get() - 1 }>) -> Result<(), BenchmarkError> {
		let (id, product) = product::<T>()?;
		let (who, participant) = rich_trader::<T>(id.zone, &product)?;
		let currency = product.rules.currency;
		let origin = RawOrigin::Signed(who.clone()).into();
		Pallet::<T>::place_order(origin, bid(id, LIMIT, MIN_ORDER))
			.map_err(|e| BenchmarkError::from(e.error))?;
		Accounts::<T>::mutate(participant, currency, |account| {
			let elsewhere = |n| ProductId { interval: IntervalId(n), zone: ZoneId(u16::MAX) };
			let mut products = (0..p).map(elsewhere).collect::<Vec<_>>();
			for product in &products {
				Positions::<T>::mutate(product, participant, |position| position.bought = 1);
			}
			products.push(id);
			account.products = BoundedVec::truncate_from(products);
		});

		#[extrinsic_call]
		_(RawOrigin::Signed(who), CancelScope::Currency(currency));

		assert!(Positions::<T>::get(id, participant).is_empty());
		Ok(())
	}

	/// The last open order of a page between two others, and the cancel that makes layering of it.
	#[benchmark]
	fn cancel_order() -> Result<(), BenchmarkError> {
		let (id, mut product) = product::<T>()?;
		let (who, participant) = trader::<T>(0);
		let (_, maker) = trader::<T>(1);
		let currency = product.rules.currency;
		endow::<T>(&who, currency)?;
		for _ in 0..PAGE {
			rest_ask::<T>(id, &mut product, maker, tick(0));
		}
		Products::<T>::insert(id.interval, id.zone, product);
		let place = |price| {
			let origin = RawOrigin::Signed(who.clone()).into();
			Pallet::<T>::place_order(origin, NewOrder::limit(id, Side::Ask, price, MIN_ORDER))
				.map_err(|e| BenchmarkError::from(e.error))
		};
		let product = |id: ProductId| Products::<T>::get(id.interval, id.zone);
		let mut book = product(id).ok_or(BenchmarkError::Stop("the product is there; qed"))?;
		place(tick(0).price(book.rules.floor))?;
		book = product(id).ok_or(BenchmarkError::Stop("the product is there; qed"))?;
		for _ in 0..2 * PAGE {
			rest_ask::<T>(id, &mut book, maker, tick(0));
		}
		for slot in 1..PAGE as u8 {
			let other = OrderRef { side: Side::Ask, tick: tick(0), page: 1, slot };
			let mut store = ProductStore::<T>::of(id);
			matching::cancel(&mut book.book, &mut store, other, maker)
				.map_err(|_| BenchmarkError::Stop("the order is open; qed"))?;
		}
		Products::<T>::insert(id.interval, id.zone, book);
		let order = OrderId {
			product: id,
			place: OrderRef { side: Side::Ask, tick: tick(0), page: 1, slot: 0 },
		};
		Positions::<T>::mutate(id, participant, |position| {
			assert!(position.orders.contains(&order.place));
			let cancels = T::Suspicion::get().cancels;
			position.conduct.orders = cancels;
			position.conduct.cancels = cancels - 1;
		});

		#[extrinsic_call]
		_(RawOrigin::Signed(who), order);

		let position = Positions::<T>::get(id, participant);
		assert!(position.is_empty() && position.conduct.layering_suspected);
		let page = PageId { side: Side::Ask, tick: tick(0), number: 1 };
		assert!(!Pages::<T>::contains_key(id, page));
		Ok(())
	}

	#[benchmark]
	fn set_market_status() -> Result<(), BenchmarkError> {
		let origin =
			T::AdminOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)?;

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, MarketStatus::Halted);

		assert_eq!(Status::<T>::get(), MarketStatus::Halted);
		Ok(())
	}

	/// Reading one level in the search for an auction's price.
	#[benchmark]
	fn auction_search() -> Result<(), BenchmarkError> {
		let (id, mut product) = product::<T>()?;
		let (_, maker) = trader::<T>(1);
		rest_ask::<T>(id, &mut product, maker, tick(0));
		crowd::<T>(id, tick(0), maker);
		product.collecting = true;
		collect_bids::<T>(id, &mut product, 1);
		Products::<T>::insert(id.interval, id.zone, product);
		let search = AuctionStage::Search(matching::Search::new(None));
		Uncrossing::<T>::put(Auction { product: id, stage: search });

		#[block]
		{
			Pallet::<T>::hold_auctions(&mut WeightMeter::new(), &mut 1);
		}

		assert!(Uncrossing::<T>::get().is_some_and(|auction| auction.stage != search));
		Ok(())
	}

	/// A full page of bids that trade in an auction, each another participant's.
	#[benchmark]
	fn auction_page() -> Result<(), BenchmarkError> {
		let (id, mut product) = product::<T>()?;
		product.collecting = true;
		// One order more than a page holds: the oldest page lies under a key of its own.
		collect_bids::<T>(id, &mut product, PAGE + 1);
		let currency = product.rules.currency;
		Products::<T>::insert(id.interval, id.zone, product);
		let volume = u64::from(MIN_ORDER.0 * PAGE);
		let clearing = matching::Clearing { tick: Tick(2_000), volume };
		let stage = AuctionStage::Execution { left: matching::Execution::new(clearing), volume };
		Uncrossing::<T>::put(Auction { product: id, stage });

		#[block]
		{
			Pallet::<T>::hold_auctions(&mut WeightMeter::new(), &mut 1);
		}

		for n in 0..PAGE {
			let owner = ParticipantId(1_000_000 + n);
			assert_eq!(Positions::<T>::get(id, owner).bought, u64::from(MIN_ORDER.0));
			assert!(Accounts::<T>::get(owner, currency).free > 0);
		}
		Ok(())
	}

	#[benchmark]
	fn pay_treasury() -> Result<(), BenchmarkError> {
		let (_, product) = product::<T>()?;
		let currency = product.rules.currency;
		let (who, participant) = trader::<T>(0);
		endow::<T>(&who, currency)?;
		Pallet::<T>::deposit(RawOrigin::Signed(who.clone()).into(), currency, FUNDS)?;
		let account = Accounts::<T>::take(participant, currency);
		Accounts::<T>::insert(TREASURY, currency, account);

		#[extrinsic_call]
		_(RawOrigin::Signed(who), currency);

		assert!(!Accounts::<T>::contains_key(TREASURY, currency));
		Ok(())
	}

	impl_benchmark_test_suite!(
		Pallet,
		crate::mock::ExtBuilder::default().build(),
		crate::mock::Test
	);
}
