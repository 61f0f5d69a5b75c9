//! What the chain's events and calls say, read by field name from their plain JSON.

use crate::errors::{Problem, Result};
use gridforge_primitives::{
	IntervalId, Lots, OrderId, OrderRef, Price, ProductId, Side, Tick, ZoneId,
};
use serde::{de::DeserializeOwned, Deserialize, Deserializer};
use serde_json::Value as Json;

/// Read JSON of the chain as `T`.
pub fn read<T: DeserializeOwned>(json: &Json) -> Result<T> {
	T::deserialize(json).map_err(Problem::incompatible)
}

/// A whole number: larger ones stand in strings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Whole(pub i128);

impl<'de> Deserialize<'de> for Whole {
	fn deserialize<D: Deserializer<'de>>(deserializer: D) -> std::result::Result<Self, D::Error> {
		#[derive(Deserialize)]
		#[serde(untagged)]
		enum Written {
			Number(i64),
			Text(String),
		}
		match Written::deserialize(deserializer)? {
			Written::Number(number) => Ok(Whole(number.into())),
			Written::Text(text) => text.parse().map(Whole).map_err(serde::de::Error::custom),
		}
	}
}

#[derive(Clone, Copy, Debug, Deserialize)]
pub enum OrderSide {
	Bid,
	Ask,
}

impl From<OrderSide> for Side {
	fn from(side: OrderSide) -> Side {
		match side {
			OrderSide::Bid => Side::Bid,
			OrderSide::Ask => Side::Ask,
		}
	}
}

#[derive(Clone, Copy, Debug, Deserialize)]
pub struct Product {
	interval: u32,
	zone: u16,
}

impl From<Product> for ProductId {
	fn from(product: Product) -> ProductId {
		ProductId { interval: IntervalId(product.interval), zone: ZoneId(product.zone) }
	}
}

#[derive(Clone, Copy, Debug, Deserialize)]
pub struct Place {
	side: OrderSide,
	tick: u16,
	page: u32,
	slot: u8,
}

impl From<Place> for OrderRef {
	fn from(place: Place) -> OrderRef {
		let Place { side, tick, page, slot } = place;
		OrderRef { side: side.into(), tick: Tick(tick), page, slot }
	}
}

#[derive(Clone, Copy, Debug, Deserialize)]
pub struct Order {
	product: Product,
	place: Place,
}

impl From<Order> for OrderId {
	fn from(order: Order) -> OrderId {
		OrderId { product: order.product.into(), place: order.place.into() }
	}
}

/// An order as it was sent.
#[derive(Clone, Debug, Deserialize)]
pub struct NewOrder {
	pub product: Product,
	pub side: OrderSide,
	pub price: i32,
	pub lots: u32,
	pub order_type: String,
	pub self_trade: String,
	pub reach: String,
	pub reference: Whole,
}

#[derive(Clone, Debug, Deserialize)]
pub struct Outcome {
	pub filled: u32,
	pub resting: Option<Order>,
	/// Lots that were cancelled at once, and why.
	pub cancelled: Option<(u32, String)>,
	pub withdrawn: Vec<ClosedOrder>,
	pub locked: Whole,
	pub topped_up: Whole,
}

#[derive(Clone, Copy, Debug, Deserialize)]
pub struct ClosedOrder {
	pub order: Order,
	pub lots: u32,
	pub released: Whole,
	pub reference: Whole,
}

/// What became of one of a list; nothing where it failed and changed nothing.
#[derive(Clone, Debug, Deserialize)]
pub struct Fate<T> {
	#[serde(rename = "Ok")]
	pub taken: Option<T>,
}

#[derive(Debug, Deserialize)]
pub struct OrderPlaced {
	pub participant: u32,
	pub order: NewOrder,
	pub outcome: Outcome,
}

#[derive(Debug, Deserialize)]
pub struct OrdersPlaced {
	pub participant: u32,
	pub results: Vec<Fate<Outcome>>,
}

/// The call that `OrdersPlaced` tells of.
#[derive(Debug, Deserialize)]
pub struct PlaceOrders {
	pub orders: Vec<NewOrder>,
}

/// A call about one order.
#[derive(Debug, Deserialize)]
pub struct OfOrder {
	pub order: Order,
}

#[derive(Debug, Deserialize)]
pub struct OrderCancelled {
	pub participant: u32,
	#[serde(flatten)]
	pub closed: ClosedOrder,
}

#[derive(Debug, Deserialize)]
pub struct OrdersCancelled {
	pub participant: u32,
	pub results: Vec<Fate<ClosedOrder>>,
}

#[derive(Debug, Deserialize)]
pub struct AllOrdersCancelled {
	pub participant: u32,
	pub cancelled: Vec<ClosedOrder>,
}

#[derive(Debug, Deserialize)]
pub struct OrderReduced {
	pub participant: u32,
	pub order: Order,
	pub lots: u32,
	pub released: Whole,
	pub reference: Whole,
}

#[derive(Debug, Deserialize)]
pub struct Traded {
	pub product: Product,
	pub taker: u32,
	pub from: u16,
	pub side: OrderSide,
	pub fills: Vec<Fill>,
}

