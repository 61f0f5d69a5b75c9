//! Currencies, issuers, roles, allowances and stops: what the keepers' calls do.

use super::*;
use crate::{Code, Currencies, Officers, Seat, Seats, Text};
use frame_support::BoundedVec;

fn add_currency(code: &[u8], officers: Officers<AccountId>) -> sp_runtime::DispatchResult {
	let text = |text: &[u8]| Text::truncate_from(text.to_vec());
	let code = Code::truncate_from(code.to_vec());
	let root = RuntimeOrigin::root();
	Watt::add_currency(root, 2, code, text(b"WATT yen"), text(b"WATTJ"), LIMITS, officers)
}

#[test]
fn a_currency_comes_with_its_asset_and_keepers() {
	test(|| {
		assert_ok!(add_currency(b"JPY", officers(31)));
		let details = pallet_assets::Asset::<Test>::get(2).expect("was created");
		let shown = format!("{details:?}");
		for part in ["owner", "issuer", "admin", "freezer"] {
			assert!(shown.contains(&format!("{part}: {}", Watt::keeper())), "{shown}");
		}
		use frame_support::traits::fungibles::metadata::Inspect;
		assert_eq!((Assets::name(2), Assets::decimals(2)), (b"WATT yen".to_vec(), 6));
		assert_eq!(Seats::<Test>::get(33), Some(Seat { currency: 2, role: Role::Guardian }));
		assert_eq!(Watt::currencies(), [EUR, 2]);
	});
}

#[test]
fn a_currency_must_be_sound_and_new() {
	test(|| {
		assert_noop!(add_currency(b"EUR", officers(31)), Error::CodeTaken);
		assert_noop!(add_currency(b"yen", officers(31)), Error::BadCode);
		assert_eq!(add_currency(b"JPY", officers(MINTER)), Err(Error::AccountHasRole.into()));
	});
	test(|| {
		assert_ok!(Assets::force_create(RuntimeOrigin::root(), 2.into(), ALICE, true, 1));
		assert_noop!(add_currency(b"JPY", officers(31)), Error::CurrencyExists);
	});
}

#[test]
fn keepers_of_one_currency_have_no_say_in_another() {
	test(|| {
		assert_ok!(add_currency(b"JPY", officers(31)));
		assert_noop!(Watt::grant_allowance(signed(31), ONE, 1), Error::NotPermitted);
		assert_noop!(Watt::cure_issuer(signed(31), ONE), Error::NotPermitted);
		assert_noop!(Watt::stop_minting(signed(33), Some(ONE)), Error::IssuerOfAnotherCurrency);
		assert_ok!(Watt::stop_minting(signed(33), None));
		mint(ALICE, WATT);
		let reason = RestraintReason::Order;
		assert_ok!(Watt::restrict(signed(32), ALICE, Restraint::Frozen, reason));
		assert_ok!(Assets::transfer(signed(ALICE), EUR.into(), BOB, 1));
		assert_noop!(Watt::lift_restriction(signed(32), EUR, ALICE, reason), Error::NotPermitted);
	});
}

#[test]
fn an_account_has_one_role() {
	test(|| {
		let keepers = [MINTER, OFFICER, GUARDIAN, SIGNER, RIVAL, ATTESTER];
		let roles = [
			Role::MasterMinter,
			Role::Issuer(ONE),
			Role::Attester(ONE),
			Role::ComplianceOfficer,
			Role::Guardian,
		];
		for account in keepers {
			for role in roles {
				assert_noop!(
					Watt::give_role(RuntimeOrigin::root(), account, EUR, role),
					Error::AccountHasRole
				);
			}
		}
		assert_ok!(Watt::take_role(RuntimeOrigin::root(), SECOND));
		assert_ok!(Watt::give_role(RuntimeOrigin::root(), SECOND, EUR, Role::Guardian));
		assert_noop!(Watt::mint(signed(SECOND), ALICE, 1, [1; 32]), Error::NotPermitted);
	});
}

#[test]
fn only_the_admin_gives_and_takes_roles() {
	test(|| {
		for account in [MINTER, OFFICER, GUARDIAN, SIGNER, ALICE] {
			let origin = || signed(account);
			assert_noop!(Watt::give_role(origin(), ALICE, EUR, Role::Guardian), BadOrigin);
			assert_noop!(Watt::take_role(origin(), SIGNER), BadOrigin);
			assert_noop!(Watt::set_limits(origin(), EUR, LIMITS), BadOrigin);
			assert_noop!(Watt::resume_minting(origin(), EUR, None), BadOrigin);
			let none = BoundedVec::default;
			assert_noop!(Watt::add_issuer(origin(), EUR, none(), BoundedVec::default()), BadOrigin);
		}
		assert_noop!(Watt::take_role(RuntimeOrigin::root(), ALICE), Error::NoRole);
	});
}

