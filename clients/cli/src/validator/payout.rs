//! `gridforge validator payout`: staking pays an era's rewards to those who ask for them in time, and to nobody else.

use super::{batch, not_bonded, staking, Staked};
use crate::{
	chain::Chain,
	errors::{Problem, Result},
	output::{pairs, Human, Output},
	raw::Rewarded,
	tx::{self, uint, Call, Nonce},
	units,
	view::View,
};
use futures::future::try_join_all;
use serde::Serialize;
use std::ops::Range;
use subxt::{dynamic, ext::scale_value::Value, utils::AccountId32};
use subxt_signer::sr25519::Keypair;

/// Pages of rewards that one transaction pays. A page has up to 64 nominators and is declared at some 21 ms, where transactions have
/// more than a second of a block.
const PAGES_AT_ONCE: usize = 8;

/// Rewards of an era that has ended which nobody has asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Unpaid {
	era: u32,
	/// Each pays the validator's part and up to 64 nominators.
	pages: u32,
}

/// What was paid.
#[derive(Debug, Serialize)]
struct PayoutReport {
	stash: String,
	/// The eras that were paid, one after another.
	eras: Vec<u32>,
	/// GRID that went to the stash or to whom it names; its nominators got theirs besides.
	earned: String,
	transactions: Vec<Sent>,
}

#[derive(Debug, Serialize)]
struct Sent {
	block: u64,
	transaction: String,
}

impl Human for PayoutReport {
	fn human(&self) -> String {
		let mut rows = vec![("stash", self.stash.clone())];
		match in_words(&self.eras) {
			None => rows.push(("nothing to pay", "every era that has ended is paid".into())),
			Some(eras) => {
				rows.push(("paid", eras));
				rows.push(("GRID for the stash", self.earned.clone()));
			}
		}
		rows.extend(
			self.transactions.iter().map(|sent| ("done", format!("in block {}", sent.block))),
		);
		pairs(rows)
	}
}

/// Eras in order, in words; nothing where there are none.
pub fn in_words(eras: &[u32]) -> Option<String> {
	match eras {
		[] => None,
		[era] => Some(format!("era {era}")),
		[first, .., last] => Some(format!("{} eras of {first} to {last}", eras.len())),
	}
}

/// The eras that have ended and can be paid still.
fn payable(now: u32, planned: u32, history: u32) -> Range<u32> {
	planned.saturating_sub(history)..now
}

/// What nobody has asked for yet of what a validator and its nominators earned, the oldest first.
async fn unpaid(view: &View, stash: &AccountId32, now: u32) -> Result<Vec<Unpaid>> {
	let history = view
		.client()
		.constants()
		.entry(dynamic::constant::<u32>("Staking", "HistoryDepth"))
		.map_err(|e| Problem::incompatible(e.to_string()))?;
	let planned = view.stored::<(), u32>("Staking", "CurrentEra", ()).await?.unwrap_or(now);
	let found =
		try_join_all(payable(now, planned, history).map(|era| unpaid_of(view, stash, era))).await?;
	Ok(found.into_iter().flatten().collect())
}

/// The eras of [`unpaid`].
pub async fn unpaid_eras(view: &View, stash: &AccountId32, now: u32) -> Result<Vec<u32>> {
	Ok(unpaid(view, stash, now).await?.iter().map(|part| part.era).collect())
}

/// What is unpaid of one era.
async fn unpaid_of(view: &View, stash: &AccountId32, era: u32) -> Result<Option<Unpaid>> {
	let question = (era, stash.0);
	// Not StakingApi's `pending_rewards`: it takes a validator without nominators for paid.
	if view.stored::<_, Value>("Staking", "ErasStakersOverview", question).await?.is_none() {
		return Ok(None);
	}
	let pages: u32 = view.ask_of("StakingApi", "eras_stakers_page_count", question).await?;
	let claimed = view.stored::<_, Vec<u32>>("Staking", "ClaimedRewards", question).await?;
	let claimed = claimed.map_or(0, |pages| u32::try_from(pages.len()).unwrap_or(u32::MAX));
	let pages = pages.saturating_sub(claimed);
	Ok((pages > 0).then_some(Unpaid { era, pages }))
}

/// Pay a validator and its nominators what they earned in eras that have ended. Anybody may, and pays no more than the fee.
pub async fn payout(
	chain: &Chain,
	output: &Output,
	stash: &AccountId32,
	signer: &Keypair,
) -> Result<()> {
	let view = chain.best().await?;
	let staked = Staked::of(&view, stash).await?;
	if staked.ledger.is_none() {
		return Err(not_bonded(stash));
	}
	let unpaid = unpaid(&view, stash, staked.era).await?;
	let calls: Vec<Call> = unpaid
		.iter()
		.flat_map(|part| (0..part.pages).map(|_| pay_a_page(stash, part.era)))
		.collect();
	let (mut earned, mut transactions) = (0_u128, Vec::new());
	for calls in calls.chunks(PAGES_AT_ONCE) {
		let landed = tx::submit(chain, output, signer, &batch(calls.to_vec()), Nonce::Next).await?;
		earned = earned.saturating_add(rewarded(&chain.at(landed.block).await?, stash).await?);
		transactions.push(Sent { block: landed.block, transaction: landed.hash });
	}
	output.show(&PayoutReport {
		stash: stash.to_string(),
		eras: unpaid.iter().map(|part| part.era).collect(),
		earned: units::grid(earned),
		transactions,
	})
}

/// Pays the first page of the era that is not paid yet.
fn pay_a_page(stash: &AccountId32, era: u32) -> Call {
	staking("payout_stakers", [("validator_stash", Value::from_bytes(stash.0)), ("era", uint(era))])
}

/// What a stash was paid in a block.
async fn rewarded(view: &View, stash: &AccountId32) -> Result<u128> {
	let mut sum = 0_u128;
	for event in view.client().events().fetch().await?.iter() {
		let event = event?;
		if (event.pallet_name(), event.event_name()) == ("Staking", "Rewarded") {
			let rewarded = event.decode_fields_unchecked_as::<Rewarded>()?;
			if rewarded.stash == stash.0 {
				sum = sum.saturating_add(rewarded.amount);
			}
		}
	}
	Ok(sum)
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn eras_are_paid_once_they_have_ended_and_while_the_chain_remembers_them() {
		assert_eq!(payable(0, 0, 84), 0..0);
		assert_eq!(payable(3, 3, 84), 0..3);
		// The next era is planned a session before it begins.
		assert_eq!(payable(100, 101, 84), 17..100);
		assert!(payable(5, 100, 84).is_empty());
	}

	#[test]
	fn eras_are_named_by_the_first_and_the_last() {
		assert_eq!(in_words(&[]), None);
		assert_eq!(in_words(&[7]).unwrap(), "era 7");
		assert_eq!(in_words(&[7, 9, 12]).unwrap(), "3 eras of 7 to 12");
	}

	#[test]
	fn a_payout_says_where_there_was_nothing_to_pay() {
		let report = |eras| PayoutReport {
			stash: "stash".into(),
			eras,
			earned: units::grid(25 * 10_u128.pow(11)),
			transactions: Vec::new(),
		};
		assert!(report(Vec::new()).human().contains("every era that has ended is paid"));
		let paid = report(vec![1, 2]).human();
		assert!(paid.contains("2 eras of 1 to 2") && paid.contains("2.50"), "{paid}");
	}
}
