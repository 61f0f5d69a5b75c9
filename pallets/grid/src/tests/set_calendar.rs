//! Setting the hours in which a zone trades.

use super::*;
use frame_support::{assert_noop, dispatch::DispatchResult};
use gridforge_primitives::{api::MarketStatus, Calendar, Session};
use sp_runtime::DispatchError::BadOrigin;

/// Weekdays from six to ten in the evening. The epoch was a Thursday.
const WEEKDAYS: Calendar = Calendar { days: 0b001_1111, from: 360, until: 1_320 };

fn set(calendar: Calendar) -> DispatchResult {
	Grid::set_calendar(RuntimeOrigin::root(), ZONE, calendar)
}

fn session_at(minutes: u64) -> Session {
	set_minutes(minutes);
	Grid::session(ZONE)
}

#[test]
fn opens_and_closes_by_the_zones_own_clocks() {
	ExtBuilder::default().default_zone().build_and_execute(|| {
		assert_eq!(session_at(0), Session::Open);
		assert_ok!(set(WEEKDAYS));
		let (old, new) = (Calendar::default(), WEEKDAYS);
		System::assert_last_event(Event::CalendarChanged { zone: ZONE, old, new }.into());

		for (minutes, session) in [
			(359, Session::OutsideHours),
			(360, Session::Open),
			(1_319, Session::Open),
			(1_320, Session::OutsideHours),
			// Saturday at noon.
			(2 * 1_440 + 720, Session::OutsideHours),
		] {
			assert_eq!(session_at(minutes), session, "{minutes}");
		}
		// An hour ahead of UTC, two from the next day's beginning in UTC on.
		set_clocks(&[(0, 60), (1_440, 120)]);
		for (minutes, session) in [
			(299, Session::OutsideHours),
			(300, Session::Open),
			(1_259, Session::Open),
			(1_260, Session::OutsideHours),
			(1_440 + 239, Session::OutsideHours),
			(1_440 + 240, Session::Open),
		] {
			assert_eq!(session_at(minutes), session, "{minutes}");
		}
	});
}

#[test]
fn the_status_goes_before_it_and_stays() {
	ExtBuilder::default().default_zone().build_and_execute(|| {
		assert_ok!(Grid::set_zone_status(RuntimeOrigin::root(), ZONE, MarketStatus::Halted));
		assert_ok!(set(WEEKDAYS));
		assert_eq!(session_at(400), Session::Halted);
		assert_ok!(Grid::set_zone_status(RuntimeOrigin::root(), ZONE, MarketStatus::Open));
		assert_eq!(session_at(300), Session::OutsideHours);
	});
}

#[test]
fn refuses_what_leaves_no_time_or_is_no_time() {
	ExtBuilder::default().default_zone().build_and_execute(|| {
		for calendar in [
			Calendar { days: 0, ..WEEKDAYS },
			Calendar { days: 128, ..WEEKDAYS },
			Calendar { from: 1_320, ..WEEKDAYS },
			Calendar { until: 1_441, ..WEEKDAYS },
		] {
			assert_noop!(set(calendar), Error::CalendarNotAllowed);
		}
	});
}

#[test]
fn refuses_the_same_an_unknown_zone_and_other_origins() {
	ExtBuilder::default().default_zone().build_and_execute(|| {
		assert_noop!(set(Calendar::default()), Error::Unchanged);
		let root = RuntimeOrigin::root();
		assert_noop!(Grid::set_calendar(root, UNKNOWN, WEEKDAYS), Error::UnknownZone);
		for origin in [RuntimeOrigin::signed(1), RuntimeOrigin::none()] {
			assert_noop!(Grid::set_calendar(origin, ZONE, WEEKDAYS), BadOrigin);
		}
	});
}
