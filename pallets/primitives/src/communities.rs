//! How neighbours share what they feed in.

use crate::{
	derives::{shown, stored},
	CommunityId, IntervalId, ParticipantId, Price, ZoneId,
};
use alloc::vec::Vec;
use sp_arithmetic::Permill;

stored! {
	/// By what a community divides the energy that its members share among those who need it. Each gets what it needs
	/// at the most.
	#[derive(Default)]
	#[serde(rename_all = "kebab-case")]
	pub enum SharingKey {
		/// Each member gets its own part, set by the organiser: the member's weight, in millionths. What it does not
		/// need is not shared.
		Fixed,
		/// Each member gets a part in proportion to what it needs.
		#[default]
		Proportional,
		/// The member with the lowest weight gets what it needs, then the next, as far as the energy goes; at the same
		/// weight whoever joined first.
		Priority,
	}
}

stored! {
	/// What the members of a community have agreed upon.
	#[serde(rename_all = "camelCase", deny_unknown_fields)]
	pub struct SharingTerms {
		/// By what shared energy is divided.
		pub key: SharingKey,
		/// What a member pays for it, and another gets; not below zero. The grid's charge comes on top.
		pub price: Price,
		/// Which part of what a member feeds in beyond its contracts is shared.
		pub part: Permill,
	}
}

shown! {
	/// A community as it is in one interval.
	pub struct Sharing {
		/// What its members have agreed upon.
		pub terms: SharingTerms,
		/// The members and their weights, in the order in which they joined.
		pub members: Vec<(ParticipantId, u32)>,
	}
}

/// The communities of the grid: settlement asks.
pub trait Communities {
	/// The first community of `zone` after `last`, or the first of all.
	fn next_community(zone: ZoneId, last: Option<CommunityId>) -> Option<CommunityId>;

	/// The terms and members of a community in `interval`; nothing where it has no members then.
	fn sharing(community: CommunityId, interval: IntervalId) -> Option<Sharing>;

	/// Whether some community of `zone` has a member in `interval` or later.
	fn shares_from(zone: ZoneId, interval: IntervalId) -> bool;

	/// Make a community of `zone` with as many members as there can be, and say who they are.
	#[cfg(feature = "runtime-benchmarks")]
	fn fill_for_benchmark(zone: ZoneId) -> (CommunityId, Vec<ParticipantId>);
}

/// What communities tell settlement.
pub trait OnSharing {
	/// Members of `zone` share from `interval` on: settle each interval from there, whether or not it was traded.
	fn shares_from(zone: ZoneId, interval: IntervalId);
}

impl OnSharing for () {
	fn shares_from(_: ZoneId, _: IntervalId) {}
}

/// There are no communities.
impl Communities for () {
	fn next_community(_: ZoneId, _: Option<CommunityId>) -> Option<CommunityId> {
		None
	}

	fn sharing(_: CommunityId, _: IntervalId) -> Option<Sharing> {
		None
	}

	fn shares_from(_: ZoneId, _: IntervalId) -> bool {
		false
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn fill_for_benchmark(_: ZoneId) -> (CommunityId, Vec<ParticipantId>) {
		Default::default()
	}
}
