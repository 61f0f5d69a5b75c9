//! P3: what it costs to trade with many resting orders.

use super::Scale;
use crate::{
	report::{Line, Target},
	rounds::{measure as measure_rounds, Side},
	world::{order, place, place_many, Tally, World},
	Result,
};
use gridforge_primitives::Side as BookSide;

/// Resting orders in each product, each of another participant.
const MAKERS: usize = 100;
/// Products, each of them swept by another participant.
const PRODUCTS: usize = 40;
/// Lots of each resting order.
const LOTS: u32 = 10;
/// Price of the best resting order.
const PRICE: i32 = 100;
/// Over how many price levels the resting orders of a product are spread.
const SPREADS: [usize; 3] = [10, 1, 100];

/// A taker that sweeps 100 makers / one that hits a single maker, each in a product of its own.
pub fn measure(scale: &Scale) -> Result<Vec<Line>> {
	let products = PRODUCTS.min(scale.block);
	let mut measured = Vec::new();
	for levels in SPREADS {
		measured.push(spread_over(scale, products, levels)?);
	}
	let [(ratio, micros), one_level, hundred_levels] =
		measured.try_into().map_err(|_| "each spread was measured")?;
	Ok(vec![Line::new("P3", "sweeping 100 makers / hitting 1", ratio, Target::AtMost(1.5))
		.with("levels", SPREADS[0])
		.with("in_one_level", one_level.0)
		.with("in_100_levels", hundred_levels.0)
		.with("takers_per_block", products)
		.with("micros", micros)
		.with("micros_in_one_level", one_level.1)
		.with("micros_in_100_levels", hundred_levels.1)])
}

/// The ratio where the makers' orders are spread over so many levels, and what it is made of.
fn spread_over(scale: &Scale, products: usize, levels: usize) -> Result<(f64, serde_json::Value)> {
	let mut world = World::new(scale.accounts)?;
	rest(&mut world, products, levels)?;
	let hitting = takers(&world, products, 1, PRICE)?;
	let all = u32::try_from(MAKERS)?;
	let sweeping = takers(&world, products, all, PRICE + i32::try_from(levels)?)?;
	for (side, fills) in [(&hitting, products), (&sweeping, products * MAKERS)] {
		let tally = Tally::of(&world.chain.build(&side.extrinsics)?)?;
		if tally.fills != fills || tally.resting != 0 {
			return Err(format!("the takers traded {tally:?}, not with {fills}").into());
		}
	}
	let rounds = measure_rounds(&mut world.chain, &[hitting, sweeping], scale.rounds)?;
	let micros = serde_json::json!({
		"hitting": rounds.micros(0), "sweeping": rounds.micros(1), "spread": rounds.spread(1, 0),
	});
	Ok((rounds.ratio(1, 0)?, micros))
}

/// Let each maker have one ask in each product.
fn rest(world: &mut World, products: usize, levels: usize) -> Result<()> {
	let mut calls = Vec::new();
	for maker in 0..MAKERS {
		let price = PRICE + i32::try_from(maker % levels)?;
		let list = (0..products).map(|nth| -> Result<_> {
			Ok(order(world.product(u32::try_from(nth)?)?, BookSide::Ask, price, LOTS))
		});
		calls.push((PRODUCTS + maker, place_many(list.collect::<Result<_>>()?)?));
	}
	let tally = world.commit(calls)?;
	if tally.resting != products * MAKERS {
		return Err(format!("the makers' orders came to {tally:?}").into());
	}
	Ok(())
}

/// One bid in each product for what so many makers offer.
fn takers(world: &World, products: usize, makers: u32, price: i32) -> Result<Side> {
	let mut draft = world.draft();
	for nth in 0..products {
		let product = world.product(u32::try_from(nth)?)?;
		draft.sign(nth, place(order(product, BookSide::Bid, price, LOTS * makers)))?;
	}
	Ok(Side { extrinsics: draft.finish(), units: products })
}
