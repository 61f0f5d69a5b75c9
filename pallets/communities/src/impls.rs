//! What the calls do, and what other pallets may ask.

use crate::{
	types::weights_fit,
	versions::{in_force, latest, prune, schedule},
	Communities, Community, CommunityRecord, Config, Error, Event, Invitation, InvitationsOf,
	MemberList, MembersOf, Membership, MembershipOf, NextCommunity, Pallet, SharingIn, Version,
	MAX_PRICE,
};
use alloc::vec::Vec;
use frame_support::{ensure, traits::DefensiveSaturating, BoundedVec};
use frame_system::{ensure_signed, pallet_prelude::OriginFor};
use gridforge_primitives::{
	CommunityId, IntervalClock, IntervalId, OnSharing, ParticipantId, Participants, Price, Sharing,
	SharingTerms, ZoneId, Zones,
};
use sp_runtime::DispatchError;

/// Who may do what, and when it is.
impl<T: Config> Pallet<T> {
	/// The participant whose own account signed.
	pub(crate) fn ensure_participant(origin: OriginFor<T>) -> Result<ParticipantId, DispatchError> {
		let account = ensure_signed(origin)?;
		let participant = T::Participants::participant_of(&account);
		participant.ok_or_else(|| Error::<T>::NotAParticipant.into())
	}

	/// The own account of the operator of `zone` signed.
	pub(crate) fn ensure_operator(origin: OriginFor<T>, zone: ZoneId) -> Result<(), DispatchError> {
		let account = ensure_signed(origin)?;
		let operator = T::Zones::operator(zone).ok_or(Error::<T>::UnknownZone)?;
		let participant = T::Participants::participant_of(&account);
		ensure!(participant == Some(operator), Error::<T>::NotTheOperator);
		Ok(())
	}

	/// The community with this id, if the own account of its zone's operator signed.
	pub(crate) fn community_of_operator(
		origin: OriginFor<T>,
		id: CommunityId,
	) -> Result<CommunityRecord<T>, DispatchError> {
		let community = Communities::<T>::get(id).ok_or(Error::<T>::UnknownCommunity)?;
		Self::ensure_operator(origin, community.zone)?;
		Ok(community)
	}

	/// The community with this id, if the own account of its organiser signed and it is not closed.
	pub(crate) fn community_of_organiser(
		origin: OriginFor<T>,
		id: CommunityId,
	) -> Result<CommunityRecord<T>, DispatchError> {
		let account = ensure_signed(origin)?;
		let community = Communities::<T>::get(id).ok_or(Error::<T>::UnknownCommunity)?;
		let participant = T::Participants::participant_of(&account);
		ensure!(participant == Some(community.organiser), Error::<T>::NotTheOrganiser);
		ensure!(!community.closed, Error::<T>::CommunityClosed);
		Ok(community)
	}

	/// The interval after the current one: memberships begin and end with it.
	pub(crate) fn next_interval() -> IntervalId {
		IntervalId(T::Clock::interval_at(T::Clock::now()).0.saturating_add(1))
	}

	/// The oldest interval whose correction window has not passed: what held before it is not needed any more.
	pub(crate) fn oldest_interval() -> IntervalId {
		let window = T::Clock::correction_window();
		T::Clock::interval_at(T::Clock::now().saturating_sub(window))
	}
}

/// Communities and their terms.
impl<T: Config> Pallet<T> {
	/// Give a community of `zone` the next id.
	pub(crate) fn do_create(
		zone: ZoneId,
		organiser: ParticipantId,
		terms: SharingTerms,
	) -> Result<CommunityId, Error<T>> {
		ensure!(T::Participants::may_trade(organiser), Error::<T>::OrganiserMayNotTrade);
		Self::check_terms(&terms)?;
		let id = NextCommunity::<T>::get();
		let next = id.0.checked_add(1).map(CommunityId).ok_or(Error::<T>::NoIdsLeft)?;
		// It holds from the first interval there is: there was no member before.
		let version = Version { from: IntervalId(0), value: terms };
		let terms = BoundedVec::try_from(alloc::vec![version])
			.map_err(|_| Error::<T>::TooManyTermsChanges)?;

		SharingIn::<T>::try_mutate(zone, |sharing| {
			sharing.communities.try_push(id).map_err(|_| Error::<T>::TooManyCommunities)
		})?;
		NextCommunity::<T>::put(next);
		Communities::<T>::insert(id, Community { zone, organiser, closed: false, terms });
		Ok(id)
	}

	fn check_terms(terms: &SharingTerms) -> Result<(), Error<T>> {
		ensure!(terms.price >= Price(0), Error::<T>::PriceBelowZero);
		ensure!(terms.price <= MAX_PRICE, Error::<T>::PriceTooHigh);
		Ok(())
	}

