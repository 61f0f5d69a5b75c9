//! Currencies and issuers, who keeps them, and what the keepers allow.

use crate::{
	types::{is_code, is_text},
	Attested, Code, Config, Currencies, Currency, CurrencyOf, Error, Event, GenesisCurrency,
	GenesisIssuer, Issuer, Issuers, NextIssuer, Officers, Pallet, Seat, Seats, Statement,
	Statements, Text, Wallets, LEAST_ATTESTERS,
};
use frame_support::{
	ensure,
	traits::{
		fungibles::{Inspect, Mutate},
		Get,
	},
};
use frame_system::{ensure_signed, pallet_prelude::OriginFor};
use gridforge_primitives::{CurrencyId, IssuerId, Limits, Role, WattBalance};
use sp_runtime::{traits::AccountIdConversion, DispatchError, DispatchResult};

impl<T: Config> Pallet<T> {
	/// The account that owns every currency's asset and holds what is in redemption. It has no key.
	pub fn keeper() -> T::AccountId {
		T::PalletId::get().into_account_truncating()
	}

	pub(crate) fn currency(currency: CurrencyId) -> Result<Currency, Error<T>> {
		Currencies::<T>::get(currency).ok_or(Error::<T>::UnknownCurrency)
	}

	pub(crate) fn issuer(issuer: IssuerId) -> Result<Issuer, Error<T>> {
		Issuers::<T>::get(issuer).ok_or(Error::<T>::UnknownIssuer)
	}

	/// The account that signed and its seat, if its role is the right one.
	pub(crate) fn ensure_role(
		origin: OriginFor<T>,
		right: impl FnOnce(Role) -> bool,
	) -> Result<(T::AccountId, Seat), DispatchError> {
		let account = ensure_signed(origin)?;
		let seat = Seats::<T>::get(&account).filter(|seat| right(seat.role));
		Ok((account, seat.ok_or(Error::<T>::NotPermitted)?))
	}

	pub(crate) fn ensure_master_minter(origin: OriginFor<T>, issuer: IssuerId) -> DispatchResult {
		let (_, seat) = Self::ensure_role(origin, |role| role == Role::MasterMinter)?;
		ensure!(Self::issuer(issuer)?.currency == seat.currency, Error::<T>::NotPermitted);
		Ok(())
	}

	/// The account that signed and the issuer that it signs for.
	pub(crate) fn ensure_signer(
		origin: OriginFor<T>,
	) -> Result<(T::AccountId, IssuerId), DispatchError> {
		let (account, seat) = Self::ensure_role(origin, |_| true)?;
		match seat.role {
			Role::Issuer(issuer) => Ok((account, issuer)),
			Role::MasterMinter | Role::Attester(_) | Role::ComplianceOfficer | Role::Guardian => {
				Err(Error::<T>::NotPermitted.into())
			}
		}
	}

	/// The account that signed and the issuer whose reserves it attests.
	pub(crate) fn ensure_attester(
		origin: OriginFor<T>,
	) -> Result<(T::AccountId, IssuerId), DispatchError> {
		let (account, seat) = Self::ensure_role(origin, |_| true)?;
		match seat.role {
			Role::Attester(issuer) => Ok((account, issuer)),
			Role::MasterMinter | Role::Issuer(_) | Role::ComplianceOfficer | Role::Guardian => {
				Err(Error::<T>::NotPermitted.into())
			}
		}
	}

	pub(crate) fn do_add_currency(
		currency: CurrencyId,
		code: Code,
		name: &Text,
		symbol: &Text,
		limits: Limits,
		officers: Officers<T::AccountId>,
	) -> DispatchResult {
		ensure!(is_code(&code), Error::<T>::BadCode);
		ensure!(is_text(name) && is_text(symbol), Error::<T>::BadText);
		ensure!(limits.are_sound(), Error::<T>::UnsoundLimits);
		ensure!(!Currencies::<T>::contains_key(currency), Error::<T>::CurrencyExists);
		ensure!(!T::Assets::asset_exists(currency), Error::<T>::CurrencyExists);
		ensure!(!CurrencyOf::<T>::contains_key(&code), Error::<T>::CodeTaken);

		T::Wallets::create(currency, &Self::keeper(), name, symbol)?;
		CurrencyOf::<T>::insert(&code, currency);
		let record = Currency { code: code.clone(), limits, stopped: false, short: 0 };
		Currencies::<T>::insert(currency, record);
		Self::deposit_event(Event::CurrencyAdded { currency, code, limits });
		let Officers { master_minter, compliance_officer, guardian } = officers;
		for (account, role) in [
			(master_minter, Role::MasterMinter),
			(compliance_officer, Role::ComplianceOfficer),
			(guardian, Role::Guardian),
		] {
			Self::do_give_role(account, Seat { currency, role })?;
		}
		Ok(())
	}

