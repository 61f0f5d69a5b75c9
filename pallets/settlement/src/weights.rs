//! Weights of the settlement.

use frame_support::weights::Weight;

/// Weights of the calls and of the steps.
pub trait WeightInfo {
	/// Weight of `retry_settlement`.
	fn retry_settlement() -> Weight;
	/// Weight of looking for something to do, and of beginning with it.
	fn settle_search() -> Weight;
	/// Weight of entering what one page traded.
	fn settle_page() -> Weight;
	/// Weight of settling one position.
	fn settle_position() -> Weight;
	/// Weight of letting one community share.
	fn settle_community() -> Weight;
	/// Weight of paying what the residual supplier owes one participant.
	fn settle_claim() -> Weight;
	/// Weight of finishing a product.
	fn settle_finish() -> Weight;
	/// Weight of deleting one record, and of issuing its certificates.
	fn forget_record() -> Weight;
	/// Weight of deleting one participant's certificates.
	fn expire_certificate() -> Weight;
	/// Weight of `certify_export`.
	fn certify_export() -> Weight;
	/// Weight of `claim_certificates`.
	fn claim_certificates() -> Weight;
}
