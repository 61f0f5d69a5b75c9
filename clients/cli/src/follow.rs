//! `gridforge book --follow`: the order book of a product as it changes, until Ctrl-C.

use crate::{
	chain::{Chain, Link},
	errors::{Problem, Result},
	market::{self, Block},
	output::{table, Output},
	units,
};
use gridforge_primitives::Price;
use serde::Deserialize;
use serde_json::Value;
use std::{
	collections::BTreeMap,
	io::{stdout, IsTerminal},
};
use subxt::rpcs::rpc_params;

/// Clears a terminal and goes to its upper left corner.
const CLEAR: &str = "\x1b[2J\x1b[H";

/// Show the book of a product with each block that changes it, at most `depth` levels a side.
pub async fn follow(
	url: &str,
	output: &Output,
	zone: u16,
	interval: Option<u32>,
	depth: u32,
) -> Result<()> {
	tokio::select! {
		result = messages(url, output, zone, interval, depth) => result,
		_ = tokio::signal::ctrl_c() => Ok(()),
	}
}

async fn messages(
	url: &str,
	output: &Output,
	zone: u16,
	interval: Option<u32>,
	depth: u32,
) -> Result<()> {
	let mut link = Link::open(url).await?;
	let mut followed = None;
	// A new connection begins with the whole book, of the same product.
	link.persist(output, async |chain: &Chain| {
		let product = match followed.take() {
			Some(product) => product,
			None => market::product(chain, zone, interval).await?.to_string(),
		};
		subscription(chain, output, followed.insert(product), depth).await
	})
	.await
}

/// Show the messages of one subscription, until it ends.
async fn subscription(chain: &Chain, output: &Output, product: &str, depth: u32) -> Result<()> {
	let mut subscription = chain
		.requests()
		.subscribe::<Value>(
			"market_subscribeOrderBook",
			rpc_params![product, depth],
			"market_unsubscribeOrderBook",
		)
		.await
		.map_err(market::refusal)?;
	let mut ladder = Ladder::default();
	while let Some(message) = subscription.next().await {
		let message = message.map_err(market::refusal)?;
		// Programs get each message as the node sent it.
		if output.json {
			output.line(&message)?;
		} else {
			ladder.take(serde_json::from_value(message).map_err(Problem::incompatible)?)?;
			let clear = if stdout().is_terminal() { CLEAR } else { "" };
			output.line(format!("{clear}{}", ladder.human()))?;
		}
	}
	Err(Problem::new("ended", "the node has ended the subscription")
		.hint("Run the command again; it begins with the whole book."))
}

/// A message of the subscription.
#[derive(Debug, Deserialize)]
struct Message {
	sequence: u64,
	block: Block,
	phase: String,
	#[serde(flatten)]
	content: Content,
}

#[derive(Debug, Deserialize)]
#[serde(tag = "type", rename_all = "lowercase")]
enum Content {
	Snapshot {
		product: String,
		#[serde(rename = "deliveryStart")]
		delivery: String,
		#[serde(flatten)]
		levels: Levels,
	},
	Update {
		changes: Levels,
	},
}

/// Price levels: WATT per kWh and the kWh open there.
#[derive(Debug, Deserialize)]
struct Levels {
	bids: Vec<(String, String)>,
	asks: Vec<(String, String)>,
}

/// The book as the messages so far have told it.
#[derive(Debug, Default)]
struct Ladder {
	title: String,
	state: String,
	expected: u64,
	bids: BTreeMap<Price, String>,
	asks: BTreeMap<Price, String>,
}

impl Ladder {
	fn take(&mut self, message: Message) -> Result<()> {
		if message.sequence != self.expected {
			let Message { sequence, .. } = message;
			return Err(Problem::incompatible(format!(
				"message {sequence}, not {}",
				self.expected
			)));
		}
		self.expected = message.sequence.saturating_add(1);
		self.state = format!("{}, block {}", message.phase, message.block.number);
		let levels = match message.content {
			Content::Update { changes } => changes,
			Content::Snapshot { product, delivery, levels } => {
				self.title = format!("product {product}, delivery {delivery}");
				self.bids.clear();
				self.asks.clear();
				levels
			}
		};
		change(&mut self.bids, levels.bids)?;
		change(&mut self.asks, levels.asks)
	}

	fn human(&self) -> String {
		let text = format!("{}, {}\n\n", self.title, self.state);
		if self.bids.is_empty() && self.asks.is_empty() {
			return text + "no orders\n";
		}
		let row = |side: &str, price: &Price, kwh: &String| {
			vec![side.into(), units::price(*price), kwh.clone()]
		};
		let asks = self.asks.iter().rev().map(|(price, kwh)| row("ask", price, kwh));
		let middle = vec!["--".into(), "--".into(), "--".into()];
		let bids = self.bids.iter().rev().map(|(price, kwh)| row("bid", price, kwh));
		text + &table(&["side", ">WATT/kWh", ">kWh"], asks.chain([middle]).chain(bids))
	}
}

/// Brings one side up to date: no energy takes a level away.
fn change(side: &mut BTreeMap<Price, String>, levels: Vec<(String, String)>) -> Result<()> {
	for (price, kwh) in levels {
		let price = units::parse_price(&price).map_err(Problem::incompatible)?;
		if kwh == "0" {
			side.remove(&price);
		} else {
			side.insert(price, kwh);
		}
	}
	Ok(())
}

#[cfg(test)]
mod tests {
	use super::*;
	use serde_json::json;

	fn message(value: Value) -> Message {
		serde_json::from_value(value).unwrap()
	}

	fn snapshot() -> Message {
		message(json!({
			"type": "snapshot", "sequence": 0, "block": {"number": 9, "hash": "0x00"}, "phase": "open",
			"product": "1-7", "zone": 1, "interval": 7, "deliveryStart": "D", "deliveryEnd": "E",
			"bids": [["0.10", "5"]], "asks": [["0.12", "15"], ["0.15", "20"]],
		}))
	}

	fn update(sequence: u64) -> Message {
		message(json!({
			"type": "update", "sequence": sequence, "block": {"number": 10, "hash": "0x01"},
			"phase": "closed", "changes": {"bids": [["-0.005", "1"]], "asks": [["0.12", "0"], ["0.15", "10"]]},
		}))
	}

	#[test]
	fn changes_are_applied_to_the_snapshot() {
		let mut ladder = Ladder::default();
		ladder.take(snapshot()).unwrap();
		ladder.take(update(1)).unwrap();
		let text = ladder.human();
		assert!(text.starts_with("product 1-7, delivery D, closed, block 10"), "{text}");
		assert!(!text.contains("0.12") && text.contains("10") && text.contains("-0.005"), "{text}");
		assert_eq!(ladder.bids.len(), 2);
	}

	#[test]
	fn a_missing_message_is_noticed() {
		let mut ladder = Ladder::default();
		ladder.take(snapshot()).unwrap();
		assert_eq!(ladder.take(update(2)).unwrap_err().code, "incompatible");
	}
}
