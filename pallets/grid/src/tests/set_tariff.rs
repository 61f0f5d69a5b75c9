//! Changing a zone's tariff.

use super::*;
use frame_support::{assert_noop, assert_ok};
use sp_runtime::DispatchError::BadOrigin;

#[test]
fn begins_with_the_first_interval_that_is_not_open() {
	ExtBuilder::default().default_zone().minutes(100).build_and_execute(|| {
		assert_ok!(Grid::set_tariff(RuntimeOrigin::root(), ZONE, percent(3)));

		assert_eq!(tariff_in(110), Some(percent(5)));
		assert_eq!(tariff_in(111), Some(percent(3)));
		assert_eq!(versions(), [0, 111]);
		let (from, old, new) = (IntervalId(111), percent(5), percent(3));
		System::assert_last_event(Event::TariffChanged { zone: ZONE, from, old, new }.into());
	});
}

#[test]
fn a_second_change_for_the_same_interval_replaces_the_first() {
	ExtBuilder::default().default_zone().minutes(100).build_and_execute(|| {
		assert_ok!(Grid::set_tariff(RuntimeOrigin::root(), ZONE, percent(3)));
		assert_ok!(Grid::set_tariff(RuntimeOrigin::root(), ZONE, percent(4)));

		assert_eq!(versions(), [0, 111]);
		assert_eq!(tariff_in(111), Some(percent(4)));
		let (from, old, new) = (IntervalId(111), percent(3), percent(4));
		System::assert_last_event(Event::TariffChanged { zone: ZONE, from, old, new }.into());
	});
}

#[test]
fn forgets_versions_that_no_tradable_interval_has() {
	ExtBuilder::default().default_zone().build_and_execute(|| {
		// When the change is made, and the versions that are left then.
		for (minutes, kept) in [
			(100, &[0, 111][..]),
			// Interval 110 can still be traded: it has the first version.
			(109, &[0, 111, 120]),
			// The first tradable interval is 111.
			(110, &[111, 120, 121]),
			(119, &[120, 121, 130]),
			(500, &[130, 511]),
		] {
			set_minutes(minutes);
			let new = percent(u32::try_from(minutes % 50).expect("small"));
			assert_ok!(Grid::set_tariff(RuntimeOrigin::root(), ZONE, new));
			assert_eq!(versions(), kept, "minute {minutes}");
		}
	});
}

#[test]
fn no_open_interval_ever_changes_its_tariff() {
	ExtBuilder::default().default_zone().build_and_execute(|| {
		for minutes in (100..200).step_by(5) {
			set_minutes(minutes);
			let first = u32::try_from(minutes).expect("small") + 1;
			let open = || (first..first + 10).map(tariff_in).collect::<Vec<_>>();
			let before = open();
			assert_ok!(Grid::set_tariff(RuntimeOrigin::root(), ZONE, percent(first % 50)));
			assert_eq!(open(), before, "minute {minutes}");
		}
	});
}

#[test]
fn refuses_more_changes_than_there_is_room_for() {
	ExtBuilder::default().default_zone().build_and_execute(|| {
		for minutes in [100, 101, 102] {
			set_minutes(minutes);
			let new = percent(u32::try_from(minutes - 100).expect("small"));
			assert_ok!(Grid::set_tariff(RuntimeOrigin::root(), ZONE, new));
		}
		assert_eq!(versions(), [0, 111, 112, 113]);

		set_minutes(109);
		assert_noop!(
			Grid::set_tariff(RuntimeOrigin::root(), ZONE, percent(9)),
			Error::TooManyTariffChanges
		);

		// In the next minute the first of the changes is in force, and there is room again.
		set_minutes(110);
		assert_ok!(Grid::set_tariff(RuntimeOrigin::root(), ZONE, percent(9)));
		assert_eq!(versions(), [111, 112, 113, 121]);
	});
}

#[test]
fn replaces_the_last_change_even_when_full() {
	ExtBuilder::default().default_zone().build_and_execute(|| {
		for (minutes, share) in [(100, 1), (101, 2), (102, 3), (102, 4)] {
			set_minutes(minutes);
			assert_ok!(Grid::set_tariff(RuntimeOrigin::root(), ZONE, percent(share)));
		}
		assert_eq!(versions(), [0, 111, 112, 113]);
		assert_eq!(tariff_in(113), Some(percent(4)));
	});
}

#[test]
fn refuses_the_same_tariff() {
	ExtBuilder::default().default_zone().minutes(100).build_and_execute(|| {
		let set = |share| Grid::set_tariff(RuntimeOrigin::root(), ZONE, percent(share));
		assert_noop!(set(5), Error::TariffUnchanged);
		assert_ok!(set(3));
		assert_noop!(set(3), Error::TariffUnchanged);
		// Taking a change back is a change.
		assert_ok!(set(5));
	});
}

#[test]
fn refuses_more_than_half_of_the_value() {
	ExtBuilder::default().default_zone().build_and_execute(|| {
		let over_half = Tariff { ad_valorem: Permill::from_parts(500_001) };
		assert_noop!(
			Grid::set_tariff(RuntimeOrigin::root(), ZONE, over_half),
			Error::TariffTooHigh
		);
		assert_ok!(Grid::set_tariff(RuntimeOrigin::root(), ZONE, percent(50)));
	});
}

#[test]
fn refuses_an_unknown_zone() {
	ExtBuilder::default().default_zone().build_and_execute(|| {
		for unknown in [0, 2] {
			assert_noop!(
				Grid::set_tariff(RuntimeOrigin::root(), ZoneId(unknown), percent(3)),
				Error::UnknownZone
			);
		}
	});
}

#[test]
fn refuses_other_origins() {
	ExtBuilder::default().default_zone().build_and_execute(|| {
		for origin in [RuntimeOrigin::signed(1), RuntimeOrigin::none()] {
			assert_noop!(Grid::set_tariff(origin, ZONE, percent(3)), BadOrigin);
		}
	});
}
