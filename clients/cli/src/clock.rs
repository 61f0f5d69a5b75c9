//! Delivery intervals as moments in UTC, and which of them an order is for.

pub use gridforge_primitives::text::utc;

use crate::errors::{Problem, Result};
use gridforge_primitives::{api::MarketInfo, IntervalId, Millis, ProductId, ZoneId};
use serde::Serialize;
use time::{format_description::well_known::Rfc3339, OffsetDateTime};

/// How long before the gate an order must be sent when the interval is chosen for it.
pub const AHEAD: Millis = 15_000;

/// A moment from an RFC 3339 time, or what is wrong with it.
pub fn moment(text: &str) -> std::result::Result<Millis, String> {
	let moment = OffsetDateTime::parse(text, &Rfc3339).map_err(|error| error.to_string())?;
	Millis::try_from(moment.unix_timestamp_nanos() / 1_000_000)
		.map_err(|_| "it is before 1970".into())
}

/// A moment that the user names.
pub fn parse_moment(text: &str) -> std::result::Result<Millis, String> {
	moment(text)
		.map_err(|why| format!("{text:?} is not a time such as 2027-06-21T00:00:00Z: {why}"))
}

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
	fn the_next_interval_leaves_time_for_the_order() {
		// At 33 s the gate of interval 1 (at 48 s) is 15 s away, a millisecond later it is too near.
		assert_eq!(first_with_gate_ahead(&info(33_000), AHEAD), Ok(IntervalId(1)));
		assert_eq!(first_with_gate_ahead(&info(33_001), AHEAD), Ok(IntervalId(2)));
		assert_eq!(first_with_gate_ahead(&info(0), 700_000).unwrap_err().code, "no_interval");
	}

	#[test]
	fn moments_are_rfc_3339() {
		assert_eq!(parse_moment("1970-01-01T02:00:00.5+01:00"), Ok(3_600_500));
		assert_eq!(utc(parse_moment("2027-06-21T00:00:00Z").unwrap()), "2027-06-21T00:00:00Z");
		for text in ["", "2027-06-21", "1782000000000", "tomorrow"] {
			assert!(parse_moment(text).is_err(), "{text}");
		}
		let error = parse_moment("1969-12-31T23:59:59Z").unwrap_err();
		assert!(error.ends_with("it is before 1970"), "{error}");
	}

	#[test]
	fn a_named_interval_is_taken_as_it_is() {
		let chosen = product(&info(0), 3, Some(7));
		assert_eq!(chosen, Ok(ProductId { interval: IntervalId(7), zone: ZoneId(3) }));
	}
}
