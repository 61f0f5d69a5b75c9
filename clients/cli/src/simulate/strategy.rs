//! The strategy: how households forecast and at what they offer and bid, and what holds in their zone. A TOML
//! file; every field is explained in `tests/simulate/strategy.toml`.

use crate::{
	errors::{Problem, Result},
	units,
};
use gridforge_primitives::{Price, WattBalance};
use rust_decimal::{prelude::ToPrimitive, Decimal};
use serde::Deserialize;
use std::path::Path;

/// A share of at most one, in millionths.
const MILLION: u32 = 1_000_000;

/// What the file says.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Strategy {
	/// What households pay and get outside the market.
	pub outside: Outside,
	/// What deviations cost in the zone.
	pub deviation: DeviationPrices,
	/// How households foresee what they will need.
	pub forecast: Forecast,
	/// At what sellers offer.
	pub sellers: Limits,
	/// At what buyers bid.
	pub buyers: Limits,
	/// What the zone's buyers pay on top of the price.
	#[serde(default)]
	pub tariff: Tariff,
	/// How large orders may be.
	#[serde(default)]
	pub orders: Orders,
	/// What everybody begins with.
	#[serde(default)]
	pub funding: Funding,
}

#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Outside {
	#[serde(deserialize_with = "ticks")]
	pub retail: Price,
	#[serde(deserialize_with = "ticks")]
	pub feed_in: Price,
}

#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeviationPrices {
	#[serde(deserialize_with = "ticks")]
	pub shortage: Price,
	#[serde(deserialize_with = "ticks")]
	pub surplus: Price,
	#[serde(default, deserialize_with = "spread")]
	pub spread: Option<u16>,
}

/// How a household foresees its net energy of a quarter hour.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase", deny_unknown_fields)]
pub enum Forecast {
	/// What it will be, times one plus a normal draw with this deviation.
	Noisy { error: f64 },
	/// The mean of its last actual `values`, the newest of them `lead` quarter hours before.
	Persistence {
		values: usize,
		#[serde(default = "one")]
		lead: usize,
	},
}

/// A limit price between feed-in tariff (0) and retail price (1), drawn evenly from `level` ± `spread`.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limits {
	pub level: f64,
	pub spread: f64,
}

/// In millionths, and base units per kWh.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Tariff {
	#[serde(deserialize_with = "millionths")]
	pub ad_valorem: u32,
	#[serde(deserialize_with = "per_kwh")]
	pub per_kwh: u32,
	#[serde(deserialize_with = "millionths")]
	pub tax: u32,
	#[serde(deserialize_with = "millionths")]
	pub treasury: u32,
}

impl Default for Tariff {
	fn default() -> Tariff {
		Tariff { ad_valorem: 50_000, per_kwh: 0, tax: 0, treasury: 0 }
	}
}

#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Orders {
	/// Lots.
	#[serde(deserialize_with = "lots")]
	pub minimum: u32,
	/// How much more than its profile's peak a connection carries.
	pub headroom: f64,
}

impl Default for Orders {
	fn default() -> Orders {
		Orders { minimum: 1, headroom: 1.5 }
	}
}

/// Base units of WATT, and whole GRID.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Funding {
	#[serde(deserialize_with = "watt")]
	pub household: WattBalance,
	#[serde(deserialize_with = "watt")]
	pub supplier: WattBalance,
	pub grid: u32,
}

impl Default for Funding {
	fn default() -> Funding {
		Funding { household: 100_000_000, supplier: 1_000_000_000, grid: 100 }
	}
}

impl Strategy {
	/// Read a file.
	pub fn read(path: &Path) -> Result<(Strategy, String)> {
		let text = std::fs::read_to_string(path).map_err(|error| {
			Problem::new("unreadable", format!("cannot read {}: {error}", path.display()))
				.hint("Name a strategy with --strategy; tests/simulate/strategy.toml is one.")
		})?;
		let strategy = Strategy::parse(&text).map_err(|message| {
			Problem::new("bad_strategy", format!("{}: {message}", path.display()))
				.hint("tests/simulate/strategy.toml explains every field.")
		})?;
		Ok((strategy, text))
	}

	fn parse(text: &str) -> std::result::Result<Strategy, String> {
		let strategy: Strategy = toml::from_str(text).map_err(|e| e.to_string())?;
		strategy.check()?;
		Ok(strategy)
	}

	fn check(&self) -> std::result::Result<(), String> {
		let Strategy { outside, deviation, forecast, sellers, buyers, orders, funding, tariff } =
			self;
		let share = |value: f64| (0.0..=1.0).contains(&value);
		let forecast_holds = match forecast {
			Forecast::Noisy { error } => share(*error),
			Forecast::Persistence { values, lead } => *values > 0 && *lead > 0,
		};
		let rules = [
			(outside.feed_in <= outside.retail, "outside.feed_in must not be above outside.retail"),
			(
				deviation.surplus <= deviation.shortage,
				"deviation.surplus must not be above deviation.shortage",
			),
			(
				forecast_holds,
				"forecast.error must be from 0 to 1, forecast.values and forecast.lead at least 1",
			),
			(
				share(sellers.level) && share(buyers.level),
				"sellers.level and buyers.level must be from 0 to 1",
			),
			(
				share(sellers.spread) && share(buyers.spread),
				"sellers.spread and buyers.spread must be from 0 to 1",
			),
			((1.0..=100.0).contains(&orders.headroom), "orders.headroom must be from 1 to 100"),
			(funding.grid > 0, "funding.grid must be at least 1: orders pay transaction fees"),
			(
				tariff.ad_valorem <= MILLION / 2 && tariff.tax <= MILLION / 2,
				"tariff.ad_valorem and tariff.tax must be at most 0.5",
			),
		];
		match rules.iter().find(|(holds, _)| !holds) {
			Some((_, rule)) => Err((*rule).to_owned()),
			None => Ok(()),
		}
	}
}

