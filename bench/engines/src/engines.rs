//! The engines behind one trait, and the loop that plays the tape through one of them.

mod gridforge;
mod lobster;
mod matchcore;

use crate::tape::{Command, Fill, Tape};
use std::{fmt, hint::black_box, mem, str::FromStr};

/// An engine under measurement.
pub trait Engine: Default {
	/// Executes the command at position `number` of the tape and hands every fill to `traded`.
	fn execute(&mut self, number: u32, command: Command, traded: impl FnMut(Fill));

	/// Lots open in the whole book.
	fn open_lots(&self) -> u64;
}

/// What may play the tape.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Contestant {
	/// This project's engine.
	Gridforge,
	/// The crate `matchcore`.
	Matchcore,
	/// The crate `lobster`.
	Lobster,
	/// No engine: what the tape itself costs.
	None,
}

impl Contestant {
	/// The name on the command line.
	pub fn name(self) -> &'static str {
		match self {
			Contestant::Gridforge => "gridforge",
			Contestant::Matchcore => "matchcore",
			Contestant::Lobster => "lobster",
			Contestant::None => "none",
		}
	}

	/// The contestant of that name.
	pub fn named(name: &str) -> Option<Self> {
		[Contestant::Gridforge, Contestant::Matchcore, Contestant::Lobster, Contestant::None]
			.into_iter()
			.find(|contestant| contestant.name() == name)
	}
}

/// What came of the tape; two engines that agree on the market agree on both figures.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
	/// Lots traded.
	pub traded: u64,
	/// Lots open at the end.
	pub open: u64,
}

impl fmt::Display for Outcome {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		write!(f, "traded {} open {}", self.traded, self.open)
	}
}

impl FromStr for Outcome {
	type Err = String;

	fn from_str(text: &str) -> Result<Self, String> {
		let unreadable = || format!("not an outcome: {text}");
		let words: Vec<&str> = text.split_whitespace().collect();
		let ["traded", traded, "open", open] = words.as_slice() else {
			return Err(unreadable());
		};
		Ok(Outcome {
			traded: traded.parse().map_err(|_| unreadable())?,
			open: open.parse().map_err(|_| unreadable())?,
		})
	}
}

/// Does nothing, so that the tape and the loop can be measured alone.
#[derive(Default)]
struct NoEngine;

impl Engine for NoEngine {
	fn execute(&mut self, number: u32, command: Command, _: impl FnMut(Fill)) {
		black_box((number, command));
	}

	fn open_lots(&self) -> u64 {
		0
	}
}

/// Plays the tape.
pub fn play(contestant: Contestant, tape: &Tape) -> Outcome {
	match contestant {
		Contestant::Gridforge => play_on::<gridforge::Gridforge>(tape),
		Contestant::Matchcore => play_on::<matchcore::Matchcore>(tape),
		Contestant::Lobster => play_on::<lobster::Lobster>(tape),
		Contestant::None => play_on::<NoEngine>(tape),
	}
}

fn play_on<E: Engine>(tape: &Tape) -> Outcome {
	let mut engine = E::default();
	let mut traded = 0;
	for (number, command) in (0u32..).zip(&tape.commands) {
		engine.execute(number, *command, |fill| traded += u64::from(black_box(fill).lots));
	}
	let open = engine.open_lots();
	// What it takes to tear a book down says nothing about orders.
	mem::forget(engine);
	Outcome { traded, open }
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::tape::{record, COMMANDS};

	fn agrees_with_the_tape<E: Engine>() {
		let tape = record(COMMANDS);
		let mut engine = E::default();
		let mut fills = Vec::new();
		for (number, command) in (0u32..).zip(&tape.commands) {
			engine.execute(number, *command, |fill| fills.push(fill));
		}
		assert_eq!(fills.len(), tape.fills.len());
		for (at, (fill, expected)) in fills.iter().zip(&tape.fills).enumerate() {
			assert_eq!(fill, expected, "fill {at}");
		}
		assert_eq!(engine.open_lots(), tape.open_lots);
	}

	#[test]
	fn gridforge_trades_what_the_tape_says() {
		agrees_with_the_tape::<gridforge::Gridforge>();
	}

	#[test]
	fn matchcore_trades_what_the_tape_says() {
		agrees_with_the_tape::<matchcore::Matchcore>();
	}

	#[test]
	fn lobster_trades_what_the_tape_says() {
		agrees_with_the_tape::<lobster::Lobster>();
	}

	#[test]
	fn an_outcome_survives_printing() {
		let outcome = Outcome { traded: 12, open: 34 };
		assert_eq!(outcome.to_string().parse(), Ok(outcome));
		assert!("traded 12 open".parse::<Outcome>().is_err());
	}
}
