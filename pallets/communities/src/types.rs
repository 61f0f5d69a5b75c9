//! What is stored of communities and their members, and when weights are too many.

use crate::versions::{in_force, Version};
use alloc::collections::BTreeSet;
use codec::{Decode, Encode, MaxEncodedLen};
use frame_support::{
	traits::{ConstU32, Get},
	BoundedVec, CloneNoBound, DebugNoBound, DefaultNoBound, EqNoBound, PartialEqNoBound,
};
use gridforge_primitives::{
	CommunityId, IntervalId, ParticipantId, Price, SharingKey, SharingTerms, ZoneId,
};
use scale_info::TypeInfo;

/// The most that shared energy may cost: 1,000 WATT per kWh.
pub const MAX_PRICE: Price = Price(1_000_000);

/// What the weights of a community with the fixed key come to at the most: they are millionths.
pub const WHOLE: u32 = 1_000_000;

/// Weights of a member that can still matter.
pub const MAX_WEIGHTS: u32 = 4;

/// Members of one zone that share by common terms.
#[derive(
	CloneNoBound, DebugNoBound, PartialEqNoBound, EqNoBound, Encode, Decode, MaxEncodedLen, TypeInfo,
)]
#[scale_info(skip_type_params(MaxTermsVersions))]
pub struct Community<MaxTermsVersions: Get<u32>> {
	/// Where its members are.
	pub zone: ZoneId,
	/// Who invites and dismisses members, and sets terms and weights.
	pub organiser: ParticipantId,
	/// Whether it has no members any more and gets none.
	pub closed: bool,
	/// The terms that can still matter, by the interval from which they hold; never empty.
	pub terms: BoundedVec<Version<SharingTerms>, MaxTermsVersions>,
}

/// One membership of a participant.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Membership {
	/// Whose it is.
	pub participant: ParticipantId,
	/// The first interval that it counts for.
	pub from: IntervalId,
	/// The first interval that it does not count for any more; nothing while it lasts.
	pub until: Option<IntervalId>,
	/// The weights that can still matter, by the interval from which they hold; never empty.
	pub weights: BoundedVec<Version<u32>, ConstU32<MAX_WEIGHTS>>,
}

impl Membership {
	/// A membership that begins with `from`.
	pub fn new(participant: ParticipantId, from: IntervalId, weight: u32) -> Self {
		let weights = BoundedVec::truncate_from(alloc::vec![Version { from, value: weight }]);
		Membership { participant, from, until: None, weights }
	}

	/// Whether it counts for `interval`.
	pub fn counts_for(&self, interval: IntervalId) -> bool {
		self.from <= interval && self.until.is_none_or(|until| interval < until)
	}

	/// Whether it has not ended.
	pub const fn lasts(&self) -> bool {
		self.until.is_none()
	}

	/// Whether it counts for any interval from `first` on.
	pub fn counts_from(&self, first: IntervalId) -> bool {
		self.until.is_none_or(|until| self.from < until && first < until)
	}

	/// Its weight in an interval.
	pub fn weight_in(&self, interval: IntervalId) -> Option<u32> {
		in_force(&self.weights, interval)
	}
}

/// A participant that may join.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Invitation {
	/// Who is invited.
	pub participant: ParticipantId,
	/// The weight that it would have.
	pub weight: u32,
}

/// The communities of one zone.
#[derive(
	CloneNoBound,
	DebugNoBound,
	DefaultNoBound,
	PartialEqNoBound,
	EqNoBound,
	Encode,
	Decode,
	MaxEncodedLen,
	TypeInfo,
)]
#[scale_info(skip_type_params(MaxCommunities))]
pub struct ZoneSharing<MaxCommunities: Get<u32>> {
	/// Their ids, in ascending order.
	pub communities: BoundedVec<CommunityId, MaxCommunities>,
	/// How many memberships last.
	pub members: u32,
	/// Memberships that have ended count for no interval from here on.
	pub until: IntervalId,
}

impl<MaxCommunities: Get<u32>> ZoneSharing<MaxCommunities> {
	/// Whether some membership counts for `interval` or a later one.
	pub fn counts_from(&self, interval: IntervalId) -> bool {
		self.members > 0 || interval < self.until
	}
}

