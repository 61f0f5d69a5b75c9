//! Carries out what the command line asks for.

use crate::{
	cli::{Cli, Subcommand},
	service,
};
use gridforge_runtime::opaque::Block;
use sc_cli::{Result, SubstrateCli};
use sc_service::Configuration;
use std::{num::NonZeroU32, sync::Arc};

/// Calls that one WebSocket connection may make in a minute, where `--rpc-rate-limit` says nothing else. Wallets
/// and explorers make hundreds when they start, then some per block.
const CALLS_PER_MINUTE: Option<NonZeroU32> = NonZeroU32::new(12_000);

/// Reads the command line and obeys it.
pub fn run() -> Result<()> {
	let mut cli = Cli::from_args();
	let limit = &mut cli.run.rpc_params.rpc_rate_limit;
	*limit = limit.or(CALLS_PER_MINUTE);
	match &cli.subcommand {
		Some(subcommand) => run_subcommand(&cli, subcommand),
		None => run_node(&cli),
	}
}

fn run_node(cli: &Cli) -> Result<()> {
	let options = service::Options {
		hardware_benchmarks: !cli.no_hardware_benchmarks,
		compiled_runtimes: cli.compiled_runtimes.clone(),
		storage_monitor: cli.storage_monitor.clone(),
	};
	cli.create_runner(&cli.run)?
		.run_node_until_exit(|config| async move { Ok(service::start(config, options)?) })
}

fn run_subcommand(cli: &Cli, subcommand: &Subcommand) -> Result<()> {
	match subcommand {
		Subcommand::Key(cmd) => {
			keep_from_others();
			cmd.run(cli)
		}
		Subcommand::Sign(cmd) => cmd.run(),
		Subcommand::Verify(cmd) => cmd.run(),
		Subcommand::Vanity(cmd) => cmd.run(),
		Subcommand::BuildSpec(cmd) => {
			cli.create_runner(cmd)?.sync_run(|config| cmd.run(config.chain_spec, config.network))
		}
		Subcommand::ExportChainSpec(cmd) => cmd.run(cli.load_spec(&cmd.chain)?),
		Subcommand::CheckBlock(cmd) => cli.create_runner(cmd)?.async_run(|config| {
			let (client, import_queue, tasks) = open(cli, &config)?.into_importer();
			Ok((cmd.run(client, import_queue), tasks))
		}),
		Subcommand::ExportBlocks(cmd) => cli.create_runner(cmd)?.async_run(|config| {
			let (client, _, tasks) = open(cli, &config)?.into_reader();
			Ok((cmd.run(client, config.database), tasks))
		}),
		Subcommand::ExportState(cmd) => cli.create_runner(cmd)?.async_run(|config| {
			let (client, _, tasks) = open(cli, &config)?.into_reader();
			Ok((cmd.run(client, config.chain_spec), tasks))
		}),
		Subcommand::ImportBlocks(cmd) => cli.create_runner(cmd)?.async_run(|config| {
			let (client, import_queue, tasks) = open(cli, &config)?.into_importer();
			Ok((cmd.run(client, import_queue), tasks))
		}),
		Subcommand::Revert(cmd) => cli.create_runner(cmd)?.async_run(|config| {
			let (client, backend, tasks) = open(cli, &config)?.into_reader();
			let consensus = Box::new(revert_consensus);
			Ok((cmd.run(client, backend, Some(consensus)), tasks))
		}),
		Subcommand::PurgeChain(cmd) => {
			cli.create_runner(cmd)?.sync_run(|config| cmd.run(config.database))
		}
		Subcommand::ChainInfo(cmd) => {
			cli.create_runner(cmd)?.sync_run(|config| cmd.run::<Block>(&config))
		}
		Subcommand::Completion(cmd) => {
			cmd.run(&mut std::io::stdout());
			Ok(())
		}
	}
}

/// Opens the database of the chain for a subcommand.
fn open(cli: &Cli, config: &Configuration) -> Result<service::Partial> {
	let executor = service::executor(config, cli.compiled_runtimes.as_deref());
	Ok(service::partial(config, executor)?)
}

/// Makes what is written from here on readable by its owner only, whatever the shell's mask is: `generate-node-key`
/// would leave the key to everybody on the machine.
#[allow(unsafe_code, reason = "the standard library has no way to set the mask")]
fn keep_from_others() {
	// SAFETY: it takes a number, touches no memory and cannot fail.
	unsafe { libc::umask(0o077) };
}

/// Takes back what BABE and GRANDPA recorded about the blocks that `revert` removes. Without it the
/// node could not import other blocks in their place.
fn revert_consensus(
	client: Arc<service::Client>,
	backend: Arc<service::Backend>,
	blocks: gridforge_runtime::BlockNumber,
) -> Result<()> {
	sc_consensus_babe::revert(client.clone(), backend, blocks)?;
	sc_consensus_grandpa::revert(client, blocks)?;
	Ok(())
}
