//! The whole node: the database, the network, JSON-RPC, and the workers beside them.

use super::{
	executor::executor,
	partial::partial,
	workers::{GrandpaProtocol, Workers},
	Backend, Client, GrandpaLink,
};
use crate::{hardware, rpc};
use gridforge_runtime::{opaque::Block, Hash};
use sc_chain_spec::ChainSpec;
use sc_consensus_babe::BabeWorkerHandle;
use sc_consensus_grandpa::{warp_proof, FinalityProofProvider, SharedVoterState};
use sc_network::{
	config::{FullNetworkConfiguration, NetworkBackendType},
	service::NotificationMetrics,
	Litep2pNetworkBackend, NetworkBackend, NetworkWorker,
};
use sc_service::{
	BuildNetworkParams, Configuration, Error, SpawnTasksParams, TaskManager, WarpSyncConfig,
};
use sc_storage_monitor::{StorageMonitorParams, StorageMonitorService};
use std::{path::PathBuf, sync::Arc};

/// What the command line settles beside the common configuration.
pub struct Options {
	/// Whether to measure the machine first.
	pub hardware_benchmarks: bool,
	/// Where compiled runtimes are kept, if not in the chain's directory.
	pub compiled_runtimes: Option<PathBuf>,
	/// When to stop for want of disk space.
	pub storage_monitor: StorageMonitorParams,
}

/// Starts a node and returns its tasks; it runs for as long as they are held.
pub fn start(config: Configuration, options: Options) -> Result<TaskManager, Error> {
	match config.network.network_backend {
		NetworkBackendType::Litep2p => start_on::<Litep2pNetworkBackend>(config, options),
		NetworkBackendType::Libp2p => start_on::<NetworkWorker<Block, Hash>>(config, options),
	}
}

fn start_on<Net: NetworkBackend<Block, Hash>>(
	config: Configuration,
	options: Options,
) -> Result<TaskManager, Error> {
	let scores = options.hardware_benchmarks.then(|| hardware::measure(&config));
	let executor = executor(&config, options.compiled_runtimes.as_deref());
	let mut node = partial(&config, executor)?;
	let workers = Workers::new(&node, &config);
	monitor_storage(&node.task_manager, &config, options.storage_monitor)?;

	let (net_config, metrics, grandpa_protocol) = configure_network::<Net>(&config, &node.client);
	let (network, system_rpc_tx, tx_handler_controller, sync, _) =
		sc_service::build_network(BuildNetworkParams {
			config: &config,
			net_config,
			client: node.client.clone(),
			transaction_pool: node.pool.clone(),
			spawn_handle: node.task_manager.spawn_handle(),
			spawn_essential_handle: node.task_manager.spawn_essential_handle(),
			import_queue: node.import_queue,
			block_announce_validator_builder: None,
			warp_sync_config: Some(warp_sync(&node.backend, &node.grandpa)),
			block_relay: None,
			metrics,
			gap_sync_body_policy: None,
		})?;

	let voter_state = SharedVoterState::empty();
	let rpc =
		rpc_deps(&workers, &*config.chain_spec, node.babe.worker, &node.grandpa, &voter_state);
	sc_service::spawn_tasks(SpawnTasksParams {
		config,
		client: node.client,
		backend: node.backend,
		task_manager: &mut node.task_manager,
		keystore: node.keystore.keystore(),
		transaction_pool: node.pool,
		rpc_builder: Box::new(move |executor| Ok(rpc::create(&rpc, executor)?)),
		network: network.clone(),
		system_rpc_tx,
		tx_handler_controller,
		sync_service: sync.clone(),
		telemetry: node.telemetry.as_mut(),
		tracing_execute_block: None,
	})?;

	if let Some(scores) = scores {
		workers.report_hardware(scores);
	}
	workers.measure_market();
	workers.run_offchain_workers(&network)?;
	workers.discover_authorities(&network);
	workers.announce_best(&sync);
	workers.author(node.babe.block_import, node.babe.link, &sync)?;
	workers.vote(node.grandpa, grandpa_protocol, voter_state, &network, &sync)?;
	Ok(node.task_manager)
}

/// Adds GRANDPA's protocol, named after the genesis, to those that every node speaks.
fn configure_network<Net: NetworkBackend<Block, Hash>>(
	config: &Configuration,
	client: &Client,
) -> (FullNetworkConfiguration<Block, Hash, Net>, NotificationMetrics, GrandpaProtocol) {
	let registry = config.prometheus_registry();
	let mut net_config = FullNetworkConfiguration::new(&config.network, registry.cloned());
	let metrics = Net::register_notification_metrics(registry);
	let name = sc_consensus_grandpa::protocol_standard_name(
		&client.chain_info().genesis_hash,
		&config.chain_spec,
	);
	let (protocol, notifications) = sc_consensus_grandpa::grandpa_peers_set_config::<Block, Net>(
		name.clone(),
		metrics.clone(),
		net_config.peer_store_handle(),
	);
	net_config.add_notification_protocol(protocol);
	(net_config, metrics, GrandpaProtocol { name, notifications })
}

/// Proves finality to peers that sync by warp, and checks their proofs.
fn warp_sync(backend: &Arc<Backend>, grandpa: &GrandpaLink) -> WarpSyncConfig<Block> {
	WarpSyncConfig::WithProvider(Arc::new(warp_proof::NetworkProvider::new(
		backend.clone(),
		grandpa.shared_authority_set().clone(),
		Vec::new(),
	)))
}

fn rpc_deps(
	workers: &Workers,
	chain_spec: &dyn ChainSpec,
	babe: BabeWorkerHandle<Block>,
	grandpa: &GrandpaLink,
	voter_state: &SharedVoterState,
) -> rpc::Deps {
	let authority_set = grandpa.shared_authority_set().clone();
	rpc::Deps {
		client: workers.client.clone(),
		pool: workers.pool.clone(),
		select_chain: workers.select_chain.clone(),
		chain_spec: chain_spec.cloned_box(),
		keystore: workers.keystore.clone(),
		babe,
		grandpa: rpc::GrandpaDeps {
			voter_state: voter_state.clone(),
			authority_set: authority_set.clone(),
			justifications: grandpa.justification_stream(),
			proofs: FinalityProofProvider::new_for_service(
				workers.backend.clone(),
				Some(authority_set),
			),
		},
	}
}

/// Ends the node in good order while there is still room to write: a database cut short may not open
/// again.
fn monitor_storage(
	task_manager: &TaskManager,
	config: &Configuration,
	params: StorageMonitorParams,
) -> Result<(), Error> {
	let Some(database) = config.database.path() else { return Ok(()) };
	let essential = task_manager.spawn_essential_handle();
	StorageMonitorService::try_spawn(params, PathBuf::from(database), &essential)
		.map_err(|error| Error::Application(error.into()))
}