/// Whether the weights come to no more than the whole in each interval from `first` on that has the fixed key.
pub fn weights_fit(
	terms: &[Version<SharingTerms>],
	members: &[Membership],
	first: IntervalId,
) -> bool {
	let begin = |member: &Membership| member.from;
	let changes = members.iter().flat_map(|member| member.weights.iter().map(|v| v.from));
	let changes = changes.chain(members.iter().map(begin)).chain(terms.iter().map(|v| v.from));
	let steps = changes.filter(|from| *from > first).chain([first]).collect::<BTreeSet<_>>();

	let is_fixed = |interval| match in_force(terms, interval).map(|terms| terms.key) {
		Some(SharingKey::Fixed) => true,
		Some(SharingKey::Proportional | SharingKey::Priority) | None => false,
	};
	steps.into_iter().filter(|step| is_fixed(*step)).all(|step| {
		let counted = members.iter().filter(|member| member.counts_for(step));
		let weights = counted.filter_map(|member| member.weight_in(step)).map(u64::from);
		weights.sum::<u64>() <= u64::from(WHOLE)
	})
}

#[cfg(test)]
mod tests {
	use super::*;
	use sp_runtime::Permill;

	fn member(from: u32, until: Option<u32>, weights: &[(u32, u32)]) -> Membership {
		let version = |&(from, value): &(u32, u32)| Version { from: IntervalId(from), value };
		let weights = weights.iter().map(version).collect::<Vec<_>>().try_into().expect("few");
		let participant = ParticipantId(1);
		Membership { participant, from: IntervalId(from), until: until.map(IntervalId), weights }
	}

	#[test]
	fn a_membership_counts_for_its_span() {
		let lasting = member(5, None, &[(5, 1)]);
		let ended = member(5, Some(8), &[(5, 1)]);
		for (interval, of_lasting, of_ended) in
			[(4, false, false), (5, true, true), (7, true, true), (8, true, false)]
		{
			let interval = IntervalId(interval);
			assert_eq!(lasting.counts_for(interval), of_lasting, "{interval}");
			assert_eq!(ended.counts_for(interval), of_ended, "{interval}");
			assert!(lasting.counts_from(interval));
			assert_eq!(ended.counts_from(interval), interval.0 < 8, "{interval}");
		}
		assert!(!member(5, Some(5), &[(5, 1)]).counts_from(IntervalId(0)), "it never began");
		assert!(lasting.lasts() && !ended.lasts());
	}

	#[test]
	fn only_with_the_fixed_key_do_weights_have_a_limit() {
		use SharingKey::{Fixed, Priority, Proportional};
		let keys = |keys: &[(u32, SharingKey)]| -> Vec<_> {
			let part = Permill::one();
			let terms = |key| SharingTerms { key, price: Price(100), part };
			let version = |&(from, key): &(u32, SharingKey)| Version {
				from: IntervalId(from),
				value: terms(key),
			};
			keys.iter().map(version).collect()
		};
		// 900,000 until 10, then 1,000,000, from 20 on 1,000,001, from 30 on 500,001.
		let members = [
			member(0, None, &[(0, 400_000), (10, 500_000), (20, 500_001)]),
			member(0, Some(30), &[(0, 500_000)]),
		];
		for (versions, first, fit) in [
			(keys(&[(0, Fixed)]), 0, false),
			(keys(&[(0, Fixed)]), 29, false),
			(keys(&[(0, Fixed)]), 30, true),
			(keys(&[(0, Proportional)]), 0, true),
			(keys(&[(0, Priority)]), 0, true),
			(keys(&[(0, Fixed), (20, Priority)]), 0, true),
			(keys(&[(0, Fixed), (21, Priority)]), 0, false),
			(keys(&[(0, Fixed), (21, Priority)]), 21, true),
			(keys(&[(0, Proportional), (29, Fixed)]), 0, false),
			(keys(&[(0, Proportional), (30, Fixed)]), 0, true),
		] {
			assert_eq!(weights_fit(&versions, &members, IntervalId(first)), fit, "{versions:?}");
		}
		let many = vec![member(0, None, &[(0, u32::MAX)]); 3];
		assert!(!weights_fit(&keys(&[(0, Fixed)]), &many, IntervalId(0)), "no overflow");
	}

	/// Ends are changes as well, but a sum only falls there.
	#[test]
	fn weights_that_follow_one_another_are_not_added() {
		let part = Permill::one();
		let value = SharingTerms { key: SharingKey::Fixed, price: Price(0), part };
		let terms = [Version { from: IntervalId(0), value }];
		let members = [member(0, Some(5), &[(0, WHOLE)]), member(5, None, &[(5, WHOLE)])];
		assert!(weights_fit(&terms, &members, IntervalId(0)));
		let members = [member(0, Some(6), &[(0, WHOLE)]), member(5, None, &[(5, WHOLE)])];
		assert!(!weights_fit(&terms, &members, IntervalId(0)));
	}
}
