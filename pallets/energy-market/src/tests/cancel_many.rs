//! `cancel_orders` and `cancel_all`.

use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok};
use gridforge_primitives::{
	api::MarketStatus, IntervalId, Lots, NewOrder, OrderId, Price, ProductId, Side,
};

fn cancel_many(who: AccountId, orders: &[OrderId]) -> CancelResults {
	let orders = orders.to_vec().try_into().expect("not too many");
	assert_ok!(EnergyMarket::cancel_orders(RuntimeOrigin::signed(who), orders));
	match last_event() {
		Event::OrdersCancelled { results, .. } => results,
		other => panic!("nothing was cancelled: {other:?}"),
	}
}

fn rest_in(interval: u32, who: AccountId, price: i32) -> OrderId {
	let product = ProductId { interval: IntervalId(interval), ..PRODUCT };
	let order = NewOrder::limit(product, Side::Bid, Price(price), Lots(100));
	send(who, order).unwrap().resting.unwrap()
}

#[test]
fn each_order_of_a_list_is_cancelled_or_says_why_not() {
	ExtBuilder::default().build_and_execute(|| {
		let mine: Vec<_> = [10, 11, 11].map(|n| rest_in(n, CHARLIE, 100)).into();
		let hers = rest_in(10, EVE, 100);
		Status::<Test>::put(MarketStatus::Halted);
		let results = cancel_many(CHARLIE, &[mine[2], hers, mine[0], mine[0], mine[1]]);
		let errors: Vec<_> = results.iter().map(|r| r.as_ref().err().copied()).collect();
		let (not_owner, closed) =
			(Error::<Test>::NotOrderOwner.into(), Error::<Test>::OrderAlreadyClosed.into());
		assert_eq!(errors, [None, Some(not_owner), None, Some(closed), None]);
		assert_eq!(results[0].as_ref().unwrap().released, 105_000);
		assert_eq!((free(CHARLIE), locked(CHARLIE), locked(EVE)), (315_000, 0, 105_000));
	});
}

#[test]
fn an_empty_list_and_a_stranger_are_refused() {
	ExtBuilder::default().build_and_execute(|| {
		let order = rest_in(10, CHARLIE, 100);
		let send = |who, orders: Vec<OrderId>| {
			EnergyMarket::cancel_orders(RuntimeOrigin::signed(who), orders.try_into().unwrap())
		};
		assert_noop!(send(CHARLIE, vec![]), Error::<Test>::EmptyList);
		assert_noop!(send(STRANGER, vec![order]), Error::<Test>::NoParticipant);
	});
}

#[test]
fn all_orders_go_in_one_product_or_in_all() {
	ExtBuilder::default().build_and_execute(|| {
		for interval in [10, 10, 11, 12] {
			rest_in(interval, CHARLIE, 100);
		}
		rest_in(10, EVE, 100);
		// One has been filled, which its owner's list does not know yet.
		assert_ok!(place(BOB, Side::Ask, 100, 100));
		let all = |scope| {
			EnergyMarket::cancel_all(RuntimeOrigin::signed(CHARLIE), scope)
				.map(|post| post.actual_weight.unwrap())
				.map_err(|e| e.error)
		};
		let product = CancelScope::Product(PRODUCT);
		let one_product = frame_support::weights::Weight::from_parts(1_000, 0);
		assert_eq!(all(product), Ok(STEP + one_product + STEP * 2), "one product, two orders");
		let Event::AllOrdersCancelled { cancelled, more: false, .. } = last_event() else {
			panic!("nothing was cancelled")
		};
		assert_eq!(cancelled.len(), 1);
		assert_eq!(all(product), Err(Error::<Test>::NoOpenOrders.into()));

		assert_ok!(all(CancelScope::Currency(EUR)));
		let Event::AllOrdersCancelled { cancelled, .. } = last_event() else {
			panic!("nothing was cancelled")
		};
		assert_eq!(cancelled.len(), 2);
		assert_eq!(locked(CHARLIE), 105_000, "what traded stays locked");
		assert_eq!(all(CancelScope::Currency(EUR)), Err(Error::<Test>::NoOpenOrders.into()));
		assert_eq!(all(CancelScope::Currency(EUR + 1)), Err(Error::<Test>::NoOpenOrders.into()));
	});
}

#[test]
fn one_command_cancels_so_many_and_says_that_there_are_more() {
	ExtBuilder::default().build_and_execute(|| {
		for interval in 10..14 {
			for _ in 0..MaxOpenOrders::get() {
				rest_in(interval, CHARLIE, 10);
			}
		}
		let mut commands = Vec::new();
		loop {
			let scope = CancelScope::Currency(EUR);
			assert_ok!(EnergyMarket::cancel_all(RuntimeOrigin::signed(CHARLIE), scope));
			let Event::AllOrdersCancelled { cancelled, more, .. } = last_event() else {
				panic!("nothing was cancelled")
			};
			commands.push(cancelled.len());
			check();
			if !more {
				break;
			}
		}
		assert_eq!(commands, [100, 28]);
		assert_eq!(locked(CHARLIE), 0);
	});
}

#[test]
fn filled_orders_in_the_lists_do_not_stand_in_the_way() {
	ExtBuilder::default().build_and_execute(|| {
		for interval in 10..14 {
			for _ in 0..MaxOpenOrders::get() {
				rest_in(interval, CHARLIE, 10);
			}
			let product = ProductId { interval: IntervalId(interval), ..PRODUCT };
			assert_ok!(place_in(product, BOB, Side::Ask, 10, 100 * MaxOpenOrders::get()));
		}
		rest_in(14, CHARLIE, 10);
		let mut cancelled = Vec::new();
		loop {
			let scope = CancelScope::Currency(EUR);
			assert_ok!(EnergyMarket::cancel_all(RuntimeOrigin::signed(CHARLIE), scope));
			let Event::AllOrdersCancelled { cancelled: now, more, .. } = last_event() else {
				panic!("nothing was looked at")
			};
			cancelled.push(now.len());
			check();
			if !more || cancelled.len() > 3 {
				break;
			}
		}
		assert_eq!(cancelled, [0, 1]);
	});
}
