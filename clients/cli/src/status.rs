//! `gridforge status`: the node, the chain and the market at a glance.

use crate::{
	chain::Chain,
	clock,
	errors::Result,
	output::{pairs, Human, Output},
};
use gridforge_primitives::{
	api::{MarketInfo, MarketStatus},
	IntervalId,
};
use serde::Serialize;

/// The node, the chain and the market.
#[derive(Debug, Serialize)]
struct StatusReport {
	chain: String,
	genesis: String,
	node: String,
	spec_version: u32,
	best_block: u64,
	final_block: u64,
	peers: usize,
	syncing: bool,
	market: MarketReport,
}

#[derive(Debug, Serialize)]
struct MarketReport {
	status: MarketStatus,
	/// Time of the best block.
	now: String,
	interval_seconds: u64,
	gate_opens_seconds_before: u64,
	gate_closes_seconds_before: u64,
	tradable: Option<TradableReport>,
	products_with_orders: usize,
}

#[derive(Debug, PartialEq, Eq, Serialize)]
struct TradableReport {
	first_interval: u32,
	first_delivery: String,
	first_gate_closes: String,
	last_interval: u32,
	last_delivery: String,
}

fn tradable(info: &MarketInfo) -> Option<TradableReport> {
	let last = IntervalId(info.first_unopened.0.checked_sub(1)?);
	(info.first_tradable <= last).then(|| TradableReport {
		first_interval: info.first_tradable.0,
		first_delivery: clock::utc(clock::delivery_start(info, info.first_tradable)),
		first_gate_closes: clock::utc(clock::gate(info, info.first_tradable)),
		last_interval: last.0,
		last_delivery: clock::utc(clock::delivery_start(info, last)),
	})
}

impl Human for StatusReport {
	fn human(&self) -> String {
		let market = match self.market.status {
			MarketStatus::Open => "open",
			MarketStatus::CancelOnly => "no new orders; cancelling, deposits and withdrawals work",
			MarketStatus::Halted => "halted; cancelling and withdrawals work",
		};
		let MarketReport {
			interval_seconds,
			gate_opens_seconds_before: opens,
			gate_closes_seconds_before: closes,
			..
		} = self.market;
		let mut rows = vec![
			("chain", format!("{} ({})", self.chain, self.genesis)),
			("node", format!("{}, runtime {}", self.node, self.spec_version)),
			("blocks", format!("best {}, final {}", self.best_block, self.final_block)),
			("peers", format!("{}{}", self.peers, if self.syncing { ", syncing" } else { "" })),
			("market", market.to_owned()),
			("chain time", self.market.now.clone()),
			(
				"intervals",
				format!(
					"{interval_seconds} s, traded from {opens} s to {closes} s before delivery"
				),
			),
		];
		match &self.market.tradable {
			Some(t) => rows.extend([
				(
					"tradable from",
					format!(
						"{}, delivery {}, gate closes {}",
						t.first_interval, t.first_delivery, t.first_gate_closes
					),
				),
				("tradable to", format!("{}, delivery {}", t.last_interval, t.last_delivery)),
			]),
			None => rows.push(("tradable", "no interval".into())),
		}
		rows.push(("products with orders", self.market.products_with_orders.to_string()));
		pairs(rows)
	}
}

/// Show the state of node, chain and market.
pub async fn show(chain: &Chain, output: &Output) -> Result<()> {
	let (best, last) = (chain.best().await?, chain.finalised().await?);
	let info = best.market_info().await?;
	let rpc = chain.rpc();
	let health = rpc.system_health().await?;
	output.show(&StatusReport {
		chain: rpc.system_chain().await?,
		genesis: format!("{:?}", chain.genesis()),
		node: format!("{} {}", rpc.system_name().await?, rpc.system_version().await?),
		spec_version: best.client().spec_version(),
		best_block: best.number(),
		final_block: last.number(),
		peers: health.peers,
		syncing: health.is_syncing,
		market: MarketReport {
			status: info.status,
			now: clock::utc(info.now),
			interval_seconds: info.interval_length / 1_000,
			gate_opens_seconds_before: info.gate_open / 1_000,
			gate_closes_seconds_before: info.gate_close / 1_000,
			tradable: tradable(&info),
			products_with_orders: best.products().await?.len(),
		},
	})
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn the_tradable_intervals_end_before_the_first_unopened() {
		let mut info = MarketInfo {
			status: MarketStatus::Open,
			now: 0,
			interval_length: 60_000,
			gate_open: 600_000,
			gate_close: 12_000,
			first_tradable: IntervalId(1),
			first_unopened: IntervalId(11),
		};
		let tradable_now = tradable(&info).unwrap();
		assert_eq!((tradable_now.first_interval, tradable_now.last_interval), (1, 10));
		assert_eq!(tradable_now.first_gate_closes, "1970-01-01T00:00:48Z");
		info.first_unopened = IntervalId(1);
		assert_eq!(tradable(&info), None);
	}
}
