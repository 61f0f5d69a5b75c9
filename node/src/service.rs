//! Joins client, consensus and network into a running node.

mod equivocation;
mod executor;
mod full;
mod metrics;
mod partial;
mod retry;
mod workers;

pub use executor::executor;
pub use full::{start, Options};
pub use partial::{partial, Partial};

use gridforge_runtime::{opaque::Block, RuntimeApi};

/// Runs the runtime, always from its wasm: what the chain agreed on is what is executed.
pub type Executor = sc_executor::WasmExecutor<sp_io::SubstrateHostFunctions>;
/// The chain and its state.
pub type Client = sc_service::TFullClient<Block, RuntimeApi, Executor>;
/// The database below the client.
pub type Backend = sc_service::TFullBackend<Block>;
/// The longest chain is the best; finality has already cut the others off.
pub type SelectChain = sc_consensus::LongestChain<Backend, Block>;
/// Transactions waiting for a block; fork-aware unless the command line says otherwise.
pub type Pool = sc_transaction_pool::TransactionPoolHandle<Block, Client>;

/// Imports blocks with what GRANDPA must know of them.
type GrandpaImport = sc_consensus_grandpa::GrandpaBlockImport<Backend, Block, Client, SelectChain>;
/// What the voter shares with the block import.
type GrandpaLink = sc_consensus_grandpa::LinkHalf<Block, Client, SelectChain>;
/// Imports blocks with what BABE, then GRANDPA, must know of them, once more where finality overtook it; reports two
/// blocks in one slot.
type BabeImport = equivocation::Watch<
	retry::Retry<
		sc_consensus_babe::BabeBlockImport<Block, Client, GrandpaImport, Inherents, SelectChain>,
	>,
>;
/// Makes the slot and the time that every block states.
type Inherents = sp_consensus_babe::inherents::BabeCreateInherentDataProviders<Block>;

/// GRANDPA makes and keeps a justification at least every so many blocks, about every 50 minutes, beside
/// those that a change of authorities requires. Warp sync and bridges start from them.
const JUSTIFICATION_PERIOD: u32 = 512;
