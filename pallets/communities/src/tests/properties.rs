//! Whatever is called: the invariants hold, and what held in an interval when it began is what is told of it for as
//! long as it can settle.

use super::*;
use gridforge_primitives::Sharing;
use proptest::prelude::*;
use std::collections::BTreeMap;

/// Two communities of zone 1, and one of zone 2.
const COMMUNITIES: u32 = 3;

/// One call, or the passing of some time. Most of what is drawn can succeed.
#[derive(Clone, Copy, Debug)]
enum Step {
	SetTerms(CommunityId, SharingTerms),
	Invite(CommunityId, AccountId, u32),
	Admit(CommunityId, AccountId, u32),
	SetWeight(CommunityId, AccountId, u32),
	Dismiss(CommunityId, AccountId),
	Join(CommunityId, AccountId),
	Leave(CommunityId, AccountId),
	Close(CommunityId),
	Create(ZoneId),
	Wait(u32),
}

fn step() -> impl Strategy<Value = Step> {
	use Step::*;
	let community = || prop_oneof![6 => 1..=COMMUNITIES, 1 => 4..9_u32].prop_map(CommunityId);
	let account = || ALICE..=DAVE;
	let weight =
		|| prop_oneof![Just(0), Just(250_000), Just(500_000), Just(1_000_000), any::<u32>()];
	let key = prop_oneof![
		Just(SharingKey::Fixed),
		Just(SharingKey::Proportional),
		Just(SharingKey::Priority)
	];
	let terms = (key, 0..4).prop_map(|(key, price)| super::terms(key, price));
	prop_oneof![
		3 => (community(), terms).prop_map(|(id, terms)| SetTerms(id, terms)),
		3 => (community(), account(), weight()).prop_map(|(id, who, weight)| Invite(id, who, weight)),
		9 => (community(), account(), weight()).prop_map(|(id, who, weight)| Admit(id, who, weight)),
		6 => (community(), account(), weight()).prop_map(|(id, who, w)| SetWeight(id, who, w)),
		1 => (community(), account()).prop_map(|(id, who)| Dismiss(id, who)),
		3 => (community(), account()).prop_map(|(id, who)| Join(id, who)),
		5 => (community(), account()).prop_map(|(id, who)| Leave(id, who)),
		1 => community().prop_map(Close),
		2 => (1_u16..3).prop_map(|zone| Create(ZoneId(zone))),
		14 => prop_oneof![6 => 1_u32..3, 1 => 3_u32..15].prop_map(Wait),
	]
}

fn operator_of(zone: ZoneId) -> RuntimeOrigin {
	signed(if zone == ZONE { OPERATOR } else { NEIGHBOUR })
}

/// Do what a step says. Whoever joins reads the terms and its invitation first.
fn take(step: Step) -> DispatchResult {
	let organiser = signed(ORGANISER);
	match step {
		Step::SetTerms(id, terms) => Communities::set_terms(organiser, id, terms),
		Step::Invite(id, who, weight) => Communities::invite(organiser, id, id_of(who), weight),
		Step::Admit(id, who, weight) => {
			let _ = take(Step::Invite(id, who, weight));
			take(Step::Join(id, who))
		}
		Step::SetWeight(id, who, w) => Communities::set_weight(organiser, id, id_of(who), w),
		Step::Dismiss(id, who) => Communities::dismiss(organiser, id, id_of(who)),
		Step::Join(id, who) => {
			let record = crate::Communities::<Test>::get(id).ok_or(Error::UnknownCommunity)?;
			let terms = versions::latest(&record.terms).expect("it has terms");
			let invitations = InvitationsOf::<Test>::get(id);
			let invited = invitations.iter().find(|invited| invited.participant == id_of(who));
			let weight = invited.map_or(0, |invited| invited.weight);
			Communities::join(signed(who), id, terms, weight)
		}
		Step::Leave(id, who) => Communities::leave(signed(who), id),
		Step::Close(id) => {
			let record = crate::Communities::<Test>::get(id).ok_or(Error::UnknownCommunity)?;
			Communities::close_community(operator_of(record.zone), id)
		}
		Step::Create(zone) => {
			let organiser = id_of(ORGANISER);
			Communities::create_community(operator_of(zone), zone, organiser, TERMS)
		}
		Step::Wait(_) => Ok(()),
	}
}

