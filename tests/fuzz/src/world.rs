//! The chain under test: a development network with four zones, whose blocks are made here.

#[cfg(test)]
mod tests;

use crate::{
	counts::Counts,
	fees::{self, Due},
	model::Model,
	readings, recovery,
	requests::{self, By, Request, Scene, ACTORS},
};
use arbitrary::Unstructured;
use codec::Encode;
use frame_support::{
	dispatch::GetDispatchInfo,
	storage::with_transaction_unchecked,
	traits::{fungible::Inspect, GetCallMetadata, TryState, TryStateSelect},
};
use frame_system::RawOrigin;
use gridforge_runtime::{
	constants::time::SLOT_MILLIS, tx_extension, AccountId, AllPalletsWithSystem, Authorship,
	Balance, Balances, EnergyMarket, Executive, Header, Runtime, RuntimeCall, RuntimeGenesisConfig,
	RuntimeOrigin, Signature, SignedPayload, System, UncheckedExtrinsic,
};
use pallet_asset_tx_payment::ChargeAssetTxPayment;
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
	transaction_validity::{
		InvalidTransaction, TransactionSource, TransactionValidity, TransactionValidityError,
	},
	ApplyExtrinsicResult, BuildStorage, Digest, DigestItem, DispatchError, TransactionOutcome,
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

/// A block has no room for a transaction.
const FULL: TransactionValidityError =
	TransactionValidityError::Invalid(InvalidTransaction::ExhaustsResources);

