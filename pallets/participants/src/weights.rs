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
	/// Weight of `create_jurisdiction`.
	fn create_jurisdiction() -> Weight;
	/// Weight of `set_jurisdiction_admin`.
	fn set_jurisdiction_admin() -> Weight;
	/// Weight of `set_rules`.
	fn set_rules() -> Weight;
	/// Weight of `appoint_registrar`.
	fn appoint_registrar() -> Weight;
	/// Weight of `dismiss_registrar`.
	fn dismiss_registrar() -> Weight;
	/// Weight of `admit`.
	fn admit() -> Weight;
	/// Weight of `renew`.
	fn renew() -> Weight;
	/// Weight of `change_status`.
	fn change_status() -> Weight;
	/// Weight of `register_myself`.
	fn register_myself() -> Weight;
	/// Weight of `leave`.
	fn leave() -> Weight;
	/// Weight of `begin_recovery`.
	fn begin_recovery() -> Weight;
	/// Weight of `stop_recovery`.
	fn stop_recovery() -> Weight;
	/// Weight of `complete_recovery`.
	fn complete_recovery() -> Weight;
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

	fn create_jurisdiction() -> Weight {
		Weight::zero()
	}

	fn set_jurisdiction_admin() -> Weight {
		Weight::zero()
	}

	fn set_rules() -> Weight {
		Weight::zero()
	}

	fn appoint_registrar() -> Weight {
		Weight::zero()
	}

	fn dismiss_registrar() -> Weight {
		Weight::zero()
	}

	fn admit() -> Weight {
		Weight::zero()
	}

	fn renew() -> Weight {
		Weight::zero()
	}

	fn change_status() -> Weight {
		Weight::zero()
	}

	fn register_myself() -> Weight {
		Weight::zero()
	}

	fn leave() -> Weight {
		Weight::zero()
	}

	fn begin_recovery() -> Weight {
		Weight::zero()
	}

	fn stop_recovery() -> Weight {
		Weight::zero()
	}

	fn complete_recovery() -> Weight {
		Weight::zero()
	}
}
