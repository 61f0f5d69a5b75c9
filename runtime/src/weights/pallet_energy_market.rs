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
		// Fastest run: 71_310_000 ps.
		Weight::from_parts(76_663_000, 6208)
			.saturating_add(T::DbWeight::get().reads(7))
			.saturating_add(T::DbWeight::get().writes(5))
	}
	fn withdraw() -> Weight {
		// Fastest run: 68_669_000 ps.
		Weight::from_parts(74_301_000, 6208)
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().writes(5))
	}
	/// `p` from 0 to 100.
	fn place_order(p: u32) -> Weight {
		// Fastest run: 83_790_000 ps.
		Weight::from_parts(97_995_515, 5219)
			// Standard error: 3_499.
			.saturating_add(Weight::from_parts(3_929_974, 0).saturating_mul(p.into()))
			.saturating_add(T::DbWeight::get().reads(14))
			.saturating_add(T::DbWeight::get().reads((1_u64).saturating_mul(p.into())))
			.saturating_add(T::DbWeight::get().writes(4))
			.saturating_add(T::DbWeight::get().writes((1_u64).saturating_mul(p.into())))
			.saturating_add(Weight::from_parts(0, 3181).saturating_mul(p.into()))
	}
	/// `f` from 0 to 100.
	fn place_order_fills(f: u32) -> Weight {
		// Fastest run: 68_059_000 ps.
		Weight::from_parts(83_736_505, 7107)
			// Standard error: 1_245.
			.saturating_add(Weight::from_parts(256_543, 0).saturating_mul(f.into()))
			.saturating_add(T::DbWeight::get().reads(14))
			.saturating_add(T::DbWeight::get().writes(5))
			.saturating_add(Weight::from_parts(0, 86).saturating_mul(f.into()))
	}
	/// `n` from 0 to 8.
	fn place_order_neighbours(n: u32) -> Weight {
		// Fastest run: 72_320_000 ps.
		Weight::from_parts(83_012_666, 5219)
			// Standard error: 24_748.
			.saturating_add(Weight::from_parts(25_203_577, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(14))
			.saturating_add(T::DbWeight::get().reads((4_u64).saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes(4))
			.saturating_add(T::DbWeight::get().writes((2_u64).saturating_mul(n.into())))
			.saturating_add(Weight::from_parts(0, 4229).saturating_mul(n.into()))
	}
	fn place_order_opening() -> Weight {
		// Fastest run: 93_165_000 ps.
		Weight::from_parts(100_005_000, 12765)
			.saturating_add(T::DbWeight::get().reads(18))
			.saturating_add(T::DbWeight::get().writes(8))
	}
	fn place_order_topping_up() -> Weight {
		// Fastest run: 119_951_000 ps.
		Weight::from_parts(131_387_000, 6208)
			.saturating_add(T::DbWeight::get().reads(16))
			.saturating_add(T::DbWeight::get().writes(8))
	}
	fn place_order_beginning_page() -> Weight {
		// Fastest run: 89_076_000 ps.
		Weight::from_parts(98_568_000, 5219)
			.saturating_add(T::DbWeight::get().reads(14))
			.saturating_add(T::DbWeight::get().writes(6))
	}
	fn place_order_pruning() -> Weight {
		// Fastest run: 241_351_000 ps.
		Weight::from_parts(262_744_000, 105963)
			.saturating_add(T::DbWeight::get().reads(77))
			.saturating_add(T::DbWeight::get().writes(4))
	}
	/// `n` from 1 to 32.
	fn place_orders(n: u32) -> Weight {
		// Fastest run: 77_970_000 ps.
		Weight::from_parts(78_156_170, 5219)
			// Standard error: 4_235.
			.saturating_add(Weight::from_parts(5_349_649, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(12))
			.saturating_add(T::DbWeight::get().reads((1_u64).saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes(3))
			.saturating_add(T::DbWeight::get().writes((1_u64).saturating_mul(n.into())))
			.saturating_add(Weight::from_parts(0, 3181).saturating_mul(n.into()))
	}
	/// `p` from 0 to 255.
	fn cancel_all(p: u32) -> Weight {
		// Fastest run: 54_574_000 ps.
		Weight::from_parts(66_024_337, 5219)
			// Standard error: 1_479.
			.saturating_add(Weight::from_parts(2_075_884, 0).saturating_mul(p.into()))
			.saturating_add(T::DbWeight::get().reads(7))
			.saturating_add(T::DbWeight::get().reads((1_u64).saturating_mul(p.into())))
			.saturating_add(T::DbWeight::get().writes(4))
			.saturating_add(Weight::from_parts(0, 3369).saturating_mul(p.into()))
	}
	fn cancel_order() -> Weight {
		// Fastest run: 69_479_000 ps.
		Weight::from_parts(75_401_000, 10497)
			.saturating_add(T::DbWeight::get().reads(10))
			.saturating_add(T::DbWeight::get().writes(7))
	}
	fn set_market_status() -> Weight {
		// Fastest run: 8_703_000 ps.
		Weight::from_parts(9_636_000, 1486)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn auction_search() -> Weight {
		// Fastest run: 16_799_000 ps.
		Weight::from_parts(18_078_000, 5219)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn auction_page() -> Weight {
		// Fastest run: 407_336_000 ps.
		Weight::from_parts(437_864_000, 130878)
			.saturating_add(T::DbWeight::get().reads(68))
			.saturating_add(T::DbWeight::get().writes(68))
	}
	fn pay_treasury() -> Weight {
		// Fastest run: 64_764_000 ps.
		Weight::from_parts(70_375_000, 6208)
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().writes(6))
	}
}
