//! Transactions are paid for in WATT by those who have no GRID, exactly, and nothing of it is lost.

use super::{
	blocks::{send, Chain},
	*,
};
use crate::{
	configs::{InWatt, Refusal, TreasuryAccount},
	constants::{currency::GRID, watt::WATT_ID},
	genesis_config_presets::{keepers::COMPLIANCE_OFFICER, VALIDATORS},
	*,
};
use codec::Encode;
use frame_support::{
	assert_ok, storage::with_transaction_unchecked, traits::fungible::NativeOrWithId,
};
use gridforge_primitives::{
	CurrencyId, IntervalClock, IntervalId, Lots, NewOrder, Price, ProductId, Restraint,
	RestraintReason, Side, WattBalance, ZoneId, WATT,
};
use pallet_asset_tx_payment::{ChargeAssetTxPayment, Event as FeeEvent};
use pallet_watt_runtime_api::runtime_decl_for_watt_api::WattApiV1;
use sp_core::{sr25519, Pair};
use sp_genesis_builder::{DEV_RUNTIME_PRESET, LOCAL_TESTNET_RUNTIME_PRESET};
use sp_keyring::Sr25519Keyring::{self, Alice, AliceStash, Bob, One, Two};
use sp_runtime::{
	generic::Era,
	traits::Dispatchable,
	transaction_validity::{
		InvalidTransaction, TransactionSource, TransactionValidity, TransactionValidityError,
	},
	ApplyExtrinsicResult, FixedU128, TransactionOutcome,
};

/// A block of the development chain with `test` in it. Whatever was paid, WATT is still what its issuers owe and what
/// its accounts have.
fn block(test: impl FnOnce()) {
	network(DEV_RUNTIME_PRESET).execute_with(|| {
		Chain::new().block(|| {
			let supply = Assets::total_supply(WATT_ID);
			test();
			assert_eq!(Assets::total_supply(WATT_ID), supply);
			Watt::do_try_state().expect("WATT's invariants hold");
		});
	});
}

/// A transaction whose fee and tip are paid in `currency`.
fn signed(
	key: &sr25519::Pair,
	currency: Option<CurrencyId>,
	tip: Balance,
	call: impl Into<RuntimeCall>,
) -> UncheckedExtrinsic {
	let (call, account) = (call.into(), AccountId::from(key.public()));
	let mut extension = tx_extension(Era::Immortal, System::account_nonce(&account));
	extension.8 = ChargeAssetTxPayment::from(tip, currency);
	let payload = SignedPayload::new(call.clone(), extension.clone()).expect("it can be signed");
	let signature = payload.using_encoded(|bytes| key.sign(bytes));
	UncheckedExtrinsic::new_signed(call, account.into(), Signature::Sr25519(signature), extension)
}

fn in_watt(who: Sr25519Keyring, call: impl Into<RuntimeCall>) -> UncheckedExtrinsic {
	signed(&who.pair(), Some(WATT_ID), 0, call)
}

/// What the pool says.
fn validate(transaction: &UncheckedExtrinsic) -> TransactionValidity {
	let transaction = transaction.clone();
	with_transaction_unchecked(|| {
		let source = TransactionSource::External;
		let here = System::block_hash(0);
		TransactionOutcome::Rollback(Executive::validate_transaction(source, transaction, here))
	})
}

/// Put a transaction into the block as its author does: one that turns out not to be valid is undone.
fn apply(transaction: UncheckedExtrinsic) -> ApplyExtrinsicResult {
	with_transaction_unchecked(|| match Executive::apply_extrinsic(transaction) {
		Ok(result) => TransactionOutcome::Commit(Ok(result)),
		Err(invalid) => TransactionOutcome::Rollback(Err(invalid)),
	})
}

/// Neither pool nor block take the transaction, and nothing changes by it.
fn refused(transaction: UncheckedExtrinsic, why: impl Into<TransactionValidityError>) {
	let why = why.into();
	let state = || sp_io::storage::root(sp_core::storage::StateVersion::V1);
	let before = state();
	assert_eq!(validate(&transaction).map(|_| ()), Err(why));
	assert_eq!(apply(transaction), Err(why));
	assert_eq!(state(), before);
}

