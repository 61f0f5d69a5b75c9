//! Weights of `frame_system`, measured by its benchmarks: `scripts/weights` writes this file.
//!
//! 2026-11-23, on Intel(R) Xeon(R) Processor; 20 steps, 10 repeats, wasm Compiled.
//! Execution alone is measured; the database's share is `T::DbWeight` per key read or written.

use core::marker::PhantomData;
#[allow(unused_imports, reason = "calls that touch no storage need no `Get`")]
use frame_support::{traits::Get, weights::Weight};

/// Weights of `frame_system`.
pub struct WeightInfo<T>(PhantomData<T>);
impl<T: frame_system::Config> frame_system::WeightInfo for WeightInfo<T> {
	/// `b` from 0 to 3932160.
	fn remark(b: u32) -> Weight {
		// Fastest run: 2_586_000 ps.
		Weight::from_parts(3_122_000, 0)
			// Standard error: 1.
			.saturating_add(Weight::from_parts(381, 0).saturating_mul(b.into()))
	}
	/// `b` from 0 to 3932160.
	fn remark_with_event(b: u32) -> Weight {
		// Fastest run: 6_575_000 ps.
		Weight::from_parts(7_010_000, 0)
			// Standard error: 25.
			.saturating_add(Weight::from_parts(2_382, 0).saturating_mul(b.into()))
	}
	fn set_heap_pages() -> Weight {
		// Fastest run: 4_743_000 ps.
		Weight::from_parts(5_861_000, 0).saturating_add(T::DbWeight::get().writes(1))
	}
	fn set_code() -> Weight {
		// Fastest run: 121_641_469_000 ps.
		Weight::from_parts(174_033_494_000, 0).saturating_add(T::DbWeight::get().writes(1))
	}
	/// `i` from 0 to 1000.
	fn set_storage(i: u32) -> Weight {
		// Fastest run: 2_618_000 ps.
		Weight::from_parts(2_883_000, 0)
			// Standard error: 754.
			.saturating_add(Weight::from_parts(844_238, 0).saturating_mul(i.into()))
			.saturating_add(T::DbWeight::get().writes((1_u64).saturating_mul(i.into())))
	}
	/// `i` from 0 to 1000.
	fn kill_storage(i: u32) -> Weight {
		// Fastest run: 2_512_000 ps.
		Weight::from_parts(2_860_000, 0)
			// Standard error: 619.
			.saturating_add(Weight::from_parts(622_555, 0).saturating_mul(i.into()))
			.saturating_add(T::DbWeight::get().writes((1_u64).saturating_mul(i.into())))
	}
	/// `p` from 0 to 1000.
	fn kill_prefix(p: u32) -> Weight {
		// Fastest run: 4_422_000 ps.
		Weight::from_parts(4_719_000, 53)
			// Standard error: 2_037.
			.saturating_add(Weight::from_parts(1_319_868, 0).saturating_mul(p.into()))
			.saturating_add(T::DbWeight::get().reads((1_u64).saturating_mul(p.into())))
			.saturating_add(T::DbWeight::get().writes((1_u64).saturating_mul(p.into())))
			.saturating_add(Weight::from_parts(0, 70).saturating_mul(p.into()))
	}
	fn authorize_upgrade() -> Weight {
		// Fastest run: 17_716_000 ps.
		Weight::from_parts(20_329_000, 0).saturating_add(T::DbWeight::get().writes(1))
	}
	fn apply_authorized_upgrade() -> Weight {
		// Fastest run: 123_254_199_000 ps.
		Weight::from_parts(127_602_086_000, 1518)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(2))
	}
}
