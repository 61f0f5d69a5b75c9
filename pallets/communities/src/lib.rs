//! # Communities
//!
//! Neighbours that share what they feed in: who shares with whom, since when, and by which key.
//!
//! ## Pallet API
//!
//! See the [`pallet`] module for storage, events, errors and calls. Settlement asks through
//! [`gridforge_primitives::Communities`] who shares in an interval, and is told through
//! [`gridforge_primitives::OnSharing`] when somebody begins to.
//!
//! ## Overview
//!
//! On a sunny day a roof gives more than its owner has sold. Neighbours can agree to share such energy: they form a
//! community, and whoever needs some gets it at the price that they have agreed upon, with what the grid charges on
//! top. The grid operator of a zone creates a community and names its organiser. The organiser sets the terms,
//! invites participants of the zone and dismisses members. Nobody is a member without having joined by its own hand,
//! under terms that it has named itself, and each can leave with the next interval.
//!
//! This pallet keeps who is a member when, and under which terms. Settlement shares the energy and the money.
//!
//! ## Terminology
//!
//! - **Community**: participants of one zone that share, known by its
//!   [`CommunityId`](gridforge_primitives::CommunityId).
//! - **Organiser**: the participant that invites and dismisses members, and sets terms and weights. It need not be a
//!   member.
//! - **Member**: a participant that joined, from the first interval of its membership until it ends.
//! - **Terms**: by which key energy is shared, at which price, and which part of what is fed in beyond contracts.
//! - **Key**: how energy is divided, see [`SharingKey`](gridforge_primitives::SharingKey).
//! - **Weight**: a member's number by which the key divides: millionths with the fixed key, the rank with priority;
//!   with the proportional key it does not matter.
//! - **Version**: terms, or a weight, and the first interval that they are for.
//!
//! ## Example
//!
#![doc = concat!("```ignore\n", include_str!("tests/scenario.rs"), "```")]
//!
//! ## Design
//!
//! **Goals.** What holds in an interval is known before the interval begins, and is told unchanged until its correction
//! window has passed. Nobody is bound by terms that it has not seen when it joined, and could not have left before they
//! take effect.
//!
//! **Notice.** Memberships begin and end with the next interval. Terms and weights change with the first interval that
//! is not open for trading yet, so that members can leave before. Whoever joins names terms and weight. If
//! others have been set meanwhile it does not join, nor while a change of terms is scheduled: it would be bound by
//! terms at first that it has not named.
//!
//! **Storage.** A community's members lie in one list in the order in which they joined, because settlement asks for
//! all of them at once; its invitations in another. An index leads from a zone and a participant to the community in
//! which its membership lasts: a participant has one at the most in each zone. Per zone one record has the ids of its
//! communities, how many memberships last, and when the last of the others ended, so that the question whether
//! anybody shares is one read. All keys are ids that the chain assigns, so nothing is hashed.
//!
//! **Forgetting.** A membership that has ended is kept until the correction window of its last interval has passed;
//! then it is dropped the next time that the list is written. Terms and weights are kept as long. A full list thus
//! makes room by itself, or refuses. A membership that ended before it began leaves nothing.
//!
//! **Rejoining.** A participant that left can be invited and join again. It gets a new entry at the end of the list;
//! its memberships never overlap.
//!
//! **Fixed key.** The weights come to no more than a million in any interval to come that has this key: that is checked
//! whenever somebody joins, a weight is set or terms are. An invitation does not count before it is accepted; several
//! can be sent of which not all can be.
//!
//! **Closing.** The memberships of a closed community end with the next interval, and it keeps its place until they are
//! not needed any more. Closing it once more then removes it.
//!
//! **Limitations.** Whether meters decide what is delivered in the zone is not checked here: where they do not,
//! settlement shares nothing. Nor is it checked that a member has a meter there. A member that is suspended stays one,
//! until it leaves or is dismissed, and an organiser that is suspended keeps its role until the operator names another.
//! An interval that is settled after its correction window has passed is settled without those who left meanwhile, and
//! perhaps under later terms. A weight can change three times within that window, terms as often as there is room for
//! versions. A member's parts in several zones are its own affair. No deposit is taken: the operator alone creates
//! communities, and everything in them is bounded.

#![cfg_attr(not(feature = "std"), no_std)]
#![warn(missing_docs)]

