//! `gridforge validator`: joining, watching and leaving the validators of a network.

mod payout;

pub use payout::payout;

use crate::{
	chain::Chain,
	errors::{Problem, Result},
	output::{pairs, Human, Output},
	raw::{self, ActiveEra, StakingLedger, ValidatorPrefs},
	tx::{self, uint, Call, Nonce},
	units,
	view::View,
};
use codec::Encode;
use serde::{Deserialize, Serialize};
use subxt::{
	dynamic,
	ext::scale_value::{scale::decode_as_type, Composite, Value},
	rpcs::{rpc_params, RpcClient},
	utils::AccountId32,
};
use subxt_signer::sr25519::Keypair;

/// Millionths of a whole, and of a hundredth.
const MILLION: u32 = 1_000_000;
/// Billionths in a millionth: the chain counts commission in billionths.
const PER_MILLIONTH: u32 = 1_000;

/// Millionths of rewards that a validator keeps which has said nothing.
const COMMISSION: u32 = 5 * MILLION / 100;

/// What a validator wants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
	/// The account whose GRID is staked.
	pub stash: AccountId32,
	/// GRID to have bonded, in base units; what is bonded already where none is named.
	pub bond: Option<u128>,
	/// Millionths of rewards that the validator keeps before its nominators share the rest; what it keeps already where
	/// none are named.
	pub commission: Option<u32>,
	/// Make new keys even where the chain's are on this node.
	pub rotate: bool,
	/// Other nodes, which must not hold these keys. A node knows of itself only: none can be found that is not named.
	pub others: Vec<String>,
}

/// Keys and the proof that they are the stash's.
#[derive(Deserialize)]
struct Generated {
	keys: String,
	proof: Option<String>,
}

/// Where a stash stands.
#[derive(Debug, Serialize)]
struct StatusReport {
	stash: String,
	block: u64,
	/// GRID at stake.
	bonded: String,
	/// GRID that is on its way out, with the era from which on it can be withdrawn.
	unbonding: Vec<Unbonding>,
	era: u32,
	/// What it keeps of rewards, in per cent; nothing where it does not stand for election.
	commission: Option<String>,
	/// Eras that have ended whose rewards nobody has asked for yet.
	unpaid_eras: Vec<u32>,
	/// Whether it makes blocks in this session.
	active: bool,
	/// Session keys on the chain, for the session after the next.
	keys: Option<String>,
	/// Whether this node holds them; nothing where it does not say.
	keys_here: Option<bool>,
}

#[derive(Debug, Serialize)]
struct Unbonding {
	grid: String,
	era: u32,
}

/// What joining comes to.
#[derive(Debug, Serialize)]
struct SetupReport {
	stash: String,
	node: String,
	peers: usize,
	keys: String,
	proof: Option<String>,
	new_keys: bool,
	/// The other nodes that were asked, none of which holds these keys. Who is not named is not asked.
	others: Vec<String>,
	bond: Option<String>,
	commission: String,
	/// What each step is, in words.
	steps: Vec<String>,
	/// All steps as one call, for Polkadot.js Apps (Developer, Extrinsics, Decode) or an offline signer.
	call: Option<String>,
	block: Option<u64>,
	transaction: Option<String>,
}

/// A way out: a transaction that landed, or the call to be signed elsewhere.
#[derive(Debug, Serialize)]
struct WayOutReport {
	stash: String,
	/// What the call does, in words.
	step: String,
	/// What comes afterwards.
	next: String,
	/// Where it was not sent: the call, for Polkadot.js Apps (Developer, Extrinsics, Decode) or an offline signer.
	call: Option<String>,
	block: Option<u64>,
	transaction: Option<String>,
}

