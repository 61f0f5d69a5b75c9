//! A runtime with this pallet alone, for its tests.

use crate as pallet_participants;
use frame_support::derive_impl;
use frame_system::EnsureRoot;
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
}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type Block = frame_system::mocking::MockBlock<Test>;
}

impl pallet_participants::Config for Test {
	type AdminOrigin = EnsureRoot<AccountId>;
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
			..Default::default()
		};
		let mut ext: sp_io::TestExternalities =
			genesis.build_storage().expect("genesis of the mock builds").into();
		// Events are not recorded in block 0.
		ext.execute_with(|| System::set_block_number(1));
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
