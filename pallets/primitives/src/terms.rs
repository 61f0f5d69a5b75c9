//! The rules under which a product trades. They are fixed when the product opens: later changes of a
//! zone reach only products that are not open yet.

use crate::{CurrencyId, Lots, ParticipantId, Price, WattBalance};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};
use sp_arithmetic::Permill;

/// What the buyer pays to the grid on top of the price.
#[derive(
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Serialize,
	Deserialize,
)]
pub struct Tariff {
	/// Share of the energy's value, 5 % by default.
	pub ad_valorem: Permill,
}

impl Default for Tariff {
	fn default() -> Self {
		Tariff { ad_valorem: Permill::from_percent(5) }
	}
}

impl Tariff {
	/// The fee on energy worth `value` base units: `ad_valorem × value`, rounded up, away from the
	/// buyer. Energy with a negative price has no value to charge for: pass zero.
	pub fn fee(&self, value: WattBalance) -> WattBalance {
		self.ad_valorem.mul_ceil(value)
	}
}

/// What counts as delivered.
#[derive(
	Clone,
	Copy,
	Debug,
	Default,
	PartialEq,
	Eq,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Serialize,
	Deserialize,
)]
pub enum Delivery {
	/// Contracts count as delivered in full.
	#[default]
	Deemed,
}

/// The rules of one product.
#[derive(
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
	Serialize,
	Deserialize,
)]
pub struct ProductRules {
	/// The grid operator, to whom the fees go.
	pub operator: ParticipantId,
	/// The money that the product settles in.
	pub currency: CurrencyId,
	/// The lowest price; the product spans [`crate::TICKS`] ticks from here.
	pub floor: Price,
	/// The largest single order.
	pub max_order: Lots,
	/// What the buyer pays on top of the price.
	pub tariff: Tariff,
	/// What counts as delivered.
	pub delivery: Delivery,
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn fees_round_away_from_the_buyer() {
		let tariff = Tariff::default();
		assert_eq!(tariff.fee(1_800_000), 90_000);
		assert_eq!(tariff.fee(10), 1);
		assert_eq!(tariff.fee(1), 1);
		assert_eq!(tariff.fee(0), 0);
		assert_eq!(tariff.fee(1_000_010), 50_001);
	}
}
