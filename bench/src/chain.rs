//! A chain of one node without network: it builds and imports blocks as a validator does.
//!
//! The runtime is the wasm, run by the executor of the node; the state is in a trie over ParityDB in a
//! temporary directory, with the trie cache and the pruning that the node has by default. Blocks go straight
//! into the client: they carry no seal, so none is verified. Signatures of transactions are.

use crate::{
	clock::{timed, Time},
	Failure, Result,
};
use codec::{Decode, Encode};
use frame_support::{storage::storage_prefix, weights::Weight};
use futures::executor::block_on;
use gridforge_runtime::{
	constants::time::SLOT_MILLIS, opaque::Block, AccountId, Hash, RuntimeApi, RuntimeEvent,
};
use pallet_energy_market_runtime_api::EnergyMarketApi;
use sc_block_builder::{BlockBuilder, BlockBuilderBuilder, BuiltBlock};
use sc_chain_spec::{ChainSpec, GenesisBlockBuilder};
use sc_client_api::{
	execution_extensions::ExecutionExtensions, Finalizer, HeaderBackend, StorageProvider,
};
use sc_client_db::{BlocksPruning, DatabaseSettings, DatabaseSource, PruningMode};
use sc_consensus::{
	BlockImport, BlockImportParams, ForkChoiceStrategy, ImportResult, StateAction, StorageChanges,
};
use sc_service::{TFullBackend, TFullClient};
use sp_api::ProvideRuntimeApi;
use sp_blockchain::{ApplyExtrinsicFailed, Error as ChainError};
use sp_consensus::BlockOrigin;
use sp_consensus_babe::{
	digests::{PreDigest, SecondaryPlainPreDigest},
	Slot, BABE_ENGINE_ID,
};
use sp_core::{storage::StorageKey, testing::TaskExecutor};
use sp_inherents::InherentData;
use sp_runtime::{
	traits::Block as _, transaction_validity::TransactionValidityError, Digest, DigestItem,
	OpaqueExtrinsic,
};
use std::sync::{Arc, LazyLock};
use tempfile::TempDir;

/// As the node has it.
type Executor = sc_executor::WasmExecutor<sp_io::SubstrateHostFunctions>;
type Client = TFullClient<Block, RuntimeApi, Executor>;
type Backend = TFullBackend<Block>;

/// A block that was built, and what it changes.
pub type Built = BuiltBlock<Block>;

/// An event and what it belongs to.
pub type EventRecord = frame_system::EventRecord<RuntimeEvent, Hash>;

/// Bytes of the node's trie cache, unless told otherwise.
const TRIE_CACHE: usize = 1024 * 1024 * 1024;
/// Blocks of which a validator keeps the state, unless told otherwise.
const KEPT_STATES: u32 = 256;
/// Blocks after which the database makes a block's state final by itself.
const CANONICALIZATION_DELAY: u64 = 4_096;
/// The slot of the first block: some day in 2026, at the beginning of an hour.
const FIRST_SLOT: u64 = 1_795_010_400_000 / SLOT_MILLIS;
/// Tells blocks apart that are the same in everything else.
const SALT_ENGINE: [u8; 4] = *b"salt";

/// What a block cost.
#[derive(Clone, Copy, Debug, Default)]
pub struct Cost {
	/// To build it: what its author does.
	pub build: Time,
	/// To execute it and write it to the database: what everybody else does.
	pub import: Time,
}

impl Cost {
	/// Both together, on the threads that did the work.
	pub fn total(&self) -> Time {
		self.build + self.import
	}
}

/// One for all chains of this process, so that the wasm is compiled once.
fn executor() -> Executor {
	static EXECUTOR: LazyLock<Executor> = LazyLock::new(|| Executor::builder().build());
	EXECUTOR.clone()
}

/// A chain in a temporary directory.
pub struct Chain {
	client: Arc<Client>,
	head: Hash,
	slot: u64,
	salt: u64,
	// Dropped last, when the database is closed.
	_directory: TempDir,
}

