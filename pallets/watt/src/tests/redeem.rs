//! Handing WATT in.

use super::*;
use crate::{Place, Redemption, Redemptions};

#[test]
fn takes_watt_at_once_and_queues_it() {
	test(|| {
		mint(ALICE, 100 * WATT);
		assert_ok!(Watt::redeem(signed(ALICE), ONE, 60 * WATT, [7; 32]));

		let (redemption, deadline) = (RedemptionId(1), START + LIMITS.redemption_period);
		assert_eq!((wallet(ALICE), wallet(Watt::keeper())), (40 * WATT, 60 * WATT));
		assert_eq!(supply(), 100 * WATT);
		let stored = Redemption {
			issuer: ONE,
			holder: ALICE,
			amount: 60 * WATT,
			reference: [7; 32],
			deadline,
			place: Some(Place::default()),
		};
		assert_eq!(Redemptions::<Test>::get(redemption), Some(stored));
		assert_eq!(issuer(ONE).in_redemption, 60 * WATT);
		let event = Event::RedemptionRequested {
			redemption,
			issuer: ONE,
			holder: ALICE,
			amount: 60 * WATT,
			reference: [7; 32],
			deadline,
		};
		System::assert_last_event(event.into());
	});
}

#[test]
fn works_whatever_stops_minting() {
	let stops: [fn(); 7] = [
		|| stop(None),
		|| stop(Some(ONE)),
		|| with_issuer(ONE, |issuer| issuer.defaulted = true),
		|| attest(1),
		|| pass(10 * LIMITS.max_age),
		|| {
			for account in [SIGNER, SECOND, ATTESTER, WITNESS, MINTER] {
				assert_ok!(Watt::take_role(RuntimeOrigin::root(), account));
			}
		},
		|| {
			redeem(ALICE, 10 * WATT);
			pass(10 * LIMITS.redemption_period);
		},
	];
	for stop in stops {
		test(|| {
			mint(ALICE, 100 * WATT);
			stop();
			assert!(Watt::mint(signed(SIGNER), ALICE, 1, reference()).is_err());
			redeem(ALICE, 30 * WATT);
			let deadline = LIMITS.redemption_period;
			pass(deadline + 1);
			let last = Watt::redemptions_of(ALICE).pop().expect("is there").redemption;
			assert_ok!(Watt::reclaim_redemption(signed(ALICE), last));
		});
	}
}

#[test]
fn refuses_what_is_below_the_minimum_or_not_there() {
	test(|| {
		mint(ALICE, 100 * WATT);
		let redeem = |amount| Watt::redeem(signed(ALICE), ONE, amount, [7; 32]);
		assert_noop!(redeem(LIMITS.min_redemption - 1), Error::BelowMinimum);
		assert_noop!(redeem(0), Error::BelowMinimum);
		assert_noop!(redeem(100 * WATT + 1), Error::InsufficientFunds);
		assert_noop!(redeem(WattBalance::MAX), Error::InsufficientFunds);
		assert_noop!(
			Watt::redeem(signed(ALICE), IssuerId(9), 20 * WATT, [7; 32]),
			Error::UnknownIssuer
		);
		assert_ok!(redeem(100 * WATT));
		assert_eq!(wallet(ALICE), 0);
	});
}

#[test]
fn an_issuer_pays_back_no_more_than_it_owes() {
	ExtBuilder::default().endowed(50 * WATT).build_and_execute(|| {
		mint(ALICE, 100 * WATT);
		let from_two = |amount| Watt::redeem(signed(ALICE), TWO, amount, reference());
		assert_noop!(from_two(51 * WATT), Error::IssuerOwesLess);
		assert_ok!(from_two(30 * WATT));
		assert_noop!(from_two(21 * WATT), Error::IssuerOwesLess);
		assert_ok!(from_two(20 * WATT));
		assert_eq!(issuer(TWO).redeemable(), Some(0));
	});
}

#[test]
fn refuses_restricted_holders() {
	for restraint in [Restraint::Frozen, Restraint::Blocked] {
		test(|| {
			mint(ALICE, 100 * WATT);
			assert_ok!(Watt::restrict(signed(OFFICER), ALICE, restraint, RestraintReason::Order));
			assert_noop!(
				Watt::redeem(signed(ALICE), ONE, 20 * WATT, [7; 32]),
				Error::AccountRestricted
			);
		});
	}
}

#[test]
fn an_account_has_so_many_open() {
	test(|| {
		mint(ALICE, 1_000 * WATT);
		for _ in 0..MAX_REDEMPTIONS {
			redeem(ALICE, 10 * WATT);
		}
		assert_noop!(
			Watt::redeem(signed(ALICE), ONE, 10 * WATT, [7; 32]),
			Error::TooManyRedemptions
		);
		let first = Watt::redemptions_of(ALICE)[0].redemption;
		assert_ok!(Watt::confirm_redemption(signed(SIGNER), first, [1; 32]));
		redeem(ALICE, 10 * WATT);
	});
}

#[test]
fn deadlines_never_fall_along_the_queue() {
	test(|| {
		mint(ALICE, 1_000 * WATT);
		redeem(ALICE, 10 * WATT);
		let shorter = Limits { redemption_period: DAY, ..LIMITS };
		assert_ok!(Watt::set_limits(RuntimeOrigin::root(), EUR, shorter));
		redeem(ALICE, 10 * WATT);
		let deadlines: Vec<_> =
			Watt::redemption_queue(ONE, None).iter().map(|shown| shown.deadline).collect();
		assert_eq!(deadlines, [START + LIMITS.redemption_period; 2]);
		pass(LIMITS.redemption_period);
		redeem(ALICE, 10 * WATT);
		assert_eq!(Watt::redemption_queue(ONE, None)[2].deadline, Now::get() + DAY);
	});
}
