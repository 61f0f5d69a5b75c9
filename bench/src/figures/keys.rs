//! P4: how many keys a command writes, counted in what a block changes.

use super::Scale;
use crate::{
	chain::keys_written,
	report::{Line, Target},
	world::{order, place, Tally, World},
	Result,
};
use frame_support::storage::storage_prefix;
use gridforge_primitives::Side as BookSide;
use sp_io::hashing::twox_128;

/// Lots of each resting order.
const LOTS: u32 = 10;
/// Price of the first level.
const PRICE: i32 = 100;
/// Resting orders that the makers of the second count have.
const MAKERS: usize = 30;

/// Keys of the market per resting order, the product's header apart; and per maker that a taker trades with.
pub fn measure(scale: &Scale) -> Result<Vec<Line>> {
	let mut world = World::new(scale.accounts)?;
	let resting = per_resting_order(&mut world, scale)?;
	let maker = per_maker(&mut world, 1, 1)?;
	let level = per_maker(&mut world, 2, MAKERS)?;
	let what = "market keys written per resting order, header apart";
	Ok(vec![
		Line::new("P4", what, resting.market, Target::AtMost(3.0))
			.with("with_those_of_other_pallets", resting.all),
		Line::new("P4", "market keys written per extra maker", maker.market, Target::AtMost(0.0))
			.with("with_those_of_other_pallets", maker.all)
			.with("where_each_has_a_level_of_its_own", level.market),
	])
}

/// Keys that a block writes.
#[derive(Clone, Copy)]
struct Keys {
	/// The market's, the headers of products apart.
	market: f64,
	/// All.
	all: f64,
}

impl Keys {
	/// What a step costs where `more` has so many steps more than `less`.
	fn step(more: Keys, less: Keys, steps: usize) -> Result<Keys> {
		let steps = f64::from(u32::try_from(steps)?);
		Ok(Keys { market: (more.market - less.market) / steps, all: (more.all - less.all) / steps })
	}
}

/// The difference between blocks with a resting order more or less. Each order is of another participant,
/// in a level of its own: none shares a key with another.
fn per_resting_order(world: &mut World, scale: &Scale) -> Result<Keys> {
	let product = world.product(0)?;
	let bid = |who: usize| -> Result<_> {
		Ok((who, order(product, BookSide::Bid, PRICE + i32::try_from(who)?, LOTS)))
	};
	// The first order ever also sets where settlement begins.
	let more = scale.block.min(100);
	let (opener, opening) = bid(more + 1)?;
	world.commit(vec![(opener, place(opening))])?;
	let mut count = |orders: usize| -> Result<Keys> {
		let orders = (0..orders).map(bid).collect::<Result<Vec<_>>>()?;
		let expected = Tally { orders: orders.len(), resting: orders.len(), ..Default::default() };
		keys_of(world, orders, expected)
	};
	Keys::step(count(1 + more)?, count(1)?, more)
}

/// The difference between a taker that trades with 1 and with more makers, over `levels` levels of the `nth`
/// product.
fn per_maker(world: &mut World, nth: u32, levels: usize) -> Result<Keys> {
	let product = world.product(nth)?;
	let makers = (0..=MAKERS).map(|nth| -> Result<_> {
		let price = PRICE + i32::try_from(nth % levels)?;
		Ok((1 + nth % 8, place(order(product, BookSide::Ask, price, LOTS))))
	});
	world.commit(makers.collect::<Result<_>>()?)?;
	let highest = PRICE + i32::try_from(levels)?;
	let mut count = |makers: usize| -> Result<Keys> {
		let lots = LOTS * u32::try_from(makers)?;
		let expected = Tally { orders: 1, fills: makers, ..Default::default() };
		keys_of(world, vec![(0, order(product, BookSide::Bid, highest, lots))], expected)
	};
	// With one level the makers of a page; with many the last maker shares the level of the first.
	let (more, less) = if levels == 1 { (MAKERS, 1) } else { (MAKERS, 2) };
	Keys::step(count(more)?, count(less)?, more - less)
}

fn keys_of(
	world: &mut World,
	orders: Vec<(usize, gridforge_primitives::NewOrder)>,
	expected: Tally,
) -> Result<Keys> {
	let mut draft = world.draft();
	for (who, order) in orders {
		draft.sign(who, place(order))?;
	}
	let extrinsics = draft.finish();
	let built = world.chain.build(&extrinsics)?;
	let tally = Tally::of(&built)?;
	if tally != expected {
		return Err(format!("the block holds {tally:?}, not {expected:?}").into());
	}
	let market = twox_128(b"EnergyMarket");
	let header = storage_prefix(b"EnergyMarket", b"Products");
	let count = |prefix: &[u8], apart: &[u8]| -> Result<f64> {
		Ok(f64::from(u32::try_from(keys_written(&built, prefix, apart))?))
	};
	Ok(Keys { market: count(&market, &header)?, all: count(&[], &[])? })
}
