//! What the energy market reports in events, read by field name so that new fields do no harm.

use crate::{
	errors::{Problem, Result},
	raw,
};
use gridforge_primitives::{
	IntervalId, Lots, OrderId, OrderRef, ParticipantId, Price, ProductId, Side, Tick, WattBalance,
	WattDelta, ZoneId,
};
use subxt::{
	error::EventsError,
	events::Event,
	ext::scale_value::{Value, ValueDef},
};

/// The events that this tool shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MarketEvent {
	Placed(Placed),
	Traded(Traded),
	Cancelled(Closed),
	/// All open orders were cancelled, as far as one command may.
	AllCancelled {
		orders: Vec<Closed>,
		/// Whether there may be more.
		more: bool,
	},
	/// An order was made smaller.
	Reduced {
		order: OrderId,
		/// Its lots from now on, what has traded included.
		lots: Lots,
		released: WattBalance,
	},
	/// Money moved between wallet and market.
	Moved {
		amount: WattBalance,
	},
}

/// An order was taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placed {
	pub participant: ParticipantId,
	pub product: ProductId,
	pub side: Side,
	pub price: Price,
	pub lots: Lots,
	pub filled: Lots,
	pub resting: Option<OrderId>,
	/// Lots that were cancelled at once, and why.
	pub cancelled: Option<(Lots, String)>,
	/// Orders of the same participant that gave way.
	pub withdrawn: Vec<Closed>,
	pub locked: WattBalance,
}

/// An order that left the book before all of it traded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Closed {
	pub order: OrderId,
	/// Lots that will not trade.
	pub lots: Lots,
	pub released: WattBalance,
}

/// An order traded with resting orders.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Traded {
	pub product: ProductId,
	pub taker: ParticipantId,
	/// Whether the taker bought or sold.
	pub side: Side,
	pub fills: Vec<Fill>,
	pub notional: WattDelta,
	/// What the grid charges the taker, tax included.
	pub fee: WattBalance,
}

/// One resting order that a taker traded with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fill {
	pub maker: ParticipantId,
	pub price: Price,
	pub lots: Lots,
}

impl Traded {
	/// Seller and buyer of a fill.
	pub fn parties(&self, fill: &Fill) -> (ParticipantId, ParticipantId) {
		match self.side {
			Side::Bid => (fill.maker, self.taker),
			Side::Ask => (self.taker, fill.maker),
		}
	}
}

/// The market's events among these.
pub fn read_all<'a>(
	events: impl Iterator<Item = std::result::Result<Event<'a, crate::chain::Config>, EventsError>>,
) -> Result<Vec<MarketEvent>> {
	let mut found = Vec::new();
	for event in events {
		let event = event?;
		if event.pallet_name() == "EnergyMarket" {
			found.extend(read(&event)?);
		}
	}
	Ok(found)
}

fn read(event: &Event<'_, crate::chain::Config>) -> Result<Option<MarketEvent>> {
	Ok(Some(match event.event_name() {
		"OrderPlaced" => {
			MarketEvent::Placed(event.decode_fields_unchecked_as::<raw::OrderPlaced>()?.try_into()?)
		}
		"Traded" => MarketEvent::Traded(event.decode_fields_unchecked_as::<raw::Traded>()?.into()),
		"OrderCancelled" => {
			let raw = event.decode_fields_unchecked_as::<raw::OrderCancelled>()?;
			MarketEvent::Cancelled(raw.into())
		}
		"AllOrdersCancelled" => {
			let raw = event.decode_fields_unchecked_as::<raw::AllOrdersCancelled>()?;
			let orders = raw.cancelled.into_iter().map(Into::into).collect();
			MarketEvent::AllCancelled { orders, more: raw.more }
		}
		"OrderReduced" => {
			let raw = event.decode_fields_unchecked_as::<raw::OrderReduced>()?;
			MarketEvent::Reduced {
				order: raw.order.into(),
				lots: Lots(raw.lots),
				released: raw.released,
			}
		}
		"Deposited" | "Withdrawn" => {
			let raw = event.decode_fields_unchecked_as::<raw::Moved>()?;
			MarketEvent::Moved { amount: raw.amount }
		}
		_ => return Ok(None),
	}))
}

