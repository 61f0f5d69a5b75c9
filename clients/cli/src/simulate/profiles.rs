//! Profiles: what each household takes from the grid and feeds into it, quarter hour by quarter hour, read
//! from a directory of CSV files.

use crate::errors::{Problem, Result};
use csv::StringRecord;
use gridforge_primitives::Millis;
use rust_decimal::{prelude::ToPrimitive, Decimal, RoundingStrategy};
use std::{
	fs::File,
	io::Read,
	path::{Path, PathBuf},
};
use time::{format_description::well_known::Rfc3339, OffsetDateTime};

/// What the first line of each file says.
const HEADER: [&str; 3] = ["time", "import", "export"];
/// A quarter hour.
const STEP: Millis = 900_000;
/// Most watt hours that a meter reports of one interval.
const MOST: u32 = 100_000_000;

/// What flows in one quarter hour, in Wh.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Energy {
	/// Taken from the grid.
	pub import: u32,
	/// Fed into it.
	pub export: u32,
}

impl Energy {
	/// What is fed in above what is taken; negative where more is taken.
	pub fn net_export(self) -> i64 {
		i64::from(self.export) - i64::from(self.import)
	}
}

/// One household's quarter hours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Household {
	/// The name of its file, without the ending.
	pub name: String,
	/// What flows.
	pub energy: Vec<Energy>,
}

/// All households, by name, over the same quarter hours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Profiles {
	/// When each quarter hour begins, as the files write it.
	pub times: Vec<String>,
	pub households: Vec<Household>,
}

impl Profiles {
	/// Read the files `*.csv` of a directory: the first so many households, or all, and of their quarter hours so
	/// many from the `first` on, or all.
	pub fn read(
		directory: &Path,
		households: Option<usize>,
		first: usize,
		steps: Option<usize>,
	) -> Result<Profiles> {
		let mut found = files(directory)?;
		if let Some(most) = households {
			if most > found.len() {
				return Err(Problem::new(
					"too_few_households",
					format!("{} has {} households, not {most}", directory.display(), found.len()),
				)
				.hint("Ask for fewer with --households."));
			}
			found.truncate(most);
		}
		let mut profiles = Profiles { times: Vec::new(), households: Vec::new() };
		let mut moments: Vec<Millis> = Vec::new();
		for (name, path) in found {
			let file = File::open(&path).map_err(|e| unreadable(&path, &e))?;
			let (own, times, energy) = read(&path, file)?;
			if profiles.households.is_empty() {
				(moments, profiles.times) = (own, times);
			} else if let Some(line) = first_difference(&moments, &own) {
				return Err(at(
					&path,
					line,
					"the times are not those of the other files".to_owned(),
				));
			}
			profiles.households.push(Household { name, energy });
		}
		let there = profiles.times.len();
		let end = steps.map_or(there, |steps| first.saturating_add(steps));
		if first >= end || end > there {
			return Err(Problem::new(
				"too_few_intervals",
				format!(
					"the profiles have {there} quarter hours, not those from {first} until {end}"
				),
			)
			.hint("Ask for others, and at least one, with --first and --intervals."));
		}
		cut(&mut profiles.times, first, end);
		profiles.households.iter_mut().for_each(|household| cut(&mut household.energy, first, end));
		Ok(profiles)
	}

	/// How many quarter hours there are.
	pub fn steps(&self) -> usize {
		self.times.len()
	}

	/// A number that other profiles do not have.
	pub fn fingerprint(&self) -> u64 {
		let mut text = self.times.join(" ");
		for Household { name, energy } in &self.households {
			text += &format!("\n{name}");
			for Energy { import, export } in energy {
				text += &format!(" {import}/{export}");
			}
		}
		fingerprint(text.as_bytes())
	}
}

/// Keep what is from `first` until before `end`.
fn cut<T>(list: &mut Vec<T>, first: usize, end: usize) {
	list.truncate(end);
	list.drain(..first.min(list.len()));
}

