//! Weights of `pallet_communities`, measured by its benchmarks: `scripts/weights` writes this file.
//!
//! 2026-11-23, on Intel(R) Xeon(R) Processor; 10 steps, 8 repeats, wasm Compiled.
//! Execution alone is measured; the database's share is `T::DbWeight` per key read or written.

use core::marker::PhantomData;
#[allow(unused_imports, reason = "calls that touch no storage need no `Get`")]
use frame_support::{traits::Get, weights::Weight};

/// Weights of `pallet_communities`.
pub struct WeightInfo<T>(PhantomData<T>);
impl<T: frame_system::Config> pallet_communities::WeightInfo for WeightInfo<T> {
	fn create_community() -> Weight {
		// Fastest run: 34_120_000 ps.
		Weight::from_parts(43_720_000, 4916)
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().writes(3))
	}
	fn set_terms() -> Weight {
		// Fastest run: 145_000_000 ps.
		Weight::from_parts(160_665_000, 8071)
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn invite() -> Weight {
		// Fastest run: 47_399_000 ps.
		Weight::from_parts(58_447_000, 4271)
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn set_weight() -> Weight {
		// Fastest run: 137_582_000 ps.
		Weight::from_parts(159_596_000, 8071)
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn dismiss() -> Weight {
		// Fastest run: 71_695_000 ps.
		Weight::from_parts(86_912_000, 8071)
			.saturating_add(T::DbWeight::get().reads(7))
			.saturating_add(T::DbWeight::get().writes(4))
	}
	fn join() -> Weight {
		// Fastest run: 170_824_000 ps.
		Weight::from_parts(198_417_000, 8071)
			.saturating_add(T::DbWeight::get().reads(11))
			.saturating_add(T::DbWeight::get().writes(7))
	}
	fn leave() -> Weight {
		// Fastest run: 65_756_000 ps.
		Weight::from_parts(80_920_000, 8071)
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().writes(3))
	}
	fn set_organiser() -> Weight {
		// Fastest run: 43_101_000 ps.
		Weight::from_parts(55_270_000, 4916)
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn close_community() -> Weight {
		// Fastest run: 186_293_000 ps.
		Weight::from_parts(212_383_000, 8071)
			.saturating_add(T::DbWeight::get().reads(7))
			.saturating_add(T::DbWeight::get().writes(104))
	}
}
