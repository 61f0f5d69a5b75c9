//! Looking at stakes, by call and in rounds.

use super::*;
use crate::Standings;
use frame_support::weights::Weight;

/// Room for everything.
const PLENTY: Weight = Weight::from_parts(u64::MAX, u64::MAX);

/// What a look weighs in the mock.
const LOOK: u64 = 1_000;

#[test]
fn a_tier_counts_after_a_period() {
	build_and_execute(|| {
		stake(ALICE, 1_000 * GRID);
		assert_ok!(look(ALICE));
		let rising = Some((FeeTier(2), Now::get() + PERIOD));
		let none = FeeTier::NONE;
		let participant = id_of(ALICE);
		System::assert_last_event(
			Event::StandingChanged { participant, old: none, new: none, rising }.into(),
		);
		pass(PERIOD - 1);
		assert_ok!(look(ALICE));
		assert_eq!(tier(ALICE), 0);
		pass(1);
		assert_ok!(look(ALICE));
		assert_eq!(tier(ALICE), 2);
		System::assert_last_event(
			Event::StandingChanged { participant, old: none, new: FeeTier(2), rising: None }.into(),
		);
	});
}

#[test]
fn staking_in_and_out_around_an_order_gains_nothing() {
	build_and_execute(|| {
		for _ in 0..5 {
			stake(ALICE, 10_000 * GRID);
			assert_ok!(look(ALICE));
			assert_eq!(tier(ALICE), 0);
			stake(ALICE, 0);
			assert_ok!(look(ALICE));
			pass(PERIOD);
		}
		assert_eq!(Standings::<Test>::iter().count(), 0);
	});
}

#[test]
fn a_tier_sinks_at_the_next_look_whoever_asks_for_it() {
	build_and_execute(|| {
		stake(ALICE, 10_000 * GRID);
		assert_ok!(look(ALICE));
		pass(PERIOD);
		assert_ok!(look(ALICE));
		assert_eq!(tier(ALICE), 3);
		stake(ALICE, 150 * GRID);
		assert_ok!(look(ALICE));
		assert_eq!(tier(ALICE), 1);
		stake(ALICE, 10_000 * GRID);
		assert_ok!(look(ALICE));
		assert_eq!(tier(ALICE), 1);
	});
}

#[test]
fn everybody_is_looked_at_once_in_a_period() {
	build_and_execute(|| {
		for who in [ALICE, BOB, CHARLIE] {
			stake(who, 100 * GRID);
			assert_ok!(look(who));
		}
		pass(PERIOD);
		idle(PLENTY);
		assert_eq!([ALICE, BOB, CHARLIE].map(tier), [1, 1, 1]);
		stake(BOB, 0);
		pass(PERIOD - 1);
		idle(PLENTY);
		assert_eq!(tier(BOB), 1);
		pass(1);
		idle(PLENTY);
		assert_eq!([ALICE, BOB, CHARLIE].map(tier), [1, 0, 1]);
	});
}

#[test]
fn a_round_goes_on_where_a_block_had_no_room() {
	build_and_execute(|| {
		for who in [ALICE, BOB, CHARLIE] {
			stake(who, 100 * GRID);
			assert_ok!(look(who));
		}
		pass(PERIOD);
		// The mock's database weighs nothing.
		for counting in 0..3 {
			assert_eq!([ALICE, BOB, CHARLIE].map(tier).iter().sum::<u8>(), counting);
			let room = Weight::from_parts(LOOK, u64::MAX);
			assert!(idle(room).all_lte(room));
		}
		assert_eq!([ALICE, BOB, CHARLIE].map(tier), [1, 1, 1]);
		assert_eq!(idle(Weight::zero()), Weight::zero());
	});
}

#[test]
fn who_asks_for_looks_holds_up_nobody_elses() {
	build_and_execute(|| {
		for who in [ALICE, BOB] {
			stake(who, 100 * GRID);
			assert_ok!(look(who));
		}
		pass(PERIOD);
		idle(PLENTY);
		stake(BOB, 0);
		for _ in 0..10 {
			pass(PERIOD / 10);
			assert_ok!(look(ALICE));
			idle(PLENTY);
		}
		assert_eq!(tier(BOB), 0);
	});
}

#[test]
fn a_tier_lapses_where_no_block_has_room() {
	build_and_execute(|| {
		stake(ALICE, 100 * GRID);
		assert_ok!(look(ALICE));
		pass(PERIOD);
		assert_ok!(look(ALICE));
		pass(3 * PERIOD - 1);
		assert_eq!(tier(ALICE), 1);
		pass(1);
		assert_eq!(tier(ALICE), 0);
		// It has to be staked for a period again.
		assert_ok!(look(ALICE));
		assert_eq!(tier(ALICE), 0);
		pass(PERIOD);
		idle(PLENTY);
		assert_eq!(tier(ALICE), 1);
	});
}

#[test]
fn a_rise_that_was_seen_too_long_ago_begins_anew() {
	build_and_execute(|| {
		stake(ALICE, 100 * GRID);
		assert_ok!(look(ALICE));
		pass(3 * PERIOD);
		assert_ok!(look(ALICE));
		assert_eq!(tier(ALICE), 0);
		pass(PERIOD);
		assert_ok!(look(ALICE));
		assert_eq!(tier(ALICE), 1);
	});
}

#[test]
fn without_discounts_all_tiers_end() {
	build_and_execute(|| {
		stake(ALICE, 100 * GRID);
		assert_ok!(look(ALICE));
		pass(PERIOD);
		assert_ok!(look(ALICE));
		assert_ok!(Licensing::set_discounts(RuntimeOrigin::root(), None));
		assert_noop!(look(BOB), Error::NoDiscounts);
		pass(PERIOD);
		idle(PLENTY);
		assert_eq!(tier(ALICE), 0);
		assert_eq!(Standings::<Test>::iter().count(), 0);
	});
}

#[test]
fn what_another_account_staked_does_not_count() {
	build_and_execute(|| {
		stake(ALICE, 100 * GRID);
		assert_ok!(look(ALICE));
		// Since then the participant has another account.
		Standings::<Test>::mutate(id_of(ALICE), |standing| {
			standing.as_mut().unwrap().account = STRANGER;
		});
		stake(STRANGER, 100 * GRID);
		pass(PERIOD);
		idle(PLENTY);
		assert_eq!(tier(ALICE), 0);
		assert_ok!(look(ALICE));
		pass(PERIOD - 1);
		assert_ok!(look(ALICE));
		assert_eq!(tier(ALICE), 0);
	});
}

#[test]
fn only_accounts_of_participants_are_looked_at() {
	build_and_execute(|| {
		stake(STRANGER, 10_000 * GRID);
		assert_noop!(look(STRANGER), Error::NotAParticipant);
		for origin in [RuntimeOrigin::root(), RuntimeOrigin::none()] {
			assert_noop!(Licensing::look_at_stake(origin, ALICE), BadOrigin);
		}
	});
}
