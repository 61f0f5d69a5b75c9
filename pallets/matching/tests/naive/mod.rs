//! The price rule of an auction, tick by tick and by nothing but its words.

use gridforge_primitives::{Side, Tick, TICKS};

/// An open order: side, limit, lots.
pub type Open = (Side, Tick, u64);

fn sum(orders: &[Open], counts: impl Fn(Side, Tick) -> bool) -> u64 {
	orders.iter().filter(|(side, limit, _)| counts(*side, *limit)).map(|(_, _, lots)| lots).sum()
}

/// The ticks for which `key` is least.
fn least<K: Ord + Copy>(
	ticks: &[(Tick, u64, u64)],
	key: impl Fn(u64, u64) -> K,
) -> Vec<(Tick, u64, u64)> {
	let of = |tick: &(Tick, u64, u64)| key(tick.1, tick.2);
	let least = ticks.iter().map(of).min().unwrap();
	ticks.iter().filter(|tick| of(tick) == least).copied().collect()
}

/// The price and the volume of an auction; nothing if nothing would trade.
pub fn clearing(orders: &[Open], reference: Option<Tick>) -> Option<(Tick, u64)> {
	let at = |price: Tick| {
		let demand = sum(orders, |side, limit| side == Side::Bid && limit >= price);
		let supply = sum(orders, |side, limit| side == Side::Ask && limit <= price);
		(price, demand, supply)
	};
	let all: Vec<_> = (0..TICKS).map(|tick| at(Tick(tick))).collect();
	let most = least(&all, |demand, supply| std::cmp::Reverse(demand.min(supply)));
	let best = least(&most, |demand, supply| demand.abs_diff(supply));
	let (first, last) = (best.first().unwrap().0, best.last().unwrap().0);
	let tick = match reference {
		Some(reference) => best
			.iter()
			.map(|tick| tick.0)
			.min_by_key(|tick| (tick.0.abs_diff(reference.0), *tick))?,
		None => Tick((first.0 + last.0) / 2),
	};
	// "The middle of what is left" is a price that is left, and no two are as near to the reference.
	assert_eq!(best.len(), usize::from(last.0 - first.0) + 1);
	let volume = best[0].1.min(best[0].2);
	(volume > 0).then_some((tick, volume))
}
