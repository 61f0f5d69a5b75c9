//! The networks that the runtime knows how to begin: one for development, one for four local validators.
//!
//! Both use keys that everybody knows. A live network brings its own genesis.

use crate::{
	configs::{ReserveAccount, TreasuryAccount, WattOwner, GENESIS_EPOCH_CONFIG},
	constants::{
		currency::{GENESIS_SUPPLY, GRID},
		staking::{MIN_NOMINATOR_BOND, MIN_POOL_CREATE, MIN_POOL_JOIN, MIN_VALIDATOR_BOND},
		watt,
	},
	AccountId, AssetsConfig, BabeConfig, Balance, BalancesConfig, GridConfig, NetworkParamsConfig,
	NominationPoolsConfig, ParticipantsConfig, RuntimeGenesisConfig, SessionConfig, SessionKeys,
	StakingConfig, SudoConfig, TechnicalCollectiveConfig,
};
use alloc::{string::ToString, vec, vec::Vec};
use frame_support::build_struct_json_patch;
use gridforge_primitives::{ParticipantId, WATT};
use pallet_grid::NewZone;
use pallet_staking::StakerStatus;
use serde_json::Value;
use sp_consensus_beefy::ecdsa_crypto::AuthorityId as BeefyId;
use sp_core::ecdsa;
use sp_genesis_builder::{PresetId, DEV_RUNTIME_PRESET, LOCAL_TESTNET_RUNTIME_PRESET};
use sp_keyring::{Ed25519Keyring, Sr25519Keyring};
use sp_runtime::Perbill;

/// GRID of each well-known account, of each of their stashes and of the treasury.
const ENDOWMENT: Balance = 10_000_000 * GRID;

/// GRID that each validator bonds, out of its stash.
const STAKE: Balance = 1_000_000 * GRID;

/// Base units of WATT of each trader.
const TRADER_WATT: Balance = 1_000 * WATT;

/// The share of a slash that its reporters get.
const SLASH_REWARD: Perbill = Perbill::from_percent(10);

/// Nomination pools that there can be: few, so that an election sees them all.
const MAX_POOLS: u32 = 256;

/// The most that a pool may take of its members' rewards.
const MAX_POOL_COMMISSION: Perbill = Perbill::from_percent(20);

/// The technical collective.
const COLLECTIVE: [Sr25519Keyring; 3] =
	[Sr25519Keyring::Alice, Sr25519Keyring::Bob, Sr25519Keyring::Charlie];

/// A validator that everybody knows.
pub(crate) struct Validator {
	/// Holds the stake and is the validator's name.
	pub(crate) stash: Sr25519Keyring,
	/// Makes blocks and signs addresses.
	pub(crate) sr25519: Sr25519Keyring,
	/// Votes on finality.
	pub(crate) ed25519: Ed25519Keyring,
	/// Kept for bridges. The compressed public key of the secret with the validator's name.
	pub(crate) ecdsa: [u8; 33],
}

const ALICE: Validator = Validator {
	stash: Sr25519Keyring::AliceStash,
	sr25519: Sr25519Keyring::Alice,
	ed25519: Ed25519Keyring::Alice,
	ecdsa: sp_core::hex2array!(
		"020a1091341fe5664bfa1782d5e04779689068c916b04cb365ec3153755684d9a1"
	),
};
const BOB: Validator = Validator {
	stash: Sr25519Keyring::BobStash,
	sr25519: Sr25519Keyring::Bob,
	ed25519: Ed25519Keyring::Bob,
	ecdsa: sp_core::hex2array!(
		"0390084fdbf27d2b79d26a4f13f0ccd982cb755a661969143c37cbc49ef5b91f27"
	),
};
const CHARLIE: Validator = Validator {
	stash: Sr25519Keyring::CharlieStash,
	sr25519: Sr25519Keyring::Charlie,
	ed25519: Ed25519Keyring::Charlie,
	ecdsa: sp_core::hex2array!(
		"0389411795514af1627765eceffcbd002719f031604fadd7d188e2dc585b4e1afb"
	),
};
const DAVE: Validator = Validator {
	stash: Sr25519Keyring::DaveStash,
	sr25519: Sr25519Keyring::Dave,
	ed25519: Ed25519Keyring::Dave,
	ecdsa: sp_core::hex2array!(
		"03bc9d0ca094bd5b8b3225d7651eac5d18c1c04bf8ae8f8b263eebca4e1410ed0c"
	),
};

/// The validators of the local network; the first one is that of the development chain, too.
pub(crate) const VALIDATORS: [Validator; 4] = [ALICE, BOB, CHARLIE, DAVE];

/// Who trades: participants 1 to 5, in this order.
pub(crate) const TRADERS: [Sr25519Keyring; 5] = [
	Sr25519Keyring::Alice,
	Sr25519Keyring::Bob,
	Sr25519Keyring::Charlie,
	Sr25519Keyring::Dave,
	Sr25519Keyring::Eve,
];

/// Dave runs the grid of the only zone.
pub(crate) const OPERATOR: ParticipantId = ParticipantId(4);

impl Validator {
	/// The account that holds the stake.
	pub(crate) fn account(&self) -> AccountId {
		self.stash.to_account_id()
	}

