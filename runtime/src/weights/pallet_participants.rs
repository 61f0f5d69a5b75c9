//! Weights of `pallet_participants`, measured by its benchmarks: `scripts/weights` writes this file.
//!
//! 2026-11-24, on Intel(R) Xeon(R) Processor; 50 steps, 20 repeats, wasm Compiled.
//! Execution alone is measured; the database's share is `T::DbWeight` per key read or written.

use core::marker::PhantomData;
#[allow(unused_imports, reason = "calls that touch no storage need no `Get`")]
use frame_support::{traits::Get, weights::Weight};

/// Weights of `pallet_participants`.
pub struct WeightInfo<T>(PhantomData<T>);
impl<T: frame_system::Config> pallet_participants::WeightInfo for WeightInfo<T> {
	fn register() -> Weight {
		// Fastest run: 30_137_000 ps.
		Weight::from_parts(36_425_000, 3982)
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(T::DbWeight::get().writes(5))
	}
	fn set_status() -> Weight {
		// Fastest run: 11_197_000 ps.
		Weight::from_parts(13_734_000, 3508)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn choose_host() -> Weight {
		// Fastest run: 20_356_000 ps.
		Weight::from_parts(24_861_000, 6026)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn appoint_delegate() -> Weight {
		// Fastest run: 35_066_000 ps.
		Weight::from_parts(42_910_000, 6044)
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn dismiss_delegate() -> Weight {
		// Fastest run: 27_574_000 ps.
		Weight::from_parts(33_647_000, 3982)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn resign_delegation() -> Weight {
		// Fastest run: 20_856_000 ps.
		Weight::from_parts(27_025_000, 3982)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn create_jurisdiction() -> Weight {
		// NOT MEASURED: the figure of `register` until `scripts/weights` has run.
		Self::register()
	}
	fn set_jurisdiction_admin() -> Weight {
		// NOT MEASURED: the figure of `set_status` until `scripts/weights` has run.
		Self::set_status()
	}
	fn set_rules() -> Weight {
		// NOT MEASURED: the figure of `set_status` until `scripts/weights` has run.
		Self::set_status()
	}
	fn appoint_registrar() -> Weight {
		// NOT MEASURED: the figure of `appoint_delegate` until `scripts/weights` has run.
		Self::appoint_delegate()
	}
	fn dismiss_registrar() -> Weight {
		// NOT MEASURED: the figure of `dismiss_delegate` until `scripts/weights` has run.
		Self::dismiss_delegate()
	}
	fn admit() -> Weight {
		// NOT MEASURED: the figure of `register` until `scripts/weights` has run.
		Self::register()
	}
	fn renew() -> Weight {
		// NOT MEASURED: the figure of `register` until `scripts/weights` has run.
		Self::register()
	}
	fn change_status() -> Weight {
		// NOT MEASURED: the figure of `choose_host` until `scripts/weights` has run.
		Self::choose_host()
	}
	fn register_myself() -> Weight {
		// NOT MEASURED: the figure of `register` until `scripts/weights` has run.
		Self::register()
	}
	fn leave() -> Weight {
		// NOT MEASURED: the figure of `register` until `scripts/weights` has run.
		Self::register()
	}
	fn begin_recovery() -> Weight {
		// NOT MEASURED: the figure of `appoint_delegate` until `scripts/weights` has run.
		Self::appoint_delegate()
	}
	fn stop_recovery() -> Weight {
		// NOT MEASURED: the figure of `choose_host` until `scripts/weights` has run.
		Self::choose_host()
	}
	fn complete_recovery() -> Weight {
		// NOT MEASURED: the figure of `register` until `scripts/weights` has run.
		Self::register()
	}
}