/// FNV-1a: tells texts apart, and stays the same from release to release.
pub fn fingerprint(bytes: &[u8]) -> u64 {
	bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
		(hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
	})
}

/// The profiles of a directory with the names of their households, sorted.
fn files(directory: &Path) -> Result<Vec<(String, PathBuf)>> {
	let entries = std::fs::read_dir(directory).map_err(|e| unreadable(directory, &e))?;
	let mut found = Vec::new();
	for entry in entries {
		let path = entry.map_err(|e| unreadable(directory, &e))?.path();
		if path.extension().is_some_and(|ending| ending == "csv") {
			let name = path.file_stem().map(|name| name.to_string_lossy().into_owned());
			found.push((name.unwrap_or_default(), path));
		}
	}
	found.sort();
	if found.len() < 2 {
		return Err(Problem::new(
			"no_profiles",
			format!("{} has {} files *.csv; trading takes two", directory.display(), found.len()),
		)
		.hint("Write one file for each household; `scripts/fetch-profiles` makes some."));
	}
	Ok(found)
}

/// The moments of a file, how it writes them, and what flows.
type Columns = (Vec<Millis>, Vec<String>, Vec<Energy>);

fn read(path: &Path, file: impl Read) -> Result<Columns> {
	let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(file);
	let (mut moments, mut times, mut energy) = (Vec::<Millis>::new(), Vec::new(), Vec::new());
	for (number, record) in reader.records().enumerate() {
		let line = number.saturating_add(1);
		let record = record.map_err(|e| at(path, line, e.to_string()))?;
		if number == 0 {
			if record != HEADER[..] {
				let message = format!("the first line must be {}", HEADER.join(","));
				return Err(at(path, line, message));
			}
			continue;
		}
		let (moment, flow) = row(&record).map_err(|message| at(path, line, message))?;
		if moments.last().is_some_and(|before| moment != before.saturating_add(STEP)) {
			let message = "this is not a quarter hour after the line before".to_owned();
			return Err(at(path, line, message));
		}
		moments.push(moment);
		times.push(record.get(0).unwrap_or_default().to_owned());
		energy.push(flow);
	}
	if moments.is_empty() {
		return Err(at(path, 1, "there are no quarter hours".to_owned()));
	}
	Ok((moments, times, energy))
}

fn row(record: &StringRecord) -> std::result::Result<(Millis, Energy), String> {
	let field = |number: usize| record.get(number).unwrap_or_default().trim();
	let moment = OffsetDateTime::parse(field(0), &Rfc3339)
		.map_err(|e| format!("{:?} is no time such as 2026-06-21T12:15:00Z: {e}", field(0)))?;
	let moment = u64::try_from(moment.unix_timestamp_nanos() / 1_000_000)
		.map_err(|_| format!("{} is before 1970", field(0)))?;
	Ok((moment, Energy { import: watt_hours(field(1))?, export: watt_hours(field(2))? }))
}

/// kWh as whole Wh, the nearest.
fn watt_hours(text: &str) -> std::result::Result<u32, String> {
	let kwh: Decimal =
		text.parse().map_err(|_| format!("{text:?} is no energy in kWh such as 0.125"))?;
	if kwh.is_sign_negative() && !kwh.is_zero() {
		return Err(format!("{text} kWh is below zero; import and export are both positive"));
	}
	kwh.checked_mul(Decimal::from(1_000))
		.map(|wh| wh.round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero))
		.and_then(|wh| wh.to_u32())
		.filter(|wh| *wh <= MOST)
		.ok_or_else(|| format!("{text} kWh is more than a household can use in a quarter hour"))
}

/// The line in which two columns of times differ.
fn first_difference(a: &[Millis], b: &[Millis]) -> Option<usize> {
	let same = a.iter().zip(b).take_while(|(a, b)| a == b).count();
	// The header is the first line.
	(a.len() != b.len() || same < a.len()).then_some(same.saturating_add(2))
}

