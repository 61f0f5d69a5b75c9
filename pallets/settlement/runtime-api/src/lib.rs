//! What a client may ask the settlement. Everything is computed from chain state, so a light client can ask it too.

#![cfg_attr(not(feature = "std"), no_std)]
#![warn(missing_docs)]

extern crate alloc;

use gridforge_primitives::{
	api::Backlog, IntervalId, ParticipantId, PeriodBill, ProductId, Settled, Summary, ZoneId,
};

sp_api::decl_runtime_apis! {
	/// What became of products and participants' contracts.
	pub trait SettlementApi {
		/// What is kept of a settled product.
		fn interval_summary(product: ProductId) -> Option<Summary>;

		/// How a participant's interval was settled. Nothing where it had no contract there, or once the time for
		/// corrections has passed.
		fn settlement_of(participant: ParticipantId, product: ProductId) -> Option<Settled>;

		/// What a participant's settled intervals in `zone` came to, of those that deliver from `from` on and before
		/// `until`, as far as their records are kept; at most 1,000 intervals, `next` says where to go on.
		fn bill(
			participant: ParticipantId,
			zone: ZoneId,
			from: IntervalId,
			until: IntervalId,
		) -> PeriodBill;

		/// What settlement has not come to yet.
		fn backlog() -> Backlog;
	}
}
