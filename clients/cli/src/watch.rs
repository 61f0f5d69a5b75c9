//! `gridforge watch`: trades as they happen.

use crate::{
	chain::{Chain, Link, PAUSE},
	clock::{self, ProductView},
	errors::Result,
	events::{MarketEvent, Traded},
	output::{Human, Output},
	units,
	view::View,
};
use gridforge_primitives::api::MarketInfo;
use serde::Serialize;

/// Which trades to show.
#[derive(Clone, Copy, Debug)]
pub struct Options {
	/// Only trades of this zone.
	pub zone: Option<u16>,
	/// Stop after so many trades.
	pub count: Option<u64>,
	/// Begin with this block instead of the next one.
	pub from: Option<u64>,
	/// Do not wait until blocks are final.
	pub best: bool,
}

/// One trade.
#[derive(Debug, Serialize)]
struct TradeReport {
	block: u64,
	time: String,
	product: ProductView,
	seller: u32,
	buyer: u32,
	kwh: String,
	price: String,
	value: String,
	/// Which side came later and took the other's price.
	taker: &'static str,
}

impl Human for TradeReport {
	fn human(&self) -> String {
		format!(
			"{}  {:>9} kWh  {:>8} WATT/kWh  {:>10} WATT  {}  participant {} to {}",
			self.time, self.kwh, self.price, self.value, self.product, self.seller, self.buyer
		)
	}
}

/// Follow the chain and show its trades, until Ctrl-C or until `options.count` of them.
pub async fn follow(url: &str, output: &Output, options: Options) -> Result<()> {
	tokio::select! {
		result = trades(url, output, options) => result,
		_ = tokio::signal::ctrl_c() => Ok(()),
	}
}

async fn trades(url: &str, output: &Output, options: Options) -> Result<()> {
	let mut link = Link::open(url).await?;
	let mut next = options.from;
	let mut left = options.count;
	output.progress("watching for trades, Ctrl-C to stop");
	while left != Some(0) {
		// What was shown stays shown when the connection is lost: `next` is past it.
		link.persist(output, async |chain: &Chain| {
			let head = if options.best { chain.best().await? } else { chain.finalised().await? };
			let mut number = next.unwrap_or_else(|| head.number().saturating_add(1));
			while number <= head.number() && left != Some(0) {
				show_block(&chain.at(number).await?, output, &options, &mut left).await?;
				number = number.saturating_add(1);
				next = Some(number);
			}
			next = Some(number);
			Ok(())
		})
		.await?;
		if left != Some(0) {
			tokio::time::sleep(PAUSE).await;
		}
	}
	Ok(())
}

async fn show_block(
	view: &View,
	output: &Output,
	options: &Options,
	left: &mut Option<u64>,
) -> Result<()> {
	let events = view.market_events().await?;
	let wanted = |traded: &&Traded| options.zone.is_none_or(|zone| traded.product.zone.0 == zone);
	let traded: Vec<&Traded> = events
		.iter()
		.filter_map(|event| match event {
			MarketEvent::Traded(traded) => Some(traded),
			_ => None,
		})
		.filter(wanted)
		.collect();
	if traded.is_empty() {
		return Ok(());
	}
	let info = view.market_info().await?;
	for trade in traded.into_iter().flat_map(|traded| reports(view.number(), &info, traded)) {
		if *left == Some(0) {
			break;
		}
		output.show(&trade)?;
		*left = left.map(|left| left.saturating_sub(1));
	}
	Ok(())
}

fn reports<'a>(
	block: u64,
	info: &'a MarketInfo,
	traded: &'a Traded,
) -> impl Iterator<Item = TradeReport> + 'a {
	traded.fills.iter().map(move |fill| {
		let (seller, buyer) = traded.parties(fill);
		TradeReport {
			block,
			time: clock::utc(info.now),
			product: ProductView::new(info, traded.product),
			seller: seller.0,
			buyer: buyer.0,
			kwh: units::kwh(fill.lots.0),
			price: units::price(fill.price),
			value: units::watt(fill.price.notional(fill.lots)),
			taker: if buyer == traded.taker { "buyer" } else { "seller" },
		}
	})
}