	/// Let `new` hold from the first interval that is not open. Answers with that interval, and with the terms that
	/// would have held in the end.
	pub(crate) fn do_set_terms(
		id: CommunityId,
		mut community: CommunityRecord<T>,
		new: SharingTerms,
	) -> Result<(IntervalId, Option<SharingTerms>), Error<T>> {
		Self::check_terms(&new)?;
		let (from, old) = (T::Clock::first_unopened(), latest(&community.terms));
		ensure!(old != Some(new), Error::<T>::Unchanged);
		prune(&mut community.terms, Self::oldest_interval());
		schedule(&mut community.terms, Version { from, value: new })
			.map_err(|_| Error::<T>::TooManyTermsChanges)?;
		let members = MembersOf::<T>::get(id);
		let fit = weights_fit(&community.terms, &members, Self::next_interval());
		ensure!(fit, Error::<T>::WeightsAboveWhole);
		Communities::<T>::insert(id, community);
		Ok((from, old))
	}

	/// Set who organises a community; answers with who did.
	pub(crate) fn do_set_organiser(
		id: CommunityId,
		mut community: CommunityRecord<T>,
		new: ParticipantId,
	) -> Result<ParticipantId, Error<T>> {
		ensure!(!community.closed, Error::<T>::CommunityClosed);
		let old = community.organiser;
		ensure!(old != new, Error::<T>::Unchanged);
		ensure!(T::Participants::may_trade(new), Error::<T>::OrganiserMayNotTrade);
		community.organiser = new;
		Communities::<T>::insert(id, community);
		Ok(old)
	}

	/// End all memberships and invitations. A community whose last membership is not needed any more is removed.
	pub(crate) fn do_close(
		id: CommunityId,
		mut community: CommunityRecord<T>,
	) -> Result<(), Error<T>> {
		let zone = community.zone;
		let (until, _) = Self::end_memberships(id, zone, |_| true)?;
		InvitationsOf::<T>::remove(id);
		let first_time = !community.closed;
		if first_time {
			Self::deposit_event(Event::CommunityClosed { community: id, until });
		}
		if MembersOf::<T>::contains_key(id) {
			ensure!(first_time, Error::<T>::MembersStillCount);
			community.closed = true;
			Communities::<T>::insert(id, community);
		} else {
			Self::remove(id, zone);
		}
		Ok(())
	}

	/// Forget a community that has no members on record.
	fn remove(id: CommunityId, zone: ZoneId) {
		Communities::<T>::remove(id);
		SharingIn::<T>::mutate_exists(zone, |entry| {
			let Some(sharing) = entry else { return };
			sharing.communities.retain(|community| *community != id);
			if sharing.communities.is_empty() {
				*entry = None;
			}
		});
		Self::deposit_event(Event::CommunityRemoved { community: id });
	}
}

/// Invitations and members.
impl<T: Config> Pallet<T> {
	/// Let `participant` join with `weight`; answers with the weight that it was invited with before.
	pub(crate) fn do_invite(
		id: CommunityId,
		zone: ZoneId,
		participant: ParticipantId,
		weight: u32,
	) -> Result<Option<u32>, Error<T>> {
		ensure!(T::Participants::may_trade(participant), Error::<T>::ParticipantMayNotTrade);
		ensure!(MembershipOf::<T>::get(zone, participant) != Some(id), Error::<T>::AlreadyAMember);
		InvitationsOf::<T>::try_mutate(id, |invitations| {
			let there = invitations.iter_mut().find(|there| there.participant == participant);
			let Some(there) = there else {
				let invitation = Invitation { participant, weight };
				invitations.try_push(invitation).map_err(|_| Error::<T>::TooManyInvitations)?;
				return Ok(None);
			};
			ensure!(there.weight != weight, Error::<T>::Unchanged);
			Ok(Some(core::mem::replace(&mut there.weight, weight)))
		})
	}

	/// Take back the invitation of a participant; the weight that it would have had, if it was invited.
	pub(crate) fn take_invitation(id: CommunityId, participant: ParticipantId) -> Option<u32> {
		InvitationsOf::<T>::mutate_exists(id, |entry| {
			let invitations = entry.as_mut()?;
			let place = invitations.iter().position(|there| there.participant == participant)?;
			let Invitation { weight, .. } = invitations.remove(place);
			if invitations.is_empty() {
				*entry = None;
			}
			Some(weight)
		})
	}

	/// Let a participant that was invited be a member from the next interval on, which is the answer.
	pub(crate) fn do_join(
		id: CommunityId,
		participant: ParticipantId,
		terms: SharingTerms,
		weight: u32,
	) -> Result<IntervalId, Error<T>> {
		let community = Communities::<T>::get(id).ok_or(Error::<T>::UnknownCommunity)?;
		ensure!(!community.closed, Error::<T>::CommunityClosed);
		let invited = Self::take_invitation(id, participant).ok_or(Error::<T>::NotInvited)?;
		let agreed = latest(&community.terms) == Some(terms) && invited == weight;
		ensure!(agreed, Error::<T>::TermsDiffer);
		// Or it would be bound by others at first.
		let from = Self::next_interval();
		let in_force = community.terms.iter().all(|version| version.from <= from);
		ensure!(in_force, Error::<T>::TermsNotInForce);
		ensure!(T::Participants::may_trade(participant), Error::<T>::ParticipantMayNotTrade);
		let zone = community.zone;
		let elsewhere = MembershipOf::<T>::contains_key(zone, participant);
		ensure!(!elsewhere, Error::<T>::InAnotherCommunity);

		Self::change_members(id, |members| {
			let member = Membership::new(participant, from, weight);
			members.try_push(member).map_err(|_| Error::<T>::TooManyMembers)?;
			let fit = weights_fit(&community.terms, members, from);
			ensure!(fit, Error::<T>::WeightsAboveWhole);
			Ok(())
		})?;
		MembershipOf::<T>::insert(zone, participant, id);
		SharingIn::<T>::mutate(zone, |sharing| sharing.members.defensive_saturating_inc());
		T::OnSharing::shares_from(zone, from);
		Ok(from)
	}

