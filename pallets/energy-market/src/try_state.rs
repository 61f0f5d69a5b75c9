//! The market's invariants, checked after every test and by `try-runtime`.

use crate::{
	terms, Accounts, Config, Levels, Pages, Pallet, Parked, Positions, Products, SettleFrom,
	Settlement, Settling, Summaries,
};
use alloc::{
	collections::{BTreeMap, BTreeSet},
	vec::Vec,
};
use frame_support::{ensure, traits::fungibles::Inspect};
use gridforge_matching::{self as matching, Order};
use gridforge_primitives::{
	CurrencyId, IntervalClock, OrderRef, ParticipantId, Phase, Price, ProductId, ProductRules,
	Side, WattBalance, WattDelta,
};
use sp_runtime::TryRuntimeError;

/// Sums over what has traded in a product.
#[derive(Default)]
struct Sums {
	bought: u64,
	sold: u64,
	paid: WattDelta,
	earned: WattDelta,
}

impl<T: Config> Pallet<T> {
	/// Checks all invariants:
	///
	/// 1. The market's account holds at least what the trading accounts and the products being settled
	///    come to, in each currency. (More only if somebody sent it money; see [`Self::surplus`].)
	/// 2. What an account has locked is the sum over its positions, and each position's is the sum over its
	///    orders and its trades as a taker.
	/// 3. An order in a position's list is on record and its owner's; every open order is in its owner's list.
	/// 4. The book of each product is sound: see `gridforge_matching::check`.
	/// 5. In each product as much is bought as sold, and as much paid as earned; while it settles, what has been
	///    settled and what has not come to that together. No position owes more than it locks.
	/// 6. An account lists exactly the products in which its owner has a position.
	/// 7. Levels, pages and positions belong to a product with a header; no header is older than the earliest
	///    interval to settle, unless it is parked or being settled, and none is of a product that has settled.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		let settling: BTreeMap<ProductId, Settling> = Settlement::<T>::get()
			.into_iter()
			.chain(Parked::<T>::iter_values())
			.map(|s| (s.product, s))
			.collect();
		let currencies: BTreeSet<CurrencyId> = Accounts::<T>::iter_keys()
			.map(|(_, currency)| currency)
			.chain(settling.values().map(|s| s.rules.currency))
			.collect();
		for currency in currencies {
			Self::surplus(currency)?;
		}
		Self::check_accounts()?;
		for (interval, zone, product) in Products::<T>::iter() {
			let id = ProductId { interval, zone };
			ensure!(
				!Summaries::<T>::contains_key(zone, interval),
				"a settled product has a header"
			);
			if let Some(settling) = settling.get(&id) {
				Self::check_settling(settling)?;
				continue;
			}
			let from = SettleFrom::<T>::get().ok_or("there is a product but nothing to settle")?;
			ensure!(interval >= from, "a product was left behind by settlement");
			ensure!(
				T::Clock::phase(interval) != Phase::NotYetOpen,
				"a product has a book before it opens"
			);
			let levels = Levels::<T>::iter_prefix(id);
			matching::check(&product.book, levels, Pages::<T>::iter_prefix(id))?;
			Self::check_orders(id, &product.rules)?;
		}
		Self::check_no_orphans()
	}

	/// What the market's account holds above what it owes in `currency`. An error where it holds less.
	pub fn surplus(currency: CurrencyId) -> Result<WattBalance, TryRuntimeError> {
		let mut owed: WattDelta = 0;
		for (_, _, account) in Accounts::<T>::iter().filter(|(_, c, _)| *c == currency) {
			owed = owed
				.checked_add_unsigned(account.free)
				.and_then(|o| o.checked_add_unsigned(account.locked))
				.ok_or("the trading accounts overflow")?;
		}
		let unsettled = Settlement::<T>::get().into_iter().chain(Parked::<T>::iter_values());
		for settling in unsettled.filter(|s| s.rules.currency == currency) {
			owed = owed.checked_add(settling.pot).ok_or("the money being settled overflows")?;
		}
		let held = T::Assets::total_balance(currency, &Self::market_account());
		let owed = WattBalance::try_from(owed).map_err(|_| "the market owes less than nothing")?;
		Ok(held.checked_sub(owed).ok_or("the market holds less than it owes")?)
	}

	/// Invariants 2 and 6, as far as accounts and positions go.
	fn check_accounts() -> Result<(), TryRuntimeError> {
		let mut positions =
			BTreeMap::<(ParticipantId, CurrencyId), (WattBalance, Vec<ProductId>)>::new();
		for (product, participant, position) in Positions::<T>::iter() {
			let header = Products::<T>::get(product.interval, product.zone)
				.ok_or("a position is in a product without a header")?;
			let entry = positions.entry((participant, header.rules.currency)).or_default();
			entry.0 = entry.0.checked_add(position.locked).ok_or("locks overflow")?;
			entry.1.push(product);
		}
		for (participant, currency, account) in Accounts::<T>::iter() {
			let (locked, mut products) =
				positions.remove(&(participant, currency)).unwrap_or_default();
			ensure!(account.locked == locked, "an account locks other than its positions");
			let mut listed = account.products.into_inner();
			listed.sort();
			products.sort();
			ensure!(listed == products, "an account lists other products than its positions");
		}
		ensure!(positions.is_empty(), "a position belongs to no account");
		Ok(())
	}

	/// Invariants 2, 3 and 5 of one product that still trades.
	fn check_orders(id: ProductId, rules: &ProductRules) -> Result<(), TryRuntimeError> {
		let mut locks = BTreeMap::<ParticipantId, WattBalance>::new();
		let mut open = BTreeSet::<(ParticipantId, OrderRef)>::new();
		let mut owners = BTreeMap::<OrderRef, ParticipantId>::new();
		let mut sums = Sums::default();
		for (place, order) in Self::orders_on_record(id) {
			let price = place.tick.price(rules.floor);
			let lock = locks.entry(order.owner).or_default();
			*lock = lock
				.checked_add(terms::order_lock(rules, place.side, price, order.lots))
				.ok_or("the locks of orders overflow")?;
			owners.insert(place, order.owner);
			if order.is_open() {
				open.insert((order.owner, place));
			}
			sums.add_order(place.side, price, &order)?;
		}
		for (participant, position) in Positions::<T>::iter_prefix(id) {
			sums.add(position.bought, position.sold, position.paid, position.earned)?;
			let owed = Self::owed(position.paid, position.fees, position.earned);
			let owed = owed.ok_or("what a position owes overflows")?;
			ensure!(
				terms::positive(owed) <= position.locked_as_taker
					&& position.fees <= position.locked_as_taker,
				"a position owes more for its trades than it locks for them"
			);
			let orders = locks.remove(&participant).unwrap_or_default();
			let locked = orders.checked_add(position.locked_as_taker);
			ensure!(
				Some(position.locked) == locked,
				"a position locks other than its orders and trades"
			);
			for place in &position.orders {
				ensure!(
					owners.get(place) == Some(&participant),
					"a listed order is not on record or another's"
				);
				open.remove(&(participant, *place));
			}
		}
		ensure!(open.is_empty(), "an open order is not in its owner's list");
		ensure!(locks.values().all(|l| *l == 0), "an order locks money in no position");
		ensure!(sums.bought == sums.sold, "more is bought than sold, or less");
		ensure!(sums.paid == sums.earned, "more is paid than earned, or less");
		Ok(())
	}

	/// Invariant 5 of a product that is being settled or parked.
	fn check_settling(settling: &Settling) -> Result<(), TryRuntimeError> {
		let Settling { product, rules, sold, pot, summary, .. } = settling;
		let mut sums = Sums { bought: summary.lots, sold: *sold, ..Sums::default() };
		for (place, order) in Self::orders_on_record(*product) {
			sums.add_order(place.side, place.tick.price(rules.floor), &order)?;
		}
		for (_, position) in Positions::<T>::iter_prefix(product) {
			sums.add(position.bought, position.sold, position.paid, position.earned)?;
		}
		ensure!(sums.bought == sums.sold, "more settles as bought than as sold, or less");
		// What settled positions have paid in, less their fees, is what others have yet to be paid.
		let collected =
			WattDelta::try_from(summary.fees).ok().and_then(|fees| pot.checked_sub(fees));
		ensure!(
			collected.is_some() && collected == sums.earned.checked_sub(sums.paid),
			"the money of a settlement does not come to what is unsettled"
		);
		Ok(())
	}

	/// Invariant 7, as far as what hangs on a header goes.
	fn check_no_orphans() -> Result<(), TryRuntimeError> {
		let products = Levels::<T>::iter_keys()
			.map(|(product, _)| product)
			.chain(Pages::<T>::iter_keys().map(|(product, _)| product))
			.chain(Parked::<T>::iter_keys())
			.chain(Settlement::<T>::get().map(|s| s.product));
		for product in products {
			ensure!(
				Products::<T>::contains_key(product.interval, product.zone),
				"levels, pages or a settlement without a header"
			);
		}
		Ok(())
	}
}

impl Sums {
	fn add(
		&mut self,
		bought: u64,
		sold: u64,
		paid: WattDelta,
		earned: WattDelta,
	) -> Result<(), TryRuntimeError> {
		self.bought = self.bought.checked_add(bought).ok_or("the lots bought overflow")?;
		self.sold = self.sold.checked_add(sold).ok_or("the lots sold overflow")?;
		self.paid = self.paid.checked_add(paid).ok_or("the money paid overflows")?;
		self.earned = self.earned.checked_add(earned).ok_or("the money earned overflows")?;
		Ok(())
	}

	/// Add what an order has traded while it rested.
	fn add_order(
		&mut self,
		side: Side,
		price: Price,
		order: &Order,
	) -> Result<(), TryRuntimeError> {
		ensure!(order.filled <= order.lots, "an order is overfilled");
		let (lots, notional) = (u64::from(order.filled.0), price.notional(order.filled));
		match side {
			Side::Bid => self.add(lots, 0, notional, 0),
			Side::Ask => self.add(0, lots, 0, notional),
		}
	}
}
