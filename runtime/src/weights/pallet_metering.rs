//! Weights of `pallet_metering`, measured by its benchmarks: `scripts/weights` writes this file.
//!
//! 2026-11-23, on Intel(R) Xeon(R) Processor; 50 steps, 20 repeats, wasm Compiled.
//! Execution alone is measured; the database's share is `T::DbWeight` per key read or written.

use core::marker::PhantomData;
#[allow(unused_imports, reason = "calls that touch no storage need no `Get`")]
use frame_support::{traits::Get, weights::Weight};

/// Weights of `pallet_metering`.
pub struct WeightInfo<T>(PhantomData<T>);
impl<T: frame_system::Config> pallet_metering::WeightInfo for WeightInfo<T> {
	fn admit_gateway() -> Weight {
		// Fastest run: 32_977_000 ps.
		Weight::from_parts(36_660_000, 4915)
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().writes(3))
	}
	fn set_gateway() -> Weight {
		// Fastest run: 30_923_000 ps.
		Weight::from_parts(35_543_000, 4915)
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn register_meter() -> Weight {
		// Fastest run: 51_947_000 ps.
		Weight::from_parts(60_287_000, 7311)
			.saturating_add(T::DbWeight::get().reads(9))
			.saturating_add(T::DbWeight::get().writes(5))
	}
	fn set_meter() -> Weight {
		// Fastest run: 36_460_000 ps.
		Weight::from_parts(42_155_000, 7311)
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn retire_meter() -> Weight {
		// Fastest run: 45_422_000 ps.
		Weight::from_parts(52_323_000, 7311)
			.saturating_add(T::DbWeight::get().reads(7))
			.saturating_add(T::DbWeight::get().writes(3))
	}
	fn set_device_key() -> Weight {
		// Fastest run: 36_454_000 ps.
		Weight::from_parts(43_473_000, 7311)
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn release_meter() -> Weight {
		// Fastest run: 36_869_000 ps.
		Weight::from_parts(41_773_000, 7311)
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn quarantine_meter() -> Weight {
		// Fastest run: 36_600_000 ps.
		Weight::from_parts(41_912_000, 7311)
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	/// `r` from 1 to 256.
	fn submit_readings(r: u32) -> Weight {
		// Fastest run: 41_501_000 ps.
		Weight::from_parts(45_764_807, 5800)
			// Standard error: 1_384.
			.saturating_add(Weight::from_parts(220_319, 0).saturating_mul(r.into()))
			.saturating_add(T::DbWeight::get().reads(8))
			.saturating_add(T::DbWeight::get().writes(4))
			.saturating_add(Weight::from_parts(0, 36).saturating_mul(r.into()))
	}
	/// `p` from 1 to 256.
	fn submit_readings_pages(p: u32) -> Weight {
		// Fastest run: 44_466_000 ps.
		Weight::from_parts(45_405_000, 3517)
			// Standard error: 17_090.
			.saturating_add(Weight::from_parts(12_262_098, 0).saturating_mul(p.into()))
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().reads((2_u64).saturating_mul(p.into())))
			.saturating_add(T::DbWeight::get().writes(3))
			.saturating_add(T::DbWeight::get().writes((1_u64).saturating_mul(p.into())))
			.saturating_add(Weight::from_parts(0, 6321).saturating_mul(p.into()))
	}
	/// `c` from 1 to 256.
	fn submit_readings_conflicts(c: u32) -> Weight {
		// Fastest run: 48_692_000 ps.
		Weight::from_parts(47_244_411, 5800)
			// Standard error: 12_323.
			.saturating_add(Weight::from_parts(6_030_890, 0).saturating_mul(c.into()))
			.saturating_add(T::DbWeight::get().reads(7))
			.saturating_add(T::DbWeight::get().reads((1_u64).saturating_mul(c.into())))
			.saturating_add(T::DbWeight::get().writes(1))
			.saturating_add(T::DbWeight::get().writes((1_u64).saturating_mul(c.into())))
			.saturating_add(Weight::from_parts(0, 2726).saturating_mul(c.into()))
	}
	/// `r` from 1 to 64.
	fn submit_device_readings_ed25519(r: u32) -> Weight {
		// Fastest run: 92_777_000 ps.
		Weight::from_parts(55_056_133, 7311)
			// Standard error: 89_789.
			.saturating_add(Weight::from_parts(54_554_791, 0).saturating_mul(r.into()))
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().reads((3_u64).saturating_mul(r.into())))
			.saturating_add(T::DbWeight::get().writes(2))
			.saturating_add(T::DbWeight::get().writes((3_u64).saturating_mul(r.into())))
			.saturating_add(Weight::from_parts(0, 2527).saturating_mul(r.into()))
	}
	/// `r` from 1 to 64.
	fn submit_device_readings_sr25519(r: u32) -> Weight {
		// Fastest run: 93_326_000 ps.
		Weight::from_parts(38_270_744, 7311)
			// Standard error: 101_680.
			.saturating_add(Weight::from_parts(56_931_422, 0).saturating_mul(r.into()))
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().reads((3_u64).saturating_mul(r.into())))
			.saturating_add(T::DbWeight::get().writes(2))
			.saturating_add(T::DbWeight::get().writes((3_u64).saturating_mul(r.into())))
			.saturating_add(Weight::from_parts(0, 2527).saturating_mul(r.into()))
	}
	/// `r` from 1 to 64.
	fn submit_device_readings_ecdsa(r: u32) -> Weight {
		// Fastest run: 146_568_000 ps.
		Weight::from_parts(62_084_505, 7311)
			// Standard error: 96_027.
			.saturating_add(Weight::from_parts(49_744_533, 0).saturating_mul(r.into()))
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().reads((3_u64).saturating_mul(r.into())))
			.saturating_add(T::DbWeight::get().writes(2))
			.saturating_add(T::DbWeight::get().writes((3_u64).saturating_mul(r.into())))
			.saturating_add(Weight::from_parts(0, 2527).saturating_mul(r.into()))
	}
	/// `p` from 1 to 64.
	fn submit_device_readings_pages(p: u32) -> Weight {
		// Fastest run: 88_417_000 ps.
		Weight::from_parts(5_979_619, 3509)
			// Standard error: 104_041.
			.saturating_add(Weight::from_parts(67_152_892, 0).saturating_mul(p.into()))
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(T::DbWeight::get().reads((5_u64).saturating_mul(p.into())))
			.saturating_add(T::DbWeight::get().writes(1))
			.saturating_add(T::DbWeight::get().writes((4_u64).saturating_mul(p.into())))
			.saturating_add(Weight::from_parts(0, 6321).saturating_mul(p.into()))
	}
	fn correct_reading() -> Weight {
		// Fastest run: 93_079_000 ps.
		Weight::from_parts(101_858_000, 9108)
			.saturating_add(T::DbWeight::get().reads(15))
			.saturating_add(T::DbWeight::get().writes(6))
	}
	fn submit_feeder_reading() -> Weight {
		// Fastest run: 40_671_000 ps.
		Weight::from_parts(45_176_000, 4915)
			.saturating_add(T::DbWeight::get().reads(7))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn clear_doubt() -> Weight {
		// Fastest run: 37_449_000 ps.
		Weight::from_parts(40_213_000, 4915)
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn set_plausibility() -> Weight {
		// Fastest run: 21_635_000 ps.
		Weight::from_parts(24_066_000, 4915)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn forget_step() -> Weight {
		// Fastest run: 19_387_000 ps.
		Weight::from_parts(21_349_000, 4627)
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(T::DbWeight::get().writes(2))
	}
}
