//! Properties that hold for any list of commands: energy conserved, book never crossed, replay the same.

use gridforge_matching::{
	cancel, place, preview, Book, Incoming, MemoryStore, Placed, Rest, WhyCancelled,
};
use gridforge_primitives::{Lots, OrderRef, ParticipantId, Side, Tick};
use proptest::prelude::*;
use std::collections::BTreeMap;

#[derive(Clone, Debug)]
enum Command {
	Place(Incoming),
	/// Which of the orders that came to rest, modulo how many there are.
	Cancel(usize),
}

fn commands() -> impl Strategy<Value = Vec<Command>> {
	let lots = prop_oneof![8 => 1..60u32, 1 => 1..2_000u32, 1 => Just(u32::MAX)];
	let limit = prop_oneof![8 => 100..108u16, 1 => Just(0), 1 => Just(4_095)];
	let place = (0..8u32, any::<bool>(), limit, lots, 0..20u32, 0..12u32).prop_map(
		|(owner, buys, limit, lots, minimum, max_fills)| {
			Command::Place(Incoming {
				owner: ParticipantId(owner),
				side: if buys { Side::Bid } else { Side::Ask },
				limit: Tick(limit),
				lots: Lots(lots),
				minimum: Lots(minimum),
				max_fills,
			})
		},
	);
	let cancel = any::<usize>().prop_map(Command::Cancel);
	prop::collection::vec(prop_oneof![3 => place, 1 => cancel], 1..300)
}

#[derive(Default)]
struct Run {
	book: Book,
	store: MemoryStore,
	/// Everything that was placed, and all lots that were cancelled, by side.
	placed: BTreeMap<Side, u64>,
	cancelled: BTreeMap<Side, u64>,
	traded: u64,
	rested: Vec<(OrderRef, ParticipantId)>,
	log: Vec<Placed>,
}

impl Run {
	fn of(commands: &[Command]) -> Result<Run, TestCaseError> {
		let mut run = Run::default();
		for command in commands {
			match command {
				Command::Place(incoming) => run.place(*incoming)?,
				Command::Cancel(nth) => run.cancel(*nth),
			}
			prop_assert!(!run.book.is_crossed());
		}
		Ok(run)
	}

	fn place(&mut self, incoming: Incoming) -> Result<(), TestCaseError> {
		let expected = preview(&self.book, &self.store, &incoming);
		let placed = place(&mut self.book, &mut self.store, incoming).unwrap();
		let traded = placed.fills.iter().map(|fill| u64::from(fill.lots.0)).sum::<u64>();
		prop_assert_eq!(&placed.fills, &expected);
		prop_assert!(placed.fills.len() <= incoming.max_fills as usize);
		for fill in &placed.fills {
			prop_assert!(!fill.lots.is_zero());
			prop_assert!(fill.maker != incoming.owner);
			let within_limit = match incoming.side {
				Side::Bid => fill.order.tick <= incoming.limit,
				Side::Ask => fill.order.tick >= incoming.limit,
			};
			prop_assert!(within_limit);
		}
		let left = match placed.rest {
			Rest::Filled => Lots::ZERO,
			Rest::Resting { order, lots } => {
				prop_assert!(lots >= incoming.minimum);
				prop_assert!(self.rested.iter().all(|(other, _)| *other != order));
				self.rested.push((order, incoming.owner));
				lots
			}
			Rest::Cancelled { lots, why } => {
				*self.cancelled.entry(incoming.side).or_default() += u64::from(lots.0);
				// A remainder that was stopped still crosses; one that is too small does not.
				prop_assert_eq!(
					self.book.crosses(incoming.side, incoming.limit),
					why != WhyCancelled::BelowMinimum
				);
				lots
			}
		};
		prop_assert_eq!(traded + u64::from(left.0), u64::from(incoming.lots.0));
		*self.placed.entry(incoming.side).or_default() += u64::from(incoming.lots.0);
		self.traded += traded;
		self.log.push(placed);
		Ok(())
	}

	fn cancel(&mut self, nth: usize) {
		let count = self.rested.len();
		let Some((order, owner)) = nth.checked_rem(count).map(|nth| self.rested[nth]) else {
			return;
		};
		if let Ok(cancelled) = cancel(&mut self.book, &mut self.store, order, owner) {
			*self.cancelled.entry(order.side).or_default() += u64::from(cancelled.lots.0);
		}
	}

	/// What the records say was filled while resting on either side.
	fn recorded(&self) -> u64 {
		let inline = self.store.levels().map(|(_, level)| &level.page);
		let moved_out = self.store.pages().map(|(_, page)| page);
		inline.chain(moved_out).flat_map(|page| &page.orders).map(|o| u64::from(o.filled.0)).sum()
	}
}

proptest! {
	#![proptest_config(ProptestConfig {
		cases: 400,
		failure_persistence: None,
		..ProptestConfig::default()
	})]

	#[test]
	fn lots_are_conserved_and_the_book_is_never_crossed(commands in commands()) {
		let run = Run::of(&commands)?;
		prop_assert_eq!(run.store.check(&run.book), Ok(()));
		for side in [Side::Bid, Side::Ask] {
			let open: u64 = run
				.store
				.levels()
				.filter(|(id, _)| id.side == side)
				.map(|(_, level)| level.open)
				.sum();
			let placed = run.placed.get(&side).copied().unwrap_or(0);
			let cancelled = run.cancelled.get(&side).copied().unwrap_or(0);
			// Bought is sold: each side accounts for the same trades.
			prop_assert_eq!(placed, run.traded + open + cancelled);
		}
		prop_assert_eq!(run.recorded(), run.traded);
	}

	#[test]
	fn the_same_commands_give_the_same_book(commands in commands()) {
		let (first, second) = (Run::of(&commands)?, Run::of(&commands)?);
		prop_assert_eq!(first.log, second.log);
		prop_assert_eq!(first.book, second.book);
		prop_assert!(first.store == second.store);
	}
}
