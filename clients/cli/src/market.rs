//! The node's own words about the market, `market_*`: `gridforge ticker` and `gridforge trades`.

use crate::{
	chain::Chain,
	clock,
	errors::{Problem, Result},
	output::{pairs, table, Human, Output},
};
use gridforge_primitives::ProductId;
use serde::{de::DeserializeOwned, Deserialize, Serialize};
use subxt::rpcs::{client::RpcParams, rpc_params};

/// The product that the user named, or the next one that can still be traded.
pub async fn product(chain: &Chain, zone: u16, interval: Option<u32>) -> Result<ProductId> {
	clock::product(&chain.best().await?.market_info().await?, zone, interval)
}

/// Ask the node for market data.
async fn ask<T: DeserializeOwned>(chain: &Chain, method: &str, params: RpcParams) -> Result<T> {
	chain.requests().request(method, params).await.map_err(refusal)
}

/// Why the node does not answer. Its refusals say themselves what to do next.
pub fn refusal(error: subxt::rpcs::Error) -> Problem {
	/// What a node says that does not have the method.
	const METHOD_NOT_FOUND: i32 = -32601;
	match error {
		subxt::rpcs::Error::User(refusal) if refusal.code == METHOD_NOT_FOUND => {
			Problem::incompatible("the node does not serve market data")
		}
		subxt::rpcs::Error::User(refusal) => Problem::new("refused", refusal.message),
		other => other.into(),
	}
}

/// Show a product at a glance.
pub async fn ticker(
	chain: &Chain,
	output: &Output,
	zone: u16,
	interval: Option<u32>,
) -> Result<()> {
	let product = product(chain, zone, interval).await?.to_string();
	output.show(&ask::<Ticker>(chain, "market_ticker", rpc_params![product]).await?)
}

/// Show the last trades of a product, newest first.
pub async fn trades(
	chain: &Chain,
	output: &Output,
	zone: u16,
	interval: Option<u32>,
) -> Result<()> {
	let product = product(chain, zone, interval).await?.to_string();
	output.show(&ask::<Trades>(chain, "market_trades", rpc_params![product]).await?)
}

/// A block that an answer is about.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Block {
	pub number: u64,
	pub hash: String,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
struct Ticker {
	block: Block,
	product: String,
	delivery_start: String,
	delivery_end: String,
	trading_closes: String,
	phase: String,
	session: String,
	collecting: bool,
	bid: Option<String>,
	ask: Option<String>,
	prices: Option<Prices>,
	kwh: String,
	turnover: String,
}

#[derive(Debug, Deserialize, Serialize)]
struct Prices {
	open: String,
	high: String,
	low: String,
	close: String,
}

impl Human for Ticker {
	fn human(&self) -> String {
		let price = |price: &Option<String>| price.clone().unwrap_or_else(|| "none".into());
		let traded = match &self.prices {
			None => "nothing yet".into(),
			Some(Prices { open, high, low, close }) => {
				format!("first {open}, highest {high}, lowest {low}, last {close} WATT/kWh")
			}
		};
		pairs([
			("product", self.product.clone()),
			("delivery", format!("{} to {}", self.delivery_start, self.delivery_end)),
			("trading", format!("{}, gate {}", self.phase, self.trading_closes)),
			("best bid", price(&self.bid)),
			("best ask", price(&self.ask)),
			("traded", traded),
			("volume", format!("{} kWh for {} WATT", self.kwh, self.turnover)),
		])
	}
}

#[derive(Debug, Deserialize, Serialize)]
struct Trades {
	block: Block,
	product: String,
	trades: Vec<Trade>,
}

#[derive(Debug, Deserialize, Serialize)]
struct Trade {
	time: String,
	price: String,
	kwh: String,
	value: String,
	taker: Option<String>,
}

impl Human for Trades {
	fn human(&self) -> String {
		if self.trades.is_empty() {
			return format!("{}: no trades\n", self.product);
		}
		let row = |trade: &Trade| {
			let taker = trade.taker.clone().unwrap_or_else(|| "auction".into());
			let Trade { time, price, kwh, value, .. } = trade;
			vec![time.clone(), price.clone(), kwh.clone(), value.clone(), taker]
		};
		let header = ["time", ">WATT/kWh", ">kWh", ">WATT", "taker"];
		table(&header, self.trades.iter().map(row))
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use serde_json::json;

	#[test]
	fn a_ticker_without_trades_says_so() {
		let ticker: Ticker = serde_json::from_value(json!({
			"block": {"number": 1, "hash": "0x00"}, "product": "1-7", "zone": 1, "interval": 7,
			"deliveryStart": "S", "deliveryEnd": "E", "tradingOpens": "O", "tradingCloses": "C",
			"phase": "open", "session": "open", "collecting": false,
			"bid": "0.10", "ask": null, "prices": null, "kwh": "0", "turnover": "0.00",
		}))
		.unwrap();
		let text = ticker.human();
		assert!(text.contains("best bid  0.10") && text.contains("best ask  none"), "{text}");
		assert!(text.contains("nothing yet"), "{text}");
	}

	#[test]
	fn trades_stand_in_a_table() {
		let trade = json!({
			"product": "1-7", "time": "T", "price": "0.12", "kwh": "15", "value": "1.80", "taker": null
		});
		let block = json!({"number": 1, "hash": "0x00"});
		let all = json!({"block": block, "product": "1-7", "trades": [trade]});
		let text = serde_json::from_value::<Trades>(all).unwrap().human();
		assert!(
			text.contains("0.12") && text.contains("1.80") && text.contains("auction"),
			"{text}"
		);
	}
}
