//! What a product has traded at: kept in its header, which every trade writes anyway.

use alloc::vec::Vec;
use codec::{Decode, Encode, MaxEncodedLen};
use frame_support::{traits::ConstU32, BoundedVec};
use gridforge_primitives::{
	api::{Prices, Trade},
	Lots, Millis, Price, ProductId, Side, WattDelta,
};
use scale_info::TypeInfo;

/// How many of the last trades a product keeps.
pub const LAST_TRADES: u32 = 16;

/// A trade, or several of one order at one price.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Print {
	/// Time of the block.
	pub time: Millis,
	/// Whether who came last bought or sold; nothing in an auction.
	pub side: Option<Side>,
	/// Price.
	pub price: Price,
	/// Energy.
	pub lots: Lots,
}

impl Print {
	/// This trade as everybody sees it.
	pub fn of(self, product: ProductId) -> Trade {
		let Print { time, side, price, lots } = self;
		Trade { product, time, price, lots, side }
	}
}

/// The trades of a product in sum, and the last ones.
#[derive(Clone, Debug, Default, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Tape {
	/// Lots traded.
	pub lots: u64,
	/// Price × lots over all trades.
	pub notional: WattDelta,
	/// First, highest, lowest, last price; nothing before the first trade.
	pub prices: Option<Prices>,
	/// The last trades, the newest at the end.
	pub last: BoundedVec<Print, ConstU32<LAST_TRADES>>,
}

impl Tape {
	/// Add a trade. `None` past the range of the types.
	pub fn record(
		&mut self,
		time: Millis,
		side: Option<Side>,
		price: Price,
		lots: Lots,
	) -> Option<()> {
		self.lots = self.lots.checked_add(u64::from(lots.0))?;
		self.notional = self.notional.checked_add(price.notional(lots))?;
		self.prices = Some(match self.prices {
			None => Prices { open: price, high: price, low: price, close: price },
			Some(Prices { open, high, low, .. }) => {
				Prices { open, high: high.max(price), low: low.min(price), close: price }
			}
		});
		if self.last.is_full() {
			self.last.remove(0);
		}
		self.last.try_push(Print { time, side, price, lots }).ok()
	}

	/// The average price by volume, rounded down; nothing before the first trade.
	pub fn average(&self) -> Option<Price> {
		let unit = Price(1).notional(Lots(1)).checked_mul(WattDelta::from(self.lots))?;
		let average = self.notional.checked_div_euclid(unit)?;
		i32::try_from(average).ok().map(Price)
	}

	/// The last trades, newest first.
	pub fn trades(&self, product: ProductId) -> Vec<Trade> {
		self.last.iter().rev().map(|print| print.of(product)).collect()
	}
}

/// Trades at prices of their own: neighbours of one price are joined.
pub fn by_price(fills: impl Iterator<Item = (Price, Lots)>) -> Vec<(Price, Lots)> {
	let mut joined: Vec<(Price, Lots)> = Vec::new();
	for (price, lots) in fills {
		match joined.last_mut() {
			Some((last, sum)) if *last == price => match sum.checked_add(lots) {
				Some(more) => *sum = more,
				None => joined.push((price, lots)),
			},
			_ => joined.push((price, lots)),
		}
	}
	joined
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_tape_knows_the_prices_and_the_last_trades() {
		let mut tape = Tape::default();
		assert_eq!(tape.average(), None);
		for (price, lots) in [(120, 10), (90, 20), (-30, 30), (100, 40)] {
			tape.record(7, Some(Side::Ask), Price(price), Lots(lots)).unwrap();
		}
		let prices =
			Prices { open: Price(120), high: Price(120), low: Price(-30), close: Price(100) };
		assert_eq!(tape.prices, Some(prices));
		assert_eq!(tape.lots, 100);
		assert_eq!(tape.notional, (1_200 + 1_800 - 900 + 4_000) * 10);
		assert_eq!(tape.average(), Some(Price(61)));
		let product = ProductId::default();
		assert_eq!(tape.trades(product).first().map(|t| t.price), Some(Price(100)));
		for _ in 0..20 {
			tape.record(8, None, Price(-1), Lots(1_000_000)).unwrap();
		}
		assert_eq!(tape.trades(product).len(), 16);
		assert!(tape.trades(product).iter().all(|t| t.side.is_none()));
		// Rounded down, away from zero where prices are below it.
		assert_eq!(tape.average(), Some(Price(-1)));
	}

	#[test]
	fn neighbouring_trades_at_one_price_are_joined() {
		let fills = [(1, 10), (1, 5), (2, 7), (1, 1)].map(|(p, l)| (Price(p), Lots(l)));
		let joined = [(1, 15), (2, 7), (1, 1)].map(|(p, l)| (Price(p), Lots(l)));
		assert_eq!(by_price(fills.into_iter()), joined);
		let most = [(Price(1), Lots(u32::MAX)), (Price(1), Lots(1))];
		assert_eq!(by_price(most.into_iter()), most);
	}
}
