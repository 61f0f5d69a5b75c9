//! What a court has moved.

use super::*;
use crate::Wallets;

fn restrict(restraint: Restraint) {
	assert_ok!(Watt::restrict(signed(OFFICER), ALICE, restraint, RestraintReason::Order));
}

fn seize(amount: WattBalance) -> sp_runtime::DispatchResult {
	Watt::seize(signed(JUDGE), EUR, ALICE, amount, [6; 32])
}

#[test]
fn moves_a_restricted_accounts_money_to_the_court() {
	for restraint in [Restraint::Frozen, Restraint::Blocked] {
		test(|| {
			mint(ALICE, 100 * WATT);
			restrict(restraint);
			assert_ok!(seize(60 * WATT));

			assert_eq!((wallet(ALICE), wallet(COURT)), (40 * WATT, 60 * WATT));
			let (amount, case) = (60 * WATT, [6; 32]);
			let event = Event::Seized { account: ALICE, currency: EUR, amount, case };
			System::assert_last_event(event.into());
			assert_eq!(crate::InAssets::<Test>::restraint(EUR, &ALICE), Some(restraint));
		});
	}
}

#[test]
fn leaves_a_base_unit_and_with_it_the_restriction() {
	test(|| {
		mint(ALICE, 100 * WATT);
		restrict(Restraint::Blocked);
		for more in [100 * WATT, WattBalance::MAX] {
			assert_noop!(seize(more), Error::InsufficientFunds);
		}
		assert_noop!(seize(0), Error::ZeroAmount);
		assert_ok!(seize(100 * WATT - 1));
		assert_eq!(wallet(ALICE), 1);
		assert!(Watt::mint(signed(SIGNER), ALICE, 1, [1; 32]).is_err());
	});
}

#[test]
fn refuses_free_accounts_and_other_origins() {
	test(|| {
		mint(ALICE, 100 * WATT);
		assert_noop!(seize(WATT), Error::NotRestricted);
		restrict(Restraint::Frozen);
		for account in [OFFICER, GUARDIAN, MINTER, SIGNER, COURT] {
			assert_noop!(Watt::seize(signed(account), EUR, ALICE, WATT, [6; 32]), BadOrigin);
		}
		assert_noop!(Watt::seize(RuntimeOrigin::root(), EUR, ALICE, WATT, [6; 32]), BadOrigin);
	});
}

#[test]
fn does_not_reach_what_is_in_redemption() {
	test(|| {
		mint(ALICE, 100 * WATT);
		redeem(ALICE, 60 * WATT);
		restrict(Restraint::Frozen);
		assert_noop!(seize(40 * WATT), Error::InsufficientFunds);
		assert_ok!(seize(40 * WATT - 1));
		assert_eq!(Watt::redemptions_of(ALICE)[0].amount, 60 * WATT);
	});
}
