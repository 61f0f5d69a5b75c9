//! Benchmarks of the calls, each in its worst case.

use super::*;
use alloc::vec::Vec;
use frame_benchmarking::v2::*;
use frame_support::{traits::Get, BoundedVec};
use frame_system::RawOrigin;
use gridforge_primitives::{
	CommunityId, IntervalClock, IntervalId, ParticipantId, Participants as _, Price, SharingKey,
	SharingTerms, ZoneId, Zones as _,
};
use sp_runtime::Permill;

/// The interval that it is: far from the beginning, whatever the correction window.
const CURRENT: IntervalId = IntervalId(1_000_000);

fn participant<T: Config>(name: &'static str, index: u32) -> (T::AccountId, ParticipantId) {
	let account: T::AccountId = account(name, index, 0);
	let participant = T::Participants::admit_for_benchmark(&account);
	(account, participant)
}

/// A zone, and the account of its operator.
fn zone<T: Config>() -> (T::AccountId, ZoneId) {
	T::Clock::set_for_benchmark(T::Clock::delivery_start(CURRENT));
	let (account, operator) = participant::<T>("operator", 0);
	(account, T::Zones::create_for_benchmark(operator))
}

fn terms(key: SharingKey, price: u32) -> SharingTerms {
	let price = Price(i32::try_from(price).unwrap_or(100));
	SharingTerms { key, price, part: Permill::one() }
}

/// A community of `zone` without members, and the account of its organiser.
fn community<T: Config>(zone: ZoneId) -> (T::AccountId, CommunityId) {
	let (account, organiser) = participant::<T>("organiser", 0);
	let id = Pallet::<T>::do_create(zone, organiser, terms(SharingKey::Proportional, 100))
		.expect("the organiser may trade, the terms are allowed and the zone has room; qed");
	(account, id)
}

/// A community with as many members as there can be, valid from the first interval on, and who they are.
pub(crate) fn fill<T: Config>(zone: ZoneId) -> (CommunityId, Vec<ParticipantId>) {
	let (_, id) = community::<T>(zone);
	let who: Vec<_> = (0..T::MaxMembers::get()).map(|i| participant::<T>("member", i).1).collect();
	let members = who.iter().map(|who| Membership::new(*who, IntervalId(0), 1)).collect::<Vec<_>>();
	MembersOf::<T>::insert(id, BoundedVec::truncate_from(members));
	for participant in &who {
		MembershipOf::<T>::insert(zone, participant, id);
	}
	SharingIn::<T>::mutate(zone, |sharing| {
		sharing.members = sharing.members.saturating_add(T::MaxMembers::get());
	});
	(id, who)
}

/// A full community with the fixed key, all of whose terms and weights have changed as often as possible, the weights
/// from intervals to come; with as many invited as possible. Answers with its organiser's account and its last member.
fn busy<T: Config>(zone: ZoneId) -> (T::AccountId, CommunityId, ParticipantId) {
	let (id, members) = fill::<T>(zone);
	Communities::<T>::mutate_extant(id, |community| {
		let version =
			|from| Version { from: IntervalId(from), value: terms(SharingKey::Fixed, from) };
		let versions = (0..T::MaxTermsVersions::get()).map(version).collect::<Vec<_>>();
		community.terms = BoundedVec::truncate_from(versions);
	});
	MembersOf::<T>::mutate(id, |members| {
		let mut from = T::Clock::first_unopened();
		for member in members.iter_mut() {
			let changes = (1..MAX_WEIGHTS).map(|i| {
				from = IntervalId(from.0.saturating_add(1));
				Version { from, value: 1 + i % 2 }
			});
			let first = Version { from: IntervalId(0), value: 1 };
			let weights = core::iter::once(first).chain(changes).collect::<Vec<_>>();
			member.weights = BoundedVec::truncate_from(weights);
		}
	});
	let invitation = |i| Invitation { participant: ParticipantId(u32::MAX - i), weight: 1 };
	let invitations = (0..T::MaxMembers::get()).map(invitation).collect::<Vec<_>>();
	InvitationsOf::<T>::insert(id, BoundedVec::truncate_from(invitations));
	let (account, _) = participant::<T>("organiser", 0);
	let last = members.last().copied().expect("it has members; qed");
	(account, id, last)
}

/// The account of the last member of a full community.
fn last_member<T: Config>() -> T::AccountId {
	account("member", T::MaxMembers::get() - 1, 0)
}

fn lasting<T: Config>(id: CommunityId) -> usize {
	MembersOf::<T>::get(id).iter().filter(|member| member.lasts()).count()
}

#[benchmarks]
mod benchmarks {
	use super::*;