/// The fee that is declared, in WATT.
fn declared(transaction: &UncheckedExtrinsic) -> WattBalance {
	let length = u32::try_from(transaction.encoded_size()).expect("a small transaction");
	price(TransactionPayment::query_info(transaction.clone(), length).partial_fee)
}

/// What clients are told.
fn fee_in(currency: CurrencyId, grid: Balance) -> Option<WattBalance> {
	<Runtime as WattApiV1<Block, AccountId>>::fee_in(currency, grid)
}

fn price(grid: Balance) -> WattBalance {
	InWatt::price(WATT_ID, grid).expect("the development chain has a rate")
}

/// The fee and the tip that were charged last, as the event has it.
fn charged() -> (WattBalance, WattBalance) {
	let mut fees = System::events().into_iter().filter_map(|record| match record.event {
		RuntimeEvent::AssetTxPayment(FeeEvent::AssetTxFeePaid {
			actual_fee,
			tip,
			asset_id,
			..
		}) => {
			assert_eq!(asset_id, Some(WATT_ID));
			Some((actual_fee, tip))
		}
		_ => None,
	});
	fees.next_back().expect("a fee was paid in WATT")
}

fn wallet(who: Sr25519Keyring) -> WattBalance {
	Assets::balance(WATT_ID, who.to_account_id())
}

fn give(to: AccountId, amount: WattBalance) -> pallet_assets::Call<Runtime> {
	pallet_assets::Call::transfer { id: WATT_ID.into(), target: to.into(), amount }
}

fn give_all(to: Sr25519Keyring) -> pallet_assets::Call<Runtime> {
	let dest = to.to_account_id().into();
	pallet_assets::Call::transfer_all { id: WATT_ID.into(), dest, keep_alive: false }
}

fn order(interval: IntervalId) -> pallet_energy_market::Call<Runtime> {
	let product = ProductId { interval, zone: ZoneId(1) };
	let order = NewOrder::limit(product, Side::Bid, Price(100), Lots(10));
	pallet_energy_market::Call::place_order { order }
}

/// The first of these calls, and an order that comes too late, of which most of what was declared is given back.
fn and_less(first: impl Into<RuntimeCall>) -> pallet_utility::Call<Runtime> {
	pallet_utility::Call::batch { calls: vec![first.into(), order(IntervalId(1)).into()] }
}

fn set_rate(rate: Option<FixedU128>) {
	let kind = NativeOrWithId::WithId(WATT_ID);
	pallet_asset_rate::ConversionRateToNative::<Runtime>::set(kind, rate);
}

fn restrict(account: AccountId, restraint: Restraint) -> pallet_watt::Call<Runtime> {
	pallet_watt::Call::restrict { account, restraint, reason: RestraintReason::Order }
}

/// The compliance officer restricts an account.
fn restricted(who: Sr25519Keyring, restraint: Restraint) {
	let call = RuntimeCall::from(restrict(who.to_account_id(), restraint));
	assert_ok!(call.dispatch(RuntimeOrigin::signed(COMPLIANCE_OFFICER.into())));
}

#[test]
fn a_household_without_grid_sends_its_first_transaction() {
	block(|| {
		send(Alice, give(One.to_account_id(), 10 * WATT));
		let author = wallet(AliceStash);
		let transfer = in_watt(One, give(Two.to_account_id(), WATT));
		let fee = declared(&transfer);
		assert!(fee > 0);
		assert_ok!(validate(&transfer));
		assert_ok!(apply(transfer).expect("it is valid"));
		assert_eq!(charged(), (fee, 0));
		assert_eq!(wallet(One), 9 * WATT - fee);
		assert_eq!(wallet(Two), WATT);
		assert_eq!(wallet(AliceStash) - author, fee);
		assert_eq!(Balances::free_balance(One.to_account_id()), 0);
		assert_eq!(System::account_nonce(One.to_account_id()), 1);
		// And whom it paid can pay for a second.
		assert_ok!(apply(in_watt(Two, give(One.to_account_id(), 1))).expect("it is valid"));
	});
}

