//! Energy that communities share is settled with the contracts of its interval, whether or not that was traded.

use crate::{
	sharing, sharing::Member, steps::Cache, Config, Error, Event, Job, Pallet, Records, Settling,
	SharedTo,
};
use alloc::vec::Vec;
use frame_support::ensure;
use gridforge_primitives::{
	Closed, ClosedMarket, Communities, CommunityId, Delivery, IntervalClock, IntervalId, LoadBand,
	MeterReadings, OnSharing, ParticipantId, Participants, ProductId, Settled, Shared, Sharing,
	ZoneId, Zones,
};
use sp_runtime::DispatchResult;

impl<T: Config> OnSharing for Pallet<T> {
	fn shares_from(zone: ZoneId, interval: IntervalId) {
		if !SharedTo::<T>::contains_key(zone) {
			Self::share_in(ProductId { interval, zone });
		}
	}
}

/// Which intervals are settled.
impl<T: Config> Pallet<T> {
	/// Have a product settled in which communities share.
	fn share_in(product: ProductId) {
		SharedTo::<T>::insert(product.zone, product.interval);
		Self::enqueue(Self::read_by(product.interval), product, Job::Settle);
	}

	/// The first interval in which all readings of `interval` have been taken.
	pub(crate) fn read_by(interval: IntervalId) -> IntervalId {
		Self::first_from(T::Clock::readings_until(interval))
	}

	/// The settlement of `product` has its turn: see to it that the next interval has its own, as long as somebody
	/// shares.
	pub(crate) fn go_on_sharing(product: ProductId) {
		let ProductId { zone, interval } = product;
		if SharedTo::<T>::get(zone) != Some(interval) {
			return;
		}
		match interval.0.checked_add(1).map(IntervalId) {
			Some(interval) if T::Communities::shares_from(zone, interval) => {
				Self::share_in(ProductId { interval, zone });
			}
			_ => SharedTo::<T>::remove(zone),
		}
	}

	/// A product that nobody has traded; nothing where its contracts would count as delivered.
	pub(crate) fn untraded(product: ProductId) -> Option<Closed> {
		let rules = T::Zones::rules(product.zone, product.interval)?;
		let metered = matches!(rules.delivery, Delivery::Metered(_));
		metered.then_some(Closed {
			rules,
			lots: 0,
			notional: 0,
			imported: 0,
			exported: 0,
			to_others: 0,
			prices: None,
		})
	}
}

/// A member, what is on record of it, and what that says of its surplus and its need.
struct Party {
	participant: ParticipantId,
	record: Option<Settled>,
	settled: Settled,
	member: Member,
}

/// One community.
impl<T: Config> Pallet<T> {
	/// Let the members of a community share, and go on to the next community.
	pub(crate) fn settle_community(
		settling: &mut Settling,
		cache: &mut Cache<T>,
		community: CommunityId,
	) -> DispatchResult {
		let Settling { product, rules, .. } = *settling;
		settling.community = T::Communities::next_community(product.zone, Some(community));
		let Some(Sharing { terms, members }) = T::Communities::sharing(community, product.interval)
		else {
			return Ok(());
		};
		let parties: Vec<Party> = members
			.into_iter()
			.map(|(participant, weight)| {
				let mut party = Self::party(product, cache, participant, weight);
				party.member.offer = terms.part.mul_floor(party.member.offer);
				party
			})
			.collect();
		let members: Vec<Member> = parties.iter().map(|party| party.member).collect();

		let worth =
			|lots| crate::deviation::worth(terms.price, lots).map(|w| w.max(0).unsigned_abs());
		let costs = |lots| -> Option<Shared> {
			let paid = worth(lots)?;
			let charge = rules.fees.charge(LoadBand(0), paid, lots);
			Some(Shared { taken: lots, paid, charge, ..Shared::default() })
		};
		let divided = sharing::divide(terms.key, &members, |place, lots| {
			let cost = costs(lots).and_then(|shared| shared.cost());
			let free = |party: &Party| T::Market::free(party.participant, rules.currency);
			cost.zip(parties.get(place)).is_some_and(|(cost, party)| cost <= free(party))
		});
		for (party, (given, taken)) in parties.iter().zip(divided) {
			if given == 0 && taken == 0 {
				continue;
			}
			let shared = costs(taken).ok_or(Error::<T>::Overflow)?;
			let earned = worth(given).ok_or(Error::<T>::Overflow)?;
			let shared = Shared { given, earned, ..shared };
			Self::settle_shared(settling, community, party, shared)?;
		}
		Ok(())
	}

	/// What is on record of a participant, or is to be, and what it offers and needs.
	fn party(
		product: ProductId,
		cache: &mut Cache<T>,
		participant: ParticipantId,
		weight: u32,
	) -> Party {
		let record = Records::<T>::get(product, participant);
		let settled = record.unwrap_or_else(|| {
			let metered = T::Readings::metered(cache, product, participant);
			Settled { metered, ..Settled::default() }
		});
		let Settled { contract, deviation, metered, shared, .. } = &settled;
		// A participant is in one community of a zone: its record has room for what it shared there. Who may not trade does not
		// share either: the price is the organiser's, and so is whom the money goes to.
		let (offer, need) = match shared {
			None if T::Participants::may_trade(participant) => {
				sharing::beyond_contract(contract, deviation, metered)
			}
			_ => (0, 0),
		};
		Party { participant, record, settled, member: Member { weight, offer, need } }
	}

	/// Turn what a member shared into money.
	fn settle_shared(
		settling: &mut Settling,
		community: CommunityId,
		party: &Party,
		shared: Shared,
	) -> DispatchResult {
		let Party { participant, record, settled, .. } = party;
		let (participant, currency) = (*participant, settling.rules.currency);
		let owes = shared.cost().ok_or(Error::<T>::Overflow)?;
		let paid = T::Market::take_up_to(participant, currency, owes);
		ensure!(paid == owes, Error::<T>::DoesNotAddUp);
		T::Market::credit(participant, currency, shared.earned)?;
		let new = Settled { shared: Some(shared), ..*settled };
		Records::<T>::insert(settling.product, participant, new);
		settling.add_shared(record.as_ref(), &new).ok_or(Error::<T>::Overflow)?;
		Self::pay_host(settling, participant, &shared.charge)?;
		let product = settling.product;
		Self::deposit_event(Event::EnergyShared { product, community, participant, shared });
		Ok(())
	}
}
