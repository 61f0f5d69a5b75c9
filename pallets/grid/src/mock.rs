//! A runtime with this pallet alone, for its tests: a clock that they set, and participants 1, 2 and 3.

use crate::{self as pallet_grid, NewZone};
use frame_support::{derive_impl, parameter_types, traits::ConstU32};
use frame_system::EnsureRoot;
use gridforge_primitives::{IntervalClock, Mandate, Millis, ParticipantId};
use sp_runtime::BuildStorage;

pub(crate) type AccountId = u64;

/// May run a zone.
pub(crate) const OPERATOR: ParticipantId = ParticipantId(1);
/// May not trade, so may not run a zone.
pub(crate) const SUSPENDED: ParticipantId = ParticipantId(2);

/// May run a zone, too.
pub(crate) const OTHER: ParticipantId = ParticipantId(3);

/// Changes of its clocks that a zone of the mock can have.
pub(crate) const MAX_OFFSETS: u32 = 4;

/// Versions of its tariff that a zone of the mock can have.
pub(crate) const MAX_VERSIONS: u32 = 4;

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
	pub type Grid = pallet_grid::Pallet<Test>;
}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type Block = frame_system::mocking::MockBlock<Test>;
}

parameter_types! {
	pub static Now: Millis = 0;
	/// Accounts that act for the operator besides its own: those that benchmarks admit.
	pub static Admitted: Vec<AccountId> = Vec::new();
}

/// One-minute intervals, open from ten minutes before delivery until twelve seconds before. So in minute
/// `n` the first tradable interval is `n + 1` (from the 48th second on `n + 2`), the first unopened one
/// `n + 11`.
pub struct Clock;

impl IntervalClock for Clock {
	fn now() -> Millis {
		Now::get()
	}

	fn interval_length() -> Millis {
		60_000
	}

	fn gate_open() -> Millis {
		600_000
	}

	fn gate_close() -> Millis {
		12_000
	}

	fn metering_deadline() -> Millis {
		60_000
	}

	fn correction_window() -> Millis {
		600_000
	}
	fn certificate_lifetime() -> Millis {
		3 * Self::correction_window()
	}
	#[cfg(feature = "runtime-benchmarks")]
	fn set_for_benchmark(now: Millis) {
		Now::set(now);
	}
}

/// Let it be `minutes` after the epoch.
pub(crate) fn set_minutes(minutes: u64) {
	Now::set(minutes * 60_000);
}

/// [`OPERATOR`] and [`OTHER`] may trade, [`SUSPENDED`] may not. Their accounts are 1, 2 and 3.
pub struct ThreeParticipants;

impl gridforge_primitives::Participants<AccountId> for ThreeParticipants {
	fn participant_of(account: &AccountId) -> Option<ParticipantId> {
		match account {
			1 => Some(OPERATOR),
			2 => Some(SUSPENDED),
			3 => Some(OTHER),
			other => Admitted::get().contains(other).then_some(OPERATOR),
		}
	}

	fn mandate_of(account: &AccountId) -> Option<Mandate> {
		Self::participant_of(account).map(|participant| Mandate { participant, limits: None })
	}

	fn may_trade(participant: ParticipantId) -> bool {
		participant == OPERATOR || participant == OTHER
	}

	fn is_jurisdiction(_: gridforge_primitives::JurisdictionId) -> bool {
		true
	}

	fn admission(participant: ParticipantId) -> Option<gridforge_primitives::Admission> {
		let rules = gridforge_primitives::JurisdictionRules::default();
		let tier = gridforge_primitives::Tier::Full;
		Self::may_trade(participant).then(|| rules.admission(tier, u64::MAX))
	}

	fn barred() -> Vec<ParticipantId> {
		Vec::new()
	}

	fn swept(_: ParticipantId) {}

	fn host_of(_: ParticipantId) -> Option<ParticipantId> {
		None
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn admit_for_benchmark(account: &AccountId) -> ParticipantId {
		Admitted::mutate(|accounts| accounts.push(*account));
		OPERATOR
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn appoint_for_benchmark(_: ParticipantId, _: &AccountId) {}

	#[cfg(feature = "runtime-benchmarks")]
	fn bar_for_benchmark(_: &[ParticipantId]) {}

	#[cfg(feature = "runtime-benchmarks")]
	fn choose_host_for_benchmark(_: ParticipantId, _: ParticipantId) {}
}

impl pallet_grid::Config for Test {
	type AdminOrigin = EnsureRoot<AccountId>;
	type Participants = ThreeParticipants;
	type Clock = Clock;
	type MaxTariffVersions = ConstU32<MAX_VERSIONS>;
	type MaxUtcOffsets = ConstU32<MAX_OFFSETS>;
	type WeightInfo = ();
}

/// Builds a chain with the zones it is told, at the time it is told.
#[derive(Default)]
pub(crate) struct ExtBuilder {
	zones: Vec<NewZone>,
	minutes: u64,
}

impl ExtBuilder {
	pub(crate) fn zone(mut self, zone: NewZone) -> Self {
		self.zones.push(zone);
		self
	}

	/// Begin with zone 1, run by [`OPERATOR`] under the default rules.
	pub(crate) fn default_zone(self) -> Self {
		self.zone(NewZone::run_by(OPERATOR))
	}

	pub(crate) fn minutes(mut self, minutes: u64) -> Self {
		self.minutes = minutes;
		self
	}

	pub(crate) fn build(self) -> sp_io::TestExternalities {
		let genesis = RuntimeGenesisConfig {
			grid: pallet_grid::GenesisConfig { zones: self.zones, ..Default::default() },
			..Default::default()
		};
		let mut ext: sp_io::TestExternalities =
			genesis.build_storage().expect("genesis of the mock builds").into();
		ext.execute_with(|| {
			// Events are not recorded in block 0.
			System::set_block_number(1);
			set_minutes(self.minutes);
		});
		ext
	}

	/// Run `test` and check the invariants after it.
	pub(crate) fn build_and_execute(self, test: impl FnOnce()) {
		self.build().execute_with(|| {
			test();
			Grid::do_try_state().expect("invariants hold after the test");
		});
	}
}