fn at(path: &Path, line: usize, message: String) -> Problem {
	Problem::new("bad_profile", format!("{}, line {line}: {message}", path.display()))
		.hint("A profile has the columns time,import,export: RFC 3339 times a quarter hour apart, energy in kWh.")
}

fn unreadable(path: &Path, error: &dyn std::fmt::Display) -> Problem {
	Problem::new("unreadable", format!("cannot read {}: {error}", path.display()))
		.hint("Name a directory of profiles with --profiles; tests/simulate/profiles is one.")
}

#[cfg(test)]
mod tests {
	use super::*;

	fn parse(text: &str) -> Result<Columns> {
		read(Path::new("a.csv"), text.as_bytes())
	}

	fn message(text: &str) -> String {
		parse(text).unwrap_err().message
	}

	#[test]
	fn a_profile_is_read_in_watt_hours() {
		let (moments, times, energy) = parse(
			"time,import,export\n1970-01-01T01:00:00+01:00,0.125,0\n1970-01-01T00:15:00Z,1,0.0005\n",
		)
		.unwrap();
		assert_eq!(moments, [0, 900_000]);
		assert_eq!(times[0], "1970-01-01T01:00:00+01:00");
		assert_eq!(energy[0], Energy { import: 125, export: 0 });
		assert_eq!(energy[1], Energy { import: 1_000, export: 1 });
		assert_eq!(energy[0].net_export(), -125);
	}

	#[test]
	fn an_error_names_file_and_line() {
		let head = "time,import,export\n";
		let good = "2026-06-21T00:00:00Z,0.1,0\n";
		for (text, expected) in [
			("time,export,import\n".to_owned(), "a.csv, line 1: the first line must be"),
			(head.to_owned(), "a.csv, line 1: there are no quarter hours"),
			(format!("{head}{good}noon,1,1\n"), "a.csv, line 3: \"noon\" is no time"),
			(format!("{head}{good}2026-06-21T00:15:00Z,-1,1\n"), "line 3: -1 kWh is below zero"),
			(format!("{head}{good}2026-06-21T00:15:00Z,x,1\n"), "line 3: \"x\" is no energy"),
			(
				format!("{head}{good}2026-06-21T00:30:00Z,1,1\n"),
				"line 3: this is not a quarter hour",
			),
			(format!("{head}2026-06-21T00:00:00Z,1e9,1\n"), "line 2: 1e9 kWh is more"),
			(format!("{head}2026-06-21T00:00:00Z,999999999,1\n"), "line 2: 999999999 kWh is more"),
			(format!("{head}2026-06-21T00:00:00Z,1\n"), "line 2"),
		] {
			assert!(message(&text).contains(expected), "{}", message(&text));
		}
	}

	#[test]
	fn files_must_have_the_same_times() {
		assert_eq!(first_difference(&[1, 2], &[1, 2]), None);
		assert_eq!(first_difference(&[1, 2], &[1, 3]), Some(3));
		assert_eq!(first_difference(&[1, 2], &[1]), Some(3));
	}

	#[test]
	fn the_committed_profiles_are_read() {
		let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/simulate/profiles");
		let all = Profiles::read(&directory, None, 0, None).unwrap();
		assert_eq!((all.households.len(), all.steps()), (8, 96));
		let few = Profiles::read(&directory, Some(3), 2, Some(4)).unwrap();
		assert_eq!((few.households.len(), few.steps()), (3, 4));
		assert_eq!(few.times, all.times[2..6]);
		assert_eq!(few.households[1].energy, all.households[1].energy[2..6]);
		assert_ne!(all.fingerprint(), few.fingerprint());
		let problem = Profiles::read(&directory, Some(9), 0, None).unwrap_err();
		assert_eq!(problem.code, "too_few_households");
		let problem = Profiles::read(&directory, None, 1, Some(96)).unwrap_err();
		assert_eq!(problem.code, "too_few_intervals");
	}
}
