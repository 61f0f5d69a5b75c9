//! What Gridforge's programs for a terminal share: the connection to a node, transactions, the chain at one block, units,
//! errors in words, and output for people and programs.
//!
//! [`chain`] connects, [`view`] asks at one block, [`tx`] signs and follows a transaction until it is final. [`errors`] says
//! what went wrong and what to do next, [`output`] where text goes. [`events`] and [`raw`] read what the chain's metadata
//! describes.

pub mod chain;
pub mod errors;
pub mod events;
pub mod output;
pub mod raw;
pub mod tx;
pub mod units;
pub mod view;
