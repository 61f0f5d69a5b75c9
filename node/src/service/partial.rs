//! The part of a node that works without a network; the subcommands on a database need no more.

use super::{
	equivocation::Watch, retry::Retry, BabeImport, Backend, Client, Executor, GrandpaLink,
	Inherents, Pool, SelectChain,
};
use gridforge_runtime::opaque::Block;
use sc_consensus::DefaultImportQueue;
use sc_consensus_babe::{BabeLink, BabeWorkerHandle};
use sc_consensus_grandpa::GrandpaPruningFilter;
use sc_service::{Configuration, Error, KeystoreContainer, TaskManager};
use sc_telemetry::{Telemetry, TelemetryWorker};
use sc_transaction_pool_api::{OffchainTransactionPoolFactory, RejectAllTxPool};
use sp_consensus_babe::SlotDuration;
use std::sync::Arc;

/// Messages that the telemetry worker holds back before it drops some.
const TELEMETRY_BUFFER: usize = 16;

/// A node without network, RPC and authoring.
pub struct Partial {
	/// The chain.
	pub client: Arc<Client>,
	/// Its database.
	pub backend: Arc<Backend>,
	/// Runs the node's tasks, and ends them when dropped.
	pub task_manager: TaskManager,
	/// The session keys.
	pub keystore: KeystoreContainer,
	/// Picks the best chain.
	pub select_chain: SelectChain,
	/// Verifies and imports blocks.
	pub import_queue: DefaultImportQueue<Block>,
	/// Transactions waiting for a block.
	pub pool: Arc<Pool>,
	/// What authoring needs.
	pub babe: Babe,
	/// What voting needs.
	pub grandpa: GrandpaLink,
	/// Reports to telemetry servers, if there are any.
	pub telemetry: Option<Telemetry>,
}

impl Partial {
	/// The chain, its database and the tasks, for a subcommand that imports nothing.
	///
	/// Whatever else is here lives as long as the tasks. They would report its end as a failure.
	pub fn into_reader(mut self) -> (Arc<Client>, Arc<Backend>, TaskManager) {
		let rest = (self.import_queue, self.pool, self.babe, self.grandpa);
		self.task_manager.keep_alive(rest);
		(self.client, self.backend, self.task_manager)
	}

	/// The chain, what imports blocks into it and the tasks, for a subcommand that imports.
	pub fn into_importer(mut self) -> (Arc<Client>, DefaultImportQueue<Block>, TaskManager) {
		self.task_manager.keep_alive((self.pool, self.babe, self.grandpa));
		(self.client, self.import_queue, self.task_manager)
	}
}

/// What BABE set up for the author.
pub struct Babe {
	/// Imports the blocks that this node authors.
	pub block_import: BabeImport,
	/// Shares epochs between import and authoring.
	pub link: BabeLink<Block>,
	/// Asks about epochs.
	pub worker: BabeWorkerHandle<Block>,
}

/// Opens the database and sets up what imports blocks into it.
pub fn partial(config: &Configuration, executor: Executor) -> Result<Partial, Error> {
	let (telemetry_worker, telemetry) = open_telemetry(config)?.unzip();
	let telemetry_handle = telemetry.as_ref().map(Telemetry::handle);

	let (client, backend, keystore, task_manager) = sc_service::new_full_parts(
		config,
		telemetry_handle.clone(),
		executor,
		// Warp sync starts from justifications; with pruned blocks they would go as well.
		vec![Arc::new(GrandpaPruningFilter)],
	)?;
	let client = Arc::new(client);
	if let Some(worker) = telemetry_worker {
		task_manager.spawn_handle().spawn("telemetry", None, worker.run());
	}

	let select_chain = SelectChain::new(backend.clone());
	let pool = open_pool(config, &client, &task_manager);

	let (grandpa_import, grandpa) = sc_consensus_grandpa::block_import(
		client.clone(),
		super::JUSTIFICATION_PERIOD,
		&client,
		select_chain.clone(),
		telemetry_handle.clone(),
	)?;
	let babe_config = sc_consensus_babe::configuration(&*client)?;
	let slot_duration = babe_config.slot_duration();
	let (block_import, link) = sc_consensus_babe::block_import(
		babe_config,
		grandpa_import.clone(),
		client.clone(),
		inherents(slot_duration),
		select_chain.clone(),
		// For BABE's own reports of two blocks in one slot, which the runtime would refuse.
		OffchainTransactionPoolFactory::new(RejectAllTxPool::default()),
	)?;
	let block_import = Retry::new(block_import, link.epoch_changes().clone());
	let block_import = Watch::new(
		block_import,
		client.clone(),
		link.clone(),
		OffchainTransactionPoolFactory::new(pool.clone()),
	);
	let (import_queue, worker) =
		sc_consensus_babe::import_queue(sc_consensus_babe::ImportQueueParams {
			link: link.clone(),
			block_import: block_import.clone(),
			justification_import: Some(Box::new(grandpa_import)),
			client: client.clone(),
			slot_duration,
			spawner: &task_manager.spawn_essential_handle(),
			registry: config.prometheus_registry(),
			telemetry: telemetry_handle,
		})?;

	Ok(Partial {
		client,
		backend,
		task_manager,
		keystore,
		select_chain,
		import_queue,
		pool,
		babe: Babe { block_import, link, worker },
		grandpa,
		telemetry,
	})
}

/// States the time of this machine and the slot that it falls in.
pub(super) fn inherents(slot_duration: SlotDuration) -> Inherents {
	Arc::new(move |_parent, ()| async move {
		let time = sp_timestamp::InherentDataProvider::from_system_time();
		let slot =
			sp_consensus_babe::inherents::InherentDataProvider::from_timestamp_and_slot_duration(
				*time,
				slot_duration,
			);
		Ok((slot, time))
	})
}

fn open_pool(
	config: &Configuration,
	client: &Arc<Client>,
	task_manager: &TaskManager,
) -> Arc<Pool> {
	let pool = sc_transaction_pool::Builder::new(
		task_manager.spawn_essential_handle(),
		client.clone(),
		config.role.is_authority().into(),
	)
	.with_options(config.transaction_pool.clone())
	.with_prometheus(config.prometheus_registry())
	.build();
	Arc::new(pool)
}

fn open_telemetry(config: &Configuration) -> Result<Option<(TelemetryWorker, Telemetry)>, Error> {
	let Some(endpoints) = config.telemetry_endpoints.clone().filter(|them| !them.is_empty()) else {
		return Ok(None);
	};
	let worker = TelemetryWorker::new(TELEMETRY_BUFFER)?;
	let telemetry = worker.handle().new_telemetry(endpoints);
	Ok(Some((worker, telemetry)))
}
