//! The rows of the report: a delivery interval, and a household's bill. In whole base units, lots and watt hours.

use gridforge_primitives::WattDelta;

/// Wh in a lot.
pub const LOT: i128 = 10;

/// One delivery interval.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Interval {
	pub step: usize,
	pub time: String,
	pub interval: u32,
	/// Orders that were taken, and that were refused.
	pub orders: usize,
	pub refused: usize,
	/// Fills.
	pub trades: usize,
	/// Lots, and what they cost.
	pub traded: i128,
	pub notional: WattDelta,
	/// Lots that sellers delivered or owed, and that buyers used or left.
	pub delivered: i128,
	pub shortfall: i128,
	pub used: i128,
	pub unused: i128,
	/// Wh that all households took from the grid, and fed in.
	pub consumption: i128,
	pub generation: i128,
	/// Base units: grid fees, taxes, what sellers paid for shortfalls and buyers got back.
	pub fees: WattDelta,
	pub tax: WattDelta,
	pub cost: WattDelta,
	pub credit: WattDelta,
	/// Meters that were read in time.
	pub read: usize,
}

impl Interval {
	/// Wh that neighbours delivered and used.
	pub fn local(&self) -> i128 {
		self.delivered.min(self.used).saturating_mul(LOT)
	}

	/// The average price, in millionths of WATT per kWh, rounded down.
	pub fn price(&self) -> Option<i128> {
		self.notional.checked_mul(100)?.checked_div_euclid(self.traded)
	}

	/// The share of consumption that was local, in ten thousandths, rounded down.
	pub fn cover(&self) -> Option<i128> {
		self.local().checked_mul(10_000)?.checked_div_euclid(self.consumption)
	}
}

/// One household over all intervals.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bill {
	pub household: String,
	pub participant: u32,
	pub orders: usize,
	pub refused: usize,
	/// Lots, and their money.
	pub bought: i128,
	pub sold: i128,
	pub paid: WattDelta,
	pub earned: WattDelta,
	pub fees: WattDelta,
	pub tax: WattDelta,
	/// Lots sold and not delivered, bought and not used, and their money.
	pub shortfall: i128,
	pub unused: i128,
	pub cost: WattDelta,
	pub credit: WattDelta,
	/// Wh in all, and beyond contracts.
	pub import: i128,
	pub export: i128,
	pub import_beyond: i128,
	pub export_beyond: i128,
	/// What energy beyond contracts costs and brings outside the market.
	pub retail: WattDelta,
	pub feed_in: WattDelta,
	/// What all energy would have come to without the market.
	pub without: WattDelta,
}

impl Bill {
	/// What is paid in the market.
	pub fn market(&self) -> WattDelta {
		self.paid + self.fees + self.tax - self.earned + self.cost - self.credit
	}

	/// What is paid in all.
	pub fn with(&self) -> WattDelta {
		self.market() + self.retail - self.feed_in
	}

	pub fn saving(&self) -> WattDelta {
		self.without - self.with()
	}
}
