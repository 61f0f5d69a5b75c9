//! What an order may not do: reach too far, be too large or too many, or come when the zone is shut.

use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok};
use gridforge_primitives::{
	api::MarketStatus, Calendar, Collar, CollarReference, IntervalId, Lots, NewOrder, OrderType,
	Price, ProductId, Side, UtcOffset,
};
use sp_runtime::{DispatchResult, Permill};

fn collar() -> Collar {
	Collar { rate: Permill::from_percent(20), ticks: 10, reference: CollarReference::Last }
}

fn trade_at(price: i32) {
	rest(ALICE, Side::Ask, price, 100);
	assert_ok!(place(BOB, Side::Bid, price, 100));
}

#[test]
fn a_collar_holds_prices_near_the_last_trade() {
	ExtBuilder::default().collar(collar()).build_and_execute(|| {
		assert_ok!(place(CHARLIE, Side::Bid, 10, 100));
		trade_at(100);
		let far = Error::<Test>::PriceOutsideCollar;
		assert_noop!(place(CHARLIE, Side::Bid, 121, 100), far);
		let far = Error::<Test>::PriceOutsideCollar;
		assert_noop!(place(CHARLIE, Side::Ask, 79, 100), far);
		assert_ok!(place(CHARLIE, Side::Bid, 1, 100));
		assert_ok!(place(EVE, Side::Ask, 900, 100));
		// A market order is held there: the ask at 0.9 is out of reach, that at 0.12 is not.
		rest(ALICE, Side::Ask, 120, 100);
		let market = NewOrder {
			order_type: OrderType::Market,
			..NewOrder::limit(PRODUCT, Side::Bid, Price(3_000), Lots(300))
		};
		assert_eq!(send(CHARLIE, market).map(|outcome| outcome.filled), Ok(Lots(100)));
		// Now the last trade is at 0.12.
		assert_ok!(place(CHARLIE, Side::Bid, 144, 100));
	});
}

#[test]
fn orders_of_a_participant_are_counted_by_block() {
	ExtBuilder::default().limits(|l| l.orders_per_block = 3).build_and_execute(|| {
		let bid = || NewOrder::limit(PRODUCT, Side::Bid, Price(10), Lots(10));
		let mine = rest(CHARLIE, Side::Bid, 10, 10);
		let list = vec![bid(), NewOrder { lots: Lots(1), ..bid() }, bid(), bid()];
		let origin = RuntimeOrigin::signed(CHARLIE);
		assert_ok!(EnergyMarket::place_orders(origin.clone(), list.try_into().unwrap()));
		let Event::OrdersPlaced { results, .. } = last_event() else { panic!() };
		let too_many = Err(Error::<Test>::TooManyOrdersInBlock.into());
		assert!(results[0].is_ok());
		assert_eq!(results[1], Err(Error::<Test>::BelowMinimumOrder.into()), "it does not count");
		assert!(results[2].is_ok());
		assert_eq!(results[3], too_many);
		let refused = Error::<Test>::TooManyOrdersInBlock;
		assert_noop!(place(CHARLIE, Side::Bid, 10, 10), refused);
		let anew = || {
			frame_support::storage::with_storage_layer(|| {
				EnergyMarket::amend_order(origin.clone(), mine, Price(11), Lots(10))
					.map(|_| ())
					.map_err(|e| e.error)
			})
		};
		assert_noop!(anew(), Error::<Test>::TooManyOrdersInBlock);
		assert_ok!(place(BOB, Side::Bid, 10, 10));
		System::set_block_number(2);
		assert_ok!(anew());
	});
}

#[test]
fn cancelling_everything_does_not_reset_the_count() {
	ExtBuilder::default().limits(|l| l.orders_per_block = 2).build_and_execute(|| {
		for _ in 0..2 {
			let order = rest(ALICE, Side::Ask, 10, 10);
			assert_ok!(cancel(ALICE, order));
		}
		let refused = Error::<Test>::TooManyOrdersInBlock;
		assert_noop!(place(ALICE, Side::Ask, 10, 10), refused);
	});
}

