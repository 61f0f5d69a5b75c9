//! The journal: what a run is about to do, written down before it does it, so that a run that was interrupted
//! goes on where it stopped. One JSON object a line; a line that was not finished does not count.

use super::plan::Wanted;
use crate::errors::{Problem, Result};
use serde::{Deserialize, Serialize};
use std::{
	fs::{File, OpenOptions},
	io::{Read, Seek, SeekFrom, Write},
	path::{Path, PathBuf},
};

/// What makes a run the same run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Run {
	/// The chain's genesis hash.
	pub chain: String,
	pub seed: u64,
	/// Fingerprints of profiles and strategy.
	pub profiles: u64,
	pub strategy: u64,
	/// The final block after which its events begin.
	pub start: u64,
}

/// Who takes part, as the chain numbers them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Community {
	pub zone: u16,
	pub operator: u32,
	pub supplier: u32,
	pub gateway: u32,
	/// Participant and meter of each household.
	pub households: Vec<Member>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
	pub participant: u32,
	pub meter: u32,
	/// The most lots that the connection carries, in and out.
	pub import: u32,
	pub export: u32,
}

/// An order with the nonce that it is signed with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Placed {
	pub household: usize,
	pub nonce: u64,
	pub order: Wanted,
}

/// A quarter hour and the delivery interval that stands for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
	pub step: usize,
	pub interval: u32,
	pub orders: Vec<Placed>,
}

/// One line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Entry {
	/// The run begins.
	Run(Run),
	/// The community is registered.
	Community(Community),
	/// Everybody's next nonce: the households', then the gateway's.
	Nonces(Vec<u64>),
	/// A quarter hour is taken up: its orders are about to be sent.
	Step(Step),
	/// The gateway is about to report of a quarter hour, with one nonce for each report.
	Readings { step: usize, nonces: Vec<u64> },
	/// Events are on file up to this block and this length.
	Exported { block: u64, bytes: u64 },
}

/// The file, and what it says.
pub struct Journal {
	path: PathBuf,
	file: File,
	pub run: Run,
	pub community: Option<Community>,
	pub nonces: Vec<u64>,
	pub steps: Vec<Step>,
	/// The nonces of the reports of each quarter hour that was reported of.
	pub readings: Vec<(usize, Vec<u64>)>,
	/// Up to which block, and which length, events are on file.
	pub exported: (u64, u64),
}

impl Journal {
	/// Open the journal of a directory for `run`, which begins it where there is none. A journal of another run is
	/// refused.
	pub fn open(directory: &Path, run: Run) -> Result<Journal> {
		let path = directory.join("journal.jsonl");
		let failed = |error: std::io::Error| unwritable(&path, &error);
		let mut options = OpenOptions::new();
		let mut file = options
			.read(true)
			.write(true)
			.create(true)
			.truncate(false)
			.open(&path)
			.map_err(failed)?;
		let mut text = String::new();
		file.read_to_string(&mut text).map_err(failed)?;
		let whole = text.rfind('\n').map_or(0, |end| end.saturating_add(1));
		file.set_len(u64::try_from(whole).unwrap_or_default()).map_err(failed)?;
		file.seek(SeekFrom::End(0)).map_err(failed)?;

		let mut entries = Vec::new();
		for line in text.get(..whole).unwrap_or_default().lines() {
			entries.push(serde_json::from_str(line).map_err(|e| damaged(&path, &e))?);
		}
		let mut entries = entries.into_iter();
		let (known, fresh) = match entries.next() {
			Some(Entry::Run(known)) => (known, false),
			None => (run.clone(), true),
			Some(_) => return Err(damaged(&path, &"it does not begin with a run")),
		};
		if !fresh {
			known.must_be(&run)?;
		}
		let mut journal = Journal {
			path: path.clone(),
			file,
			exported: (known.start, 0),
			run: known.clone(),
			community: None,
			nonces: Vec::new(),
			steps: Vec::new(),
			readings: Vec::new(),
		};
		if fresh {
			journal.write(Entry::Run(known))?;
		}
		entries.for_each(|entry| journal.take(entry));
		Ok(journal)
	}

	/// Whether the run was begun before.
	pub fn is_resumed(&self) -> bool {
		self.community.is_some()
	}

	/// Write an entry down, for good, and remember it.
	pub fn write(&mut self, entry: Entry) -> Result<()> {
		let line = serde_json::to_string(&entry).map_err(|e| damaged(&self.path, &e))?;
		writeln!(self.file, "{line}")
			.and_then(|()| self.file.sync_data())
			.map_err(|e| unwritable(&self.path, &e))?;
		self.take(entry);
		Ok(())
	}

