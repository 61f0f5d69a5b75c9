//! Setting a zone's clocks. What they do to hours is tested with calendars and tariffs.

use super::*;
use crate::{OffsetsOf, UtcOffsets};
use frame_support::{assert_noop, dispatch::DispatchResult};
use sp_runtime::DispatchError::BadOrigin;

fn table(entries: &[(u64, i16)]) -> UtcOffsets<Test> {
	let offset = |(from, minutes): &(u64, i16)| UtcOffset { from: *from, minutes: *minutes };
	let entries = entries.iter().map(offset).collect::<Vec<_>>();
	entries.try_into().expect("few")
}

fn set(entries: &[(u64, i16)]) -> DispatchResult {
	Grid::set_utc_offsets(RuntimeOrigin::root(), ZONE, table(entries))
}

#[test]
fn replaces_the_whole_table() {
	ExtBuilder::default().default_zone().build_and_execute(|| {
		let mut old = table(&[]);
		for entries in [&[(0, 60), (5, 120)][..], &[(7, 60)], &[]] {
			assert_ok!(set(entries));
			let new = table(entries);
			assert_eq!(OffsetsOf::<Test>::get(ZONE), new);
			System::assert_last_event(
				Event::UtcOffsetsChanged { zone: ZONE, old, new: new.clone() }.into(),
			);
			old = new;
		}
	});
}

#[test]
fn takes_offsets_at_their_bounds_only() {
	ExtBuilder::default().default_zone().build_and_execute(|| {
		assert_ok!(set(&[(0, -720), (1, 840)]));
		for minutes in [-721, 841] {
			assert_noop!(set(&[(0, minutes)]), Error::OffsetOutOfBounds);
		}
	});
}

#[test]
fn refuses_a_table_that_is_not_in_the_order_of_time() {
	ExtBuilder::default().default_zone().build_and_execute(|| {
		for entries in [[(5, 60), (4, 120)], [(5, 60), (5, 120)]] {
			assert_noop!(set(&entries), Error::OffsetsOutOfOrder);
		}
	});
}

#[test]
fn refuses_the_same_an_unknown_zone_and_other_origins() {
	ExtBuilder::default().default_zone().build_and_execute(|| {
		assert_noop!(set(&[]), Error::Unchanged);
		let new = table(&[(0, 60)]);
		let root = RuntimeOrigin::root();
		assert_noop!(Grid::set_utc_offsets(root, UNKNOWN, new.clone()), Error::UnknownZone);
		for origin in [RuntimeOrigin::signed(1), RuntimeOrigin::none()] {
			assert_noop!(Grid::set_utc_offsets(origin, ZONE, new.clone()), BadOrigin);
		}
	});
}
