//! P9: what it costs to settle one participant's interval, meters and all.

use super::Scale;
use crate::{
	chain::{self, Cost},
	report::{Line, Target},
	statistics::{median, median_of_ratios, range},
	world::{order, place, transfer_watt, World, INTERVAL_MILLIS, READINGS},
	Result,
};
use gridforge_primitives::{ProductId, Side as BookSide};
use gridforge_runtime::{constants::time::SLOT_MILLIS, RuntimeEvent};
use pallet_settlement::Event;
use serde_json::json;

/// Price of all orders.
const PRICE: i32 = 100;
/// Lots of each.
const LOTS: u32 = 10;
/// How long after delivery readings are taken: the default of live networks.
const DEADLINE_MILLIS: u64 = 3_600_000;

/// More sessions than end while the product waits for its delivery.
const SESSIONS: u32 = 5;

/// P9: a block that settles a product of a metered zone, less one just before that does not, against transfers of WATT.
pub fn measure(scale: &Scale) -> Result<Vec<Line>> {
	let mut world = World::metered(scale.accounts)?;
	let count = scale.block & !1;
	let product = prepare(&mut world, count)?;
	let mut draft = world.draft();
	for who in 0..count {
		draft.sign(who, transfer_watt(world.account(count + who)?))?;
	}
	let transfers = draft.finish();
	let delivered = World::delivery(product) + INTERVAL_MILLIS;
	let due = (delivered + DEADLINE_MILLIS).next_multiple_of(INTERVAL_MILLIS);
	let before = due - 2 * SLOT_MILLIS;
	let blocks = u64::from(SESSIONS) + u64::try_from(scale.rounds)? + 2;
	pass_sessions(&mut world, before - blocks * SLOT_MILLIS)?;
	check(&mut world, due, count)?;

	let participants = f64::from(u32::try_from(count)?);
	let (mut pairs, mut micros) = (Vec::new(), Vec::new());
	for round in 0..=scale.rounds {
		let empty = world.chain.measure(&[])?;
		let transfers = per_unit(world.chain.measure(&transfers)?, empty, participants);
		let idle = world.chain.measure_at(before, &[])?;
		let settling = per_unit(world.chain.measure_at(due, &[])?, idle, participants);
		if round > 0 {
			pairs.push((settling, transfers));
			micros.push(settling);
		}
		world.chain.advance()?;
	}
	let ratio = median_of_ratios(&pairs).ok_or("the rounds were too short to measure anything")?;
	let ratios: Vec<_> =
		pairs.iter().map(|(settling, transfer)| digits(settling / transfer)).collect();
	let what = "settling one participant's interval / a transfer of WATT";
	Ok(vec![Line::new("P9", what, ratio, Target::AtMost(0.15))
		.with("spread", range(&ratios).map(|(least, most)| json!([least, most])))
		.with("participants", count)
		.with("settling_micros", median(&micros).map(digits))])
}

/// Two digits after the point.
fn digits(value: f64) -> f64 {
	(value * 100.0).round() / 100.0
}

fn per_unit(cost: Cost, empty: Cost, units: f64) -> f64 {
	(cost.total().thread - empty.total().thread) / units
}

/// Let `count` participants with a meter each trade in one product, deliver, and be read.
fn prepare(world: &mut World, count: usize) -> Result<ProductId> {
	let gateway = world.admit_gateway(world.traders() - 1)?;
	world.register_meters(gateway, (0..count).map(|who| (who, None)))?;
	let product = world.product(2)?;
	let calls = (0..count).map(|who| {
		let side = if who < count / 2 { BookSide::Ask } else { BookSide::Bid };
		(who, place(order(product, side, PRICE, LOTS)))
	});
	let tally = world.commit(calls.collect())?;
	if tally.fills != count / 2 {
		return Err(format!("half of the orders should trade with the others: {tally:?}").into());
	}
	pass_sessions(world, World::delivery(product) + INTERVAL_MILLIS)?;
	let reporter = world.traders() - 1;
	for first in (0..count).step_by(READINGS) {
		let meters = first..count.min(first + READINGS);
		let call = World::readings(product.interval, meters)?;
		world.commit(vec![(reporter, call.into())])?;
	}
	Ok(product)
}

/// Let time pass until `millis`, and some blocks after it: those in which a session ends have room for nothing else, and
/// after a pause several follow one another.
fn pass_sessions(world: &mut World, millis: u64) -> Result<()> {
	world.chain.skip_to(millis);
	for _ in 0..SESSIONS {
		world.chain.advance()?;
	}
	Ok(())
}

/// The block that is made at `due` must settle all of them.
fn check(world: &mut World, due: u64, count: usize) -> Result<()> {
	let built = world.chain.build_at(due)?;
	let settled = chain::events(&built)?
		.into_iter()
		.filter(|record| {
			matches!(record.event, RuntimeEvent::Settlement(Event::PositionSettled { .. }))
		})
		.count();
	if settled != count {
		return Err(format!("{settled} of {count} positions were settled in one block").into());
	}
	Ok(())
}
