//! WATT that was handed in, and the files by which it is paid.

use super::{decide, signed, unsigned, Store};
use crate::{
	ledger::Account,
	money::Minor,
	states::{PayoutState, RedemptionState},
};
use gridforge_client::errors::Result;
use gridforge_primitives::{Millis, RedemptionId, Reference, ReturnReason, WattBalance};
use rusqlite::{params, OptionalExtension, Row};

/// WATT that was handed in.
#[derive(Clone, Debug)]
pub struct Redemption {
	pub id: RedemptionId,
	pub holder: Account,
	pub watt: WattBalance,
	/// What a bank pays for it.
	pub amount: Option<Minor>,
	pub deadline: Millis,
	pub payee: Option<Reference>,
	/// By this its payment is known again.
	pub end_to_end: String,
	pub state: RedemptionState,
	pub bank_reference: Option<String>,
	pub return_reason: Option<ReturnReason>,
	/// A final block in which it was open still, or, once it has ended, in which it was seen that it has.
	pub block: Option<u64>,
	pub problem: Option<String>,
	/// Whether somebody has approved that it is paid whatever stands in its way.
	pub approved_anyway: bool,
}

/// What is written down of a redemption that is new.
#[derive(Clone, Debug)]
pub struct NewRedemption {
	pub id: RedemptionId,
	pub holder: Account,
	pub watt: WattBalance,
	pub amount: Option<Minor>,
	pub deadline: Millis,
	pub payee: Option<Reference>,
	pub end_to_end: String,
	pub state: RedemptionState,
	pub return_reason: Option<ReturnReason>,
	/// The final block in which it was seen.
	pub block: u64,
	pub problem: Option<String>,
}

/// A payout file.
#[derive(Clone, Debug)]
pub struct Payout {
	pub id: i64,
	/// The name of the message, and of the file.
	pub message: String,
	pub content: String,
	pub state: PayoutState,
}

const COLUMNS: &str = "id, holder, watt, amount, deadline, payee, end_to_end, state, bank_reference, return_reason, block, problem,
	EXISTS (SELECT 1 FROM decisions WHERE subject = 'R' || redemptions.id AND decision = 'approved anyway')";

/// The decision to pay what was held.
pub const APPROVED_ANYWAY: &str = "approved anyway";

impl Store {
	/// Write down redemptions that are new. One that is known stays as it is.
	pub fn add_redemptions(&mut self, new: &[NewRedemption]) -> Result<()> {
		self.write(|tx| {
			for one in new {
				tx.execute(
					"INSERT OR IGNORE INTO redemptions
					(id, holder, watt, amount, deadline, payee, end_to_end, state, return_reason, block, problem)
					VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
					params![
						signed(one.id.0),
						one.holder,
						one.watt.to_string(),
						one.amount.map(|amount| signed(amount.0)),
						signed(one.deadline),
						one.payee,
						one.end_to_end,
						one.state,
						one.return_reason.map(reason_word),
						signed(one.block),
						one.problem
					],
				)?;
			}
			Ok(())
		})
	}

	pub fn redemption(&self, id: RedemptionId) -> Result<Option<Redemption>> {
		self.read(|db| {
			let question = format!("SELECT {COLUMNS} FROM redemptions WHERE id = ?1");
			db.query_row(&question, [signed(id.0)], redemption_of).optional()
		})
	}

	/// Redemptions in the order in which they were handed in, those in one state or all.
	pub fn redemptions(&self, state: Option<RedemptionState>) -> Result<Vec<Redemption>> {
		self.read(|db| {
			let question = format!(
				"SELECT {COLUMNS} FROM redemptions WHERE ?1 IS NULL OR state = ?1 ORDER BY id"
			);
			let mut rows = db.prepare(&question)?;
			let redemptions = rows.query_map([state], redemption_of)?;
			redemptions.collect()
		})
	}

	/// Let a redemption go from one state to another. Answers whether it was in the first.
	pub fn move_redemption(
		&mut self,
		id: RedemptionId,
		from: RedemptionState,
		to: RedemptionState,
		block: Option<u64>,
		problem: Option<&str>,
	) -> Result<bool> {
		let moved = self.write(|tx| {
			tx.execute(
				"UPDATE redemptions SET state = ?3, block = ?4, problem = ?5 WHERE id = ?1 AND state = ?2",
				params![signed(id.0), from, to, block.map(signed), problem],
			)
		})?;
		Ok(moved == 1)
	}

	/// Remember that these were open still in a final block.
	pub fn seen_open(&mut self, redemptions: &[RedemptionId], block: u64) -> Result<()> {
		self.write(|tx| {
			for id in redemptions {
				tx.execute(
					"UPDATE redemptions SET block = ?2 WHERE id = ?1",
					params![signed(id.0), signed(block)],
				)?;
			}
			Ok(())
		})
	}

