//! What must hold before and while the golden day is played: blocks, an interval with an empty book, a cast
//! without unsettled trades.

use crate::{
	chain::{Chain, PAUSE},
	clock,
	errors::{Problem, Result},
	output::Output,
	view::View,
};
use gridforge_primitives::{
	api::{MarketInfo, MarketStatus, PositionInfo},
	IntervalId, Millis, ProductId, ZoneId,
};
use std::time::{Duration, Instant};
use subxt::utils::AccountId32;

/// How long nothing may happen on the chain before the day is given up.
pub const STANDSTILL: Duration = Duration::from_secs(120);

/// Wait until the chain makes blocks and finalises them.
pub async fn wait_for_blocks(chain: &Chain, output: &Output) -> Result<()> {
	let (since, first) = (Instant::now(), chain.best().await?.number());
	output.progress(format!("waiting for blocks after #{first}"));
	loop {
		let (best, last) = (chain.best().await?.number(), chain.finalised().await?.number());
		if best > first && last > 0 {
			output.progress(format!("the chain makes blocks: best #{best}, final #{last}"));
			return Ok(());
		}
		if since.elapsed() > STANDSTILL {
			return Err(standstill());
		}
		tokio::time::sleep(PAUSE).await;
	}
}

/// The chain does not go on.
pub fn standstill() -> Problem {
	Problem::new("no_blocks", format!("no new final block for {} s", STANDSTILL.as_secs()))
		.hint("Check that the chain's validators run: `gridforge status`.")
}

/// The first interval with an empty book whose gate is far enough ahead.
pub async fn choose(
	view: &View,
	info: &MarketInfo,
	zone: ZoneId,
	margin: Millis,
) -> Result<ProductId> {
	if info.status != MarketStatus::Open {
		return Err(Problem::new("market_not_open", "the market takes no orders at present")
			.hint("`gridforge status` shows its status; an administrator opens it again."));
	}
	let used = view.products().await?;
	let first = clock::first_with_gate_ahead(info, margin)?;
	(first.0..info.first_unopened.0)
		.map(|interval| ProductId { interval: IntervalId(interval), zone })
		.find(|product| !used.contains(product))
		.ok_or_else(|| {
			Problem::new("no_interval", "every interval that is open has orders already")
				.hint("The day needs a book of its own: wait for the next interval to open.")
		})
}

/// Whether none of the cast has trades that settle with or before `interval`: they would change what the
/// day is judged by.
pub async fn is_calm(view: &View, accounts: &[AccountId32], interval: IntervalId) -> Result<bool> {
	for account in accounts {
		let positions = view.participant(account).await?.map(|p| p.positions).unwrap_or_default();
		let traded =
			|p: &PositionInfo| (p.bought > 0 || p.sold > 0) && p.product.interval <= interval;
		if positions.iter().any(traded) {
			return Ok(false);
		}
	}
	Ok(true)
}

/// Whether the gate of an interval has closed.
pub fn is_closed(info: &MarketInfo, interval: IntervalId) -> bool {
	info.now >= clock::gate(info, interval)
}
