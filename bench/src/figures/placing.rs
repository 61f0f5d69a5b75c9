//! P1, P2 and P11: what it costs to place an order that comes to rest.

use super::Scale;
use crate::{
	report::{Line, Target},
	rounds::{measure, Side},
	world::{self, order, place, place_many, transfer, World},
	Result,
};
use gridforge_primitives::{NewOrder, ProductId, Side as BookSide};
use sp_runtime::OpaqueExtrinsic;

/// Price levels over which the orders of a block are spread.
const LEVELS: usize = 25;
/// Orders in a list.
const LIST: usize = 100;
/// Products over which a list is spread: a participant may have 32 open orders in each.
const LIST_PRODUCTS: u32 = 4;
/// Lots of each order.
const LOTS: u32 = 10;
/// Price of the first level.
const PRICE: i32 = 100;
/// Orders in the small book of P11.
const SMALL: usize = 1_000;
/// Price levels of both books of P11.
const DEEP_LEVELS: usize = 200;
/// Open orders that a participant may have in one product.
const OPEN_ORDERS: usize = 32;

/// A bid at the `level`th price.
fn bid(product: ProductId, level: usize) -> Result<NewOrder> {
	Ok(order(product, BookSide::Bid, PRICE + i32::try_from(level)?, LOTS))
}

/// Transfers by the first `count` traders to as many others.
fn transfers(world: &World, count: usize) -> Result<Side> {
	let mut draft = world.draft();
	for who in 0..count {
		draft.sign(who, transfer(world.account(count + who)?))?;
	}
	Ok(Side { extrinsics: draft.finish(), units: count })
}

/// A call that does nothing by each of the first `count` traders: what every transaction costs.
fn remarks(world: &World, count: usize) -> Result<Side> {
	let mut draft = world.draft();
	for who in 0..count {
		draft.sign(who, frame_system::Call::remark { remark: Vec::new() })?;
	}
	Ok(Side { extrinsics: draft.finish(), units: count })
}

/// One order by each of the first `count` traders; `product` and level follow from the trader.
fn orders(world: &World, count: usize, of: impl Fn(usize) -> Result<NewOrder>) -> Result<Side> {
	let mut draft = world.draft();
	for who in 0..count {
		draft.sign(who, place(of(who)?))?;
	}
	Ok(Side { extrinsics: draft.finish(), units: count })
}

/// A list of orders by each of the first `count` traders.
fn lists(
	world: &World,
	count: usize,
	of: impl Fn(usize, usize) -> Result<NewOrder>,
) -> Result<Side> {
	let mut draft = world.draft();
	for who in 0..count {
		let list = (0..LIST).map(|nth| of(who, nth)).collect::<Result<_>>()?;
		draft.sign(who, place_many(list)?)?;
	}
	Ok(Side { extrinsics: draft.finish(), units: count * LIST })
}

/// Check that all orders of a block come to rest and that all transfers arrive.
fn check(world: &mut World, extrinsics: &[OpaqueExtrinsic], resting: usize) -> Result<()> {
	let built = world.chain.build(extrinsics)?;
	let tally = world::Tally::of(&built)?;
	let transfers = if resting == 0 { extrinsics.len() } else { 0 };
	let expected = world::Tally { orders: resting, resting, fills: 0, transfers };
	if tally != expected {
		return Err(format!("the block holds {tally:?}, not {expected:?}").into());
	}
	Ok(())
}

/// The last trader opens `products` and puts an order into each level that will be used.
fn open(world: &mut World, scale: &Scale, products: u32, levels: usize) -> Result<()> {
	let mut calls = Vec::new();
	for nth in 0..products {
		let product = world.product(nth)?;
		// One participant may have 32 open orders in a product.
		for first in (0..levels).step_by(LEVELS) {
			let list = (first..levels.min(first + LEVELS)).map(|level| bid(product, level));
			let maker = scale.accounts - 1 - first / LEVELS;
			calls.push((maker, place_many(list.collect::<Result<_>>()?)?));
		}
	}
	world.commit(calls)?;
	Ok(())
}

