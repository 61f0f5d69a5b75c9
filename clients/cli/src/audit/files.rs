//! The files of an audit: a table for each kind of record, and a manifest that names them all with their fingerprints.
//!
//! They are written under other names and get their own when all is done, the manifest last.

use super::rows::{Filter, MoneyRow, OrderRow, ReadingRow, Rows, TradeRow};
use crate::{
	errors::{Problem, Result},
	output::{pairs, Human},
};
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::{
	fs::File,
	io::{BufWriter, Write},
	path::{Path, PathBuf},
};

/// How the files are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
	/// Comma-separated values with a header.
	Csv,
	/// A JSON object a line.
	JsonLines,
}

impl Format {
	fn extension(self) -> &'static str {
		match self {
			Format::Csv => "csv",
			Format::JsonLines => "jsonl",
		}
	}
}

/// The first or the last block of the period.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct BlockName {
	pub number: u64,
	pub hash: String,
	pub time: String,
}

/// What the files are about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Manifest {
	pub format: &'static str,
	/// Which chain: the hash of its first block.
	#[serde(rename = "Organised market place ID/OTC")]
	pub genesis: String,
	#[serde(rename = "Energy commodity")]
	pub commodity: &'static str,
	#[serde(rename = "Settlement method")]
	pub settlement: &'static str,
	pub first: BlockName,
	pub last: BlockName,
	pub filter: Filter,
	pub files: Vec<FileName>,
}

/// A file of records.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FileName {
	pub name: String,
	pub records: u64,
	pub bytes: u64,
	pub sha256: String,
}

/// A file that is being written.
struct Table {
	name: String,
	path: PathBuf,
	file: BufWriter<File>,
	hash: Sha256,
	bytes: u64,
	records: u64,
}

/// All of them.
pub struct Files {
	directory: PathBuf,
	format: Format,
	orders: Table,
	changes: Table,
	trades: Table,
	readings: Table,
	money: Table,
}

impl Files {
	/// Begin the files in a directory, which is made where there is none.
	pub fn begin(directory: &Path, format: Format) -> Result<Files> {
		std::fs::create_dir_all(directory).map_err(|e| unwritable(directory, &e))?;
		let table = |name: &str| Table::begin(directory, name, format);
		let mut files = Files {
			directory: directory.to_owned(),
			format,
			orders: table("orders")?,
			changes: table("changes")?,
			trades: table("trades")?,
			readings: table("readings")?,
			money: table("money")?,
		};
		if format == Format::Csv {
			files.orders.write(&header(&OrderRow::default())?)?;
			files.changes.write(&header(&OrderRow::default())?)?;
			files.trades.write(&header(&TradeRow::default())?)?;
			files.readings.write(&header(&ReadingRow::default())?)?;
			files.money.write(&header(&MoneyRow::default())?)?;
		}
		Ok(files)
	}

	/// Add records.
	pub fn add(&mut self, rows: &Rows) -> Result<()> {
		let Rows { orders, changes, trades, readings, money } = rows;
		self.orders.add(self.format, orders)?;
		self.changes.add(self.format, changes)?;
		self.trades.add(self.format, trades)?;
		self.readings.add(self.format, readings)?;
		self.money.add(self.format, money)
	}

	/// Give the files their names, and write the manifest.
	pub fn end(self, mut manifest: Manifest) -> Result<Manifest> {
		let Files { directory, orders, changes, trades, readings, money, .. } = self;
		let path = directory.join("manifest.json");
		// A manifest of an earlier audit must not speak of these files.
		if path.exists() {
			std::fs::remove_file(&path).map_err(|e| unwritable(&path, &e))?;
		}
		for table in [orders, changes, trades, readings, money] {
			manifest.files.push(table.end(&directory)?);
		}
		let text = serde_json::to_string_pretty(&manifest).map_err(|e| unwritable(&path, &e))?;
		std::fs::write(&path, text + "\n").map_err(|e| unwritable(&path, &e))?;
		Ok(manifest)
	}
}

impl Table {
	fn begin(directory: &Path, name: &str, format: Format) -> Result<Table> {
		let name = format!("{name}.{}", format.extension());
		let path = directory.join(format!("{name}.part"));
		let file = File::create(&path).map_err(|e| unwritable(&path, &e))?;
		let (file, hash) = (BufWriter::new(file), Sha256::new());
		Ok(Table { name, path, file, hash, bytes: 0, records: 0 })
	}

	fn add<T: Serialize>(&mut self, format: Format, rows: &[T]) -> Result<()> {
		for row in rows {
			let line = match format {
				Format::Csv => csv_text(row, false)?,
				Format::JsonLines => json_line(row)?,
			};
			self.write(&line)?;
			self.records = self.records.saturating_add(1);
		}
		Ok(())
	}

	fn write(&mut self, bytes: &[u8]) -> Result<()> {
		self.hash.update(bytes);
		self.bytes = self.bytes.saturating_add(u64::try_from(bytes.len()).unwrap_or_default());
		self.file.write_all(bytes).map_err(|e| unwritable(&self.path, &e))
	}

	fn end(self, directory: &Path) -> Result<FileName> {
		let Table { name, path, file, hash, bytes, records } = self;
		let failed = |e: std::io::Error| unwritable(&path, &e);
		let file = file.into_inner().map_err(|e| failed(e.into_error()))?;
		file.sync_all().map_err(failed)?;
		std::fs::rename(&path, directory.join(&name)).map_err(failed)?;
		Ok(FileName { name, records, bytes, sha256: hex::encode(hash.finalize()) })
	}
}

