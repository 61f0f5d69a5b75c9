//! The program measures what it says, on a chain of a few hundred participants.

use gridforge_bench::{
	figures::{find, Scale},
	report::Line,
};
use gridforge_runtime::WASM_BINARY;
use std::process::{Command, Output};

const SMALL: Scale = Scale { rounds: 1, accounts: 300, block: 30, deep: 1_000 };
/// For times of small things: enough of them to be told from what else the processor did, in the median of three.
const TIMED: Scale = Scale { rounds: 3, block: 90, ..SMALL };

/// The lines of a figure; nothing where the runtime was not built.
fn measure(name: &str, scale: &Scale) -> Option<Vec<Line>> {
	WASM_BINARY?;
	Some((find(name).unwrap().measure)(scale).unwrap())
}

fn run(arguments: &[&str]) -> Output {
	Command::new(env!("CARGO_BIN_EXE_gridforge-bench")).args(arguments).output().unwrap()
}

#[test]
fn an_order_writes_three_keys_and_a_maker_none() {
	let Some(lines) = measure("P4", &SMALL) else { return };
	let values: Vec<_> = lines.iter().map(|line| line.value).collect();
	assert_eq!(values, [3.0, 0.0]);
	assert!(lines.iter().all(Line::met));
	// Every level that a taker clears is one key.
	assert_eq!(lines[1].details["where_each_has_a_level_of_its_own"], 1.0);
}

#[test]
fn an_order_takes_29_bytes_and_leaves_none() {
	let Some(lines) = measure("p10", &SMALL) else { return };
	let values: Vec<_> = lines.iter().map(|line| line.value).collect();
	assert_eq!(values, [0.0, 29.0]);
	assert_eq!(lines[0].details["orders"], 32);
}

#[test]
fn an_order_of_a_list_is_much_cheaper_than_a_transfer() {
	let Some(lines) = measure("P2", &TIMED) else { return };
	assert!(lines[0].value > 0.0 && lines[0].value < 0.5, "{}", lines[0].value);
	let import = |side: &str| lines[0].details[side]["import"].as_f64().unwrap();
	assert!(import("order_micros") > 0.0);
	assert!(import("transfer_micros") > import("order_micros"));
}

#[test]
fn a_reading_and_the_settlement_of_an_interval_cost_a_fraction_of_a_transfer() {
	// The targets are much lower; these are few rounds of small blocks on a machine that may be busy.
	for (name, most) in [("P7", 0.1), ("P9", 1.0)] {
		let Some(lines) = measure(name, &TIMED) else { return };
		assert!(lines[0].value > 0.0 && lines[0].value < most, "{name}: {}", lines[0].value);
	}
}

#[test]
fn the_largest_election_fits_into_a_block_twice() {
	let Some(lines) = measure("P12", &SMALL) else { return };
	assert_eq!(lines.len(), 2);
	for line in lines {
		assert!(line.value > 0.001 && line.met(), "{} took {}", line.what, line.value);
		let declared = line.details["declared_micros"].as_f64().unwrap();
		assert!(declared > line.details["import_micros"].as_f64().unwrap(), "{}", line.what);
	}
}

#[test]
fn the_program_prints_json_lines_and_nothing_else() {
	if WASM_BINARY.is_none() {
		return;
	}
	let output = run(&["--json", "--rounds", "1", "--accounts", "700", "--block", "10", "P10"]);
	assert!(output.status.success());
	let text = String::from_utf8(output.stdout).unwrap();
	let lines: Vec<serde_json::Value> =
		text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
	assert_eq!(lines.len(), 2);
	assert!(lines.iter().all(|line| line["figure"] == "P10" && line["met"] == true));
}

#[test]
fn wrong_arguments_are_explained() {
	for (arguments, hint) in [
		(&["P99"][..], "there are P1, P2"),
		(&["--rounds", "0"], "at least 1"),
		(&["--block", "301"], "at most 300"),
		(&["--accounts", "many"], "not a whole number"),
		(&["database", "--keys", "5"], "at least 1000"),
	] {
		let output = run(arguments);
		assert_eq!(output.status.code(), Some(2), "{arguments:?}");
		let text = String::from_utf8(output.stderr).unwrap();
		assert!(text.contains(hint), "{arguments:?}: {text}");
	}
	let help = String::from_utf8(run(&["--help"]).stdout).unwrap();
	assert!(help.contains("P11") && help.contains("database"), "{help}");
}
