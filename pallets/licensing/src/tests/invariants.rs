//! The invariants notice damaged storage.

use super::*;
use crate::{mock, DiscountTable, Discounts, HoldReason, Looks, Round, Standing, Standings, Terms};
use frame_support::traits::{fungible::MutateHold, tokens::Precision};

fn damage_licence(change: impl FnOnce(&mut Licence)) {
	Licences::<Test>::mutate(id_of(ALICE), Host, |licence| {
		change(licence.as_mut().expect("is licensed"));
	});
}

fn standing(change: impl FnOnce(&mut Standing<AccountId>)) {
	let mut standing = Standing { tier: FeeTier(1), ..Standing::unseen(ALICE) };
	change(&mut standing);
	Standings::<Test>::insert(id_of(ALICE), standing);
}

#[test]
fn each_damage_is_noticed() {
	let reason = || RuntimeHoldReason::Licensing(HoldReason::LicenceBond);
	let damages: [(&str, &dyn Fn()); 12] = [
		("other GRID is on hold than the bonds of licences", &|| {
			assert_ok!(<Balances as MutateHold<_>>::hold(&reason(), &ALICE, 1));
		}),
		("other GRID is on hold than the bonds of licences", &|| {
			let exact = Precision::Exact;
			assert_ok!(<Balances as MutateHold<_>>::release(&reason(), &ALICE, 1, exact));
		}),
		("a licence's terms are out of bounds", &|| damage_licence(|l| l.terms.duration = 0)),
		("an application is suspended or ending", &|| {
			damage_licence(|l| (l.until, l.suspended) = (None, true));
		}),
		("an application is suspended or ending", &|| {
			damage_licence(|l| (l.until, l.ending) = (None, true));
		}),
		("a class's terms are out of bounds", &|| {
			Terms::<Test>::insert(Retail, LicenceTerms { bond: 0, ..TERMS });
		}),
		("discounts are out of bounds", &|| {
			let DiscountTable([low, middle, high]) = mock::table();
			Discounts::<Test>::put(DiscountTable([high, middle, low]));
		}),
		("a standing of nothing is kept", &|| standing(|s| s.tier = FeeTier::NONE)),
		("a tier that there is not", &|| standing(|s| s.tier = FeeTier(4))),
		("a tier rises to no higher one", &|| standing(|s| s.rising = Some((FeeTier(1), 0)))),
		("a tier rises after more than a period", &|| {
			standing(|s| s.rising = Some((FeeTier(2), Now::get() + PERIOD + 1)));
		}),
		("the round of looks began in the future", &|| {
			Looks::<Test>::put(Round { began: Now::get() + 1, last: None });
		}),
	];
	for (noticed, damage) in damages {
		new_test_ext().execute_with(|| {
			license(ALICE);
			assert_eq!(Licensing::do_try_state(), Ok(()));
			damage();
			assert_eq!(Licensing::do_try_state(), Err(noticed.into()));
		});
	}
}
