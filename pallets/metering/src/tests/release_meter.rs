//! Releasing meters from quarantine.

use super::*;

fn release(meter: MeterId) -> DispatchResult {
	Metering::release_meter(signed(OPERATOR), meter)
}

#[test]
fn readings_are_taken_again_and_capacity_counts() {
	with_meter(|meter| {
		assert_ok!(report(&[measured(meter, 5, 0)]));
		assert_ok!(report(&[measured(meter, 6, 0)]));
		assert_eq!(status(meter), MeterStatus::Quarantined);
		assert_ok!(release(meter));
		let (old, new) = (MeterStatus::Quarantined, MeterStatus::Active);
		assert_eq!(last_event(), Event::MeterStatusChanged { meter, old, new });
		assert_eq!(connection(ALICE_ID), Some((100, 100, false)));
		// What was said first stays.
		assert_eq!(Metering::reading(meter, INTERVAL), Some((flow(5, 0), Quality::Measured)));
		assert_ok!(report(&[measured(meter, 5, 0)]));
		begin(103);
		assert_ok!(report_as(GATE, IntervalId(102), &[measured(meter, 6, 0)]));
	});
}

#[test]
fn refuses_those_that_are_not_in_quarantine() {
	with_meter(|meter| {
		assert_noop!(release(meter), Error::NotQuarantined);
		assert_noop!(release(MeterId(9)), Error::UnknownMeter);
	});
}

#[test]
fn is_for_the_operator_only() {
	with_meter(|meter| {
		assert_ok!(Metering::quarantine_meter(signed(OPERATOR), meter));
		only_the_operator(|origin| Metering::release_meter(origin, meter));
	});
}
