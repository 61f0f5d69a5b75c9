//! Weights of the calls.

use frame_support::weights::Weight;

/// What each call may cost.
pub trait WeightInfo {
	/// Weight of `create_zone`.
	fn create_zone() -> Weight;
	/// Weight of `set_tariff`.
	fn set_tariff() -> Weight;
}

/// Tests do not weigh.
#[cfg(test)]
impl WeightInfo for () {
	fn create_zone() -> Weight {
		Weight::zero()
	}

	fn set_tariff() -> Weight {
		Weight::zero()
	}
}
