//! Who decides: holders of GRID by referenda, each on the track of the office that it speaks for.

use super::{
	origins::{EnsureCanceller, EnsureKiller, EnsureWhitelistedCaller},
	parameters::SubmissionDeposit,
	tracks::{period, Tracks},
	treasury::TreasuryAccount,
	ReserveAccount,
};
use crate::{
	constants::{
		block,
		currency::deposit,
		governance::{COLLECTIVE_MEMBERS, COLLECTIVE_MOTIONS},
		time::DAYS,
	},
	AccountId, Balance, Balances, BlockNumber, OriginCaller, Preimage, Referenda, Runtime,
	RuntimeCall, RuntimeEvent, RuntimeHoldReason, RuntimeOrigin, Scheduler, System,
};
use frame_support::{
	parameter_types,
	traits::{
		fungible::{HoldConsideration, Inspect},
		AsEnsureOriginWithArg, ConstU32, Currency, EitherOf, EqualPrivilegeOnly, Get,
		LinearStoragePrice, OnUnbalanced,
	},
	weights::Weight,
};
use frame_system::{EnsureRoot, EnsureSigned};
use pallet_collective::MemberCount;
use sp_runtime::Perbill;

parameter_types! {
	// Two entries: the request and the bytes.
	pub const PreimageBaseDeposit: Balance = deposit(2, 64);
	pub const PreimageByteDeposit: Balance = deposit(0, 1);
	pub const PreimageHoldReason: RuntimeHoldReason =
		RuntimeHoldReason::Preimage(pallet_preimage::HoldReason::Preimage);
	/// What scheduled calls may take of a block, so that transactions have room beside them.
	pub ScheduledWeight: Weight = Perbill::from_percent(60) * block::MAX_WEIGHT;
	/// What a motion of the collective may take when it is done.
	pub MotionWeight: Weight = Perbill::from_percent(50) * block::MAX_WEIGHT;
}

impl super::origins::Config for Runtime {}

impl pallet_preimage::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type WeightInfo = pallet_preimage::weights::SubstrateWeight<Runtime>;
	type Currency = Balances;
	type ManagerOrigin = EnsureRoot<AccountId>;
	type Consideration = HoldConsideration<
		AccountId,
		Balances,
		PreimageHoldReason,
		LinearStoragePrice<PreimageBaseDeposit, PreimageByteDeposit, Balance>,
	>;
}

impl pallet_scheduler::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type RuntimeOrigin = RuntimeOrigin;
	type PalletsOrigin = OriginCaller;
	type RuntimeCall = RuntimeCall;
	type MaximumWeight = ScheduledWeight;
	type ScheduleOrigin = EnsureRoot<AccountId>;
	type OriginPrivilegeCmp = EqualPrivilegeOnly;
	type MaxScheduledPerBlock = ConstU32<50>;
	type WeightInfo = pallet_scheduler::weights::SubstrateWeight<Runtime>;
	type Preimages = Preimage;
	type BlockNumberProvider = System;
}

/// A period of governance of so many blocks on a live network.
pub struct Period<const BLOCKS: BlockNumber>;
impl<const BLOCKS: BlockNumber> Get<BlockNumber> for Period<BLOCKS> {
	fn get() -> BlockNumber {
		period(BLOCKS)
	}
}

/// Gives the deposits of killed referenda to the treasury.
pub struct ToTreasury;
impl OnUnbalanced<pallet_balances::NegativeImbalance<Runtime>> for ToTreasury {
	fn on_nonzero_unbalanced(amount: pallet_balances::NegativeImbalance<Runtime>) {
		<Balances as Currency<AccountId>>::resolve_creating(&TreasuryAccount::get(), amount);
	}
}

