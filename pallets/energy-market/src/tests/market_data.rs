//! What everybody may know of the market, and what a participant may know of its own bill.

use crate::{mock::*, *};
use frame_support::assert_ok;
use gridforge_primitives::{
	api::{Prices, Role},
	IntervalId, Lots, Multiplier, NewOrder, OrderType, PerKwh, Price, Reach, Side, ZoneId,
};
use rand::{rngs::StdRng, Rng, SeedableRng};
use sp_runtime::Permill;

/// Trades at 0.120, 0.150 and 0.090.
fn some_trades() {
	rest(BOB, Side::Ask, 120, 1_500);
	rest(ALICE, Side::Ask, 150, 2_000);
	assert_ok!(place(CHARLIE, Side::Bid, 160, 2_500));
	rest(EVE, Side::Bid, 90, 300);
	assert_ok!(place(ALICE, Side::Ask, 90, 100));
}

fn prices() -> Prices {
	Prices { open: Price(120), high: Price(150), low: Price(90), close: Price(90) }
}

#[test]
fn a_ticker_shows_a_product_at_a_glance() {
	ExtBuilder::default().build_and_execute(|| {
		let empty = EnergyMarket::ticker(PRODUCT).unwrap();
		assert_eq!((empty.prices, empty.lots, empty.best.bid), (None, 0, None));
		some_trades();
		let ticker = EnergyMarket::ticker(PRODUCT).unwrap();
		assert_eq!(ticker.prices, Some(prices()));
		assert_eq!((ticker.lots, ticker.notional), (2_600, 3_390_000));
		assert_eq!((ticker.best.bid, ticker.best.ask), (Some(Price(90)), Some(Price(150))));
		let nowhere = gridforge_primitives::ProductId { zone: ZoneId(9), ..PRODUCT };
		assert!(EnergyMarket::ticker(nowhere).is_none());
	});
}

#[test]
fn trades_are_told_by_product_and_by_block() {
	ExtBuilder::default().build_and_execute(|| {
		some_trades();
		let trades = EnergyMarket::trades(PRODUCT);
		let seen: Vec<_> = trades.iter().map(|t| (t.price.0, t.lots.0, t.side)).collect();
		let (bid, ask) = (Some(Side::Bid), Some(Side::Ask));
		assert_eq!(seen, [(90, 100, ask), (150, 1_000, bid), (120, 1_500, bid)]);
		assert!(trades.iter().all(|t| t.time == 5 * MINUTE));
	});
	ExtBuilder::default().build_and_execute(|| {
		rest(ALICE, Side::Ask, 120, 100);
		rest(BOB, Side::Ask, 120, 100);
		System::reset_events();
		assert_ok!(place(CHARLIE, Side::Bid, 120, 200));
		let trades = EnergyMarket::block_trades();
		assert_eq!(trades.len(), 1, "two makers at one price are one trade to the world");
		assert_eq!((trades[0].price, trades[0].lots), (Price(120), Lots(200)));
	});
}

#[test]
fn candles_stay_when_a_product_has_settled() {
	ExtBuilder::default().build_and_execute(|| {
		some_trades();
		let candles = || EnergyMarket::candles(ZONE, IntervalId(0), IntervalId(u32::MAX));
		let before = candles();
		assert_eq!((before.len(), before[0].settled), (1, false));
		settle();
		let after = candles();
		assert_eq!((after[0].settled, after[0].prices, after[0].lots), (true, prices(), 2_600));
		assert_eq!(after[0].notional, before[0].notional);
		assert!(EnergyMarket::candles(ZONE, IntervalId(11), IntervalId(20)).is_empty());
		assert!(EnergyMarket::candles(ZONE, IntervalId(20), IntervalId(0)).is_empty());
	});
}

