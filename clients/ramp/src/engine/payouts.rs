//! Money for WATT that was handed in: payout files, confirmations, and giving back what cannot be paid.

use super::Engine;
use crate::{
	inbox::{failed, sync},
	ledger::{Ending, Ledger, Open, Standing},
	money::Unpayable,
	pain::{self, Transfer},
	states::{PayoutState, RedemptionState, Step},
	store::{NewRedemption, Payout, Redemption},
};
use gridforge_client::errors::{Problem, Result};
use gridforge_primitives::{Reference, ReturnReason};
use std::{fs, io::Write, path::PathBuf};

/// Where files are written before they are moved to where the bank fetches them.
const STAGING: &str = ".staging";
/// The most payments in one file.
const MOST_TRANSFERS: usize = 1_000;

use RedemptionState::{
	AwaitingApproval, Confirmed, Confirming, Disputed, Held, Ordered, Paid, Ready, Returned,
	Returning,
};

/// The states of redemptions that are, or may be, open on the chain.
const OPEN: [RedemptionState; 7] =
	[AwaitingApproval, Ready, Ordered, Paid, Confirming, Returning, Held];

impl Engine {
	/// Bring each redemption as far as it can go now.
	pub(super) async fn settle_redemptions(&mut self, ledger: &impl Ledger) -> Result<()> {
		let standing = ledger.standing().await?;
		self.discover(ledger, &standing).await?;
		self.look_after(ledger, &standing).await?;
		self.order(ledger, &standing).await?;
		self.release()?;
		self.end_in_turn(ledger).await
	}

	/// Write down redemptions that are new in the queue.
	async fn discover(&mut self, ledger: &impl Ledger, standing: &Standing) -> Result<()> {
		let mut new = Vec::new();
		for open in ledger.queue().await? {
			if self.store.redemption(open.redemption)?.is_none() {
				new.push(self.judge(ledger, standing, &open).await?);
			}
		}
		if new.is_empty() {
			return Ok(());
		}
		self.store.add_redemptions(&new)?;
		self.interrupt.passed(Step::RedemptionsRecorded)?;
		for one in new {
			let amount = one
				.amount
				.map_or_else(|| "no sum that a bank pays".into(), |amount| self.money(amount));
			let why = one.problem.map(|why| format!(": {why}")).unwrap_or_default();
			self.note(&format!("R{}", one.id), one.state.word(), format!("{amount}{why}"))?;
		}
		Ok(())
	}

	/// What is to be done with a redemption.
	async fn judge(
		&self,
		ledger: &impl Ledger,
		standing: &Standing,
		open: &Open,
	) -> Result<NewRedemption> {
		let payee = self.store.payee(&open.reference)?.filter(|payee| payee.account == open.holder);
		let amount = self.settings.debtor.currency.money_for(open.amount);
		let (state, return_reason, problem) = if payee.is_none() {
			let why = "its reference is not one of its holder's";
			(Returning, Some(ReturnReason::UnknownPayout), Some(why.to_owned()))
		} else if let Err(why @ (Unpayable::Fraction | Unpayable::TooMuch)) = amount {
			(Returning, Some(ReturnReason::PaymentRefused), Some(why.to_string()))
		} else if let Some(why) = self.obstacle(ledger, standing, open).await? {
			(Held, None, Some(why))
		} else if amount.is_ok_and(|amount| amount > self.settings.payouts_above) {
			(AwaitingApproval, None, None)
		} else {
			(Ready, None, None)
		};
		Ok(NewRedemption {
			id: open.redemption,
			holder: open.holder,
			watt: open.amount,
			amount: amount.ok(),
			deadline: open.deadline,
			payee: payee.map(|payee| payee.reference),
			end_to_end: self.end_to_end(open),
			state,
			return_reason,
			block: standing.block,
			problem,
		})
	}

	/// Why a redemption must not be paid without somebody's having looked at it.
	async fn obstacle(
		&self,
		ledger: &impl Ledger,
		standing: &Standing,
		open: &Open,
	) -> Result<Option<String>> {
		if ledger.is_restricted(&open.holder).await? {
			return Ok(Some("its holder is restricted; pay it only if the law lets you".into()));
		}
		let late = standing.now.saturating_add(self.settings.payout_margin) > open.deadline;
		Ok(late.then(|| {
			"its holder can take it back before the bank will have paid; pay it in time by hand, or reject it".into()
		}))
	}

	/// The name of a redemption's payment, which no other payment of this bank account has.
	fn end_to_end(&self, open: &Open) -> String {
		let id = open.redemption;
		let tag = self
			.salt
			.reference("end to end", &[self.settings.chain.as_bytes(), &id.0.to_le_bytes()]);
		format!("GFR-{id}-{}", hex::encode(tag.get(..6).unwrap_or_default()))
	}

