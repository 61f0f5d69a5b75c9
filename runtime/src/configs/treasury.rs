//! What everybody owns together, GRID and WATT, and how it is spent.

use super::{
	governance::Period,
	origins::{EnsureSpender, EnsureTreasurer},
};
use crate::{
	constants::{
		currency::{deposit, GRID},
		time::DAYS,
		watt::WATT_ID,
	},
	AccountId, AssetRate, Assets, Balance, Balances, Bounties, Runtime, RuntimeEvent, System,
};
use alloc::{vec, vec::Vec};
use frame_support::{
	parameter_types,
	traits::{
		fungible::{NativeFromLeft, NativeOrWithId, UnionOf},
		tokens::{pay::PayAssetFromAccount, UnityOrOuterConversion},
		ConstU128, ConstU32, Contains, EitherOf,
	},
	PalletId,
};
use frame_system::EnsureRoot;
use sp_runtime::{traits::AccountIdConversion, Permill};

parameter_types! {
	pub const TreasuryPalletId: PalletId = PalletId(*b"gf/trsry");
	/// Holds the treasury: its share of the fees, and deposits of killed referenda. It has no key: only governance can
	/// move it.
	pub TreasuryAccount: AccountId = TreasuryPalletId::get().into_account_truncating();
	pub const NothingBurns: Permill = Permill::zero();
	/// A curator puts down half of what it will be paid.
	pub const CuratorDeposit: Permill = Permill::from_percent(50);
	pub const LeastCuratorDeposit: Option<Balance> = Some(10 * GRID);
	pub const MostCuratorDeposit: Option<Balance> = Some(10_000 * GRID);
	/// What a bounty's account can hold, so that all of it is paid out.
	pub BountyAssets: Vec<NativeOrWithId<u32>> =
		vec![NativeOrWithId::Native, NativeOrWithId::WithId(WATT_ID)];
}

/// GRID and the assets, as one.
pub type NativeAndAssets =
	UnionOf<Balances, Assets, NativeFromLeft, NativeOrWithId<u32>, AccountId>;

/// GRID itself, which needs no rate.
pub struct IsGrid;
impl Contains<NativeOrWithId<u32>> for IsGrid {
	fn contains(kind: &NativeOrWithId<u32>) -> bool {
		matches!(kind, NativeOrWithId::Native)
	}
}

/// Root, or a referendum for the office of the treasurer.
pub(super) type Treasurer = EitherOf<EnsureRoot<AccountId>, EnsureTreasurer>;

impl pallet_treasury::Config for Runtime {
	type Currency = Balances;
	type RejectOrigin = Treasurer;
	type RuntimeEvent = RuntimeEvent;
	type SpendPeriod = Period<{ 7 * DAYS }>;
	type Burn = NothingBurns;
	type PalletId = TreasuryPalletId;
	type BurnDestination = ();
	type WeightInfo = pallet_treasury::weights::SubstrateWeight<Runtime>;
	type SpendFunds = Bounties;
	type MaxApprovals = ConstU32<100>;
	type SpendOrigin = EnsureSpender;
	type AssetKind = NativeOrWithId<u32>;
	type Beneficiary = AccountId;
	type BeneficiaryLookup = <Runtime as frame_system::Config>::Lookup;
	type Paymaster = PayAssetFromAccount<NativeAndAssets, TreasuryAccount>;
	type BalanceConverter = UnityOrOuterConversion<IsGrid, AssetRate>;
	type PayoutPeriod = Period<{ 30 * DAYS }>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = benchmarking::Kinds;
	type BlockNumberProvider = System;
}

impl pallet_bounties::Config for Runtime {
	type BountyDepositBase = ConstU128<{ deposit(1, 100) }>;
	type BountyDepositPayoutDelay = Period<{ 4 * DAYS }>;
	type BountyUpdatePeriod = Period<{ 90 * DAYS }>;
	type CuratorDepositMultiplier = CuratorDeposit;
	type CuratorDepositMax = MostCuratorDeposit;
	type CuratorDepositMin = LeastCuratorDeposit;
	type BountyValueMinimum = ConstU128<{ 100 * GRID }>;
	type DataDepositPerByte = ConstU128<{ deposit(0, 1) }>;
	type RuntimeEvent = RuntimeEvent;
	type MaximumReasonLength = ConstU32<1_024>;
	type WeightInfo = pallet_bounties::weights::SubstrateWeight<Runtime>;
	type ChildBountyManager = ();
	type OnSlash = pallet_treasury::Pallet<Runtime>;
	type TransferAllAssets =
		pallet_bounties::TransferAllFungibles<AccountId, NativeAndAssets, BountyAssets>;
}

impl pallet_asset_rate::Config for Runtime {
	type WeightInfo = pallet_asset_rate::weights::SubstrateWeight<Runtime>;
	type RuntimeEvent = RuntimeEvent;
	type CreateOrigin = Treasurer;
	type RemoveOrigin = Treasurer;
	type UpdateOrigin = Treasurer;
	type Currency = Balances;
	type AssetKind = NativeOrWithId<u32>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = benchmarking::Kinds;
}

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking {
	use super::*;

	/// Assets and accounts that the benchmarks are run with: each number another asset.
	pub struct Kinds;

	impl pallet_treasury::ArgumentsFactory<NativeOrWithId<u32>, AccountId> for Kinds {
		fn create_asset_kind(seed: u32) -> NativeOrWithId<u32> {
			NativeOrWithId::WithId(1_000 + seed)
		}

		fn create_beneficiary(seed: [u8; 32]) -> AccountId {
			seed.into()
		}
	}

	impl pallet_asset_rate::AssetKindFactory<NativeOrWithId<u32>> for Kinds {
		fn create_asset_kind(seed: u32) -> NativeOrWithId<u32> {
			NativeOrWithId::WithId(1_000 + seed)
		}
	}
}
