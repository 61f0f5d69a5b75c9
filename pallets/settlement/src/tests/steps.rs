//! Settlement in pieces, by anyone, around failures, to nothing: of products whose contracts count as delivered.

use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok, dispatch::DispatchResult, traits::fungibles::Mutate};
use gridforge_primitives::{
	api::Backlog, ClosedMarket, IntervalClock, IntervalId, ProductId, Side,
};
use pallet_energy_market::{Accounts, Levels, Pages, Positions, Products};
use sp_runtime::DispatchError::BadOrigin;

const PRODUCT: ProductId = DEEMED;

fn place(who: u64, side: Side, price: i32, lots: u32) -> DispatchResult {
	place_in(PRODUCT, who, side, price, lots)
}

fn rest(who: u64, side: Side, price: i32, lots: u32) {
	assert_ok!(place(who, side, price, lots));
}

/// Let delivery of `interval` begin.
fn begin(interval: IntervalId) {
	set_time(Clock::delivery_start(interval));
}

fn settle() {
	begin(INTERVAL);
	idle(PLENTY);
}

/// A book with trades on several levels and pages, and orders that did not trade.
fn busy_product() {
	for n in 0..20 {
		rest(ALICE, Side::Ask, 100 + n % 3, 100);
		rest(BOB, Side::Ask, 100 + n % 3, 50);
		rest(EVE, Side::Bid, 90 - n % 2, 70);
	}
	assert_ok!(place(CHARLIE, Side::Bid, 101, 1_777));
	assert_ok!(place(CHARLIE, Side::Ask, 89, 333));
}

/// The keys of the market that hang on a product.
fn keys_left() -> usize {
	Products::<Test>::iter().count()
		+ Levels::<Test>::iter().count()
		+ Pages::<Test>::iter().count()
		+ Positions::<Test>::iter().count()
}

#[test]
fn nothing_happens_before_delivery() {
	ExtBuilder::default().build_and_execute(|| {
		busy_product();
		let before = keys_left();
		set_time(Clock::delivery_start(INTERVAL) - 1);
		idle(PLENTY);
		assert_eq!(keys_left(), before);
	});
}

#[test]
fn a_settled_product_leaves_its_summary_and_nothing_else() {
	ExtBuilder::default().build_and_execute(|| {
		busy_product();
		settle();
		assert_eq!(keys_left(), 0);
		assert!(!UnderWay::<Test>::exists());
		let summary = Settlement::interval_summary(PRODUCT).unwrap();
		assert_eq!(summary.lots, 1_777 + 333);
		assert_eq!(summary.participants, 4);
		for who in [ALICE, BOB, CHARLIE, EVE] {
			assert_eq!(locked(who), 0);
			assert!(Accounts::<Test>::get(id_of(who), EUR).products.is_empty());
		}
		let sum: i128 = [ALICE, BOB, CHARLIE, EVE, OPERATOR].map(change).iter().sum();
		assert_eq!(sum, 0);
		assert_eq!(change(OPERATOR), summary.charge.fee() as i128);
	});
}

#[test]
fn any_budget_reaches_the_same_end() {
	let ends: Vec<_> = [2u64, 3, 5, 7, 1_000]
		.into_iter()
		.map(|steps| {
			let mut end = None;
			ExtBuilder::default().build_and_execute(|| {
				busy_product();
				begin(INTERVAL);
				let mut blocks = 0;
				while Settlement::interval_summary(PRODUCT).is_none() {
					let used = idle(STEP * steps);
					assert!(used.all_lte(STEP * steps));
					check();
					blocks += 1;
					assert!(blocks < 1_000, "no progress with {steps} steps a block");
				}
				assert_eq!(keys_left(), 0);
				end = Some([ALICE, BOB, CHARLIE, EVE, OPERATOR].map(change));
			});
			end.unwrap()
		})
		.collect();
	assert!(ends.windows(2).all(|w| w[0] == w[1]), "{ends:?}");
}

#[test]
fn no_room_no_work() {
	ExtBuilder::default().build_and_execute(|| {
		busy_product();
		begin(INTERVAL);
		let before = keys_left();
		for weight in [frame_support::weights::Weight::zero(), STEP] {
			assert!(idle(weight).all_lte(weight));
			assert_eq!(keys_left(), before);
		}
	});
}

