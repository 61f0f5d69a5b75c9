//! JSON-RPC methods that this node adds to those every node serves.
//!
//! `system`, `author`, `chain`, `state`, `offchain`, `chainSpec`, `chainHead`, `transaction` and, on a
//! node that prunes nothing, `archive` come with the service. `market` asks the runtime APIs that anybody
//! can ask through `state_call` or `chainHead_v1_call`, so that a light client can ask them too, and answers
//! in kWh and WATT; `rpc.discover` describes it.

use crate::service::{Backend, Client, Pool, SelectChain};
use gridforge_runtime::{opaque::Block, AccountId, BlockNumber, Hash};
use jsonrpsee::RpcModule;
use sc_chain_spec::ChainSpec;
use sc_consensus_babe::BabeWorkerHandle;
use sc_consensus_grandpa::{
	FinalityProofProvider, GrandpaJustificationStream, SharedAuthoritySet, SharedVoterState,
};
use sc_rpc::SubscriptionTaskExecutor;
use sp_keystore::KeystorePtr;
use std::{error::Error, sync::Arc};

/// What the methods work with.
pub struct Deps {
	/// The chain.
	pub client: Arc<Client>,
	/// Transactions waiting for a block.
	pub pool: Arc<Pool>,
	/// Picks the best chain.
	pub select_chain: SelectChain,
	/// The specification that `sync_state_genSyncSpec` completes.
	pub chain_spec: Box<dyn ChainSpec>,
	/// Session keys, to tell which slots are this node's.
	pub keystore: KeystorePtr,
	/// Asks BABE about epochs.
	pub babe: BabeWorkerHandle<Block>,
	/// Asks GRANDPA about rounds and proofs.
	pub grandpa: GrandpaDeps,
}

/// What the methods about finality work with.
pub struct GrandpaDeps {
	/// Where the voter stands in its rounds.
	pub voter_state: SharedVoterState,
	/// Who votes.
	pub authority_set: SharedAuthoritySet<Hash, BlockNumber>,
	/// Justifications as they come.
	pub justifications: GrandpaJustificationStream<Block>,
	/// Proves that a block is final.
	pub proofs: Arc<FinalityProofProvider<Backend, Block>>,
}

/// Builds the module; `executor` runs its subscriptions.
pub fn create(
	deps: &Deps,
	executor: SubscriptionTaskExecutor,
) -> Result<RpcModule<()>, Box<dyn Error + Send + Sync>> {
	use pallet_transaction_payment_rpc::{TransactionPayment, TransactionPaymentApiServer};
	use sc_consensus_babe_rpc::{Babe, BabeApiServer};
	use sc_consensus_grandpa_rpc::{Grandpa, GrandpaApiServer};
	use sc_sync_state_rpc::{SyncState, SyncStateApiServer};
	use substrate_frame_rpc_system::{System, SystemApiServer};

	let Deps { client, pool, select_chain, chain_spec, keystore, babe, grandpa } = deps;
	let mut module = RpcModule::new(());
	module.merge(System::new(client.clone(), pool.clone()).into_rpc())?;
	module.merge(TransactionPayment::new(client.clone()).into_rpc())?;
	module.merge(
		Babe::new(client.clone(), babe.clone(), keystore.clone(), select_chain.clone()).into_rpc(),
	)?;
	module.merge(
		Grandpa::new(
			executor,
			grandpa.authority_set.clone(),
			grandpa.voter_state.clone(),
			grandpa.justifications.clone(),
			grandpa.proofs.clone(),
		)
		.into_rpc(),
	)?;
	module.merge(
		SyncState::new(
			chain_spec.cloned_box(),
			client.clone(),
			grandpa.authority_set.clone(),
			babe.clone(),
		)?
		.into_rpc(),
	)?;
	module.merge(gridforge_market_rpc::module::<Block, AccountId, _>(client.clone())?)?;
	Ok(module)
}