impl Human for StatusReport {
	fn human(&self) -> String {
		let standing = match (&self.commission, self.active) {
			(Some(commission), true) => format!("makes blocks, keeps {commission} % of rewards"),
			(Some(commission), false) => {
				format!("waits to be elected, keeps {commission} % of rewards")
			}
			(None, true) => "makes blocks, and no longer stands for election".into(),
			(None, false) => "does not stand for election".into(),
		};
		let keys = match (&self.keys, self.keys_here) {
			(None, _) => "none on the chain".to_owned(),
			(Some(keys), Some(true)) => format!("{keys}, on this node"),
			(Some(keys), Some(false)) => format!("{keys}, NOT on this node"),
			(Some(keys), None) => format!("{keys}; this node does not say whether it holds them"),
		};
		let mut rows = vec![
			("stash", self.stash.clone()),
			("validator", standing),
			("bonded GRID", self.bonded.clone()),
		];
		rows.extend(self.unbonding.iter().map(|part| {
			("unbonding GRID", format!("{} until era {} (now {})", part.grid, part.era, self.era))
		}));
		rows.extend(
			payout::in_words(&self.unpaid_eras)
				.map(|eras| ("unpaid", format!("{eras}: `gridforge validator payout`"))),
		);
		rows.push(("session keys", keys));
		pairs(rows)
	}
}

impl Human for SetupReport {
	fn human(&self) -> String {
		let mut rows = vec![
			("stash", self.stash.clone()),
			("node", format!("{}, synced, {} peers", self.node, self.peers)),
			("session keys", self.keys.clone()),
		];
		rows.extend(self.proof.iter().map(|proof| ("proof", proof.clone())));
		rows.push(("other nodes", self.others_in_words()));
		rows.extend(self.steps.iter().map(|step| ("step", step.clone())));
		rows.extend(self.call.iter().map(|call| ("call", call.clone())));
		match self.block {
			Some(block) => rows.push(("done", format!("in block {block}"))),
			None if self.call.is_some() => rows.push((
				"not sent",
				"add --submit with the stash's secret, or sign the call elsewhere".into(),
			)),
			None => rows.push(("nothing to do", "all of this is on the chain already".into())),
		}
		pairs(rows)
	}
}

impl SetupReport {
	/// What is known of other nodes: two with the same keys are slashed.
	fn others_in_words(&self) -> String {
		if self.others.is_empty() {
			return "NOT CHECKED for these keys: name each of yours with --other".into();
		}
		format!("these keys are not on {}; no others were asked", self.others.join(", "))
	}
}

impl Human for WayOutReport {
	fn human(&self) -> String {
		let mut rows = vec![("stash", self.stash.clone()), ("step", self.step.clone())];
		rows.extend(self.call.iter().map(|call| ("call", call.clone())));
		match self.block {
			Some(block) => rows.push(("done", format!("in block {block}"))),
			None => rows.push(("not sent", "sign the call elsewhere".into())),
		}
		rows.push(("next", self.next.clone()));
		pairs(rows)
	}
}

/// Show where a stash stands.
pub async fn status(chain: &Chain, output: &Output, stash: &AccountId32) -> Result<()> {
	let view = chain.best().await?;
	let staked = Staked::of(&view, stash).await?;
	let keys_here = match &staked.keys {
		Some(keys) => holds(chain.requests(), keys).await.ok(),
		None => None,
	};
	let unpaid_eras = payout::unpaid_eras(&view, stash, staked.era).await?;
	let (active, unlocking) =
		staked.ledger.as_ref().map_or((0, &[][..]), |l| (l.active, &l.unlocking));
	output.show(&StatusReport {
		stash: stash.to_string(),
		block: view.number(),
		bonded: units::grid(active),
		unbonding: unlocking
			.iter()
			.map(|part| Unbonding { grid: units::grid(part.value), era: part.era })
			.collect(),
		era: staked.era,
		commission: staked.commission().map(units::percent),
		unpaid_eras,
		active: staked.active,
		keys: staked.keys.map(hexadecimal),
		keys_here,
	})
}