impl Chain {
	/// Begin a chain with the genesis of `spec`.
	pub fn new(spec: &dyn ChainSpec) -> Result<Self> {
		let directory = tempfile::tempdir()?;
		let backend: Arc<Backend> = Arc::new(Backend::new(
			DatabaseSettings {
				trie_cache_maximum_size: Some(TRIE_CACHE),
				state_pruning: Some(PruningMode::blocks_pruning(KEPT_STATES)),
				source: DatabaseSource::ParityDb { path: directory.path().join("paritydb") },
				blocks_pruning: BlocksPruning::KeepAll,
				pruning_filters: Vec::new(),
				metrics_registry: None,
			},
			CANONICALIZATION_DELAY,
		)?);
		let executor = executor();
		let genesis = GenesisBlockBuilder::new(
			spec.as_storage_builder(),
			true,
			backend.clone(),
			executor.clone(),
		)?;
		let client = sc_service::new_client(
			backend,
			executor.clone(),
			genesis,
			None,
			None,
			ExecutionExtensions::new(None, Arc::new(executor)),
			Box::new(TaskExecutor::new()),
			None,
			None,
			Default::default(),
		)?;
		let head = client.info().genesis_hash;
		Ok(Chain {
			client: Arc::new(client),
			head,
			slot: FIRST_SLOT - 1,
			salt: 0,
			_directory: directory,
		})
	}

	/// The block that the next one is built upon.
	pub fn head(&self) -> Hash {
		self.head
	}

	/// The hash of the first block.
	pub fn genesis(&self) -> Hash {
		self.client.info().genesis_hash
	}

	/// Milliseconds at which the next block is made.
	pub fn next_time(&self) -> u64 {
		(self.slot + 1) * SLOT_MILLIS
	}

	/// Let time pass without blocks, so that the next one is made at `millis` or right after.
	pub fn skip_to(&mut self, millis: u64) {
		self.slot = self.slot.max(millis.div_ceil(SLOT_MILLIS).saturating_sub(1));
	}

	/// Build a block with `extrinsics`, all of which must be valid, upon the head. Two of them never have
	/// the same hash.
	pub fn build(&mut self, extrinsics: &[OpaqueExtrinsic]) -> Result<Built> {
		let mut builder = self.begin()?;
		for extrinsic in extrinsics {
			builder.push(extrinsic.clone())?;
		}
		Ok(builder.build()?)
	}

	/// Build a block with as many of `extrinsics` as fit; says how many.
	pub fn fill(&mut self, extrinsics: &[OpaqueExtrinsic]) -> Result<(Built, usize)> {
		let mut builder = self.begin()?;
		let mut count = 0;
		for extrinsic in extrinsics {
			match builder.push(extrinsic.clone()) {
				Ok(()) => count += 1,
				Err(error) if is_exhaustion(&error) => break,
				Err(error) => return Err(error.into()),
			}
		}
		Ok((builder.build()?, count))
	}

