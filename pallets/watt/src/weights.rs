//! Weights of the calls.

use frame_support::weights::Weight;

/// What each call may cost.
pub trait WeightInfo {
	/// Weight of `add_currency`.
	fn add_currency() -> Weight;
	/// Weight of `set_limits`.
	fn set_limits() -> Weight;
	/// Weight of `add_issuer`.
	fn add_issuer() -> Weight;
	/// Weight of `give_role`.
	fn give_role() -> Weight;
	/// Weight of `take_role`.
	fn take_role() -> Weight;
	/// Weight of `grant_allowance`.
	fn grant_allowance() -> Weight;
	/// Weight of `reduce_allowance`.
	fn reduce_allowance() -> Weight;
	/// Weight of `stop_minting`.
	fn stop_minting() -> Weight;
	/// Weight of `resume_minting`.
	fn resume_minting() -> Weight;
	/// Weight of `cure_issuer`.
	fn cure_issuer() -> Weight;
	/// Weight of `attest`.
	fn attest() -> Weight;
	/// Weight of `mint`.
	fn mint() -> Weight;
	/// Weight of `approve_mint`.
	fn approve_mint() -> Weight;
	/// Weight of `cancel_mint`.
	fn cancel_mint() -> Weight;
	/// Weight of `redeem`.
	fn redeem() -> Weight;
	/// Weight of `confirm_redemption`.
	fn confirm_redemption() -> Weight;
	/// Weight of `return_redemption`.
	fn return_redemption() -> Weight;
	/// Weight of `put_redemption_aside`.
	fn put_redemption_aside() -> Weight;
	/// Weight of `reclaim_redemption`.
	fn reclaim_redemption() -> Weight;
	/// Weight of `restrict`.
	fn restrict() -> Weight;
	/// Weight of `lift_restriction`.
	fn lift_restriction() -> Weight;
	/// Weight of `seize`.
	fn seize() -> Weight;
}

/// Tests do not weigh.
#[cfg(test)]
impl WeightInfo for () {
	fn add_currency() -> Weight {
		Weight::zero()
	}

	fn set_limits() -> Weight {
		Weight::zero()
	}

	fn add_issuer() -> Weight {
		Weight::zero()
	}

	fn give_role() -> Weight {
		Weight::zero()
	}

	fn take_role() -> Weight {
		Weight::zero()
	}

	fn grant_allowance() -> Weight {
		Weight::zero()
	}

	fn reduce_allowance() -> Weight {
		Weight::zero()
	}

	fn stop_minting() -> Weight {
		Weight::zero()
	}

	fn resume_minting() -> Weight {
		Weight::zero()
	}

	fn cure_issuer() -> Weight {
		Weight::zero()
	}

	fn attest() -> Weight {
		Weight::zero()
	}

	fn mint() -> Weight {
		Weight::zero()
	}

	fn approve_mint() -> Weight {
		Weight::zero()
	}

	fn cancel_mint() -> Weight {
		Weight::zero()
	}

	fn redeem() -> Weight {
		Weight::zero()
	}

	fn confirm_redemption() -> Weight {
		Weight::zero()
	}

	fn return_redemption() -> Weight {
		Weight::zero()
	}

	fn put_redemption_aside() -> Weight {
		Weight::zero()
	}

	fn reclaim_redemption() -> Weight {
		Weight::zero()
	}

	fn restrict() -> Weight {
		Weight::zero()
	}

	fn lift_restriction() -> Weight {
		Weight::zero()
	}

	fn seize() -> Weight {
		Weight::zero()
	}
}