	/// It takes the last place in its zone.
	#[benchmark]
	fn create_community() -> Result<(), BenchmarkError> {
		let (operator, zone) = zone::<T>();
		for _ in 1..T::MaxCommunities::get() {
			community::<T>(zone);
		}
		let (_, organiser) = participant::<T>("organiser", 1);
		let id = NextCommunity::<T>::get();

		#[extrinsic_call]
		_(RawOrigin::Signed(operator), zone, organiser, terms(SharingKey::Fixed, 100));

		assert_eq!(Communities::<T>::get(id).map(|c| c.organiser), Some(organiser));
		Ok(())
	}

	#[benchmark]
	fn set_terms() -> Result<(), BenchmarkError> {
		let (_, zone) = zone::<T>();
		let (organiser, id, _) = busy::<T>(zone);
		let new = terms(SharingKey::Fixed, 999);

		#[extrinsic_call]
		_(RawOrigin::Signed(organiser), id, new);

		let stored = Communities::<T>::get(id).and_then(|c| versions::latest(&c.terms));
		assert_eq!(stored, Some(new));
		Ok(())
	}

	/// The participant takes the last place.
	#[benchmark]
	fn invite() -> Result<(), BenchmarkError> {
		let (_, zone) = zone::<T>();
		let (organiser, id, _) = busy::<T>(zone);
		InvitationsOf::<T>::mutate(id, |invitations| invitations.pop());
		let (_, participant) = participant::<T>("invited", 0);

		#[extrinsic_call]
		_(RawOrigin::Signed(organiser), id, participant, 7);

		let invitation = Invitation { participant, weight: 7 };
		assert_eq!(InvitationsOf::<T>::get(id).last(), Some(&invitation));
		Ok(())
	}

	#[benchmark]
	fn set_weight() -> Result<(), BenchmarkError> {
		let (_, zone) = zone::<T>();
		let (organiser, id, member) = busy::<T>(zone);

		#[extrinsic_call]
		_(RawOrigin::Signed(organiser), id, member, 7);

		let members = MembersOf::<T>::get(id);
		let stored = members.last().and_then(|member| versions::latest(&member.weights));
		assert_eq!(stored, Some(7));
		Ok(())
	}

	#[benchmark]
	fn dismiss() -> Result<(), BenchmarkError> {
		let (_, zone) = zone::<T>();
		let (organiser, id, member) = busy::<T>(zone);

		#[extrinsic_call]
		_(RawOrigin::Signed(organiser), id, member);

		assert!(!MembershipOf::<T>::contains_key(zone, member));
		Ok(())
	}

	/// It takes the place of one that left long ago, and was invited last.
	#[benchmark]
	fn join() -> Result<(), BenchmarkError> {
		let (_, zone) = zone::<T>();
		let (_, id, member) = busy::<T>(zone);
		Pallet::<T>::do_end(id, zone, member).map_err(|_| "it is a member")?;
		MembersOf::<T>::mutate(id, |members| {
			members
				.iter_mut()
				.filter(|member| !member.lasts())
				.for_each(|member| member.until = Some(IntervalId(1)));
		});
		let (account, participant) = participant::<T>("invited", 0);
		InvitationsOf::<T>::mutate(id, |invitations| {
			invitations.pop();
			invitations.try_push(Invitation { participant, weight: 7 })
		})
		.map_err(|_| "there is room")?;
		let last = T::MaxTermsVersions::get() - 1;

		#[extrinsic_call]
		_(RawOrigin::Signed(account), id, terms(SharingKey::Fixed, last), 7);

		assert_eq!(MembershipOf::<T>::get(zone, participant), Some(id));
		assert_eq!(lasting::<T>(id), MembersOf::<T>::get(id).len());
		Ok(())
	}

	#[benchmark]
	fn leave() -> Result<(), BenchmarkError> {
		let (_, zone) = zone::<T>();
		let (_, id, member) = busy::<T>(zone);
		let account = last_member::<T>();

		#[extrinsic_call]
		_(RawOrigin::Signed(account), id);

		assert!(!MembershipOf::<T>::contains_key(zone, member));
		Ok(())
	}

	#[benchmark]
	fn set_organiser() -> Result<(), BenchmarkError> {
		let (operator, zone) = zone::<T>();
		let (_, id, _) = busy::<T>(zone);
		let (_, new) = participant::<T>("organiser", 1);

		#[extrinsic_call]
		_(RawOrigin::Signed(operator), id, new);

		assert_eq!(Communities::<T>::get(id).map(|c| c.organiser), Some(new));
		Ok(())
	}

	#[benchmark]
	fn close_community() -> Result<(), BenchmarkError> {
		let (operator, zone) = zone::<T>();
		let (_, id, _) = busy::<T>(zone);

		#[extrinsic_call]
		_(RawOrigin::Signed(operator), id);

		assert_eq!(Communities::<T>::get(id).map(|c| c.closed), Some(true));
		assert_eq!(lasting::<T>(id), 0);
		Ok(())
	}

	impl_benchmark_test_suite!(Pallet, crate::mock::ExtBuilder.build(), crate::mock::Test);
}
