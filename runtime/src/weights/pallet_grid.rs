//! Weights of `pallet_grid`, measured by its benchmarks: `scripts/weights` writes this file.
//!
//! 2026-11-23, on Intel(R) Xeon(R) Processor; 50 steps, 20 repeats, wasm Compiled.
//! Execution alone is measured; the database's share is `T::DbWeight` per key read or written.

use core::marker::PhantomData;
use frame_support::{traits::Get, weights::Weight};

/// Weights of `pallet_grid`.
pub struct WeightInfo<T>(PhantomData<T>);
impl<T: frame_system::Config> pallet_grid::WeightInfo for WeightInfo<T> {
	fn create_zone() -> Weight {
		// Fastest run: 15_267_000 ps.
		Weight::from_parts(17_590_000, 3502)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn set_tariff() -> Weight {
		// Fastest run: 18_582_000 ps.
		Weight::from_parts(21_656_000, 3613)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(1))
	}
}
