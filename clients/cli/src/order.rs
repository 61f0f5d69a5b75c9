//! `gridforge order`: place, cancel and list orders.

use crate::{
	account::{orders_table, OrderReport, PositionReport},
	chain::Chain,
	clock::{self, ProductView},
	errors::{Problem, Result},
	events::{Closed, MarketEvent},
	output::{pairs, table, Human, Output},
	tx::{self, Landed, Nonce},
	units,
};
use gridforge_primitives::{
	api::OrderPreview, IntervalId, Lots, NewOrder, OrderId, OrderType, Price, ProductId, Reach,
	SelfTrade, Side, ZoneId,
};
use serde::Serialize;
use subxt::utils::AccountId32;
use subxt_signer::sr25519::Keypair;

/// What an order would lock and cost.
#[derive(Debug, Serialize)]
struct PreviewReport {
	product: ProductView,
	side: String,
	kwh: String,
	price: String,
	value_at_limit: String,
	fee_at_limit: String,
	lock: String,
	fills_now_kwh: String,
}

impl Human for PreviewReport {
	fn human(&self) -> String {
		pairs([
			("product", self.product.to_string()),
			("order", format!("{} {} kWh at {} WATT/kWh", self.side, self.kwh, self.price)),
			("trades at once", format!("{} kWh", self.fills_now_kwh)),
			("value at the limit", format!("{} WATT", self.value_at_limit)),
			("grid fee at the limit", format!("{} WATT", self.fee_at_limit)),
			("locks at most", format!("{} WATT", self.lock)),
		])
	}
}

/// What became of an order.
#[derive(Debug, Serialize)]
struct PlacedReport {
	block: u64,
	transaction: String,
	product: ProductView,
	side: String,
	kwh: String,
	price: String,
	filled_kwh: String,
	/// The order in the book, where some of it rests.
	order: Option<String>,
	cancelled_kwh: Option<String>,
	cancelled_because: Option<String>,
	/// Own orders in the book that gave way.
	withdrawn: Vec<ClosedReport>,
	locked: String,
	/// What the trades made at once cost the buyer in grid fees.
	fee: String,
	trades: Vec<FillReport>,
}

#[derive(Debug, Serialize)]
struct FillReport {
	with: u32,
	kwh: String,
	price: String,
	value: String,
}

impl PlacedReport {
	fn new(landed: &Landed, product: ProductView) -> Result<PlacedReport> {
		let placed = landed.events.iter().find_map(|event| match event {
			MarketEvent::Placed(placed) => Some(placed),
			_ => None,
		});
		let placed =
			placed.ok_or_else(|| Problem::incompatible("the transaction reports no order"))?;
		let traded = landed.events.iter().find_map(|event| match event {
			MarketEvent::Traded(traded) => Some(traded),
			_ => None,
		});
		let fill = |fill: &crate::events::Fill| FillReport {
			with: fill.maker.0,
			kwh: units::kwh(fill.lots.0),
			price: units::price(fill.price),
			value: units::watt(fill.price.notional(fill.lots)),
		};
		Ok(PlacedReport {
			block: landed.block,
			transaction: landed.hash.clone(),
			product,
			side: placed.side.to_string(),
			kwh: units::kwh(placed.lots.0),
			price: units::price(placed.price),
			filled_kwh: units::kwh(placed.filled.0),
			order: placed.resting.map(|order| order.to_string()),
			cancelled_kwh: placed.cancelled.as_ref().map(|(lots, _)| units::kwh(lots.0)),
			cancelled_because: placed.cancelled.as_ref().map(|(_, why)| why.clone()),
			withdrawn: placed.withdrawn.iter().map(ClosedReport::new).collect(),
			locked: units::watt(placed.locked),
			fee: units::watt(traded.map(|t| t.fee).unwrap_or_default()),
			trades: traded.iter().flat_map(|t| &t.fills).map(fill).collect(),
		})
	}
}

impl Human for PlacedReport {
	fn human(&self) -> String {
		let mut text = format!(
			"{} {} kWh at {} WATT/kWh, {}, in block {}\n",
			self.side, self.kwh, self.price, self.product, self.block
		);
		if !self.trades.is_empty() {
			let rows = self.trades.iter().map(|trade| {
				vec![
					trade.with.to_string(),
					trade.kwh.clone(),
					trade.price.clone(),
					trade.value.clone(),
				]
			});
			text +=
				&format!("traded at once: {} kWh, grid fee {} WATT\n", self.filled_kwh, self.fee);
			text += &table(&["with participant", ">kWh", ">WATT/kWh", ">WATT"], rows);
		}
		if let Some(order) = &self.order {
			text += &format!("resting as {order}\n");
		}
		if let (Some(kwh), Some(why)) = (&self.cancelled_kwh, &self.cancelled_because) {
			text += &format!("cancelled at once: {kwh} kWh ({why})\n");
		}
		for closed in &self.withdrawn {
			text += &format!("own order {} gave way: {} kWh\n", closed.order, closed.kwh);
		}
		text + &format!("locked: {} WATT\n", self.locked)
	}
}

