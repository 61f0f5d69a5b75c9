//! Nominated proof of stake: bonding, elections, and what staking earns.
//!
//! What is slashed is burnt, so that nobody gains by it, and what an era does not pay out is not minted.

use super::{
	election::OnChainElection,
	origins::EnsureStakingAdmin,
	parameters::{max_era_stretch, yield_per_year},
};
use crate::{
	constants::{staking, time},
	voter_bags, weights, AccountId, Balance, Balances, DelegatedStaking,
	ElectionProviderMultiPhase, NetworkParams, NominationPools, Runtime, RuntimeEvent,
	RuntimeFreezeReason, RuntimeHoldReason, Session, Staking, System, Timestamp, VoterList,
};
use frame_election_provider_support::{onchain, VoteWeight};
use frame_support::{
	parameter_types,
	traits::{ConstU32, ConstU8, EitherOf},
	PalletId,
};
use frame_system::EnsureRoot;
use pallet_network_params::{BondingEras, SessionsPerEra, SlashDeferEras};
use sp_core::U256;
use sp_runtime::{
	helpers_128bit::multiply_by_rational_with_rounding, traits::Convert, FixedU128, Perbill,
	Rounding,
};
use sp_staking::{currency_to_vote::U128CurrencyToVote, EraPayout};

parameter_types! {
	pub const BagThresholds: &'static [VoteWeight] = &voter_bags::THRESHOLDS;
}

impl pallet_bags_list::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type WeightInfo = weights::pallet_bags_list::WeightInfo<Runtime>;
	type ScoreProvider = Staking;
	type BagThresholds = BagThresholds;
	type MaxAutoRebagPerBlock = ConstU32<5>;
	type Score = VoteWeight;
}

/// The yield of staking: 8 % a year on what is staked, by the time that the era took.
///
/// Staking measures an era from its first block to its last, so the slot between that one and the next
/// era is added. An era that was longer than [`max_era_stretch`] allows counts as that long. Both are parameters.
pub struct StakeYield;
impl EraPayout<Balance> for StakeYield {
	fn era_payout(
		total_staked: Balance,
		_total_issuance: Balance,
		era_duration_millis: u64,
	) -> (Balance, Balance) {
		let longest = NetworkParams::era_millis().saturating_mul(max_era_stretch());
		let lasted = era_duration_millis.saturating_add(time::SLOT_MILLIS);
		(yield_of(total_staked, lasted.min(longest)), 0)
	}
}

/// What `staked` earns in `millis`, rounded down.
fn yield_of(staked: Balance, millis: u64) -> Balance {
	let a_year = yield_per_year().mul_floor(staked);
	multiply_by_rational_with_rounding(
		a_year,
		millis.into(),
		time::YEAR_MILLIS.into(),
		Rounding::Down,
	)
	// Only an era of many years and more stake than can exist would overflow; such an era pays nothing.
	.unwrap_or(0)
}

/// The sizes that the benchmarks of staking are run with.
pub struct BenchmarkSizes;
impl pallet_staking::BenchmarkingConfig for BenchmarkSizes {
	type MaxValidators = ConstU32<{ staking::MAX_VALIDATORS }>;
	type MaxNominators = ConstU32<{ staking::FALLBACK_VOTERS }>;
}

impl pallet_staking::Config for Runtime {
	type OldCurrency = Balances;
	type Currency = Balances;
	type RuntimeHoldReason = RuntimeHoldReason;
	type CurrencyBalance = Balance;
	type UnixTime = Timestamp;
	type CurrencyToVote = U128CurrencyToVote;
	type ElectionProvider = ElectionProviderMultiPhase;
	type GenesisElectionProvider = onchain::OnChainExecution<OnChainElection>;
	type NominationsQuota = pallet_staking::FixedNominationsQuota<{ staking::MAX_NOMINATIONS }>;
	type HistoryDepth = ConstU32<{ staking::HISTORY_ERAS }>;
	type RewardRemainder = ();
	type RuntimeEvent = RuntimeEvent;
	type Slash = ();
	type Reward = ();
	type SessionsPerEra = SessionsPerEra<Runtime>;
	type BondingDuration = BondingEras<Runtime>;
	type SlashDeferDuration = SlashDeferEras<Runtime>;
	type AdminOrigin = EitherOf<EnsureRoot<AccountId>, EnsureStakingAdmin>;
	type SessionInterface = Self;
	type EraPayout = StakeYield;
	type NextNewSession = Session;
	type MaxExposurePageSize = ConstU32<{ staking::EXPOSURE_PAGE }>;
	type MaxValidatorSet = ConstU32<{ staking::MAX_VALIDATORS }>;
	type VoterList = VoterList;
	type TargetList = pallet_staking::UseValidatorsMap<Self>;
	type MaxUnlockingChunks = ConstU32<32>;
	type MaxControllersInDeprecationBatch = ConstU32<100>;
	type EventListeners = (NominationPools, DelegatedStaking);
	// A member of a pool stakes through it, and by itself no more.
	type Filter = pallet_nomination_pools::AllPoolMembers<Runtime>;
	type BenchmarkingConfig = BenchmarkSizes;
	type WeightInfo = weights::pallet_staking::WeightInfo<Runtime>;
}

parameter_types! {
	pub const DelegationPalletId: PalletId = PalletId(*b"gf/deleg");
	pub const PoolsPalletId: PalletId = PalletId(*b"gf/npool");
	/// Staking itself rewards whoever reports an offence.
	pub const NoSlashReward: Perbill = Perbill::zero();
}

impl pallet_delegated_staking::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type PalletId = DelegationPalletId;
	type Currency = Balances;
	type OnSlash = ();
	type SlashRewardFraction = NoSlashReward;
	type RuntimeHoldReason = RuntimeHoldReason;
	type CoreStaking = Staking;
}

/// GRID as a wide number and back.
pub struct Wide;
impl Convert<Balance, U256> for Wide {
	fn convert(balance: Balance) -> U256 {
		balance.into()
	}
}
impl Convert<U256, Balance> for Wide {
	fn convert(wide: U256) -> Balance {
		// More GRID than can exist is as much as can be said.
		wide.try_into().unwrap_or(Balance::MAX)
	}
}

impl pallet_nomination_pools::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type WeightInfo = pallet_nomination_pools::weights::SubstrateWeight<Runtime>;
	type Currency = Balances;
	type RuntimeFreezeReason = RuntimeFreezeReason;
	type RewardCounter = FixedU128;
	type PalletId = PoolsPalletId;
	type MaxPointsToBalance = ConstU8<10>;
	type MaxUnbonding = ConstU32<{ staking::POOL_UNBONDING }>;
	type BalanceToU256 = Wide;
	type U256ToBalance = Wide;
	type StakeAdapter =
		pallet_nomination_pools::adapter::DelegateStake<Runtime, Staking, DelegatedStaking>;
	type MaxUnbondingPools = ConstU32<{ staking::POOL_ERAS }>;
	type MaxMetadataLen = ConstU32<256>;
	type AdminOrigin = EitherOf<EnsureRoot<AccountId>, EnsureStakingAdmin>;
	type BlockNumberProvider = System;
	type Filter = pallet_staking::AllStakers<Runtime>;
}