/// Check the node, make keys on it, and print what joins the validators; with a signer also send it.
pub async fn setup(
	chain: &Chain,
	output: &Output,
	wanted: &Wanted,
	signer: Option<&Keypair>,
) -> Result<()> {
	let rpc = chain.rpc();
	let health = rpc.system_health().await?;
	if !in_step(health.is_syncing, health.peers, health.should_have_peers) {
		return Err(Problem::new(
			"not_synced",
			format!("the node has {} peers and is not in step with its chain yet", health.peers),
		)
		.hint("Wait until `gridforge status` shows peers and no `syncing`, then run this again."));
	}
	let roles: Vec<String> = chain.requests().request("system_nodeRoles", rpc_params![]).await?;
	if !roles.iter().any(|role| role == "Authority") {
		return Err(Problem::new("no_validator", "the node does not run as a validator")
			.hint("Start it with --validator."));
	}
	let view = chain.best().await?;
	let stash = &wanted.stash;
	let staked = Staked::of(&view, stash).await?;
	check_bond(wanted, &staked, &view).await?;

	let here = match &staked.keys {
		Some(keys) => holds(chain.requests(), keys).await.map_err(unsafe_refused)?,
		None => false,
	};
	let new_keys = wanted.rotate || !here;
	let (keys, proof) = if new_keys {
		output.detail("making session keys on the node");
		generate(chain, stash).await?
	} else {
		(staked.keys.clone().unwrap_or_default(), None)
	};
	for url in &wanted.others {
		refuse_second_holder(url, &keys).await?;
	}

	let (calls, steps) =
		steps(wanted, &staked, &view, new_keys.then_some((&keys, proof.as_deref())))?;
	let call = (!calls.is_empty()).then(|| batch(calls));
	let data = call.as_ref().map(|call| call_data(&view, call)).transpose()?;
	let landed = match (signer, &call) {
		(Some(signer), Some(call)) => {
			Some(tx::submit(chain, output, signer, call, Nonce::Next).await?)
		}
		_ => None,
	};
	output.show(&SetupReport {
		stash: stash.to_string(),
		node: rpc.system_name().await?,
		peers: health.peers,
		keys: hexadecimal(keys),
		proof: proof.map(hexadecimal),
		new_keys,
		others: wanted.others.clone(),
		bond: wanted.bond.map(units::grid),
		commission: units::percent(commission(wanted, &staked)),
		steps,
		call: data,
		block: landed.as_ref().map(|landed| landed.block),
		transaction: landed.map(|landed| landed.hash),
	})
}

/// Whether a node has its chain: it is not behind its peers, and has some to hear of blocks from where it should.
fn in_step(syncing: bool, peers: usize, should_have_peers: bool) -> bool {
	!syncing && (peers > 0 || !should_have_peers)
}

/// Stand for election no longer and begin to unbond all that is staked. What is paid from then on is free at once: were it staked
/// like rewards before, there would always be some left. Without a signer the call is printed and nothing sent.
pub async fn leave(
	chain: &Chain,
	output: &Output,
	stash: &AccountId32,
	signer: Option<&Keypair>,
) -> Result<()> {
	let view = chain.best().await?;
	let staked = Staked::of(&view, stash).await?;
	let active = staked.ledger.as_ref().map_or(0, |ledger| ledger.active);
	if active == 0 {
		return Err(not_bonded(stash));
	}
	let mut calls = vec![staking("chill", []), staking("unbond", [("value", uint(active))])];
	if staked.restakes {
		calls.push(staking("set_payee", [("payee", Value::unnamed_variant("Stash", []))]));
	}
	let step = format!("stand for election no longer, unbond {} GRID", units::grid(active));
	let next = if staked.active {
		"keep the node running until `gridforge validator status` says no more than `does not stand for \
		 election`; withdraw when the GRID has unbonded"
	} else {
		"withdraw with `gridforge validator withdraw` when the GRID has unbonded"
	};
	way_out(chain, output, signer, &view, calls, (stash, step, next.into())).await
}

