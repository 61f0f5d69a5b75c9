//! Taking meters out of service.

use super::*;

fn retire(meter: MeterId) -> DispatchResult {
	Metering::retire_meter(signed(OPERATOR), meter)
}

#[test]
fn the_current_interval_is_its_last() {
	with_meter(|meter| {
		assert_ok!(retire(meter));
		let until = IntervalId(103);
		assert_eq!(last_event(), Event::MeterRetired { meter, until });
		assert_eq!(connection(ALICE_ID), Some((0, 0, false)));
		assert_eq!(Gateways::<Test>::get(GATEWAY).map(|gateway| gateway.meters), Some(0));
		begin(104);
		for interval in [101, 102] {
			assert_ok!(report_as(GATE, IntervalId(interval), &[measured(meter, 5, 0)]));
		}
		let after = report_as(GATE, until, &[measured(meter, 5, 0)]);
		assert_noop!(after, Error::NotInService);
		assert!(metered(ALICE_ID).complete);
		let product = ProductId { interval: until, zone: ZONE };
		let nothing = Metering::metered(&mut ReadingCache::default(), product, ALICE_ID);
		assert_eq!(nothing, Metered::default());
	});
}

#[test]
fn one_that_never_served_has_no_interval() {
	test(|| {
		let meter = register(ALICE_ID, None);
		assert_ok!(retire(meter));
		begin(102);
		assert_noop!(report(&[measured(meter, 5, 0)]), Error::NotInService);
	});
}

#[test]
fn a_contradiction_of_a_retired_meter_is_refused_and_no_more() {
	with_meter(|meter| {
		assert_ok!(report(&[measured(meter, 5, 0)]));
		assert_ok!(retire(meter));
		assert_noop!(report(&[measured(meter, 6, 0)]), Error::Conflicting);
		assert_eq!(status(meter), MeterStatus::Retired);
	});
}

#[test]
fn one_in_quarantine_can_be_retired() {
	with_meter(|meter| {
		assert_ok!(Metering::quarantine_meter(signed(OPERATOR), meter));
		assert_ok!(retire(meter));
		assert_eq!(connection(ALICE_ID), Some((0, 0, false)));
	});
}

#[test]
fn is_final() {
	with_meter(|meter| {
		assert_ok!(retire(meter));
		assert_noop!(retire(meter), Error::MeterRetired);
		let release = Metering::release_meter(signed(OPERATOR), meter);
		assert_noop!(release, Error::NotQuarantined);
		let quarantine = Metering::quarantine_meter(signed(OPERATOR), meter);
		assert_noop!(quarantine, Error::MeterRetired);
		assert_noop!(retire(MeterId(9)), Error::UnknownMeter);
	});
}

#[test]
fn is_for_the_operator_only() {
	with_meter(|meter| only_the_operator(|origin| Metering::retire_meter(origin, meter)));
}
