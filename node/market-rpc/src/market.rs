//! The methods: each asks the runtime at one block and writes down what it says.

use crate::{
	answers::{
		Answer, BookReport, CandleReport, CandlesReport, ProductReport, ProductsReport,
		TickerReport, TradeReport, TradesReport,
	},
	book::BookFeed,
	budget::Budget,
	chain::{name, Chain, MarketClient},
	errors::Refusal,
	limits,
	params::{ProductName, TradeFilter},
	places::Places,
	subscription::serve,
	trades::TradesFeed,
};
use gridforge_primitives::{api::MarketInfo, IntervalId, ZoneId};
use jsonrpsee::{
	core::{async_trait, RpcResult, SubscriptionResult},
	proc_macros::rpc,
	PendingSubscriptionSink,
};
use pallet_energy_market_runtime_api::EnergyMarketApi;
use sp_runtime::traits::Block as BlockT;
use std::sync::Arc;

/// Questions about the market. `at` is the hash of the block that is asked about: the newest one if left out.
#[rpc(server, namespace = "market")]
pub trait MarketRpc<Hash> {
	/// The products that have a book, soonest delivery first.
	#[method(name = "products", blocking)]
	fn products(&self, zone: Option<ZoneId>, at: Option<Hash>)
		-> RpcResult<Answer<ProductsReport>>;

	/// The book of a product: its best price levels on both sides.
	#[method(name = "orderBook", blocking)]
	fn order_book(
		&self,
		product: ProductName,
		depth: Option<u32>,
		at: Option<Hash>,
	) -> RpcResult<Answer<BookReport>>;

	/// A product at a glance.
	#[method(name = "ticker", blocking)]
	fn ticker(&self, product: ProductName, at: Option<Hash>) -> RpcResult<Answer<TickerReport>>;

	/// The last trades of a product that has not settled, newest first.
	#[method(name = "trades", blocking)]
	fn trades(
		&self,
		product: ProductName,
		limit: Option<u32>,
		at: Option<Hash>,
	) -> RpcResult<Answer<TradesReport>>;

	/// What has traded in each product of a zone that delivers from `from` on and before `until`.
	#[method(name = "candles", blocking)]
	fn candles(
		&self,
		zone: ZoneId,
		from: Option<IntervalId>,
		until: Option<IntervalId>,
		limit: Option<u32>,
		at: Option<Hash>,
	) -> RpcResult<Answer<CandlesReport>>;

	/// Every new trade, block by block.
	#[subscription(name = "subscribeTrades" => "newTrades", unsubscribe = "unsubscribeTrades", item = serde_json::Value)]
	async fn subscribe_trades(
		&self,
		filter: Option<TradeFilter>,
		since: Option<Hash>,
	) -> SubscriptionResult;

	/// The book of a product and what changes in it.
	#[subscription(name = "subscribeOrderBook" => "bookChange", unsubscribe = "unsubscribeOrderBook", item = serde_json::Value)]
	async fn subscribe_order_book(
		&self,
		product: ProductName,
		depth: Option<u32>,
		since: Option<Hash>,
	) -> SubscriptionResult;
}

/// Answers them.
pub struct Market<Block, AccountId, Client> {
	chain: Chain<Block, AccountId, Client>,
	places: Places,
	budget: Budget,
}

impl<Block, AccountId, Client> Market<Block, AccountId, Client>
where
	Block: BlockT,
	AccountId: codec::Codec + 'static,
	Client: MarketClient<Block, AccountId>,
{
	/// Answers with what the client sees.
	pub fn new(client: Arc<Client>) -> Self {
		Market { chain: Chain::new(client), places: Places::default(), budget: Budget::default() }
	}

	/// Asks at a block, and names it in the answer.
	fn answer<T>(
		&self,
		at: Option<Block::Hash>,
		question: impl FnOnce(Block::Hash, &MarketInfo) -> Result<T, Refusal>,
	) -> RpcResult<Answer<T>> {
		self.budget.take(1)?;
		let block = self.chain.block(at)?;
		let info = self.chain.info(block.hash)?;
		Ok(Answer { block: name(&block), content: question(block.hash, &info)? })
	}

	fn known_zone(&self, hash: Block::Hash, zone: ZoneId) -> Result<(), Refusal> {
		match self.chain.ask(hash, |api| api.zone(hash, zone))? {
			Some(_) => Ok(()),
			None => Err(Refusal::UnknownZone(zone)),
		}
	}
}