	fn begin(&mut self) -> Result<BlockBuilder<'_, Block, Client>> {
		self.salt += 1;
		let slot = Slot::from(self.slot + 1);
		let claim = PreDigest::SecondaryPlain(SecondaryPlainPreDigest { authority_index: 0, slot });
		let logs = vec![
			DigestItem::PreRuntime(BABE_ENGINE_ID, claim.encode()),
			DigestItem::PreRuntime(SALT_ENGINE, self.salt.encode()),
		];
		let mut builder = BlockBuilderBuilder::new(&*self.client)
			.on_parent_block(self.head)
			.fetch_parent_block_number(&*self.client)?
			.with_inherent_digests(Digest { logs })
			.build()?;
		let mut inherents = InherentData::new();
		let now = sp_timestamp::Timestamp::new((self.slot + 1) * SLOT_MILLIS);
		inherents.put_data(sp_timestamp::INHERENT_IDENTIFIER, &now)?;
		for inherent in builder.create_inherents(inherents)? {
			builder.push(inherent)?;
		}
		Ok(builder)
	}

	/// Execute `block`, which was built upon the head, and write it to the database, beside the chain.
	pub fn import(&self, block: Block) -> Result<()> {
		self.write(block, StateAction::Execute, false)
	}

	/// Build a block with `extrinsics` and import it beside the chain; says what each cost.
	pub fn measure(&mut self, extrinsics: &[OpaqueExtrinsic]) -> Result<Cost> {
		let (built, build) = timed(|| self.build(extrinsics));
		let block = built?.block;
		let (imported, import) = timed(|| self.import(block));
		imported?;
		Ok(Cost { build, import })
	}

	/// The same of a block that is made at `millis`, or right after.
	pub fn measure_at(&mut self, millis: u64, extrinsics: &[OpaqueExtrinsic]) -> Result<Cost> {
		self.at(millis, |chain| chain.measure(extrinsics))
	}

	/// Build an empty block that is made at `millis`, or right after.
	pub fn build_at(&mut self, millis: u64) -> Result<Built> {
		self.at(millis, |chain| chain.build(&[]))
	}

	/// Do something at another time than the chain's.
	fn at<R>(&mut self, millis: u64, act: impl FnOnce(&mut Self) -> R) -> R {
		let slot = millis.div_ceil(SLOT_MILLIS).saturating_sub(1);
		let now = std::mem::replace(&mut self.slot, slot);
		let result = act(self);
		self.slot = now;
		result
	}

	/// Go on from `built`: it becomes the head and is final.
	pub fn adopt(&mut self, built: Built) -> Result<()> {
		let hash = built.block.hash();
		let changes = StateAction::ApplyChanges(StorageChanges::Changes(built.storage_changes));
		self.write(built.block, changes, true)?;
		self.client.finalize_block(hash, None, false)?;
		self.head = hash;
		self.slot += 1;
		Ok(())
	}

	/// Make an empty block the head.
	pub fn advance(&mut self) -> Result<()> {
		let built = self.build(&[])?;
		self.adopt(built)
	}

	fn write(&self, block: Block, state: StateAction<Block>, best: bool) -> Result<()> {
		let (header, body) = block.deconstruct();
		let mut import = BlockImportParams::new(BlockOrigin::NetworkBroadcast, header);
		import.body = Some(body);
		import.state_action = state;
		import.fork_choice = Some(ForkChoiceStrategy::Custom(best));
		match block_on(self.client.import_block(import))? {
			ImportResult::Imported(_) => Ok(()),
			other => Err(Failure::from(format!("the block was not imported: {other:?}"))),
		}
	}

	/// How many orders are open in the state of the head, as the node's metrics ask, and how long it took to count them.
	pub fn open_orders(&self) -> Result<(u32, Time)> {
		let api = self.client.runtime_api();
		let (count, time) =
			timed(|| EnergyMarketApi::<Block, AccountId>::open_orders(&*api, self.head));
		Ok((count?, time))
	}

	/// All that is stored under `prefix` in the state of the head.
	pub fn stored(&self, prefix: &[u8]) -> Result<Vec<(Vec<u8>, Vec<u8>)>> {
		let prefix = StorageKey(prefix.to_vec());
		let pairs = self.client.storage_pairs(self.head, Some(&prefix), None)?;
		Ok(pairs.map(|(key, value)| (key.0, value.0)).collect())
	}
}

fn is_exhaustion(error: &ChainError) -> bool {
	match error {
		ChainError::ApplyExtrinsicFailed(ApplyExtrinsicFailed::Validity(
			TransactionValidityError::Invalid(why),
		)) => why.exhausted_resources(),
		_ => false,
	}
}

/// What `built` writes under `key`, decoded.
pub fn written<T: Decode>(built: &Built, pallet: &str, item: &str) -> Result<T> {
	let key = storage_prefix(pallet.as_bytes(), item.as_bytes());
	let changes = &built.storage_changes.main_storage_changes;
	let value = changes.iter().find(|(k, _)| k.as_slice() == key).and_then(|(_, v)| v.as_deref());
	let mut value =
		value.ok_or_else(|| Failure::from(format!("the block does not write {pallet}.{item}")))?;
	Ok(T::decode(&mut value)?)
}

/// The events of `built`.
pub fn events(built: &Built) -> Result<Vec<EventRecord>> {
	written(built, "System", "Events")
}

/// The execution time that `built` declares, in microseconds.
pub fn declared_micros(built: &Built) -> Result<f64> {
	let weight: frame_system::ConsumedWeight = written(built, "System", "BlockWeight")?;
	Ok(micros(weight.total()))
}

/// The execution time of `weight`, in microseconds.
pub fn micros(weight: Weight) -> f64 {
	std::time::Duration::from_nanos(weight.ref_time() / 1_000).as_secs_f64() * 1e6
}

/// How many keys `built` writes or deletes below `prefix`, apart from those below `apart`.
pub fn keys_written(built: &Built, prefix: &[u8], apart: &[u8]) -> usize {
	let changes = &built.storage_changes.main_storage_changes;
	changes
		.iter()
		.filter(|(key, _)| key.starts_with(prefix) && (apart.is_empty() || !key.starts_with(apart)))
		.count()
}
