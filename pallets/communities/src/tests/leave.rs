//! Leaving a community.

use super::*;

#[test]
fn the_current_interval_is_the_last() {
	test(|| {
		admit(ONE, ALICE, 1);
		Now::set(104 * LENGTH - 1);
		assert_ok!(leave(ONE, ALICE));
		let (community, participant, until) = (ONE, id_of(ALICE), IntervalId(104));
		assert_eq!(last_event(), Event::MembershipEnded { community, participant, until });
		assert_eq!((members_in(103), members_in(104)), (vec![(ALICE, 1)], vec![]));
		assert!(!MembershipOf::<Test>::contains_key(ZONE, participant));
		assert!(Communities::shares_from(ZONE, IntervalId(103)));
		assert!(!Communities::shares_from(ZONE, IntervalId(104)));
	});
}

#[test]
fn one_that_never_began_leaves_nothing() {
	test(|| {
		admit(ONE, ALICE, 1);
		assert!(Communities::shares_from(ZONE, IntervalId(101)));
		assert_ok!(leave(ONE, ALICE));
		assert!(!MembersOf::<Test>::contains_key(ONE));
		assert!(!Communities::shares_from(ZONE, IntervalId(0)));
		// And back, all within one interval.
		admit(ONE, ALICE, 2);
		assert_eq!(members_in(101), [(ALICE, 2)]);
	});
}

#[test]
fn the_record_goes_once_its_intervals_can_settle_no_more() {
	test(|| {
		admit(ONE, ALICE, 1);
		admit(ONE, BOB, 1);
		begin(103);
		assert_ok!(leave(ONE, ALICE));
		Now::set(104 * LENGTH + WINDOW - 1);
		assert_ok!(set_weight(BOB, 2));
		assert_eq!(on_record(), 2);
		Now::set(104 * LENGTH + WINDOW);
		assert_ok!(set_weight(BOB, 3));
		assert_eq!(on_record(), 1);
	});
}

#[test]
fn a_suspended_member_may() {
	test(|| {
		admit(ONE, ALICE, 1);
		begin(101);
		suspend(ALICE);
		assert_eq!(members_in(102), [(ALICE, 1)]);
		assert_ok!(leave(ONE, ALICE));
	});
}

#[test]
fn is_for_members_only() {
	test(|| {
		assert_noop!(leave(ONE, ALICE), Error::NotAMember);
		assert_noop!(leave(TWO, ALICE), Error::UnknownCommunity);
		assert_ok!(invite(ONE, ALICE, 1));
		assert_noop!(leave(ONE, ALICE), Error::NotAMember);
		assert_ok!(join(ONE, ALICE, 1));
		begin(101);
		assert_ok!(leave(ONE, ALICE));
		assert_noop!(leave(ONE, ALICE), Error::NotAMember);
		not_for(&[STRANGER], Error::NotAParticipant, |origin| Communities::leave(origin, ONE));
	});
}
