//! Putting meters into quarantine by hand.

use super::*;

fn quarantine(meter: MeterId) -> DispatchResult {
	Metering::quarantine_meter(signed(OPERATOR), meter)
}

#[test]
fn no_reading_is_taken_and_capacity_does_not_count() {
	with_meter(|meter| {
		let other = register(ALICE_ID, None);
		assert_ok!(quarantine(meter));
		let (old, new) = (MeterStatus::Active, MeterStatus::Quarantined);
		assert_eq!(last_event(), Event::MeterStatusChanged { meter, old, new });
		assert_eq!(connection(ALICE_ID), Some((100, 100, false)));
		assert_noop!(report(&[measured(meter, 5, 0)]), Error::Quarantined);
		assert_eq!(status(other), MeterStatus::Active);
	});
}

#[test]
fn refuses_those_that_are_there_already_and_unknown_ones() {
	with_meter(|meter| {
		assert_ok!(quarantine(meter));
		assert_noop!(quarantine(meter), Error::AlreadyQuarantined);
		assert_noop!(quarantine(MeterId(9)), Error::UnknownMeter);
	});
}

#[test]
fn is_for_the_operator_only() {
	with_meter(|meter| only_the_operator(|origin| Metering::quarantine_meter(origin, meter)));
}
