//! Inviting participants.

use super::*;

fn invited() -> Vec<(AccountId, u32)> {
	let invitations = InvitationsOf::<Test>::get(ONE).into_iter();
	invitations.map(|invited| (invited.participant.0.into(), invited.weight)).collect()
}

#[test]
fn names_a_weight_and_changes_it() {
	test(|| {
		assert_ok!(invite(ONE, ALICE, 5));
		let (community, participant) = (ONE, id_of(ALICE));
		let told = |old, new| Event::ParticipantInvited { community, participant, old, new };
		assert_eq!(last_event(), told(None, 5));
		assert_ok!(invite(ONE, BOB, 6));
		assert_ok!(invite(ONE, ALICE, 7));
		assert_eq!(last_event(), told(Some(5), 7));
		assert_eq!(invited(), [(ALICE, 7), (BOB, 6)]);
		assert_noop!(invite(ONE, ALICE, 7), Error::Unchanged);
		assert_eq!(members_in(101), []);
	});
}

#[test]
fn does_not_count_before_it_is_accepted() {
	test_with(terms(SharingKey::Fixed, 100), || {
		for account in [ALICE, BOB, CHARLIE] {
			assert_ok!(invite(ONE, account, u32::MAX));
		}
	});
}

#[test]
fn has_room_for_so_many() {
	test(|| {
		for account in [ALICE, BOB, CHARLIE, DAVE] {
			assert_ok!(invite(ONE, account, 1));
		}
		assert_noop!(invite(ONE, EVE, 1), Error::TooManyInvitations);
		assert_ok!(invite(ONE, ALICE, 2));
		assert_ok!(dismiss(ONE, BOB));
		assert_ok!(invite(ONE, EVE, 1));
	});
}

#[test]
fn refuses_who_may_not_trade_or_is_a_member() {
	test(|| {
		let unknown = Communities::invite(signed(ORGANISER), ONE, ParticipantId(9), 1);
		assert_noop!(unknown, Error::ParticipantMayNotTrade);
		suspend(BOB);
		assert_noop!(invite(ONE, BOB, 1), Error::ParticipantMayNotTrade);
		admit(ONE, ALICE, 1);
		assert_noop!(invite(ONE, ALICE, 2), Error::AlreadyAMember);
		begin(101);
		assert_ok!(leave(ONE, ALICE));
		assert_ok!(invite(ONE, ALICE, 2));
	});
}

#[test]
fn a_member_of_another_community_can_be_invited() {
	test(|| {
		create(TERMS);
		admit(ONE, ALICE, 1);
		assert_ok!(invite(TWO, ALICE, 1));
	});
}

#[test]
fn refuses_an_unknown_or_closed_community() {
	test(|| {
		assert_noop!(invite(TWO, ALICE, 1), Error::UnknownCommunity);
		admit(ONE, ALICE, 1);
		begin(101);
		assert_ok!(close(ONE));
		assert_noop!(invite(ONE, BOB, 1), Error::CommunityClosed);
	});
}

#[test]
fn is_for_the_organiser_only() {
	test(|| only_the_organiser(|origin| Communities::invite(origin, ONE, id_of(ALICE), 1)));
}
