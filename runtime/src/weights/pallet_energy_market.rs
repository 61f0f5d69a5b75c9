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
		// Fastest run: 70_287_000 ps.
		Weight::from_parts(77_059_000, 6208)
			.saturating_add(T::DbWeight::get().reads(7))
			.saturating_add(T::DbWeight::get().writes(5))
	}
	fn withdraw() -> Weight {
		// Fastest run: 62_134_000 ps.
		Weight::from_parts(71_555_000, 6208)
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().writes(5))
	}
	/// `p` from 0 to 100.
	fn place_order(p: u32) -> Weight {
		// Fastest run: 52_822_000 ps.
		Weight::from_parts(69_414_072, 5043)
			// Standard error: 4_379.
			.saturating_add(Weight::from_parts(4_330_774, 0).saturating_mul(p.into()))
			.saturating_add(T::DbWeight::get().reads(9))
			.saturating_add(T::DbWeight::get().reads((1_u64).saturating_mul(p.into())))
			.saturating_add(T::DbWeight::get().writes(4))
			.saturating_add(T::DbWeight::get().writes((1_u64).saturating_mul(p.into())))
			.saturating_add(Weight::from_parts(0, 3149).saturating_mul(p.into()))
	}
	/// `f` from 0 to 100.
	fn place_order_fills(f: u32) -> Weight {
		// Fastest run: 48_103_000 ps.
		Weight::from_parts(60_646_178, 7045)
			// Standard error: 1_046.
			.saturating_add(Weight::from_parts(239_450, 0).saturating_mul(f.into()))
			.saturating_add(T::DbWeight::get().reads(10))
			.saturating_add(T::DbWeight::get().writes(5))
			.saturating_add(Weight::from_parts(0, 85).saturating_mul(f.into()))
	}
	fn place_order_opening() -> Weight {
		// Fastest run: 54_197_000 ps.
		Weight::from_parts(61_751_000, 5043)
			.saturating_add(T::DbWeight::get().reads(11))
			.saturating_add(T::DbWeight::get().writes(5))
	}
	fn place_order_topping_up() -> Weight {
		// Fastest run: 95_732_000 ps.
		Weight::from_parts(109_296_000, 6208)
			.saturating_add(T::DbWeight::get().reads(13))
			.saturating_add(T::DbWeight::get().writes(8))
	}
	fn place_order_beginning_page() -> Weight {
		// Fastest run: 60_352_000 ps.
		Weight::from_parts(69_613_000, 5043)
			.saturating_add(T::DbWeight::get().reads(10))
			.saturating_add(T::DbWeight::get().writes(6))
	}
	fn place_order_pruning() -> Weight {
		// Fastest run: 201_044_000 ps.
		Weight::from_parts(230_406_000, 104907)
			.saturating_add(T::DbWeight::get().reads(73))
			.saturating_add(T::DbWeight::get().writes(4))
	}
	/// `n` from 1 to 32.
	fn place_orders(n: u32) -> Weight {
		// Fastest run: 54_022_000 ps.
		Weight::from_parts(55_590_061, 5043)
			// Standard error: 4_506.
			.saturating_add(Weight::from_parts(7_481_537, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(8))
			.saturating_add(T::DbWeight::get().reads((1_u64).saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes(3))
			.saturating_add(T::DbWeight::get().writes((1_u64).saturating_mul(n.into())))
			.saturating_add(Weight::from_parts(0, 3149).saturating_mul(n.into()))
	}
	/// `p` from 0 to 255.
	fn cancel_all(p: u32) -> Weight {
		// Fastest run: 50_116_000 ps.
		Weight::from_parts(63_452_363, 5043)
			// Standard error: 1_575.
			.saturating_add(Weight::from_parts(1_989_531, 0).saturating_mul(p.into()))
			.saturating_add(T::DbWeight::get().reads(7))
			.saturating_add(T::DbWeight::get().reads((1_u64).saturating_mul(p.into())))
			.saturating_add(T::DbWeight::get().writes(4))
			.saturating_add(Weight::from_parts(0, 2839).saturating_mul(p.into()))
	}
	fn cancel_order() -> Weight {
		// Fastest run: 62_854_000 ps.
		Weight::from_parts(69_612_000, 10401)
			.saturating_add(T::DbWeight::get().reads(10))
			.saturating_add(T::DbWeight::get().writes(7))
	}
	fn set_market_status() -> Weight {
		// Fastest run: 7_612_000 ps.
		Weight::from_parts(9_021_000, 1486)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn retry_settlement() -> Weight {
		// Fastest run: 11_905_000 ps.
		Weight::from_parts(14_058_000, 3567)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn settle_search() -> Weight {
		// Fastest run: 16_958_000 ps.
		Weight::from_parts(19_972_000, 8074).saturating_add(T::DbWeight::get().reads(7))
	}
	fn settle_page() -> Weight {
		// Fastest run: 109_811_000 ps.
		Weight::from_parts(127_626_000, 91838)
			.saturating_add(T::DbWeight::get().reads(35))
			.saturating_add(T::DbWeight::get().writes(34))
	}
	fn settle_position() -> Weight {
		// Fastest run: 24_106_000 ps.
		Weight::from_parts(28_485_000, 6668)
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(T::DbWeight::get().writes(3))
	}
	fn settle_finish() -> Weight {
		// Fastest run: 16_881_000 ps.
		Weight::from_parts(19_599_000, 5043)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(4))
	}
}
