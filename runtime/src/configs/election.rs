//! Who validates: elected each era out of the candidates, by stake.
//!
//! Validators solve the election off chain in the last blocks before it, and send what they found; a block checks it, which
//! is much less work. Where nobody has sent one in time (the network stood still, an era was forced), the block solves it
//! by itself, for fewer voters.

use crate::{
	constants::{
		block::{MAX_LENGTH, NORMAL_SHARE},
		staking,
	},
	weights, AccountId, Balance, Balances, BlockNumber, Runtime, RuntimeEvent, Staking,
	TransactionPayment,
};
#[cfg(not(feature = "std"))]
use alloc::vec;
use alloc::vec::Vec;
use frame_election_provider_support::{
	bounds::{ElectionBounds, ElectionBoundsBuilder},
	generate_solution_type, onchain, BoundedSupportsOf, ElectionDataProvider, ElectionProvider,
	InstantElectionProvider, PageIndex, SequentialPhragmen, VoterOf,
};
use frame_support::{
	dispatch::DispatchClass,
	parameter_types,
	traits::{ConstBool, ConstU32, ConstU64, Get},
	weights::Weight,
};
use frame_system::EnsureRoot;
use pallet_election_provider_multi_phase::{
	unsigned::MinerConfig, weights::SubstrateWeight, SolutionAccuracyOf, WeightInfo,
};
use pallet_network_params::EpochSlots;
use sp_runtime::{traits::Convert, PerU16, Perbill};

// What the solution of an election looks like: each voter's share for up to sixteen candidates.
generate_solution_type!(
	#[compact]
	pub struct Solution16::<
		VoterIndex = u32,
		TargetIndex = u16,
		Accuracy = PerU16,
		MaxVoters = ConstU32<{ staking::ELECTION_VOTERS }>,
	>(16)
);

parameter_types! {
	pub Electorate: ElectionBounds = ElectionBoundsBuilder::default()
		.voters_count(staking::ELECTION_VOTERS.into())
		.targets_count(staking::ELECTION_TARGETS.into())
		.build();
	pub FallbackElectorate: ElectionBounds = ElectionBoundsBuilder::default()
		.voters_count(staking::FALLBACK_VOTERS.into())
		.targets_count(staking::ELECTION_TARGETS.into())
		.build();
	/// What checking a solution may take: what any transaction may, less its base.
	pub SolutionWeight: Weight = {
		let normal = crate::configs::RuntimeBlockWeights::get();
		let normal = normal.get(DispatchClass::Normal);
		normal.max_extrinsic.unwrap_or(Weight::zero()).saturating_sub(normal.base_extrinsic)
	};
	/// Nine tenths of the bytes that transactions may have in a block.
	pub SolutionLength: u32 = Perbill::from_percent(90) * (NORMAL_SHARE * MAX_LENGTH);
	pub const AnyBetter: Perbill = Perbill::zero();
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
	type Bounds = FallbackElectorate;
}

/// The election inside of a block, of voters that it asks for by itself: no snapshot needs to have been made for it, and it
/// is bounded by what a block can do.
pub struct Fallback;
type InBlock = onchain::OnChainExecution<OnChainElection>;

impl ElectionProvider for Fallback {
	type AccountId = AccountId;
	type BlockNumber = BlockNumber;
	type Error = <InBlock as ElectionProvider>::Error;
	type MaxWinnersPerPage = <InBlock as ElectionProvider>::MaxWinnersPerPage;
	type MaxBackersPerWinner = <InBlock as ElectionProvider>::MaxBackersPerWinner;
	type MaxBackersPerWinnerFinal = <InBlock as ElectionProvider>::MaxBackersPerWinnerFinal;
	type Pages = <InBlock as ElectionProvider>::Pages;
	type DataProvider = Staking;

	fn elect(page: PageIndex) -> Result<BoundedSupportsOf<Self>, Self::Error> {
		InBlock::elect(page)
	}

	fn duration() -> BlockNumber {
		InBlock::duration()
	}

	fn start() -> Result<(), Self::Error> {
		InBlock::start()
	}

