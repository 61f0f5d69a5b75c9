//! What everybody owns together is spent by referenda, in GRID and in WATT, and by nobody else.

use super::{
	blocks::{send, Chain},
	governance::propose,
	*,
};
use crate::{
	configs::{origins::Origin, TreasuryAccount},
	constants::{currency::GRID, watt::WATT_ID},
	*,
};
use frame_support::{
	assert_noop, assert_ok,
	traits::{
		fungible::NativeOrWithId,
		fungibles::{Inspect, Mutate},
	},
};
use gridforge_primitives::WATT;
use pallet_treasury::Call as TreasuryCall;
use sp_genesis_builder::LOCAL_TESTNET_RUNTIME_PRESET;
use sp_keyring::Sr25519Keyring::{self, Alice, Bob, Eve};
use sp_runtime::{traits::Dispatchable, DispatchError, FixedU128};

fn watt_of(who: &AccountId) -> u128 {
	<Assets as Inspect<AccountId>>::balance(WATT_ID, who)
}

fn spend(kind: NativeOrWithId<u32>, amount: u128, to: Sr25519Keyring) -> RuntimeCall {
	RuntimeCall::Treasury(TreasuryCall::spend {
		asset_kind: Box::new(kind),
		amount,
		beneficiary: Box::new(to.to_account_id().into()),
		valid_from: None,
	})
}

fn grid(amount: Balance, to: Sr25519Keyring) -> RuntimeCall {
	spend(NativeOrWithId::Native, amount, to)
}

/// What comes of the call in the name of the office.
fn as_office(office: Origin, call: RuntimeCall) -> Result<(), DispatchError> {
	call.dispatch(office.into()).map(|_| ()).map_err(|refused| refused.error)
}

/// A WATT is worth three GRID.
fn rate() -> RuntimeCall {
	RuntimeCall::AssetRate(pallet_asset_rate::Call::create {
		asset_kind: Box::new(NativeOrWithId::WithId(WATT_ID)),
		// Base units of GRID for a base unit of WATT: twelve decimals against six.
		rate: FixedU128::from_u32(3_000_000),
	})
}

#[test]
fn a_referendum_pays_in_watt() {
	network(LOCAL_TESTNET_RUNTIME_PRESET).execute_with(|| {
		let mut chain = Chain::new();
		let treasury = TreasuryAccount::get();
		chain.block(|| {
			let move_in = <Assets as Mutate<AccountId>>::transfer(
				WATT_ID,
				&Alice.to_account_id(),
				&treasury,
				100 * WATT,
				frame_support::traits::tokens::Preservation::Preserve,
			);
			assert_ok!(move_in);
		});
		let pay = spend(NativeOrWithId::WithId(WATT_ID), 40 * WATT, Eve);
		let calls = vec![rate(), pay];
		let batch = pallet_utility::Call::batch_all { calls };
		propose(&mut chain, Origin::Treasurer, batch);
		let before = watt_of(&Eve.to_account_id());
		chain.blocks(200);
		chain.block(|| {
			// Anybody pushes the payment on, once.
			send(Bob, TreasuryCall::payout { index: 0 });
			assert_eq!(watt_of(&Eve.to_account_id()) - before, 40 * WATT);
			assert_eq!(watt_of(&treasury), 60 * WATT);
			let again = RuntimeCall::Treasury(TreasuryCall::payout { index: 0 });
			let again = again.dispatch(RuntimeOrigin::signed(Bob.to_account_id()));
			assert_eq!(
				again.expect_err("it is paid").error,
				pallet_treasury::Error::<Runtime>::AlreadyAttempted.into()
			);
		});
	});
}

#[test]
fn an_office_spends_up_to_its_limit_and_no_other_office_spends() {
	network(LOCAL_TESTNET_RUNTIME_PRESET).execute_with(|| {
		let mut chain = Chain::new();
		chain.block(|| {
			let too_much = Err(pallet_treasury::Error::<Runtime>::InsufficientPermission.into());
			for (office, limit) in [
				(Origin::SmallSpender, 10_000 * GRID),
				(Origin::MediumSpender, 100_000 * GRID),
				(Origin::BigSpender, 1_000_000 * GRID),
			] {
				assert_ok!(as_office(office, grid(limit, Eve)));
				assert_eq!(as_office(office, grid(limit + 1, Eve)), too_much, "{office:?}");
			}
			assert_ok!(as_office(Origin::Treasurer, grid(Balance::MAX, Eve)));
			for office in [Origin::MarketAdmin, Origin::Killer, Origin::WhitelistedCaller] {
				let refused = as_office(office, grid(1, Eve));
				assert_eq!(refused, Err(DispatchError::BadOrigin), "{office:?}");
			}
			let signed = grid(1, Eve).dispatch(RuntimeOrigin::signed(Alice.to_account_id()));
			assert_eq!(signed.expect_err("refused").error, DispatchError::BadOrigin);
		});
	});
}

