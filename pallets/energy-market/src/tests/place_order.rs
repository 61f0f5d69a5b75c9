//! `place_order`: what trades, what rests, what is locked, what is refused.

use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok};
use gridforge_matching::WhyCancelled;
use gridforge_primitives::{IntervalId, Lots, NewOrder, Price, ProductId, Side, Tariff, ZoneId};
use sp_runtime::Permill;

/// `place` with the error's weight taken off, for `assert_noop`.
fn refused(who: AccountId, product: ProductId, price: i32, lots: u32, error: Error<Test>) {
	let before = sp_io::storage::root(sp_runtime::StateVersion::V1);
	assert_eq!(place_in(product, who, Side::Bid, price, lots), Err(error.into()));
	assert_eq!(before, sp_io::storage::root(sp_runtime::StateVersion::V1), "state has changed");
}

#[test]
fn a_bid_rests_and_locks_price_and_fee() {
	ExtBuilder::default().build_and_execute(|| {
		let order = rest(CHARLIE, Side::Bid, 160, 2_500);
		assert_eq!(order.product, PRODUCT);
		// 25 kWh at 0.16 is 4 WATT, and 5 % on top.
		assert_eq!((free(CHARLIE), locked(CHARLIE)), (0, 4_200_000));
		assert_eq!(wallet(CHARLIE), ENDOWMENT - 4_200_000);
	});
}

#[test]
fn an_ask_at_a_positive_price_locks_nothing() {
	ExtBuilder::default().build_and_execute(|| {
		rest(ALICE, Side::Ask, 150, 2_000);
		assert_eq!((free(ALICE), locked(ALICE)), (0, 0));
		assert_eq!(wallet(ALICE), ENDOWMENT);
	});
}

#[test]
fn a_seller_locks_what_a_negative_price_costs_it() {
	ExtBuilder::default().build_and_execute(|| {
		rest(ALICE, Side::Ask, -100, 1_000);
		assert_eq!(locked(ALICE), 1_000_000);
		assert_ok!(place(CHARLIE, Side::Bid, -50, 1_000));
		assert_eq!(locked(CHARLIE), 0, "a buyer at a negative price owes nothing, fee included");
		settle();
		assert_eq!(change(ALICE), -1_000_000);
		assert_eq!(change(CHARLIE), 1_000_000);
		assert_eq!(change(OPERATOR), 0);
	});
}

#[test]
fn the_trading_account_is_used_before_the_wallet() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(EnergyMarket::deposit(RuntimeOrigin::signed(CHARLIE), EUR, 4_000_000));
		assert_ok!(place(CHARLIE, Side::Bid, 160, 2_500));
		assert_eq!((free(CHARLIE), locked(CHARLIE)), (0, 4_200_000));
		assert_eq!(wallet(CHARLIE), ENDOWMENT - 4_200_000);
		assert!(matches!(
			last_event(),
			Event::OrderPlaced { outcome: Outcome { topped_up: 200_000, .. }, .. }
		));
	});
}

#[test]
fn a_taker_pays_the_resting_price_and_keeps_what_it_saved() {
	ExtBuilder::default().build_and_execute(|| {
		rest(BOB, Side::Ask, 100, 1_000);
		assert_ok!(EnergyMarket::deposit(RuntimeOrigin::signed(CHARLIE), EUR, 10_000_000));
		assert_ok!(place(CHARLIE, Side::Bid, 900, 1_000));
		assert_eq!(locked(CHARLIE), 1_050_000);
		assert_eq!(free(CHARLIE), 8_950_000);
	});
}

#[test]
fn a_partial_fill_leaves_the_rest_of_the_taker_in_the_book() {
	ExtBuilder::default().build_and_execute(|| {
		rest(BOB, Side::Ask, 100, 400);
		rest(CHARLIE, Side::Bid, 200, 1_000);
		// 4 kWh at 0.1 and a fee of 5 %, 6 kWh at 0.2 and a fee of 5 %.
		assert_eq!(locked(CHARLIE), 400_000 + 20_000 + 1_200_000 + 60_000);
		let best = EnergyMarket::best_prices(PRODUCT);
		assert_eq!((best.bid, best.ask), (Some(Price(200)), None));
	});
}

#[test]
fn older_orders_at_a_price_trade_first() {
	ExtBuilder::default().build_and_execute(|| {
		let first = rest(BOB, Side::Ask, 100, 500);
		let second = rest(ALICE, Side::Ask, 100, 500);
		events();
		assert_ok!(place(CHARLIE, Side::Bid, 100, 700));
		let Event::Traded { fills, .. } = events().remove(0) else { panic!("no trade") };
		let order: Vec<_> = fills.iter().map(|f| (f.order, f.lots)).collect();
		assert_eq!(order, [(first.place, Lots(500)), (second.place, Lots(200))]);
	});
}