fn one() -> usize {
	1
}

/// A number as it is written in the file: exact, where a float would not be.
fn number<'de, D: serde::Deserializer<'de>>(from: D) -> std::result::Result<String, D::Error> {
	#[derive(Deserialize)]
	#[serde(untagged)]
	enum Number {
		Whole(i64),
		Float(f64),
	}
	Ok(match Number::deserialize(from)? {
		Number::Whole(whole) => whole.to_string(),
		Number::Float(float) => float.to_string(),
	})
}

fn ticks<'de, D: serde::Deserializer<'de>>(from: D) -> std::result::Result<Price, D::Error> {
	units::parse_price(&number(from)?).map_err(serde::de::Error::custom)
}

fn lots<'de, D: serde::Deserializer<'de>>(from: D) -> std::result::Result<u32, D::Error> {
	units::parse_kwh(&number(from)?).map(|lots| lots.0).map_err(serde::de::Error::custom)
}

fn watt<'de, D: serde::Deserializer<'de>>(from: D) -> std::result::Result<WattBalance, D::Error> {
	units::parse_watt(&number(from)?).map_err(serde::de::Error::custom)
}

fn spread<'de, D: serde::Deserializer<'de>>(from: D) -> std::result::Result<Option<u16>, D::Error> {
	u16::try_from(ticks(from)?.0).map(Some).map_err(serde::de::Error::custom)
}

fn millionths<'de, D: serde::Deserializer<'de>>(from: D) -> std::result::Result<u32, D::Error> {
	let text = number(from)?;
	scaled(&text)
		.filter(|share| *share <= MILLION)
		.ok_or_else(|| serde::de::Error::custom(format!("{text} is no share from 0 to 1")))
}

fn per_kwh<'de, D: serde::Deserializer<'de>>(from: D) -> std::result::Result<u32, D::Error> {
	let text = number(from)?;
	scaled(&text).filter(|units| *units <= 10 * MILLION).ok_or_else(|| {
		serde::de::Error::custom(format!("{text} is no amount from 0 to 10 WATT per kWh"))
	})
}

/// A number in millionths, where it is one of them exactly.
fn scaled(text: &str) -> Option<u32> {
	let number = Decimal::from_str_exact(text).ok()?.checked_mul(Decimal::from(MILLION))?;
	number.is_integer().then_some(number)?.to_u32()
}

#[cfg(test)]
pub mod tests {
	use super::*;

	pub const EXAMPLE: &str = include_str!("../../../../tests/simulate/strategy.toml");

	pub fn example() -> Strategy {
		Strategy::parse(EXAMPLE).unwrap()
	}

	#[test]
	fn the_committed_example_names_every_field() {
		let strategy = example();
		assert_eq!(strategy.outside, Outside { retail: Price(320), feed_in: Price(80) });
		assert_eq!(strategy.forecast, Forecast::Noisy { error: 0.1 });
		assert_eq!(strategy.funding.household, 100_000_000);
		for field in ["spread", "persistence", "lead", "headroom", "supplier", "treasury", "tax"] {
			assert!(EXAMPLE.contains(field), "{field}");
		}
	}

	#[test]
	fn what_is_not_said_has_a_default() {
		let text = EXAMPLE.split("\n[tariff]").next().unwrap();
		let strategy = Strategy::parse(text).unwrap();
		assert_eq!(strategy.tariff, Tariff::default());
		assert_eq!(strategy.orders, Orders::default());
	}

	#[test]
	fn errors_name_what_is_wrong() {
		for (from, to, expected) in [
			("feed_in = 0.08", "feed_in = 0.5", "outside.feed_in must not be above"),
			("feed_in = 0.08", "feed_in = 0.0805", "0.0805 is not a multiple of 0.001"),
			("feed_in = 0.08", "feedin = 0.08", "unknown field `feedin`"),
			("surplus = 0.06", "surplus = 9", "deviation.surplus must not be above"),
			("error = 0.1", "error = 1.5", "forecast.error must be from 0 to 1"),
			("kind = \"noisy\"", "kind = \"oracle\"", "oracle"),
			("headroom = 1.5", "headroom = 0.5", "orders.headroom must be"),
			("ad_valorem = 0.05", "ad_valorem = 0.6", "at most 0.5"),
			("ad_valorem = 0.05", "ad_valorem = 2", "2 is no share"),
			("[sellers]", "[seller]", "unknown field `seller`"),
			("household = 100", "household = -1", "-1 WATT is not a positive amount"),
		] {
			// The comments name fields, too.
			let (from, to) = (format!("\n{from}"), format!("\n{to}"));
			assert!(EXAMPLE.contains(&from), "{from}");
			let error = Strategy::parse(&EXAMPLE.replacen(&from, &to, 1)).unwrap_err();
			assert!(error.contains(expected), "{error}");
		}
	}
}
