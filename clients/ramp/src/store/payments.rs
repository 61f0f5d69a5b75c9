//! Statements and the money that came in.

use super::{decide, signed, unsigned, Store};
use crate::{
	camt::{Direction, Entry, Statement},
	identifiers::{CustomerReference, Iban, Salt},
	ledger::Account,
	money::{Currency, Minor},
	states::{FindingKind, PaymentState, RedemptionState},
};
use gridforge_client::errors::Result;
use gridforge_primitives::{Millis, Reference};
use rusqlite::{params, OptionalExtension, Row, Transaction};

/// What payments are judged by.
#[derive(Clone, Copy)]
pub struct Rules<'a> {
	pub salt: &'a Salt,
	pub iban: &'a Iban,
	pub currency: &'a Currency,
	/// More than this has to be approved.
	pub approval_above: Minor,
}

/// Money that came in.
#[derive(Clone, Debug)]
pub struct Payment {
	pub id: i64,
	pub bank_reference: String,
	pub amount: Minor,
	pub booked: Option<String>,
	pub remittance: String,
	pub account: Option<Account>,
	pub mint_reference: Reference,
	pub state: PaymentState,
	/// The mint that waits on the chain for a second signature.
	pub mint: Option<u64>,
	/// The final block in which it was seen that WATT was minted.
	pub block: Option<u64>,
	pub problem: Option<String>,
}

/// Something on a statement that is no payment.
#[derive(Clone, Debug)]
pub struct Finding {
	pub file: String,
	pub place: String,
	pub kind: FindingKind,
	pub detail: String,
}

/// What a statement came to.
#[derive(Clone, Debug, Default)]
pub struct Taken {
	/// Payments that are new.
	pub payments: Vec<i64>,
	/// Redemptions that it shows to be paid.
	pub paid: Vec<u64>,
	pub findings: Vec<(FindingKind, String)>,
}

/// What an entry is.
enum Sorted {
	Payment(i64),
	Paid(i64),
	Finding(FindingKind, String),
}

const COLUMNS: &str = "id, bank_reference, amount, booked, remittance, account, mint_reference, state, mint, block, problem";

impl Store {
	/// Take over a statement, all of it or nothing. Answers with nothing where this very file was taken before.
	pub fn take_statement(
		&mut self,
		rules: Rules<'_>,
		file: &str,
		digest: &[u8; 32],
		statement: &Statement,
		now: Millis,
	) -> Result<Option<Taken>> {
		self.write(|tx| {
			let added = tx.execute(
				"INSERT OR IGNORE INTO statements (digest, file, message, taken) VALUES (?1, ?2, ?3, ?4)",
				params![digest, file, statement.message, signed(now)],
			)?;
			if added == 0 {
				return Ok(None);
			}
			let id = tx.last_insert_rowid();
			let mut taken = Taken::default();
			for entry in &statement.entries {
				match sort(tx, rules, id, entry)? {
					Sorted::Payment(payment) => taken.payments.push(payment),
					Sorted::Paid(redemption) => taken.paid.push(unsigned(redemption)),
					Sorted::Finding(kind, detail) => {
						tx.execute(
							"INSERT INTO findings (statement, place, kind, detail) VALUES (?1, ?2, ?3, ?4)",
							params![id, entry.place, kind, detail],
						)?;
						taken.findings.push((kind, format!("{}: {detail}", entry.place)));
					}
				}
			}
			Ok(Some(taken))
		})
	}

	pub fn payment(&self, id: i64) -> Result<Option<Payment>> {
		self.read(|db| {
			let question = format!("SELECT {COLUMNS} FROM payments WHERE id = ?1");
			db.query_row(&question, [id], payment_of).optional()
		})
	}

	/// Payments in the order in which they came, those in one state or all.
	pub fn payments(&self, state: Option<PaymentState>) -> Result<Vec<Payment>> {
		self.read(|db| {
			let question = format!(
				"SELECT {COLUMNS} FROM payments WHERE ?1 IS NULL OR state = ?1 ORDER BY id"
			);
			let mut rows = db.prepare(&question)?;
			let payments = rows.query_map([state], payment_of)?;
			payments.collect()
		})
	}