#[test]
fn a_participant_never_trades_with_itself() {
	ExtBuilder::default().build_and_execute(|| {
		rest(BOB, Side::Ask, 100, 500);
		rest(CHARLIE, Side::Ask, 110, 500);
		assert_ok!(place(CHARLIE, Side::Bid, 200, 1_000));
		let Event::OrderPlaced { outcome: Outcome { filled, resting, cancelled, .. }, .. } =
			last_event()
		else {
			panic!("no order placed")
		};
		assert_eq!(filled, Lots(500));
		assert_eq!(resting, None);
		assert_eq!(cancelled, Some((Lots(500), WhyCancelled::SelfTrade)));
	});
}

#[test]
fn a_remainder_below_the_minimum_is_cancelled() {
	ExtBuilder::default().build_and_execute(|| {
		rest(BOB, Side::Ask, 100, 495);
		assert_ok!(place(CHARLIE, Side::Bid, 100, 500));
		let Event::OrderPlaced { outcome: Outcome { resting, cancelled, locked, .. }, .. } =
			last_event()
		else {
			panic!("no order placed")
		};
		assert_eq!((resting, cancelled), (None, Some((Lots(5), WhyCancelled::BelowMinimum))));
		assert_eq!(locked, 495_000 + 24_750);
	});
}

#[test]
fn more_resting_orders_than_one_command_may_take_stay_in_the_book() {
	ExtBuilder::default().build_and_execute(|| {
		for maker in [ALICE, BOB, OPERATOR, EVE] {
			for _ in 0..MaxOpenOrders::get() {
				rest(maker, Side::Ask, 100, 10);
			}
		}
		assert_ok!(place(CHARLIE, Side::Bid, 100, 2_000));
		let Event::OrderPlaced { outcome: Outcome { filled, resting, cancelled, .. }, .. } =
			last_event()
		else {
			panic!("no order placed")
		};
		assert_eq!(filled, Lots(1_000));
		assert_eq!(resting, None, "it would cross the book");
		assert_eq!(cancelled, Some((Lots(1_000), WhyCancelled::FillLimit)));
	});
}

#[test]
fn weight_is_corrected_by_what_was_done() {
	ExtBuilder::default().build_and_execute(|| {
		let order = |who, product, side, price, lots| {
			let origin = RuntimeOrigin::signed(who);
			let order = NewOrder::limit(product, side, Price(price), Lots(lots));
			match EnergyMarket::place_order(origin, order) {
				Ok(post) => post.actual_weight.unwrap(),
				Err(error) => error.post_info.actual_weight.unwrap(),
			}
		};
		let (opening, topping_up, page) = (STEP * 2, STEP * 4, STEP * 8);
		assert_eq!(order(BOB, PRODUCT, Side::Ask, 100, 500), STEP + opening + page);
		assert_eq!(order(ALICE, PRODUCT, Side::Ask, 101, 500), STEP + page);
		assert_eq!(order(ALICE, PRODUCT, Side::Ask, 101, 500), STEP);
		let two_fills = frame_support::weights::Weight::from_parts(2, 0);
		assert_eq!(
			order(CHARLIE, PRODUCT, Side::Bid, 101, 1_000),
			STEP * 3 + two_fills + topping_up
		);
		let unknown = ProductId { zone: ZoneId(9), ..PRODUCT };
		assert_eq!(order(CHARLIE, unknown, Side::Bid, 101, 1_000), STEP + opening);
		let most = EnergyMarket::weight_of_placing(EnergyMarket::most_work(1, 1, false));
		assert!(most.all_gte(STEP * 203 + opening + topping_up + page + STEP * 16));
	});
}

#[test]
fn filled_orders_make_room_in_a_full_list() {
	ExtBuilder::default().build_and_execute(|| {
		for _ in 0..MaxOpenOrders::get() {
			rest(ALICE, Side::Ask, 100, 10);
		}
		let before = sp_io::storage::root(sp_runtime::StateVersion::V1);
		assert_eq!(place(ALICE, Side::Ask, 100, 10), Err(Error::<Test>::TooManyOpenOrders.into()));
		assert_eq!(before, sp_io::storage::root(sp_runtime::StateVersion::V1));
		assert_ok!(place(CHARLIE, Side::Bid, 100, 30));
		rest(ALICE, Side::Ask, 100, 10);
		check();
		assert_eq!(Positions::<Test>::get(PRODUCT, id_of(ALICE)).orders.len(), 30);
		settle();
		assert_eq!(change(ALICE), 30_000);
	});
}

#[test]
fn terms_are_those_of_the_opening() {
	ExtBuilder::default().build_and_execute(|| {
		rest(CHARLIE, Side::Bid, 100, 1_000);
		let dearer = Tariff { ad_valorem: Permill::from_percent(20), ..Tariff::default() };
		assert_ok!(Grid::set_tariff(RuntimeOrigin::root(), ZONE, None, Some(dearer)));
		assert_ok!(place(BOB, Side::Ask, 100, 1_000));
		settle();
		assert_eq!(change(CHARLIE), -1_050_000, "five per cent, as when it opened");
	});
}

