//! The Gridforge runtime: one wasm for development, test and live networks.
//!
//! It composes pallets and adds no rule of its own. What differs between networks is in their genesis: the
//! time lengths of [`NetworkParams`], the authorities, the money.
//!
//! | Where | What |
//! |---|---|
//! | [`configs`] | each pallet's configuration, by area |
//! | [`constants`] | every number, with its unit |
//! | [`apis`] | what clients and the node may ask |
//! | [`genesis_config_presets`] | the networks that the runtime knows how to begin |
//! | [`voter_bags`] | the thresholds of the voters' bags |
//! | [`weights`] | what the calls of our pallets cost |
//!
//! **Invariants.** Pallets are built at genesis, and their hooks run, in the order of their indices: time and
//! [`NetworkParams`] before whoever reads them, [`Balances`] before [`Staking`] bonds, [`Staking`] before
//! [`Session`] asks it for validators, [`Authorship`] notes a block's author before [`Session`] moves on,
//! [`Participants`] before [`Grid`] names operators and [`Licensing`] the first hosts. An index is never given to another pallet.

#![cfg_attr(not(feature = "std"), no_std)]
#![recursion_limit = "512"]

#[cfg(feature = "wasm-builder")]
include!(concat!(env!("OUT_DIR"), "/wasm_binary.rs"));

extern crate alloc;

pub mod apis;
#[cfg(feature = "runtime-benchmarks")]
mod benchmarks;
pub mod configs;
pub mod constants;
pub mod genesis_config_presets;
pub mod voter_bags;
pub mod weights;

#[cfg(test)]
mod tests;

pub use apis::RuntimeApi;
pub use configs::ProxyType;

use alloc::{borrow::Cow, vec::Vec};
use configs::{genesis_rates as pallet_genesis_rates, origins as pallet_origins, BeefyKey};
use sp_runtime::{
	generic, impl_opaque_keys,
	traits::{BlakeTwo256, IdentifyAccount, Verify},
	MultiAddress, MultiSignature,
};
use sp_version::RuntimeVersion;

/// GRID in base units of 10^-12.
pub type Balance = u128;

/// How many transactions an account has sent.
pub type Nonce = u32;

/// The number of a block.
pub type BlockNumber = u32;

/// A hash of the chain.
pub type Hash = sp_core::H256;

/// A signature of any kind that an account can have.
pub type Signature = MultiSignature;

/// An account: its public key, or the hash of it.
pub type AccountId = <<Signature as Verify>::Signer as IdentifyAccount>::AccountId;

/// How a transaction names an account.
pub type Address = MultiAddress<AccountId, ()>;

/// The header of a block.
pub type Header = generic::Header<BlockNumber, BlakeTwo256>;

/// A block.
pub type Block = generic::Block<Header, UncheckedExtrinsic>;

/// A block and how final it is.
pub type SignedBlock = generic::SignedBlock<Block>;

/// What a transaction carries besides its call and is checked for.
pub type TxExtension = (
	frame_system::AuthorizeCall<Runtime>,
	frame_system::CheckNonZeroSender<Runtime>,
	frame_system::CheckSpecVersion<Runtime>,
	frame_system::CheckTxVersion<Runtime>,
	frame_system::CheckGenesis<Runtime>,
	frame_system::CheckMortality<Runtime>,
	frame_system::CheckNonce<Runtime>,
	frame_system::CheckWeight<Runtime>,
	pallet_asset_tx_payment::ChargeAssetTxPayment<Runtime>,
	frame_metadata_hash_extension::CheckMetadataHash<Runtime>,
	frame_system::WeightReclaim<Runtime>,
);

/// What a transaction of `era` carries that is its sender's with this number, pays in GRID, gives no tip and names no
/// metadata.
pub fn tx_extension(era: generic::Era, nonce: Nonce) -> TxExtension {
	(
		frame_system::AuthorizeCall::new(),
		frame_system::CheckNonZeroSender::new(),
		frame_system::CheckSpecVersion::new(),
		frame_system::CheckTxVersion::new(),
		frame_system::CheckGenesis::new(),
		frame_system::CheckMortality::from(era),
		frame_system::CheckNonce::from(nonce),
		frame_system::CheckWeight::new(),
		pallet_asset_tx_payment::ChargeAssetTxPayment::from(0, None),
		frame_metadata_hash_extension::CheckMetadataHash::new(false),
		frame_system::WeightReclaim::new(),
	)
}

/// A transaction as it comes in.
pub type UncheckedExtrinsic =
	generic::UncheckedExtrinsic<Address, RuntimeCall, Signature, TxExtension>;

/// What a signed transaction signs.
pub type SignedPayload = generic::SignedPayload<RuntimeCall, TxExtension>;

/// Executes blocks.
pub type Executive = frame_executive::Executive<
	Runtime,
	Block,
	frame_system::ChainContext<Runtime>,
	Runtime,
	AllPalletsWithSystem,
>;

/// The version of the runtime.
#[sp_version::runtime_version]
pub const VERSION: RuntimeVersion = RuntimeVersion {
	spec_name: Cow::Borrowed("gridforge"),
	impl_name: Cow::Borrowed("gridforge-node"),
	authoring_version: 1,
	spec_version: 1,
	impl_version: 1,
	apis: apis::RUNTIME_API_VERSIONS,
	transaction_version: 1,
	system_version: 1,
};

