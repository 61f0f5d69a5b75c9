//! Weights of `pallet_sudo`, measured by its benchmarks: `scripts/weights` writes this file.
//!
//! 2026-11-23, on Intel(R) Xeon(R) Processor; 20 steps, 10 repeats, wasm Compiled.
//! Execution alone is measured; the database's share is `T::DbWeight` per key read or written.

use core::marker::PhantomData;
#[allow(unused_imports, reason = "calls that touch no storage need no `Get`")]
use frame_support::{traits::Get, weights::Weight};

/// Weights of `pallet_sudo`.
pub struct WeightInfo<T>(PhantomData<T>);
impl<T: frame_system::Config> pallet_sudo::WeightInfo for WeightInfo<T> {
	fn set_key() -> Weight {
		// Fastest run: 10_224_000 ps.
		Weight::from_parts(11_610_000, 1517)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn sudo() -> Weight {
		// Fastest run: 10_792_000 ps.
		Weight::from_parts(12_145_000, 1517).saturating_add(T::DbWeight::get().reads(1))
	}
	fn sudo_as() -> Weight {
		// Fastest run: 10_528_000 ps.
		Weight::from_parts(12_175_000, 1517).saturating_add(T::DbWeight::get().reads(1))
	}
	fn remove_key() -> Weight {
		// Fastest run: 8_930_000 ps.
		Weight::from_parts(10_417_000, 1517)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn check_only_sudo_account() -> Weight {
		// Fastest run: 4_692_000 ps.
		Weight::from_parts(5_407_000, 1517).saturating_add(T::DbWeight::get().reads(1))
	}
}
