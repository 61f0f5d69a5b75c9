//! Letting an issuer mint again that left a redemption unpaid.

use super::*;

/// Issuer 1 leaves one of two redemptions unpaid, and the other is overdue.
fn default() -> RedemptionId {
	mint(ALICE, 100 * WATT);
	let redemption = redeem(ALICE, 20 * WATT);
	let other = redeem(ALICE, 20 * WATT);
	pass(LIMITS.redemption_period + 1);
	attest(RESERVE);
	assert_ok!(Watt::reclaim_redemption(signed(ALICE), redemption));
	other
}

#[test]
fn takes_that_nothing_is_overdue_and_somebody_says_so() {
	for origin in [RuntimeOrigin::root(), signed(MINTER)] {
		test(|| {
			let overdue = default();
			assert_noop!(Watt::cure_issuer(origin.clone(), ONE), Error::RedemptionsOverdue);
			assert_ok!(Watt::confirm_redemption(signed(SIGNER), overdue, [8; 32]));
			assert_noop!(Watt::mint(signed(SIGNER), BOB, 1, [1; 32]), Error::IssuerDefaulted);
			assert_ok!(Watt::cure_issuer(origin, ONE));
			System::assert_last_event(Event::IssuerCured { issuer: ONE }.into());
			mint(BOB, 1);
		});
	}
}

#[test]
fn refuses_others_and_issuers_that_are_well() {
	test(|| {
		assert_noop!(Watt::cure_issuer(signed(MINTER), ONE), Error::NotDefaulted);
		assert_noop!(Watt::cure_issuer(signed(MINTER), IssuerId(9)), Error::UnknownIssuer);
		default();
		for account in [SIGNER, GUARDIAN, OFFICER, ATTESTER, ALICE] {
			assert_noop!(Watt::cure_issuer(signed(account), ONE), Error::NotPermitted);
		}
	});
}
