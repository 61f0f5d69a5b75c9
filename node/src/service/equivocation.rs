//! Reports validators that make two blocks in one slot.
//!
//! BABE's own block import looks for such blocks too, but only after their seals have been taken off, so
//! that the runtime refuses its report: two unsigned headers prove nothing. [`Watch`] stands before that
//! import, puts the seals back for its proof, and reports instead. BABE's import is given a pool that
//! takes nothing, or its report could take the place of the good one, for a pool holds one of an offence.
//!
//! # Design
//! - What is remembered has passed BABE's verification: the slot was the author's and the seal is the
//!   author's. Nobody else can fill the memory or make a report.
//! - The memory holds one header for each slot and author, of the last [`MEMORY`] slots. One offence is
//!   reported once.
//! - Import waits for a look into a map; the runtime is asked only when there is something to report.
//!
//! # Limitations
//! - The memory is lost with a restart. Other nodes still have theirs.
//! - During a major sync nothing is remembered: those slots are long past.

use super::Client;
use gridforge_runtime::{opaque::Block, Hash, Header};
use sc_consensus::{BlockCheckParams, BlockImport, BlockImportParams, ImportResult};
use sc_consensus_babe::{BabeIntermediate, BabeLink, Epoch, INTERMEDIATE_KEY};
use sc_transaction_pool_api::OffchainTransactionPoolFactory;
use sp_api::{ApiExt, ProvideRuntimeApi};
use sp_blockchain::HeaderBackend;
use sp_consensus::BlockOrigin;
use sp_consensus_babe::{
	check_equivocation_proof, digests::CompatibleDigestItem, AuthorityId, BabeApi,
	EquivocationProof, Slot,
};
use sp_runtime::traits::Header as _;
use sp_timestamp::Timestamp;
use std::{
	collections::BTreeMap,
	sync::{Arc, Mutex, PoisonError},
};

/// Slots for which headers are remembered: 100 minutes of slots of six seconds.
const MEMORY: u64 = 1000;

/// Target of the log.
const LOG_TARGET: &str = "equivocation";

/// A block import that reports two blocks of one author in one slot, and leaves import to another.
#[derive(Clone)]
pub struct Watch<Inner> {
	inner: Inner,
	client: Arc<Client>,
	link: BabeLink<Block>,
	pool: OffchainTransactionPoolFactory<Block>,
	memory: Arc<Mutex<Memory>>,
}

impl<Inner> Watch<Inner> {
	/// Watches what `inner` is to import, after BABE's verification. Reports go to `pool`.
	pub fn new(
		inner: Inner,
		client: Arc<Client>,
		link: BabeLink<Block>,
		pool: OffchainTransactionPoolFactory<Block>,
	) -> Self {
		Watch { inner, client, link, pool, memory: Arc::default() }
	}

	/// Remembers a block, and reports its author if there was another one.
	fn look_at(&self, block: &BlockImportParams<Block>) {
		if matches!(block.origin, BlockOrigin::NetworkInitialSync | BlockOrigin::WarpSync) {
			return;
		}
		let Some((slot, author)) = self.author(block) else { return };
		let now = Slot::from_timestamp(Timestamp::current(), self.link.config().slot_duration());
		let proof = self.memory.lock().unwrap_or_else(PoisonError::into_inner).note(
			now,
			slot,
			&author,
			block.post_header(),
		);
		let Some(proof) = proof else { return };
		log::warn!(target: LOG_TARGET, "{author} made two blocks in slot {slot}");
		match self.report(*block.header.parent_hash(), proof) {
			Ok(()) => log::info!(target: LOG_TARGET, "Reported {author} for slot {slot}"),
			Err(why) => {
				log::warn!(target: LOG_TARGET, "Cannot report {author} for slot {slot}: {why}")
			}
		}
	}

	/// The slot of a block and the key that sealed it, taken from the epoch that it was verified with.
	///
	/// A block that was not verified has no such epoch, and no author here.
	fn author(&self, block: &BlockImportParams<Block>) -> Option<(Slot, AuthorityId)> {
		let verified = block.get_intermediate::<BabeIntermediate<Block>>(INTERMEDIATE_KEY).ok()?;
		let digest =
			block.header.digest().logs().iter().find_map(|item| item.as_babe_pre_digest())?;
		let epochs = self.link.epoch_changes().shared_data();
		let epoch = epochs.viable_epoch(&verified.epoch_descriptor, |slot| {
			Epoch::genesis(self.link.config(), slot)
		})?;
		let index = usize::try_from(digest.authority_index()).ok()?;
		let (author, _weight) = epoch.as_ref().authorities.get(index)?;
		Some((digest.slot(), author.clone()))
	}

