//! Imports a block again where finality cut off the branch that it was to be weighed against.
//!
//! BABE's block import names the best block when it begins and looks up that block's weight when it chooses between
//! branches. GRANDPA may finalise another branch in between, as it does on a node that comes back from a partition: then
//! the weight is gone and the import fails. A block that begins an epoch has by then put its epoch into memory, under a
//! hash that the database does not know, so that every later import fails as well until the node is started anew.
//! [`Retry`] stands around that import, takes such an epoch out again, and imports the block once more.
//!
//! # Limitations
//! - A block of this node's own is not imported again, since its changes of state cannot be copied. It would stand on the
//!   branch that was cut off, most of the time.

use gridforge_runtime::opaque::Block;
use sc_consensus::{
	shared_data::SharedData, BlockCheckParams, BlockImport, BlockImportParams, ImportResult,
	StateAction,
};
use sc_consensus_babe::{BabeIntermediate, Epoch, INTERMEDIATE_KEY};
use sc_consensus_epochs::EpochChangesFor;
use sp_consensus::Error as ConsensusError;
use sp_runtime::traits::Header as _;
use std::sync::Arc;

/// How often a block is tried. Finality would have to cut off a branch during each.
const ATTEMPTS: u8 = 5;

/// A block import that tries once more where finality overtook another, which is BABE's.
#[derive(Clone)]
pub struct Retry<Inner, Epochs = EpochChangesFor<Block, Epoch>> {
	inner: Inner,
	epochs: SharedData<Epochs>,
	/// One import at a time, so that none takes back what another did.
	turn: Arc<futures::lock::Mutex<()>>,
}

impl<Inner, Epochs> Retry<Inner, Epochs> {
	/// Imports by `inner`, which keeps its `epochs`.
	pub fn new(inner: Inner, epochs: SharedData<Epochs>) -> Self {
		Retry { inner, epochs, turn: Arc::default() }
	}
}

#[async_trait::async_trait]
impl<Inner, Epochs> BlockImport<Block> for Retry<Inner, Epochs>
where
	Inner: BlockImport<Block, Error = ConsensusError> + Send + Sync,
	Epochs: Clone + Send,
{
	type Error = ConsensusError;

	async fn check_block(
		&self,
		block: BlockCheckParams<Block>,
	) -> Result<ImportResult, Self::Error> {
		self.inner.check_block(block).await
	}

	async fn import_block(
		&self,
		mut block: BlockImportParams<Block>,
	) -> Result<ImportResult, Self::Error> {
		let _turn = self.turn.lock().await;
		let mut further = 1..ATTEMPTS;
		loop {
			let epochs = self.epochs.shared_data().clone();
			let again = copy(&block);
			let result = self.inner.import_block(block).await;
			let Err(ConsensusError::ChainLookup(why)) = &result else { return result };
			*self.epochs.shared_data() = epochs;
			match (again, further.next()) {
				(Some(again), Some(_)) => {
					log::debug!("Block {} is imported once more: {why}", again.header.number());
					block = again;
				}
				_ => return result,
			}
		}
	}
}

/// The same block, verified as it is; nothing where its state comes with it.
fn copy(block: &BlockImportParams<Block>) -> Option<BlockImportParams<Block>> {
	let verified = block.get_intermediate::<BabeIntermediate<Block>>(INTERMEDIATE_KEY).ok()?;
	let mut copy = BlockImportParams::new(block.origin, block.header.clone());
	copy.state_action = match block.state_action {
		StateAction::ApplyChanges(_) => return None,
		StateAction::Execute => StateAction::Execute,
		StateAction::ExecuteIfPossible => StateAction::ExecuteIfPossible,
		StateAction::Skip => StateAction::Skip,
	};
	copy.insert_intermediate(
		INTERMEDIATE_KEY,
		BabeIntermediate::<Block> { epoch_descriptor: verified.epoch_descriptor.clone() },
	);
	copy.justifications.clone_from(&block.justifications);
	copy.post_digests.clone_from(&block.post_digests);
	copy.body.clone_from(&block.body);
	copy.indexed_body.clone_from(&block.indexed_body);
	copy.finalized = block.finalized;
	copy.auxiliary.clone_from(&block.auxiliary);
	copy.fork_choice = block.fork_choice;
	copy.import_existing = block.import_existing;
	copy.create_gap = block.create_gap;
	copy.post_hash = block.post_hash;
	copy.prefetched_indexed_transactions = block.prefetched_indexed_transactions.clone();
	Some(copy)
}

