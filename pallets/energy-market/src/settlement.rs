//! What settlement asks of the market: a closed product is swept, its positions are turned into money, and it is
//! deleted.

use crate::{
	terms, AccountOf, Accounts, ClosingPrices, Config, Error, Levels, Pages, Pallet, PositionOf,
	Positions, Product, Products,
};
use alloc::collections::BTreeMap;
use frame_support::storage::with_storage_layer;
use gridforge_maps::DirectDoubleMap;
use gridforge_matching::Order;
use gridforge_primitives::{
	Closed, ClosedMarket, Contract, CurrencyId, OrderRef, OrderTerms, ParticipantId, Price,
	ProductId, ProductRules, Side, WattBalance, WattDelta,
};
use sp_runtime::{DispatchError, DispatchResult};

impl<T: Config> ClosedMarket for Pallet<T> {
	fn closed(id: ProductId) -> Option<Closed> {
		let product = Products::<T>::get(id.interval, id.zone)?;
		// Sums that overflow were refused when they were traded; without them the product does not add up.
		let exchanged = product.exchanged().unwrap_or_default();
		let Product { rules, tape, .. } = product;
		Some(Closed {
			rules,
			lots: tape.lots,
			notional: tape.notional,
			imported: exchanged.imported,
			exported: exchanged.exported,
			to_others: exchanged.paid,
			prices: tape.prices,
		})
	}

	fn sweep(id: ProductId, go_on: &mut dyn FnMut() -> bool) -> Result<bool, DispatchError> {
		if !go_on() {
			return Ok(false);
		}
		let Some(Product { rules, .. }) = Products::<T>::get(id.interval, id.zone) else {
			return Err(Self::corrupt().into());
		};
		// An auction that has begun goes on after the gate has closed.
		if Self::is_uncrossing(id) {
			return Ok(false);
		}
		// One iterator for all: it remembers its place, where a new one would step over all that this block has
		// deleted.
		for (at, page) in Pages::<T>::iter_prefix(id) {
			with_storage_layer(|| {
				Pages::<T>::remove(id, at);
				Self::enter_page(id, &rules, at.side, at.tick.price(rules.floor), &page.orders)
			})?;
			if !go_on() {
				return Ok(false);
			}
		}
		for (at, level) in Levels::<T>::iter_prefix(id) {
			with_storage_layer(|| {
				Levels::<T>::remove(id, at);
				let price = at.tick.price(rules.floor);
				Self::enter_page(id, &rules, at.side, price, &level.page.orders)
			})?;
			if !go_on() {
				return Ok(false);
			}
		}
		Ok(true)
	}

	fn participants(product: ProductId) -> impl Iterator<Item = ParticipantId> {
		Positions::<T>::iter_key_prefix(product)
	}

	fn settle_position<R>(
		product: ProductId,
		currency: CurrencyId,
		participant: ParticipantId,
		owed: impl FnOnce(&Contract) -> Result<(WattDelta, u64, R), DispatchError>,
	) -> Result<R, DispatchError> {
		let position: PositionOf<T> = Positions::<T>::read(product, participant);
		Positions::<T>::erase(product, participant);
		let (owed, volume, result) = owed(&position.contract())?;
		let mut account: AccountOf<T> = Accounts::<T>::read(participant, currency);
		account.locked =
			account.locked.checked_sub(position.locked).ok_or(Error::<T>::DoesNotAddUp)?;
		account.committed = account
			.committed
			.checked_sub(position.committed.total())
			.ok_or(Error::<T>::DoesNotAddUp)?;
		let held = account.free.checked_add(position.locked).ok_or(Error::<T>::Overflow)?;
		account.free = if owed > 0 {
			held.checked_sub(owed.unsigned_abs()).ok_or(Error::<T>::DoesNotAddUp)?
		} else {
			held.checked_add(owed.unsigned_abs()).ok_or(Error::<T>::Overflow)?
		};
		account.products.retain(|p| *p != product);
		if volume > 0 {
			account.volume.add(Self::volume_period(product.interval), volume);
		}
		Self::store_account(participant, currency, account);
		Ok(result)
	}

