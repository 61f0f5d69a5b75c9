//! The crate `matchcore` 0.4, MIT or Apache-2.0.

use super::Engine;
use crate::tape::{self, Fill};
use gridforge_primitives::Side;
use matchcore::{
	CancelCmd, Command, CommandKind, CommandMeta, CommandOutcome, CommandReport, LimitOrder,
	NewOrder, OrderBook, OrderFlags, OrderId, OrderKind, Price, Quantity, QuantityPolicy,
	SequenceNumber, SubmitCmd, TimeInForce, Timestamp,
};

/// The book. Its orders are named by the sequence number of their command, which is the tape's.
pub struct Matchcore(OrderBook);

impl Default for Matchcore {
	fn default() -> Self {
		Matchcore(OrderBook::new("GRID"))
	}
}

fn kind(command: tape::Command) -> CommandKind {
	match command {
		tape::Command::Place { side, tick, lots } => {
			let side = match side {
				Side::Bid => matchcore::Side::Buy,
				Side::Ask => matchcore::Side::Sell,
			};
			let order = LimitOrder::new(
				Price(u64::from(tick)),
				QuantityPolicy::Standard { quantity: Quantity(u64::from(lots)) },
				OrderFlags::new(side, false, TimeInForce::Gtc),
			);
			CommandKind::Submit(SubmitCmd { order: NewOrder::Limit(order) })
		}
		tape::Command::Cancel { order } => CommandKind::Cancel(CancelCmd {
			order_id: OrderId(u64::from(order)),
			order_kind: OrderKind::Limit,
		}),
	}
}

impl Engine for Matchcore {
	fn execute(&mut self, number: u32, command: tape::Command, mut traded: impl FnMut(Fill)) {
		let at = u64::from(number);
		let meta = CommandMeta { sequence_number: SequenceNumber(at), timestamp: Timestamp(at) };
		match self.0.execute(&Command { meta, kind: kind(command) }) {
			CommandOutcome::Applied(CommandReport::Submit(effects)) => {
				let trades = effects.target_order().match_result().map_or(&[][..], |m| m.trades());
				for trade in trades {
					traded(Fill {
						maker: u32::try_from(trade.maker_order_id().0).expect("a position"),
						tick: u16::try_from(trade.price().0).expect("a tick of the tape"),
						lots: u32::try_from(trade.quantity().0).expect("at most what was placed"),
					});
				}
			}
			CommandOutcome::Applied(CommandReport::Cancel | CommandReport::Amend(_)) => {}
			CommandOutcome::Rejected(failure) => panic!("command {number} rejected: {failure}"),
		}
	}

	fn open_lots(&self) -> u64 {
		let book = self.0.limit();
		let levels = book.bids().values().chain(book.asks().values());
		levels.map(|level| book.levels()[*level].total_quantity().0).sum()
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	/// Why the tape has no such order. Where this fails, the crate has been mended and the tape may have them.
	#[test]
	fn it_trades_a_crossing_order_past_its_limit() {
		let mut book = Matchcore::default();
		let mut prices = Vec::new();
		let orders = [(Side::Ask, 100, 10), (Side::Ask, 105, 10), (Side::Bid, 100, 20)];
		for (number, (side, tick, lots)) in (0u32..).zip(orders) {
			let command = tape::Command::Place { side, tick, lots };
			book.execute(number, command, |fill| prices.push(fill.tick));
		}
		assert_eq!(prices, [100, 105]);
	}
}
