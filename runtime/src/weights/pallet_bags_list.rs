//! Weights of `pallet_bags_list`, measured by its benchmarks: `scripts/weights` writes this file.
//!
//! 2026-11-23, on Intel(R) Xeon(R) Processor; 20 steps, 10 repeats, wasm Compiled.
//! Execution alone is measured; the database's share is `T::DbWeight` per key read or written.

use core::marker::PhantomData;
#[allow(unused_imports, reason = "calls that touch no storage need no `Get`")]
use frame_support::{traits::Get, weights::Weight};

/// Weights of `pallet_bags_list`.
pub struct WeightInfo<T>(PhantomData<T>);
impl<T: frame_system::Config> pallet_bags_list::WeightInfo for WeightInfo<T> {
	fn rebag_non_terminal() -> Weight {
		// Fastest run: 71_775_000 ps.
		Weight::from_parts(79_870_000, 11506)
			.saturating_add(T::DbWeight::get().reads(9))
			.saturating_add(T::DbWeight::get().writes(6))
	}
	fn rebag_terminal() -> Weight {
		// Fastest run: 69_822_000 ps.
		Weight::from_parts(77_214_000, 8877)
			.saturating_add(T::DbWeight::get().reads(9))
			.saturating_add(T::DbWeight::get().writes(6))
	}
	fn put_in_front_of() -> Weight {
		// Fastest run: 76_730_000 ps.
		Weight::from_parts(90_205_000, 11506)
			.saturating_add(T::DbWeight::get().reads(11))
			.saturating_add(T::DbWeight::get().writes(6))
	}
	fn on_idle_rebag() -> Weight {
		// Fastest run: 73_981_000 ps.
		Weight::from_parts(82_119_000, 11506)
			.saturating_add(T::DbWeight::get().reads(10))
			.saturating_add(T::DbWeight::get().writes(7))
	}
}
