//! Nominated proof of stake: bonding, elections, and what staking earns.
//!
//! What is slashed is burnt, and what an era does not pay out is not minted.

use super::origins::EnsureStakingAdmin;
use crate::{
	constants::{staking, time},
	voter_bags, weights, AccountId, Balance, Balances, NetworkParams, Runtime, RuntimeEvent,
	RuntimeHoldReason, Session, Staking, Timestamp, VoterList,
};
use frame_election_provider_support::{
	bounds::{ElectionBounds, ElectionBoundsBuilder},
	onchain, SequentialPhragmen, VoteWeight,
};
use frame_support::{
	parameter_types,
	traits::{ConstBool, ConstU32, EitherOf, Nothing},
};
use frame_system::EnsureRoot;
use pallet_network_params::{BondingEras, SessionsPerEra, SlashDeferEras};
use sp_runtime::{helpers_128bit::multiply_by_rational_with_rounding, Perbill, Rounding};
use sp_staking::{currency_to_vote::U128CurrencyToVote, EraPayout};

parameter_types! {
	pub ElectionLimits: ElectionBounds = ElectionBoundsBuilder::default()
		.voters_count(staking::ELECTION_VOTERS.into())
		.targets_count(staking::ELECTION_TARGETS.into())
		.build();
	pub const BagThresholds: &'static [VoteWeight] = &voter_bags::THRESHOLDS;
}

/// Elections by sequential Phragmén, inside the block that plans an era.
pub struct OnChainElection;
impl onchain::Config for OnChainElection {
	type Sort = ConstBool<true>;
	type System = Runtime;
	type Solver = SequentialPhragmen<AccountId, Perbill>;
	type MaxBackersPerWinner = ConstU32<{ staking::ELECTION_VOTERS }>;
	type MaxWinnersPerPage = ConstU32<{ staking::MAX_VALIDATORS }>;
	type DataProvider = Staking;
	type WeightInfo = weights::pallet_election_provider_support_benchmarking::WeightInfo<Runtime>;
	type Bounds = ElectionLimits;
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
/// era is added. An era that was longer than [`staking::MAX_ERA_STRETCH`] allows counts as that long.
pub struct StakeYield;
impl EraPayout<Balance> for StakeYield {
	fn era_payout(
		total_staked: Balance,
		_total_issuance: Balance,
		era_duration_millis: u64,
	) -> (Balance, Balance) {
		let longest = NetworkParams::era_millis().saturating_mul(staking::MAX_ERA_STRETCH);
		let lasted = era_duration_millis.saturating_add(time::SLOT_MILLIS);
		(yield_of(total_staked, lasted.min(longest)), 0)
	}
}

/// What `staked` earns in `millis`, rounded down.
fn yield_of(staked: Balance, millis: u64) -> Balance {
	let a_year = staking::YIELD_PER_YEAR.mul_floor(staked);
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
	type MaxNominators = ConstU32<{ staking::ELECTION_VOTERS }>;
}

impl pallet_staking::Config for Runtime {
	type OldCurrency = Balances;
	type Currency = Balances;
	type RuntimeHoldReason = RuntimeHoldReason;
	type CurrencyBalance = Balance;
	type UnixTime = Timestamp;
	type CurrencyToVote = U128CurrencyToVote;
	type ElectionProvider = onchain::OnChainExecution<OnChainElection>;
	type GenesisElectionProvider = Self::ElectionProvider;
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
	type EventListeners = ();
	type Filter = Nothing;
	type BenchmarkingConfig = BenchmarkSizes;
	type WeightInfo = weights::pallet_staking::WeightInfo<Runtime>;
}
