//! The market's invariants, checked after every test and by `try-runtime`.

use crate::{
	terms, Accounts, AuctionFrom, AuctionStage, Auctions, Committed, Config, Levels, Pages, Pallet,
	Positions, Product, Products, Uncrossing,
};
use alloc::{
	collections::{BTreeMap, BTreeSet},
	vec::Vec,
};
use frame_support::{ensure, traits::fungibles::Inspect};
use gridforge_matching::{self as matching, Order};
use gridforge_primitives::{
	CurrencyId, IntervalClock, Lots, OrderRef, OrderTerms, ParticipantId, Participants, Phase,
	Price, ProductId, SettlementQueue, Side, Volume, WattBalance, WattDelta,
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
	/// 2. What an account has locked, and the lots that it is committed to, are the sums over its positions, and what each
	///    position locks is the sum over its orders and its trades as a taker.
	/// 3. An order in a position's list is on record and its owner's; every open order is in its owner's list.
	/// 4. The book of each product is sound: see `gridforge_matching::check`.
	/// 5. In each product as much is bought as sold, and as much paid as earned. No position owes more than it
	///    locks.
	/// 6. An account lists exactly the products in which its owner has a position.
	/// 7. What has traded in a product is what its tape says. Nobody is committed to other lots than it traded or
	///    has open.
	/// 8. A product that collects orders has an auction to come, or one under way.
	/// 9. Levels, pages and positions belong to a product with a header; each header awaits its settlement, and none
	///    is of a product that has settled.
	///
	/// 10. Every open order is of somebody who may trade, or who is barred: so that nobody trades with it.
	///
	/// 11. What is counted of a participant's conduct adds up: nothing was cancelled, traded or met that was not placed.
	///
	/// 12. Volume is of energy that was delivered, in a period that has begun.
	///
	/// Invariants 4, 5, 7 and 10 hold of a product until its settlement begins; from then on see that of settlement.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		let currencies: BTreeSet<CurrencyId> =
			Accounts::<T>::iter_keys().map(|(_, currency)| currency).collect();
		for currency in currencies {
			Self::surplus(currency)?;
		}
		Self::check_accounts()?;
		for (interval, zone, product) in Products::<T>::iter() {
			let id = ProductId { interval, zone };
			ensure!(T::Settlement::summary(id).is_none(), "a settled product has a header");
			ensure!(T::Settlement::awaits(id), "a product was left behind by settlement");
			if T::Settlement::is_settling(id) {
				continue;
			}
			ensure!(
				T::Clock::phase(interval) != Phase::NotYetOpen,
				"a product has a book before it opens"
			);
			let levels = Levels::<T>::iter_prefix(id);
			let pages = Pages::<T>::iter_prefix(id);
			if product.collecting {
				matching::check_collecting(&product.book, levels, pages)?;
			} else {
				matching::check(&product.book, levels, pages)?;
			}
			Self::check_orders(id, &product)?;
			Self::check_auction(id, &product)?;
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
		owed = owed
			.checked_add(T::Settlement::in_hand(currency))
			.ok_or("the money being settled overflows")?;
		let held = T::Assets::total_balance(currency, &Self::market_account());
		let owed = WattBalance::try_from(owed).map_err(|_| "the market owes less than nothing")?;
		Ok(held.checked_sub(owed).ok_or("the market holds less than it owes")?)
	}

	/// Invariants 2, 6 and 11, as far as accounts and positions go.
	fn check_accounts() -> Result<(), TryRuntimeError> {
		let mut positions =
			BTreeMap::<(ParticipantId, CurrencyId), (WattBalance, u64, Vec<ProductId>)>::new();
		for (product, participant, position) in Positions::<T>::iter() {
			let header = Products::<T>::get(product.interval, product.zone)
				.ok_or("a position is in a product without a header")?;
			let entry = positions.entry((participant, header.rules.currency)).or_default();
			entry.0 = entry.0.checked_add(position.locked).ok_or("locks overflow")?;
			let committed = position.committed.total();
			entry.1 = entry.1.checked_add(committed).ok_or("committed lots overflow")?;
			entry.2.push(product);
			ensure!(position.conduct.adds_up(), "a position counts more than was placed");
		}
		for (participant, currency, account) in Accounts::<T>::iter() {
			let (locked, committed, mut products) =
				positions.remove(&(participant, currency)).unwrap_or_default();
			ensure!(account.locked == locked, "an account locks other than its positions");
			ensure!(
				account.committed == committed,
				"an account is committed to other lots than its positions"
			);
			let mut listed = account.products.into_inner();
			listed.sort();
			products.sort();
			ensure!(listed == products, "an account lists other products than its positions");
			let Volume { period, lots, before } = account.volume;
			ensure!(lots > 0 || before == 0, "a volume has an empty latest period");
			ensure!(
				lots == 0 || period <= Volume::period_of(T::Clock::now()),
				"a volume is of a period to come"
			);
		}
		ensure!(positions.is_empty(), "a position belongs to no account");
		Ok(())
	}

	/// Invariants 2, 3, 5 and 7 of one product that still trades.
	fn check_orders(id: ProductId, product: &Product) -> Result<(), TryRuntimeError> {
		let rules = &product.rules;
		let mut locks = BTreeMap::<ParticipantId, (WattBalance, Committed)>::new();
		let mut open = BTreeSet::<(ParticipantId, OrderRef)>::new();
		let mut owners = BTreeMap::<OrderRef, ParticipantId>::new();
		let mut sums = Sums::default();
		let barred = T::Participants::barred();
		let open_still = T::Clock::phase(id.interval) == Phase::Open;
		for (place, order) in Self::orders_on_record(id) {
			let price = place.tick.price(rules.floor);
			let (lock, committed) = locks.entry(order.owner).or_default();
			let terms = OrderTerms(order.terms);
			*lock = lock
				.checked_add(terms::order_lock(rules, place.side, terms, price, order.lots))
				.ok_or("the locks of orders overflow")?;
			*committed.on(place.side) += u64::from(order.lots.0);
			owners.insert(place, order.owner);
			if order.is_open() {
				open.insert((order.owner, place));
				ensure!(
					!open_still
						|| T::Participants::may_trade(order.owner)
						|| barred.contains(&order.owner),
					"an open order's owner may not trade and is not barred"
				);
			}
			sums.add_order(place.side, price, &order)?;
		}
		for (participant, position) in Positions::<T>::iter_prefix(id) {
			sums.add(position.bought, position.sold, position.paid, position.earned)?;
			let owed = position.contract().owed().ok_or("what a position owes overflows")?;
			ensure!(
				terms::positive(owed) <= position.locked_as_taker
					&& position.charge.total().saturating_sub(position.charge.crossing)
						<= position.locked_as_taker,
				"a position owes more for its trades than it locks for them"
			);
			let (orders, mut committed) = locks.remove(&participant).unwrap_or_default();
			let locked = orders.checked_add(position.locked_as_taker);
			ensure!(
				Some(position.locked) == locked,
				"a position locks other than its orders and trades"
			);
			*committed.on(Side::Bid) += position.bought;
			*committed.on(Side::Ask) += position.sold;
			ensure!(position.committed == committed, "a position is committed to other lots");
			for place in &position.orders {
				ensure!(
					owners.get(place) == Some(&participant),
					"a listed order is not on record or another's"
				);
				open.remove(&(participant, *place));
			}
		}
		ensure!(open.is_empty(), "an open order is not in its owner's list");
		ensure!(
			locks.values().all(|(lock, lots)| *lock == 0 && *lots == Committed::default()),
			"an order locks money in no position"
		);
		Self::check_sums(id, product, &sums)
	}

	/// Invariants 5 and 7: while an auction is under way one side may be ahead of the other.
	fn check_sums(id: ProductId, product: &Product, sums: &Sums) -> Result<(), TryRuntimeError> {
		let auction = Uncrossing::<T>::get().filter(|auction| auction.product == id);
		let exchanged = product.exchanged().ok_or("what has crossed overflows")?;
		let (mut bought, mut sold) =
			(sums.bought + exchanged.exported, sums.sold + exchanged.imported);
		let (mut paid, mut earned) = (sums.paid, sums.earned + exchanged.paid);
		if let Some(AuctionStage::Execution { left, .. }) = auction.map(|a| a.stage) {
			let price = left.price().price(product.rules.floor);
			let worth = |lots: u64| price.notional(Lots(1)).saturating_mul(lots.into());
			bought += left.left(Side::Bid);
			paid += worth(left.left(Side::Bid));
			sold += left.left(Side::Ask);
			earned += worth(left.left(Side::Ask));
		} else if product.exchanges.is_empty() {
			ensure!(product.tape.lots == bought, "the tape knows of other trades");
			ensure!(product.tape.notional == paid, "the tape knows of other prices");
		}
		ensure!(bought == sold, "more is bought than sold, or less");
		ensure!(paid == earned, "more is paid than earned, or less");
		Ok(())
	}

	/// Invariant 8.
	fn check_auction(id: ProductId, product: &Product) -> Result<(), TryRuntimeError> {
		if !product.collecting || T::Clock::phase(id.interval) != Phase::Open {
			return Ok(());
		}
		let due = Self::auction_interval(id, &product.rules);
		ensure!(
			Self::is_uncrossing(id)
				|| (Auctions::<T>::contains_key(due, id)
					&& AuctionFrom::<T>::get().is_some_and(|from| from <= due)),
			"a product collects orders for no auction"
		);
		Ok(())
	}

	/// Invariant 9, as far as what hangs on a header goes.
	fn check_no_orphans() -> Result<(), TryRuntimeError> {
		let products = Levels::<T>::iter_keys()
			.map(|(product, _)| product)
			.chain(Pages::<T>::iter_keys().map(|(product, _)| product));
		for product in products {
			ensure!(
				Products::<T>::contains_key(product.interval, product.zone),
				"levels or pages without a header"
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
