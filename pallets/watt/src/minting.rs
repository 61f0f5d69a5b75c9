//! Giving WATT out.

use crate::{
	Config, Currency, Error, Event, Issuer, Issuers, NextMint, Pallet, PendingMint, PendingMints,
	References, Reserve, Restrictions, Seats,
};
use alloc::vec::Vec;
use frame_support::{
	defensive, ensure,
	traits::{fungibles::Mutate, Get},
};
use gridforge_primitives::{
	IntervalClock, IssuerId, MintBarrier, MintId, Reference, Role, WattBalance,
};
use sp_runtime::DispatchResult;

/// How much an issuer can mint now, if nothing else bars it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Room {
	/// What the master minter allows.
	pub(crate) allowance: WattBalance,
	/// What is left of the day's sum.
	pub(crate) day: WattBalance,
	/// Of the day's sum, what is left for one signature.
	pub(crate) alone: WattBalance,
	/// What reserves are not owed yet.
	pub(crate) reserve: WattBalance,
}

impl Room {
	/// What all of these leave.
	pub(crate) fn least(&self) -> WattBalance {
		self.allowance.min(self.day).min(self.reserve)
	}
}

impl<T: Config> Pallet<T> {
	/// How much room an issuer has.
	pub(crate) fn room(issuer: &Issuer, currency: &Currency, reserve: &Reserve) -> Room {
		let today = issuer.today.at(T::Clock::now());
		let limits = &currency.limits;
		// Where an issuer owes more than it has, or has minted more than a lower limit allows, there is no room.
		let unowed = reserve
			.confirmed()
			.and_then(|reserve| reserve.checked_sub(issuer.outstanding()?))
			.unwrap_or(0);
		Room {
			allowance: issuer.allowance,
			day: limits.day_cap.saturating_sub(today.minted),
			alone: limits.single_cap.saturating_sub(today.alone),
			reserve: unowed,
		}
	}

	/// What bars an issuer from minting whatever the amount.
	pub(crate) fn barriers(
		issuer: &Issuer,
		currency: &Currency,
		reserve: &Reserve,
	) -> Vec<MintBarrier> {
		let room = Self::room(issuer, currency, reserve);
		let stale = reserve.confirmed().is_none();
		[
			(MintBarrier::CurrencyStopped, currency.stopped),
			(MintBarrier::IssuerStopped, issuer.stopped),
			(MintBarrier::Shortfall, currency.short > 0),
			(MintBarrier::Defaulted, issuer.defaulted),
			(MintBarrier::Overdue, Self::is_overdue(issuer)),
			(MintBarrier::StaleReserve, stale),
			(MintBarrier::NoAllowance, room.allowance == 0),
			(MintBarrier::DayCapReached, room.day == 0),
			(MintBarrier::ReserveUsedUp, !stale && room.reserve == 0),
		]
		.into_iter()
		.filter_map(|(barrier, there)| there.then_some(barrier))
		.collect()
	}

	fn error_of(barrier: MintBarrier) -> Error<T> {
		match barrier {
			MintBarrier::CurrencyStopped => Error::<T>::CurrencyStopped,
			MintBarrier::IssuerStopped => Error::<T>::IssuerStopped,
			MintBarrier::Shortfall => Error::<T>::Shortfall,
			MintBarrier::Defaulted => Error::<T>::IssuerDefaulted,
			MintBarrier::Overdue => Error::<T>::RedemptionsOverdue,
			MintBarrier::StaleReserve => Error::<T>::StaleReserve,
			MintBarrier::NoAllowance => Error::<T>::AboveAllowance,
			MintBarrier::DayCapReached => Error::<T>::AboveDayCap,
			MintBarrier::ReserveUsedUp => Error::<T>::AboveReserve,
		}
	}

	/// That the issuer may mint this amount now; answers with how much room there was.
	fn ensure_may_mint(
		id: IssuerId,
		issuer: &Issuer,
		to: &T::AccountId,
		amount: WattBalance,
	) -> Result<Room, Error<T>> {
		ensure!(amount > 0, Error::<T>::ZeroAmount);
		let currency = Self::currency(issuer.currency)?;
		let reserve = Self::reserve(id, currency.limits.max_age);
		if let Some(barrier) = Self::barriers(issuer, &currency, &reserve).first() {
			return Err(Self::error_of(*barrier));
		}
		let room = Self::room(issuer, &currency, &reserve);
		ensure!(amount <= room.allowance, Error::<T>::AboveAllowance);
		ensure!(amount <= room.day, Error::<T>::AboveDayCap);
		ensure!(amount <= room.reserve, Error::<T>::AboveReserve);
		let restricted = Restrictions::<T>::contains_key(to, issuer.currency);
		ensure!(!restricted, Error::<T>::AccountRestricted);
		Ok(room)
	}

