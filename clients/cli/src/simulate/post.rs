//! Transactions under way: signed with nonces that were written down before, sent without waiting for one another,
//! and sent again until a final block has them. Of all that carry one nonce, one takes effect.

use crate::{
	chain::{Chain, Config},
	errors::{refused, Problem, Result},
	tx::Call,
	view::View,
};
use std::collections::BTreeMap;
use subxt::config::DefaultExtrinsicParamsBuilder;
use subxt_signer::sr25519::Keypair;
use tokio::task::JoinSet;

/// For so many blocks a signed transaction can take effect; then it is signed anew.
const MORTALITY: u64 = 32;
/// After so many blocks in which it was not seen it is sent again: the node may have lost it.
const AGAIN_AFTER: u64 = 4;
/// How many are on their way to the node at once.
const AT_ONCE: usize = 16;

/// A transaction that no final block has yet.
struct Letter {
	call: Call,
	/// Signed, and for which block.
	signed: Option<(Vec<u8>, u64)>,
	/// The newest block when it was sent last.
	sent: Option<u64>,
}

/// All of them, by account and nonce.
#[derive(Default)]
pub struct Post {
	open: BTreeMap<(usize, u64), Letter>,
}

impl Post {
	/// A transaction to be sent.
	pub fn add(&mut self, account: usize, nonce: u64, call: Call) {
		self.open.insert((account, nonce), Letter { call, signed: None, sent: None });
	}

	/// A final block has the transaction. Whether it was one of these.
	pub fn landed(&mut self, account: usize, nonce: u64) -> bool {
		self.open.remove(&(account, nonce)).is_some()
	}

	/// How many have not landed.
	pub fn len(&self) -> usize {
		self.open.len()
	}

	pub fn is_empty(&self) -> bool {
		self.open.is_empty()
	}

	/// Send what has to be sent, or sent again.
	pub async fn deliver(
		&mut self,
		chain: &Chain,
		last: &View,
		best: u64,
		keys: &[Keypair],
	) -> Result<()> {
		let mut due = Vec::new();
		for ((account, nonce), letter) in &mut self.open {
			// A restarted node may be behind the block at which it was sent.
			let seen = letter.sent.is_some_and(|sent| best.abs_diff(sent) < AGAIN_AFTER);
			if seen {
				continue;
			}
			let Some(key) = keys.get(*account) else { continue };
			let expired =
				|born: u64| last.number() >= born.saturating_add(MORTALITY) || last.number() < born;
			if letter.signed.as_ref().is_none_or(|(_, born)| expired(*born)) {
				let bytes = sign(last, key, *nonce, &letter.call)?;
				letter.signed = Some((bytes, last.number()));
			}
			if let Some((bytes, _)) = &letter.signed {
				due.push(((*account, *nonce), bytes.clone()));
			}
		}
		for some in due.chunks(AT_ONCE) {
			self.send(chain, some, best).await?;
		}
		Ok(())
	}

	async fn send(
		&mut self,
		chain: &Chain,
		letters: &[((usize, u64), Vec<u8>)],
		best: u64,
	) -> Result<()> {
		let mut under_way = JoinSet::new();
		for (id, bytes) in letters.iter().cloned() {
			let rpc = chain.rpc().clone();
			under_way.spawn(async move { (id, rpc.author_submit_extrinsic(&bytes).await) });
		}
		while let Some(joined) = under_way.join_next().await {
			let (id, result) = joined
				.map_err(|error| Problem::new("system", format!("sending failed: {error}")))?;
			if let Err(error) = result {
				verdict(refusal(error))?;
			}
			if let Some(letter) = self.open.get_mut(&id) {
				letter.sent = Some(best);
			}
		}
		Ok(())
	}
}

fn refusal(error: subxt::rpcs::Error) -> Problem {
	match error {
		subxt::rpcs::Error::User(refusal) => {
			let data = refusal.data.as_ref().map(|data| data.get().trim_matches('"'));
			refused(refusal.code, &refusal.message, data.unwrap_or_default())
		}
		other => Problem::from(other),
	}
}

/// What the node's refusal means for the run: most only mean that the transaction is there already, or that it has
/// to be sent again.
fn verdict(problem: Problem) -> Result<()> {
	let later = ["pool_full", "block_full", "expired", "future", "bad_signature", "call_barred"];
	if problem.is_undecided() || later.contains(&problem.code.as_str()) {
		return Ok(());
	}
	if problem.code == "cannot_pay_fee" {
		return Err(
			problem.hint("Raise funding.grid in the strategy, and begin anew in another --out.")
		);
	}
	Err(problem)
}

fn sign(last: &View, key: &Keypair, nonce: u64, call: &Call) -> Result<Vec<u8>> {
	let params = DefaultExtrinsicParamsBuilder::<Config>::new()
		.nonce(nonce)
		.mortal_from_unchecked(MORTALITY, last.number(), last.client().block_hash())
		.build();
	let transactions = last.client().transactions();
	let mut signable = transactions.create_signable_offline(call, params)?;
	Ok(signable.sign(key)?.into_encoded())
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn most_refusals_are_no_reason_to_stop() {
		for code in ["nonce_taken", "pool_full", "expired", "future"] {
			assert_eq!(verdict(Problem::new(code, "")), Ok(()), "{code}");
		}
		let poor = verdict(Problem::new("cannot_pay_fee", "")).unwrap_err();
		assert!(poor.hint.is_some_and(|hint| hint.contains("funding.grid")));
		assert!(verdict(Problem::new("node", "gone")).is_err());
	}

	#[test]
	fn a_transaction_lands_once() {
		let mut post = Post::default();
		post.add(0, 7, crate::tx::deposit(1));
		assert!(!post.landed(1, 7) && !post.landed(0, 8));
		assert!(post.landed(0, 7));
		assert!(!post.landed(0, 7) && post.is_empty());
	}
}
