//! Accepting readings in spite of the feeder's.

use super::*;

fn clear() -> DispatchResult {
	Metering::clear_doubt(signed(OPERATOR), ZONE, INTERVAL)
}

#[test]
fn ends_the_doubt_of_one_interval() {
	with_meter(|_| {
		compare(2);
		begin(103);
		let next = IntervalId(102);
		assert_ok!(feed(1_000, 0));
		let (import, export) = (WattHours(9), WattHours(0));
		let feeder = Metering::submit_feeder_reading;
		assert_ok!(feeder(signed(OPERATOR), ZONE, next, import, export));
		assert_ok!(clear());
		assert_eq!(last_event(), Event::DoubtCleared { zone: ZONE, interval: INTERVAL });
		assert!(!Metering::in_doubt(PRODUCT));
		assert!(Metering::interval_in_doubt(ZONE, next));
	});
}

#[test]
fn a_new_feeder_reading_takes_it_back() {
	with_meter(|_| {
		compare(2);
		assert_ok!(feed(1_000, 0));
		assert_ok!(clear());
		assert_ok!(feed(2_000, 0));
		assert!(Metering::in_doubt(PRODUCT));
	});
}

#[test]
fn refuses_what_is_not_in_doubt() {
	with_meter(|_| {
		assert_noop!(clear(), Error::NotInDoubt);
		compare(2);
		assert_noop!(clear(), Error::NotInDoubt);
		assert_ok!(feed(1_000, 0));
		assert_ok!(clear());
		assert_noop!(clear(), Error::NotInDoubt);
	});
}

#[test]
fn is_for_the_operator_only() {
	with_meter(|_| {
		compare(2);
		assert_ok!(feed(1_000, 0));
		only_the_operator(|origin| Metering::clear_doubt(origin, ZONE, INTERVAL));
	});
}
