//! Weights of the calls.

use frame_support::weights::Weight;

/// What each call may cost.
pub trait WeightInfo {
	/// Weight of `register`.
	fn register() -> Weight;
	/// Weight of `set_status`.
	fn set_status() -> Weight;
}

/// Tests do not weigh.
#[cfg(test)]
impl WeightInfo for () {
	fn register() -> Weight {
		Weight::zero()
	}

	fn set_status() -> Weight {
		Weight::zero()
	}
}
