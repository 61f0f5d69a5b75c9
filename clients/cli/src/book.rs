//! `gridforge book`: the order book of a product as a ladder.

use crate::{
	chain::Chain,
	clock::{self, ProductView},
	errors::Result,
	output::{table, Human, Output},
	units,
};
use gridforge_primitives::{
	api::{DepthLevel, OrderBook},
	Phase, Price, TICKS,
};
use serde::Serialize;

/// A product's book.
#[derive(Debug, Serialize)]
struct BookReport {
	product: ProductView,
	block: u64,
	phase: Phase,
	gate: String,
	lowest_price: String,
	highest_price: String,
	smallest_order_kwh: String,
	largest_order_kwh: String,
	fee_percent: String,
	/// Best first.
	bids: Vec<LevelReport>,
	/// Best first.
	asks: Vec<LevelReport>,
}

#[derive(Debug, PartialEq, Eq, Serialize)]
struct LevelReport {
	price: String,
	kwh: String,
	/// kWh at this price and better.
	cumulative_kwh: String,
}

/// Show the book of a product, at most `depth` levels a side.
pub async fn show(
	chain: &Chain,
	output: &Output,
	zone: u16,
	interval: Option<u32>,
	depth: u32,
) -> Result<()> {
	let view = chain.best().await?;
	let info = view.market_info().await?;
	let product = clock::product(&info, zone, interval)?;
	let book = view.order_book(product, depth).await?;
	let gate = clock::utc(clock::gate(&info, product.interval));
	output.show(&report(view.number(), ProductView::new(&info, product), gate, &book))
}

fn report(block: u64, product: ProductView, gate: String, book: &OrderBook) -> BookReport {
	let highest = Price(book.rules.floor.0.saturating_add(i32::from(TICKS) - 1));
	BookReport {
		product,
		block,
		phase: book.phase,
		gate,
		lowest_price: units::price(book.rules.floor),
		highest_price: units::price(highest),
		smallest_order_kwh: units::kwh(book.rules.limits.min_order.0),
		largest_order_kwh: units::kwh(book.rules.limits.max_order.0),
		fee_percent: units::percent(book.rules.fees.ad_valorem.deconstruct()),
		bids: levels(&book.bids),
		asks: levels(&book.asks),
	}
}

fn levels(levels: &[DepthLevel]) -> Vec<LevelReport> {
	let mut sum = 0_u64;
	levels
		.iter()
		.map(|level| {
			sum = sum.saturating_add(level.lots);
			LevelReport {
				price: units::price(level.price),
				kwh: units::kwh(level.lots),
				cumulative_kwh: units::kwh(sum),
			}
		})
		.collect()
}

impl Human for BookReport {
	fn human(&self) -> String {
		let gate = match self.phase {
			Phase::NotYetOpen => "not open yet".into(),
			Phase::Open => format!("open until {}", self.gate),
			Phase::Closed => format!("closed since {}", self.gate),
		};
		let mut text = format!("{}, {gate}, fee {} %\n\n", self.product, self.fee_percent);
		if self.bids.is_empty() && self.asks.is_empty() {
			return text + "no orders\n";
		}
		let row = |side: &str, level: &LevelReport| {
			vec![side.into(), level.price.clone(), level.kwh.clone(), level.cumulative_kwh.clone()]
		};
		let asks = self.asks.iter().rev().map(|level| row("ask", level));
		let middle = vec!["--".into(), "--".into(), "--".into(), "--".into()];
		let bids = self.bids.iter().map(|level| row("bid", level));
		text +=
			&table(&["side", ">WATT/kWh", ">kWh", ">cumulative"], asks.chain([middle]).chain(bids));
		text
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use gridforge_primitives::{ProductId, ProductRules};

	fn golden() -> BookReport {
		let book = OrderBook {
			product: ProductId::default(),
			phase: Phase::Open,
			rules: ProductRules::default(),
			bids: vec![DepthLevel { price: Price(100), lots: 500 }],
			asks: vec![
				DepthLevel { price: Price(120), lots: 1_500 },
				DepthLevel { price: Price(150), lots: 2_000 },
			],
		};
		let product = ProductView { zone: 1, interval: 7, delivery: "D".into() };
		report(9, product, "G".into(), &book)
	}

	#[test]
	fn asks_stand_above_bids_with_the_best_in_the_middle() {
		let text = golden().human();
		let at = |needle: &str| text.find(needle).unwrap_or_else(|| panic!("{needle} in {text}"));
		assert!(
			at("0.15") < at("0.12") && at("0.12") < at("--") && at("--") < at("0.10"),
			"{text}"
		);
		assert!(text.contains("fee 5 %"), "{text}");
	}

	#[test]
	fn energy_adds_up_from_the_best_price() {
		let json = serde_json::to_value(golden()).unwrap();
		assert_eq!(json["asks"][1]["cumulative_kwh"], "35");
		assert_eq!(json["bids"][0]["cumulative_kwh"], "5");
		assert_eq!(
			(json["lowest_price"].as_str(), json["highest_price"].as_str()),
			(Some("-0.50"), Some("3.595"))
		);
		assert_eq!(json["phase"], "open");
	}
}
