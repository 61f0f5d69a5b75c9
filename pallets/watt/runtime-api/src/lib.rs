//! What a client may ask about WATT. Everything is computed from chain state, so a light client can ask it too.

#![cfg_attr(not(feature = "std"), no_std)]
#![warn(missing_docs)]

extern crate alloc;

use alloc::vec::Vec;
use gridforge_primitives::{
	CurrencyId, CurrencyStatus, IssuerId, PendingMintInfo, RedemptionId, RedemptionInfo,
	WattBalance,
};

sp_api::decl_runtime_apis! {
	/// WATT: supply, reserves and redemptions.
	pub trait WattApi<AccountId> where AccountId: codec::Codec {
		/// The currencies that there are.
		fn currencies() -> Vec<CurrencyId>;

		/// A currency, its reserves and its issuers, and what keeps these from minting. Nothing for an unknown one.
		fn currency_status(currency: CurrencyId) -> Option<CurrencyStatus>;

		/// The redemptions that wait in an issuer's queue, in the order in which it has to pay them: at most 1,000,
		/// beginning after `after` or, where that is nothing, with the first.
		fn redemption_queue(
			issuer: IssuerId,
			after: Option<RedemptionId>,
		) -> Vec<RedemptionInfo<AccountId>>;

		/// The redemptions of an account that are neither paid nor given back, oldest first.
		fn redemptions_of(account: AccountId) -> Vec<RedemptionInfo<AccountId>>;

		/// The mints of an issuer that wait for their second signature.
		fn pending_mints(issuer: IssuerId) -> Vec<PendingMintInfo<AccountId>>;

		/// What a transaction fee of `grid` base units of GRID comes to in a currency, rounded up. Nothing where no fees
		/// can be paid in it: an unknown currency, or one without a rate.
		fn fee_in(currency: CurrencyId, grid: u128) -> Option<WattBalance>;
	}
}