/// Take out what has unbonded; of an account that has nothing at stake any more, the keys as well. Without a signer the call is
/// printed and nothing sent.
pub async fn withdraw(
	chain: &Chain,
	output: &Output,
	stash: &AccountId32,
	signer: Option<&Keypair>,
) -> Result<()> {
	let view = chain.best().await?;
	let staked = Staked::of(&view, stash).await?;
	let ledger = staked.ledger.as_ref();
	let parts = ledger.map(|ledger| ledger.unlocking.as_slice()).unwrap_or_default();
	let free: u128 =
		parts.iter().filter(|part| part.era <= staked.era).map(|part| part.value).sum();
	if free == 0 {
		let next = parts.iter().map(|part| part.era).min();
		return Err(match next {
			Some(era) => Problem::new(
				"still_bonded",
				format!(
					"nothing has unbonded yet: era {era} frees the next, now is era {}",
					staked.era
				),
			),
			None => Problem::new("not_bonded", format!("{stash} unbonds no GRID")),
		});
	}
	let active = ledger.map_or(0, |ledger| ledger.active);
	let last = active == 0 && free == parts.iter().map(|part| part.value).sum();
	if last {
		refuse_unpaid(&view, stash, staked.era).await?;
	}
	let mut calls =
		vec![staking("withdraw_unbonded", [("num_slashing_spans", uint(staked.slashes))])];
	// The deposit for the keys comes back with them.
	if last && staked.keys.is_some() && !staked.active {
		calls.push(dynamic_call("Session", "purge_keys", Composite::named::<&str, _>([])));
	}
	let step = format!("withdraw {} GRID", units::grid(free));
	let next = match (last, active) {
		(true, _) => "the node can be stopped".into(),
		(false, 0) => "the rest unbonds".into(),
		(false, _) => format!(
			"{} GRID are at stake still: `gridforge validator leave` unbonds them",
			units::grid(active)
		),
	};
	way_out(chain, output, signer, &view, calls, (stash, step, next)).await
}

/// Send a stash's calls as one, or print it where there is nobody to sign it; with what it does and what comes afterwards.
async fn way_out(
	chain: &Chain,
	output: &Output,
	signer: Option<&Keypair>,
	view: &View,
	calls: Vec<Call>,
	(stash, step, next): (&AccountId32, String, String),
) -> Result<()> {
	let call = batch(calls);
	let (data, landed) = match signer {
		Some(signer) => (None, Some(tx::submit(chain, output, signer, &call, Nonce::Next).await?)),
		None => (Some(call_data(view, &call)?), None),
	};
	output.show(&WayOutReport {
		stash: stash.to_string(),
		step,
		next,
		call: data,
		block: landed.as_ref().map(|landed| landed.block),
		transaction: landed.map(|landed| landed.hash),
	})
}

/// A call as wallets take it to be signed: `0x` and hexadecimal digits.
fn call_data(view: &View, call: &Call) -> Result<String> {
	let data = view.client().transactions().call_data(call);
	data.map(hexadecimal).map_err(|e| Problem::incompatible(e.to_string()))
}

/// With the last of a bond the chain forgets the validator, and can pay neither it nor its nominators any more.
async fn refuse_unpaid(view: &View, stash: &AccountId32, era: u32) -> Result<()> {
	match payout::in_words(&payout::unpaid_eras(view, stash, era).await?) {
		None => Ok(()),
		Some(eras) => Err(Problem::new(
			"unpaid_eras",
			format!("{eras} would never be paid, to {stash} and to its nominators"),
		)
		.hint("Run `gridforge validator payout` first.")),
	}
}

fn not_bonded(stash: &AccountId32) -> Problem {
	Problem::new("not_bonded", format!("{stash} has no GRID at stake"))
}

/// What the chain knows of a stash.
struct Staked {
	ledger: Option<StakingLedger>,
	/// What it asks of nominators; nothing where it does not stand for election.
	prefs: Option<ValidatorPrefs>,
	/// Whether rewards are staked as well.
	restakes: bool,
	keys: Option<Vec<u8>>,
	active: bool,
	era: u32,
	/// Slashing spans: staking asks who withdraws for their number.
	slashes: u32,
}

