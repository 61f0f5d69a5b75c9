//! `set_market_status`.

use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok};
use gridforge_primitives::{api::MarketStatus, Side};
use sp_runtime::DispatchError::BadOrigin;

fn set(status: MarketStatus) -> sp_runtime::DispatchResult {
	EnergyMarket::set_market_status(RuntimeOrigin::root(), status)
}

#[test]
fn only_an_open_market_takes_orders() {
	ExtBuilder::default().build_and_execute(|| {
		for status in [MarketStatus::CancelOnly, MarketStatus::Halted] {
			assert_ok!(set(status));
			assert_noop!(place(ALICE, Side::Ask, 100, 100), Error::<Test>::MarketNotOpen);
		}
		assert_ok!(set(MarketStatus::Open));
		assert_ok!(place(ALICE, Side::Ask, 100, 100));
	});
}

#[test]
fn the_change_is_told_and_needs_to_be_one() {
	ExtBuilder::default().build_and_execute(|| {
		assert_noop!(set(MarketStatus::Open), Error::<Test>::StatusUnchanged);
		assert_ok!(set(MarketStatus::CancelOnly));
		let (old, new) = (MarketStatus::Open, MarketStatus::CancelOnly);
		assert_eq!(last_event(), Event::MarketStatusSet { old, new });
	});
}

#[test]
fn only_the_admin_may() {
	ExtBuilder::default().build_and_execute(|| {
		for who in [ALICE, OPERATOR, STRANGER] {
			assert_noop!(
				EnergyMarket::set_market_status(RuntimeOrigin::signed(who), MarketStatus::Halted),
				BadOrigin
			);
		}
	});
}

#[test]
fn a_halted_market_settles() {
	ExtBuilder::default().build_and_execute(|| {
		rest(ALICE, Side::Ask, 100, 1_000);
		assert_ok!(place(CHARLIE, Side::Bid, 100, 1_000));
		assert_ok!(set(MarketStatus::Halted));
		settle();
		assert_eq!(change(ALICE), 1_000_000);
	});
}