/// An order as the command line names it; the product's interval may be left to the clock.
#[derive(Clone, Copy, Debug)]
pub struct Wanted {
	pub zone: u16,
	pub interval: Option<u32>,
	pub side: Side,
	pub price: Price,
	pub lots: Lots,
	pub order_type: OrderType,
	pub self_trade: SelfTrade,
	pub reach: Reach,
	pub reference: u64,
}

impl Wanted {
	async fn order(&self, chain: &Chain) -> Result<(ProductView, NewOrder)> {
		let info = chain.best().await?.market_info().await?;
		let product = clock::product(&info, self.zone, self.interval)?;
		let Wanted { side, price, lots, order_type, self_trade, reach, reference, .. } = *self;
		let order =
			NewOrder { product, side, price, lots, order_type, self_trade, reach, reference };
		Ok((ProductView::new(&info, product), order))
	}
}

/// Show what an order would lock and cost: of `signer`, with its discount, where one is named.
pub async fn preview(
	chain: &Chain,
	output: &Output,
	signer: Option<&Keypair>,
	wanted: Wanted,
) -> Result<()> {
	let (product, order) = wanted.order(chain).await?;
	let preview: OrderPreview = {
		let account = signer.map(tx::account_of);
		chain.best().await?.preview(order, account.as_ref()).await?
	};
	output.show(&PreviewReport {
		product,
		side: order.side.to_string(),
		kwh: units::kwh(order.lots.0),
		price: units::price(order.price),
		value_at_limit: units::watt(preview.notional),
		fee_at_limit: units::watt(preview.charge.total()),
		lock: units::watt(preview.lock),
		fills_now_kwh: units::kwh(preview.fills_now.0),
	})
}

/// Place an order.
pub async fn place(chain: &Chain, output: &Output, signer: &Keypair, wanted: Wanted) -> Result<()> {
	let (product, order) = wanted.order(chain).await?;
	output.detail(&product);
	let landed = tx::submit(chain, output, signer, &tx::place_order(&order), Nonce::Next).await?;
	output.show(&PlacedReport::new(&landed, product)?)
}

/// What making an order smaller released.
#[derive(Debug, Serialize)]
struct ReducedReport {
	block: u64,
	transaction: String,
	order: String,
	kwh: String,
	released: String,
}

impl Human for ReducedReport {
	fn human(&self) -> String {
		format!(
			"{} is {} kWh from block {} on and keeps its place; {} WATT released\n",
			self.order, self.kwh, self.block, self.released
		)
	}
}

/// Give an order another size or price.
pub async fn amend(
	chain: &Chain,
	output: &Output,
	signer: &Keypair,
	order: OrderId,
	lots: Lots,
	price: Price,
) -> Result<()> {
	let call = tx::amend_order(order, price, lots);
	let landed = tx::submit(chain, output, signer, &call, Nonce::Next).await?;
	let reduced = landed.events.iter().find_map(|event| match event {
		MarketEvent::Reduced { order, lots, released } => Some((*order, *lots, *released)),
		_ => None,
	});
	match reduced {
		Some((order, lots, released)) => output.show(&ReducedReport {
			block: landed.block,
			transaction: landed.hash,
			order: order.to_string(),
			kwh: units::kwh(lots.0),
			released: units::watt(released),
		}),
		None => {
			let info = chain.best().await?.market_info().await?;
			output.show(&PlacedReport::new(&landed, ProductView::new(&info, order.product))?)
		}
	}
}

/// What cancelling an order released.
#[derive(Debug, Serialize)]
struct CancelledReport {
	block: u64,
	transaction: String,
	order: String,
	kwh: String,
	released: String,
}

impl Human for CancelledReport {
	fn human(&self) -> String {
		format!(
			"cancelled {} in block {}: {} kWh will not trade, {} WATT released\n",
			self.order, self.block, self.kwh, self.released
		)
	}
}

/// Cancel an order.
pub async fn cancel(
	chain: &Chain,
	output: &Output,
	signer: &Keypair,
	order: OrderId,
) -> Result<()> {
	let landed = tx::submit(chain, output, signer, &tx::cancel_order(order), Nonce::Next).await?;
	let (lots, released) = landed
		.events
		.iter()
		.find_map(|event| match event {
			MarketEvent::Cancelled(closed) if closed.order == order => {
				Some((closed.lots, closed.released))
			}
			_ => None,
		})
		.ok_or_else(|| Problem::incompatible("the transaction reports no cancellation"))?;
	output.show(&CancelledReport {
		block: landed.block,
		transaction: landed.hash,
		order: order.to_string(),
		kwh: units::kwh(lots.0),
		released: units::watt(released),
	})
}

