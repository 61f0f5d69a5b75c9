//! The invariants notice damaged storage.

use super::*;

/// Alice and Bob are members with the fixed key, Charlie has left, Dave is invited; community 2 is in the same zone and
/// community 3 closed. All is in order until `damage`, and then not.
fn notices(noticed: &'static str, damage: impl FnOnce()) {
	ExtBuilder.build().execute_with(|| {
		for _ in 0..3 {
			create(terms(SharingKey::Fixed, 100));
		}
		for account in [ALICE, BOB, CHARLIE] {
			admit(ONE, account, 100_000);
		}
		admit(CLOSED, EVE, 1);
		begin(101);
		assert_ok!(leave(ONE, CHARLIE));
		assert_ok!(invite(ONE, DAVE, 1));
		assert_ok!(set_weight(BOB, 200_000));
		assert_ok!(set_terms(terms(SharingKey::Fixed, 200)));
		assert_ok!(close(CLOSED));
		assert_eq!(Communities::do_try_state(), Ok(()));
		damage();
		assert_eq!(Communities::do_try_state(), Err(DispatchError::Other(noticed)));
	});
}

const CLOSED: CommunityId = CommunityId(3);

fn change(id: CommunityId, damage: impl FnOnce(&mut CommunityRecord<Test>)) {
	crate::Communities::<Test>::mutate(id, |community| damage(community.as_mut().expect("there")));
}

fn change_members(id: CommunityId, damage: impl FnOnce(&mut MemberList<Test>)) {
	MembersOf::<Test>::mutate(id, damage);
}

fn change_zone(damage: impl FnOnce(&mut ZoneSharingOf<Test>)) {
	SharingIn::<Test>::mutate(ZONE, damage);
}

fn change_invitations(damage: impl FnOnce(&mut InvitationList<Test>)) {
	InvitationsOf::<Test>::mutate(ONE, damage);
}

#[test]
fn damaged_communities() {
	let noticed = "community with an id that was never assigned";
	notices(noticed, || NextCommunity::<Test>::put(CLOSED));
	notices("community that its zone does not list", || {
		change_zone(|zone| zone.communities.retain(|id| *id != TWO));
	});
	notices("community that its zone does not list", || change(TWO, |c| c.zone = NEXT_ZONE));
	notices("terms out of order", || change(ONE, |c| c.terms.as_mut().reverse()));
	notices("terms out of order", || change(ONE, |c| c.terms.clear()));
	for price in [-1, 1_000_001] {
		let damage = || change(ONE, |c| c.terms[0].value.price = Price(price));
		notices("price out of bounds", damage);
	}
}

#[test]
fn damaged_closed_communities() {
	notices("closed community that is not needed", || MembersOf::<Test>::remove(CLOSED));
	notices("closed community that is not needed", || change(TWO, |c| c.closed = true));
	notices("member of a closed community", || change(ONE, |c| c.closed = true));
}

#[test]
fn weights_above_the_whole() {
	notices("weights above the whole", || {
		change_members(ONE, |members| members[0].weights[0].value = 900_000);
	});
	notices("weights above the whole", || {
		change_members(ONE, |members| members[1].weights[1].value = 900_001);
	});
	notices("weights above the whole", || {
		change_members(ONE, |members| members[2].weights[0].value = 800_001);
	});
}

#[test]
fn damaged_members() {
	notices("members of no community", || {
		let members = MembersOf::<Test>::get(ONE);
		MembersOf::<Test>::insert(CommunityId(9), members);
	});
	notices("empty list of members", || change_members(TWO, |_| ()));
	notices("membership that ends before it begins", || {
		change_members(ONE, |members| members[2].until = Some(members[2].from));
	});
	notices("weights out of order", || change_members(ONE, |m| m[1].weights.as_mut().reverse()));
	notices("weights out of order", || change_members(ONE, |m| m[1].weights.clear()));
	notices("weight before the membership begins", || {
		change_members(ONE, |members| members[0].weights[0].from = IntervalId(100));
	});
	notices("membership that ends later than its zone says", || {
		change_members(ONE, |members| members[2].until = Some(IntervalId(103)));
	});
}

#[test]
fn memberships_that_overlap() {
	let noticed = "memberships that overlap";
	notices(noticed, || change_members(ONE, |m| m[2].participant = id_of(ALICE)));
	notices(noticed, || change_members(ONE, |m| m[1].participant = id_of(ALICE)));
	notices(noticed, || {
		let mut eve = MembersOf::<Test>::get(CLOSED);
		eve[0].participant = id_of(CHARLIE);
		MembersOf::<Test>::insert(CLOSED, eve);
	});
}

#[test]
fn a_damaged_index() {
	let alice = id_of(ALICE);
	let noticed = "membership that the index does not lead to";
	notices(noticed, || MembershipOf::<Test>::remove(ZONE, alice));
	notices(noticed, || MembershipOf::<Test>::insert(ZONE, alice, TWO));
	let noticed = "index that leads to no membership";
	notices(noticed, || MembershipOf::<Test>::insert(NEXT_ZONE, alice, ONE));
	notices(noticed, || MembershipOf::<Test>::insert(ZONE, id_of(CHARLIE), ONE));
}

#[test]
fn damaged_zones() {
	notices("zone without communities", || SharingIn::<Test>::mutate(NEXT_ZONE, |_| ()));
	notices("communities of a zone out of order", || {
		change_zone(|z| z.communities.as_mut().reverse())
	});
	notices("listed community that is not of the zone", || {
		let of_one = SharingIn::<Test>::get(ZONE);
		SharingIn::<Test>::insert(NEXT_ZONE, of_one);
	});
	let noticed = "zone that does not count its members";
	notices(noticed, || change_zone(|zone| zone.members = 3));
	let noticed = "membership that ends later than its zone says";
	notices(noticed, || change_zone(|zone| zone.until = IntervalId(101)));
}

#[test]
fn damaged_invitations() {
	let noticed = "invitation to a community that is closed or gone";
	for id in [CLOSED, CommunityId(9)] {
		let copy = || {
			let invitations = InvitationsOf::<Test>::get(ONE);
			InvitationsOf::<Test>::insert(id, invitations);
		};
		notices(noticed, copy);
	}
	let noticed = "empty list of invitations";
	notices(noticed, || change_invitations(|invitations| invitations.clear()));
	notices("participant invited twice", || {
		change_invitations(|invitations| {
			let again = invitations[0];
			invitations.try_push(again).expect("there is room");
		});
	});
	notices("invitation of a member", || {
		change_invitations(|invitations| invitations[0].participant = id_of(ALICE));
	});
}
