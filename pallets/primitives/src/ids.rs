//! What the chain numbers. All are assigned by the chain in sequence or bounded by it, so storage keys
//! made of them may be Identity-hashed and lie side by side.

use crate::{
	derives::stored,
	units::{unit, IntervalId, Tick},
};

unit! {
	/// A zone of the grid, in which everybody trades with everybody.
	ZoneId(u16)
}

unit! {
	/// A legal person or household that trades.
	ParticipantId(u32)
}

unit! {
	/// A place with a law of its own, mostly a country: its participants are admitted by the same registrars and trade by
	/// the same rules. The chain's governance numbers them.
	JurisdictionId(u16)
}

/// In whose name the treasury's share of the fees is booked until it is paid: the id that no participant has.
pub const TREASURY: ParticipantId = ParticipantId(0);

unit! {
	/// What sends the readings of meters: a box in a house, or a service that speaks for many.
	GatewayId(u32)
}

unit! {
	/// Participants of one zone that share what they feed in.
	CommunityId(u32)
}

unit! {
	/// A meter, at which what a participant takes from the grid and feeds into it is read.
	MeterId(u32)
}

unit! {
	/// Who gives out WATT for money that it was paid, and money for WATT.
	IssuerId(u16)
}

unit! {
	/// A mint that needs a second signature.
	MintId(u64)
}

unit! {
	/// WATT that its holder has handed in for money.
	RedemptionId(u64)
}

stored! {
	/// What is traded: energy in one zone, delivered in one interval.
	///
	/// In text it is `zone-interval`, such as `1-29654321`.
	#[derive(Default, PartialOrd, Ord, Hash)]
	pub struct ProductId {
		/// Delivery interval.
		pub interval: IntervalId,
		/// Zone of delivery.
		pub zone: ZoneId,
	}
}

stored! {
	/// Which side of the book an order stands on.
	#[derive(PartialOrd, Ord, Hash)]
	#[serde(rename_all = "lowercase")]
	pub enum Side {
		/// Buys energy.
		Bid,
		/// Sells energy.
		Ask,
	}
}

impl Side {
	/// The side that an order of this side trades with.
	pub const fn opposite(self) -> Side {
		match self {
			Side::Bid => Side::Ask,
			Side::Ask => Side::Bid,
		}
	}
}

stored! {
	/// Where an order lives within its product. It never changes and is never given to another order.
	#[derive(PartialOrd, Ord, Hash)]
	pub struct OrderRef {
		/// Side of the book.
		pub side: Side,
		/// Price level.
		pub tick: Tick,
		/// Page within the level; page numbers never repeat there.
		pub page: u32,
		/// Slot within the page.
		pub slot: u8,
	}
}

stored! {
	/// An order: its product and its place there. Cancelling needs no other index.
	///
	/// In text it is `zone-interval-side-tick-page-slot`, such as `1-29654321-ask-650-0-3`.
	#[derive(PartialOrd, Ord, Hash)]
	pub struct OrderId {
		/// The product that the order is for.
		pub product: ProductId,
		/// Where it lives there.
		pub place: OrderRef,
	}
}

impl core::fmt::Display for Side {
	fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
		f.write_str(match self {
			Side::Bid => "bid",
			Side::Ask => "ask",
		})
	}
}

impl core::fmt::Display for ProductId {
	fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
		write!(f, "{}-{}", self.zone, self.interval)
	}
}

/// Why a text is not a [`ProductId`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotAProductId;

impl core::fmt::Display for NotAProductId {
	fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
		f.write_str("a product reads zone-interval, such as 1-29654321")
	}
}

impl core::error::Error for NotAProductId {}

impl core::str::FromStr for ProductId {
	type Err = NotAProductId;

	fn from_str(text: &str) -> Result<Self, NotAProductId> {
		let (zone, interval) = text.split_once('-').ok_or(NotAProductId)?;
		Ok(ProductId {
			interval: IntervalId(interval.parse().map_err(|_| NotAProductId)?),
			zone: ZoneId(zone.parse().map_err(|_| NotAProductId)?),
		})
	}
}

impl core::fmt::Display for OrderId {
	fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
		let OrderId { product, place } = self;
		write!(
			f,
			"{}-{}-{}-{}-{}-{}",
			product.zone, product.interval, place.side, place.tick, place.page, place.slot
		)
	}
}

/// Why a text is not an [`OrderId`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotAnOrderId;

impl core::fmt::Display for NotAnOrderId {
	fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
		f.write_str(
			"an order id reads zone-interval-side-tick-page-slot, such as 1-29654321-ask-650-0-3",
		)
	}
}

impl core::error::Error for NotAnOrderId {}

impl core::str::FromStr for OrderId {
	type Err = NotAnOrderId;

	fn from_str(text: &str) -> Result<Self, NotAnOrderId> {
		fn next<'a, N: core::str::FromStr>(
			parts: &mut impl Iterator<Item = &'a str>,
		) -> Result<N, NotAnOrderId> {
			parts.next().and_then(|p| p.parse().ok()).ok_or(NotAnOrderId)
		}
		let mut parts = text.split('-');
		let zone = ZoneId(next(&mut parts)?);
		let interval = IntervalId(next(&mut parts)?);
		let side = match parts.next() {
			Some("bid") => Side::Bid,
			Some("ask") => Side::Ask,
			_ => return Err(NotAnOrderId),
		};
		let tick = Tick(next(&mut parts)?);
		let page = next(&mut parts)?;
		let slot = next(&mut parts)?;
		match parts.next() {
			None => Ok(OrderId {
				product: ProductId { interval, zone },
				place: OrderRef { side, tick, page, slot },
			}),
			Some(_) => Err(NotAnOrderId),
		}
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use alloc::string::ToString;

	#[test]
	fn an_order_id_reads_back_from_its_text() {
		let id = OrderId {
			product: ProductId { interval: IntervalId(29_654_321), zone: ZoneId(1) },
			place: OrderRef { side: Side::Ask, tick: Tick(650), page: 7, slot: 31 },
		};
		assert_eq!(id.to_string(), "1-29654321-ask-650-7-31");
		assert_eq!(id.to_string().parse(), Ok(id));
	}

	#[test]
	fn a_product_reads_back_from_its_text() {
		let id = ProductId { interval: IntervalId(29_654_321), zone: ZoneId(1) };
		assert_eq!(id.to_string(), "1-29654321");
		assert_eq!(id.to_string().parse(), Ok(id));
		for text in ["", "1", "1-", "-1", "1-2-3", "65536-1", "1-4294967296", "a-1"] {
			assert_eq!(text.parse::<ProductId>(), Err(NotAProductId), "{text}");
		}
	}

	#[test]
	fn other_text_is_refused() {
		for text in ["", "1-2-ask-3-4", "1-2-buy-3-4-5", "1-2-ask-3-4-256", "1-2-ask-3-4-5-6"] {
			assert_eq!(text.parse::<OrderId>(), Err(NotAnOrderId), "{text}");
		}
	}
}
