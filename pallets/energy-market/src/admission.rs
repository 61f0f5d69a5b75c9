//! What the rules of its owner's jurisdiction say about an order.

use crate::{desk::Desk, Config, Error, Outcome, Pallet};
use frame_support::ensure;
use gridforge_primitives::{
	Admission, CurrencyId, Forbidden, IntervalClock, IntervalId, NewOrder, OrderSize, Price,
	WattBalance, DAY,
};
use sp_runtime::DispatchResult;

impl<T: Config> Pallet<T> {
	/// The day, UTC, since the Unix epoch.
	pub(crate) fn day() -> u32 {
		u32::try_from(T::Clock::now() / DAY).unwrap_or(u32::MAX)
	}

	/// Whether somebody who was admitted so may order what delivers in `interval` and settles in `currency`.
	pub(crate) fn ensure_admitted(
		admission: &Admission,
		interval: IntervalId,
		currency: CurrencyId,
	) -> DispatchResult {
		ensure!(admission.caps.is_some(), Error::<T>::TierMayNotTrade);
		let delivered = T::Clock::delivery_end(interval);
		ensure!(delivered <= admission.valid_until, Error::<T>::VerificationEndsTooSoon);
		let allowed = admission.currency.is_none_or(|only| only == currency);
		ensure!(allowed, Error::<T>::CurrencyNotAllowed);
		Ok(())
	}

	fn forbidden(forbidden: Forbidden) -> Error<T> {
		match forbidden {
			Forbidden::OrderType => Error::<T>::OrderTypeNotAllowed,
			Forbidden::Neighbours => Error::<T>::NeighboursNotAllowed,
			Forbidden::OrderCap => Error::<T>::AboveOrderCap,
			Forbidden::DayCap => Error::<T>::AboveDayCap,
			Forbidden::OpenCap => Error::<T>::AboveOpenCap,
		}
	}
}

impl<T: Config> Desk<T> {
	/// Whether the jurisdiction of who orders lets this order be, which at `price` locks `most`.
	pub(crate) fn ensure_within_rules(
		&self,
		order: &NewOrder,
		price: Price,
		most: WattBalance,
	) -> DispatchResult {
		let Some(admission) = &self.admission else { return Ok(()) };
		let (lots, money) = (u64::from(order.lots.0), price.notional(order.lots).unsigned_abs());
		// What day it is has to be read, and matters to few.
		let day_is_capped = admission.caps.is_some_and(|caps| caps.day.is_some());
		let (placed, spent) = match day_is_capped {
			true => self.account.placed.on(Pallet::<T>::day()),
			false => (0, 0),
		};
		let size = OrderSize {
			order: (lots, money),
			day: (placed.saturating_add(lots), spent.saturating_add(money)),
			open: (
				self.account.committed.saturating_add(lots),
				self.account.locked.saturating_add(most),
			),
		};
		admission.allows(order, &size).map_err(|broken| Pallet::<T>::forbidden(broken).into())
	}

	/// Count what has become of an order, where its owner's day has a cap: what traded or rests, at its limit.
	pub(crate) fn count_in_day(&mut self, order: &NewOrder, price: Price, outcome: &Outcome) {
		let caps = self.admission.and_then(|admission| admission.caps);
		if caps.and_then(|caps| caps.day).is_none() {
			return;
		}
		let cancelled = outcome.cancelled.map(|(lots, _)| lots).unwrap_or_default();
		let Some(lots) = order.lots.checked_sub(cancelled).filter(|lots| !lots.is_zero()) else {
			return;
		};
		let money = price.notional(lots).unsigned_abs();
		self.account.placed.count(Pallet::<T>::day(), u64::from(lots.0), money);
	}
}
