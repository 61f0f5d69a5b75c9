//! P12: what the blocks take that hold an election of the largest electorate.

use super::Scale;
use crate::{
	chain::{declared_micros, keys_written, micros, Built, Chain},
	report::{Line, Target},
	statistics::{median, range},
	world::{append, number, specification},
	Failure, Result,
};
use codec::Encode;
use frame_support::storage::storage_prefix;
use gridforge_runtime::{
	constants::{block::MAX_WEIGHT, currency::GRID, staking},
	AccountId, Balance,
};
use serde_json::{json, Value};
use sp_core::crypto::Ss58Codec;

/// Slots of an epoch, which is an era as well. Solutions are taken in its last quarter.
const EPOCH_SLOTS: u32 = 40;
/// What each candidate has staked.
const CANDIDATE: Balance = 100_000 * GRID;
/// What the nominators have staked at least; each has a bit more than the one before it, so that it matters who they are.
const NOMINATOR: Balance = 1_000 * GRID;
/// Beside its stake, what each has.
const REST: Balance = GRID;

/// P12: the block that writes down who votes, and the block that elects by itself because nobody has sent a solution.
/// Elections look at no more voters, candidates and votes than there are here, and all seats are filled.
pub fn measure(scale: &Scale) -> Result<Vec<Line>> {
	let mut chain = Chain::new(&specification(&[], electorate)?)?;
	let snapshot = storage_prefix(b"ElectionProviderMultiPhase", b"Snapshot");
	let exposures = storage_prefix(b"Staking", b"ErasStakersOverview");
	let seats = usize::try_from(staking::MAX_VALIDATORS)?;

	let writes = reach(&mut chain, |built| keys_written(built, &snapshot, &[]) == 1)?;
	let what = format!("writing down {} voters", staking::ELECTION_VOTERS);
	let written = line(&mut chain, &writes, what, scale.rounds)?;
	chain.adopt(writes)?;

	let elects = reach(&mut chain, |built| keys_written(built, &exposures, &[]) > 0)?;
	let elected = keys_written(&elects, &exposures, &[]);
	if elected != seats {
		return Err(Failure::from(format!("{elected} were elected, not {seats}")));
	}
	let what = format!("electing {seats} by {} voters", staking::FALLBACK_VOTERS);
	Ok(vec![written, line(&mut chain, &elects, what, scale.rounds)?])
}

/// Goes on to the block that is `wanted`, which becomes the next one.
fn reach(chain: &mut Chain, wanted: impl Fn(&Built) -> bool) -> Result<Built> {
	for _ in 0..3 * EPOCH_SLOTS {
		let built = chain.build(&[])?;
		if wanted(&built) {
			return Ok(built);
		}
		chain.adopt(built)?;
	}
	Err(Failure::from("no such block in three eras".to_string()))
}

/// Measures the next block, which is `built`, over and over. One round is thrown away.
fn line(chain: &mut Chain, built: &Built, what: String, rounds: usize) -> Result<Line> {
	let limit = micros(MAX_WEIGHT);
	let mut shares = Vec::new();
	for round in 0..=rounds {
		let cost = chain.measure(&[])?;
		if round > 0 {
			shares.push(cost.import.thread / limit);
		}
	}
	let share = median(&shares).ok_or("there are no rounds")?;
	let what = format!("{what} / what a block may take");
	Ok(Line::new("P12", what, share, Target::AtMost(0.5))
		.with("spread", range(&shares).map(|(least, most)| json!([least, most])))
		.with("import_micros", (share * limit).round())
		.with("declared_micros", declared_micros(built)?.round()))
}

/// As many candidates and nominators as an election looks at, each of whom votes for as many as it may.
fn electorate(genesis: &mut Value) -> Result<()> {
	let preset = genesis.pointer("/staking/stakers").and_then(Value::as_array);
	let others = u32::try_from(preset.ok_or("the preset has stakers")?.len())?;
	let candidates: Vec<_> =
		(others..staking::ELECTION_TARGETS).map(|nth| address("candidate", nth)).collect();
	let params = genesis.get_mut("networkParams").ok_or("there are parameters")?;
	params["epochSlots"] = json!(EPOCH_SLOTS);
	params["sessionsPerEra"] = json!(1);
	genesis["staking"]["validatorCount"] = json!(staking::MAX_VALIDATORS);
	for candidate in &candidates {
		stake(genesis, candidate, CANDIDATE, json!("Validator"))?;
	}
	for nth in staking::ELECTION_TARGETS..staking::ELECTION_VOTERS {
		let first = usize::try_from(nth * 7)?;
		let votes = (0..usize::try_from(staking::MAX_NOMINATIONS)?)
			.filter_map(|vote| candidates.get((first + vote * 11) % candidates.len()));
		let votes = json!({ "Nominator": votes.collect::<Vec<_>>() });
		let amount = NOMINATOR + Balance::from(nth) * GRID / 7;
		stake(genesis, &address("nominator", nth), amount, votes)?;
	}
	Ok(())
}

fn stake(genesis: &mut Value, who: &str, amount: Balance, status: Value) -> Result<()> {
	append(genesis, "/balances/balances", json!([who, number(amount + REST)?]))?;
	append(genesis, "/staking/stakers", json!([who, who, number(amount)?, status]))
}

fn address(role: &str, nth: u32) -> String {
	AccountId::from(sp_io::hashing::blake2_256(&(role, nth).encode())).to_ss58check()
}
