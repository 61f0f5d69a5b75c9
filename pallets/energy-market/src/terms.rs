//! What an order locks and what a trade owes. A preview and the charge are these same functions.
//!
//! All amounts are base units of WATT. `price × lots` is exact; only the fee rounds, up.

use gridforge_primitives::{
	Delivery, Lots, NewOrder, OrderType, Price, ProductRules, Side, Tick, WattBalance, WattDelta,
	TICKS,
};

/// `amount` where it is above zero, else zero.
pub fn positive(amount: WattDelta) -> WattBalance {
	if amount > 0 {
		amount.unsigned_abs()
	} else {
		0
	}
}

/// The most that `lots` at `price` can come to owe, before fees. A buyer owes the price, a seller
/// owes where the price is negative; deemed delivery leaves no deviation to pay for.
pub fn energy_lock(rules: &ProductRules, side: Side, price: Price, lots: Lots) -> WattBalance {
	let notional = price.notional(lots);
	match (rules.delivery, side) {
		(Delivery::Deemed, Side::Bid) => positive(notional),
		(Delivery::Deemed, Side::Ask) => positive(-notional),
	}
}

/// The tick at which `order` stops trading: its limit. The protection price of a market order is moved to the
/// nearest price of the band; an order that cannot trade inside the band has none.
pub fn limit(rules: &ProductRules, order: &NewOrder) -> Option<Tick> {
	order.price.tick_above(rules.floor).or_else(|| {
		let highest = Tick(TICKS - 1);
		match (order.order_type, order.side) {
			(OrderType::Market, Side::Bid) if order.price > highest.price(rules.floor) => {
				Some(highest)
			}
			(OrderType::Market, Side::Ask) if order.price < rules.floor => Some(Tick(0)),
			_ => None,
		}
	})
}

/// The fee that `side` pays on energy worth `value`: buyers pay it all.
pub fn fee(rules: &ProductRules, side: Side, value: WattBalance) -> WattBalance {
	match side {
		Side::Bid => rules.tariff.fee(value),
		Side::Ask => 0,
	}
}

/// The most that an order can come to owe, fees included: what it locks.
pub fn order_lock(rules: &ProductRules, side: Side, price: Price, lots: Lots) -> WattBalance {
	let value = positive(price.notional(lots));
	energy_lock(rules, side, price, lots).saturating_add(fee(rules, side, value))
}

/// What a taker's trades under one command come to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Taken {
	/// Lots traded.
	pub lots: u64,
	/// Price × lots over all trades.
	pub notional: WattDelta,
	/// The taker's fee: one for the command, on the trades with a positive price.
	pub fee: WattBalance,
	/// What stays locked until settlement.
	pub lock: WattBalance,
}

impl Taken {
	/// Add up `trades`, each a price and lots. `None` past the range of the types.
	pub fn sum(
		rules: &ProductRules,
		side: Side,
		trades: impl Iterator<Item = (Price, Lots)>,
	) -> Option<Taken> {
		let mut taken = Taken::default();
		let mut value: WattBalance = 0;
		for (price, lots) in trades {
			let notional = price.notional(lots);
			taken.lots = taken.lots.checked_add(u64::from(lots.0))?;
			taken.notional = taken.notional.checked_add(notional)?;
			value = value.checked_add(positive(notional))?;
			taken.lock = taken.lock.checked_add(energy_lock(rules, side, price, lots))?;
		}
		taken.fee = fee(rules, side, value);
		taken.lock = taken.lock.checked_add(taken.fee)?;
		Some(taken)
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use gridforge_primitives::{ParticipantId, Tariff};
	use proptest::prelude::*;

	fn rules() -> ProductRules {
		ProductRules {
			operator: ParticipantId(1),
			currency: 1,
			floor: Price(-500),
			max_order: Lots(u32::MAX),
			tariff: Tariff::default(),
			delivery: Delivery::Deemed,
		}
	}

	#[test]
	fn a_bid_locks_price_and_fee_an_ask_locks_a_negative_price() {
		let lots = Lots(2_500);
		assert_eq!(order_lock(&rules(), Side::Bid, Price(160), lots), 4_000_000 + 200_000);
		assert_eq!(order_lock(&rules(), Side::Bid, Price(-100), lots), 0);
		assert_eq!(order_lock(&rules(), Side::Ask, Price(160), lots), 0);
		assert_eq!(order_lock(&rules(), Side::Ask, Price(-100), lots), 2_500_000);
	}

	#[test]
	fn the_golden_taker_pays_one_fee_for_its_command() {
		let trades = [(Price(120), Lots(1_500)), (Price(150), Lots(1_000))];
		let taken = Taken::sum(&rules(), Side::Bid, trades.into_iter()).unwrap();
		assert_eq!(taken.notional, 3_300_000);
		assert_eq!(taken.fee, 165_000);
		assert_eq!(taken.lock, 3_465_000);
	}

	#[test]
	fn only_a_market_order_may_name_a_price_outside_the_band() {
		let at = |side, price, order_type| {
			let product = Default::default();
			let order =
				NewOrder { order_type, ..NewOrder::limit(product, side, Price(price), Lots(10)) };
			limit(&rules(), &order)
		};
		let (highest, lowest) = (Some(Tick(4_095)), Some(Tick(0)));
		for order_type in [OrderType::Limit, OrderType::ImmediateOrCancel, OrderType::Market] {
			assert_eq!(at(Side::Bid, 3_595, order_type), highest);
			assert_eq!(at(Side::Ask, -500, order_type), lowest);
			let market = order_type == OrderType::Market;
			assert_eq!(at(Side::Bid, 3_596, order_type), highest.filter(|_| market));
			assert_eq!(at(Side::Bid, i32::MAX, order_type), highest.filter(|_| market));
			assert_eq!(at(Side::Ask, -501, order_type), lowest.filter(|_| market));
			assert_eq!(at(Side::Ask, i32::MIN, order_type), lowest.filter(|_| market));
			// Nobody sells below the band or buys above it.
			assert_eq!(at(Side::Bid, -501, order_type), None);
			assert_eq!(at(Side::Ask, 3_596, order_type), None);
		}
	}

	proptest! {
		/// Whatever part of a resting order trades, its lock covers what that part owes and what
		/// the rest still locks.
		#[test]
		fn the_lock_of_an_order_covers_every_partial_fill(
			price in -500i32..=3_595, lots in 10u32..1_000_000, share in 0u32..=1_000_000,
		) {
			let filled = Lots(share.min(lots));
			let rules = rules();
			for side in [Side::Bid, Side::Ask] {
				let whole = order_lock(&rules, side, Price(price), Lots(lots));
				let owed = order_lock(&rules, side, Price(price), filled);
				prop_assert!(owed <= whole);
			}
		}

		/// A taker never locks more than a unit above what its order locks at the limit.
		#[test]
		fn trades_at_better_prices_lock_no_more(
			limit in -500i32..=3_595, better in 0i32..1_000, a in 10u32..100_000, b in 10u32..100_000,
		) {
			let rules = rules();
			for (side, price) in [(Side::Bid, limit - better), (Side::Ask, limit + better)] {
				let whole = order_lock(&rules, side, Price(limit), Lots(a + b));
				let trades = [(Price(price), Lots(a))];
				let taken = Taken::sum(&rules, side, trades.into_iter()).unwrap();
				let rest = order_lock(&rules, side, Price(limit), Lots(b));
				prop_assert!(taken.lock + rest <= whole + 1);
			}
		}
	}
}
