//! Weights of `pallet_settlement`, measured by its benchmarks: `scripts/weights` writes this file.
//!
//! 2026-11-29, on AMD EPYC; 20 steps, 10 repeats, wasm Compiled.
//! Execution alone is measured; the database's share is `T::DbWeight` per key read or written.

use core::marker::PhantomData;
#[allow(unused_imports, reason = "calls that touch no storage need no `Get`")]
use frame_support::{traits::Get, weights::Weight};

/// Weights of `pallet_settlement`.
pub struct WeightInfo<T>(PhantomData<T>);
impl<T: frame_system::Config> pallet_settlement::WeightInfo for WeightInfo<T> {
	fn retry_settlement() -> Weight {
		// Fastest run: 9_454_000 ps.
		Weight::from_parts(10_145_000, 4283)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn settle_search() -> Weight {
		// Fastest run: 56_845_000 ps.
		Weight::from_parts(60_660_000, 5962)
			.saturating_add(T::DbWeight::get().reads(14))
			.saturating_add(T::DbWeight::get().writes(4))
	}
	fn settle_page() -> Weight {
		// Fastest run: 199_638_000 ps.
		Weight::from_parts(210_213_000, 109630)
			.saturating_add(T::DbWeight::get().reads(37))
			.saturating_add(T::DbWeight::get().writes(34))
	}
	fn settle_position() -> Weight {
		// Fastest run: 85_478_000 ps.
		Weight::from_parts(91_747_000, 59182)
			.saturating_add(T::DbWeight::get().reads(25))
			.saturating_add(T::DbWeight::get().writes(5))
	}
	fn settle_community() -> Weight {
		// Fastest run: 5_661_919_000 ps.
		Weight::from_parts(6_247_513_000, 5820190)
			.saturating_add(T::DbWeight::get().reads(1957))
			.saturating_add(T::DbWeight::get().writes(202))
	}
	fn settle_claim() -> Weight {
		// Fastest run: 23_465_000 ps.
		Weight::from_parts(25_468_000, 5992)
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().writes(4))
	}
	fn settle_finish() -> Weight {
		// Fastest run: 46_700_000 ps.
		Weight::from_parts(49_284_000, 17370)
			.saturating_add(T::DbWeight::get().reads(10))
			.saturating_add(T::DbWeight::get().writes(11))
	}
	fn forget_record() -> Weight {
		// Fastest run: 13_560_000 ps.
		Weight::from_parts(14_552_000, 6780)
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn expire_certificate() -> Weight {
		// Fastest run: 7_621_000 ps.
		Weight::from_parts(8_183_000, 3507)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn certify_export() -> Weight {
		// Fastest run: 96_714_000 ps.
		Weight::from_parts(104_466_000, 59182)
			.saturating_add(T::DbWeight::get().reads(31))
			.saturating_add(T::DbWeight::get().writes(5))
	}
	fn claim_certificates() -> Weight {
		// Fastest run: 23_345_000 ps.
		Weight::from_parts(24_997_000, 3535)
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().writes(2))
	}
}
