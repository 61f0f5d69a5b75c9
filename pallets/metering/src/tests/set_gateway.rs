//! Suspending gateways, letting them back in, and how long they may be silent.

use super::*;

fn set(active: bool, silent_after: u16) -> DispatchResult {
	Metering::set_gateway(signed(OPERATOR), GATEWAY, active, silent_after)
}

#[test]
fn a_suspended_gateway_is_silent_and_may_not_report() {
	with_meter(|meter| {
		assert_ok!(set(false, 2));
		assert_eq!(last_event(), changed(true, false, 2));
		assert_eq!(connection(ALICE_ID), Some((100, 100, true)));
		assert_noop!(report(&[measured(meter, 1, 1)]), Error::GatewaySuspended);
	});
}

fn changed(old: bool, new: bool, silent_after: u16) -> Event {
	let settings = |active| GatewaySettings { active, silent_after };
	Event::GatewayChanged { gateway: GATEWAY, old: settings(old), new: settings(new) }
}

#[test]
fn counts_as_heard_of_when_it_is_let_back_in() {
	with_meter(|meter| {
		assert_ok!(set(false, 2));
		begin(105);
		assert_ok!(set(true, 2));
		assert_eq!(last_event(), changed(false, true, 2));
		assert_eq!(connection(ALICE_ID), Some((100, 100, false)));
		assert_ok!(report_as(GATE, IntervalId(103), &[measured(meter, 1, 1)]));
		begin(107);
		assert_eq!(connection(ALICE_ID), Some((100, 100, false)));
		begin(108);
		assert_eq!(connection(ALICE_ID), Some((100, 100, true)));
	});
}

#[test]
fn silence_can_be_allowed() {
	with_meter(|_| {
		begin(999);
		assert_eq!(connection(ALICE_ID), Some((100, 100, true)));
		assert_ok!(set(true, 0));
		assert_eq!(connection(ALICE_ID), Some((100, 100, false)));
		assert_ok!(set(true, 898));
		assert_eq!(connection(ALICE_ID), Some((100, 100, true)));
	});
}

#[test]
fn refuses_what_is_so_already_and_unknown_gateways() {
	test(|| {
		assert_noop!(set(true, 2), Error::Unchanged);
		let unknown = Metering::set_gateway(signed(OPERATOR), GatewayId(2), true, 2);
		assert_noop!(unknown, Error::UnknownGateway);
	});
}

#[test]
fn is_for_the_operator_only() {
	test(|| only_the_operator(|origin| Metering::set_gateway(origin, GATEWAY, false, 2)));
}
