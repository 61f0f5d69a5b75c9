//! Settling the difference after a reading was corrected.

use crate::{
	certificates::passed_on,
	deviation::deviation,
	types::{add_settled, take_settled},
	Config, Error, Event, Pallet, Records, Summaries, Terms, TermsOf,
};
use frame_support::ensure;
use gridforge_primitives::{
	ClosedMarket, Delivery, MeterReadings, MeteredDelivery, OnCorrection, ParticipantId, ProductId,
	Settled, SettlementQueue, WattBalance, WattDelta,
};
use sp_runtime::{DispatchError, DispatchResult};

impl<T: Config> OnCorrection for Pallet<T> {
	fn corrected(product: ProductId, participant: ParticipantId) -> Result<bool, DispatchError> {
		ensure!(!Self::is_settling(product), Error::<T>::BeingSettled);
		if !Summaries::<T>::contains_key(product.zone, product.interval) {
			return Ok(false);
		}
		// Where contracts count as delivered there are no terms, and where somebody traded nothing there is no record.
		if let Some(terms) = TermsOf::<T>::get(product) {
			if let Some(old) = Records::<T>::get(product, participant) {
				Self::resettle(product, participant, terms, old)?;
			}
		}
		Ok(true)
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn settle_for_benchmark(product: ProductId, participant: ParticipantId) {
		crate::benchmarking::settled::<T>(product, participant);
	}
}

impl<T: Config> Pallet<T> {
	/// Settle what differs from `old` by what the meters say now.
	fn resettle(
		product: ProductId,
		participant: ParticipantId,
		terms: Terms,
		old: Settled,
	) -> DispatchResult {
		let Terms { currency, supplier, prices, certificates, .. } = terms;
		let metered = T::Readings::metered(&mut Default::default(), product, participant);
		// The prices are what they came to then.
		let (shortage, surplus) = (prices.shortage, prices.surplus);
		let delivery = Delivery::Metered(MeteredDelivery {
			supplier,
			shortage,
			surplus,
			spread: None,
			certificates,
		});
		let deviation =
			deviation(&old.contract, &delivery, prices, &metered).ok_or(Error::<T>::Overflow)?;

		let had_paid = old.deviation.owed().and_then(|owed| owed.checked_add(old.unpaid));
		let had_paid = had_paid.ok_or(Error::<T>::Overflow)?;
		let owes = deviation.owed().ok_or(Error::<T>::Overflow)?;
		let difference = owes.checked_sub(had_paid).ok_or(Error::<T>::Overflow)?;
		let (from, to) =
			if difference > 0 { (participant, supplier) } else { (supplier, participant) };
		let paid = T::Market::take_up_to(from, currency, difference.unsigned_abs());
		T::Market::credit(to, currency, paid)?;
		let paid = Self::signed(paid)?;
		let paid = if difference > 0 { paid } else { -paid };
		// What is missing keeps its sign: the supplier owes it where it is above zero.
		let unpaid = paid.checked_sub(difference).ok_or(Error::<T>::Overflow)?;
		let new = Settled { metered, deviation, unpaid, ..old };
		Self::replace_record(product, participant, &old, new)?;
		Self::deposit_event(Event::Resettled { product, participant, old, new, paid });
		Ok(())
	}

	/// Write a participant's record anew, and correct the summary by it.
	pub(crate) fn replace_record(
		product: ProductId,
		participant: ParticipantId,
		old: &Settled,
		new: Settled,
	) -> DispatchResult {
		Records::<T>::insert(product, participant, new);
		TermsOf::<T>::mutate(product, |terms| {
			let Some(terms) = terms else { return Ok(()) };
			let without = terms.passed_on.checked_sub(&passed_on(terms.certificates, old));
			let with =
				without.and_then(|sum| sum.checked_add(&passed_on(terms.certificates, &new)));
			terms.passed_on = with.ok_or(Error::<T>::Overflow)?;
			Ok::<(), Error<T>>(())
		})?;
		Summaries::<T>::mutate(product.zone, product.interval, |summary| {
			let Some(delivery) = summary.as_mut().and_then(|s| s.delivery.as_mut()) else {
				return Ok(());
			};
			delivery.readings = T::Readings::counts(product);
			let mut change = || -> Option<()> {
				take_settled(delivery, old)?;
				add_settled(delivery, &new)
			};
			Ok(change().ok_or(Error::<T>::Overflow)?)
		})
	}

	fn signed(amount: WattBalance) -> Result<WattDelta, DispatchError> {
		Ok(WattDelta::try_from(amount).map_err(|_| Error::<T>::Overflow)?)
	}

	/// What a settled interval came to for a participant: paid by it, or to it where negative. `None` past the range.
	pub fn owed(settled: &Settled) -> Option<WattDelta> {
		let Settled { contract, deviation, unpaid, shared, .. } = settled;
		let shared = shared.map_or(Some(0), |shared| shared.owed())?;
		contract.owed()?.checked_add(deviation.owed()?)?.checked_add(*unpaid)?.checked_add(shared)
	}
}
