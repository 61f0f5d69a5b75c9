//! P10: what an order takes in the state while it lives, and what it leaves.

use super::Scale;
use crate::{
	report::{Line, Target},
	world::{order, place, World, CORRECTION_WINDOW_MILLIS, INTERVAL_MILLIS},
	Result,
};
use frame_support::storage::storage_prefix;
use gridforge_primitives::Side as BookSide;
use sp_io::hashing::twox_128;

/// Lots of each order.
const LOTS: u32 = 10;
/// Price of all orders.
const PRICE: i32 = 100;
/// Blocks within which a product settles, once its gate has closed.
const PATIENCE: usize = 50;

/// What market and settlement store.
#[derive(Clone, Copy)]
struct Stored {
	keys: usize,
	/// Bytes of keys and values.
	bytes: usize,
	/// Bytes of values.
	values: usize,
	/// Bytes of keys and values of the summaries of settled products.
	summaries: usize,
}

/// Bytes left per settled order, and bytes per live order.
pub fn measure(scale: &Scale) -> Result<Vec<Line>> {
	let mut world = World::new(scale.accounts)?;
	let product = world.product(0)?;
	// An earlier product has settled before: what the first one ever leaves besides is not counted.
	trade(&mut world, 10)?;
	settle(&mut world, product)?;

	let product = world.product(0)?;
	let before = stored(&world)?;
	let orders = scale.block.min(300) & !1;
	trade(&mut world, orders)?;
	let live = one_order_more(&mut world, orders)?;
	settle(&mut world, product)?;
	let after = stored(&world)?;
	let left = after.bytes - after.summaries - (before.bytes - before.summaries);
	let orders = orders + 2;
	let per_order = f64::from(u32::try_from(left)?) / f64::from(u32::try_from(orders)?);
	let what = "bytes left per settled order, the product's summary apart";
	Ok(vec![
		Line::new("P10", what, per_order, Target::AtMost(0.0))
			.with("orders", orders)
			.with("bytes_before", before.bytes)
			.with("bytes_after", after.bytes)
			.with("keys_before", before.keys)
			.with("keys_after", after.keys)
			.with("bytes_of_a_summary", after.summaries - before.summaries),
		live,
	])
}

/// As many bids as asks at one price, each of another participant; all of them trade.
fn trade(world: &mut World, orders: usize) -> Result<()> {
	let product = world.product(0)?;
	let calls = (0..orders).map(|nth| {
		let side = if nth < orders / 2 { BookSide::Ask } else { BookSide::Bid };
		(nth, place(order(product, side, PRICE, LOTS)))
	});
	let tally = world.commit(calls.collect())?;
	if tally.fills != orders / 2 {
		return Err(format!("half of the orders should trade with the others: {tally:?}").into());
	}
	Ok(())
}

/// What the state grows by when a participant that has an order places another beside it.
fn one_order_more(world: &mut World, who: usize) -> Result<Line> {
	let product = world.product(0)?;
	let bid = || vec![(who, place(order(product, BookSide::Bid, PRICE, LOTS)))];
	world.commit(bid())?;
	let before = stored(world)?;
	world.commit(bid())?;
	let after = stored(world)?;
	let bytes = f64::from(u32::try_from(after.bytes - before.bytes)?);
	let what = "bytes per live order, beside another of its owner";
	Ok(Line::new("P10", what, bytes, Target::AtMost(32.0))
		.with("keys", after.keys - before.keys)
		.with("bytes_of_values", after.values - before.values))
}

/// Let time pass until `product` has settled.
fn settle(world: &mut World, product: gridforge_primitives::ProductId) -> Result<()> {
	world.chain.skip_to(World::delivery(product));
	wait_until_gone(world, &storage_prefix(b"EnergyMarket", b"Products"))?;
	// What bills and corrections need is kept until the interval after the correction window.
	let end = World::delivery(product) + INTERVAL_MILLIS + CORRECTION_WINDOW_MILLIS;
	world.chain.skip_to(end + INTERVAL_MILLIS);
	wait_until_gone(world, &storage_prefix(b"Settlement", b"Records"))
}

fn wait_until_gone(world: &mut World, prefix: &[u8]) -> Result<()> {
	for _ in 0..PATIENCE {
		world.chain.advance()?;
		if world.chain.stored(prefix)?.is_empty() {
			return Ok(());
		}
	}
	Err("the product did not settle".into())
}

fn stored(world: &World) -> Result<Stored> {
	let mut all = world.chain.stored(&twox_128(b"EnergyMarket"))?;
	all.extend(world.chain.stored(&twox_128(b"Settlement"))?);
	let summaries = storage_prefix(b"Settlement", b"Summaries");
	let size = |(key, value): &(Vec<u8>, Vec<u8>)| key.len() + value.len();
	Ok(Stored {
		keys: all.len(),
		bytes: all.iter().map(size).sum(),
		values: all.iter().map(|(_, value)| value.len()).sum(),
		summaries: all.iter().filter(|(key, _)| key.starts_with(&summaries)).map(size).sum(),
	})
}
