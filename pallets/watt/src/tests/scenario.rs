//! Money comes in, goes out again, and once does not go out in time.

use super::*;

#[test]
fn money_comes_in_and_goes_out_again() {
	test(|| {
		// The bank says that Alice has paid 500 euros: issuer 1 gives her 500 WATT.
		let paid = [1; 32];
		assert_ok!(Watt::mint(signed(SIGNER), ALICE, 500 * WATT, paid));
		assert_eq!(wallet(ALICE), 500 * WATT);

		// She hands 200 of them in. They leave her wallet at once, and are owed still.
		assert_ok!(Watt::redeem(signed(ALICE), ONE, 200 * WATT, [2; 32]));
		assert_eq!(wallet(ALICE), 300 * WATT);
		assert_eq!(supply(), 500 * WATT);

		// The issuer pays 200 euros into her bank account and says so.
		let redemption = Watt::redemptions_of(ALICE)[0].redemption;
		assert_ok!(Watt::confirm_redemption(signed(SIGNER), redemption, [3; 32]));
		assert_eq!(supply(), 300 * WATT);

		// She hands in 100 more, and nobody pays in time: she takes them back, and the issuer can mint no more.
		assert_ok!(Watt::redeem(signed(ALICE), ONE, 100 * WATT, [4; 32]));
		let redemption = Watt::redemptions_of(ALICE)[0].redemption;
		pass(LIMITS.redemption_period + 1);
		assert_ok!(Watt::reclaim_redemption(signed(ALICE), redemption));
		assert_eq!(wallet(ALICE), 300 * WATT);
		let more = Watt::mint(signed(SIGNER), BOB, 10 * WATT, [5; 32]);
		assert_eq!(more, Err(Error::IssuerDefaulted.into()));
	});
}
