//! Runs this program under callgrind and reads the number of instructions.

use crate::engines::{Contestant, Outcome};
use std::{
	env,
	io::ErrorKind,
	process::{Command, Output},
};

const MISSING: &str = "valgrind is not installed: it counts the instructions.
Install it with `apt-get install valgrind`, `dnf install valgrind` or `pacman -S valgrind`.";

/// What one run of the tape took and came to.
#[derive(Clone, Copy, Debug)]
pub struct Run {
	/// Instructions executed in the whole process.
	pub instructions: u64,
	/// What the engine says came of the tape.
	pub outcome: Outcome,
}

/// Plays the tape through one contestant in a process of its own.
pub fn run(contestant: Contestant) -> Result<Run, String> {
	let program = env::current_exe().map_err(|error| format!("where this program is: {error}"))?;
	let output = Command::new("valgrind")
		.args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
		.arg(program)
		.args(["--engine", contestant.name()])
		.output()
		.map_err(|error| match error.kind() {
			ErrorKind::NotFound => MISSING.into(),
			_ => format!("valgrind: {error}"),
		})?;
	read(&output).map_err(|error| format!("{} under valgrind: {error}", contestant.name()))
}

fn read(output: &Output) -> Result<Run, String> {
	let (out, log) =
		(String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
	if !output.status.success() {
		return Err(format!("{}\n{log}", output.status));
	}
	Ok(Run {
		instructions: collected(&log).ok_or_else(|| format!("no count in its log:\n{log}"))?,
		outcome: out.trim().parse()?,
	})
}

/// The count in a log of callgrind's: the line `==123== Collected : 456`.
fn collected(log: &str) -> Option<u64> {
	let line = log.lines().find_map(|line| line.split_once("Collected :"))?;
	line.1.trim().parse().ok()
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn reads_the_count() {
		let log =
			"==7== Events    : Ir\n==7== Collected : 12345\n==7== \n==7== I   refs:      12,345";
		assert_eq!(collected(log), Some(12_345));
		assert_eq!(collected("==7== Events    : Ir"), None);
	}
}
