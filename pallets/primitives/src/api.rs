//! What the market's runtime API answers with. Clients decode the same types.

use crate::{
	IntervalId, Lots, Millis, OrderId, ParticipantId, Phase, Price, ProductId, ProductRules,
	WattBalance, WattDelta,
};
use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

/// Whether the market takes orders.
#[derive(
	Clone,
	Copy,
	Debug,
	Default,
	PartialEq,
	Eq,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Serialize,
	Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum MarketStatus {
	/// Everything works.
	#[default]
	Open,
	/// No new orders. Orders can be cancelled, money deposited and withdrawn, products settle.
	CancelOnly,
	/// No new orders and no deposits. Orders can be cancelled, money withdrawn, products settle.
	Halted,
}

/// The market's clock and status.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, TypeInfo, Serialize, Deserialize)]
pub struct MarketInfo {
	/// Whether the market takes orders.
	pub status: MarketStatus,
	/// Time of the block in milliseconds since the Unix epoch.
	pub now: Millis,
	/// Length of a delivery interval in milliseconds.
	pub interval_length: Millis,
	/// How long before delivery trading opens, in milliseconds.
	pub gate_open: Millis,
	/// How long before delivery trading closes, in milliseconds.
	pub gate_close: Millis,
	/// The earliest interval that can be traded.
	pub first_tradable: IntervalId,
	/// The earliest interval that cannot be traded yet.
	pub first_unopened: IntervalId,
}

/// One price level of a book.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, TypeInfo, Serialize, Deserialize)]
pub struct DepthLevel {
	/// Price of the level.
	pub price: Price,
	/// Lots open there.
	pub lots: u64,
}

/// A product's book: its best levels, best first.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, TypeInfo, Serialize, Deserialize)]
pub struct OrderBook {
	/// The product.
	pub product: ProductId,
	/// Where it stands in its life.
	pub phase: Phase,
	/// The rules it trades under.
	pub rules: ProductRules,
	/// Levels that buy, highest price first.
	pub bids: Vec<DepthLevel>,
	/// Levels that sell, lowest price first.
	pub asks: Vec<DepthLevel>,
}

/// The best prices of a product.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, TypeInfo, Serialize, Deserialize)]
pub struct BestPrices {
	/// The highest price that somebody bids.
	pub bid: Option<Price>,
	/// The lowest price that somebody asks.
	pub ask: Option<Price>,
}

/// A participant's money in the market, in one currency.
#[derive(
	Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode, TypeInfo, Serialize, Deserialize,
)]
pub struct AccountInfo {
	/// Can be withdrawn or used for orders.
	pub free: WattBalance,
	/// Held for open orders and unsettled trades.
	pub locked: WattBalance,
}

/// An order that its owner placed and that is still on record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, TypeInfo, Serialize, Deserialize)]
pub struct OrderInfo {
	/// The order.
	pub id: OrderId,
	/// Its limit price.
	pub price: Price,
	/// Lots that it asked for, or what was filled once it is cancelled.
	pub lots: Lots,
	/// Lots that have traded.
	pub filled: Lots,
	/// The owner's own number for it.
	pub reference: u64,
}

/// A participant's standing in one product that has not settled yet. What its resting orders traded is
/// included.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, TypeInfo, Serialize, Deserialize)]
pub struct PositionInfo {
	/// The product.
	pub product: ProductId,
	/// Lots bought.
	pub bought: u64,
	/// Lots sold.
	pub sold: u64,
	/// What the energy bought costs, fees apart; negative where prices are.
	pub paid: WattDelta,
	/// What the energy sold earns; negative where prices are.
	pub earned: WattDelta,
	/// Grid fees owed.
	pub fees: WattBalance,
	/// Held for this product.
	pub locked: WattBalance,
	/// Orders that are open.
	pub orders: Vec<OrderInfo>,
}

/// A participant and everything it has in the market.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, TypeInfo, Serialize, Deserialize)]
pub struct ParticipantInfo {
	/// The participant.
	pub participant: ParticipantId,
	/// Whether it may place orders.
	pub may_trade: bool,
	/// Its money.
	pub account: AccountInfo,
	/// Its unsettled products.
	pub positions: Vec<PositionInfo>,
}

/// What an order would lock and cost at most. The charge is computed by the same function.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, TypeInfo, Serialize, Deserialize)]
pub struct OrderPreview {
	/// Price × lots at the limit; negative where the price is.
	pub notional: WattDelta,
	/// The grid fee if all of it trades at the limit; only buyers pay it.
	pub fee: WattBalance,
	/// The money that must be there: the most that the order can come to owe. Where some of it would trade at
	/// once, trades and rest round their fees apart.
	pub lock: WattBalance,
	/// How many lots would trade at once, as the book stands.
	pub fills_now: Lots,
}

/// Why a preview or a view cannot be given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, TypeInfo, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ViewError {
	/// The market takes no orders now.
	MarketNotOpen,
	/// Trading in this product has not begun.
	ProductNotOpenYet,
	/// The gate of this product has closed.
	ProductClosed,
	/// The zone does not exist.
	UnknownZone,
	/// The price is outside the product's band.
	PriceOutsideBand,
	/// Fewer lots than the smallest or more than the largest order.
	LotsOutsideLimits,
}

/// What is kept of a settled product.
#[derive(
	Clone,
	Copy,
	Debug,
	Default,
	PartialEq,
	Eq,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Serialize,
	Deserialize,
)]
pub struct Summary {
	/// Lots traded.
	pub lots: u64,
	/// What buyers paid to sellers; negative where prices were.
	pub notional: WattDelta,
	/// Grid fees paid to the operator.
	pub fees: WattBalance,
	/// Participants that traded or had orders.
	pub participants: u32,
}
