//! The networks this node knows by name; any other is read from a chain specification file.

use gridforge_runtime::{constants::currency::GRID_DECIMALS, opaque::Block, WASM_BINARY};
use sc_chain_spec::{ChainSpecExtension, ChainType, GenericChainSpec, Properties};
use serde::{Deserialize, Serialize};
use sp_genesis_builder::{DEV_RUNTIME_PRESET, LOCAL_TESTNET_RUNTIME_PRESET};
use std::path::PathBuf;

/// Name of the native token.
const TOKEN_SYMBOL: &str = "GRID";
/// Address format of the network: the generic one.
const SS58_PREFIX: u32 = 42;
/// Keeps peers of other chains apart on the wire.
const PROTOCOL_ID: &str = "gridforge";

/// The staging network, as its ceremony made it (docs/ceremony.md).
const STAGING: &[u8] = include_bytes!("../res/staging.json");

/// A Gridforge chain specification.
pub type ChainSpec = GenericChainSpec<Extensions>;

/// What a chain specification may carry for the node beyond the genesis state.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ChainSpecExtension)]
#[serde(rename_all = "camelCase")]
pub struct Extensions {
	/// Blocks that must be on the chain at their height.
	pub fork_blocks: sc_client_api::ForkBlocks<Block>,
	/// Blocks that are never imported.
	pub bad_blocks: sc_client_api::BadBlocks<Block>,
	/// A finalized point from which light clients start; `sync_state_genSyncSpec` fills it.
	pub light_sync_state: sc_sync_state_rpc::LightSyncStateExtension,
}

/// Finds a chain by name, or reads its specification from the file at that path.
pub fn load(id: &str) -> Result<ChainSpec, String> {
	match id {
		"dev" | "development" => development(),
		"" | "local" => local(),
		"staging" => ChainSpec::from_json_bytes(STAGING),
		path => ChainSpec::from_json_file(PathBuf::from(path)),
	}
}

/// One validator and short time lengths, for work on one machine.
fn development() -> Result<ChainSpec, String> {
	from_preset(
		"Gridforge Development",
		"gridforge_dev",
		ChainType::Development,
		DEV_RUNTIME_PRESET,
	)
}

/// Several validators with the well-known test keys, for a network on one machine.
fn local() -> Result<ChainSpec, String> {
	from_preset(
		"Gridforge Local Testnet",
		"gridforge_local",
		ChainType::Local,
		LOCAL_TESTNET_RUNTIME_PRESET,
	)
}

/// Builds a specification around a genesis preset that the runtime itself provides.
fn from_preset(
	name: &str,
	id: &str,
	chain_type: ChainType,
	preset: &str,
) -> Result<ChainSpec, String> {
	let wasm = WASM_BINARY.ok_or(
		"this node was built without the runtime's wasm; build it again with SKIP_WASM_BUILD unset, \
		 or give --chain the path of a chain specification file",
	)?;
	Ok(ChainSpec::builder(wasm, Extensions::default())
		.with_name(name)
		.with_id(id)
		.with_chain_type(chain_type)
		.with_protocol_id(PROTOCOL_ID)
		.with_properties(properties())
		.with_genesis_config_preset_name(preset)
		.build())
}

/// What wallets read to show amounts and addresses.
fn properties() -> Properties {
	let mut properties = Properties::new();
	properties.insert("tokenSymbol".into(), TOKEN_SYMBOL.into());
	properties.insert("tokenDecimals".into(), GRID_DECIMALS.into());
	properties.insert("ss58Format".into(), SS58_PREFIX.into());
	properties
}

#[cfg(test)]
mod tests {
	use super::*;
	use sc_chain_spec::ChainSpec as _;
	use sp_runtime::BuildStorage;

	#[test]
	fn named_chains_carry_their_identity() {
		// Without the wasm there is no chain to name.
		if WASM_BINARY.is_none() {
			return;
		}
		for (name, id, chain_type) in [
			("dev", "gridforge_dev", ChainType::Development),
			("local", "gridforge_local", ChainType::Local),
			("", "gridforge_local", ChainType::Local),
		] {
			let spec = load(name).unwrap();
			assert_eq!(spec.id(), id);
			assert_eq!(spec.chain_type(), chain_type);
			assert_eq!(spec.protocol_id(), Some("gridforge"));
			assert_eq!(spec.properties()["tokenSymbol"], "GRID");
			assert_eq!(spec.properties()["tokenDecimals"], 12);
			assert_eq!(spec.properties()["ss58Format"], 42);
		}
	}

	#[test]
	fn the_staging_network_has_a_genesis_of_its_own() {
		let spec = load("staging").unwrap();
		assert_eq!(spec.id(), "gridforge_staging");
		assert_eq!(spec.chain_type(), ChainType::Live);
		let wasm =
			spec.build_storage().unwrap().top[sp_core::storage::well_known_keys::CODE].clone();
		assert!(!wasm.is_empty());
	}

	#[test]
	fn named_chains_leave_room_for_the_light_sync_state() {
		if WASM_BINARY.is_none() {
			return;
		}
		let spec = load("dev").unwrap();
		let extension = sc_chain_spec::get_extension::<sc_sync_state_rpc::LightSyncStateExtension>(
			spec.extensions(),
		);
		assert_eq!(extension, Some(&None));
	}

	#[test]
	fn genesis_builds_and_survives_a_round_trip_through_json() {
		if WASM_BINARY.is_none() {
			return;
		}
		for name in ["dev", "local"] {
			let spec = load(name).unwrap();
			let raw = spec.as_json(true).unwrap();
			let read = ChainSpec::from_json_bytes(raw.clone().into_bytes()).unwrap();
			assert_eq!(read.as_json(true).unwrap(), raw);
		}
	}

	#[test]
	fn a_missing_file_is_named() {
		let error = load("no/such/chain.json").err().unwrap();
		assert!(error.contains("no/such/chain.json"), "{error}");
	}
}
