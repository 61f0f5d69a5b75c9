//! Weights of `pallet_watt`, measured by its benchmarks: `scripts/weights` writes this file.
//!
//! 2026-11-29, on AMD EPYC; 20 steps, 10 repeats, wasm Compiled.
//! Execution alone is measured; the database's share is `T::DbWeight` per key read or written.

use core::marker::PhantomData;
#[allow(unused_imports, reason = "calls that touch no storage need no `Get`")]
use frame_support::{traits::Get, weights::Weight};

/// Weights of `pallet_watt`.
pub struct WeightInfo<T>(PhantomData<T>);
impl<T: frame_system::Config> pallet_watt::WeightInfo for WeightInfo<T> {
	fn add_currency() -> Weight {
		// Fastest run: 42_504_000 ps.
		Weight::from_parts(44_677_000, 8580)
			.saturating_add(T::DbWeight::get().reads(7))
			.saturating_add(T::DbWeight::get().writes(7))
	}
	fn set_limits() -> Weight {
		// Fastest run: 8_313_000 ps.
		Weight::from_parts(9_024_000, 3563)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn add_issuer() -> Weight {
		// Fastest run: 110_925_000 ps.
		Weight::from_parts(116_674_000, 41470)
			.saturating_add(T::DbWeight::get().reads(18))
			.saturating_add(T::DbWeight::get().writes(18))
	}
	fn give_role() -> Weight {
		// Fastest run: 16_324_000 ps.
		Weight::from_parts(17_676_000, 3608)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn take_role() -> Weight {
		// Fastest run: 27_932_000 ps.
		Weight::from_parts(29_665_000, 4380)
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().writes(4))
	}
	fn grant_allowance() -> Weight {
		// Fastest run: 14_031_000 ps.
		Weight::from_parts(15_383_000, 3608)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn reduce_allowance() -> Weight {
		// Fastest run: 14_021_000 ps.
		Weight::from_parts(15_333_000, 3608)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn stop_minting() -> Weight {
		// Fastest run: 16_855_000 ps.
		Weight::from_parts(17_877_000, 3608)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn resume_minting() -> Weight {
		// Fastest run: 8_763_000 ps.
		Weight::from_parts(9_584_000, 3608)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn cure_issuer() -> Weight {
		// Fastest run: 23_045_000 ps.
		Weight::from_parts(25_137_000, 3608)
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn attest() -> Weight {
		// Fastest run: 30_075_000 ps.
		Weight::from_parts(32_349_000, 4380)
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().writes(3))
	}
	fn mint() -> Weight {
		// Fastest run: 64_627_000 ps.
		Weight::from_parts(68_052_000, 4380)
			.saturating_add(T::DbWeight::get().reads(11))
			.saturating_add(T::DbWeight::get().writes(5))
	}
	fn approve_mint() -> Weight {
		// Fastest run: 69_263_000 ps.
		Weight::from_parts(72_989_000, 4380)
			.saturating_add(T::DbWeight::get().reads(10))
			.saturating_add(T::DbWeight::get().writes(5))
	}
	fn cancel_mint() -> Weight {
		// Fastest run: 28_021_000 ps.
		Weight::from_parts(30_295_000, 3608)
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(T::DbWeight::get().writes(3))
	}
	fn redeem() -> Weight {
		// Fastest run: 69_053_000 ps.
		Weight::from_parts(72_178_000, 6208)
			.saturating_add(T::DbWeight::get().reads(10))
			.saturating_add(T::DbWeight::get().writes(8))
	}
	fn confirm_redemption() -> Weight {
		// Fastest run: 67_641_000 ps.
		Weight::from_parts(71_767_000, 6174)
			.saturating_add(T::DbWeight::get().reads(10))
			.saturating_add(T::DbWeight::get().writes(7))
	}
	fn return_redemption() -> Weight {
		// Fastest run: 63_785_000 ps.
		Weight::from_parts(67_030_000, 6208)
			.saturating_add(T::DbWeight::get().reads(9))
			.saturating_add(T::DbWeight::get().writes(7))
	}
	fn put_redemption_aside() -> Weight {
		// Fastest run: 28_282_000 ps.
		Weight::from_parts(29_894_000, 8766)
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().writes(4))
	}
	fn reclaim_redemption() -> Weight {
		// Fastest run: 66_109_000 ps.
		Weight::from_parts(69_704_000, 8766)
			.saturating_add(T::DbWeight::get().reads(10))
			.saturating_add(T::DbWeight::get().writes(8))
	}
	fn restrict() -> Weight {
		// Fastest run: 38_968_000 ps.
		Weight::from_parts(42_283_000, 6064)
			.saturating_add(T::DbWeight::get().reads(7))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn lift_restriction() -> Weight {
		// Fastest run: 38_898_000 ps.
		Weight::from_parts(41_753_000, 6064)
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn seize() -> Weight {
		// Fastest run: 63_395_000 ps.
		Weight::from_parts(67_030_000, 6208)
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().writes(4))
	}
}