	/// Sends the proof to the runtime, in a transaction of this node's own.
	///
	/// With it goes a proof of whose the key is, which the runtime takes only if it is of the epoch of the slot: it is made at the
	/// parent, or, where the blocks are the first of their epoch, at the best block, which is then one of them. The answer
	/// does not tell the epochs apart: any block gives some proof.
	fn report(&self, parent: Hash, proof: EquivocationProof<Header>) -> Result<(), String> {
		let best = self.client.info().best_hash;
		let mut of_epoch = None;
		for at in [parent, best] {
			// One instance of the interface for each question: it refuses another block.
			let epoch = self.client.runtime_api().current_epoch(at).map_err(|e| e.to_string())?;
			if has(epoch.start_slot, epoch.duration, proof.slot) {
				of_epoch = Some(at);
				break;
			}
		}
		let at = of_epoch.ok_or("no block of the slot's epoch is known")?;
		let owner = self
			.client
			.runtime_api()
			.generate_key_ownership_proof(at, proof.slot, proof.offender.clone())
			.map_err(|error| error.to_string())?
			.ok_or("the key is no validator's")?;
		let mut api = self.client.runtime_api();
		api.register_extension(self.pool.offchain_transaction_pool(best));
		api.submit_report_equivocation_unsigned_extrinsic(best, proof, owner)
			.map_err(|error| error.to_string())?
			.ok_or_else(|| "the runtime takes no such report".into())
	}
}

#[async_trait::async_trait]
impl<Inner> BlockImport<Block> for Watch<Inner>
where
	Inner: BlockImport<Block> + Send + Sync,
{
	type Error = Inner::Error;

	async fn check_block(
		&self,
		block: BlockCheckParams<Block>,
	) -> Result<ImportResult, Self::Error> {
		self.inner.check_block(block).await
	}

	async fn import_block(
		&self,
		block: BlockImportParams<Block>,
	) -> Result<ImportResult, Self::Error> {
		self.look_at(&block);
		self.inner.import_block(block).await
	}
}

/// Whether an epoch that begins with `start` and has `duration` slots has `slot`.
fn has(start: Slot, duration: u64, slot: Slot) -> bool {
	slot.checked_sub(*start).is_some_and(|since| since < duration)
}

/// The first header of each author in each of the last slots.
#[derive(Default)]
struct Memory {
	slots: BTreeMap<Slot, BTreeMap<AuthorityId, First>>,
}

/// The header that an author's later ones of the same slot are held against.
struct First {
	header: Header,
	reported: bool,
}

