//! A runtime of the smallest kind for this pallet's tests.

use crate as pallet_network_params;
use crate::{GenesisConfig, NetworkParams};
use frame_support::{derive_impl, parameter_types};
use gridforge_primitives::Millis;
use sp_runtime::BuildStorage;

type Block = frame_system::mocking::MockBlock<Test>;

#[frame_support::runtime]
mod runtime {
	#[runtime::runtime]
	#[runtime::derive(
		RuntimeCall,
		RuntimeEvent,
		RuntimeError,
		RuntimeOrigin,
		RuntimeTask,
		RuntimeViewFunction
	)]
	pub struct Test;

	#[runtime::pallet_index(0)]
	pub type System = frame_system;

	#[runtime::pallet_index(1)]
	pub type NetworkParameters = pallet_network_params;
}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
	type Block = Block;
}

parameter_types! {
	pub static Now: Millis = 1_800_000_000_000;
	pub const SlotDuration: Millis = 6_000;
}

/// The clock as a test sets it.
pub struct TestClock;
impl frame_support::traits::Time for TestClock {
	type Moment = Millis;
	fn now() -> Millis {
		Now::get()
	}
}

impl pallet_network_params::Config for Test {
	type Time = TestClock;
	type SlotDuration = SlotDuration;
}

/// A network with `params`; the state is checked before and after `test`.
pub fn build_and_execute(params: NetworkParams, test: impl FnOnce()) {
	let genesis = RuntimeGenesisConfig {
		network_parameters: GenesisConfig::from(params),
		..Default::default()
	};
	let storage = genesis.build_storage().expect("the parameters are in bounds");
	sp_io::TestExternalities::new(storage).execute_with(|| {
		NetworkParameters::do_try_state().expect("holds at genesis");
		test();
		NetworkParameters::do_try_state().expect("holds after the test");
	});
}
