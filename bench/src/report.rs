//! What a figure came to: one JSON line, or a row of a table.

use comfy_table::{presets::ASCII_MARKDOWN, Table};
use serde_json::{json, Map, Value};
use std::fmt;

/// What a figure should reach.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Target {
	/// That, or less.
	AtMost(f64),
	/// That, or more.
	AtLeast(f64),
	/// Between the two, or one of them.
	Within(f64, f64),
}

impl Target {
	/// Whether `value` reaches it.
	pub fn is_met_by(self, value: f64) -> bool {
		match self {
			Target::AtMost(most) => value <= most,
			Target::AtLeast(least) => value >= least,
			Target::Within(least, most) => (least..=most).contains(&value),
		}
	}
}

impl fmt::Display for Target {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		match self {
			Target::AtMost(most) => write!(f, "<= {most}"),
			Target::AtLeast(least) => write!(f, ">= {least}"),
			Target::Within(least, most) => write!(f, "{least} to {most}"),
		}
	}
}

/// One figure, measured.
#[derive(Clone, Debug)]
pub struct Line {
	/// Its name, such as `P1`.
	pub figure: &'static str,
	/// What was measured.
	pub what: String,
	/// What came out.
	pub value: f64,
	/// What should.
	pub target: Target,
	/// What it is made of; further variants.
	pub details: Map<String, Value>,
}

impl Line {
	/// A figure without details.
	pub fn new(figure: &'static str, what: impl Into<String>, value: f64, target: Target) -> Self {
		Line { figure, what: what.into(), value, target, details: Map::new() }
	}

	/// With another detail.
	pub fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
		self.details.insert(name.into(), value.into());
		self
	}

	/// Whether the target is reached.
	pub fn met(&self) -> bool {
		self.target.is_met_by(self.value)
	}

	/// As one line of JSON.
	pub fn json(&self) -> String {
		json!({
			"figure": self.figure,
			"what": self.what,
			"value": rounded(self.value),
			"target": self.target.to_string(),
			"met": self.met(),
			"details": self.details,
		})
		.to_string()
	}
}

/// Four digits after the point: more would be noise.
pub fn rounded(value: f64) -> f64 {
	(value * 1e4).round() / 1e4
}

/// All figures, to be read by people; their details follow below.
pub fn table(lines: &[Line]) -> String {
	let mut table = Table::new();
	table.load_preset(ASCII_MARKDOWN).set_header(["", "What", "Value", "Target", "Met"]);
	for line in lines {
		table.add_row([
			line.figure.to_string(),
			line.what.clone(),
			rounded(line.value).to_string(),
			line.target.to_string(),
			if line.met() { "yes" } else { "no" }.to_string(),
		]);
	}
	let details = lines.iter().filter(|line| !line.details.is_empty()).map(|line| {
		let parts: Vec<_> = line.details.iter().map(|(k, v)| format!("  {k}: {v}")).collect();
		format!("{} {}\n{}", line.figure, line.what, parts.join("\n"))
	});
	let details: Vec<_> = details.collect();
	format!("{table}\n\n{}\n", details.join("\n"))
}

#[cfg(test)]
mod tests {
	use super::*;

	fn line(value: f64, target: Target) -> Line {
		Line::new("P1", "an order / a transfer", value, target).with("orders", 300)
	}

	#[test]
	fn targets_include_their_bounds() {
		for (target, value, met) in [
			(Target::AtMost(0.8), 0.8, true),
			(Target::AtMost(0.8), 0.8001, false),
			(Target::AtLeast(3.0), 3.0, true),
			(Target::AtLeast(3.0), 2.9, false),
			(Target::Within(0.7, 0.95), 0.7, true),
			(Target::Within(0.7, 0.95), 0.96, false),
			(Target::AtMost(0.8), f64::NAN, false),
		] {
			assert_eq!(target.is_met_by(value), met, "{value} {target}");
		}
	}

	#[test]
	fn a_line_is_one_json_object() {
		let text = line(0.123_456, Target::AtMost(0.8)).json();
		assert!(!text.contains('\n'));
		let read: Value = serde_json::from_str(&text).unwrap();
		assert_eq!(
			read,
			json!({
				"figure": "P1", "what": "an order / a transfer", "value": 0.1235,
				"target": "<= 0.8", "met": true, "details": { "orders": 300 },
			})
		);
	}

	#[test]
	fn the_table_says_what_is_missed() {
		let text = table(&[line(0.9, Target::AtMost(0.8)), line(1.0, Target::Within(0.7, 2.0))]);
		let rows: Vec<_> = text.lines().filter(|l| l.contains("| P1 ")).collect();
		assert!(rows[0].contains("| no "), "{text}");
		assert!(rows[1].contains("0.7 to 2") && rows[1].contains("| yes "), "{text}");
		assert!(text.contains("orders: 300"), "{text}");
	}
}
