//! The trading day that every layer of Gridforge must reproduce to the base unit.

use crate::{mock::*, *};
use gridforge_primitives::{api::Prices, Charge, Lots, Price, Side, Summary};

#[test]
fn the_golden_day_is_exact_to_the_base_unit() {
	ExtBuilder::default().build_and_execute(|| {
		let alices = rest(ALICE, Side::Ask, 150, 2_000);
		let bobs = rest(BOB, Side::Ask, 120, 1_500);
		assert_eq!(place(CHARLIE, Side::Bid, 160, 2_500), Ok(()));

		let traded = events()
			.into_iter()
			.find_map(|e| match e {
				Event::Traded { taker, side, fills, notional, charge, .. } => {
					Some((taker, side, fills, notional, charge.total()))
				}
				_ => None,
			})
			.unwrap();
		let fill = |order: gridforge_primitives::OrderId, maker, price, lots| TradeFill {
			maker,
			order: order.place,
			price: Price(price),
			lots: Lots(lots),
			reference: 0,
		};
		let fills =
			vec![fill(bobs, id_of(BOB), 120, 1_500), fill(alices, id_of(ALICE), 150, 1_000)];
		assert_eq!(traded, (id_of(CHARLIE), Side::Bid, fills, 3_300_000, 165_000));
		assert_eq!((free(CHARLIE), locked(CHARLIE)), (0, 3_465_000));
		check();

		settle();

		assert_eq!(change(BOB), 1_800_000);
		assert_eq!(change(ALICE), 1_500_000);
		assert_eq!(change(CHARLIE), -3_465_000);
		assert_eq!(change(OPERATOR), 165_000);
		for who in [ALICE, BOB, CHARLIE, OPERATOR] {
			assert_eq!(locked(who), 0);
		}
		let prices =
			Prices { open: Price(120), high: Price(150), low: Price(120), close: Price(150) };
		let summary = Summary {
			lots: 2_500,
			notional: 3_300_000,
			charge: Charge { ad_valorem: 165_000, ..Charge::default() },
			participants: 3,
			prices: Some(prices),
			..Summary::default()
		};
		assert_eq!(Settlement::interval_summary(PRODUCT), Some(summary));
	});
}
