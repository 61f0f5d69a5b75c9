//! The steps of a settlement: what is due, how a product becomes money, how its records are forgotten.

use crate::{
	deviation::{deviation, most_owed},
	Between, Claims, Config, Due, DueFrom, Error, Event, Job, Pallet, Parked, Records, Settling,
	Stage, Summaries, Terms, TermsOf, UnderWay, WeightInfo, Work,
};
use frame_support::{
	ensure,
	storage::with_storage_layer,
	weights::{Weight, WeightMeter},
};
use gridforge_maps::DirectDoubleMap;
use gridforge_primitives::{
	BySource, Charge, Closed, ClosedMarket, Communities, Contract, CurrencyId, Delivery,
	DeliverySummary, HostLicences, ImbalancePrices, IntervalClock, IntervalId, MeterReadings,
	MeteredDelivery, Millis, ParticipantId, Participants, Price, ProductId, ProductRules, Settled,
	Summary, WattBalance, WattDelta, Zones, TREASURY,
};
use sp_runtime::{
	helpers_128bit::multiply_by_rational_with_rounding, DispatchError, DispatchResult, Rounding,
};

/// What a look at many readings of one product keeps.
pub(crate) type Cache<T> = <<T as Config>::Readings as MeterReadings>::Cache;

/// The queue.
impl<T: Config> Pallet<T> {
	/// When a product that trades under `rules` can be settled: when its delivery begins where contracts count as
	/// delivered, else when the time for readings has passed.
	pub(crate) fn due_of(product: ProductId, rules: &ProductRules) -> IntervalId {
		match rules.delivery {
			Delivery::Deemed => product.interval,
			Delivery::Metered(_) => Self::read_by(product.interval),
		}
	}

	/// The first interval that begins at `moment` or later.
	pub(crate) fn first_from(moment: Millis) -> IntervalId {
		let before = T::Clock::interval_at(moment.saturating_sub(1));
		IntervalId(before.0.saturating_add(1))
	}

	/// Do `job` with `product` when `interval` has begun.
	pub(crate) fn enqueue(interval: IntervalId, product: ProductId, job: Job) {
		Due::<T>::insert(interval, product, job);
		if DueFrom::<T>::get().is_none_or(|from| interval < from) {
			DueFrom::<T>::put(interval);
		}
	}

	/// Have a product settled that trades under `rules`.
	pub(crate) fn enqueue_new(product: ProductId, rules: &ProductRules) {
		Self::enqueue(Self::due_of(product, rules), product, Job::Settle);
	}

	/// What is under way, or the next that is due. One look is paid for each interval and each product.
	pub(crate) fn next_work(meter: &mut WeightMeter, steps: &mut u32) -> Option<Work> {
		let mut look = || {
			let allowed = *steps > 0 && meter.try_consume(T::WeightInfo::settle_search()).is_ok();
			*steps = steps.saturating_sub(u32::from(allowed));
			allowed.then_some(())
		};
		look()?;
		if let Some(work) = UnderWay::<T>::get() {
			return Some(work);
		}
		let first = DueFrom::<T>::get()?;
		let now = T::Clock::interval_at(T::Clock::now());
		let mut interval = first;
		let work = loop {
			if interval > now {
				break None;
			}
			let found = Due::<T>::iter_prefix(interval).next();
			if let Some((product, job)) = found {
				Due::<T>::remove(interval, product);
				if let Some(work) = Self::take_up(product, job) {
					break Some(work);
				}
			} else if let Some(next) = interval.0.checked_add(1) {
				interval = IntervalId(next);
			} else {
				break None;
			}
			if look().is_none() {
				break None;
			}
		};
		if interval != first {
			DueFrom::<T>::put(interval);
		}
		work
	}

	/// What there is to do for a job; nothing where it has to wait or is there no longer.
	fn take_up(product: ProductId, job: Job) -> Option<Work> {
		match job {
			Job::Settle => {
				Self::go_on_sharing(product);
				Self::begin(product).map(Work::Settle)
			}
			Job::Forget => Some(Work::Forget(product)),
			Job::Expire => Some(Work::Expire(product)),
		}
	}
}

/// The steps.
impl<T: Config> Pallet<T> {
	/// The weight of `steps` steps, whichever they are.
	pub(crate) fn weight_of_steps(steps: u32) -> Weight {
		let step = T::WeightInfo::settle_search()
			.max(T::WeightInfo::settle_page())
			.max(T::WeightInfo::settle_position())
			.max(T::WeightInfo::settle_community())
			.max(T::WeightInfo::settle_claim())
			.max(T::WeightInfo::settle_finish())
			.max(T::WeightInfo::forget_record())
			.max(T::WeightInfo::expire_certificate());
		T::WeightInfo::settle_search().saturating_add(step.saturating_mul(u64::from(steps)))
	}

