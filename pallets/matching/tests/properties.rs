//! Properties that hold for any list of commands: energy conserved, book never crossed, replay the same.

use gridforge_matching::{
	cancel, find, place, preview, reduce, Book, Incoming, MemoryStore, Placed, Rest, WhyCancelled,
	Withdrawn,
};
use gridforge_primitives::{Lots, OrderRef, OrderType, ParticipantId, SelfTrade, Side, Tick};
use proptest::prelude::*;
use std::collections::BTreeMap;

#[derive(Clone, Debug)]
enum Command {
	Place(Incoming),
	/// Which of the orders that came to rest, modulo how many there are.
	Cancel(usize),
	/// Likewise, and to how many lots.
	Reduce(usize, u32),
}

fn order_types() -> impl Strategy<Value = OrderType> {
	prop_oneof![
		6 => Just(OrderType::Limit),
		1 => Just(OrderType::PostOnly),
		1 => Just(OrderType::ImmediateOrCancel),
		1 => Just(OrderType::FillOrKill),
		1 => Just(OrderType::Market),
	]
}

fn self_trades() -> impl Strategy<Value = SelfTrade> {
	prop_oneof![Just(SelfTrade::CancelNewest), Just(SelfTrade::CancelOldest)]
}

fn commands() -> impl Strategy<Value = Vec<Command>> {
	let lots = prop_oneof![8 => 1..60u32, 1 => 1..2_000u32, 1 => Just(u32::MAX)];
	let limit = prop_oneof![8 => 100..108u16, 1 => Just(0), 1 => Just(4_095)];
	let kind = (order_types(), self_trades(), any::<u64>(), any::<u8>());
	let place = (0..8u32, any::<bool>(), limit, lots, 0..20u32, 0..12u32, kind).prop_map(
		|(
			owner,
			buys,
			limit,
			lots,
			minimum,
			max_fills,
			(order_type, self_trade, reference, terms),
		)| {
			Command::Place(Incoming {
				owner: ParticipantId(owner),
				side: if buys { Side::Bid } else { Side::Ask },
				limit: Tick(limit),
				lots: Lots(lots),
				minimum: Lots(minimum),
				max_fills,
				order_type,
				self_trade,
				reference,
				terms,
			})
		},
	);
	let cancel = any::<usize>().prop_map(Command::Cancel);
	let reduce = (any::<usize>(), 0..80u32).prop_map(|(nth, lots)| Command::Reduce(nth, lots));
	prop::collection::vec(prop_oneof![6 => place, 2 => cancel, 1 => reduce], 1..300)
}

#[derive(Default)]
struct Run {
	book: Book,
	store: MemoryStore,
	/// Everything that was placed, and all lots that were cancelled, by side.
	placed: BTreeMap<Side, u64>,
	cancelled: BTreeMap<Side, u64>,
	traded: u64,
	rested: Vec<(OrderRef, Incoming)>,
	log: Vec<Placed>,
}

impl Run {
	fn of(commands: &[Command]) -> Result<Run, TestCaseError> {
		let mut run = Run::default();
		for command in commands {
			match command {
				Command::Place(incoming) => run.place(*incoming)?,
				Command::Cancel(nth) => run.cancel(*nth),
				Command::Reduce(nth, lots) => run.reduce(*nth, Lots(*lots)),
			}
			prop_assert!(!run.book.is_crossed());
		}
		Ok(run)
	}