impl Staked {
	async fn of(view: &View, stash: &AccountId32) -> Result<Staked> {
		let key = (stash.0,);
		let ledger = dynamic::storage::<([u8; 32],), StakingLedger>("Staking", "Ledger");
		let keys = dynamic::storage::<([u8; 32],), Value>("Session", "NextKeys");
		let spans = dynamic::storage::<([u8; 32],), Value>("Staking", "SlashingSpans");
		let era = dynamic::storage::<(), ActiveEra>("Staking", "ActiveEra");
		let validators = dynamic::storage::<(), Vec<[u8; 32]>>("Session", "Validators");
		let storage = view.client().storage();
		let ledger = match storage.try_fetch(ledger, key).await? {
			Some(found) => Some(found.decode()?),
			None => None,
		};
		// The chain knows default preferences of everybody.
		let prefs = match view.is_stored("Staking", "Validators", key).await? {
			true => view.stored("Staking", "Validators", key).await?,
			false => None,
		};
		let payee = view.stored::<_, Value>("Staking", "Payee", key).await?;
		let restakes = match payee {
			Some(payee) => raw::name(&payee)? == "staked",
			None => false,
		};
		let keys = storage.try_fetch(keys, key).await?.map(|found| found.into_bytes());
		let era = match storage.try_fetch(era, ()).await? {
			Some(found) => found.decode()?.index,
			None => 0,
		};
		let active = match storage.try_fetch(validators, ()).await? {
			Some(found) => found.decode()?.contains(&stash.0),
			None => false,
		};
		// Any number that is no smaller than the true one will do; it is weighed.
		let slashes = u32::from(storage.try_fetch(spans, key).await?.is_some()) * MAX_SPANS;
		Ok(Staked { ledger, prefs, restakes, keys, active, era, slashes })
	}

	/// Millionths of rewards that it keeps; nothing where it does not stand for election.
	fn commission(&self) -> Option<u32> {
		self.prefs.as_ref().map(|prefs| prefs.commission / PER_MILLIONTH)
	}
}

/// Millionths of rewards that a validator is to keep.
fn commission(wanted: &Wanted, staked: &Staked) -> u32 {
	wanted.commission.or(staked.commission()).unwrap_or(COMMISSION)
}

/// Slashing spans that a withdrawal is weighed for where there are any.
const MAX_SPANS: u32 = 32;

/// Refuse a bond that the chain would refuse.
async fn check_bond(wanted: &Wanted, staked: &Staked, view: &View) -> Result<()> {
	let active = staked.ledger.as_ref().map_or(0, |ledger| ledger.active);
	let bond = wanted.bond.unwrap_or(active);
	if staked.ledger.is_none() && wanted.bond.is_none() {
		return Err(Problem::new("no_bond", format!("{} has no GRID at stake", wanted.stash))
			.hint("Say with --bond how much GRID to stake."));
	}
	if bond < active {
		return Err(Problem::new(
			"bond_too_small",
			format!("{} GRID are bonded already, more than --bond says", units::grid(active)),
		)
		.hint("Leave --bond out to keep them."));
	}
	let least = dynamic::storage::<(), u128>("Staking", "MinValidatorBond");
	let least = match view.client().storage().try_fetch(least, ()).await? {
		Some(found) => found.decode()?,
		None => 0,
	};
	if bond < least {
		return Err(Problem::new(
			"bond_too_small",
			format!("a validator stakes at least {} GRID", units::grid(least)),
		));
	}
	let free = view.grid(&wanted.stash).await?.free;
	if bond.saturating_sub(active) >= free {
		return Err(Problem::new(
			"too_little_grid",
			format!(
				"{} has {} GRID free; bond and fees take more",
				wanted.stash,
				units::grid(free)
			),
		));
	}
	Ok(())
}

/// The calls that lead from what is staked to what is wanted, and the same in words.
fn steps(
	wanted: &Wanted,
	staked: &Staked,
	view: &View,
	keys: Option<(&Vec<u8>, Option<&[u8]>)>,
) -> Result<(Vec<Call>, Vec<String>)> {
	let (mut calls, mut words) = (Vec::new(), Vec::new());
	let mut step = |call, text: String| {
		calls.push(call);
		words.push(text);
	};
	match (&staked.ledger, wanted.bond) {
		(None, Some(bond)) => step(
			staking(
				"bond",
				[("value", uint(bond)), ("payee", Value::unnamed_variant("Staked", []))],
			),
			format!("bond {} GRID; rewards are staked as well", units::grid(bond)),
		),
		(Some(ledger), Some(bond)) if bond > ledger.active => {
			let more = bond.saturating_sub(ledger.active);
			step(
				staking("bond_extra", [("max_additional", uint(more))]),
				format!("bond {} GRID more", units::grid(more)),
			);
		}
		_ => {}
	}
	if let Some((keys, proof)) = keys {
		let arguments = Composite::named([
			("keys", keys_value(view, keys)?),
			("proof", Value::from_bytes(proof.unwrap_or_default())),
		]);
		step(dynamic_call("Session", "set_keys", arguments), "set the session keys".into());
	}
	let commission = commission(wanted, staked);
	if staked.commission() != Some(commission) {
		let prefs = Value::named_composite([
			("commission", uint(commission.saturating_mul(PER_MILLIONTH))),
			("blocked", Value::bool(staked.prefs.as_ref().is_some_and(|prefs| prefs.blocked))),
		]);
		step(
			staking("validate", [("prefs", prefs)]),
			format!("stand for election, keeping {} % of rewards", units::percent(commission)),
		);
	}
	Ok((calls, words))
}

