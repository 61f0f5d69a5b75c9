//! Why a question is refused: a code for programs, a sentence for people that says what to do next.

use crate::limits;
use gridforge_primitives::ZoneId;
use jsonrpsee::types::ErrorObjectOwned;
use std::fmt;

/// Why a question is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
	/// The node has never seen the block, or has forgotten it.
	UnknownBlock(String),
	/// The state of the block cannot be read.
	NoState {
		/// The block's hash.
		block: String,
		/// What reading it failed with.
		error: String,
	},
	/// There is no such zone.
	UnknownZone(ZoneId),
	/// A number is outside its limits.
	OutOfRange {
		/// Which number.
		name: &'static str,
		/// The smallest that is allowed.
		least: u32,
		/// The largest that is allowed.
		most: u32,
		/// How to get what was wanted.
		advice: &'static str,
	},
	/// The connection, or the node, has too many subscriptions.
	TooManySubscriptions,
	/// Too many blocks lie between the block to go on from and the newest one.
	TooFarBack,
	/// The client does not read what it has subscribed to.
	TooSlow,
	/// The node does not announce blocks any more.
	NodeEnds,
	/// The node answers as many questions as it may.
	Busy,
}

impl Refusal {
	/// The code of the JSON-RPC error.
	pub const fn code(&self) -> i32 {
		match self {
			Refusal::UnknownBlock(_) => 7101,
			Refusal::NoState { .. } => 7102,
			Refusal::UnknownZone(_) => 7103,
			Refusal::OutOfRange { .. } => 7104,
			Refusal::TooManySubscriptions => 7105,
			Refusal::TooFarBack => 7106,
			Refusal::TooSlow => 7107,
			Refusal::NodeEnds => 7108,
			Refusal::Busy => 7109,
		}
	}
}

impl fmt::Display for Refusal {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		match self {
			Refusal::UnknownBlock(block) => write!(
				f,
				"This node does not know the block {block}. Leave the block out to ask about the newest one."
			),
			Refusal::NoState { block, error } => write!(
				f,
				"The market's state in block {block} cannot be read: {error}. Ask about a newer block, or ask a node \
				 that runs with --state-pruning archive."
			),
			Refusal::UnknownZone(zone) => {
				write!(f, "There is no zone {zone}. Ask market_products what is traded, zone by zone.")
			},
			Refusal::OutOfRange { name, least, most, advice } => {
				write!(f, "{name} must be {least} to {most}. {advice}")
			},
			Refusal::TooManySubscriptions => write!(
				f,
				"This connection has {} market subscriptions, or this node has {}. Unsubscribe from some, or ask \
				 another node.",
				limits::SUBSCRIPTIONS_PER_CONNECTION,
				limits::SUBSCRIPTIONS,
			),
			Refusal::TooFarBack => write!(
				f,
				"More than {} blocks lie between that block and the newest one. Subscribe without `since`; market_trades \
				 and market_candles tell what has traded.",
				limits::BLOCKS_BACK,
			),
			Refusal::TooSlow => write!(
				f,
				"The client has read nothing for {} s. Subscribe again with `since` the last block that it has seen.",
				limits::PATIENCE.as_secs(),
			),
			Refusal::NodeEnds => {
				f.write_str("The node is ending. Connect again, and subscribe with `since` the last block seen.")
			},
			Refusal::Busy => f.write_str(
				"The node answers 1,000 questions about the market a second, and has more. Ask again in a second; \
				 subscribe instead of asking again and again.",
			),
		}
	}
}

impl std::error::Error for Refusal {}

impl From<Refusal> for ErrorObjectOwned {
	fn from(refusal: Refusal) -> Self {
		ErrorObjectOwned::owned(refusal.code(), refusal.to_string(), None::<()>)
	}
}