	/// Go on as far as `meter` and `steps` allow. Work is begun only where there is weight to look for it, and each
	/// step done only where there is weight for it.
	pub(crate) fn go_on(meter: &mut WeightMeter, mut steps: u32) {
		while steps > 0 {
			let Some(work) = Self::next_work(meter, &mut steps) else { return };
			let mut pay = |weight: Weight| {
				let allowed = steps > 0 && meter.try_consume(weight).is_ok();
				steps = steps.saturating_sub(u32::from(allowed));
				allowed
			};
			let left = match work {
				Work::Settle(mut settling) => match Self::settle(&mut settling, &mut pay) {
					Ok(true) => None,
					Ok(false) => Some(Work::Settle(settling)),
					Err(error) => {
						Self::park(settling, error);
						None
					}
				},
				Work::Forget(product) if Self::forget(product, &mut pay) => None,
				Work::Expire(product) if Self::expire(product, &mut pay) => None,
				unfinished @ (Work::Forget(_) | Work::Expire(_)) => Some(unfinished),
			};
			let Some(left) = left else {
				UnderWay::<T>::kill();
				continue;
			};
			UnderWay::<T>::put(left);
			return;
		}
	}

	/// Begin with a product, unless its time has not come, or its readings are in doubt: then it is looked at again
	/// later.
	pub(crate) fn begin(product: ProductId) -> Option<Settling> {
		let settled = Summaries::<T>::contains_key(product.zone, product.interval);
		if settled || Parked::<T>::contains_key(product) {
			return None;
		}
		let traded = T::Market::closed(product);
		let stage = if traded.is_some() { Stage::Sweep } else { Stage::Sharing };
		let Closed { rules, lots, notional, imported, exported, to_others, prices } =
			traded.or_else(|| Self::untraded(product))?;
		let due = Self::due_of(product, &rules);
		if due > T::Clock::interval_at(T::Clock::now()) {
			Self::enqueue(due, product, Job::Settle);
			return None;
		}
		let mut settling = Settling {
			product,
			rules,
			prices: ImbalancePrices { shortage: Price(0), surplus: Price(0) },
			stage,
			contracts: Contract::default(),
			imported,
			exported,
			to_others,
			pot: 0,
			purse: 0,
			scarce: false,
			claims: 0,
			offer: 0,
			community: None,
			shared_charge: Charge::default(),
			passed_on: BySource::default(),
			summary: Summary { prices, ..Summary::default() },
		};
		let Delivery::Metered(metered) = rules.delivery else { return Some(settling) };
		if T::Readings::in_doubt(product) {
			let until = IntervalId(T::Clock::interval_at(T::Clock::now()).0.saturating_add(1));
			Self::enqueue(until, product, Job::Settle);
			Self::deposit_event(Event::SettlementPostponed { product, until });
			return None;
		}
		settling.prices = metered.prices(lots, notional);
		let readings = T::Readings::counts(product);
		let delivery = DeliverySummary { readings, exported, ..Default::default() };
		settling.summary.delivery = Some(delivery);
		settling.community = T::Communities::next_community(product.zone, None);

		// What the supplier can come to owe is set aside at once.
		let (bought, sold) = (lots.saturating_add(imported), lots.saturating_add(exported));
		let most = most_owed(settling.prices, bought, sold).unwrap_or(WattBalance::MAX);
		let reserve = T::Market::take_up_to(metered.supplier, rules.currency, most);
		settling.scarce = reserve < most;
		settling.purse = WattDelta::try_from(reserve).unwrap_or(WattDelta::MAX);
		settling.pot = settling.purse;
		let (supplier, prices) = (metered.supplier, settling.prices);
		Self::deposit_event(Event::SettlementBegun { product, supplier, prices, reserve });
		Some(settling)
	}

	/// Put a product aside whose settlement failed, so that the others go on.
	fn park(settling: Settling, error: DispatchError) {
		let Settling { product, stage, .. } = settling;
		log::error!(target: crate::LOG_TARGET, "settlement of {product:?} failed at {stage:?}: {error:?}");
		Parked::<T>::insert(product, settling);
		Self::deposit_event(Event::SettlementParked { product, stage, error });
	}