/// What is told of each community that there ever was.
fn told(interval: u32) -> BTreeMap<u32, Sharing> {
	let ids = 1..NextCommunity::<Test>::get().0;
	let sharing = |id| Some((id, Communities::sharing(CommunityId(id), IntervalId(interval))?));
	ids.filter_map(sharing).collect()
}

/// The terms of the intervals that are open, by community. These are fixed as long as the community has members.
fn open_terms(now: u32) -> BTreeMap<(u32, u32), SharingTerms> {
	let of = |interval| told(interval).into_iter().map(move |(id, s)| ((id, interval), s.terms));
	(now..=now + 4).flat_map(of).collect()
}

/// Whether zones share from an interval on, found by looking at each interval until long after now.
fn check_shares_from(now: u32) {
	for zone in [ZONE, NEXT_ZONE] {
		for first in [now - 9, now, now + 1, now + 2] {
			let in_zone = |id: u32| {
				let record = crate::Communities::<Test>::get(CommunityId(id));
				record.is_some_and(|record| record.zone == zone)
			};
			let shares = (first..now + 8).any(|i| told(i).into_keys().any(in_zone));
			assert_eq!(Communities::shares_from(zone, IntervalId(first)), shares, "{first}");
		}
	}
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(128))]

	#[test]
	fn the_past_does_not_change(steps in prop::collection::vec(step(), 1..200)) {
		ExtBuilder.build_and_execute(|| {
			for zone in [ZONE, ZONE, NEXT_ZONE] {
				assert_ok!(take(Step::Create(zone)));
			}
			let (mut now, mut past) = (100, BTreeMap::new());
			for step in steps {
				let open = open_terms(now);
				let tells = Told::get().len();
				let done = take(step);
				let joined = matches!((step, done), (Step::Join(..) | Step::Admit(..), Ok(())));
				assert_eq!(Told::get().len(), tells + usize::from(joined));
				for (which, terms) in open_terms(now) {
					assert!(open.get(&which).is_none_or(|before| *before == terms));
				}
				if let Step::Wait(intervals) = step {
					for _ in 0..intervals {
						now += 1;
						begin(now);
						past.insert(now, told(now));
					}
				}
				Communities::do_try_state().expect("invariants hold after each step");
				// The correction window of an interval ends ten intervals after it does.
				past.retain(|interval, _| interval + 1 + 10 > now);
				for (interval, sharing) in &past {
					assert_eq!(told(*interval), *sharing, "{interval}");
				}
				check_shares_from(now);
			}
		});
	}

	/// Nothing is left for ever: once all communities are closed and their windows have passed, all can be removed.
	#[test]
	fn nothing_is_left_for_ever(steps in prop::collection::vec(step(), 1..100)) {
		ExtBuilder.build_and_execute(|| {
			let mut now = 100;
			for step in steps {
				let _ = take(step);
				if let Step::Wait(intervals) = step {
					now += intervals;
					begin(now);
				}
			}
			for _ in 0..2 {
				for id in crate::Communities::<Test>::iter_keys().collect::<Vec<_>>() {
					assert!(take(Step::Close(id)) != Err(Error::UnknownCommunity.into()));
				}
				now += 12;
				begin(now);
			}
			assert_eq!(crate::Communities::<Test>::iter().count(), 0);
			assert_eq!(MembersOf::<Test>::iter().count(), 0);
			assert_eq!(InvitationsOf::<Test>::iter().count(), 0);
			assert_eq!(MembershipOf::<Test>::iter().count(), 0);
			assert_eq!(SharingIn::<Test>::iter().count(), 0);
		});
	}
}
