//! What the grid costs: the tariff of a zone, and the fee terms that it comes to in one interval.
//!
//! The buyer pays, on top of the price,
//!
//! ```text
//! fee = ad_valorem × max(notional, 0) + kWh × per_kwh × time_of_use(local hour) × congestion(load)
//!       but at most kWh × cap
//! tax = tax × max(notional, 0)
//! ```
//!
//! Each part is rounded up to a base unit, away from the buyer. [`FeeTerms::charge`] is the only place where
//! a fee is computed: a preview, a lock and a charge all come from it. A buyer of a [`FeeTier`] is charged less by a
//! discount, which is taken off the treasury's share alone ([`FeeTerms::discounted`]); what is locked does not count on it.

use crate::{derives::stored, Discounts, FeeTier, Lots, WattBalance};
use sp_arithmetic::Permill;

/// Hours in a day.
pub const HOURS: usize = 24;

/// How many bands of load a tariff tells apart.
pub const LOAD_BANDS: usize = 4;

/// Lots in a kWh.
const LOTS_PER_KWH: u128 = 100;

stored! {
	/// A factor in hundredths: 100 leaves as it is, 150 makes half as much again, 0 is free.
	#[serde(transparent)]
	pub struct Multiplier(pub u16);
}

impl Multiplier {
	/// Leaves as it is.
	pub const ONE: Multiplier = Multiplier(100);

	/// The largest one: ten times.
	pub const MAX: Multiplier = Multiplier(1_000);
}

stored! {
	/// Base units of WATT per kWh.
	#[derive(Default, PartialOrd, Ord)]
	#[serde(transparent)]
	pub struct PerKwh(pub u32);
}

impl PerKwh {
	/// The most that may be charged per kWh: 10 WATT.
	pub const MAX: PerKwh = PerKwh(10_000_000);
}

stored! {
	/// Who gets which share of a fee; the operator of the zone gets the rest, so that the shares come to the
	/// fee exactly. Taxes are not shared.
	#[derive(Default)]
	#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
	pub struct Shares {
		/// The application host that the buyer chose; the operator's where the buyer chose none.
		pub host: Permill,
		/// The chain's treasury.
		pub treasury: Permill,
	}
}

impl Shares {
	/// The host's part of `fee`, rounded down.
	pub fn host_part(&self, fee: WattBalance) -> WattBalance {
		self.host.mul_floor(fee)
	}

	/// The treasury's part of `fee`, rounded down.
	pub fn treasury_part(&self, fee: WattBalance) -> WattBalance {
		self.treasury.mul_floor(fee)
	}

	/// Whether they leave the operator something or nothing, but not less.
	pub fn is_allowed(&self) -> bool {
		let sum = u64::from(self.host.deconstruct()) + u64::from(self.treasury.deconstruct());
		sum <= u64::from(Permill::one().deconstruct())
	}
}

stored! {
	/// What the buyer pays to the grid on top of the price: one version of a zone's tariff.
	#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
	pub struct Tariff {
		/// Share of the energy's value, 5 % by default.
		pub ad_valorem: Permill,
		/// For each kWh, before the factors.
		pub per_kwh: PerKwh,
		/// Factors of `per_kwh` by the local hour in which delivery begins.
		pub time_of_use: [Multiplier; HOURS],
		/// Factors of `per_kwh` while less than a quarter, a half, three quarters, and while more of the zone's
		/// capacity has been traded.
		pub congestion: [Multiplier; LOAD_BANDS],
		/// The most that the fee may come to for each kWh, taxes apart.
		pub cap: Option<PerKwh>,
		/// Tax on the energy's value.
		pub tax: Permill,
		/// Who gets the fee.
		pub shares: Shares,
	}
}

impl Default for Tariff {
	fn default() -> Self {
		Tariff {
			ad_valorem: Permill::from_percent(5),
			per_kwh: PerKwh::default(),
			time_of_use: [Multiplier::ONE; HOURS],
			congestion: [Multiplier::ONE; LOAD_BANDS],
			cap: None,
			tax: Permill::zero(),
			shares: Shares::default(),
		}
	}
}

