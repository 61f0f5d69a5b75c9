//! `deposit` and `withdraw`.

use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok};
use gridforge_primitives::{api::MarketStatus, Side};

fn deposit(who: AccountId, amount: u128) -> sp_runtime::DispatchResult {
	EnergyMarket::deposit(RuntimeOrigin::signed(who), EUR, amount)
}

fn withdraw(who: AccountId, amount: u128) -> sp_runtime::DispatchResult {
	EnergyMarket::withdraw(RuntimeOrigin::signed(who), EUR, amount)
}

#[test]
fn money_goes_in_and_comes_back_whole() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(deposit(ALICE, ENDOWMENT));
		assert_eq!((wallet(ALICE), free(ALICE)), (0, ENDOWMENT));
		check();
		assert_ok!(withdraw(ALICE, ENDOWMENT - 1));
		assert_ok!(withdraw(ALICE, 1));
		assert_eq!(wallet(ALICE), ENDOWMENT);
		let participant = id_of(ALICE);
		assert!(!Accounts::<Test>::contains_key(participant, EUR), "nothing is left of it");
		assert_eq!(last_event(), Event::Withdrawn { participant, currency: EUR, amount: 1 });
	});
}

#[test]
fn bad_amounts_are_refused() {
	ExtBuilder::default().build_and_execute(|| {
		assert_noop!(deposit(ALICE, 0), Error::<Test>::ZeroAmount);
		assert_noop!(withdraw(ALICE, 0), Error::<Test>::ZeroAmount);
		assert_noop!(withdraw(ALICE, 1), Error::<Test>::InsufficientFree);
		assert_noop!(withdraw(ALICE, u128::MAX), Error::<Test>::InsufficientFree);
		assert_noop!(deposit(STRANGER, 1), Error::<Test>::NoParticipant);
		assert_noop!(withdraw(STRANGER, 1), Error::<Test>::NoParticipant);
		for amount in [ENDOWMENT + 1, u128::MAX] {
			assert_noop!(deposit(ALICE, amount), Error::<Test>::InsufficientFunds);
		}
		let unknown = EnergyMarket::deposit(RuntimeOrigin::signed(ALICE), 7, 1);
		assert_eq!(unknown, Err(Error::<Test>::InsufficientFunds.into()));
	});
}

#[test]
fn locked_money_cannot_be_withdrawn() {
	ExtBuilder::default().build_and_execute(|| {
		rest(CHARLIE, Side::Bid, 100, 1_000);
		assert_noop!(withdraw(CHARLIE, 1), Error::<Test>::InsufficientFree);
	});
}

#[test]
fn nobody_withdraws_anothers_money() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(deposit(ALICE, 1_000));
		for who in [BOB, CHARLIE, OPERATOR, EVE] {
			assert_noop!(withdraw(who, 1), Error::<Test>::InsufficientFree);
		}
	});
}

#[test]
fn a_halted_market_takes_no_deposits_but_pays_out() {
	ExtBuilder::default().build_and_execute(|| {
		assert_ok!(deposit(ALICE, 1_000));
		assert_ok!(EnergyMarket::set_market_status(RuntimeOrigin::root(), MarketStatus::Halted));
		assert_noop!(deposit(ALICE, 1), Error::<Test>::MarketHalted);
		assert_ok!(withdraw(ALICE, 1_000));
	});
}

#[test]
fn money_sent_to_the_market_is_nobodys_and_breaks_nothing() {
	ExtBuilder::default().build().execute_with(|| {
		let market = EnergyMarket::market_account();
		let origin = RuntimeOrigin::signed(STRANGER);
		assert_ok!(Assets::transfer(origin, EUR.into(), market, 77));
		assert_ok!(EnergyMarket::do_try_state());
		assert_eq!(EnergyMarket::surplus(EUR), Ok(77));
	});
}
