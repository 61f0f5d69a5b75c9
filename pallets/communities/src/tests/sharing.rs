//! What settlement is told of communities.

use super::*;
use gridforge_primitives::Sharing;

#[test]
fn communities_come_one_after_the_other() {
	test(|| {
		create(TERMS);
		let elsewhere = signed(NEIGHBOUR);
		assert_ok!(Communities::create_community(elsewhere, NEXT_ZONE, id_of(ALICE), TERMS));
		create(TERMS);
		let next = |zone, last: Option<u32>| {
			Communities::next_community(zone, last.map(CommunityId)).map(|id| id.0)
		};
		let in_zone = [None, Some(1), Some(2), Some(3), Some(4)].map(|last| next(ZONE, last));
		assert_eq!(in_zone, [Some(1), Some(2), Some(4), Some(4), None]);
		assert_eq!([None, Some(3)].map(|last| next(NEXT_ZONE, last)), [Some(3), None]);
		assert_eq!(next(ZoneId(9), None), None);
		// Where one was removed, the order goes on.
		assert_ok!(close(TWO));
		assert_eq!(next(ZONE, Some(1)), Some(4));
	});
}

#[test]
fn an_interval_has_terms_and_members() {
	test(|| {
		admit(ONE, BOB, 2);
		admit(ONE, ALICE, 1);
		let members = vec![(id_of(BOB), 2), (id_of(ALICE), 1)];
		let sharing = Some(Sharing { terms: TERMS, members });
		assert_eq!(Communities::sharing(ONE, IntervalId(101)), sharing);
		assert_eq!(Communities::sharing_in(ONE, IntervalId(101)), sharing);
		assert_eq!(Communities::sharing(ONE, IntervalId(100)), None);
		assert_eq!(Communities::sharing(TWO, IntervalId(101)), None);
	});
}

#[test]
fn a_zone_shares_until_the_last_member_has_left() {
	test(|| {
		create(TERMS);
		admit(ONE, ALICE, 1);
		admit(TWO, BOB, 1);
		let shares = |interval| Communities::shares_from(ZONE, IntervalId(interval));
		begin(103);
		assert_ok!(leave(ONE, ALICE));
		assert!(shares(100_000));
		begin(105);
		assert_ok!(leave(TWO, BOB));
		assert!(shares(0) && shares(105) && !shares(106));
		assert!(!Communities::shares_from(NEXT_ZONE, IntervalId(0)));
		// One that comes and goes within an interval changes nothing.
		begin(110);
		admit(ONE, CHARLIE, 1);
		assert!(shares(111));
		assert_ok!(leave(ONE, CHARLIE));
		assert!(shares(105) && !shares(106));
	});
}

#[cfg(feature = "runtime-benchmarks")]
#[test]
fn a_benchmark_gets_a_full_community() {
	ExtBuilder.build_and_execute(|| {
		let (community, members) = Communities::fill_for_benchmark(ZONE);
		assert_eq!(members.len(), MAX_MEMBERS as usize);
		let members = members.into_iter().map(|member| (member, 1)).collect();
		let sharing = Some(Sharing { terms: TERMS, members });
		for interval in [0, 100, u32::MAX] {
			assert_eq!(Communities::sharing(community, IntervalId(interval)), sharing);
		}
	});
}