impl Tariff {
	/// What it comes to for delivery that begins in the local hour `hour`, 0 to 23.
	pub fn at_hour(&self, hour: u8) -> FeeTerms {
		let factor = self.time_of_use.get(usize::from(hour)).copied().unwrap_or(Multiplier::ONE);
		FeeTerms {
			ad_valorem: self.ad_valorem,
			per_kwh: u64::from(self.per_kwh.0).saturating_mul(u64::from(factor.0)),
			congestion: self.congestion,
			cap: self.cap,
			tax: self.tax,
			shares: self.shares,
			discounts: Discounts::default(),
		}
	}
}

stored! {
	/// How much of a zone's capacity had been traded when an order was placed: it keeps the congestion factor
	/// of that moment.
	#[derive(Default)]
	#[serde(transparent)]
	pub struct LoadBand(pub u8);
}

impl LoadBand {
	/// The band while `traded` lots of `capacity` have been traded. Without capacity it is the highest.
	pub fn of(traded: u64, capacity: Lots) -> LoadBand {
		let quarters =
			traded.saturating_mul(4).checked_div(u64::from(capacity.0)).unwrap_or(u64::MAX);
		LoadBand(u8::try_from(quarters).unwrap_or(u8::MAX).min(3))
	}
}

stored! {
	/// What an order keeps of the moment in which it was placed, in the one byte that the book has for it: the
	/// [`LoadBand`] in the lowest two bits, the [`FeeTier`] in the two above.
	#[derive(Default)]
	#[serde(transparent)]
	pub struct OrderTerms(pub u8);
}

impl OrderTerms {
	const MASK: u8 = 0b11;
	const TIER_SHIFT: u32 = 2;

	/// The terms of an order of somebody of `tier` that is placed under the load of `band`.
	pub const fn new(band: LoadBand, tier: FeeTier) -> Self {
		OrderTerms((band.0 & Self::MASK) | ((tier.0 & Self::MASK) << Self::TIER_SHIFT))
	}

	/// The load under which it is charged.
	pub const fn band(self) -> LoadBand {
		LoadBand(self.0 & Self::MASK)
	}

	/// The tier of whoever placed it.
	pub const fn tier(self) -> FeeTier {
		FeeTier((self.0 >> Self::TIER_SHIFT) & Self::MASK)
	}
}

stored! {
	/// A tariff as it is in one delivery interval: what an order pays by.
	#[serde(rename_all = "camelCase")]
	pub struct FeeTerms {
		/// Share of the energy's value.
		pub ad_valorem: Permill,
		/// Hundredths of a base unit for each kWh, the hour's factor included.
		pub per_kwh: u64,
		/// Factors by load.
		pub congestion: [Multiplier; LOAD_BANDS],
		/// The most that the fee may come to for each kWh.
		pub cap: Option<PerKwh>,
		/// Tax on the energy's value.
		pub tax: Permill,
		/// Who gets the fee.
		pub shares: Shares,
		/// What the treasury leaves to buyers who stake GRID or trade much.
		pub discounts: Discounts,
	}
}

impl Default for FeeTerms {
	fn default() -> Self {
		Tariff::default().at_hour(0)
	}
}

stored! {
	/// What is charged on top of the price, part by part, in base units.
	#[derive(Default)]
	#[serde(rename_all = "camelCase")]
	pub struct Charge {
		/// For the energy's value.
		pub ad_valorem: WattBalance,
		/// For the amount of energy, by hour and load.
		pub per_kwh: WattBalance,
		/// What is taken off: what is above the cap, and in an auction a unit or two by which charges round
		/// above what an order had locked.
		pub over_cap: WattBalance,
		/// For crossing from one zone to another.
		pub crossing: WattBalance,
		/// What the treasury leaves to the buyer of its part of the fee.
		pub discount: WattBalance,
		/// Tax.
		pub tax: WattBalance,
	}
}

impl Charge {
	/// The grid fee: all but the tax.
	pub fn fee(&self) -> WattBalance {
		self.whole_fee().saturating_sub(self.discount)
	}

	/// The grid fee before the discount: what is shared.
	pub fn whole_fee(&self) -> WattBalance {
		self.ad_valorem
			.saturating_add(self.per_kwh)
			.saturating_sub(self.over_cap)
			.saturating_add(self.crossing)
	}

	/// Fee and tax.
	pub fn total(&self) -> WattBalance {
		self.fee().saturating_add(self.tax)
	}