	fn session_keys(&self) -> SessionKeys {
		SessionKeys {
			grandpa: self.ed25519.public().into(),
			babe: self.sr25519.public().into(),
			authority_discovery: self.sr25519.public().into(),
			beefy: BeefyId::from(ecdsa::Public::from_raw(self.ecdsa)),
		}
	}
}

/// Epochs of two minutes, eras of six; delivery intervals of a minute, open for ten, read within one more, corrected
/// within ten, certificates claimed within thirty. A day of governance takes a minute.
fn quick_network() -> NetworkParamsConfig {
	NetworkParamsConfig {
		epoch_slots: 20,
		sessions_per_era: 3,
		bonding_eras: 4,
		slash_defer_eras: 2,
		interval_ms: 60_000,
		gate_open_ms: 600_000,
		gate_close_ms: 12_000,
		metering_deadline_ms: 60_000,
		correction_window_ms: 600_000,
		certificate_lifetime_ms: 1_800_000,
		governance_divisor: 1_440,
		..Default::default()
	}
}

/// The well-known accounts, their stashes and the treasury have the endowment each, the reserve has the rest.
fn grid_balances() -> Vec<(AccountId, Balance)> {
	let mut balances: Vec<_> =
		Sr25519Keyring::well_known().map(|key| (key.to_account_id(), ENDOWMENT)).collect();
	balances.push((TreasuryAccount::get(), ENDOWMENT));
	let given: Balance = balances.iter().map(|(_, balance)| balance).sum();
	balances.push((ReserveAccount::get(), GENESIS_SUPPLY - given));
	balances
}

/// WATT, owned by nobody with a key. The well-known accounts have some.
fn watt_asset() -> AssetsConfig {
	let mut accounts: Vec<AccountId> = TRADERS.iter().map(|key| key.to_account_id()).collect();
	accounts.push(Sr25519Keyring::Ferdie.to_account_id());
	AssetsConfig {
		assets: vec![(watt::WATT_ID, WattOwner::get(), true, watt::MIN_BALANCE)],
		metadata: vec![(watt::WATT_ID, b"WATT".to_vec(), b"WATT".to_vec(), watt::WATT_DECIMALS)],
		accounts: accounts.into_iter().map(|who| (watt::WATT_ID, who, TRADER_WATT)).collect(),
		..Default::default()
	}
}

/// A network of `validators` with `sudo` as the key that may do everything.
fn network(validators: &[Validator], sudo: Option<AccountId>) -> Value {
	let count = u32::try_from(validators.len()).expect("a few validators");
	build_struct_json_patch!(RuntimeGenesisConfig {
		network_params: quick_network(),
		babe: BabeConfig { epoch_config: GENESIS_EPOCH_CONFIG },
		balances: BalancesConfig { balances: grid_balances() },
		staking: StakingConfig {
			validator_count: count,
			minimum_validator_count: 1,
			slash_reward_fraction: SLASH_REWARD,
			min_nominator_bond: MIN_NOMINATOR_BOND,
			min_validator_bond: MIN_VALIDATOR_BOND,
			stakers: validators
				.iter()
				.map(|v| (v.account(), v.account(), STAKE, StakerStatus::<AccountId>::Validator))
				.collect::<Vec<_>>(),
		},
		session: SessionConfig {
			keys: validators
				.iter()
				.map(|v| (v.account(), v.account(), v.session_keys()))
				.collect::<Vec<_>>(),
		},
		assets: watt_asset(),
		nomination_pools: NominationPoolsConfig {
			min_join_bond: MIN_POOL_JOIN,
			min_create_bond: MIN_POOL_CREATE,
			max_pools: Some(MAX_POOLS),
			max_members_per_pool: None,
			max_members: None,
			global_max_commission: Some(MAX_POOL_COMMISSION),
		},
		technical_collective: TechnicalCollectiveConfig {
			members: COLLECTIVE.iter().map(|key| key.to_account_id()).collect::<Vec<_>>(),
		},
		sudo: SudoConfig { key: sudo },
		participants: ParticipantsConfig {
			participants: TRADERS.iter().map(|key| key.to_account_id()).collect::<Vec<_>>(),
		},
		grid: GridConfig { zones: vec![NewZone::run_by(OPERATOR)] },
	})
}

/// One authority, Alice, who also has the sudo key.
fn development() -> Value {
	network(&VALIDATORS[..1], Some(Sr25519Keyring::Alice.to_account_id()))
}

/// Four authorities, Alice, Bob, Charlie and Dave, and no sudo key.
fn local_testnet() -> Value {
	network(&VALIDATORS, None)
}

/// The genesis of the preset `id` as JSON, to be laid over the default genesis.
pub fn get_preset(id: &PresetId) -> Option<Vec<u8>> {
	let patch = match id.as_str() {
		DEV_RUNTIME_PRESET => development(),
		LOCAL_TESTNET_RUNTIME_PRESET => local_testnet(),
		_ => return None,
	};
	Some(patch.to_string().into_bytes())
}

/// The presets by name.
pub fn preset_names() -> Vec<PresetId> {
	vec![PresetId::from(DEV_RUNTIME_PRESET), PresetId::from(LOCAL_TESTNET_RUNTIME_PRESET)]
}
