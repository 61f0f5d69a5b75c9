//! Readings are deleted once nobody asks for them any more.

use super::*;
use frame_support::traits::Hooks;

/// Run the hook with room for so many steps; how many it took.
fn idle(steps: u64) -> u64 {
	let step = <() as WeightInfo>::forget_step();
	let used = Metering::on_idle(1, step.saturating_mul(steps));
	assert_eq!(used, step.saturating_mul(used.ref_time() / step.ref_time()));
	used.ref_time() / step.ref_time()
}

/// How many pages of readings and sums there are.
fn stored() -> (usize, usize) {
	(Readings::<Test>::iter_keys().count(), IntervalTotals::<Test>::iter_keys().count())
}

/// The interval in whose first moment 101 is forgotten: its window closes when 302 begins.
const PAST: u32 = 303;

/// Readings of intervals 101 and 102, on two pages each.
fn with_readings(run: impl FnOnce()) {
	test(|| {
		let one = register(ALICE_ID, None);
		skip_to_page();
		let two = register(BOB_ID, None);
		begin(103);
		// The later one first: the cursor goes to the earliest.
		for interval in [102, 101] {
			let readings = [measured(one, 5, 3), measured(two, 5, 3)];
			assert_ok!(report_as(GATE, IntervalId(interval), &readings));
		}
		assert_eq!(ForgetFrom::<Test>::get(), Some(IntervalId(101)));
		assert_eq!(stored(), (4, 2));
		run();
	});
}

#[test]
fn nothing_is_forgotten_before_its_time() {
	with_readings(|| {
		begin(PAST);
		Now::mutate(|now| *now -= 1);
		assert_eq!(idle(100), 1);
		assert_eq!(stored(), (4, 2));
		begin(PAST);
		// The look at the cursor, two pages and their end, one zone and its end.
		assert_eq!(idle(100), 6);
		assert_eq!(stored(), (2, 1));
		assert_eq!(ForgetFrom::<Test>::get(), Some(IntervalId(102)));
		assert_eq!(idle(100), 1);
	});
}

#[test]
fn goes_on_where_the_weight_ended() {
	with_readings(|| {
		begin(PAST + 1);
		assert_eq!(idle(0), 0);
		assert_eq!(stored(), (4, 2));
		for (steps, left) in [(1, (4, 2)), (2, (3, 2)), (3, (2, 2)), (3, (2, 1))] {
			assert_eq!(idle(steps), steps);
			assert_eq!(stored(), left, "{steps}");
			assert_eq!(Metering::do_try_state(), Ok(()));
		}
		idle(100);
		assert_eq!(stored(), (0, 0));
	});
}

#[test]
fn a_long_pause_is_walked_in_metered_steps() {
	with_readings(|| {
		begin(100_000);
		assert_eq!(idle(50), 50);
		let cursor = ForgetFrom::<Test>::get().expect("there were readings");
		assert!(cursor > IntervalId(102) && cursor < IntervalId(130));
		while idle(10_000) == 10_000 {}
		assert_eq!(stored(), (0, 0));
		assert_eq!(ForgetFrom::<Test>::get(), Some(IntervalId(100_000 - 201)));
		// Reporting goes on.
		assert_ok!(report_as(GATE, IntervalId(99_999), &[measured(MeterId(1), 5, 3)]));
		assert_eq!(stored(), (1, 1));
	});
}

#[test]
fn there_is_nothing_to_do_before_the_first_reading() {
	test(|| {
		begin(1_000_000);
		assert_eq!(idle(1_000), 1);
		assert_eq!(ForgetFrom::<Test>::get(), None);
		// Nor is the time before it walked later.
		assert_ok!(Metering::submit_feeder_reading(
			signed(OPERATOR),
			ZONE,
			IntervalId(999_999),
			WattHours(1),
			WattHours(0)
		));
		assert_eq!(ForgetFrom::<Test>::get(), Some(IntervalId(999_999)));
	});
}

#[test]
fn a_cursor_that_was_passed_does_not_come_back() {
	with_readings(|| {
		begin(PAST + 500);
		while idle(100) == 100 {}
		let cursor = ForgetFrom::<Test>::get();
		assert_ok!(report_as(GATE, IntervalId(PAST + 499), &[measured(MeterId(1), 5, 3)]));
		assert_eq!(ForgetFrom::<Test>::get(), cursor);
	});
}

#[test]
fn readings_are_kept_as_long_as_an_interval_can_be_held_up() {
	with_readings(|| {
		// The window is shorter than the deadline of four intervals and the longest hold of 96.
		Correctable::set(10 * LENGTH);
		begin(101 + 1 + 4 + 96 + 1);
		Now::mutate(|now| *now -= 1);
		assert_eq!(idle(100), 1);
		Now::mutate(|now| *now += 1);
		assert_eq!(idle(100), 6);
		assert_eq!(stored(), (2, 1));
	});
}
