//! The Gridforge node's entry point.

#![warn(missing_docs)]

mod chain_spec;
mod cli;
mod command;
mod hardware;
mod rpc;
mod service;

/// The state is made of many small pieces that come and go, in which the system's allocator loses its way.
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

fn main() -> sc_cli::Result<()> {
	command::run()
}
