//! Paying for a transaction in WATT, so that a household never needs GRID.
//!
//! The fee is computed in GRID and comes to WATT at the rate of the assets' rates, rounded up. It is taken from the
//! wallet, of which the last base unit stays there; what the call did not need goes back. The rest goes to the
//! block's author, or to the treasury where the author's wallet takes nothing. So WATT changes hands and is neither
//! made nor burnt: a transaction whose fee nobody could take is not valid.

use super::treasury::TreasuryAccount;
use crate::{AccountId, Assets, Authorship, Balance, Runtime, RuntimeCall, RuntimeEvent};
use frame_support::traits::{
	fungible::NativeOrWithId,
	fungibles::{Balanced, Credit, Inspect},
	tokens::{Fortitude, Precision, Preservation, WithdrawConsequence},
};
use gridforge_primitives::{CurrencyId, WattBalance};
use pallet_asset_tx_payment::OnChargeAssetTransaction;
use sp_runtime::{
	helpers_128bit::multiply_by_rational_with_rounding,
	traits::{DispatchInfoOf, PostDispatchInfoOf},
	transaction_validity::{InvalidTransaction, TransactionValidityError},
	FixedPointNumber, FixedU128, Rounding,
};

/// Why a fee cannot be paid in a currency. The node says `Custom error: N`; where there is too little in the wallet, it says
/// what it says of GRID.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
	/// 1: there is no currency of WATT with this id.
	UnknownCurrency,
	/// 2: nobody has said what the currency is worth in GRID. Pay in GRID, or in another currency.
	NoRate,
	/// 3: the account may not spend this currency. Its compliance officer can say why.
	Frozen,
}

impl From<Refusal> for TransactionValidityError {
	fn from(refusal: Refusal) -> Self {
		let number = match refusal {
			Refusal::UnknownCurrency => 1,
			Refusal::NoRate => 2,
			Refusal::Frozen => 3,
		};
		InvalidTransaction::Custom(number).into()
	}
}

/// WATT of one currency that was taken out of a wallet and is in none yet.
type WattCredit = Credit<AccountId, Assets>;

/// Fees in WATT.
pub struct InWatt;

impl InWatt {
	/// What `fee` base units of GRID come to in a currency, rounded up.
	pub fn price(currency: CurrencyId, fee: Balance) -> Result<WattBalance, Refusal> {
		if !pallet_watt::Currencies::<Runtime>::contains_key(currency) {
			return Err(Refusal::UnknownCurrency);
		}
		let kind = NativeOrWithId::WithId(currency);
		let rate = pallet_asset_rate::ConversionRateToNative::<Runtime>::get(kind)
			.ok_or(Refusal::NoRate)?;
		// A rate of zero divides nothing, and one so small that the price is no number is none, either.
		multiply_by_rational_with_rounding(fee, FixedU128::DIV, rate.into_inner(), Rounding::Up)
			.ok_or(Refusal::NoRate)
	}

	/// The price of a fee that `who` can pay now.
	fn payable(
		who: &AccountId,
		currency: CurrencyId,
		fee: Balance,
	) -> Result<WattBalance, TransactionValidityError> {
		let price = Self::price(currency, fee)?;
		match Assets::can_withdraw(currency, who, price) {
			WithdrawConsequence::Success => Ok(price),
			WithdrawConsequence::Frozen => Err(Refusal::Frozen.into()),
			WithdrawConsequence::BalanceLow
			| WithdrawConsequence::WouldDie
			| WithdrawConsequence::UnknownAsset
			| WithdrawConsequence::Underflow
			| WithdrawConsequence::Overflow
			| WithdrawConsequence::ReducedToZero(_) => Err(InvalidTransaction::Payment.into()),
		}
	}

	/// Give back what a call did not need.
	fn give_back(who: &AccountId, unused: WattCredit) -> Result<(), WattCredit> {
		unused.drop_zero().or_else(|unused| Assets::resolve(who, unused))
	}

	/// Hand a fee to the block's author, or else to the treasury. It comes back where neither can take it.
	fn hand_over(fee: WattCredit) -> Result<(), WattCredit> {
		fee.drop_zero()
			.or_else(|fee| match Authorship::author() {
				Some(author) => Assets::resolve(&author, fee),
				None => Err(fee),
			})
			.or_else(|fee| Assets::resolve(&TreasuryAccount::get(), fee))
	}
}

