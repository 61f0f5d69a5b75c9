//! Settlement: what traded in a closed product becomes money, in measured steps.

use crate::{
	terms, Accounts, Config, Error, Event, Levels, Pages, Pallet, Parked, Position, Positions,
	Products, SettleFrom, Settlement, Settling, Stage, Summaries, WeightInfo,
};
use alloc::collections::BTreeMap;
use frame_support::{
	ensure,
	storage::with_storage_layer,
	traits::Get,
	weights::{Weight, WeightMeter},
};
use gridforge_matching::Order;
use gridforge_primitives::{
	api::Summary, IntervalClock, IntervalId, ParticipantId, Phase, Price, ProductId, ProductRules,
	Side, WattBalance, WattDelta,
};
use sp_runtime::{DispatchError, DispatchResult};

/// What a participant's resting orders of one page have traded.
#[derive(Default)]
struct Traded {
	bought: u64,
	sold: u64,
	paid: WattDelta,
	earned: WattDelta,
	fees: WattBalance,
}

impl Traded {
	/// Add what one order traded. `None` past the range of the types.
	fn add(&mut self, rules: &ProductRules, side: Side, price: Price, order: &Order) -> Option<()> {
		let lots = u64::from(order.filled.0);
		let notional = price.notional(order.filled);
		match side {
			Side::Bid => {
				self.bought = self.bought.checked_add(lots)?;
				self.paid = self.paid.checked_add(notional)?;
			}
			Side::Ask => {
				self.sold = self.sold.checked_add(lots)?;
				self.earned = self.earned.checked_add(notional)?;
			}
		}
		let fee = terms::fee(rules, side, terms::positive(notional));
		self.fees = self.fees.checked_add(fee)?;
		Some(())
	}

	/// Enter the sums into `position`. `None` past the range of the types.
	fn enter<M: Get<u32>>(&self, position: &mut Position<M>) -> Option<()> {
		position.bought = position.bought.checked_add(self.bought)?;
		position.sold = position.sold.checked_add(self.sold)?;
		position.paid = position.paid.checked_add(self.paid)?;
		position.earned = position.earned.checked_add(self.earned)?;
		position.fees = position.fees.checked_add(self.fees)?;
		Some(())
	}
}

impl Settling {
	/// Enter a settled position that owed `owed`. `None` past the range of the types.
	fn add<M: Get<u32>>(&mut self, position: &Position<M>, owed: WattDelta) -> Option<()> {
		self.pot = self.pot.checked_add(owed)?;
		self.sold = self.sold.checked_add(position.sold)?;
		let summary = &mut self.summary;
		summary.lots = summary.lots.checked_add(position.bought)?;
		summary.notional = summary.notional.checked_add(position.paid)?;
		summary.fees = summary.fees.checked_add(position.fees)?;
		summary.participants = summary.participants.checked_add(1)?;
		Some(())
	}
}

/// The block has no weight left to look on.
struct OutOfWeight;

impl<T: Config> Pallet<T> {
	/// The weight of `steps` steps, whichever they are.
	pub(crate) fn weight_of_steps(steps: u32) -> Weight {
		let step = T::WeightInfo::settle_page()
			.max(T::WeightInfo::settle_position())
			.max(T::WeightInfo::settle_finish())
			.max(T::WeightInfo::settle_search());
		T::WeightInfo::settle_search().saturating_add(step.saturating_mul(u64::from(steps)))
	}

	/// Settle as far as `meter` and `steps` allow. A product is begun only where there is weight to look for
	/// it, and each step only where there is weight for it.
	pub(crate) fn settle(meter: &mut WeightMeter, mut steps: u32) {
		while steps > 0 {
			let Some(mut settling) = Self::current(meter, &mut steps) else { return };
			let finished = Self::settle_product(&mut settling, meter, &mut steps);
			match finished {
				Ok(true) => Settlement::<T>::kill(),
				Ok(false) => {
					Settlement::<T>::put(settling);
					return;
				}
				Err(error) => Self::park(settling, error),
			}
		}
	}

