//! What holds for the runtime as a whole: its numbers, its networks, its metadata, the rights of proxies.

mod admission;
mod blocks;
mod collective;
mod election;
mod fees;
mod governance;
mod licensing;
mod metered_day;
mod offences;
mod offices;
mod presets;
mod proxies;
mod sanity;
mod session_keys;
mod staking;
mod stopping;
mod treasury;
mod watt;

use crate::{Block, Runtime, RuntimeGenesisConfig};
use serde_json::Value;
use sp_genesis_builder::runtime_decl_for_genesis_builder::GenesisBuilderV1;
use sp_io::TestExternalities;
use sp_runtime::BuildStorage;

/// The state that the network of preset `id` begins with.
fn network(id: &str) -> TestExternalities {
	network_with(id, Value::Null)
}

/// The same with `changes` laid over its genesis.
fn network_with(id: &str, changes: Value) -> TestExternalities {
	let default = <Runtime as GenesisBuilderV1<Block>>::get_preset(&None);
	let patch = <Runtime as GenesisBuilderV1<Block>>::get_preset(&Some(id.into()));
	let mut genesis = parse(default.expect("there is a default"));
	lay_over(&mut genesis, parse(patch.expect("there is such a preset")));
	if !changes.is_null() {
		lay_over(&mut genesis, changes);
	}

	let mut ext = TestExternalities::default();
	ext.execute_with(|| {
		<Runtime as GenesisBuilderV1<Block>>::build_state(genesis.to_string().into_bytes())
			.expect("the genesis is complete");
	});
	ext
}

/// A network that nobody lives on, with all defaults.
fn empty_network() -> TestExternalities {
	RuntimeGenesisConfig::default().build_storage().expect("the defaults are a genesis").into()
}

fn parse(json: Vec<u8>) -> Value {
	serde_json::from_slice(&json).expect("presets are JSON")
}

/// Lay `patch` over `base`, as the node does it: objects are merged, the rest is replaced.
fn lay_over(base: &mut Value, patch: Value) {
	match (base, patch) {
		(Value::Object(base), Value::Object(patch)) => {
			for (key, value) in patch {
				lay_over(base.entry(key).or_insert(Value::Null), value);
			}
		}
		(base, patch) => *base = patch,
	}
}
