//! Redemptions of restricted holders do not hold up the others.

use super::*;

fn restrict(restraint: Restraint) {
	assert_ok!(Watt::restrict(signed(OFFICER), ALICE, restraint, RestraintReason::Order));
}

/// Bob, Alice, Bob hand in; Alice is restricted then. Her redemption.
fn alice_between(restraint: Restraint) -> RedemptionId {
	mint(ALICE, 100 * WATT);
	mint(BOB, 100 * WATT);
	redeem(BOB, 20 * WATT);
	let redemption = redeem(ALICE, 20 * WATT);
	redeem(BOB, 20 * WATT);
	restrict(restraint);
	redemption
}

#[test]
fn leaves_the_queue_and_stays_whole() {
	test(|| {
		let redemption = alice_between(Restraint::Frozen);
		assert_ok!(Watt::put_redemption_aside(signed(SIGNER), redemption));

		System::assert_last_event(Event::RedemptionPutAside { redemption, issuer: ONE }.into());
		assert_eq!(queue(), [1, 3]);
		assert_eq!(issuer(ONE).in_redemption, 60 * WATT);
		let shown = Watt::redemptions_of(ALICE);
		assert_eq!(shown.len(), 1);
		assert!(shown[0].aside);
		assert_noop!(Watt::put_redemption_aside(signed(SIGNER), redemption), Error::AlreadyAside);
	});
}

#[test]
fn can_be_paid_out_of_turn() {
	test(|| {
		let redemption = alice_between(Restraint::Blocked);
		assert_ok!(Watt::put_redemption_aside(signed(SIGNER), redemption));
		assert_ok!(Watt::confirm_redemption(signed(SIGNER), redemption, [8; 32]));
		assert_eq!(queue(), [1, 3]);
		assert_eq!(supply(), 180 * WATT);
	});
}

#[test]
fn neither_bars_minting_nor_is_a_default() {
	test(|| {
		let redemption = alice_between(Restraint::Frozen);
		assert_ok!(Watt::put_redemption_aside(signed(SIGNER), redemption));
		for id in [1, 3] {
			assert_ok!(Watt::confirm_redemption(signed(SIGNER), RedemptionId(id), [8; 32]));
		}
		pass(LIMITS.redemption_period + 1);
		attest(RESERVE);
		mint(BOB, 1);
		assert_ok!(Watt::reclaim_redemption(signed(ALICE), redemption));
		assert_eq!(wallet(ALICE), 100 * WATT);
		assert!(!issuer(ONE).defaulted);
	});
}

#[test]
fn a_blocked_holder_takes_it_back_once_it_is_free() {
	test(|| {
		let redemption = alice_between(Restraint::Blocked);
		assert_ok!(Watt::put_redemption_aside(signed(SIGNER), redemption));
		pass(LIMITS.redemption_period + 1);
		assert_noop!(Watt::reclaim_redemption(signed(ALICE), redemption), Error::HolderBlocked);
		let reason = RestraintReason::Cleared;
		assert_ok!(Watt::lift_restriction(signed(OFFICER), EUR, ALICE, reason));
		assert_ok!(Watt::reclaim_redemption(signed(ALICE), redemption));
		assert_eq!(wallet(ALICE), 100 * WATT);
		assert!(!issuer(ONE).defaulted);
	});
}

#[test]
fn refuses_holders_who_are_free_and_other_issuers() {
	test(|| {
		mint(ALICE, 100 * WATT);
		let redemption = redeem(ALICE, 20 * WATT);
		assert_noop!(
			Watt::put_redemption_aside(signed(SIGNER), redemption),
			Error::HolderNotRestricted
		);
		restrict(Restraint::Frozen);
		assert_noop!(
			Watt::put_redemption_aside(signed(RIVAL), redemption),
			Error::RedemptionOfAnotherIssuer
		);
		assert_noop!(Watt::put_redemption_aside(signed(ALICE), redemption), Error::NotPermitted);
		assert_noop!(
			Watt::put_redemption_aside(signed(SIGNER), RedemptionId(9)),
			Error::UnknownRedemption
		);
	});
}