extern crate alloc;

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
mod impls;
#[cfg(test)]
mod mock;
#[cfg(test)]
mod tests;
mod try_state;
pub mod types;
pub mod versions;
pub mod weights;

pub use pallet::*;
pub use types::{Community, Invitation, Membership, ZoneSharing, MAX_PRICE, MAX_WEIGHTS, WHOLE};
pub use versions::Version;
pub use weights::WeightInfo;

#[allow(clippy::cast_possible_truncation, reason = "FRAME numbers calls, events and errors so")]
#[frame_support::pallet]
pub mod pallet {
	use super::*;
	use frame_support::pallet_prelude::*;
	use frame_system::pallet_prelude::*;
	use gridforge_primitives::{
		CommunityId, IntervalClock, IntervalId, OnSharing, ParticipantId, Participants, Price,
		Sharing, SharingTerms, ZoneId, Zones,
	};

	/// The layout of the storage.
	const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

	#[pallet::pallet]
	#[pallet::storage_version(STORAGE_VERSION)]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config: frame_system::Config<RuntimeEvent: From<Event<Self>>> {
		/// Whose account is whose, and who may trade.
		type Participants: Participants<Self::AccountId>;

		/// Who operates which zone.
		type Zones: Zones;

		/// Chain time in delivery intervals.
		type Clock: IntervalClock;

		/// Who is told that members share from some interval on.
		type OnSharing: OnSharing;

		/// How many communities a zone can have.
		#[pallet::constant]
		type MaxCommunities: Get<u32>;

		/// How many members a community can have, those included who have left and whose intervals may still settle;
		/// and how many it can have invited.
		#[pallet::constant]
		type MaxMembers: Get<u32>;

		/// How many terms a community can have that still matter.
		#[pallet::constant]
		type MaxTermsVersions: Get<u32>;