/// Session keys as the argument of `set_keys`: what they are made of, the chain says.
fn keys_value(view: &View, keys: &[u8]) -> Result<Value> {
	let metadata = view.client().metadata_ref();
	let no_call = || Problem::incompatible("it has no call Session.set_keys");
	let session = metadata.pallet_by_name("Session").ok_or_else(no_call)?;
	let call = session.call_variant_by_name("set_keys").ok_or_else(no_call)?;
	let field = call.fields.iter().find(|field| field.name.as_deref() == Some("keys"));
	let field = field.ok_or_else(no_call)?;
	let value = decode_as_type(&mut &*keys, field.ty.id, metadata.types());
	value
		.map(Value::remove_context)
		.map_err(|e| Problem::incompatible(format!("session keys: {e}")))
}

/// Have the node make session keys, which it keeps, and prove that they are made for `stash`.
async fn generate(chain: &Chain, stash: &AccountId32) -> Result<(Vec<u8>, Option<Vec<u8>>)> {
	let owner = hexadecimal(stash.0.encode());
	let made: Generated = chain
		.requests()
		.request("author_rotateKeysWithOwner", rpc_params![owner])
		.await
		.map_err(unsafe_refused)?;
	Ok((bytes(&made.keys)?, made.proof.as_deref().map(bytes).transpose()?))
}

/// Whether the node behind these requests holds the secrets of session keys.
async fn holds(node: &RpcClient, keys: &[u8]) -> std::result::Result<bool, subxt::rpcs::Error> {
	node.request("author_hasSessionKeys", rpc_params![hexadecimal(keys)]).await
}

/// Two nodes with the same keys sign twice, and are slashed for it.
async fn refuse_second_holder(url: &str, keys: &[u8]) -> Result<()> {
	let node = RpcClient::from_insecure_url(url).await.map_err(|error| {
		Problem::new("unreachable", format!("no node answers at {url}: {error}"))
	})?;
	if holds(&node, keys).await.map_err(unsafe_refused)? {
		return Err(Problem::new(
			"keys_elsewhere",
			format!("the node at {url} holds these session keys too: both would sign, and the stash be slashed"),
		)
		.hint("Stop one of the two and delete its keystore; then run this with --rotate."));
	}
	Ok(())
}

/// A node answers questions about its keys only to those who may do anything with it.
fn unsafe_refused(error: subxt::rpcs::Error) -> Problem {
	match error {
		subxt::rpcs::Error::User(refusal) => {
			Problem::new("refused", format!("the node refused: {}", refusal.message)).hint(
				"Ask it on the machine that it runs on, or through an SSH tunnel to its 127.0.0.1; never open a validator's RPC.",
			)
		}
		other => other.into(),
	}
}

fn staking<const N: usize>(name: &str, arguments: [(&str, Value); N]) -> Call {
	dynamic_call("Staking", name, Composite::named(arguments))
}

fn dynamic_call(pallet: &str, name: &str, arguments: Composite<()>) -> Call {
	subxt::transactions::dynamic(pallet, name, arguments)
}

/// All calls in one transaction: all take effect, or none.
fn batch(calls: Vec<Call>) -> Call {
	let calls = calls.into_iter().map(|call| {
		let inner = Value::variant(call.call_name().to_owned(), call.call_data().clone());
		Value::unnamed_variant(call.pallet_name().to_owned(), [inner])
	});
	let calls = Value::unnamed_composite(calls.collect::<Vec<_>>());
	dynamic_call("Utility", "batch_all", Composite::named([("calls", calls)]))
}

