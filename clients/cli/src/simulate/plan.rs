//! What a household foresees and orders. The same seed, household and quarter hour give the same order, whenever
//! and in whatever sequence they are asked for.

use super::{
	profiles::{fingerprint, Household},
	strategy::{Forecast, Limits, Outside, Strategy},
};
use gridforge_primitives::{Lots, Price, Side, WattHours};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use serde::{Deserialize, Serialize};

/// An order that a household wants to place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wanted {
	pub side: Side,
	pub price: Price,
	pub lots: Lots,
}

/// The household's own draws for a quarter hour.
fn draws(seed: u64, household: &str, step: usize) -> ChaCha8Rng {
	let mut key = [0; 32];
	let words = [seed, fingerprint(household.as_bytes()), u64::try_from(step).unwrap_or(u64::MAX)];
	for (part, word) in key.chunks_exact_mut(8).zip(words) {
		part.copy_from_slice(&word.to_le_bytes());
	}
	ChaCha8Rng::from_seed(key)
}

/// A draw that is normal to the eye, mean 0 and deviation 1: twelve even ones, less their mean. Sums and
/// differences come out the same on every machine.
fn normal(rng: &mut ChaCha8Rng) -> f64 {
	(0..12).map(|_| rng.gen::<f64>()).sum::<f64>() - 6.0
}

/// What the household believes that it will feed in above what it takes, in Wh; nothing where it knows too little.
fn forecast(
	forecast: &Forecast,
	household: &Household,
	step: usize,
	rng: &mut ChaCha8Rng,
) -> Option<i64> {
	match *forecast {
		Forecast::Noisy { error } => {
			let actual = household.energy.get(step)?.net_export();
			let factor = 1.0 + error * normal(rng);
			// A quarter hour's Wh are far inside what a float holds exactly.
			#[allow(clippy::cast_possible_truncation, reason = "a few kWh, in Wh")]
			Some((actual as f64 * factor).round() as i64)
		}
		Forecast::Persistence { values, lead } => {
			let end = step.checked_sub(lead)?.saturating_add(1);
			let known = household.energy.get(end.saturating_sub(values)..end)?;
			let sum: i64 = known.iter().map(|energy| energy.net_export()).sum();
			sum.checked_div(i64::try_from(known.len()).ok()?)
		}
	}
}

/// A limit between feed-in tariff and retail price.
fn limit(limits: Limits, outside: Outside, rng: &mut ChaCha8Rng) -> Price {
	let level = limits.level + limits.spread * (2.0 * rng.gen::<f64>() - 1.0);
	let (low, high) = (f64::from(outside.feed_in.0), f64::from(outside.retail.0));
	#[allow(clippy::cast_possible_truncation, reason = "between two prices")]
	let ticks = (low + level.clamp(0.0, 1.0) * (high - low)).round() as i32;
	Price(ticks)
}

/// The one order of a household for a quarter hour, of no more than its connection `carries` to that side. Nothing
/// where it is smaller than the zone takes.
pub fn order(
	strategy: &Strategy,
	seed: u64,
	household: &Household,
	step: usize,
	carries: impl Fn(Side) -> Lots,
) -> Option<Wanted> {
	let mut rng = draws(seed, &household.name, step);
	let net = forecast(&strategy.forecast, household, step, &mut rng)?;
	let (side, limits) =
		if net > 0 { (Side::Ask, strategy.sellers) } else { (Side::Bid, strategy.buyers) };
	let lots = WattHours(net.unsigned_abs()).lots_down();
	let lots = u32::try_from(lots).unwrap_or(u32::MAX).min(carries(side).0);
	let price = limit(limits, strategy.outside, &mut rng);
	(lots >= strategy.orders.minimum).then_some(Wanted { side, price, lots: Lots(lots) })
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::simulate::{profiles::Energy, strategy::tests::example};

	fn house(name: &str, net: &[i64]) -> Household {
		let energy = net.iter().map(|net| Energy {
			import: u32::try_from(-net).unwrap_or(0),
			export: u32::try_from(*net).unwrap_or(0),
		});
		Household { name: name.into(), energy: energy.collect() }
	}

	fn most(_: Side) -> Lots {
		Lots(1_000_000)
	}

	fn with(forecast: Forecast) -> Strategy {
		Strategy { forecast, ..example() }
	}

	#[test]
	fn draws_depend_on_seed_household_and_step_alone() {
		let strategy = example();
		let houses = [house("a", &[1_000; 8]), house("b", &[1_000; 8])];
		let order = |seed, house: &Household, step| order(&strategy, seed, house, step, most);
		let all: Vec<_> = (0..8).map(|step| order(1, &houses[0], step)).collect();
		let backwards: Vec<_> = (0..8).rev().map(|step| order(1, &houses[0], step)).collect();
		assert!(all.iter().eq(backwards.iter().rev()));
		assert_ne!(order(1, &houses[0], 0), order(2, &houses[0], 0));
		assert_ne!(order(1, &houses[0], 0), order(1, &houses[1], 0));
		assert_ne!(order(1, &houses[0], 0), order(1, &houses[0], 1));
	}

	/// Another release must not give other orders for the same seed.
	#[test]
	fn the_orders_of_a_seed_stay_what_they_are() {
		let order = order(&example(), 7, &house("attic", &[1_234]), 0, most);
		let expected = Wanted { side: Side::Ask, price: Price(219), lots: Lots(125) };
		assert_eq!(order, Some(expected));
	}

	#[test]
	fn a_perfect_forecast_orders_whole_lots_of_what_will_flow() {
		let strategy = with(Forecast::Noisy { error: 0.0 });
		let house = house("a", &[1_239, -1_239, 9, -9, 0]);
		let lots = |step, carries: fn(Side) -> Lots| {
			order(&strategy, 1, &house, step, carries).map(|order| (order.side, order.lots.0))
		};
		assert_eq!(lots(0, most), Some((Side::Ask, 123)));
		assert_eq!(lots(1, most), Some((Side::Bid, 123)));
		assert_eq!(lots(1, |_| Lots(50)), Some((Side::Bid, 50)));
		for step in 2..6 {
			assert_eq!(lots(step, most), None);
		}
	}

	#[test]
	fn persistence_knows_nothing_of_what_is_to_come() {
		let strategy = with(Forecast::Persistence { values: 2, lead: 2 });
		let house = house("a", &[100, 200, 400, 800, 1_600]);
		let lots: Vec<_> = (0..5)
			.map(|step| order(&strategy, 1, &house, step, most).map(|order| order.lots.0))
			.collect();
		assert_eq!(lots, [None, None, Some(10), Some(15), Some(30)]);
	}

	#[test]
	fn limits_lie_between_the_prices_outside() {
		let strategy = example();
		let house = house("a", &[5_000; 500]);
		let prices: Vec<_> = (0..500)
			.filter_map(|step| order(&strategy, 3, &house, step, most))
			.map(|o| o.price)
			.collect();
		assert_eq!(prices.len(), 500);
		assert!(prices.iter().all(|price| (Price(80)..=Price(320)).contains(price)));
		let draws: Vec<_> = (0..1_000).map(|step| normal(&mut draws(1, "a", step))).collect();
		let mean = draws.iter().sum::<f64>() / 1_000.0;
		let square = draws.iter().map(|draw| draw * draw).sum::<f64>() / 1_000.0;
		assert!(mean.abs() < 0.1 && (square - 1.0).abs() < 0.15, "{mean} {square}");
	}
}
