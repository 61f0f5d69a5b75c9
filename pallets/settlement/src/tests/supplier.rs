//! A residual supplier that runs out of money: nobody's energy money is touched, and nothing is invented.

use crate::{mock::*, *};
use frame_support::assert_ok;
use gridforge_primitives::{api::MarketStatus, Session, Side, Zones};

/// Charlie and Eve buy 100 and 300 lots at 0.150 and use nothing: Sue owes 20,000 and 60,000.
fn nothing_is_used() {
	trade(ALICE, CHARLIE, 150, 100);
	trade(BOB, EVE, 150, 300);
	read(ALICE, 0, 1_000);
	read(BOB, 0, 3_000);
	read(CHARLIE, 0, 0);
	read(EVE, 0, 0);
}

fn claims() -> Vec<(u64, u128, u128)> {
	let claim = |event| match event {
		Event::ClaimSettled { participant, paid, unpaid, .. } => {
			Some((participant.0.into(), paid, unpaid))
		}
		_ => None,
	};
	let mut claims: Vec<_> = events().into_iter().filter_map(claim).collect();
	claims.sort_unstable();
	claims
}

#[test]
fn with_money_enough_nobody_waits() {
	ExtBuilder::default().supplies(80_000).build_and_execute(|| {
		nothing_is_used();
		settle();
		assert_eq!(claims(), []);
		assert_eq!((change(CHARLIE), change(EVE)), (-157_500 + 20_000, -472_500 + 60_000));
		assert_eq!((free(SUE), change(SUE)), (0, -80_000));
		assert_eq!(Grid::session(ZONE), Session::Open);
	});
}

#[test]
fn what_is_not_needed_returns_to_the_supplier() {
	ExtBuilder::default().supplies(100_000).build_and_execute(|| {
		nothing_is_used();
		read(EVE, 3_000, 0);
		settle();
		assert_eq!((free(SUE), change(SUE)), (80_000, -20_000));
	});
}

#[test]
fn with_too_little_all_get_the_same_share_and_sellers_all_they_earned() {
	ExtBuilder::default().supplies(40_001).build_and_execute(|| {
		nothing_is_used();
		settle();
		// 40,001 of 80,000, rounded down; the unit that is left stays with the supplier.
		assert_eq!(claims(), [(3, 10_000, 10_000), (5, 30_000, 30_000)]);
		assert_eq!((change(ALICE), change(BOB)), (150_000, 450_000));
		assert_eq!((change(CHARLIE), change(EVE)), (-157_500 + 10_000, -472_500 + 30_000));
		assert_eq!(free(SUE), 1);
		let summary = Settlement::interval_summary(PRODUCT).unwrap();
		assert_eq!(summary.delivery.unwrap().unpaid, 40_000);
		let record = Settlement::settlement_of(id_of(CHARLIE), PRODUCT).unwrap();
		assert_eq!((record.deviation.credit, record.unpaid), (20_000, 10_000));
	});
}

#[test]
fn with_nothing_the_zone_stops_until_its_operator_opens_it() {
	ExtBuilder::default().supplies(0).build_and_execute(|| {
		nothing_is_used();
		settle();
		assert_eq!(claims(), [(3, 0, 20_000), (5, 0, 60_000)]);
		assert_eq!(Grid::session(ZONE), Session::CancelOnly);
		assert_eq!(Grid::session(DEEMED_ZONE), Session::Open);
		let refused = pallet_energy_market::Error::<Test>::ZoneCancelOnly;
		let later = gridforge_primitives::ProductId {
			interval: gridforge_primitives::IntervalId(20),
			..PRODUCT
		};
		let order = || place_in(later, CHARLIE, Side::Bid, 100, 100);
		assert_eq!(order(), Err(refused.into()));
		let operator = RuntimeOrigin::signed(OPERATOR);
		assert_ok!(Grid::set_zone_status(operator, ZONE, MarketStatus::Open));
		assert_ok!(order());
	});
}

#[test]
fn what_sellers_pay_for_shortages_is_money_to_pay_with() {
	ExtBuilder::default().supplies(0).build_and_execute(|| {
		nothing_is_used();
		// Bob's shortage of 10 lots costs 40,000, half of what Sue owes.
		read(BOB, 0, 2_900);
		settle();
		assert_eq!(claims(), [(3, 10_000, 10_000), (5, 30_000, 30_000)]);
		assert_eq!(free(SUE), 0);
	});
}

#[test]
fn an_empty_supplier_that_owes_nothing_stops_nobody() {
	ExtBuilder::default().supplies(0).build_and_execute(|| {
		trade(ALICE, CHARLIE, 150, 100);
		read(ALICE, 0, 1_000);
		read(CHARLIE, 1_000, 0);
		settle();
		assert_eq!(claims(), []);
		assert_eq!(Grid::session(ZONE), Session::Open);
	});
}

#[test]
fn the_supplier_may_trade_in_its_own_zone() {
	ExtBuilder::default().supplies(1_000_000).build_and_execute(|| {
		trade(SUE, CHARLIE, 150, 100);
		read(SUE, 0, 500);
		read(CHARLIE, 0, 0);
		settle();
		// It pays itself for its shortage.
		assert_eq!((change(SUE), change(CHARLIE)), (150_000 - 20_000, -157_500 + 20_000));
	});
}

#[test]
fn claims_are_paid_in_steps_as_everything_else() {
	ExtBuilder::default().supplies(40_000).build_and_execute(|| {
		nothing_is_used();
		pass_deadline();
		let mut blocks = 0;
		while Settlement::interval_summary(PRODUCT).is_none() {
			idle(STEP * 2);
			check();
			blocks += 1;
			assert!(blocks < 100);
		}
		assert_eq!((change(CHARLIE), change(EVE)), (-157_500 + 10_000, -472_500 + 30_000));
	});
}
