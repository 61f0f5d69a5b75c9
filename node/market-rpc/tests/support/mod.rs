//! A chain of made-up blocks, each with books and trades, that announces what is imported.

use gridforge_primitives::{api::*, *};
use pallet_energy_market_runtime_api::EnergyMarketApi;
use sc_client_api::{
	BlockImportNotification, BlockchainEvents, FinalityNotifications, ImportNotifications,
	StorageEventStream, StorageKey,
};
use sc_utils::mpsc::{tracing_unbounded, TracingUnboundedSender};
use sp_api::{ApiError, ApiRef, ProvideRuntimeApi};
use sp_blockchain::{
	BlockStatus, CachedHeaderMetadata, Error, HeaderBackend, HeaderMetadata, Info, Result,
};
use sp_consensus::BlockOrigin;
use sp_core::H256;
use sp_runtime::{
	generic,
	traits::{BlakeTwo256, Block as BlockT, Header as HeaderT, NumberFor},
	OpaqueExtrinsic,
};
use std::{
	collections::HashMap,
	sync::{Arc, Mutex},
};

pub type Header = generic::Header<u32, BlakeTwo256>;
pub type Block = generic::Block<Header, OpaqueExtrinsic>;
pub type AccountId = u64;

/// The quarter hour from 2026-05-21T00:00:00Z on, in zone 1.
pub const PRODUCT: ProductId = ProductId { interval: IntervalId(1_977_024), zone: ZoneId(1) };
const QUARTER_HOUR: Millis = 900_000;

/// What the market holds in a block.
#[derive(Clone, Default)]
pub struct Market {
	pub bids: Vec<DepthLevel>,
	pub asks: Vec<DepthLevel>,
	pub trades: Vec<Trade>,
	/// The state has been pruned.
	pub forgotten: bool,
}

pub fn levels(levels: &[(i32, u64)]) -> Vec<DepthLevel> {
	levels.iter().map(|(price, lots)| DepthLevel { price: Price(*price), lots: *lots }).collect()
}

pub fn trade(zone: u16, price: i32, lots: u32) -> Trade {
	Trade {
		product: ProductId { zone: ZoneId(zone), ..PRODUCT },
		time: now(),
		price: Price(price),
		lots: Lots(lots),
		side: Some(Side::Bid),
	}
}

fn now() -> Millis {
	Millis::from(PRODUCT.interval.0) * QUARTER_HOUR - 3_600_000
}

#[derive(Default)]
struct Blocks {
	headers: HashMap<H256, Header>,
	markets: HashMap<H256, Market>,
	best: H256,
	listeners: Vec<TracingUnboundedSender<BlockImportNotification<Block>>>,
}

/// The chain.
#[derive(Clone)]
pub struct TestClient(Arc<Mutex<Blocks>>);

impl TestClient {
	/// A chain with one block, in which nothing has happened.
	pub fn new() -> Self {
		let client = TestClient(Arc::default());
		client.import(H256::zero(), Market::default());
		client
	}

	/// A new best block on top of `parent`.
	pub fn import(&self, parent: H256, market: Market) -> H256 {
		let mut blocks = self.0.lock().unwrap();
		let number = blocks.headers.get(&parent).map_or(0, |header| header.number + 1);
		let salt = H256::from_low_u64_be(blocks.headers.len() as u64);
		let header =
			Header::new(number, H256::zero(), salt, parent, generic::Digest { logs: Vec::new() });
		let hash = header.hash();
		blocks.headers.insert(hash, header.clone());
		blocks.markets.insert(hash, market);
		blocks.best = hash;
		blocks.listeners.retain(|listener| {
			let (unpin, _) = tracing_unbounded("unpin", 100);
			let (origin, header) = (BlockOrigin::Own, header.clone());
			let news = BlockImportNotification::new(hash, origin, header, true, None, unpin);
			listener.unbounded_send(news).is_ok()
		});
		hash
	}

