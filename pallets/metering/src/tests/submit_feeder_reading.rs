//! What the grid's own meter measured, and what it puts in doubt.

use super::*;

#[test]
fn is_kept_and_can_be_replaced_until_the_deadline() {
	with_meter(|_| {
		let (zone, interval) = (ZONE, INTERVAL);
		assert_ok!(feed(100, 0));
		let told = |old, new| Event::FeederRead { zone, interval, old, new };
		assert_eq!(last_event(), told(None, flow(100, 0)));
		assert_noop!(feed(100, 0), Error::Unchanged);
		Now::set(Clock::delivery_end(INTERVAL) + DEADLINE - 1);
		assert_ok!(feed(90, 5));
		assert_eq!(last_event(), told(Some(flow(100, 0)), flow(90, 5)));
		Now::set(Clock::delivery_end(INTERVAL) + DEADLINE);
		assert_noop!(feed(80, 0), Error::TooLate);
		begin(101);
		assert_noop!(feed(80, 0), Error::IntervalNotOver);
	});
}

#[test]
fn nothing_is_in_doubt_where_nothing_is_compared() {
	with_meter(|meter| {
		assert_ok!(report(&[measured(meter, 1_000, 0)]));
		assert_ok!(feed(1, 0));
		assert!(!Metering::in_doubt(PRODUCT));
		compare(2);
		assert!(Metering::in_doubt(PRODUCT));
		assert!(Metering::interval_in_doubt(ZONE, INTERVAL));
		assert_ok!(Metering::set_plausibility(signed(OPERATOR), ZONE, None));
		assert!(!Metering::in_doubt(PRODUCT));
	});
}

#[test]
fn a_contradiction_is_told_when_the_feeder_is_read() {
	with_meter(|meter| {
		compare(2);
		assert_ok!(report(&[measured(meter, 1_000, 0)]));
		assert!(!Metering::in_doubt(PRODUCT));
		// 5 % of 1,053 Wh are 52, rounded down.
		assert_ok!(feed(1_053, 0));
		let (zone, interval, feeder, sum) = (ZONE, INTERVAL, flow(1_053, 0), flow(1_000, 0));
		let doubt = Event::IntervalInDoubt { zone, interval, feeder, metered: sum };
		assert_eq!(last_event(), doubt);
		assert!(Metering::in_doubt(PRODUCT));
		assert_ok!(feed(1_052, 0));
		assert!(matches!(last_event(), Event::FeederRead { .. }));
		assert!(!Metering::in_doubt(PRODUCT));
	});
}

#[test]
fn readings_that_come_later_can_end_the_doubt() {
	with_meter(|meter| {
		compare(2);
		assert_ok!(feed(1_000, 0));
		assert!(Metering::in_doubt(PRODUCT));
		assert_ok!(report(&[measured(meter, 980, 0)]));
		assert!(!Metering::in_doubt(PRODUCT));
	});
}

#[test]
fn doubt_ends_when_its_time_is_up() {
	with_meter(|_| {
		compare(2);
		assert_ok!(feed(1_000, 0));
		let held = Clock::delivery_end(INTERVAL) + DEADLINE + 2 * LENGTH;
		Now::set(held - 1);
		assert!(Metering::in_doubt(PRODUCT));
		Now::set(held);
		assert!(!Metering::in_doubt(PRODUCT));
	});
}

#[test]
fn an_interval_of_which_nothing_is_known_is_not_in_doubt() {
	test(|| {
		compare(2);
		assert!(!Metering::in_doubt(ProductId { interval: IntervalId(1), zone: NEXT_ZONE }));
		assert!(!Metering::in_doubt(PRODUCT));
	});
}

#[test]
fn is_for_the_operator_only() {
	with_meter(|_| {
		only_the_operator(|origin| {
			Metering::submit_feeder_reading(origin, ZONE, INTERVAL, WattHours(1), WattHours(0))
		});
		let zone = ZoneId(9);
		let (origin, nothing) = (signed(OPERATOR), WattHours(0));
		let unknown = Metering::submit_feeder_reading(origin, zone, INTERVAL, nothing, nothing);
		assert_noop!(unknown, Error::UnknownZone);
	});
}
