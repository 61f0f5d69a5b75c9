//! Weights of `pallet_proxy`, measured by its benchmarks: `scripts/weights` writes this file.
//!
//! 2026-11-23, on Intel(R) Xeon(R) Processor; 20 steps, 10 repeats, wasm Compiled.
//! Execution alone is measured; the database's share is `T::DbWeight` per key read or written.

use core::marker::PhantomData;
#[allow(unused_imports, reason = "calls that touch no storage need no `Get`")]
use frame_support::{traits::Get, weights::Weight};

/// Weights of `pallet_proxy`.
pub struct WeightInfo<T>(PhantomData<T>);
impl<T: frame_system::Config> pallet_proxy::WeightInfo for WeightInfo<T> {
	/// `p` from 1 to 31.
	fn proxy(p: u32) -> Weight {
		// Fastest run: 13_435_000 ps.
		Weight::from_parts(15_931_895, 4706)
			// Standard error: 3_605.
			.saturating_add(Weight::from_parts(86_771, 0).saturating_mul(p.into()))
			.saturating_add(T::DbWeight::get().reads(1))
	}
	/// `a` from 0 to 31.
	/// `p` from 1 to 31.
	fn proxy_announced(a: u32, p: u32) -> Weight {
		// Fastest run: 40_023_000 ps.
		Weight::from_parts(40_246_090, 5698)
			// Standard error: 52_588.
			.saturating_add(Weight::from_parts(507_437, 0).saturating_mul(a.into()))
			// Standard error: 54_373.
			.saturating_add(Weight::from_parts(239_795, 0).saturating_mul(p.into()))
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	/// `a` from 0 to 31.
	/// `p` from 1 to 31.
	fn remove_announcement(a: u32, p: u32) -> Weight {
		// Fastest run: 27_217_000 ps.
		Weight::from_parts(26_307_125, 5698)
			// Standard error: 31_329.
			.saturating_add(Weight::from_parts(454_791, 0).saturating_mul(a.into()))
			// Standard error: 32_392.
			.saturating_add(Weight::from_parts(157_976, 0).saturating_mul(p.into()))
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	/// `a` from 0 to 31.
	/// `p` from 1 to 31.
	fn reject_announcement(a: u32, p: u32) -> Weight {
		// Fastest run: 27_699_000 ps.
		Weight::from_parts(26_650_884, 5698)
			// Standard error: 30_951.
			.saturating_add(Weight::from_parts(450_374, 0).saturating_mul(a.into()))
			// Standard error: 32_002.
			.saturating_add(Weight::from_parts(117_214, 0).saturating_mul(p.into()))
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	/// `a` from 0 to 31.
	/// `p` from 1 to 31.
	fn announce(a: u32, p: u32) -> Weight {
		// Fastest run: 37_947_000 ps.
		Weight::from_parts(40_408_407, 5698)
			// Standard error: 32_250.
			.saturating_add(Weight::from_parts(315_335, 0).saturating_mul(a.into()))
			// Standard error: 33_344.
			.saturating_add(Weight::from_parts(136_312, 0).saturating_mul(p.into()))
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	/// `p` from 1 to 31.
	fn add_proxy(p: u32) -> Weight {
		// Fastest run: 24_439_000 ps.
		Weight::from_parts(27_655_163, 4706)
			// Standard error: 3_181.
			.saturating_add(Weight::from_parts(104_791, 0).saturating_mul(p.into()))
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	/// `p` from 1 to 31.
	fn remove_proxy(p: u32) -> Weight {
		// Fastest run: 23_794_000 ps.
		Weight::from_parts(27_399_918, 4706)
			// Standard error: 3_578.
			.saturating_add(Weight::from_parts(104_498, 0).saturating_mul(p.into()))
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	/// `p` from 1 to 31.
	fn remove_proxies(p: u32) -> Weight {
		// Fastest run: 26_045_000 ps.
		Weight::from_parts(26_294_495, 4706)
			// Standard error: 5_763.
			.saturating_add(Weight::from_parts(1_859_713, 0).saturating_mul(p.into()))
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	/// `p` from 1 to 31.
	fn create_pure(p: u32) -> Weight {
		// Fastest run: 28_969_000 ps.
		Weight::from_parts(31_322_081, 4706)
			// Standard error: 4_953.
			.saturating_add(Weight::from_parts(75_812, 0).saturating_mul(p.into()))
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	/// `p` from 0 to 30.
	fn kill_pure(p: u32) -> Weight {
		// Fastest run: 26_984_000 ps.
		Weight::from_parts(29_262_197, 4706)
			// Standard error: 5_113.
			.saturating_add(Weight::from_parts(94_931, 0).saturating_mul(p.into()))
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn poke_deposit() -> Weight {
		// Fastest run: 45_396_000 ps.
		Weight::from_parts(50_283_000, 5698)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(3))
	}
}
