//! Settlement: what traded in a closed product becomes money, in measured steps.

use crate::{
	terms, Accounts, Between, ClosingPrices, Config, Error, Event, Levels, Pages, Pallet, Parked,
	Position, PositionOf, Positions, Products, SettleFrom, Settlement, Settling, Stage, Summaries,
	Uncrossing, WeightInfo, TREASURY,
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
	api::Summary, Charge, CurrencyId, IntervalClock, IntervalId, LoadBand, ParticipantId,
	Participants, Phase, Price, ProductId, Side, WattBalance, WattDelta,
};
use sp_runtime::{DispatchError, DispatchResult};

impl Settling {
	/// Enter a settled position that owed `owed`. `None` past the range of the types.
	fn add<M: Get<u32>>(&mut self, position: &Position<M>, owed: WattDelta) -> Option<()> {
		self.pot = self.pot.checked_add(owed)?;
		self.sold = self.sold.checked_add(position.sold)?;
		let summary = &mut self.summary;
		summary.lots = summary.lots.checked_add(position.bought)?;
		summary.notional = summary.notional.checked_add(position.paid)?;
		summary.fees = summary.fees.checked_add(position.charge.fee())?;
		summary.taxes = summary.taxes.checked_add(position.charge.tax)?;
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
			.max(T::WeightInfo::settle_search())
			.max(T::WeightInfo::auction_search())
			.max(T::WeightInfo::auction_page());
		T::WeightInfo::settle_search()
			.saturating_add(T::WeightInfo::auction_search())
			.saturating_add(step.saturating_mul(u64::from(steps)))
	}

	/// Settle as far as `meter` and `steps` allow. A product is begun only where there is weight to look for
	/// it, and each step only where there is weight for it. An auction goes first.
	pub(crate) fn settle(meter: &mut WeightMeter, mut steps: u32) {
		while steps > 0 && !Uncrossing::<T>::exists() {
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
				let exchanged = header.exchanged().unwrap_or_default();
				return Ok(Some(Settling {
					product,
					rules: header.rules,
					stage: Stage::Pages,
					sold: 0,
					pot: 0,
					hosts: 0,
					exchanged,
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

	/// Enter what a page's orders traded into their owners' positions, each of which is read and written once.
	fn sweep(settling: &Settling, side: Side, price: Price, orders: &[Order]) -> DispatchResult {
		let Settling { product, rules, .. } = settling;
		let mut by_owner = BTreeMap::<ParticipantId, PositionOf<T>>::new();
		for Order { owner, filled, terms, .. } in orders.iter().filter(|o| !o.filled.is_zero()) {
			let position =
				by_owner.entry(*owner).or_insert_with(|| Positions::<T>::get(product, owner));
			let charge = terms::order_charge(rules, side, LoadBand(*terms), price, *filled);
			position
				.add_trade(side, filled.0.into(), price.notional(*filled), &charge)
				.ok_or(Error::<T>::Overflow)?;
		}
		for (owner, position) in by_owner {
			Positions::<T>::insert(product, owner, position);
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
		let owed = Self::owed(position.paid, &position.charge, position.earned)
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
		Self::pay_host(settling, participant, position.charge.fee())?;
		Self::deposit_event(Event::PositionSettled {
			product,
			participant,
			bought: position.bought,
			sold: position.sold,
			paid: position.paid,
			earned: position.earned,
			charge: position.charge,
			released: position.locked,
		});
		Ok(())
	}

	/// Pay the application host of a participant its share of the fee that the participant paid.
	fn pay_host(
		settling: &mut Settling,
		participant: ParticipantId,
		fee: WattBalance,
	) -> DispatchResult {
		let part = settling.rules.fees.shares.host_part(fee);
		if part == 0 {
			return Ok(());
		}
		let Some(host) = T::Participants::host_of(participant) else { return Ok(()) };
		Self::credit(host, settling.rules.currency, part)?;
		let paid = WattDelta::try_from(part).map_err(|_| Error::<T>::Overflow)?;
		settling.pot = settling.pot.checked_sub(paid).ok_or(Error::<T>::Overflow)?;
		settling.hosts = settling.hosts.checked_add(part).ok_or(Error::<T>::Overflow)?;
		Ok(())
	}

	/// Add to the free money of a participant.
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

	/// Hand what buyers paid to sellers of neighbouring zones over to the settlement of those, or take what they
	/// paid: what one product hands over another takes, before or after.
	fn hand_over(currency: CurrencyId, paid: WattDelta) -> DispatchResult {
		if paid == 0 {
			return Ok(());
		}
		let sum = Between::<T>::get(currency).checked_add(paid).ok_or(Error::<T>::Overflow)?;
		if sum == 0 {
			Between::<T>::remove(currency);
		} else {
			Between::<T>::insert(currency, sum);
		}
		Ok(())
	}

	/// Costs and charges less earnings.
	pub(crate) fn owed(paid: WattDelta, charge: &Charge, earned: WattDelta) -> Option<WattDelta> {
		paid.checked_add(WattDelta::try_from(charge.total()).ok()?)?.checked_sub(earned)
	}

	/// Check that all adds up, pay operator, treasury and tax collector, and keep the summary.
	fn finish(settling: &Settling) -> DispatchResult {
		let Settling { product, rules, sold, pot, hosts, exchanged, mut summary, .. } = *settling;
		let here = sold.checked_add(exchanged.imported);
		ensure!(
			here.is_some() && here == summary.lots.checked_add(exchanged.exported),
			Error::<T>::DoesNotAddUp
		);
		let due = summary.fees.checked_sub(hosts).and_then(|left| left.checked_add(summary.taxes));
		let due = due.and_then(|due| WattDelta::try_from(due).ok());
		let due = due.and_then(|due| due.checked_add(exchanged.paid));
		ensure!(due == Some(pot), Error::<T>::DoesNotAddUp);
		Self::hand_over(rules.currency, exchanged.paid)?;
		let treasury = rules.fees.shares.treasury_part(summary.fees);
		let operator = summary.fees.checked_sub(hosts).and_then(|left| left.checked_sub(treasury));
		Self::credit(rules.operator, rules.currency, operator.ok_or(Error::<T>::DoesNotAddUp)?)?;
		Self::credit(TREASURY, rules.currency, treasury)?;
		Self::credit(rules.tax_collector, rules.currency, summary.taxes)?;

		let header = Products::<T>::get(product.interval, product.zone);
		summary.prices = header.and_then(|header| header.tape.prices);
		if let Some(prices) = summary.prices {
			ClosingPrices::<T>::insert(product.zone, prices.close);
		}
		Summaries::<T>::insert(product.zone, product.interval, summary);
		Self::deposit_event(Event::IntervalSettled { product, hosts, treasury, summary });
		Ok(())
	}
}