/// A transaction cannot be paid for.
const UNPAID: TransactionValidityError =
	TransactionValidityError::Invalid(InvalidTransaction::Payment);

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
				let rehearsal = world.chain.execute_with(|| rehearse(&request));
				assert_eq!(rehearsal.result, Ok(()), "{request:?}");
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
	/// is theirs, and nothing may be left. Meanwhile some participants get another own account.
	pub fn close(mut self) -> Counts {
		for request in self.chain.execute_with(recovery::beginnings) {
			self.send(&request);
		}
		self.end();
		self.begin(SLOTS_TO_SETTLEMENT);
		for request in self.chain.execute_with(recovery::completions) {
			self.send(&request);
		}
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
		let Rehearsal { result: expected, grid } = self.chain.execute_with(|| rehearse(request));
		let by = request.by.account();
		if let Some(foretold) = self.model.foretell(by.as_ref(), &request.call, self.now) {
			assert_eq!(expected.is_ok(), foretold, "{request:?} was foretold, not {expected:?}");
		}
		let (mut due, mut applied) = self.chain.execute_with(|| apply(request));
		if let (Ok(result), By::Signed(_), true) = (&applied, &request.by, request.is_ours()) {
			assert_eq!(*result, expected, "{request:?} ended otherwise than in its rehearsal");
			if matches!(due, Ok(Some(_))) {
				let left = self.chain.execute_with(|| grid_of(request));
				assert_eq!(left, grid, "{request:?} moved GRID for a fee in WATT");
			}
		}
		for _ in 0..FULL_BLOCKS {
			if applied != Err(FULL) {
				break;
			}
			self.end();
			self.begin(1);
			(due, applied) = self.chain.execute_with(|| apply(request));
		}
		self.model.expect_gift(request.gift);
		match (applied, due) {
			(Ok(_), Ok(due)) => {
				self.model.expect_fee(due);
				let name = request.call.get_call_metadata();
				let name = format!("{}.{}", name.pallet_name, name.function_name);
				self.counts.add_call(name, expected.err().map(error_name));
			}
			(Ok(_), Err(refusal)) => panic!("{request:?} was taken in spite of {refusal:?}"),
			(Err(why), due) => self.not_taken(request, why, due.map(|due| due.is_some())),
		}
		self.check();
		self.model.assert_fee_paid();
	}

	/// No block took a transaction. One that pays in WATT must have been refused for what the rules say, by the pool too; or
	/// because its own call lets nobody move WATT any more, so that the fee could be handed over to nobody.
	fn not_taken(
		&mut self,
		request: &Request,
		why: TransactionValidityError,
		payable: Result<bool, TransactionValidityError>,
	) {
		self.counts.invalid += 1;
		if why == FULL {
			return;
		}
		match payable {
			Ok(false) => (),
			Ok(true) => {
				let stops = self.chain.execute_with(|| stops_watt(request));
				assert!(stops && why == UNPAID, "{request:?} can be paid for, yet {why:?}");
			}
			Err(refusal) => {
				assert_eq!(why, refusal, "{request:?} was refused for something else");
				let validity = self.chain.execute_with(|| validate(request));
				assert_eq!(validity.map(|_| ()), Err(refusal), "the pool takes {request:?}");
				self.counts.unpayable += 1;
			}
		}
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

/// What came of a request that was undone.
struct Rehearsal {
	result: Result<(), DispatchError>,
	/// As [`grid_of`] says.
	grid: [Balance; 3],
}

/// Do what `request` asks for and undo it. Where it is refused, it must have changed nothing; it may never take more
/// weight than it declares. A fee in WATT is out of the wallet meanwhile, as it will be.
fn rehearse(request: &Request) -> Rehearsal {
	let declared = request.call.get_dispatch_info().call_weight;
	let due = match request.payment.currency {
		Some(_) => due(request, &signed(request)).ok().flatten(),
		None => None,
	};
	let take_fee = || due.as_ref().map(Due::take);
	let (result, grid, refused_with) = undone(|| {
		let _fee = take_fee();
		let result = request.call.clone().dispatch(request.by.origin());
		let root = result.is_err().then(root);
		(result, grid_of(request), root)
	});
	let untouched = || {
		undone(|| {
			let _fee = take_fee();
			root()
		})
	};
	if refused_with.is_some_and(|refused_with| refused_with != untouched()) {
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
	Rehearsal { result, grid }
}

/// GRID of who signs, of the block's author, and of all.
fn grid_of(request: &Request) -> [Balance; 3] {
	let has = <Balances as Inspect<AccountId>>::total_balance;
	let signer = request.transaction().0.to_account_id();
	let author = Authorship::author().map_or(0, |author| has(&author));
	[has(&signer), author, <Balances as Inspect<AccountId>>::total_issuance()]
}

/// Whether nobody could move WATT after `request`.
fn stops_watt(request: &Request) -> bool {
	undone(|| {
		let _ = request.call.clone().dispatch(request.by.origin());
		fees::is_stopped()
	})
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

/// What a transaction owes in WATT, or why it cannot be paid for.
type Owed = Result<Option<Due>, TransactionValidityError>;

/// Send `request` as a signed transaction, as the author of a block does: one that turns out not to be valid is undone.
fn apply(request: &Request) -> (Owed, ApplyExtrinsicResult) {
	let transaction = signed(request);
	let due = due(request, &transaction);
	let applied = with_transaction_unchecked(|| match Executive::apply_extrinsic(transaction) {
		Ok(result) => TransactionOutcome::Commit(Ok(result)),
		Err(invalid) => TransactionOutcome::Rollback(Err(invalid)),
	});
	(due, applied)
}

/// What the pool says of `request`.
fn validate(request: &Request) -> TransactionValidity {
	let (transaction, here) = (signed(request), System::block_hash(0));
	undone(|| Executive::validate_transaction(TransactionSource::External, transaction, here))
}

fn due(request: &Request, transaction: &UncheckedExtrinsic) -> Owed {
	Due::of(request.transaction().0.to_account_id(), request.payment, transaction)
}

fn signed(request: &Request) -> UncheckedExtrinsic {
	let (signer, call) = request.transaction();
	let account = signer.to_account_id();
	let mut extension = tx_extension(Era::Immortal, System::account_nonce(&account));
	extension.8 = ChargeAssetTxPayment::from(request.payment.tip, request.payment.currency);
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
	/// Who it is, if not root.
	fn account(&self) -> Option<AccountId> {
		match self {
			By::Signed(actor) => Some(actor.to_account_id()),
			By::As(account) => Some(account.clone()),
			By::Root => None,
		}
	}

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
