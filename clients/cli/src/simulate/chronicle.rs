//! The chronicle: every event of final blocks that concerns the run, as plain JSON, one a line in `events.jsonl`.

use super::journal::unwritable;
use crate::{
	chain::{Chain, Config},
	errors::{Problem, Result},
	told::{error_name, tell, Told},
};
use serde_json::Value as Json;
use std::{
	collections::BTreeMap,
	fs::{File, OpenOptions},
	io::{Seek, SeekFrom, Write},
	path::{Path, PathBuf},
};
use subxt::{
	events::{Events, Phase},
	Metadata,
};

/// What of a block matters to a run.
pub struct Block {
	pub events: Vec<Told>,
	/// Every call of known accounts: the account, its nonce, and why it failed, if it did.
	pub calls: Vec<(usize, u64, Option<String>)>,
}

/// The accounts of a run, by their bytes.
pub type Actors = BTreeMap<[u8; 32], (usize, String)>;

/// Read a block: all of its events, and the calls of the run's accounts.
pub async fn read(chain: &Chain, number: u64, actors: &Actors) -> Result<Block> {
	let view = chain.at(number).await?;
	let client = view.client();
	let metadata = client.metadata();
	let events: Events<Config> = client.events().fetch().await?;
	let mut block = Block { events: Vec::new(), calls: Vec::new() };
	let mut failures = BTreeMap::new();
	for event in events.iter() {
		let event = event?;
		let told = tell(&metadata, number, &event)?;
		if let (Phase::ApplyExtrinsic(extrinsic), true) =
			(event.phase(), told.is("System", "ExtrinsicFailed"))
		{
			failures.insert(extrinsic, (block.events.len(), reason(&metadata, &told.fields)));
		}
		block.events.push(told);
	}
	let extrinsics = client.extrinsics().fetch().await?;
	for extrinsic in extrinsics.iter() {
		let extrinsic = extrinsic?;
		// The address is the variant of an account id, then the account.
		let actor = extrinsic
			.address_bytes()
			.and_then(|bytes| bytes.get(1..))
			.and_then(|bytes| actors.get(<&[u8; 32]>::try_from(bytes).ok()?));
		let nonce = extrinsic.transaction_extensions().and_then(|found| found.nonce());
		let (Some((actor, name)), Some(nonce)) = (actor, nonce) else { continue };
		let index = u32::try_from(extrinsic.index()).unwrap_or(u32::MAX);
		let failure = failures.remove(&index);
		if let Some((place, _)) = &failure {
			if let Some(event) = block.events.get_mut(*place) {
				event.call = Some((name.clone(), nonce));
			}
		}
		block.calls.push((*actor, nonce, failure.map(|(_, reason)| reason)));
	}
	Ok(block)
}

/// A dispatch error as `Pallet.Error`, or as it is.
fn reason(metadata: &Metadata, fields: &Json) -> String {
	let error = fields.get("dispatch_error").unwrap_or(fields);
	error_name(metadata, error).unwrap_or_else(|| error.to_string())
}

/// The file, which grows block by block.
pub struct Chronicle {
	path: PathBuf,
	file: File,
	bytes: u64,
}

impl Chronicle {
	/// Open the file of a directory, of which the first `bytes` count.
	pub fn open(directory: &Path, bytes: u64) -> Result<Chronicle> {
		let path = directory.join("events.jsonl");
		let failed = |error: std::io::Error| unwritable(&path, &error);
		let mut options = OpenOptions::new();
		let mut file =
			options.write(true).create(true).truncate(false).open(&path).map_err(failed)?;
		if file.metadata().map_err(failed)?.len() < bytes {
			return Err(Problem::new("bad_events", format!("{} is too short", path.display()))
				.hint("Name another --out to begin anew."));
		}
		file.set_len(bytes).map_err(failed)?;
		file.seek(SeekFrom::End(0)).map_err(failed)?;
		Ok(Chronicle { path, file, bytes })
	}

	/// Add events, for good. How long the file is then.
	pub fn add<'a>(&mut self, events: impl Iterator<Item = &'a Told>) -> Result<u64> {
		let text: String = events.map(|event| format!("{}\n", event.line())).collect();
		self.file
			.write_all(text.as_bytes())
			.and_then(|()| self.file.sync_data())
			.map_err(|e| unwritable(&self.path, &e))?;
		self.bytes = self.bytes.saturating_add(u64::try_from(text.len()).unwrap_or_default());
		Ok(self.bytes)
	}

	/// All events on file.
	pub fn all(&self) -> Result<Vec<Told>> {
		let text = std::fs::read_to_string(&self.path).map_err(|e| unwritable(&self.path, &e))?;
		let damaged = |number: usize| {
			let line = number.saturating_add(1);
			Problem::new("bad_events", format!("{}, line {line} is damaged", self.path.display()))
		};
		let lines = text.lines().enumerate();
		lines.map(|(number, line)| Told::read(line).ok_or_else(|| damaged(number))).collect()
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::told::tests::told;

	#[test]
	fn what_was_not_noted_is_written_again() {
		let directory = tempfile::tempdir().unwrap();
		let mut chronicle = Chronicle::open(directory.path(), 0).unwrap();
		let noted = chronicle.add([told(1)].iter()).unwrap();
		chronicle.add([told(2)].iter()).unwrap();
		drop(chronicle);
		let mut chronicle = Chronicle::open(directory.path(), noted).unwrap();
		chronicle.add([told(2)].iter()).unwrap();
		assert_eq!(chronicle.all().unwrap(), [told(1), told(2)]);
		drop(chronicle);
		let problem = Chronicle::open(directory.path(), 1_000_000).map(|_| ()).unwrap_err();
		assert_eq!(problem.code, "bad_events");
	}
}
