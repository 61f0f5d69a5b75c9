//! The crate `lobster` 0.7, ISC.

use super::Engine;
use crate::tape::{Command, Fill};
use gridforge_primitives::Side;
use lobster::{OrderBook, OrderEvent, OrderType};

/// The book with its default capacities, its statistics off.
#[derive(Default)]
pub struct Lobster(OrderBook);

impl Engine for Lobster {
	fn execute(&mut self, number: u32, command: Command, mut traded: impl FnMut(Fill)) {
		let event = self.0.execute(match command {
			Command::Place { side, tick, lots } => OrderType::Limit {
				id: u128::from(number),
				side: match side {
					Side::Bid => lobster::Side::Bid,
					Side::Ask => lobster::Side::Ask,
				},
				qty: u64::from(lots),
				price: u64::from(tick),
			},
			Command::Cancel { order } => OrderType::Cancel { id: u128::from(order) },
		});
		match event {
			OrderEvent::Filled { fills, .. } | OrderEvent::PartiallyFilled { fills, .. } => {
				for fill in fills {
					traded(Fill {
						maker: u32::try_from(fill.order_2).expect("a position on the tape"),
						tick: u16::try_from(fill.price).expect("a tick of the tape"),
						lots: u32::try_from(fill.qty).expect("at most what was placed"),
					});
				}
			}
			OrderEvent::Placed { .. } | OrderEvent::Canceled { .. } => {}
			OrderEvent::Unfilled { .. } => panic!("command {number} was no market order"),
		}
	}

	fn open_lots(&self) -> u64 {
		let depth = self.0.depth(0);
		depth.bids.iter().chain(&depth.asks).map(|level| level.qty).sum()
	}
}
