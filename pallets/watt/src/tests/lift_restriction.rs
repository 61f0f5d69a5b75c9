//! Lifting restrictions.

use super::*;
use crate::Restrictions;

const REASON: RestraintReason = RestraintReason::Cleared;

fn freeze(account: AccountId) {
	let (restraint, reason) = (Restraint::Frozen, RestraintReason::Suspicion);
	assert_ok!(Watt::restrict(signed(OFFICER), account, restraint, reason));
}

#[test]
fn lets_the_account_go() {
	for origin in [signed(OFFICER), RuntimeOrigin::root()] {
		test(|| {
			mint(ALICE, 10 * WATT);
			freeze(ALICE);
			assert_ok!(Watt::lift_restriction(origin, EUR, ALICE, REASON));

			assert!(!Restrictions::<Test>::contains_key(ALICE, EUR));
			assert_ok!(Assets::transfer(signed(ALICE), EUR.into(), BOB, WATT));
			assert_eq!(Told::get(), [(ALICE, true), (ALICE, false)]);
		});
	}
}

#[test]
fn gives_the_deposit_of_an_empty_account_back() {
	test(|| {
		let before = Balances::free_balance(Watt::keeper());
		freeze(ALICE);
		assert!(Balances::free_balance(Watt::keeper()) < before);
		assert_ok!(Watt::lift_restriction(signed(OFFICER), EUR, ALICE, REASON));
		assert_eq!(Balances::free_balance(Watt::keeper()), before);
		assert!(!pallet_assets::Account::<Test>::contains_key(EUR, ALICE));
	});
}

#[test]
fn leaves_money_that_came_meanwhile_in_an_account_of_its_own() {
	test(|| {
		let before = Balances::free_balance(Watt::keeper());
		mint(BOB, 10 * WATT);
		let (supply, kept) = (Assets::total_supply(EUR), Assets::balance(EUR, Watt::keeper()));
		freeze(ALICE);
		assert_ok!(Assets::transfer(signed(BOB), EUR.into(), ALICE, 10 * WATT));
		// Nothing but a deposit holds it: the system knows no such account.
		assert!(!System::account_exists(&ALICE));
		assert_ok!(Watt::lift_restriction(signed(OFFICER), EUR, ALICE, REASON));
		assert_eq!(Assets::balance(EUR, ALICE), 10 * WATT);
		assert!(System::account_exists(&ALICE), "so that its transactions are taken");
		assert_eq!(Balances::free_balance(Watt::keeper()), before);
		assert_eq!(Assets::balance(EUR, Watt::keeper()), kept);
		assert_eq!(Assets::total_supply(EUR), supply);
	});
}

#[test]
fn refuses_other_roles_and_free_accounts() {
	test(|| {
		assert_noop!(
			Watt::lift_restriction(signed(OFFICER), EUR, ALICE, REASON),
			Error::NotRestricted
		);
		freeze(ALICE);
		for account in [MINTER, GUARDIAN, SIGNER, ALICE] {
			assert_noop!(
				Watt::lift_restriction(signed(account), EUR, ALICE, REASON),
				Error::NotPermitted
			);
		}
		assert_noop!(
			Watt::lift_restriction(signed(OFFICER), 9, ALICE, REASON),
			Error::NotPermitted
		);
	});
}
