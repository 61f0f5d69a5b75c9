//! Energy, price, money and time as types, so that they cannot be mistaken for one another.

/// WATT in base units: 6 decimals, so 1 WATT is 1,000,000.
pub type WattBalance = u128;

/// A difference of WATT in base units; negative where money flows the other way.
pub type WattDelta = i128;

/// GRID in base units: 12 decimals, so 1 GRID is 1,000,000,000,000.
pub type GridBalance = u128;

/// Base units in one GRID.
pub const GRID: GridBalance = 1_000_000_000_000;

/// Base units in one WATT.
pub const WATT: WattBalance = 1_000_000;

/// Decimal places of the asset of every currency.
pub const WATT_DECIMALS: u8 = 6;

/// The asset id of a settlement currency in `pallet-assets`.
pub type CurrencyId = u32;

/// The moment of a block in milliseconds since the Unix epoch, UTC.
pub type Millis = u64;

/// Ticks that a product spans from its floor price.
pub const TICKS: u16 = 4096;

/// The smallest order: 10 lots, 0.1 kWh.
pub const MIN_ORDER: Lots = Lots(10);

/// Base units of WATT per tick and lot: a tick is 0.001 WATT per kWh, a lot 0.01 kWh.
const BASE_UNITS_PER_TICK_LOT: i128 = 10;

/// A lot is 10 Wh.
const WATT_HOURS_PER_LOT: u64 = 10;

