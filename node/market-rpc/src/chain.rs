//! The chain as the market's questions see it: blocks, the runtime API at each, the way from one to another.

use crate::{answers::BlockName, errors::Refusal, limits};
use futures::{FutureExt, StreamExt};
use gridforge_primitives::{
	api::{MarketInfo, OrderBook, Trade},
	ProductId,
};
use pallet_energy_market_runtime_api::EnergyMarketApi;
use sc_client_api::{BlockchainEvents, ImportNotifications};
use sp_api::{ApiError, ApiRef, ProvideRuntimeApi};
use sp_blockchain::{HashAndNumber, HeaderBackend, HeaderMetadata};
use sp_runtime::{
	traits::{Block as BlockT, UniqueSaturatedInto},
	SaturatedConversion,
};
use std::{marker::PhantomData, sync::Arc};

/// A client of the node that knows the energy market.
pub trait MarketClient<Block: BlockT, AccountId: codec::Codec>:
	ProvideRuntimeApi<Block, Api = <Self as MarketClient<Block, AccountId>>::Runtime>
	+ HeaderBackend<Block>
	+ HeaderMetadata<Block, Error = sp_blockchain::Error>
	+ BlockchainEvents<Block>
	+ Send
	+ Sync
	+ 'static
{
	/// Its runtime API.
	type Runtime: EnergyMarketApi<Block, AccountId> + sp_api::ApiExt<Block>;
}

impl<Block, AccountId, Client> MarketClient<Block, AccountId> for Client
where
	Block: BlockT,
	AccountId: codec::Codec,
	Client: ProvideRuntimeApi<Block>
		+ HeaderBackend<Block>
		+ HeaderMetadata<Block, Error = sp_blockchain::Error>
		+ BlockchainEvents<Block>
		+ Send
		+ Sync
		+ 'static,
	Client::Api: EnergyMarketApi<Block, AccountId>,
{
	type Runtime = Client::Api;
}

/// The chain.
pub struct Chain<Block, AccountId, Client> {
	client: Arc<Client>,
	types: PhantomData<fn() -> (Block, AccountId)>,
}

impl<Block, AccountId, Client> Clone for Chain<Block, AccountId, Client> {
	fn clone(&self) -> Self {
		Chain { client: self.client.clone(), types: PhantomData }
	}
}

/// The way from one block to another, over the last one that they share.
pub struct Route<Block: BlockT> {
	/// Blocks that are left, newest first.
	pub retracted: Vec<HashAndNumber<Block>>,
	/// Blocks that are entered, oldest first.
	pub enacted: Vec<HashAndNumber<Block>>,
}

impl<Block, AccountId, Client> Chain<Block, AccountId, Client>
where
	Block: BlockT,
	AccountId: codec::Codec,
	Client: MarketClient<Block, AccountId>,
{
	/// The chain that the client sees.
	pub fn new(client: Arc<Client>) -> Self {
		Chain { client, types: PhantomData }
	}

	/// The newest block.
	pub fn best(&self) -> HashAndNumber<Block> {
		let info = self.client.info();
		HashAndNumber { hash: info.best_hash, number: info.best_number }
	}

	/// The block with that hash, or the newest one.
	pub fn block(&self, hash: Option<Block::Hash>) -> Result<HashAndNumber<Block>, Refusal> {
		let Some(hash) = hash else { return Ok(self.best()) };
		match self.client.number(hash) {
			Ok(Some(number)) => Ok(HashAndNumber { hash, number }),
			Ok(None) | Err(_) => Err(Refusal::UnknownBlock(format!("{hash:?}"))),
		}
	}

	/// Asks the runtime at that block.
	pub fn ask<T>(
		&self,
		hash: Block::Hash,
		question: impl FnOnce(&ApiRef<'_, Client::Api>) -> Result<T, ApiError>,
	) -> Result<T, Refusal> {
		question(&self.client.runtime_api()).map_err(|error| Refusal::NoState {
			block: format!("{hash:?}"),
			error: error.to_string(),
		})
	}

	/// The market's clock at that block.
	pub fn info(&self, hash: Block::Hash) -> Result<MarketInfo, Refusal> {
		self.ask(hash, |api| api.market_info(hash))
	}

	/// The book of a product at that block.
	pub fn order_book(
		&self,
		hash: Block::Hash,
		product: ProductId,
		depth: u32,
	) -> Result<OrderBook, Refusal> {
		self.ask(hash, |api| api.order_book(hash, product, depth))?
			.ok_or(Refusal::UnknownZone(product.zone))
	}

	/// The trades of that block.
	pub fn block_trades(&self, hash: Block::Hash) -> Result<Vec<Trade>, Refusal> {
		self.ask(hash, |api| api.block_trades(hash))
	}

	/// The way from one block to another.
	pub fn route(
		&self,
		from: &HashAndNumber<Block>,
		to: &HashAndNumber<Block>,
	) -> Result<Route<Block>, Refusal> {
		let height = |block: &HashAndNumber<Block>| block.number.saturated_into::<u64>();
		if height(from).abs_diff(height(to)) > limits::BLOCKS_BACK {
			return Err(Refusal::TooFarBack);
		}
		let route = sp_blockchain::tree_route(&*self.client, from.hash, to.hash)
			.map_err(|_| Refusal::UnknownBlock(format!("{:?}", from.hash)))?;
		Ok(Route { retracted: route.retracted().to_vec(), enacted: route.enacted().to_vec() })
	}

	/// Announces new best blocks from now on.
	pub fn news(&self) -> News<Block> {
		News { imports: self.client.import_notification_stream() }
	}
}

/// New blocks. Only that there are some is of interest: whoever is told looks at the best block himself, so one who
/// was busy takes all that came meanwhile in one go.
pub struct News<Block: BlockT> {
	imports: ImportNotifications<Block>,
}

impl<Block: BlockT> News<Block> {
	/// Waits for a new best block; nothing where there will be none any more.
	pub async fn wait(&mut self) -> Option<()> {
		while !self.imports.next().await?.is_new_best {}
		while let Some(Some(_)) = self.imports.next().now_or_never() {}
		Some(())
	}
}

/// The block as answers name it.
pub fn name<Block: BlockT>(block: &HashAndNumber<Block>) -> BlockName {
	BlockName { number: block.number.unique_saturated_into(), hash: format!("{:?}", block.hash) }
}