impl OnChargeAssetTransaction<Runtime> for InWatt {
	type Balance = Balance;
	type AssetId = CurrencyId;
	type LiquidityInfo = WattCredit;

	fn withdraw_fee(
		who: &AccountId,
		_: &RuntimeCall,
		_: &DispatchInfoOf<RuntimeCall>,
		currency: CurrencyId,
		fee: Balance,
		_: Balance,
	) -> Result<WattCredit, TransactionValidityError> {
		let price = Self::payable(who, currency, fee)?;
		let (all, stays) = (Precision::Exact, Preservation::Protect);
		Assets::withdraw(currency, who, price, all, stays, Fortitude::Polite)
			.map_err(|_| InvalidTransaction::Payment.into())
	}

	fn can_withdraw_fee(
		who: &AccountId,
		_: &RuntimeCall,
		_: &DispatchInfoOf<RuntimeCall>,
		currency: CurrencyId,
		fee: Balance,
		_: Balance,
	) -> Result<(), TransactionValidityError> {
		Self::payable(who, currency, fee).map(|_| ())
	}

	/// Answers with the fee, tip included, and the tip, both in WATT.
	fn correct_and_deposit_fee(
		who: &AccountId,
		_: &DispatchInfoOf<RuntimeCall>,
		_: &PostDispatchInfoOf<RuntimeCall>,
		fee: Balance,
		tip: Balance,
		paid: WattCredit,
	) -> Result<(WattBalance, WattBalance), TransactionValidityError> {
		let (currency, most) = (paid.asset(), paid.peek());
		// The call itself may have changed the rate, or taken it away. No more than was paid can be asked for.
		let price = |grid| match grid {
			0 => 0,
			grid => Self::price(currency, grid).unwrap_or(most),
		};
		let (due, unused) = paid.split(price(fee));
		let due = match Self::give_back(who, unused) {
			Ok(()) => due,
			// Nothing is lost: the author has what the payer's wallet does not take.
			Err(unused) => due.merge(unused).map_err(|_| InvalidTransaction::Payment)?,
		};
		let charged = due.peek();
		// Nobody can take it where the call stopped the whole asset. Then the transaction is undone, call and fee.
		Self::hand_over(due).map_err(|_| InvalidTransaction::Payment)?;
		Ok((charged, price(tip).min(charged)))
	}
}

impl pallet_asset_tx_payment::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type Fungibles = Assets;
	type OnChargeAssetTransaction = InWatt;
	type WeightInfo = pallet_asset_tx_payment::weights::SubstrateWeight<Runtime>;
	#[cfg(feature = "runtime-benchmarks")]
	type BenchmarkHelper = benchmarking::Payer;
}

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking {
	use super::*;
	use crate::{constants::currency::GRID, constants::watt::WATT_ID, Balances};
	use frame_support::traits::{fungible, fungibles};

	/// Who pays in the benchmarks.
	pub struct Payer;

	impl pallet_asset_tx_payment::BenchmarkHelperTrait<AccountId, CurrencyId, CurrencyId> for Payer {
		fn create_asset_id_parameter(_: u32) -> (CurrencyId, CurrencyId) {
			(WATT_ID, WATT_ID)
		}

		/// A fee goes to the author of the block, so there is one, whose wallet is new.
		fn setup_balances_and_pool(currency: CurrencyId, account: AccountId) {
			let plenty = 1_000_000 * GRID;
			<Runtime as pallet_transaction_payment::BenchmarkConfig>::setup_benchmark_environment();
			pallet_asset_rate::ConversionRateToNative::<Runtime>::insert(
				NativeOrWithId::WithId(currency),
				FixedU128::from_u32(1),
			);
			<Balances as fungible::Mutate<AccountId>>::mint_into(&account, plenty)
				.expect("an account can have GRID");
			<Assets as fungibles::Mutate<AccountId>>::mint_into(currency, &account, plenty)
				.expect("the benchmarks' genesis has this currency");
		}
	}
}
