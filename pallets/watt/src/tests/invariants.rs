//! The invariants notice damaged storage.

use super::*;
use crate::{
	Attested, Currencies, CurrencyOf, NextIssuer, NextMint, NextRedemption, PendingMints,
	Redemption, Redemptions, RedemptionsOf, References, Restrictions, Seat, Seats,
};
use frame_support::traits::fungibles::Mutate;

/// A chain on which everything that is stored is there: redemptions 1, 2 and 3 of Alice and Bob, a mint that waits, and
/// a frozen account.
fn damaged(damage: fn()) -> Result<(), sp_runtime::TryRuntimeError> {
	let mut result = Ok(());
	ExtBuilder::default().endowed(50 * WATT).build().execute_with(|| {
		mint(ALICE, 100 * WATT);
		redeem(ALICE, 20 * WATT);
		redeem(BOB, 20 * WATT);
		redeem(ALICE, 20 * WATT);
		mint(ALICE, LIMITS.single_cap + 1);
		assert_ok!(Watt::restrict(signed(OFFICER), 150, Restraint::Frozen, RestraintReason::Order));
		assert_eq!(Watt::do_try_state(), Ok(()));
		damage();
		result = Watt::do_try_state();
	});
	result
}

/// Change what is stored of redemption 2.
fn with_redemption(change: impl FnOnce(&mut Redemption<AccountId>)) {
	Redemptions::<Test>::mutate(RedemptionId(2), |entry| change(entry.as_mut().expect("exists")));
}

#[test]
fn each_damage_is_noticed() {
	let damages: [(&str, fn()); 25] = [
		("issuance that is not what issuers owe", || {
			assert_ok!(<Assets as Mutate<_>>::mint_into(EUR, &ALICE, 1));
		}),
		("issuance that is not what issuers owe", || with_issuer(ONE, |issuer| issuer.minted += 1)),
		("issuance that is not what accounts have", || {
			pallet_assets::Account::<Test>::mutate(EUR, ALICE, |account| {
				account.as_mut().expect("exists").balance += 1;
			});
		}),
		("the keeper has less than is in redemption", || {
			let (keeper, rest) =
				(Watt::keeper(), frame_support::traits::tokens::Preservation::Expendable);
			assert_ok!(<Assets as Mutate<_>>::transfer(EUR, &keeper, &BOB, 1, rest));
		}),
		("issuer that redeemed more than it minted", || {
			with_issuer(ONE, |issuer| issuer.redeemed = issuer.minted + 1);
		}),
		("issuer of an unknown currency", || Issuers::<Test>::insert(IssuerId(9), Issuer::new(9))),
		("code that does not lead to its currency", || {
			CurrencyOf::<Test>::remove(crate::Code::truncate_from(b"EUR".to_vec()));
		}),
		("limits outside the chain's bounds", || {
			Currencies::<Test>::mutate(EUR, |c| c.as_mut().expect("exists").limits.max_age = 0);
		}),
		("currency that miscounts issuers that are short", || {
			with_issuer(ONE, |issuer| issuer.short = true);
		}),
		("issuer with an id that was never assigned", || NextIssuer::<Test>::put(TWO)),
		("role in an unknown currency", || {
			Seats::<Test>::insert(160, Seat { currency: 9, role: Role::Guardian });
		}),
		("role at an issuer of another currency", || {
			Seats::<Test>::insert(160, Seat { currency: EUR, role: Role::Issuer(IssuerId(9)) });
		}),
		("issuer that miscounts its keepers", || {
			Seats::<Test>::insert(160, Seat { currency: EUR, role: Role::Issuer(ONE) });
		}),
		("statement of nobody who may make it", || {
			Attested::<Test>::mutate(ONE, |statements| statements[0].attester = SIGNER);
		}),
		("attester with two statements", || {
			Attested::<Test>::mutate(ONE, |statements| statements[0] = statements[1].clone());
		}),
		("mint with an id that was never assigned", || NextMint::<Test>::put(MintId(1))),
		("mint whose payment could be minted for again", || {
			let _ = References::<Test>::clear_prefix(ONE, 9, None);
		}),
		("issuer that miscounts mints that wait", || {
			PendingMints::<Test>::remove(ONE, MintId(1));
		}),
		("redemption with an id that was never assigned", || {
			NextRedemption::<Test>::put(RedemptionId(3));
		}),
		("redemption that its holder does not list once", || RedemptionsOf::<Test>::remove(BOB)),
		("issuer that miscounts what is in redemption", || with_redemption(|r| r.amount += 1)),
		("queue that leads to a redemption put aside", || {
			with_redemption(|r| r.place = None);
			with_issuer(ONE, |issuer| issuer.queue.length -= 1);
		}),
		("queue that does not lead back", || {
			with_redemption(|r| r.place.as_mut().expect("queued").before = None);
		}),
		("deadlines that fall along the queue", || with_redemption(|r| r.deadline = 0)),
		("restriction that is not enforced", || {
			Restrictions::<Test>::mutate(150, EUR, |restriction| {
				restriction.as_mut().expect("exists").restraint = Restraint::Blocked;
			});
		}),
	];
	for (noticed, damage) in damages {
		assert_eq!(damaged(damage), Err(noticed.into()));
	}
}
