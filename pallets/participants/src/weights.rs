//! Weights of the calls.

use frame_support::weights::Weight;

/// What each call may cost.
pub trait WeightInfo {
	/// Weight of `register`.
	fn register() -> Weight;
	/// Weight of `set_status`.
	fn set_status() -> Weight;
	/// Weight of `choose_host`.
	fn choose_host() -> Weight;
	/// Weight of `appoint_delegate`.
	fn appoint_delegate() -> Weight;
	/// Weight of `dismiss_delegate`.
	fn dismiss_delegate() -> Weight;
	/// Weight of `resign_delegation`.
	fn resign_delegation() -> Weight;
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

	fn choose_host() -> Weight {
		Weight::zero()
	}

	fn appoint_delegate() -> Weight {
		Weight::zero()
	}

	fn dismiss_delegate() -> Weight {
		Weight::zero()
	}

	fn resign_delegation() -> Weight {
		Weight::zero()
	}
}
