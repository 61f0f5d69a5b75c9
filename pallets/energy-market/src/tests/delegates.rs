//! Orders of delegates: for the participant, from its money, within their limits.

use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok};
use gridforge_primitives::{DelegateLimits, IntervalId, Lots, ProductId, Side, WattBalance, WATT};

/// Trades for Charlie.
const AGENT: AccountId = 20;

fn limits(lots: u32, locked: WattBalance) -> DelegateLimits {
	DelegateLimits { zones: None, lots: Lots(lots), locked, until: 8 * MINUTE }
}

fn appoint(limits: DelegateLimits) {
	let charlie = RuntimeOrigin::signed(CHARLIE);
	assert_ok!(Participants::appoint_delegate(charlie, AGENT, limits));
}

fn with_agent(limits: DelegateLimits, test: impl FnOnce()) {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(EnergyMarket::deposit(RuntimeOrigin::signed(CHARLIE), EUR, 100 * WATT));
		appoint(limits);
		test();
	});
}

#[test]
fn a_delegate_trades_for_the_participant_from_its_trading_account() {
	with_agent(limits(1_000, 100 * WATT), || {
		let order = rest(AGENT, Side::Bid, 100, 1_000);
		assert_eq!(locked(CHARLIE), 1_050_000);
		assert_ok!(place(ALICE, Side::Ask, 100, 600));
		// Either may cancel what the other placed.
		assert_ok!(cancel(CHARLIE, order));
		let order = rest(CHARLIE, Side::Bid, 100, 100);
		assert_ok!(cancel(AGENT, order));
		settle();
		assert_eq!(change(CHARLIE), -630_000);
	});
}

#[test]
fn a_delegate_moves_no_money() {
	with_agent(limits(100_000, 1_000 * WATT), || {
		assert_ok!(Assets::transfer(RuntimeOrigin::signed(EVE), EUR.into(), AGENT, 500 * WATT));
		let agent = || RuntimeOrigin::signed(AGENT);
		let none = || Error::<Test>::NoParticipant;
		assert_noop!(EnergyMarket::deposit(agent(), EUR, WATT), none());
		assert_noop!(EnergyMarket::withdraw(agent(), EUR, WATT), none());
		// Neither its own wallet nor the participant's is touched for an order: 105 WATT are not there.
		let short = Error::<Test>::InsufficientFunds;
		assert_noop!(place(AGENT, Side::Bid, 1_000, 10_000), short);
		assert_ok!(place(AGENT, Side::Bid, 1_000, 9_000));
		assert_eq!(wallet(AGENT), 500 * WATT);
	});
}

#[test]
fn a_delegate_keeps_to_its_limits() {
	let only_here = limits(1_000, 2 * WATT).in_zones(vec![ZONE]).unwrap();
	with_agent(only_here, || {
		let refused = |product, price, lots, error: Error<Test>| {
			assert_noop!(place_in(product, AGENT, Side::Bid, price, lots), error);
		};
		refused(NEXT_DOOR, 100, 100, Error::OutsideDelegateZones);
		refused(PRODUCT, 100, 1_001, Error::AboveDelegateLots);
		refused(PRODUCT, 200, 1_000, Error::AboveDelegateMoney);
		// What the participant does itself counts, and is not limited.
		assert_ok!(place(CHARLIE, Side::Bid, 100, 600));
		refused(PRODUCT, 100, 401, Error::AboveDelegateLots);
		let later = ProductId { interval: IntervalId(11), ..PRODUCT };
		refused(later, 141, 1_000, Error::AboveDelegateMoney);
		assert_ok!(place_in(later, AGENT, Side::Bid, 100, 1_000));
		let there = rest_in(NEXT_DOOR, CHARLIE);
		assert_noop!(cancel(AGENT, there), Error::<Test>::OutsideDelegateZones);
		// A sale that locks nothing is not held against the money.
		assert_ok!(place_in(later, AGENT, Side::Ask, 300, 1_000));
	});
}

fn rest_in(product: ProductId, who: AccountId) -> gridforge_primitives::OrderId {
	assert_ok!(place_in(product, who, Side::Bid, 100, 100));
	match last_event() {
		Event::OrderPlaced { outcome: Outcome { resting: Some(order), .. }, .. } => order,
		other => panic!("does not rest: {other:?}"),
	}
}

#[test]
fn a_mandate_ends_at_its_time_or_at_once() {
	with_agent(limits(1_000, 100 * WATT), || {
		let order = rest(AGENT, Side::Bid, 100, 100);
		set_time(8 * MINUTE - 1);
		assert_ok!(place(AGENT, Side::Bid, 100, 100));
		set_time(8 * MINUTE);
		let ended = || Error::<Test>::NoParticipant;
		assert_noop!(place(AGENT, Side::Bid, 100, 100), ended());
		assert_noop!(cancel(AGENT, order), ended());
		appoint(DelegateLimits { until: 9 * MINUTE, ..limits(1_000, 100 * WATT) });
		assert_ok!(place(AGENT, Side::Bid, 100, 100));
		assert_ok!(Participants::dismiss_delegate(RuntimeOrigin::signed(CHARLIE), AGENT));
		assert_noop!(place(AGENT, Side::Bid, 100, 100), ended());
		// Its orders stay: they are the participant's.
		assert_ok!(cancel(CHARLIE, order));
	});
}

#[test]
fn two_accounts_of_one_participant_never_trade() {
	with_agent(limits(1_000, 100 * WATT), || {
		rest(CHARLIE, Side::Ask, 100, 500);
		assert_ok!(place(AGENT, Side::Bid, 100, 500));
		assert_eq!(position(CHARLIE).bought, 0);
	});
}

#[test]
fn all_orders_go_where_the_delegate_may_trade() {
	with_agent(limits(1_000, 100 * WATT).in_zones(vec![ZONE]).unwrap(), || {
		let there = rest_in(NEXT_DOOR, CHARLIE);
		rest(CHARLIE, Side::Bid, 90, 100);
		let scope = CancelScope::Currency(EUR);
		assert_ok!(EnergyMarket::cancel_all(RuntimeOrigin::signed(AGENT), scope));
		assert!(position(CHARLIE).orders.is_empty());
		assert_ok!(cancel(CHARLIE, there));
	});
}
