//! Another organiser.

use super::*;

fn set(account: AccountId) -> DispatchResult {
	Communities::set_organiser(signed(OPERATOR), ONE, id_of(account))
}

#[test]
fn takes_the_place_of_the_one_before_at_once() {
	test(|| {
		assert_ok!(set(ALICE));
		let (old, new) = (id_of(ORGANISER), id_of(ALICE));
		assert_eq!(last_event(), Event::OrganiserChanged { community: ONE, old, new });
		assert_noop!(invite(ONE, BOB, 1), Error::NotTheOrganiser);
		assert_ok!(Communities::invite(signed(ALICE), ONE, id_of(BOB), 1));
	});
}

#[test]
fn refuses_what_is_not_allowed() {
	test(|| {
		assert_noop!(set(ORGANISER), Error::Unchanged);
		assert_noop!(set(STRANGER), Error::OrganiserMayNotTrade);
		suspend(ALICE);
		assert_noop!(set(ALICE), Error::OrganiserMayNotTrade);
		let unknown = Communities::set_organiser(signed(OPERATOR), TWO, id_of(BOB));
		assert_noop!(unknown, Error::UnknownCommunity);
		admit(ONE, BOB, 1);
		begin(101);
		assert_ok!(close(ONE));
		assert_noop!(set(BOB), Error::CommunityClosed);
	});
}

#[test]
fn is_for_the_operator_only() {
	test(|| only_the_operator(|origin| Communities::set_organiser(origin, ONE, id_of(ALICE))));
}