#[test]
fn what_an_order_did_not_need_is_given_back_in_watt() {
	block(|| {
		let (currency, amount) = (WATT_ID, 10 * WATT);
		send(Bob, pallet_energy_market::Call::deposit { currency, amount });
		let grid = Balances::free_balance(Bob.to_account_id());
		let (before, author) = (wallet(Bob), wallet(AliceStash));
		let order = in_watt(Bob, order(NetworkParams::first_tradable()));
		let declared = declared(&order);
		assert_ok!(apply(order).expect("it is valid"));
		let (fee, _) = charged();
		assert!(0 < fee && fee < declared, "{fee} of {declared}");
		assert_eq!(before - wallet(Bob), fee);
		assert_eq!(wallet(AliceStash) - author, fee);
		assert_eq!(Balances::free_balance(Bob.to_account_id()), grid);
	});
}

#[test]
fn a_tip_is_paid_in_watt_too() {
	block(|| {
		let before = wallet(Bob);
		let call = give(Alice.to_account_id(), WATT);
		let tipped = |tip| signed(&Bob.pair(), Some(WATT_ID), tip, call.clone());
		let (plain, tipped) = (tipped(0), tipped(GRID));
		let priority = |transaction: &_| validate(transaction).expect("it is valid").priority;
		assert!(priority(&tipped) > priority(&plain));
		assert_ok!(apply(tipped).expect("it is valid"));
		let (fee, tip) = charged();
		assert_eq!(tip, WATT / 10);
		assert!(fee > tip);
		assert_eq!(before - wallet(Bob), WATT + fee);
	});
}

#[test]
fn fees_are_rounded_up_and_never_nothing() {
	block(|| {
		for (grid, watt) in [(0, 0), (1, 1), (10 * GRID, WATT), (10 * GRID + 1, WATT + 1)] {
			assert_eq!(fee_in(WATT_ID, grid), Some(watt), "{grid}");
		}
		// However much a WATT is worth.
		set_rate(Some(FixedU128::from_inner(u128::MAX)));
		assert_eq!(fee_in(WATT_ID, 1), Some(1));
		// What cannot be said as a number is no price.
		set_rate(Some(FixedU128::from_inner(1)));
		assert_eq!(fee_in(WATT_ID, Balance::MAX), None);
		set_rate(Some(FixedU128::from_inner(0)));
		assert_eq!(fee_in(WATT_ID, 1), None);
		assert_eq!(fee_in(9, 1), None);
	});
}

#[test]
fn what_is_not_watt_pays_no_fee() {
	block(|| {
		let pay =
			|currency| signed(&Bob.pair(), Some(currency), 0, give(Alice.to_account_id(), WATT));
		refused(pay(9), Refusal::UnknownCurrency);
		// Not even where it is an asset with a rate.
		let bob = || Bob.to_account_id();
		assert_ok!(Assets::force_create(RuntimeOrigin::root(), 9.into(), bob().into(), true, 1));
		let bob_signs = RuntimeOrigin::signed(bob());
		assert_ok!(Assets::mint(bob_signs, 9.into(), bob().into(), 1_000_000 * WATT));
		let kind = Box::new(NativeOrWithId::WithId(9));
		let rate = FixedU128::from_u32(10_000_000);
		assert_ok!(AssetRate::create(RuntimeOrigin::root(), kind, rate));
		refused(pay(9), Refusal::UnknownCurrency);
	});
}

#[test]
fn a_currency_without_a_rate_pays_no_fee() {
	block(|| {
		let pay = || in_watt(Bob, give(Alice.to_account_id(), WATT));
		for none in [None, Some(FixedU128::from_inner(0))] {
			set_rate(none);
			refused(pay(), Refusal::NoRate);
		}
		set_rate(Some(FixedU128::from_u32(10_000_000)));
		assert_ok!(validate(&pay()));
		assert_eq!(
			TransactionValidityError::from(Refusal::NoRate),
			InvalidTransaction::Custom(2).into()
		);
	});
}

