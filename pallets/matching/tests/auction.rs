//! Properties of the opening auction, for any book: the price is the rule's, energy bought is energy sold,
//! nobody is passed over, and it does not matter where it is interrupted.

mod naive;

use codec::{Decode, Encode};
use gridforge_matching::{
	cancel, collect, place, reduce, Book, Clearing, Executed, Execution, Incoming, MemoryStore,
	Progress, Rest, Search, PAGE,
};
use gridforge_primitives::{Lots, OrderRef, OrderType, ParticipantId, SelfTrade, Side, Tick};
use proptest::prelude::*;

#[derive(Clone, Debug)]
enum Command {
	Collect(Incoming),
	/// Which of the orders that came to rest, modulo how many there are.
	Cancel(usize),
	/// Likewise, and to how many lots.
	Reduce(usize, u32),
}

/// Limits near each other, in the middle or at an end of the band, or anywhere.
fn limits() -> impl Strategy<Value = BoxedStrategy<u16>> {
	prop_oneof![
		Just((100..108u16).boxed()),
		Just((100..103u16).boxed()),
		Just((0..5u16).boxed()),
		Just((4_090..4_096u16).boxed()),
		Just((0..4_096u16).boxed()),
	]
}

/// Few sizes, so that levels are often used up on both sides at once.
fn lots() -> impl Strategy<Value = u32> {
	prop_oneof![12 => (1..4u32).prop_map(|n| n * 10), 2 => 10..200u32, 1 => Just(u32::MAX)]
}

fn orders(limit: BoxedStrategy<u16>) -> impl Strategy<Value = Incoming> {
	(0..8u32, any::<bool>(), limit, lots(), any::<bool>(), any::<u64>(), any::<u8>()).prop_map(
		|(owner, buys, limit, lots, posts, reference, terms)| Incoming {
			owner: ParticipantId(owner),
			side: if buys { Side::Bid } else { Side::Ask },
			limit: Tick(limit),
			lots: Lots(lots),
			minimum: Lots(10),
			max_fills: 100,
			order_type: if posts { OrderType::PostOnly } else { OrderType::Limit },
			self_trade: SelfTrade::CancelNewest,
			reference,
			terms,
		},
	)
}

fn commands(most: usize) -> impl Strategy<Value = Vec<Command>> {
	limits().prop_flat_map(move |limit| {
		let cancel = any::<usize>().prop_map(Command::Cancel);
		let reduce = (any::<usize>(), 0..80u32).prop_map(|(nth, lots)| Command::Reduce(nth, lots));
		let command =
			prop_oneof![12 => orders(limit).prop_map(Command::Collect), 2 => cancel, 1 => reduce];
		prop::collection::vec(command, 1..most)
	})
}

fn references() -> impl Strategy<Value = Option<Tick>> {
	prop_oneof![
		2 => Just(None),
		2 => (98..110u16).prop_map(|tick| Some(Tick(tick))),
		1 => any::<u16>().prop_map(|tick| Some(Tick(tick))),
	]
}

#[derive(Clone, Default)]
struct Market {
	book: Book,
	store: MemoryStore,
	/// In the order of their arrival.
	rested: Vec<(OrderRef, Incoming)>,
}

impl Market {
	/// A market in which the first `traded` of the orders were placed and the others collected.
	fn of(commands: &[Command], traded: usize) -> Result<Market, TestCaseError> {
		let mut market = Market::default();
		for (nth, command) in commands.iter().enumerate() {
			let Market { book, store, rested } = &mut market;
			let pick = |nth: &usize| nth.checked_rem(rested.len()).map(|nth| rested[nth]);
			match command {
				Command::Collect(incoming) => {
					let rest = if nth < traded {
						place(book, store, *incoming).unwrap().rest
					} else {
						collect(book, store, *incoming).unwrap()
					};
					if let Rest::Resting { order, .. } = rest {
						prop_assert!(rested.iter().all(|(other, _)| *other != order));
						rested.push((order, *incoming));
					}
				}
				Command::Cancel(nth) => {
					if let Some((order, of)) = pick(nth) {
						let _ = cancel(book, store, order, of.owner);
					}
				}
				Command::Reduce(nth, lots) => {
					if let Some((order, of)) = pick(nth) {
						let _ = reduce(book, store, order, of.owner, Lots(*lots));
					}
				}
			}
		}
		prop_assert_eq!(market.store.check_collecting(&market.book), Ok(()));
		Ok(market)
	}

	/// The open orders in the order of their arrival.
	fn open(&self) -> Vec<(OrderRef, u64)> {
		let open = |(name, _): &(OrderRef, _)| {
			let order = gridforge_matching::find(&self.store, *name).filter(|o| o.is_open())?;
			Some((*name, u64::from(order.open().0)))
		};
		self.rested.iter().filter_map(open).collect()
	}

	fn expected(&self, reference: Option<Tick>) -> Option<(Tick, u64)> {
		let orders: Vec<_> =
			self.open().iter().map(|(name, open)| (name.side, name.tick, *open)).collect();
		naive::clearing(&orders, reference)
	}

	/// Who of one side trades how much, in turn: best price first, then oldest, until the volume is used up.
	fn queue(&self, side: Side, mut volume: u64) -> Vec<(OrderRef, u64)> {
		let mut queue: Vec<_> =
			self.open().into_iter().filter(|(name, _)| name.side == side).collect();
		queue.sort_by_key(|(name, _)| match side {
			Side::Bid => -i32::from(name.tick.0),
			Side::Ask => i32::from(name.tick.0),
		});
		for (_, lots) in &mut queue {
			*lots = volume.min(*lots);
			volume -= *lots;
		}
		queue.retain(|(_, lots)| *lots > 0);
		queue
	}

