//! The networks that the runtime knows how to begin: one for development, one for four local validators.
//!
//! Both use keys that everybody knows. A live network brings its own genesis.

use crate::{
	configs::{ReserveAccount, TreasuryAccount, GENESIS_EPOCH_CONFIG},
	constants::{
		currency::{GENESIS_SUPPLY, GRID},
		staking::{
			ELECTION_TARGETS, MIN_NOMINATOR_BOND, MIN_POOL_CREATE, MIN_POOL_JOIN,
			MIN_VALIDATOR_BOND,
		},
		watt::WATT_ID,
	},
	AccountId, BabeConfig, Balance, BalancesConfig, GenesisRatesConfig, GridConfig,
	LicensingConfig, NetworkParamsConfig, NominationPoolsConfig, ParticipantsConfig,
	RuntimeGenesisConfig, SessionConfig, SessionKeys, StakingConfig, SudoConfig,
	TechnicalCollectiveConfig, Watt, WattConfig,
};
use alloc::{string::ToString, vec, vec::Vec};
use frame_support::build_struct_json_patch;
use gridforge_primitives::{Limits, Millis, ParticipantId, DAY, WATT};
use pallet_grid::NewZone;
use pallet_licensing::{DiscountTable, DiscountTier, LicenceClass, LicenceTerms};
use pallet_participants::HOME;
use pallet_staking::StakerStatus;
use pallet_watt::{GenesisCurrency, GenesisIssuer, Officers};
use serde_json::Value;
use sp_consensus_beefy::ecdsa_crypto::AuthorityId as BeefyId;
use sp_core::ecdsa;
use sp_genesis_builder::{PresetId, DEV_RUNTIME_PRESET, LOCAL_TESTNET_RUNTIME_PRESET};
use sp_keyring::{Ed25519Keyring, Sr25519Keyring};
use sp_runtime::{Perbill, Permill};

/// GRID of each well-known account, of each of their stashes and of the treasury.
const ENDOWMENT: Balance = 10_000_000 * GRID;

/// GRID of each keeper of WATT.
const KEEPER_GRID: Balance = 1_000 * GRID;

/// A MWh, in lots.
const MWH: u64 = 100_000;

/// GRID that each validator bonds, out of its stash.
const STAKE: Balance = 1_000_000 * GRID;

/// Base units of WATT of each trader.
const TRADER_WATT: Balance = 1_000 * WATT;

/// What a WATT is worth on the development chain, so that fees can be paid in it: ten GRID.
const WATT_WORTH: Balance = 10 * GRID;

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

/// The application host.
pub(crate) const HOST: Sr25519Keyring = Sr25519Keyring::Eve;

/// The end of the host's licence: the year 2100.
const HOST_UNTIL: Millis = 4_102_444_800_000;

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

/// Keepers of WATT: the public keys of the secrets with these names, which everybody knows.
pub(crate) mod keepers {
	use sp_core::hex2array;

	/// `//MasterMinter`
	pub(crate) const MASTER_MINTER: [u8; 32] =
		hex2array!("0a3b0b8d4781b14978cfd98d2ba0e67266c330e3b6a177dd32a941ccc2a48e70");
	/// `//ComplianceOfficer`
	pub(crate) const COMPLIANCE_OFFICER: [u8; 32] =
		hex2array!("b8a92e923a2e9db6f78325eee0da1d2f8f5c9ffe7ff3ef116241d7a9fa5edc20");
	/// `//Guardian`
	pub(crate) const GUARDIAN: [u8; 32] =
		hex2array!("425514f650308c252b79fa70609d4ac8e90426f059f2b04eb34f1a8e47e15922");
	/// `//Issuer` and `//Issuer//2`
	pub(crate) const SIGNERS: [[u8; 32]; 2] = [
		hex2array!("e404982cb112c097819a4b575058e4e6c0fda3328557c1260bc634a6b18aab66"),
		hex2array!("30ce8a11630001f3d3b43966798ffc52cd3eae96ccc6e06625fe43411a2ee733"),
	];
	/// `//Attester` and `//Attester//2`
	pub(crate) const ATTESTERS: [[u8; 32]; 2] = [
		hex2array!("f233bd9b7d8bfda472fd7bd97629667c7019c1d410cc207b6a96ba5d296a032c"),
		hex2array!("107d16a59a19c86fa4006b4cb0346e5994836c849dd430e2961a5c014f51bb0b"),
	];

	/// All of them.
	pub(crate) const ALL: [[u8; 32]; 7] = [
		MASTER_MINTER,
		COMPLIANCE_OFFICER,
		GUARDIAN,
		SIGNERS[0],
		SIGNERS[1],
		ATTESTERS[0],
		ATTESTERS[1],
	];
}

