//! Weights of `pallet_grid`, measured by its benchmarks: `scripts/weights` writes this file.
//!
//! 2026-11-23, on Intel(R) Xeon(R) Processor; 50 steps, 20 repeats, wasm Compiled.
//! Execution alone is measured; the database's share is `T::DbWeight` per key read or written.

use core::marker::PhantomData;
#[allow(unused_imports, reason = "calls that touch no storage need no `Get`")]
use frame_support::{traits::Get, weights::Weight};

/// Weights of `pallet_grid`.
pub struct WeightInfo<T>(PhantomData<T>);
impl<T: frame_system::Config> pallet_grid::WeightInfo for WeightInfo<T> {
	fn create_zone() -> Weight {
		// Fastest run: 24_354_000 ps.
		Weight::from_parts(26_198_000, 4900)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn set_tariff() -> Weight {
		// Fastest run: 21_708_000 ps.
		Weight::from_parts(23_648_000, 4900)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn set_zone_status() -> Weight {
		// Fastest run: 23_000_000 ps.
		Weight::from_parts(24_561_000, 4900)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn set_calendar() -> Weight {
		// Fastest run: 14_355_000 ps.
		Weight::from_parts(15_514_000, 4900)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn set_utc_offsets() -> Weight {
		// Fastest run: 17_054_000 ps.
		Weight::from_parts(18_386_000, 4900)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn set_limits() -> Weight {
		// Fastest run: 14_236_000 ps.
		Weight::from_parts(15_486_000, 4900)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn set_collar() -> Weight {
		// Fastest run: 14_236_000 ps.
		Weight::from_parts(15_372_000, 4900)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn set_auction() -> Weight {
		// Fastest run: 18_053_000 ps.
		Weight::from_parts(19_828_000, 4900)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn link_zones() -> Weight {
		// Fastest run: 31_950_000 ps.
		Weight::from_parts(34_584_000, 8810)
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn unlink_zones() -> Weight {
		// Fastest run: 20_811_000 ps.
		Weight::from_parts(22_982_000, 6106)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(2))
	}
}
