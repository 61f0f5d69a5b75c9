//! Fees in WATT: which transactions pay so, and what the rules say of them. The rules are written here once more, with
//! numbers that overflow nowhere, and looked up in what the chain has been told: rates, restrictions, wallets.

use crate::{
	requests::{currency, simple, Request, Scene, ACTORS},
	reserves,
};
use arbitrary::{Result, Unstructured};
use codec::Encode;
use frame_support::traits::{
	fungible::NativeOrWithId,
	fungibles::{Balanced, Credit, Inspect},
	tokens::{Fortitude, Precision, Preservation},
};
use gridforge_primitives::{CurrencyId, GridBalance, Restraint, WattBalance, GRID, WATT};
use gridforge_runtime::{
	configs::{Refusal, TreasuryAccount},
	constants::watt::WATT_ID,
	AccountId, Assets, Authorship, Runtime, System, TransactionPayment, UncheckedExtrinsic,
};
use pallet_asset_rate::{Call as Rates, ConversionRateToNative};
use pallet_assets::{Asset, AssetStatus};
use pallet_watt::{Currencies, Restrictions};
use sp_core::U256;
use sp_keyring::Sr25519Keyring;
use sp_runtime::{
	transaction_validity::{InvalidTransaction, TransactionValidityError},
	FixedPointNumber, FixedU128,
};

/// How a transaction pays its fee.
#[derive(Clone, Copy, Debug, Default)]
pub struct Payment {
	/// In which currency; in GRID if none is named.
	pub currency: Option<CurrencyId>,
	/// What its sender adds, in GRID.
	pub tip: GridBalance,
}

impl Payment {
	/// In WATT, with a tip.
	pub(crate) fn in_watt(tip: GridBalance) -> Self {
		Payment { currency: Some(WATT_ID), tip }
	}

	/// How a transaction pays whose kind was drawn as `byte`: in WATT where it is one of the last bytes that mean a kind.
	pub(crate) fn drawn(byte: u8) -> Self {
		if !matches!(byte, 180..=198 | 240..=251) {
			return Self::default();
		}
		match byte % 60 {
			3 => Payment { currency: Some(WATT_ID + 1), tip: 0 },
			6 => Self::in_watt(GRID),
			// More than there is.
			10 => Self::in_watt(1_000_000_000 * GRID),
			_ => Self::in_watt(0),
		}
	}
}

/// A fee in WATT that can be paid.
#[derive(Clone, Debug)]
pub struct Due {
	payer: AccountId,
	/// What is taken before the call. What it does not need is given back.
	most: WattBalance,
	/// What of it is a tip, in GRID.
	tip: GridBalance,
}

impl Due {
	/// What a transaction of `payer` owes in WATT, which is nothing where it pays in GRID; or why no block takes it.
	pub fn of(
		payer: AccountId,
		payment: Payment,
		transaction: &UncheckedExtrinsic,
	) -> core::result::Result<Option<Self>, TransactionValidityError> {
		let Payment { currency: Some(currency), tip } = payment else { return Ok(None) };
		// Who has neither GRID nor WATT sends nothing.
		if System::providers(&payer) == 0 && System::sufficients(&payer) == 0 {
			return Err(InvalidTransaction::Payment.into());
		}
		let length = u32::try_from(transaction.encoded_size()).expect("a transaction is small");
		let declared = TransactionPayment::query_info(transaction.clone(), length).partial_fee;
		let fee = declared.saturating_add(tip);
		if fee == 0 {
			return Ok(None);
		}
		let most = price(currency, fee)?;
		ensure_payable(&payer, currency, most)?;
		Ok(Some(Due { payer, most, tip }))
	}

	/// Take it out of the wallet, as it is before the call.
	pub fn take(&self) -> Credit<AccountId, Assets> {
		let (all, stays) = (Precision::Exact, Preservation::Protect);
		Assets::withdraw(WATT_ID, &self.payer, self.most, all, stays, Fortitude::Polite)
			.expect("what can be paid can be taken")
	}

	/// It was charged as `fee`, tip included, and `tip`, to `who` in `currency`.
	pub fn assert_charged(
		&self,
		who: &AccountId,
		currency: Option<CurrencyId>,
		fee: WattBalance,
		tip: WattBalance,
	) {
		assert_eq!((who, currency), (&self.payer, Some(WATT_ID)), "somebody else has paid");
		assert!(fee <= self.most, "{who} has paid {fee} where {} was taken", self.most);
		// The call may have changed the rate, or taken it away.
		let due = match self.tip {
			0 => 0,
			tip => price(WATT_ID, tip).map_or(fee, |tip| tip.min(fee)),
		};
		assert_eq!(tip, due, "{who} has tipped something else");
	}
}

