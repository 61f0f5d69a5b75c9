//! Weights of the calls.

use frame_support::weights::Weight;

/// What each call may cost. A call that takes readings costs the sum of what is said here of it.
pub trait WeightInfo {
	/// Weight of `admit_gateway`.
	fn admit_gateway() -> Weight;
	/// Weight of `set_gateway`.
	fn set_gateway() -> Weight;
	/// Weight of `register_meter`.
	fn register_meter() -> Weight;
	/// Weight of `set_meter`.
	fn set_meter() -> Weight;
	/// Weight of `retire_meter`.
	fn retire_meter() -> Weight;
	/// Weight of `set_device_key`.
	fn set_device_key() -> Weight;
	/// Weight of `release_meter`.
	fn release_meter() -> Weight;
	/// Weight of `quarantine_meter`.
	fn quarantine_meter() -> Weight;
	/// Weight of `submit_readings` by readings, all of neighbours.
	fn submit_readings(r: u32) -> Weight;
	/// Weight of `submit_readings` by pages, with one reading each.
	fn submit_readings_pages(p: u32) -> Weight;
	/// Weight of readings that put meters into quarantine, beyond that of looking at them.
	fn submit_readings_conflicts(c: u32) -> Weight;
	/// Weight of `submit_device_readings` by readings of neighbours, signed with Ed25519.
	fn submit_device_readings_ed25519(r: u32) -> Weight;
	/// Weight of `submit_device_readings` by readings of neighbours, signed with Sr25519.
	fn submit_device_readings_sr25519(r: u32) -> Weight;
	/// Weight of `submit_device_readings` by readings of neighbours, signed with ECDSA.
	fn submit_device_readings_ecdsa(r: u32) -> Weight;
	/// Weight of `submit_device_readings` by pages and intervals, with one reading each.
	fn submit_device_readings_pages(p: u32) -> Weight;
	/// Weight of `correct_reading`.
	fn correct_reading() -> Weight;
	/// Weight of `submit_feeder_reading`.
	fn submit_feeder_reading() -> Weight;
	/// Weight of `clear_doubt`.
	fn clear_doubt() -> Weight;
	/// Weight of `set_plausibility`.
	fn set_plausibility() -> Weight;
	/// Weight of forgetting one page of readings.
	fn forget_step() -> Weight;
}

/// In tests calls weigh nothing but readings, so that they can tell what was given back; forgetting goes by steps.
#[cfg(test)]
impl WeightInfo for () {
	fn admit_gateway() -> Weight {
		Weight::zero()
	}

	fn set_gateway() -> Weight {
		Weight::zero()
	}

	fn register_meter() -> Weight {
		Weight::zero()
	}

	fn set_meter() -> Weight {
		Weight::zero()
	}

	fn retire_meter() -> Weight {
		Weight::zero()
	}

	fn set_device_key() -> Weight {
		Weight::zero()
	}

	fn release_meter() -> Weight {
		Weight::zero()
	}

	fn quarantine_meter() -> Weight {
		Weight::zero()
	}

	fn submit_readings(r: u32) -> Weight {
		Weight::from_parts(1, 0).saturating_mul(r.into())
	}

	fn submit_readings_pages(p: u32) -> Weight {
		Weight::from_parts(1_000, 0).saturating_mul(p.into())
	}

	fn submit_readings_conflicts(c: u32) -> Weight {
		Weight::from_parts(1_000_000, 0).saturating_mul(c.into())
	}

	fn submit_device_readings_ed25519(r: u32) -> Weight {
		Weight::from_parts(1, 0).saturating_mul(r.into())
	}

	fn submit_device_readings_sr25519(r: u32) -> Weight {
		Weight::from_parts(1, 0).saturating_mul(r.into())
	}

	fn submit_device_readings_ecdsa(r: u32) -> Weight {
		Weight::from_parts(1, 0).saturating_mul(r.into())
	}

	fn submit_device_readings_pages(p: u32) -> Weight {
		Weight::from_parts(1_000, 0).saturating_mul(p.into())
	}

	fn correct_reading() -> Weight {
		Weight::zero()
	}

	fn submit_feeder_reading() -> Weight {
		Weight::zero()
	}

	fn clear_doubt() -> Weight {
		Weight::zero()
	}

	fn set_plausibility() -> Weight {
		Weight::zero()
	}

	fn forget_step() -> Weight {
		Weight::from_parts(1_000, 10)
	}
}
