//! From blocks to records. What the chain tells once is remembered for later: what rests in the books.

use super::{
	block::{moment, Block, Happened, Sent, Times},
	rows::Rows,
	shapes::{self, Fill},
};
use crate::errors::Result;
use gridforge_primitives::{Lots, OrderId, OrderRef, ParticipantId, Price, ProductId};
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;

/// An order in a book.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Open {
	pub participant: ParticipantId,
	/// Nothing where it came in a call that cannot be told from others.
	pub price: Option<Price>,
	/// What came to rest, less what it was reduced by and what traded in an auction; unknown as the price is.
	pub lots: Option<Lots>,
	/// What has traded since, but in an auction.
	pub filled: Lots,
	pub reference: i128,
}

impl Open {
	/// What can still trade.
	pub fn left(&self) -> Option<Lots> {
		self.lots.map(|lots| lots.checked_sub(self.filled).unwrap_or(Lots::ZERO))
	}
}

/// The orders in all books.
pub type Books = BTreeMap<ProductId, BTreeMap<OrderRef, Open>>;

/// A trade of a taker whose order the chain tells of after it.
struct Taken {
	by: Option<u32>,
	taker: u32,
	lots: u32,
	/// Where the taker's side of it stands among the block's trades.
	row: usize,
}

/// What is known between events.
#[derive(Default)]
pub struct Ledger {
	pub(super) books: Books,
	/// The market's clock, as it was last told.
	pub(super) times: Times,
	taken: Vec<Taken>,
	/// How many lists of orders each transaction has placed.
	lists: BTreeMap<u32, usize>,
	/// An order that gives way to its own amendment.
	pub(super) amended: Option<(Option<u32>, OrderId)>,
	pub(super) rows: Rows,
}

/// An event in its block.
#[derive(Clone, Copy)]
pub struct At<'a> {
	pub block: &'a Block,
	pub event: &'a Happened,
}

impl At<'_> {
	/// What it says.
	pub fn read<T: DeserializeOwned>(&self) -> Result<T> {
		shapes::read(&self.event.told.fields)
	}

	/// The market's clock.
	pub fn times(&self) -> Times {
		self.block.times.unwrap_or_default()
	}

	/// When it happened.
	pub fn time(&self) -> String {
		moment(self.block.time)
	}

	/// Its name among all events of the chain.
	pub fn name(&self) -> String {
		format!("{}-{}", self.block.number, self.event.told.index)
	}

	/// The transaction that it comes of.
	pub fn sent(&self) -> Option<&Sent> {
		self.block.sent.get(&self.event.by?)
	}

	/// The participant for whom an account acts by itself.
	pub fn owner(&self, account: &str) -> Option<u32> {
		self.block.owners.get(account).copied()
	}

	/// Whether it comes of a transaction with a call of that name.
	pub fn comes_of(&self, call: &str) -> bool {
		self.sent().is_some_and(|sent| sent.calls(call).next().is_some())
	}
}

impl Ledger {
	/// A ledger that begins with these books.
	pub fn new(books: Books, times: Times) -> Ledger {
		Ledger { books, times, ..Ledger::default() }
	}

	/// The records of a block, which follows the one before.
	pub fn take(&mut self, block: &Block) -> Result<Rows> {
		self.taken.clear();
		self.lists.clear();
		self.amended = None;
		self.times = block.times.unwrap_or(self.times);
		self.expire(block.number, block.time);
		for event in &block.events {
			let at = At { block, event };
			match (event.told.pallet.as_str(), event.told.event.as_str()) {
				("EnergyMarket", "Traded") => self.traded(at)?,
				("EnergyMarket", "AuctionTraded") => self.auction_traded(at)?,
				("EnergyMarket", "OrderPlaced") => self.order_placed(at)?,
				("EnergyMarket", "OrdersPlaced") => self.orders_placed(at)?,
				("EnergyMarket", "OrderReduced") => self.order_reduced(at)?,
				("EnergyMarket", "OrderCancelled") => self.order_cancelled(at)?,
				("EnergyMarket", "OrdersCancelled") => self.orders_cancelled(at)?,
				("EnergyMarket", "AllOrdersCancelled") => self.all_cancelled(at)?,
				("EnergyMarket", "Deposited") => self.moved(at, "deposit")?,
				("EnergyMarket", "Withdrawn") => self.moved(at, "withdrawal")?,
				("EnergyMarket", "TreasuryPaid") => self.treasury_paid(at)?,
				("Settlement", "PositionSettled") => self.position_settled(at)?,
				("Settlement", "Resettled") => self.resettled(at)?,
				("Settlement", "ClaimSettled") => self.claim_settled(at)?,
				("Settlement", "EnergyShared") => self.energy_shared(at)?,
				("Settlement", "IntervalSettled") => self.interval_settled(at)?,
				("Watt", "Minted") => self.minted(at)?,
				("Watt", "RedemptionRequested") => self.redemption(at, "redemption requested")?,
				("Watt", "RedemptionPaid") => self.redemption(at, "redemption paid")?,
				("Watt", "RedemptionReturned") => self.redemption(at, "redemption returned")?,
				("Watt", "RedemptionReclaimed") => self.redemption(at, "redemption reclaimed")?,
				("Watt", "Seized") => self.seized(at)?,
				("Metering", "ReadingsAccepted") => self.readings(at)?,
				("Metering", "DeviceReadingsAccepted") => self.device_readings(at)?,
				("Metering", "ReadingCorrected") => self.corrected(at)?,
				("Metering", "MeterQuarantined") => self.quarantined(at)?,
				("Metering", "FeederRead") => self.feeder_read(at)?,
				_ => {}
			}
		}
		Ok(std::mem::take(&mut self.rows))
	}

	/// The order in that place, if it is known.
	pub fn open(&self, order: OrderId) -> Option<&Open> {
		self.books.get(&order.product)?.get(&order.place)
	}

	/// An order came to rest.
	pub(super) fn rests(&mut self, order: OrderId, open: Open) {
		self.books.entry(order.product).or_default().insert(order.place, open);
	}

	/// An order left its book.
	pub(super) fn leaves(&mut self, order: OrderId) -> Option<Open> {
		self.books.get_mut(&order.product)?.remove(&order.place)
	}

	/// An order in a book changed.
	pub(super) fn change(&mut self, order: OrderId, change: impl FnOnce(&mut Open)) {
		let book = self.books.get_mut(&order.product);
		if let Some(open) = book.and_then(|book| book.get_mut(&order.place)) {
			change(open);
		}
	}

	/// A taker traded; its order will be told of. The taker's side is the block's latest trade.
	pub(super) fn took(&mut self, at: At<'_>, taker: u32, fill: &Fill) {
		if let Some(row) = self.rows.trades.len().checked_sub(1) {
			self.taken.push(Taken { by: at.event.by, taker, lots: fill.lots, row });
		}
	}

	/// The trades of an order that filled so many lots are its own.
	pub(super) fn belong(&mut self, at: At<'_>, taker: u32, filled: u32, order: &str) {
		let mut left = filled;
		self.taken.retain(|taken| {
			let own = left >= taken.lots && taken.by == at.event.by && taken.taker == taker;
			if own {
				left = left.saturating_sub(taken.lots);
				if let Some(row) = self.rows.trades.get_mut(taken.row) {
					row.order = Some(order.to_owned());
				}
			}
			!own
		});
	}

	/// Which of the lists of orders of its transaction an event is about.
	pub(super) fn next_list(&mut self, by: u32) -> usize {
		let next = self.lists.entry(by).or_default();
		let number = *next;
		*next = next.saturating_add(1);
		number
	}
}
