//! The Gridforge node's entry point.

#![warn(missing_docs)]

mod chain_spec;
mod cli;
mod command;
mod hardware;
mod rpc;
mod service;

fn main() -> sc_cli::Result<()> {
	command::run()
}
