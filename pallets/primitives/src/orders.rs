//! What an order asks of the book.

use crate::{derives::stored, Lots, Price, ProductId, Side};

stored! {
	/// What may happen to an order when it comes, and to what is left of it.
	#[derive(Default)]
	#[serde(rename_all = "kebab-case")]
	pub enum OrderType {
		/// Trades up to its limit; what is left rests until it trades, is cancelled or the gate closes.
		#[default]
		Limit,
		/// Rests at its limit and never takes: cancelled if it would trade at once.
		PostOnly,
		/// Trades up to its limit at once; what is left is cancelled.
		ImmediateOrCancel,
		/// Trades in full at once, or not at all.
		FillOrKill,
		/// Trades at once with whoever is best; its price is a protection price, beyond which it does not go
		/// and which is moved to the nearest price allowed. What is left is cancelled.
		Market,
	}
}

stored! {
	/// What happens when an order meets an order of the same participant: the two never trade.
	#[derive(Default)]
	#[serde(rename_all = "kebab-case")]
	pub enum SelfTrade {
		/// What is left of the order that comes is cancelled.
		#[default]
		CancelNewest,
		/// The order that rests is cancelled, and the other goes on.
		CancelOldest,
	}
}

stored! {
	/// An order as its owner sends it.
	pub struct NewOrder {
		/// The product.
		pub product: ProductId,
		/// Buy or sell.
		pub side: Side,
		/// Limit in ticks of 0.001 WATT per kWh; of a market order the protection price.
		pub price: Price,
		/// Energy in lots of 10 Wh.
		pub lots: Lots,
		/// What may happen to it when it comes, and to what is left of it.
		pub order_type: OrderType,
		/// What happens when it meets an order of the same participant.
		pub self_trade: SelfTrade,
		/// Whose books it may trade with.
		pub reach: Reach,
		/// The owner's own number for it, which comes back in events; 0 where it has none.
		pub reference: u64,
	}
}

stored! {
	/// Whose books an order may trade with. It rests in that of its own zone only.
	#[derive(Default)]
	#[serde(rename_all = "kebab-case")]
	pub enum Reach {
		/// That of its own zone.
		#[default]
		Zone,
		/// Those of coupled zones too: wherever price and crossing fee together are best, while the capacity between
		/// the zones lasts.
		Neighbours,
	}
}

impl NewOrder {
	/// A limit order without a reference that gives way to its owner's older orders.
	pub const fn limit(product: ProductId, side: Side, price: Price, lots: Lots) -> Self {
		NewOrder {
			product,
			side,
			price,
			lots,
			order_type: OrderType::Limit,
			self_trade: SelfTrade::CancelNewest,
			reach: Reach::Zone,
			reference: 0,
		}
	}
}