		/// Weights of the calls.
		type WeightInfo: WeightInfo;
	}

	/// A community as this runtime stores it.
	pub type CommunityRecord<T> = Community<<T as Config>::MaxTermsVersions>;

	/// The members of a community, in the order in which they joined.
	pub type MemberList<T> = BoundedVec<Membership, <T as Config>::MaxMembers>;

	/// Whom a community has invited, in the order in which it did.
	pub type InvitationList<T> = BoundedVec<Invitation, <T as Config>::MaxMembers>;

	/// The communities of a zone as this runtime stores them.
	pub type ZoneSharingOf<T> = ZoneSharing<<T as Config>::MaxCommunities>;

	/// The id that the next community will get; ids begin with 1.
	#[pallet::storage]
	pub type NextCommunity<T: Config> = StorageValue<_, CommunityId, ValueQuery, FirstCommunity>;

	/// The id of the first community.
	#[pallet::type_value]
	pub fn FirstCommunity() -> CommunityId {
		CommunityId(1)
	}

	/// Every community that was not removed. Not hashed, because the chain assigns the ids.
	#[pallet::storage]
	pub type Communities<T: Config> =
		StorageMap<_, Identity, CommunityId, CommunityRecord<T>, OptionQuery>;

	/// The members of each community that has any, those included who have left and whose intervals may still settle.
	/// Not hashed, because the chain assigns the ids.
	#[pallet::storage]
	pub type MembersOf<T: Config> = StorageMap<_, Identity, CommunityId, MemberList<T>, ValueQuery>;

	/// Whom each community has invited. Not hashed, because the chain assigns the ids.
	#[pallet::storage]
	pub type InvitationsOf<T: Config> =
		StorageMap<_, Identity, CommunityId, InvitationList<T>, ValueQuery>;

	/// The community of a zone in which the membership of a participant lasts. Not hashed, because the chain assigns the
	/// ids.
	#[pallet::storage]
	pub type MembershipOf<T: Config> =
		StorageDoubleMap<_, Identity, ZoneId, Identity, ParticipantId, CommunityId, OptionQuery>;

	/// The communities of each zone that has any. Not hashed, because the chain assigns the ids.
	#[pallet::storage]
	pub type SharingIn<T: Config> = StorageMap<_, Identity, ZoneId, ZoneSharingOf<T>, ValueQuery>;

	#[pallet::event]
	#[pallet::generate_deposit(pub(super) fn deposit_event)]
	pub enum Event<T: Config> {
		/// A community was created. It has no members yet.
		CommunityCreated {
			/// The id that it got.
			community: CommunityId,
			/// Where its members are.
			zone: ZoneId,
			/// Who organises it.
			organiser: ParticipantId,
			/// Its first terms.
			terms: SharingTerms,
		},
		/// The terms of a community change.
		TermsChanged {
			/// The community.
			community: CommunityId,
			/// The first interval that the new ones are for. What was scheduled from there on is void.
			from: IntervalId,
			/// The terms that would have held in the end.
			old: Option<SharingTerms>,
			/// The terms that will.
			new: SharingTerms,
		},
		/// A participant may join a community, or may join it with another weight.
		ParticipantInvited {
			/// The community.
			community: CommunityId,
			/// Who is invited.
			participant: ParticipantId,
			/// The weight that it would have had; nothing if it was not invited.
			old: Option<u32>,
			/// The weight that it would have.
			new: u32,
		},
		/// A participant may join a community no longer.
		InvitationWithdrawn {
			/// The community.
			community: CommunityId,
			/// Who was invited.
			participant: ParticipantId,
			/// The weight that it would have had.
			weight: u32,
		},
		/// A participant joined a community.
		MemberJoined {
			/// The community.
			community: CommunityId,
			/// The new member.
			participant: ParticipantId,
			/// Its weight.
			weight: u32,
			/// The first interval in which it shares.
			from: IntervalId,
		},
		/// The weight of a member changes.
		WeightChanged {
			/// The community.
			community: CommunityId,
			/// The member.
			participant: ParticipantId,
			/// The first interval that the new one is for. What was scheduled from there on is void.
			from: IntervalId,
			/// The weight that it would have had in the end.
			old: Option<u32>,
			/// The weight that it will have.
			new: u32,
		},
		/// A member left or was dismissed.
		MembershipEnded {
			/// The community.
			community: CommunityId,
			/// Who was a member.
			participant: ParticipantId,
			/// The first interval in which it does not share.
			until: IntervalId,
		},
		/// A community has another organiser.
		OrganiserChanged {
			/// The community.
			community: CommunityId,
			/// Who organised it.
			old: ParticipantId,
			/// Who organises it now.
			new: ParticipantId,
		},
		/// A community was closed: all its memberships end and all its invitations are withdrawn.
		CommunityClosed {
			/// The community.
			community: CommunityId,
			/// The first interval in which its members do not share.
			until: IntervalId,
		},
		/// A community was removed. Nothing of it is stored any more.
		CommunityRemoved {
			/// The community.
			community: CommunityId,
		},
	}

	#[pallet::error]
	pub enum Error<T> {
		/// No zone has this id. Look the ids up in `grid.zones`.
		UnknownZone,
		/// The account is not that of the zone's operator. Sign with the operator's own account.
		NotTheOperator,
		/// The account is no participant's own. Sign with the account that was registered; a delegate cannot do this.
		NotAParticipant,
		/// No community has this id, or it was removed. Look the ids up in `sharingIn` under the zone.
		UnknownCommunity,
		/// The account is not that of the community's organiser. Sign with the organiser's own account.
		NotTheOrganiser,
		/// The organiser may not trade. Name a participant that is registered and active.
		OrganiserMayNotTrade,
		/// The participant may not trade. It has to be registered and active.
		ParticipantMayNotTrade,
		/// The zone has as many communities as it can have. Close one, and once more after the correction window of its
		/// last interval, so that it is removed.
		TooManyCommunities,
		/// All ids are used up. No community can be added before the runtime is upgraded.
		NoIdsLeft,
		/// The price is below zero. Name zero, or more.
		PriceBelowZero,
		/// The price is above 1,000 WATT per kWh. Name that at most.
		PriceTooHigh,
		/// It is so already. There is nothing to do.
		Unchanged,
		/// The terms have changed too often. Wait until the correction window of the first of these changes has passed.
		TooManyTermsChanges,
		/// The weight of the member has changed too often. Wait until the correction window of the first of these changes
		/// has passed.
		TooManyWeightChanges,
		/// With the fixed key the weights would be more than 1,000,000 together in some interval to come. Lower a weight
		/// or dismiss a member first; a lower weight counts from when it takes effect.
		WeightsAboveWhole,
		/// The community has invited as many as it can. Withdraw an invitation first.
		TooManyInvitations,
		/// The community has as many members as it can have, those included who have left and whose intervals may still
		/// settle. Dismiss one, or wait until the correction window of the last interval of one that has left is over.
		TooManyMembers,
		/// The participant is a member already. Set its weight instead.
		AlreadyAMember,
		/// You are a member of a community of this zone. Leave that one first.
		InAnotherCommunity,
		/// You are not invited. Ask the organiser to invite you.
		NotInvited,
		/// These are not the terms that were set last, or not the weight that you are invited with. Look at `communities`
		/// and `invitationsOf`, and name what you find there if you agree.
		TermsDiffer,
		/// The terms that were set last do not hold yet when your membership would begin. Join once they do.
		TermsNotInForce,
		/// The participant is no member, or its membership has ended; nor is it invited. Look the members up in
		/// `membersOf`.
		NotAMember,
		/// The community is closed, which is final. Let the operator create another one.
		CommunityClosed,
		/// The community is closed already, and some intervals in which its members shared may still settle. Close it
		/// again after their correction window, so that it is removed.
		MembersStillCount,
	}

	#[pallet::extra_constants]
	impl<T: Config> Pallet<T> {
		/// The most that shared energy may cost.
		#[pallet::constant_name(MaxPrice)]
		fn max_price() -> Price {
			MAX_PRICE
		}

		/// What the weights of a community with the fixed key come to at the most.
		#[pallet::constant_name(Whole)]
		fn whole() -> u32 {
			WHOLE
		}

		/// Weights of a member that can still matter.
		#[pallet::constant_name(MaxWeights)]
		fn max_weights() -> u32 {
			MAX_WEIGHTS
		}
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn integrity_test() {
			assert!(T::MaxCommunities::get() > 0, "a zone can have a community");
			assert!(T::MaxMembers::get() > 1, "there is somebody to share with");
			assert!(
				T::MaxTermsVersions::get() >= 2,
				"a community needs room for the terms in force and a change to come"
			);
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	#[pallet::view_functions]
	impl<T: Config> Pallet<T> {
		/// The terms and members of a community in an interval; nothing where it has no members then, or that was long
		/// ago.
		pub fn sharing_in(community: CommunityId, interval: IntervalId) -> Option<Sharing> {
			<Self as gridforge_primitives::Communities>::sharing(community, interval)
		}
	}

	#[pallet::call]
	impl<T: Config> Pallet<T> {
		/// Create a community of `zone` that `organiser` organises: it invites members, dismisses them, and sets terms
		/// and weights.
		///
		/// It gets the next id and begins with `terms`. The price is in thousandths of a WATT per kWh, from 0 to 1,000
		/// WATT; the grid's charge comes on top. Energy is shared only where meters decide what is delivered. Needs the own
		/// account of the zone's operator.
		#[pallet::call_index(0)]
		#[pallet::weight(T::WeightInfo::create_community())]
		pub fn create_community(
			origin: OriginFor<T>,
			zone: ZoneId,
			organiser: ParticipantId,
			terms: SharingTerms,
		) -> DispatchResult {
			Self::ensure_operator(origin, zone)?;
			let community = Self::do_create(zone, organiser, terms)?;
			Self::deposit_event(Event::CommunityCreated { community, zone, organiser, terms });
			Ok(())
		}

		/// Set the terms of a community, from the first interval that is not open for trading yet: members can leave
		/// before. A change that is scheduled from there on is void.
		///
		/// Needs the own account of the organiser.
		#[pallet::call_index(1)]
		#[pallet::weight(T::WeightInfo::set_terms())]
		pub fn set_terms(
			origin: OriginFor<T>,
			community: CommunityId,
			terms: SharingTerms,
		) -> DispatchResult {
			let record = Self::community_of_organiser(origin, community)?;
			let (from, old) = Self::do_set_terms(community, record, terms)?;
			Self::deposit_event(Event::TermsChanged { community, from, old, new: terms });
			Ok(())
		}

		/// Invite a participant to join with `weight`. For one that is invited already, this is its new weight.
		///
		/// With the fixed key the weight is what it gets of the energy, in millionths; with priority lower weights come
		/// first. Needs the own account of the organiser.
		#[pallet::call_index(2)]
		#[pallet::weight(T::WeightInfo::invite())]
		pub fn invite(
			origin: OriginFor<T>,
			community: CommunityId,
			participant: ParticipantId,
			weight: u32,
		) -> DispatchResult {
			let record = Self::community_of_organiser(origin, community)?;
			let old = Self::do_invite(community, record.zone, participant, weight)?;
			let new = weight;
			Self::deposit_event(Event::ParticipantInvited { community, participant, old, new });
			Ok(())
		}

		/// Set the weight of a member, from the first interval that is not open for trading yet: it can leave before. A
		/// change that is scheduled from there on is void.
		///
		/// Needs the own account of the organiser.
		#[pallet::call_index(3)]
		#[pallet::weight(T::WeightInfo::set_weight())]
		pub fn set_weight(
			origin: OriginFor<T>,
			community: CommunityId,
			participant: ParticipantId,
			weight: u32,
		) -> DispatchResult {
			let record = Self::community_of_organiser(origin, community)?;
			let (from, old) = Self::do_set_weight(community, &record, participant, weight)?;
			let new = weight;
			Self::deposit_event(Event::WeightChanged { community, participant, from, old, new });
			Ok(())
		}

		/// End the membership of a participant with the next interval, or withdraw its invitation.
		///
		/// Needs the own account of the organiser.
		#[pallet::call_index(4)]
		#[pallet::weight(T::WeightInfo::dismiss())]
		pub fn dismiss(
			origin: OriginFor<T>,
			community: CommunityId,
			participant: ParticipantId,
		) -> DispatchResult {
			let record = Self::community_of_organiser(origin, community)?;
			if let Some(weight) = Self::take_invitation(community, participant) {
				let withdrawn = Event::InvitationWithdrawn { community, participant, weight };
				Self::deposit_event(withdrawn);
				return Ok(());
			}
			let until = Self::do_end(community, record.zone, participant)?;
			Self::deposit_event(Event::MembershipEnded { community, participant, until });
			Ok(())
		}

		/// Join a community that has invited you, from the next interval on.
		///
		/// Name the terms and the weight that you agree to: those that were set last. If others have been set meanwhile,
		/// or those do not hold yet, you do not join. In each zone you can be a member of one community. What you feed in beyond your contracts is
		/// then shared by these terms, and what you get is paid from your free money. Needs the own account of a participant
		/// that may trade.
		#[pallet::call_index(5)]
		#[pallet::weight(T::WeightInfo::join())]
		pub fn join(
			origin: OriginFor<T>,
			community: CommunityId,
			terms: SharingTerms,
			weight: u32,
		) -> DispatchResult {
			let participant = Self::ensure_participant(origin)?;
			let from = Self::do_join(community, participant, terms, weight)?;
			Self::deposit_event(Event::MemberJoined { community, participant, weight, from });
			Ok(())
		}

		/// Leave a community with the next interval. To come back you need a new invitation.
		///
		/// Needs a participant's own account.
		#[pallet::call_index(6)]
		#[pallet::weight(T::WeightInfo::leave())]
		pub fn leave(origin: OriginFor<T>, community: CommunityId) -> DispatchResult {
			let participant = Self::ensure_participant(origin)?;
			let record = Communities::<T>::get(community).ok_or(Error::<T>::UnknownCommunity)?;
			let until = Self::do_end(community, record.zone, participant)?;
			Self::deposit_event(Event::MembershipEnded { community, participant, until });
			Ok(())
		}

		/// Let another participant organise a community, at once.
		///
		/// Needs the own account of the zone's operator.
		#[pallet::call_index(7)]
		#[pallet::weight(T::WeightInfo::set_organiser())]
		pub fn set_organiser(
			origin: OriginFor<T>,
			community: CommunityId,
			organiser: ParticipantId,
		) -> DispatchResult {
			let record = Self::community_of_operator(origin, community)?;
			let old = Self::do_set_organiser(community, record, organiser)?;
			Self::deposit_event(Event::OrganiserChanged { community, old, new: organiser });
			Ok(())
		}

		/// Close a community for good: all memberships end with the next interval, and nobody can join any more.
		///
		/// It is removed once its last interval can settle no more: close it again then. One that never had members is
		/// removed at once. Needs the own account of the zone's operator.
		#[pallet::call_index(8)]
		#[pallet::weight(T::WeightInfo::close_community())]
		pub fn close_community(origin: OriginFor<T>, community: CommunityId) -> DispatchResult {
			let record = Self::community_of_operator(origin, community)?;
			Self::do_close(community, record)?;
			Ok(())
		}
	}
}
