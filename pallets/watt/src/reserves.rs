//! What reserves issuers have, and whether they owe more.

use crate::{
	types::NewStatement, Attested, Config, Currencies, Error, Event, Issuer, Issuers, Pallet,
	Reserve, Statement,
};
use frame_support::{defensive, ensure};
use gridforge_primitives::{IntervalClock, IssuerId, Millis, Reference, WattBalance};
use sp_runtime::DispatchResult;

impl<T: Config> Pallet<T> {
	/// An issuer's reserve as it counts now.
	pub(crate) fn reserve(id: IssuerId, max_age: Millis) -> Reserve {
		Reserve::of(&Attested::<T>::get(id), T::Clock::now(), max_age)
	}

	pub(crate) fn do_attest(
		id: IssuerId,
		attester: T::AccountId,
		amount: WattBalance,
		as_of: Millis,
		report: Reference,
	) -> DispatchResult {
		let mut issuer = Self::issuer(id)?;
		let limits = Self::currency(issuer.currency)?.limits;
		let now = T::Clock::now();
		ensure!(as_of <= now, Error::<T>::AttestedTooEarly);
		ensure!(now <= as_of.saturating_add(limits.max_age), Error::<T>::AttestedTooLate);

		let mut statements = Attested::<T>::get(id);
		let counted = Reserve::of(&statements, now, limits.max_age).amount;
		let place = statements.iter().position(|statement| statement.attester == attester);
		let mut statement = match place {
			Some(place) => statements.remove(place),
			None => Statement { attester, amount: None, as_of: 0, report, waiting: None },
		};
		ensure!(place.is_none() || statement.as_of < as_of, Error::<T>::NotNewer);
		let from = now.saturating_add(limits.increase_delay);
		statement.renew(NewStatement { amount, as_of, report, counted }, now, from);
		let event = Event::ReserveAttested {
			issuer: id,
			attester: statement.attester.clone(),
			amount,
			as_of,
			report,
			counts: statement.amount,
			waiting: statement.waiting.map(|waiting| (waiting.amount, waiting.from)),
		};
		statements.try_push(statement).map_err(|_| Error::<T>::TooManyKeepers)?;
		Attested::<T>::insert(id, statements);
		Self::deposit_event(event);
		Self::review(id, &mut issuer)?;
		Issuers::<T>::insert(id, issuer);
		Ok(())
	}

	/// Let what an attester said count no longer.
	pub(crate) fn forget_statement(
		id: IssuerId,
		issuer: &mut Issuer,
		attester: &T::AccountId,
	) -> DispatchResult {
		Attested::<T>::mutate_exists(id, |entry| {
			let Some(statements) = entry else { return };
			statements.retain(|statement| statement.attester != *attester);
			if statements.is_empty() {
				*entry = None;
			}
		});
		Self::review(id, issuer)
	}

	/// Look whether an issuer owes more than its reserves, and say so when that has changed. Where no statement is fresh
	/// nothing is known, and nothing changes.
	pub(crate) fn review(id: IssuerId, issuer: &mut Issuer) -> DispatchResult {
		let mut currency = Self::currency(issuer.currency)?;
		let outstanding = issuer.outstanding().ok_or_else(|| {
			defensive!("an issuer redeems no more than it minted");
			Error::<T>::AmountTooLarge
		})?;
		let Some(reserve) = Self::reserve(id, currency.limits.max_age).amount else {
			return Ok(());
		};
		let short = outstanding > reserve;
		if short == issuer.short {
			return Ok(());
		}
		issuer.short = short;
		currency.short =
			if short { currency.short.saturating_add(1) } else { currency.short.saturating_sub(1) };
		Currencies::<T>::insert(issuer.currency, currency);
		Self::deposit_event(if short {
			Event::ShortfallBegan { issuer: id, outstanding, reserve }
		} else {
			Event::ShortfallEnded { issuer: id, outstanding, reserve }
		});
		Ok(())
	}
}
