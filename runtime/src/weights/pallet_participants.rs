//! Weights of `pallet_participants`, measured by its benchmarks: `scripts/weights` writes this file.
//!
//! 2026-11-23, on Intel(R) Xeon(R) Processor; 50 steps, 20 repeats, wasm Compiled.
//! Execution alone is measured; the database's share is `T::DbWeight` per key read or written.

use core::marker::PhantomData;
#[allow(unused_imports, reason = "calls that touch no storage need no `Get`")]
use frame_support::{traits::Get, weights::Weight};

/// Weights of `pallet_participants`.
pub struct WeightInfo<T>(PhantomData<T>);
impl<T: frame_system::Config> pallet_participants::WeightInfo for WeightInfo<T> {
	fn register() -> Weight {
		// Fastest run: 30_774_000 ps.
		Weight::from_parts(32_930_000, 3982)
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(T::DbWeight::get().writes(5))
	}
	fn set_status() -> Weight {
		// Fastest run: 11_981_000 ps.
		Weight::from_parts(13_022_000, 3507)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn choose_host() -> Weight {
		// Fastest run: 19_662_000 ps.
		Weight::from_parts(21_134_000, 6024)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn appoint_delegate() -> Weight {
		// Fastest run: 36_592_000 ps.
		Weight::from_parts(39_040_000, 6044)
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn dismiss_delegate() -> Weight {
		// Fastest run: 26_193_000 ps.
		Weight::from_parts(28_273_000, 3982)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn resign_delegation() -> Weight {
		// Fastest run: 21_881_000 ps.
		Weight::from_parts(23_557_000, 3982)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(2))
	}
}