#[test]
fn a_restricted_account_pays_no_fee() {
	for restraint in [Restraint::Frozen, Restraint::Blocked] {
		block(|| {
			restricted(Bob, restraint);
			refused(in_watt(Bob, give(Alice.to_account_id(), WATT)), Refusal::Frozen);
		});
	}
}

#[test]
fn the_last_base_unit_stays_in_the_wallet() {
	block(|| {
		let nothing = || in_watt(One, frame_system::Call::<Runtime>::remark { remark: vec![] });
		let fee = declared(&nothing());
		refused(nothing(), InvalidTransaction::Payment);
		send(Alice, give(One.to_account_id(), fee));
		refused(nothing(), InvalidTransaction::Payment);
		send(Alice, give(One.to_account_id(), 1));
		assert_ok!(apply(nothing()).expect("it is valid"));
		assert_eq!(wallet(One), 1);
	});
}

#[test]
fn money_in_the_market_pays_no_fee() {
	block(|| {
		let (currency, amount) = (WATT_ID, wallet(Bob) - 1);
		send(Bob, pallet_energy_market::Call::deposit { currency, amount });
		let withdraw = || pallet_energy_market::Call::withdraw { currency, amount };
		refused(in_watt(Bob, withdraw()), InvalidTransaction::Payment);
		// In GRID it gets its money out.
		assert_ok!(apply(signed(&Bob.pair(), None, 0, withdraw())).expect("it is valid"));
	});
}

#[test]
fn a_wallet_that_the_call_empties_has_what_was_not_needed_in_the_end() {
	block(|| {
		send(Alice, give(One.to_account_id(), 10 * WATT));
		let transaction = in_watt(One, and_less(give_all(Two)));
		let taken = declared(&transaction);
		assert_ok!(apply(transaction).expect("it is valid"));
		let (fee, _) = charged();
		assert!(fee < taken);
		assert_eq!(wallet(Two), 10 * WATT - taken);
		assert_eq!(wallet(One), taken - fee);
	});
}

#[test]
fn a_wallet_that_the_call_blocks_gets_nothing_back_and_nothing_is_lost() {
	block(|| {
		let officer = || AccountId::from(COMPLIANCE_OFFICER);
		let key = sr25519::Pair::from_string("//ComplianceOfficer", None).expect("a path");
		send(Alice, give(officer(), 10 * WATT));
		let author = wallet(AliceStash);
		let call = and_less(restrict(officer(), Restraint::Blocked));
		let transaction = signed(&key, Some(WATT_ID), 0, call);
		let taken = declared(&transaction);
		assert_ok!(apply(transaction).expect("it is valid"));
		assert_eq!(charged(), (taken, 0));
		assert_eq!(Assets::balance(WATT_ID, officer()), 10 * WATT - taken);
		assert_eq!(wallet(AliceStash) - author, taken);
	});
}

#[test]
fn the_treasury_has_what_the_author_cannot_take() {
	block(|| {
		let treasury = || Assets::balance(WATT_ID, TreasuryAccount::get());
		restricted(AliceStash, Restraint::Blocked);
		assert_eq!((VALIDATORS[0].account(), treasury()), (AliceStash.to_account_id(), 0));
		assert_ok!(apply(in_watt(Bob, give(Alice.to_account_id(), WATT))).expect("it is valid"));
		assert_eq!(treasury(), charged().0);
		assert_eq!(wallet(AliceStash), 0);
	});
	// A block without an author, which no node makes.
	network(DEV_RUNTIME_PRESET).execute_with(|| {
		System::set_block_number(1);
		assert_ok!(apply(in_watt(Bob, give(Alice.to_account_id(), WATT))).expect("it is valid"));
		assert_eq!(Assets::balance(WATT_ID, TreasuryAccount::get()), charged().0);
		Watt::do_try_state().expect("WATT's invariants hold");
	});
}

