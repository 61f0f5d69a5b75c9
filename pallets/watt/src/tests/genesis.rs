//! What the chain begins with.

use super::*;
use crate::GenesisCurrency;

fn yen() -> GenesisCurrency<AccountId> {
	GenesisCurrency {
		currency: 2,
		code: "JPY".into(),
		name: "WATT yen".into(),
		symbol: "WATTJ".into(),
		limits: LIMITS,
		officers: officers(31),
		issuers: vec![],
	}
}

#[test]
fn what_is_endowed_was_minted_by_an_issuer_with_reserves() {
	ExtBuilder::default().endowed(50 * WATT).build_and_execute(|| {
		assert_eq!((wallet(BOB), supply()), (50 * WATT, 50 * WATT));
		assert_eq!(issuer(TWO).minted, 50 * WATT);
		assert_eq!(issuer(ONE).minted, 0);
		// The attesters' word is of the beginning of time: it does not let anybody mint now.
		let status = Watt::currency_status(EUR).expect("exists");
		assert_eq!((status.issuers[1].fresh, status.issuers[1].mintable), (0, 0));
	});
}

#[test]
fn there_can_be_several_currencies_or_none() {
	ExtBuilder::default().currency(yen()).build_and_execute(|| {
		assert_eq!(Watt::currencies(), [EUR, 2]);
	});
	ExtBuilder::default().empty().build_and_execute(|| {
		assert_eq!(Watt::currencies(), [0; 0]);
	});
}

#[test]
#[should_panic(expected = "genesis lists sound currencies")]
fn refuses_an_account_in_two_roles() {
	ExtBuilder::default().currency(GenesisCurrency { officers: officers(MINTER), ..yen() }).build();
}