/// What GRID comes to in a currency, rounded up.
fn price(
	currency: CurrencyId,
	grid: GridBalance,
) -> core::result::Result<WattBalance, TransactionValidityError> {
	if !Currencies::<Runtime>::contains_key(currency) {
		return Err(Refusal::UnknownCurrency.into());
	}
	let rate = ConversionRateToNative::<Runtime>::get(NativeOrWithId::WithId(currency));
	let rate = U256::from(rate.map_or(0, |rate| rate.into_inner()));
	if rate.is_zero() {
		return Err(Refusal::NoRate.into());
	}
	let (whole, rest) = (U256::from(grid) * U256::from(FixedU128::DIV)).div_mod(rate);
	let price = if rest.is_zero() { whole } else { whole + U256::one() };
	WattBalance::try_from(price).map_err(|_| Refusal::NoRate.into())
}

/// A wallet pays that has more than the price, for the last base unit stays in it, while nothing restricts it.
fn ensure_payable(
	payer: &AccountId,
	currency: CurrencyId,
	price: WattBalance,
) -> core::result::Result<(), TransactionValidityError> {
	let restricted = Restrictions::<Runtime>::contains_key(payer, currency);
	if price > Assets::total_issuance(currency) {
		Err(InvalidTransaction::Payment.into())
	} else if restricted || is_stopped() {
		Err(Refusal::Frozen.into())
	} else if price >= Assets::balance(currency, payer) {
		Err(InvalidTransaction::Payment.into())
	} else {
		Ok(())
	}
}

/// Whether nobody can move WATT.
pub fn is_stopped() -> bool {
	Asset::<Runtime>::get(WATT_ID).is_none_or(|asset| asset.status != AssetStatus::Live)
}

/// Who gets a fee in WATT: the block's author, or the treasury where the author's wallet takes nothing.
pub fn receiver() -> AccountId {
	let takes = |author: &AccountId| {
		let restriction = Restrictions::<Runtime>::get(author, WATT_ID);
		restriction.is_none_or(|restriction| restriction.restraint != Restraint::Blocked)
	};
	Authorship::author().filter(takes).unwrap_or_else(TreasuryAccount::get)
}

/// A transaction that pays in WATT, mostly by somebody who can; or one that changes what fees come to, or who gets them.
pub fn request(input: &mut Unstructured, scene: &Scene, by: Sr25519Keyring) -> Result<Request> {
	let request = match input.int_in_range(0..=7u8)? {
		0..=1 => rate(input)?,
		2 => reserves::restrict_author(input)?,
		3 => reserves::restrict(input)?,
		4..=5 => {
			let by = pauper(input, by)?;
			Request::signed(by, simple(input, scene, by)?)
		}
		_ => Request::signed(by, simple(input, scene, by)?),
	};
	Ok(request.paying(payment(input)?))
}

/// Now and then with a tip of all that somebody has, or more.
fn payment(input: &mut Unstructured) -> Result<Payment> {
	let tip = match input.int_in_range(0..=7u8)? {
		0..=3 => 0,
		4..=5 => input.int_in_range(0..=10 * GRID)?,
		6 => input.int_in_range(0..=20_000 * GRID)?,
		_ => input.arbitrary()?,
	};
	Ok(Payment { currency: Some(currency(input)?), tip })
}

/// Somebody who is restricted, or has next to no WATT, if there is anybody.
fn pauper(input: &mut Unstructured, by: Sr25519Keyring) -> Result<Sr25519Keyring> {
	let is_poor = |actor: &Sr25519Keyring| {
		let account = actor.to_account_id();
		Restrictions::<Runtime>::contains_key(&account, WATT_ID)
			|| Assets::balance(WATT_ID, &account) < WATT
	};
	let poor: Vec<_> = ACTORS.into_iter().filter(is_poor).collect();
	Ok(if poor.is_empty() { by } else { *input.choose(&poor)? })
}

/// Another rate, mostly a usual one: one to a hundred GRID for a WATT.
fn rate(input: &mut Unstructured) -> Result<Request> {
	let asset_kind = Box::new(NativeOrWithId::WithId(WATT_ID));
	let rate = FixedU128::from_inner(match input.int_in_range(0..=7u8)? {
		0..=5 => input.int_in_range(1..=100u128)? * (GRID / WATT) * FixedU128::DIV,
		6 => input.int_in_range(0..=2u128)?,
		_ => input.arbitrary()?,
	});
	let call: Rates<Runtime> = if !ConversionRateToNative::<Runtime>::contains_key(&*asset_kind) {
		Rates::create { asset_kind, rate }
	} else if input.ratio(1u8, 4u8)? {
		Rates::remove { asset_kind }
	} else {
		Rates::update { asset_kind, rate }
	};
	Ok(Request::root(call))
}
