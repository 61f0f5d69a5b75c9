//! What the market stores and what its events carry.

use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{
	traits::Get, BoundedVec, CloneNoBound, DebugNoBound, DefaultNoBound, EqNoBound,
	PartialEqNoBound,
};
use gridforge_matching::{Book, WhyCancelled};
use gridforge_primitives::{
	api::Summary, CurrencyId, Lots, OrderId, OrderRef, ParticipantId, Price, ProductId,
	ProductRules, WattBalance, WattDelta,
};
use scale_info::TypeInfo;
use sp_runtime::DispatchError;

/// The header of a product that has had an order: the rules it opened with, and its book.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Product {
	/// The rules, as they were when the product got its first order.
	pub rules: ProductRules,
	/// Which price levels have open orders.
	pub book: Book,
}

/// A participant's money in the market, in one currency.
#[derive(
	CloneNoBound,
	DebugNoBound,
	DefaultNoBound,
	PartialEqNoBound,
	EqNoBound,
	Encode,
	Decode,
	MaxEncodedLen,
	TypeInfo,
)]
#[scale_info(skip_type_params(MaxProducts))]
pub struct TradingAccount<MaxProducts: Get<u32>> {
	/// Can be withdrawn or used for orders.
	pub free: WattBalance,
	/// Held for open orders and unsettled trades.
	pub locked: WattBalance,
	/// The products in which the participant has a position.
	pub products: BoundedVec<ProductId, MaxProducts>,
}

impl<MaxProducts: Get<u32>> TradingAccount<MaxProducts> {
	/// Whether nothing is left that is worth a record.
	pub fn is_empty(&self) -> bool {
		self.free == 0 && self.locked == 0 && self.products.is_empty()
	}
}

/// What a participant has bought, sold and promised in one product.
///
/// While the product trades, only what the participant traded as a taker is in the sums; what its
/// resting orders traded stands in their pages and is added when the product is settled.
#[derive(
	CloneNoBound,
	DebugNoBound,
	DefaultNoBound,
	PartialEqNoBound,
	EqNoBound,
	Encode,
	Decode,
	MaxEncodedLen,
	TypeInfo,
)]
#[scale_info(skip_type_params(MaxOpenOrders))]
pub struct Position<MaxOpenOrders: Get<u32>> {
	/// Lots bought.
	pub bought: u64,
	/// Lots sold.
	pub sold: u64,
	/// What the energy bought costs, fees apart.
	pub paid: WattDelta,
	/// What the energy sold earns.
	pub earned: WattDelta,
	/// Grid fees owed.
	pub fees: WattBalance,
	/// All that is locked for this product: open orders, and trades until they settle.
	pub locked: WattBalance,
	/// Of that, what is locked for trades made as a taker.
	pub locked_as_taker: WattBalance,
	/// Whether an order that is no longer in `orders` has traded while it rested.
	pub traded_at_rest: bool,
	/// Orders that were open when last looked at. Filled ones are dropped when the room is needed.
	pub orders: BoundedVec<OrderRef, MaxOpenOrders>,
}

impl<MaxOpenOrders: Get<u32>> Position<MaxOpenOrders> {
	/// Whether the participant has nothing at stake in the product.
	pub fn is_empty(&self) -> bool {
		self.bought == 0
			&& self.sold == 0
			&& self.locked == 0
			&& !self.traded_at_rest
			&& self.orders.is_empty()
	}
}

/// Which part of a product is being settled.
#[derive(
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub enum Stage {
	/// Pages that were moved out of their level.
	Pages,
	/// Levels, each with its newest page.
	Levels,
	/// Positions: buyers pay, sellers are paid, the rest is released.
	Positions,
	/// The operator is paid, the summary is written.
	Finish,
}

/// How far the settlement of a product has come.
#[derive(
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub struct Settling {
	/// The product.
	pub product: ProductId,
	/// Its rules.
	pub rules: ProductRules,
	/// What comes next.
	pub stage: Stage,
	/// Lots sold by the positions settled so far; the lots bought are in the summary.
	pub sold: u64,
	/// Money collected from settled positions and not paid out yet. Below zero while sellers were settled
	/// before their buyers, whose money is locked and certain.
	pub pot: WattDelta,
	/// What will be kept.
	pub summary: Summary,
}

/// One resting order that a taker traded with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct TradeFill {
	/// Whose order it was.
	pub maker: ParticipantId,
	/// The order.
	pub order: OrderRef,
	/// The price of the trade: the resting order's.
	pub price: Price,
	/// The energy traded.
	pub lots: Lots,
	/// The maker's own number for the order.
	pub reference: u64,
}

/// What became of a new order.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct Outcome {
	/// Lots that traded at once.
	pub filled: Lots,
	/// The order in the book, if some of it rests.
	pub resting: Option<OrderId>,
	/// Lots that were cancelled at once, and why.
	pub cancelled: Option<(Lots, WhyCancelled)>,
	/// Orders of the same participant that gave way to it.
	pub withdrawn: Vec<ClosedOrder>,
	/// Base units locked by the trades and the resting order.
	pub locked: WattBalance,
	/// Base units moved from the wallet because the trading account was short.
	pub topped_up: WattBalance,
}

/// An order that left the book before all of it traded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct ClosedOrder {
	/// The order.
	pub order: OrderId,
	/// Lots that will not trade.
	pub lots: Lots,
	/// Base units released.
	pub released: WattBalance,
	/// The owner's own number for it.
	pub reference: u64,
}

/// Which orders are to be cancelled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub enum CancelScope {
	/// Those in one product.
	Product(ProductId),
	/// Those in all products that settle in one currency.
	Currency(CurrencyId),
}

/// What became of each order of a list, in its order.
pub type PlaceResults = Vec<Result<Outcome, DispatchError>>;

/// What became of each order of a list that were to be cancelled, in its order.
pub type CancelResults = Vec<Result<ClosedOrder, DispatchError>>;

/// The work that a command took: what its weight is corrected by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Work {
	/// Orders of a list that were tried.
	pub orders: u32,
	/// How often a product was turned to.
	pub desks: u32,
	/// Levels and pages that matching read.
	pub touched: u32,
	/// Resting orders that were traded with or gave way.
	pub fills: u32,
	/// Products that had no header and were to be opened.
	pub opened: u32,
	/// How often money was taken from the wallet.
	pub topped_up: u32,
	/// How often an order began a page, so that a full one may have been moved out of its level.
	pub began_pages: u32,
	/// How often the owner's list was full and its orders were looked up to make room.
	pub pruned: u32,
}
