//! Who pays less of the grid's fees: tiers, what they are left, and the volume by which they are reached.
//!
//! A tier is reached by the GRID that a participant stakes, or by the energy that it trades: the higher one counts.
//! Only energy that meters confirm makes volume, and of each product only what a participant bought more than it sold, or sold
//! more than it bought. So no volume is made by trading to and fro, nor by agreeing on what nobody delivers.

use crate::{derives::stored, Millis, DAY};
use sp_arithmetic::Permill;

/// How many tiers have a discount.
pub const DISCOUNT_TIERS: usize = 3;

stored! {
	/// How much GRID a participant stakes, or how much energy it trades, in steps: 0 is below the lowest and has no
	/// discount, 3 is the highest.
	#[derive(Default, PartialOrd, Ord)]
	#[serde(transparent)]
	pub struct FeeTier(pub u8);
}

impl FeeTier {
	/// No discount.
	pub const NONE: FeeTier = FeeTier(0);
}

stored! {
	/// What buyers of each tier are left of the fee, from the first tier on, and by which volume they reach it.
	#[derive(Default)]
	#[serde(rename_all = "camelCase")]
	pub struct Discounts {
		/// Which share of its own part of the fee the treasury leaves to them.
		pub shares: [Permill; DISCOUNT_TIERS],
		/// The least [`Volume`] in a period, in lots; nothing where only a stake makes the tier.
		pub volumes: [Option<u64>; DISCOUNT_TIERS],
	}
}

impl Discounts {
	/// The share that is left to buyers of `tier`.
	pub fn of(&self, tier: FeeTier) -> Permill {
		let place = usize::from(tier.0).checked_sub(1);
		place.and_then(|place| self.shares.get(place)).copied().unwrap_or_default()
	}

	/// The tier of whoever traded so many lots in a period.
	pub fn tier_of_volume(&self, lots: u64) -> FeeTier {
		let reached = |least: &Option<u64>| least.is_some_and(|least| least <= lots);
		let highest =
			self.volumes.iter().rposition(reached).map_or(0, |place| place.saturating_add(1));
		// There are three.
		FeeTier(u8::try_from(highest).unwrap_or(0))
	}
}

/// How long the periods are in which volumes are counted: 30 days.
pub const VOLUME_PERIOD: Millis = 30 * DAY;

stored! {
	/// How much energy a participant has traded that its meters confirmed: in the latest period in which there was any,
	/// and in the one before it. Periods are numbered from the Unix epoch, by when the energy was delivered.
	#[derive(Default)]
	#[serde(rename_all = "camelCase")]
	pub struct Volume {
		/// The number of the latest.
		pub period: u32,
		/// Lots in it.
		pub lots: u64,
		/// Lots in the one before it.
		pub before: u64,
	}
}

impl Volume {
	/// The period of what is delivered at `time`.
	pub fn period_of(time: Millis) -> u32 {
		u32::try_from(time / VOLUME_PERIOD).unwrap_or(u32::MAX)
	}

	/// Lots in `period`, as far as they are remembered.
	fn within(&self, period: u32) -> u64 {
		match self.period.checked_sub(period) {
			Some(0) => self.lots,
			Some(1) => self.before,
			_ => 0,
		}
	}

	/// What counts for orders of `period`: the most of it, so far, and of the one before it.
	pub fn counts_in(&self, period: u32) -> u64 {
		self.within(period).max(period.checked_sub(1).map_or(0, |before| self.within(before)))
	}

	/// Add `lots` that were delivered in `period`. What is older than the two that are remembered counts for nothing.
	pub fn add(&mut self, period: u32, lots: u64) {
		if lots == 0 {
			return;
		}
		if period > self.period {
			*self = Volume { period, lots: 0, before: self.within(period.saturating_sub(1)) };
		}
		match self.period.saturating_sub(period) {
			0 => self.lots = self.lots.saturating_add(lots),
			1 => self.before = self.before.saturating_add(lots),
			_ => {}
		}
	}

	/// Whether nothing of it counts from `period` on.
	pub fn is_past(&self, period: u32) -> bool {
		(self.lots == 0 && self.before == 0) || self.period.saturating_add(1) < period
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use proptest::prelude::*;

	#[test]
	fn a_volume_reaches_its_tier_to_the_lot() {
		let volumes = |volumes| Discounts { volumes, ..Discounts::default() };
		let all = volumes([Some(10), Some(100), Some(1_000)]);
		for (lots, tier) in
			[(0, 0), (9, 0), (10, 1), (99, 1), (100, 2), (999, 2), (1_000, 3), (u64::MAX, 3)]
		{
			assert_eq!(all.tier_of_volume(lots), FeeTier(tier), "{lots}");
		}
		let some = volumes([None, Some(100), None]);
		for (lots, tier) in [(0, 0), (99, 0), (100, 2), (u64::MAX, 2)] {
			assert_eq!(some.tier_of_volume(lots), FeeTier(tier), "{lots}");
		}
		assert_eq!(Discounts::default().tier_of_volume(u64::MAX), FeeTier::NONE);
	}

	#[test]
	fn a_volume_counts_to_the_end_of_the_period_after_it() {
		let mut volume = Volume::default();
		volume.add(7, 50);
		volume.add(7, 10);
		for (period, counts) in [(5, 0), (6, 0), (7, 60), (8, 60), (9, 0), (u32::MAX, 0)] {
			assert_eq!(volume.counts_in(period), counts, "{period}");
			assert_eq!(volume.is_past(period), period > 8, "{period}");
		}
		volume.add(8, 20);
		for (period, counts) in [(7, 60), (8, 60), (9, 20), (10, 0)] {
			assert_eq!(volume.counts_in(period), counts, "{period}");
		}
		// Settled late.
		volume.add(7, 5);
		volume.add(6, 1_000);
		assert_eq!(volume, Volume { period: 8, lots: 20, before: 65 });
		volume.add(10, 1);
		assert_eq!(volume, Volume { period: 10, lots: 1, before: 0 });
		assert_eq!(Volume::period_of(30 * DAY - 1), 0);
		assert_eq!(Volume::period_of(30 * DAY), 1);
	}

	proptest! {
		/// Whatever is settled, in whatever order: never more counts than was delivered in the better of two periods, and exactly
		/// that where nothing is settled later than a period after it was delivered.
		#[test]
		fn what_counts_was_delivered(deliveries in prop::collection::vec((0u32..6, 0u64..1_000), 0..40)) {
			let mut volume = Volume::default();
			let mut delivered = [0u64; 8];
			let (mut newest, mut in_time) = (0, true);
			for (period, lots) in deliveries {
				in_time &= lots == 0 || period + 1 >= newest;
				if lots > 0 {
					newest = newest.max(period);
				}
				volume.add(period, lots);
				delivered[period as usize] += lots;
				for at in 0..7u32 {
					let before = at.checked_sub(1).map_or(0, |before| delivered[before as usize]);
					let most = before.max(delivered[at as usize]);
					prop_assert!(volume.counts_in(at) <= most);
					if in_time && at >= newest {
						prop_assert_eq!(volume.counts_in(at), most);
					}
				}
			}
		}
	}
}
