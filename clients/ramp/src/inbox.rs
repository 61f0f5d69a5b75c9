//! The directory into which the bank's files come. A file is read when it is complete, and goes to `done/` when all of it
//! has been taken over, or to `failed/`, with the reason beside it.

use crate::camt::BAD_STATEMENT;
use gridforge_client::errors::{Problem, Result};
use std::{
	collections::BTreeMap,
	ffi::OsString,
	fs::{self, File},
	io::{ErrorKind, Write},
	path::{Path, PathBuf},
	time::SystemTime,
};

const DONE: &str = "done";
const FAILED: &str = "failed";
/// The largest file that is read. A statement with 20,000 entries has some 20 MB.
const MOST_BYTES: u64 = 256 << 20;

/// How a file looks from outside.
type Look = (u64, SystemTime);

pub struct Inbox {
	directory: PathBuf,
	/// How files looked the last time.
	before: BTreeMap<OsString, Look>,
}

impl Inbox {
	pub fn new(directory: &Path) -> Inbox {
		Inbox { directory: directory.into(), before: BTreeMap::new() }
	}

	/// Make the directories that are not there.
	pub fn create(&self) -> Result<()> {
		for directory in
			[self.directory.clone(), self.directory.join(DONE), self.directory.join(FAILED)]
		{
			fs::create_dir_all(&directory).map_err(|error| failed(&directory, &error))?;
		}
		Ok(())
	}

	/// The files that look as they did the last time: nobody is writing them. In the order of their names.
	pub fn complete(&mut self) -> Result<Vec<PathBuf>> {
		let mut now = BTreeMap::new();
		let entries =
			fs::read_dir(&self.directory).map_err(|error| failed(&self.directory, &error))?;
		for entry in entries {
			let entry = entry.map_err(|error| failed(&self.directory, &error))?;
			let path = entry.path();
			let hidden = entry.file_name().to_string_lossy().starts_with('.');
			let xml = path.extension().is_some_and(|kind| kind.eq_ignore_ascii_case("xml"));
			if hidden || !xml {
				continue;
			}
			// Links are left alone: what they point to may be anything.
			if let Some(look) = look(&path)? {
				now.insert(entry.file_name(), look);
			}
		}
		let complete = now.iter().filter(|(name, look)| self.before.get(*name) == Some(*look));
		let complete = complete.map(|(name, _)| self.directory.join(name)).collect();
		self.before = now;
		Ok(complete)
	}

	/// What stands in a file; nothing where it changed meanwhile.
	pub fn read(&self, path: &Path) -> Result<Option<Vec<u8>>> {
		let Some(before) = look(path)? else { return Ok(None) };
		if before.0 > MOST_BYTES {
			return Err(Problem::new(
				BAD_STATEMENT,
				format!("it has more than {MOST_BYTES} bytes"),
			));
		}
		let bytes = fs::read(path).map_err(|error| failed(path, &error))?;
		Ok((look(path)? == Some(before)).then_some(bytes))
	}

	/// Put a file away that was taken over.
	pub fn done(&self, path: &Path) -> Result<()> {
		self.put_away(path, DONE).map(|_| ())
	}

	/// Put a file away that cannot be read, and say why.
	pub fn failed(&self, path: &Path, reason: &str) -> Result<PathBuf> {
		let target = self.put_away(path, FAILED)?;
		let mut name = target.clone().into_os_string();
		name.push(".reason.txt");
		let name = PathBuf::from(name);
		File::create(&name)
			.and_then(|mut file| writeln!(file, "{reason}").and_then(|()| file.sync_all()))
			.map_err(|error| failed(&name, &error))?;
		Ok(target)
	}

	/// Move a file into a directory, beside those that have its name already.
	fn put_away(&self, path: &Path, directory: &str) -> Result<PathBuf> {
		let directory = self.directory.join(directory);
		let name = path.file_name().unwrap_or_default();
		let mut target = directory.join(name);
		let mut number = 0_u32;
		while target.symlink_metadata().is_ok() {
			number = number.saturating_add(1);
			let mut other = name.to_owned();
			other.push(format!(".{number}"));
			target = directory.join(other);
		}
		fs::rename(path, &target).map_err(|error| failed(path, &error))?;
		sync(&directory)?;
		sync(&self.directory)?;
		Ok(target)
	}
}

/// How a file looks; nothing where it is none, or gone.
fn look(path: &Path) -> Result<Option<Look>> {
	match path.symlink_metadata() {
		Ok(data) if data.is_file() => {
			let changed = data.modified().map_err(|error| failed(path, &error))?;
			Ok(Some((data.len(), changed)))
		}
		Ok(_) => Ok(None),
		Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
		Err(error) => Err(failed(path, &error)),
	}
}

/// Have a directory's names on the disk.
pub fn sync(directory: &Path) -> Result<()> {
	File::open(directory)
		.and_then(|file| file.sync_all())
		.map_err(|error| failed(directory, &error))
}

/// A failure of the file system.
pub fn failed(path: &Path, error: &std::io::Error) -> Problem {
	Problem::new("file", format!("{}: {error}", path.display()))
		.hint("See that it is there, and that this program may read and write it.")
}

#[cfg(test)]
mod tests {
	use super::*;

	fn names(paths: &[PathBuf]) -> Vec<String> {
		let name = |path: &PathBuf| path.file_name().unwrap().to_string_lossy().into_owned();
		paths.iter().map(name).collect()
	}

	#[test]
	fn a_file_that_still_grows_is_left_alone() {
		let place = tempfile::tempdir().unwrap();
		let mut inbox = Inbox::new(place.path());
		inbox.create().unwrap();
		let path = place.path().join("a.xml");
		fs::write(&path, "one").unwrap();
		assert!(inbox.complete().unwrap().is_empty());
		fs::write(&path, "one two").unwrap();
		assert!(inbox.complete().unwrap().is_empty());
		assert_eq!(names(&inbox.complete().unwrap()), ["a.xml"]);
		assert_eq!(inbox.read(&path).unwrap().as_deref(), Some(b"one two".as_slice()));
	}

	#[test]
	fn only_finished_names_count() {
		let place = tempfile::tempdir().unwrap();
		let mut inbox = Inbox::new(place.path());
		inbox.create().unwrap();
		for name in ["b.XML", "a.xml", "c.xml.part", ".d.xml", "e.txt"] {
			fs::write(place.path().join(name), name).unwrap();
		}
		std::os::unix::fs::symlink("/etc/hostname", place.path().join("f.xml")).unwrap();
		fs::create_dir(place.path().join("g.xml")).unwrap();
		inbox.complete().unwrap();
		assert_eq!(names(&inbox.complete().unwrap()), ["a.xml", "b.XML"]);
	}

	#[test]
	fn nothing_is_overwritten() {
		let place = tempfile::tempdir().unwrap();
		let inbox = Inbox::new(place.path());
		inbox.create().unwrap();
		let path = place.path().join("a.xml");
		for text in ["1", "2"] {
			fs::write(&path, text).unwrap();
			inbox.done(&path).unwrap();
			fs::write(&path, text).unwrap();
			inbox.failed(&path, "why").unwrap();
		}
		let text = |name: &str| fs::read_to_string(place.path().join(name)).unwrap();
		assert_eq!((text("done/a.xml"), text("done/a.xml.1")), ("1".into(), "2".into()));
		assert_eq!((text("failed/a.xml"), text("failed/a.xml.1")), ("1".into(), "2".into()));
		assert_eq!(text("failed/a.xml.1.reason.txt"), "why\n");
	}
}
