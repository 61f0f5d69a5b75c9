//! What people decide: approving, rejecting, and saying for whom a payment is.

use super::{now, Engine};
use crate::{
	identifiers::CustomerReference,
	ledger::{Fate, Ledger},
	states::{PaymentState, RedemptionState},
	store::{Payment, Redemption, APPROVED_ANYWAY},
};
use gridforge_client::errors::{Problem, Result};
use gridforge_primitives::{MintId, RedemptionId, ReturnReason};
use std::str::FromStr;

/// What is decided about: `P12` is a payment, `R5` a redemption.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
	Payment(i64),
	Redemption(RedemptionId),
}

impl FromStr for Subject {
	type Err = String;

	fn from_str(text: &str) -> std::result::Result<Subject, String> {
		let subject = match text.split_at_checked(1) {
			Some(("P" | "p", number)) => number.parse().ok().map(Subject::Payment),
			Some(("R" | "r", number)) => {
				number.parse().ok().map(|id| Subject::Redemption(RedemptionId(id)))
			}
			_ => None,
		};
		subject.ok_or_else(|| {
			format!("{text:?} is neither a payment such as P12 nor a redemption such as R5")
		})
	}
}

/// A payment whose mint waits on the chain for the second signature is approved and rejected there, too.
pub enum OnChain {
	No,
	Mint(MintId),
}

impl Engine {
	/// Whether a decision on this needs the chain.
	pub fn on_chain(&self, subject: Subject) -> Result<OnChain> {
		Ok(match subject {
			Subject::Payment(id) => match self.known_payment(id)? {
				Payment { state: PaymentState::Proposed, mint: Some(mint), .. } => {
					OnChain::Mint(MintId(mint))
				}
				_ => OnChain::No,
			},
			Subject::Redemption(_) => OnChain::No,
		})
	}

	/// Let a payment be minted for, or a redemption be paid, in the name of a person.
	pub fn approve(&mut self, subject: Subject, person: &str) -> Result<()> {
		match subject {
			Subject::Payment(id) => {
				let payment = self.known_payment(id)?;
				match payment.state {
					PaymentState::AwaitingApproval | PaymentState::Held => {}
					state => return Err(not_waiting(&format!("P{id}"), state.word())),
				}
				let to = PaymentState::Ready;
				let done = self.store.decide_payment(&payment, to, "approved", person, now())?;
				self.decided(done, &format!("P{id}"), to.word(), person)
			}
			Subject::Redemption(id) => {
				let redemption = self.known_redemption(id)?;
				let payable = redemption.payee.is_some() && redemption.amount.is_some();
				match redemption.state {
					RedemptionState::AwaitingApproval | RedemptionState::Held if payable => {}
					state => return Err(not_waiting(&format!("R{id}"), state.word())),
				}
				let to = RedemptionState::Ready;
				let decision = match redemption.state {
					RedemptionState::Held => APPROVED_ANYWAY,
					_ => "approved",
				};
				let done =
					self.store.decide_redemption(&redemption, to, None, decision, person, now())?;
				self.decided(done, &format!("R{id}"), to.word(), person)
			}
		}
	}

	/// Give the second signature to a mint that waits for it on the chain.
	pub async fn approve_on_chain(
		&mut self,
		ledger: &impl Ledger,
		subject: Subject,
		mint: MintId,
		person: &str,
	) -> Result<()> {
		let Subject::Payment(id) = subject else { return Ok(()) };
		ledger.approve_mint(mint).await?;
		// What came of it is seen by `run`, which asks the chain.
		self.store.sign_payment(id, person, now())?;
		self.note(
			&format!("P{id}"),
			"signed",
			format!("mint {mint} has its second signature, by {person}"),
		)
	}

	/// See that the chain knows of no mint for a payment. A store that was made anew or comes from a backup may not know of it yet,
	/// and a payment that is rejected is paid back.
	pub async fn refuse_minted(&self, ledger: &impl Ledger, subject: Subject) -> Result<()> {
		let Subject::Payment(id) = subject else { return Ok(()) };
		let payment = self.known_payment(id)?;
		// A node that is behind would not know.
		ledger.standing().await?;
		match ledger.fate(&payment.mint_reference).await? {
			Fate::Unused => Ok(()),
			Fate::Proposed(mint, _) => Err(Problem::new(
				"mint_waits",
				format!("P{id}: mint {mint} waits on the chain for its second signature"),
			)
			.hint("Let `gridforge-ramp run` see it; then reject it again.")),
			Fate::Minted => Err(Problem::new("minted", format!("P{id}: WATT was minted for it"))
				.hint("Pay nothing back: the WATT cannot be taken back.")),
		}
	}