#[async_trait]
impl<Block, AccountId, Client> MarketRpcServer<Block::Hash> for Market<Block, AccountId, Client>
where
	Block: BlockT,
	AccountId: codec::Codec + 'static,
	Client: MarketClient<Block, AccountId>,
{
	fn products(
		&self,
		zone: Option<ZoneId>,
		at: Option<Block::Hash>,
	) -> RpcResult<Answer<ProductsReport>> {
		self.answer(at, |hash, info| {
			if let Some(zone) = zone {
				self.known_zone(hash, zone)?;
			}
			let all = self.chain.ask(hash, |api| api.products(hash))?;
			let products = all
				.into_iter()
				.filter(|product| zone.is_none_or(|zone| product.zone == zone))
				.map(|product| ProductReport::new(info, product))
				.collect();
			Ok(ProductsReport { products })
		})
	}

	fn order_book(
		&self,
		ProductName(product): ProductName,
		depth: Option<u32>,
		at: Option<Block::Hash>,
	) -> RpcResult<Answer<BookReport>> {
		let depth = limits::depth(depth)?;
		self.answer(at, |hash, info| {
			Ok(BookReport::new(info, &self.chain.order_book(hash, product, depth)?))
		})
	}

	fn ticker(
		&self,
		ProductName(product): ProductName,
		at: Option<Block::Hash>,
	) -> RpcResult<Answer<TickerReport>> {
		self.answer(at, |hash, info| {
			let ticker = self.chain.ask(hash, |api| api.ticker(hash, product))?;
			let ticker = ticker.ok_or(Refusal::UnknownZone(product.zone))?;
			Ok(TickerReport::new(info, &ticker))
		})
	}

	fn trades(
		&self,
		ProductName(product): ProductName,
		limit: Option<u32>,
		at: Option<Block::Hash>,
	) -> RpcResult<Answer<TradesReport>> {
		let limit = limits::trades(limit)?;
		self.answer(at, |hash, info| {
			self.known_zone(hash, product.zone)?;
			let trades = self.chain.ask(hash, |api| api.trades(hash, product))?;
			Ok(TradesReport {
				product: ProductReport::new(info, product),
				trades: trades.iter().take(limit).map(TradeReport::from).collect(),
			})
		})
	}

	fn candles(
		&self,
		zone: ZoneId,
		from: Option<IntervalId>,
		until: Option<IntervalId>,
		limit: Option<u32>,
		at: Option<Block::Hash>,
	) -> RpcResult<Answer<CandlesReport>> {
		self.answer(at, |hash, info| {
			self.known_zone(hash, zone)?;
			let (from, until) = candle_range(info, from, until, limit)?;
			let span = until.0.saturating_sub(from.0);
			self.budget.take(span / limits::CANDLES_PER_QUESTION)?;
			let candles = self.chain.ask(hash, |api| api.candles(hash, zone, from, until))?;
			Ok(CandlesReport {
				zone: zone.0,
				from: from.0,
				until: until.0,
				candles: candles.iter().map(|candle| CandleReport::new(info, candle)).collect(),
			})
		})
	}

	async fn subscribe_trades(
		&self,
		pending: PendingSubscriptionSink,
		filter: Option<TradeFilter>,
		since: Option<Block::Hash>,
	) -> SubscriptionResult {
		let begin = || {
			self.budget.take(1)?;
			TradesFeed::begin(self.chain.clone(), &self.budget, filter, since)
		};
		let feed = begin();
		serve(&self.places, pending, feed).await
	}

	async fn subscribe_order_book(
		&self,
		pending: PendingSubscriptionSink,
		ProductName(product): ProductName,
		depth: Option<u32>,
		since: Option<Block::Hash>,
	) -> SubscriptionResult {
		let begin = || {
			let depth = limits::depth(depth)?;
			self.budget.take(1)?;
			BookFeed::begin(self.chain.clone(), product, depth, since)
		};
		let feed = begin();
		serve(&self.places, pending, feed).await
	}
}

/// The intervals to look at: what is left out follows from the limit, and from what can be traded.
fn candle_range(
	info: &MarketInfo,
	from: Option<IntervalId>,
	until: Option<IntervalId>,
	limit: Option<u32>,
) -> Result<(IntervalId, IntervalId), Refusal> {
	let span = limits::candles(limit)?;
	let (from, until) = match (from, until) {
		(Some(from), Some(until)) => (from.0, until.0),
		(Some(from), None) => (from.0, from.0.saturating_add(span)),
		(None, until) => {
			let until = until.unwrap_or(info.first_unopened).0;
			(until.saturating_sub(span), until)
		}
	};
	limits::range(from, until, limit.unwrap_or(limits::MAX_CANDLES))?;
	Ok((IntervalId(from), IntervalId(until)))
}
