//! P5 and P6: blocks as full as their declared weight allows.

use super::Scale;
use crate::{
	chain::declared_micros,
	report::{Line, Target},
	rounds::{measure, Side},
	world::{order, place, place_many, transfer, Tally, World},
	Result,
};
use gridforge_primitives::Side as BookSide;
use gridforge_runtime::RuntimeCall;
use sp_runtime::OpaqueExtrinsic;

/// Transfers that fit the block of the stock solochain template.
const STOCK_TRANSFERS: f64 = 1_973.0;
/// More single orders than fit a block.
const SINGLES: usize = 24_000;
/// More lists than fit a block.
const LISTS: usize = 2_000;
/// Orders in a list.
const LIST: usize = 100;
/// Products over which a list is spread.
const LIST_PRODUCTS: usize = 4;
/// Price levels of each product.
const LEVELS: usize = 25;
/// Lots of each order.
const LOTS: u32 = 10;
/// Price of the first level.
const PRICE: i32 = 100;

/// A block that holds as much of a kind as fits.
struct Full {
	extrinsics: Vec<OpaqueExtrinsic>,
	orders: usize,
	declared: f64,
}

/// P6: orders that fit, singly and in lists.
pub fn capacity(scale: &Scale) -> Result<Vec<Line>> {
	let mut world = World::new(scale.accounts)?;
	let singles = full(&mut world, SINGLES, single)?;
	let mut world = World::new(scale.accounts)?;
	let lists = full(&mut world, LISTS, list)?;
	let transfers = full(&mut world, SINGLES, |world, nth| {
		let next = world.account((nth + 1) % scale.accounts)?;
		Ok(transfer(next))
	})?;
	let line = |what, full: &Full, least| -> Result<Line> {
		let ratio = f64::from(u32::try_from(full.orders)?) / STOCK_TRANSFERS;
		Ok(Line::new("P6", what, ratio, Target::AtLeast(least))
			.with("orders", full.orders)
			.with("counted_by", "applying until resources are exhausted")
			.with("declared_ms", (full.declared / 1e3).round()))
	};
	Ok(vec![
		line("single orders in a block / 1,973", &singles, 3.0)?
			.with("transfers_in_a_block", transfers.extrinsics.len()),
		line("orders in lists of 100 in a block / 1,973", &lists, 75.0)?,
	])
}

/// P5: what a full block takes to import, to what it declares.
pub fn honesty(scale: &Scale) -> Result<Vec<Line>> {
	let mut world = World::new(scale.accounts)?;
	let singles = full(&mut world, SINGLES, single)?;
	let single = honesty_of(scale, &mut world, singles, "a block full of single orders")?;
	let mut world = World::new(scale.accounts)?;
	let lists = full(&mut world, LISTS, list)?;
	let listed = honesty_of(scale, &mut world, lists, "a block full of lists of 100")?;
	Ok(vec![single, listed])
}

fn honesty_of(scale: &Scale, world: &mut World, full: Full, what: &str) -> Result<Line> {
	let (orders, declared) = (full.orders, full.declared);
	let sides = [Side { extrinsics: full.extrinsics, units: orders }];
	let rounds = measure(&mut world.chain, &sides, scale.rounds)?;
	let real = rounds.block(0, |cost| cost.import)?;
	let what = format!("real / declared time, {what}");
	Ok(Line::new("P5", what, real.thread / declared, Target::Within(0.7, 0.95))
		.with("all_threads", real.process / declared)
		.with("wall", real.wall / declared)
		.with("orders", orders)
		.with("declared_ms", (declared / 1e3).round())
		.with("import_ms", (real.thread / 1e3).round())
		.with("micros", rounds.micros(0)))
}

/// Fill a block with what `call` makes; the traders take turns.
fn full(
	world: &mut World,
	most: usize,
	call: impl Fn(&World, usize) -> Result<RuntimeCall>,
) -> Result<Full> {
	let traders = world.traders();
	let mut draft = world.draft();
	for nth in 0..most {
		draft.sign(nth % traders, call(world, nth)?)?;
	}
	let mut extrinsics = draft.finish();
	let (built, count) = world.chain.fill(&extrinsics)?;
	if count == most {
		return Err("more would have fitted the block".into());
	}
	extrinsics.truncate(count);
	let tally = Tally::of(&built)?;
	if tally.orders != tally.resting {
		return Err(format!("not all orders came to rest: {tally:?}").into());
	}
	Ok(Full { extrinsics, orders: tally.orders, declared: declared_micros(&built)? })
}

fn single(world: &World, nth: usize) -> Result<RuntimeCall> {
	let product = world.product(u32::try_from(nth % LIST_PRODUCTS)?)?;
	let price = PRICE + i32::try_from(nth / LIST_PRODUCTS % LEVELS)?;
	Ok(place(order(product, BookSide::Bid, price, LOTS)))
}

fn list(world: &World, _: usize) -> Result<RuntimeCall> {
	let orders = (0..LIST).map(|nth| -> Result<_> {
		let product = world.product(u32::try_from(nth / LEVELS)?)?;
		Ok(order(product, BookSide::Bid, PRICE + i32::try_from(nth % LEVELS)?, LOTS))
	});
	place_many(orders.collect::<Result<_>>()?)
}