#[test]
fn a_limit_is_for_one_call_of_a_referendum() {
	use pallet_bounties::Call as BountiesCall;
	network(LOCAL_TESTNET_RUNTIME_PRESET).execute_with(|| {
		Chain::new().block(|| {
			let both = |calls: [RuntimeCall; 2]| {
				let calls = calls.to_vec();
				RuntimeCall::Utility(pallet_utility::Call::batch_all { calls })
			};
			for bounty_id in [0, 1] {
				let (value, description) = (10_000 * GRID, vec![bounty_id]);
				send(Alice, BountiesCall::propose_bounty { value, description });
			}
			let approve = |bounty_id| BountiesCall::approve_bounty { bounty_id }.into();
			let bounties = || both([approve(0), approve(1)]);
			let too_much: DispatchError =
				pallet_treasury::Error::<Runtime>::InsufficientPermission.into();
			for calls in
				[[approve(0), approve(1)], [approve(0), grid(1, Eve)], [grid(1, Eve), grid(1, Eve)]]
			{
				assert_noop!(as_office(Origin::SmallSpender, both(calls)), too_much);
			}
			assert_ok!(as_office(Origin::Treasurer, both([grid(1, Eve), grid(1, Eve)])));
			assert_ok!(as_office(Origin::Treasurer, bounties()));
		});
	});
}

#[test]
fn what_is_spent_in_watt_counts_at_its_rate() {
	network(LOCAL_TESTNET_RUNTIME_PRESET).execute_with(|| {
		let mut chain = Chain::new();
		chain.block(|| {
			let watt = |amount| spend(NativeOrWithId::WithId(WATT_ID), amount, Eve);
			let small = |call| as_office(Origin::SmallSpender, call);
			// Nobody knows what it is worth.
			let unknown = pallet_treasury::Error::<Runtime>::FailedToConvertBalance.into();
			assert_eq!(small(watt(WATT)), Err(unknown));
			assert_eq!(small(rate()), Err(DispatchError::BadOrigin));
			assert_ok!(as_office(Origin::Treasurer, rate()));
			assert_ok!(small(watt(3_333 * WATT)));
			let too_much = pallet_treasury::Error::<Runtime>::InsufficientPermission.into();
			assert_eq!(small(watt(3_334 * WATT)), Err(too_much));
		});
	});
}

#[test]
fn a_payment_that_the_treasury_cannot_make_is_kept_and_tried_again() {
	network(LOCAL_TESTNET_RUNTIME_PRESET).execute_with(|| {
		let mut chain = Chain::new();
		chain.block(|| {
			let treasury = Balances::free_balance(TreasuryAccount::get());
			assert_ok!(as_office(Origin::Treasurer, grid(treasury + GRID, Eve)));
			let pay = || {
				RuntimeCall::Treasury(TreasuryCall::payout { index: 0 })
					.dispatch(RuntimeOrigin::signed(Bob.to_account_id()))
					.map(|_| ())
					.map_err(|refused| refused.error)
			};
			assert_noop!(pay(), pallet_treasury::Error::<Runtime>::PayoutError);
			let value = 2 * GRID;
			let dest = TreasuryAccount::get().into();
			send(Alice, pallet_balances::Call::transfer_keep_alive { dest, value });
			let before = Balances::free_balance(Eve.to_account_id());
			assert_ok!(pay());
			let paid = Balances::free_balance(Eve.to_account_id()) - before;
			assert_eq!(paid, treasury + GRID);
		});
	});
}

#[test]
fn a_bounty_is_funded_worked_for_and_paid() {
	use pallet_bounties::Call as BountiesCall;
	network(LOCAL_TESTNET_RUNTIME_PRESET).execute_with(|| {
		let (bounty_id, value, fee) = (0, 500 * GRID, 50 * GRID);
		let mut chain = Chain::new();
		chain.block(|| {
			let description = b"Translate the wallet".to_vec();
			send(Alice, BountiesCall::propose_bounty { value, description });
			let approve = RuntimeCall::Bounties(BountiesCall::approve_bounty { bounty_id });
			assert_ok!(as_office(Origin::SmallSpender, approve));
		});
		// A week of the treasury, in minutes.
		chain.blocks(71);
		chain.block(|| {
			let curator = Bob.to_account_id().into();
			let name = BountiesCall::propose_curator { bounty_id, curator, fee };
			assert_ok!(as_office(Origin::SmallSpender, name.into()));
			send(Bob, BountiesCall::accept_curator { bounty_id });
			let beneficiary = Eve.to_account_id().into();
			send(Bob, BountiesCall::award_bounty { bounty_id, beneficiary });
		});
		let before = Balances::free_balance(Eve.to_account_id());
		chain.blocks(41);
		chain.block(|| {
			send(Alice, BountiesCall::claim_bounty { bounty_id });
			let paid = Balances::free_balance(Eve.to_account_id()) - before;
			assert_eq!(paid, value - fee);
		});
	});
}
