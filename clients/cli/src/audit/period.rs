//! The period that is audited: blocks, named by their numbers or by times.

use super::block::time_of;
use crate::{
	chain::Chain,
	clock,
	errors::{Problem, Result},
};
use gridforge_primitives::Millis;

/// Where a period begins or ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bound {
	/// With this block.
	Block(u64),
	/// At this moment.
	Time(Millis),
}

/// A block's number, or an RFC 3339 time.
pub fn parse_bound(text: &str) -> std::result::Result<Bound, String> {
	if let Ok(number) = text.parse() {
		return Ok(Bound::Block(number));
	}
	clock::moment(text).map(Bound::Time).map_err(|why| {
		format!(
			"{text:?} is neither a block's number nor a time such as 2026-06-21T00:00:00Z: {why}"
		)
	})
}

/// The blocks of a period, both included. All of them are final, and no later block can belong to it.
pub async fn resolve(chain: &Chain, from: Bound, to: Bound) -> Result<(u64, u64)> {
	let last = chain.finalised().await?.number();
	let first = match from {
		Bound::Block(number) => number.max(1),
		Bound::Time(moment) => first_since(chain, moment, last).await?.unwrap_or(u64::MAX),
	};
	let end = match to {
		Bound::Block(number) if number > last => {
			return Err(not_final(format!("block {number}"), last))
		}
		Bound::Block(number) => number,
		Bound::Time(moment) => match first_since(chain, moment, last).await? {
			Some(next) => next.saturating_sub(1),
			None => return Err(not_final(format!("the chain at {}", clock::utc(moment)), last)),
		},
	};
	if first > end {
		return Err(Problem::new("empty_period", "no block is in this period")
			.hint("--from must come before --to; a time for --to is the first moment that no longer counts."));
	}
	Ok((first, end))
}

fn not_final(what: String, last: u64) -> Problem {
	Problem::new("not_final", format!("{what} is not final; the newest final block is {last}"))
		.hint("Let the period end earlier, or wait: only what is final gives the same files again.")
}

/// The first block up to `last` that was made at that moment or later. Blocks follow each other in time.
async fn first_since(chain: &Chain, moment: Millis, last: u64) -> Result<Option<u64>> {
	let (mut low, mut high) = (1, last.saturating_add(1));
	while low < high {
		let middle = low.midpoint(high);
		if time_of(&chain.at(middle).await?).await? < moment {
			low = middle.saturating_add(1);
		} else {
			high = middle;
		}
	}
	Ok(Some(low).filter(|block| *block <= last))
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn bounds_are_blocks_or_times() {
		assert_eq!(parse_bound("17"), Ok(Bound::Block(17)));
		assert_eq!(parse_bound("1970-01-01T00:00:01Z"), Ok(Bound::Time(1_000)));
		assert_eq!(parse_bound("1970-01-01T02:00:00.5+01:00"), Ok(Bound::Time(3_600_500)));
		for text in ["", "x", "-1", "1.5", "2026-06-21", "1969-12-31T23:59:59Z"] {
			assert!(parse_bound(text).is_err(), "{text}");
		}
	}
}