/// The well-known accounts, their stashes and the treasury have the endowment each, WATT's keepers have some for fees, the
/// reserve has the rest.
fn grid_balances() -> Vec<(AccountId, Balance)> {
	let mut balances: Vec<_> =
		Sr25519Keyring::well_known().map(|key| (key.to_account_id(), ENDOWMENT)).collect();
	balances.extend(keepers::ALL.map(|key| (key.into(), KEEPER_GRID)));
	// It pays deposits for accounts that are restricted before they have any WATT.
	balances.push((Watt::keeper(), KEEPER_GRID));
	balances.push((TreasuryAccount::get(), ENDOWMENT));
	let given: Balance = balances.iter().map(|(_, balance)| balance).sum();
	balances.push((ReserveAccount::get(), GENESIS_SUPPLY - given));
	balances
}

/// WATT in euro, of one issuer with keepers that everybody knows. The well-known accounts have some. It may mint ten
/// million a day, a million of it on one signature; more reserves count at once; redemptions are due in an hour.
fn euro() -> WattConfig {
	let holders = TRADERS.iter().chain(&[Sr25519Keyring::Ferdie]);
	let issuer = GenesisIssuer {
		signers: keepers::SIGNERS.map(AccountId::from).to_vec(),
		attesters: keepers::ATTESTERS.map(AccountId::from).to_vec(),
		allowance: 100_000_000 * WATT,
		endowed: holders.map(|key| (key.to_account_id(), TRADER_WATT)).collect(),
	};
	let euro = GenesisCurrency {
		currency: WATT_ID,
		code: "EUR".into(),
		name: "WATT".into(),
		symbol: "WATT".into(),
		limits: Limits {
			max_age: 2 * DAY,
			increase_delay: 0,
			day_cap: 10_000_000 * WATT,
			single_cap: 1_000_000 * WATT,
			approval_period: 600_000,
			min_redemption: WATT,
			redemption_period: 3_600_000,
		},
		officers: Officers {
			master_minter: keepers::MASTER_MINTER.into(),
			compliance_officer: keepers::COMPLIANCE_OFFICER.into(),
			guardian: keepers::GUARDIAN.into(),
		},
		issuers: vec![issuer],
	};
	WattConfig { currencies: vec![euro] }
}

/// Licences of every class for a year, with a month of notice; most GRID is bonded by retailers. From 1,000 GRID staked or
/// 1 MWh traded in 30 days on, the treasury leaves buyers a tenth of its part of the fees, from ten times as much on a
/// quarter, from a hundred times on half.
fn licences() -> LicensingConfig {
	let terms = |class, bond| {
		let (duration, notice) = (365 * DAY, 30 * DAY);
		(class, LicenceTerms { bond: bond * GRID, duration, notice })
	};
	let tier = |times, percent| DiscountTier {
		stake: u128::from(times) * 1_000 * GRID,
		volume: Some(times * MWH),
		discount: Permill::from_percent(percent),
	};
	LicensingConfig {
		terms: vec![
			terms(LicenceClass::Generation, 1_000),
			terms(LicenceClass::Retail, 50_000),
			terms(LicenceClass::Aggregation, 10_000),
			terms(LicenceClass::Host, 10_000),
		],
		discounts: Some(DiscountTable([tier(1, 10), tier(10, 25), tier(100, 50)])),
		licences: vec![(HOST.to_account_id(), LicenceClass::Host, HOME, HOST_UNTIL)],
	}
}

/// A network of `validators` with `sudo` as the key that may do everything. Where a WATT is worth nothing yet, the
/// treasurer's office has to say what it is worth before fees can be paid in it.
fn network(
	validators: &[Validator],
	sudo: Option<AccountId>,
	watt_worth: Option<Balance>,
) -> Value {
	let count = u32::try_from(validators.len()).expect("a few validators");
	build_struct_json_patch!(RuntimeGenesisConfig {
		network_params: quick_network(),
		babe: BabeConfig { epoch_config: GENESIS_EPOCH_CONFIG },
		balances: BalancesConfig { balances: grid_balances() },
		staking: StakingConfig {
			validator_count: count,
			minimum_validator_count: 1,
			// One candidate more, and no election could be held.
			max_validator_count: Some(ELECTION_TARGETS),
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
		watt: euro(),
		genesis_rates: GenesisRatesConfig {
			rates: watt_worth.map(|grid| (WATT_ID, grid)).into_iter().collect::<Vec<_>>(),
		},
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
		licensing: licences(),
	})
}

/// One authority, Alice, who also has the sudo key. Fees can be paid in WATT.
fn development() -> Value {
	let alice = Sr25519Keyring::Alice.to_account_id();
	network(&VALIDATORS[..1], Some(alice), Some(WATT_WORTH))
}

/// Four authorities, Alice, Bob, Charlie and Dave, and no sudo key.
fn local_testnet() -> Value {
	network(&VALIDATORS, None, None)
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
