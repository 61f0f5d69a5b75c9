//! What one read and one write of the trie cost over ParityDB: the database's share of every weight.
//!
//! As the SDK's `benchmark storage` does it, without its command and what that depends on. The state is a
//! trie of random keys in a database like that of a node: each key is read once, then each is written once.
//! A batch of writes takes a new root and a commit, as the writes of a block do. The machine's page cache is
//! warm; the trie cache is one of the settings.

use crate::{
	clock::{timed, Time},
	statistics::{median, range},
	Failure, Result,
};
use parity_db::{CompressionType, Db, Operation, Options};
use rand::{seq::SliceRandom, Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use sp_core::H256;
use sp_runtime::{traits::BlakeTwo256, StateVersion};
use sp_state_machine::{Backend, DBValue, TrieBackend, TrieBackendBuilder, TrieBackendStorage};
use sp_trie::{
	cache::{CacheSize, LocalTrieCache, SharedTrieCache},
	PrefixedMemoryDB,
};
use std::{fmt::Write, fs, path::Path, sync::Arc};

/// The column of the state; the only one.
const STATE: u8 = 0;
/// Bytes of a key: the prefix of a map, and a hashed account.
const KEY_BYTES: usize = 80;
/// Bytes of a value: an account's balance and nonce.
const VALUE_BYTES: usize = 80;
/// Bytes in a mebibyte.
pub const MIB: usize = 1024 * 1024;
/// Keys of one commit while the state is filled.
const FILL: usize = 50_000;

/// What is measured.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
	/// Keys in the state.
	pub keys: usize,
	/// Keys that are read or written together, as by one block: writes share a root and a commit.
	pub batch: usize,
	/// Bytes of the trie cache; without one, nodes come from the database.
	pub cache: usize,
}

/// What was measured, in nanoseconds by the clock on the wall.
#[derive(Clone, Debug)]
pub struct Measured {
	/// Of one read.
	pub read: Sample,
	/// Of one write.
	pub write: Sample,
	/// Under which circumstances.
	pub settings: Settings,
}

/// How long each of many took, in nanoseconds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sample {
	/// On average: what a weight should be.
	pub average: f64,
	/// Half of them took no longer.
	pub median: f64,
	/// The fastest.
	pub least: f64,
	/// The slowest.
	pub most: f64,
}

impl Sample {
	/// Of `values`; `None` where there are none.
	pub fn of(values: &[f64]) -> Option<Self> {
		let count = f64::from(u32::try_from(values.len()).ok()?);
		let (least, most) = range(values)?;
		let average = values.iter().sum::<f64>() / count;
		Some(Sample { average, median: median(values)?, least, most })
	}
}

/// The node of a trie without keys. It is never stored.
const EMPTY_NODE: [u8; 1] = [0];

fn empty_root() -> H256 {
	sp_trie::empty_trie_root::<sp_trie::LayoutV1<BlakeTwo256>>()
}

/// A trie's nodes in a database.
struct Nodes(Arc<Db>);

impl TrieBackendStorage<BlakeTwo256> for Nodes {
	fn get(
		&self,
		key: &H256,
		_prefix: (&[u8], Option<u8>),
	) -> std::result::Result<Option<DBValue>, String> {
		if *key == empty_root() {
			return Ok(Some(EMPTY_NODE.to_vec()));
		}
		self.0.get(STATE, key.as_bytes()).map_err(|error| error.to_string())
	}
}

/// A state in a database.
struct State {
	db: Arc<Db>,
	root: H256,
	cache: Option<SharedTrieCache<BlakeTwo256>>,
}

impl State {
	/// An empty state in `directory`, in a column like that of a node, with `cache` bytes of trie cache.
	fn create(directory: &Path, cache: usize) -> Result<Self> {
		let mut options = Options::with_columns(directory, STATE + 1);
		for column in &mut options.columns {
			column.compression = CompressionType::Lz4;
			column.ref_counted = true;
			column.preimage = true;
			column.uniform = true;
		}
		let cache = (cache > 0).then(|| SharedTrieCache::new(CacheSize::new(cache), None));
		Ok(State { db: Arc::new(Db::open_or_create(&options)?), root: empty_root(), cache })
	}

	/// The trie as a block sees it: what is read in it once is at hand from then on.
	fn trie(&self) -> TrieBackend<Nodes, BlakeTwo256, LocalTrieCache<BlakeTwo256>> {
		TrieBackendBuilder::new(Nodes(self.db.clone()), self.root)
			.with_optional_cache(self.cache.as_ref().map(SharedTrieCache::local_cache_trusted))
			.build()
	}

