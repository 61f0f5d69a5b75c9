//! Trades: a record for each side of each.

use super::{
	block::moment,
	ledger::{At, Ledger},
	orders::{side_code, signed_by, trader},
	rows::{TradeRow, CODE, KW, KWH, PRINCIPAL, WATT},
	shapes::{AuctionTraded, Fill, Traded},
};
use crate::{errors::Result, units};
use gridforge_primitives::{Lots, OrderId, ProductId, Side};

/// What both sides of a trade have in common, but for who they are.
fn row(at: At<'_>, place: usize, product: ProductId, fill: &Fill) -> TradeRow {
	let times = at.times();
	TradeRow {
		block: at.block.number,
		event: at.event.told.index,
		time: at.time(),
		trade: format!("{}-{place}", at.name()),
		code: CODE,
		capacity: PRINCIPAL,
		contract: product.to_string(),
		price: units::price(fill.price()),
		currency: WATT,
		notional: units::watt(fill.price().notional(fill.lots())),
		notional_currency: WATT,
		power: times.power(fill.lots()),
		quantity: units::kwh(fill.lots()),
		power_unit: KW,
		unit: KWH,
		zone: product.zone.0,
		delivery_start: moment(times.start(product.interval)),
		delivery_end: moment(times.end(product.interval)),
		action: "N",
		..TradeRow::default()
	}
}

/// The order that a fill traded with.
fn order_of(product: ProductId, fill: &Fill) -> OrderId {
	OrderId { product, place: fill.order.into() }
}

impl Ledger {
	pub(super) fn traded(&mut self, at: At<'_>) -> Result<()> {
		let Traded { product, taker, from, side, fills } = at.read()?;
		let (product, side) = (ProductId::from(product), Side::from(side));
		for (place, fill) in fills.iter().enumerate() {
			let common = TradeRow {
				other_code: Some(CODE),
				contract_type: "CO",
				taker_zone: Some(from),
				..row(at, place, product, fill)
			};
			let order = order_of(product, fill);
			self.rows.trades.push(TradeRow {
				participant: fill.maker,
				other: Some(taker),
				side: side_code(side.opposite()),
				aggressor: Some("I"),
				order: Some(order.to_string()),
				// Only the taker's own zone is also the taker's.
				taker_zone: None,
				..common.clone()
			});
			self.rows.trades.push(TradeRow {
				participant: taker,
				trader: trader(at),
				signed_by: signed_by(at, taker),
				other: Some(fill.maker),
				side: side_code(side),
				aggressor: Some("A"),
				..common
			});
			self.took(at, taker, fill);
			let lots = fill.lots();
			self.change(order, |open| {
				open.filled = open.filled.checked_add(lots).unwrap_or(open.filled);
			});
		}
		Ok(())
	}

	/// In an auction all trade with all: nobody has another side, nobody came later.
	pub(super) fn auction_traded(&mut self, at: At<'_>) -> Result<()> {
		let AuctionTraded { product, side, fills } = at.read()?;
		let product = ProductId::from(product);
		for (place, fill) in fills.iter().enumerate() {
			let order = order_of(product, fill);
			self.rows.trades.push(TradeRow {
				participant: fill.maker,
				side: side_code(side.into()),
				contract_type: "AU",
				order: Some(order.to_string()),
				..row(at, place, product, fill)
			});
			let traded = fill.lots();
			self.change(order, |open| {
				open.lots = open.lots.map(|lots| lots.checked_sub(traded).unwrap_or(Lots::ZERO));
			});
		}
		Ok(())
	}
}