	/// Go on with one product. Whether it is finished; an error leaves `settling` as it was at the beginning of the block.
	fn settle(
		settling: &mut Settling,
		pay: &mut dyn FnMut(Weight) -> bool,
	) -> Result<bool, DispatchError> {
		let product = settling.product;
		if settling.stage == Stage::Sweep {
			if !T::Market::sweep(product, &mut || pay(T::WeightInfo::settle_page()))? {
				return Ok(false);
			}
			settling.stage = Stage::Positions;
		}
		if settling.stage == Stage::Positions {
			let settled_all = Self::steps(settling, |next| {
				// One iterator for each block: it remembers its place.
				let mut participants = T::Market::participants(product);
				let mut cache = Cache::<T>::default();
				while pay(T::WeightInfo::settle_position()) {
					let Some(participant) = participants.next() else { return Ok(true) };
					Self::settle_position(next, &mut cache, participant)?;
				}
				Ok(false)
			})?;
			if !settled_all {
				return Ok(false);
			}
			settling.stage = Stage::Sharing;
		}
		if settling.stage == Stage::Sharing {
			Self::steps(settling, |next| {
				let mut cache = Cache::<T>::default();
				while let Some(community) = next.community {
					if !pay(T::WeightInfo::settle_community()) {
						break;
					}
					Self::settle_community(next, &mut cache, community)?;
				}
				Ok(())
			})?;
			if settling.community.is_some() {
				return Ok(false);
			}
			settling.offer = settling.claims.min(settling.purse.max(0).unsigned_abs());
			settling.stage = Stage::Claims;
		}
		if settling.stage == Stage::Claims {
			let settled_all = Self::steps(settling, |next| {
				let mut claims = Claims::<T>::iter_prefix(product);
				while next.claims > 0 {
					if !pay(T::WeightInfo::settle_claim()) {
						return Ok(false);
					}
					let Some((participant, claim)) = claims.next() else { break };
					Self::settle_claim(next, participant, claim)?;
				}
				Ok(true)
			})?;
			if !settled_all {
				return Ok(false);
			}
			settling.stage = Stage::Finish;
		}
		if !pay(T::WeightInfo::settle_finish()) {
			return Ok(false);
		}
		with_storage_layer(|| Self::finish(settling))?;
		Ok(true)
	}

	/// Do the steps of one stage that a block has room for, or leave everything as it was. One layer for all of them:
	/// each costs, and a step fails only where the books do not add up.
	fn steps<R>(
		settling: &mut Settling,
		steps: impl FnOnce(&mut Settling) -> Result<R, DispatchError>,
	) -> Result<R, DispatchError> {
		let mut next = *settling;
		let result = with_storage_layer(|| steps(&mut next))?;
		*settling = next;
		Ok(result)
	}

	/// Turn one position into money: what is owed leaves the account, what is earned enters it, the lock ends.
	fn settle_position(
		settling: &mut Settling,
		cache: &mut Cache<T>,
		participant: ParticipantId,
	) -> DispatchResult {
		let Settling { product, rules, prices, scarce, .. } = *settling;
		let (settled, claim) =
			T::Market::settle_position(product, rules.currency, participant, |contract| {
				let metered = match rules.delivery {
					Delivery::Deemed => Default::default(),
					Delivery::Metered(_) => T::Readings::metered(cache, product, participant),
				};
				let deviation = deviation(contract, &rules.delivery, prices, &metered)
					.ok_or(Error::<T>::Overflow)?;
				let to_supplier = deviation.owed().ok_or(Error::<T>::Overflow)?;
				// Where its money may not be enough, what the supplier owes has to wait.
				let claim = if scarce { (-to_supplier).max(0).unsigned_abs() } else { 0 };
				let owed = contract.owed().ok_or(Error::<T>::Overflow)?;
				let owed =
					owed.checked_add(to_supplier).and_then(|o| o.checked_add_unsigned(claim));
				let unpaid = WattDelta::try_from(claim).map_err(|_| Error::<T>::Overflow)?;
				let settled =
					Settled { contract: *contract, metered, deviation, unpaid, shared: None };
				// What is deemed to be delivered, or used for want of a reading, nobody has measured.
				let volume = match rules.delivery {
					Delivery::Metered(_) if metered.complete => deviation.delivered,
					_ => 0,
				};
				Ok((owed.ok_or(Error::<T>::Overflow)?, volume, (settled, claim)))
			})?;
		settling.add(&settled, claim).ok_or(Error::<T>::Overflow)?;
		if claim > 0 {
			Claims::<T>::insert(product, participant, claim);
		}
		if settled.contract != Contract::default() || !settled.metered.renewable.is_zero() {
			Records::<T>::write(product, participant, settled);
		}
		Self::pay_host(settling, participant, &settled.contract.charge)?;
		Self::deposit_event(Event::PositionSettled { product, participant, settled });
		Ok(())
	}