#[derive(Debug, Deserialize)]
pub struct AuctionTraded {
	pub product: Product,
	pub side: OrderSide,
	pub fills: Vec<Fill>,
}

#[derive(Clone, Copy, Debug, Deserialize)]
pub struct Fill {
	pub maker: u32,
	pub order: Place,
	pub price: i32,
	pub lots: u32,
}

impl Fill {
	pub fn price(&self) -> Price {
		Price(self.price)
	}

	pub fn lots(&self) -> Lots {
		Lots(self.lots)
	}
}

/// A deposit into the market, or a withdrawal.
#[derive(Debug, Deserialize)]
pub struct Moved {
	pub participant: u32,
	pub currency: u32,
	pub amount: Whole,
}

#[derive(Debug, Deserialize)]
pub struct TreasuryPaid {
	pub currency: u32,
	pub amount: Whole,
}

/// What the grid charges, part by part.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
pub struct Charge {
	pub ad_valorem: Whole,
	pub per_kwh: Whole,
	pub over_cap: Whole,
	pub crossing: Whole,
	pub discount: Whole,
	pub tax: Whole,
}

#[derive(Debug, Deserialize)]
pub struct Contract {
	pub bought: Whole,
	pub sold: Whole,
	pub paid: Whole,
	pub earned: Whole,
	pub charge: Charge,
}

#[derive(Debug, Deserialize)]
pub struct Deviation {
	pub delivered: Whole,
	pub shortfall: Whole,
	pub unused: Whole,
	pub cost: Whole,
	pub credit: Whole,
}

#[derive(Debug, Deserialize)]
pub struct Shared {
	pub given: Whole,
	pub taken: Whole,
	pub earned: Whole,
	pub paid: Whole,
	pub charge: Charge,
}

#[derive(Debug, Deserialize)]
pub struct Settled {
	pub contract: Contract,
	pub deviation: Deviation,
	pub unpaid: Whole,
}

#[derive(Debug, Deserialize)]
pub struct PositionSettled {
	pub product: Product,
	pub participant: u32,
	pub settled: Settled,
}

#[derive(Debug, Deserialize)]
pub struct Resettled {
	pub product: Product,
	pub participant: u32,
	pub new: Settled,
	pub paid: Whole,
}

#[derive(Debug, Deserialize)]
pub struct ClaimSettled {
	pub product: Product,
	pub participant: u32,
	pub paid: Whole,
	pub unpaid: Whole,
}

#[derive(Debug, Deserialize)]
pub struct EnergyShared {
	pub product: Product,
	pub participant: u32,
	pub shared: Shared,
}

#[derive(Debug, Deserialize)]
pub struct IntervalSettled {
	pub product: Product,
	pub summary: Summary,
}

#[derive(Debug, Deserialize)]
pub struct Summary {
	pub lots: Whole,
	pub notional: Whole,
	pub charge: Charge,
	pub hosts: Whole,
	pub treasury: Whole,
}

#[derive(Debug, Deserialize)]
pub struct Minted {
	pub issuer: u32,
	pub to: String,
	pub amount: Whole,
	pub reference: String,
}

/// What became of WATT that was handed in for money.
#[derive(Debug, Deserialize)]
pub struct Redemption {
	pub redemption: Whole,
	pub issuer: u32,
	pub holder: String,
	pub amount: Whole,
}

#[derive(Debug, Deserialize)]
pub struct Seized {
	pub account: String,
	pub currency: u32,
	pub amount: Whole,
	pub case: String,
}

/// Energy that flowed, in Wh.
#[derive(Clone, Copy, Debug, Deserialize)]
pub struct Flow {
	pub import: Whole,
	pub export: Whole,
}

/// A reading as it was sent.
#[derive(Clone, Debug, Deserialize)]
pub struct Reading {
	pub meter: u32,
	/// Only of a device, which says so for each.
	pub interval: Option<u32>,
	#[serde(flatten)]
	pub flow: Flow,
	/// Not of a device, whose readings are always measured.
	pub quality: Option<String>,
}

/// A call that brings readings.
#[derive(Debug, Deserialize)]
pub struct SubmitReadings {
	pub readings: Vec<Reading>,
}

#[derive(Debug, Deserialize)]
pub struct ReadingsAccepted {
	pub gateway: u32,
	pub interval: u32,
	pub accepted: u32,
	pub known: u32,
	pub refused: Vec<(u32, String)>,
}

#[derive(Debug, Deserialize)]
pub struct DeviceReadingsAccepted {
	pub submitter: String,
	pub accepted: u32,
	pub known: u32,
	pub refused: Vec<(u32, u32, String)>,
}

#[derive(Debug, Deserialize)]
pub struct ReadingCorrected {
	pub meter: u32,
	pub interval: u32,
	pub old: Option<(Flow, String)>,
	pub new: (Flow, String),
	pub reason: String,
	pub resettled: bool,
}

#[derive(Debug, Deserialize)]
pub struct MeterQuarantined {
	pub meter: u32,
	pub interval: u32,
	pub accepted: Flow,
	pub refused: Flow,
}

#[derive(Debug, Deserialize)]
pub struct FeederRead {
	pub zone: u16,
	pub interval: u32,
	pub old: Option<Flow>,
	pub new: Flow,
}
