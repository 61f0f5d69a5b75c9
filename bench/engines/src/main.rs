//! Compares the instructions that Gridforge's matching engine and two others take for one recorded tape.

#![warn(missing_docs)]

mod callgrind;
mod engines;
mod report;
mod tape;

use engines::{play, Contestant};
use std::{env, process::ExitCode};

const USAGE: &str = "\
usage: gridforge-bench-engines [--json]
           counts every engine's instructions with callgrind and prints the ratios
       gridforge-bench-engines --engine gridforge|matchcore|lobster|none
           plays the tape through one engine: what callgrind is run on";

fn main() -> ExitCode {
	let arguments: Vec<String> = env::args().skip(1).collect();
	let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
	let done = match arguments.as_slice() {
		[] => report::run(false),
		["--json"] => report::run(true),
		["--engine", name] => match Contestant::named(name) {
			Some(contestant) => {
				println!("{}", play(contestant, &tape::record(tape::COMMANDS)));
				Ok(true)
			}
			None => Err(format!("no engine is called {name}\n{USAGE}")),
		},
		_ => Err(USAGE.into()),
	};
	match done {
		Ok(true) => ExitCode::SUCCESS,
		Ok(false) => ExitCode::FAILURE,
		Err(error) => {
			eprintln!("{error}");
			ExitCode::from(2)
		}
	}
}
