//! The tape: commands recorded from a seeded market, the same on every machine.
//!
//! The market is a mid price that wanders, makers who quote around it, owners who take orders back, and
//! takers who sweep. Of a hundred commands sixty are limit orders near the mid, thirty-five cancel an order
//! that is open at that moment, five are takers. It keeps a plain book of its own, so that it knows what
//! is open, and so that it is a fourth opinion on what must trade.
//!
//! An order that crosses never has more lots than it can trade within its limit: `matchcore` 0.4.0 trades
//! such an order past its limit, so that no tape with one could be compared. A test shows that it does.

use gridforge_primitives::{Side, TICKS};
use std::collections::{BTreeMap, VecDeque};

/// Commands on the tape that is measured.
pub const COMMANDS: u32 = 100_000;
const SEED: u64 = 0x6772_6964_666f_7267;
/// The farthest that a quote stands from the mid, so that the tape stays inside the band.
const REACH: u64 = 64;

/// One command. It is known by its position on the tape, and so is the order that it places.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
	/// A limit order; what does not trade rests.
	Place {
		/// Buy or sell.
		side: Side,
		/// Limit.
		tick: u16,
		/// Energy; never zero.
		lots: u32,
	},
	/// Takes back an order that is open, perhaps in part filled.
	Cancel {
		/// Position of the command that placed it.
		order: u32,
	},
}

/// A trade with a resting order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fill {
	/// Position of the command that placed the resting order.
	pub maker: u32,
	/// The resting order's price.
	pub tick: u16,
	/// Lots traded.
	pub lots: u32,
}

/// What was recorded.
pub struct Tape {
	/// The commands.
	pub commands: Vec<Command>,
	/// What must trade, in order.
	#[cfg_attr(not(test), allow(dead_code, reason = "the tests hold the engines to it"))]
	pub fills: Vec<Fill>,
	/// What must be open after the last command.
	#[cfg_attr(not(test), allow(dead_code, reason = "the tests hold the engines to it"))]
	pub open_lots: u64,
}

/// SplitMix64, by Sebastiano Vigna, in the public domain.
struct Random(u64);

impl Random {
	fn next(&mut self) -> u64 {
		self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
		let mut z = self.0;
		z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
		z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
		z ^ (z >> 31)
	}

	/// A number below `bound`. The bias is under one in 2^48 for the bounds used here.
	fn below(&mut self, bound: u64) -> u64 {
		self.next() % bound
	}

	/// A number below `bound` with small ones likelier: quotes crowd around the mid.
	fn near(&mut self, bound: u64) -> u64 {
		self.below(bound) * self.below(bound) / bound
	}

	fn narrow<T: TryFrom<u64>>(number: u64) -> T {
		T::try_from(number).unwrap_or_else(|_| unreachable!("bounded by its caller"))
	}
}

/// The plain book behind the tape: per side and price the numbers of its orders in order of arrival.
#[derive(Default)]
struct Market {
	bids: BTreeMap<u16, VecDeque<u32>>,
	asks: BTreeMap<u16, VecDeque<u32>>,
	/// What is open of each order on the tape, by position.
	open: Vec<(Side, u16, u32)>,
	/// Open orders, and some that filled since, in no order.
	candidates: Vec<u32>,
	fills: Vec<Fill>,
}

impl Market {
	fn levels(&mut self, side: Side) -> &mut BTreeMap<u16, VecDeque<u32>> {
		match side {
			Side::Bid => &mut self.bids,
			Side::Ask => &mut self.asks,
		}
	}

	/// Lots of `side` that an order of the other side with limit `tick` can trade with.
	fn depth(&self, side: Side, tick: u16) -> u64 {
		let open = |orders: &VecDeque<u32>| -> u64 {
			orders.iter().map(|order| u64::from(self.open[*order as usize].2)).sum()
		};
		match side {
			Side::Bid => self.bids.range(tick..).map(|(_, orders)| open(orders)).sum(),
			Side::Ask => self.asks.range(..=tick).map(|(_, orders)| open(orders)).sum(),
		}
	}

	fn place(&mut self, side: Side, tick: u16, mut lots: u32) {
		while lots > 0 {
			let best = match side {
				Side::Bid => self.asks.first_entry().filter(|level| *level.key() <= tick),
				Side::Ask => self.bids.last_entry().filter(|level| *level.key() >= tick),
			};
			let Some(mut level) = best else { break };
			let Some(&maker) = level.get().front() else {
				level.remove();
				continue;
			};
			let price = *level.key();
			let left = &mut self.open[maker as usize].2;
			let traded = lots.min(*left);
			*left -= traded;
			lots -= traded;
			if *left == 0 {
				level.get_mut().pop_front();
			}
			self.fills.push(Fill { maker, tick: price, lots: traded });
		}
		let number = u32::try_from(self.open.len()).expect("a tape has fewer commands");
		self.open.push((side, tick, lots));
		if lots > 0 {
			self.levels(side).entry(tick).or_default().push_back(number);
			self.candidates.push(number);
		}
	}

