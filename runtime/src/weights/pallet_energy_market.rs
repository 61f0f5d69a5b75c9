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
		// Fastest run: 67_574_000 ps.
		Weight::from_parts(76_929_000, 6208)
			.saturating_add(T::DbWeight::get().reads(7))
			.saturating_add(T::DbWeight::get().writes(5))
	}
	fn withdraw() -> Weight {
		// Fastest run: 63_931_000 ps.
		Weight::from_parts(71_715_000, 6208)
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().writes(5))
	}
	/// `p` from 0 to 100.
	fn place_order(p: u32) -> Weight {
		// Fastest run: 71_061_000 ps.
		Weight::from_parts(86_062_351, 5204)
			// Standard error: 3_976.
			.saturating_add(Weight::from_parts(3_756_611, 0).saturating_mul(p.into()))
			.saturating_add(T::DbWeight::get().reads(12))
			.saturating_add(T::DbWeight::get().reads((1_u64).saturating_mul(p.into())))
			.saturating_add(T::DbWeight::get().writes(4))
			.saturating_add(T::DbWeight::get().writes((1_u64).saturating_mul(p.into())))
			.saturating_add(Weight::from_parts(0, 3181).saturating_mul(p.into()))
	}
	/// `f` from 0 to 100.
	fn place_order_fills(f: u32) -> Weight {
		// Fastest run: 62_283_000 ps.
		Weight::from_parts(74_784_511, 7107)
			// Standard error: 1_147.
			.saturating_add(Weight::from_parts(259_829, 0).saturating_mul(f.into()))
			.saturating_add(T::DbWeight::get().reads(12))
			.saturating_add(T::DbWeight::get().writes(5))
			.saturating_add(Weight::from_parts(0, 86).saturating_mul(f.into()))
	}
	/// `n` from 0 to 8.
	fn place_order_neighbours(n: u32) -> Weight {
		// Fastest run: 62_273_000 ps.
		Weight::from_parts(73_492_081, 5204)
			// Standard error: 23_219.
			.saturating_add(Weight::from_parts(24_308_028, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(12))
			.saturating_add(T::DbWeight::get().reads((4_u64).saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes(4))
			.saturating_add(T::DbWeight::get().writes((2_u64).saturating_mul(n.into())))
			.saturating_add(Weight::from_parts(0, 4214).saturating_mul(n.into()))
	}
	fn place_order_opening() -> Weight {
		// Fastest run: 78_309_000 ps.
		Weight::from_parts(87_262_000, 12720)
			.saturating_add(T::DbWeight::get().reads(16))
			.saturating_add(T::DbWeight::get().writes(7))
	}
	fn place_order_topping_up() -> Weight {
		// Fastest run: 111_960_000 ps.
		Weight::from_parts(126_383_000, 6208)
			.saturating_add(T::DbWeight::get().reads(15))
			.saturating_add(T::DbWeight::get().writes(8))
	}
	fn place_order_beginning_page() -> Weight {
		// Fastest run: 75_932_000 ps.
		Weight::from_parts(88_888_000, 5204)
			.saturating_add(T::DbWeight::get().reads(12))
			.saturating_add(T::DbWeight::get().writes(6))
	}
	fn place_order_pruning() -> Weight {
		// Fastest run: 236_358_000 ps.
		Weight::from_parts(253_889_000, 105963)
			.saturating_add(T::DbWeight::get().reads(75))
			.saturating_add(T::DbWeight::get().writes(4))
	}
	/// `n` from 1 to 32.
	fn place_orders(n: u32) -> Weight {
		// Fastest run: 68_841_000 ps.
		Weight::from_parts(69_228_406, 5204)
			// Standard error: 3_425.
			.saturating_add(Weight::from_parts(5_407_682, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(10))
			.saturating_add(T::DbWeight::get().reads((1_u64).saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes(3))
			.saturating_add(T::DbWeight::get().writes((1_u64).saturating_mul(n.into())))
			.saturating_add(Weight::from_parts(0, 3181).saturating_mul(n.into()))
	}
	/// `p` from 0 to 255.
	fn cancel_all(p: u32) -> Weight {
		// Fastest run: 53_789_000 ps.
		Weight::from_parts(65_515_918, 5204)
			// Standard error: 1_450.
			.saturating_add(Weight::from_parts(2_089_291, 0).saturating_mul(p.into()))
			.saturating_add(T::DbWeight::get().reads(7))
			.saturating_add(T::DbWeight::get().reads((1_u64).saturating_mul(p.into())))
			.saturating_add(T::DbWeight::get().writes(4))
			.saturating_add(Weight::from_parts(0, 3369).saturating_mul(p.into()))
	}
	fn cancel_order() -> Weight {
		// Fastest run: 68_302_000 ps.
		Weight::from_parts(75_461_000, 10497)
			.saturating_add(T::DbWeight::get().reads(10))
			.saturating_add(T::DbWeight::get().writes(7))
	}
	fn set_market_status() -> Weight {
		// Fastest run: 7_733_000 ps.
		Weight::from_parts(9_309_000, 1486)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn retry_settlement() -> Weight {
		// Fastest run: 12_895_000 ps.
		Weight::from_parts(15_249_000, 3718)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn settle_search() -> Weight {
		// Fastest run: 18_797_000 ps.
		Weight::from_parts(21_605_000, 9418).saturating_add(T::DbWeight::get().reads(7))
	}
	fn auction_search() -> Weight {
		// Fastest run: 15_815_000 ps.
		Weight::from_parts(18_503_000, 5204)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn auction_page() -> Weight {
		// Fastest run: 373_381_000 ps.
		Weight::from_parts(415_315_000, 130878)
			.saturating_add(T::DbWeight::get().reads(68))
			.saturating_add(T::DbWeight::get().writes(68))
	}
	fn settle_page() -> Weight {
		// Fastest run: 155_025_000 ps.
		Weight::from_parts(175_805_000, 108798)
			.saturating_add(T::DbWeight::get().reads(36))
			.saturating_add(T::DbWeight::get().writes(34))
	}
	fn settle_position() -> Weight {
		// Fastest run: 41_616_000 ps.
		Weight::from_parts(48_241_000, 9108)
			.saturating_add(T::DbWeight::get().reads(7))
			.saturating_add(T::DbWeight::get().writes(4))
	}
	fn settle_finish() -> Weight {
		// Fastest run: 37_267_000 ps.
		Weight::from_parts(44_010_000, 13167)
			.saturating_add(T::DbWeight::get().reads(7))
			.saturating_add(T::DbWeight::get().writes(8))
	}
	fn pay_treasury() -> Weight {
		// Fastest run: 59_951_000 ps.
		Weight::from_parts(64_563_000, 6208)
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().writes(6))
	}
}
