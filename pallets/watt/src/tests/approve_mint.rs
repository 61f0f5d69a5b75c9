//! The second signature under a mint.

use super::*;
use crate::PendingMints;

const LARGE: WattBalance = LIMITS.single_cap + 1;

/// Issuer 1 would mint so much for Bob.
fn propose(amount: WattBalance) -> MintId {
	let mint = crate::NextMint::<Test>::get();
	assert_ok!(Watt::mint(signed(SIGNER), BOB, amount, [1; 32]));
	assert_eq!(wallet(BOB), 0);
	mint
}

#[test]
fn mints_at_once() {
	test(|| {
		let mint = propose(LARGE);
		assert_ok!(Watt::approve_mint(signed(SECOND), mint));

		assert_eq!(wallet(BOB), LARGE);
		assert_eq!(PendingMints::<Test>::iter().count(), 0);
		let issuer = issuer(ONE);
		assert_eq!((issuer.pending, issuer.minted), (0, LARGE));
		// What two have signed leaves one his sum.
		assert_eq!((issuer.today.minted, issuer.today.alone), (LARGE, 0));
		System::assert_has_event(
			Event::MintApproved { issuer: ONE, mint, approver: SECOND }.into(),
		);
		assert_noop!(Watt::approve_mint(signed(SECOND), mint), Error::UnknownMint);
	});
}

#[test]
fn refuses_the_first_signer_and_everybody_else() {
	test(|| {
		let mint = propose(LARGE);
		assert_noop!(Watt::approve_mint(signed(SIGNER), mint), Error::ApproverIsProposer);
		assert_noop!(Watt::approve_mint(signed(RIVAL), mint), Error::UnknownMint);
		for account in [MINTER, OFFICER, GUARDIAN, ATTESTER, BOB] {
			assert_noop!(Watt::approve_mint(signed(account), mint), Error::NotPermitted);
		}
	});
}

#[test]
fn refuses_what_may_no_longer_be_minted() {
	let changes: [(fn(), Error); 6] = [
		(|| with_issuer(ONE, |issuer| issuer.allowance = LARGE - 1), Error::AboveAllowance),
		(|| with_issuer(ONE, |issuer| issuer.defaulted = true), Error::IssuerDefaulted),
		(|| stop(None), Error::CurrencyStopped),
		(|| stop(Some(ONE)), Error::IssuerStopped),
		(|| attest(LARGE - 1), Error::AboveReserve),
		(
			|| {
				let (restraint, reason) = (Restraint::Frozen, RestraintReason::Order);
				assert_ok!(Watt::restrict(signed(OFFICER), BOB, restraint, reason));
			},
			Error::AccountRestricted,
		),
	];
	for (change, error) in changes {
		test(|| {
			let mint = propose(LARGE);
			change();
			assert_noop!(Watt::approve_mint(signed(SECOND), mint), error);
		});
	}
}

#[test]
fn refuses_after_its_time() {
	test(|| {
		let mint = propose(LARGE);
		pass(LIMITS.approval_period + 1);
		assert_noop!(Watt::approve_mint(signed(SECOND), mint), Error::ApprovalTooLate);
	});
	test(|| {
		let mint = propose(LARGE);
		pass(LIMITS.approval_period);
		assert_ok!(Watt::approve_mint(signed(SECOND), mint));
	});
}
