//! Weights of the calls.

use frame_support::weights::Weight;

/// What each call may cost.
pub trait WeightInfo {
	/// Weight of `create_community`.
	fn create_community() -> Weight;
	/// Weight of `set_terms`.
	fn set_terms() -> Weight;
	/// Weight of `invite`.
	fn invite() -> Weight;
	/// Weight of `set_weight`.
	fn set_weight() -> Weight;
	/// Weight of `dismiss`.
	fn dismiss() -> Weight;
	/// Weight of `join`.
	fn join() -> Weight;
	/// Weight of `leave`.
	fn leave() -> Weight;
	/// Weight of `set_organiser`.
	fn set_organiser() -> Weight;
	/// Weight of `close_community`.
	fn close_community() -> Weight;
}

/// Tests do not weigh.
#[cfg(test)]
impl WeightInfo for () {
	fn create_community() -> Weight {
		Weight::zero()
	}

	fn set_terms() -> Weight {
		Weight::zero()
	}

	fn invite() -> Weight {
		Weight::zero()
	}

	fn set_weight() -> Weight {
		Weight::zero()
	}

	fn dismiss() -> Weight {
		Weight::zero()
	}

	fn join() -> Weight {
		Weight::zero()
	}

	fn leave() -> Weight {
		Weight::zero()
	}

	fn set_organiser() -> Weight {
		Weight::zero()
	}

	fn close_community() -> Weight {
		Weight::zero()
	}
}