	pub fn findings(&self) -> Result<Vec<Finding>> {
		self.read(|db| {
			let mut rows = db.prepare(
				"SELECT file, place, kind, detail FROM findings
				JOIN statements ON statements.id = findings.statement ORDER BY findings.id",
			)?;
			let findings = rows.query_map([], |row| {
				Ok(Finding {
					file: row.get(0)?,
					place: row.get(1)?,
					kind: row.get(2)?,
					detail: row.get(3)?,
				})
			})?;
			findings.collect()
		})
	}

	/// Let a payment go from one state to another, with what is known about it then. Answers whether it was in the first.
	pub fn move_payment(
		&mut self,
		id: i64,
		from: PaymentState,
		to: PaymentState,
		mint: Option<u64>,
		block: Option<u64>,
		problem: Option<&str>,
	) -> Result<bool> {
		let moved = self.write(|tx| {
			tx.execute(
				"UPDATE payments SET state = ?3, mint = ?4, block = ?5, problem = ?6 WHERE id = ?1 AND state = ?2",
				params![id, from, to, mint.map(signed), block.map(signed), problem],
			)
		})?;
		Ok(moved == 1)
	}

	/// Say why a payment stays where it is. Answers whether that is new.
	pub fn explain_payment(&mut self, id: i64, problem: &str) -> Result<bool> {
		let changed = self.write(|tx| {
			tx.execute(
				"UPDATE payments SET problem = ?2 WHERE id = ?1 AND problem IS NOT ?2",
				params![id, problem],
			)
		})?;
		Ok(changed == 1)
	}

	/// Somebody's decision on a payment. Answers whether it was still in that state.
	pub fn decide_payment(
		&mut self,
		payment: &Payment,
		to: PaymentState,
		decision: &str,
		person: &str,
		now: Millis,
	) -> Result<bool> {
		let (id, from) = (payment.id, payment.state);
		self.write(|tx| {
			let moved = tx.execute(
				"UPDATE payments SET state = ?3, mint = NULL, problem = NULL WHERE id = ?1 AND state = ?2",
				params![id, from, to],
			)?;
			if moved == 1 {
				decide(tx, &format!("P{id}"), decision, person, now)?;
			}
			Ok(moved == 1)
		})
	}

	/// Somebody gave a mint its second signature, which the chain has; `run` may have seen that first.
	pub fn sign_payment(&mut self, id: i64, person: &str, now: Millis) -> Result<()> {
		self.write(|tx| {
			decide(tx, &format!("P{id}"), "signed", person, now)?;
			tx.execute(
				"UPDATE payments SET state = ?3, mint = NULL WHERE id = ?1 AND state = ?2",
				params![id, PaymentState::Proposed, PaymentState::Submitting],
			)
		})?;
		Ok(())
	}

	/// Somebody says for which customer an unmatched payment is.
	pub fn match_payment(
		&mut self,
		id: i64,
		reference: &CustomerReference,
		person: &str,
		now: Millis,
	) -> Result<bool> {
		self.write(|tx| {
			let moved = tx.execute(
				"UPDATE payments SET state = ?2, reference = c.reference, account = c.account, problem = NULL
				FROM customer_references AS c WHERE id = ?1 AND state = ?3 AND c.reference = ?4",
				params![id, PaymentState::Ready, PaymentState::Unmatched, reference.as_str()],
			)?;
			if moved == 1 {
				let decision = format!("approved for {}", reference.as_str());
				decide(tx, &format!("P{id}"), &decision, person, now)?;
			}
			Ok(moved == 1)
		})
	}
}

