//! Values that change from some interval on: which of them holds in an interval, and which can be forgotten.

use codec::{Decode, Encode, MaxEncodedLen};
use frame_support::{traits::Get, BoundedVec};
use gridforge_primitives::IntervalId;
use scale_info::TypeInfo;

/// A value and when it takes effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Version<V> {
	/// The first interval that it is for.
	pub from: IntervalId,
	/// What holds from there until the next version.
	pub value: V,
}

/// What holds in `interval`. Intervals before the oldest version can no longer settle; they are shown with that oldest
/// version.
pub fn in_force<V: Copy>(versions: &[Version<V>], interval: IntervalId) -> Option<V> {
	let in_force = versions.iter().rev().find(|version| version.from <= interval);
	in_force.or(versions.first()).map(|version| version.value)
}

/// What holds once all changes have taken effect.
pub fn latest<V: Copy>(versions: &[Version<V>]) -> Option<V> {
	versions.last().map(|version| version.value)
}

/// Forget the versions that no interval from `first` on has.
pub fn prune<V, Max: Get<u32>>(versions: &mut BoundedVec<Version<V>, Max>, first: IntervalId) {
	let in_force = versions.iter().rev().map(|version| version.from).find(|from| *from <= first);
	if let Some(in_force) = in_force {
		versions.retain(|version| version.from >= in_force);
	}
}

/// Let `new` hold from its interval on, in place of whatever begins there or later. Hands it back where there is no
/// room.
pub fn schedule<V: Copy + PartialEq, Max: Get<u32>>(
	versions: &mut BoundedVec<Version<V>, Max>,
	new: Version<V>,
) -> Result<(), Version<V>> {
	versions.retain(|version| version.from < new.from);
	if latest(versions) == Some(new.value) {
		// A change is taken back before it takes effect.
		return Ok(());
	}
	versions.try_push(new)
}

#[cfg(test)]
mod tests {
	use super::*;
	use frame_support::traits::ConstU32;

	type Values = BoundedVec<Version<u32>, ConstU32<3>>;

	fn values(versions: &[(u32, u32)]) -> Values {
		let version = |&(from, value): &(u32, u32)| Version { from: IntervalId(from), value };
		versions.iter().map(version).collect::<Vec<_>>().try_into().expect("they fit")
	}

	#[test]
	fn each_interval_has_the_last_version_that_began() {
		let versions = values(&[(5, 50), (7, 70), (8, 80)]);
		for (interval, value) in [(0, 50), (5, 50), (6, 50), (7, 70), (8, 80), (u32::MAX, 80)] {
			assert_eq!(in_force(&versions, IntervalId(interval)), Some(value), "{interval}");
		}
		assert_eq!(latest(&versions), Some(80));
		assert_eq!((in_force(&values(&[]), IntervalId(1)), latest(&values(&[]))), (None, None));
	}

	#[test]
	fn what_still_holds_is_not_forgotten() {
		let all: [(u32, u32); 3] = [(5, 50), (7, 70), (9, 90)];
		for (first, kept) in [(0, 3), (4, 3), (5, 3), (6, 3), (7, 2), (8, 2), (9, 1), (99, 1)] {
			let mut versions = values(&all);
			prune(&mut versions, IntervalId(first));
			assert_eq!(versions, values(&all[3 - kept..]), "{first}");
		}
	}

	#[test]
	fn a_change_takes_the_place_of_those_not_before_it() {
		let there = [(5, 50), (7, 70)];
		for (new, then) in [
			((9, 90), values(&[(5, 50), (7, 70), (9, 90)])),
			((7, 90), values(&[(5, 50), (7, 90)])),
			((6, 90), values(&[(5, 50), (6, 90)])),
			((7, 50), values(&[(5, 50)])),
			((5, 90), values(&[(5, 90)])),
		] {
			let mut versions = values(&there);
			let (from, value) = (IntervalId(new.0), new.1);
			assert_eq!(schedule(&mut versions, Version { from, value }), Ok(()));
			assert_eq!(versions, then, "{new:?}");
		}
		let mut full = values(&[(5, 50), (7, 70), (8, 80)]);
		let new = Version { from: IntervalId(9), value: 90 };
		assert_eq!(schedule(&mut full, new), Err(new));
	}
}
