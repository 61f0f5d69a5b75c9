//! P9: what it costs to settle one participant's interval, meters and all; and whether that holds for a million.

use super::Scale;
use crate::{
	chain::{self, Built, Cost},
	report::{Line, Target},
	statistics::{median, median_of_ratios, range},
	world::{order, place, place_many, transfer_watt, World, INTERVAL_MILLIS, READINGS},
	Result,
};
use gridforge_primitives::{IntervalId, ProductId, Side as BookSide};
use gridforge_runtime::{constants::time::SLOT_MILLIS, RuntimeCall, RuntimeEvent};
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

/// For how long readings can be corrected where a million intervals settle: a week, so that nothing is forgotten.
const WEEK_MILLIS: u64 = 7 * 24 * 3_600_000;
/// Intervals for whose readings there is time while others are delivered.
const LATER: u32 = 4;

/// What blocks cost that settled positions.
#[derive(Clone, Copy, Default)]
struct Spent {
	positions: usize,
	blocks: usize,
	micros: f64,
	slowest: f64,
}

/// Settle `positions` participants' intervals on one chain, as many at once as there are participants, and forget none.
/// All are settled by blocks that hold nothing else. They trade `ahead` intervals before the first of these is
/// delivered, and then the next ones. After each of these waves a block of transfers is measured in the same state, once,
/// between accounts that have not moved for a while either.
pub fn measure_many(scale: &Scale, positions: usize, ahead: u32) -> Result<Vec<Line>> {
	let participants = scale.accounts & !1;
	let mut world = World::metered_correctable(scale.accounts, WEEK_MILLIS)?;
	let gateway = world.admit_gateway(world.traders() - 1)?;
	world.register_meters(gateway, (0..participants).map(|who| (who, None)))?;
	let intervals = u32::try_from(positions.div_ceil(participants))?;
	let mut waves = Vec::new();
	let mut left = intervals;
	while left > 0 {
		let wave = settle_wave(&mut world, participants, left.min(ahead))?;
		left -= left.min(ahead);
		let each = wave.micros / f64::from(u32::try_from(wave.positions)?);
		eprintln!(
			"{} positions in {} blocks, {each:.1} us each; {left} intervals left",
			wave.positions, wave.blocks
		);
		let transfer = transfer_micros(&mut world, participants, scale.block, waves.len())?;
		eprintln!("a transfer {transfer:.1} us");
		waves.push((wave, (each, transfer)));
	}
	let pairs: Vec<_> = waves.iter().map(|(_, pair)| *pair).collect();
	let ratio = median_of_ratios(&pairs).ok_or("there is nothing to settle")?;
	let sum = |part: fn(&Spent) -> f64| waves.iter().map(|(wave, _)| part(wave)).sum::<f64>();
	let settled: usize = waves.iter().map(|(wave, _)| wave.positions).sum();
	let blocks: usize = waves.iter().map(|(wave, _)| wave.blocks).sum();
	let each = sum(|wave| wave.micros) / f64::from(u32::try_from(settled)?);
	let slowest = waves.iter().map(|(wave, _)| wave.slowest).fold(0.0, f64::max);
	let of_waves =
		|part: fn(&(f64, f64)) -> f64| pairs.iter().map(part).map(digits).collect::<Vec<_>>();
	let what = "settling one participant's interval of many / a transfer of WATT in the same state";
	Ok(vec![Line::new("P9", what, ratio, Target::AtMost(0.15))
		.with("participants_intervals", settled)
		.with("intervals", intervals)
		.with("blocks", blocks)
		.with("settling_micros", digits(each))
		.with("ratio_by_wave", of_waves(|(settling, transfer)| settling / transfer))
		.with("settling_micros_by_wave", of_waves(|(settling, _)| *settling))
		.with("transfer_micros_by_wave", of_waves(|(_, transfer)| *transfer))
		.with("slowest_block_millis", digits(slowest / 1e3))])
}

