//! What WATT needs of the assets' pallet beyond the standard traits, and how `pallet-assets` does it.

use core::marker::PhantomData;
use frame_support::traits::{
	fungibles::{Create, Mutate},
	tokens::Preservation,
};
use frame_system::RawOrigin;
use gridforge_primitives::{CurrencyId, Restraint, WattBalance, WATT_DECIMALS};
use pallet_assets::{Account, AccountStatus, Config, ExistenceReason, Pallet};
use sp_runtime::{traits::StaticLookup, DispatchResult};

/// Assets whose accounts can be restricted.
pub trait Wallets<AccountId> {
	/// Make the asset of a currency. Nobody but `keeper` has a say in it.
	fn create(
		currency: CurrencyId,
		keeper: &AccountId,
		name: &[u8],
		symbol: &[u8],
	) -> DispatchResult;

	/// Restrict an account so far, whether it has any of the currency or not.
	fn restrict(
		currency: CurrencyId,
		keeper: &AccountId,
		who: &AccountId,
		restraint: Restraint,
	) -> DispatchResult;

	/// Restrict an account no longer.
	fn lift(currency: CurrencyId, keeper: &AccountId, who: &AccountId) -> DispatchResult;

	/// How far an account is restricted.
	fn restraint(currency: CurrencyId, who: &AccountId) -> Option<Restraint>;

	/// What all accounts have together. Looks at every one: for checks and tests.
	fn sum(currency: CurrencyId) -> WattBalance;
}

/// Whether an asset account is there by a deposit of the keeper's.
fn is_kept_by<A: PartialEq, D>(reason: &ExistenceReason<D, A>, keeper: &A) -> bool {
	matches!(reason, ExistenceReason::DepositFrom(from, _) if from == keeper)
}

/// Move money whatever becomes of the account that it leaves.
fn transfer<R>(
	currency: CurrencyId,
	from: &R::AccountId,
	to: &R::AccountId,
	amount: WattBalance,
) -> DispatchResult
where
	R: Config<AssetId = CurrencyId, Balance = WattBalance>,
{
	let expendable = Preservation::Expendable;
	<Pallet<R> as Mutate<_>>::transfer(currency, from, to, amount, expendable).map(drop)
}

/// `pallet-assets` of the runtime `R`, with [`Wallets::create`]'s keeper as owner, issuer, admin and freezer.
///
/// Each asset account of somebody who has nothing of the currency costs a deposit, which the keeper pays in the native
/// token when that account is restricted, and gets back when it is not any longer.
pub struct InAssets<R>(PhantomData<R>);

impl<R> Wallets<R::AccountId> for InAssets<R>
where
	R: Config<AssetId = CurrencyId, Balance = WattBalance>,
{
	fn create(
		currency: CurrencyId,
		keeper: &R::AccountId,
		name: &[u8],
		symbol: &[u8],
	) -> DispatchResult {
		<Pallet<R> as Create<_>>::create(currency, keeper.clone(), true, 1)?;
		Pallet::<R>::force_set_metadata(
			RawOrigin::Root.into(),
			currency.into(),
			name.to_vec(),
			symbol.to_vec(),
			WATT_DECIMALS,
			true,
		)
	}

	fn restrict(
		currency: CurrencyId,
		keeper: &R::AccountId,
		who: &R::AccountId,
		restraint: Restraint,
	) -> DispatchResult {
		let origin = || RawOrigin::Signed(keeper.clone()).into();
		let target = || R::Lookup::unlookup(who.clone());
		if !Account::<R>::contains_key(currency, who) {
			Pallet::<R>::touch_other(origin(), currency.into(), target())?;
		}
		match restraint {
			Restraint::Frozen => Pallet::<R>::freeze(origin(), currency.into(), target()),
			Restraint::Blocked => Pallet::<R>::block(origin(), currency.into(), target()),
		}
	}

	fn lift(currency: CurrencyId, keeper: &R::AccountId, who: &R::AccountId) -> DispatchResult {
		let origin = || RawOrigin::Signed(keeper.clone()).into();
		let target = || R::Lookup::unlookup(who.clone());
		Pallet::<R>::thaw(origin(), currency.into(), target())?;
		if !matches!(Account::<R>::get(currency, who), Some(a) if is_kept_by(&a.reason, keeper)) {
			return Ok(());
		}
		// Its money makes way, so that the account goes with the deposit, and then is there for its money's sake alone: one that
		// is there by a deposit has no transactions of its own, where it has no native token.
		let amount = Pallet::<R>::balance(currency, who);
		if amount > 0 {
			transfer::<R>(currency, who, keeper, amount)?;
		}
		Pallet::<R>::refund_other(origin(), currency.into(), target())?;
		if amount > 0 {
			transfer::<R>(currency, keeper, who, amount)?;
		}
		Ok(())
	}

	fn restraint(currency: CurrencyId, who: &R::AccountId) -> Option<Restraint> {
		match Account::<R>::get(currency, who)?.status {
			AccountStatus::Liquid => None,
			AccountStatus::Frozen => Some(Restraint::Frozen),
			AccountStatus::Blocked => Some(Restraint::Blocked),
		}
	}

	fn sum(currency: CurrencyId) -> WattBalance {
		let balances = Account::<R>::iter_prefix_values(currency).map(|account| account.balance);
		balances.fold(0, WattBalance::saturating_add)
	}
}
