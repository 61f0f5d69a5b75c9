//! JSON-RPC about the energy market: `market_*`, in kWh and WATT, with subscriptions.
//!
//! Everything is asked of the runtime API of one block, so the answers are those that any other client can
//! compute, or have proven, for itself; the node adds the units that people use and the announcements.
//!
//! - [`market`]: the methods.
//! - [`chain`]: blocks, the runtime API at each, the way from one to another.
//! - [`trades`] and [`book`]: what subscriptions tell; [`subscription`]: how.
//! - [`answers`], [`params`], [`errors`]: what goes over the wire.
//! - [`limits`], [`places`], [`budget`]: how much work a client may cause.
//!
//! `docs/openrpc.json` describes all of it; the method `rpc.discover` answers with that file.
//!
//! **Limitations.** Subscriptions follow the best chain, not the finalised one: whoever must not see a trade
//! undone waits for finality himself. While a node is catching up with the network it announces nothing. A depth
//! of more than 100 levels, and trades older than a product's last 16, need an indexer.

#![warn(missing_docs)]

pub mod answers;
pub mod book;
pub mod budget;
pub mod chain;
pub mod errors;
pub mod limits;
pub mod market;
pub mod params;
pub mod places;
pub mod subscription;
pub mod trades;

use chain::MarketClient;
use jsonrpsee::{core::RegisterMethodError, types::ErrorObjectOwned, RpcModule};
use market::{Market, MarketRpcServer};
use serde_json::Value;
use sp_runtime::traits::Block as BlockT;
use std::sync::Arc;

/// The OpenRPC document of these methods.
pub const OPENRPC: &str = include_str!("../../../docs/openrpc.json");

/// The methods, and `rpc.discover`, which describes them.
pub fn module<Block, AccountId, Client>(
	client: Arc<Client>,
) -> Result<RpcModule<Market<Block, AccountId, Client>>, RegisterMethodError>
where
	Block: BlockT,
	AccountId: codec::Codec + 'static,
	Client: MarketClient<Block, AccountId>,
{
	let mut module = Market::new(client).into_rpc();
	module.register_method("rpc.discover", |_, _, _| {
		serde_json::from_str::<Value>(OPENRPC).map_err(|error| {
			ErrorObjectOwned::owned(-32603, format!("openrpc.json: {error}"), None::<()>)
		})
	})?;
	Ok(module)
}
