//! What an order locks and what a trade owes, and which orders a product takes. A preview and the charge are
//! these same functions.
//!
//! All amounts are base units of WATT. `price × lots` is exact; only charges round, up.

use crate::Tape;
use gridforge_primitives::{
	Charge, CollarReference, Delivery, LoadBand, Lots, MeteredDelivery, NewOrder, OrderTerms,
	OrderType, Price, ProductRules, Side, Tick, WattBalance, WattDelta, TICKS,
};

/// `amount` where it is above zero, else zero.
pub fn positive(amount: WattDelta) -> WattBalance {
	if amount > 0 {
		amount.unsigned_abs()
	} else {
		0
	}
}

/// What a trade at `price` comes to for an order that pays `crossing` for it. `None` past the range.
pub fn all_in(side: Side, price: Price, crossing: Price) -> Option<Price> {
	let ticks = match side {
		Side::Bid => price.0.checked_add(crossing.0),
		Side::Ask => price.0.checked_sub(crossing.0),
	};
	ticks.map(Price)
}

/// The most that `lots` at `price` can come to owe, before fees. A buyer owes the price, a seller owes where the price
/// is negative. Where meters say what is delivered, a seller that delivers nothing owes the shortage price less its
/// own, and a buyer that uses nothing gets the surplus price back, which it owes where that is negative.
pub fn energy_lock(rules: &ProductRules, side: Side, price: Price, lots: Lots) -> WattBalance {
	let notional = price.notional(lots);
	let kept = match side {
		Side::Bid => positive(notional),
		Side::Ask => positive(-notional),
	};
	match (rules.delivery, side) {
		(Delivery::Deemed, _) => kept,
		(Delivery::Metered(MeteredDelivery { surplus, .. }), Side::Bid) => {
			kept.max(positive(notional.saturating_sub(surplus.notional(lots))))
		}
		(Delivery::Metered(MeteredDelivery { shortage, .. }), Side::Ask) => {
			kept.max(positive(shortage.notional(lots).saturating_sub(notional)))
		}
	}
}

/// The most that `lots` bought or sold at `price` in a neighbour's book can come to owe, with the `crossing` that each lot pays and
/// before fees. Who deviates gives the price back, but owes the crossing still. `None` past the range.
fn energy_lock_across(
	rules: &ProductRules,
	side: Side,
	price: Price,
	crossing: Price,
	lots: Lots,
) -> Option<WattBalance> {
	match rules.delivery {
		Delivery::Deemed => Some(energy_lock(rules, side, all_in(side, price, crossing)?, lots)),
		Delivery::Metered(_) => {
			energy_lock(rules, side, price, lots).checked_add(positive(crossing.notional(lots)))
		}
	}
}

/// Why a product does not take an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
	/// Outside the band of the product.
	PriceOutsideBand,
	/// Further from the product's trades than its collar allows.
	PriceOutsideCollar,
	/// Smaller than the smallest order.
	BelowMinimumOrder,
	/// Larger than the largest order.
	AboveMaximumOrder,
	/// Of a type that is not taken before the opening auction.
	OnlyLimitOrders,
}

/// The tick at which `order` stops trading, if a product that has traded what `tape` says takes it. Orders
/// `collect` until the opening auction.
pub fn admit(
	rules: &ProductRules,
	tape: &Tape,
	collecting: bool,
	order: &NewOrder,
) -> Result<Tick, Refusal> {
	if collecting && order.order_type != OrderType::Limit {
		return Err(Refusal::OnlyLimitOrders);
	}
	let tick = limit(rules, tape, order)?;
	if order.lots < rules.limits.min_order {
		return Err(Refusal::BelowMinimumOrder);
	}
	if order.lots > rules.limits.max_order {
		return Err(Refusal::AboveMaximumOrder);
	}
	Ok(tick)
}