/// Let all participants trade in as many intervals, deliver and be read; says what settling them cost.
fn settle_wave(world: &mut World, participants: usize, intervals: u32) -> Result<Spent> {
	// The lists take a while: the first product stays open so long.
	let first = world.product(4)?;
	let product = |nth: u32| ProductId { interval: IntervalId(first.interval.0 + nth), ..first };
	let calls = (0..participants).map(|who| {
		let side = if who < participants / 2 { BookSide::Ask } else { BookSide::Bid };
		let orders = (0..intervals).map(|nth| order(product(nth), side, PRICE, LOTS));
		Ok((who, place_many(orders.collect())?))
	});
	let tally = world.commit(calls.collect::<Result<_>>()?)?;
	let traded = usize::try_from(intervals)? * participants / 2;
	if tally.fills != traded {
		return Err(format!("half of the orders should trade with the others: {tally:?}").into());
	}
	let mut spent = Spent::default();
	for nth in 0..intervals + LATER {
		let delivered = World::delivery(product(nth)) + INTERVAL_MILLIS;
		world.chain.skip_to(delivered);
		settle_due(world, &mut spent)?;
		if nth < intervals {
			world.chain.skip_to(delivered + INTERVAL_MILLIS / 2);
			read(world, product(nth), participants)?;
		}
	}
	let expected = usize::try_from(intervals)? * participants;
	if spent.positions != expected {
		return Err(format!("{} of {expected} positions were settled", spent.positions).into());
	}
	Ok(spent)
}

/// Make empty blocks until one settles nothing though no session ends in it. What that one costs is taken off the others.
fn settle_due(world: &mut World, spent: &mut Spent) -> Result<()> {
	let mut costs = Vec::new();
	loop {
		let cost = world.chain.measure(&[])?.total();
		let built = world.chain.build(&[])?;
		let settled = settled_positions(&built)?;
		let session_ends = count(&built, |event| matches!(event, RuntimeEvent::Session(_)))?;
		world.chain.adopt(built)?;
		if settled == 0 && session_ends > 0 {
			continue;
		}
		if settled == 0 {
			for (positions, micros) in costs {
				spent.positions += positions;
				spent.blocks += 1;
				spent.micros += micros - cost.thread;
				spent.slowest = spent.slowest.max(micros);
			}
			return Ok(());
		}
		costs.push((settled, cost.thread));
	}
}

/// What one transfer of WATT costs now, measured once and then made: as often as a position is settled. Each of these
/// blocks moves money between other accounts than the one before.
fn transfer_micros(
	world: &mut World,
	participants: usize,
	count: usize,
	nth: usize,
) -> Result<f64> {
	let count = count.min(participants / 2);
	let first = nth * 2 * count;
	let mut calls = Vec::new();
	for who in first..first + count {
		let dest = world.account((who + count) % participants)?;
		calls.push((who % participants, transfer_watt(dest)));
	}
	let mut draft = world.draft();
	for (who, call) in &calls {
		draft.sign(*who, RuntimeCall::clone(call))?;
	}
	let transfers = draft.finish();
	let mut tries = 0;
	let full = loop {
		match world.chain.measure(&transfers) {
			Ok(cost) => break cost,
			// A session ends in this block, which has no room then.
			Err(_) if tries < SESSIONS => {
				tries += 1;
				world.chain.advance()?;
			}
			Err(error) => return Err(error),
		}
	};
	let empty = world.chain.measure(&[])?;
	world.commit(calls)?;
	Ok(per_unit(full, empty, f64::from(u32::try_from(count)?)))
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
	read(world, product, count)?;
	Ok(product)
}

/// Let the gateway send what the first `count` meters read.
fn read(world: &mut World, product: ProductId, count: usize) -> Result<()> {
	let reporter = world.traders() - 1;
	let batches = (0..count).step_by(READINGS).map(|first| {
		let meters = first..count.min(first + READINGS);
		Ok((reporter, World::readings(product.interval, meters)?.into()))
	});
	world.commit(batches.collect::<Result<_>>()?)?;
	Ok(())
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
	let settled = settled_positions(&world.chain.build_at(due)?)?;
	if settled != count {
		return Err(format!("{settled} of {count} positions were settled in one block").into());
	}
	Ok(())
}

/// How many positions `built` settles.
fn settled_positions(built: &Built) -> Result<usize> {
	count(built, |event| matches!(event, RuntimeEvent::Settlement(Event::PositionSettled { .. })))
}

/// How many events of `built` are such.
fn count(built: &Built, is_such: impl Fn(&RuntimeEvent) -> bool) -> Result<usize> {
	Ok(chain::events(built)?.iter().filter(|record| is_such(&record.event)).count())
}