#[test]
fn anyone_may_push_settlement_and_pays_for_what_was_done() {
	ExtBuilder::default().build_and_execute(|| {
		busy_product();
		begin(INTERVAL);
		let advance = |steps| Settlement::advance(RuntimeOrigin::signed(STRANGER), steps);
		assert_eq!(advance(0).unwrap_err().error, Error::<Test>::StepsOutsideLimits.into());
		assert_eq!(advance(51).unwrap_err().error, Error::<Test>::StepsOutsideLimits.into());
		let mut calls = 0;
		while Settlement::interval_summary(PRODUCT).is_none() {
			let used = advance(3).unwrap().actual_weight.unwrap();
			assert!(used.all_lte(Settlement::weight_of_steps(3)));
			check();
			calls += 1;
			assert!(calls < 50);
		}
		assert!(calls > 5, "three steps are not enough for all");
		let idle = advance(50).unwrap().actual_weight.unwrap();
		assert!(idle.all_lt(Settlement::weight_of_steps(50)));
	});
}

#[test]
fn products_settle_in_the_order_of_delivery_after_any_pause() {
	ExtBuilder::default().build_and_execute(|| {
		let at = |n| ProductId { interval: IntervalId(n), ..PRODUCT };
		for n in [12, 7, 9] {
			assert_ok!(place_in(at(n), ALICE, Side::Ask, 100, 100));
			assert_ok!(place_in(at(n), CHARLIE, Side::Bid, 100, 100));
		}
		set_time(100 * MINUTE);
		events();
		idle(PLENTY);
		let settled: Vec<_> = events()
			.into_iter()
			.filter_map(|e| match e {
				Event::IntervalSettled { product, .. } => Some(product.interval.0),
				_ => None,
			})
			.collect();
		assert_eq!(settled, [7, 9, 12]);
		// Trading goes on afterwards.
		assert_ok!(place_in(at(105), ALICE, Side::Ask, 100, 100));
	});
}

#[test]
fn a_long_pause_is_walked_within_the_weight_of_each_block() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(place(ALICE, Side::Ask, 100, 100));
		settle();
		set_time(10_000 * MINUTE);
		assert_ok!(place_in(
			ProductId { interval: IntervalId(10_005), ..PRODUCT },
			ALICE,
			Side::Ask,
			100,
			100
		));
		set_time(10_010 * MINUTE);
		let mut blocks = 0;
		while keys_left() > 0 {
			assert!(idle(STEP * 500).all_lte(STEP * 500));
			blocks += 1;
			assert!(blocks < 30);
		}
		assert!(blocks > 15, "each block did its share");
	});
}

#[test]
fn a_product_that_does_not_add_up_is_parked_and_the_others_settle() {
	ExtBuilder::default().build().execute_with(|| {
		let other = ProductId { interval: IntervalId(11), ..PRODUCT };
		for product in [PRODUCT, other] {
			assert_ok!(place_in(product, ALICE, Side::Ask, 100, 1_000));
			assert_ok!(place_in(product, CHARLIE, Side::Bid, 100, 1_000));
		}
		// Corrupt the state: Charlie's position forgets what it owes.
		Positions::<Test>::mutate(PRODUCT, id_of(CHARLIE), |p| p.paid = 0);
		assert!(EnergyMarket::do_try_state().is_err(), "the market knows");
		begin(other.interval);
		idle(PLENTY);
		assert!(Parked::<Test>::contains_key(PRODUCT));
		assert!(Settlement::interval_summary(PRODUCT).is_none());
		assert!(Settlement::interval_summary(other).is_some());
		assert!(events().iter().any(|e| matches!(
			e,
			Event::SettlementParked { product: PRODUCT, stage: Stage::Finish, .. }
		)));

		// The admin mends what was missing, and it settles to the end.
		let retry = |p| Settlement::retry_settlement(RuntimeOrigin::root(), p);
		assert_noop!(retry(other), Error::<Test>::NotParked);
		Parked::<Test>::mutate(PRODUCT, |parked| {
			let parked = parked.as_mut().unwrap();
			parked.pot += 1_000_000;
			parked.contracts.paid += 1_000_000;
		});
		Records::<Test>::mutate(PRODUCT, id_of(CHARLIE), |record| {
			record.as_mut().unwrap().contract.paid += 1_000_000;
		});
		assert_ok!(Assets::mint_into(EUR, &EnergyMarket::market_account(), 1_000_000));
		assert_ok!(retry(PRODUCT));
		idle(PLENTY);
		assert!(Settlement::interval_summary(PRODUCT).is_some());
		check();
	});
}

