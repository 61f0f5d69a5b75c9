//! The comparison: runs every contestant, subtracts the tape, prints the ratios beside their targets.

use crate::{
	callgrind::{self, Run},
	engines::Contestant,
	tape::COMMANDS,
};

/// The most of the other engine's instructions per command that Gridforge's may take.
const TARGETS: [(Contestant, f64); 2] = [(Contestant::Matchcore, 0.5), (Contestant::Lobster, 0.12)];

/// Instructions per command of Gridforge's engine and of another.
struct Ratio {
	other: Contestant,
	target: f64,
	per_command: f64,
	ratio: f64,
}

impl Ratio {
	fn met(&self) -> bool {
		self.ratio <= self.target
	}
}

/// Measures and prints; says whether every target was met.
pub fn run(json: bool) -> Result<bool, String> {
	let tape = callgrind::run(Contestant::None)?;
	let own = callgrind::run(Contestant::Gridforge)?;
	let own_per_command = per_command(own, tape)?;
	let mut ratios = Vec::new();
	for (other, target) in TARGETS {
		let run = callgrind::run(other)?;
		if run.outcome != own.outcome {
			let name = other.name();
			return Err(format!(
				"no comparison: {name} {}, gridforge {}",
				run.outcome, own.outcome
			));
		}
		let per_command = per_command(run, tape)?;
		ratios.push(Ratio { other, target, per_command, ratio: own_per_command / per_command });
	}
	if json {
		println!("{}", as_json(own_per_command, &ratios));
	} else {
		print_table(own, own_per_command, &ratios);
	}
	Ok(ratios.iter().all(Ratio::met))
}

/// What an engine took for one command, the tape and the start of the process apart.
#[allow(clippy::cast_precision_loss, reason = "a count of instructions is far below 2^53")]
fn per_command(run: Run, tape: Run) -> Result<f64, String> {
	let engine = run.instructions.checked_sub(tape.instructions).filter(|n| *n > 0);
	let engine = engine.ok_or("the engine took no more instructions than the tape alone")?;
	Ok(engine as f64 / f64::from(COMMANDS))
}

fn print_table(own: Run, own_per_command: f64, ratios: &[Ratio]) {
	println!("{COMMANDS} commands; every engine: {}", own.outcome);
	println!("{:<12}{:>22}{:>10}{:>10}", "engine", "instructions/command", "ratio", "target");
	println!("{:<12}{own_per_command:>22.1}", Contestant::Gridforge.name());
	for Ratio { other, target, per_command, ratio } in ratios {
		let met = if ratio <= target { "met" } else { "not met" };
		println!("{:<12}{per_command:>22.1}{ratio:>10.3}{target:>10} {met}", other.name());
	}
}

fn as_json(own_per_command: f64, ratios: &[Ratio]) -> String {
	let figures: Vec<String> = ratios
		.iter()
		.map(|r| {
			format!(
				r#"{{"engine":"{}","instructions_per_command":{:.1},"ratio":{:.4},"target":{},"met":{}}}"#,
				r.other.name(),
				r.per_command,
				r.ratio,
				r.target,
				r.met()
			)
		})
		.collect();
	let met = ratios.iter().all(Ratio::met);
	format!(
		r#"{{"figure":"P8","commands":{COMMANDS},"instructions_per_command":{own_per_command:.1},"against":[{}],"met":{met}}}"#,
		figures.join(",")
	)
}
