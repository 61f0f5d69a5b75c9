//! Changing a zone's tariff.

use super::*;
use frame_support::assert_noop;
use gridforge_primitives::{Multiplier, PerKwh, Shares};
use sp_runtime::DispatchError::BadOrigin;

#[test]
fn begins_with_the_first_interval_that_is_not_open() {
	ExtBuilder::default().default_zone().minutes(100).build_and_execute(|| {
		assert_ok!(Grid::set_tariff(RuntimeOrigin::root(), ZONE, None, Some(percent(3))));

		assert_eq!(tariff_in(110), Some(percent(5)));
		assert_eq!(tariff_in(111), Some(percent(3)));
		assert_eq!(versions(), [0, 111]);
		let (from, old, new) = (IntervalId(111), Some(percent(5)), Some(percent(3)));
		System::assert_last_event(Event::TariffChanged { zone: ZONE, from, old, new }.into());
	});
}

#[test]
fn a_second_change_for_the_same_interval_replaces_the_first() {
	ExtBuilder::default().default_zone().minutes(100).build_and_execute(|| {
		assert_ok!(Grid::set_tariff(RuntimeOrigin::root(), ZONE, None, Some(percent(3))));
		assert_ok!(Grid::set_tariff(RuntimeOrigin::root(), ZONE, None, Some(percent(4))));

		assert_eq!(versions(), [0, 111]);
		assert_eq!(tariff_in(111), Some(percent(4)));
		let (from, old, new) = (IntervalId(111), Some(percent(3)), Some(percent(4)));
		System::assert_last_event(Event::TariffChanged { zone: ZONE, from, old, new }.into());
	});
}

#[test]
fn forgets_versions_that_no_interval_has_which_is_not_settled() {
	ExtBuilder::default().default_zone().build_and_execute(|| {
		// When the change is made, and the versions that are left then.
		for (minutes, kept) in [
			(100, &[0, 111][..]),
			(109, &[0, 111, 120]),
			// Intervals 108 to 110 are not settled yet: they have the first version.
			(110, &[0, 111, 120, 121]),
			// The first one that is not is 111.
			(113, &[111, 120, 121, 124]),
			(500, &[124, 511]),
		] {
			set_minutes(minutes);
			let new = percent(u32::try_from(minutes % 50).expect("small"));
			assert_ok!(Grid::set_tariff(RuntimeOrigin::root(), ZONE, None, Some(new)));
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
			assert_ok!(Grid::set_tariff(
				RuntimeOrigin::root(),
				ZONE,
				None,
				Some(percent(first % 50))
			));
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
			assert_ok!(Grid::set_tariff(RuntimeOrigin::root(), ZONE, None, Some(new)));
		}
		assert_eq!(versions(), [0, 111, 112, 113]);

		set_minutes(109);
		assert_noop!(
			Grid::set_tariff(RuntimeOrigin::root(), ZONE, None, Some(percent(9))),
			Error::TooManyTariffChanges
		);

		// Once all that had the first version is settled there is room again.
		set_minutes(113);
		assert_ok!(Grid::set_tariff(RuntimeOrigin::root(), ZONE, None, Some(percent(9))));
		assert_eq!(versions(), [111, 112, 113, 124]);
	});
}

#[test]
fn replaces_the_last_change_even_when_full() {
	ExtBuilder::default().default_zone().build_and_execute(|| {
		for (minutes, share) in [(100, 1), (101, 2), (102, 3), (102, 4)] {
			set_minutes(minutes);
			assert_ok!(Grid::set_tariff(RuntimeOrigin::root(), ZONE, None, Some(percent(share))));
		}
		assert_eq!(versions(), [0, 111, 112, 113]);
		assert_eq!(tariff_in(113), Some(percent(4)));
	});
}

#[test]
fn refuses_the_same_tariff() {
	ExtBuilder::default().default_zone().minutes(100).build_and_execute(|| {
		let set = |share| Grid::set_tariff(RuntimeOrigin::root(), ZONE, None, Some(percent(share)));
		assert_noop!(set(5), Error::Unchanged);
		assert_ok!(set(3));
		assert_noop!(set(3), Error::Unchanged);
		// Taking a change back is a change.
		assert_ok!(set(5));
	});
}

/// Change zone 1's tariff from `from` on.
fn set_from(from: u32, tariff: Option<Tariff>) -> frame_support::dispatch::DispatchResult {
	Grid::set_tariff(RuntimeOrigin::root(), ZONE, Some(IntervalId(from)), tariff)
}

#[test]
fn begins_with_the_interval_that_is_named() {
	ExtBuilder::default().default_zone().minutes(100).build_and_execute(|| {
		assert_ok!(set_from(200, Some(percent(3))));
		assert_eq!(tariff_in(199), Some(percent(5)));
		assert_eq!(tariff_in(200), Some(percent(3)));
		// One that begins before it replaces it.
		assert_ok!(set_from(150, Some(percent(4))));
		assert_eq!(versions(), [0, 150]);
		// So the same tariff can be a change.
		assert_ok!(set_from(160, Some(percent(6))));
		assert_ok!(set_from(155, Some(percent(4))));
		assert_eq!(versions(), [0, 150, 155]);
		assert_eq!(tariff_in(160), Some(percent(4)));
		assert_noop!(set_from(155, Some(percent(4))), Error::Unchanged);
	});
}

