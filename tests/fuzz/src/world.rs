//! The chain under test: a development network with four zones, whose blocks are made here.

use crate::{
	counts::Counts,
	model::Model,
	readings,
	requests::{self, By, Request, Scene, ACTORS},
};
use arbitrary::Unstructured;
use codec::Encode;
use frame_support::{
	dispatch::GetDispatchInfo,
	storage::with_transaction_unchecked,
	traits::{GetCallMetadata, TryState, TryStateSelect},
};
use frame_system::RawOrigin;
use gridforge_runtime::{
	constants::time::SLOT_MILLIS, tx_extension, AllPalletsWithSystem, EnergyMarket, Executive,
	Header, Runtime, RuntimeCall, RuntimeGenesisConfig, RuntimeOrigin, Signature, SignedPayload,
	System, UncheckedExtrinsic,
};
use pallet_settlement::{Records, UnderWay};
use sp_consensus_babe::{
	digests::{PreDigest, SecondaryPlainPreDigest},
	Slot, BABE_ENGINE_ID,
};
use sp_core::{hexdisplay::HexDisplay, sr25519, storage::StateVersion, Pair, H256};
use sp_genesis_builder::DEV_RUNTIME_PRESET;
use sp_io::TestExternalities;
use sp_keyring::Sr25519Keyring::{self, Alice};
use sp_runtime::{
	generic::Era,
	traits::{Dispatchable, Header as _},
	transaction_validity::{InvalidTransaction, TransactionValidityError},
	BuildStorage, Digest, DigestItem, DispatchError, TransactionOutcome,
};
use std::{collections::BTreeMap, sync::OnceLock};

/// Some time in 2026, at the beginning of a slot and of a delivery interval.
const START: u64 = 1_795_000_020_000 / 60_000 * 60_000;

/// Slots after which every product that could be traded has delivered, and been read: eleven minutes, one for readings,
/// and two that a doubt may take.
const SLOTS_TO_SETTLEMENT: u64 = 150;

/// Slots after which certificates have been issued, and after which they have expired: half an hour each.
const SLOTS_TO_EXPIRY: u64 = 300;

/// Blocks in which everything that can be settled must have been.
const BLOCKS_TO_SETTLE: usize = 20;

/// Full blocks that may follow one another. One in which a session ends has no room for transactions, and after slots in
/// which nothing was made several sessions end, a block each.
const FULL_BLOCKS: usize = 20;

/// What an input does next.
#[derive(Debug)]
pub enum Step {
	/// End the block. The next one comes so many slots later.
	Block(u64),
	/// Send a transaction.
	Send(Box<Request>),
}

/// A chain in the middle of a block, and the model beside it.
pub struct World {
	chain: TestExternalities,
	number: u32,
	now: u64,
	/// Events of this block that the model has seen.
	seen: usize,
	model: Model,
	scene: Scene,
	counts: Counts,
}

/// A state as the key-value pairs of its trie, and the root.
type Snapshot = (Vec<(Vec<u8>, (Vec<u8>, i32))>, H256);

impl World {
	/// The network at its beginning, in its second block; in the first one it was furnished.
	pub fn new() -> Self {
		static FURNISHED: OnceLock<Snapshot> = OnceLock::new();
		let (nodes, root) = FURNISHED.get_or_init(|| {
			let mut world = World::over(genesis().into());
			world.begin(1);
			for request in world.chain.execute_with(requests::furnishing) {
				let result = world.chain.execute_with(|| rehearse(&request));
				assert_eq!(result, Ok(()), "{request:?}");
				world.take(Step::Send(Box::new(request)));
			}
			world.end();
			world.chain.into_raw_snapshot()
		});
		let chain = TestExternalities::from_raw_snapshot(nodes.clone(), *root, StateVersion::V1);
		let mut world = World::over(chain);
		world.number = 1;
		world.now = START;
		world.begin(1);
		for request in world.chain.execute_with(|| readings::contracts(START)) {
			world.take(Step::Send(Box::new(request)));
		}
		world.counts = Counts { inputs: 1, ..Counts::default() };
		world
	}

