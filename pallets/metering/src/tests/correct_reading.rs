//! Corrections by the operator.

use super::*;

use Quality::{Estimated, Measured, Substituted};

fn corrected(
	meter: MeterId,
	old: Option<(Flow, Quality)>,
	new: (Flow, Quality),
	resettled: bool,
) -> Event {
	let (interval, reason) = (INTERVAL, CorrectionReason::ReadingFault);
	Event::ReadingCorrected { meter, interval, old, new, reason, resettled }
}

#[test]
fn takes_the_place_of_a_reading_and_the_sums_follow() {
	with_meter(|meter| {
		assert_ok!(report(&[measured(meter, 5, 3)]));
		assert_ok!(correct(meter, 7, 0, Substituted));
		let (old, new) = ((flow(5, 3), Measured), (flow(7, 0), Substituted));
		assert_eq!(last_event(), corrected(meter, Some(old), new, false));
		assert_eq!(Metering::reading(meter, INTERVAL), Some(new));
		assert_eq!(totals().flow, flow(7, 0));
		let counts = ReadingCounts { measured: 0, estimated: 0, substituted: 1 };
		assert_eq!(totals().counts, counts);
		assert_eq!(Corrected::get(), [(PRODUCT, ALICE_ID)]);
	});
}

#[test]
fn enters_a_reading_where_there_is_none() {
	with_meter(|meter| {
		assert_ok!(correct(meter, 7, 0, Substituted));
		assert_eq!(last_event(), corrected(meter, None, (flow(7, 0), Substituted), false));
		assert_eq!(totals().counts.substituted, 1);
		assert!(metered(ALICE_ID).complete);
		// A gateway was not heard of by that.
		let gateway = Gateways::<Test>::get(GATEWAY).expect("it is there");
		assert_eq!(gateway.reported, IntervalId(100));
	});
}

#[test]
fn a_measurement_replaces_an_estimate() {
	with_meter(|meter| {
		assert_ok!(report(&[estimated(meter, 5, 3)]));
		assert_ok!(correct(meter, 5, 3, Measured));
		assert_eq!(Metering::reading(meter, INTERVAL), Some((flow(5, 3), Measured)));
		assert_eq!(totals().counts, ReadingCounts { measured: 1, ..Default::default() });
		assert_noop!(correct(meter, 5, 3, Estimated), Error::EstimateIsNoCorrection);
	});
}

#[test]
fn can_be_repeated_until_settlement_and_once_after_it() {
	with_meter(|meter| {
		assert_ok!(correct(meter, 1, 0, Substituted));
		assert_ok!(correct(meter, 2, 0, Substituted));
		Settled::set(Ok(true));
		assert_ok!(correct(meter, 3, 0, Substituted));
		let (old, new) = ((flow(2, 0), Substituted), (flow(3, 0), Substituted));
		assert_eq!(last_event(), corrected(meter, Some(old), new, true));
		assert_noop!(correct(meter, 4, 0, Substituted), Error::AlreadyResettled);
		assert_eq!(Metering::reading(meter, INTERVAL), Some(new));
		assert_eq!(totals().counts.substituted, 1);
		// Other intervals can still be corrected.
		begin(103);
		let next = IntervalId(102);
		assert_ok!(correct_as(signed(OPERATOR), meter, next, (4, 0), Substituted));
	});
}

#[test]
fn nothing_changes_if_it_cannot_be_settled() {
	with_meter(|meter| {
		assert_ok!(report(&[measured(meter, 5, 3)]));
		Settled::set(Err(DispatchError::Other("no money")));
		assert_noop!(correct(meter, 7, 0, Substituted), DispatchError::Other("no money"));
		assert_eq!(totals().flow, flow(5, 3));
	});
}

#[test]
fn settlement_sees_the_corrected_reading() {
	with_meter(|meter| {
		assert_ok!(report(&[measured(meter, 5, 3)]));
		assert_eq!(metered(ALICE_ID).flow, flow(5, 3));
		assert_ok!(correct(meter, 7, 0, Substituted));
		assert_eq!(metered(ALICE_ID).flow, flow(7, 0));
	});
}

#[test]
fn works_in_quarantine_and_after_retirement() {
	with_meter(|meter| {
		assert_ok!(Metering::quarantine_meter(signed(OPERATOR), meter));
		assert_ok!(correct(meter, 7, 0, Substituted));
		assert_ok!(Metering::retire_meter(signed(OPERATOR), meter));
		assert_ok!(correct(meter, 8, 0, Substituted));
		begin(104);
		let after = correct_as(signed(OPERATOR), meter, IntervalId(103), (1, 0), Substituted);
		assert_noop!(after, Error::NotInService);
	});
}

#[test]
fn is_possible_from_the_end_of_the_interval_until_the_window_closes() {
	with_meter(|meter| {
		let end = Clock::delivery_end(INTERVAL);
		Now::set(end - 1);
		assert_noop!(correct(meter, 1, 0, Measured), Error::IntervalNotOver);
		Now::set(end + WINDOW);
		assert_noop!(correct(meter, 1, 0, Measured), Error::CorrectionWindowOver);
		Now::set(end + WINDOW - 1);
		assert_ok!(correct(meter, 1, 0, Measured));
		Now::set(end);
		assert_ok!(correct(meter, 2, 0, Measured));
	});
}

#[test]
fn refuses_what_cannot_be_and_what_is_so_already() {
	with_meter(|meter| {
		assert_noop!(correct(meter, 1_001, 0, Measured), Error::AboveCapacity);
		assert_noop!(correct(MeterId(9), 1, 0, Measured), Error::UnknownMeter);
		begin(103);
		let before = correct_as(signed(OPERATOR), meter, IntervalId(100), (1, 0), Measured);
		assert_noop!(before, Error::NotInService);
		assert_ok!(report(&[measured(meter, 5, 3)]));
		assert_noop!(correct(meter, 5, 3, Measured), Error::Unchanged);
		assert_ok!(correct(meter, 5, 3, Substituted));
	});
}

#[test]
fn is_for_the_operator_only() {
	with_meter(|meter| {
		only_the_operator(|origin| correct_as(origin, meter, INTERVAL, (1, 0), Measured));
	});
}