#[test]
fn the_operator_is_paid_into_its_trading_account() {
	ExtBuilder::default().build_and_execute(|| {
		rest(CHARLIE, Side::Bid, 100, 1_000);
		assert_ok!(place(ALICE, Side::Ask, 100, 1_000));
		settle();
		assert_eq!(free(OPERATOR), 50_000, "a buyer that was resting pays the fee as well");
		let origin = RuntimeOrigin::signed(OPERATOR);
		assert_ok!(EnergyMarket::withdraw(origin, EUR, 50_000));
	});
}

#[test]
fn a_retry_waits_for_the_product_that_is_being_settled() {
	ExtBuilder::default().build().execute_with(|| {
		let other = ProductId { interval: IntervalId(11), ..PRODUCT };
		for product in [PRODUCT, other] {
			assert_ok!(place_in(product, ALICE, Side::Ask, 100, 1_000));
			assert_ok!(place_in(product, CHARLIE, Side::Bid, 100, 1_000));
		}
		Positions::<Test>::mutate(PRODUCT, id_of(CHARLIE), |p| p.paid = 0);
		begin(INTERVAL);
		idle(PLENTY);
		assert!(Parked::<Test>::contains_key(PRODUCT));
		begin(other.interval);
		assert_ok!(Settlement::advance(RuntimeOrigin::signed(STRANGER), 2));
		assert_eq!(under_way(), Some(other));
		let retry = || Settlement::retry_settlement(RuntimeOrigin::root(), PRODUCT);
		assert_noop!(retry(), Error::<Test>::SettlementBusy);
		idle(PLENTY);
		assert!(Settlement::interval_summary(other).is_some());
		events();
		assert_ok!(retry());
		assert_eq!(last_event(), Event::SettlementRetried { product: PRODUCT });
	});
}

fn under_way() -> Option<ProductId> {
	match UnderWay::<Test>::get()? {
		Work::Settle(settling) => Some(settling.product),
		Work::Forget(product) | Work::Expire(product) => Some(product),
	}
}

#[test]
fn only_the_admin_retries() {
	ExtBuilder::default().build_and_execute(|| {
		let origin = RuntimeOrigin::signed(OPERATOR);
		assert_noop!(Settlement::retry_settlement(origin, PRODUCT), BadOrigin);
		assert_noop!(Settlement::advance(RuntimeOrigin::root(), 1), BadOrigin);
	});
}

#[test]
fn the_market_knows_no_product_that_never_was() {
	ExtBuilder::default().build_and_execute(|| {
		assert_eq!(EnergyMarket::closed(PRODUCT), None);
		assert!(EnergyMarket::sweep(PRODUCT, &mut || true).is_err());
	});
}

#[test]
fn the_backlog_is_what_is_due_and_under_way() {
	ExtBuilder::default().build_and_execute(|| {
		busy_product();
		assert_eq!(Settlement::backlog(), Backlog::default());
		set_time(Clock::delivery_start(INTERVAL) + 7_000);
		let due = Backlog { products: 1, waiting: 7_000, parked: 0 };
		assert_eq!(Settlement::backlog(), due);
		// A step or two: it is no longer in the queue, and not settled either.
		assert_ok!(Settlement::advance(RuntimeOrigin::signed(STRANGER), 3));
		assert!(UnderWay::<Test>::exists());
		assert_eq!(Settlement::backlog(), due);
		idle(PLENTY);
		assert_eq!(Settlement::backlog(), Backlog::default());
	});
}

#[test]
fn the_backlog_tells_what_was_parked() {
	ExtBuilder::default().build().execute_with(|| {
		rest(ALICE, Side::Ask, 100, 1_000);
		assert_ok!(place(CHARLIE, Side::Bid, 100, 1_000));
		Positions::<Test>::mutate(PRODUCT, id_of(CHARLIE), |p| p.paid = 0);
		settle();
		let parked = Backlog { parked: 1, ..Backlog::default() };
		assert_eq!(Settlement::backlog(), parked);
		// Tried again it is under way; as nobody has mended it, it is parked again.
		assert_ok!(Settlement::retry_settlement(RuntimeOrigin::root(), PRODUCT));
		let under_way = Backlog { products: 1, ..Backlog::default() };
		assert_eq!(Settlement::backlog(), under_way);
		idle(PLENTY);
		assert_eq!(Settlement::backlog(), parked);
	});
}
