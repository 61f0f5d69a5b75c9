//! Changing the weight of a member, with notice.

use super::*;

#[test]
fn it_changes_with_the_first_interval_that_is_not_open() {
	test(|| {
		admit(ONE, ALICE, 5);
		admit(ONE, BOB, 6);
		assert_ok!(set_weight(ALICE, 7));
		let (community, participant, from) = (ONE, id_of(ALICE), IntervalId(105));
		let changed = Event::WeightChanged { community, participant, from, old: Some(5), new: 7 };
		assert_eq!(last_event(), changed);
		assert_eq!(members_in(101), [(ALICE, 5), (BOB, 6)]);
		assert_eq!(members_in(104), [(ALICE, 5), (BOB, 6)]);
		assert_eq!(members_in(105), [(ALICE, 7), (BOB, 6)], "the order stays");
	});
}

#[test]
fn a_change_that_has_not_been_opened_is_replaced() {
	test(|| {
		admit(ONE, ALICE, 5);
		assert_ok!(set_weight(ALICE, 7));
		assert_ok!(set_weight(ALICE, 8));
		assert_eq!((members_in(104), members_in(105)), (vec![(ALICE, 5)], vec![(ALICE, 8)]));
		begin(101);
		assert_ok!(set_weight(ALICE, 9));
		assert_eq!((members_in(105), members_in(106)), (vec![(ALICE, 8)], vec![(ALICE, 9)]));
		assert_noop!(set_weight(ALICE, 9), Error::Unchanged);
	});
}

#[test]
fn with_the_fixed_key_all_come_to_the_whole_at_most() {
	test_with(terms(SharingKey::Fixed, 100), || {
		admit(ONE, ALICE, 600_000);
		admit(ONE, BOB, 400_000);
		assert_noop!(set_weight(BOB, 400_001), Error::WeightsAboveWhole);
		assert_ok!(set_weight(ALICE, 500_000));
		// Both changes are from 105 on.
		assert_ok!(set_weight(BOB, 500_000));
		assert_noop!(set_weight(ALICE, 500_001), Error::WeightsAboveWhole);
		begin(101);
		assert_ok!(leave(ONE, ALICE));
		assert_ok!(set_weight(BOB, 1_000_000));
	});
}

#[test]
fn a_lower_weight_makes_room_from_when_it_takes_effect() {
	test_with(terms(SharingKey::Fixed, 100), || {
		admit(ONE, ALICE, 1_000_000);
		assert_ok!(set_weight(ALICE, 400_000));
		assert_ok!(invite(ONE, BOB, 600_000));
		// Membership begins with the next interval, the weight changes with 105.
		begin(103);
		assert_noop!(join(ONE, BOB, 600_000), Error::WeightsAboveWhole);
		begin(104);
		assert_ok!(join(ONE, BOB, 600_000));
	});
}

#[test]
fn past_weights_are_kept_as_long_as_they_can_matter() {
	test(|| {
		admit(ONE, ALICE, 0);
		for interval in 101..104 {
			begin(interval);
			assert_ok!(set_weight(ALICE, interval));
		}
		Now::set(106 * LENGTH + WINDOW - 1);
		assert_noop!(set_weight(ALICE, 9), Error::TooManyWeightChanges);
		Now::set(106 * LENGTH + WINDOW);
		assert_ok!(set_weight(ALICE, 9));
		for (interval, weight) in [(106, 101), (107, 102), (108, 103), (120, 103), (121, 9)] {
			assert_eq!(members_in(interval), [(ALICE, weight)], "{interval}");
		}
	});
}

#[test]
fn is_of_members_only() {
	test(|| {
		assert_ok!(invite(ONE, ALICE, 1));
		assert_noop!(set_weight(ALICE, 2), Error::NotAMember);
		assert_ok!(join(ONE, ALICE, 1));
		begin(101);
		assert_ok!(leave(ONE, ALICE));
		assert_noop!(set_weight(ALICE, 2), Error::NotAMember);
		let unknown = Communities::set_weight(signed(ORGANISER), TWO, id_of(ALICE), 2);
		assert_noop!(unknown, Error::UnknownCommunity);
		assert_ok!(close(ONE));
		assert_noop!(set_weight(ALICE, 2), Error::CommunityClosed);
	});
}

#[test]
fn is_for_the_organiser_only() {
	test(|| {
		admit(ONE, ALICE, 1);
		only_the_organiser(|origin| Communities::set_weight(origin, ONE, id_of(ALICE), 2));
	});
}
