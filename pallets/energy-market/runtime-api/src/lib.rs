//! What a client may ask the energy market. Everything is computed from chain state, so a light client
//! can ask it too.

#![cfg_attr(not(feature = "std"), no_std)]
#![warn(missing_docs)]

extern crate alloc;

use alloc::vec::Vec;
use gridforge_primitives::{
	api::{BestPrices, MarketInfo, OrderBook, OrderPreview, ParticipantInfo, Summary, ViewError},
	CurrencyId, NewOrder, ProductId,
};

sp_api::decl_runtime_apis! {
	/// The energy market's state in a client's terms.
	pub trait EnergyMarketApi<AccountId> where AccountId: codec::Codec {
		/// The market's clock and status.
		fn market_info() -> MarketInfo;

		/// The book of a product, at most `depth` levels a side (100 at the most). Nothing for an unknown zone; a
		/// product without orders has an empty book.
		fn order_book(product: ProductId, depth: u32) -> Option<OrderBook>;

		/// The best prices of a product.
		fn best_prices(product: ProductId) -> BestPrices;

		/// The products that have a book, soonest delivery first, at most 1,000.
		fn products() -> Vec<ProductId>;

		/// Everything that the participant for whom `account` acts has in the market: money in `currency`, and its
		/// positions and open orders with their fills.
		fn participant(account: AccountId, currency: CurrencyId) -> Option<ParticipantInfo>;

		/// What an order would lock and cost.
		fn preview_order(order: NewOrder) -> Result<OrderPreview, ViewError>;

		/// What is kept of a settled product.
		fn summary(product: ProductId) -> Option<Summary>;
	}
}
