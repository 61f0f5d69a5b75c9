//! Answers as clients get them: plain JSON, energy in kWh, prices in WATT per kWh, money in WATT, all of them
//! decimal strings; moments in UTC.

use gridforge_primitives::{
	api::{Candle, DepthLevel, MarketInfo, OrderBook, Prices, Ticker, Trade},
	text, Millis, Phase, Price, ProductId, Session, Side, TICKS,
};
use serde::Serialize;

/// The block that an answer is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct BlockName {
	/// Its height.
	pub number: u64,
	/// Its hash.
	pub hash: String,
}

/// An answer and the block that it is about.
#[derive(Clone, Debug, Serialize)]
pub struct Answer<T> {
	/// The block.
	pub block: BlockName,
	/// The answer.
	#[serde(flatten)]
	pub content: T,
}

/// A product, when it is delivered and when it is traded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ProductReport {
	product: String,
	zone: u16,
	interval: u32,
	delivery_start: String,
	delivery_end: String,
	trading_opens: String,
	trading_closes: String,
}

impl ProductReport {
	/// The product on the market's clock.
	pub fn new(info: &MarketInfo, product: ProductId) -> Self {
		let start = Millis::from(product.interval.0).saturating_mul(info.interval_length);
		ProductReport {
			product: product.to_string(),
			zone: product.zone.0,
			interval: product.interval.0,
			delivery_start: text::utc(start),
			delivery_end: text::utc(start.saturating_add(info.interval_length)),
			trading_opens: text::utc(start.saturating_sub(info.gate_open)),
			trading_closes: text::utc(start.saturating_sub(info.gate_close)),
		}
	}
}

/// The products that have a book.
#[derive(Clone, Debug, Serialize)]
pub struct ProductsReport {
	/// Soonest delivery first.
	pub products: Vec<ProductReport>,
}

/// A price level: WATT per kWh and the kWh that are open there.
pub type Level = (String, String);

/// The level as it is written.
pub fn level(price: Price, lots: u64) -> Level {
	(text::price(price), text::kwh(lots))
}

/// A product's book.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct BookReport {
	#[serde(flatten)]
	product: ProductReport,
	phase: Phase,
	lowest_price: String,
	highest_price: String,
	smallest_order: String,
	largest_order: String,
	bids: Vec<Level>,
	asks: Vec<Level>,
}

impl BookReport {
	/// The book on the market's clock.
	pub fn new(info: &MarketInfo, book: &OrderBook) -> Self {
		let highest = Price(book.rules.floor.0.saturating_add(i32::from(TICKS) - 1));
		BookReport {
			product: ProductReport::new(info, book.product),
			phase: book.phase,
			lowest_price: text::price(book.rules.floor),
			highest_price: text::price(highest),
			smallest_order: text::kwh(book.rules.limits.min_order),
			largest_order: text::kwh(book.rules.limits.max_order),
			bids: levels(&book.bids),
			asks: levels(&book.asks),
		}
	}
}

fn levels(levels: &[DepthLevel]) -> Vec<Level> {
	levels.iter().map(|at| level(at.price, at.lots)).collect()
}

/// What a product has traded at.
#[derive(Clone, Debug, Serialize)]
pub struct PricesReport {
	open: String,
	high: String,
	low: String,
	close: String,
}

impl From<Prices> for PricesReport {
	fn from(prices: Prices) -> Self {
		PricesReport {
			open: text::price(prices.open),
			high: text::price(prices.high),
			low: text::price(prices.low),
			close: text::price(prices.close),
		}
	}
}

/// A product at a glance.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TickerReport {
	#[serde(flatten)]
	product: ProductReport,
	phase: Phase,
	session: Session,
	collecting: bool,
	bid: Option<String>,
	ask: Option<String>,
	prices: Option<PricesReport>,
	kwh: String,
	turnover: String,
}

impl TickerReport {
	/// The ticker on the market's clock.
	pub fn new(info: &MarketInfo, ticker: &Ticker) -> Self {
		TickerReport {
			product: ProductReport::new(info, ticker.product),
			phase: ticker.phase,
			session: ticker.session,
			collecting: ticker.collecting,
			bid: ticker.best.bid.map(text::price),
			ask: ticker.best.ask.map(text::price),
			prices: ticker.prices.map(PricesReport::from),
			kwh: text::kwh(ticker.lots),
			turnover: text::watt(ticker.notional),
		}
	}
}

/// A trade.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TradeReport {
	product: String,
	time: String,
	price: String,
	kwh: String,
	value: String,
	taker: Option<Side>,
}

impl From<&Trade> for TradeReport {
	fn from(trade: &Trade) -> Self {
		TradeReport {
			product: trade.product.to_string(),
			time: text::utc(trade.time),
			price: text::price(trade.price),
			kwh: text::kwh(trade.lots),
			value: text::watt(trade.price.notional(trade.lots)),
			taker: trade.side,
		}
	}
}

/// The last trades of a product.
#[derive(Clone, Debug, Serialize)]
pub struct TradesReport {
	/// The product.
	#[serde(flatten)]
	pub product: ProductReport,
	/// Newest first.
	pub trades: Vec<TradeReport>,
}

/// What has traded in one product.
#[derive(Clone, Debug, Serialize)]
pub struct CandleReport {
	#[serde(flatten)]
	product: ProductReport,
	settled: bool,
	#[serde(flatten)]
	prices: PricesReport,
	kwh: String,
	turnover: String,
}

impl CandleReport {
	/// The candle on the market's clock.
	pub fn new(info: &MarketInfo, candle: &Candle) -> Self {
		CandleReport {
			product: ProductReport::new(info, candle.product),
			settled: candle.settled,
			prices: candle.prices.into(),
			kwh: text::kwh(candle.lots),
			turnover: text::watt(candle.notional),
		}
	}
}

/// What has traded in the products of a zone.
#[derive(Clone, Debug, Serialize)]
pub struct CandlesReport {
	/// The zone.
	pub zone: u16,
	/// The first interval that was looked at.
	pub from: u32,
	/// The one after the last.
	pub until: u32,
	/// Soonest delivery first; products without trades are left out.
	pub candles: Vec<CandleReport>,
}
