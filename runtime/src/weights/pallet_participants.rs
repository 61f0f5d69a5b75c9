//! Weights of `pallet_participants`, measured by its benchmarks: `scripts/weights` writes this file.
//!
//! 2026-11-23, on Intel(R) Xeon(R) Processor; 50 steps, 20 repeats, wasm Compiled.
//! Execution alone is measured; the database's share is `T::DbWeight` per key read or written.

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::Weight};

/// Weights of `pallet_participants`.
pub struct WeightInfo<T>(PhantomData<T>);
impl<T: frame_system::Config> pallet_participants::WeightInfo for WeightInfo<T> {
	fn register() -> Weight {
		// Fastest run: 13_653_000 ps.
		Weight::from_parts(15_719_000, 3517)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(3))
	}
	fn set_status() -> Weight {
		// Fastest run: 10_567_000 ps.
		Weight::from_parts(12_478_000, 3502)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}
}
