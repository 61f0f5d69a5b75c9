//! What the market is told of a participant's connection.

use super::*;

#[test]
fn nobody_without_meters_is_connected() {
	test(|| {
		assert_eq!(connection(ALICE_ID), None);
		register(ALICE_ID, None);
		assert_eq!(connection(ALICE_ID), Some((100, 100, false)));
		assert_eq!(connection(BOB_ID), None);
		assert_eq!(Metering::connection(NEXT_ZONE, ALICE_ID), None);
	});
}

#[test]
fn is_summed_up_before_it_is_rounded_down() {
	test(|| {
		let register = |import, export| {
			let (origin, source) = (signed(OPERATOR), EnergySource::Other);
			assert_ok!(Metering::register_meter(
				origin, GATEWAY, ALICE_ID, import, export, source, None
			));
		};
		// 39 W give 9.75 Wh in a quarter hour.
		register(39, 0);
		assert_eq!(connection(ALICE_ID), Some((0, 0, false)));
		register(2, 1);
		assert_eq!(connection(ALICE_ID), Some((1, 0, false)));
		// More than 32 bits of watts together.
		register(u32::MAX, 0);
		register(u32::MAX, 40);
		let lots = u32::try_from((2 * u64::from(u32::MAX) + 41) / 40).expect("few");
		assert_eq!(connection(ALICE_ID), Some((lots, 1, false)));
	});
}

#[test]
fn a_gateway_is_silent_for_two_intervals_and_back() {
	with_meter(|meter| {
		// It was admitted in 100 and may miss two intervals.
		assert_eq!(connection(ALICE_ID), Some((100, 100, false)));
		begin(103);
		assert_eq!(connection(ALICE_ID), Some((100, 100, true)));
		begin(104);
		assert_eq!(connection(ALICE_ID), Some((100, 100, true)));
		// An old report does not help, a recent one does.
		assert_ok!(report(&[measured(meter, 5, 3)]));
		assert_eq!(connection(ALICE_ID), Some((100, 100, true)));
		assert_ok!(report_as(GATE, IntervalId(103), &[measured(meter, 5, 3)]));
		assert_eq!(connection(ALICE_ID), Some((100, 100, false)));
		begin(105);
		assert_eq!(connection(ALICE_ID), Some((100, 100, false)));
		begin(106);
		assert_eq!(connection(ALICE_ID), Some((100, 100, true)));
	});
}

#[test]
fn refused_readings_are_no_sign_of_life() {
	with_meter(|meter| {
		begin(104);
		let above = report_as(GATE, IntervalId(103), &[measured(meter, 5_000, 0)]);
		assert_noop!(above, Error::AboveCapacity);
		assert_eq!(connection(ALICE_ID), Some((100, 100, true)));
	});
}

#[test]
fn with_all_meters_in_quarantine_nothing_can_flow() {
	with_meter(|meter| {
		assert_ok!(Metering::quarantine_meter(signed(OPERATOR), meter));
		assert_eq!(connection(ALICE_ID), Some((0, 0, false)));
	});
}
