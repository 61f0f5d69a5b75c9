//! The command line: what the node accepts and how it explains itself.

use crate::chain_spec;
use sc_cli::SubstrateCli;
use std::path::PathBuf;

/// Shown below the options by `--help`.
const EXAMPLES: &str = "\
Examples:
  A development chain in a temporary directory, as the validator Alice:
    gridforge-node --dev

  The same chain kept in a directory, so that it goes on after a restart:
    gridforge-node --dev --base-path ./data

  The first validator of a local network (the node key gives it a lasting identity):
    gridforge-node key generate-node-key --chain local --base-path ./alice
    gridforge-node --chain local --alice --base-path ./alice

  A full node that answers the archive RPC about any block:
    gridforge-node --chain spec.json --state-pruning archive --blocks-pruning archive

  Shell completion:
    gridforge-node completion bash > /etc/bash_completion.d/gridforge-node";

/// The Gridforge node.
#[derive(Debug, clap::Parser)]
#[command(after_long_help = EXAMPLES)]
pub struct Cli {
	/// What to do instead of running the node.
	#[command(subcommand)]
	pub subcommand: Option<Subcommand>,

	/// How to run the node.
	#[command(flatten)]
	pub run: sc_cli::RunCmd,

	/// Do not measure processor, memory and disk at start.
	///
	/// The measurement takes about a second. It prints the scores and warns a validator whose
	/// machine is too slow to keep up with full blocks.
	#[arg(long)]
	pub no_hardware_benchmarks: bool,

	/// Where compiled runtimes are kept, so that only the first start on a runtime compiles it.
	///
	/// Without it, `compiled-runtimes` in the chain's directory. Deleting it is safe. Nobody but the
	/// node's user may write there, for what it keeps is run as it is.
	#[arg(long, value_name = "DIRECTORY", env = "GRIDFORGE_COMPILED_RUNTIMES", global = true)]
	pub compiled_runtimes: Option<PathBuf>,

	/// When to stop for want of disk space.
	#[command(flatten)]
	pub storage_monitor: sc_storage_monitor::StorageMonitorParams,
}

/// What the program does besides running the node.
#[derive(Debug, clap::Subcommand)]
#[allow(clippy::large_enum_variant, reason = "there is one, read once")]
pub enum Subcommand {
	/// Generate, inspect and insert account, session and node keys.
	#[command(subcommand)]
	Key(sc_cli::KeySubcommand),

	/// Sign a message with a secret key.
	Sign(sc_cli::SignCmd),

	/// Verify the signature of a message.
	Verify(sc_cli::VerifyCmd),

	/// Search for an account whose address contains a pattern.
	Vanity(sc_cli::VanityCmd),

	/// Print a chain specification.
	///
	/// Adds this machine as a bootnode unless told otherwise.
	BuildSpec(sc_cli::BuildSpecCmd),

	/// Write a chain specification to a file or to standard output.
	ExportChainSpec(sc_cli::ExportChainSpecCmd),

	/// Execute a block of the database once more and compare the outcome.
	CheckBlock(sc_cli::CheckBlockCmd),

	/// Write blocks to a file or to standard output.
	ExportBlocks(sc_cli::ExportBlocksCmd),

	/// Print a chain specification whose genesis is the state of a block.
	ExportState(sc_cli::ExportStateCmd),

	/// Import blocks that `export-blocks` has written.
	ImportBlocks(sc_cli::ImportBlocksCmd),

	/// Take back the latest blocks, down to the last finalized one.
	Revert(sc_cli::RevertCmd),

	/// Delete the database of a chain; keys are kept.
	PurgeChain(sc_cli::PurgeChainCmd),

	/// Print the best, finalized and genesis blocks of the database.
	ChainInfo(sc_cli::ChainInfoCmd),

	/// Print a completion script for a shell.
	Completion(CompletionCmd),
}

/// Prints a completion script.
#[derive(Debug, clap::Args)]
pub struct CompletionCmd {
	/// The shell that reads the script.
	#[arg(value_enum)]
	pub shell: clap_complete::Shell,
}

impl CompletionCmd {
	/// Writes the script for the whole command line to `out`.
	pub fn run(&self, out: &mut impl std::io::Write) {
		let mut command = Cli::setup_command(<Cli as clap::CommandFactory>::command());
		clap_complete::generate(self.shell, &mut command, env!("CARGO_PKG_NAME"), out);
	}
}

impl SubstrateCli for Cli {
	fn impl_name() -> String {
		"Gridforge Node".into()
	}

	fn impl_version() -> String {
		env!("SUBSTRATE_CLI_IMPL_VERSION").into()
	}

	fn description() -> String {
		env!("CARGO_PKG_DESCRIPTION").into()
	}

	fn author() -> String {
		env!("CARGO_PKG_AUTHORS").into()
	}

	fn support_url() -> String {
		concat!(env!("CARGO_PKG_REPOSITORY"), "/issues").into()
	}

	fn copyright_start_year() -> i32 {
		2026
	}

	fn load_spec(&self, id: &str) -> Result<Box<dyn sc_cli::ChainSpec>, String> {
		Ok(Box::new(chain_spec::load(id)?))
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use clap::{CommandFactory, ValueEnum};

	fn parse(args: &[&str]) -> clap::error::Result<Cli> {
		Cli::try_from_iter(std::iter::once(&"gridforge-node").chain(args))
	}

	#[test]
	fn command_line_is_consistent() {
		Cli::setup_command(Cli::command()).debug_assert();
	}

	#[test]
	fn version_names_the_commit() {
		let (version, commit) = (Cli::impl_version(), env!("SUBSTRATE_CLI_COMMIT_HASH"));
		assert!(version.starts_with(env!("CARGO_PKG_VERSION")), "{version}");
		assert!(version.ends_with(commit), "{version}");
	}

	#[test]
	fn runs_without_a_subcommand() {
		let cli = parse(&["--dev", "--no-hardware-benchmarks"]).unwrap();
		assert!(cli.subcommand.is_none());
		assert!(cli.no_hardware_benchmarks);
	}

	#[test]
	fn accepts_every_subcommand() {
		for args in [
			&["key", "generate"][..],
			&["build-spec", "--chain", "dev", "--raw"],
			&["export-chain-spec", "--chain", "dev"],
			&["check-block", "1"],
			&["export-blocks"],
			&["export-state"],
			&["import-blocks"],
			&["revert", "3"],
			&["purge-chain", "-y"],
			&["chain-info"],
			&["completion", "fish"],
		] {
			assert!(parse(args).unwrap().subcommand.is_some(), "{args:?}");
		}
	}

	#[test]
	fn completes_for_every_shell() {
		for shell in clap_complete::Shell::value_variants() {
			let mut script = Vec::new();
			CompletionCmd { shell: *shell }.run(&mut script);
			let script = String::from_utf8(script).unwrap();
			assert!(script.contains("no-hardware-benchmarks"), "{shell}");
			assert!(script.contains("export-chain-spec"), "{shell}");
		}
	}
}