	/// The values of `names`, all of which must be there.
	fn read(&self, names: &[Vec<u8>]) -> Result<Vec<Vec<u8>>> {
		let trie = self.trie();
		let value = |name: &Vec<u8>| -> Result<Vec<u8>> {
			let value = trie.storage(name).map_err(|error| error.to_string())?;
			Ok(value.ok_or("a key is missing")?)
		};
		names.iter().map(value).collect()
	}

	fn write(&mut self, pairs: &[(Vec<u8>, Vec<u8>)]) -> Result<()> {
		let delta = pairs.iter().map(|(key, value)| (key.as_slice(), Some(value.as_slice())));
		let (root, nodes) = self.trie().storage_root(delta, StateVersion::V1);
		self.db.commit_changes(operations(nodes))?;
		self.root = root;
		Ok(())
	}
}

/// What `nodes` changes in the database. Keys are hashes: their prefix is dropped.
fn operations(
	mut nodes: PrefixedMemoryDB<BlakeTwo256>,
) -> impl Iterator<Item = (u8, Operation<Vec<u8>, Vec<u8>>)> {
	nodes.drain().into_iter().filter_map(|(key, (value, count))| {
		let hash = key.get(key.len().checked_sub(H256::len_bytes())?..)?.to_vec();
		match count {
			1.. => Some((STATE, Operation::Set(hash, value))),
			0 => None,
			_ => Some((STATE, Operation::Dereference(hash))),
		}
	})
}

/// Measure reads and writes of each key of a state.
pub fn measure(settings: Settings, progress: impl Fn(&str)) -> Result<Measured> {
	let Settings { keys, batch, cache } = settings;
	let directory = tempfile::tempdir()?;
	let mut state = State::create(&directory.path().join("paritydb"), cache)?;
	// The same keys and values in each run.
	let mut random = ChaCha8Rng::seed_from_u64(0);
	progress("filling the state");
	let mut names = Vec::with_capacity(keys);
	while names.len() < keys {
		let count = FILL.min(keys - names.len());
		let pairs: Vec<_> = (0..count)
			.map(|_| (bytes(&mut random, KEY_BYTES), bytes(&mut random, VALUE_BYTES)))
			.collect();
		state.write(&pairs)?;
		names.extend(pairs.into_iter().map(|(key, _)| key));
	}
	progress("reading each key, once to warm up");
	names.shuffle(&mut random);
	state.read(&names)?;
	progress("reading each key");
	names.shuffle(&mut random);
	let mut reads = Vec::with_capacity(keys.div_ceil(batch));
	for names in names.chunks(batch) {
		let (values, time) = timed(|| state.read(names));
		reads.push(per_key(time, values?.len())?);
	}
	progress("writing each key");
	names.shuffle(&mut random);
	let mut writes = Vec::with_capacity(keys.div_ceil(batch));
	for names in names.chunks(batch) {
		let pairs: Vec<_> =
			names.iter().map(|name| (name.clone(), bytes(&mut random, VALUE_BYTES))).collect();
		let (written, time) = timed(|| state.write(&pairs));
		written?;
		writes.push(per_key(time, pairs.len())?);
	}
	let (read, write) = (Sample::of(&reads), Sample::of(&writes));
	let nothing = "there are no keys";
	Ok(Measured { read: read.ok_or(nothing)?, write: write.ok_or(nothing)?, settings })
}

/// Nanoseconds by the clock on the wall that each of `count` keys took.
fn per_key(time: Time, count: usize) -> Result<f64> {
	Ok(time.wall * 1e3 / f64::from(u32::try_from(count)?))
}

fn bytes(random: &mut ChaCha8Rng, count: usize) -> Vec<u8> {
	(0..count).map(|_| random.gen()).collect()
}

/// The Rust file that states `measured` as the runtime's weights, on `date`.
pub fn rust(measured: &Measured, date: &str) -> Result<String> {
	let Measured { read, write, settings } = measured;
	let Settings { keys, batch, cache } = settings;
	let cache = match cache {
		0 => "no trie cache".into(),
		bytes => format!("{} MiB of trie cache", bytes / MIB),
	};
	let mut text = format!(
		"//! What ParityDB takes to read and write a key: `gridforge-bench database` writes this file.\n\
		 //!\n\
		 //! {date}, on {}; a state of {keys} keys, {batch} at a time, {cache}.\n\n\
		 use frame_support::{{\n\tparameter_types,\n\tweights::{{constants::WEIGHT_REF_TIME_PER_NANOS, RuntimeDbWeight}},\n}};\n\n\
		 parameter_types! {{\n\
		 \t/// What one read and one write of the trie take on average.\n\
		 \tpub const ParityDbWeight: RuntimeDbWeight = RuntimeDbWeight {{\n",
		processor()
	);
	for (name, sample) in [("read", read), ("write", write)] {
		let Sample { average, median, least, most } = sample;
		writeln!(
			text,
			"\t\t// Median {median:.0} ns, from {least:.0} to {most:.0}.\n\
			 \t\t{name}: {} * WEIGHT_REF_TIME_PER_NANOS,",
			grouped(*average)
		)?;
	}
	text.push_str("\t};\n}\n");
	Ok(text)
}

