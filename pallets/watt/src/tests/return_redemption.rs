//! Giving redemptions back that cannot be paid.

use super::*;

const REASON: ReturnReason = ReturnReason::UnknownPayout;

#[test]
fn gives_the_watt_back_without_default() {
	test(|| {
		mint(ALICE, 100 * WATT);
		let redemption = redeem(ALICE, 60 * WATT);
		assert_ok!(Watt::return_redemption(signed(SIGNER), redemption, REASON));

		assert_eq!((wallet(ALICE), supply()), (100 * WATT, 100 * WATT));
		assert_eq!(issuer(ONE).in_redemption, 0);
		let event = Event::RedemptionReturned {
			redemption,
			issuer: ONE,
			holder: ALICE,
			amount: 60 * WATT,
			reason: REASON,
		};
		System::assert_last_event(event.into());
		mint(ALICE, 1);
		assert_noop!(
			Watt::return_redemption(signed(SIGNER), redemption, REASON),
			Error::UnknownRedemption
		);
	});
}

#[test]
fn keeps_to_the_queue() {
	test(|| {
		mint(ALICE, 100 * WATT);
		let (first, second) = (redeem(ALICE, 20 * WATT), redeem(ALICE, 20 * WATT));
		assert_noop!(Watt::return_redemption(signed(SIGNER), second, REASON), Error::NotFirst);
		assert_ok!(Watt::return_redemption(signed(SIGNER), first, REASON));
		assert_ok!(Watt::return_redemption(signed(SIGNER), second, REASON));
	});
}

#[test]
fn nobody_else_can() {
	test(|| {
		mint(ALICE, 100 * WATT);
		let redemption = redeem(ALICE, 20 * WATT);
		for account in [ALICE, MINTER, ATTESTER] {
			assert_noop!(
				Watt::return_redemption(signed(account), redemption, REASON),
				Error::NotPermitted
			);
		}
		assert_noop!(
			Watt::return_redemption(signed(RIVAL), redemption, REASON),
			Error::RedemptionOfAnotherIssuer
		);
	});
}

#[test]
fn a_blocked_holder_gets_nothing_back_but_loses_nothing() {
	test(|| {
		mint(ALICE, 100 * WATT);
		let redemption = redeem(ALICE, 20 * WATT);
		let reason = RestraintReason::Sanctions;
		assert_ok!(Watt::restrict(signed(OFFICER), ALICE, Restraint::Blocked, reason));
		assert_noop!(
			Watt::return_redemption(signed(SIGNER), redemption, REASON),
			Error::HolderBlocked
		);
		assert_eq!(queue(), [redemption.0]);
	});
}