	fn status() -> Result<Option<Weight>, ()> {
		InBlock::status()
	}
}

impl InstantElectionProvider for Fallback {
	/// Elects from staking's voters, not from those handed over.
	fn instant_elect(
		_voters: Vec<VoterOf<Self::DataProvider>>,
		_targets: Vec<AccountId>,
		_desired_targets: u32,
	) -> Result<BoundedSupportsOf<Self>, Self::Error> {
		InBlock::elect(0)
	}

	fn bother() -> bool {
		false
	}
}

/// In how many blocks before an era's end a solution is taken.
pub struct UnsignedPhase;
impl Get<BlockNumber> for UnsignedPhase {
	fn get() -> BlockNumber {
		let blocks = EpochSlots::<Runtime>::get() / staking::ELECTION_EPOCH_PARTS;
		BlockNumber::try_from(blocks).unwrap_or(BlockNumber::MAX)
	}
}

/// Nobody submits solutions for a reward, so there is no deposit.
pub struct NoDeposit;
impl Convert<usize, Balance> for NoDeposit {
	fn convert(_: usize) -> Balance {
		0
	}
}

impl MinerConfig for Runtime {
	type AccountId = AccountId;
	type Solution = Solution16;
	type MaxVotesPerVoter = <Staking as ElectionDataProvider>::MaxVotesPerVoter;
	type MaxLength = SolutionLength;
	type MaxWeight = SolutionWeight;
	type MaxWinners = ConstU32<{ staking::MAX_VALIDATORS }>;
	type MaxBackersPerWinner = ConstU32<{ staking::ELECTION_VOTERS }>;

	fn solution_weight(voters: u32, targets: u32, active_voters: u32, degree: u32) -> Weight {
		SubstrateWeight::<Runtime>::submit_unsigned(voters, targets, active_voters, degree)
	}
}

/// The sizes that the benchmarks of elections are run with.
pub struct BenchmarkSizes;
impl pallet_election_provider_multi_phase::BenchmarkingConfig for BenchmarkSizes {
	const VOTERS: [u32; 2] = [1_000, 2_000];
	const TARGETS: [u32; 2] = [100, 200];
	const ACTIVE_VOTERS: [u32; 2] = [500, 800];
	const DESIRED_TARGETS: [u32; 2] = [20, 40];
	const SNAPSHOT_MAXIMUM_VOTERS: u32 = staking::ELECTION_VOTERS;
	const MINER_MAXIMUM_VOTERS: u32 = 2_000;
	const MAXIMUM_TARGETS: u32 = staking::ELECTION_TARGETS;
}

impl pallet_election_provider_multi_phase::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type Currency = Balances;
	type EstimateCallFee = TransactionPayment;
	type UnsignedPhase = UnsignedPhase;
	// Validators solve elections; nobody is paid for it.
	type SignedPhase = ConstU32<0>;
	type BetterSignedThreshold = AnyBetter;
	type OffchainRepeat = ConstU32<{ staking::ELECTION_REPEAT }>;
	type MinerTxPriority = ConstU64<{ u64::MAX / 2 }>;
	type MinerConfig = Self;
	type SignedMaxSubmissions = ConstU32<0>;
	type SignedMaxWeight = SolutionWeight;
	type SignedMaxRefunds = ConstU32<0>;
	type SignedRewardBase = ();
	type SignedDepositByte = ();
	type SignedDepositWeight = ();
	type MaxWinners = ConstU32<{ staking::MAX_VALIDATORS }>;
	type MaxBackersPerWinner = ConstU32<{ staking::ELECTION_VOTERS }>;
	type SignedDepositBase = NoDeposit;
	type ElectionBounds = Electorate;
	type SlashHandler = ();
	type RewardHandler = ();
	type DataProvider = Staking;
	type Fallback = Fallback;
	type GovernanceFallback = Fallback;
	type Solver = SequentialPhragmen<AccountId, SolutionAccuracyOf<Runtime>>;
	type ForceOrigin = EnsureRoot<AccountId>;
	type BenchmarkingConfig = BenchmarkSizes;
	type WeightInfo = SubstrateWeight<Runtime>;
}
