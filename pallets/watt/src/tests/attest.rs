//! Stating reserves.

use super::*;
use crate::{Attested, Currencies};

/// State a reserve as of now, which is a moment later than before.
fn state(attester: AccountId, amount: WattBalance) {
	pass(1);
	assert_ok!(Watt::attest(signed(attester), amount, Now::get(), reference()));
}

/// What counts of issuer 1's reserves.
fn reserve() -> Option<WattBalance> {
	Watt::currency_status(EUR).expect("exists").issuers[0].reserve
}

#[test]
fn less_counts_at_once_and_the_lower_counts() {
	test(|| {
		let as_of = START - MINUTE;
		assert_ok!(Watt::attest(signed(ATTESTER), 70, as_of, [7; 32]));
		assert_eq!(reserve(), Some(70));
		let event = Event::ReserveAttested {
			issuer: ONE,
			attester: ATTESTER,
			amount: 70,
			as_of,
			report: [7; 32],
			counts: Some(70),
			waiting: None,
		};
		System::assert_last_event(event.into());
		state(WITNESS, 80);
		assert_eq!(reserve(), Some(70));
		state(WITNESS, 60);
		assert_eq!(reserve(), Some(60));
	});
}

#[test]
fn more_waits() {
	test(|| {
		attest(100);
		state(ATTESTER, 200);
		state(WITNESS, 300);
		assert_eq!(reserve(), Some(100));
		pass(LIMITS.increase_delay - 2);
		assert_eq!(reserve(), Some(100));
		pass(1);
		// The first has waited long enough, the second not yet.
		assert_eq!(reserve(), Some(100));
		pass(1);
		assert_eq!(reserve(), Some(200));
	});
}

#[test]
fn who_speaks_often_is_heard() {
	test(|| {
		attest(100);
		// Both state more every quarter of an hour; what waits is not put off by it.
		for quarter in 1..=4 {
			pass(HOUR / 4);
			attest(100 + quarter);
		}
		pass(HOUR / 4);
		assert_eq!(reserve(), Some(101));
	});
}

#[test]
fn a_decrease_takes_back_what_waits() {
	test(|| {
		attest(100);
		pass(1);
		attest(900);
		state(ATTESTER, 90);
		pass(2 * HOUR);
		assert_eq!(reserve(), Some(90));
	});
}

#[test]
fn refuses_replays() {
	test(|| {
		let as_of = START - MINUTE;
		assert_ok!(Watt::attest(signed(ATTESTER), 100, as_of, [7; 32]));
		for (amount, as_of) in [(100, as_of), (900, as_of), (900, as_of - 1)] {
			let again = Watt::attest(signed(ATTESTER), amount, as_of, [7; 32]);
			assert_eq!(again, Err(Error::NotNewer.into()));
		}
		// The other attester's word is its own.
		assert_ok!(Watt::attest(signed(WITNESS), 100, as_of, [7; 32]));
	});
}

#[test]
fn refuses_moments_to_come_and_long_ago() {
	test(|| {
		let attest = |as_of| Watt::attest(signed(ATTESTER), 100, as_of, [7; 32]);
		assert_eq!(attest(START + 1), Err(Error::AttestedTooEarly.into()));
		let oldest = START - LIMITS.max_age;
		assert_eq!(attest(oldest - 1), Err(Error::AttestedTooLate.into()));
		pass(LIMITS.max_age);
		assert_ok!(attest(START));
	});
}

#[test]
fn an_issuer_cannot_attest_its_own_reserves() {
	test(|| {
		for account in [SIGNER, SECOND, MINTER, OFFICER, GUARDIAN, ALICE] {
			let own = Watt::attest(signed(account), RESERVE, START, [7; 32]);
			assert_eq!(own, Err(Error::NotPermitted.into()));
		}
		// Neither can the admin origin make it an attester beside.
		let role = Role::Attester(ONE);
		assert_noop!(
			Watt::give_role(RuntimeOrigin::root(), SIGNER, EUR, role),
			Error::AccountHasRole
		);
		// One attester alone raises nothing, whatever it says, and however long that waits.
		state(ATTESTER, WattBalance::MAX);
		pass(2 * HOUR);
		assert_eq!(reserve(), Some(RESERVE));
	});
}

#[test]
fn an_attester_speaks_for_its_own_issuer() {
	test(|| {
		assert_ok!(Watt::attest(signed(RIVALS[0]), 5, START, [7; 32]));
		assert_eq!(reserve(), Some(RESERVE));
		assert!(Attested::<Test>::get(TWO).iter().any(|s| s.attester == RIVALS[0]));
	});
}

#[test]
fn a_new_attesters_first_word_counts_by_what_the_others_said() {
	test(|| {
		let role = Role::Attester(ONE);
		assert_ok!(Watt::give_role(RuntimeOrigin::root(), 25, EUR, role));
		mint(ALICE, 100);
		// More than the others said: it waits, and is no shortfall meanwhile.
		state(25, RESERVE + 1);
		assert_eq!(reserve(), Some(RESERVE));
		assert!(!issuer(ONE).short);
	});
	test(|| {
		let role = Role::Attester(ONE);
		assert_ok!(Watt::give_role(RuntimeOrigin::root(), 25, EUR, role));
		state(25, 10);
		assert_eq!(reserve(), Some(10));
	});
}

#[test]
fn a_shortfall_stops_the_currency_and_is_told_once() {
	test(|| {
		mint(ALICE, 500);
		System::reset_events();
		state(ATTESTER, 499);
		let (outstanding, reserve) = (500, 499);
		let began = Event::ShortfallBegan { issuer: ONE, outstanding, reserve };
		System::assert_last_event(began.clone().into());
		state(WITNESS, 499);
		let told = System::events().into_iter().filter(|e| e.event == began.clone().into()).count();
		assert_eq!(told, 1);
		assert_eq!(Currencies::<Test>::get(EUR).map(|currency| currency.short), Some(1));

		assert_noop!(Watt::mint(signed(SIGNER), ALICE, 1, [1; 32]), Error::Shortfall);
		// Nor can another issuer mint: nobody can tell its WATT from that of the first.
		with_issuer(TWO, |issuer| issuer.allowance = 1_000);
		for rival in RIVALS {
			assert_ok!(Watt::attest(signed(rival), 1_000, Now::get(), [7; 32]));
		}
		assert_noop!(Watt::mint(signed(RIVAL), ALICE, 1, [1; 32]), Error::Shortfall);
	});
}

#[test]
fn a_shortfall_ends_when_reserves_are_back() {
	test(|| {
		mint(ALICE, 500);
		attest(499);
		assert!(issuer(ONE).short);
		pass(1);
		attest(600);
		assert_noop!(Watt::mint(signed(SIGNER), ALICE, 1, [1; 32]), Error::Shortfall);
		pass(LIMITS.increase_delay);
		mint(ALICE, 100);
		assert!(!issuer(ONE).short);
		let (outstanding, reserve) = (500, 600);
		let ended = Event::ShortfallEnded { issuer: ONE, outstanding, reserve };
		System::assert_has_event(ended.into());
	});
}

#[test]
fn a_shortfall_ends_when_enough_is_redeemed() {
	test(|| {
		mint(ALICE, 50 * WATT);
		attest(40 * WATT);
		let redemption = redeem(ALICE, 10 * WATT);
		assert!(issuer(ONE).short);
		assert_ok!(Watt::confirm_redemption(signed(SIGNER), redemption, [1; 32]));
		assert!(!issuer(ONE).short);
	});
}