#[test]
fn bad_orders_are_refused_and_change_nothing() {
	ExtBuilder::default().max_order(Lots(5_000)).build_and_execute(|| {
		use Error::*;
		let in_zone = |zone| ProductId { zone: ZoneId(zone), ..PRODUCT };
		let at = |interval| ProductId { interval: IntervalId(interval), ..PRODUCT };
		let cases = [
			("no energy", CHARLIE, PRODUCT, 100, 0, BelowMinimumOrder),
			("below the minimum", CHARLIE, PRODUCT, 100, 9, BelowMinimumOrder),
			("more than the zone allows", CHARLIE, PRODUCT, 100, 5_001, AboveMaximumOrder),
			("huge", CHARLIE, PRODUCT, 100, u32::MAX, AboveMaximumOrder),
			("below the band", CHARLIE, PRODUCT, -501, 100, PriceOutsideBand),
			("above the band", CHARLIE, PRODUCT, 3_596, 100, PriceOutsideBand),
			("far above the band", CHARLIE, PRODUCT, i32::MAX, 100, PriceOutsideBand),
			("far below the band", CHARLIE, PRODUCT, i32::MIN, 100, PriceOutsideBand),
			("unknown zone", CHARLIE, in_zone(3), 100, 100, UnknownZone),
			("gate closed", CHARLIE, at(5), 100, 100, ProductClosed),
			("long ago", CHARLIE, at(0), 100, 100, ProductClosed),
			("not open yet", CHARLIE, at(16), 100, 100, ProductNotOpenYet),
			("far in the future", CHARLIE, at(u32::MAX), 100, 100, ProductNotOpenYet),
			("no participant", STRANGER, PRODUCT, 100, 100, NoParticipant),
		];
		for (name, who, product, price, lots, error) in cases {
			println!("{name}");
			refused(who, product, price, lots, error);
		}
	});
}

#[test]
fn a_suspended_or_closed_participant_may_not_place_but_gets_its_money() {
	for status in [pallet_participants::Status::Suspended, pallet_participants::Status::Closed] {
		ExtBuilder::default().build_and_execute(|| {
			let order = rest(CHARLIE, Side::Bid, 100, 100);
			assert_ok!(Participants::set_status(RuntimeOrigin::root(), id_of(CHARLIE), status));
			refused(CHARLIE, PRODUCT, 100, 100, Error::MayNotTrade);
			assert_ok!(cancel(CHARLIE, order));
			let charlie = RuntimeOrigin::signed(CHARLIE);
			assert_ok!(EnergyMarket::withdraw(charlie, EUR, free(CHARLIE)));
			assert_eq!(wallet(CHARLIE), ENDOWMENT);
		});
	}
}

#[test]
fn an_order_needs_what_it_can_come_to_owe() {
	ExtBuilder::default().ad_valorem(Permill::zero()).build_and_execute(|| {
		// The wallet holds 1,000 WATT: 1,000 kWh at 1.000.
		refused(CHARLIE, PRODUCT, 1_001, 100_000, Error::InsufficientFunds);
		rest(CHARLIE, Side::Bid, 1_000, 100_000);
		refused(CHARLIE, PRODUCT, 100, 10, Error::InsufficientFunds);
		assert_eq!((wallet(CHARLIE), locked(CHARLIE)), (0, ENDOWMENT));
	});
}

#[test]
fn a_frozen_wallet_stops_its_owner_and_nobody_else() {
	ExtBuilder::default().build_and_execute(|| {
		rest(ALICE, Side::Ask, 100, 1_000);
		rest(EVE, Side::Bid, 90, 1_000);
		for who in [ALICE, EVE] {
			assert_ok!(Assets::block(RuntimeOrigin::signed(OPERATOR), EUR.into(), who));
		}
		refused(EVE, PRODUCT, 90, 1_000, Error::InsufficientFunds);
		assert_ok!(place(CHARLIE, Side::Bid, 100, 1_000));
		assert_ok!(place(BOB, Side::Ask, 90, 1_000));
		settle();
		assert_eq!(change(ALICE), 1_000_000);
		assert_eq!(change(BOB), 900_000);
	});
}

#[test]
fn positions_in_too_many_products_are_refused() {
	ExtBuilder::default().build_and_execute(|| {
		let at = |n: u32| ProductId { interval: IntervalId(6 + n), ..PRODUCT };
		for n in 0..MaxProducts::get() {
			assert_ok!(place_in(at(n), ALICE, Side::Ask, 100, 100));
		}
		let one_more = at(MaxProducts::get());
		assert_noop!(
			place_in(one_more, ALICE, Side::Ask, 100, 100),
			Error::<Test>::TooManyProducts
		);
		assert_ok!(place_in(at(0), ALICE, Side::Ask, 100, 100));
	});
}