#[test]
fn nobody_commits_to_more_than_the_zone_takes_for_granted() {
	ExtBuilder::default()
		.limits(|l| (l.max_order, l.max_position) = (Lots(1_000), Lots(1_000)))
		.build_and_execute(|| {
			let most = || Error::<Test>::AboveCapacity;
			let order = rest(ALICE, Side::Ask, 100, 600);
			assert_noop!(place(ALICE, Side::Ask, 100, 401), most());
			// Traded energy counts as well as open orders, on its own side.
			assert_ok!(place(BOB, Side::Bid, 100, 500));
			assert_noop!(place(ALICE, Side::Ask, 100, 401), most());
			assert_ok!(place(ALICE, Side::Bid, 10, 1_000));
			assert_noop!(place(BOB, Side::Bid, 10, 501), most());
			assert_ok!(place(BOB, Side::Bid, 10, 500));
			// What is cancelled is free again, what has traded is not.
			assert_ok!(cancel(ALICE, order));
			assert_noop!(place(ALICE, Side::Ask, 100, 501), most());
			assert_ok!(place(ALICE, Side::Ask, 100, 500));
			// Each product by itself.
			let later = ProductId { interval: IntervalId(11), ..PRODUCT };
			assert_ok!(place_in(later, ALICE, Side::Ask, 100, 1_000));
		});
}

#[test]
fn a_zone_has_its_own_smallest_order() {
	ExtBuilder::default().limits(|l| l.min_order = Lots(50)).build_and_execute(|| {
		assert_noop!(place(ALICE, Side::Ask, 100, 49), Error::<Test>::BelowMinimumOrder);
		assert_ok!(place(ALICE, Side::Ask, 100, 50));
		// Of 60 lots 50 trade; the rest is too small to stay.
		assert_ok!(place(BOB, Side::Bid, 100, 60));
		assert!(position(BOB).orders.is_empty());
	});
}

fn shut(status: MarketStatus) -> DispatchResult {
	Grid::set_zone_status(RuntimeOrigin::root(), ZONE, status)
}

#[test]
fn a_zone_that_is_shut_takes_no_orders_but_lets_them_go() {
	for (status, error) in [
		(MarketStatus::CancelOnly, Error::<Test>::ZoneCancelOnly),
		(MarketStatus::Halted, Error::<Test>::ZoneHalted),
	] {
		ExtBuilder::default().build_and_execute(|| {
			let order = rest(CHARLIE, Side::Bid, 100, 100);
			assert_ok!(shut(status));
			assert_noop!(place(BOB, Side::Ask, 100, 100), error);
			assert_ok!(place_in(NEXT_DOOR, BOB, Side::Ask, 100, 100));
			assert_ok!(cancel(CHARLIE, order));
			assert_ok!(shut(MarketStatus::Open));
			assert_ok!(place(BOB, Side::Ask, 100, 100));
		});
	}
}

#[test]
fn orders_are_taken_in_the_local_trading_hours() {
	ExtBuilder::default().build_and_execute(|| {
		// It is Thursday, five past midnight, UTC; an hour later here.
		let table = vec![UtcOffset { from: 0, minutes: 60 }].try_into().unwrap();
		assert_ok!(Grid::set_utc_offsets(RuntimeOrigin::root(), ZONE, table));
		let hours = |days, from, until| {
			let calendar = Calendar { days, from, until };
			assert_ok!(Grid::set_calendar(RuntimeOrigin::root(), ZONE, calendar));
		};
		for (days, from, until, open) in [
			(0b000_1000, 65, 66, true),
			(0b000_1000, 66, 1_440, false),
			(0b000_1000, 0, 65, false),
			(0b111_0111, 0, 1_440, false),
			(0b111_1111, 0, 1_439, true),
		] {
			hours(days, from, until);
			let placed = place(CHARLIE, Side::Bid, 10, 100);
			let shut = Err(Error::<Test>::OutsideTradingHours.into());
			assert_eq!(placed, if open { Ok(()) } else { shut }, "{days:b} {from} {until}");
		}
	});
}