#[cfg(test)]
mod tests {
	use super::*;
	use futures::executor::block_on;
	use gridforge_runtime::{Hash, Header};
	use sc_consensus::StorageChanges;
	use sc_consensus_epochs::ViableEpochDescriptor;
	use sp_consensus::BlockOrigin;
	use sp_core::H256;
	use std::sync::Mutex;

	/// Fails so many times, as BABE's import does, each time after it has put an epoch into memory.
	struct Failing {
		failures: Mutex<Vec<ConsensusError>>,
		epochs: SharedData<Vec<Hash>>,
		seen: Mutex<Vec<(Option<Vec<u8>>, bool)>>,
	}

	#[async_trait::async_trait]
	impl BlockImport<Block> for Failing {
		type Error = ConsensusError;

		async fn check_block(
			&self,
			_block: BlockCheckParams<Block>,
		) -> Result<ImportResult, ConsensusError> {
			Ok(ImportResult::AlreadyInChain)
		}

		async fn import_block(
			&self,
			block: BlockImportParams<Block>,
		) -> Result<ImportResult, ConsensusError> {
			self.epochs.shared_data().push(block.post_hash());
			let body = block.body.as_ref().map(codec::Encode::encode);
			let verified = block.intermediates.len() == 1;
			self.seen.lock().unwrap().push((body, verified));
			match self.failures.lock().unwrap().pop() {
				Some(error) => Err(error),
				None => Ok(ImportResult::imported(true)),
			}
		}
	}

	fn overtaken() -> ConsensusError {
		ConsensusError::ChainLookup("No block weight for parent header.".into())
	}

	fn block() -> BlockImportParams<Block> {
		let header = Header::new(10, H256::zero(), H256::zero(), H256::zero(), Default::default());
		let mut block = BlockImportParams::new(BlockOrigin::NetworkBroadcast, header);
		block.body =
			Some(vec![sp_runtime::OpaqueExtrinsic::try_from_encoded_extrinsic(&[4, 7]).unwrap()]);
		block.post_hash = Some(H256::repeat_byte(10));
		let epoch_descriptor = ViableEpochDescriptor::UnimportedGenesis(5.into());
		block.insert_intermediate(INTERMEDIATE_KEY, BabeIntermediate::<Block> { epoch_descriptor });
		block
	}

	fn retry(failures: Vec<ConsensusError>) -> Retry<Failing, Vec<Hash>> {
		let epochs = SharedData::new(Vec::new());
		let inner = Failing {
			failures: Mutex::new(failures),
			epochs: epochs.clone(),
			seen: Mutex::default(),
		};
		Retry::new(inner, epochs)
	}

	fn attempts(retry: &Retry<Failing, Vec<Hash>>) -> usize {
		retry.inner.seen.lock().unwrap().len()
	}

	#[test]
	fn imports_a_block_again_that_finality_overtook() {
		let retry = retry(vec![overtaken(), overtaken()]);
		let result = block_on(retry.import_block(block()));
		assert!(matches!(result, Ok(ImportResult::Imported(_))), "{result:?}");
		// Each time the whole block, and its epoch is there once.
		let seen = retry.inner.seen.lock().unwrap().clone();
		assert_eq!(seen.len(), 3);
		assert!(seen[0].0.is_some() && seen.iter().all(|attempt| attempt == &seen[0] && attempt.1));
		assert_eq!(*retry.epochs.shared_data(), [H256::repeat_byte(10)]);
	}

	#[test]
	fn gives_up_and_leaves_no_epoch_behind() {
		let retry = retry((0..10).map(|_| overtaken()).collect());
		let result = block_on(retry.import_block(block()));
		assert!(matches!(result, Err(ConsensusError::ChainLookup(_))), "{result:?}");
		assert_eq!(attempts(&retry), usize::from(ATTEMPTS));
		assert!(retry.epochs.shared_data().is_empty());
	}

	#[test]
	fn takes_the_epoch_of_a_block_back_that_it_cannot_import_again() {
		let retry = retry(vec![overtaken()]);
		let mut own = block();
		own.state_action = StateAction::ApplyChanges(StorageChanges::Changes(Default::default()));
		assert!(block_on(retry.import_block(own)).is_err());
		assert_eq!(attempts(&retry), 1);
		assert!(retry.epochs.shared_data().is_empty());
	}

	#[test]
	fn leaves_other_failures_alone() {
		let bad = retry(vec![ConsensusError::ClientImport("bad".into())]);
		assert!(block_on(bad.import_block(block())).is_err());
		assert_eq!(attempts(&bad), 1);
	}
}
