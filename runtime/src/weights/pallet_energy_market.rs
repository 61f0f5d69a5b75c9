//! Weights of `pallet_energy_market`, measured by its benchmarks: `scripts/weights` writes this file.
//!
//! 2026-11-23, on Intel(R) Xeon(R) Processor; 50 steps, 20 repeats, wasm Compiled.
//! Execution alone is measured; the database's share is `T::DbWeight` per key read or written.

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::Weight};

/// Weights of `pallet_energy_market`.
pub struct WeightInfo<T>(PhantomData<T>);
impl<T: frame_system::Config> pallet_energy_market::WeightInfo for WeightInfo<T> {
	fn deposit() -> Weight {
		// Fastest run: 63_731_000 ps.
		Weight::from_parts(74_553_000, 6208)
			.saturating_add(T::DbWeight::get().reads(7))
			.saturating_add(T::DbWeight::get().writes(5))
	}
	fn withdraw() -> Weight {
		// Fastest run: 64_000_000 ps.
		Weight::from_parts(73_633_000, 6208)
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().writes(5))
	}
	/// `p` from 0 to 100.
	fn place_order(p: u32) -> Weight {
		// Fastest run: 57_890_000 ps.
		Weight::from_parts(68_862_879, 5043)
			// Standard error: 4_141.
			.saturating_add(Weight::from_parts(4_562_477, 0).saturating_mul(p.into()))
			.saturating_add(T::DbWeight::get().reads(9))
			.saturating_add(T::DbWeight::get().reads((1_u64).saturating_mul(p.into())))
			.saturating_add(T::DbWeight::get().writes(4))
			.saturating_add(T::DbWeight::get().writes((1_u64).saturating_mul(p.into())))
			.saturating_add(Weight::from_parts(0, 2893).saturating_mul(p.into()))
	}
	/// `f` from 0 to 100.
	fn place_order_fills(f: u32) -> Weight {
		// Fastest run: 49_099_000 ps.
		Weight::from_parts(60_540_616, 6553)
			// Standard error: 1_020.
			.saturating_add(Weight::from_parts(237_865, 0).saturating_mul(f.into()))
			.saturating_add(T::DbWeight::get().reads(10))
			.saturating_add(T::DbWeight::get().writes(5))
			.saturating_add(Weight::from_parts(0, 78).saturating_mul(f.into()))
	}
	fn place_order_opening() -> Weight {
		// Fastest run: 56_850_000 ps.
		Weight::from_parts(61_520_000, 5043)
			.saturating_add(T::DbWeight::get().reads(11))
			.saturating_add(T::DbWeight::get().writes(5))
	}
	fn place_order_topping_up() -> Weight {
		// Fastest run: 101_584_000 ps.
		Weight::from_parts(110_982_000, 6208)
			.saturating_add(T::DbWeight::get().reads(13))
			.saturating_add(T::DbWeight::get().writes(8))
	}
	fn place_order_beginning_page() -> Weight {
		// Fastest run: 63_329_000 ps.
		Weight::from_parts(70_165_000, 5043)
			.saturating_add(T::DbWeight::get().reads(10))
			.saturating_add(T::DbWeight::get().writes(6))
	}
	fn place_order_pruning() -> Weight {
		// Fastest run: 202_280_000 ps.
		Weight::from_parts(225_938_000, 96459)
			.saturating_add(T::DbWeight::get().reads(73))
			.saturating_add(T::DbWeight::get().writes(4))
	}
	fn cancel_order() -> Weight {
		// Fastest run: 61_851_000 ps.
		Weight::from_parts(68_072_000, 9633)
			.saturating_add(T::DbWeight::get().reads(10))
			.saturating_add(T::DbWeight::get().writes(7))
	}
	fn set_market_status() -> Weight {
		// Fastest run: 7_636_000 ps.
		Weight::from_parts(9_295_000, 1486)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn retry_settlement() -> Weight {
		// Fastest run: 12_816_000 ps.
		Weight::from_parts(14_351_000, 3567)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn settle_search() -> Weight {
		// Fastest run: 17_151_000 ps.
		Weight::from_parts(20_110_000, 8074).saturating_add(T::DbWeight::get().reads(7))
	}
	fn settle_page() -> Weight {
		// Fastest run: 114_386_000 ps.
		Weight::from_parts(131_326_000, 91838)
			.saturating_add(T::DbWeight::get().reads(35))
			.saturating_add(T::DbWeight::get().writes(34))
	}
	fn settle_position() -> Weight {
		// Fastest run: 24_718_000 ps.
		Weight::from_parts(28_518_000, 6668)
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(T::DbWeight::get().writes(3))
	}
	fn settle_finish() -> Weight {
		// Fastest run: 17_466_000 ps.
		Weight::from_parts(20_430_000, 5043)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(4))
	}
}