#[test]
fn a_call_that_takes_the_rate_away_costs_no_more_than_was_paid() {
	block(|| {
		let kind = || Box::new(NativeOrWithId::WithId(WATT_ID));
		let as_root = |call: pallet_asset_rate::Call<Runtime>| {
			let call = Box::new(call.into());
			RuntimeCall::from(pallet_sudo::Call::<Runtime>::sudo { call })
		};
		// Root's calls are free in the end.
		let before = wallet(Alice);
		let dearer =
			pallet_asset_rate::Call::update { asset_kind: kind(), rate: FixedU128::from_u32(1) };
		assert_ok!(apply(in_watt(Alice, as_root(dearer))).expect("it is valid"));
		assert_eq!((charged(), wallet(Alice)), ((0, 0), before));
		set_rate(Some(FixedU128::from_u32(10_000_000)));
		// The batch is not.
		let remove = pallet_asset_rate::Call::remove { asset_kind: kind() };
		let transaction = in_watt(Alice, and_less(as_root(remove)));
		let taken = declared(&transaction);
		assert_ok!(apply(transaction).expect("it is valid"));
		assert_eq!(fee_in(WATT_ID, 1), None);
		assert_eq!((charged(), wallet(Alice)), ((taken, 0), before - taken));
	});
}

#[test]
fn a_call_that_stops_the_whole_asset_cannot_be_paid_in_it() {
	block(|| {
		let keeper = || Watt::keeper().into();
		let stop = pallet_assets::Call::<Runtime>::force_asset_status {
			id: WATT_ID.into(),
			owner: keeper(),
			issuer: keeper(),
			admin: keeper(),
			freezer: keeper(),
			min_balance: 1,
			is_sufficient: true,
			is_frozen: true,
		};
		let call = || pallet_sudo::Call::<Runtime>::sudo { call: Box::new(stop.clone().into()) };
		let before = (wallet(Alice), System::account_nonce(Alice.to_account_id()));
		let transaction = in_watt(Alice, call());
		assert_eq!(apply(transaction), Err(InvalidTransaction::Payment.into()));
		let after = (wallet(Alice), System::account_nonce(Alice.to_account_id()));
		assert_eq!(after, before);
		assert_ok!(apply(signed(&Alice.pair(), None, 0, call())).expect("it is valid"));
		// Then nobody pays in it.
		refused(in_watt(Bob, give(Alice.to_account_id(), WATT)), Refusal::Frozen);
	});
}

#[test]
fn who_names_no_currency_pays_in_grid() {
	// As transactions without the choice are written, and a zero.
	assert_eq!(ChargeAssetTxPayment::<Runtime>::from(0, None).encode(), [0, 0]);
	assert_eq!(ChargeAssetTxPayment::<Runtime>::from(0, Some(1)).encode(), [0, 1, 1, 0, 0, 0]);
	block(|| {
		let before = (wallet(Bob), Balances::free_balance(Bob.to_account_id()));
		let remark = frame_system::Call::<Runtime>::remark { remark: vec![] };
		assert_ok!(apply(signed(&Bob.pair(), None, 0, remark)).expect("it is valid"));
		assert_eq!(wallet(Bob), before.0);
		assert!(Balances::free_balance(Bob.to_account_id()) < before.1);
	});
}

#[test]
fn the_development_chain_has_a_rate_and_other_networks_wait_for_the_treasurer() {
	network(DEV_RUNTIME_PRESET).execute_with(|| {
		assert_eq!(fee_in(WATT_ID, 10 * GRID), Some(WATT));
	});
	network(LOCAL_TESTNET_RUNTIME_PRESET).execute_with(|| {
		assert_eq!(fee_in(WATT_ID, 10 * GRID), None);
	});
	let rates = serde_json::json!({ "genesisRates": { "rates": [[WATT_ID, GRID]] } });
	network_with(LOCAL_TESTNET_RUNTIME_PRESET, rates).execute_with(|| {
		assert_eq!(fee_in(WATT_ID, 10 * GRID), Some(10 * WATT));
	});
}

#[test]
#[should_panic(expected = "genesis rates are numbers above zero")]
fn a_genesis_rate_of_nothing_is_refused() {
	let rates = serde_json::json!({ "genesisRates": { "rates": [[WATT_ID, 0]] } });
	network_with(LOCAL_TESTNET_RUNTIME_PRESET, rates);
}