#[test]
fn a_bill_explains_what_is_owed() {
	let dear = ExtBuilder::default().tariff(|tariff| {
		tariff.per_kwh = PerKwh(10_000);
		tariff.tax = Permill::from_percent(10);
	});
	dear.build_and_execute(|| {
		some_trades();
		let bill = EnergyMarket::bill(&CHARLIE, PRODUCT).unwrap();
		let lines: Vec<_> = bill.lines.iter().map(|l| (l.role, l.price.0, l.lots)).collect();
		assert_eq!(lines, [(Role::Taker, 120, 1_500), (Role::Taker, 150, 1_000)]);
		assert_eq!(bill.charge.ad_valorem, 165_000);
		assert_eq!(bill.charge.per_kwh, 250_000);
		assert_eq!(bill.charge.tax, 330_000);
		assert_eq!(bill.owed, 3_300_000 + 165_000 + 250_000 + 330_000);
		let alice = EnergyMarket::bill(&ALICE, PRODUCT).unwrap();
		let lines: Vec<_> = alice.lines.iter().map(|l| (l.role, l.side, l.notional)).collect();
		assert_eq!(lines, [(Role::Taker, Side::Ask, 90_000), (Role::Maker, Side::Ask, 1_500_000)]);
		assert_eq!(alice.owed, -1_590_000);
		let owed: Vec<_> = [ALICE, BOB, CHARLIE, EVE]
			.map(|who| EnergyMarket::bill(&who, PRODUCT).unwrap().owed)
			.into();
		assert!(EnergyMarket::bill(&OPERATOR, PRODUCT).is_none());
		settle();
		assert!(EnergyMarket::bill(&ALICE, PRODUCT).is_none());
		for (who, owed) in [ALICE, BOB, CHARLIE, EVE].into_iter().zip(owed) {
			assert_eq!(change(who), -owed, "the bill was right");
		}
	});
}

#[test]
fn a_bill_with_too_many_prices_still_adds_up() {
	ExtBuilder::default().limits(|l| l.orders_per_block = 1_000).build_and_execute(|| {
		for price in 0..32 {
			rest(ALICE, Side::Ask, 100 + price, 100);
			rest(BOB, Side::Ask, 200 + price, 100);
		}
		assert_ok!(place(CHARLIE, Side::Bid, 300, 6_400));
		let bill = EnergyMarket::bill(&CHARLIE, PRODUCT).unwrap();
		assert_eq!((bill.lines.len(), bill.more), (32, true));
		assert_eq!(bill.paid, position(CHARLIE).paid);
	});
}

/// The preview of an order and what placing it then does come to the same.
#[test]
fn a_preview_is_what_is_charged() {
	for seed in 0..60 {
		let mut rng = StdRng::seed_from_u64(seed);
		let market = ExtBuilder::default()
			.tariff(|tariff| {
				tariff.ad_valorem = Permill::from_parts(rng.gen_range(0..200_000));
				tariff.per_kwh = PerKwh(rng.gen_range(0..50_000));
				tariff.congestion = [100, 150, 200, 400].map(Multiplier);
				tariff.cap = rng.gen::<bool>().then(|| PerKwh(rng.gen_range(0..60_000)));
				tariff.tax = Permill::from_parts(rng.gen_range(0..200_000));
			})
			.limits(|limits| {
				limits.capacity = Lots(5_000);
				limits.orders_per_block = 1_000;
			});
		market.build_and_execute(|| {
			let link = (Lots(400), Price(7));
			assert_ok!(Grid::link_zones(RuntimeOrigin::root(), ZONE, NEIGHBOUR, link.0, link.1));
			for _ in 0..60 {
				let side = if rng.gen() { Side::Bid } else { Side::Ask };
				let zone = if rng.gen() { ZONE } else { NEIGHBOUR };
				let types = [OrderType::Limit, OrderType::ImmediateOrCancel, OrderType::FillOrKill];
				let order = NewOrder {
					order_type: types[rng.gen_range(0..3)],
					reach: if rng.gen() { Reach::Zone } else { Reach::Neighbours },
					..NewOrder::limit(
						gridforge_primitives::ProductId { zone, ..PRODUCT },
						side,
						Price(rng.gen_range(-20..120)),
						Lots(rng.gen_range(10..400)),
					)
				};
				// Nobody's own orders are in the way: each order comes from another participant.
				let who = if side == Side::Bid { CHARLIE } else { ALICE };
				let preview = EnergyMarket::preview_order(order, None);
				let before = Positions::<Test>::get(order.product, id_of(who));
				let placed = send(who, order);
				let Ok(outcome) = placed else {
					let full = Err(Error::<Test>::TooManyOpenOrders.into());
					assert!(preview.is_err() || placed == full, "{placed:?}");
					continue;
				};
				let preview = preview.unwrap();
				assert_eq!(preview.fills_now, outcome.filled);
				assert_eq!(preview.locked, outcome.locked);
				let after = Positions::<Test>::get(order.product, id_of(who));
				let sum = before.charge.checked_add(&preview.charge_now);
				assert_eq!(sum, Some(after.charge), "part by part");
			}
		});
	}
}