	fn over(mut chain: TestExternalities) -> Self {
		let model = chain.execute_with(Model::of_now);
		World {
			chain,
			number: 0,
			now: START - SLOT_MILLIS,
			seen: 0,
			model,
			scene: Scene::default(),
			counts: Counts::default(),
		}
	}

	/// What `input` says next.
	pub fn next_step(&mut self, input: &mut Unstructured) -> arbitrary::Result<Step> {
		if input.ratio(1u8, 10u8)? {
			return Ok(Step::Block(self.chain.execute_with(|| requests::slots(input))?));
		}
		let scene = &self.scene;
		let request = self.chain.execute_with(|| requests::request(input, scene))?;
		Ok(Step::Send(Box::new(request)))
	}

	/// Take a step and check what must hold after it.
	pub fn take(&mut self, step: Step) {
		match step {
			Step::Block(slots) => {
				self.end();
				self.begin(slots);
			}
			Step::Send(request) => self.send(&request),
		}
	}

	/// Let everything be delivered and settled; nobody may have money locked then. Then everybody takes out what
	/// is theirs, and nothing may be left.
	pub fn close(mut self) -> Counts {
		self.end();
		self.begin(SLOTS_TO_SETTLEMENT);
		for _ in 0..BLOCKS_TO_SETTLE {
			if self.chain.execute_with(|| {
				EnergyMarket::products().is_empty() && !UnderWay::<Runtime>::exists()
			}) {
				break;
			}
			self.end();
			self.begin(1);
		}
		self.chain.execute_with(|| {
			assert_eq!(EnergyMarket::products(), vec![], "products are left that do not settle");
		});
		self.model.assert_all_settled();
		for request in self.chain.execute_with(readings::claims) {
			self.send(&request);
		}
		self.end();
		self.begin(SLOTS_TO_EXPIRY);
		for _ in 0..2 * FULL_BLOCKS {
			self.end();
			self.begin(1);
			if self.chain.execute_with(|| Records::<Runtime>::iter_keys().next().is_none())
				&& self.model.has_no_certificates()
			{
				break;
			}
		}
		self.chain.execute_with(|| self.model.assert_all_expired());
		for request in self.chain.execute_with(requests::clearing) {
			self.send(&request);
		}
		self.chain.execute_with(|| self.model.assert_paid_out());
		self.end();
		self.counts
	}

	/// Begin a block, so many slots after the one before.
	fn begin(&mut self, slots: u64) {
		self.number += 1;
		self.now += slots * SLOT_MILLIS;
		self.seen = 0;
		let (number, now) = (self.number, self.now);
		self.chain.execute_with(|| {
			Executive::initialize_block(&header(number, Slot::from(now / SLOT_MILLIS)));
			let set = RuntimeCall::Timestamp(pallet_timestamp::Call::set { now });
			let applied = Executive::apply_extrinsic(UncheckedExtrinsic::new_bare(set));
			applied.expect("an inherent is valid").expect("the time can be set");
		});
		self.check();
	}

	/// End the block: hooks run.
	fn end(&mut self) {
		let number = self.number;
		self.chain.execute_with(|| {
			let header = Executive::finalize_block();
			// What the client would do: the next block names this one as its parent.
			frame_system::BlockHash::<Runtime>::insert(number, header.hash());
		});
		self.check();
		self.chain.commit_all().expect("a block can be committed");
		self.counts.blocks += 1;
	}

