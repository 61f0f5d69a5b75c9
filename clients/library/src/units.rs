//! Conversions between the chain's units and those that people use: kWh, WATT per kWh, WATT. Every one is
//! exact or an error.

pub use gridforge_primitives::text::{kwh, price, watt};
use gridforge_primitives::{
	text::{decimal, KWH_PLACES, PRICE_PLACES, WATT_PLACES},
	Lots, Price, WattBalance,
};
use rust_decimal::{prelude::ToPrimitive, Decimal};

/// Decimal places of a base unit in GRID.
const GRID_PLACES: u32 = 12;
/// Decimal places of a millionth in per cent.
const PERCENT_PLACES: u32 = 4;

/// Lots from kWh, such as `25` or `0.5`.
pub fn parse_kwh(text: &str) -> Result<Lots, String> {
	let units = steps(text, KWH_PLACES)?;
	if units <= 0 {
		return Err(format!("{text} kWh is not a positive amount of energy"));
	}
	u32::try_from(units).map(Lots).map_err(|_| format!("{text} kWh is more than an order can hold"))
}

/// A price from WATT per kWh, such as `0.16` or `-0.05`.
pub fn parse_price(text: &str) -> Result<Price, String> {
	let ticks = steps(text, PRICE_PLACES)?;
	i32::try_from(ticks).map(Price).map_err(|_| format!("{text} WATT/kWh is out of range"))
}

/// Base units from WATT, such as `12.5`.
pub fn parse_watt(text: &str) -> Result<WattBalance, String> {
	let units = steps(text, WATT_PLACES)?;
	u128::try_from(units)
		.ok()
		.filter(|units| *units > 0)
		.ok_or_else(|| format!("{text} WATT is not a positive amount"))
}

/// Base units from GRID, such as `1000` or `0.5`.
pub fn parse_grid(text: &str) -> Result<u128, String> {
	let units = steps(text, GRID_PLACES)?;
	u128::try_from(units)
		.ok()
		.filter(|units| *units > 0)
		.ok_or_else(|| format!("{text} GRID is not a positive amount"))
}

/// Millionths from per cent, such as `2.5`.
pub fn parse_percent(text: &str) -> Result<u32, String> {
	let parts = steps(text, PERCENT_PLACES)?;
	u32::try_from(parts).map_err(|_| format!("{text} % is out of range"))
}

/// How many steps of `10^-places` the number is.
fn steps(text: &str, places: u32) -> Result<i128, String> {
	let number = Decimal::from_str_exact(text)
		.map_err(|_| format!("{text:?} is not a decimal number such as 0.12"))?;
	number
		.checked_mul(Decimal::from(10_u64.pow(places)))
		.filter(Decimal::is_integer)
		.and_then(|units| units.to_i128())
		.ok_or_else(|| format!("{text} is not a multiple of {}", Decimal::new(1, places)))
}

/// A change of WATT with its sign: `+1.80`.
pub fn watt_change(units: i128) -> String {
	if units > 0 {
		format!("+{}", watt(units))
	} else {
		watt(units)
	}
}

/// GRID with at least two decimals.
pub fn grid(units: u128) -> String {
	decimal(false, units, GRID_PLACES, 2)
}

/// Parts per million as a percentage: `5`, `0.25`.
pub fn percent(parts_per_million: u32) -> String {
	decimal(false, u128::from(parts_per_million), PERCENT_PLACES, 0)
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn energy_is_exact_or_refused() {
		assert_eq!(parse_kwh("15"), Ok(Lots(1_500)));
		assert_eq!(parse_kwh("0.10"), Ok(Lots(10)));
		assert_eq!(parse_kwh("42949672.95"), Ok(Lots(u32::MAX)));
		assert_eq!(parse_kwh("0.125").unwrap_err(), "0.125 is not a multiple of 0.01");
		for text in ["0", "-1", "42949672.96", "", "x", "1,5", "1e3", "NaN"] {
			assert!(parse_kwh(text).is_err(), "{text}");
		}
	}

	#[test]
	fn prices_may_be_negative_and_lie_on_the_grid() {
		assert_eq!(parse_price("0.12"), Ok(Price(120)));
		assert_eq!(parse_price("-0.5"), Ok(Price(-500)));
		assert_eq!(parse_price("0"), Ok(Price(0)));
		assert_eq!(parse_price("0.1205").unwrap_err(), "0.1205 is not a multiple of 0.001");
		assert!(parse_price("2147483.648").is_err());
	}

	#[test]
	fn money_is_exact_or_refused() {
		assert_eq!(parse_watt("3.465"), Ok(3_465_000));
		assert_eq!(parse_watt("0.000001"), Ok(1));
		assert_eq!(parse_watt("0.0000001").unwrap_err(), "0.0000001 is not a multiple of 0.000001");
		assert!(parse_watt("0").is_err());
		assert!(parse_watt("-1").is_err());
		assert!(parse_watt("99999999999999999999999999999999999").is_err());
	}

	#[test]
	fn grid_is_exact_or_refused() {
		assert_eq!(parse_grid("0.000000000001"), Ok(1));
		assert_eq!(parse_grid("1000"), Ok(1_000_000_000_000_000));
		assert!(parse_grid("0.0000000000001").is_err());
		assert_eq!(parse_grid("0").unwrap_err(), "0 GRID is not a positive amount");
	}

	#[test]
	fn changes_and_rates_are_written_as_people_write_them() {
		assert_eq!(watt_change(165_000), "+0.165");
		assert_eq!(watt_change(0), "0.00");
		assert_eq!(watt_change(i128::MIN), "-170141183460469231731687303715884.105728");
		assert_eq!((percent(50_000), percent(2_500)), ("5".into(), "0.25".into()));
		assert_eq!(grid(1_500_000_000_000), "1.50");
	}

	#[test]
	fn what_is_written_reads_back() {
		for ticks in [-500, -1, 0, 1, 99, 3_595, i32::MAX, i32::MIN] {
			assert_eq!(parse_price(&price(Price(ticks))), Ok(Price(ticks)));
		}
		for lots in [1, 10, 99, 100, 12_345, u32::MAX] {
			assert_eq!(parse_kwh(&kwh(lots)), Ok(Lots(lots)));
		}
		for units in [1, 999_999, 1_000_000, 123_456_789_012] {
			assert_eq!(parse_watt(&watt(units)), Ok(units));
		}
	}
}
