//! Weights of `pallet_energy_market`, measured by its benchmarks: `scripts/weights` writes this file.
//!
//! 2026-11-29, on AMD EPYC; 20 steps, 10 repeats, wasm Compiled.
//! Execution alone is measured; the database's share is `T::DbWeight` per key read or written.

use core::marker::PhantomData;
#[allow(unused_imports, reason = "calls that touch no storage need no `Get`")]
use frame_support::{traits::Get, weights::Weight};

/// Weights of `pallet_energy_market`.
pub struct WeightInfo<T>(PhantomData<T>);
impl<T: frame_system::Config> pallet_energy_market::WeightInfo for WeightInfo<T> {
	fn deposit() -> Weight {
		// Fastest run: 53_019_000 ps.
		Weight::from_parts(55_723_000, 6208)
			.saturating_add(T::DbWeight::get().reads(7))
			.saturating_add(T::DbWeight::get().writes(5))
	}
	fn withdraw() -> Weight {
		// Fastest run: 54_952_000 ps.
		Weight::from_parts(57_085_000, 6208)
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().writes(5))
	}
	/// `p` from 0 to 100.
	fn place_order(p: u32) -> Weight {
		// Fastest run: 85_878_000 ps.
		Weight::from_parts(98_213_640, 5232)
			// Standard error: 4_191.
			.saturating_add(Weight::from_parts(4_472_004, 0).saturating_mul(p.into()))
			.saturating_add(T::DbWeight::get().reads(17))
			.saturating_add(T::DbWeight::get().reads((1_u64).saturating_mul(p.into())))
			.saturating_add(T::DbWeight::get().writes(4))
			.saturating_add(T::DbWeight::get().writes((1_u64).saturating_mul(p.into())))
			.saturating_add(Weight::from_parts(0, 3181).saturating_mul(p.into()))
	}
	/// `f` from 0 to 100.
	fn place_order_fills(f: u32) -> Weight {
		// Fastest run: 67_981_000 ps.
		Weight::from_parts(78_567_575, 6768)
			// Standard error: 1_619.
			.saturating_add(Weight::from_parts(251_663, 0).saturating_mul(f.into()))
			.saturating_add(T::DbWeight::get().reads(16))
			.saturating_add(T::DbWeight::get().writes(4))
			.saturating_add(Weight::from_parts(0, 89).saturating_mul(f.into()))
	}
	/// `n` from 0 to 8.
	fn place_order_neighbours(n: u32) -> Weight {
		// Fastest run: 58_086_000 ps.
		Weight::from_parts(65_411_809, 5232)
			// Standard error: 15_876.
			.saturating_add(Weight::from_parts(17_864_640, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(17))
			.saturating_add(T::DbWeight::get().reads((4_u64).saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes(4))
			.saturating_add(T::DbWeight::get().writes((2_u64).saturating_mul(n.into())))
			.saturating_add(Weight::from_parts(0, 4242).saturating_mul(n.into()))
	}
	fn place_order_opening() -> Weight {
		// Fastest run: 79_839_000 ps.
		Weight::from_parts(85_377_000, 12768)
			.saturating_add(T::DbWeight::get().reads(21))
			.saturating_add(T::DbWeight::get().writes(8))
	}
	fn place_order_topping_up() -> Weight {
		// Fastest run: 105_217_000 ps.
		Weight::from_parts(111_657_000, 6208)
			.saturating_add(T::DbWeight::get().reads(18))
			.saturating_add(T::DbWeight::get().writes(8))
	}
	fn place_order_beginning_page() -> Weight {
		// Fastest run: 82_463_000 ps.
		Weight::from_parts(88_562_000, 5232)
			.saturating_add(T::DbWeight::get().reads(16))
			.saturating_add(T::DbWeight::get().writes(6))
	}
	fn place_order_pruning() -> Weight {
		// Fastest run: 181_771_000 ps.
		Weight::from_parts(193_659_000, 105963)
			.saturating_add(T::DbWeight::get().reads(79))
			.saturating_add(T::DbWeight::get().writes(4))
	}
	/// `n` from 1 to 32.
	fn place_orders(n: u32) -> Weight {
		// Fastest run: 72_538_000 ps.
		Weight::from_parts(70_117_175, 5232)
			// Standard error: 2_441.
			.saturating_add(Weight::from_parts(6_680_151, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(14))
			.saturating_add(T::DbWeight::get().reads((1_u64).saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes(3))
			.saturating_add(T::DbWeight::get().writes((1_u64).saturating_mul(n.into())))
			.saturating_add(Weight::from_parts(0, 3181).saturating_mul(n.into()))
	}
	/// `p` from 0 to 255.
	fn cancel_all(p: u32) -> Weight {
		// Fastest run: 36_124_000 ps.
		Weight::from_parts(43_588_278, 5232)
			// Standard error: 655.
			.saturating_add(Weight::from_parts(1_729_724, 0).saturating_mul(p.into()))
			.saturating_add(T::DbWeight::get().reads(7))
			.saturating_add(T::DbWeight::get().reads((1_u64).saturating_mul(p.into())))
			.saturating_add(T::DbWeight::get().writes(4))
			.saturating_add(Weight::from_parts(0, 3395).saturating_mul(p.into()))
	}
	fn cancel_order() -> Weight {
		// Fastest run: 50_005_000 ps.
		Weight::from_parts(53_480_000, 10497)
			.saturating_add(T::DbWeight::get().reads(10))
			.saturating_add(T::DbWeight::get().writes(7))
	}
	fn set_market_status() -> Weight {
		// Fastest run: 6_129_000 ps.
		Weight::from_parts(6_559_000, 1486)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn auction_search() -> Weight {
		// Fastest run: 11_226_000 ps.
		Weight::from_parts(12_158_000, 5232)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn auction_page() -> Weight {
		// Fastest run: 317_223_000 ps.
		Weight::from_parts(326_817_000, 132030)
			.saturating_add(T::DbWeight::get().reads(68))
			.saturating_add(T::DbWeight::get().writes(68))
	}
	fn pay_treasury() -> Weight {
		// Fastest run: 48_762_000 ps.
		Weight::from_parts(51_547_000, 6208)
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().writes(6))
	}
}