	fn take(&mut self, entry: Entry) {
		match entry {
			Entry::Run(run) => self.run = run,
			Entry::Community(community) => self.community = Some(community),
			Entry::Nonces(nonces) => self.nonces = nonces,
			Entry::Step(step) => {
				step.orders.iter().for_each(|order| self.used(order.household, order.nonce));
				self.steps.push(step);
			}
			Entry::Readings { step, nonces } => {
				if let Some(gateway) = self.nonces.len().checked_sub(1) {
					nonces.iter().for_each(|nonce| self.used(gateway, *nonce));
				}
				self.readings.push((step, nonces));
			}
			Entry::Exported { block, bytes } => self.exported = (block, bytes),
		}
	}

	fn used(&mut self, account: usize, nonce: u64) {
		if let Some(next) = self.nonces.get_mut(account) {
			*next = nonce.saturating_add(1).max(*next);
		}
	}
}

impl Run {
	/// This run is on file, and `other` is asked for.
	fn must_be(&self, other: &Run) -> Result<()> {
		let differs = [
			("chain", self.chain != other.chain),
			("seed", self.seed != other.seed),
			("profiles", self.profiles != other.profiles),
			("strategy", self.strategy != other.strategy),
		];
		match differs.iter().find(|(_, differs)| *differs) {
			Some((what, _)) => Err(Problem::new(
				"other_run",
				format!("the directory holds a run with another {what}"),
			)
			.hint("Repeat the command as it was to go on with that run, or name another --out.")),
			None => Ok(()),
		}
	}
}

fn damaged(path: &Path, error: &dyn std::fmt::Display) -> Problem {
	Problem::new("bad_journal", format!("{} is damaged: {error}", path.display()))
		.hint("Name another --out to begin anew.")
}

/// A journal of a run that was never founded.
pub fn no_community() -> Problem {
	Problem::new("bad_journal", "the journal knows no community")
		.hint("Name another --out to begin anew.")
}

/// A file that cannot be written.
pub fn unwritable(path: &Path, error: &dyn std::fmt::Display) -> Problem {
	Problem::new("unwritable", format!("cannot write {}: {error}", path.display()))
		.hint("Name a directory that can be written to with --out.")
}

#[cfg(test)]
mod tests {
	use super::*;
	use gridforge_primitives::{Lots, Price, Side};

	fn run(seed: u64) -> Run {
		Run { chain: "0x00".into(), seed, profiles: 1, strategy: 2, start: 7 }
	}

	fn order(household: usize, nonce: u64) -> Placed {
		let order = Wanted { side: Side::Bid, price: Price(150), lots: Lots(12) };
		Placed { household, nonce, order }
	}

	#[test]
	fn a_journal_goes_on_where_it_was_cut_off() {
		let directory = tempfile::tempdir().unwrap();
		let path = directory.path().join("journal.jsonl");
		let step = Step { step: 0, interval: 99, orders: vec![order(0, 3), order(1, 5)] };
		let mut journal = Journal::open(directory.path(), run(1)).unwrap();
		assert_eq!(journal.exported, (7, 0));
		journal.write(Entry::Nonces(vec![3, 5, 0])).unwrap();
		journal.write(Entry::Step(step.clone())).unwrap();
		journal.write(Entry::Readings { step: 0, nonces: vec![0] }).unwrap();
		journal.write(Entry::Exported { block: 12, bytes: 345 }).unwrap();
		drop(journal);
		// The machine died in the middle of a line.
		let mut text = std::fs::read_to_string(&path).unwrap();
		text += "{\"exported\":{\"block\":13,";
		std::fs::write(&path, text).unwrap();

		// It may have begun at another block, and is the same run.
		let mut journal = Journal::open(directory.path(), Run { start: 50, ..run(1) }).unwrap();
		assert_eq!(journal.run, run(1));
		assert_eq!(journal.nonces, [4, 6, 1]);
		assert_eq!(journal.steps, [step]);
		assert_eq!(journal.readings, [(0, vec![0])]);
		assert_eq!(journal.exported, (12, 345));
		journal.write(Entry::Exported { block: 14, bytes: 400 }).unwrap();
		drop(journal);
		assert_eq!(Journal::open(directory.path(), run(1)).unwrap().exported, (14, 400));
	}

	#[test]
	fn another_run_is_refused() {
		let directory = tempfile::tempdir().unwrap();
		Journal::open(directory.path(), run(1)).unwrap();
		for (other, what) in [
			(run(2), "seed"),
			(Run { profiles: 9, ..run(1) }, "profiles"),
			(Run { strategy: 9, ..run(1) }, "strategy"),
			(Run { chain: "0x11".into(), ..run(1) }, "chain"),
		] {
			let problem = Journal::open(directory.path(), other).map(|_| ()).unwrap_err();
			assert_eq!(problem.code, "other_run");
			assert!(problem.message.ends_with(what), "{}", problem.message);
		}
	}

	#[test]
	fn a_damaged_journal_is_not_overwritten() {
		let directory = tempfile::tempdir().unwrap();
		std::fs::write(directory.path().join("journal.jsonl"), "{}\n").unwrap();
		let problem = Journal::open(directory.path(), run(1)).map(|_| ()).unwrap_err();
		assert_eq!(problem.code, "bad_journal");
	}
}
