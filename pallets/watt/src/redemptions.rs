//! Taking WATT back for money.

use crate::{
	Config, Error, Event, Issuer, Issuers, NextRedemption, Pallet, Place, Redemption, Redemptions,
	RedemptionsOf, Restrictions,
};
use frame_support::{
	defensive, ensure,
	traits::{
		fungibles::{Inspect, Mutate},
		tokens::{Fortitude, Precision, Preservation},
	},
};
use gridforge_primitives::{
	IntervalClock, IssuerId, RedemptionId, Reference, Restraint, ReturnReason, WattBalance,
};
use sp_runtime::DispatchResult;

type RedemptionFor<T> = Redemption<<T as frame_system::Config>::AccountId>;

impl<T: Config> Pallet<T> {
	pub(crate) fn do_redeem(
		id: IssuerId,
		holder: T::AccountId,
		amount: WattBalance,
		reference: Reference,
	) -> DispatchResult {
		let mut issuer = Self::issuer(id)?;
		let currency = issuer.currency;
		let limits = Self::currency(currency)?.limits;
		ensure!(amount >= limits.min_redemption, Error::<T>::BelowMinimum);
		let restricted = Restrictions::<T>::contains_key(&holder, currency);
		ensure!(!restricted, Error::<T>::AccountRestricted);
		ensure!(
			T::Assets::reducible_balance(
				currency,
				&holder,
				Preservation::Expendable,
				Fortitude::Polite
			) >= amount,
			Error::<T>::InsufficientFunds
		);
		let owes = issuer.redeemable().is_some_and(|owed| amount <= owed);
		ensure!(owes, Error::<T>::IssuerOwesLess);
		let redemption = NextRedemption::<T>::get();
		let next = redemption.0.checked_add(1).map(RedemptionId).ok_or(Error::<T>::NoIdsLeft)?;

		NextRedemption::<T>::put(next);
		RedemptionsOf::<T>::try_append(&holder, redemption)
			.map_err(|()| Error::<T>::TooManyRedemptions)?;
		T::Assets::transfer(currency, &holder, &Self::keeper(), amount, Preservation::Expendable)?;
		issuer.in_redemption =
			issuer.in_redemption.checked_add(amount).ok_or(Error::<T>::AmountTooLarge)?;
		let deadline = T::Clock::now().saturating_add(limits.redemption_period);
		let record = Redemption { issuer: id, holder, amount, reference, deadline, place: None };
		let deadline = Self::join_queue(redemption, record.clone(), &mut issuer);
		Issuers::<T>::insert(id, issuer);
		let Redemption { holder, .. } = record;
		Self::deposit_event(Event::RedemptionRequested {
			redemption,
			issuer: id,
			holder,
			amount,
			reference,
			deadline,
		});
		Ok(())
	}

	/// Put a redemption at the end of its issuer's queue; answers with its deadline, which is not before that of the one
	/// before it.
	fn join_queue(
		id: RedemptionId,
		mut record: RedemptionFor<T>,
		issuer: &mut Issuer,
	) -> gridforge_primitives::Millis {
		let before = issuer.queue.last;
		if let Some(before) = before {
			Redemptions::<T>::mutate_extant(before, |last| {
				record.deadline = record.deadline.max(last.deadline);
				if let Some(place) = last.place.as_mut() {
					place.behind = Some(id);
				}
			});
		} else {
			issuer.queue.first = Some(id);
		}
		issuer.queue.last = Some(id);
		issuer.queue.length = issuer.queue.length.saturating_add(1);
		record.place = Some(Place { before, behind: None });
		let deadline = record.deadline;
		Redemptions::<T>::insert(id, record);
		deadline
	}

	/// Take a redemption out of its issuer's queue, if it is there.
	fn leave_queue(record: &mut RedemptionFor<T>, issuer: &mut Issuer) {
		let Some(Place { before, behind }) = record.place.take() else { return };
		let neighbour = |id, change: &dyn Fn(&mut Place)| {
			Redemptions::<T>::mutate_extant(id, |neighbour: &mut RedemptionFor<T>| match neighbour
				.place
				.as_mut()
			{
				Some(place) => change(place),
				None => {
					defensive!("a neighbour is in the queue");
				}
			});
		};
		match before {
			Some(id) => neighbour(id, &|place| place.behind = behind),
			None => issuer.queue.first = behind,
		}
		match behind {
			Some(id) => neighbour(id, &|place| place.before = before),
			None => issuer.queue.last = before,
		}
		match issuer.queue.length.checked_sub(1) {
			Some(length) => issuer.queue.length = length,
			None => {
				defensive!("a redemption in the queue was counted");
			}
		}
	}

	/// End a redemption: it is in nobody's list any longer.
	fn end(
		id: RedemptionId,
		record: &mut RedemptionFor<T>,
		issuer: &mut Issuer,
	) -> Result<(), Error<T>> {
		Self::leave_queue(record, issuer);
		Redemptions::<T>::remove(id);
		RedemptionsOf::<T>::mutate_exists(&record.holder, |entry| {
			let Some(list) = entry else { return };
			list.retain(|other| *other != id);
			if list.is_empty() {
				*entry = None;
			}
		});
		let left = issuer.in_redemption.checked_sub(record.amount);
		issuer.in_redemption = left.ok_or_else(|| {
			defensive!("what is in redemption is the sum of redemptions");
			Error::<T>::AmountTooLarge
		})?;
		Ok(())
	}

