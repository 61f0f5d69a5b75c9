//! Weights of `pallet_settlement`, measured by its benchmarks: `scripts/weights` writes this file.
//!
//! 2026-11-23, on Intel(R) Xeon(R) Processor; 10 steps, 8 repeats, wasm Compiled.
//! Execution alone is measured; the database's share is `T::DbWeight` per key read or written.

use core::marker::PhantomData;
#[allow(unused_imports, reason = "calls that touch no storage need no `Get`")]
use frame_support::{traits::Get, weights::Weight};

/// Weights of `pallet_settlement`.
pub struct WeightInfo<T>(PhantomData<T>);
impl<T: frame_system::Config> pallet_settlement::WeightInfo for WeightInfo<T> {
	fn retry_settlement() -> Weight {
		// Fastest run: 14_381_000 ps.
		Weight::from_parts(15_811_000, 4223)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn settle_search() -> Weight {
		// Fastest run: 79_246_000 ps.
		Weight::from_parts(89_179_000, 5962)
			.saturating_add(T::DbWeight::get().reads(14))
			.saturating_add(T::DbWeight::get().writes(4))
	}
	fn settle_page() -> Weight {
		// Fastest run: 166_374_000 ps.
		Weight::from_parts(188_512_000, 108798)
			.saturating_add(T::DbWeight::get().reads(37))
			.saturating_add(T::DbWeight::get().writes(34))
	}
	fn settle_position() -> Weight {
		// Fastest run: 106_680_000 ps.
		Weight::from_parts(123_839_000, 59182)
			.saturating_add(T::DbWeight::get().reads(23))
			.saturating_add(T::DbWeight::get().writes(5))
	}
	fn settle_community() -> Weight {
		// Fastest run: 8_528_911_000 ps.
		Weight::from_parts(9_131_409_000, 5820190)
			.saturating_add(T::DbWeight::get().reads(1955))
			.saturating_add(T::DbWeight::get().writes(202))
	}
	fn settle_claim() -> Weight {
		// Fastest run: 35_964_000 ps.
		Weight::from_parts(42_485_000, 5992)
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().writes(4))
	}
	fn settle_finish() -> Weight {
		// Fastest run: 67_496_000 ps.
		Weight::from_parts(75_109_000, 17226)
			.saturating_add(T::DbWeight::get().reads(10))
			.saturating_add(T::DbWeight::get().writes(11))
	}
	fn forget_record() -> Weight {
		// Fastest run: 19_106_000 ps.
		Weight::from_parts(21_714_000, 6716)
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn expire_certificate() -> Weight {
		// Fastest run: 10_591_000 ps.
		Weight::from_parts(11_948_000, 3507)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn certify_export() -> Weight {
		// Fastest run: 135_066_000 ps.
		Weight::from_parts(162_184_000, 59182)
			.saturating_add(T::DbWeight::get().reads(31))
			.saturating_add(T::DbWeight::get().writes(5))
	}
	fn claim_certificates() -> Weight {
		// Fastest run: 30_600_000 ps.
		Weight::from_parts(36_544_000, 3535)
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().writes(2))
	}
}
