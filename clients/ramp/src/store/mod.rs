//! What the ramp remembers, in SQLite. Every change is one transaction, on the disk before it counts.

mod payments;
mod redemptions;

pub use payments::{Finding, Payment, Rules, Taken};
pub use redemptions::{parse_reason, NewRedemption, Payout, Redemption, APPROVED_ANYWAY};

use crate::{
	identifiers::{CustomerReference, Salt},
	ledger::Account,
};
use gridforge_client::errors::{Problem, Result};
use gridforge_primitives::{Millis, Reference};
use rusqlite::{
	params, Connection, OpenFlags, OptionalExtension, Transaction, TransactionBehavior,
};
use std::{path::Path, time::Duration};

/// The version of the schema.
const VERSION: i64 = 1;
/// How long another program that writes is waited for.
const BUSY: Duration = Duration::from_secs(10);

pub struct Store {
	connection: Connection,
}

/// A customer's reference and whom it stands for.
#[derive(Clone, Debug)]
pub struct Customer {
	pub reference: CustomerReference,
	pub account: Account,
	pub label: String,
}

/// Where a holder is paid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Payee {
	pub reference: Reference,
	pub account: Account,
	pub name: String,
	pub iban: String,
	pub bic: Option<String>,
}

impl Store {
	/// Make a new store, which must not be there.
	pub fn create(path: &Path) -> Result<Store> {
		let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE;
		let mut store = Store { connection: Connection::open_with_flags(path, flags).stored()? };
		store.configure()?;
		store.write(|tx| {
			tx.execute_batch(include_str!("schema.sql"))?;
			tx.pragma_update(None, "user_version", VERSION)
		})?;
		Ok(store)
	}

