//! Weights of `pallet_watt`, measured by its benchmarks: `scripts/weights` writes this file.
//!
//! 2026-11-24, on Intel(R) Xeon(R) Processor; 50 steps, 20 repeats, wasm Compiled.
//! Execution alone is measured; the database's share is `T::DbWeight` per key read or written.

use core::marker::PhantomData;
#[allow(unused_imports, reason = "calls that touch no storage need no `Get`")]
use frame_support::{traits::Get, weights::Weight};

/// Weights of `pallet_watt`.
pub struct WeightInfo<T>(PhantomData<T>);
impl<T: frame_system::Config> pallet_watt::WeightInfo for WeightInfo<T> {
	fn add_currency() -> Weight {
		// Fastest run: 59_130_000 ps.
		Weight::from_parts(73_616_000, 8580)
			.saturating_add(T::DbWeight::get().reads(7))
			.saturating_add(T::DbWeight::get().writes(7))
	}
	fn set_limits() -> Weight {
		// Fastest run: 12_380_000 ps.
		Weight::from_parts(15_245_000, 3563)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn add_issuer() -> Weight {
		// Fastest run: 144_723_000 ps.
		Weight::from_parts(168_792_000, 41470)
			.saturating_add(T::DbWeight::get().reads(18))
			.saturating_add(T::DbWeight::get().writes(18))
	}
	fn give_role() -> Weight {
		// Fastest run: 24_621_000 ps.
		Weight::from_parts(28_510_000, 3608)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn take_role() -> Weight {
		// Fastest run: 40_694_000 ps.
		Weight::from_parts(47_214_000, 4380)
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().writes(4))
	}
	fn grant_allowance() -> Weight {
		// Fastest run: 20_996_000 ps.
		Weight::from_parts(24_853_000, 3608)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn reduce_allowance() -> Weight {
		// Fastest run: 20_921_000 ps.
		Weight::from_parts(24_691_000, 3608)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn stop_minting() -> Weight {
		// Fastest run: 23_022_000 ps.
		Weight::from_parts(26_289_000, 3608)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn resume_minting() -> Weight {
		// Fastest run: 13_672_000 ps.
		Weight::from_parts(16_216_000, 3608)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn cure_issuer() -> Weight {
		// Fastest run: 33_694_000 ps.
		Weight::from_parts(38_822_000, 3608)
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn attest() -> Weight {
		// Fastest run: 44_159_000 ps.
		Weight::from_parts(52_124_000, 4380)
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().writes(3))
	}
	fn mint() -> Weight {
		// Fastest run: 90_178_000 ps.
		Weight::from_parts(103_842_000, 4380)
			.saturating_add(T::DbWeight::get().reads(11))
			.saturating_add(T::DbWeight::get().writes(5))
	}
	fn approve_mint() -> Weight {
		// Fastest run: 95_722_000 ps.
		Weight::from_parts(112_866_000, 4380)
			.saturating_add(T::DbWeight::get().reads(10))
			.saturating_add(T::DbWeight::get().writes(5))
	}
	fn cancel_mint() -> Weight {
		// Fastest run: 39_499_000 ps.
		Weight::from_parts(47_134_000, 3608)
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(T::DbWeight::get().writes(3))
	}
	fn redeem() -> Weight {
		// Fastest run: 92_417_000 ps.
		Weight::from_parts(107_767_000, 6208)
			.saturating_add(T::DbWeight::get().reads(10))
			.saturating_add(T::DbWeight::get().writes(8))
	}
	fn confirm_redemption() -> Weight {
		// Fastest run: 94_915_000 ps.
		Weight::from_parts(112_569_000, 6174)
			.saturating_add(T::DbWeight::get().reads(10))
			.saturating_add(T::DbWeight::get().writes(7))
	}
	fn return_redemption() -> Weight {
		// Fastest run: 86_214_000 ps.
		Weight::from_parts(99_607_000, 6208)
			.saturating_add(T::DbWeight::get().reads(9))
			.saturating_add(T::DbWeight::get().writes(7))
	}
	fn put_redemption_aside() -> Weight {
		// Fastest run: 39_971_000 ps.
		Weight::from_parts(47_927_000, 8766)
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().writes(4))
	}
	fn reclaim_redemption() -> Weight {
		// Fastest run: 91_410_000 ps.
		Weight::from_parts(110_052_000, 8766)
			.saturating_add(T::DbWeight::get().reads(10))
			.saturating_add(T::DbWeight::get().writes(8))
	}
	fn restrict() -> Weight {
		// Fastest run: 56_990_000 ps.
		Weight::from_parts(71_427_000, 6064)
			.saturating_add(T::DbWeight::get().reads(7))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn lift_restriction() -> Weight {
		// Fastest run: 56_522_000 ps.
		Weight::from_parts(69_314_000, 6064)
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn seize() -> Weight {
		// Fastest run: 86_266_000 ps.
		Weight::from_parts(102_896_000, 6208)
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().writes(4))
	}
}
