//! What works beside import and network: authoring, voting, finding other authorities, offchain workers.

use super::{
	metrics,
	partial::{inherents, Partial},
	BabeImport, Backend, Client, GrandpaLink, Pool, SelectChain, JUSTIFICATION_PERIOD,
};
use crate::hardware;
use futures::{future::ready, FutureExt, StreamExt};
use gridforge_runtime::{opaque::Block, BlockNumber};
use sc_authority_discovery::{Role, WorkerConfig};
use sc_client_api::{Backend as _, BlockchainEvents as _};
use sc_consensus_babe::{BabeLink, BabeParams, SlotProportion};
use sc_consensus_grandpa::{GrandpaParams, SharedVoterState, VotingRulesBuilder};
use sc_consensus_slots::BackoffAuthoringOnFinalizedHeadLagging;
use sc_network::{
	service::traits::NetworkService, Event, Multiaddr, NetworkBlock as _, NetworkEventStream,
	NotificationService, ProtocolName,
};
use sc_network_sync::SyncingService;
use sc_offchain::{OffchainWorkerOptions, OffchainWorkers};
use sc_service::{Configuration, Error, SpawnEssentialTaskHandle, SpawnTaskHandle};
use sc_sysinfo::HwBench;
use sc_telemetry::{Telemetry, TelemetryHandle};
use sc_transaction_pool_api::OffchainTransactionPoolFactory;
use sp_keystore::KeystorePtr;
use std::{path::PathBuf, sync::Arc, time::Duration};
use substrate_prometheus_endpoint::Registry;

/// Share of a slot in which transactions are added to a block. The other half is for the block to reach
/// and be executed by the next author.
const PROPOSAL_SLOT_PORTION: f32 = 0.5;

/// How long a GRANDPA message may take to reach everyone; a round lasts a few times as long.
const GOSSIP_DURATION: Duration = Duration::from_millis(333);

/// How authors slow down while finality lags, so that voters catch up and forks stay short.
///
/// They start to after 50 unfinalised blocks (five minutes) and leave out at most five slots between
/// two blocks. Gates close and epochs end by the time that blocks state: five slots keep every epoch
/// of a minute or more from passing without a block, and the market's clock within half a minute.
const BACKOFF: BackoffAuthoringOnFinalizedHeadLagging<BlockNumber> =
	BackoffAuthoringOnFinalizedHeadLagging {
		max_interval: 5,
		unfinalized_slack: 50,
		authoring_bias: 2,
	};

/// Starts the workers. It holds what they share.
pub struct Workers {
	/// The chain.
	pub client: Arc<Client>,
	/// Its database.
	pub backend: Arc<Backend>,
	/// Picks the best chain.
	pub select_chain: SelectChain,
	/// Transactions waiting for a block.
	pub pool: Arc<Pool>,
	/// The session keys.
	pub keystore: KeystorePtr,
	settings: Settings,
	telemetry: Option<TelemetryHandle>,
	registry: Option<Registry>,
	spawn: SpawnTaskHandle,
	spawn_essential: SpawnEssentialTaskHandle,
}

/// The part of the configuration that workers go by.
struct Settings {
	role: sc_service::Role,
	node_name: String,
	force_authoring: bool,
	vote: bool,
	offchain_workers: bool,
	publish_non_global_ips: bool,
	public_addresses: Vec<Multiaddr>,
	network_directory: Option<PathBuf>,
}

/// GRANDPA's protocol on this chain.
pub struct GrandpaProtocol {
	/// Its name, which contains the genesis hash.
	pub name: ProtocolName,
	/// Its messages.
	pub notifications: Box<dyn NotificationService>,
}

impl Workers {
	/// Takes what the workers need of a node that is being put together.
	pub fn new(node: &Partial, config: &Configuration) -> Self {
		Workers {
			client: node.client.clone(),
			backend: node.backend.clone(),
			select_chain: node.select_chain.clone(),
			pool: node.pool.clone(),
			keystore: node.keystore.keystore(),
			settings: Settings {
				role: config.role,
				node_name: config.network.node_name.clone(),
				force_authoring: config.force_authoring,
				vote: !config.disable_grandpa,
				offchain_workers: config.offchain_worker.enabled,
				publish_non_global_ips: config.network.allow_non_globals_in_dht,
				public_addresses: config.network.public_addresses.clone(),
				network_directory: config.network.net_config_path.clone(),
			},
			telemetry: node.telemetry.as_ref().map(Telemetry::handle),
			registry: config.prometheus_registry().cloned(),
			spawn: node.task_manager.spawn_handle(),
			spawn_essential: node.task_manager.spawn_essential_handle(),
		}
	}

	/// Prints the machine's scores and sends them to telemetry.
	pub fn report_hardware(&self, scores: HwBench) {
		hardware::report(&scores, self.settings.role.is_authority());
		if let Some(telemetry) = self.telemetry.clone() {
			self.spawn.spawn("telemetry-hardware", None, hardware::send(scores, telemetry));
		}
	}

	/// Keeps the market's metrics, where the node serves any.
	pub fn measure_market(&self) {
		if let Some(registry) = self.registry.clone() {
			let watch = metrics::watch(self.client.clone(), registry);
			self.spawn.spawn_blocking("market-metrics", Some("metrics"), watch);
		}
	}