fn sort(
	tx: &Transaction<'_>,
	rules: Rules<'_>,
	statement: i64,
	entry: &Entry,
) -> rusqlite::Result<Sorted> {
	let amount = match Currency::new(&entry.currency) {
		Ok(currency) => format!("{} {currency}", currency.write(entry.amount)),
		Err(_) => entry.currency.clone(),
	};
	let finding = |kind, why: &str| {
		let name = entry.bank_reference.as_deref().unwrap_or("without a reference of the bank");
		Ok(Sorted::Finding(kind, format!("{amount} ({name}): {why}")))
	};
	if entry.status != "BOOK" {
		return finding(FindingKind::Pending, &format!("its status is {}", entry.status));
	}
	if let Some(flaw) = &entry.flaw {
		return finding(FindingKind::Flawed, flaw);
	}
	if entry.currency != rules.currency.code() {
		return finding(FindingKind::WrongCurrency, &format!("not in {}", rules.currency));
	}
	if entry.amount == Minor(0) {
		return finding(FindingKind::Zero, "nothing was paid");
	}
	if entry.reversal {
		let what = entry.end_to_end.as_deref().unwrap_or("it");
		let held = hold_reversed(tx, entry)?;
		return finding(
			FindingKind::Reversal,
			&format!("takes {what} back; {held}decide what is to be done"),
		);
	}
	match entry.direction {
		Direction::Debit => match sort_debit(tx, statement, entry)? {
			Ok(redemption) => Ok(Sorted::Paid(redemption)),
			Err((kind, why)) => finding(kind, &why),
		},
		Direction::Credit => match sort_credit(tx, rules, statement, entry)? {
			Ok(payment) => Ok(Sorted::Payment(payment)),
			Err((kind, why)) => finding(kind, &why),
		},
	}
}

/// Let nothing go on that a reversal may be about: a payment that is not minted for yet, or a redemption whose payout comes back. In
/// words, what was held.
fn hold_reversed(tx: &Transaction<'_>, entry: &Entry) -> rusqlite::Result<String> {
	use PaymentState::{AwaitingApproval, Held, Proposed, Ready, Unmatched};
	let mut held = match entry.direction {
		// Banks give a reversal a reference of its own, so any payment of the sum may be the one. What nobody has been found for, or
		// waits on the chain, waits for a person as it is, who has to know.
		Direction::Debit => tx
			.prepare(
				"UPDATE payments SET state = CASE WHEN state IN (?2, ?3) THEN ?1 ELSE state END,
					problem = 'the bank has taken it back, or one of the same sum'
				WHERE state IN (?2, ?3, ?4, ?5) AND (bank_reference = ?6 OR amount = ?7) RETURNING 'P' || id",
			)?
			.query_map(
				params![
					Held,
					Ready,
					AwaitingApproval,
					Unmatched,
					Proposed,
					entry.bank_reference,
					signed(entry.amount.0)
				],
				|row| row.get::<_, String>(0),
			)?
			.collect::<rusqlite::Result<Vec<_>>>()?,
		Direction::Credit => hold_returned(tx, entry)?.into_iter().collect(),
	};
	held.sort();
	Ok(if held.is_empty() { String::new() } else { format!("held: {}; ", held.join(", ")) })
}

/// Hold a redemption that the bank has paid and whose money comes in again. Which, in words.
fn hold_returned(tx: &Transaction<'_>, entry: &Entry) -> rusqlite::Result<Option<String>> {
	let name = entry.end_to_end.as_deref().unwrap_or_default();
	tx.query_row(
		"UPDATE redemptions SET state = ?1, problem = 'the bank has its money back: pay it again, or give it back'
		WHERE end_to_end = ?2 AND state = ?3 AND amount = ?4 RETURNING 'R' || id",
		params![RedemptionState::Held, name, RedemptionState::Paid, signed(entry.amount.0)],
		|row| row.get(0),
	)
	.optional()
}

type Otherwise = (FindingKind, String);