macro_rules! unit {
	($(#[$doc:meta])* $name:ident($inner:ty)) => {
		crate::derives::stored! {
			$(#[$doc])*
			#[derive(Default, PartialOrd, Ord, Hash)]
			#[serde(transparent)]
			pub struct $name(pub $inner);
		}

		impl core::fmt::Display for $name {
			fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
				self.0.fmt(f)
			}
		}
	};
}
pub(crate) use unit;

unit! {
	/// Energy in an order or a trade: 1 lot is 10 Wh, 100 lots are 1 kWh.
	Lots(u32)
}

unit! {
	/// Metered energy in Wh.
	WattHours(u64)
}

unit! {
	/// Ticks of 0.001 WATT per kWh. May be negative: then the seller pays to be rid of the energy.
	Price(i32)
}

unit! {
	/// Where a price stands in its product: ticks above the product's floor, below [`TICKS`].
	Tick(u16)
}

unit! {
	/// A delivery interval: how many interval lengths have passed since the Unix epoch, UTC. With the
	/// standard length these are quarter hours.
	IntervalId(u32)
}

impl Lots {
	/// No energy.
	pub const ZERO: Lots = Lots(0);

	/// Whether this is no energy at all.
	pub const fn is_zero(self) -> bool {
		self.0 == 0
	}

	/// `self - other`, or nothing where `other` is more.
	pub fn checked_sub(self, other: Lots) -> Option<Lots> {
		self.0.checked_sub(other.0).map(Lots)
	}

	/// `self + other`, or nothing past the range.
	pub fn checked_add(self, other: Lots) -> Option<Lots> {
		self.0.checked_add(other.0).map(Lots)
	}
}

impl WattHours {
	/// No energy.
	pub const ZERO: WattHours = WattHours(0);

	/// What flows in `milliseconds` at `watts`, rounded down.
	pub fn at_power(watts: impl Into<u64>, milliseconds: Millis) -> WattHours {
		const MILLIS_PER_HOUR: u64 = 3_600_000;
		WattHours(watts.into().saturating_mul(milliseconds) / MILLIS_PER_HOUR)
	}

	/// Exact: a lot is 10 Wh. Saturates.
	pub const fn of_lots(lots: u64) -> WattHours {
		WattHours(lots.saturating_mul(WATT_HOURS_PER_LOT))
	}

	/// Whole lots, rounded down.
	pub const fn lots_down(self) -> u64 {
		self.0 / WATT_HOURS_PER_LOT
	}

	/// Whole lots, rounded up.
	pub const fn lots_up(self) -> u64 {
		self.0.div_ceil(WATT_HOURS_PER_LOT)
	}

	/// `self - other`, or nothing left where `other` is more.
	pub const fn less(self, other: WattHours) -> WattHours {
		WattHours(self.0.saturating_sub(other.0))
	}

	/// `self + other`, or nothing past the range.
	pub fn checked_add(self, other: WattHours) -> Option<WattHours> {
		self.0.checked_add(other.0).map(WattHours)
	}

	/// `self - other`, or nothing where `other` is more.
	pub fn checked_sub(self, other: WattHours) -> Option<WattHours> {
		self.0.checked_sub(other.0).map(WattHours)
	}

	/// The share of `part` in `whole` of it, rounded down; nothing of a whole of nothing, all of it where `part` is
	/// more.
	pub fn share(self, part: u64, whole: u64) -> WattHours {
		let part = u128::from(part.min(whole));
		let share = u128::from(self.0).saturating_mul(part).checked_div(whole.into());
		WattHours(share.and_then(|share| u64::try_from(share).ok()).unwrap_or(0))
	}
}

impl From<Lots> for WattHours {
	/// Exact: a lot is 10 Wh.
	fn from(lots: Lots) -> WattHours {
		WattHours::of_lots(lots.0.into())
	}
}

impl Price {
	/// What `lots` cost at this price, in base units of WATT. Exact, nothing is rounded; negative where
	/// the price is.
	pub fn notional(self, lots: Lots) -> WattDelta {
		i128::from(self.0) * i128::from(lots.0) * BASE_UNITS_PER_TICK_LOT
	}

	/// The tick of this price above `floor`, or nothing where the price is outside the product's band.
	pub fn tick_above(self, floor: Price) -> Option<Tick> {
		let ticks = i64::from(self.0) - i64::from(floor.0);
		u16::try_from(ticks).ok().filter(|t| *t < TICKS).map(Tick)
	}

	/// The tick of the nearest price of the band above `floor`.
	pub fn nearest_tick(self, floor: Price) -> Tick {
		let highest = Tick(TICKS.saturating_sub(1));
		let inside = self.clamp(floor, highest.price(floor));
		inside.tick_above(floor).unwrap_or(highest)
	}
}

impl Tick {
	/// The price of this tick above `floor`; saturates only for a floor near the end of `i32`, which
	/// no zone can have.
	pub fn price(self, floor: Price) -> Price {
		Price(floor.0.saturating_add(i32::from(self.0)))
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn notional_is_exact_and_signed() {
		// 15 kWh at 0.12 WATT per kWh is 1.80 WATT.
		assert_eq!(Price(120).notional(Lots(1_500)), 1_800_000);
		assert_eq!(Price(-500).notional(Lots(100)), -500_000);
		assert_eq!(Price(i32::MAX).notional(Lots(u32::MAX)), 2_147_483_647 * 4_294_967_295 * 10);
	}

	#[test]
	fn ticks_cover_the_band_and_nothing_else() {
		let floor = Price(-500);
		assert_eq!(Price(-500).tick_above(floor), Some(Tick(0)));
		assert_eq!(Price(3_595).tick_above(floor), Some(Tick(4_095)));
		assert_eq!(Price(3_596).tick_above(floor), None);
		assert_eq!(Price(-501).tick_above(floor), None);
		assert_eq!(Price(i32::MIN).tick_above(Price(i32::MAX)), None);
		assert_eq!(Tick(620).price(floor), Price(120));
		for (price, tick) in
			[(i32::MIN, 0), (-501, 0), (120, 620), (3_596, 4_095), (i32::MAX, 4_095)]
		{
			assert_eq!(Price(price).nearest_tick(floor), Tick(tick), "{price}");
		}
	}

	#[test]
	fn a_lot_is_ten_watt_hours() {
		assert_eq!(WattHours::from(Lots(u32::MAX)), WattHours(42_949_672_950));
		for (energy, down, up) in [(0, 0, 0), (9, 0, 1), (10, 1, 1), (11, 1, 2)] {
			assert_eq!(WattHours(energy).lots_down(), down, "{energy}");
			assert_eq!(WattHours(energy).lots_up(), up, "{energy}");
		}
	}

	#[test]
	fn power_over_time_is_energy() {
		assert_eq!(WattHours::at_power(10_000_u32, 900_000), WattHours(2_500));
		assert_eq!(WattHours::at_power(1_u32, 900_000), WattHours(0));
		assert_eq!(WattHours::at_power(u32::MAX, 3_600_000), WattHours(u32::MAX.into()));
	}
}
