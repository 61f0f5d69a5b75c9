//! Who trades energy, where, and under which limits. Root administers the pallets, and so do the offices of market and grid.

use super::{
	origins::{EnsureGridAdmin, EnsureMarketAdmin},
	treasury::TreasuryAccount,
};
use crate::{
	constants::energy, weights, AccountId, Assets, Communities, EnergyMarket, Grid, Metering,
	NetworkParams, Participants, Runtime, Settlement,
};
use frame_support::{
	parameter_types,
	traits::{ConstU32, EitherOf},
	PalletId,
};
use frame_system::EnsureRoot;
use gridforge_primitives::Suspicion;

parameter_types! {
	/// Names the account that holds all money of the market.
	pub const MarketPalletId: PalletId = PalletId(*b"gf/mrket");
	/// From when on the market tells of a participant's conduct.
	pub const MarketSuspicion: Suspicion = energy::SUSPICION;
}

/// Root, or a referendum for the office of the market.
type MarketAdmin = EitherOf<EnsureRoot<AccountId>, EnsureMarketAdmin>;
/// Root, or a referendum for the office of the grid.
type GridAdmin = EitherOf<EnsureRoot<AccountId>, EnsureGridAdmin>;

impl pallet_participants::Config for Runtime {
	type AdminOrigin = MarketAdmin;
	type Clock = NetworkParams;
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
	type Zones = Grid;
	type Clock = NetworkParams;
	type MaxSteps = ConstU32<{ energy::MAX_STEPS }>;
	type WeightInfo = weights::pallet_settlement::WeightInfo<Runtime>;
}
