//! What must hold of the storage between any two blocks.

use crate::{
	types::{weights_fit, MAX_PRICE},
	Communities, CommunityRecord, Config, InvitationsOf, MembersOf, Membership, MembershipOf,
	NextCommunity, Pallet, SharingIn, Version,
};
use alloc::{collections::BTreeMap, vec::Vec};
use frame_support::ensure;
use gridforge_primitives::{CommunityId, IntervalId, ParticipantId, Price, ZoneId};
use sp_runtime::TryRuntimeError;

/// First and last bound of each membership of a participant in a zone.
type Spans = BTreeMap<(ZoneId, ParticipantId), Vec<(IntervalId, Option<IntervalId>)>>;

impl<T: Config> Pallet<T> {
	/// Check the invariants:
	///
	/// 1. every community's id is at least 1 and below [`NextCommunity`], and in the list of its zone;
	/// 2. the list of a zone is not empty, ascends, and names communities of that zone only;
	/// 3. terms and weights have a version, and their versions begin one after the other; prices are within their bounds;
	/// 4. every list of members is of a community and not empty; every membership begins before it ends, and has its
	///    weights from its first interval on;
	/// 5. no two memberships of a participant in one zone overlap;
	/// 6. a membership lasts if and only if the index leads to it; a zone counts those that do, and none of the others
	///    ends after what it says;
	/// 7. with the fixed key, weights come to no more than the whole in each interval that may still settle;
	/// 8. every list of invitations is of a community that is not closed, and not empty; nobody is invited twice, or
	///    where its membership lasts;
	/// 9. in a closed community no membership lasts, and some are on record.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		let ids = CommunityId(1)..NextCommunity::<T>::get();
		for (id, community) in Communities::<T>::iter() {
			ensure!(ids.contains(&id), "community with an id that was never assigned");
			let listed = SharingIn::<T>::get(community.zone).communities.contains(&id);
			ensure!(listed, "community that its zone does not list");
			Self::check_community(id, &community)?;
		}
		Self::check_members()?;
		Self::check_zones()?;
		Self::check_invitations()
	}

	/// Invariants 3, 7 and 9 of a community.
	fn check_community(
		id: CommunityId,
		community: &CommunityRecord<T>,
	) -> Result<(), TryRuntimeError> {
		let members = MembersOf::<T>::get(id);
		ensure!(in_order(&community.terms), "terms out of order");
		let prices = Price(0)..=MAX_PRICE;
		let allowed = community.terms.iter().all(|terms| prices.contains(&terms.value.price));
		ensure!(allowed, "price out of bounds");
		let fit = weights_fit(&community.terms, &members, Self::oldest_interval());
		ensure!(fit, "weights above the whole");
		if community.closed {
			ensure!(!members.is_empty(), "closed community that is not needed");
			ensure!(!members.iter().any(Membership::lasts), "member of a closed community");
		}
		Ok(())
	}

	/// Invariants 4 and 5, and the part of 6 that memberships that last are in the index.
	fn check_members() -> Result<(), TryRuntimeError> {
		let mut spans = Spans::new();
		let mut lasting = 0_usize;
		for (id, members) in MembersOf::<T>::iter() {
			let community = Communities::<T>::get(id).ok_or("members of no community")?;
			ensure!(!members.is_empty(), "empty list of members");
			let until = SharingIn::<T>::get(community.zone).until;
			for member in members {
				Self::check_member(&member, until)?;
				let whose = (community.zone, member.participant);
				if member.lasts() {
					lasting = lasting.saturating_add(1);
					let index = MembershipOf::<T>::get(whose.0, whose.1);
					ensure!(index == Some(id), "membership that the index does not lead to");
				}
				spans.entry(whose).or_default().push((member.from, member.until));
			}
		}
		for mut of_participant in spans.into_values() {
			of_participant.sort();
			let apart = of_participant.windows(2).all(|pair| match pair {
				[(_, Some(until)), (from, _)] => until <= from,
				_ => false,
			});
			ensure!(apart, "memberships that overlap");
		}
		// Each that lasts is led to, and they do not overlap, so equal numbers leave no entry over.
		let indexed = MembershipOf::<T>::iter_keys().count();
		ensure!(indexed == lasting, "index that leads to no membership");
		Ok(())
	}

	/// Invariants 3 and 4 of a member, and the part of 6 that it has ended by when its zone says.
	fn check_member(member: &Membership, until: IntervalId) -> Result<(), TryRuntimeError> {
		let begins = member.until.is_none_or(|until| member.from < until);
		ensure!(begins, "membership that ends before it begins");
		ensure!(in_order(&member.weights), "weights out of order");
		let first = member.weights.first().map(|weight| weight.from);
		ensure!(first >= Some(member.from), "weight before the membership begins");
		let in_time = member.until.is_none_or(|end| end <= until);
		ensure!(in_time, "membership that ends later than its zone says");
		Ok(())
	}

	/// Invariant 2, and the part of 6 that zones count their members.
	fn check_zones() -> Result<(), TryRuntimeError> {
		for (zone, sharing) in SharingIn::<T>::iter() {
			ensure!(!sharing.communities.is_empty(), "zone without communities");
			let ascends = sharing.communities.windows(2).all(|pair| pair.first() < pair.last());
			ensure!(ascends, "communities of a zone out of order");
			for id in sharing.communities {
				let of_zone = Communities::<T>::get(id).is_some_and(|c| c.zone == zone);
				ensure!(of_zone, "listed community that is not of the zone");
			}
			let members = MembershipOf::<T>::iter_key_prefix(zone).count();
			let counted = usize::try_from(sharing.members) == Ok(members);
			ensure!(counted, "zone that does not count its members");
		}
		Ok(())
	}

	/// Invariant 8.
	fn check_invitations() -> Result<(), TryRuntimeError> {
		for (id, invitations) in InvitationsOf::<T>::iter() {
			let open = Communities::<T>::get(id).filter(|community| !community.closed);
			let zone = open.ok_or("invitation to a community that is closed or gone")?.zone;
			ensure!(!invitations.is_empty(), "empty list of invitations");
			for (place, invited) in invitations.iter().enumerate() {
				let who = invited.participant;
				let first = invitations.iter().position(|other| other.participant == who);
				ensure!(first == Some(place), "participant invited twice");
				let joined = MembershipOf::<T>::get(zone, who) == Some(id);
				ensure!(!joined, "invitation of a member");
			}
		}
		Ok(())
	}
}

/// Whether there is a version, and each begins after the one before.
fn in_order<V>(versions: &[Version<V>]) -> bool {
	let rising = versions.windows(2).all(|pair| match pair {
		[before, after] => before.from < after.from,
		_ => false,
	});
	rising && !versions.is_empty()
}
