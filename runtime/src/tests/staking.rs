//! Staked GRID earns 8 % a year, whatever the length of the eras.

use super::*;
use crate::{
	configs::StakeYield,
	constants::{
		currency::GRID,
		time::{SLOT_MILLIS, YEAR_MILLIS},
	},
	*,
};
use sp_genesis_builder::DEV_RUNTIME_PRESET;
use sp_staking::EraPayout;

const STAKED: Balance = 400_000_000 * GRID;

/// What an era pays that lasted `millis`, of which staking measures a slot less.
fn payout(millis: u64) -> Balance {
	let measured = millis - SLOT_MILLIS;
	let (paid, rest) = StakeYield::era_payout(STAKED, 1_000_000_000 * GRID, measured);
	assert_eq!(rest, 0);
	paid
}

#[test]
fn a_year_of_eras_pays_eight_percent() {
	for mut network in [empty_network(), network(DEV_RUNTIME_PRESET)] {
		network.execute_with(|| {
			let era = NetworkParams::era_millis();
			assert_eq!(YEAR_MILLIS % era, 0, "a year has a whole number of these eras");
			let paid = payout(era) * Balance::from(YEAR_MILLIS / era);
			let eight_percent = STAKED / 100 * 8;
			assert!(paid <= eight_percent);
			assert!(eight_percent - paid < eight_percent / 10_000, "{paid}");
		});
	}
}

#[test]
fn a_late_era_pays_for_its_time() {
	empty_network().execute_with(|| {
		let era = NetworkParams::era_millis();
		assert!(payout(era * 3 / 2) > payout(era));
	});
}

#[test]
fn a_stalled_era_pays_for_two_at_most() {
	empty_network().execute_with(|| {
		let era = NetworkParams::era_millis();
		assert_eq!(payout(era * 100), payout(era * 2));
		assert_eq!(payout(u64::MAX), payout(era * 2));
	});
}

#[test]
fn no_stake_and_no_overflow() {
	empty_network().execute_with(|| {
		assert_eq!(StakeYield::era_payout(0, 0, u64::MAX), (0, 0));
		StakeYield::era_payout(Balance::MAX, Balance::MAX, u64::MAX);
	});
}
