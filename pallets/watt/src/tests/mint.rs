//! Minting.

use super::*;
use crate::{PendingMints, References};

#[test]
fn gives_watt_out_and_uses_up_allowance_and_day() {
	test(|| {
		assert_ok!(Watt::mint(signed(SIGNER), ALICE, 500 * WATT, [1; 32]));

		assert_eq!(wallet(ALICE), 500 * WATT);
		assert_eq!(supply(), 500 * WATT);
		let issuer = issuer(ONE);
		assert_eq!(issuer.minted, 500 * WATT);
		assert_eq!(issuer.allowance, ALLOWANCE - 500 * WATT);
		assert_eq!((issuer.today.minted, issuer.today.alone), (500 * WATT, 500 * WATT));
		let (amount, reference) = (500 * WATT, [1; 32]);
		System::assert_last_event(
			Event::Minted { issuer: ONE, to: ALICE, amount, reference }.into(),
		);
	});
}

#[test]
fn refuses_other_roles_and_strangers() {
	test(|| {
		for account in [MINTER, OFFICER, GUARDIAN, ATTESTER, ALICE, Watt::keeper()] {
			let call = Watt::mint(signed(account), ALICE, WATT, [1; 32]);
			assert_eq!(call, Err(Error::NotPermitted.into()), "{account}");
		}
		for origin in [RuntimeOrigin::root(), RuntimeOrigin::none()] {
			assert_noop!(Watt::mint(origin, ALICE, WATT, [1; 32]), BadOrigin);
		}
	});
}

/// What Paxos did on 15 October 2025 with PYUSD.
#[test]
fn refuses_three_hundred_trillion() {
	test(|| {
		let slip = 300_000_000_000_000 * WATT;
		assert_noop!(Watt::mint(signed(SIGNER), ALICE, slip, [1; 32]), Error::AboveAllowance);
		// Nor would allowance and a limit of the day make it possible.
		with_issuer(ONE, |issuer| issuer.allowance = WattBalance::MAX);
		assert_noop!(Watt::mint(signed(SIGNER), ALICE, slip, [1; 32]), Error::AboveDayCap);
		crate::Currencies::<Test>::mutate(EUR, |currency| {
			currency.as_mut().expect("exists").limits.day_cap = WattBalance::MAX;
		});
		assert_noop!(Watt::mint(signed(SIGNER), ALICE, slip, [1; 32]), Error::AboveReserve);
		crate::Currencies::<Test>::mutate(EUR, |currency| {
			currency.as_mut().expect("exists").limits = LIMITS;
		});
	});
}

#[test]
fn takes_each_payment_once() {
	test(|| {
		assert_ok!(Watt::mint(signed(SIGNER), ALICE, WATT, [1; 32]));
		for to in [ALICE, BOB] {
			let again = Watt::mint(signed(SECOND), to, 2 * WATT, [1; 32]);
			assert_eq!(again, Err(Error::ReferenceUsed.into()));
		}
		// However much later.
		pass(30 * DAY);
		attest(RESERVE);
		assert_noop!(Watt::mint(signed(SIGNER), ALICE, WATT, [1; 32]), Error::ReferenceUsed);
		assert_eq!(References::<Test>::iter().count(), 1);
	});
}

#[test]
fn keeps_within_the_allowance() {
	test(|| {
		with_issuer(ONE, |issuer| issuer.allowance = 500);
		assert_noop!(Watt::mint(signed(SIGNER), ALICE, 501, [1; 32]), Error::AboveAllowance);
		mint(ALICE, 500);
		assert_noop!(Watt::mint(signed(SIGNER), ALICE, 1, [1; 32]), Error::AboveAllowance);
	});
}

#[test]
fn keeps_within_the_day_which_ends_at_midnight() {
	test(|| {
		with_issuer(ONE, |issuer| issuer.today.minted = LIMITS.day_cap - 5);
		with_issuer(ONE, |issuer| issuer.today.day = (START / DAY) as u32);
		assert_noop!(Watt::mint(signed(SIGNER), ALICE, 6, [1; 32]), Error::AboveDayCap);
		mint(ALICE, 5);
		assert_noop!(Watt::mint(signed(SIGNER), ALICE, 1, [1; 32]), Error::AboveDayCap);
		pass(12 * HOUR - 1);
		assert_noop!(Watt::mint(signed(SIGNER), ALICE, 1, [1; 32]), Error::AboveDayCap);
		pass(1);
		mint(ALICE, 6);
		assert_eq!(issuer(ONE).today.minted, 6);
	});
}

