//! Freezing, blocking, and what a court has moved.

use crate::{Config, Error, Event, Pallet, Restriction, Restrictions, Wallets};
use frame_support::{
	ensure,
	traits::{
		fungibles::{Inspect, Mutate},
		tokens::Preservation,
		Contains, Get,
	},
};
use gridforge_primitives::{
	CurrencyId, IntervalClock, OnRestriction, Restraint, RestraintReason, WattBalance,
};
use sp_runtime::DispatchResult;

impl<T: Config> Pallet<T> {
	/// Whether others' money is in an account, or the court's.
	pub(crate) fn is_protected(account: &T::AccountId) -> bool {
		*account == Self::keeper()
			|| *account == T::CourtAccount::get()
			|| T::Protected::contains(account)
	}

	/// Whether an account is restricted in any currency.
	fn is_restricted(account: &T::AccountId) -> bool {
		Restrictions::<T>::iter_key_prefix(account).next().is_some()
	}

	pub(crate) fn do_restrict(
		currency: CurrencyId,
		account: T::AccountId,
		restraint: Restraint,
		reason: RestraintReason,
	) -> DispatchResult {
		ensure!(!Self::is_protected(&account), Error::<T>::AccountProtected);
		let old = Restrictions::<T>::get(&account, currency).map(|r| r.restraint);
		ensure!(old != Some(restraint), Error::<T>::AlreadyRestricted);

		T::Wallets::restrict(currency, &Self::keeper(), &account, restraint)?;
		let restriction = Restriction { restraint, reason, since: T::Clock::now() };
		Restrictions::<T>::insert(&account, currency, restriction);
		// Each time: it may have become a participant's since it was restricted first.
		let trading = T::OnRestriction::restricted(&account)?;
		Self::deposit_event(Event::AccountRestricted {
			account,
			currency,
			old,
			new: restraint,
			reason,
			trading,
		});
		Ok(())
	}

	pub(crate) fn do_lift(
		currency: CurrencyId,
		account: T::AccountId,
		reason: RestraintReason,
	) -> DispatchResult {
		let restriction =
			Restrictions::<T>::take(&account, currency).ok_or(Error::<T>::NotRestricted)?;
		T::Wallets::lift(currency, &Self::keeper(), &account)?;
		let trading = !Self::is_restricted(&account) && T::OnRestriction::lifted(&account)?;
		Self::deposit_event(Event::RestrictionLifted {
			account,
			currency,
			old: restriction.restraint,
			reason,
			trading,
		});
		Ok(())
	}

	/// Move money of a restricted account to the court. A base unit stays at least, so that the assets' pallet keeps the
	/// account and its restriction.
	pub(crate) fn do_seize(
		currency: CurrencyId,
		account: &T::AccountId,
		amount: WattBalance,
	) -> DispatchResult {
		ensure!(amount > 0, Error::<T>::ZeroAmount);
		let restriction =
			Restrictions::<T>::get(account, currency).ok_or(Error::<T>::NotRestricted)?;
		let keeper = Self::keeper();
		let available = T::Assets::balance(currency, account)
			.checked_sub(T::Assets::minimum_balance(currency))
			.is_some_and(|most| amount <= most);
		ensure!(available, Error::<T>::InsufficientFunds);

		T::Wallets::lift(currency, &keeper, account)?;
		T::Assets::transfer(
			currency,
			account,
			&T::CourtAccount::get(),
			amount,
			Preservation::Preserve,
		)?;
		T::Wallets::restrict(currency, &keeper, account, restriction.restraint)
	}
}