	/// The product being settled, or the next whose gate has closed.
	pub(crate) fn current(meter: &mut WeightMeter, steps: &mut u32) -> Option<Settling> {
		meter.try_consume(T::WeightInfo::settle_search()).ok()?;
		if let Some(settling) = Settlement::<T>::get() {
			return Some(settling);
		}
		let first = SettleFrom::<T>::get()?;
		let mut interval = first;
		let mut found = None;
		while T::Clock::phase(interval) == Phase::Closed {
			found = match Self::unsettled_in(interval, meter) {
				Ok(found) => found,
				Err(OutOfWeight) => break,
			};
			let next = interval.0.checked_add(1).map(IntervalId);
			let (None, Some(next)) = (&found, next) else { break };
			interval = next;
			*steps = steps.saturating_sub(1);
			if *steps == 0 || meter.try_consume(T::WeightInfo::settle_search()).is_err() {
				break;
			}
		}
		if interval != first {
			SettleFrom::<T>::put(interval);
		}
		found
	}

	/// A product of `interval` that is not parked, ready to be settled. One look is paid for; each parked
	/// product takes another.
	fn unsettled_in(
		interval: IntervalId,
		meter: &mut WeightMeter,
	) -> Result<Option<Settling>, OutOfWeight> {
		for (zone, header) in Products::<T>::iter_prefix(interval) {
			let product = ProductId { interval, zone };
			if !Parked::<T>::contains_key(product) {
				return Ok(Some(Settling {
					product,
					rules: header.rules,
					stage: Stage::Pages,
					sold: 0,
					pot: 0,
					summary: Summary::default(),
				}));
			}
			meter.try_consume(T::WeightInfo::settle_search()).map_err(|()| OutOfWeight)?;
		}
		Ok(None)
	}

	/// Put a product aside whose settlement failed, so that the others go on.
	fn park(settling: Settling, error: DispatchError) {
		let Settling { product, stage, .. } = settling;
		log::error!(target: crate::LOG_TARGET, "settlement of {product:?} failed at {stage:?}: {error:?}");
		Settlement::<T>::kill();
		Parked::<T>::insert(product, settling);
		Self::deposit_event(Event::SettlementParked { product, stage, error });
	}

	/// Go on with one product. Whether it is finished; an error leaves `settling` before the failed step.
	fn settle_product(
		settling: &mut Settling,
		meter: &mut WeightMeter,
		steps: &mut u32,
	) -> Result<bool, DispatchError> {
		let mut go_on = |weight: Weight| {
			let allowed = *steps > 0 && meter.try_consume(weight).is_ok();
			*steps = steps.saturating_sub(u32::from(allowed));
			allowed
		};
		// One iterator per stage and block: it remembers its place, where a new one would step over all that
		// this block has deleted.
		let ProductId { interval, zone } = settling.product;
		if settling.stage == Stage::Pages {
			let mut pages = Pages::<T>::iter_prefix(settling.product);
			loop {
				if !go_on(T::WeightInfo::settle_page()) {
					return Ok(false);
				}
				let Some((id, page)) = pages.next() else { break };
				let price = id.tick.price(settling.rules.floor);
				with_storage_layer(|| {
					Pages::<T>::remove(settling.product, id);
					Self::sweep(settling, id.side, price, &page.orders)
				})?;
			}
			settling.stage = Stage::Levels;
		}
		if settling.stage == Stage::Levels {
			let mut levels = Levels::<T>::iter_prefix(settling.product);
			loop {
				if !go_on(T::WeightInfo::settle_page()) {
					return Ok(false);
				}
				let Some((id, level)) = levels.next() else { break };
				let price = id.tick.price(settling.rules.floor);
				with_storage_layer(|| {
					Levels::<T>::remove(settling.product, id);
					Self::sweep(settling, id.side, price, &level.page.orders)
				})?;
			}
			settling.stage = Stage::Positions;
		}
		if settling.stage == Stage::Positions {
			let mut positions = Positions::<T>::iter_prefix(settling.product);
			loop {
				if !go_on(T::WeightInfo::settle_position()) {
					return Ok(false);
				}
				let Some((participant, _)) = positions.next() else { break };
				let before = *settling;
				with_storage_layer(|| Self::settle_position(settling, participant))
					.inspect_err(|_| *settling = before)?;
			}
			settling.stage = Stage::Finish;
		}
		if !go_on(T::WeightInfo::settle_finish()) {
			return Ok(false);
		}
		with_storage_layer(|| -> DispatchResult {
			Self::finish(settling)?;
			Products::<T>::remove(interval, zone);
			Ok(())
		})?;
		Ok(true)
	}

