//! Order types, prevention of self-trades, and references, as far as money and records go. What the book makes
//! of them is tested in `gridforge-matching`.

use crate::{mock::*, *};
use gridforge_matching::WhyCancelled;
use gridforge_primitives::{Lots, NewOrder, OrderType, Price, SelfTrade, Side};

fn bid(price: i32, lots: u32, order_type: OrderType) -> NewOrder {
	NewOrder { order_type, ..NewOrder::limit(PRODUCT, Side::Bid, Price(price), Lots(lots)) }
}

fn nothing_is_left_of_charlie() {
	assert_eq!((free(CHARLIE), locked(CHARLIE), wallet(CHARLIE)), (0, 0, ENDOWMENT));
	assert!(!Positions::<Test>::contains_key(PRODUCT, id_of(CHARLIE)));
	assert!(is_clear(CHARLIE));
}

#[test]
fn what_an_immediate_order_does_not_trade_locks_nothing() {
	for order_type in [OrderType::ImmediateOrCancel, OrderType::Market] {
		ExtBuilder::default().build_and_execute(|| {
			rest(BOB, Side::Ask, 100, 400);
			let outcome = send(CHARLIE, bid(200, 1_000, order_type)).unwrap();
			assert_eq!((outcome.filled, outcome.resting), (Lots(400), None));
			assert_eq!(outcome.cancelled, Some((Lots(600), WhyCancelled::ImmediateOrCancel)));
			// 4 kWh at 0.1 and 5 % on top.
			assert_eq!((outcome.locked, locked(CHARLIE)), (420_000, 420_000));
			settle();
			assert_eq!(change(CHARLIE), -420_000);
		});
	}
}

#[test]
fn an_immediate_order_needs_no_room_in_the_list() {
	ExtBuilder::default().build_and_execute(|| {
		for _ in 0..MaxOpenOrders::get() {
			rest(CHARLIE, Side::Bid, 50, 10);
		}
		rest(BOB, Side::Ask, 100, 100);
		assert_eq!(
			send(CHARLIE, bid(100, 100, OrderType::Limit)),
			Err(Error::<Test>::TooManyOpenOrders.into())
		);
		let outcome = send(CHARLIE, bid(100, 100, OrderType::FillOrKill)).unwrap();
		assert_eq!(outcome.filled, Lots(100));
	});
}

#[test]
fn an_order_that_comes_to_nothing_leaves_no_record() {
	ExtBuilder::default().build_and_execute(|| {
		// Nobody has ordered in the product: it does not even open.
		for order_type in [OrderType::ImmediateOrCancel, OrderType::Market, OrderType::FillOrKill] {
			let outcome = send(CHARLIE, bid(200, 1_000, order_type)).unwrap();
			assert_eq!((outcome.filled, outcome.locked), (Lots(0), 0));
			nothing_is_left_of_charlie();
			assert_eq!(Products::<Test>::iter().count(), 0);
			assert!(!pallet_settlement::DueFrom::<Test>::exists());
		}
		rest(BOB, Side::Ask, 100, 400);
		let killed = send(CHARLIE, bid(200, 401, OrderType::FillOrKill)).unwrap();
		assert_eq!(killed.cancelled, Some((Lots(401), WhyCancelled::FillOrKill)));
		nothing_is_left_of_charlie();
		let crossing = send(CHARLIE, bid(100, 100, OrderType::PostOnly)).unwrap();
		assert_eq!(crossing.cancelled, Some((Lots(100), WhyCancelled::PostOnly)));
		nothing_is_left_of_charlie();
		let resting = send(CHARLIE, bid(99, 100, OrderType::PostOnly)).unwrap();
		assert!(resting.resting.is_some());
	});
}

#[test]
fn a_market_order_is_protected_and_may_name_any_price() {
	ExtBuilder::default().build_and_execute(|| {
		rest(BOB, Side::Ask, 100, 100);
		rest(BOB, Side::Ask, 300, 100);
		let protected = send(CHARLIE, bid(299, 200, OrderType::Market)).unwrap();
		assert_eq!(protected.filled, Lots(100));
		// At the top of the band, 3.595, it must have 3.595 WATT and the fee on them for its kWh.
		let free_price = send(CHARLIE, bid(i32::MAX, 100, OrderType::Market)).unwrap();
		assert_eq!((free_price.filled, free_price.locked), (Lots(100), 315_000));
		assert_eq!(
			send(CHARLIE, bid(-501, 100, OrderType::Market)),
			Err(Error::<Test>::PriceOutsideBand.into())
		);
	});
}

#[test]
fn the_older_order_gives_way_and_its_lock_with_it() {
	ExtBuilder::default().build_and_execute(|| {
		let old = NewOrder { reference: 7, ..bid(150, 1_000, OrderType::Limit) };
		let old = send(CHARLIE, old).unwrap().resting.unwrap();
		rest(EVE, Side::Bid, 140, 500);
		// Somebody takes a part of the older order: that stays traded.
		assert_eq!(place(BOB, Side::Ask, 150, 300), Ok(()));
		let sell = NewOrder {
			self_trade: SelfTrade::CancelOldest,
			..NewOrder::limit(PRODUCT, Side::Ask, Price(140), Lots(500))
		};
		let outcome = send(CHARLIE, sell).unwrap();
		let released = 1_575_000 - 472_500;
		assert_eq!(
			outcome.withdrawn,
			[ClosedOrder { order: old, lots: Lots(700), released, reference: 7 }]
		);
		assert_eq!(outcome.filled, Lots(500));
		assert_eq!((free(CHARLIE), locked(CHARLIE)), (released, 472_500));
		check();
		settle();
		assert_eq!(change(CHARLIE), 700_000 - 472_500);
	});
}

#[test]
fn references_come_back() {
	ExtBuilder::default().build_and_execute(|| {
		let ask = NewOrder {
			reference: u64::MAX,
			..NewOrder::limit(PRODUCT, Side::Ask, Price(100), Lots(100))
		};
		let resting = send(ALICE, ask).unwrap().resting.unwrap();
		let info = EnergyMarket::participant_info(&ALICE, EUR).unwrap();
		assert_eq!(info.positions[0].orders[0].reference, u64::MAX);
		let origin = RuntimeOrigin::signed(CHARLIE);
		let taker = NewOrder { reference: 5, ..bid(100, 40, OrderType::Limit) };
		assert!(EnergyMarket::place_order(origin, taker).is_ok());
		let events = events();
		let Event::Traded { fills, reference, .. } = &events[0] else { panic!("{events:?}") };
		assert_eq!((*reference, fills[0].reference), (5, u64::MAX));
		assert_eq!(cancel(ALICE, resting), Ok(()));
		assert!(matches!(last_event(), Event::OrderCancelled { reference: u64::MAX, .. }));
	});
}
