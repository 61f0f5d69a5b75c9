//! Weights of `pallet_grid`, measured by its benchmarks: `scripts/weights` writes this file.
//!
//! 2026-11-23, on Intel(R) Xeon(R) Processor; 5 steps, 2 repeats, wasm Compiled.
//! Execution alone is measured; the database's share is `T::DbWeight` per key read or written.

use core::marker::PhantomData;
#[allow(unused_imports, reason = "calls that touch no storage need no `Get`")]
use frame_support::{traits::Get, weights::Weight};

/// Weights of `pallet_grid`.
pub struct WeightInfo<T>(PhantomData<T>);
impl<T: frame_system::Config> pallet_grid::WeightInfo for WeightInfo<T> {
	fn create_zone() -> Weight {
		// Fastest run: 25_043_000 ps.
		Weight::from_parts(31_015_000, 4915)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn set_tariff() -> Weight {
		// Fastest run: 22_409_000 ps.
		Weight::from_parts(28_227_000, 4915)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn set_zone_status() -> Weight {
		// Fastest run: 23_574_000 ps.
		Weight::from_parts(29_292_000, 4915)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn set_calendar() -> Weight {
		// Fastest run: 14_977_000 ps.
		Weight::from_parts(20_072_000, 4915)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn set_utc_offsets() -> Weight {
		// Fastest run: 17_537_000 ps.
		Weight::from_parts(23_923_000, 4915)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn set_limits() -> Weight {
		// Fastest run: 14_887_000 ps.
		Weight::from_parts(19_995_000, 4915)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn set_collar() -> Weight {
		// Fastest run: 14_616_000 ps.
		Weight::from_parts(19_909_000, 4915)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn set_auction() -> Weight {
		// Fastest run: 18_372_000 ps.
		Weight::from_parts(24_056_000, 4915)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn set_delivery() -> Weight {
		// Fastest run: 19_271_000 ps.
		Weight::from_parts(21_519_000, 4915)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn link_zones() -> Weight {
		// Fastest run: 32_280_000 ps.
		Weight::from_parts(39_042_000, 8840)
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn unlink_zones() -> Weight {
		// Fastest run: 20_485_000 ps.
		Weight::from_parts(27_528_000, 6106)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(2))
	}
}
