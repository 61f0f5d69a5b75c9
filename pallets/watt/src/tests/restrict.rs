//! Freezing and blocking.

use super::*;
use crate::{Restriction, Restrictions};

const REASON: RestraintReason = RestraintReason::Order;

fn restrict(account: AccountId, restraint: Restraint) {
	assert_ok!(Watt::restrict(signed(OFFICER), account, restraint, REASON));
}

fn send(from: AccountId, to: AccountId) -> sp_runtime::DispatchResult {
	Assets::transfer(signed(from), EUR.into(), to, WATT)
}

#[test]
fn from_a_frozen_account_nothing_goes_out() {
	test(|| {
		mint(ALICE, 10 * WATT);
		mint(BOB, 10 * WATT);
		restrict(ALICE, Restraint::Frozen);

		assert_eq!(send(ALICE, BOB), Err(pallet_assets::Error::<Test>::Frozen.into()));
		assert_ok!(send(BOB, ALICE));
		let stored = Restriction { restraint: Restraint::Frozen, reason: REASON, since: START };
		assert_eq!(Restrictions::<Test>::get(ALICE, EUR), Some(stored));
		let event = Event::AccountRestricted {
			account: ALICE,
			currency: EUR,
			old: None,
			new: Restraint::Frozen,
			reason: REASON,
			trading: true,
		};
		System::assert_has_event(event.into());
		assert_eq!(Told::get(), [(ALICE, true)]);
	});
}

#[test]
fn into_a_blocked_account_nothing_comes_either() {
	test(|| {
		mint(ALICE, 10 * WATT);
		mint(BOB, 10 * WATT);
		restrict(ALICE, Restraint::Blocked);
		assert_eq!(send(ALICE, BOB), Err(pallet_assets::Error::<Test>::Frozen.into()));
		assert_eq!(send(BOB, ALICE), Err(sp_runtime::TokenError::Blocked.into()));
	});
}

#[test]
fn an_account_that_has_nothing_can_be_restricted() {
	test(|| {
		mint(BOB, 10 * WATT);
		restrict(ALICE, Restraint::Blocked);
		assert_eq!(send(BOB, ALICE), Err(sp_runtime::TokenError::Blocked.into()));
		restrict(ALICE, Restraint::Frozen);
		assert_ok!(send(BOB, ALICE));
		assert_eq!(send(ALICE, BOB), Err(pallet_assets::Error::<Test>::Frozen.into()));
		// The keeper of trading accounts hears of each: the account may have become a participant's in between.
		assert_eq!(Told::get(), [(ALICE, true), (ALICE, true)]);
	});
}

#[test]
fn refuses_the_markets_the_courts_and_the_keepers_account() {
	test(|| {
		for account in [MARKET, COURT, Watt::keeper()] {
			assert_noop!(
				Watt::restrict(signed(OFFICER), account, Restraint::Frozen, REASON),
				Error::AccountProtected
			);
		}
	});
}

#[test]
fn refuses_other_roles_and_what_is_so_already() {
	test(|| {
		for account in [MINTER, GUARDIAN, SIGNER, ATTESTER, ALICE] {
			assert_noop!(
				Watt::restrict(signed(account), BOB, Restraint::Frozen, REASON),
				Error::NotPermitted
			);
		}
		restrict(ALICE, Restraint::Frozen);
		assert_noop!(
			Watt::restrict(signed(OFFICER), ALICE, Restraint::Frozen, REASON),
			Error::AlreadyRestricted
		);
	});
}
