//! The bags into which voters are sorted by stake, so that an election can take the largest first.
//!
//! Each threshold is a tenth above the one before. Vote weight is stake divided by `issuance / 2^64`, so
//! the 200 bags reach from about five GRID to all there is.

use frame_election_provider_support::VoteWeight;

/// How many bags there are.
pub const BAGS: usize = 200;

/// The threshold of the lowest bag.
const LOWEST: VoteWeight = 100_000_000_000;

/// Thresholds in ascending order; the last bag takes whatever is above.
pub const THRESHOLDS: [VoteWeight; BAGS] = thresholds();

const fn thresholds() -> [VoteWeight; BAGS] {
	let mut bags = [VoteWeight::MAX; BAGS];
	bags[0] = LOWEST;
	let mut bag = 1;
	while bag < BAGS - 1 {
		// A tenth above, rounded down; the constant evaluation fails if it leaves the range.
		bags[bag] = bags[bag - 1] + bags[bag - 1] / 10;
		bag += 1;
	}
	bags
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn thresholds_rise_to_the_end_of_the_range() {
		assert!(THRESHOLDS.windows(2).all(|pair| pair[0] < pair[1]));
		assert_eq!(THRESHOLDS.first(), Some(&LOWEST));
		assert_eq!(THRESHOLDS.last(), Some(&VoteWeight::MAX));
	}

	#[test]
	fn the_last_step_is_no_larger_than_the_others() {
		let highest_step = THRESHOLDS[BAGS - 2];
		assert!(highest_step > VoteWeight::MAX / 10 * 8, "{highest_step}");
	}
}
