//! How much work one question or subscription may cause. More is refused, never cut off in silence.

use crate::errors::Refusal;
use std::time::Duration;

/// Price levels a side, by default.
pub const DEFAULT_DEPTH: u32 = 10;
/// Price levels a side at the most; the runtime gives no more.
pub const MAX_DEPTH: u32 = 100;
/// Trades of a product at the most; the runtime keeps no more.
pub const MAX_TRADES: u32 = 16;
/// Intervals that candles are asked for, by default: a day of quarter hours.
pub const DEFAULT_CANDLES: u32 = 96;
/// Intervals that candles are asked for at the most; the runtime looks at no more.
pub const MAX_CANDLES: u32 = 1_000;
/// Intervals of candles that are as much work as any other question.
pub const CANDLES_PER_QUESTION: u32 = 100;
/// How many blocks a subscription can be resumed over: as many as a node keeps the state of by default.
pub const BLOCKS_BACK: u64 = 256;
/// Subscriptions of one connection.
pub const SUBSCRIPTIONS_PER_CONNECTION: usize = 32;
/// Subscriptions of all connections. Each costs a call of the runtime in every block.
pub const SUBSCRIPTIONS: usize = 1_000;
/// Questions are answered at this pace, from all clients together: 1,000 a second.
pub const PER_QUESTION: Duration = Duration::from_millis(1);
/// How far questions may run ahead of that pace: 2,000 of them.
pub const BURST: Duration = Duration::from_secs(2);
/// How long a message may wait for a client that does not read.
pub const PATIENCE: Duration = Duration::from_secs(20);

/// The depth that was asked for.
pub fn depth(given: Option<u32>) -> Result<u32, Refusal> {
	let advice = "Deeper levels of a book cannot be asked for.";
	within("depth", given.unwrap_or(DEFAULT_DEPTH), MAX_DEPTH, advice)
}

/// The number of trades that was asked for.
pub fn trades(given: Option<u32>) -> Result<usize, Refusal> {
	let advice =
		"Older trades are in market_candles; market_subscribeTrades announces every new one.";
	let limit = within("limit", given.unwrap_or(MAX_TRADES), MAX_TRADES, advice)?;
	Ok(usize::try_from(limit).unwrap_or(usize::MAX))
}

/// The number of intervals that was asked for.
pub fn candles(given: Option<u32>) -> Result<u32, Refusal> {
	within("limit", given.unwrap_or(DEFAULT_CANDLES), MAX_CANDLES, CANDLES_ADVICE)
}

/// Intervals from the one until the other, itself not included.
pub fn range(from: u32, until: u32, most: u32) -> Result<(), Refusal> {
	within("until - from", until.saturating_sub(from), most, CANDLES_ADVICE).map(|_| ())
}

const CANDLES_ADVICE: &str =
	"Ask for a longer time in several parts, each with its `from` and `until`.";

fn within(name: &'static str, given: u32, most: u32, advice: &'static str) -> Result<u32, Refusal> {
	if (1..=most).contains(&given) {
		Ok(given)
	} else {
		Err(Refusal::OutOfRange { name, least: 1, most, advice })
	}
}
