//! Weights of the calls.

use frame_support::weights::Weight;

/// What each call may cost.
pub trait WeightInfo {
	/// Weight of `set_terms`.
	fn set_terms() -> Weight;
	/// Weight of `apply`.
	fn apply() -> Weight;
	/// Weight of `grant`.
	fn grant() -> Weight;
	/// Weight of `renew`.
	fn renew() -> Weight;
	/// Weight of `suspend`.
	fn suspend() -> Weight;
	/// Weight of `reinstate`.
	fn reinstate() -> Weight;
	/// Weight of `revoke`.
	fn revoke() -> Weight;
	/// Weight of `surrender`.
	fn surrender() -> Weight;
	/// Weight of `release_bond`.
	fn release_bond() -> Weight;
	/// Weight of `set_discounts`.
	fn set_discounts() -> Weight;
	/// Weight of `look_at_stake`.
	fn look_at_stake() -> Weight;
}

/// In tests every call weighs the same, so that they can say how many a block has room for.
#[cfg(test)]
impl WeightInfo for () {
	fn set_terms() -> Weight {
		Weight::from_parts(1_000, 0)
	}

	fn apply() -> Weight {
		Weight::from_parts(1_000, 0)
	}

	fn grant() -> Weight {
		Weight::from_parts(1_000, 0)
	}

	fn renew() -> Weight {
		Weight::from_parts(1_000, 0)
	}

	fn suspend() -> Weight {
		Weight::from_parts(1_000, 0)
	}

	fn reinstate() -> Weight {
		Weight::from_parts(1_000, 0)
	}

	fn revoke() -> Weight {
		Weight::from_parts(1_000, 0)
	}

	fn surrender() -> Weight {
		Weight::from_parts(1_000, 0)
	}

	fn release_bond() -> Weight {
		Weight::from_parts(1_000, 0)
	}

	fn set_discounts() -> Weight {
		Weight::from_parts(1_000, 0)
	}

	fn look_at_stake() -> Weight {
		Weight::from_parts(1_000, 0)
	}
}
