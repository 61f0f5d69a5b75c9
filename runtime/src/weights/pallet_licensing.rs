//! Weights of `pallet_licensing`, measured by its benchmarks: `scripts/weights` writes this file.
//!
//! 2026-11-29, on AMD EPYC; 20 steps, 10 repeats, wasm Compiled.
//! Execution alone is measured; the database's share is `T::DbWeight` per key read or written.

use core::marker::PhantomData;
#[allow(unused_imports, reason = "calls that touch no storage need no `Get`")]
use frame_support::{traits::Get, weights::Weight};

/// Weights of `pallet_licensing`.
pub struct WeightInfo<T>(PhantomData<T>);
impl<T: frame_system::Config> pallet_licensing::WeightInfo for WeightInfo<T> {
	fn set_terms() -> Weight {
		// Fastest run: 7_421_000 ps.
		Weight::from_parts(7_872_000, 3498)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn apply() -> Weight {
		// Fastest run: 84_956_000 ps.
		Weight::from_parts(88_191_000, 3676)
			.saturating_add(T::DbWeight::get().reads(8))
			.saturating_add(T::DbWeight::get().writes(3))
	}
	fn grant() -> Weight {
		// Fastest run: 9_194_000 ps.
		Weight::from_parts(10_085_000, 3547)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn renew() -> Weight {
		// Fastest run: 84_026_000 ps.
		Weight::from_parts(88_933_000, 6362)
			.saturating_add(T::DbWeight::get().reads(8))
			.saturating_add(T::DbWeight::get().writes(5))
	}
	fn suspend() -> Weight {
		// Fastest run: 9_324_000 ps.
		Weight::from_parts(10_196_000, 3547)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn reinstate() -> Weight {
		// Fastest run: 9_294_000 ps.
		Weight::from_parts(10_035_000, 3547)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn revoke() -> Weight {
		// Fastest run: 40_090_000 ps.
		Weight::from_parts(42_674_000, 3676)
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(T::DbWeight::get().writes(3))
	}
	fn surrender() -> Weight {
		// Fastest run: 45_918_000 ps.
		Weight::from_parts(48_552_000, 3676)
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().writes(3))
	}
	fn release_bond() -> Weight {
		// Fastest run: 38_928_000 ps.
		Weight::from_parts(41_712_000, 3676)
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(T::DbWeight::get().writes(3))
	}
	fn set_discounts() -> Weight {
		// Fastest run: 5_699_000 ps.
		Weight::from_parts(6_239_000, 1545)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn look_at_stake() -> Weight {
		// Fastest run: 49_404_000 ps.
		Weight::from_parts(53_530_000, 6084)
			.saturating_add(T::DbWeight::get().reads(10))
			.saturating_add(T::DbWeight::get().writes(1))
	}
}
