//! Taking back what was not paid in time.

use super::*;

#[test]
fn gives_the_watt_back_and_bars_the_issuer() {
	test(|| {
		mint(ALICE, 100 * WATT);
		let redemption = redeem(ALICE, 60 * WATT);
		pass(LIMITS.redemption_period + 1);
		attest(RESERVE);
		assert_ok!(Watt::reclaim_redemption(signed(ALICE), redemption));

		assert_eq!((wallet(ALICE), supply()), (100 * WATT, 100 * WATT));
		assert!(issuer(ONE).defaulted);
		let event = Event::RedemptionReclaimed {
			redemption,
			issuer: ONE,
			holder: ALICE,
			amount: 60 * WATT,
			defaulted: true,
		};
		System::assert_last_event(event.into());
		assert_noop!(Watt::mint(signed(SIGNER), ALICE, 1, [1; 32]), Error::IssuerDefaulted);
		// It is given back once, and cannot be confirmed then.
		assert_noop!(Watt::reclaim_redemption(signed(ALICE), redemption), Error::UnknownRedemption);
		assert_noop!(
			Watt::confirm_redemption(signed(SIGNER), redemption, [8; 32]),
			Error::UnknownRedemption
		);
	});
}

#[test]
fn from_the_middle_of_the_queue_keeps_the_others_in_order() {
	// Which of four are taken back, and what is left.
	let cases: [(&[u64], &[u64]); 5] = [
		(&[2], &[1, 3, 4]),
		(&[1], &[2, 3, 4]),
		(&[4], &[1, 2, 3]),
		(&[2, 3], &[1, 4]),
		(&[3, 1, 4, 2], &[]),
	];
	for (taken, left) in cases {
		test(|| {
			mint(ALICE, 100 * WATT);
			for _ in 0..4 {
				redeem(ALICE, 20 * WATT);
			}
			pass(LIMITS.redemption_period + 1);
			for id in taken {
				assert_ok!(Watt::reclaim_redemption(signed(ALICE), RedemptionId(*id)));
			}
			assert_eq!(queue(), left);
			for id in left {
				let (signer, id) = (signed(SIGNER), RedemptionId(*id));
				assert_ok!(Watt::confirm_redemption(signer, id, [8; 32]));
			}
		});
	}
}

#[test]
fn refuses_before_the_deadline_and_others() {
	test(|| {
		mint(ALICE, 100 * WATT);
		let redemption = redeem(ALICE, 60 * WATT);
		pass(LIMITS.redemption_period);
		assert_noop!(Watt::reclaim_redemption(signed(ALICE), redemption), Error::NotOverdue);
		pass(1);
		for account in [BOB, SIGNER, GUARDIAN] {
			assert_noop!(
				Watt::reclaim_redemption(signed(account), redemption),
				Error::RedemptionOfAnother
			);
		}
	});
}

#[test]
fn a_frozen_holder_gets_it_back_frozen_and_without_default() {
	test(|| {
		mint(ALICE, 100 * WATT);
		let redemption = redeem(ALICE, 60 * WATT);
		let reason = RestraintReason::Order;
		assert_ok!(Watt::restrict(signed(OFFICER), ALICE, Restraint::Frozen, reason));
		pass(LIMITS.redemption_period + 1);
		assert_ok!(Watt::reclaim_redemption(signed(ALICE), redemption));
		assert_eq!(wallet(ALICE), 100 * WATT);
		assert!(!issuer(ONE).defaulted);
		let sent = Assets::transfer(signed(ALICE), EUR.into(), BOB, 1);
		assert_eq!(sent, Err(pallet_assets::Error::<Test>::Frozen.into()));
	});
}
