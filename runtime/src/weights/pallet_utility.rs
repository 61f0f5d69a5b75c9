//! Weights of `pallet_utility`, measured by its benchmarks: `scripts/weights` writes this file.
//!
//! 2026-11-23, on Intel(R) Xeon(R) Processor; 20 steps, 10 repeats, wasm Compiled.
//! Execution alone is measured; the database's share is `T::DbWeight` per key read or written.

use core::marker::PhantomData;
#[allow(unused_imports, reason = "calls that touch no storage need no `Get`")]
use frame_support::{traits::Get, weights::Weight};

/// Weights of `pallet_utility`.
pub struct WeightInfo<T>(PhantomData<T>);
impl<T: frame_system::Config> pallet_utility::WeightInfo for WeightInfo<T> {
	/// `c` from 0 to 1000.
	fn batch(c: u32) -> Weight {
		// Fastest run: 5_330_000 ps.
		Weight::from_parts(5_810_000, 0)
			// Standard error: 384_463.
			.saturating_add(Weight::from_parts(13_165_773, 0).saturating_mul(c.into()))
	}
	fn as_derivative() -> Weight {
		// Fastest run: 4_726_000 ps.
		Weight::from_parts(5_811_000, 0)
	}
	/// `c` from 0 to 1000.
	fn batch_all(c: u32) -> Weight {
		// Fastest run: 5_773_000 ps.
		Weight::from_parts(6_161_000, 0)
			// Standard error: 513_078.
			.saturating_add(Weight::from_parts(20_818_066, 0).saturating_mul(c.into()))
	}
	fn dispatch_as() -> Weight {
		// Fastest run: 6_785_000 ps.
		Weight::from_parts(8_154_000, 0)
	}
	/// `c` from 0 to 1000.
	fn force_batch(c: u32) -> Weight {
		// Fastest run: 5_472_000 ps.
		Weight::from_parts(5_886_000, 0)
			// Standard error: 296_396.
			.saturating_add(Weight::from_parts(12_599_088, 0).saturating_mul(c.into()))
	}
	fn dispatch_as_fallible() -> Weight {
		// Fastest run: 6_569_000 ps.
		Weight::from_parts(8_051_000, 0)
	}
	fn if_else() -> Weight {
		// Fastest run: 8_372_000 ps.
		Weight::from_parts(9_629_000, 0)
	}
}
