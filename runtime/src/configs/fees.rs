//! What a transaction costs, and who gets it.
//!
//! A fee is a base and the execution time at [`fee::PER_PICOSECOND`], and the length at [`fee::PER_BYTE`].
//! The part for time rises while blocks are more than a quarter full, to little more than double in a day
//! of full blocks, and falls again when they are not, down to what is stated here. Fees and tips go to
//! the block's author.

use crate::{
	constants::fee, weights, AccountId, Authorship, Balance, Balances, Runtime, RuntimeEvent,
};
use frame_support::{
	parameter_types,
	traits::{
		fungible::{Balanced, Credit},
		ConstU128, ConstU8, OnUnbalanced,
	},
	weights::ConstantMultiplier,
};
use pallet_transaction_payment::{FungibleAdapter, Multiplier, TargetedFeeAdjustment};
use sp_runtime::{FixedPointNumber, Perquintill};

parameter_types! {
	/// A block fuller than this makes the next one dearer.
	pub const TargetBlockFullness: Perquintill = Perquintill::from_percent(25);
	/// How fast: a full block raises fees by some 0.006 %.
	pub AdjustmentVariable: Multiplier = Multiplier::saturating_from_rational(75, 1_000_000);
	/// Fees are never below what is stated.
	pub MinimumMultiplier: Multiplier = Multiplier::from_u32(1);
	/// Nor above a thousand times that.
	pub MaximumMultiplier: Multiplier = Multiplier::from_u32(1_000);
}

/// Execution time as GRID.
pub type WeightFee = ConstantMultiplier<Balance, ConstU128<{ fee::PER_PICOSECOND }>>;

/// Length as GRID.
pub type LengthFee = ConstantMultiplier<Balance, ConstU128<{ fee::PER_BYTE }>>;

/// Pays fees to the author of the block. What cannot be paid out is burnt.
pub struct ToAuthor;
impl OnUnbalanced<Credit<AccountId, Balances>> for ToAuthor {
	fn on_nonzero_unbalanced(amount: Credit<AccountId, Balances>) {
		if let Some(author) = Authorship::author() {
			drop(Balances::resolve(&author, amount));
		}
	}
}

impl pallet_transaction_payment::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type OnChargeTransaction = FungibleAdapter<Balances, ToAuthor>;
	type WeightToFee = WeightFee;
	type LengthToFee = LengthFee;
	type FeeMultiplierUpdate = TargetedFeeAdjustment<
		Self,
		TargetBlockFullness,
		AdjustmentVariable,
		MinimumMultiplier,
		MaximumMultiplier,
	>;
	type OperationalFeeMultiplier = ConstU8<{ fee::OPERATIONAL_MULTIPLIER }>;
	type WeightInfo = weights::pallet_transaction_payment::WeightInfo<Runtime>;
}
