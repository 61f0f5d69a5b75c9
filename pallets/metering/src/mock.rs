//! A runtime with this pallet, participants and zones, for its tests; a clock that they set, and a settlement that does
//! as they say.

use crate as pallet_metering;
use frame_support::{
	derive_impl, parameter_types,
	traits::{ConstU32, ConstU64},
	weights::Weight,
};
use frame_system::EnsureRoot;
use gridforge_primitives::{
	IntervalClock, IntervalId, Millis, OnCorrection, ParticipantId, ProductId,
};
use pallet_grid::NewZone;
use sp_core::H256;
use sp_runtime::{BuildStorage, DispatchError};

pub(crate) type AccountId = u64;

/// Runs zone 1.
pub(crate) const OPERATOR: AccountId = 1;
pub(crate) const ALICE: AccountId = 2;
pub(crate) const BOB: AccountId = 3;
/// Runs zone 2.
pub(crate) const NEIGHBOUR: AccountId = 4;
/// Is no participant.
pub(crate) const STRANGER: AccountId = 99;

/// Meters that a participant of the mock can have in one zone.
pub(crate) const MAX_METERS: u32 = 4;

/// Quarter hours.
pub(crate) const LENGTH: Millis = 900_000;
/// Readings are taken for four intervals.
pub(crate) const DEADLINE: Millis = 4 * LENGTH;
/// Readings are corrected for 200 intervals: longer than any hold.
pub(crate) const WINDOW: Millis = 200 * LENGTH;

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
	pub type Metering = pallet_metering::Pallet<Test>;
}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type Block = frame_system::mocking::MockBlock<Test>;
}

parameter_types! {
	pub static Now: Millis = 0;
	pub static Correctable: Millis = WINDOW;
	/// Corrections of which the settlement was told.
	pub static Corrected: Vec<(ProductId, ParticipantId)> = Vec::new();
	/// What the settlement answers to a correction: whether the product had settled.
	pub static Settled: Result<bool, DispatchError> = Ok(false);
}

/// Quarter hours. Only the metering's times matter here.
pub struct Clock;

impl IntervalClock for Clock {
	fn now() -> Millis {
		Now::get()
	}

	fn interval_length() -> Millis {
		LENGTH
	}

	fn gate_open() -> Millis {
		10 * LENGTH
	}

	fn gate_close() -> Millis {
		LENGTH / 3
	}

	fn metering_deadline() -> Millis {
		DEADLINE
	}

	fn correction_window() -> Millis {
		Correctable::get()
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

/// A settlement that answers what the test says.
pub struct Settlement;

impl OnCorrection for Settlement {
	fn corrected(product: ProductId, participant: ParticipantId) -> Result<bool, DispatchError> {
		Corrected::mutate(|told| told.push((product, participant)));
		Settled::get()
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn settle_for_benchmark(_: ProductId, _: ParticipantId) {
		Settled::set(Ok(true));
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

impl pallet_metering::Config for Test {
	type Participants = Participants;
	type Zones = Grid;
	type Clock = Clock;
	type OnCorrection = Settlement;
	type MaxReadings = ConstU32<256>;
	type MaxDeviceReadings = ConstU32<64>;
	type MaxMeters = ConstU32<MAX_METERS>;
	type WeightInfo = ();
}

/// Builds a chain with participants 1 to 4 and two zones, in interval 100.
#[derive(Default)]
pub(crate) struct ExtBuilder;

impl ExtBuilder {
	pub(crate) fn build(self) -> sp_io::TestExternalities {
		let run_by = |account: AccountId| {
			// Accounts are registered in the order of their numbers.
			let id = u32::try_from(account).expect("small");
			NewZone::run_by(ParticipantId(id))
		};
		let genesis = RuntimeGenesisConfig {
			participants: pallet_participants::GenesisConfig {
				participants: vec![OPERATOR, ALICE, BOB, NEIGHBOUR],
			},
			grid: pallet_grid::GenesisConfig {
				zones: vec![run_by(OPERATOR), run_by(NEIGHBOUR)],
				..Default::default()
			},
			..Default::default()
		};
		let mut ext: sp_io::TestExternalities =
			genesis.build_storage().expect("genesis of the mock builds").into();
		#[cfg(feature = "runtime-benchmarks")]
		ext.register_extension(sp_keystore::KeystoreExt::new(
			sp_keystore::testing::MemoryKeystore::new(),
		));
		ext.execute_with(|| {
			// Events are not recorded in block 0.
			System::set_block_number(1);
			frame_system::BlockHash::<Test>::insert(0, H256::repeat_byte(7));
			Correctable::set(WINDOW);
			Corrected::set(Vec::new());
			Settled::set(Ok(false));
			begin(100);
		});
		ext
	}

	/// Run `test` and check the invariants after it.
	pub(crate) fn build_and_execute(self, test: impl FnOnce()) {
		self.build().execute_with(|| {
			test();
			Metering::do_try_state().expect("invariants hold after the test");
		});
	}
}
