//! How far a run has come: a bar where somebody looks on, a line now and then elsewhere.

use crate::output::Output;
use indicatif::ProgressBar;
use std::time::{Duration, Instant};

/// Between two lines.
const EVERY: Duration = Duration::from_secs(30);

pub struct Progress {
	output: Output,
	steps: usize,
	names: Vec<String>,
	bar: Option<ProgressBar>,
	said: Instant,
	/// What was said last.
	last: (usize, usize),
	refused: usize,
}

impl Progress {
	/// Of so many quarter hours, and accounts of these names.
	pub fn new(output: &Output, steps: usize, names: Vec<String>) -> Progress {
		let length = u64::try_from(steps).unwrap_or_default();
		let bar = output.bar(length, "{elapsed} [{bar:32}] {pos}/{len} settled, {msg}");
		Progress {
			output: *output,
			steps,
			names,
			bar,
			said: Instant::now(),
			last: (0, 0),
			refused: 0,
		}
	}

	/// So many quarter hours were taken up, so many have settled, and so many transactions are under way.
	pub fn show(&mut self, taken: usize, settled: usize, under_way: usize) {
		let words = || {
			let refused = match self.refused {
				0 => String::new(),
				some => format!(", {some} calls refused"),
			};
			format!("{taken} taken up, {under_way} transactions under way{refused}")
		};
		if let Some(bar) = &self.bar {
			bar.set_position(u64::try_from(settled).unwrap_or_default());
			bar.set_message(words());
		} else if self.last != (taken, settled)
			&& (self.said.elapsed() >= EVERY || self.last.0 == 0)
		{
			self.output.progress(format!("{settled}/{} settled, {}", self.steps, words()));
			(self.said, self.last) = (Instant::now(), (taken, settled));
		}
	}

	/// A call of an account was refused.
	pub fn refused(&mut self, account: usize, reason: &str) {
		self.refused = self.refused.saturating_add(1);
		let name = self.names.get(account).map_or("somebody", String::as_str);
		let line = format!("a call of {name} was refused: {reason}");
		match &self.bar {
			Some(bar) => bar.println(line),
			None => self.output.progress(line),
		}
	}

	pub fn end(&self) {
		if let Some(bar) = &self.bar {
			bar.finish_and_clear();
		}
	}
}
