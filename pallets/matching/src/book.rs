//! Which price levels of a product have open lots, and which of them is best.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use core::iter;
use gridforge_primitives::{Side, Tick, TICKS};
use scale_info::TypeInfo;

const WORDS: usize = 64;
const _: () = assert!(TICKS as usize == WORDS * 64, "a summary word covers exactly the band");

/// A set of ticks: a bitmap of [`TICKS`] bits with a summary word, so that its ends are found with two
/// bit scans.
#[derive(
	Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct TickSet {
	/// Bit `w` is set iff word `w` is not zero.
	summary: u64,
	words: [u64; WORDS],
}

impl Default for TickSet {
	fn default() -> Self {
		TickSet { summary: 0, words: [0; WORDS] }
	}
}

/// The bits of `word` above `bit`.
fn above(word: u64, bit: u32) -> u64 {
	word & bit.checked_add(1).and_then(|n| u64::MAX.checked_shl(n)).unwrap_or(0)
}

/// The bits of `word` below `bit`.
fn below(word: u64, bit: u32) -> u64 {
	word & !u64::MAX.checked_shl(bit).unwrap_or(0)
}

fn lowest_bit(word: u64) -> Option<u32> {
	(word != 0).then(|| word.trailing_zeros())
}

fn highest_bit(word: u64) -> Option<u32> {
	word.checked_ilog2()
}

fn tick(word: u32, bit: u32) -> Option<Tick> {
	u16::try_from(word * 64 + bit).ok().map(Tick)
}

impl TickSet {
	fn word(&self, index: u32) -> u64 {
		self.words.get(index as usize).copied().unwrap_or(0)
	}

	/// Word and bit of a tick.
	fn place(tick: Tick) -> (u32, u32) {
		(u32::from(tick.0 / 64), u32::from(tick.0 % 64))
	}

	/// Puts a tick in or takes it out. A tick outside the band is never in.
	pub(crate) fn set(&mut self, tick: Tick, present: bool) {
		let (index, bit) = Self::place(tick);
		let Some(word) = self.words.get_mut(index as usize) else {
			return;
		};
		if present {
			*word |= 1 << bit;
			self.summary |= 1 << index;
		} else {
			*word &= !(1 << bit);
			if *word == 0 {
				self.summary &= !(1 << index);
			}
		}
	}

	/// Whether the tick is in.
	pub fn contains(&self, tick: Tick) -> bool {
		let (index, bit) = Self::place(tick);
		self.word(index) & (1 << bit) != 0
	}

	/// Whether no tick is in.
	pub fn is_empty(&self) -> bool {
		self.summary == 0
	}

	/// The lowest tick.
	pub fn lowest(&self) -> Option<Tick> {
		let index = lowest_bit(self.summary)?;
		tick(index, lowest_bit(self.word(index))?)
	}

	/// The highest tick.
	pub fn highest(&self) -> Option<Tick> {
		let index = highest_bit(self.summary)?;
		tick(index, highest_bit(self.word(index))?)
	}

	/// The lowest tick above `from`.
	pub fn next_above(&self, from: Tick) -> Option<Tick> {
		let (index, bit) = Self::place(from);
		if let Some(bit) = lowest_bit(above(self.word(index), bit)) {
			return tick(index, bit);
		}
		let index = lowest_bit(above(self.summary, index))?;
		tick(index, lowest_bit(self.word(index))?)
	}

	/// The highest tick below `from`.
	pub fn next_below(&self, from: Tick) -> Option<Tick> {
		let (index, bit) = Self::place(from);
		if let Some(bit) = highest_bit(below(self.word(index), bit)) {
			return tick(index, bit);
		}
		let index = highest_bit(below(self.summary, index))?;
		tick(index, highest_bit(self.word(index))?)
	}

	/// Whether the summary says what the words say.
	pub(crate) fn is_consistent(&self) -> bool {
		(0u32..).zip(&self.words).all(|(index, word)| {
			(*word != 0) == (self.summary.checked_shr(index).unwrap_or(0) & 1 == 1)
		})
	}
}

/// The levels of a product with open lots. Part of the product's header in storage.
#[derive(
	Clone,
	Debug,
	Default,
	PartialEq,
	Eq,
	Encode,
	Decode,
	DecodeWithMemTracking,
	MaxEncodedLen,
	TypeInfo,
)]
pub struct Book {
	/// Levels that buy.
	pub bids: TickSet,
	/// Levels that sell.
	pub asks: TickSet,
}

impl Book {
	/// The levels of one side.
	pub fn side(&self, side: Side) -> &TickSet {
		match side {
			Side::Bid => &self.bids,
			Side::Ask => &self.asks,
		}
	}

