//! Trading accounts: money in, money out, locks.

use crate::{AccountOf, Accounts, Config, Error, Event, Pallet, PositionOf, Positions, Status};
use frame_support::{
	ensure,
	traits::{
		fungibles::{Inspect, Mutate},
		tokens::{Fortitude, Preservation},
		Get,
	},
};
use gridforge_maps::DirectDoubleMap;
use gridforge_primitives::{
	api::MarketStatus, CurrencyId, IntervalClock, IntervalId, ParticipantId, Participants,
	ProductId, Volume, WattBalance, TREASURY,
};
use sp_runtime::{
	traits::{AccountIdConversion, UniqueSaturatedInto},
	DispatchError, DispatchResult,
};

impl<T: Config> Pallet<T> {
	/// The account that holds all money of the market.
	pub fn market_account() -> T::AccountId {
		T::PalletId::get().into_account_truncating()
	}

	/// The number of this block.
	pub(crate) fn block() -> u32 {
		frame_system::Pallet::<T>::block_number().unique_saturated_into()
	}

	/// The period of volumes in which we are.
	fn period() -> u32 {
		Volume::period_of(T::Clock::now())
	}

	/// The period of volumes to which `interval` belongs.
	pub(crate) fn volume_period(interval: IntervalId) -> u32 {
		Volume::period_of(T::Clock::delivery_start(interval))
	}

	/// The participant whose own account `who` is.
	pub(crate) fn participant_of(who: &T::AccountId) -> Result<ParticipantId, DispatchError> {
		Ok(T::Participants::participant_of(who).ok_or(Error::<T>::NoParticipant)?)
	}

	pub(crate) fn do_deposit(
		who: &T::AccountId,
		currency: CurrencyId,
		amount: WattBalance,
	) -> DispatchResult {
		ensure!(amount > 0, Error::<T>::ZeroAmount);
		let participant = Self::participant_of(who)?;
		ensure!(Status::<T>::get() != MarketStatus::Halted, Error::<T>::MarketHalted);
		ensure!(Self::wallet(who, currency) >= amount, Error::<T>::InsufficientFunds);
		Accounts::<T>::try_mutate(participant, currency, |account| {
			Self::pay_in(who, currency, account, amount)
		})?;
		Self::deposit_event(Event::Deposited { participant, currency, amount });
		Ok(())
	}

	pub(crate) fn do_withdraw(
		who: &T::AccountId,
		currency: CurrencyId,
		amount: WattBalance,
	) -> DispatchResult {
		ensure!(amount > 0, Error::<T>::ZeroAmount);
		let participant = Self::participant_of(who)?;
		let mut account = Accounts::<T>::get(participant, currency);
		account.free = account.free.checked_sub(amount).ok_or(Error::<T>::InsufficientFree)?;
		Self::store_account(participant, currency, account);
		let market = Self::market_account();
		T::Assets::transfer(currency, &market, who, amount, Preservation::Expendable)?;
		Self::deposit_event(Event::Withdrawn { participant, currency, amount });
		Ok(())
	}

	/// What `who` could move from its wallet into the market.
	pub(crate) fn wallet(who: &T::AccountId, currency: CurrencyId) -> WattBalance {
		T::Assets::reducible_balance(currency, who, Preservation::Expendable, Fortitude::Polite)
	}

	/// Move `amount` from the wallet of `who` into the free part of `account`.
	pub(crate) fn pay_in(
		who: &T::AccountId,
		currency: CurrencyId,
		account: &mut AccountOf<T>,
		amount: WattBalance,
	) -> DispatchResult {
		let market = Self::market_account();
		T::Assets::transfer(currency, who, &market, amount, Preservation::Expendable)?;
		account.free = account.free.checked_add(amount).ok_or(Error::<T>::Overflow)?;
		Ok(())
	}

	/// Move what the treasury has earned from the market into its account.
	pub(crate) fn do_pay_treasury(currency: CurrencyId) -> DispatchResult {
		let amount = Accounts::<T>::take(TREASURY, currency).free;
		ensure!(amount > 0, Error::<T>::ZeroAmount);
		let (market, treasury) = (Self::market_account(), T::Treasury::get());
		T::Assets::transfer(currency, &market, &treasury, amount, Preservation::Expendable)?;
		Self::deposit_event(Event::TreasuryPaid { currency, amount });
		Ok(())
	}

	/// Write a position and the trading account of its owner; delete the position where nothing is at stake in it nor to
	/// be remembered.
	pub(crate) fn store_position(
		product: ProductId,
		participant: ParticipantId,
		currency: CurrencyId,
		position: PositionOf<T>,
		mut account: AccountOf<T>,
	) {
		if position.can_go() {
			account.products.retain(|listed| *listed != product);
			Positions::<T>::erase(product, participant);
		} else {
			Positions::<T>::write(product, participant, position);
		}
		Self::store_account(participant, currency, account);
	}

	/// Write `account`, or delete its record where nothing is left in it.
	pub(crate) fn store_account(
		participant: ParticipantId,
		currency: CurrencyId,
		account: AccountOf<T>,
	) {
		if account.is_empty(Self::block, Self::day, Self::period) {
			Accounts::<T>::erase(participant, currency);
		} else {
			Accounts::<T>::write(participant, currency, account);
		}
	}
}