	/// Runs the runtime's offchain workers after each block, if the configuration says so.
	pub fn run_offchain_workers(&self, network: &Arc<dyn NetworkService>) -> Result<(), Error> {
		if !self.settings.offchain_workers {
			return Ok(());
		}
		let workers = OffchainWorkers::new(OffchainWorkerOptions {
			runtime_api_provider: self.client.clone(),
			keystore: Some(self.keystore.clone()),
			offchain_db: self.backend.offchain_storage(),
			transaction_pool: Some(self.offchain_pool()),
			network_provider: Arc::new(network.clone()),
			is_validator: self.settings.role.is_authority(),
			// No pallet fetches anything; a validator should not call out for whoever upgrades the
			// runtime.
			enable_http_requests: false,
			custom_extensions: |_| Vec::new(),
		})?;
		let run = workers.run(self.client.clone(), self.spawn.clone());
		self.spawn.spawn("offchain-workers", Some("offchain-worker"), run.boxed());
		Ok(())
	}

	/// Publishes an authority's addresses and finds those of the others. Other nodes need neither.
	pub fn discover_authorities(&self, network: &Arc<dyn NetworkService>) {
		if !self.settings.role.is_authority() {
			return;
		}
		let events = network.event_stream("authority-discovery").filter_map(|event| {
			ready(match event {
				Event::Dht(event) => Some(event),
				Event::NotificationStreamOpened { .. }
				| Event::NotificationStreamClosed { .. }
				| Event::NotificationsReceived { .. } => None,
			})
		});
		let (worker, _service) = sc_authority_discovery::new_worker_and_service_with_config(
			WorkerConfig {
				publish_non_global_ips: self.settings.publish_non_global_ips,
				public_addresses: self.settings.public_addresses.clone(),
				// There are no older nodes whose records would lack the signature.
				strict_record_validation: true,
				persisted_cache_directory: self.settings.network_directory.clone(),
				..Default::default()
			},
			self.client.clone(),
			Arc::new(network.clone()),
			Box::pin(events),
			Role::PublishAndDiscover(self.keystore.clone()),
			self.registry.clone(),
			self.spawn.clone(),
		);
		self.spawn.spawn("authority-discovery", Some("networking"), worker.run());
	}

	/// Tells new peers of the best block also where finality, and not an import, has made it the best.
	///
	/// The network hears of imports alone. To whoever connects then, a node that comes back from a partition would go on
	/// naming a block of the branch that was cut off, and be banned for not having it.
	pub fn announce_best(&self, sync: &Arc<SyncingService<Block>>) {
		let (client, sync) = (self.client.clone(), sync.clone());
		let watch = async move {
			let mut finality = client.finality_notification_stream();
			while let Some(block) = finality.next().await {
				if !block.stale_blocks.is_empty() {
					let info = client.chain_info();
					sync.new_best_block_imported(info.best_hash, info.best_number);
				}
			}
		};
		self.spawn.spawn("best-block", Some("networking"), watch);
	}

	/// Makes blocks in the slots that are an authority's.
	pub fn author(
		&self,
		block_import: BabeImport,
		babe_link: BabeLink<Block>,
		sync: &Arc<SyncingService<Block>>,
	) -> Result<(), Error> {
		if !self.settings.role.is_authority() {
			return Ok(());
		}
		let proposer = sc_basic_authorship::ProposerFactory::new(
			self.spawn.clone(),
			self.client.clone(),
			self.pool.clone(),
			self.registry.as_ref(),
			self.telemetry.clone(),
		);
		let babe = sc_consensus_babe::start_babe(BabeParams {
			keystore: self.keystore.clone(),
			client: self.client.clone(),
			select_chain: self.select_chain.clone(),
			env: proposer,
			block_import,
			sync_oracle: sync.clone(),
			justification_sync_link: sync.clone(),
			create_inherent_data_providers: inherents(babe_link.config().slot_duration()),
			force_authoring: self.settings.force_authoring,
			backoff_authoring_blocks: Some(BACKOFF),
			babe_link,
			block_proposal_slot_portion: SlotProportion::new(PROPOSAL_SLOT_PORTION),
			max_block_proposal_slot_portion: None,
			telemetry: self.telemetry.clone(),
		})?;
		self.spawn_essential.spawn_blocking("babe-proposer", Some("block-authoring"), babe);
		Ok(())
	}

	/// Votes on finality as an authority, follows the votes as any other node.
	pub fn vote(
		&self,
		link: GrandpaLink,
		protocol: GrandpaProtocol,
		shared_voter_state: SharedVoterState,
		network: &Arc<dyn NetworkService>,
		sync: &Arc<SyncingService<Block>>,
	) -> Result<(), Error> {
		if !self.settings.vote {
			return Ok(());
		}
		let is_authority = self.settings.role.is_authority();
		let voter = sc_consensus_grandpa::run_grandpa_voter(GrandpaParams {
			config: sc_consensus_grandpa::Config {
				gossip_duration: GOSSIP_DURATION,
				justification_generation_period: JUSTIFICATION_PERIOD,
				observer_enabled: false,
				local_role: self.settings.role,
				name: Some(self.settings.node_name.clone()),
				keystore: is_authority.then(|| self.keystore.clone()),
				telemetry: self.telemetry.clone(),
				protocol_name: protocol.name,
			},
			link,
			network: network.clone(),
			sync: sync.clone(),
			notification_service: protocol.notifications,
			voting_rule: VotingRulesBuilder::default().build(),
			prometheus_registry: self.registry.clone(),
			shared_voter_state,
			telemetry: self.telemetry.clone(),
			offchain_tx_pool_factory: self.offchain_pool(),
		})?;
		self.spawn_essential.spawn_blocking("grandpa-voter", None, voter);
		Ok(())
	}

	/// Lets the runtime send its own transactions, such as a report of an equivocation.
	fn offchain_pool(&self) -> OffchainTransactionPoolFactory<Block> {
		OffchainTransactionPoolFactory::new(self.pool.clone())
	}
}