fn unwritable(path: &Path, error: &dyn std::fmt::Display) -> Problem {
	Problem::new("unwritable", format!("cannot write {}: {error}", path.display()))
		.hint("Name a directory that can be written to with --out.")
}

fn unspeakable(error: impl std::fmt::Display) -> Problem {
	Problem::new("output", format!("cannot write a record: {error}"))
}

/// A row as text, with the header before it if wanted.
fn csv_text(row: &impl Serialize, with_header: bool) -> Result<Vec<u8>> {
	let mut writer = csv::WriterBuilder::new().has_headers(with_header).from_writer(Vec::new());
	writer.serialize(row).map_err(unspeakable)?;
	writer.into_inner().map_err(unspeakable)
}

/// The names of a row's fields.
fn header(row: &impl Serialize) -> Result<Vec<u8>> {
	let mut both = csv_text(row, true)?;
	// No name has a line break in it.
	let end = both.iter().position(|byte| *byte == b'\n').unwrap_or_default();
	both.truncate(end.saturating_add(1));
	Ok(both)
}

fn json_line(row: &impl Serialize) -> Result<Vec<u8>> {
	let mut line = serde_json::to_vec(row).map_err(unspeakable)?;
	line.push(b'\n');
	Ok(line)
}

impl Human for Manifest {
	fn human(&self) -> String {
		let block =
			|block: &BlockName| format!("{} of {}, {}", block.number, block.time, block.hash);
		let mut text =
			pairs([("first block", block(&self.first)), ("last block", block(&self.last))]);
		for FileName { name, records, sha256, .. } in &self.files {
			text += &format!("{name:<16} {records:>9} records  sha256 {sha256}\n");
		}
		text
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	fn manifest() -> Manifest {
		let block = |number| BlockName { number, hash: format!("0x{number}"), time: "T".into() };
		Manifest {
			format: "f",
			genesis: "0x00".into(),
			commodity: "EL",
			settlement: "P",
			first: block(1),
			last: block(2),
			filter: Filter::default(),
			files: Vec::new(),
		}
	}

	fn rows() -> Rows {
		let order = OrderRow {
			block: 7,
			order: "a \"quoted\", order".into(),
			price: Some("-0.05".into()),
			..OrderRow::default()
		};
		Rows { orders: vec![order.clone(), order], ..Rows::default() }
	}

	fn write(directory: &Path, format: Format) -> Manifest {
		let mut files = Files::begin(directory, format).unwrap();
		files.add(&rows()).unwrap();
		files.end(manifest()).unwrap()
	}

	fn names(directory: &Path) -> Vec<String> {
		let mut names: Vec<_> = std::fs::read_dir(directory)
			.unwrap()
			.map(|entry| entry.unwrap().file_name().into_string().unwrap())
			.collect();
		names.sort();
		names
	}

	#[test]
	fn the_manifest_names_every_file_with_its_fingerprint() {
		let directory = tempfile::tempdir().unwrap();
		let manifest = write(directory.path(), Format::Csv);
		assert_eq!(
			names(directory.path()),
			[
				"changes.csv",
				"manifest.json",
				"money.csv",
				"orders.csv",
				"readings.csv",
				"trades.csv"
			]
		);
		for FileName { name, bytes, sha256, .. } in &manifest.files {
			let content = std::fs::read(directory.path().join(name)).unwrap();
			assert_eq!(u64::try_from(content.len()).unwrap(), *bytes, "{name}");
			assert_eq!(hex::encode(Sha256::digest(&content)), *sha256, "{name}");
		}
		assert_eq!(manifest.files[0].records, 2);
	}

	#[test]
	fn files_without_records_have_their_header() {
		let directory = tempfile::tempdir().unwrap();
		write(directory.path(), Format::Csv);
		let money = std::fs::read_to_string(directory.path().join("money.csv")).unwrap();
		assert!(money.starts_with("block,event,Transaction timestamp,kind,"), "{money}");
		assert_eq!(money.lines().count(), 1);
	}

	#[test]
	fn what_stands_in_both_formats_is_the_same() {
		let directory = tempfile::tempdir().unwrap();
		write(directory.path(), Format::Csv);
		write(directory.path(), Format::JsonLines);
		let mut table = csv::Reader::from_path(directory.path().join("orders.csv")).unwrap();
		let header = table.headers().unwrap().clone();
		let text = std::fs::read_to_string(directory.path().join("orders.jsonl")).unwrap();
		let mut records = 0;
		for (row, line) in table.records().zip(text.lines()) {
			let (row, line) =
				(row.unwrap(), serde_json::from_str::<serde_json::Value>(line).unwrap());
			assert_eq!(header.len(), line.as_object().unwrap().len());
			for (name, value) in header.iter().zip(row.iter()) {
				let said = match &line[name] {
					serde_json::Value::Null => String::new(),
					serde_json::Value::String(text) => text.clone(),
					other => other.to_string(),
				};
				assert_eq!(said, value, "{name}");
			}
			records += 1;
		}
		assert_eq!(records, 2);
	}

	#[test]
	fn the_same_records_give_the_same_bytes_over_older_files() {
		let directory = tempfile::tempdir().unwrap();
		let first = write(directory.path(), Format::JsonLines);
		std::fs::write(directory.path().join("orders.jsonl"), "something else").unwrap();
		assert_eq!(write(directory.path(), Format::JsonLines), first);
	}
}
