//! Joining a community.

use super::*;

#[test]
fn membership_begins_with_the_next_interval() {
	test(|| {
		Now::set(101 * LENGTH - 1);
		admit(ONE, ALICE, 5);
		let (community, participant, from) = (ONE, id_of(ALICE), IntervalId(101));
		let joined = Event::MemberJoined { community, participant, weight: 5, from };
		assert_eq!(last_event(), joined);
		assert_eq!((members_in(100), members_in(101)), (vec![], vec![(ALICE, 5)]));
		assert_eq!(Told::get(), [(ZONE, from)]);
		begin(101);
		admit(ONE, BOB, 6);
		assert_eq!((members_in(101), members_in(102).len()), (vec![(ALICE, 5)], 2));
		assert_eq!(Told::get(), [(ZONE, from), (ZONE, IntervalId(102))]);
	});
}

#[test]
fn the_invitation_is_used_up() {
	test(|| {
		assert_noop!(join(ONE, ALICE, 1), Error::NotInvited);
		assert_ok!(invite(ONE, BOB, 1));
		assert_noop!(join(ONE, ALICE, 1), Error::NotInvited);
		admit(ONE, ALICE, 1);
		assert_noop!(join(ONE, ALICE, 1), Error::NotInvited);
		assert_eq!(InvitationsOf::<Test>::get(ONE).len(), 1);
		assert_ok!(join(ONE, BOB, 1));
		assert!(!InvitationsOf::<Test>::contains_key(ONE));
	});
}

#[test]
fn it_agrees_to_the_terms_that_were_set_last() {
	let join = |terms, weight| Communities::join(signed(ALICE), ONE, terms, weight);
	test(|| {
		assert_ok!(invite(ONE, ALICE, 5));
		for other in [
			SharingTerms { key: SharingKey::Priority, ..TERMS },
			SharingTerms { price: Price(101), ..TERMS },
			SharingTerms { part: Permill::from_percent(99), ..TERMS },
		] {
			assert_noop!(join(other, 5), Error::TermsDiffer);
		}
		assert_noop!(join(TERMS, 6), Error::TermsDiffer);
		// Others have been set meanwhile, then another weight.
		let new = terms(SharingKey::Proportional, 200);
		assert_ok!(set_terms(new));
		assert_noop!(join(TERMS, 5), Error::TermsDiffer);
		assert_ok!(invite(ONE, ALICE, 6));
		assert_noop!(join(new, 5), Error::TermsDiffer);
		// They hold from interval 105 on; a membership begins with the next one.
		assert_noop!(join(new, 6), Error::TermsNotInForce);
		begin(103);
		assert_noop!(join(new, 6), Error::TermsNotInForce);
		begin(104);
		assert_ok!(join(new, 6));
		assert_eq!(terms_in(105), new);
	});
}

#[test]
fn in_each_zone_there_is_one_community() {
	test(|| {
		create(TERMS);
		let (organiser, three) = (id_of(ORGANISER), CommunityId(3));
		let elsewhere = signed(NEIGHBOUR);
		assert_ok!(Communities::create_community(elsewhere, NEXT_ZONE, organiser, TERMS));
		admit(ONE, ALICE, 1);
		assert_ok!(invite(TWO, ALICE, 1));
		assert_noop!(join(TWO, ALICE, 1), Error::InAnotherCommunity);
		admit(three, ALICE, 1);
		begin(105);
		assert_ok!(leave(ONE, ALICE));
		assert_ok!(join(TWO, ALICE, 1));
		let shares = |community, interval| Communities::sharing(community, interval).is_some();
		for (interval, in_one, in_two) in [(105, true, false), (106, false, true)] {
			let interval = IntervalId(interval);
			assert_eq!((shares(ONE, interval), shares(TWO, interval)), (in_one, in_two));
		}
	});
}