/// The runtime in terms that need no knowledge of its transactions.
pub mod opaque {
	use super::*;
	pub use sp_runtime::OpaqueExtrinsic as UncheckedExtrinsic;

	/// A block of which only the header is understood.
	pub type Block = generic::Block<Header, UncheckedExtrinsic>;
}

impl_opaque_keys! {
	/// The keys of a validator.
	pub struct SessionKeys {
		/// Votes on finality.
		pub grandpa: Grandpa,
		/// Makes blocks.
		pub babe: Babe,
		/// Signs the addresses at which the validator can be reached.
		pub authority_discovery: AuthorityDiscovery,
		/// Kept for bridges.
		pub beefy: BeefyKey,
	}
}

#[frame_support::runtime]
mod runtime {
	/// The runtime.
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
	pub struct Runtime;

	// Blocks, time and consensus.
	#[runtime::pallet_index(0)]
	pub type System = frame_system;
	#[runtime::pallet_index(1)]
	pub type Timestamp = pallet_timestamp;
	#[runtime::pallet_index(2)]
	pub type NetworkParams = pallet_network_params;
	#[runtime::pallet_index(3)]
	pub type Babe = pallet_babe;
	#[runtime::pallet_index(4)]
	pub type Balances = pallet_balances;
	#[runtime::pallet_index(5)]
	pub type TransactionPayment = pallet_transaction_payment;
	#[runtime::pallet_index(6)]
	pub type Authorship = pallet_authorship;
	#[runtime::pallet_index(7)]
	pub type Staking = pallet_staking;
	#[runtime::pallet_index(8)]
	pub type VoterList = pallet_bags_list;
	#[runtime::pallet_index(9)]
	pub type Session = pallet_session;
	#[runtime::pallet_index(10)]
	pub type Historical = pallet_session::historical;
	#[runtime::pallet_index(11)]
	pub type Grandpa = pallet_grandpa;
	#[runtime::pallet_index(12)]
	pub type AuthorityDiscovery = pallet_authority_discovery;
	#[runtime::pallet_index(13)]
	pub type Offences = pallet_offences;
	#[runtime::pallet_index(14)]
	pub type DelegatedStaking = pallet_delegated_staking;
	#[runtime::pallet_index(15)]
	pub type NominationPools = pallet_nomination_pools;
	#[runtime::pallet_index(16)]
	pub type ElectionProviderMultiPhase = pallet_election_provider_multi_phase;

	// Money besides GRID.
	#[runtime::pallet_index(22)]
	pub type Assets = pallet_assets;
	#[runtime::pallet_index(23)]
	pub type AssetRate = pallet_asset_rate;
	#[runtime::pallet_index(24)]
	pub type Watt = pallet_watt;
	#[runtime::pallet_index(25)]
	pub type AssetTxPayment = pallet_asset_tx_payment;
	#[runtime::pallet_index(26)]
	pub type GenesisRates = pallet_genesis_rates;

	// Calls that wrap calls.
	#[runtime::pallet_index(30)]
	pub type Utility = pallet_utility;
	#[runtime::pallet_index(31)]
	pub type Proxy = pallet_proxy;
	#[runtime::pallet_index(32)]
	pub type Multisig = pallet_multisig;
	#[runtime::pallet_index(33)]
	pub type Sudo = pallet_sudo;

	// Governance.
	#[runtime::pallet_index(37)]
	pub type Parameters = pallet_parameters;
	#[runtime::pallet_index(38)]
	pub type TechnicalCollective = pallet_collective<Instance1>;
	#[runtime::pallet_index(39)]
	pub type Whitelist = pallet_whitelist;
	#[runtime::pallet_index(40)]
	pub type Preimage = pallet_preimage;
	#[runtime::pallet_index(41)]
	pub type Scheduler = pallet_scheduler;
	#[runtime::pallet_index(42)]
	pub type Origins = pallet_origins;
	#[runtime::pallet_index(43)]
	pub type Referenda = pallet_referenda;
	#[runtime::pallet_index(44)]
	pub type ConvictionVoting = pallet_conviction_voting;
	#[runtime::pallet_index(45)]
	pub type TxPause = pallet_tx_pause;
	#[runtime::pallet_index(46)]
	pub type SafeMode = pallet_safe_mode;
	#[runtime::pallet_index(47)]
	pub type Treasury = pallet_treasury;
	#[runtime::pallet_index(48)]
	pub type Bounties = pallet_bounties;

	// Energy.
	#[runtime::pallet_index(50)]
	pub type Participants = pallet_participants;
	#[runtime::pallet_index(51)]
	pub type Grid = pallet_grid;
	#[runtime::pallet_index(52)]
	pub type EnergyMarket = pallet_energy_market;
	#[runtime::pallet_index(53)]
	pub type Metering = pallet_metering;
	#[runtime::pallet_index(54)]
	pub type Settlement = pallet_settlement;
	#[runtime::pallet_index(55)]
	pub type Communities = pallet_communities;
	#[runtime::pallet_index(56)]
	pub type Licensing = pallet_licensing;
}