impl Memory {
	/// Remembers a sealed header. Returns the proof where it is the author's second one of the slot.
	fn note(
		&mut self,
		now: Slot,
		slot: Slot,
		author: &AuthorityId,
		header: Header,
	) -> Option<EquivocationProof<Header>> {
		let oldest = now.saturating_sub(MEMORY);
		self.slots = self.slots.split_off(&oldest);
		if slot < oldest {
			return None;
		}
		let authors = self.slots.entry(slot).or_default();
		let Some(first) = authors.get_mut(author) else {
			authors.insert(author.clone(), First { header, reported: false });
			return None;
		};
		if first.reported {
			return None;
		}
		let proof = EquivocationProof {
			offender: author.clone(),
			slot,
			first_header: first.header.clone(),
			second_header: header,
		};
		// The runtime's own check: it refuses equal headers, and such as the author did not seal.
		first.reported = check_equivocation_proof(proof.clone());
		first.reported.then_some(proof)
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use sp_consensus_babe::digests::{PreDigest, SecondaryPlainPreDigest};
	use sp_core::{crypto::Pair as _, H256};
	use sp_runtime::{Digest, DigestItem};

	type Pair = sp_consensus_babe::AuthorityPair;

	const NOW: u64 = 5_000;

	fn pair(seed: &str) -> Pair {
		Pair::from_string(seed, None).expect("a well-formed seed")
	}

	/// A header of `slot` without a seal; `content` tells it from the slot's others.
	fn unsealed(slot: u64, content: u8) -> Header {
		let slot = PreDigest::SecondaryPlain(SecondaryPlainPreDigest {
			authority_index: 0,
			slot: slot.into(),
		});
		let digest = Digest { logs: vec![DigestItem::babe_pre_digest(slot)] };
		Header::new(7, H256::repeat_byte(content), H256::zero(), H256::zero(), digest)
	}

	fn sealed(slot: u64, content: u8, by: &Pair) -> Header {
		let mut header = unsealed(slot, content);
		let seal = by.sign(header.hash().as_ref());
		header.digest_mut().push(DigestItem::babe_seal(seal));
		header
	}

	fn note(
		memory: &mut Memory,
		slot: u64,
		author: &Pair,
		header: Header,
	) -> Option<EquivocationProof<Header>> {
		memory.note(NOW.into(), slot.into(), &author.public(), header)
	}

	#[test]
	fn proves_the_second_block_of_a_slot_with_both_seals() {
		let (mut memory, alice) = (Memory::default(), pair("//Alice"));
		let (first, second) = (sealed(NOW, 1, &alice), sealed(NOW, 2, &alice));
		assert_eq!(note(&mut memory, NOW, &alice, first.clone()), None);

		let proof = note(&mut memory, NOW, &alice, second.clone()).expect("two different blocks");
		assert_eq!((&proof.first_header, &proof.second_header), (&first, &second));
		assert_eq!((proof.slot, &proof.offender), (NOW.into(), &alice.public()));
		assert!(check_equivocation_proof(proof));
	}

	#[test]
	fn an_epoch_has_its_slots_from_the_first_to_the_last() {
		let epoch = |slot: u64| has(100.into(), 20, slot.into());
		assert_eq!([99, 100, 119, 120].map(epoch), [false, true, true, false]);
		assert!(has(0.into(), u64::MAX, 5.into()));
	}

	#[test]
	fn reports_an_offence_once() {
		let (mut memory, alice) = (Memory::default(), pair("//Alice"));
		note(&mut memory, NOW, &alice, sealed(NOW, 1, &alice));
		assert!(note(&mut memory, NOW, &alice, sealed(NOW, 2, &alice)).is_some());
		assert_eq!(note(&mut memory, NOW, &alice, sealed(NOW, 3, &alice)), None);
	}

	#[test]
	fn takes_the_same_block_twice() {
		let (mut memory, alice) = (Memory::default(), pair("//Alice"));
		let block = sealed(NOW, 1, &alice);
		assert_eq!(note(&mut memory, NOW, &alice, block.clone()), None);
		assert_eq!(note(&mut memory, NOW, &alice, block), None);
		// It stands in the way of no report.
		assert!(note(&mut memory, NOW, &alice, sealed(NOW, 2, &alice)).is_some());
	}

	#[test]
	fn takes_one_block_of_each_author_and_slot() {
		let (mut memory, alice, bob) = (Memory::default(), pair("//Alice"), pair("//Bob"));
		assert_eq!(note(&mut memory, NOW, &alice, sealed(NOW, 1, &alice)), None);
		assert_eq!(note(&mut memory, NOW, &bob, sealed(NOW, 2, &bob)), None);
		assert_eq!(note(&mut memory, NOW - 1, &alice, sealed(NOW - 1, 3, &alice)), None);
	}

	#[test]
	fn proves_nothing_by_a_block_that_the_author_did_not_seal() {
		let (mut memory, alice, bob) = (Memory::default(), pair("//Alice"), pair("//Bob"));
		note(&mut memory, NOW, &alice, sealed(NOW, 1, &alice));
		assert_eq!(note(&mut memory, NOW, &alice, sealed(NOW, 2, &bob)), None);
		assert_eq!(note(&mut memory, NOW, &alice, unsealed(NOW, 3)), None);
		assert!(note(&mut memory, NOW, &alice, sealed(NOW, 4, &alice)).is_some());
	}

	#[test]
	fn forgets_slots_long_past() {
		let (mut memory, alice) = (Memory::default(), pair("//Alice"));
		for slot in 0..3 * MEMORY {
			memory.note(slot.into(), slot.into(), &alice.public(), sealed(slot, 1, &alice));
		}
		assert_eq!(memory.slots.len() as u64, MEMORY + 1);
		// A slot before them is not remembered anew.
		memory.note((3 * MEMORY).into(), 1.into(), &alice.public(), sealed(1, 1, &alice));
		assert!(!memory.slots.contains_key(&1.into()));
	}
}
