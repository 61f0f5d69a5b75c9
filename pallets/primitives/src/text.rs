//! The chain's units as people write them: kWh, WATT per kWh, WATT, moments in UTC. Nothing is rounded.
//!
//! The command line client and the node's JSON-RPC both write by these functions.

use crate::{Lots, Millis, Price};
use alloc::{format, string::String};

/// Decimal places of a lot in kWh.
pub const KWH_PLACES: u32 = 2;
/// Decimal places of a tick in WATT per kWh.
pub const PRICE_PLACES: u32 = 3;
/// Decimal places of a base unit in WATT.
pub const WATT_PLACES: u32 = 6;

/// kWh without needless zeros: `15`, `0.1`.
pub fn kwh(lots: impl Into<u64>) -> String {
	decimal(false, u128::from(lots.into()), KWH_PLACES, 0)
}

/// WATT per kWh with at least two decimals: `0.12`, `-0.005`.
pub fn price(price: Price) -> String {
	decimal(price.0 < 0, u128::from(price.0.unsigned_abs()), PRICE_PLACES, 2)
}

/// WATT with at least two decimals: `1.80`, `0.075`, `-3.465`.
pub fn watt(units: impl IntoUnits) -> String {
	let (negative, units) = units.parts();
	decimal(negative, units, WATT_PLACES, 2)
}

/// Money with or without a sign.
pub trait IntoUnits {
	/// Whether it is negative, and how much it is.
	fn parts(self) -> (bool, u128);
}

impl IntoUnits for u128 {
	fn parts(self) -> (bool, u128) {
		(false, self)
	}
}

impl IntoUnits for i128 {
	fn parts(self) -> (bool, u128) {
		(self < 0, self.unsigned_abs())
	}
}

impl From<Lots> for u64 {
	fn from(lots: Lots) -> u64 {
		u64::from(lots.0)
	}
}

/// `units × 10^-places`, with no more decimals than it needs and no fewer than `least`.
pub fn decimal(negative: bool, units: u128, places: u32, least: usize) -> String {
	let scale = 10_u128.pow(places);
	let width = usize::try_from(places).unwrap_or_default();
	let mut fraction = format!("{:0width$}", units % scale);
	while fraction.len() > least && fraction.ends_with('0') {
		fraction.pop();
	}
	let sign = if negative { "-" } else { "" };
	let point = if fraction.is_empty() { "" } else { "." };
	format!("{sign}{}{point}{fraction}", units / scale)
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

	#[test]
	fn numbers_are_written_as_people_write_them() {
		assert_eq!(kwh(1_500_u32), "15");
		assert_eq!(kwh(Lots(1_010)), "10.1");
		assert_eq!(price(Price(120)), "0.12");
		assert_eq!(price(Price(-5)), "-0.005");
		assert_eq!(watt(1_800_000_u128), "1.80");
		assert_eq!(watt(75_000_u128), "0.075");
		assert_eq!(watt(-3_465_000_i128), "-3.465");
		assert_eq!(watt(0_u128), "0.00");
		assert_eq!(watt(u128::MAX), "340282366920938463463374607431768.211455");
		assert_eq!(watt(i128::MIN), "-170141183460469231731687303715884.105728");
	}

	#[test]
	fn moments_are_written_in_utc() {
		assert_eq!(utc(0), "1970-01-01T00:00:00Z");
		assert_eq!(utc(951_782_400_000), "2000-02-29T00:00:00Z");
		assert_eq!(utc(4_107_542_399_999), "2100-02-28T23:59:59Z");
		assert_eq!(utc(4_107_542_400_000), "2100-03-01T00:00:00Z");
		assert_eq!(utc(1_795_363_860_000), "2026-11-22T16:11:00Z");
	}
}