	fn redemption(id: RedemptionId) -> Result<RedemptionFor<T>, Error<T>> {
		Redemptions::<T>::get(id).ok_or(Error::<T>::UnknownRedemption)
	}

	/// A redemption that its issuer may end now: the first in its queue, or one put aside.
	fn next_of(id: RedemptionId, issuer: IssuerId) -> Result<RedemptionFor<T>, Error<T>> {
		let record = Self::redemption(id)?;
		ensure!(record.issuer == issuer, Error::<T>::RedemptionOfAnotherIssuer);
		let first = record.place.is_none_or(|place| place.before.is_none());
		ensure!(first, Error::<T>::NotFirst);
		Ok(record)
	}

	pub(crate) fn do_confirm(
		issuer_id: IssuerId,
		id: RedemptionId,
		proof: Reference,
	) -> DispatchResult {
		let mut record = Self::next_of(id, issuer_id)?;
		let mut issuer = Self::issuer(issuer_id)?;
		Self::end(id, &mut record, &mut issuer)?;
		let Redemption { holder, amount, .. } = record;
		issuer.redeemed = issuer.redeemed.checked_add(amount).ok_or(Error::<T>::AmountTooLarge)?;
		T::Assets::burn_from(
			issuer.currency,
			&Self::keeper(),
			amount,
			Preservation::Expendable,
			Precision::Exact,
			Fortitude::Polite,
		)?;
		Self::deposit_event(Event::RedemptionPaid {
			redemption: id,
			issuer: issuer_id,
			holder,
			amount,
			proof,
		});
		Self::review(issuer_id, &mut issuer)?;
		Issuers::<T>::insert(issuer_id, issuer);
		Ok(())
	}

	/// Give a redemption back to its holder.
	fn give_back(
		id: RedemptionId,
		mut record: RedemptionFor<T>,
		issuer: &mut Issuer,
	) -> DispatchResult {
		Self::end(id, &mut record, issuer)?;
		let restriction = Restrictions::<T>::get(&record.holder, issuer.currency);
		let blocked = restriction.is_some_and(|r| r.restraint == Restraint::Blocked);
		ensure!(!blocked, Error::<T>::HolderBlocked);
		T::Assets::transfer(
			issuer.currency,
			&Self::keeper(),
			&record.holder,
			record.amount,
			Preservation::Expendable,
		)?;
		Ok(())
	}

	pub(crate) fn do_return(
		issuer_id: IssuerId,
		id: RedemptionId,
		reason: ReturnReason,
	) -> DispatchResult {
		let record = Self::next_of(id, issuer_id)?;
		let mut issuer = Self::issuer(issuer_id)?;
		let (holder, amount) = (record.holder.clone(), record.amount);
		Self::give_back(id, record, &mut issuer)?;
		Issuers::<T>::insert(issuer_id, issuer);
		Self::deposit_event(Event::RedemptionReturned {
			redemption: id,
			issuer: issuer_id,
			holder,
			amount,
			reason,
		});
		Ok(())
	}

	pub(crate) fn do_put_aside(issuer_id: IssuerId, id: RedemptionId) -> DispatchResult {
		let mut record = Self::redemption(id)?;
		ensure!(record.issuer == issuer_id, Error::<T>::RedemptionOfAnotherIssuer);
		ensure!(record.place.is_some(), Error::<T>::AlreadyAside);
		let mut issuer = Self::issuer(issuer_id)?;
		let restricted = Restrictions::<T>::contains_key(&record.holder, issuer.currency);
		ensure!(restricted, Error::<T>::HolderNotRestricted);
		Self::leave_queue(&mut record, &mut issuer);
		Redemptions::<T>::insert(id, record);
		Issuers::<T>::insert(issuer_id, issuer);
		Ok(())
	}

	/// The issuer is in default by it, unless the holder was restricted: then it may not have been allowed to pay.
	pub(crate) fn do_reclaim(who: &T::AccountId, id: RedemptionId) -> DispatchResult {
		let record = Self::redemption(id)?;
		ensure!(record.holder == *who, Error::<T>::RedemptionOfAnother);
		ensure!(record.deadline < T::Clock::now(), Error::<T>::NotOverdue);
		let issuer_id = record.issuer;
		let mut issuer = Self::issuer(issuer_id)?;
		let restricted = Restrictions::<T>::contains_key(who, issuer.currency);
		let defaulted = record.place.is_some() && !restricted;
		issuer.defaulted |= defaulted;
		let (holder, amount) = (record.holder.clone(), record.amount);
		Self::give_back(id, record, &mut issuer)?;
		Issuers::<T>::insert(issuer_id, issuer);
		Self::deposit_event(Event::RedemptionReclaimed {
			redemption: id,
			issuer: issuer_id,
			holder,
			amount,
			defaulted,
		});
		Ok(())
	}

	pub(crate) fn do_cure(id: IssuerId) -> DispatchResult {
		let mut issuer = Self::issuer(id)?;
		ensure!(issuer.defaulted, Error::<T>::NotDefaulted);
		ensure!(!Self::is_overdue(&issuer), Error::<T>::RedemptionsOverdue);
		issuer.defaulted = false;
		Issuers::<T>::insert(id, issuer);
		Ok(())
	}

	/// Whether the first redemption in an issuer's queue, and so any of them, is past its deadline.
	pub(crate) fn is_overdue(issuer: &Issuer) -> bool {
		let first = issuer.queue.first.and_then(Redemptions::<T>::get);
		first.is_some_and(|redemption| redemption.deadline < T::Clock::now())
	}
}
