//! Closing communities, and removing what is left of them.

use super::*;

fn closed(until: u32) -> Event {
	Event::CommunityClosed { community: ONE, until: IntervalId(until) }
}

const REMOVED: Event = Event::CommunityRemoved { community: ONE };

#[test]
fn all_memberships_end_with_the_next_interval() {
	test(|| {
		admit(ONE, ALICE, 1);
		admit(ONE, BOB, 2);
		assert_ok!(invite(ONE, CHARLIE, 3));
		begin(103);
		assert_ok!(invite(ONE, DAVE, 4));
		assert_ok!(join(ONE, DAVE, 4));
		System::reset_events();
		assert_ok!(close(ONE));
		assert_eq!(events(), [closed(104)]);
		assert_eq!((members_in(103), members_in(104)), (vec![(ALICE, 1), (BOB, 2)], vec![]));
		assert!(!InvitationsOf::<Test>::contains_key(ONE));
		assert_eq!(MembershipOf::<Test>::iter().count(), 0);
		assert_eq!(on_record(), 2, "Dave's membership had not begun");
		assert!(Communities::shares_from(ZONE, IntervalId(103)));
		assert!(!Communities::shares_from(ZONE, IntervalId(104)));
	});
}

#[test]
fn closing_again_removes_it_once_no_interval_can_settle() {
	test(|| {
		admit(ONE, ALICE, 1);
		begin(103);
		assert_ok!(close(ONE));
		// Its last interval is 103.
		Now::set(104 * LENGTH + WINDOW - 1);
		assert_noop!(close(ONE), Error::MembersStillCount);
		assert_eq!(members_in(103), [(ALICE, 1)]);
		assert_eq!(Communities::next_community(ZONE, None), Some(ONE));
		Now::set(104 * LENGTH + WINDOW);
		System::reset_events();
		assert_ok!(close(ONE));
		assert_eq!(events(), [REMOVED]);
		assert_eq!(Communities::next_community(ZONE, None), None);
		assert_noop!(close(ONE), Error::UnknownCommunity);
		nothing_is_left();
	});
}

#[test]
fn one_without_members_is_removed_at_once() {
	test(|| {
		assert_ok!(invite(ONE, ALICE, 1));
		System::reset_events();
		assert_ok!(close(ONE));
		assert_eq!(events(), [closed(101), REMOVED]);
		nothing_is_left();
		// Its id is not given again.
		create(TERMS);
		assert_eq!(Communities::next_community(ZONE, None), Some(TWO));
	});
}

#[test]
fn one_that_all_have_left_long_ago_is_removed_at_once() {
	test(|| {
		admit(ONE, ALICE, 1);
		begin(103);
		assert_ok!(leave(ONE, ALICE));
		begin(200);
		System::reset_events();
		assert_ok!(close(ONE));
		assert_eq!(events(), [closed(201), REMOVED]);
		nothing_is_left();
	});
}

fn nothing_is_left() {
	assert_eq!(crate::Communities::<Test>::iter().count(), 0);
	assert_eq!(MembersOf::<Test>::iter().count(), 0);
	assert_eq!(InvitationsOf::<Test>::iter().count(), 0);
	assert_eq!(MembershipOf::<Test>::iter().count(), 0);
	assert_eq!(SharingIn::<Test>::iter().count(), 0);
}

#[test]
fn its_members_may_go_elsewhere() {
	test(|| {
		create(TERMS);
		admit(ONE, ALICE, 1);
		assert_ok!(invite(TWO, ALICE, 1));
		begin(103);
		assert_ok!(close(ONE));
		assert_ok!(join(TWO, ALICE, 1));
		assert_eq!(members_in(103), [(ALICE, 1)]);
		assert!(Communities::sharing(TWO, IntervalId(103)).is_none());
		assert!(Communities::sharing(TWO, IntervalId(104)).is_some());
		assert!(Communities::shares_from(ZONE, IntervalId(104)));
	});
}

#[test]
fn is_for_the_operator_only() {
	test(|| {
		only_the_operator(|origin| Communities::close_community(origin, ONE));
		assert_noop!(close(TWO), Error::UnknownCommunity);
	});
}
