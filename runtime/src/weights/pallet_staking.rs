//! Weights of `pallet_staking`, measured by its benchmarks: `scripts/weights` writes this file.
//!
//! 2026-11-23, on Intel(R) Xeon(R) Processor; 10 steps, 8 repeats, wasm Compiled.
//! Execution alone is measured; the database's share is `T::DbWeight` per key read or written.

use core::marker::PhantomData;
#[allow(unused_imports, reason = "calls that touch no storage need no `Get`")]
use frame_support::{traits::Get, weights::Weight};

/// Weights of `pallet_staking`.
pub struct WeightInfo<T>(PhantomData<T>);
impl<T: frame_system::Config> pallet_staking::WeightInfo for WeightInfo<T> {
	fn bond() -> Weight {
		// Fastest run: 51_273_000 ps.
		Weight::from_parts(54_917_000, 4556)
			.saturating_add(T::DbWeight::get().reads(4))
			.saturating_add(T::DbWeight::get().writes(4))
	}
	fn bond_extra() -> Weight {
		// Fastest run: 104_609_000 ps.
		Weight::from_parts(113_219_000, 8877)
			.saturating_add(T::DbWeight::get().reads(10))
			.saturating_add(T::DbWeight::get().writes(7))
	}
	fn unbond() -> Weight {
		// Fastest run: 85_599_000 ps.
		Weight::from_parts(92_086_000, 8877)
			.saturating_add(T::DbWeight::get().reads(14))
			.saturating_add(T::DbWeight::get().writes(6))
	}
	/// `s` from 0 to 100.
	fn withdraw_unbonded_update(s: u32) -> Weight {
		// Fastest run: 52_160_000 ps.
		Weight::from_parts(57_022_890, 4556)
			// Standard error: 516.
			.saturating_add(Weight::from_parts(32_052, 0).saturating_mul(s.into()))
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	/// `s` from 0 to 100.
	fn withdraw_unbonded_kill(s: u32) -> Weight {
		// Fastest run: 95_943_000 ps.
		Weight::from_parts(108_752_214, 6248)
			// Standard error: 2_126.
			.saturating_add(Weight::from_parts(1_418_168, 0).saturating_mul(s.into()))
			.saturating_add(T::DbWeight::get().reads(14))
			.saturating_add(T::DbWeight::get().writes(12))
			.saturating_add(T::DbWeight::get().writes((1_u64).saturating_mul(s.into())))
			.saturating_add(Weight::from_parts(0, 5).saturating_mul(s.into()))
	}
	fn validate() -> Weight {
		// Fastest run: 38_052_000 ps.
		Weight::from_parts(43_023_000, 4556)
			.saturating_add(T::DbWeight::get().reads(12))
			.saturating_add(T::DbWeight::get().writes(5))
	}
	/// `k` from 1 to 128.
	fn kick(k: u32) -> Weight {
		// Fastest run: 30_359_000 ps.
		Weight::from_parts(31_635_854, 4556)
			// Standard error: 14_777.
			.saturating_add(Weight::from_parts(6_782_903, 0).saturating_mul(k.into()))
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().reads((1_u64).saturating_mul(k.into())))
			.saturating_add(T::DbWeight::get().writes((1_u64).saturating_mul(k.into())))
			.saturating_add(Weight::from_parts(0, 3033).saturating_mul(k.into()))
	}
	/// `n` from 1 to 16.
	fn nominate(n: u32) -> Weight {
		// Fastest run: 59_806_000 ps.
		Weight::from_parts(64_571_789, 6248)
			// Standard error: 9_389.
			.saturating_add(Weight::from_parts(3_976_686, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(13))
			.saturating_add(T::DbWeight::get().reads((1_u64).saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes(6))
			.saturating_add(Weight::from_parts(0, 2520).saturating_mul(n.into()))
	}
	fn chill() -> Weight {
		// Fastest run: 51_150_000 ps.
		Weight::from_parts(58_579_000, 6248)
			.saturating_add(T::DbWeight::get().reads(10))
			.saturating_add(T::DbWeight::get().writes(6))
	}
	fn set_payee() -> Weight {
		// Fastest run: 13_790_000 ps.
		Weight::from_parts(15_227_000, 4556)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn update_payee() -> Weight {
		// Fastest run: 16_445_000 ps.
		Weight::from_parts(18_884_000, 4556)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn set_controller() -> Weight {
		// Fastest run: 17_213_000 ps.
		Weight::from_parts(19_773_000, 8122)
			.saturating_add(T::DbWeight::get().reads(3))
			.saturating_add(T::DbWeight::get().writes(3))
	}
	fn set_validator_count() -> Weight {
		// Fastest run: 1_964_000 ps.
		Weight::from_parts(2_470_000, 0).saturating_add(T::DbWeight::get().writes(1))
	}
	fn force_no_eras() -> Weight {
		// Fastest run: 6_942_000 ps.
		Weight::from_parts(8_141_000, 0).saturating_add(T::DbWeight::get().writes(1))
	}
	fn force_new_era() -> Weight {
		// Fastest run: 6_813_000 ps.
		Weight::from_parts(7_992_000, 0).saturating_add(T::DbWeight::get().writes(1))
	}
	fn force_new_era_always() -> Weight {
		// Fastest run: 6_800_000 ps.
		Weight::from_parts(7_818_000, 0).saturating_add(T::DbWeight::get().writes(1))
	}
	/// `v` from 0 to 100.
	fn set_invulnerables(v: u32) -> Weight {
		// Fastest run: 2_216_000 ps.
		Weight::from_parts(2_858_212, 0)
			// Standard error: 16.
			.saturating_add(Weight::from_parts(8_582, 0).saturating_mul(v.into()))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	/// `u` from 0 to 100.
	fn deprecate_controller_batch(u: u32) -> Weight {
		// Fastest run: 4_395_000 ps.
		Weight::from_parts(1_910_958, 990)
			// Standard error: 28_988.
			.saturating_add(Weight::from_parts(21_281_375, 0).saturating_mul(u.into()))
			.saturating_add(T::DbWeight::get().reads((4_u64).saturating_mul(u.into())))
			.saturating_add(T::DbWeight::get().writes((3_u64).saturating_mul(u.into())))
			.saturating_add(Weight::from_parts(0, 7132).saturating_mul(u.into()))
	}
	/// `s` from 0 to 100.
	fn force_unstake(s: u32) -> Weight {
		// Fastest run: 91_072_000 ps.
		Weight::from_parts(105_255_202, 6248)
			// Standard error: 1_842.
			.saturating_add(Weight::from_parts(1_445_016, 0).saturating_mul(s.into()))
			.saturating_add(T::DbWeight::get().reads(14))
			.saturating_add(T::DbWeight::get().writes(13))
			.saturating_add(T::DbWeight::get().writes((1_u64).saturating_mul(s.into())))
			.saturating_add(Weight::from_parts(0, 5).saturating_mul(s.into()))
	}
	/// `s` from 1 to 1000.
	fn cancel_deferred_slash(s: u32) -> Weight {
		// Fastest run: 88_068_000 ps.
		Weight::from_parts(669_350_446, 69488)
			// Standard error: 28_034.
			.saturating_add(Weight::from_parts(3_758_477, 0).saturating_mul(s.into()))
			.saturating_add(T::DbWeight::get().reads(1))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	/// `n` from 0 to 64.
	fn payout_stakers_alive_staked(n: u32) -> Weight {
		// Fastest run: 178_429_000 ps.
		Weight::from_parts(221_809_071, 9850)
			// Standard error: 101_301.
			.saturating_add(Weight::from_parts(75_581_847, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(14))
			.saturating_add(T::DbWeight::get().reads((6_u64).saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes(4))
			.saturating_add(T::DbWeight::get().writes((3_u64).saturating_mul(n.into())))
			.saturating_add(Weight::from_parts(0, 3566).saturating_mul(n.into()))
	}
	/// `l` from 1 to 32.
	fn rebond(l: u32) -> Weight {
		// Fastest run: 70_766_000 ps.
		Weight::from_parts(81_614_027, 8877)
			// Standard error: 2_198.
			.saturating_add(Weight::from_parts(37_844, 0).saturating_mul(l.into()))
			.saturating_add(T::DbWeight::get().reads(10))
			.saturating_add(T::DbWeight::get().writes(6))
	}
	/// `s` from 1 to 100.
	fn reap_stash(s: u32) -> Weight {
		// Fastest run: 106_012_000 ps.
		Weight::from_parts(119_427_919, 6248)
			// Standard error: 2_289.
			.saturating_add(Weight::from_parts(1_485_275, 0).saturating_mul(s.into()))
			.saturating_add(T::DbWeight::get().reads(13))
			.saturating_add(T::DbWeight::get().writes(12))
			.saturating_add(T::DbWeight::get().writes((1_u64).saturating_mul(s.into())))
			.saturating_add(Weight::from_parts(0, 4).saturating_mul(s.into()))
	}
	/// `v` from 1 to 10.
	/// `n` from 0 to 100.
	fn new_era(v: u32, n: u32) -> Weight {
		// Fastest run: 648_846_000 ps.
		Weight::from_parts(671_068_000, 512390)
			// Standard error: 27_610_029.
			.saturating_add(Weight::from_parts(136_964_057, 0).saturating_mul(v.into()))
			// Standard error: 2_799_843.
			.saturating_add(Weight::from_parts(33_507_659, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(206))
			.saturating_add(T::DbWeight::get().reads((5_u64).saturating_mul(v.into())))
			.saturating_add(T::DbWeight::get().reads((4_u64).saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes(8))
			.saturating_add(T::DbWeight::get().writes((3_u64).saturating_mul(v.into())))
			.saturating_add(Weight::from_parts(0, 3566).saturating_mul(n.into()))
			.saturating_add(Weight::from_parts(0, 3566).saturating_mul(v.into()))
	}
	/// `v` from 50 to 100.
	/// `n` from 500 to 1000.
	fn get_npos_voters(v: u32, n: u32) -> Weight {
		// Fastest run: 14_641_438_000 ps.
		Weight::from_parts(31_484_629_831, 512390)
			// Standard error: 5_034_706.
			.saturating_add(Weight::from_parts(23_150_682, 0).saturating_mul(n.into()))
			.saturating_add(T::DbWeight::get().reads(201))
			.saturating_add(T::DbWeight::get().reads((5_u64).saturating_mul(v.into())))
			.saturating_add(T::DbWeight::get().reads((4_u64).saturating_mul(n.into())))
			.saturating_add(T::DbWeight::get().writes(1))
			.saturating_add(Weight::from_parts(0, 3566).saturating_mul(n.into()))
			.saturating_add(Weight::from_parts(0, 3566).saturating_mul(v.into()))
	}
	/// `v` from 50 to 100.
	fn get_npos_targets(v: u32) -> Weight {
		// Fastest run: 298_998_000 ps.
		Weight::from_parts(12_815_937, 3510)
			// Standard error: 237_015.
			.saturating_add(Weight::from_parts(6_223_780, 0).saturating_mul(v.into()))
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().reads((1_u64).saturating_mul(v.into())))
			.saturating_add(Weight::from_parts(0, 2520).saturating_mul(v.into()))
	}
	fn set_staking_configs_all_set() -> Weight {
		// Fastest run: 3_850_000 ps.
		Weight::from_parts(4_574_000, 0).saturating_add(T::DbWeight::get().writes(7))
	}
	fn set_staking_configs_all_remove() -> Weight {
		// Fastest run: 3_444_000 ps.
		Weight::from_parts(4_176_000, 0).saturating_add(T::DbWeight::get().writes(7))
	}
	fn chill_other() -> Weight {
		// Fastest run: 62_848_000 ps.
		Weight::from_parts(72_410_000, 6248)
			.saturating_add(T::DbWeight::get().reads(13))
			.saturating_add(T::DbWeight::get().writes(6))
	}
	fn force_apply_min_commission() -> Weight {
		// Fastest run: 8_144_000 ps.
		Weight::from_parts(9_960_000, 3510)
			.saturating_add(T::DbWeight::get().reads(2))
			.saturating_add(T::DbWeight::get().writes(1))
	}
	fn set_min_commission() -> Weight {
		// Fastest run: 1_966_000 ps.
		Weight::from_parts(2_350_000, 0).saturating_add(T::DbWeight::get().writes(1))
	}
	fn restore_ledger() -> Weight {
		// Fastest run: 30_930_000 ps.
		Weight::from_parts(33_563_000, 4556)
			.saturating_add(T::DbWeight::get().reads(5))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn migrate_currency() -> Weight {
		// Fastest run: 69_502_000 ps.
		Weight::from_parts(76_096_000, 4764)
			.saturating_add(T::DbWeight::get().reads(6))
			.saturating_add(T::DbWeight::get().writes(2))
	}
	fn manual_slash() -> Weight {
		// Fastest run: 789_379_000 ps.
		Weight::from_parts(871_370_000, 166805)
			.saturating_add(T::DbWeight::get().reads(206))
			.saturating_add(T::DbWeight::get().writes(196))
	}
}
