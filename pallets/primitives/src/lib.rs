//! Units, identifiers and the traits by which Gridforge's pallets know one another.
//!
//! Nothing here has storage. Every quantity of energy, price or time that crosses a crate's border
//! is one of the types of [`units`]; every conversion is a named function that states how it rounds.
//!
//! - [`units`]: energy, price, money, intervals.
//! - [`ids`]: what the chain numbers: zones, participants, products, orders.
//! - [`orders`]: what an order asks of the book.
//! - [`tariff`]: what the grid costs.
//! - [`discounts`]: who pays less of it.
//! - [`admission`], [`caps`]: who is admitted to trade, and how much.
//! - [`terms`]: the rules under which a product trades: fees, limits, collar, delivery.
//! - [`zones`]: when a zone trades, where it lies, who its neighbours are.
//! - [`metering`]: what meters measure.
//! - [`communities`]: how neighbours share what they feed in.
//! - [`settlement`]: what becomes of a product whose gate has closed.
//! - [`surveillance`]: what is counted of a participant's conduct.
//! - [`traits`]: what one pallet needs of another.
//! - [`api`]: what the market's runtime API answers with.
//! - [`watt`]: the currencies of WATT, their limits, and what may be asked of them.
//! - [`text`]: the units as people write them.

#![cfg_attr(not(feature = "std"), no_std)]
#![warn(missing_docs)]

extern crate alloc;

pub mod admission;
pub mod api;
pub mod caps;
pub mod communities;
mod derives;
pub mod discounts;
pub mod ids;
pub mod metering;
pub mod orders;
pub mod settlement;
pub mod surveillance;
pub mod tariff;
#[allow(clippy::cast_possible_truncation, reason = "the codec numbers variants so")]
pub mod terms;
#[cfg(feature = "std")]
pub mod text;
pub mod traits;
pub mod units;
#[allow(clippy::cast_possible_truncation, reason = "the codec numbers variants so")]
pub mod watt;
pub mod zones;

pub use admission::*;
pub use caps::*;
pub use communities::*;
pub use discounts::*;
pub use ids::*;
pub use metering::*;
pub use orders::*;
pub use settlement::*;
pub use surveillance::*;
pub use tariff::*;
pub use terms::*;
pub use traits::*;
pub use units::*;
pub use watt::*;
pub use zones::*;
