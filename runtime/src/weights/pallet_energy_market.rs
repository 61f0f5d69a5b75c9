//! Weights of `pallet_energy_market`, measured by its benchmarks: `scripts/weights` writes this file.
//!
//! 2026-11-23, on Intel(R) Xeon(R) Processor; 50 steps, 20 repeats, wasm Compiled.
//! Execution alone is measured; the database's share is `T::DbWeight` per key read or written.

use core::marker::PhantomData;
#[allow(unused_imports, reason = "calls that touch no storage need no `Get`")]
use frame_support::{traits::Get, weights::Weight};

/// Weights of `pallet_energy_market`.
pub struct WeightInfo<T>(PhantomData<T>);
impl<T: frame_system::Config> pallet_energy_market::WeightInfo for WeightInfo<T> {
	fn deposit() -> Weight {
		// Fastest run: 73_317_000 ps.
		Weight::from_parts(78_214_000, 6208)
			.saturating_add(T::DbWeight::get().reads(7))
			.saturating_add(T::DbWeight::get().writes(5))
	}
	fn withdraw() -> Weight {
		// Fastest run: 70_151_000 ps.
		Weight::from_parts(76_099_000, 6208)
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().writes(5))
	}
	/// `p` from 0 to 100.
	fn place_order(p: u32) -> Weight {
		// Fastest run: 78_493_000 ps.
		Weight::from_parts(92_900_250, 5204)
			// Standard error: 3_517.
			.saturating_add(Weight::from_parts(4_784_871, 0).saturating_mul(p.into()))
			.saturating_add(T::DbWeight::get().reads(12))
			.saturating_add(T::DbWeight::get().reads((1_u64).saturating_mul(p.into())))
			.saturating_add(T::DbWeight::get().writes(4))
			.saturating_add(T::DbWeight::get().writes((1_u64).saturating_mul(p.into())))
			.saturating_add(Weight::from_parts(0, 3181).saturating_mul(p.into()))
	}
	/// `f` from 0 to 100.
	fn place_order_fills(f: u32) -> Weight {
		// Fastest run: 66_060_000 ps.
		Weight::from_parts(76_636_530, 7107)
			// Standard error: 1_145.
			.saturating_add(Weight::from_parts(238_268, 0).saturating_mul(f.into()))
			.saturating_add(T::DbWeight::get().reads(12))
			.saturating_add(T::DbWeight::get().writes(5))
			.saturating_add(Weight::from_parts(0, 86).saturating_mul(f.into()))
	}
	/// `n` from 0 to 8.
	fn place_order_neighbours(n: u32) -> Weight {
		// Fastest run: 66_929_000 ps.
		Weight::from_parts(74_253_382, 5204)
			// Standard error: 21_609.
			.saturating_add(Weight::from_parts(25_784_844, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(12))
			.saturating_add(T::DbWeight::get().reads((4_u64).saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes(4))
			.saturating_add(T::DbWeight::get().writes((2_u64).saturating_mul(n.into())))
			.saturating_add(Weight::from_parts(0, 4214).saturating_mul(n.into()))
	}
	fn place_order_opening() -> Weight {
		// Fastest run: 83_601_000 ps.
		Weight::from_parts(88_909_000, 12720)
			.saturating_add(T::DbWeight::get().reads(16))
			.saturating_add(T::DbWeight::get().writes(7))
	}
	fn place_order_topping_up() -> Weight {
		// Fastest run: 120_424_000 ps.
		Weight::from_parts(128_730_000, 6208)
			.saturating_add(T::DbWeight::get().reads(15))
			.saturating_add(T::DbWeight::get().writes(8))
	}
	fn place_order_beginning_page() -> Weight {
		// Fastest run: 82_879_000 ps.
		Weight::from_parts(89_766_000, 5204)
			.saturating_add(T::DbWeight::get().reads(12))
			.saturating_add(T::DbWeight::get().writes(6))
	}
	fn place_order_pruning() -> Weight {
		// Fastest run: 233_692_000 ps.
		Weight::from_parts(249_893_000, 105963)
			.saturating_add(T::DbWeight::get().reads(75))
			.saturating_add(T::DbWeight::get().writes(4))
	}
	/// `n` from 1 to 32.
	fn place_orders(n: u32) -> Weight {
		// Fastest run: 71_540_000 ps.
		Weight::from_parts(69_623_431, 5204)
			// Standard error: 4_481.
			.saturating_add(Weight::from_parts(6_433_332, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(10))
			.saturating_add(T::DbWeight::get().reads((1_u64).saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes(3))
			.saturating_add(T::DbWeight::get().writes((1_u64).saturating_mul(n.into())))
			.saturating_add(Weight::from_parts(0, 3181).saturating_mul(n.into()))
	}
	/// `p` from 0 to 255.
	fn cancel_all(p: u32) -> Weight {
		// Fastest run: 56_813_000 ps.
		Weight::from_parts(67_085_418, 5204)
			// Standard error: 2_062.
			.saturating_add(Weight::from_parts(2_116_167, 0).saturating_mul(p.into()))
			.saturating_add(T::DbWeight::get().reads(7))
			.saturating_add(T::DbWeight::get().reads((1_u64).saturating_mul(p.into())))
			.saturating_add(T::DbWeight::get().writes(4))
			.saturating_add(Weight::from_parts(0, 3369).saturating_mul(p.into()))
	}
	fn cancel_order() -> Weight {
		// Fastest run: 71_611_000 ps.
		Weight::from_parts(76_729_000, 10497)
			.saturating_add(T::DbWeight::get().reads(10))
			.saturating_add(T::DbWeight::get().writes(7))
	}
	fn set_market_status() -> Weight {
		// Fastest run: 8_627_000 ps.
		Weight::from_parts(9_599_000, 1486)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn retry_settlement() -> Weight {
		// Fastest run: 14_310_000 ps.
		Weight::from_parts(15_660_000, 3718)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn settle_search() -> Weight {
		// Fastest run: 20_024_000 ps.
		Weight::from_parts(21_673_000, 9418).saturating_add(T::DbWeight::get().reads(7))
	}
	fn auction_search() -> Weight {
		// Fastest run: 17_251_000 ps.
		Weight::from_parts(18_722_000, 5204)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn auction_page() -> Weight {
		// Fastest run: 420_042_000 ps.
		Weight::from_parts(435_642_000, 130878)
			.saturating_add(T::DbWeight::get().reads(67))
			.saturating_add(T::DbWeight::get().writes(67))
	}
	fn settle_page() -> Weight {
		// Fastest run: 148_704_000 ps.
		Weight::from_parts(157_022_000, 108798)
			.saturating_add(T::DbWeight::get().reads(36))
			.saturating_add(T::DbWeight::get().writes(34))
	}
	fn settle_position() -> Weight {
		// Fastest run: 45_811_000 ps.
		Weight::from_parts(49_384_000, 9108)
			.saturating_add(T::DbWeight::get().reads(7))
			.saturating_add(T::DbWeight::get().writes(4))
	}
	fn settle_finish() -> Weight {
		// Fastest run: 33_072_000 ps.
		Weight::from_parts(36_084_000, 13167)
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().writes(7))
	}
	fn pay_treasury() -> Weight {
		// Fastest run: 66_615_000 ps.
		Weight::from_parts(71_553_000, 6208)
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().writes(6))
	}
}
