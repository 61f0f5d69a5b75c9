//! Paying redemptions.

use super::*;
use crate::{Redemptions, RedemptionsOf};

#[test]
fn burns_what_was_paid() {
	test(|| {
		mint(ALICE, 100 * WATT);
		let redemption = redeem(ALICE, 60 * WATT);
		assert_ok!(Watt::confirm_redemption(signed(SECOND), redemption, [8; 32]));

		assert_eq!((supply(), wallet(Watt::keeper())), (40 * WATT, 0));
		let issuer = issuer(ONE);
		assert_eq!((issuer.redeemed, issuer.in_redemption), (60 * WATT, 0));
		assert_eq!(Redemptions::<Test>::iter().count(), 0);
		assert_eq!(RedemptionsOf::<Test>::iter().count(), 0);
		let event = Event::RedemptionPaid {
			redemption,
			issuer: ONE,
			holder: ALICE,
			amount: 60 * WATT,
			proof: [8; 32],
		};
		System::assert_last_event(event.into());
		// It is paid once.
		let again = Watt::confirm_redemption(signed(SIGNER), redemption, [8; 32]);
		assert_eq!(again, Err(Error::UnknownRedemption.into()));
		pass(LIMITS.redemption_period + 1);
		let back = Watt::reclaim_redemption(signed(ALICE), redemption);
		assert_eq!(back, Err(Error::UnknownRedemption.into()));
	});
}

#[test]
fn who_came_first_is_paid_first() {
	test(|| {
		mint(ALICE, 100 * WATT);
		mint(BOB, 100 * WATT);
		let redemptions = [ALICE, BOB, ALICE].map(|holder| redeem(holder, 20 * WATT));
		assert_eq!(queue(), [1, 2, 3]);
		for later in [redemptions[1], redemptions[2]] {
			assert_noop!(Watt::confirm_redemption(signed(SIGNER), later, [8; 32]), Error::NotFirst);
		}
		for redemption in redemptions {
			assert_ok!(Watt::confirm_redemption(signed(SIGNER), redemption, [8; 32]));
		}
		assert_eq!(issuer(ONE).queue, Default::default());
	});
}

#[test]
fn refuses_all_but_the_issuers_signers() {
	test(|| {
		mint(ALICE, 100 * WATT);
		let redemption = redeem(ALICE, 60 * WATT);
		for account in [MINTER, OFFICER, GUARDIAN, ATTESTER, ALICE] {
			let call = Watt::confirm_redemption(signed(account), redemption, [8; 32]);
			assert_eq!(call, Err(Error::NotPermitted.into()));
		}
		assert_noop!(
			Watt::confirm_redemption(signed(RIVAL), redemption, [8; 32]),
			Error::RedemptionOfAnotherIssuer
		);
	});
}

#[test]
fn late_is_better_than_never() {
	test(|| {
		mint(ALICE, 100 * WATT);
		let redemption = redeem(ALICE, 60 * WATT);
		pass(LIMITS.redemption_period + 1);
		attest(RESERVE);
		assert_noop!(Watt::mint(signed(SIGNER), ALICE, 1, [1; 32]), Error::RedemptionsOverdue);
		assert_ok!(Watt::confirm_redemption(signed(SIGNER), redemption, [8; 32]));
		mint(ALICE, 1);
	});
}
