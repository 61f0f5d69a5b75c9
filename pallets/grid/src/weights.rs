//! Weights of the calls.

use frame_support::weights::Weight;

/// What each call may cost.
pub trait WeightInfo {
	/// Weight of `create_zone`.
	fn create_zone() -> Weight;
	/// Weight of `set_tariff`.
	fn set_tariff() -> Weight;
	/// Weight of `set_zone_status`.
	fn set_zone_status() -> Weight;
	/// Weight of `set_calendar`.
	fn set_calendar() -> Weight;
	/// Weight of `set_utc_offsets`.
	fn set_utc_offsets() -> Weight;
	/// Weight of `set_limits`.
	fn set_limits() -> Weight;
	/// Weight of `set_collar`.
	fn set_collar() -> Weight;
	/// Weight of `set_auction`.
	fn set_auction() -> Weight;
	/// Weight of `set_delivery`.
	fn set_delivery() -> Weight;
	/// Weight of `link_zones`.
	fn link_zones() -> Weight;
	/// Weight of `unlink_zones`.
	fn unlink_zones() -> Weight;
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

	fn set_zone_status() -> Weight {
		Weight::zero()
	}

	fn set_calendar() -> Weight {
		Weight::zero()
	}

	fn set_utc_offsets() -> Weight {
		Weight::zero()
	}

	fn set_limits() -> Weight {
		Weight::zero()
	}

	fn set_collar() -> Weight {
		Weight::zero()
	}

	fn set_auction() -> Weight {
		Weight::zero()
	}

	fn set_delivery() -> Weight {
		Weight::zero()
	}

	fn link_zones() -> Weight {
		Weight::zero()
	}

	fn unlink_zones() -> Weight {
		Weight::zero()
	}
}