fn hexadecimal(bytes: impl AsRef<[u8]>) -> String {
	format!("0x{}", hex::encode(bytes))
}

fn bytes(text: &str) -> Result<Vec<u8>> {
	hex::decode(text.trim_start_matches("0x"))
		.map_err(|e| Problem::incompatible(format!("{text}: {e}")))
}

/// Millionths from per cent, such as `5` or `2.5`.
pub fn parse_commission(text: &str) -> std::result::Result<u32, String> {
	let parts = units::parse_percent(text)?;
	if parts > MILLION {
		return Err(format!("{text} % is more than all"));
	}
	Ok(parts)
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn commission_is_a_part_of_the_whole() {
		assert_eq!(parse_commission("0"), Ok(0));
		assert_eq!(parse_commission("2.5"), Ok(25_000));
		assert_eq!(parse_commission("100"), Ok(MILLION));
		assert_eq!(parse_commission("100.0001").unwrap_err(), "100.0001 % is more than all");
		assert!(parse_commission("-1").is_err());
		assert!(parse_commission("0.00001").is_err());
	}

	#[test]
	fn a_node_that_is_behind_or_alone_is_not_in_step() {
		assert!(in_step(false, 3, true));
		assert!(!in_step(true, 3, true));
		assert!(!in_step(false, 0, true));
		// A development chain of one.
		assert!(in_step(false, 0, false));
	}

	#[test]
	fn a_way_out_is_sent_or_to_be_signed() {
		let report = |call: Option<&str>, block| WayOutReport {
			stash: "stash".into(),
			step: "withdraw 1.00 GRID".into(),
			next: "the node can be stopped".into(),
			call: call.map(Into::into),
			block,
			transaction: None,
		};
		let printed = report(Some("0x0102"), None).human();
		assert!(printed.contains("0x0102") && printed.contains("not sent"), "{printed}");
		let sent = report(None, Some(7)).human();
		assert!(sent.contains("in block 7") && !sent.contains("not sent"), "{sent}");
	}

	#[test]
	fn a_batch_holds_its_calls() {
		let call = batch(vec![staking("chill", []), staking("unbond", [("value", uint(5_u32))])]);
		assert_eq!((call.pallet_name(), call.call_name()), ("Utility", "batch_all"));
		let text = call.call_data().to_string();
		assert!(text.contains("chill") && text.contains("unbond"), "{text}");
	}

	fn wanted(commission: Option<u32>) -> Wanted {
		let stash = AccountId32([0; 32]);
		Wanted { stash, bond: None, commission, rotate: false, others: Vec::new() }
	}

	#[test]
	fn a_commission_that_is_not_named_stays_as_it_is() {
		let staked = |prefs| Staked {
			ledger: None,
			prefs,
			restakes: true,
			keys: None,
			active: false,
			era: 0,
			slashes: 0,
		};
		let standing = staked(Some(ValidatorPrefs { commission: 25_000_000, blocked: true }));
		assert_eq!(commission(&wanted(None), &standing), 25_000);
		assert_eq!(commission(&wanted(Some(0)), &standing), 0);
		assert_eq!(commission(&wanted(None), &staked(None)), 50_000);
	}

	fn report(others: &[&str]) -> SetupReport {
		SetupReport {
			stash: "stash".into(),
			node: "node".into(),
			peers: 1,
			keys: "0x01".into(),
			proof: None,
			new_keys: false,
			others: others.iter().map(|url| (*url).to_owned()).collect(),
			bond: None,
			commission: "5".into(),
			steps: Vec::new(),
			call: None,
			block: None,
			transaction: None,
		}
	}

	#[test]
	fn setup_says_which_other_nodes_were_asked() {
		assert!(report(&[]).human().contains("NOT CHECKED"));
		let asked = report(&["ws://a", "ws://b"]).human();
		assert!(asked.contains("not on ws://a, ws://b; no others were asked"), "{asked}");
		assert!(!asked.contains("NOT CHECKED"), "{asked}");
	}

	#[test]
	fn bytes_read_back() {
		assert_eq!(bytes(&hexadecimal([1, 2, 255])).unwrap(), [1, 2, 255]);
		assert_eq!(bytes("0xzz").unwrap_err().code, "incompatible");
	}
}