/// Nanoseconds with their thousands apart.
fn grouped(nanos: f64) -> String {
	let digits = format!("{nanos:.0}");
	let mut text = String::new();
	for (place, digit) in digits.chars().enumerate() {
		if place > 0 && (digits.len() - place).is_multiple_of(3) {
			text.push('_');
		}
		text.push(digit);
	}
	text
}

/// The day, UTC, that begins so many days after the first of January 1970.
pub fn date(days: u64) -> String {
	// Years are counted from March, so that the leap day comes last; eras have 400 of them.
	let days = days + 719_468;
	let (era, day) = (days / 146_097, days % 146_097);
	let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
	let day = day - (365 * year + year / 4 - year / 100);
	let month = (5 * day + 2) / 153;
	let day = day - (153 * month + 2) / 5 + 1;
	let (year, month) = (era * 400 + year, if month < 10 { month + 3 } else { month - 9 });
	format!("{:04}-{month:02}-{day:02}", year + u64::from(month <= 2))
}

/// The processor, as it names itself.
fn processor() -> String {
	let info = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
	let name = info.lines().find_map(|line| line.strip_prefix("model name"));
	let name = name.and_then(|line| line.split_once(':')).map(|(_, name)| name.trim().to_string());
	name.unwrap_or_else(|| "an unknown processor".into())
}

/// Write `text` to `path`, or say why not.
pub fn save(path: &Path, text: &str) -> Result<()> {
	fs::write(path, text)
		.map_err(|error| Failure::from(format!("cannot write {}: {error}", path.display())))
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn what_is_written_is_read_back_with_and_without_a_cache() {
		for cache in [0, MIB] {
			let directory = tempfile::tempdir().unwrap();
			let mut state = State::create(directory.path(), cache).unwrap();
			let pair = |key: u8, value: u8| (vec![key; KEY_BYTES], vec![value; VALUE_BYTES]);
			state.write(&[pair(1, 10), pair(2, 20)]).unwrap();
			state.write(&[pair(1, 11)]).unwrap();
			let names = [pair(1, 0).0, pair(2, 0).0];
			assert_eq!(state.read(&names).unwrap(), [pair(1, 11).1, pair(2, 20).1]);
			assert!(state.read(&[pair(3, 0).0]).is_err());
		}
	}

	#[test]
	fn a_sample_is_summed_up() {
		let sample = Sample { average: 4.0, median: 2.0, least: 1.0, most: 9.0 };
		assert_eq!(Sample::of(&[9.0, 1.0, 2.0]), Some(sample));
		assert_eq!(Sample::of(&[]), None);
	}

	#[test]
	fn the_file_states_the_averages() {
		let sample = |average| Sample { average, median: 2.0, least: 1.0, most: 9.0 };
		let settings = Settings { keys: 10, batch: 5, cache: 3 * MIB };
		let measured = Measured { read: sample(7_654.4), write: sample(123_456.7), settings };
		let text = rust(&measured, "2026-01-02").unwrap();
		assert!(text.contains("read: 7_654 * WEIGHT_REF_TIME_PER_NANOS"), "{text}");
		assert!(text.contains("write: 123_457 * WEIGHT_REF_TIME_PER_NANOS"), "{text}");
		assert!(text.contains("2026-01-02, on "), "{text}");
		assert!(text.contains("10 keys, 5 at a time, 3 MiB of trie cache."), "{text}");
	}

	#[test]
	fn dates_know_leap_years() {
		for (days, day) in [
			(0, "1970-01-01"),
			(11_016, "2000-02-29"),
			(11_017, "2000-03-01"),
			(20_513, "2026-03-01"),
			(20_780, "2026-11-23"),
		] {
			assert_eq!(date(days), day);
		}
	}

	#[test]
	fn a_small_state_can_be_measured() {
		let measured = measure(Settings { keys: 200, batch: 7, cache: 0 }, |_| ()).unwrap();
		assert!(measured.read.least > 0.0);
		// The fastest of each: another process may delay any of them, and an average with it.
		assert!(measured.write.least > measured.read.least, "{measured:?}");
	}
}