#[test]
fn an_issuer_begins_with_two_attesters_and_has_so_many() {
	test(|| {
		let list = |accounts: &[AccountId]| BoundedVec::truncate_from(accounts.to_vec());
		let attesters = |accounts: &[AccountId]| BoundedVec::truncate_from(accounts.to_vec());
		let root = RuntimeOrigin::root;
		assert_noop!(
			Watt::add_issuer(root(), EUR, list(&[41]), attesters(&[42])),
			Error::TooFewKeepers
		);
		assert_noop!(
			Watt::add_issuer(root(), EUR, list(&[]), attesters(&[42, 43])),
			Error::TooFewKeepers
		);
		let same = Watt::add_issuer(root(), EUR, list(&[42]), attesters(&[42, 43]));
		assert_eq!(same, Err(Error::AccountHasRole.into()));
	});
	test(|| {
		let root = RuntimeOrigin::root;
		assert_ok!(Watt::give_role(root(), 50, EUR, Role::Attester(ONE)));
		assert_noop!(Watt::give_role(root(), 51, EUR, Role::Attester(ONE)), Error::TooManyKeepers);
		assert_noop!(
			Watt::give_role(root(), 51, EUR, Role::Attester(IssuerId(9))),
			Error::UnknownIssuer
		);
	});
}

#[test]
fn an_attester_that_lost_its_role_counts_no_longer() {
	test(|| {
		assert_ok!(Watt::take_role(RuntimeOrigin::root(), WITNESS));
		assert_noop!(Watt::mint(signed(SIGNER), ALICE, 1, [1; 32]), Error::StaleReserve);
		assert_noop!(Watt::attest(signed(WITNESS), 1, START, [1; 32]), Error::NotPermitted);
	});
}

#[test]
fn the_master_minter_alone_changes_allowances() {
	test(|| {
		assert_ok!(Watt::grant_allowance(signed(MINTER), ONE, 5));
		assert_ok!(Watt::reduce_allowance(signed(MINTER), ONE, 7));
		assert_eq!(issuer(ONE).allowance, ALLOWANCE - 2);
		let (old, new) = (ALLOWANCE + 5, ALLOWANCE - 2);
		System::assert_last_event(Event::AllowanceChanged { issuer: ONE, old, new }.into());
		assert_noop!(
			Watt::reduce_allowance(signed(MINTER), ONE, ALLOWANCE),
			Error::AllowanceTooLow
		);
		assert_noop!(
			Watt::grant_allowance(signed(MINTER), ONE, WattBalance::MAX),
			Error::AmountTooLarge
		);
		for account in [GUARDIAN, OFFICER, SIGNER, ATTESTER, ALICE] {
			assert_noop!(Watt::grant_allowance(signed(account), ONE, 1), Error::NotPermitted);
			assert_noop!(Watt::reduce_allowance(signed(account), ONE, 1), Error::NotPermitted);
		}
	});
}

#[test]
fn the_guardian_stops_and_only_the_admin_lets_go_on() {
	test(|| {
		stop(None);
		assert_noop!(Watt::mint(signed(SIGNER), ALICE, 1, [1; 32]), Error::CurrencyStopped);
		assert_noop!(Watt::stop_minting(signed(GUARDIAN), None), Error::AlreadyStopped);
		assert_ok!(Watt::resume_minting(RuntimeOrigin::root(), EUR, None));
		mint(ALICE, 1);
		stop(Some(ONE));
		assert_eq!(issuer(ONE).allowance, 0);
		assert_noop!(Watt::mint(signed(SIGNER), ALICE, 1, [1; 32]), Error::IssuerStopped);
		assert_ok!(Watt::resume_minting(RuntimeOrigin::root(), EUR, Some(ONE)));
		assert_noop!(Watt::mint(signed(SIGNER), ALICE, 1, [1; 32]), Error::AboveAllowance);
	});
}

#[test]
fn limits_keep_within_bounds() {
	test(|| {
		let set = |limits| Watt::set_limits(RuntimeOrigin::root(), EUR, limits);
		assert_noop!(set(LIMITS), Error::LimitsUnchanged);
		assert_noop!(set(Limits { min_redemption: 0, ..LIMITS }), Error::UnsoundLimits);
		let new = Limits { min_redemption: WATT, ..LIMITS };
		assert_ok!(set(new));
		assert_eq!(Currencies::<Test>::get(EUR).map(|currency| currency.limits), Some(new));
	});
}

/// Whoever steals one key cannot make WATT beyond what the issuer could without it, nor take what is others'.
#[test]
fn one_stolen_key_is_not_enough() {
	for thief in [MINTER, OFFICER, GUARDIAN, ATTESTER] {
		test(|| {
			mint(ALICE, 100 * WATT);
			let _ = Watt::grant_allowance(signed(thief), ONE, 1_000_000 * WATT);
			let _ = Watt::attest(signed(thief), WattBalance::MAX, START, [1; 32]);
			let _ = Watt::restrict(signed(thief), ALICE, Restraint::Frozen, RestraintReason::Order);
			pass(2 * HOUR);
			assert!(Watt::mint(signed(thief), thief, WATT, [1; 32]).is_err());
			assert!(Watt::seize(signed(thief), EUR, ALICE, WATT, [1; 32]).is_err());
			assert_eq!((supply(), wallet(ALICE)), (100 * WATT, 100 * WATT));
			let reserve = Watt::currency_status(EUR).expect("exists").issuers[0].reserve;
			assert_eq!(reserve, Some(RESERVE));
		});
	}
	// With a signer's key it is the sum of a day on one signature, and no more.
	test(|| {
		let mut made = 0;
		for _ in 0..100 {
			if Watt::mint(signed(SIGNER), BOB, LIMITS.single_cap / 7, reference()).is_ok() {
				made = wallet(BOB);
			}
		}
		assert!(made <= LIMITS.single_cap);
		assert_eq!(made, supply());
	});
}