	/// Takes one of the open orders out; nothing where none is open.
	fn cancel_any(&mut self, random: &mut Random) -> Option<u32> {
		loop {
			let bound = u64::try_from(self.candidates.len()).ok().filter(|n| *n > 0)?;
			let order = self.candidates.swap_remove(Random::narrow(random.below(bound)));
			let (side, tick, lots) = self.open[order as usize];
			if lots > 0 {
				self.open[order as usize].2 = 0;
				let level = self.levels(side).get_mut(&tick).expect("an open order has a level");
				level.retain(|other| *other != order);
				// The cancel takes a position of its own, at which nothing is ever open.
				self.open.push((side, tick, 0));
				return Some(order);
			}
		}
	}
}

/// Records the first `commands` commands of the market.
pub fn record(commands: u32) -> Tape {
	let mut random = Random(SEED);
	let mut market = Market::default();
	let mut mid = u64::from(TICKS / 2);
	let commands = (0..commands)
		.map(|_| {
			let kind = random.below(100);
			if (60..95).contains(&kind) {
				if let Some(order) = market.cancel_any(&mut random) {
					return Command::Cancel { order };
				}
			}
			mid = wander(mid, &mut random);
			let side = if random.below(2) == 0 { Side::Bid } else { Side::Ask };
			let (tick, lots) = if kind < 95 {
				quote(side, mid, &mut random)
			} else {
				sweep(side, mid, &mut random)
			};
			let lots = match market.depth(side.opposite(), tick) {
				0 => lots,
				// See the module's page: what crosses fills.
				depth => lots.min(u32::try_from(depth).unwrap_or(u32::MAX)),
			};
			market.place(side, tick, lots);
			Command::Place { side, tick, lots }
		})
		.collect();
	let open_lots = market.open.iter().map(|(_, _, lots)| u64::from(*lots)).sum();
	Tape { commands, fills: market.fills, open_lots }
}

/// Moves the mid a tick up or down, one order in four, away from the ends of the band.
fn wander(mid: u64, random: &mut Random) -> u64 {
	match random.below(8) {
		0 if mid > 2 * REACH => mid - 1,
		1 if mid < u64::from(TICKS) - 2 * REACH => mid + 1,
		_ => mid,
	}
}

/// A maker's price and lots: from the mid outward, now and then crossing by a tick or two.
fn quote(side: Side, mid: u64, random: &mut Random) -> (u16, u32) {
	let (away, crossing) = (random.near(REACH), random.below(16) / 14 * random.below(3));
	let tick = match side {
		Side::Bid => mid - 1 - away + 2 * crossing,
		Side::Ask => mid + 1 + away - 2 * crossing,
	};
	(Random::narrow(tick), Random::narrow(10 + random.below(490)))
}

/// A taker's price and lots: enough for several orders at several prices.
fn sweep(side: Side, mid: u64, random: &mut Random) -> (u16, u32) {
	let through = 2 + random.below(REACH / 4);
	let tick = match side {
		Side::Bid => mid + through,
		Side::Ask => mid - through,
	};
	(Random::narrow(tick), Random::narrow(200 + random.below(1_600)))
}

#[cfg(test)]
mod tests {
	use super::*;

	/// FNV-1a over every field of every command.
	fn checksum(commands: &[Command]) -> u64 {
		let words = commands.iter().flat_map(|command| match *command {
			Command::Place { side, tick, lots } => {
				[1 + u32::from(side == Side::Ask), u32::from(tick), lots]
			}
			Command::Cancel { order } => [3, order, 0],
		});
		words.flat_map(u32::to_le_bytes).fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
			(hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
		})
	}

	#[test]
	fn is_the_tape_that_was_measured() {
		assert_eq!(format!("{:016x}", checksum(&record(COMMANDS).commands)), "c169fec43445a904");
	}

	#[test]
	fn has_the_shape_it_says() {
		let tape = record(COMMANDS);
		let cancels = tape.commands.iter().filter(|c| matches!(c, Command::Cancel { .. })).count();
		assert!((34_000..36_000).contains(&cancels), "{cancels} cancels");
		assert!(tape.fills.len() > 10_000, "{} fills", tape.fills.len());
		assert!(tape.open_lots > 0);
		for command in &tape.commands {
			if let Command::Place { tick, lots, .. } = *command {
				assert!(tick < TICKS && lots > 0);
			}
		}
	}
}
