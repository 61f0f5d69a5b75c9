//! Dismissing members and withdrawing invitations.

use super::*;

#[test]
fn a_membership_ends_with_the_next_interval() {
	test(|| {
		admit(ONE, ALICE, 1);
		admit(ONE, BOB, 2);
		begin(103);
		assert_ok!(dismiss(ONE, ALICE));
		let (community, participant, until) = (ONE, id_of(ALICE), IntervalId(104));
		assert_eq!(last_event(), Event::MembershipEnded { community, participant, until });
		assert_eq!(members_in(103), [(ALICE, 1), (BOB, 2)]);
		assert_eq!(members_in(104), [(BOB, 2)]);
		assert_noop!(dismiss(ONE, ALICE), Error::NotAMember);
	});
}

#[test]
fn an_invitation_is_withdrawn() {
	test(|| {
		assert_ok!(invite(ONE, ALICE, 5));
		assert_ok!(dismiss(ONE, ALICE));
		let (community, participant) = (ONE, id_of(ALICE));
		let withdrawn = Event::InvitationWithdrawn { community, participant, weight: 5 };
		assert_eq!(last_event(), withdrawn);
		assert!(!InvitationsOf::<Test>::contains_key(ONE));
		assert_noop!(join(ONE, ALICE, 5), Error::NotInvited);
	});
}

#[test]
fn the_invitation_of_one_that_left_is_withdrawn() {
	test(|| {
		admit(ONE, ALICE, 1);
		begin(103);
		assert_ok!(leave(ONE, ALICE));
		assert_ok!(invite(ONE, ALICE, 2));
		assert_ok!(dismiss(ONE, ALICE));
		assert_eq!((members_in(103), members_in(104)), (vec![(ALICE, 1)], vec![]));
		assert_noop!(dismiss(ONE, ALICE), Error::NotAMember);
	});
}

#[test]
fn refuses_what_is_not_there() {
	test(|| {
		assert_noop!(dismiss(ONE, ALICE), Error::NotAMember);
		assert_noop!(dismiss(TWO, ALICE), Error::UnknownCommunity);
		create(TERMS);
		admit(TWO, ALICE, 1);
		assert_noop!(dismiss(ONE, ALICE), Error::NotAMember);
		begin(101);
		assert_ok!(close(TWO));
		assert_noop!(dismiss(TWO, ALICE), Error::CommunityClosed);
	});
}

#[test]
fn is_for_the_organiser_only() {
	test(|| {
		admit(ONE, ALICE, 1);
		only_the_organiser(|origin| Communities::dismiss(origin, ONE, id_of(ALICE)));
	});
}
