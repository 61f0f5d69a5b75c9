//! Weights of the energy market.

use frame_support::weights::Weight;

/// Weights of the calls and of the steps of auctions.
pub trait WeightInfo {
	/// Weight of `deposit`.
	fn deposit() -> Weight;
	/// Weight of `withdraw`.
	fn withdraw() -> Weight;
	/// Weight of `place_order` that clears `p` levels and rests in a level that has orders.
	fn place_order(p: u32) -> Weight;
	/// Weight of `place_order` that trades with `f` orders of one level.
	fn place_order_fills(f: u32) -> Weight;
	/// Weight of `place_order` that looks at `n` neighbouring zones and trades with each.
	fn place_order_neighbours(n: u32) -> Weight;
	/// Weight of `place_order` that opens a product.
	fn place_order_opening() -> Weight;
	/// Weight of `place_order` that takes money from the wallet.
	fn place_order_topping_up() -> Weight;
	/// Weight of `place_order` that moves a full page out of its level and begins a page.
	fn place_order_beginning_page() -> Weight;
	/// Weight of `place_order` that rests after looking up a full list of filled orders.
	fn place_order_pruning() -> Weight;
	/// Weight of `place_orders` with `n` orders that rest in one product, each in a level of its own.
	fn place_orders(n: u32) -> Weight;
	/// Weight of `cancel_all` that looks through `p` products without orders.
	fn cancel_all(p: u32) -> Weight;
	/// Weight of `cancel_order`.
	fn cancel_order() -> Weight;
	/// Weight of `set_market_status`.
	fn set_market_status() -> Weight;
	/// Weight of one step of the search for an auction's price, or of looking for an auction.
	fn auction_search() -> Weight;
	/// Weight of trading in an auction with one page, each order another participant's.
	fn auction_page() -> Weight;
	/// Weight of `pay_treasury`.
	fn pay_treasury() -> Weight;
}
