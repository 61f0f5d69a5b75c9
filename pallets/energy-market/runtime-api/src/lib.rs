//! What a client may ask the energy market. Everything is computed from chain state, so a light client
//! can ask it too.

#![cfg_attr(not(feature = "std"), no_std)]
#![warn(missing_docs)]

extern crate alloc;

use alloc::vec::Vec;
use gridforge_primitives::{
	api::{
		BestPrices, Bill, Candle, MarketInfo, OrderBook, OrderPreview, ParticipantInfo, Ticker,
		Trade, ZoneInfo,
	},
	Conduct, CurrencyId, IntervalId, NewOrder, ProductId, ZoneId,
};

use sp_runtime::DispatchError;

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

		/// How many orders are open, those included whose gate has closed and that settlement has not released yet. Looks
		/// at every book: for monitoring, to be asked now and then.
		fn open_orders() -> u32;

		/// Everything that the participant for whom `account` acts has in the market: money in `currency`, and its
		/// positions and open orders with their fills.
		fn participant(account: AccountId, currency: CurrencyId) -> Option<ParticipantInfo>;

		/// What an order would lock and cost, or why it would be refused: the errors are those of `place_order`, money apart.
		/// Where `account` is named, the rules of its participant hold, as they do for `place_order`: status, verification,
		/// caps, meters, a delegate's limits; and so does its discount. Where none is, they are left out.
		fn preview_order(
			order: NewOrder,
			account: Option<AccountId>,
		) -> Result<OrderPreview, DispatchError>;

		/// A product at a glance. Nothing for an unknown zone.
		fn ticker(product: ProductId) -> Option<Ticker>;

		/// The last trades of a product that has not settled, newest first, at most 16.
		fn trades(product: ProductId) -> Vec<Trade>;

		/// All trades of this block, in the order in which they happened.
		fn block_trades() -> Vec<Trade>;

		/// What has traded in the products of `zone` that deliver from `from` on and before `until`, settled or not; at
		/// most 1,000 intervals. Products without trades are left out.
		fn candles(zone: ZoneId, from: IntervalId, until: IntervalId) -> Vec<Candle>;

		/// What the participant for whom `account` acts owes or gets for a product that has not settled, trade by
		/// trade. Nothing where it has no position there.
		fn bill(account: AccountId, product: ProductId) -> Option<Bill>;

		/// What is counted of the conduct of the participant for whom `account` acts, in a product that has not settled.
		/// Nothing where it has no position there.
		fn conduct(account: AccountId, product: ProductId) -> Option<Conduct>;

		/// A zone and how it trades now. Nothing for an unknown one.
		fn zone(zone: ZoneId) -> Option<ZoneInfo>;
	}
}
