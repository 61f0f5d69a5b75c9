//! Forgetting readings that nobody asks for any more.

use crate::{Config, ForgetFrom, IntervalTotals, Pallet, Readings, WeightInfo, MAX_HOLD};
use frame_support::weights::WeightMeter;
use gridforge_primitives::{IntervalClock, IntervalId};

impl<T: Config> Pallet<T> {
	/// Whether nothing can be done with readings of `interval` any more: neither can they be corrected nor the interval
	/// be held up, since more than an interval.
	pub(crate) fn is_past(interval: IntervalId) -> bool {
		let corrected = T::Clock::corrections_until(interval);
		let kept = corrected.max(Self::held_until(interval, MAX_HOLD));
		T::Clock::now() >= kept.saturating_add(T::Clock::interval_length())
	}

	/// Delete what is past, from the oldest interval on, as far as the weight goes.
	pub(crate) fn forget(meter: &mut WeightMeter) {
		let step = T::WeightInfo::forget_step();
		let mut go_on = || meter.try_consume(step).is_ok();
		if !go_on() {
			return;
		}
		let Some(mut interval) = ForgetFrom::<T>::get() else { return };
		while Self::is_past(interval) {
			if !Self::forget_interval(interval, &mut go_on) {
				return;
			}
			interval = IntervalId(interval.0.saturating_add(1));
			ForgetFrom::<T>::put(interval);
		}
	}

	/// Delete what is stored of one interval, key by key. Whether all of it is gone.
	///
	/// The keys are walked by one iterator: asking for the first of them each time would step over all that were
	/// deleted in this block.
	fn forget_interval(interval: IntervalId, go_on: &mut impl FnMut() -> bool) -> bool {
		let mut pages = Readings::<T>::iter_key_prefix(interval);
		while go_on() {
			if Self::forget_page(interval, &mut pages) {
				continue;
			}
			let mut zones = IntervalTotals::<T>::iter_key_prefix(interval);
			while go_on() {
				let Some(zone) = zones.next() else { return true };
				IntervalTotals::<T>::remove(interval, zone);
			}
		}
		false
	}

	/// Delete the next page of readings of an interval. Whether there was one.
	pub(crate) fn forget_page(interval: IntervalId, pages: &mut impl Iterator<Item = u32>) -> bool {
		let Some(page) = pages.next() else { return false };
		Readings::<T>::remove(interval, page);
		true
	}
}