#[test]
fn with_the_fixed_key_all_come_to_the_whole_at_most() {
	test_with(terms(SharingKey::Fixed, 100), || {
		admit(ONE, ALICE, 999_999);
		assert_ok!(invite(ONE, BOB, 2));
		assert_noop!(join(ONE, BOB, 2), Error::WeightsAboveWhole);
		assert_ok!(invite(ONE, BOB, 1));
		assert_ok!(join(ONE, BOB, 1));
		assert_ok!(invite(ONE, CHARLIE, u32::MAX));
		assert_noop!(join(ONE, CHARLIE, u32::MAX), Error::WeightsAboveWhole);
		// Until the key changes nobody else can join.
		assert_ok!(set_terms(TERMS));
		begin(103);
		assert_noop!(join(ONE, CHARLIE, u32::MAX), Error::TermsNotInForce);
		begin(104);
		assert_ok!(join(ONE, CHARLIE, u32::MAX));
	});
}

#[test]
fn weights_count_from_the_first_interval_of_a_fixed_key_on() {
	test(|| {
		assert_ok!(set_terms(terms(SharingKey::Fixed, 100)));
		begin(104);
		assert_ok!(invite(ONE, ALICE, 1_000_001));
		assert_noop!(join(ONE, ALICE, 1_000_001), Error::WeightsAboveWhole);
	});
}

#[test]
fn one_that_left_joins_again() {
	test(|| {
		admit(ONE, ALICE, 1);
		admit(ONE, BOB, 2);
		begin(103);
		assert_ok!(leave(ONE, ALICE));
		admit(ONE, ALICE, 3);
		assert_eq!(members_in(103), [(ALICE, 1), (BOB, 2)]);
		assert_eq!(members_in(104), [(BOB, 2), (ALICE, 3)], "it joined last");
		begin(106);
		assert_ok!(leave(ONE, ALICE));
		begin(108);
		admit(ONE, ALICE, 4);
		assert_eq!((members_in(107), members_in(108)), (vec![(BOB, 2)], vec![(BOB, 2)]));
		assert_eq!(members_in(109), [(BOB, 2), (ALICE, 4)]);
		assert_eq!(on_record(), 4);
	});
}

#[test]
fn a_full_list_is_pruned_before_it_refuses() {
	test(|| {
		for account in [ALICE, BOB, CHARLIE, DAVE] {
			admit(ONE, account, 1);
		}
		assert_ok!(invite(ONE, EVE, 1));
		assert_noop!(join(ONE, EVE, 1), Error::TooManyMembers);
		begin(102);
		assert_ok!(leave(ONE, ALICE));
		// Alice's last interval is 102.
		Now::set(103 * LENGTH + WINDOW - 1);
		assert_noop!(join(ONE, EVE, 1), Error::TooManyMembers);
		assert_eq!(members_in(102).len(), 4);
		Now::set(103 * LENGTH + WINDOW);
		assert_ok!(join(ONE, EVE, 1));
		assert_eq!(on_record(), 4);
		assert_eq!(members_in(113), [(BOB, 1), (CHARLIE, 1), (DAVE, 1)]);
		assert_eq!(members_in(114), [(BOB, 1), (CHARLIE, 1), (DAVE, 1), (EVE, 1)]);
	});
}

#[test]
fn is_for_participants_that_may_trade() {
	test(|| {
		for account in [ALICE, BOB] {
			assert_ok!(invite(ONE, account, 1));
		}
		suspend(ALICE);
		assert_noop!(join(ONE, ALICE, 1), Error::ParticipantMayNotTrade);
		let call = |origin| Communities::join(origin, ONE, TERMS, 1);
		not_for(&[STRANGER], Error::NotAParticipant, call);
	});
}

#[test]
fn refuses_an_unknown_or_closed_community() {
	test(|| {
		let unknown = Communities::join(signed(ALICE), TWO, TERMS, 1);
		assert_noop!(unknown, Error::UnknownCommunity);
		admit(ONE, ALICE, 1);
		assert_ok!(invite(ONE, BOB, 1));
		begin(101);
		assert_ok!(close(ONE));
		assert_noop!(join(ONE, BOB, 1), Error::CommunityClosed);
	});
}
