//! What the market's runtime API answers with. Clients decode the same types.

use crate::{
	derives::{shown, stored},
	tariff::{Charge, LoadBand},
	IntervalId, Lots, Millis, OrderId, ParticipantId, Phase, Price, ProductId, ProductRules,
	Session, Side, WattBalance, WattDelta,
};
use alloc::vec::Vec;

stored! {
	/// Whether the market takes orders.
	#[derive(Default)]
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
}

shown! {
	/// The market's clock and status.
	#[derive(Copy)]
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
}

shown! {
	/// One price level of a book.
	#[derive(Copy)]
	pub struct DepthLevel {
		/// Price of the level.
		pub price: Price,
		/// Lots open there.
		pub lots: u64,
	}
}

shown! {
	/// A product's book: its best levels, best first.
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
}

shown! {
	/// The best prices of a product.
	#[derive(Copy)]
	pub struct BestPrices {
		/// The highest price that somebody bids.
		pub bid: Option<Price>,
		/// The lowest price that somebody asks.
		pub ask: Option<Price>,
	}
}

shown! {
	/// A participant's money in the market, in one currency.
	#[derive(Copy, Default)]
	pub struct AccountInfo {
		/// Can be withdrawn or used for orders.
		pub free: WattBalance,
		/// Held for open orders and unsettled trades.
		pub locked: WattBalance,
	}
}

shown! {
	/// An order that its owner placed and that is still on record.
	#[derive(Copy)]
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
}

shown! {
	/// A participant's standing in one product that has not settled yet. What its resting orders traded is
	/// included.
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
		/// What the grid charges for it, part by part.
		pub charge: Charge,
		/// Held for this product.
		pub locked: WattBalance,
		/// Orders that are open.
		pub orders: Vec<OrderInfo>,
	}
}

shown! {
	/// A participant and everything it has in the market.
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
}

shown! {
	/// What an order would lock and cost at most. The charge is computed by the same function.
	#[derive(Copy)]
	pub struct OrderPreview {
		/// Price × lots at the limit; negative where the price is.
		pub notional: WattDelta,
		/// What the grid charges if all of it trades at the limit; only buyers pay it.
		pub charge: Charge,
		/// The money that must be there: the most that the order can come to owe. Where some of it would trade at
		/// once, trades and rest round their fees apart.
		pub lock: WattBalance,
		/// How many lots would trade at once, as the book stands.
		pub fills_now: Lots,
		/// What the grid charges for those.
		pub charge_now: Charge,
		/// What the trades and the order that then rests lock together.
		pub locked: WattBalance,
	}
}

stored! {
	/// A trade as everybody sees it.
	pub struct Trade {
		/// The product.
		pub product: ProductId,
		/// Time of the block, in milliseconds since the Unix epoch.
		pub time: Millis,
		/// Price.
		pub price: Price,
		/// Energy.
		pub lots: Lots,
		/// Whether who came last bought or sold; nothing in an auction.
		pub side: Option<Side>,
	}
}

stored! {
	/// What a product has traded at, and how much.
	pub struct Prices {
		/// Price of the first trade.
		pub open: Price,
		/// The highest price.
		pub high: Price,
		/// The lowest price.
		pub low: Price,
		/// Price of the last trade.
		pub close: Price,
	}
}

shown! {
	/// What has traded in one product.
	#[derive(Copy)]
	pub struct Candle {
		/// The product.
		pub product: ProductId,
		/// Whether it has settled.
		pub settled: bool,
		/// Its prices.
		pub prices: Prices,
		/// Lots traded.
		pub lots: u64,
		/// Price × lots over all trades.
		pub notional: WattDelta,
	}
}

shown! {
	/// A product at a glance.
	#[derive(Copy)]
	pub struct Ticker {
		/// The product.
		pub product: ProductId,
		/// Where it stands in its life.
		pub phase: Phase,
		/// Whether orders may be placed in its zone now.
		pub session: Session,
		/// Whether orders only collect, until the opening auction.
		pub collecting: bool,
		/// Its best prices.
		pub best: BestPrices,
		/// What it has traded at; nothing before the first trade.
		pub prices: Option<Prices>,
		/// Lots traded.
		pub lots: u64,
		/// Price × lots over all trades.
		pub notional: WattDelta,
	}
}

shown! {
	/// What settlement has not come to yet.
	#[derive(Copy, Default)]
	pub struct Backlog {
		/// Products whose time has come and that are not settled; at most 1,000 are counted.
		pub products: u32,
		/// For how many milliseconds the oldest of them has waited.
		pub waiting: Millis,
		/// Products put aside because their settlement failed. They wait for the admin.
		pub parked: u32,
	}
}

shown! {
	/// How a participant came to a trade.
	#[derive(Copy)]
	#[serde(rename_all = "snake_case")]
	pub enum Role {
		/// Its order came and took.
		Taker,
		/// Its order was resting.
		Maker,
		/// In the opening auction.
		Auction,
	}
}

shown! {
	/// One line of a bill: what was traded at one price.
	#[derive(Copy)]
	pub struct BillLine {
		/// Bought or sold.
		pub side: Side,
		/// How.
		pub role: Role,
		/// Price.
		pub price: Price,
		/// Energy.
		pub lots: u64,
		/// Price × lots.
		pub notional: WattDelta,
		/// The order, where it rested.
		pub order: Option<OrderId>,
	}
}

shown! {
	/// What a participant owes or gets for one product that has not settled, explained.
	pub struct Bill {
		/// The product.
		pub product: ProductId,
		/// Its trades.
		pub lines: Vec<BillLine>,
		/// Trades that are in the sums but too many to be kept apart.
		pub more: bool,
		/// What the energy bought costs.
		pub paid: WattDelta,
		/// What the energy sold earns.
		pub earned: WattDelta,
		/// What the grid charges, part by part.
		pub charge: Charge,
		/// What is to be paid: `paid + charge − earned`; negative where money comes back.
		pub owed: WattDelta,
	}
}

shown! {
	/// A zone and how it trades now.
	#[derive(Copy)]
	pub struct ZoneInfo {
		/// Whether orders may be placed now.
		pub session: Session,
		/// The rules of its next product that can be traded.
		pub rules: ProductRules,
		/// The congestion band of that product.
		pub band: LoadBand,
	}
}
