//! The chain itself, over JSON-RPC.

use crate::{
	calls::{self, Role, Seat, StoredRedemption},
	ledger::{Account, Ending, Fate, Ledger, Open, Standing},
};
use gridforge_client::{
	chain::Chain,
	errors::{Problem, Result},
	output::Output,
	tx::{self, Call, Nonce},
	view::View,
};
use gridforge_primitives::{
	CurrencyId, CurrencyStatus, IssuerId, Millis, MintId, PendingMintInfo, RedemptionId,
	RedemptionInfo, Reference, ReturnReason, WattBalance,
};
use subxt::{dynamic, ext::scale_value::Value, utils::AccountId32};
use subxt_signer::sr25519::Keypair;

/// What a pallet's event or entry is read as where only its presence matters.
type Anything = Value<()>;

/// How old the newest final block may be, by this machine's clock. A node that is further behind does not know what has been
/// paid and taken back since.
const NEWS: Millis = 300_000;

/// An issuer on a chain, and a key that signs for it.
pub struct IssuerOnChain {
	chain: Chain,
	output: Output,
	signer: Option<Keypair>,
	issuer: IssuerId,
	currency: CurrencyId,
}

impl IssuerOnChain {
	/// Connect, and see that the issuer gives out WATT of the currency with this code, and that the key signs for it.
	pub async fn connect(
		url: &str,
		issuer: IssuerId,
		code: &str,
		signer: Option<Keypair>,
		output: Output,
	) -> Result<IssuerOnChain> {
		let chain = Chain::connect(url).await?;
		let view = chain.finalised().await?;
		for currency in view.ask_of::<Vec<CurrencyId>>("WattApi", "currencies", ()).await? {
			let status = status(&view, currency).await?;
			if !status.issuers.iter().any(|one| one.issuer == issuer) {
				continue;
			}
			if status.code != code {
				return Err(Problem::new(
					"other_currency",
					format!(
						"issuer {issuer} gives out {}, and the bank account has {code}",
						status.code
					),
				)
				.hint("Set `issuer` and `bank.currency` so that they fit."));
			}
			if let Some(signer) = &signer {
				signs_for(&view, signer, issuer).await?;
			}
			return Ok(IssuerOnChain { chain, output, signer, issuer, currency });
		}
		Err(Problem::new("unknown_issuer", format!("the chain has no issuer {issuer}"))
			.hint("Set `issuer` to the number that the chain gave it."))
	}

	/// Which chain this is.
	pub fn genesis(&self) -> String {
		format!("{:?}", self.chain.genesis())
	}

	/// The currency's status.
	pub async fn status(&self) -> Result<CurrencyStatus> {
		status(&self.chain.finalised().await?, self.currency).await
	}

	/// Sign, send, and wait until it is final.
	async fn send(&self, call: Call) -> Result<()> {
		let signer = self.signer.as_ref().ok_or_else(|| {
			Problem::new(
				"no_secret",
				"this needs the secret of an account that signs for the issuer",
			)
			.hint("Set GRIDFORGE_RAMP_SURI or `secret_file`.")
		})?;
		// Of what is signed before one of it is final, one can take effect at most: also of what was sent before a crash.
		tx::submit(&self.chain, &self.output, signer, &call, Nonce::AfterFinal).await?;
		Ok(())
	}

	/// How a redemption ended, by the events of one block.
	async fn ending_in(&self, redemption: RedemptionId, block: u64) -> Result<Option<Ending>> {
		let view = self.chain.at(block).await?;
		for event in view.client().events().fetch().await?.iter() {
			let event = event?;
			if event.pallet_name() != "Watt" {
				continue;
			}
			let ending = match event.event_name() {
				"RedemptionPaid" => Ending::Paid,
				"RedemptionReturned" | "RedemptionReclaimed" => Ending::Returned,
				_ => continue,
			};
			let fields = event.decode_fields_unchecked_as::<calls::OfRedemption>()?;
			if fields.redemption == redemption.0 {
				return Ok(Some(ending));
			}
		}
		Ok(None)
	}
}

/// See that what this key signs is done for the issuer: the chain takes the issuer from the signer, not from the call.
async fn signs_for(view: &View, signer: &Keypair, issuer: IssuerId) -> Result<()> {
	let account = tx::account_of(signer);
	let seat = view.stored::<_, Seat>("Watt", "Seats", (account.0,)).await?;
	if seat.is_some_and(|seat| seat.role == Role::Issuer(issuer.0)) {
		return Ok(());
	}
	Err(Problem::new("other_signer", format!("{account} does not sign for issuer {issuer}")).hint(
		"Use the secret of one of its signers, or set `issuer` to the one that it signs for.",
	))
}

/// The code of [`behind`].
pub const NODE_BEHIND: &str = "node_behind";

/// What a node that is behind its chain cannot be asked.
fn behind(why: String) -> Problem {
	Problem::new(NODE_BEHIND, why)
		.hint("Wait until the node is in step with its chain, or name another one.")
}

async fn status(view: &View, currency: CurrencyId) -> Result<CurrencyStatus> {
	view.ask_of::<Option<CurrencyStatus>>("WattApi", "currency_status", (currency,))
		.await?
		.ok_or_else(|| Problem::incompatible(format!("currency {currency} has no status")))
}

