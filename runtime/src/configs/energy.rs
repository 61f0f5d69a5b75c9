//! Who trades energy, where, under which limits and licences. Root administers the pallets, and so do the offices of market and grid.

use super::{
	origins::{EnsureGridAdmin, EnsureMarketAdmin},
	treasury::TreasuryAccount,
};
use crate::{
	constants::energy, weights, AccountId, Assets, Balance, Balances, Communities, EnergyMarket,
	Grid, Licensing, Metering, NetworkParams, NominationPools, Participants, Runtime,
	RuntimeHoldReason, Settlement, Staking,
};
use frame_support::{
	parameter_types,
	traits::{
		fungible::HoldConsideration, ConstU128, ConstU32, ConstantStoragePrice, EitherOf, Get,
	},
	PalletId,
};
use frame_system::EnsureRoot;
use gridforge_primitives::{ActiveStake, IntervalClock, Millis, Suspicion};
use pallet_nomination_pools::PoolMembers;
use sp_staking::{StakerStatus, StakingAccount, StakingInterface};

parameter_types! {
	/// Names the account that holds all money of the market.
	pub const MarketPalletId: PalletId = PalletId(*b"gf/mrket");
	/// How long an era should last, in milliseconds.
	pub EraMillis: u64 = NetworkParams::era_millis();
	/// Why GRID of those is held that registered themselves as participants.
	pub const SandboxHold: RuntimeHoldReason =
		RuntimeHoldReason::Participants(pallet_participants::HoldReason::SandboxDeposit);
	/// From when on the market tells of a participant's conduct.
	pub const MarketSuspicion: Suspicion = energy::SUSPICION;
}

/// Root, or a referendum for the office of the market.
type MarketAdmin = EitherOf<EnsureRoot<AccountId>, EnsureMarketAdmin>;
/// Root, or a referendum for the office of the grid.
type GridAdmin = EitherOf<EnsureRoot<AccountId>, EnsureGridAdmin>;

/// As long as readings can be corrected: a week, or less on networks whose times are shorter.
pub struct RecoveryDelay;
impl Get<Millis> for RecoveryDelay {
	fn get() -> Millis {
		NetworkParams::correction_window()
	}
}

impl pallet_participants::Config for Runtime {
	type AdminOrigin = MarketAdmin;
	type Clock = NetworkParams;
	type Hosts = Licensing;
	type SandboxDeposit = HoldConsideration<
		AccountId,
		Balances,
		SandboxHold,
		ConstantStoragePrice<ConstU128<{ energy::SANDBOX_DEPOSIT }>, Balance>,
	>;
	type RecoveryDelay = RecoveryDelay;
	type MaxRegistrars = ConstU32<{ energy::MAX_REGISTRARS }>;
	type MaxDelegates = ConstU32<{ energy::MAX_DELEGATES }>;
	type MaxBarred = ConstU32<{ energy::MAX_BARRED }>;
	type WeightInfo = weights::pallet_participants::WeightInfo<Runtime>;
}

impl pallet_grid::Config for Runtime {
	type AdminOrigin = GridAdmin;
	type Participants = Participants;
	type Clock = NetworkParams;
	type MaxTariffVersions = ConstU32<{ energy::MAX_TARIFF_VERSIONS }>;
	type MaxUtcOffsets = ConstU32<{ energy::MAX_UTC_OFFSETS }>;
	type WeightInfo = weights::pallet_grid::WeightInfo<Runtime>;
}

impl pallet_energy_market::Config for Runtime {
	type AdminOrigin = MarketAdmin;
	type Assets = Assets;
	type Participants = Participants;
	type Zones = Grid;
	type Meters = Metering;
	type Discounts = Licensing;
	type Settlement = Settlement;
	type Treasury = TreasuryAccount;
	type Clock = NetworkParams;
	type PalletId = MarketPalletId;
	type MaxFills = ConstU32<{ energy::MAX_FILLS }>;
	type MaxBatch = ConstU32<{ energy::MAX_BATCH }>;
	type MaxOpenOrders = ConstU32<{ energy::MAX_OPEN_ORDERS }>;
	type MaxProducts = ConstU32<{ energy::MAX_PRODUCTS }>;
	type MaxSteps = ConstU32<{ energy::MAX_STEPS }>;
	type Suspicion = MarketSuspicion;
	type WeightInfo = weights::pallet_energy_market::WeightInfo<Runtime>;
}

impl pallet_metering::Config for Runtime {
	type Participants = Participants;
	type Zones = Grid;
	type Clock = NetworkParams;
	type OnCorrection = Settlement;
	type MaxReadings = ConstU32<{ energy::MAX_READINGS }>;
	type MaxDeviceReadings = ConstU32<{ energy::MAX_DEVICE_READINGS }>;
	type MaxMeters = ConstU32<{ energy::MAX_METERS }>;
	type WeightInfo = weights::pallet_metering::WeightInfo<Runtime>;
}

impl pallet_communities::Config for Runtime {
	type Participants = Participants;
	type Zones = Grid;
	type Clock = NetworkParams;
	type OnSharing = Settlement;
	type MaxCommunities = ConstU32<{ energy::MAX_COMMUNITIES }>;
	type MaxMembers = ConstU32<{ energy::MAX_MEMBERS }>;
	type MaxTermsVersions = ConstU32<{ energy::MAX_TERMS_VERSIONS }>;
	type WeightInfo = weights::pallet_communities::WeightInfo<Runtime>;
}

impl pallet_settlement::Config for Runtime {
	type AdminOrigin = MarketAdmin;
	type Market = EnergyMarket;
	type Readings = Metering;
	type Participants = Participants;
	type Communities = Communities;
	type Hosts = Licensing;
	type Zones = Grid;
	type Clock = NetworkParams;
	type MaxSteps = ConstU32<{ energy::MAX_STEPS }>;
	type WeightInfo = weights::pallet_settlement::WeightInfo<Runtime>;
}

/// What accounts stake: by themselves, where they nominate or validate, or as members of a pool. Nobody does both.
pub struct OwnOrPooled;
impl ActiveStake<AccountId> for OwnOrPooled {
	fn active_stake(account: &AccountId) -> Balance {
		let idle = !matches!(
			Staking::status(account),
			Ok(StakerStatus::Nominator(_) | StakerStatus::Validator)
		);
		let ledger = Staking::ledger(StakingAccount::Stash(account.clone()));
		let own = ledger.map_or(0, |ledger| if idle { 0 } else { ledger.active });
		let pooled = PoolMembers::<Runtime>::get(account).map_or(0, |member| {
			NominationPools::api_points_to_balance(member.pool_id, member.points)
		});
		own.saturating_add(pooled)
	}

	/// In a pool of its own.
	#[cfg(feature = "runtime-benchmarks")]
	fn stake_for_benchmark(account: &AccountId, amount: Balance) {
		let pool_root = || account.clone().into();
		NominationPools::create(
			frame_system::RawOrigin::Signed(account.clone()).into(),
			amount,
			pool_root(),
			pool_root(),
			pool_root(),
		)
		.expect("the benchmark endowed the account, which does not stake; qed");
	}
}

impl pallet_licensing::Config for Runtime {
	type AdminOrigin = MarketAdmin;
	type Currency = Balances;
	type RuntimeHoldReason = RuntimeHoldReason;
	type Participants = Participants;
	type Stake = OwnOrPooled;
	type Clock = NetworkParams;
	type Period = EraMillis;
	type WeightInfo = weights::pallet_licensing::WeightInfo<Runtime>;
}
