//! `cancel_order`: what comes back, and who may.

use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok};
use gridforge_primitives::{api::MarketStatus, Lots, OrderId, OrderRef, Side, Tick};

#[test]
fn cancelling_releases_the_lock_and_leaves_only_that_it_was_cancelled() {
	ExtBuilder::default().build_and_execute(|| {
		let order = rest(CHARLIE, Side::Bid, 160, 2_500);
		assert_ok!(cancel(CHARLIE, order));
		assert_eq!((free(CHARLIE), locked(CHARLIE)), (4_200_000, 0));
		assert_eq!(
			last_event(),
			Event::OrderCancelled {
				participant: id_of(CHARLIE),
				order,
				lots: Lots(2_500),
				released: 4_200_000,
				reference: 0,
			}
		);
		let position = position(CHARLIE);
		assert!(position.is_empty());
		assert_eq!((position.conduct.orders, position.conduct.cancels), (1, 1));
	});
}

#[test]
fn cancelling_after_a_partial_fill_keeps_what_traded() {
	ExtBuilder::default().build_and_execute(|| {
		let order = rest(CHARLIE, Side::Bid, 100, 1_000);
		assert_ok!(place(BOB, Side::Ask, 100, 300));
		assert_ok!(cancel(CHARLIE, order));
		// 3 kWh at 0.1 and the fee stay locked.
		assert_eq!((free(CHARLIE), locked(CHARLIE)), (735_000, 315_000));
		check();
		settle();
		assert_eq!(change(CHARLIE), -315_000);
		assert_eq!(change(BOB), 300_000);
	});
}

#[test]
fn cancelling_twice_is_refused() {
	ExtBuilder::default().build_and_execute(|| {
		let kept = rest(CHARLIE, Side::Bid, 160, 100);
		let order = rest(CHARLIE, Side::Bid, 160, 100);
		assert_ok!(cancel(CHARLIE, order));
		assert_noop!(cancel(CHARLIE, order), Error::<Test>::OrderAlreadyClosed);
		assert_ok!(cancel(CHARLIE, kept));
		// Nothing of the page is open and nothing traded: it has left no record.
		assert_noop!(cancel(CHARLIE, kept), Error::<Test>::UnknownOrder);
	});
}

#[test]
fn a_filled_order_cannot_be_cancelled() {
	ExtBuilder::default().build_and_execute(|| {
		let order = rest(ALICE, Side::Ask, 100, 100);
		assert_ok!(place(CHARLIE, Side::Bid, 100, 100));
		assert_noop!(cancel(ALICE, order), Error::<Test>::OrderAlreadyClosed);
	});
}

#[test]
fn nobody_cancels_anothers_order() {
	ExtBuilder::default().build_and_execute(|| {
		let order = rest(ALICE, Side::Ask, 100, 100);
		for who in [BOB, CHARLIE, OPERATOR, EVE] {
			assert_noop!(cancel(who, order), Error::<Test>::NotOrderOwner);
		}
		assert_noop!(cancel(STRANGER, order), Error::<Test>::NoParticipant);
	});
}

#[test]
fn an_order_that_never_was_cannot_be_cancelled() {
	ExtBuilder::default().build_and_execute(|| {
		let order = rest(ALICE, Side::Ask, 100, 100);
		let place = order.place;
		for place in [
			OrderRef { side: Side::Bid, ..place },
			OrderRef { tick: Tick(0), ..place },
			OrderRef { tick: Tick(u16::MAX), ..place },
			OrderRef { page: u32::MAX, ..place },
			OrderRef { slot: 1, ..place },
			OrderRef { slot: u8::MAX, ..place },
		] {
			assert_noop!(cancel(ALICE, OrderId { place, ..order }), Error::<Test>::UnknownOrder);
		}
		let mut elsewhere = order;
		elsewhere.product.interval.0 += 1;
		assert_noop!(cancel(ALICE, elsewhere), Error::<Test>::UnknownOrder);
	});
}

#[test]
fn after_the_gate_settlement_releases_instead() {
	ExtBuilder::default().build_and_execute(|| {
		let order = rest(CHARLIE, Side::Bid, 160, 2_500);
		close_gate(INTERVAL);
		assert_noop!(cancel(CHARLIE, order), Error::<Test>::ProductClosed);
		settle();
		assert_eq!((free(CHARLIE), locked(CHARLIE)), (4_200_000, 0));
	});
}

#[test]
fn the_suspended_cancel_and_withdraw_in_a_halted_market() {
	ExtBuilder::default().build_and_execute(|| {
		let order = rest(CHARLIE, Side::Bid, 160, 2_500);
		let suspended = pallet_participants::Status::Suspended;
		assert_ok!(Participants::set_status(RuntimeOrigin::root(), id_of(CHARLIE), suspended));
		assert_ok!(EnergyMarket::set_market_status(RuntimeOrigin::root(), MarketStatus::Halted));
		assert_ok!(cancel(CHARLIE, order));
		assert_ok!(EnergyMarket::withdraw(RuntimeOrigin::signed(CHARLIE), EUR, 4_200_000));
		assert_eq!(wallet(CHARLIE), ENDOWMENT);
		assert_eq!((free(CHARLIE), locked(CHARLIE)), (0, 0));
	});
}
