//! What the runtime API answers.

use crate::{mock::*, Error, Status};
use frame_support::assert_ok;
use gridforge_primitives::{
	api::{DepthLevel, MarketStatus},
	IntervalClock, IntervalId, Lots, NewOrder, Phase, Price, ProductId, Side, ZoneId,
};

fn request(side: Side, price: i32, lots: u32) -> NewOrder {
	NewOrder::limit(PRODUCT, side, Price(price), Lots(lots))
}

#[test]
fn the_book_shows_its_best_levels_first() {
	ExtBuilder::default().build_and_execute(|| {
		for price in [130, 110, 120] {
			rest(ALICE, Side::Ask, price, 100);
			rest(BOB, Side::Bid, price - 50, 200);
		}
		rest(EVE, Side::Ask, 110, 50);
		let level = |price, lots| DepthLevel { price: Price(price), lots };
		let book = EnergyMarket::order_book(PRODUCT, 2).unwrap();
		assert_eq!(book.phase, Phase::Open);
		assert_eq!(book.asks, [level(110, 150), level(120, 100)]);
		assert_eq!(book.bids, [level(80, 200), level(70, 200)]);
		assert_eq!(EnergyMarket::products(), [PRODUCT]);
	});
}

#[test]
fn a_product_without_orders_has_an_empty_book_and_an_unknown_zone_none() {
	ExtBuilder::default().build_and_execute(|| {
		let book = EnergyMarket::order_book(PRODUCT, u32::MAX).unwrap();
		assert!(book.bids.is_empty() && book.asks.is_empty());
		let nowhere = ProductId { zone: ZoneId(9), ..PRODUCT };
		assert_eq!(EnergyMarket::order_book(nowhere, 10), None);
		assert_eq!(EnergyMarket::best_prices(nowhere).bid, None);
	});
}

#[test]
fn a_participant_sees_what_its_resting_orders_traded() {
	ExtBuilder::default().build_and_execute(|| {
		let order = rest(ALICE, Side::Ask, 100, 1_000);
		assert_ok!(place(CHARLIE, Side::Bid, 100, 400));
		let info = EnergyMarket::participant_info(&ALICE, EUR).unwrap();
		let position = &info.positions[0];
		assert_eq!((position.sold, position.earned, position.charge.total()), (400, 400_000, 0));
		assert_eq!(position.orders.len(), 1);
		assert_eq!((position.orders[0].id, position.orders[0].filled), (order, Lots(400)));

		let buyer = EnergyMarket::participant_info(&CHARLIE, EUR).unwrap();
		let position = &buyer.positions[0];
		assert_eq!(
			(position.bought, position.paid, position.charge.total()),
			(400, 400_000, 20_000)
		);
		assert_eq!(buyer.account.locked, 420_000);
		assert!(position.orders.is_empty());
		assert_eq!(EnergyMarket::participant_info(&STRANGER, EUR), None);
	});
}

#[test]
fn a_preview_is_what_the_order_locks() {
	ExtBuilder::default().build_and_execute(|| {
		rest(ALICE, Side::Ask, 100, 300);
		for (side, price, lots) in
			[(Side::Bid, 99, 777), (Side::Ask, -33, 777), (Side::Ask, 150, 10), (Side::Bid, -5, 11)]
		{
			let preview = EnergyMarket::preview_order(request(side, price, lots), None).unwrap();
			let before = locked(CHARLIE);
			let order = rest(CHARLIE, side, price, lots);
			assert_eq!(locked(CHARLIE) - before, preview.lock);
			assert_ok!(cancel(CHARLIE, order));
		}
		// 3 lots at 0.001 trade, 19 rest: 0.15 and 0.95 base units of fee are each rounded up.
		rest(BOB, Side::Ask, 1, 13);
		let split = request(Side::Bid, 1, 32);
		let preview = EnergyMarket::preview_order(split, None).unwrap();
		assert_eq!((preview.lock, preview.fills_now), (130 + 7 + 190 + 10, Lots(13)));
		let before = locked(CHARLIE);
		let order = rest(CHARLIE, split.side, split.price.0, split.lots.0);
		assert_eq!(locked(CHARLIE) - before, preview.lock);
		assert_ok!(cancel(CHARLIE, order));

		let preview = EnergyMarket::preview_order(request(Side::Bid, 160, 2_500), None).unwrap();
		assert_eq!((preview.notional, preview.charge.total()), (4_000_000, 200_000));
		assert_eq!((preview.lock, preview.fills_now), (4_200_000, Lots(300)));
	});
}

#[test]
fn a_preview_says_what_is_wrong() {
	ExtBuilder::default().build_and_execute(|| {
		let preview = |order| EnergyMarket::preview_order(order, None).unwrap_err();
		let error = |error: Error<Test>| sp_runtime::DispatchError::from(error);
		let zone = ProductId { zone: ZoneId(9), ..PRODUCT };
		let unknown = NewOrder { product: zone, ..request(Side::Bid, 1, 10) };
		assert_eq!(preview(unknown), error(Error::UnknownZone));
		assert_eq!(preview(request(Side::Bid, 4_000, 10)), error(Error::PriceOutsideBand));
		assert_eq!(preview(request(Side::Bid, 1, 9)), error(Error::BelowMinimumOrder));
		assert_eq!(preview(request(Side::Bid, 1, u32::MAX)), error(Error::AboveMaximumOrder));

		let at = |interval| NewOrder {
			product: ProductId { interval, ..PRODUCT },
			..request(Side::Bid, 1, 10)
		};
		assert_eq!(preview(at(IntervalId(0))), error(Error::ProductClosed));
		assert_eq!(preview(at(Clock::first_unopened())), error(Error::ProductNotOpenYet));
		Status::<Test>::put(MarketStatus::CancelOnly);
		assert_eq!(preview(at(INTERVAL)), error(Error::MarketNotOpen));
	});
}

#[test]
fn products_are_listed_soonest_first() {
	ExtBuilder::default().build_and_execute(|| {
		// Their keys are little-endian: 256 lies before 11 in storage.
		set_time(254 * MINUTE);
		for n in [257, 256, 260] {
			let product = ProductId { interval: IntervalId(n), ..PRODUCT };
			assert_ok!(place_in(product, ALICE, Side::Ask, 100, 100));
		}
		let listed: Vec<_> = EnergyMarket::products().iter().map(|p| p.interval.0).collect();
		assert_eq!(listed, [256, 257, 260]);
	});
}

#[test]
fn open_orders_are_counted_over_pages_and_books() {
	ExtBuilder::default().build_and_execute(|| {
		assert_eq!(EnergyMarket::open_orders(), 0);
		// More than a page holds at one price.
		for _ in 0..20 {
			rest(ALICE, Side::Ask, 100, 100);
			rest(BOB, Side::Ask, 100, 100);
		}
		rest(EVE, Side::Bid, 90, 100);
		assert_eq!(EnergyMarket::open_orders(), 41);
		// The oldest two trade, one of them in part.
		assert_ok!(place(CHARLIE, Side::Bid, 100, 150));
		assert_eq!(EnergyMarket::open_orders(), 40);
	});
}
