//! A runtime with this pallet alone, for its tests, and a clock that they set.

use crate as pallet_participants;
use frame_support::{
	derive_impl, parameter_types,
	traits::{
		fungible::HoldConsideration, tokens::fungible::InspectHold, ConstU128, ConstU32, ConstU64,
		ConstantStoragePrice,
	},
};
use frame_system::EnsureRoot;
use gridforge_primitives::{HostLicences, IntervalClock, Millis, ParticipantId};
use sp_runtime::BuildStorage;

pub(crate) type AccountId = u64;

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
	pub type Balances = pallet_balances::Pallet<Test>;
}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type Block = frame_system::mocking::MockBlock<Test>;
	type AccountData = pallet_balances::AccountData<u128>;
}

#[derive_impl(pallet_balances::config_preludes::TestDefaultConfig)]
impl pallet_balances::Config for Test {
	type Balance = u128;
	type ExistentialDeposit = ConstU128<1>;
	type AccountStore = System;
	type RuntimeHoldReason = RuntimeHoldReason;
}

parameter_types! {
	pub static Now: Millis = 0;
	/// Participants without a licence as a host.
	pub static Unlicensed: Vec<ParticipantId> = Vec::new();
	pub const SandboxHold: RuntimeHoldReason =
		RuntimeHoldReason::Participants(pallet_participants::HoldReason::SandboxDeposit);
}

/// This pallet asks only what time it is.
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

/// Everybody is licensed as a host but those whom [`Unlicensed`] names.
pub struct Licensed;

impl HostLicences for Licensed {
	fn is_licensed_host(participant: ParticipantId) -> bool {
		!Unlicensed::get().contains(&participant)
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn license_host_for_benchmark(participant: ParticipantId) {
		Unlicensed::mutate(|unlicensed| unlicensed.retain(|id| *id != participant));
	}
}

/// What whoever registers itself puts down.
pub(crate) const DEPOSIT: u128 = 50;

/// GRID of each account from 60 on to 69.
pub(crate) const ENDOWMENT: u128 = 1_000;

/// How long an owner can object to a recovery.
pub(crate) const RECOVERY_DELAY: Millis = 10_000;

/// Registrars that a jurisdiction of the mock can have.
pub(crate) const MAX_REGISTRARS: u32 = 2;

/// What is held of an account.
pub(crate) fn held(account: AccountId) -> u128 {
	Balances::balance_on_hold(&SandboxHold::get(), &account)
}

/// Delegates that a participant of the mock can have.
pub(crate) const MAX_DELEGATES: u32 = 3;

/// Participants that can be barred at a time in the mock.
pub(crate) const MAX_BARRED: u32 = 3;

impl pallet_participants::Config for Test {
	type AdminOrigin = EnsureRoot<AccountId>;
	type Clock = Clock;
	type Hosts = Licensed;
	type SandboxDeposit = HoldConsideration<
		AccountId,
		Balances,
		SandboxHold,
		ConstantStoragePrice<ConstU128<DEPOSIT>, u128>,
	>;
	type RecoveryDelay = ConstU64<RECOVERY_DELAY>;
	type MaxRegistrars = ConstU32<MAX_REGISTRARS>;
	type MaxDelegates = ConstU32<MAX_DELEGATES>;
	type MaxBarred = ConstU32<MAX_BARRED>;
	type WeightInfo = ();
}

/// Builds a chain with the participants it is told.
#[derive(Default)]
pub(crate) struct ExtBuilder {
	participants: Vec<AccountId>,
}

impl ExtBuilder {
	pub(crate) fn participants(mut self, accounts: &[AccountId]) -> Self {
		self.participants = accounts.to_vec();
		self
	}

	pub(crate) fn build(self) -> sp_io::TestExternalities {
		let genesis = RuntimeGenesisConfig {
			participants: pallet_participants::GenesisConfig { participants: self.participants },
			balances: pallet_balances::GenesisConfig {
				balances: (60..70).map(|account| (account, ENDOWMENT)).collect(),
				..Default::default()
			},
			..Default::default()
		};
		let mut ext: sp_io::TestExternalities =
			genesis.build_storage().expect("genesis of the mock builds").into();
		// Events are not recorded in block 0.
		ext.execute_with(|| {
			System::set_block_number(1);
			Now::set(0);
			Unlicensed::set(Vec::new());
		});
		ext
	}

	/// Run `test` and check the invariants after it.
	pub(crate) fn build_and_execute(self, test: impl FnOnce()) {
		self.build().execute_with(|| {
			test();
			Participants::do_try_state().expect("invariants hold after the test");
		});
	}
}