	/// A new best block on top of the best one.
	pub fn grow(&self, market: Market) -> H256 {
		self.import(self.best(), market)
	}

	pub fn best(&self) -> H256 {
		self.0.lock().unwrap().best
	}

	/// No block will come any more.
	pub fn end(&self) {
		self.0.lock().unwrap().listeners.clear();
	}

	fn market(&self, at: H256) -> std::result::Result<Market, ApiError> {
		match self.0.lock().unwrap().markets.get(&at) {
			Some(market) if !market.forgotten => Ok(market.clone()),
			_ => Err(ApiError::UnknownBlock(format!("State already discarded for {at:?}"))),
		}
	}
}

/// The runtime at any block.
pub struct Api(TestClient);

impl ProvideRuntimeApi<Block> for TestClient {
	type Api = Api;

	fn runtime_api(&self) -> ApiRef<'_, Api> {
		Api(self.clone()).into()
	}
}

const PRICES: Prices =
	Prices { open: Price(120), high: Price(150), low: Price(-5), close: Price(150) };

fn known(zone: ZoneId) -> bool {
	zone.0 == 1 || zone.0 == 2
}

sp_api::mock_impl_runtime_apis! {
	impl EnergyMarketApi<Block, AccountId> for Api {
		#[advanced]
		fn market_info(&self, at: H256) -> std::result::Result<MarketInfo, ApiError> {
			self.0.market(at)?;
			Ok(MarketInfo {
				status: MarketStatus::Open,
				now: now(),
				interval_length: QUARTER_HOUR,
				gate_open: 48 * 3_600_000,
				gate_close: 300_000,
				first_tradable: IntervalId(PRODUCT.interval.0 - 3),
				first_unopened: IntervalId(PRODUCT.interval.0 + 188),
			})
		}

		#[advanced]
		fn order_book(&self, at: H256, product: ProductId, depth: u32) -> std::result::Result<Option<OrderBook>, ApiError> {
			let Market { mut bids, mut asks, .. } = self.0.market(at)?;
			bids.truncate(depth as usize);
			asks.truncate(depth as usize);
			let rules = ProductRules::default();
			Ok(known(product.zone).then_some(OrderBook { product, phase: Phase::Open, rules, bids, asks }))
		}

		fn best_prices(&self, _product: ProductId) -> BestPrices {
			unreachable!("not asked by this crate")
		}

		#[advanced]
		fn products(&self, at: H256) -> std::result::Result<Vec<ProductId>, ApiError> {
			self.0.market(at)?;
			Ok(vec![PRODUCT, ProductId { zone: ZoneId(2), ..PRODUCT }])
		}

		fn participant(&self, _account: AccountId, _currency: CurrencyId) -> Option<ParticipantInfo> {
			unreachable!("not asked by this crate")
		}

		fn preview_order(&self, _order: NewOrder, _account: Option<AccountId>) -> std::result::Result<OrderPreview, sp_runtime::DispatchError> {
			unreachable!("not asked by this crate")
		}

		#[advanced]
		fn ticker(&self, at: H256, product: ProductId) -> std::result::Result<Option<Ticker>, ApiError> {
			let market = self.0.market(at)?;
			let price = |side: &[DepthLevel]| side.first().map(|level| level.price);
			Ok(known(product.zone).then_some(Ticker {
				product,
				phase: Phase::Open,
				session: Session::Open,
				collecting: false,
				best: BestPrices { bid: price(&market.bids), ask: price(&market.asks) },
				prices: (!market.trades.is_empty()).then_some(PRICES),
				lots: market.trades.iter().map(|trade| u64::from(trade.lots.0)).sum(),
				notional: market.trades.iter().map(|trade| trade.price.notional(trade.lots)).sum(),
			}))
		}

		#[advanced]
		fn trades(&self, at: H256, product: ProductId) -> std::result::Result<Vec<Trade>, ApiError> {
			let all = self.0.market(at)?.trades;
			Ok(all.into_iter().rev().filter(|trade| trade.product == product).collect())
		}

		#[advanced]
		fn block_trades(&self, at: H256) -> std::result::Result<Vec<Trade>, ApiError> {
			Ok(self.0.market(at)?.trades)
		}

		#[advanced]
		fn candles(&self, at: H256, zone: ZoneId, from: IntervalId, until: IntervalId) -> std::result::Result<Vec<Candle>, ApiError> {
			self.0.market(at)?;
			let inside = (from..until).contains(&PRODUCT.interval);
			let product = ProductId { zone, ..PRODUCT };
			let candle = Candle { product, settled: false, prices: PRICES, lots: 2_500, notional: 3_300_000 };
			Ok(inside.then_some(candle).into_iter().collect())
		}

		fn bill(&self, _account: AccountId, _product: ProductId) -> Option<Bill> {
			unreachable!("not asked by this crate")
		}

		fn conduct(&self, _account: AccountId, _product: ProductId) -> Option<Conduct> {
			unreachable!("not asked by this crate")
		}

		#[advanced]
		fn zone(&self, at: H256, zone: ZoneId) -> std::result::Result<Option<ZoneInfo>, ApiError> {
			self.0.market(at)?;
			let info = ZoneInfo { session: Session::Open, rules: ProductRules::default(), band: Default::default() };
			Ok(known(zone).then_some(info))
		}
	}
}

