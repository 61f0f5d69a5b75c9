//! Where text goes: results to standard output, progress and errors to standard error.

use crate::errors::{Problem, Result};
use clap::error::ErrorKind as UsageError;
use comfy_table::{presets::NOTHING, Cell, CellAlignment, Table};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde::Serialize;
use std::{
	fmt::Display,
	io::{ErrorKind, IsTerminal, Write},
	process::ExitCode,
};

/// How to show things.
#[derive(Clone, Copy, Debug)]
pub struct Output {
	/// JSON instead of text.
	pub json: bool,
	/// Say on standard error what a transaction is waiting for.
	pub details: bool,
}

/// A result that people can read; programs read its serialised form.
pub trait Human: Serialize {
	fn human(&self) -> String;
}

impl Output {
	/// Show a result.
	pub fn show(&self, result: &impl Human) -> Result<()> {
		if self.json {
			self.line(json_text(result)?)
		} else {
			self.line(result.human().trim_end())
		}
	}

	/// A line of the result.
	pub fn line(&self, text: impl Display) -> Result<()> {
		let mut out = std::io::stdout().lock();
		match writeln!(out, "{text}").and_then(|()| out.flush()) {
			Ok(()) => Ok(()),
			// Whoever was reading has seen enough.
			Err(error) if error.kind() == ErrorKind::BrokenPipe => std::process::exit(0),
			Err(error) => Err(Problem::new("output", format!("cannot write the result: {error}"))),
		}
	}

	/// Say what is going on.
	pub fn progress(&self, text: impl Display) {
		// Progress that nobody can read must not stop the work.
		let mut err = std::io::stderr().lock();
		let _ = writeln!(err, "{text}").and_then(|()| err.flush());
	}

	/// A bar of so many steps that shows how far work has come, where somebody looks on.
	pub fn bar(&self, length: u64, template: &str) -> Option<ProgressBar> {
		let watched = std::io::stderr().is_terminal() && !self.json;
		watched.then(|| {
			let bar = ProgressBar::with_draw_target(Some(length), ProgressDrawTarget::stderr());
			if let Ok(style) = ProgressStyle::with_template(template) {
				bar.set_style(style.progress_chars("=> "));
			}
			bar
		})
	}

	/// Say what is going on inside a step.
	pub fn detail(&self, text: impl Display) {
		if self.details {
			self.progress(text);
		}
	}
}

fn json_text(value: &impl Serialize) -> Result<String> {
	serde_json::to_string(value).map_err(|error| {
		Problem::new("output", format!("cannot write the result as JSON: {error}"))
	})
}

/// A table with a header. Columns whose header begins with `>` are aligned to the right.
pub fn table(header: &[&str], rows: impl IntoIterator<Item = Vec<String>>) -> String {
	let right = |column: usize| header.get(column).is_some_and(|name| name.starts_with('>'));
	let cell = |(column, text): (usize, String)| {
		let alignment = if right(column) { CellAlignment::Right } else { CellAlignment::Left };
		Cell::new(text).set_alignment(alignment)
	};
	let mut table = Table::new();
	table.load_preset(NOTHING);
	let names = header.iter().map(|name| name.trim_start_matches('>').to_owned());
	table.set_header(names.enumerate().map(cell).collect::<Vec<_>>());
	for row in rows {
		table.add_row(row.into_iter().enumerate().map(cell).collect::<Vec<_>>());
	}
	table.lines().map(|line| line.trim_end().to_owned() + "\n").collect()
}

/// Names and values, one pair a line.
pub fn pairs(rows: impl IntoIterator<Item = (&'static str, String)>) -> String {
	let rows: Vec<_> = rows.into_iter().collect();
	let width = rows.iter().map(|(name, _)| name.len()).max().unwrap_or_default();
	rows.iter().map(|(name, value)| format!("{name:width$}  {value}\n")).collect()
}

/// Show why a command line was not understood, or the help that was asked for.
pub fn explain(error: &clap::Error) -> ExitCode {
	let asked = matches!(error.kind(), UsageError::DisplayHelp | UsageError::DisplayVersion);
	if !asked && std::env::args_os().any(|argument| argument == "--json") {
		let text = error.to_string();
		let text = text.trim().trim_start_matches("error: ");
		Output { json: true, details: false }.progress(Problem::new("usage", text).json());
		return ExitCode::from(2);
	}
	// Nothing can be done where even this cannot be written.
	let _ = error.print();
	if asked {
		ExitCode::SUCCESS
	} else {
		ExitCode::from(2)
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn numbers_line_up_on_the_right() {
		let text = table(
			&["name", ">kWh"],
			[vec!["a".into(), "1".into()], vec!["bc".into(), "10".into()]],
		);
		let lines: Vec<_> = text.lines().collect();
		assert_eq!(lines.len(), 3);
		assert!(
			lines[0].ends_with("kWh") && lines[1].ends_with("  1") && lines[2].ends_with(" 10"),
			"{text}"
		);
		assert!(lines.iter().all(|line| line.len() == lines[0].len()), "{text}");
	}

	#[test]
	fn pairs_line_up() {
		assert_eq!(pairs([("a", "1".into()), ("bcd", "2".into())]), "a    1\nbcd  2\n");
	}
}
