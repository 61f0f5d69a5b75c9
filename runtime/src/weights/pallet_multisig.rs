//! Weights of `pallet_multisig`, measured by its benchmarks: `scripts/weights` writes this file.
//!
//! 2026-11-23, on Intel(R) Xeon(R) Processor; 20 steps, 10 repeats, wasm Compiled.
//! Execution alone is measured; the database's share is `T::DbWeight` per key read or written.

use core::marker::PhantomData;
#[allow(unused_imports, reason = "calls that touch no storage need no `Get`")]
use frame_support::{traits::Get, weights::Weight};

/// Weights of `pallet_multisig`.
pub struct WeightInfo<T>(PhantomData<T>);
impl<T: frame_system::Config> pallet_multisig::WeightInfo for WeightInfo<T> {
	/// `z` from 0 to 10000.
	fn as_multi_threshold_1(z: u32) -> Weight {
		// Fastest run: 23_691_000 ps.
		Weight::from_parts(62_298_069, 0)
			// Standard error: 369.
			.saturating_add(Weight::from_parts(3_087, 0).saturating_mul(z.into()))
	}
	/// `s` from 2 to 100.
	/// `z` from 0 to 10000.
	fn as_multi_create(s: u32, z: u32) -> Weight {
		// Fastest run: 44_661_000 ps.
		Weight::from_parts(32_115_716, 6811)
			// Standard error: 28_778.
			.saturating_add(Weight::from_parts(492_762, 0).saturating_mul(s.into()))
			// Standard error: 283.
			.saturating_add(Weight::from_parts(2_548, 0).saturating_mul(z.into()))
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	/// `s` from 3 to 100.
	/// `z` from 0 to 10000.
	fn as_multi_approve(s: u32, z: u32) -> Weight {
		// Fastest run: 30_846_000 ps.
		Weight::from_parts(15_865_005, 6811)
			// Standard error: 16_582.
			.saturating_add(Weight::from_parts(331_800, 0).saturating_mul(s.into()))
			// Standard error: 161.
			.saturating_add(Weight::from_parts(2_948, 0).saturating_mul(z.into()))
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	/// `s` from 2 to 100.
	/// `z` from 0 to 10000.
	fn as_multi_complete(s: u32, z: u32) -> Weight {
		// Fastest run: 62_355_000 ps.
		Weight::from_parts(42_229_664, 6811)
			// Standard error: 41_753.
			.saturating_add(Weight::from_parts(501_243, 0).saturating_mul(s.into()))
			// Standard error: 411.
			.saturating_add(Weight::from_parts(3_246, 0).saturating_mul(z.into()))
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	/// `s` from 2 to 100.
	fn approve_as_multi_create(s: u32) -> Weight {
		// Fastest run: 30_558_000 ps.
		Weight::from_parts(30_226_546, 6811)
			// Standard error: 10_060.
			.saturating_add(Weight::from_parts(377_911, 0).saturating_mul(s.into()))
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	/// `s` from 2 to 100.
	fn approve_as_multi_approve(s: u32) -> Weight {
		// Fastest run: 17_861_000 ps.
		Weight::from_parts(19_079_669, 6811)
			// Standard error: 4_138.
			.saturating_add(Weight::from_parts(228_793, 0).saturating_mul(s.into()))
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	/// `s` from 2 to 100.
	fn cancel_as_multi(s: u32) -> Weight {
		// Fastest run: 30_925_000 ps.
		Weight::from_parts(32_110_903, 6811)
			// Standard error: 5_631.
			.saturating_add(Weight::from_parts(250_310, 0).saturating_mul(s.into()))
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	/// `s` from 2 to 100.
	fn poke_deposit(s: u32) -> Weight {
		// Fastest run: 29_181_000 ps.
		Weight::from_parts(30_829_948, 6811)
			// Standard error: 7_233.
			.saturating_add(Weight::from_parts(268_806, 0).saturating_mul(s.into()))
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}
}
