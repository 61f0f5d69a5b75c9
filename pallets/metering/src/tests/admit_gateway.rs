//! Admitting gateways.

use super::*;
use gridforge_primitives::IntervalId;

#[test]
fn gives_ids_in_sequence() {
	test(|| {
		assert_ok!(Metering::admit_gateway(signed(NEIGHBOUR), NEXT_ZONE, GATE_2, 0));
		let (gateway, zone) = (GatewayId(2), NEXT_ZONE);
		let admitted = Event::GatewayAdmitted { gateway, zone, account: GATE_2, silent_after: 0 };
		assert_eq!(last_event(), admitted);
		let expected = Gateway {
			zone,
			account: GATE_2,
			settings: GatewaySettings { active: true, silent_after: 0 },
			reported: IntervalId(100),
			meters: 0,
		};
		assert_eq!(Gateways::<Test>::get(gateway), Some(expected));
		assert_eq!(GatewayOf::<Test>::get(GATE_2), Some(gateway));
		assert_eq!(NextGateway::<Test>::get(), GatewayId(3));
	});
}

#[test]
fn refuses_an_account_twice() {
	test(|| {
		let error = Error::AccountHasGateway;
		assert_noop!(Metering::admit_gateway(signed(OPERATOR), ZONE, GATE, 2), error);
		let error = Error::AccountHasGateway;
		assert_noop!(Metering::admit_gateway(signed(NEIGHBOUR), NEXT_ZONE, GATE, 2), error);
	});
}

#[test]
fn refuses_an_unknown_zone() {
	test(|| {
		let unknown = ZoneId(9);
		let admit = Metering::admit_gateway(signed(OPERATOR), unknown, GATE_2, 2);
		assert_noop!(admit, Error::UnknownZone);
	});
}

#[test]
fn refuses_more_than_there_are_ids() {
	test(|| {
		NextGateway::<Test>::put(GatewayId(u32::MAX));
		let admit = Metering::admit_gateway(signed(OPERATOR), ZONE, GATE_2, 2);
		assert_noop!(admit, Error::NoIdsLeft);
		NextGateway::<Test>::put(GatewayId(2));
	});
}

#[test]
fn is_for_the_operator_only() {
	test(|| only_the_operator(|origin| Metering::admit_gateway(origin, ZONE, GATE_2, 2)));
}
