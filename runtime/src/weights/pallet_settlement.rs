//! Weights of `pallet_settlement`, measured by its benchmarks: `scripts/weights` writes this file.
//!
//! 2026-11-23, on Intel(R) Xeon(R) Processor; 50 steps, 20 repeats, wasm Compiled.
//! Execution alone is measured; the database's share is `T::DbWeight` per key read or written.

use core::marker::PhantomData;
#[allow(unused_imports, reason = "calls that touch no storage need no `Get`")]
use frame_support::{traits::Get, weights::Weight};

/// Weights of `pallet_settlement`.
pub struct WeightInfo<T>(PhantomData<T>);
impl<T: frame_system::Config> pallet_settlement::WeightInfo for WeightInfo<T> {
	fn retry_settlement() -> Weight {
		// Fastest run: 13_872_000 ps.
		Weight::from_parts(15_501_000, 4065)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn settle_search() -> Weight {
		// Fastest run: 43_651_000 ps.
		Weight::from_parts(51_722_000, 5962)
			.saturating_add(T::DbWeight::get().reads(10))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn settle_page() -> Weight {
		// Fastest run: 173_224_000 ps.
		Weight::from_parts(190_067_000, 108798)
			.saturating_add(T::DbWeight::get().reads(37))
			.saturating_add(T::DbWeight::get().writes(34))
	}
	fn settle_position() -> Weight {
		// Fastest run: 108_195_000 ps.
		Weight::from_parts(120_716_000, 59182)
			.saturating_add(T::DbWeight::get().reads(23))
			.saturating_add(T::DbWeight::get().writes(5))
	}
	fn settle_claim() -> Weight {
		// Fastest run: 33_005_000 ps.
		Weight::from_parts(37_862_000, 5992)
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().writes(4))
	}
	fn settle_finish() -> Weight {
		// Fastest run: 66_302_000 ps.
		Weight::from_parts(73_163_000, 17226)
			.saturating_add(T::DbWeight::get().reads(10))
			.saturating_add(T::DbWeight::get().writes(11))
	}
	fn forget_record() -> Weight {
		// Fastest run: 9_876_000 ps.
		Weight::from_parts(11_359_000, 3700)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn settle_community() -> Weight {
		Weight::from_parts(100_000_000, 10_000)
	}
	fn expire_certificate() -> Weight {
		Weight::from_parts(100_000_000, 10_000)
	}
	fn certify_export() -> Weight {
		Weight::from_parts(100_000_000, 10_000)
	}
	fn claim_certificates() -> Weight {
		Weight::from_parts(100_000_000, 10_000)
	}
}