	/// Set a currency's limits; answers with those before. Deadlines that were given stay.
	pub(crate) fn do_set_limits(currency: CurrencyId, new: Limits) -> Result<Limits, Error<T>> {
		ensure!(new.are_sound(), Error::<T>::UnsoundLimits);
		Currencies::<T>::try_mutate(currency, |entry| {
			let currency = entry.as_mut().ok_or(Error::<T>::UnknownCurrency)?;
			let old = currency.limits;
			ensure!(old != new, Error::<T>::LimitsUnchanged);
			currency.limits = new;
			Ok(old)
		})
	}

	pub(crate) fn do_add_issuer(
		currency: CurrencyId,
		signers: &[T::AccountId],
		attesters: &[T::AccountId],
	) -> Result<IssuerId, DispatchError> {
		ensure!(Currencies::<T>::contains_key(currency), Error::<T>::UnknownCurrency);
		let enough = usize::try_from(LEAST_ATTESTERS).is_ok_and(|least| attesters.len() >= least);
		ensure!(!signers.is_empty() && enough, Error::<T>::TooFewKeepers);
		let id = NextIssuer::<T>::get();
		let next = id.0.checked_add(1).map(IssuerId).ok_or(Error::<T>::NoIdsLeft)?;

		NextIssuer::<T>::put(next);
		Issuers::<T>::insert(id, Issuer::new(currency));
		Self::deposit_event(Event::IssuerAdded { issuer: id, currency });
		for signer in signers {
			Self::do_give_role(signer.clone(), Seat { currency, role: Role::Issuer(id) })?;
		}
		for attester in attesters {
			Self::do_give_role(attester.clone(), Seat { currency, role: Role::Attester(id) })?;
		}
		Ok(id)
	}

	/// The issuer that a role is of, if it is one of that currency.
	fn issuer_of_seat(seat: Seat) -> Result<Option<(IssuerId, Issuer)>, Error<T>> {
		let id = match seat.role {
			Role::Issuer(id) | Role::Attester(id) => id,
			Role::MasterMinter | Role::ComplianceOfficer | Role::Guardian => return Ok(None),
		};
		let issuer = Self::issuer(id)?;
		ensure!(issuer.currency == seat.currency, Error::<T>::IssuerOfAnotherCurrency);
		Ok(Some((id, issuer)))
	}

	pub(crate) fn do_give_role(account: T::AccountId, seat: Seat) -> DispatchResult {
		ensure!(!Seats::<T>::contains_key(&account), Error::<T>::AccountHasRole);
		if let Some((id, mut issuer)) = Self::issuer_of_seat(seat)? {
			let (count, most) = Self::count_of(&mut issuer, seat.role);
			ensure!(*count < most, Error::<T>::TooManyKeepers);
			*count = count.saturating_add(1);
			Issuers::<T>::insert(id, issuer);
		}
		Seats::<T>::insert(&account, seat);
		let Seat { currency, role } = seat;
		Self::deposit_event(Event::RoleGiven { account, currency, role });
		Ok(())
	}

	pub(crate) fn do_take_role(account: T::AccountId) -> DispatchResult {
		let seat = Seats::<T>::take(&account).ok_or(Error::<T>::NoRole)?;
		if let Some((id, mut issuer)) = Self::issuer_of_seat(seat)? {
			let (count, _) = Self::count_of(&mut issuer, seat.role);
			*count = count.saturating_sub(1);
			if matches!(seat.role, Role::Attester(_)) {
				Self::forget_statement(id, &mut issuer, &account)?;
			}
			Issuers::<T>::insert(id, issuer);
		}
		let Seat { currency, role } = seat;
		Self::deposit_event(Event::RoleTaken { account, currency, role });
		Ok(())
	}

	/// How many accounts have a role at an issuer, and how many can.
	fn count_of(issuer: &mut Issuer, role: Role) -> (&mut u32, u32) {
		match role {
			Role::Attester(_) => (&mut issuer.attesters, T::MaxAttesters::get()),
			Role::Issuer(_) | Role::MasterMinter | Role::ComplianceOfficer | Role::Guardian => {
				(&mut issuer.signers, T::MaxSigners::get())
			}
		}
	}