	pub(crate) fn do_mint(
		id: IssuerId,
		signer: T::AccountId,
		to: T::AccountId,
		amount: WattBalance,
		reference: Reference,
	) -> DispatchResult {
		let mut issuer = Self::issuer(id)?;
		Self::review(id, &mut issuer)?;
		let room = Self::ensure_may_mint(id, &issuer, &to, amount)?;
		ensure!(!References::<T>::contains_key(id, reference), Error::<T>::ReferenceUsed);
		References::<T>::insert(id, reference, ());
		if amount <= room.alone {
			Self::give_out(id, &mut issuer, to, amount, reference, true)?;
		} else {
			Self::propose(id, &mut issuer, signer, to, amount, reference)?;
		}
		Issuers::<T>::insert(id, issuer);
		Ok(())
	}

	fn propose(
		id: IssuerId,
		issuer: &mut Issuer,
		proposer: T::AccountId,
		to: T::AccountId,
		amount: WattBalance,
		reference: Reference,
	) -> DispatchResult {
		ensure!(issuer.pending < T::MaxPendingMints::get(), Error::<T>::TooManyPendingMints);
		let mint = NextMint::<T>::get();
		let next = mint.0.checked_add(1).map(MintId).ok_or(Error::<T>::NoIdsLeft)?;
		let period = Self::currency(issuer.currency)?.limits.approval_period;
		let until = T::Clock::now().saturating_add(period);

		NextMint::<T>::put(next);
		issuer.pending = issuer.pending.saturating_add(1);
		let pending = PendingMint { to: to.clone(), amount, reference, proposer, until };
		PendingMints::<T>::insert(id, mint, pending);
		Self::deposit_event(Event::MintProposed { issuer: id, mint, to, amount, reference, until });
		Ok(())
	}

	/// Mint. Everything has been checked but that the numbers hold it.
	fn give_out(
		id: IssuerId,
		issuer: &mut Issuer,
		to: T::AccountId,
		amount: WattBalance,
		reference: Reference,
		alone: bool,
	) -> DispatchResult {
		let sum =
			|sum: WattBalance, amount| sum.checked_add(amount).ok_or(Error::<T>::AmountTooLarge);
		issuer.today = issuer.today.at(T::Clock::now());
		issuer.today.minted = sum(issuer.today.minted, amount)?;
		if alone {
			issuer.today.alone = sum(issuer.today.alone, amount)?;
		}
		issuer.minted = sum(issuer.minted, amount)?;
		let left = issuer.allowance.checked_sub(amount);
		issuer.allowance = left.ok_or(Error::<T>::AboveAllowance)?;
		T::Assets::mint_into(issuer.currency, &to, amount)?;
		Self::deposit_event(Event::Minted { issuer: id, to, amount, reference });
		Ok(())
	}

	pub(crate) fn do_approve_mint(
		id: IssuerId,
		mint: MintId,
		approver: T::AccountId,
	) -> DispatchResult {
		let pending = PendingMints::<T>::take(id, mint).ok_or(Error::<T>::UnknownMint)?;
		ensure!(pending.proposer != approver, Error::<T>::ApproverIsProposer);
		ensure!(T::Clock::now() <= pending.until, Error::<T>::ApprovalTooLate);
		let mut issuer = Self::issuer(id)?;
		Self::review(id, &mut issuer)?;
		Self::ensure_may_mint(id, &issuer, &pending.to, pending.amount)?;

		Self::one_less_pending(&mut issuer);
		Self::deposit_event(Event::MintApproved { issuer: id, mint, approver });
		let PendingMint { to, amount, reference, .. } = pending;
		Self::give_out(id, &mut issuer, to, amount, reference, false)?;
		Issuers::<T>::insert(id, issuer);
		Ok(())
	}

	pub(crate) fn do_cancel_mint(who: &T::AccountId, id: IssuerId, mint: MintId) -> DispatchResult {
		let mut issuer = Self::issuer(id)?;
		let pending = PendingMints::<T>::take(id, mint).ok_or(Error::<T>::UnknownMint)?;
		let seat = Seats::<T>::get(who).filter(|seat| seat.currency == issuer.currency);
		let over = pending.until < T::Clock::now();
		let may = over
			|| seat.is_some_and(|seat| match seat.role {
				Role::Issuer(of) => of == id,
				Role::Guardian => true,
				Role::MasterMinter | Role::Attester(_) | Role::ComplianceOfficer => false,
			});
		ensure!(may, Error::<T>::NotPermitted);

		References::<T>::remove(id, pending.reference);
		Self::one_less_pending(&mut issuer);
		Issuers::<T>::insert(id, issuer);
		Ok(())
	}

	fn one_less_pending(issuer: &mut Issuer) {
		match issuer.pending.checked_sub(1) {
			Some(pending) => issuer.pending = pending,
			None => {
				defensive!("a mint that waits was counted");
			}
		}
	}
}
