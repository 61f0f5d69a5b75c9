//! `gridforge-bench`: measures what trading costs, and prints one line per figure.

use clap::{Args, Parser, Subcommand};
use gridforge_bench::{
	database::{self, Settings},
	figures::{find, settling::measure_many, Figure, Scale, FIGURES},
	report::table,
	Failure, Result,
};
use std::{
	path::PathBuf,
	process::ExitCode,
	time::{Instant, SystemTime, UNIX_EPOCH},
};

/// The node's, so that what is measured holds for it.
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

/// Measures what trading costs on real blocks: wasm runtime, trie and ParityDB in a temporary directory.
///
/// Without a subcommand it measures the figures named, or all. Each ratio is the median over rounds in which
/// both sides are measured in turn; time is that of the working thread's processor unless said otherwise.
/// Progress goes to standard error.
#[derive(Parser)]
#[command(name = "gridforge-bench", version, args_conflicts_with_subcommands = true)]
#[command(after_help = figures_help())]
struct Cli {
	#[command(subcommand)]
	command: Option<Command>,
	#[command(flatten)]
	figures: FiguresArgs,
}

#[derive(Args)]
struct FiguresArgs {
	/// Print one JSON object per line instead of a table.
	#[arg(long)]
	json: bool,
	/// Rounds that count; one more comes first and is thrown away.
	#[arg(long, default_value_t = Scale::default().rounds, value_parser = at_least::<1>)]
	rounds: usize,
	/// Participants of each chain.
	#[arg(long, default_value_t = Scale::default().accounts, value_parser = at_least::<700>)]
	accounts: usize,
	/// Transactions in a block of single orders or of transfers; at most 300.
	#[arg(long, default_value_t = Scale::default().block, value_parser = block)]
	block: usize,
	/// Resting orders in the deep book of P11.
	#[arg(long, default_value_t = Scale::default().deep, value_parser = at_least::<1_000>)]
	deep: usize,
	/// What to measure, such as P1; all if none is named.
	#[arg(value_name = "FIGURE", value_parser = figure)]
	figures: Vec<&'static Figure>,
}

#[derive(Subcommand)]
enum Command {
	/// Measure one read and one write of the trie over ParityDB, and write them as the runtime's weights.
	Database(DatabaseArgs),
	/// P9 for many: settle participants' intervals on one chain that forgets none, and compare the last with the first.
	Settle(SettleArgs),
}

#[derive(Args)]
struct SettleArgs {
	/// Print one JSON object per line instead of a table.
	#[arg(long)]
	json: bool,
	/// How many intervals of participants, at least.
	#[arg(long, default_value_t = 1_000_000, value_parser = at_least::<1>)]
	positions: usize,
	/// Participants; all of them trade in each interval.
	#[arg(long, default_value_t = Scale::default().accounts, value_parser = at_least::<700>)]
	accounts: usize,
	/// Intervals that they trade in before the first of these is delivered: so many positions each has open.
	#[arg(long, default_value_t = 90, value_parser = clap::value_parser!(u32).range(1..=90))]
	ahead: u32,
}

#[derive(Args)]
struct DatabaseArgs {
	/// Keys in the state.
	#[arg(long, default_value_t = 1_000_000, value_parser = at_least::<1_000>)]
	keys: usize,
	/// Keys that are read or written together: writes share a root and a commit. A block full of orders writes about
	/// so many.
	#[arg(long, default_value_t = 10_000, value_parser = at_least::<1>)]
	batch: usize,
	/// MiB of trie cache; a node has 1024 unless told otherwise. Without one, nodes come from the database.
	#[arg(long, default_value_t = 0, value_parser = at_least::<0>)]
	trie_cache: usize,
	/// The Rust file to write.
	#[arg(long, default_value = "runtime/src/weights/paritydb.rs")]
	output: PathBuf,
}

fn figures_help() -> String {
	let lines = FIGURES.iter().map(|figure| format!("  {:<4} {}", figure.name, figure.about));
	format!("Figures:\n{}", lines.collect::<Vec<_>>().join("\n"))
}

fn figure(name: &str) -> std::result::Result<&'static Figure, String> {
	let names = || FIGURES.iter().map(|figure| figure.name).collect::<Vec<_>>().join(", ");
	find(name).ok_or_else(|| format!("there is no such figure; there are {}", names()))
}

fn at_least<const LEAST: usize>(text: &str) -> std::result::Result<usize, String> {
	let number = text.parse().map_err(|_| "that is not a whole number".to_string())?;
	if number < LEAST {
		return Err(format!("it must be at least {LEAST}"));
	}
	Ok(number)
}

fn block(text: &str) -> std::result::Result<usize, String> {
	let most = Scale::default().block;
	let number = at_least::<10>(text)?;
	if number > most {
		return Err(format!("it must be at most {most}"));
	}
	Ok(number)
}

fn main() -> ExitCode {
	let cli = Cli::parse();
	let result = match cli.command {
		Some(Command::Database(args)) => measure_database(&args),
		Some(Command::Settle(args)) => measure_settling(&args),
		None => measure_figures(&cli.figures),
	};
	match result {
		Ok(()) => ExitCode::SUCCESS,
		Err(error) => {
			eprintln!("error: {error}");
			ExitCode::FAILURE
		}
	}
}

fn measure_figures(args: &FiguresArgs) -> Result<()> {
	let FiguresArgs { json, rounds, accounts, block, deep, ref figures } = *args;
	let scale = Scale { rounds, accounts, block, deep };
	let all: Vec<_> = FIGURES.iter().collect();
	let wanted = if figures.is_empty() { &all } else { figures };
	let mut lines = Vec::new();
	for figure in wanted {
		eprintln!("{}: {}", figure.name, figure.about);
		let begun = Instant::now();
		let measured = (figure.measure)(&scale)
			.map_err(|error| Failure::from(format!("{}: {error}", figure.name)))?;
		eprintln!("{}: measured in {} s", figure.name, begun.elapsed().as_secs());
		if json {
			measured.iter().for_each(|line| println!("{}", line.json()));
		}
		lines.extend(measured);
	}
	if !json {
		print!("{}", table(&lines));
	}
	Ok(())
}

fn measure_settling(args: &SettleArgs) -> Result<()> {
	let scale = Scale { accounts: args.accounts, ..Scale::default() };
	let lines = measure_many(&scale, args.positions, args.ahead)?;
	if args.json {
		lines.iter().for_each(|line| println!("{}", line.json()));
	} else {
		print!("{}", table(&lines));
	}
	Ok(())
}

fn measure_database(args: &DatabaseArgs) -> Result<()> {
	let cache = args.trie_cache.saturating_mul(database::MIB);
	let settings = Settings { keys: args.keys, batch: args.batch, cache };
	let measured = database::measure(settings, |what| eprintln!("{what}"))?;
	let days = SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs() / 86_400;
	let text = database::rust(&measured, &database::date(days))?;
	database::save(&args.output, &text)?;
	println!("read {:.0} ns, write {:.0} ns", measured.read.average, measured.write.average);
	eprintln!("written to {}", args.output.display());
	Ok(())
}