	fn place(&mut self, incoming: Incoming) -> Result<(), TestCaseError> {
		let expected = preview(&self.book, &self.store, &incoming, &[]);
		let before = (self.book.clone(), self.store.clone());
		let placed = place(&mut self.book, &mut self.store, incoming).unwrap();
		if matches!(
			placed.rest,
			Rest::Cancelled { why: WhyCancelled::FillOrKill | WhyCancelled::PostOnly, .. }
		) {
			prop_assert!((&self.book, &self.store) == (&before.0, &before.1));
			prop_assert!(placed.fills.is_empty() && placed.withdrawn.is_empty());
		}
		let traded = placed.fills.iter().map(|fill| u64::from(fill.lots.0)).sum::<u64>();
		prop_assert_eq!(&placed.fills, &expected);
		prop_assert!(placed.fills.len() + placed.withdrawn.len() <= placed.worked as usize);
		prop_assert!(placed.worked <= incoming.max_fills);
		for Withdrawn { owner, order, cancelled } in &placed.withdrawn {
			prop_assert!(incoming.self_trade == SelfTrade::CancelOldest);
			let own = self.rested(*order);
			prop_assert_eq!((own.owner, own.owner), (incoming.owner, *owner));
			prop_assert_eq!(own.reference, cancelled.reference);
			prop_assert_eq!(own.terms, cancelled.terms);
			*self.cancelled.entry(order.side).or_default() += u64::from(cancelled.lots.0);
		}
		for fill in &placed.fills {
			prop_assert!(!fill.lots.is_zero());
			prop_assert!(fill.maker != incoming.owner);
			let maker = self.rested(fill.order);
			prop_assert_eq!((maker.owner, maker.reference), (fill.maker, fill.reference));
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
				let may_rest =
					matches!(incoming.order_type, OrderType::Limit | OrderType::PostOnly);
				prop_assert!(may_rest);
				self.rested.push((order, incoming));
				lots
			}
			Rest::Cancelled { lots, why } => {
				*self.cancelled.entry(incoming.side).or_default() += u64::from(lots.0);
				// A remainder that was stopped still crosses; one that may not rest does not.
				let crosses = match why {
					WhyCancelled::FillLimit | WhyCancelled::SelfTrade | WhyCancelled::PostOnly => {
						true
					}
					WhyCancelled::BelowMinimum | WhyCancelled::ImmediateOrCancel => false,
					WhyCancelled::FillOrKill => self.book.crosses(incoming.side, incoming.limit),
					WhyCancelled::LevelFull => unreachable!(),
				};
				prop_assert_eq!(self.book.crosses(incoming.side, incoming.limit), crosses);
				lots
			}
		};
		prop_assert_eq!(traded + u64::from(left.0), u64::from(incoming.lots.0));
		*self.placed.entry(incoming.side).or_default() += u64::from(incoming.lots.0);
		self.traded += traded;
		self.log.push(placed);
		Ok(())
	}

	/// The order as it was placed that came to rest under this name.
	fn rested(&self, name: OrderRef) -> Incoming {
		self.rested.iter().find(|(order, _)| *order == name).unwrap().1
	}

	fn nth(&self, nth: usize) -> Option<(OrderRef, ParticipantId)> {
		let (order, incoming) = self.rested[nth.checked_rem(self.rested.len())?];
		Some((order, incoming.owner))
	}

	fn cancel(&mut self, nth: usize) {
		let Some((order, owner)) = self.nth(nth) else { return };
		if let Ok(cancelled) = cancel(&mut self.book, &mut self.store, order, owner) {
			*self.cancelled.entry(order.side).or_default() += u64::from(cancelled.lots.0);
		}
	}

	fn reduce(&mut self, nth: usize, lots: Lots) {
		let Some((order, owner)) = self.nth(nth) else { return };
		let before = find(&self.store, order);
		if let Ok(back) = reduce(&mut self.book, &mut self.store, order, owner, lots) {
			*self.cancelled.entry(order.side).or_default() += u64::from(back.lots.0);
			let after = find(&self.store, order).unwrap();
			assert!(after.is_open() && after.lots == lots);
			assert_eq!(after.open().0 + back.lots.0, before.unwrap().open().0);
		} else {
			assert_eq!(find(&self.store, order), before);
		}
	}

	/// As `place` with older orders giving way, but each of them is cancelled when it is in the way.
	fn place_by_hand(&mut self, incoming: Incoming) -> Result<(), TestCaseError> {
		let mut next = Incoming { self_trade: SelfTrade::CancelNewest, ..incoming };
		loop {
			self.place(next)?;
			let step = self.log.last().unwrap();
			let Rest::Cancelled { lots, why: WhyCancelled::SelfTrade } = step.rest else {
				return Ok(());
			};
			(next.lots, next.max_fills) = (lots, next.max_fills - step.worked - 1);
			let best = self.book.best(incoming.side.opposite()).unwrap();
			let is_next = |(name, _): &&(OrderRef, Incoming)| {
				name.side != incoming.side
					&& name.tick == best
					&& find(&self.store, *name).is_some_and(|order| order.is_open())
			};
			let (own, placed) = *self.rested.iter().find(is_next).unwrap();
			prop_assert_eq!(placed.owner, incoming.owner);
			cancel(&mut self.book, &mut self.store, own, incoming.owner).unwrap();
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

	#[test]
	fn giving_way_leaves_what_cancelling_by_hand_does(commands in commands()) {
		let (run, mut by_hand) = (Run::of(&commands)?, Run::default());
		for command in &commands {
			match command {
				Command::Place(incoming)
					if incoming.self_trade == SelfTrade::CancelOldest
						&& incoming.order_type != OrderType::FillOrKill =>
				{
					by_hand.place_by_hand(*incoming)?
				}
				Command::Place(incoming) => by_hand.place(*incoming)?,
				Command::Cancel(nth) => by_hand.cancel(*nth),
				Command::Reduce(nth, lots) => by_hand.reduce(*nth, Lots(*lots)),
			}
		}
		prop_assert_eq!(run.book, by_hand.book);
		prop_assert!(run.store == by_hand.store);
	}
}