	/// Pay the application host of a participant its share of the fee that the participant paid, of which the discount
	/// takes nothing. A host whose licence is not in force now gets none.
	pub(crate) fn pay_host(
		settling: &mut Settling,
		participant: ParticipantId,
		charge: &Charge,
	) -> DispatchResult {
		let part = settling.rules.fees.shares.host_part(charge.whole_fee());
		if part == 0 {
			return Ok(());
		}
		let host = T::Participants::host_of(participant);
		let Some(host) = host.filter(|host| T::Hosts::is_licensed_host(*host)) else {
			return Ok(());
		};
		T::Market::credit(host, settling.rules.currency, part)?;
		settling.pay(part).ok_or(Error::<T>::Overflow)?;
		let hosts = settling.summary.hosts.checked_add(part).ok_or(Error::<T>::Overflow)?;
		settling.summary.hosts = hosts;
		Ok(())
	}

	/// Pay what the residual supplier owes one participant, as far as its money goes: all alike.
	fn settle_claim(
		settling: &mut Settling,
		participant: ParticipantId,
		claim: WattBalance,
	) -> DispatchResult {
		let Settling { product, rules, offer, claims, .. } = *settling;
		let paid = multiply_by_rational_with_rounding(claim, offer, claims, Rounding::Down)
			.ok_or(Error::<T>::Overflow)?;
		Claims::<T>::remove(product, participant);
		T::Market::credit(participant, rules.currency, paid)?;
		settling.pay(paid).ok_or(Error::<T>::Overflow)?;
		settling.purse = settling.purse.checked_sub_unsigned(paid).ok_or(Error::<T>::Overflow)?;
		let less = WattDelta::try_from(paid).map_err(|_| Error::<T>::Overflow)?;
		if let Some(delivery) = &mut settling.summary.delivery {
			delivery.unpaid = delivery.unpaid.checked_sub(less).ok_or(Error::<T>::Overflow)?;
		}
		let unpaid = claim.checked_sub(paid).ok_or(Error::<T>::Overflow)?;
		Records::<T>::mutate(product, participant, |settled| {
			if let Some(settled) = settled {
				settled.unpaid = settled.unpaid.saturating_sub(less);
			}
		});
		Self::deposit_event(Event::ClaimSettled { product, participant, paid, unpaid });
		Ok(())
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

	/// Check that all adds up, pay everybody who is left, and keep the summary.
	pub(crate) fn finish(settling: &Settling) -> DispatchResult {
		let Settling { product, rules, contracts, pot, purse, to_others, mut summary, .. } =
			*settling;
		let Contract { bought, sold, paid, .. } = contracts;
		let charge = settling.charge().ok_or(Error::<T>::Overflow)?;
		let here = sold.checked_add(settling.imported);
		let added_up = here.is_some() && here == bought.checked_add(settling.exported);
		ensure!(added_up, Error::<T>::DoesNotAddUp);
		let charges = charge.total().checked_sub(summary.hosts);
		let due = charges.and_then(|charges| WattDelta::try_from(charges).ok());
		let due = due.and_then(|due| due.checked_add(to_others)?.checked_add(purse));
		ensure!(due == Some(pot), Error::<T>::DoesNotAddUp);
		let purse = WattBalance::try_from(purse).map_err(|_| Error::<T>::DoesNotAddUp)?;

		Self::hand_over(rules.currency, to_others)?;
		let divided = rules.fees.divide(&charge, summary.hosts);
		let (operator, treasury) = divided.ok_or(Error::<T>::DoesNotAddUp)?;
		T::Market::credit(rules.operator, rules.currency, operator)?;
		T::Market::credit(TREASURY, rules.currency, treasury)?;
		T::Market::credit(rules.tax_collector, rules.currency, charge.tax)?;
		if let Delivery::Metered(metered) = rules.delivery {
			let MeteredDelivery { supplier, certificates, .. } = metered;
			T::Market::credit(supplier, rules.currency, purse)?;
			let Settling { prices, passed_on, .. } = *settling;
			let currency = rules.currency;
			let terms = Terms { currency, supplier, prices, certificates, passed_on };
			TermsOf::<T>::insert(product, terms);
		}
		(summary.lots, summary.notional) = (bought, paid);
		(summary.charge, summary.treasury) = (charge, treasury);
		Self::keep(product, summary);
		Ok(())
	}

	/// Delete the product, and keep its summary, for a while with what bills and corrections need.
	fn keep(product: ProductId, summary: Summary) {
		let closing = summary.prices.map(|prices| prices.close);
		T::Market::close(product, closing);
		Summaries::<T>::insert(product.zone, product.interval, summary);
		let until = Self::first_from(T::Clock::corrections_until(product.interval));
		Self::enqueue(until, product, Job::Forget);
		if summary.delivery.is_some_and(|delivery| delivery.unpaid > 0) {
			T::Zones::stop(product.zone);
		}
		Self::deposit_event(Event::IntervalSettled { product, summary });
	}
}