	/// The same, but no more than `most` in all: what is too much is taken off the tax last. For a whole charge: a
	/// discount comes after it.
	pub fn at_most(mut self, most: WattBalance) -> Charge {
		let excess = self.total().saturating_sub(most);
		let off_fee = excess.min(self.fee());
		self.over_cap = self.over_cap.saturating_add(off_fee);
		self.tax = self.tax.saturating_sub(excess.saturating_sub(off_fee));
		self
	}

	/// Both together. `None` past the range.
	pub fn checked_add(&self, other: &Charge) -> Option<Charge> {
		Some(Charge {
			ad_valorem: self.ad_valorem.checked_add(other.ad_valorem)?,
			per_kwh: self.per_kwh.checked_add(other.per_kwh)?,
			over_cap: self.over_cap.checked_add(other.over_cap)?,
			crossing: self.crossing.checked_add(other.crossing)?,
			discount: self.discount.checked_add(other.discount)?,
			tax: self.tax.checked_add(other.tax)?,
		})
	}
}

impl FeeTerms {
	/// What a buyer is charged on `lots` worth `value` base units under the congestion factor of `band`. Each
	/// part is rounded up. Energy with a negative price has no value to charge for: pass zero.
	pub fn charge(&self, band: LoadBand, value: WattBalance, lots: u64) -> Charge {
		let factor = self.congestion.get(usize::from(band.0)).copied().unwrap_or(Multiplier::ONE);
		let lots = u128::from(lots);
		let ad_valorem = self.ad_valorem.mul_ceil(value);
		// Hundredths by hour, hundredths by load.
		let per_kwh = lots
			.saturating_mul(u128::from(self.per_kwh))
			.saturating_mul(u128::from(factor.0))
			.div_ceil(LOTS_PER_KWH * 100 * 100);
		let sum = ad_valorem.saturating_add(per_kwh);
		let over_cap = self.cap.map_or(0, |cap| {
			let most = lots.saturating_mul(u128::from(cap.0)).div_ceil(LOTS_PER_KWH);
			sum.saturating_sub(most)
		});
		let tax = self.tax.mul_ceil(value);
		Charge { ad_valorem, per_kwh, over_cap, tax, ..Charge::default() }
	}

	/// What a buyer of `tier` is charged where others are charged `whole`: the treasury leaves it a share of its own
	/// part, rounded down. The parts of several fees, each rounded down, never come to more than the part of their sum:
	/// so what the treasury has left is never below zero.
	pub fn discounted(&self, tier: FeeTier, whole: Charge) -> Charge {
		let part = self.shares.treasury_part(whole.whole_fee());
		Charge { discount: self.discounts.of(tier).mul_floor(part), ..whole }
	}

