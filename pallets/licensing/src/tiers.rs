//! Whose stake reaches which tier, and what other pallets ask about it. Volumes are the market's to count.

use crate::{
	Config, DiscountTable, Discounts, Error, Event, Looks, Pallet, StandingOf, Standings,
	WeightInfo,
};
use frame_support::{ensure, traits::Get, weights::WeightMeter};
use gridforge_primitives::{
	self as primitives, ActiveStake, FeeDiscounts, FeeTier, IntervalClock, ParticipantId,
	Participants,
};
use sp_runtime::DispatchResult;

/// The id that no participant has, before all others.
const NOBODY: ParticipantId = ParticipantId(0);

impl<T: Config> Pallet<T> {
	/// Set the discounts; answers with those before.
	pub(crate) fn do_set_discounts(
		new: Option<DiscountTable>,
	) -> Result<Option<DiscountTable>, Error<T>> {
		ensure!(new.is_none_or(|table| table.is_allowed()), Error::<T>::DiscountsOutsideBounds);
		let old = Discounts::<T>::get();
		ensure!(old != new, Error::<T>::DiscountsUnchanged);
		Discounts::<T>::set(new);
		Ok(old)
	}

	/// Look at the stake of the participant whose own account this is.
	pub(crate) fn do_look(account: T::AccountId) -> DispatchResult {
		let participant = Self::participant_of(&account)?;
		let known = Standings::<T>::get(participant);
		ensure!(known.is_some() || Discounts::<T>::exists(), Error::<T>::NoDiscounts);
		// What another account of its staked does not count.
		let same = known.filter(|standing| standing.account == account);
		Self::look(participant, same.unwrap_or_else(|| StandingOf::<T>::unseen(account)));
		Ok(())
	}

	/// Look at a participant's stake and write what follows from it.
	fn look(participant: ParticipantId, mut standing: StandingOf<T>) {
		let now = T::Clock::now();
		let (old, rose) = (standing.tier_at(now), standing.rising);
		if standing.has_lapsed(now) {
			standing = StandingOf::<T>::unseen(standing.account);
		}
		let own = T::Participants::participant_of(&standing.account) == Some(participant);
		let table = Discounts::<T>::get().filter(|_| own);
		let seen = table.map_or(FeeTier::NONE, |table| {
			table.tier_of(T::Stake::active_stake(&standing.account))
		});
		standing.see(seen, now, T::Period::get());
		let (new, rising) = (standing.tier, standing.rising);
		if standing.is_nothing() {
			Standings::<T>::remove(participant);
		} else {
			Standings::<T>::insert(participant, standing);
		}
		if (old, rose) != (new, rising) {
			Self::deposit_event(Event::StandingChanged { participant, old, new, rising });
		}
	}

	/// Go on with the round of looks, or begin one when it is time, as far as `meter` allows.
	pub(crate) fn look_around(meter: &mut WeightMeter) {
		// Most blocks learn by the round, the time and the period that there is nothing to do.
		if meter.try_consume(T::DbWeight::get().reads(3)).is_err() {
			return;
		}
		let mut round = Looks::<T>::get();
		let now = T::Clock::now();
		let mut last = match round.last {
			Some(last) => last,
			None if now < round.began.saturating_add(T::Period::get()) => return,
			None => {
				round.began = now;
				NOBODY
			}
		};
		if meter.try_consume(T::DbWeight::get().writes(1)).is_err() {
			return;
		}
		let mut standings = Standings::<T>::iter_keys_from(Standings::<T>::hashed_key_for(last));
		round.last = loop {
			if meter.try_consume(T::WeightInfo::look_at_stake()).is_err() {
				break Some(last);
			}
			let Some(participant) = standings.next() else { break None };
			last = participant;
			// Nothing in a look can fail.
			if let Some(standing) = Standings::<T>::get(participant) {
				Self::look(participant, standing);
			}
		};
		Looks::<T>::put(round);
	}
}

impl<T: Config> FeeDiscounts for Pallet<T> {
	fn tier_of(participant: ParticipantId) -> FeeTier {
		Standings::<T>::get(participant)
			.map_or(FeeTier::NONE, |standing| standing.tier_at(T::Clock::now()))
	}

	fn discounts() -> primitives::Discounts {
		Discounts::<T>::get().map(|table| table.discounts()).unwrap_or_default()
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn give_tier_for_benchmark(participant: ParticipantId) {
		crate::benchmarking::give_tier::<T>(participant);
	}
}