#[test]
fn refuses_an_interval_that_is_open_or_past() {
	ExtBuilder::default().default_zone().minutes(100).build_and_execute(|| {
		for from in [0, 99, 101, 110] {
			assert_noop!(set_from(from, Some(percent(3))), Error::AlreadyOpen);
		}
		assert_ok!(set_from(111, Some(percent(3))));
	});
}

#[test]
fn reaches_the_zones_below_that_have_none_of_their_own() {
	tree().minutes(100).build_and_execute(|| {
		for zone in [1, 2, 3] {
			assert_eq!(share_of(zone, 111), Some(5), "{zone}");
		}
		assert_ok!(set_from(111, Some(percent(3))));
		let own = Some(percent(8));
		assert_ok!(Grid::set_tariff(RuntimeOrigin::root(), ZoneId(2), Some(IntervalId(120)), own));

		for (interval, shares) in [(110, [5, 5, 5]), (111, [3, 3, 3]), (120, [3, 8, 8])] {
			let seen = [1, 2, 3].map(|zone| share_of(zone, interval));
			assert_eq!(seen, shares.map(Some), "{interval}");
		}
	});
}

#[test]
fn without_a_tariff_the_parents_holds_again() {
	tree().minutes(100).build_and_execute(|| {
		let set = |from, tariff| {
			Grid::set_tariff(RuntimeOrigin::root(), ZoneId(3), Some(IntervalId(from)), tariff)
		};
		assert_noop!(set(111, None), Error::Unchanged);
		assert_ok!(set(111, Some(percent(7))));
		assert_ok!(set(130, None));
		assert_eq!([110, 111, 129, 130].map(|i| share_of(3, i)), [5, 7, 7, 5].map(Some));
		let (from, old, new) = (IntervalId(130), Some(percent(7)), None);
		System::assert_last_event(Event::TariffChanged { zone: ZoneId(3), from, old, new }.into());
		// The region has no parent.
		assert_noop!(set_from(111, None), Error::NoParent);
	});
}

#[test]
fn keeps_to_the_bounds() {
	ExtBuilder::default().default_zone().build_and_execute(|| {
		let shares = |host, treasury| Shares {
			host: Permill::from_percent(host),
			treasury: Permill::from_percent(treasury),
		};
		let changes: [(fn(&mut Tariff, u32), u32, Error); 5] = [
			(|t, v| t.ad_valorem = Permill::from_parts(v), 500_000, Error::TariffTooHigh),
			(|t, v| t.tax = Permill::from_parts(v), 500_000, Error::TaxTooHigh),
			(|t, v| t.per_kwh = PerKwh(v), 10_000_000, Error::PerKwhTooHigh),
			(|t, v| t.time_of_use[23] = factor(v), 1_000, Error::MultiplierTooHigh),
			(|t, v| t.congestion[3] = factor(v), 1_000, Error::MultiplierTooHigh),
		];
		for (change, most, error) in changes {
			let mut tariff = percent(1);
			change(&mut tariff, most + 1);
			assert_noop!(set_from(100, Some(tariff)), error);
			change(&mut tariff, most);
			assert_ok!(set_from(100, Some(tariff)));
		}
		let over = Tariff { shares: shares(60, 41), ..percent(1) };
		assert_noop!(set_from(100, Some(over)), Error::SharesExceedFee);
		assert_ok!(set_from(100, Some(Tariff { shares: shares(60, 40), ..percent(1) })));
	});
}

fn factor(hundredths: u32) -> Multiplier {
	Multiplier(u16::try_from(hundredths).expect("small"))
}

#[test]
fn the_hour_of_use_follows_the_clocks_through_their_change() {
	ExtBuilder::default().default_zone().build_and_execute(|| {
		let mut tariff = Tariff { per_kwh: PerKwh(1), ..percent(5) };
		for (hour, factor) in (0..).zip(&mut tariff.time_of_use) {
			*factor = Multiplier(hour);
		}
		assert_ok!(set_from(11, Some(tariff)));
		let hour_of = |minute| rules_of(1, minute).map(|rules| rules.fees.per_kwh);

		// Intervals of a minute: interval 60 begins at one o'clock UTC.
		assert_eq!([59, 60, 1_439, 1_440].map(hour_of), [0, 1, 23, 0].map(Some));
		// In spring the clocks go from two to three: there is no hour of two. In autumn it comes twice.
		let (spring, autumn) = (10_140, 20_220);
		set_clocks(&[(0, 60), (spring, 120), (autumn, 60)]);
		assert_eq!([spring - 1, spring].map(|m| hour_of(minute(m))), [Some(1), Some(3)]);
		assert_eq!([autumn - 1, autumn].map(|m| hour_of(minute(m))), [Some(2), Some(2)]);
	});
}

fn minute(minute: u64) -> u32 {
	u32::try_from(minute).expect("small")
}

#[test]
fn refuses_an_unknown_zone() {
	ExtBuilder::default().default_zone().build_and_execute(|| {
		for unknown in [0, 2] {
			assert_noop!(
				Grid::set_tariff(RuntimeOrigin::root(), ZoneId(unknown), None, Some(percent(3))),
				Error::UnknownZone
			);
		}
	});
}

#[test]
fn refuses_other_origins() {
	ExtBuilder::default().default_zone().build_and_execute(|| {
		for origin in [RuntimeOrigin::signed(1), RuntimeOrigin::none()] {
			assert_noop!(Grid::set_tariff(origin, ZONE, None, Some(percent(3))), BadOrigin);
		}
	});
}