/// What cancelling all orders released.
#[derive(Debug, Serialize)]
struct AllCancelledReport {
	block: u64,
	transaction: String,
	cancelled: Vec<ClosedReport>,
	/// Whether there may be more: then cancel all once more.
	more: bool,
}

#[derive(Debug, Serialize)]
struct ClosedReport {
	order: String,
	kwh: String,
	released: String,
}

impl ClosedReport {
	fn new(closed: &Closed) -> ClosedReport {
		ClosedReport {
			order: closed.order.to_string(),
			kwh: units::kwh(closed.lots.0),
			released: units::watt(closed.released),
		}
	}
}

impl Human for AllCancelledReport {
	fn human(&self) -> String {
		let rows = self
			.cancelled
			.iter()
			.map(|closed| vec![closed.order.clone(), closed.kwh.clone(), closed.released.clone()]);
		let more = if self.more { "there may be more: cancel all once more\n" } else { "" };
		format!("cancelled in block {}\n", self.block)
			+ &table(&["order", ">kWh", ">WATT released"], rows)
			+ more
	}
}

/// Cancel all orders, in one product or in all.
pub async fn cancel_all(
	chain: &Chain,
	output: &Output,
	signer: &Keypair,
	zone: u16,
	interval: Option<u32>,
) -> Result<()> {
	let in_interval = |interval| ProductId { interval: IntervalId(interval), zone: ZoneId(zone) };
	let call = tx::cancel_all(interval.map(in_interval));
	let landed = tx::submit(chain, output, signer, &call, Nonce::Next).await?;
	let (orders, more) = landed
		.events
		.iter()
		.find_map(|event| match event {
			MarketEvent::AllCancelled { orders, more } => Some((orders, *more)),
			_ => None,
		})
		.ok_or_else(|| Problem::incompatible("the transaction reports no cancellation"))?;
	output.show(&AllCancelledReport {
		block: landed.block,
		transaction: landed.hash.clone(),
		cancelled: orders.iter().map(ClosedReport::new).collect(),
		more,
	})
}

/// Open orders of an account.
#[derive(Debug, Serialize)]
struct ListReport {
	account: String,
	block: u64,
	orders: Vec<Listed>,
}

#[derive(Debug, Serialize)]
struct Listed {
	product: ProductView,
	#[serde(flatten)]
	order: OrderReport,
}

impl Human for ListReport {
	fn human(&self) -> String {
		if self.orders.is_empty() {
			return "no open orders\n".into();
		}
		orders_table(self.orders.iter().map(|listed| (&listed.product, &listed.order)))
	}
}

/// List the open orders of an account.
pub async fn list(chain: &Chain, output: &Output, account: &AccountId32) -> Result<()> {
	let view = chain.best().await?;
	let info = view.market_info().await?;
	let participant = view.participant(account).await?.ok_or_else(|| {
		Problem::new("no_participant", format!("{account} acts for no participant")).hint(
			"Only registered participants trade; `gridforge account` shows what an account is.",
		)
	})?;
	let orders = participant.positions.iter().flat_map(|position| {
		let PositionReport { product, orders, .. } = PositionReport::new(&info, position);
		orders.into_iter().map(move |order| Listed { product: product.clone(), order })
	});
	output.show(&ListReport {
		account: account.to_string(),
		block: view.number(),
		orders: orders.collect(),
	})
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::events::{Fill, Placed, Traded};
	use gridforge_primitives::ParticipantId;

	#[test]
	fn a_placed_order_reports_its_trades_and_its_rest() {
		let placed = Placed {
			participant: ParticipantId(3),
			product: ProductId::default(),
			side: Side::Bid,
			price: Price(160),
			lots: Lots(2_500),
			filled: Lots(1_500),
			resting: "1-7-bid-660-0-0".parse().ok(),
			cancelled: None,
			withdrawn: Vec::new(),
			locked: 3_570_000,
		};
		let traded = Traded {
			product: ProductId::default(),
			taker: ParticipantId(3),
			side: Side::Bid,
			fills: vec![Fill { maker: ParticipantId(2), price: Price(120), lots: Lots(1_500) }],
			notional: 1_800_000,
			fee: 90_000,
		};
		let landed = Landed {
			block: 9,
			hash: "0x1".into(),
			events: vec![MarketEvent::Traded(traded), MarketEvent::Placed(placed)],
		};
		let product = ProductView { zone: 1, interval: 7, delivery: "D".into() };
		let report = PlacedReport::new(&landed, product).unwrap();
		let json = serde_json::to_value(&report).unwrap();
		assert_eq!(json["order"], "1-7-bid-660-0-0");
		assert_eq!(json["trades"][0]["value"], "1.80");
		assert_eq!((json["fee"].as_str(), json["locked"].as_str()), (Some("0.09"), Some("3.57")));
		assert!(report.human().contains("traded at once: 15 kWh"));
	}
}