	/// Change what an issuer may mint.
	pub(crate) fn do_change_allowance(
		id: IssuerId,
		change: impl FnOnce(WattBalance) -> Result<WattBalance, Error<T>>,
	) -> DispatchResult {
		let mut issuer = Self::issuer(id)?;
		let old = issuer.allowance;
		let new = change(old)?;
		ensure!(old != new, Error::<T>::ZeroAmount);
		issuer.allowance = new;
		Issuers::<T>::insert(id, issuer);
		Self::deposit_event(Event::AllowanceChanged { issuer: id, old, new });
		Ok(())
	}

	fn set_stopped(id: CurrencyId, stopped: bool, already: Error<T>) -> DispatchResult {
		let mut currency = Self::currency(id)?;
		ensure!(currency.stopped != stopped, already);
		currency.stopped = stopped;
		Currencies::<T>::insert(id, currency);
		Ok(())
	}

	pub(crate) fn do_stop_currency(id: CurrencyId) -> DispatchResult {
		Self::set_stopped(id, true, Error::<T>::AlreadyStopped)
	}

	pub(crate) fn do_resume_currency(id: CurrencyId) -> DispatchResult {
		Self::set_stopped(id, false, Error::<T>::NotStopped)
	}

	fn issuer_in(currency: CurrencyId, id: IssuerId) -> Result<Issuer, Error<T>> {
		let issuer = Self::issuer(id)?;
		ensure!(issuer.currency == currency, Error::<T>::IssuerOfAnotherCurrency);
		Ok(issuer)
	}

	pub(crate) fn do_stop_issuer(currency: CurrencyId, id: IssuerId) -> DispatchResult {
		let mut issuer = Self::issuer_in(currency, id)?;
		ensure!(!issuer.stopped, Error::<T>::AlreadyStopped);
		let old = core::mem::take(&mut issuer.allowance);
		issuer.stopped = true;
		Issuers::<T>::insert(id, issuer);
		if old > 0 {
			Self::deposit_event(Event::AllowanceChanged { issuer: id, old, new: 0 });
		}
		Ok(())
	}

	pub(crate) fn do_resume_issuer(currency: CurrencyId, id: IssuerId) -> DispatchResult {
		let mut issuer = Self::issuer_in(currency, id)?;
		ensure!(issuer.stopped, Error::<T>::NotStopped);
		issuer.stopped = false;
		Issuers::<T>::insert(id, issuer);
		Ok(())
	}

	/// Make a currency that the chain begins with.
	pub(crate) fn build_currency(genesis: &GenesisCurrency<T::AccountId>) -> DispatchResult {
		let code = Code::try_from(genesis.code.as_bytes().to_vec());
		let code = code.map_err(|_| Error::<T>::BadCode)?;
		let text = |text: &str| Text::try_from(text.as_bytes().to_vec());
		let name = text(&genesis.name).map_err(|_| Error::<T>::BadText)?;
		let symbol = text(&genesis.symbol).map_err(|_| Error::<T>::BadText)?;
		let (currency, officers) = (genesis.currency, genesis.officers.clone());
		Self::do_add_currency(currency, code, &name, &symbol, genesis.limits, officers)?;
		genesis.issuers.iter().try_for_each(|issuer| Self::build_issuer(currency, issuer))
	}

	/// Make an issuer that the chain begins with. It has minted what is endowed, and its attesters have said that this
	/// is there.
	fn build_issuer(currency: CurrencyId, genesis: &GenesisIssuer<T::AccountId>) -> DispatchResult {
		let id = Self::do_add_issuer(currency, &genesis.signers, &genesis.attesters)?;
		let mut issuer = Self::issuer(id)?;
		issuer.allowance = genesis.allowance;
		for (account, amount) in &genesis.endowed {
			T::Assets::mint_into(currency, account, *amount)?;
			let minted = issuer.minted.checked_add(*amount);
			issuer.minted = minted.ok_or(Error::<T>::AmountTooLarge)?;
		}
		let statements = genesis.attesters.iter().map(|attester| Statement {
			attester: attester.clone(),
			amount: Some(issuer.minted),
			as_of: 0,
			report: [0; 32],
			waiting: None,
		});
		let statements = statements.collect::<alloc::vec::Vec<_>>();
		let statements = Statements::<T>::try_from(statements);
		let statements = statements.map_err(|_| Error::<T>::TooManyKeepers)?;
		Attested::<T>::insert(id, statements);
		Issuers::<T>::insert(id, issuer);
		Ok(())
	}
}