	/// Let a member have the weight `new` from the first interval that is not open. Answers with that interval, and
	/// with the weight that it would have had in the end.
	pub(crate) fn do_set_weight(
		id: CommunityId,
		community: &CommunityRecord<T>,
		participant: ParticipantId,
		new: u32,
	) -> Result<(IntervalId, Option<u32>), Error<T>> {
		let from = T::Clock::first_unopened();
		Self::change_members(id, |members| {
			let of = |member: &&mut Membership| member.participant == participant && member.lasts();
			let member = members.iter_mut().find(of).ok_or(Error::<T>::NotAMember)?;
			let old = latest(&member.weights);
			ensure!(old != Some(new), Error::<T>::Unchanged);
			schedule(&mut member.weights, Version { from, value: new })
				.map_err(|_| Error::<T>::TooManyWeightChanges)?;
			let fit = weights_fit(&community.terms, members, Self::next_interval());
			ensure!(fit, Error::<T>::WeightsAboveWhole);
			Ok((from, old))
		})
	}

	/// End the membership of a participant with the next interval, which is the answer.
	pub(crate) fn do_end(
		id: CommunityId,
		zone: ZoneId,
		participant: ParticipantId,
	) -> Result<IntervalId, Error<T>> {
		let of = |member: &Membership| member.participant == participant;
		let (until, ended) = Self::end_memberships(id, zone, of)?;
		ensure!(ended > 0, Error::<T>::NotAMember);
		Ok(until)
	}

	/// End those memberships that last and that `which` names. Answers with the first interval that they do not count
	/// for, and with their number. One that has not begun leaves no record.
	fn end_memberships(
		id: CommunityId,
		zone: ZoneId,
		which: impl Fn(&Membership) -> bool,
	) -> Result<(IntervalId, u32), Error<T>> {
		let until = Self::next_interval();
		let ended = Self::change_members(id, |members| {
			let lasting = members.iter_mut().filter(|member| member.lasts() && which(member));
			let ended: Vec<_> = lasting
				.map(|member| {
					member.until = Some(until);
					(member.participant, member.from < until)
				})
				.collect();
			members.retain(|member| member.until.is_none_or(|until| member.from < until));
			Ok(ended)
		})?;

		for (participant, _) in &ended {
			MembershipOf::<T>::remove(zone, participant);
		}
		let count = u32::try_from(ended.len()).unwrap_or(u32::MAX);
		SharingIn::<T>::mutate(zone, |sharing| {
			sharing.members.defensive_saturating_reduce(count);
			if ended.iter().any(|(_, had_begun)| *had_begun) {
				sharing.until = sharing.until.max(until);
			}
		});
		Ok((until, count))
	}

	/// Change the members of a community, after what is not needed any more has been forgotten.
	fn change_members<R>(
		id: CommunityId,
		change: impl FnOnce(&mut MemberList<T>) -> Result<R, Error<T>>,
	) -> Result<R, Error<T>> {
		let oldest = Self::oldest_interval();
		MembersOf::<T>::try_mutate_exists(id, |entry| {
			let mut members = entry.take().unwrap_or_default();
			members.retain(|member| member.counts_from(oldest));
			members.iter_mut().for_each(|member| prune(&mut member.weights, oldest));
			let answer = change(&mut members)?;
			*entry = (!members.is_empty()).then_some(members);
			Ok(answer)
		})
	}
}

impl<T: Config> gridforge_primitives::Communities for Pallet<T> {
	fn next_community(zone: ZoneId, last: Option<CommunityId>) -> Option<CommunityId> {
		let communities = SharingIn::<T>::get(zone).communities;
		communities.into_iter().find(|id| last.is_none_or(|last| *id > last))
	}

	fn sharing(community: CommunityId, interval: IntervalId) -> Option<Sharing> {
		let terms = in_force(&Communities::<T>::get(community)?.terms, interval)?;
		let members = MembersOf::<T>::get(community).into_iter();
		let members: Vec<_> = members
			.filter(|member| member.counts_for(interval))
			.filter_map(|member| Some((member.participant, member.weight_in(interval)?)))
			.collect();
		(!members.is_empty()).then_some(Sharing { terms, members })
	}

	fn shares_from(zone: ZoneId, interval: IntervalId) -> bool {
		SharingIn::<T>::get(zone).counts_from(interval)
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn fill_for_benchmark(zone: ZoneId) -> (CommunityId, Vec<ParticipantId>) {
		crate::benchmarking::fill::<T>(zone)
	}
}