#[test]
fn keeps_within_the_reserves() {
	test(|| {
		attest(1_000);
		mint(ALICE, 600);
		assert_noop!(Watt::mint(signed(SIGNER), ALICE, 401, [1; 32]), Error::AboveReserve);
		mint(ALICE, 400);
		assert_noop!(Watt::mint(signed(SIGNER), ALICE, 1, [1; 32]), Error::AboveReserve);
	});
}

#[test]
fn needs_two_attesters_who_spoke_lately() {
	test(|| {
		// The statements are an hour old.
		pass(LIMITS.max_age - HOUR);
		mint(ALICE, WATT);
		pass(1);
		assert_noop!(Watt::mint(signed(SIGNER), ALICE, WATT, [1; 32]), Error::StaleReserve);
		assert_ok!(Watt::attest(signed(ATTESTER), RESERVE, Now::get(), [2; 32]));
		assert_noop!(Watt::mint(signed(SIGNER), ALICE, WATT, [1; 32]), Error::StaleReserve);
		assert_ok!(Watt::attest(signed(WITNESS), RESERVE, Now::get(), [2; 32]));
		mint(ALICE, WATT);
	});
}

#[test]
fn refuses_nothing_and_restricted_accounts() {
	test(|| {
		assert_noop!(Watt::mint(signed(SIGNER), ALICE, 0, [1; 32]), Error::ZeroAmount);
		let reason = RestraintReason::Order;
		assert_ok!(Watt::restrict(signed(OFFICER), ALICE, Restraint::Frozen, reason));
		assert_noop!(Watt::mint(signed(SIGNER), ALICE, 1, [1; 32]), Error::AccountRestricted);
	});
}

#[test]
fn beyond_the_sum_on_one_signature_waits_for_a_second() {
	test(|| {
		mint(ALICE, LIMITS.single_cap);
		assert_ok!(Watt::mint(signed(SIGNER), BOB, 7, [1; 32]));

		assert_eq!(wallet(BOB), 0);
		let (mint, until) = (MintId(1), START + LIMITS.approval_period);
		let event = Event::MintProposed {
			issuer: ONE,
			mint,
			to: BOB,
			amount: 7,
			reference: [1; 32],
			until,
		};
		System::assert_last_event(event.into());
		assert_eq!(PendingMints::<Test>::get(ONE, mint).map(|p| p.proposer), Some(SIGNER));
		assert_eq!(issuer(ONE).pending, 1);
		// Its payment cannot be minted for beside it, tomorrow neither.
		pass(DAY);
		attest(RESERVE);
		assert_noop!(Watt::mint(signed(SECOND), BOB, 7, [1; 32]), Error::ReferenceUsed);
	});
}

#[test]
fn so_many_can_wait() {
	test(|| {
		for _ in 0..MAX_PENDING {
			mint(ALICE, LIMITS.single_cap + 1);
		}
		assert_noop!(
			Watt::mint(signed(SIGNER), ALICE, LIMITS.single_cap + 1, [1; 32]),
			Error::TooManyPendingMints
		);
		mint(ALICE, LIMITS.single_cap);
	});
}

#[test]
fn nobody_else_mints_or_burns() {
	test(|| {
		mint(ALICE, WATT);
		let everybody =
			[MINTER, OFFICER, GUARDIAN, SIGNER, SECOND, ATTESTER, WITNESS, ALICE, JUDGE];
		for account in everybody {
			let minted = Assets::mint(signed(account), EUR.into(), account, WATT);
			assert_eq!(minted, Err(pallet_assets::Error::<Test>::NoPermission.into()));
			let burnt = Assets::burn(signed(account), EUR.into(), ALICE, WATT);
			assert_eq!(burnt, Err(pallet_assets::Error::<Test>::NoPermission.into()));
		}
		assert_eq!(supply(), WATT);
	});
}
