//! Weights of `pallet_participants`, measured by its benchmarks: `scripts/weights` writes this file.
//!
//! 2026-11-29, on AMD EPYC; 20 steps, 10 repeats, wasm Compiled.
//! Execution alone is measured; the database's share is `T::DbWeight` per key read or written.

use core::marker::PhantomData;
#[allow(unused_imports, reason = "calls that touch no storage need no `Get`")]
use frame_support::{traits::Get, weights::Weight};

/// Weights of `pallet_participants`.
pub struct WeightInfo<T>(PhantomData<T>);
impl<T: frame_system::Config> pallet_participants::WeightInfo for WeightInfo<T> {
	fn register() -> Weight {
		// Fastest run: 20_921_000 ps.
		Weight::from_parts(22_283_000, 3982)
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(T::DbWeight::get().writes(5))
	}
	fn set_status() -> Weight {
		// Fastest run: 45_919_000 ps.
		Weight::from_parts(47_871_000, 3676)
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().writes(5))
	}
	fn choose_host() -> Weight {
		// Fastest run: 20_320_000 ps.
		Weight::from_parts(21_743_000, 6116)
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn appoint_delegate() -> Weight {
		// Fastest run: 24_917_000 ps.
		Weight::from_parts(26_760_000, 6044)
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn dismiss_delegate() -> Weight {
		// Fastest run: 19_319_000 ps.
		Weight::from_parts(21_462_000, 3982)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn resign_delegation() -> Weight {
		// Fastest run: 15_333_000 ps.
		Weight::from_parts(16_875_000, 3982)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn create_jurisdiction() -> Weight {
		// Fastest run: 8_423_000 ps.
		Weight::from_parts(9_133_000, 1487)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(3))
	}
	fn set_jurisdiction_admin() -> Weight {
		// Fastest run: 8_513_000 ps.
		Weight::from_parts(9_133_000, 3504)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn set_rules() -> Weight {
		// Fastest run: 14_011_000 ps.
		Weight::from_parts(15_082_000, 3671)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn appoint_registrar() -> Weight {
		// Fastest run: 12_919_000 ps.
		Weight::from_parts(13_861_000, 3515)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn dismiss_registrar() -> Weight {
		// Fastest run: 13_480_000 ps.
		Weight::from_parts(14_261_000, 3515)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn admit() -> Weight {
		// Fastest run: 29_444_000 ps.
		Weight::from_parts(31_287_000, 3982)
			.saturating_add(T::DbWeight::get().reads(7))
			.saturating_add(T::DbWeight::get().writes(5))
	}
	fn renew() -> Weight {
		// Fastest run: 51_627_000 ps.
		Weight::from_parts(54_191_000, 3676)
			.saturating_add(T::DbWeight::get().reads(7))
			.saturating_add(T::DbWeight::get().writes(4))
	}
	fn change_status() -> Weight {
		// Fastest run: 48_933_000 ps.
		Weight::from_parts(51_887_000, 3676)
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().writes(5))
	}
	fn register_myself() -> Weight {
		// Fastest run: 60_500_000 ps.
		Weight::from_parts(64_196_000, 3982)
			.saturating_add(T::DbWeight::get().reads(8))
			.saturating_add(T::DbWeight::get().writes(8))
	}
	fn leave() -> Weight {
		// Fastest run: 48_312_000 ps.
		Weight::from_parts(51_777_000, 3676)
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().writes(5))
	}
	fn begin_recovery() -> Weight {
		// Fastest run: 22_674_000 ps.
		Weight::from_parts(24_276_000, 6040)
			.saturating_add(T::DbWeight::get().reads(7))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn stop_recovery() -> Weight {
		// Fastest run: 17_176_000 ps.
		Weight::from_parts(18_648_000, 3553)
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn complete_recovery() -> Weight {
		// Fastest run: 129_654_000 ps.
		Weight::from_parts(136_945_000, 45003)
			.saturating_add(T::DbWeight::get().reads(24))
			.saturating_add(T::DbWeight::get().writes(23))
	}
}
