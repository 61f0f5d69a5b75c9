//! Creating communities.

use super::*;

fn create_in(zone: ZoneId, terms: SharingTerms) -> DispatchResult {
	Communities::create_community(signed(OPERATOR), zone, id_of(ORGANISER), terms)
}

#[test]
fn each_gets_the_next_id() {
	ExtBuilder.build_and_execute(|| {
		for id in 1..=MAX_COMMUNITIES {
			assert_ok!(create_in(ZONE, TERMS));
			let (community, organiser) = (CommunityId(id), id_of(ORGANISER));
			let created =
				Event::CommunityCreated { community, zone: ZONE, organiser, terms: TERMS };
			assert_eq!(last_event(), created);
		}
		let record = crate::Communities::<Test>::get(TWO).expect("it was created");
		assert_eq!((record.zone, record.organiser), (ZONE, id_of(ORGANISER)));
		assert_eq!(latest_terms(TWO), TERMS);
		assert!(!record.closed);
		assert_eq!(Communities::sharing(TWO, IntervalId(101)), None);
		assert!(!Communities::shares_from(ZONE, IntervalId(0)));
		assert_eq!(Told::get(), []);
	});
}

#[test]
fn a_zone_has_room_for_so_many() {
	test(|| {
		for _ in 1..MAX_COMMUNITIES {
			assert_ok!(create_in(ZONE, TERMS));
		}
		assert_noop!(create_in(ZONE, TERMS), Error::TooManyCommunities);
		let organiser = id_of(ORGANISER);
		let elsewhere = signed(NEIGHBOUR);
		assert_ok!(Communities::create_community(elsewhere, NEXT_ZONE, organiser, TERMS));
		assert_ok!(close(TWO));
		assert_ok!(create_in(ZONE, TERMS));
	});
}

#[test]
fn prices_are_within_bounds() {
	let priced = |price| create_in(ZONE, terms(SharingKey::Priority, price));
	ExtBuilder.build_and_execute(|| {
		assert_noop!(priced(-1), Error::PriceBelowZero);
		assert_ok!(priced(0));
		assert_ok!(priced(1_000_000));
		assert_noop!(priced(1_000_001), Error::PriceTooHigh);
	});
}

#[test]
fn the_organiser_may_trade() {
	ExtBuilder.build_and_execute(|| {
		for unknown in [0, 9] {
			let organiser = ParticipantId(unknown);
			let call = Communities::create_community(signed(OPERATOR), ZONE, organiser, TERMS);
			assert_noop!(call, Error::OrganiserMayNotTrade);
		}
		suspend(ORGANISER);
		assert_noop!(create_in(ZONE, TERMS), Error::OrganiserMayNotTrade);
	});
}

#[test]
fn ids_run_out() {
	ExtBuilder.build_and_execute(|| {
		NextCommunity::<Test>::put(CommunityId(u32::MAX));
		assert_noop!(create_in(ZONE, TERMS), Error::NoIdsLeft);
	});
}

#[test]
fn is_for_the_operator_only() {
	ExtBuilder.build_and_execute(|| {
		let organiser = id_of(ORGANISER);
		only_the_operator(|origin| Communities::create_community(origin, ZONE, organiser, TERMS));
		for zone in [NEXT_ZONE, ZoneId(3)] {
			let error = if zone == NEXT_ZONE { Error::NotTheOperator } else { Error::UnknownZone };
			assert_noop!(create_in(zone, TERMS), error);
		}
	});
}
