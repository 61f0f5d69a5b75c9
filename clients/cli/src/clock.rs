//! Delivery intervals as moments in UTC, and which of them an order is for.

use crate::errors::{Problem, Result};
use gridforge_primitives::{api::MarketInfo, IntervalId, Millis, ProductId, ZoneId};
use serde::Serialize;

/// How long before the gate an order must be sent when the interval is chosen for it.
pub const AHEAD: Millis = 15_000;

/// When delivery of an interval begins.
pub fn delivery_start(info: &MarketInfo, interval: IntervalId) -> Millis {
	Millis::from(interval.0).saturating_mul(info.interval_length)
}

/// When trading of an interval ends.
pub fn gate(info: &MarketInfo, interval: IntervalId) -> Millis {
	delivery_start(info, interval).saturating_sub(info.gate_close)
}

/// The first interval whose gate is at least `ahead` away.
pub fn first_with_gate_ahead(info: &MarketInfo, ahead: Millis) -> Result<IntervalId> {
	(info.first_tradable.0..info.first_unopened.0)
		.map(IntervalId)
		.find(|interval| gate(info, *interval) >= info.now.saturating_add(ahead))
		.ok_or_else(|| {
			Problem::new(
				"no_interval",
				format!("no interval is open whose gate closes at least {} s from now", ahead / 1_000),
			)
			.hint("`gridforge status` shows the intervals that can be traded; try again when the next has opened.")
		})
}

/// The product that the user named, or the next one that can still be traded.
pub fn product(info: &MarketInfo, zone: u16, interval: Option<u32>) -> Result<ProductId> {
	let interval = match interval {
		Some(interval) => IntervalId(interval),
		None => first_with_gate_ahead(info, AHEAD)?,
	};
	Ok(ProductId { interval, zone: ZoneId(zone) })
}

/// A product for people and programs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ProductView {
	pub zone: u16,
	pub interval: u32,
	/// When delivery begins, UTC.
	pub delivery: String,
}

impl ProductView {
	pub fn new(info: &MarketInfo, product: ProductId) -> ProductView {
		ProductView {
			zone: product.zone.0,
			interval: product.interval.0,
			delivery: utc(delivery_start(info, product.interval)),
		}
	}
}

impl std::fmt::Display for ProductView {
	fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
		write!(f, "zone {}, interval {}, delivery {}", self.zone, self.interval, self.delivery)
	}
}

/// A moment as `2026-11-22T16:31:00Z`; milliseconds are cut off.
pub fn utc(moment: Millis) -> String {
	let seconds = moment / 1_000;
	let (year, month, day) = date(seconds / 86_400);
	let (hour, minute, second) = (seconds / 3_600 % 24, seconds / 60 % 60, seconds % 60);
	format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
}

/// The Gregorian date that lies `days` after 1970-01-01.
fn date(days: u64) -> (u64, u64, u64) {
	// Years are counted from March, so that the leap day is the last of its year: then a month's first day
	// is a linear function of the month, and 400 years are always 146,097 days.
	let since = days + 719_468;
	let (era, day_of_era) = (since / 146_097, since % 146_097);
	let year_of_era =
		(day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
	let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
	let from_march = (5 * day_of_year + 2) / 153;
	let day = day_of_year - (153 * from_march + 2) / 5 + 1;
	let month = if from_march < 10 { from_march + 3 } else { from_march - 9 };
	(era * 400 + year_of_era + u64::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests {
	use super::*;
	use gridforge_primitives::api::MarketStatus;

	fn info(now: Millis) -> MarketInfo {
		MarketInfo {
			status: MarketStatus::Open,
			now,
			interval_length: 60_000,
			gate_open: 600_000,
			gate_close: 12_000,
			first_tradable: IntervalId(u32::try_from((now + 12_000) / 60_000).unwrap() + 1),
			first_unopened: IntervalId(u32::try_from((now + 600_000) / 60_000).unwrap() + 1),
		}
	}

	#[test]
	fn moments_are_written_in_utc() {
		assert_eq!(utc(0), "1970-01-01T00:00:00Z");
		assert_eq!(utc(951_782_400_000), "2000-02-29T00:00:00Z");
		assert_eq!(utc(4_107_542_399_999), "2100-02-28T23:59:59Z");
		assert_eq!(utc(4_107_542_400_000), "2100-03-01T00:00:00Z");
		assert_eq!(utc(1_795_363_860_000), "2026-11-22T16:11:00Z");
	}

	#[test]
	fn the_next_interval_leaves_time_for_the_order() {
		// At 33 s the gate of interval 1 (at 48 s) is 15 s away, a millisecond later it is too near.
		assert_eq!(first_with_gate_ahead(&info(33_000), AHEAD), Ok(IntervalId(1)));
		assert_eq!(first_with_gate_ahead(&info(33_001), AHEAD), Ok(IntervalId(2)));
		assert_eq!(first_with_gate_ahead(&info(0), 700_000).unwrap_err().code, "no_interval");
	}

	#[test]
	fn a_named_interval_is_taken_as_it_is() {
		let chosen = product(&info(0), 3, Some(7));
		assert_eq!(chosen, Ok(ProductId { interval: IntervalId(7), zone: ZoneId(3) }));
	}
}