	pub(crate) fn side_mut(&mut self, side: Side) -> &mut TickSet {
		match side {
			Side::Bid => &mut self.bids,
			Side::Ask => &mut self.asks,
		}
	}

	/// The best price of one side: the highest bid or the lowest ask.
	pub fn best(&self, side: Side) -> Option<Tick> {
		match side {
			Side::Bid => self.bids.highest(),
			Side::Ask => self.asks.lowest(),
		}
	}

	/// The levels of one side, best first.
	pub fn levels(&self, side: Side) -> impl Iterator<Item = Tick> + '_ {
		iter::successors(self.best(side), move |tick| self.next(side, *tick))
	}

	/// The level of one side that comes after this price: the next lower bid or the next higher ask.
	pub(crate) fn next(&self, side: Side, tick: Tick) -> Option<Tick> {
		match side {
			Side::Bid => self.bids.next_below(tick),
			Side::Ask => self.asks.next_above(tick),
		}
	}

	/// Whether an order of `side` with this limit would trade with the best order of the other side, if
	/// that is not its owner's own.
	pub fn crosses(&self, side: Side, limit: Tick) -> bool {
		self.best(side.opposite()).is_some_and(|best| reaches(side, limit, best))
	}

	/// Whether neither side is empty and the best bid is not below the best ask: never between commands,
	/// but for a book that opens with an auction.
	pub fn is_crossed(&self) -> bool {
		self.best(Side::Bid).is_some_and(|bid| self.crosses(Side::Bid, bid))
	}

	/// Whether nothing is open.
	pub fn is_empty(&self) -> bool {
		self.bids.is_empty() && self.asks.is_empty()
	}
}

/// Whether an order of `side` with this limit may trade at `price`.
pub(crate) fn reaches(side: Side, limit: Tick, price: Tick) -> bool {
	match side {
		Side::Bid => price <= limit,
		Side::Ask => price >= limit,
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use alloc::{collections::BTreeSet, vec::Vec};

	/// Ticks at the ends of words, of the band and in the middle.
	const TICKS_TO_TRY: [u16; 12] = [0, 1, 62, 63, 64, 65, 127, 128, 2_047, 2_048, 4_094, 4_095];

	#[test]
	fn is_a_set_of_ticks() {
		let (mut set, mut naive) = (TickSet::default(), BTreeSet::new());
		// Each step of 7 visits all twelve; the second round takes out what the first put in.
		for round in [true, false] {
			for step in 0..TICKS_TO_TRY.len() {
				let tick = Tick(TICKS_TO_TRY[step * 7 % TICKS_TO_TRY.len()]);
				set.set(tick, round);
				if round {
					naive.insert(tick);
				} else {
					naive.remove(&tick);
				}
				assert!(set.is_consistent());
				assert_eq!(set.is_empty(), naive.is_empty());
				assert_eq!(set.lowest(), naive.first().copied());
				assert_eq!(set.highest(), naive.last().copied());
				for at in (0..TICKS).map(Tick) {
					assert_eq!(set.contains(at), naive.contains(&at));
					let next = naive.range(Tick(at.0 + 1)..).next().copied();
					assert_eq!(set.next_above(at), next, "above {at}");
					assert_eq!(set.next_below(at), naive.range(..at).next_back().copied());
				}
			}
		}
		assert_eq!(set, TickSet::default());
	}

	#[test]
	fn ignores_ticks_outside_the_band() {
		let mut set = TickSet::default();
		for tick in [Tick(TICKS), Tick(u16::MAX)] {
			set.set(tick, true);
			assert!(!set.contains(tick));
			assert!(set.is_empty());
		}
	}

	#[test]
	fn levels_run_from_the_best_outward() {
		let mut book = Book::default();
		for tick in TICKS_TO_TRY {
			book.bids.set(Tick(tick), true);
			book.asks.set(Tick(tick), true);
		}
		let asks: Vec<_> = book.levels(Side::Ask).map(|t| t.0).collect();
		assert_eq!(asks, TICKS_TO_TRY);
		let mut bids: Vec<_> = book.levels(Side::Bid).map(|t| t.0).collect();
		bids.reverse();
		assert_eq!(bids, TICKS_TO_TRY);
	}

	#[test]
	fn a_locked_book_is_crossed() {
		for (bid, ask, crossed) in [(99, 100, false), (100, 100, true), (101, 100, true)] {
			let mut book = Book::default();
			assert!(!book.is_crossed());
			book.bids.set(Tick(bid), true);
			assert!(!book.is_crossed());
			book.asks.set(Tick(ask), true);
			assert_eq!(book.is_crossed(), crossed, "{bid} {ask}");
		}
	}
}
