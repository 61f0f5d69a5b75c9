//! What is measured, and what the measurements need of the runtime.

use crate::{AccountId, Runtime, SessionKeys, System};
use alloc::vec::Vec;
use codec::Encode;
use sp_consensus_babe::{
	digests::{PreDigest, SecondaryPlainPreDigest},
	BABE_ENGINE_ID,
};
use sp_runtime::DigestItem;

frame_benchmarking::define_benchmarks!(
	[frame_system, SystemBench::<Runtime>]
	[frame_system_extensions, SystemExtensionsBench::<Runtime>]
	[pallet_asset_rate, AssetRate]
	[pallet_asset_tx_payment, AssetTxPayment]
	[pallet_assets, Assets]
	[pallet_babe, Babe]
	[pallet_bags_list, VoterList]
	[pallet_balances, Balances]
	[pallet_bounties, Bounties]
	[pallet_collective, TechnicalCollective]
	[pallet_communities, Communities]
	[pallet_conviction_voting, ConvictionVoting]
	[pallet_election_provider_multi_phase, ElectionProviderMultiPhase]
	[pallet_election_provider_support_benchmarking, ElectionBench::<Runtime>]
	[pallet_energy_market, EnergyMarket]
	[pallet_licensing, Licensing]
	[pallet_metering, Metering]
	[pallet_settlement, Settlement]
	[pallet_grandpa, Grandpa]
	[pallet_grid, Grid]
	[pallet_multisig, Multisig]
	[pallet_parameters, Parameters]
	[pallet_participants, Participants]
	[pallet_preimage, Preimage]
	[pallet_proxy, Proxy]
	[pallet_referenda, Referenda]
	[pallet_safe_mode, SafeMode]
	[pallet_scheduler, Scheduler]
	[pallet_session, SessionBench::<Runtime>]
	[pallet_staking, Staking]
	[pallet_sudo, Sudo]
	[pallet_timestamp, Timestamp]
	[pallet_transaction_payment, TransactionPayment]
	[pallet_treasury, Treasury]
	[pallet_tx_pause, TxPause]
	[pallet_utility, Utility]
	[pallet_watt, Watt]
	[pallet_whitelist, Whitelist]
);

impl frame_system_benchmarking::Config for Runtime {}

impl pallet_election_provider_support_benchmarking::Config for Runtime {}

impl pallet_session_benchmarking::Config for Runtime {
	fn generate_session_keys_and_proof(owner: AccountId) -> (SessionKeys, Vec<u8>) {
		let generated = SessionKeys::generate(&owner.encode(), None);
		(generated.keys, generated.proof.encode())
	}
}

impl pallet_transaction_payment::BenchmarkConfig for Runtime {
	/// A fee goes to the author of the block, so there is one: the first validator.
	fn setup_benchmark_environment() {
		let claim = SecondaryPlainPreDigest { authority_index: 0, slot: 0.into() };
		let claim = PreDigest::SecondaryPlain(claim).encode();
		System::deposit_log(DigestItem::PreRuntime(BABE_ENGINE_ID, claim));
	}
}
