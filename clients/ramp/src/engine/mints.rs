//! WATT for payments. The chain takes each payment's reference once, so what the ramp does not know of a mint it asks by the
//! reference; and it asks before each mint, so that a store from a backup does no harm.

use super::Engine;
use crate::{
	ledger::{Fate, Ledger},
	states::{PaymentState, Step},
	store::Payment,
};
use gridforge_client::{
	errors::{Problem, Result},
	units,
};
use gridforge_primitives::{IssuerStatus, MintBarrier, MintId, WattBalance};

/// Errors of the chain that pass: the payment can be minted for another time.
const PASSING: [&str; 9] = [
	"Watt.CurrencyStopped",
	"Watt.IssuerStopped",
	"Watt.Shortfall",
	"Watt.IssuerDefaulted",
	"Watt.RedemptionsOverdue",
	"Watt.StaleReserve",
	"Watt.AboveAllowance",
	"Watt.AboveDayCap",
	"Watt.AboveReserve",
];

impl Engine {
	/// Bring each payment as far as it can go now.
	pub(super) async fn settle_payments(&mut self, ledger: &impl Ledger) -> Result<()> {
		use PaymentState::{Proposed, Ready, Submitting};
		for state in [Submitting, Proposed, Ready] {
			for payment in self.store.payments(Some(state))? {
				self.settle_payment(ledger, &payment).await?;
			}
		}
		Ok(())
	}

	async fn settle_payment(&mut self, ledger: &impl Ledger, payment: &Payment) -> Result<()> {
		match ledger.fate(&payment.mint_reference).await? {
			Fate::Minted => self.record_mint(ledger, payment).await,
			Fate::Proposed(mint, until) => {
				if payment.state != PaymentState::Proposed {
					return self.record_proposal(payment, mint);
				}
				if ledger.standing().await?.now <= until {
					return Ok(());
				}
				ledger.cancel_mint(mint).await?;
				self.propose_anew(payment, "nobody gave the second signature in time")
			}
			Fate::Unused if payment.state == PaymentState::Proposed => {
				self.propose_anew(payment, "the mint was cancelled on the chain")
			}
			Fate::Unused => self.mint(ledger, payment).await,
		}
	}

	/// Send a mint, of which nothing is on the chain.
	async fn mint(&mut self, ledger: &impl Ledger, payment: &Payment) -> Result<()> {
		let Some(account) = payment.account else {
			return Err(Problem::new("state", format!("P{} has no account", payment.id)));
		};
		let watt = self.settings.debtor.currency.watt_for(payment.amount);
		if let Some(why) = no_room(&ledger.standing().await?.issuer, watt) {
			if self.store.explain_payment(payment.id, &why)? {
				self.note(&format!("P{}", payment.id), payment.state.word(), why)?;
			}
			return Ok(());
		}
		if payment.state == PaymentState::Ready
			&& !self.move_payment(payment, PaymentState::Ready, PaymentState::Submitting, None)?
		{
			// Somebody has just rejected it.
			return Ok(());
		}
		self.interrupt.passed(Step::MintIntended)?;
		match ledger.mint(&account, watt, &payment.mint_reference).await {
			Ok(()) => {}
			Err(problem) if problem.is_verdict() => {
				return self.mint_was_refused(payment, &problem)
			}
			Err(problem) => return Err(problem),
		}
		self.interrupt.passed(Step::MintSubmitted)?;
		match ledger.fate(&payment.mint_reference).await? {
			Fate::Minted => self.record_mint(ledger, payment).await,
			Fate::Proposed(mint, _) => self.record_proposal(payment, mint),
			// Nothing is known that would be worth a change: the next round asks again.
			Fate::Unused => Ok(()),
		}
	}

	/// The chain has spoken: what was sent is without effect for good.
	fn mint_was_refused(&mut self, payment: &Payment, problem: &Problem) -> Result<()> {
		let to = match problem.code.as_str() {
			// It was minted meanwhile, or is about to be: the next round sees which.
			"Watt.ReferenceUsed" => return Ok(()),
			passing if PASSING.contains(&passing) => PaymentState::Ready,
			_ => PaymentState::Held,
		};
		if self.move_payment(payment, PaymentState::Submitting, to, Some(&problem.message))? {
			self.note(&format!("P{}", payment.id), to.word(), problem.message.clone())?;
		}
		Ok(())
	}

	async fn record_mint(&mut self, ledger: &impl Ledger, payment: &Payment) -> Result<()> {
		let block = ledger.standing().await?.block;
		let from = self.state_of(payment)?;
		self.store.move_payment(payment.id, from, PaymentState::Minted, None, Some(block), None)?;
		self.interrupt.passed(Step::MintRecorded)?;
		let watt = self.settings.debtor.currency.watt_for(payment.amount);
		let detail = format!("{} WATT, final in block {block}", units::watt(watt));
		self.note(&format!("P{}", payment.id), PaymentState::Minted.word(), detail)
	}

	fn record_proposal(&mut self, payment: &Payment, mint: MintId) -> Result<()> {
		let from = self.state_of(payment)?;
		self.store.move_payment(
			payment.id,
			from,
			PaymentState::Proposed,
			Some(mint.0),
			None,
			None,
		)?;
		self.interrupt.passed(Step::MintRecorded)?;
		let detail = format!(
			"mint {mint} waits for a second signature: `gridforge-ramp approve P{}`",
			payment.id
		);
		self.note(&format!("P{}", payment.id), PaymentState::Proposed.word(), detail)
	}

	/// A mint that waited is gone. Somebody decides whether there is to be another.
	fn propose_anew(&mut self, payment: &Payment, why: &str) -> Result<()> {
		let to = PaymentState::AwaitingApproval;
		if self.move_payment(payment, PaymentState::Proposed, to, Some(why))? {
			self.note(&format!("P{}", payment.id), to.word(), why.into())?;
		}
		Ok(())
	}

	fn state_of(&self, payment: &Payment) -> Result<PaymentState> {
		Ok(self.store.payment(payment.id)?.map_or(payment.state, |payment| payment.state))
	}

	fn move_payment(
		&mut self,
		payment: &Payment,
		from: PaymentState,
		to: PaymentState,
		problem: Option<&str>,
	) -> Result<bool> {
		self.store.move_payment(payment.id, from, to, None, None, problem)
	}
}

/// Why the issuer cannot mint so much now, if it cannot.
fn no_room(issuer: &IssuerStatus, watt: WattBalance) -> Option<String> {
	let barriers: Vec<_> = issuer.barriers.iter().map(|barrier| words(*barrier)).collect();
	if !barriers.is_empty() {
		return Some(format!("the issuer cannot mint now: {}", barriers.join(", ")));
	}
	(watt > issuer.mintable).then(|| {
		format!(
			"the issuer can mint {} WATT now, and this is {}",
			units::watt(issuer.mintable),
			units::watt(watt)
		)
	})
}

pub fn words(barrier: MintBarrier) -> &'static str {
	match barrier {
		MintBarrier::CurrencyStopped => "the guardian has stopped the currency",
		MintBarrier::IssuerStopped => "the guardian has stopped the issuer",
		MintBarrier::Shortfall => "an issuer owes more than its reserves",
		MintBarrier::Defaulted => "the issuer has not been cured of a default",
		MintBarrier::Overdue => "a redemption is overdue",
		MintBarrier::StaleReserve => "the reserves have not been attested lately",
		MintBarrier::NoAllowance => "no allowance is left",
		MintBarrier::DayCapReached => "the sum of the day is reached",
		MintBarrier::ReserveUsedUp => "the reserves are used up",
	}
}