/// The limit of `order` as a tick. The protection price of a market order is moved to the nearest price that
/// band and collar allow; an order that cannot trade inside the band is not taken.
fn limit(rules: &ProductRules, tape: &Tape, order: &NewOrder) -> Result<Tick, Refusal> {
	let (lowest, highest) = (rules.floor, Tick(TICKS - 1).price(rules.floor));
	let furthest = furthest(rules, tape, order.side);
	let (beyond_band, beyond_collar) = match order.side {
		Side::Bid => (order.price > highest, furthest.is_some_and(|most| order.price > most)),
		Side::Ask => (order.price < lowest, furthest.is_some_and(|least| order.price < least)),
	};
	let price = if order.order_type == OrderType::Market {
		let reach = furthest.unwrap_or(order.price);
		match order.side {
			Side::Bid => order.price.min(highest).min(reach),
			Side::Ask => order.price.max(lowest).max(reach),
		}
	} else if beyond_collar && !beyond_band {
		return Err(Refusal::PriceOutsideCollar);
	} else {
		order.price
	};
	price.tick_above(rules.floor).ok_or(Refusal::PriceOutsideBand)
}

/// The price beyond which the collar lets nobody bid, or ask; nothing where there is no collar or no trade yet.
/// It lies inside the band.
pub fn furthest(rules: &ProductRules, tape: &Tape, side: Side) -> Option<Price> {
	let collar = rules.collar?;
	let reference = match collar.reference {
		CollarReference::Last => tape.prices?.close,
		CollarReference::Average => tape.average()?,
	};
	let reach = i32::try_from(collar.reach(reference)).unwrap_or(i32::MAX);
	let (lowest, highest) = (rules.floor, Tick(TICKS - 1).price(rules.floor));
	let price = match side {
		Side::Bid => reference.0.saturating_add(reach),
		Side::Ask => reference.0.saturating_sub(reach),
	};
	Some(Price(price).clamp(lowest, highest))
}

/// What the grid charges `side` on `lots` worth `value`, under the load of `band`, before any discount: buyers pay it all.
fn whole_charge(
	rules: &ProductRules,
	side: Side,
	band: LoadBand,
	value: WattBalance,
	lots: u64,
) -> Charge {
	match side {
		Side::Bid => rules.fees.charge(band, value, lots),
		Side::Ask => Charge::default(),
	}
}

/// The same on an order that trades `lots` at `price`.
pub fn whole_order_charge(
	rules: &ProductRules,
	side: Side,
	band: LoadBand,
	price: Price,
	lots: Lots,
) -> Charge {
	whole_charge(rules, side, band, positive(price.notional(lots)), u64::from(lots.0))
}

/// What the grid charges on an order of these `terms` that trades `lots` at `price`.
pub fn order_charge(
	rules: &ProductRules,
	side: Side,
	terms: OrderTerms,
	price: Price,
	lots: Lots,
) -> Charge {
	let whole = whole_order_charge(rules, side, terms.band(), price, lots);
	rules.fees.discounted(terms.tier(), whole)
}

/// The most that an order can come to owe, charges included, whatever its discount: what it locks.
pub fn order_lock(
	rules: &ProductRules,
	side: Side,
	terms: OrderTerms,
	price: Price,
	lots: Lots,
) -> WattBalance {
	order_lock_across(rules, side, terms, price, lots, Price(0))
}

/// The same of an order that may trade with neighbours' books as well, where crossing costs up to `dearest`, all in within
/// its price. A lot that it trades there owes no more than the one or the other: what it would here, or the crossing alone.
pub fn order_lock_across(
	rules: &ProductRules,
	side: Side,
	terms: OrderTerms,
	price: Price,
	lots: Lots,
	dearest: Price,
) -> WattBalance {
	let whole = whole_order_charge(rules, side, terms.band(), price, lots);
	let crossing = match rules.delivery {
		Delivery::Deemed => 0,
		Delivery::Metered(_) => positive(dearest.notional(lots)),
	};
	energy_lock(rules, side, price, lots).max(crossing).saturating_add(whole.total())
}

/// What a taker's trades under one command come to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Taken {
	/// Lots traded.
	pub lots: u64,
	/// Price × lots over all trades.
	pub notional: WattDelta,
	/// What the taker is charged: once for the command, on the value of the trades with a positive price, less its
	/// discount.
	pub charge: Charge,
	/// What stays locked until settlement.
	pub lock: WattBalance,
}

