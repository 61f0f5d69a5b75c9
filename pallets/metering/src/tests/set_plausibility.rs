//! How far readings may differ from the feeder's.

use super::*;

fn rule(percent: u32, hold: u16) -> Option<Plausibility> {
	Some(Plausibility { loss_tolerance: Permill::from_percent(percent), hold })
}

fn set(new: Option<Plausibility>) -> DispatchResult {
	Metering::set_plausibility(signed(OPERATOR), ZONE, new)
}

#[test]
fn holds_at_once_for_that_zone() {
	test(|| {
		let zone = ZONE;
		let mut old = None;
		for new in [rule(5, 2), rule(5, 96), rule(100, 0), None] {
			assert_ok!(set(new));
			assert_eq!(last_event(), Event::PlausibilityChanged { zone, old, new });
			assert_eq!(PlausibilityOf::<Test>::get(ZONE), new);
			assert_eq!(PlausibilityOf::<Test>::get(NEXT_ZONE), None);
			old = new;
		}
	});
}

#[test]
fn refuses_too_long_a_hold_and_the_same() {
	test(|| {
		assert_noop!(set(rule(5, 97)), Error::HoldTooLong);
		assert_noop!(set(None), Error::Unchanged);
		assert_ok!(set(rule(5, 96)));
		assert_noop!(set(rule(5, 96)), Error::Unchanged);
	});
}

#[test]
fn is_for_the_operator_only() {
	test(|| only_the_operator(|origin| Metering::set_plausibility(origin, ZONE, rule(5, 2))));
}