/// P1: signed orders that come to rest, one each by distinct participants, in one product, in levels that have
/// orders; and the same with a product per few orders, and with a level for each order.
pub fn single(scale: &Scale) -> Result<Vec<Line>> {
	let count = scale.block;
	let mut world = World::new(scale.accounts)?;
	let products = 24;
	open(&mut world, scale, products, LEVELS)?;
	let all: Vec<_> = (0..products).map(|nth| world.product(nth)).collect::<Result<_>>()?;
	let (first, last) = (world.product(0)?, world.product(products)?);
	let in_one = orders(&world, count, |who| bid(first, who % LEVELS))?;
	let in_many = orders(&world, count, |who| {
		let product = all.get(who % all.len()).ok_or("there are products")?;
		bid(*product, who / all.len() % LEVELS)
	})?;
	let own_levels = orders(&world, count, |who| bid(last, who))?;
	let transfers = transfers(&world, count)?;
	let sides = [transfers, in_one, in_many, own_levels, remarks(&world, count)?];
	for (nth, side) in sides.iter().take(4).enumerate() {
		check(&mut world, &side.extrinsics, if nth == 0 { 0 } else { count })?;
	}
	let rounds = measure(&mut world.chain, &sides, scale.rounds)?;
	Ok(vec![Line::new(
		"P1",
		"resting place_order / transfer",
		rounds.ratio(1, 0)?,
		Target::AtMost(0.8),
	)
	.with("spread", rounds.spread(1, 0))
	.with("all_threads", rounds.ratio_of(1, 0, |cost| cost.total().process)?)
	.with("over_24_products", rounds.ratio(2, 0)?)
	.with("each_in_a_new_level", rounds.ratio(3, 0)?)
	.with("transactions_per_block", count)
	.with("transfer_micros", rounds.micros(0))
	.with("order_micros", rounds.micros(1))
	.with("remark_micros", rounds.micros(4))])
}

/// P2: orders that come to rest, in lists of 100 over four products, the lists sharing their levels; and the same
/// with a level for each order.
pub fn listed(scale: &Scale) -> Result<Vec<Line>> {
	let count = scale.block;
	let signers = (count / 15).max(1);
	let mut world = World::new(scale.accounts)?;
	open(&mut world, scale, LIST_PRODUCTS, LEVELS)?;
	let product = |nth: usize| world.product(u32::try_from(nth)?);
	let per_product = LIST / usize::try_from(LIST_PRODUCTS)?;
	let all: Vec<_> = (0..usize::try_from(LIST_PRODUCTS)?).map(product).collect::<Result<_>>()?;
	let at = |nth: usize| all.get(nth / per_product).copied().ok_or("there are four products");
	let shared = lists(&world, signers, |_, nth| bid(at(nth)?, nth % per_product))?;
	let own =
		lists(&world, signers, |who, nth| bid(at(nth)?, who * per_product + nth % per_product))?;
	let sides = [transfers(&world, count)?, shared, own];
	for (nth, side) in sides.iter().enumerate() {
		check(&mut world, &side.extrinsics, if nth == 0 { 0 } else { signers * LIST })?;
	}
	let rounds = measure(&mut world.chain, &sides, scale.rounds)?;
	Ok(vec![Line::new(
		"P2",
		"order in a list of 100 / transfer",
		rounds.ratio(1, 0)?,
		Target::AtMost(0.05),
	)
	.with("spread", rounds.spread(1, 0))
	.with("all_threads", rounds.ratio_of(1, 0, |cost| cost.total().process)?)
	.with("each_in_a_level_of_its_list", rounds.ratio(2, 0)?)
	.with("lists_per_block", signers)
	.with("transfer_micros", rounds.micros(0))
	.with("order_micros", rounds.micros(1))])
}

/// P11: single orders into a book with very many resting orders, and by the same participants into one with
/// 1,000, both with as many levels.
pub fn deep(scale: &Scale) -> Result<Vec<Line>> {
	let count = scale.block;
	let mut world = World::new(scale.accounts.max(scale.deep / OPEN_ORDERS + 1 + count))?;
	let (large, small) = (world.product(0)?, world.product(1)?);
	let mut fill = |product: ProductId, orders: usize| -> Result<usize> {
		let mut calls = Vec::new();
		for first in (0..orders).step_by(OPEN_ORDERS) {
			let list =
				(first..orders.min(first + OPEN_ORDERS)).map(|nth| bid(product, nth % DEEP_LEVELS));
			// Those who place the measured orders have none yet.
			calls.push((count + first / OPEN_ORDERS, place_many(list.collect::<Result<_>>()?)?));
		}
		Ok(world.commit(calls)?.resting)
	};
	let resting = (fill(large, scale.deep)?, fill(small, SMALL)?);
	let into = |product| orders(&world, count, |who| bid(product, who % DEEP_LEVELS));
	let sides = [into(small)?, into(large)?];
	for side in &sides {
		check(&mut world, &side.extrinsics, count)?;
	}
	let rounds = measure(&mut world.chain, &sides, scale.rounds)?;
	let (open, counting) = world.chain.open_orders()?;
	let what = format!("placing with {} resting orders / with {}", resting.0, resting.1);
	Ok(vec![Line::new("P11", what, rounds.ratio(1, 0)?, Target::AtMost(1.1))
		.with("spread", rounds.spread(1, 0))
		.with("resting_orders_by", "real extrinsics")
		.with("small_micros", rounds.micros(0))
		.with("deep_micros", rounds.micros(1))
		.with("open_orders", open)
		.with("counting_them_micros", counting.thread.round())])
}