	/// See which redemptions have ended on the chain.
	async fn look_after(&mut self, ledger: &impl Ledger, standing: &Standing) -> Result<()> {
		let mut open = Vec::new();
		for state in OPEN {
			for redemption in self.store.redemptions(Some(state))? {
				if ledger.redemption(redemption.id).await?.is_some() {
					open.push(redemption.id);
				} else {
					self.has_ended(ledger, standing, &redemption).await?;
				}
			}
		}
		if open.is_empty() {
			return Ok(());
		}
		self.store.seen_open(&open, standing.block)
	}

	async fn has_ended(
		&mut self,
		ledger: &impl Ledger,
		standing: &Standing,
		redemption: &Redemption,
	) -> Result<()> {
		let since = redemption.block.unwrap_or_default();
		let ending = ledger.ending(redemption.id, since).await?;
		let (to, problem) = match (redemption.state, ending) {
			(Confirming | Paid, Ending::Paid) => (Confirmed, None),
			(AwaitingApproval | Ready | Returning | Held, Ending::Returned) => (Returned, None),
			(_, Ending::Paid) => (Disputed, Some("another signer of the issuer confirmed it")),
			(_, Ending::Returned) => {
				(Disputed, Some("its holder has the WATT again, and was paid or may still be: ask the bank to stop it"))
			}
			(_, Ending::Forgotten) => {
				(Disputed, Some("it has ended, and the node has forgotten how: look it up at an archive node"))
			}
		};
		self.move_redemption(redemption, to, Some(standing.block), problem)
	}

	/// Order the payment of what is ready.
	async fn order(&mut self, ledger: &impl Ledger, standing: &Standing) -> Result<()> {
		let (mut ids, mut transfers) = (Vec::new(), Vec::new());
		for redemption in self.store.redemptions(Some(Ready))?.into_iter().take(MOST_TRANSFERS) {
			let Some(open) = ledger.redemption(redemption.id).await? else { continue };
			let obstacle = self.obstacle(ledger, standing, &open).await?;
			// Whoever approved it although it was held has decided about what stands in its way, too; whoever approved the sum
			// has not seen that.
			if let Some(why) = obstacle.filter(|_| !redemption.approved_anyway) {
				self.move_redemption(&redemption, Held, redemption.block, Some(&why))?;
				continue;
			}
			transfers.push(self.transfer(&redemption)?);
			ids.push(redemption.id);
		}
		if ids.is_empty() {
			return Ok(());
		}
		let number = self.store.payout_count()?.saturating_add(1);
		// A store from a backup may count the same again, of other payments: the bank must not take those for these.
		let named: Vec<u8> = ids.iter().flat_map(|id| id.0.to_le_bytes()).collect();
		let tag = self
			.salt
			.reference("message", &[self.settings.chain.as_bytes(), &number.to_le_bytes(), &named]);
		let message = format!("GFP-{number}-{}", hex::encode(tag.get(..6).unwrap_or_default()));
		let content = pain::write(&self.settings.debtor, &message, super::now(), &transfers)
			.ok_or_else(|| {
				Problem::new("payout", "the payouts add up to more than a file can say")
			})?;
		if self.store.plan_payout(&message, &content, &ids)? {
			self.interrupt.passed(Step::PayoutPlanned)?;
			for id in ids {
				self.note(&format!("R{id}"), Ordered.word(), format!("in payout file {message}"))?;
			}
		}
		Ok(())
	}

	fn transfer(&self, redemption: &Redemption) -> Result<Transfer> {
		let lost = || {
			Problem::new("state", format!("R{} is ready and has nobody to pay to", redemption.id))
		};
		let payee = match &redemption.payee {
			Some(reference) => self.store.payee(reference)?.ok_or_else(lost)?,
			None => return Err(lost()),
		};
		Ok(Transfer {
			end_to_end: redemption.end_to_end.clone(),
			amount: redemption.amount.ok_or_else(lost)?,
			name: payee.name,
			iban: payee.iban,
			bic: payee.bic,
			remittance: format!("WATT redemption {}", redemption.id),
		})
	}

	/// Give the bank the files that it does not have. A file is first written beside and then moved at once, so that the
	/// bank sees all of it or nothing, and whether it was moved can be seen after a crash: it is no longer beside. Then the
	/// bank may have fetched it already.
	fn release(&mut self) -> Result<()> {
		for payout in self.store.open_payouts()? {
			let (staged, released) = self.places(&payout);
			let staging = self.settings.outbox.join(STAGING);
			if payout.state == PayoutState::Planned {
				let mut file =
					fs::File::create(&staged).map_err(|error| failed(&staged, &error))?;
				file.write_all(payout.content.as_bytes())
					.and_then(|()| file.sync_all())
					.map_err(|error| failed(&staged, &error))?;
				sync(&staging)?;
				self.store.move_payout(payout.id, PayoutState::Staged)?;
				self.interrupt.passed(Step::PayoutStaged)?;
			}
			if staged.try_exists().map_err(|error| failed(&staged, &error))? {
				fs::rename(&staged, &released).map_err(|error| failed(&released, &error))?;
				sync(&self.settings.outbox)?;
				sync(&staging)?;
			}
			self.interrupt.passed(Step::PayoutReleased)?;
			self.store.move_payout(payout.id, PayoutState::Released)?;
			self.interrupt.passed(Step::PayoutRecorded)?;
			self.note(
				&payout.message,
				PayoutState::Released.word(),
				released.display().to_string(),
			)?;
		}
		Ok(())
	}