	/// Enter what a page's orders traded into their owners' positions.
	fn sweep(settling: &Settling, side: Side, price: Price, orders: &[Order]) -> DispatchResult {
		let mut by_owner = BTreeMap::<ParticipantId, Traded>::new();
		for order in orders.iter().filter(|o| !o.filled.is_zero()) {
			let traded = by_owner.entry(order.owner).or_default();
			traded.add(&settling.rules, side, price, order).ok_or(Error::<T>::Overflow)?;
		}
		for (owner, traded) in by_owner {
			Positions::<T>::try_mutate(settling.product, owner, |position| {
				traded.enter(position).ok_or(Error::<T>::Overflow)
			})?;
		}
		Ok(())
	}

	/// Turn one position into money: what is owed leaves the account, what is earned enters it, the lock
	/// ends.
	fn settle_position(settling: &mut Settling, participant: ParticipantId) -> DispatchResult {
		let product = settling.product;
		let position = Positions::<T>::take(product, participant);
		let currency = settling.rules.currency;
		let mut account = Accounts::<T>::get(participant, currency);
		account.locked =
			account.locked.checked_sub(position.locked).ok_or(Error::<T>::DoesNotAddUp)?;
		let owed = Self::owed(position.paid, position.fees, position.earned)
			.ok_or(Error::<T>::Overflow)?;
		let held = account.free.checked_add(position.locked).ok_or(Error::<T>::Overflow)?;
		account.free = if owed > 0 {
			held.checked_sub(owed.unsigned_abs()).ok_or(Error::<T>::DoesNotAddUp)?
		} else {
			held.checked_add(owed.unsigned_abs()).ok_or(Error::<T>::Overflow)?
		};
		account.products.retain(|p| *p != product);
		Self::store_account(participant, currency, account);

		settling.add(&position, owed).ok_or(Error::<T>::Overflow)?;
		Self::deposit_event(Event::PositionSettled {
			product,
			participant,
			bought: position.bought,
			sold: position.sold,
			paid: position.paid,
			earned: position.earned,
			fees: position.fees,
			released: position.locked,
		});
		Ok(())
	}

	/// Costs and fees less earnings.
	pub(crate) fn owed(paid: WattDelta, fees: WattBalance, earned: WattDelta) -> Option<WattDelta> {
		paid.checked_add(WattDelta::try_from(fees).ok()?)?.checked_sub(earned)
	}

	/// Check that all adds up, pay the operator and keep the summary.
	fn finish(settling: &Settling) -> DispatchResult {
		let Settling { product, rules, sold, pot, summary, .. } = *settling;
		ensure!(sold == summary.lots, Error::<T>::DoesNotAddUp);
		ensure!(WattDelta::try_from(summary.fees) == Ok(pot), Error::<T>::DoesNotAddUp);
		if summary.fees > 0 {
			Accounts::<T>::try_mutate(rules.operator, rules.currency, |account| {
				let free = account.free.checked_add(summary.fees).ok_or(Error::<T>::Overflow)?;
				account.free = free;
				Ok::<_, DispatchError>(())
			})?;
		}
		Summaries::<T>::insert(product.zone, product.interval, summary);
		let Summary { lots, notional, fees, participants } = summary;
		Self::deposit_event(Event::IntervalSettled { product, lots, notional, fees, participants });
		Ok(())
	}
}