/// Money that came in: a new payment, or one that was seen before.
fn sort_credit(
	tx: &Transaction<'_>,
	rules: Rules<'_>,
	statement: i64,
	entry: &Entry,
) -> rusqlite::Result<std::result::Result<i64, Otherwise>> {
	let Some(name) = entry.bank_reference.as_deref() else {
		let why = "without one, it cannot be known again, and might be minted for twice";
		return Ok(Err((FindingKind::NoReference, why.into())));
	};
	let mut known: Vec<(String, Account)> = Vec::new();
	for reference in CustomerReference::find_all(&entry.remittance) {
		let account = tx
			.query_row(
				"SELECT account FROM customer_references WHERE reference = ?1",
				[reference.as_str()],
				|row| row.get(0),
			)
			.optional()?;
		known.extend(account.map(|account| (reference.as_str().to_owned(), account)));
	}
	let (state, customer, problem) = match known.as_slice() {
		[] => (PaymentState::Unmatched, None, Some("no reference of a customer stands on it")),
		[_] if entry.amount > rules.approval_above => {
			(PaymentState::AwaitingApproval, known.first(), None)
		}
		[_] => (PaymentState::Ready, known.first(), None),
		_ => (PaymentState::Unmatched, None, Some("references of several customers stand on it")),
	};
	let before: Option<(i64, i64, Option<String>)> = tx
		.query_row(
			"SELECT id, amount, reference FROM payments WHERE bank_reference = ?1",
			[name],
			|row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
		)
		.optional()?;
	if let Some((id, amount, reference)) = before {
		// What was matched by hand has no reference on the statement.
		let same = unsigned(amount) == entry.amount.0
			&& (customer.is_none() || customer.map(|(text, _)| text) == reference.as_ref());
		return Ok(Err(if same {
			(FindingKind::Duplicate, format!("seen before as P{id}"))
		} else {
			(
				FindingKind::Conflict,
				format!("the bank gave its reference to P{id} already, which differs"),
			)
		}));
	}
	let mint_reference =
		rules.salt.reference("payment", &[rules.iban.as_str().as_bytes(), name.as_bytes()]);
	tx.execute(
		"INSERT INTO payments
		(statement, bank_reference, amount, booked, remittance, reference, account, mint_reference, state, problem)
		VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
		params![
			statement,
			name,
			signed(entry.amount.0),
			entry.booked,
			entry.remittance,
			customer.map(|(text, _)| text),
			customer.map(|(_, account)| account),
			mint_reference,
			state,
			problem
		],
	)?;
	Ok(Ok(tx.last_insert_rowid()))
}

/// Money that went out: the payout of a redemption, or none of this program's.
fn sort_debit(
	tx: &Transaction<'_>,
	statement: i64,
	entry: &Entry,
) -> rusqlite::Result<std::result::Result<i64, Otherwise>> {
	let name = entry.end_to_end.as_deref().unwrap_or_default();
	let ordered: Option<(i64, Option<i64>, RedemptionState, Option<String>)> = tx
		.query_row(
			"SELECT id, amount, state, bank_reference FROM redemptions WHERE end_to_end = ?1 AND payout IS NOT NULL",
			[name],
			|row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)),
		)
		.optional()?;
	let Some((id, amount, state, before)) = ordered else {
		return Ok(Err((FindingKind::Debit, "not ordered here".into())));
	};
	// Whatever became of it since: a statement that comes again pays nothing anew.
	if before.is_some() && before == entry.bank_reference {
		return Ok(Err((FindingKind::Duplicate, format!("seen before as the payout of R{id}"))));
	}
	if amount.map(unsigned) != Some(entry.amount.0) {
		return Ok(Err((
			FindingKind::PayoutDiffers,
			format!("R{id} was to be paid another amount"),
		)));
	}
	// One that was given up, and is not given back yet, is paid all the same: the bank says so.
	if !matches!(state, RedemptionState::Ordered | RedemptionState::Returning) {
		return Ok(Err((
			FindingKind::PayoutDiffers,
			format!("R{id} is {state}, and was paid by this"),
		)));
	}
	tx.execute(
		"UPDATE redemptions SET state = ?2, statement = ?3, bank_reference = ?4, problem = NULL WHERE id = ?1",
		params![id, RedemptionState::Paid, statement, entry.bank_reference],
	)?;
	Ok(Ok(id))
}

fn payment_of(row: &Row<'_>) -> rusqlite::Result<Payment> {
	Ok(Payment {
		id: row.get(0)?,
		bank_reference: row.get(1)?,
		amount: Minor(unsigned(row.get(2)?)),
		booked: row.get(3)?,
		remittance: row.get(4)?,
		account: row.get(5)?,
		mint_reference: row.get(6)?,
		state: row.get(7)?,
		mint: row.get::<_, Option<i64>>(8)?.map(unsigned),
		block: row.get::<_, Option<i64>>(9)?.map(unsigned),
		problem: row.get(10)?,
	})
}
