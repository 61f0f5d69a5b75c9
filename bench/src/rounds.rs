//! Measures several kinds of block in turn, so that what disturbs one disturbs all.

use crate::{
	chain::{Chain, Cost},
	clock::Time,
	statistics::{median, median_of_ratios, range},
	Result,
};
use serde_json::{json, Value};
use sp_runtime::OpaqueExtrinsic;

/// A kind of block.
pub struct Side {
	/// Its transactions.
	pub extrinsics: Vec<OpaqueExtrinsic>,
	/// How many things it holds whose price is asked for.
	pub units: usize,
}

/// What each side cost in each round; the empty block is taken off.
pub struct Rounds {
	/// By round, then by side.
	costs: Vec<Vec<Cost>>,
	units: Vec<f64>,
}

/// Measure `sides` and the empty block so many times, each upon the same head. The head moves on by an empty
/// block after each round. One round before them is thrown away: it fills the caches.
pub fn measure(chain: &mut Chain, sides: &[Side], rounds: usize) -> Result<Rounds> {
	let mut costs = Vec::new();
	for round in 0..=rounds {
		let mut of_round = vec![Cost::default(); sides.len()];
		let empty = chain.measure(&[])?;
		let mut order: Vec<_> = sides.iter().zip(of_round.iter_mut()).collect();
		// Every other round goes backwards, so that no side always comes first.
		if round % 2 == 1 {
			order.reverse();
		}
		for (side, cost) in order {
			let whole = chain.measure(&side.extrinsics)?;
			*cost = Cost { build: whole.build - empty.build, import: whole.import - empty.import };
		}
		if round > 0 {
			costs.push(of_round);
		}
		chain.advance()?;
	}
	let units = sides.iter().map(|side| f64::from(u32::try_from(side.units).unwrap_or(u32::MAX)));
	Ok(Rounds { costs, units: units.collect() })
}

impl Rounds {
	/// What one unit of `side` cost in each round, in microseconds of the part `of`.
	fn per_unit(&self, side: usize, of: fn(&Cost) -> f64) -> Vec<f64> {
		let units = self.units.get(side).copied().unwrap_or(f64::NAN);
		self.costs.iter().filter_map(|round| round.get(side)).map(|cost| of(cost) / units).collect()
	}

	/// What a unit of `side` costs, as a multiple of a unit of `other`: processor time of the working thread,
	/// building and importing; the median of the rounds' ratios.
	pub fn ratio(&self, side: usize, other: usize) -> Result<f64> {
		self.ratio_of(side, other, |cost| cost.total().thread)
	}

	/// The same of another part of the cost.
	pub fn ratio_of(&self, side: usize, other: usize, of: fn(&Cost) -> f64) -> Result<f64> {
		let pairs: Vec<_> =
			self.per_unit(side, of).into_iter().zip(self.per_unit(other, of)).collect();
		Ok(median_of_ratios(&pairs).ok_or("the rounds were too short to measure anything")?)
	}

	/// The smallest and the largest of the rounds' ratios.
	pub fn spread(&self, side: usize, other: usize) -> Value {
		let total = |cost: &Cost| cost.total().thread;
		let (values, divisors) = (self.per_unit(side, total), self.per_unit(other, total));
		let ratios: Vec<_> = values.iter().zip(&divisors).map(|(v, d)| v / d).collect();
		range(&ratios).map_or(Value::Null, |(least, most)| json!([digits(least), digits(most)]))
	}

	/// Medians of what a unit of `side` costs, in microseconds.
	pub fn micros(&self, side: usize) -> Value {
		let part = |of: fn(&Cost) -> f64| median(&self.per_unit(side, of)).map(digits);
		json!({
			"build": part(|cost| cost.build.thread),
			"import": part(|cost| cost.import.thread),
			"all_threads": part(|cost| cost.total().process),
			"wall": part(|cost| cost.total().wall),
		})
	}

	/// The median over the rounds of `of`, for a whole block of `side`.
	pub fn block(&self, side: usize, of: fn(&Cost) -> Time) -> Result<Time> {
		let times: Vec<Time> =
			self.costs.iter().filter_map(|round| round.get(side)).map(of).collect();
		let part = |of: fn(&Time) -> f64| median(&times.iter().map(of).collect::<Vec<_>>());
		let nothing = "there were no rounds";
		Ok(Time {
			thread: part(|time| time.thread).ok_or(nothing)?,
			process: part(|time| time.process).ok_or(nothing)?,
			wall: part(|time| time.wall).ok_or(nothing)?,
		})
	}
}

/// Two digits after the point.
fn digits(value: f64) -> f64 {
	(value * 100.0).round() / 100.0
}