	fn search(&self, reference: Option<Tick>) -> Option<Clearing> {
		let mut search = Search::new(reference);
		loop {
			match search.step(&self.book, &self.store).unwrap() {
				Progress::Searching => {}
				Progress::Found(clearing) => return Some(clearing),
				Progress::NotCrossed => return None,
			}
		}
	}

	fn execute(&mut self, clearing: Clearing) -> Vec<Executed> {
		let (mut execution, mut executed) = (Execution::new(clearing), Vec::new());
		while !execution.is_done() {
			executed.extend(execution.step(&mut self.book, &mut self.store).unwrap());
		}
		executed
	}

	/// The records of both sides add up to so many lots filled continuously.
	fn recorded(&self) -> u64 {
		let inline = self.store.levels().map(|(_, level)| &level.page);
		let moved_out = self.store.pages().map(|(_, page)| page);
		inline.chain(moved_out).flat_map(|page| &page.orders).map(|o| u64::from(o.filled.0)).sum()
	}
}

/// What storage does to a value between two steps.
fn kept<T: Encode + Decode>(value: T) -> T {
	T::decode(&mut &value.encode()[..]).unwrap()
}

proptest! {
	#![proptest_config(ProptestConfig {
		cases: 1_000,
		failure_persistence: None,
		..ProptestConfig::default()
	})]

	#[test]
	fn the_price_is_that_of_the_rule(commands in commands(24), reference in references()) {
		let market = Market::of(&commands, 0)?;
		let found = market.search(reference).map(|clearing| (clearing.tick, clearing.volume));
		prop_assert_eq!(found, market.expected(reference));
		prop_assert_eq!(found.is_some(), market.book.is_crossed());
	}
}

proptest! {
	#![proptest_config(ProptestConfig {
		cases: 400,
		failure_persistence: None,
		..ProptestConfig::default()
	})]

	#[test]
	fn what_is_bought_is_sold_in_the_order_of_price_and_time(
		commands in commands(500),
		traded in 0..200usize,
		reference in references(),
	) {
		let mut market = Market::of(&commands, traded)?;
		let Some(clearing) = market.search(reference) else { return Ok(()) };
		let (before, recorded) = (market.clone(), market.recorded());
		prop_assert_eq!(Some((clearing.tick, clearing.volume)), before.expected(reference));

		let executed = market.execute(clearing);
		prop_assert_eq!(market.store.check(&market.book), Ok(()));
		prop_assert_eq!(market.recorded(), recorded);
		for side in [Side::Bid, Side::Ask] {
			let of_side = executed.iter().filter(|executed| executed.order.side == side);
			let trades: Vec<_> = of_side.map(|e| (e.order, u64::from(e.lots.0))).collect();
			prop_assert_eq!(trades.iter().map(|trade| trade.1).sum::<u64>(), clearing.volume);
			prop_assert_eq!(trades, before.queue(side, clearing.volume));
		}
		for Executed { order, before: was, lots } in &executed {
			let within_limit = match order.side {
				Side::Bid => clearing.tick <= order.tick,
				Side::Ask => clearing.tick >= order.tick,
			};
			prop_assert!(within_limit);
			prop_assert_eq!(gridforge_matching::find(&before.store, *order), Some(*was));
			let left = was.open().checked_sub(*lots).unwrap();
			if let Some(now) = gridforge_matching::find(&market.store, *order) {
				let lots = was.lots.checked_sub(*lots).unwrap();
				prop_assert_eq!(now, gridforge_matching::Order { lots, ..*was });
			} else {
				prop_assert!(left.is_zero() && was.filled.is_zero());
			}
		}
	}

	#[test]
	fn it_does_not_matter_where_it_is_interrupted(
		commands in commands(300),
		reference in references(),
		interruptions in any::<u64>(),
	) {
		let mut at_once = Market::of(&commands, 0)?;
		let mut by_steps = at_once.clone();
		let clearing = at_once.search(reference);
		let mut interrupted = (0..).map(|nth| interruptions.rotate_left(nth) & 1 == 1);

		let mut search = Search::new(reference);
		let found = loop {
			if interrupted.next().unwrap() {
				// A step that is rolled back leaves no trace but in what is thrown away.
				let _ = kept(search).step(&by_steps.book, &by_steps.store);
				(search, by_steps.book) = (kept(search), kept(by_steps.book));
			}
			match search.step(&by_steps.book, &by_steps.store).unwrap() {
				Progress::Searching => {}
				Progress::Found(clearing) => break Some(clearing),
				Progress::NotCrossed => break None,
			}
		};
		prop_assert_eq!(found, clearing);
		let Some(clearing) = clearing else { return Ok(()) };

		let executed = at_once.execute(clearing);
		let (mut execution, mut trades) = (Execution::new(clearing), Vec::new());
		while !execution.is_done() {
			if interrupted.next().unwrap() {
				let mut thrown_away = by_steps.clone();
				let _ = kept(execution).step(&mut thrown_away.book, &mut thrown_away.store);
				(execution, by_steps.book) = (kept(execution), kept(by_steps.book));
			}
			let step = execution.step(&mut by_steps.book, &mut by_steps.store).unwrap();
			prop_assert!((1..=PAGE as usize).contains(&step.len()));
			prop_assert_eq!(by_steps.store.check_collecting(&by_steps.book), Ok(()));
			trades.extend(step);
		}
		prop_assert_eq!(trades, executed);
		prop_assert_eq!(by_steps.book, at_once.book);
		prop_assert!(by_steps.store == at_once.store);
	}
}
