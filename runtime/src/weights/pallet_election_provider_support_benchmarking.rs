//! Weights of `pallet_election_provider_support_benchmarking`, measured by its benchmarks: `scripts/weights` writes this file.
//!
//! 2026-11-23, on Intel(R) Xeon(R) Processor; 10 steps, 3 repeats, wasm Compiled.
//! Execution alone is measured; the database's share is `T::DbWeight` per key read or written.

use core::marker::PhantomData;
#[allow(unused_imports, reason = "calls that touch no storage need no `Get`")]
use frame_support::{traits::Get, weights::Weight};

/// Weights of `pallet_election_provider_support_benchmarking`.
pub struct WeightInfo<T>(PhantomData<T>);
impl<T: frame_system::Config> frame_election_provider_support::weights::WeightInfo
	for WeightInfo<T>
{
	/// `v` from 1000 to 2000.
	/// `t` from 500 to 1000.
	/// `d` from 5 to 16.
	fn phragmen(v: u32, _t: u32, d: u32) -> Weight {
		// Fastest run: 5_697_734_000 ps.
		Weight::from_parts(5_830_640_000, 0)
			// Standard error: 381_880.
			.saturating_add(Weight::from_parts(5_449_083, 0).saturating_mul(v.into()))
			// Standard error: 39_350_172.
			.saturating_add(Weight::from_parts(1_143_444_857, 0).saturating_mul(d.into()))
	}
	/// `v` from 1000 to 2000.
	/// `t` from 500 to 1000.
	/// `d` from 5 to 16.
	fn phragmms(v: u32, _t: u32, d: u32) -> Weight {
		// Fastest run: 4_141_322_000 ps.
		Weight::from_parts(4_290_574_000, 0)
			// Standard error: 369_086.
			.saturating_add(Weight::from_parts(4_995_034, 0).saturating_mul(v.into()))
			// Standard error: 38_031_798.
			.saturating_add(Weight::from_parts(1_229_226_243, 0).saturating_mul(d.into()))
	}
}
