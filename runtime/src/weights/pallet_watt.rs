//! TEMPORARY
use core::marker::PhantomData;
use frame_support::weights::Weight;
pub struct WeightInfo<T>(PhantomData<T>);
impl<T: frame_system::Config> pallet_watt::WeightInfo for WeightInfo<T> {
	fn add_currency() -> Weight {
		// TEMPORARY
		Weight::from_parts(1_000_000_000, 0)
	}
	fn set_limits() -> Weight {
		// TEMPORARY
		Weight::from_parts(1_000_000_000, 0)
	}
	fn add_issuer() -> Weight {
		// TEMPORARY
		Weight::from_parts(1_000_000_000, 0)
	}
	fn give_role() -> Weight {
		// TEMPORARY
		Weight::from_parts(1_000_000_000, 0)
	}
	fn take_role() -> Weight {
		// TEMPORARY
		Weight::from_parts(1_000_000_000, 0)
	}
	fn grant_allowance() -> Weight {
		// TEMPORARY
		Weight::from_parts(1_000_000_000, 0)
	}
	fn reduce_allowance() -> Weight {
		// TEMPORARY
		Weight::from_parts(1_000_000_000, 0)
	}
	fn stop_minting() -> Weight {
		// TEMPORARY
		Weight::from_parts(1_000_000_000, 0)
	}
	fn resume_minting() -> Weight {
		// TEMPORARY
		Weight::from_parts(1_000_000_000, 0)
	}
	fn cure_issuer() -> Weight {
		// TEMPORARY
		Weight::from_parts(1_000_000_000, 0)
	}
	fn attest() -> Weight {
		// TEMPORARY
		Weight::from_parts(1_000_000_000, 0)
	}
	fn mint() -> Weight {
		// TEMPORARY
		Weight::from_parts(1_000_000_000, 0)
	}
	fn approve_mint() -> Weight {
		// TEMPORARY
		Weight::from_parts(1_000_000_000, 0)
	}
	fn cancel_mint() -> Weight {
		// TEMPORARY
		Weight::from_parts(1_000_000_000, 0)
	}
	fn redeem() -> Weight {
		// TEMPORARY
		Weight::from_parts(1_000_000_000, 0)
	}
	fn confirm_redemption() -> Weight {
		// TEMPORARY
		Weight::from_parts(1_000_000_000, 0)
	}
	fn return_redemption() -> Weight {
		// TEMPORARY
		Weight::from_parts(1_000_000_000, 0)
	}
	fn put_redemption_aside() -> Weight {
		// TEMPORARY
		Weight::from_parts(1_000_000_000, 0)
	}
	fn reclaim_redemption() -> Weight {
		// TEMPORARY
		Weight::from_parts(1_000_000_000, 0)
	}
	fn restrict() -> Weight {
		// TEMPORARY
		Weight::from_parts(1_000_000_000, 0)
	}
	fn lift_restriction() -> Weight {
		// TEMPORARY
		Weight::from_parts(1_000_000_000, 0)
	}
	fn seize() -> Weight {
		// TEMPORARY
		Weight::from_parts(1_000_000_000, 0)
	}
}
