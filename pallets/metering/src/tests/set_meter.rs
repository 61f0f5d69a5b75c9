//! Setting what a meter can carry.

use super::*;

fn set(meter: MeterId, import: u32, export: u32) -> DispatchResult {
	Metering::set_meter(signed(OPERATOR), meter, import, export)
}

#[test]
fn holds_at_once_for_the_market_and_for_readings() {
	with_meter(|meter| {
		assert_noop!(report(&[measured(meter, 2_000, 0)]), Error::AboveCapacity);
		assert_ok!(set(meter, 8_000, 400));
		let (old, new) =
			(Power { import: WATTS, export: WATTS }, Power { import: 8_000, export: 400 });
		assert_eq!(last_event(), Event::CapacityChanged { meter, old, new });
		assert_eq!(connection(ALICE_ID), Some((200, 10, false)));
		assert_ok!(report(&[measured(meter, 2_000, 0)]));
	});
}

#[test]
fn what_a_meter_in_quarantine_carries_counts_after_its_release() {
	with_meter(|meter| {
		assert_ok!(Metering::quarantine_meter(signed(OPERATOR), meter));
		assert_ok!(set(meter, 8_000, 400));
		assert_eq!(connection(ALICE_ID), Some((0, 0, false)));
		assert_ok!(Metering::release_meter(signed(OPERATOR), meter));
		assert_eq!(connection(ALICE_ID), Some((200, 10, false)));
	});
}

#[test]
fn refuses_nothing_the_same_and_meters_out_of_service() {
	with_meter(|meter| {
		assert_noop!(set(meter, 0, 0), Error::NoCapacity);
		assert_noop!(set(meter, WATTS, WATTS), Error::Unchanged);
		for unknown in [0, 2, 129, u32::MAX] {
			assert_noop!(set(MeterId(unknown), 1, 1), Error::UnknownMeter);
		}
		assert_ok!(Metering::retire_meter(signed(OPERATOR), meter));
		assert_noop!(set(meter, 1, 1), Error::MeterRetired);
	});
}

#[test]
fn is_for_the_operator_only() {
	with_meter(|meter| only_the_operator(|origin| Metering::set_meter(origin, meter, 1, 1)));
}