impl pallet_referenda::Config for Runtime {
	type RuntimeCall = RuntimeCall;
	type RuntimeEvent = RuntimeEvent;
	type WeightInfo = pallet_referenda::weights::SubstrateWeight<Runtime>;
	type Scheduler = Scheduler;
	type Currency = Balances;
	type SubmitOrigin = AsEnsureOriginWithArg<EnsureSigned<AccountId>>;
	type CancelOrigin = EitherOf<EnsureRoot<AccountId>, EnsureCanceller>;
	type KillOrigin = EitherOf<EnsureRoot<AccountId>, EnsureKiller>;
	type Slash = ToTreasury;
	type Votes = Balance;
	type Tally = pallet_conviction_voting::TallyOf<Runtime>;
	type SubmissionDeposit = SubmissionDeposit;
	type MaxQueued = ConstU32<50>;
	type UndecidingTimeout = Period<{ 14 * DAYS }>;
	type AlarmInterval = ConstU32<1>;
	type Tracks = Tracks;
	type Preimages = Preimage;
	type BlockNumberProvider = System;
}

/// The GRID that can vote, of which support is a share: all but the treasury's, which counts as inactive, and the reserve's. The
/// reserve is most of what a network begins with, and has no key: were it counted, those who have the rest could never decide.
pub struct Votable;
impl Get<Balance> for Votable {
	fn get() -> Balance {
		let reserve = <Balances as Inspect<AccountId>>::total_balance(&ReserveAccount::get());
		<Balances as Inspect<AccountId>>::active_issuance().saturating_sub(reserve)
	}
}

impl pallet_conviction_voting::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type WeightInfo = pallet_conviction_voting::weights::SubstrateWeight<Runtime>;
	type Currency = Balances;
	type Polls = Referenda;
	type MaxTurnout = Votable;
	type MaxVotes = ConstU32<128>;
	type VoteLockingPeriod = Period<{ 7 * DAYS }>;
	type BlockNumberProvider = System;
	type VotingHooks = ();
}

/// Who does not vote has not looked, and has not agreed, whatever the others say.
pub struct SilenceIsNo;
impl pallet_collective::DefaultVote for SilenceIsNo {
	fn default_vote(
		_prime: Option<bool>,
		_ayes: MemberCount,
		_noes: MemberCount,
		_seats: MemberCount,
	) -> bool {
		false
	}
}

/// The technical collective: those who look at an urgent mend before GRID holders vote on it.
pub type TechnicalCollective = pallet_collective::Instance1;

impl pallet_collective::Config<TechnicalCollective> for Runtime {
	type RuntimeOrigin = RuntimeOrigin;
	type Proposal = RuntimeCall;
	type RuntimeEvent = RuntimeEvent;
	type MotionDuration = Period<{ 3 * DAYS }>;
	type MaxProposals = ConstU32<COLLECTIVE_MOTIONS>;
	type MaxMembers = ConstU32<COLLECTIVE_MEMBERS>;
	type DefaultVote = SilenceIsNo;
	type WeightInfo = pallet_collective::weights::SubstrateWeight<Runtime>;
	type SetMembersOrigin = EnsureRoot<AccountId>;
	type MaxProposalWeight = MotionWeight;
	type DisapproveOrigin = EnsureRoot<AccountId>;
	type KillOrigin = EnsureRoot<AccountId>;
	type Consideration = ();
}

/// Two thirds of the technical collective.
pub type TwoThirds =
	pallet_collective::EnsureProportionAtLeast<AccountId, TechnicalCollective, 2, 3>;

impl pallet_whitelist::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type RuntimeCall = RuntimeCall;
	type WhitelistOrigin = EitherOf<EnsureRoot<AccountId>, TwoThirds>;
	type DispatchWhitelistedOrigin = EitherOf<EnsureRoot<AccountId>, EnsureWhitelistedCaller>;
	type Preimages = Preimage;
	type DeferredDispatchExpiration = Period<{ 14 * DAYS }>;
	type BlockNumberProvider = System;
	type WeightInfo = pallet_whitelist::weights::SubstrateWeight<Runtime>;
}
