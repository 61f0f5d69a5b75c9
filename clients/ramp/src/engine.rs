//! The ramp's work: statements in, payments minted for, redemptions paid and confirmed. Each step is written down before
//! and after it, and asks the chain where it cannot know what became of it; so the program can die at any point and goes on
//! where it stopped.

mod decisions;
mod mints;
mod payouts;

pub use decisions::{OnChain, Subject};
pub use mints::words as barrier_words;

use crate::{
	camt,
	identifiers::Salt,
	inbox::Inbox,
	ledger::Ledger,
	money::Minor,
	pain::Debtor,
	states::Step,
	store::{Rules, Store, Taken},
};
use blake2::{
	digest::{consts::U32, Digest},
	Blake2b,
};
use gridforge_client::errors::{Problem, Result};
use gridforge_primitives::Millis;
use serde::Serialize;
use std::{
	path::{Path, PathBuf},
	time::{SystemTime, UNIX_EPOCH},
};

/// What the work is done by.
#[derive(Clone, Debug)]
pub struct Settings {
	/// The issuer's bank account.
	pub debtor: Debtor,
	/// Payments above this are approved by somebody before they are minted for.
	pub mints_above: Minor,
	/// Payouts above this are approved by somebody.
	pub payouts_above: Minor,
	/// How long before its deadline a redemption can go into a payout file at the latest: so long banks take.
	pub payout_margin: Millis,
	pub inbox: PathBuf,
	pub outbox: PathBuf,
	/// The chain's genesis hash, as text; empty before the first connection.
	pub chain: String,
}

/// Something that happened.
#[derive(Clone, Debug, Serialize)]
pub struct Note {
	/// `P` or `R` and a number, or a file's name.
	pub subject: String,
	/// The state that it is in now.
	pub state: String,
	pub detail: String,
}

/// Where tests let the program die.
pub struct Interrupt {
	/// After which step, and how many times it is passed before.
	pub after: Option<(Step, u32)>,
	/// How.
	pub how: fn(Step) -> Problem,
}

impl Interrupt {
	fn passed(&mut self, step: Step) -> Result<()> {
		match &mut self.after {
			Some((after, 0)) if *after == step => Err((self.how)(step)),
			Some((after, times)) if *after == step => {
				*times = times.saturating_sub(1);
				Ok(())
			}
			_ => Ok(()),
		}
	}
}

pub struct Engine {
	pub store: Store,
	pub settings: Settings,
	pub salt: Salt,
	pub inbox: Inbox,
	pub interrupt: Interrupt,
	/// Who hears what happens.
	pub listener: Box<dyn Fn(&Note) -> Result<()>>,
}

impl Engine {
	/// Do what can be done now on the chain and for the bank.
	pub async fn settle(&mut self, ledger: &impl Ledger) -> Result<()> {
		self.settle_payments(ledger).await?;
		self.settle_redemptions(ledger).await
	}

	/// Take over the statements that are complete.
	pub fn take_statements(&mut self) -> Result<()> {
		for path in self.inbox.complete()? {
			self.take_statement(&path)?;
		}
		Ok(())
	}

	fn take_statement(&mut self, path: &Path) -> Result<()> {
		let file = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
		let read = self.inbox.read(path).and_then(|bytes| match bytes {
			Some(bytes) => {
				let statement = camt::read(&bytes, &self.settings.debtor.iban)?;
				Ok(Some((Blake2b::<U32>::digest(&bytes).into(), statement)))
			}
			None => Ok(None),
		});
		let (digest, statement): ([u8; 32], _) = match read {
			Ok(Some(read)) => read,
			Ok(None) => return Ok(()),
			Err(problem) if problem.code == camt::BAD_STATEMENT => {
				self.inbox.failed(path, &problem.message)?;
				return self.note(&file, "failed", problem.message);
			}
			Err(problem) => return Err(problem),
		};
		let rules = Rules {
			salt: &self.salt,
			iban: &self.settings.debtor.iban,
			currency: &self.settings.debtor.currency,
			approval_above: self.settings.mints_above,
		};
		let taken = self.store.take_statement(rules, &file, &digest, &statement, now())?;
		self.interrupt.passed(Step::StatementRecorded)?;
		self.inbox.done(path)?;
		self.interrupt.passed(Step::StatementMoved)?;
		match taken {
			Some(taken) => self.note_taken(&file, taken),
			None => self.note(&file, "done", "this very file was taken over before".into()),
		}
	}

	fn note_taken(&self, file: &str, taken: Taken) -> Result<()> {
		let Taken { payments, paid, findings } = taken;
		let (new, shown, else_) = (payments.len(), paid.len(), findings.len());
		self.note(
			file,
			"done",
			format!("{new} new payments, {shown} payouts, {else_} other entries"),
		)?;
		for id in payments {
			if let Some(payment) = self.store.payment(id)? {
				let amount = self.money(payment.amount);
				let why = payment.problem.map(|why| format!(": {why}")).unwrap_or_default();
				let detail = format!("{amount}, bank reference {}{why}", payment.bank_reference);
				self.note(&format!("P{id}"), payment.state.word(), detail)?;
			}
		}
		for redemption in paid {
			self.note(&format!("R{redemption}"), "paid", "the bank has paid it".into())?;
		}
		for (kind, detail) in findings {
			self.note(file, kind.word(), detail)?;
		}
		Ok(())
	}

	fn note(&self, subject: &str, state: &str, detail: String) -> Result<()> {
		(self.listener)(&Note { subject: subject.into(), state: state.into(), detail })
	}

	fn money(&self, amount: Minor) -> String {
		let currency = &self.settings.debtor.currency;
		format!("{} {currency}", currency.write(amount))
	}
}

/// The moment by this machine's clock. Nothing is decided by it, but whether a node is behind: the chain's own time is what counts.
pub fn now() -> Millis {
	let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
	u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}