async fn now(view: &View) -> Result<Millis> {
	let address = dynamic::storage::<(), u64>("Timestamp", "Now");
	match view.client().storage().try_fetch(address, ()).await? {
		Some(found) => Ok(found.decode()?),
		None => Err(Problem::incompatible("the chain has no clock")),
	}
}

impl Ledger for IssuerOnChain {
	async fn standing(&self) -> Result<Standing> {
		let view = self.chain.finalised().await?;
		let status = status(&view, self.currency).await?;
		let issuer = status.issuers.into_iter().find(|one| one.issuer == self.issuer);
		let issuer = issuer.ok_or_else(|| Problem::incompatible("the issuer is gone"))?;
		let now = now(&view).await?;
		let age = crate::engine::now().saturating_sub(now);
		if age > NEWS {
			return Err(behind(match now {
				0 => "the node has no final block yet".into(),
				_ => format!("the newest final block that the node has is {} s old", age / 1_000),
			}));
		}
		Ok(Standing { block: view.number(), now, issuer })
	}

	async fn fate(&self, reference: &Reference) -> Result<Fate> {
		let view = self.chain.finalised().await?;
		let address = dynamic::storage::<(u16, [u8; 32]), Anything>("Watt", "References");
		let key = (self.issuer.0, *reference);
		if view.client().storage().try_fetch(address, key).await?.is_none() {
			return Ok(Fate::Unused);
		}
		let pending: Vec<PendingMintInfo<Account>> =
			view.ask_of("WattApi", "pending_mints", (self.issuer,)).await?;
		let mine = pending.into_iter().find(|pending| pending.reference == *reference);
		Ok(mine.map_or(Fate::Minted, |pending| Fate::Proposed(pending.mint, pending.until)))
	}

	async fn mint(&self, to: &Account, amount: WattBalance, reference: &Reference) -> Result<()> {
		self.send(calls::mint(to, amount, reference)).await
	}

	async fn approve_mint(&self, mint: MintId) -> Result<()> {
		self.send(calls::approve_mint(mint)).await
	}

	async fn cancel_mint(&self, mint: MintId) -> Result<()> {
		self.send(calls::cancel_mint(self.issuer, mint)).await
	}

	async fn queue(&self) -> Result<Vec<Open>> {
		let view = self.chain.finalised().await?;
		let mut queue: Vec<Open> = Vec::new();
		loop {
			let after = queue.last().map(|open| open.redemption);
			let page: Vec<RedemptionInfo<Account>> =
				view.ask_of("WattApi", "redemption_queue", (self.issuer, after)).await?;
			if page.is_empty() {
				return Ok(queue);
			}
			for info in page {
				let next = queue.is_empty();
				let RedemptionInfo {
					redemption, holder, amount, reference, deadline, aside, ..
				} = info;
				queue.push(Open { redemption, holder, amount, reference, deadline, next, aside });
			}
		}
	}

	async fn redemption(&self, redemption: RedemptionId) -> Result<Option<Open>> {
		let view = self.chain.finalised().await?;
		let address = dynamic::storage::<(u64,), StoredRedemption>("Watt", "Redemptions");
		let Some(found) = view.client().storage().try_fetch(address, (redemption.0,)).await? else {
			return Ok(None);
		};
		let StoredRedemption { issuer, holder, amount, reference, deadline, place } =
			found.decode()?;
		let next = place.as_ref().is_none_or(|place| place.before.is_none());
		let aside = place.is_none();
		let holder = holder.0;
		let open = Open { redemption, holder, amount, reference, deadline, next, aside };
		Ok((issuer == self.issuer.0).then_some(open))
	}

	async fn is_restricted(&self, account: &Account) -> Result<bool> {
		let view = self.chain.finalised().await?;
		let address = dynamic::storage::<([u8; 32], u32), Anything>("Watt", "Restrictions");
		let key = (*account, self.currency);
		Ok(view.client().storage().try_fetch(address, key).await?.is_some())
	}

	async fn confirm(&self, redemption: RedemptionId, proof: &Reference) -> Result<()> {
		self.send(calls::confirm_redemption(redemption, proof)).await
	}

	async fn give_back(&self, redemption: RedemptionId, reason: ReturnReason) -> Result<()> {
		self.send(calls::return_redemption(redemption, reason)).await
	}

	async fn put_aside(&self, redemption: RedemptionId) -> Result<()> {
		self.send(calls::put_redemption_aside(redemption)).await
	}

	async fn ending(&self, redemption: RedemptionId, since: u64) -> Result<Ending> {
		let last = self.chain.finalised().await?.number();
		if last < since {
			return Err(behind(format!("the node has no block {since}, which was final")));
		}
		for block in since..=last {
			match self.ending_in(redemption, block).await {
				Ok(Some(ending)) => return Ok(ending),
				Ok(None) => {}
				Err(problem) if problem.is_pruned() => return Ok(Ending::Forgotten),
				// The next time there may be an answer.
				Err(problem) => return Err(problem),
			}
		}
		Ok(Ending::Forgotten)
	}
}

/// An account as people write it.
pub fn address(account: &Account) -> String {
	AccountId32(*account).to_string()
}