	/// Somebody's decision on a redemption. Answers whether it was still in that state.
	pub fn decide_redemption(
		&mut self,
		redemption: &Redemption,
		to: RedemptionState,
		reason: Option<ReturnReason>,
		decision: &str,
		person: &str,
		now: Millis,
	) -> Result<bool> {
		let (id, from) = (redemption.id, redemption.state);
		self.write(|tx| {
			let moved = tx.execute(
				"UPDATE redemptions SET state = ?3, return_reason = ?4, problem = NULL WHERE id = ?1 AND state = ?2",
				params![signed(id.0), from, to, reason.map(reason_word)],
			)?;
			if moved == 1 {
				decide(tx, &format!("R{id}"), decision, person, now)?;
			}
			Ok(moved == 1)
		})
	}

	/// How many payout files there have been.
	pub fn payout_count(&self) -> Result<u64> {
		let count =
			self.read(|db| db.query_row("SELECT count(*) FROM payouts", [], |row| row.get(0)))?;
		Ok(unsigned(count))
	}

	/// Decide what is in the next payout file: these redemptions, all of which are ready, or no file at all.
	pub fn plan_payout(
		&mut self,
		message: &str,
		content: &str,
		redemptions: &[RedemptionId],
	) -> Result<bool> {
		self.write(|tx| {
			for id in redemptions {
				let ready: bool = tx.query_row(
					"SELECT count(*) FROM redemptions WHERE id = ?1 AND state = ?2",
					params![signed(id.0), RedemptionState::Ready],
					|row| row.get(0),
				)?;
				if !ready {
					return Ok(false);
				}
			}
			tx.execute(
				"INSERT INTO payouts (message, content, state) VALUES (?1, ?2, ?3)",
				params![message, content, PayoutState::Planned],
			)?;
			let payout = tx.last_insert_rowid();
			for id in redemptions {
				tx.execute(
					"UPDATE redemptions SET state = ?2, payout = ?3, problem = NULL WHERE id = ?1",
					params![signed(id.0), RedemptionState::Ordered, payout],
				)?;
			}
			Ok(true)
		})
	}

	/// The payout files that the bank does not have yet.
	pub fn open_payouts(&self) -> Result<Vec<Payout>> {
		self.read(|db| {
			let mut rows = db.prepare(
				"SELECT id, message, content, state FROM payouts WHERE state != ?1 ORDER BY id",
			)?;
			let payouts = rows.query_map([PayoutState::Released], |row| {
				Ok(Payout {
					id: row.get(0)?,
					message: row.get(1)?,
					content: row.get(2)?,
					state: row.get(3)?,
				})
			})?;
			payouts.collect()
		})
	}

	pub fn move_payout(&mut self, id: i64, to: PayoutState) -> Result<()> {
		self.write(|tx| {
			tx.execute("UPDATE payouts SET state = ?2 WHERE id = ?1", params![id, to])
		})?;
		Ok(())
	}
}

/// The word of a reason, as the chain's JSON and this program's arguments have it.
pub fn reason_word(reason: ReturnReason) -> &'static str {
	match reason {
		ReturnReason::UnknownPayout => "unknown-payout",
		ReturnReason::PaymentRefused => "payment-refused",
		ReturnReason::NotIdentified => "not-identified",
		ReturnReason::HolderAsked => "holder-asked",
	}
}

/// The reason of a word.
pub fn parse_reason(word: &str) -> std::result::Result<ReturnReason, String> {
	use ReturnReason::{HolderAsked, NotIdentified, PaymentRefused, UnknownPayout};
	let all = [UnknownPayout, PaymentRefused, NotIdentified, HolderAsked];
	all.into_iter().find(|reason| reason_word(*reason) == word).ok_or_else(|| {
		let words: Vec<_> = all.into_iter().map(reason_word).collect();
		format!("{word:?} is none of {}", words.join(", "))
	})
}

fn redemption_of(row: &Row<'_>) -> rusqlite::Result<Redemption> {
	let watt: String = row.get(2)?;
	let reason: Option<String> = row.get(9)?;
	let unreadable = |error: Box<dyn std::error::Error + Send + Sync>| {
		rusqlite::Error::FromSqlConversionFailure(0, rusqlite::types::Type::Text, error)
	};
	Ok(Redemption {
		id: RedemptionId(unsigned(row.get(0)?)),
		holder: row.get(1)?,
		watt: watt.parse().map_err(|error: std::num::ParseIntError| unreadable(error.into()))?,
		amount: row.get::<_, Option<i64>>(3)?.map(|amount| Minor(unsigned(amount))),
		deadline: unsigned(row.get(4)?),
		payee: row.get(5)?,
		end_to_end: row.get(6)?,
		state: row.get(7)?,
		bank_reference: row.get(8)?,
		return_reason: match reason {
			Some(word) => Some(parse_reason(&word).map_err(|error| unreadable(error.into()))?),
			None => None,
		},
		block: row.get::<_, Option<i64>>(10)?.map(unsigned),
		problem: row.get(11)?,
		approved_anyway: row.get(12)?,
	})
}
