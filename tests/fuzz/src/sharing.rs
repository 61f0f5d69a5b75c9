//! Calls about communities: what their organisers, members and the zone's operator do. Community 1 is in the metered
//! zone; Dave, who runs that zone, organises it, and participants 1, 2, 3 and 5 are members.

use crate::{
	readings::METERED,
	requests::{actor_of, participant, some_or, zone, Request},
};
use arbitrary::{Result, Unstructured};
use gridforge_primitives::{CommunityId, ParticipantId, Price, SharingKey, SharingTerms};
use gridforge_runtime::Runtime;
use pallet_communities::{Call as Communities, InvitationsOf};
use sp_keyring::Sr25519Keyring::{self, Alice, Bob, Charlie, Dave, Eve};
use sp_runtime::Permill;

/// The terms that the first community begins with.
const TERMS: SharingTerms = SharingTerms {
	key: SharingKey::Proportional,
	price: Price(90),
	part: Permill::from_percent(80),
};

/// The weight that each of its members begins with.
const WEIGHT: u32 = 200_000;

/// The first community and its members.
pub fn furnishing() -> Vec<Request> {
	let community = CommunityId(1);
	let (zone, organiser, terms) = (METERED, ParticipantId(4), TERMS);
	let mut requests =
		vec![Request::signed(Dave, Communities::create_community { zone, organiser, terms })];
	for (id, member) in [(1, Alice), (2, Bob), (3, Charlie), (5, Eve)] {
		let (participant, weight) = (ParticipantId(id), WEIGHT);
		let invite = Communities::invite { community, participant, weight };
		requests.push(Request::signed(Dave, invite));
		requests.push(Request::signed(member, Communities::join { community, terms, weight }));
	}
	requests
}

/// A call about communities.
pub fn request(input: &mut Unstructured, by: Sr25519Keyring) -> Result<Request> {
	// Mostly by whom it is for.
	let dave = if input.ratio(15u8, 16u8)? { Dave } else { by };
	let community = CommunityId(some_or(input, 1..=1, 0..=4)?);
	let participant = participant(input)?;
	Ok(match input.int_in_range(0..=15u8)? {
		0..=2 | 10..=11 => Request::signed(dave, {
			Communities::invite { community, participant, weight: weight(input)? }
		}),
		3..=6 => join(input, community, by)?,
		7 => Request::signed(by, Communities::leave { community }),
		8 => Request::signed(dave, Communities::dismiss { community, participant }),
		9 => Request::signed(dave, Communities::set_terms { community, terms: terms(input)? }),
		12 => Request::signed(dave, {
			Communities::set_weight { community, participant, weight: weight(input)? }
		}),
		13 => Request::signed(dave, {
			Communities::create_community {
				zone: zone(input)?,
				organiser: participant,
				terms: terms(input)?,
			}
		}),
		14 => Request::signed(dave, {
			Communities::set_organiser { community, organiser: participant }
		}),
		_ => Request::signed(dave, {
			let community = CommunityId(some_or(input, 2..=3, 0..=4)?);
			Communities::close_community { community }
		}),
	})
}

/// Mostly by somebody who is invited, and agrees.
fn join(input: &mut Unstructured, community: CommunityId, by: Sr25519Keyring) -> Result<Request> {
	let invited: Vec<_> = InvitationsOf::<Runtime>::iter()
		.flat_map(|(community, all)| all.into_iter().map(move |one| (community, one)))
		.collect();
	if invited.is_empty() || input.ratio(1u8, 8u8)? {
		let (terms, weight) = (terms(input)?, weight(input)?);
		return Ok(Request::signed(by, Communities::join { community, terms, weight }));
	}
	let (community, invitation) = input.choose(&invited)?;
	let by = actor_of(invitation.participant).unwrap_or(by);
	let (community, weight) = (*community, invitation.weight);
	Ok(Request::signed(by, Communities::join { community, terms: agreed(community), weight }))
}

/// The terms that hold last of those that a community has.
fn agreed(community: CommunityId) -> SharingTerms {
	let record = pallet_communities::Communities::<Runtime>::get(community);
	record.and_then(|record| record.terms.last().map(|version| version.value)).unwrap_or(TERMS)
}

fn terms(input: &mut Unstructured) -> Result<SharingTerms> {
	Ok(SharingTerms {
		key: *input.choose(&[SharingKey::Fixed, SharingKey::Proportional, SharingKey::Priority])?,
		price: Price(some_or(input, 0..=200, i32::MIN..=i32::MAX)?),
		part: Permill::from_parts(some_or(input, 0..=1_000_000, 0..=u32::MAX)?),
	})
}

fn weight(input: &mut Unstructured) -> Result<u32> {
	Ok(match input.int_in_range(0..=3u8)? {
		0..=1 => WEIGHT,
		2 => input.int_in_range(0..=500_000)?,
		_ => input.arbitrary()?,
	})
}