impl From<raw::Product> for ProductId {
	fn from(raw: raw::Product) -> ProductId {
		ProductId { interval: IntervalId(raw.interval), zone: ZoneId(raw.zone) }
	}
}

impl From<raw::OrderSide> for Side {
	fn from(raw: raw::OrderSide) -> Side {
		match raw {
			raw::OrderSide::Bid => Side::Bid,
			raw::OrderSide::Ask => Side::Ask,
		}
	}
}

impl From<raw::Order> for OrderId {
	fn from(raw: raw::Order) -> OrderId {
		let raw::Place { side, tick, page, slot } = raw.place;
		OrderId {
			product: raw.product.into(),
			place: OrderRef { side: side.into(), tick: Tick(tick), page, slot },
		}
	}
}

impl From<raw::OrderCancelled> for Closed {
	fn from(raw: raw::OrderCancelled) -> Closed {
		Closed { order: raw.order.into(), lots: Lots(raw.lots), released: raw.released }
	}
}

impl TryFrom<raw::OrderPlaced> for Placed {
	type Error = Problem;

	fn try_from(raw: raw::OrderPlaced) -> Result<Placed> {
		let raw::OrderPlaced { participant, order, outcome } = raw;
		let cancelled = match outcome.cancelled {
			Some((lots, Value { value: ValueDef::Variant(why), .. })) => {
				Some((Lots(lots), words(&why.name)))
			}
			Some(_) => return Err(Problem::incompatible("OrderPlaced.outcome.cancelled")),
			None => None,
		};
		Ok(Placed {
			participant: ParticipantId(participant),
			product: order.product.into(),
			side: order.side.into(),
			price: Price(order.price),
			lots: Lots(order.lots),
			filled: Lots(outcome.filled),
			resting: outcome.resting.map(Into::into),
			cancelled,
			withdrawn: outcome.withdrawn.into_iter().map(Into::into).collect(),
			locked: outcome.locked,
		})
	}
}

impl From<raw::Traded> for Traded {
	fn from(raw: raw::Traded) -> Traded {
		let fill = |fill: raw::TradeFill| Fill {
			maker: ParticipantId(fill.maker),
			price: Price(fill.price),
			lots: Lots(fill.lots),
		};
		Traded {
			product: raw.product.into(),
			taker: ParticipantId(raw.taker),
			side: raw.side.into(),
			fills: raw.fills.into_iter().map(fill).collect(),
			notional: raw.notional,
			fee: raw.charge.total(),
		}
	}
}

/// `BelowMinimum` as `below minimum`.
pub(crate) fn words(name: &str) -> String {
	let mut words = String::new();
	for letter in name.chars() {
		if letter.is_uppercase() && !words.is_empty() {
			words.push(' ');
		}
		words.extend(letter.to_lowercase());
	}
	words
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn reasons_are_words() {
		assert_eq!(words("BelowMinimum"), "below minimum");
		assert_eq!(words("Expired"), "expired");
	}

	#[test]
	fn the_taker_s_side_tells_who_sells() {
		let fill = Fill { maker: ParticipantId(1), price: Price(120), lots: Lots(1_500) };
		let mut traded = Traded {
			product: ProductId::default(),
			taker: ParticipantId(3),
			side: Side::Bid,
			fills: vec![fill],
			notional: 1_800_000,
			fee: 90_000,
		};
		assert_eq!(traded.parties(&fill), (ParticipantId(1), ParticipantId(3)));
		traded.side = Side::Ask;
		assert_eq!(traded.parties(&fill), (ParticipantId(3), ParticipantId(1)));
	}
}
