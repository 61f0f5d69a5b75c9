//! A runtime with this pallet, participants and zones, for its tests; a clock that they set, and a settlement that
//! notes what it is told.

use crate as pallet_communities;
use frame_support::{
	derive_impl, parameter_types,
	traits::{ConstU32, ConstU64},
	weights::Weight,
};
use frame_system::EnsureRoot;
use gridforge_primitives::{IntervalClock, IntervalId, Millis, OnSharing, ParticipantId, ZoneId};
use pallet_grid::NewZone;
use sp_runtime::BuildStorage;

pub(crate) type AccountId = u64;

/// Runs zone 1.
pub(crate) const OPERATOR: AccountId = 1;
/// Runs zone 2.
pub(crate) const NEIGHBOUR: AccountId = 2;
pub(crate) const ORGANISER: AccountId = 3;
pub(crate) const ALICE: AccountId = 4;
pub(crate) const BOB: AccountId = 5;
pub(crate) const CHARLIE: AccountId = 6;
pub(crate) const DAVE: AccountId = 7;
pub(crate) const EVE: AccountId = 8;
/// Is no participant.
pub(crate) const STRANGER: AccountId = 99;

/// Communities that a zone of the mock can have.
pub(crate) const MAX_COMMUNITIES: u32 = 3;
/// Members that a community of the mock can have.
pub(crate) const MAX_MEMBERS: u32 = 4;
/// Terms that a community of the mock can have.
pub(crate) const MAX_TERMS: u32 = 4;

/// Quarter hours.
pub(crate) const LENGTH: Millis = 900_000;
/// Trading opens four intervals before delivery.
pub(crate) const GATE_OPEN: Millis = 4 * LENGTH;
/// Readings are corrected for ten intervals.
pub(crate) const WINDOW: Millis = 10 * LENGTH;

#[frame_support::runtime]
mod runtime {
	#[runtime::runtime]
	#[runtime::derive(
		RuntimeCall,
		RuntimeEvent,
		RuntimeError,
		RuntimeOrigin,
		RuntimeFreezeReason,
		RuntimeHoldReason,
		RuntimeSlashReason,
		RuntimeLockId,
		RuntimeTask,
		RuntimeViewFunction
	)]
	pub struct Test;

	#[runtime::pallet_index(0)]
	pub type System = frame_system::Pallet<Test>;
	#[runtime::pallet_index(1)]
	pub type Participants = pallet_participants::Pallet<Test>;
	#[runtime::pallet_index(2)]
	pub type Grid = pallet_grid::Pallet<Test>;
	#[runtime::pallet_index(3)]
	pub type Communities = pallet_communities::Pallet<Test>;
}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type Block = frame_system::mocking::MockBlock<Test>;
}

parameter_types! {
	pub static Now: Millis = 0;
	/// What settlement was told.
	pub static Told: Vec<(ZoneId, IntervalId)> = Vec::new();
}

/// Quarter hours: in interval `n` the first that is not open is `n + 5`.
pub struct Clock;

impl IntervalClock for Clock {
	fn now() -> Millis {
		Now::get()
	}

	fn interval_length() -> Millis {
		LENGTH
	}

	fn gate_open() -> Millis {
		GATE_OPEN
	}

	fn gate_close() -> Millis {
		LENGTH / 3
	}

	fn metering_deadline() -> Millis {
		4 * LENGTH
	}

	fn correction_window() -> Millis {
		WINDOW
	}

	fn certificate_lifetime() -> Millis {
		3 * Self::correction_window()
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn set_for_benchmark(now: Millis) {
		Now::set(now);
	}
}

/// Let `interval` begin now.
pub(crate) fn begin(interval: u32) {
	Now::set(Clock::delivery_start(IntervalId(interval)));
}

/// A settlement that notes what it is told.
pub struct Settlement;

impl OnSharing for Settlement {
	fn shares_from(zone: ZoneId, interval: IntervalId) {
		Told::mutate(|told| told.push((zone, interval)));
	}
}

/// Other pallets' calls weigh nothing here.
pub struct Weightless;

macro_rules! weightless {
	($weights:path: $($call:ident),* $(,)?) => {
		impl $weights for Weightless {
			$(fn $call() -> Weight {
				Weight::zero()
			})*
		}
	};
}
weightless!(pallet_participants::WeightInfo:
	register, set_status, choose_host, appoint_delegate, dismiss_delegate, resign_delegation,
	create_jurisdiction, set_jurisdiction_admin, set_rules, appoint_registrar, dismiss_registrar,
	admit, renew, change_status, register_myself,
	leave, begin_recovery, stop_recovery, complete_recovery,
);
weightless!(pallet_grid::WeightInfo:
	create_zone, set_tariff, set_zone_status, set_calendar, set_utc_offsets, set_limits, set_collar,
	set_auction, set_delivery, link_zones, unlink_zones,
);

impl pallet_participants::Config for Test {
	type AdminOrigin = EnsureRoot<AccountId>;
	type Clock = Clock;
	type Hosts = ();
	type MaxDelegates = ConstU32<4>;
	type MaxBarred = ConstU32<4>;
	type MaxRegistrars = ConstU32<4>;
	type SandboxDeposit = ();
	type RecoveryDelay = ConstU64<600_000>;
	type WeightInfo = Weightless;
}

impl pallet_grid::Config for Test {
	type AdminOrigin = EnsureRoot<AccountId>;
	type Participants = Participants;
	type Clock = Clock;
	type MaxTariffVersions = ConstU32<4>;
	type MaxUtcOffsets = ConstU32<4>;
	type WeightInfo = Weightless;
}

impl pallet_communities::Config for Test {
	type Participants = Participants;
	type Zones = Grid;
	type Clock = Clock;
	type OnSharing = Settlement;
	type MaxCommunities = ConstU32<MAX_COMMUNITIES>;
	type MaxMembers = ConstU32<MAX_MEMBERS>;
	type MaxTermsVersions = ConstU32<MAX_TERMS>;
	type WeightInfo = ();
}

/// The participant whose own account this is: accounts are registered in the order of their numbers.
pub(crate) fn id_of(account: AccountId) -> ParticipantId {
	ParticipantId(u32::try_from(account).expect("small"))
}

/// Builds a chain with participants 1 to 8 and two zones, in interval 100.
#[derive(Default)]
pub(crate) struct ExtBuilder;

impl ExtBuilder {
	pub(crate) fn build(self) -> sp_io::TestExternalities {
		let run_by = |account: AccountId| NewZone::run_by(id_of(account));
		let genesis = RuntimeGenesisConfig {
			participants: pallet_participants::GenesisConfig {
				participants: (OPERATOR..=EVE).collect(),
			},
			grid: pallet_grid::GenesisConfig {
				zones: vec![run_by(OPERATOR), run_by(NEIGHBOUR)],
				..Default::default()
			},
			..Default::default()
		};
		let mut ext: sp_io::TestExternalities =
			genesis.build_storage().expect("genesis of the mock builds").into();
		ext.execute_with(|| {
			// Events are not recorded in block 0.
			System::set_block_number(1);
			Told::set(Vec::new());
			begin(100);
		});
		ext
	}

	/// Run `test` and check the invariants after it.
	pub(crate) fn build_and_execute(self, test: impl FnOnce()) {
		self.build().execute_with(|| {
			test();
			Communities::do_try_state().expect("invariants hold after the test");
		});
	}
}