	fn credit(
		participant: ParticipantId,
		currency: CurrencyId,
		amount: WattBalance,
	) -> DispatchResult {
		if amount == 0 {
			return Ok(());
		}
		Accounts::<T>::try_mutate(participant, currency, |account| {
			account.free = account.free.checked_add(amount).ok_or(Error::<T>::Overflow)?;
			Ok(())
		})
	}

	fn free(participant: ParticipantId, currency: CurrencyId) -> WattBalance {
		Accounts::<T>::get(participant, currency).free
	}

	fn take_up_to(
		participant: ParticipantId,
		currency: CurrencyId,
		amount: WattBalance,
	) -> WattBalance {
		let mut account = Accounts::<T>::get(participant, currency);
		let taken = amount.min(account.free);
		if taken > 0 {
			account.free = account.free.saturating_sub(taken);
			Self::store_account(participant, currency, account);
		}
		taken
	}

	fn close(id: ProductId, closing: Option<Price>) {
		Products::<T>::remove(id.interval, id.zone);
		if let Some(price) = closing {
			ClosingPrices::<T>::insert(id.zone, price);
		}
	}

	fn outstanding(id: ProductId) -> Option<Contract> {
		let rules = Products::<T>::get(id.interval, id.zone)?.rules;
		let mut sum = Contract::default();
		for (_, position) in Positions::<T>::iter_prefix(id) {
			sum = sum.checked_add(&position.contract())?;
		}
		for (place, order) in Self::orders_on_record(id) {
			sum = sum.checked_add(&Self::contract_of(&rules, place, &order)?)?;
		}
		Some(sum)
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn close_for_benchmark(product: ProductId) {
		crate::benchmarking::closed::<T>(product);
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn position_for_benchmark(product: ProductId, participant: ParticipantId) {
		crate::benchmarking::sold::<T>(product, participant);
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn page_for_benchmark(product: ProductId) {
		crate::benchmarking::traded_page::<T>(product);
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn account_for_benchmark(participant: ParticipantId, currency: CurrencyId) {
		crate::benchmarking::busy_account::<T>(participant, currency);
		Accounts::<T>::mutate(participant, currency, |account| account.free = 1_000_000);
	}
}

impl<T: Config> Pallet<T> {
	/// Enter what a page's orders traded into their owners' positions, each of which is read and written once.
	fn enter_page(
		product: ProductId,
		rules: &ProductRules,
		side: Side,
		price: Price,
		orders: &[Order],
	) -> DispatchResult {
		let mut by_owner = BTreeMap::<ParticipantId, PositionOf<T>>::new();
		for Order { owner, filled, terms, .. } in orders.iter().filter(|o| !o.filled.is_zero()) {
			let position =
				by_owner.entry(*owner).or_insert_with(|| Positions::<T>::read(product, *owner));
			let charge = terms::order_charge(rules, side, OrderTerms(*terms), price, *filled);
			position
				.add_trade(side, filled.0.into(), price.notional(*filled), &charge)
				.ok_or(Error::<T>::Overflow)?;
		}
		for (owner, position) in by_owner {
			Positions::<T>::write(product, owner, position);
		}
		Ok(())
	}

	/// What an order that is on record has traded while it rested.
	fn contract_of(rules: &ProductRules, place: OrderRef, order: &Order) -> Option<Contract> {
		let price = place.tick.price(rules.floor);
		let (lots, notional) = (u64::from(order.filled.0), price.notional(order.filled));
		let terms = OrderTerms(order.terms);
		let charge = terms::order_charge(rules, place.side, terms, price, order.filled);
		Contract::default().with_trade(place.side, lots, notional, &charge)
	}
}
