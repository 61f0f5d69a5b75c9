//! Random calls: whatever happens, bonds are what is on hold, and nobody loses GRID.

use super::*;
use frame_support::weights::Weight;
use proptest::prelude::*;

const WHO: [AccountId; 3] = [ALICE, BOB, CHARLIE];

/// One call, of any kind, for one of three participants.
fn act(kind: u8, who: AccountId, number: u128) {
	let root = RuntimeOrigin::root();
	let result = match kind {
		0 => apply(who),
		1 => grant(who),
		2 => renew(who),
		3 => suspend(who),
		4 => reinstate(who),
		5 => revoke(who),
		6 => surrender(who),
		7 => release(who),
		8 => {
			let terms = LicenceTerms { bond: (number % 6_000) * GRID, ..TERMS };
			Licensing::set_terms(root, Host, (!number.is_multiple_of(9)).then_some(terms))
		}
		9 => look(who),
		10 => {
			stake(who, (number % 20_000) * GRID);
			Ok(())
		}
		11 => {
			idle(Weight::from_parts(u64::MAX, u64::MAX));
			Ok(())
		}
		_ => {
			pass(Millis::try_from(number % 5_000_000).expect("is small"));
			Ok(())
		}
	};
	// Some calls are refused, as they should be.
	let _ = result;
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(200))]

	#[test]
	fn bonds_are_what_is_on_hold(
		calls in prop::collection::vec((0u8..14, 0usize..3, any::<u128>()), 1..80),
	) {
		new_test_ext().execute_with(|| {
			for (kind, who, number) in calls {
				act(kind, WHO[who], number);
				check();
			}
			for who in WHO {
				assert_eq!(Balances::free_balance(who) + held(who), ENDOWMENT);
			}
			// After all time everything is released.
			pass(2 * LicenceTerms::MAX_DURATION);
			for who in WHO {
				if licence(who).is_some_and(|licence| licence.is_application()) {
					assert_ok!(surrender(who));
				} else if licence(who).is_some() {
					assert_ok!(release(who));
				}
				assert_eq!(held(who), 0);
				assert!(!is_host(who));
				assert_eq!(tier(who), 0);
			}
		});
	}
}
