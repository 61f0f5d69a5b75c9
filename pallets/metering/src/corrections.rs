//! What the grid operator does about readings: corrections, the feeder's reading, doubt.

use crate::{
	types::place_of, Config, Energy, Error, IntervalTotals, Mark, Meter, Pallet, Plausibility,
	PlausibilityOf, Readings, Slot, Totals, MAX_HOLD,
};
use frame_support::{ensure, traits::DefensiveOption};
use gridforge_primitives::{
	Flow, IntervalClock, IntervalId, MeterId, Millis, OnCorrection, ProductId, Quality, ZoneId,
};
use sp_runtime::{ArithmeticError, DispatchError};

impl<T: Config> Pallet<T> {
	/// Put a reading in the place of what there is; answers with that, and whether the interval had settled.
	pub(crate) fn do_correct(
		id: MeterId,
		meter: Meter,
		interval: IntervalId,
		energy: Energy,
		quality: Quality,
	) -> Result<(Option<(Flow, Quality)>, bool), DispatchError> {
		ensure!(quality != Quality::Estimated, Error::<T>::EstimateIsNoCorrection);
		Self::check_correctable(interval)?;
		ensure!(meter.counts_for(interval), Error::<T>::NotInService);
		let length = T::Clock::interval_length();
		ensure!(meter.capacity.can_carry(energy, length), Error::<T>::AboveCapacity);
		let (page, place) = place_of(id).ok_or(Error::<T>::UnknownMeter)?;
		let mut slots = Readings::<T>::get(interval, page);
		let old = Slot::at(&slots, place);
		ensure!(!old.mark.is_resettled(), Error::<T>::AlreadyResettled);
		ensure!(old.reading() != Some((energy.into(), quality)), Error::<T>::Unchanged);

		let there = IntervalTotals::<T>::get(interval, meter.zone);
		let mut totals = there.unwrap_or_default();
		if let Some(quality) = old.mark.quality() {
			totals.take(old.energy, quality).defensive_ok_or(ArithmeticError::Underflow)?;
		}
		totals.add(energy, quality).ok_or(ArithmeticError::Overflow)?;
		let mut new = Slot { energy, mark: Mark::entered(quality) };
		new.put(&mut slots, place).defensive_ok_or(ArithmeticError::Overflow)?;
		Self::put_totals(interval, meter.zone, totals, there.is_none());
		Readings::<T>::insert(interval, page, &slots);

		let product = ProductId { interval, zone: meter.zone };
		let resettled = T::OnCorrection::corrected(product, meter.participant)?;
		if resettled {
			new.mark = new.mark.after_settlement();
			new.put(&mut slots, place).defensive_ok_or(ArithmeticError::Overflow)?;
			Readings::<T>::insert(interval, page, slots);
		}
		Ok((old.reading(), resettled))
	}

	/// Whether readings of `interval` can be corrected now.
	fn check_correctable(interval: IntervalId) -> Result<(), Error<T>> {
		let now = T::Clock::now();
		ensure!(T::Clock::delivery_end(interval) <= now, Error::<T>::IntervalNotOver);
		let closes = T::Clock::corrections_until(interval);
		ensure!(now < closes, Error::<T>::CorrectionWindowOver);
		Ok(())
	}

	/// Write down what the feeder measured; answers with what was told before, and with what is known now.
	pub(crate) fn do_feeder(
		zone: ZoneId,
		interval: IntervalId,
		feeder: Flow,
	) -> Result<(Option<Flow>, Totals), Error<T>> {
		Self::check_time(interval)?;
		let there = IntervalTotals::<T>::get(interval, zone);
		let mut totals = there.unwrap_or_default();
		let old = totals.feeder.replace(feeder);
		ensure!(old != Some(feeder), Error::<T>::Unchanged);
		totals.cleared = false;
		Self::put_totals(interval, zone, totals, there.is_none());
		Ok((old, totals))
	}

	/// Whether readings contradict the feeder's, and the operator has neither cleared them nor run out of time.
	pub(crate) fn is_in_doubt(product: ProductId) -> bool {
		let ProductId { interval, zone } = product;
		let Some(Plausibility { loss_tolerance, hold }) = PlausibilityOf::<T>::get(zone) else {
			return false;
		};
		let totals = IntervalTotals::<T>::get(interval, zone).unwrap_or_default();
		!totals.cleared
			&& totals.contradicted(loss_tolerance)
			&& T::Clock::now() < Self::held_until(interval, hold)
	}

	/// When an interval is held up no longer that can be held up for so many intervals.
	pub(crate) fn held_until(interval: IntervalId, hold: u16) -> Millis {
		let held = T::Clock::interval_length().saturating_mul(hold.into());
		T::Clock::readings_until(interval).saturating_add(held)
	}

	/// Accept the readings of an interval that is in doubt.
	pub(crate) fn do_clear(zone: ZoneId, interval: IntervalId) -> Result<(), Error<T>> {
		ensure!(Self::is_in_doubt(ProductId { interval, zone }), Error::<T>::NotInDoubt);
		IntervalTotals::<T>::try_mutate(interval, zone, |totals| {
			totals.as_mut().ok_or(Error::<T>::NotInDoubt)?.cleared = true;
			Ok(())
		})
	}

	/// Set how far readings may differ from the feeder's; answers with how far they could.
	pub(crate) fn do_set_plausibility(
		zone: ZoneId,
		new: Option<Plausibility>,
	) -> Result<Option<Plausibility>, Error<T>> {
		ensure!(new.is_none_or(|new| new.hold <= MAX_HOLD), Error::<T>::HoldTooLong);
		let old = PlausibilityOf::<T>::get(zone);
		ensure!(old != new, Error::<T>::Unchanged);
		PlausibilityOf::<T>::set(zone, new);
		Ok(old)
	}
}
