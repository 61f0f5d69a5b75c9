//! Weights of `pallet_assets`, measured by its benchmarks: `scripts/weights` writes this file.
//!
//! 2026-11-23, on Intel(R) Xeon(R) Processor; 20 steps, 10 repeats, wasm Compiled.
//! Execution alone is measured; the database's share is `T::DbWeight` per key read or written.

use core::marker::PhantomData;
#[allow(unused_imports, reason = "calls that touch no storage need no `Get`")]
use frame_support::{traits::Get, weights::Weight};

/// Weights of `pallet_assets`.
pub struct WeightInfo<T>(PhantomData<T>);
impl<T: frame_system::Config> pallet_assets::WeightInfo for WeightInfo<T> {
	fn create() -> Weight {
		// Fastest run: 27_445_000 ps.
		Weight::from_parts(31_428_000, 3675)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn force_create() -> Weight {
		// Fastest run: 11_635_000 ps.
		Weight::from_parts(13_826_000, 3675)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn start_destroy() -> Weight {
		// Fastest run: 11_526_000 ps.
		Weight::from_parts(13_712_000, 3675)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	/// `c` from 0 to 1000.
	fn destroy_accounts(c: u32) -> Weight {
		// Fastest run: 16_875_000 ps.
		Weight::from_parts(17_875_000, 3675)
			// Standard error: 33_982.
			.saturating_add(Weight::from_parts(13_767_611, 0).saturating_mul(c.into()))
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().reads((2_u64).saturating_mul(c.into())))
			.saturating_add(T::DbWeight::get().writes(1))
			.saturating_add(T::DbWeight::get().writes((2_u64).saturating_mul(c.into())))
			.saturating_add(Weight::from_parts(0, 2609).saturating_mul(c.into()))
	}
	/// `a` from 0 to 1000.
	fn destroy_approvals(a: u32) -> Weight {
		// Fastest run: 17_806_000 ps.
		Weight::from_parts(1_536_528_668, 3675)
			// Standard error: 1_631_879.
			.saturating_add(Weight::from_parts(19_841_688, 0).saturating_mul(a.into()))
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().reads((1_u64).saturating_mul(a.into())))
			.saturating_add(T::DbWeight::get().writes(1))
			.saturating_add(T::DbWeight::get().writes((1_u64).saturating_mul(a.into())))
			.saturating_add(Weight::from_parts(0, 2623).saturating_mul(a.into()))
	}
	fn finish_destroy() -> Weight {
		// Fastest run: 15_083_000 ps.
		Weight::from_parts(17_711_000, 3675)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn mint() -> Weight {
		// Fastest run: 26_047_000 ps.
		Weight::from_parts(32_744_000, 3675)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn burn() -> Weight {
		// Fastest run: 31_588_000 ps.
		Weight::from_parts(36_636_000, 3675)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn transfer() -> Weight {
		// Fastest run: 42_980_000 ps.
		Weight::from_parts(50_055_000, 6208)
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(T::DbWeight::get().writes(4))
	}
	fn transfer_keep_alive() -> Weight {
		// Fastest run: 41_437_000 ps.
		Weight::from_parts(46_048_000, 6208)
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(T::DbWeight::get().writes(4))
	}
	fn force_transfer() -> Weight {
		// Fastest run: 46_716_000 ps.
		Weight::from_parts(51_326_000, 6208)
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(T::DbWeight::get().writes(4))
	}
	fn freeze() -> Weight {
		// Fastest run: 18_614_000 ps.
		Weight::from_parts(20_551_000, 3675)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn thaw() -> Weight {
		// Fastest run: 17_713_000 ps.
		Weight::from_parts(20_487_000, 3675)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn freeze_asset() -> Weight {
		// Fastest run: 12_109_000 ps.
		Weight::from_parts(13_948_000, 3675)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn thaw_asset() -> Weight {
		// Fastest run: 11_629_000 ps.
		Weight::from_parts(13_741_000, 3675)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn transfer_ownership() -> Weight {
		// Fastest run: 14_688_000 ps.
		Weight::from_parts(17_294_000, 3675)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn set_team() -> Weight {
		// Fastest run: 11_629_000 ps.
		Weight::from_parts(13_631_000, 3675)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	/// `n` from 0 to 5.
	fn set_reserves(n: u32) -> Weight {
		// Fastest run: 13_757_000 ps.
		Weight::from_parts(15_309_606, 3675)
			// Standard error: 1_417.
			.saturating_add(Weight::from_parts(50_934, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	/// `n` from 0 to 50.
	/// `s` from 0 to 50.
	fn set_metadata(n: u32, s: u32) -> Weight {
		// Fastest run: 30_698_000 ps.
		Weight::from_parts(34_047_356, 3675)
			// Standard error: 310.
			.saturating_add(Weight::from_parts(2_653, 0).saturating_mul(n.into()))
			// Standard error: 310.
			.saturating_add(Weight::from_parts(3_105, 0).saturating_mul(s.into()))
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn clear_metadata() -> Weight {
		// Fastest run: 27_801_000 ps.
		Weight::from_parts(32_550_000, 3675)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	/// `n` from 0 to 50.
	/// `s` from 0 to 50.
	fn force_set_metadata(n: u32, s: u32) -> Weight {
		// Fastest run: 14_253_000 ps.
		Weight::from_parts(17_512_954, 3675)
			// Standard error: 535.
			.saturating_add(Weight::from_parts(2_587, 0).saturating_mul(n.into()))
			// Standard error: 535.
			.saturating_add(Weight::from_parts(2_049, 0).saturating_mul(s.into()))
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn force_clear_metadata() -> Weight {
		// Fastest run: 28_143_000 ps.
		Weight::from_parts(32_132_000, 3675)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn force_asset_status() -> Weight {
		// Fastest run: 11_319_000 ps.
		Weight::from_parts(13_473_000, 3675)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn approve_transfer() -> Weight {
		// Fastest run: 30_829_000 ps.
		Weight::from_parts(35_614_000, 3675)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn transfer_approved() -> Weight {
		// Fastest run: 63_579_000 ps.
		Weight::from_parts(72_798_000, 6208)
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().writes(5))
	}
	fn cancel_approval() -> Weight {
		// Fastest run: 32_141_000 ps.
		Weight::from_parts(37_650_000, 3675)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn force_cancel_approval() -> Weight {
		// Fastest run: 33_966_000 ps.
		Weight::from_parts(39_669_000, 3675)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn set_min_balance() -> Weight {
		// Fastest run: 12_692_000 ps.
		Weight::from_parts(15_305_000, 3675)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn touch() -> Weight {
		// Fastest run: 35_129_000 ps.
		Weight::from_parts(40_747_000, 3675)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(3))
	}
	fn touch_other() -> Weight {
		// Fastest run: 32_279_000 ps.
		Weight::from_parts(37_108_000, 3675)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn refund() -> Weight {
		// Fastest run: 33_620_000 ps.
		Weight::from_parts(37_134_000, 3675)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(3))
	}
	fn refund_other() -> Weight {
		// Fastest run: 30_200_000 ps.
		Weight::from_parts(34_869_000, 3675)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn block() -> Weight {
		// Fastest run: 18_134_000 ps.
		Weight::from_parts(20_243_000, 3675)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn transfer_all() -> Weight {
		// Fastest run: 53_325_000 ps.
		Weight::from_parts(61_098_000, 6208)
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(T::DbWeight::get().writes(4))
	}
	fn total_issuance() -> Weight {
		// Fastest run: 6_308_000 ps.
		Weight::from_parts(7_400_000, 3675).saturating_add(T::DbWeight::get().reads(1))
	}
	fn balance() -> Weight {
		// Fastest run: 7_578_000 ps.
		Weight::from_parts(8_607_000, 3599).saturating_add(T::DbWeight::get().reads(1))
	}
	fn allowance() -> Weight {
		// Fastest run: 9_420_000 ps.
		Weight::from_parts(10_470_000, 3613).saturating_add(T::DbWeight::get().reads(1))
	}
	fn migration_v2_foreign_asset_set_reserve_weight() -> Weight {
		// Fastest run: 7_499_000 ps.
		Weight::from_parts(9_106_000, 3675)
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn get_metadata() -> Weight {
		// Fastest run: 6_940_000 ps.
		Weight::from_parts(8_163_000, 3605).saturating_add(T::DbWeight::get().reads(1))
	}
}