impl Taken {
	/// Add up `trades` in the zone, each a price and lots. `None` past the range of the types.
	pub fn sum(
		rules: &ProductRules,
		side: Side,
		terms: OrderTerms,
		trades: impl Iterator<Item = (Price, Lots)>,
	) -> Option<Taken> {
		Self::sum_across(rules, side, terms, Price(0), trades)
	}

	/// Add up `trades` with a neighbouring zone, to which crossing costs `crossing` ticks.
	pub fn sum_across(
		rules: &ProductRules,
		side: Side,
		terms: OrderTerms,
		crossing: Price,
		trades: impl Iterator<Item = (Price, Lots)>,
	) -> Option<Taken> {
		let mut taken = Taken::default();
		let mut value: WattBalance = 0;
		for (price, lots) in trades {
			let notional = price.notional(lots);
			taken.lots = taken.lots.checked_add(u64::from(lots.0))?;
			taken.notional = taken.notional.checked_add(notional)?;
			value = value.checked_add(positive(notional))?;
			let lock = energy_lock_across(rules, side, price, crossing, lots)?;
			taken.lock = taken.lock.checked_add(lock)?;
		}
		let mut whole = whole_charge(rules, side, terms.band(), value, taken.lots);
		taken.lock = taken.lock.checked_add(whole.total())?;
		let lots = WattDelta::from(taken.lots);
		whole.crossing = positive(crossing.notional(Lots(1)).checked_mul(lots)?);
		taken.charge = rules.fees.discounted(terms.tier(), whole);
		Some(taken)
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use gridforge_primitives::{
		Collar, Discounts, FeeTerms, FeeTier, Multiplier, OrderLimits, PerKwh, Shares, Tariff,
		LOAD_BANDS,
	};
	use proptest::prelude::*;
	use sp_runtime::Permill;

	const LOW: OrderTerms = OrderTerms::new(LoadBand(0), FeeTier::NONE);

	fn rules() -> ProductRules {
		ProductRules {
			limits: OrderLimits { max_order: Lots(u32::MAX), ..OrderLimits::default() },
			..ProductRules::default()
		}
	}

	fn traded(price: i32) -> Tape {
		let mut tape = Tape::default();
		tape.record(0, Some(Side::Bid), Price(price), Lots(100)).unwrap();
		tape
	}

	fn at(side: Side, price: i32, order_type: OrderType) -> NewOrder {
		let product = Default::default();
		NewOrder { order_type, ..NewOrder::limit(product, side, Price(price), Lots(10)) }
	}

	#[test]
	fn a_bid_locks_price_and_fee_an_ask_locks_a_negative_price() {
		let lots = Lots(2_500);
		let lock = |side, price| order_lock(&rules(), side, LOW, Price(price), lots);
		assert_eq!(lock(Side::Bid, 160), 4_000_000 + 200_000);
		assert_eq!(lock(Side::Bid, -100), 0);
		assert_eq!(lock(Side::Ask, 160), 0);
		assert_eq!(lock(Side::Ask, -100), 2_500_000);
	}

	#[test]
	fn where_meters_decide_a_lock_covers_not_delivering_and_not_using() {
		let lock = |shortage, surplus, side, price| {
			let (shortage, surplus) = (Price(shortage), Price(surplus));
			let imbalance = MeteredDelivery {
				supplier: Default::default(),
				shortage,
				surplus,
				spread: None,
				certificates: Default::default(),
			};
			let rules = ProductRules { delivery: Delivery::Metered(imbalance), ..rules() };
			energy_lock(&rules, side, Price(price), Lots(100))
		};
		for (shortage, surplus, side, price, expected) in [
			// Not delivering costs 400 where 150 was earned.
			(400, 20, Side::Ask, 150, 250_000),
			// Sold dearer than the shortage price: its own price comes back, and nothing more.
			(400, 20, Side::Ask, 450, 0),
			// To be paid for taking energy, and then not to deliver it.
			(400, 20, Side::Ask, -50, 450_000),
			(-80, -90, Side::Ask, -50, 50_000),
			(400, 20, Side::Bid, 150, 150_000),
			// What is not used has to be paid to be taken back.
			(400, -30, Side::Bid, 150, 180_000),
			(400, -30, Side::Bid, -10, 20_000),
			(400, -30, Side::Bid, -40, 0),
		] {
			assert_eq!(
				lock(shortage, surplus, side, price),
				expected,
				"{shortage} {surplus} {side} {price}"
			);
		}
	}

	#[test]
	fn the_golden_taker_pays_one_fee_for_its_command() {
		let trades = [(Price(120), Lots(1_500)), (Price(150), Lots(1_000))];
		let taken = Taken::sum(&rules(), Side::Bid, LOW, trades.into_iter()).unwrap();
		assert_eq!(taken.notional, 3_300_000);
		assert_eq!(taken.charge.total(), 165_000);
		assert_eq!(taken.lock, 3_465_000);
	}

	#[test]
	fn only_a_market_order_may_name_a_price_outside_the_band() {
		let limit = |side, price, order_type| {
			admit(&rules(), &Tape::default(), false, &at(side, price, order_type))
		};
		let (highest, lowest) = (Ok(Tick(4_095)), Ok(Tick(0)));
		let outside = Err(Refusal::PriceOutsideBand);
		for order_type in [OrderType::Limit, OrderType::ImmediateOrCancel, OrderType::Market] {
			let moved = |to| if order_type == OrderType::Market { to } else { outside };
			assert_eq!(limit(Side::Bid, 3_595, order_type), highest);
			assert_eq!(limit(Side::Ask, -500, order_type), lowest);
			assert_eq!(limit(Side::Bid, 3_596, order_type), moved(highest));
			assert_eq!(limit(Side::Bid, i32::MAX, order_type), moved(highest));
			assert_eq!(limit(Side::Ask, -501, order_type), moved(lowest));
			assert_eq!(limit(Side::Ask, i32::MIN, order_type), moved(lowest));
			// Nobody sells below the band or buys above it.
			assert_eq!(limit(Side::Bid, -501, order_type), outside);
			assert_eq!(limit(Side::Ask, 3_596, order_type), outside);
		}
	}

	#[test]
	fn a_collar_stops_who_reaches_too_far_and_nobody_else() {
		let collar =
			Collar { rate: Permill::from_percent(50), ticks: 20, reference: CollarReference::Last };
		let rules = ProductRules { collar: Some(collar), ..rules() };
		let tick = |price: i32| Ok(Tick(u16::try_from(price + 500).unwrap()));
		let far = Err(Refusal::PriceOutsideCollar);
		for (tape, side, price, limit, market) in [
			(traded(200), Side::Bid, 300, tick(300), tick(300)),
			(traded(200), Side::Bid, 301, far, tick(300)),
			(traded(200), Side::Bid, -500, tick(-500), tick(-500)),
			(traded(200), Side::Ask, 100, tick(100), tick(100)),
			(traded(200), Side::Ask, 99, far, tick(100)),
			(traded(200), Side::Ask, 3_595, tick(3_595), tick(3_595)),
			// At a low price the ticks count; near the band's end, the band.
			(traded(0), Side::Bid, 21, far, tick(20)),
			(traded(-495), Side::Ask, -500, tick(-500), tick(-500)),
			(traded(3_000), Side::Bid, 3_596, Err(Refusal::PriceOutsideBand), tick(3_595)),
			// Before the first trade there is nothing to hold a price against.
			(Tape::default(), Side::Bid, 3_595, tick(3_595), tick(3_595)),
		] {
			let order = |order_type| admit(&rules, &tape, false, &at(side, price, order_type));
			assert_eq!(order(OrderType::Limit), limit, "{price}");
			assert_eq!(order(OrderType::ImmediateOrCancel), limit, "{price}");
			assert_eq!(order(OrderType::Market), market, "{price}");
		}
	}

	#[test]
	fn the_average_weighs_trades_by_their_energy() {
		let collar =
			Collar { rate: Permill::zero(), ticks: 0, reference: CollarReference::Average };
		let rules = ProductRules { collar: Some(collar), ..rules() };
		let mut tape = traded(100);
		tape.record(0, None, Price(200), Lots(300)).unwrap();
		assert_eq!(furthest(&rules, &tape, Side::Bid), Some(Price(175)));
	}

	#[test]
	fn before_the_auction_only_limit_orders_are_taken() {
		for order_type in [
			OrderType::PostOnly,
			OrderType::ImmediateOrCancel,
			OrderType::FillOrKill,
			OrderType::Market,
		] {
			let order = at(Side::Bid, 100, order_type);
			let refused = Err(Refusal::OnlyLimitOrders);
			assert_eq!(admit(&rules(), &Tape::default(), true, &order), refused);
		}
		let order = at(Side::Bid, 100, OrderType::Limit);
		assert_eq!(admit(&rules(), &Tape::default(), true, &order), Ok(Tick(600)));
	}

	/// Fee terms of every kind.
	fn any_fees() -> impl Strategy<Value = FeeTerms> {
		let cap = prop_oneof![Just(None), (0u32..200_000).prop_map(|c| Some(PerKwh(c)))];
		(0u32..500_000, 0u32..100_000, 0u16..1_000, 0u16..1_000, cap, 0u32..500_000).prop_map(
			|(ad_valorem, per_kwh, hour, load, cap, tax)| {
				Tariff {
					ad_valorem: Permill::from_parts(ad_valorem),
					per_kwh: PerKwh(per_kwh),
					time_of_use: [Multiplier(hour); 24],
					congestion: [Multiplier(load); LOAD_BANDS],
					cap,
					tax: Permill::from_parts(tax),
					..Tariff::default()
				}
				.at_hour(0)
			},
		)
	}

	proptest! {
		/// Whatever part of a resting order trades, its lock covers what that part owes.
		#[test]
		fn the_lock_of_an_order_covers_every_partial_fill(
			price in -500i32..=3_595, lots in 10u32..1_000_000, share in 0u32..=1_000_000,
			fees in any_fees(),
		) {
			let filled = Lots(share.min(lots));
			let rules = ProductRules { fees, ..rules() };
			for side in [Side::Bid, Side::Ask] {
				let whole = order_lock(&rules, side, LOW, Price(price), Lots(lots));
				let owed = order_lock(&rules, side, LOW, Price(price), filled);
				prop_assert!(owed <= whole);
			}
		}

		/// Whatever flows after a trade with a neighbour's book, its lock covers what is owed; and whoever may place the order
		/// has as much.
		#[test]
		fn the_lock_of_a_trade_next_door_covers_every_deviation(
			price in -500i32..=3_595, better in 0i32..500, crossing in 0i32..600, lots in 1u32..10_000,
			share in 0u32..=10_000, a in -1_000i32..1_000, b in -1_000i32..1_000, fees in any_fees(),
		) {
			let imbalance = MeteredDelivery {
				supplier: Default::default(),
				shortage: Price(a.max(b)),
				surplus: Price(a.min(b)),
				spread: None,
				certificates: Default::default(),
			};
			let rules = ProductRules { fees, delivery: Delivery::Metered(imbalance), ..rules() };
			let (lots, crossing) = (Lots(lots), Price(crossing));
			let missing = Lots(share.min(lots.0));
			for side in [Side::Bid, Side::Ask] {
				// The order's limit holds for price and crossing together.
				let there = match side {
					Side::Bid => Price(price - crossing.0 - better),
					Side::Ask => Price(price + crossing.0 + better),
				};
				let trade = [(there, lots)].into_iter();
				let taken = Taken::sum_across(&rules, side, LOW, crossing, trade).unwrap();
				let worth = |price: Price| price.notional(missing);
				let owed = match side {
					Side::Bid => there.notional(lots) - worth(imbalance.surplus).min(worth(there)),
					Side::Ask => worth(imbalance.shortage).max(worth(there)) - there.notional(lots),
				};
				let owed = positive(owed + WattDelta::try_from(taken.charge.total()).unwrap());
				prop_assert!(owed <= taken.lock, "{side}: {owed} of {}", taken.lock);
				let most = order_lock_across(&rules, side, LOW, Price(price), lots, crossing);
				prop_assert!(taken.lock <= most, "{side}: {} of {most}", taken.lock);
			}
		}

		/// Whatever is traded, by resting orders or by one command: its discount comes off the treasury's part alone, all
		/// parts come to what is charged, and what is charged is locked.
		#[test]
		fn only_the_treasury_pays_for_discounts(
			fees in any_fees(), host in 0u32..=1_000_000, treasury in 0u32..=1_000_000,
			discounts in prop::array::uniform3(0u32..=1_000_000),
			orders in prop::collection::vec((-500i32..=3_595, 1u32..100_000, 0u8..16, 0i32..50), 1..12),
		) {
			let shares = Shares {
				host: Permill::from_parts(host),
				treasury: Permill::from_parts(treasury.min(1_000_000 - host)),
			};
			let discounts = Discounts {
				shares: discounts.map(Permill::from_parts),
				..Discounts::default()
			};
			let rules = ProductRules { fees: FeeTerms { shares, discounts, ..fees }, ..rules() };
			let (mut charged, mut whole, mut hosts) = (Charge::default(), Charge::default(), 0);
			for (price, lots, terms, crossing) in orders {
				let (price, lots, terms) = (Price(price), Lots(lots), OrderTerms(terms));
				let rested = order_charge(&rules, Side::Bid, terms, price, lots);
				let locked = order_lock(&rules, Side::Bid, terms, price, lots);
				prop_assert!(positive(price.notional(lots)) + rested.total() <= locked);
				let took = |terms| {
					let trades = [(price, lots)].into_iter();
					Taken::sum_across(&rules, Side::Bid, terms, Price(crossing), trades).unwrap()
				};
				let taken = took(terms);
				prop_assert!(
					positive(price.notional(lots)) + taken.charge.total()
						<= taken.lock + taken.charge.crossing
				);
				let undiscounted = OrderTerms::new(terms.band(), FeeTier::NONE);
				prop_assert_eq!(taken.lock, took(undiscounted).lock);
				for (one, full) in [
					(rested, order_charge(&rules, Side::Bid, undiscounted, price, lots)),
					(taken.charge, took(undiscounted).charge),
				] {
					prop_assert_eq!(one.total() + one.discount, full.total());
					prop_assert!(one.discount <= rules.fees.shares.treasury_part(full.fee()));
					hosts += rules.fees.shares.host_part(one.whole_fee());
					charged = charged.checked_add(&one).unwrap();
					whole = whole.checked_add(&full).unwrap();
				}
			}
			let (operator, treasury) = rules.fees.divide(&charged, hosts).unwrap();
			prop_assert_eq!(operator + treasury + hosts, charged.fee());
			let (undiscounted, all) = rules.fees.divide(&whole, hosts).unwrap();
			prop_assert_eq!(operator, undiscounted);
			prop_assert_eq!(treasury + charged.discount, all);
		}

		/// A taker never locks more than its order locks at the limit, but for a unit for each part of the
		/// charge that is rounded twice.
		#[test]
		fn trades_at_better_prices_lock_no_more(
			limit in -500i32..=3_595, better in 0i32..1_000, a in 10u32..100_000, b in 10u32..100_000,
			fees in any_fees(),
		) {
			let rules = ProductRules { fees, ..rules() };
			for (side, price) in [(Side::Bid, limit - better), (Side::Ask, limit + better)] {
				let whole = order_lock(&rules, side, LOW, Price(limit), Lots(a + b));
				let trades = [(Price(price), Lots(a))];
				let taken = Taken::sum(&rules, side, LOW, trades.into_iter()).unwrap();
				let rest = order_lock(&rules, side, LOW, Price(limit), Lots(b));
				prop_assert!(taken.lock + rest <= whole + 3);
			}
		}
	}
}