	fn places(&self, payout: &Payout) -> (PathBuf, PathBuf) {
		let name = format!("{}.xml", payout.message);
		(self.settings.outbox.join(STAGING).join(&name), self.settings.outbox.join(name))
	}

	/// Make the directories that are not there.
	pub fn create_outbox(&self) -> Result<()> {
		let staging = self.settings.outbox.join(STAGING);
		fs::create_dir_all(&staging).map_err(|error| failed(&staging, &error))
	}

	/// Confirm and give back what is first in the queue, one after the other: the chain takes them in its order only.
	async fn end_in_turn(&mut self, ledger: &impl Ledger) -> Result<()> {
		let mut redemptions = Vec::new();
		for state in [Paid, Confirming, Returning, Held] {
			redemptions.extend(self.store.redemptions(Some(state))?);
		}
		redemptions.sort_unstable_by_key(|redemption| redemption.id);
		for redemption in redemptions {
			let Some(open) = ledger.redemption(redemption.id).await?.filter(|open| open.next)
			else {
				continue;
			};
			match redemption.state {
				Paid | Confirming => self.confirm(ledger, &redemption).await?,
				Returning => self.give_back(ledger, &redemption).await?,
				_ if !open.aside && ledger.is_restricted(&open.holder).await? => {
					self.put_aside(ledger, &redemption).await?;
				}
				_ => {}
			}
		}
		Ok(())
	}

	async fn confirm(&mut self, ledger: &impl Ledger, redemption: &Redemption) -> Result<()> {
		let id = redemption.id;
		if redemption.state == Paid {
			let block = ledger.standing().await?.block;
			self.store.move_redemption(id, Paid, Confirming, Some(block), None)?;
			self.interrupt.passed(Step::ConfirmationIntended)?;
		}
		match ledger.confirm(id, &self.proof(redemption)).await {
			Ok(()) => {}
			// What has ended meanwhile is seen in the next round.
			Err(problem) if problem.code == "Watt.UnknownRedemption" => return Ok(()),
			Err(problem) if problem.is_verdict() => {
				self.store.move_redemption(
					id,
					Confirming,
					Paid,
					redemption.block,
					Some(&problem.message),
				)?;
				return self.note(&format!("R{id}"), Paid.word(), problem.message);
			}
			Err(problem) => return Err(problem),
		}
		self.interrupt.passed(Step::ConfirmationSubmitted)?;
		let block = ledger.standing().await?.block;
		self.store.move_redemption(id, Confirming, Confirmed, Some(block), None)?;
		self.interrupt.passed(Step::ConfirmationRecorded)?;
		self.note(&format!("R{id}"), Confirmed.word(), format!("final in block {block}"))
	}

	/// What stands for the bank's payment on the chain.
	fn proof(&self, redemption: &Redemption) -> Reference {
		let bank_reference = redemption.bank_reference.as_deref().unwrap_or_default();
		let iban = self.settings.debtor.iban.as_str();
		self.salt.reference(
			"payout",
			&[iban.as_bytes(), redemption.end_to_end.as_bytes(), bank_reference.as_bytes()],
		)
	}

	async fn give_back(&mut self, ledger: &impl Ledger, redemption: &Redemption) -> Result<()> {
		let reason = redemption.return_reason.unwrap_or(ReturnReason::PaymentRefused);
		match ledger.give_back(redemption.id, reason).await {
			Ok(()) => {}
			Err(problem) if problem.code == "Watt.UnknownRedemption" => return Ok(()),
			Err(problem) if problem.is_verdict() => {
				return self.move_redemption(
					redemption,
					Held,
					redemption.block,
					Some(&problem.message),
				);
			}
			Err(problem) => return Err(problem),
		}
		self.interrupt.passed(Step::ReturnSubmitted)?;
		let block = ledger.standing().await?.block;
		self.move_redemption(redemption, Returned, Some(block), redemption.problem.as_deref())?;
		self.interrupt.passed(Step::ReturnRecorded)
	}

	/// Let those behind a restricted holder not wait for what becomes of him.
	async fn put_aside(&mut self, ledger: &impl Ledger, redemption: &Redemption) -> Result<()> {
		match ledger.put_aside(redemption.id).await {
			Ok(()) => self.note(
				&format!("R{}", redemption.id),
				Held.word(),
				"put aside on the chain".into(),
			),
			Err(problem) if problem.is_verdict() => Ok(()),
			Err(problem) => Err(problem),
		}
	}

	fn move_redemption(
		&mut self,
		redemption: &Redemption,
		to: RedemptionState,
		block: Option<u64>,
		problem: Option<&str>,
	) -> Result<()> {
		if self.store.move_redemption(redemption.id, redemption.state, to, block, problem)? {
			self.note(
				&format!("R{}", redemption.id),
				to.word(),
				problem.unwrap_or_default().into(),
			)?;
		}
		Ok(())
	}
}