	/// Send a transaction. Where the block is full, into the next one that has room.
	fn send(&mut self, request: &Request) {
		let expected = self.chain.execute_with(|| rehearse(request));
		let mut applied = self.chain.execute_with(|| apply(request));
		if let (Ok(result), By::Signed(_), true) = (&applied, &request.by, request.is_ours()) {
			assert_eq!(*result, expected, "{request:?} ended otherwise than in its rehearsal");
		}
		for _ in 0..FULL_BLOCKS {
			if applied != Err(InvalidTransaction::ExhaustsResources.into()) {
				break;
			}
			self.end();
			self.begin(1);
			applied = self.chain.execute_with(|| apply(request));
		}
		self.model.expect_gift(request.gift);
		match applied {
			Ok(_) => {
				let name = request.call.get_call_metadata();
				let name = format!("{}.{}", name.pallet_name, name.function_name);
				self.counts.add_call(name, expected.err().map(error_name));
			}
			Err(_) => self.counts.invalid += 1,
		}
		self.check();
	}

	/// Check what must hold at any time: the invariants of all pallets, the SDK's too, and what the model says.
	fn check(&mut self) {
		let World { chain, number, model, counts, scene, seen, .. } = self;
		let number = *number;
		chain.execute_with(|| {
			for record in System::read_events_no_consensus().skip(*seen) {
				*seen += 1;
				scene.remember(&record.event);
				model.follow(&record.event, counts);
			}
			model.check();
			AllPalletsWithSystem::try_state(number, TryStateSelect::All)
				.expect("every pallet's invariants hold");
		});
	}
}

impl Default for World {
	fn default() -> Self {
		World::new()
	}
}

/// The development network.
fn genesis() -> sp_core::storage::Storage {
	let patch = gridforge_runtime::genesis_config_presets::get_preset(&DEV_RUNTIME_PRESET.into());
	let patch = patch.expect("there is such a preset");
	let patch = serde_json::from_slice(&patch).expect("presets are JSON");
	let mut genesis = serde_json::to_value(RuntimeGenesisConfig::default()).expect("it is JSON");
	lay_over(&mut genesis, patch);
	let genesis: RuntimeGenesisConfig = serde_json::from_value(genesis).expect("it is complete");
	genesis.build_storage().expect("the genesis can be built")
}

/// Lay `patch` over `base`: objects are merged, the rest is replaced.
fn lay_over(base: &mut serde_json::Value, patch: serde_json::Value) {
	use serde_json::Value;
	match (base, patch) {
		(Value::Object(base), Value::Object(patch)) => {
			for (key, value) in patch {
				lay_over(base.entry(key).or_insert(Value::Null), value);
			}
		}
		(base, patch) => *base = patch,
	}
}

fn header(number: u32, slot: Slot) -> Header {
	let claim = SecondaryPlainPreDigest { authority_index: 0, slot };
	let digest = PreDigest::SecondaryPlain(claim).encode();
	Header::new(
		number,
		Default::default(),
		Default::default(),
		System::block_hash(number - 1),
		Digest { logs: vec![DigestItem::PreRuntime(BABE_ENGINE_ID, digest)] },
	)
}

/// Do what `request` asks for and undo it. Where it is refused, it must have changed nothing; it may never take more
/// weight than it declares.
fn rehearse(request: &Request) -> Result<(), DispatchError> {
	let declared = request.call.get_dispatch_info().call_weight;
	let (result, refused_with) = undone(|| {
		let result = request.call.clone().dispatch(request.by.origin());
		let root = result.is_err().then(root);
		(result, root)
	});
	if refused_with.is_some_and(|refused_with| refused_with != undone(root)) {
		panic!("{request:?} was refused and changed {:?}", changed_by(request));
	}
	let (post, result) = match result {
		Ok(post) => (post, Ok(())),
		Err(error) => (error.post_info, Err(error.error)),
	};
	// The chain validates its own blocks: there is no proof whose size would count.
	let (taken, declared) =
		(post.actual_weight.unwrap_or(declared).ref_time(), declared.ref_time());
	assert!(taken <= declared, "{request:?} took {taken} ps of {declared}");
	result
}

