//! Weights of `frame_system_extensions`, measured by its benchmarks: `scripts/weights` writes this file.
//!
//! 2026-11-23, on Intel(R) Xeon(R) Processor; 20 steps, 10 repeats, wasm Compiled.
//! Execution alone is measured; the database's share is `T::DbWeight` per key read or written.

use core::marker::PhantomData;
#[allow(unused_imports, reason = "calls that touch no storage need no `Get`")]
use frame_support::{traits::Get, weights::Weight};

/// Weights of `frame_system_extensions`.
pub struct WeightInfo<T>(PhantomData<T>);
impl<T: frame_system::Config> frame_system::ExtensionsWeightInfo for WeightInfo<T> {
	fn check_genesis() -> Weight {
		// Fastest run: 1_822_000 ps.
		Weight::from_parts(2_102_000, 0)
	}
	fn check_mortality_mortal_transaction() -> Weight {
		// Fastest run: 3_773_000 ps.
		Weight::from_parts(4_450_000, 0)
	}
	fn check_mortality_immortal_transaction() -> Weight {
		// Fastest run: 3_885_000 ps.
		Weight::from_parts(4_500_000, 0)
	}
	fn check_non_zero_sender() -> Weight {
		// Fastest run: 526_000 ps.
		Weight::from_parts(676_000, 0)
	}
	fn check_nonce() -> Weight {
		// Fastest run: 8_300_000 ps.
		Weight::from_parts(9_101_000, 3593)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn check_spec_version() -> Weight {
		// Fastest run: 415_000 ps.
		Weight::from_parts(533_000, 0)
	}
	fn check_tx_version() -> Weight {
		// Fastest run: 409_000 ps.
		Weight::from_parts(536_000, 0)
	}
	fn check_weight() -> Weight {
		// Fastest run: 4_323_000 ps.
		Weight::from_parts(5_058_000, 0)
	}
	fn weight_reclaim() -> Weight {
		// Fastest run: 2_414_000 ps.
		Weight::from_parts(2_997_000, 0)
	}
}