	/// What becomes of the fees of `charge`, of which hosts got `hosts`: the operator's and the treasury's parts, which come to
	/// the fees with the hosts' exactly. `None` where hosts or buyers got more than was theirs.
	pub fn divide(
		&self,
		charge: &Charge,
		hosts: WattBalance,
	) -> Option<(WattBalance, WattBalance)> {
		let whole = charge.whole_fee();
		let part = self.shares.treasury_part(whole);
		let operator = whole.checked_sub(hosts)?.checked_sub(part)?;
		Some((operator, part.checked_sub(charge.discount)?))
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	const LOW: LoadBand = LoadBand(0);

	fn terms(change: impl FnOnce(&mut Tariff)) -> FeeTerms {
		let mut tariff = Tariff::default();
		change(&mut tariff);
		tariff.at_hour(17)
	}

	#[test]
	fn by_default_a_twentieth_of_the_value_rounded_away_from_the_buyer() {
		let terms = terms(|_| ());
		for (value, fee) in [(1_800_000, 90_000), (10, 1), (1, 1), (0, 0), (1_000_010, 50_001)] {
			assert_eq!(terms.charge(LOW, value, 1_000).total(), fee, "{value}");
		}
	}

	#[test]
	fn each_part_is_named_and_rounded_up_by_itself() {
		// 15 kWh worth 1.80 WATT, 0.02 WATT per kWh, half as much again at 5 pm, double under the load.
		let terms = terms(|t| {
			t.per_kwh = PerKwh(20_000);
			t.time_of_use[17] = Multiplier(150);
			t.congestion[2] = Multiplier(200);
			t.tax = Permill::from_percent(19);
		});
		let charge = terms.charge(LoadBand(2), 1_800_000, 1_500);
		assert_eq!(charge.ad_valorem, 90_000);
		assert_eq!(charge.per_kwh, 15 * 20_000 * 3);
		assert_eq!(charge.tax, 342_000);
		assert_eq!(charge.fee(), 990_000);
		assert_eq!(charge.total(), 1_332_000);
		// 0.01 kWh at 0.02 × 1.5 is 0.0003 WATT; one base unit's fraction is rounded up.
		assert_eq!(terms.charge(LOW, 0, 1).per_kwh, 300);
		let odd = FeeTerms { per_kwh: 1, ..terms };
		assert_eq!(odd.charge(LOW, 0, 1).per_kwh, 1);
	}

	#[test]
	fn the_cap_holds_the_fee_but_not_the_tax() {
		let terms = terms(|t| {
			t.cap = Some(PerKwh(3_000));
			t.tax = Permill::from_percent(10);
		});
		let charge = terms.charge(LOW, 1_800_000, 1_500);
		assert_eq!(charge.over_cap, 45_000);
		assert_eq!(charge.fee(), 45_000);
		assert_eq!(charge.total(), 225_000);
	}

	#[test]
	fn what_is_too_much_is_taken_off_the_tax_last() {
		let charge = Charge { ad_valorem: 2, per_kwh: 3, tax: 4, ..Charge::default() };
		for most in 0..12 {
			assert_eq!(charge.at_most(most).total(), most.min(9), "{most}");
		}
		assert_eq!(charge.at_most(5).tax, 4);
		assert_eq!(charge.at_most(3).tax, 3);
	}

	#[test]
	fn the_load_is_told_apart_by_quarters_of_the_capacity() {
		for (traded, band) in [(0, 0), (249, 0), (250, 1), (499, 1), (500, 2), (750, 3), (5_000, 3)]
		{
			assert_eq!(LoadBand::of(traded, Lots(1_000)), LoadBand(band), "{traded}");
		}
		assert_eq!(LoadBand::of(0, Lots(0)), LoadBand(3));
		assert_eq!(LoadBand::of(u64::MAX, Lots(1)), LoadBand(3));
	}

	#[test]
	fn shares_come_to_the_fee_or_are_not_allowed() {
		let shares = |host, treasury| Shares {
			host: Permill::from_percent(host),
			treasury: Permill::from_percent(treasury),
		};
		assert!(shares(60, 40).is_allowed());
		assert!(!shares(60, 41).is_allowed());
		assert_eq!(shares(33, 10).host_part(10), 3);
		assert_eq!(shares(33, 10).treasury_part(19), 1);
	}

	#[test]
	fn band_and_tier_share_a_byte() {
		for band in 0..4 {
			for tier in 0..4 {
				let terms = OrderTerms::new(LoadBand(band), FeeTier(tier));
				assert_eq!((terms.band(), terms.tier()), (LoadBand(band), FeeTier(tier)));
			}
			// Without a tier it is what it was before there were any.
			assert_eq!(OrderTerms::new(LoadBand(band), FeeTier::NONE), OrderTerms(band));
		}
	}

	#[test]
	fn the_treasury_alone_pays_the_discount() {
		let percent = Permill::from_percent;
		let mut terms = terms(|t| t.shares = Shares { host: percent(30), treasury: percent(20) });
		terms.discounts.shares = [percent(10), percent(50), percent(100)];
		let whole = terms.charge(LOW, 1_800_010, 1_000);
		assert_eq!(whole.fee(), 90_001);
		for (tier, discount) in [(0, 0), (1, 1_800), (2, 9_000), (3, 18_000), (4, 0)] {
			let charge = terms.discounted(FeeTier(tier), whole);
			assert_eq!(charge.fee(), 90_001 - discount, "{tier}");
			assert_eq!(charge.whole_fee(), 90_001);
			// The host has 27,000 whatever the discount.
			assert_eq!(terms.divide(&charge, 27_000), Some((45_001, 18_000 - discount)));
		}
		assert_eq!(terms.divide(&Charge { discount: 18_001, ..whole }, 0), None);
	}
}