/// The keys that differ after `request`, in hexadecimal.
fn changed_by(request: &Request) -> Vec<String> {
	let before = undone(state);
	let after = undone(|| {
		let _ = request.call.clone().dispatch(request.by.origin());
		state()
	});
	let mut keys: Vec<_> = before.keys().chain(after.keys()).collect();
	keys.sort();
	keys.dedup();
	let changed = keys.into_iter().filter(|key| before.get(*key) != after.get(*key));
	changed.map(|key| HexDisplay::from(key).to_string()).collect()
}

/// What `act` comes to, and the state as it was. The state in there knows that it will be undone: states can be compared
/// only where both are from there.
fn undone<R>(act: impl FnOnce() -> R) -> R {
	with_transaction_unchecked(|| TransactionOutcome::Rollback(act()))
}

/// All keys and values.
fn state() -> BTreeMap<Vec<u8>, Vec<u8>> {
	let mut state = BTreeMap::new();
	let mut key = Vec::new();
	while let Some(next) = sp_io::storage::next_key(&key) {
		let value = sp_io::storage::get(&next).unwrap_or_default();
		state.insert(next.clone(), value.to_vec());
		key = next;
	}
	state
}

fn root() -> Vec<u8> {
	sp_io::storage::root(StateVersion::V1)
}

/// Send `request` as a signed transaction.
fn apply(request: &Request) -> Result<Result<(), DispatchError>, TransactionValidityError> {
	let (signer, call) = request.transaction();
	Executive::apply_extrinsic(signed(signer, call))
}

fn signed(signer: Sr25519Keyring, call: RuntimeCall) -> UncheckedExtrinsic {
	let account = signer.to_account_id();
	let extension = tx_extension(Era::Immortal, System::account_nonce(&account));
	let payload = SignedPayload::new(call.clone(), extension.clone()).expect("it can be signed");
	let signature = payload.using_encoded(|bytes| key_of(signer).sign(bytes));
	UncheckedExtrinsic::new_signed(call, account.into(), Signature::Sr25519(signature), extension)
}

/// The key of an actor. It takes a millisecond to derive one, so that is done once.
fn key_of(actor: Sr25519Keyring) -> &'static sr25519::Pair {
	static KEYS: OnceLock<Vec<(Sr25519Keyring, sr25519::Pair)>> = OnceLock::new();
	let keys = KEYS.get_or_init(|| ACTORS.map(|actor| (actor, actor.pair())).to_vec());
	let key = keys.iter().find(|(of, _)| *of == actor);
	key.map(|(_, key)| key).expect("only actors sign")
}

fn error_name(error: DispatchError) -> String {
	match error {
		DispatchError::Module(error) => error.message.unwrap_or("an unknown error").into(),
		other => <&'static str>::from(other).into(),
	}
}

impl By {
	fn origin(&self) -> RuntimeOrigin {
		match self {
			By::Signed(actor) => RuntimeOrigin::signed(actor.to_account_id()),
			By::As(account) => RuntimeOrigin::signed(account.clone()),
			By::Root => RawOrigin::Root.into(),
		}
	}
}

impl Request {
	/// Whether the call is one of our own pallets'.
	fn is_ours(&self) -> bool {
		use RuntimeCall as C;
		matches!(
			self.call,
			C::Communities(_)
				| C::EnergyMarket(_)
				| C::Grid(_) | C::Metering(_)
				| C::Participants(_)
				| C::Settlement(_)
				| C::Watt(_)
		)
	}

	/// Who signs what, so that it is done: what needs rights goes through Alice, who has the sudo key.
	fn transaction(&self) -> (Sr25519Keyring, RuntimeCall) {
		let call = Box::new(self.call.clone());
		match &self.by {
			By::Signed(actor) => (*actor, self.call.clone()),
			By::Root => (Alice, pallet_sudo::Call::sudo { call }.into()),
			By::As(account) => {
				(Alice, pallet_sudo::Call::sudo_as { who: account.clone().into(), call }.into())
			}
		}
	}
}