impl HeaderBackend<Block> for TestClient {
	fn header(&self, hash: H256) -> Result<Option<Header>> {
		Ok(self.0.lock().unwrap().headers.get(&hash).cloned())
	}

	fn info(&self) -> Info<Block> {
		let blocks = self.0.lock().unwrap();
		Info {
			best_hash: blocks.best,
			best_number: blocks.headers[&blocks.best].number,
			genesis_hash: H256::zero(),
			finalized_hash: H256::zero(),
			finalized_number: 0,
			finalized_state: None,
			number_leaves: 1,
			block_gap: None,
		}
	}

	fn status(&self, hash: H256) -> Result<BlockStatus> {
		let known = self.0.lock().unwrap().headers.contains_key(&hash);
		Ok(if known { BlockStatus::InChain } else { BlockStatus::Unknown })
	}

	fn number(&self, hash: H256) -> Result<Option<u32>> {
		Ok(self.0.lock().unwrap().headers.get(&hash).map(|header| header.number))
	}

	fn hash(&self, _number: NumberFor<Block>) -> Result<Option<H256>> {
		unreachable!("not asked by this crate")
	}
}

impl HeaderMetadata<Block> for TestClient {
	type Error = Error;

	fn header_metadata(&self, hash: H256) -> Result<CachedHeaderMetadata<Block>> {
		let blocks = self.0.lock().unwrap();
		let header = blocks.headers.get(&hash);
		header.map(CachedHeaderMetadata::from).ok_or(Error::UnknownBlock(format!("{hash:?}")))
	}

	fn insert_header_metadata(&self, _hash: H256, _metadata: CachedHeaderMetadata<Block>) {}

	fn remove_header_metadata(&self, _hash: H256) {}
}

impl BlockchainEvents<Block> for TestClient {
	fn import_notification_stream(&self) -> ImportNotifications<Block> {
		let (sender, receiver) = tracing_unbounded("imports", 100);
		self.0.lock().unwrap().listeners.push(sender);
		receiver
	}

	fn every_import_notification_stream(&self) -> ImportNotifications<Block> {
		unreachable!("not asked by this crate")
	}

	fn finality_notification_stream(&self) -> FinalityNotifications<Block> {
		unreachable!("not asked by this crate")
	}

	fn storage_changes_notification_stream(
		&self,
		_filter_keys: Option<&[StorageKey]>,
		_child_filter_keys: Option<&[(StorageKey, Option<Vec<StorageKey>>)]>,
	) -> Result<StorageEventStream<<Block as BlockT>::Hash>> {
		unreachable!("not asked by this crate")
	}
}