	/// Open the store that is there.
	pub fn open(path: &Path) -> Result<Store> {
		let connection =
			Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_WRITE).stored()?;
		let store = Store { connection };
		store.configure()?;
		let version: i64 =
			store.read(|db| db.pragma_query_value(None, "user_version", |row| row.get(0)))?;
		if version != VERSION {
			return Err(Problem::new(
				"state",
				format!("the store has version {version}, not {VERSION}"),
			)
			.hint("Use the release of gridforge-ramp that made it."));
		}
		Ok(store)
	}

	/// Have everything in the one file.
	pub fn close(self) -> Result<()> {
		self.read(|db| db.pragma_update(None, "journal_mode", "DELETE"))?;
		self.connection.close().map_err(|(_, error)| error).stored()
	}

	fn configure(&self) -> Result<()> {
		self.read(|db| {
			db.busy_timeout(BUSY)?;
			db.pragma_update(None, "journal_mode", "WAL")?;
			// What was written is on the disk before the next step is taken.
			db.pragma_update(None, "synchronous", "FULL")?;
			db.pragma_update(None, "foreign_keys", "ON")
		})
	}

	fn read<T>(&self, question: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T> {
		question(&self.connection).stored()
	}

	fn write<T>(
		&mut self,
		change: impl FnOnce(&Transaction<'_>) -> rusqlite::Result<T>,
	) -> Result<T> {
		let transaction =
			self.connection.transaction_with_behavior(TransactionBehavior::Immediate).stored()?;
		let value = change(&transaction).stored()?;
		transaction.commit().stored()?;
		Ok(value)
	}

	/// Remember what this store belongs to, or check that it is what was remembered.
	pub fn belongs_to(&mut self, name: &str, value: &str) -> Result<()> {
		let known: String = self.write(|tx| {
			tx.execute("INSERT OR IGNORE INTO facts (name, value) VALUES (?1, ?2)", [name, value])?;
			tx.query_row("SELECT value FROM facts WHERE name = ?1", [name], |row| row.get(0))
		})?;
		if known == value {
			return Ok(());
		}
		Err(Problem::new("other_state", format!("the store belongs to another {name}: {known}"))
			.hint("Name the state directory of this chain, issuer and bank account, or make one with `gridforge-ramp init`."))
	}

	/// Give an account a new reference for its payments.
	pub fn new_reference(
		&mut self,
		salt: &Salt,
		account: &Account,
		label: &str,
		now: Millis,
	) -> Result<CustomerReference> {
		self.write(|tx| {
			let mut number: i64 = tx.query_row(
				"SELECT count(*) FROM customer_references WHERE account = ?1",
				[account],
				|row| row.get(0),
			)?;
			loop {
				// Nobody can guess others' references from their own. A store from a backup gives an account its own again, and
				// never those that another was given meanwhile.
				let drawn = salt.number("customer reference", &[account, &number.to_le_bytes()]);
				let reference = CustomerReference::from_number(drawn);
				let added = tx.execute(
					"INSERT OR IGNORE INTO customer_references (reference, account, label, created)
					VALUES (?1, ?2, ?3, ?4)",
					params![reference.as_str(), account, label, signed(now)],
				)?;
				if added == 1 {
					return Ok(reference);
				}
				number = number.saturating_add(1);
			}
		})
	}

	pub fn customers(&self) -> Result<Vec<Customer>> {
		self.read(|db| {
			let mut rows =
				db.prepare("SELECT reference, account, label FROM customer_references ORDER BY created, reference")?;
			let customers = rows.query_map([], |row| {
				let text: String = row.get(0)?;
				let reference = CustomerReference::new(&text)
					.map_err(|error| rusqlite::Error::ToSqlConversionFailure(error.into()))?;
				Ok(Customer { reference, account: row.get(1)?, label: row.get(2)? })
			})?;
			customers.collect()
		})
	}

	/// Remember where a holder is paid. The same again is harmless.
	pub fn add_payee(&mut self, payee: &Payee, now: Millis) -> Result<()> {
		self.write(|tx| {
			tx.execute(
				"INSERT OR IGNORE INTO payees (reference, account, name, iban, bic, created)
				VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
				params![
					payee.reference,
					payee.account,
					payee.name,
					payee.iban,
					payee.bic,
					signed(now)
				],
			)
		})?;
		Ok(())
	}

	pub fn payees(&self) -> Result<Vec<Payee>> {
		self.read(|db| {
			let mut rows =
				db.prepare("SELECT reference, account, name, iban, bic FROM payees ORDER BY created, reference")?;
			let payees = rows.query_map([], payee_of)?;
			payees.collect()
		})
	}

	pub fn payee(&self, reference: &Reference) -> Result<Option<Payee>> {
		self.read(|db| {
			db.query_row(
				"SELECT reference, account, name, iban, bic FROM payees WHERE reference = ?1",
				[reference],
				payee_of,
			)
			.optional()
		})
	}

	/// How many things are in which state: payments, then redemptions, then payout files, then findings.
	pub fn counts(&self) -> Result<Vec<(String, String, i64)>> {
		self.read(|db| {
			let mut rows = db.prepare(
				"SELECT 'payments', state, count(*) FROM payments GROUP BY state
				UNION ALL SELECT 'redemptions', state, count(*) FROM redemptions GROUP BY state
				UNION ALL SELECT 'payouts', state, count(*) FROM payouts GROUP BY state
				UNION ALL SELECT 'findings', kind, count(*) FROM findings GROUP BY kind",
			)?;
			let counts = rows.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
			counts.collect()
		})
	}

	/// Whether everything refers to something, and the file is whole.
	#[cfg(test)]
	pub fn is_sound(&self) -> bool {
		let check = |pragma: &str| {
			let mut rows = self.connection.prepare(pragma).unwrap();
			let mut found = rows.query([]).unwrap();
			found.next().unwrap().is_none()
		};
		let whole: String =
			self.connection.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
		check("PRAGMA foreign_key_check") && whole == "ok"
	}
}

fn payee_of(row: &rusqlite::Row<'_>) -> rusqlite::Result<Payee> {
	Ok(Payee {
		reference: row.get(0)?,
		account: row.get(1)?,
		name: row.get(2)?,
		iban: row.get(3)?,
		bic: row.get(4)?,
	})
}

/// Write down who decided what.
fn decide(
	tx: &Transaction<'_>,
	subject: &str,
	decision: &str,
	person: &str,
	now: Millis,
) -> rusqlite::Result<usize> {
	tx.execute(
		"INSERT INTO decisions (subject, decision, person, moment) VALUES (?1, ?2, ?3, ?4)",
		params![subject, decision, person, signed(now)],
	)
}

/// SQLite's integers have a sign. Nothing here comes near the half of them that is cut off.
fn signed(number: u64) -> i64 {
	i64::try_from(number).unwrap_or(i64::MAX)
}

fn unsigned(number: i64) -> u64 {
	u64::try_from(number).unwrap_or_default()
}

/// Results of SQLite as results of this program.
trait Stored<T> {
	fn stored(self) -> Result<T>;
}

impl<T> Stored<T> for rusqlite::Result<T> {
	fn stored(self) -> Result<T> {
		self.map_err(|error| {
			Problem::new("state", format!("the store cannot be read or written: {error}"))
				.hint("See that the state directory is there, writable, and has space.")
		})
	}
}
