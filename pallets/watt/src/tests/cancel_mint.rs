//! Cancelling mints that wait.

use super::*;

/// A mint of issuer 1 that waits.
fn propose() -> MintId {
	let mint = crate::NextMint::<Test>::get();
	assert_ok!(Watt::mint(signed(SIGNER), BOB, LIMITS.single_cap + 1, [1; 32]));
	mint
}

#[test]
fn lets_the_payment_be_minted_for_again() {
	for account in [SIGNER, SECOND, GUARDIAN] {
		test(|| {
			let mint = propose();
			assert_ok!(Watt::cancel_mint(signed(account), ONE, mint));
			System::assert_last_event(Event::MintCancelled { issuer: ONE, mint }.into());
			assert_eq!(issuer(ONE).pending, 0);
			assert_noop!(Watt::approve_mint(signed(SECOND), mint), Error::UnknownMint);
			assert_ok!(Watt::mint(signed(SIGNER), BOB, 1, [1; 32]));
		});
	}
}

#[test]
fn others_can_once_its_time_is_over() {
	test(|| {
		let mint = propose();
		pass(LIMITS.approval_period);
		for account in [MINTER, OFFICER, ATTESTER, RIVAL, BOB] {
			let early = Watt::cancel_mint(signed(account), ONE, mint);
			assert_eq!(early, Err(Error::NotPermitted.into()), "{account}");
		}
		pass(1);
		assert_ok!(Watt::cancel_mint(signed(ALICE), ONE, mint));
	});
}

#[test]
fn refuses_what_does_not_wait() {
	test(|| {
		let mint = propose();
		assert_noop!(Watt::cancel_mint(signed(SIGNER), TWO, mint), Error::UnknownMint);
		assert_noop!(Watt::cancel_mint(signed(SIGNER), ONE, MintId(9)), Error::UnknownMint);
		assert_noop!(Watt::cancel_mint(signed(SIGNER), IssuerId(9), mint), Error::UnknownIssuer);
	});
}

#[test]
fn a_payment_that_was_minted_for_stays_used() {
	test(|| {
		let mint = propose();
		assert_ok!(Watt::approve_mint(signed(SECOND), mint));
		assert_noop!(Watt::cancel_mint(signed(SIGNER), ONE, mint), Error::UnknownMint);
		assert_noop!(Watt::mint(signed(SIGNER), BOB, 1, [1; 32]), Error::ReferenceUsed);
	});
}