	/// Let nothing be minted for a payment, or give a redemption back, in the name of a person.
	pub fn reject(&mut self, subject: Subject, person: &str, reason: ReturnReason) -> Result<()> {
		match subject {
			Subject::Payment(id) => {
				use PaymentState::{AwaitingApproval, Held, Ready, Unmatched};
				self.reject_payment(id, &[Unmatched, AwaitingApproval, Held, Ready], person)
			}
			Subject::Redemption(id) => {
				use RedemptionState::{AwaitingApproval, Held, Ordered, Ready, Returning};
				let redemption = self.known_redemption(id)?;
				match redemption.state {
					AwaitingApproval | Ready | Held => {}
					// The bank has refused to pay; only a person can know that.
					Ordered
						if self.store.open_payouts()?.is_empty()
							&& reason == ReturnReason::PaymentRefused => {}
					state => return Err(not_waiting(&format!("R{id}"), state.word())),
				}
				let done = self.store.decide_redemption(
					&redemption,
					Returning,
					Some(reason),
					"rejected",
					person,
					now(),
				)?;
				self.decided(done, &format!("R{id}"), Returning.word(), person)
			}
		}
	}

	/// Take back a mint that waits on the chain, and let nothing be minted for its payment.
	pub async fn reject_on_chain(
		&mut self,
		ledger: &impl Ledger,
		subject: Subject,
		mint: MintId,
		person: &str,
	) -> Result<()> {
		let Subject::Payment(id) = subject else { return Ok(()) };
		ledger.cancel_mint(mint).await?;
		// `run` may have seen already that the mint is gone.
		self.reject_payment(id, &[PaymentState::Proposed, PaymentState::AwaitingApproval], person)
	}

	fn reject_payment(&mut self, id: i64, from: &[PaymentState], person: &str) -> Result<()> {
		let payment = self.known_payment(id)?;
		if !from.contains(&payment.state) {
			return Err(not_waiting(&format!("P{id}"), payment.state.word()));
		}
		let to = PaymentState::Rejected;
		let done = self.store.decide_payment(&payment, to, "rejected", person, now())?;
		self.decided(done, &format!("P{id}"), to.word(), person)
	}

	/// Say for which customer an unmatched payment is, which approves it.
	pub fn assign(
		&mut self,
		subject: Subject,
		reference: &CustomerReference,
		person: &str,
	) -> Result<()> {
		let Subject::Payment(id) = subject else {
			return Err(Problem::new("not_a_payment", "only payments are assigned")
				.hint("Name one such as P12."));
		};
		let payment = self.known_payment(id)?;
		if payment.state != PaymentState::Unmatched {
			return Err(not_waiting(&format!("P{id}"), payment.state.word()));
		}
		if !self.store.customers()?.iter().any(|customer| customer.reference == *reference) {
			return Err(Problem::new(
				"unknown_reference",
				format!("no customer has the reference {reference}"),
			)
			.hint("`gridforge-ramp reference list` shows those that there are."));
		}
		let done = self.store.match_payment(id, reference, person, now())?;
		self.decided(done, &format!("P{id}"), PaymentState::Ready.word(), person)
	}

	fn decided(&self, done: bool, subject: &str, state: &str, person: &str) -> Result<()> {
		if !done {
			return Err(Problem::new("changed", format!("{subject} has just gone on"))
				.hint("Look at it again before you decide."));
		}
		self.note(subject, state, format!("by {person}"))
	}

	fn known_payment(&self, id: i64) -> Result<Payment> {
		self.store.payment(id)?.ok_or_else(|| {
			Problem::new("unknown_payment", format!("there is no payment P{id}"))
				.hint("`gridforge-ramp payments` shows those that there are.")
		})
	}

	fn known_redemption(&self, id: RedemptionId) -> Result<Redemption> {
		self.store.redemption(id)?.ok_or_else(|| {
			Problem::new("unknown_redemption", format!("there is no redemption R{id}"))
				.hint("`gridforge-ramp redemptions` shows those that there are.")
		})
	}
}

fn not_waiting(subject: &str, state: &str) -> Problem {
	Problem::new("not_waiting", format!("{subject} is {state}, which nobody decides on"))
		.hint("`gridforge-ramp payments` and `redemptions` show what waits for a decision.")
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn subjects_are_a_letter_and_a_number() {
		assert_eq!("P12".parse(), Ok(Subject::Payment(12)));
		assert_eq!("r5".parse(), Ok(Subject::Redemption(RedemptionId(5))));
		for text in ["", "P", "12", "P-", "X1", "P1.5", "ΩP1"] {
			assert!(text.parse::<Subject>().is_err(), "{text}");
		}
	}
}
