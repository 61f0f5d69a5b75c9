//! What the market stores and what its events carry.

use crate::{tape::Tape, terms};
use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{
	traits::{ConstU32, Get},
	BoundedVec, CloneNoBound, DebugNoBound, DefaultNoBound, EqNoBound, PartialEqNoBound,
};
use gridforge_matching::{Book, Fill, WhyCancelled};
use gridforge_primitives::{
	Charge, Conduct, Contract, CurrencyId, Lots, OrderId, OrderRef, OrderTerms, ParticipantId,
	Price, ProductId, ProductRules, Side, Volume, WattBalance, WattDelta, ZoneId, MAX_LINKS,
};
use scale_info::TypeInfo;
use sp_runtime::DispatchError;

/// The header of a product that has had an order: the rules it opened with, what it has traded, and its book.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Product {
	/// The rules, as they were when the product got its first order.
	pub rules: ProductRules,
	/// Whether orders only collect, until the opening auction has been held.
	pub collecting: bool,
	/// What has traded in its book.
	pub tape: Tape,
	/// What has crossed to and from neighbouring zones.
	pub exchanges: BoundedVec<Exchange, ConstU32<MAX_LINKS>>,
	/// Which price levels have open orders.
	pub book: Book,
}

impl Product {
	/// A product that opens with `rules`.
	pub fn new(rules: ProductRules, collecting: bool) -> Self {
		Product {
			rules,
			collecting,
			tape: Tape::default(),
			exchanges: BoundedVec::new(),
			book: Book::default(),
		}
	}

	/// What has crossed to and from `zone`, begun where nothing has; nothing where too many have crossed before.
	pub fn exchange_with(&mut self, zone: ZoneId) -> Option<&mut Exchange> {
		let known = self.exchanges.iter().position(|exchange| exchange.zone == zone);
		let at = match known {
			Some(at) => at,
			None => {
				self.exchanges.try_push(Exchange { zone, ..Exchange::default() }).ok()?;
				self.exchanges.len().checked_sub(1)?
			}
		};
		self.exchanges.get_mut(at)
	}

	/// What has crossed in all. `None` past the range of the types.
	pub fn exchanged(&self) -> Option<Exchange> {
		let add = |sum: Exchange, one: &Exchange| {
			Some(Exchange {
				zone: sum.zone,
				imported: sum.imported.checked_add(one.imported)?,
				exported: sum.exported.checked_add(one.exported)?,
				paid: sum.paid.checked_add(one.paid)?,
			})
		};
		self.exchanges.iter().try_fold(Exchange::default(), add)
	}
}

/// What has crossed between a product and that of a neighbouring zone.
#[derive(
	Clone,
	Copy,
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
pub struct Exchange {
	/// The neighbour.
	pub zone: ZoneId,
	/// Lots bought there.
	pub imported: u64,
	/// Lots sold there.
	pub exported: u64,
	/// What those bought cost less what those sold earned: it is paid to the neighbour's sellers.
	pub paid: WattDelta,
}

impl Exchange {
	/// Add trades of `side` here with the neighbour. `None` past the range of the types.
	pub fn add(&mut self, side: Side, lots: u64, notional: WattDelta) -> Option<()> {
		match side {
			Side::Bid => {
				self.imported = self.imported.checked_add(lots)?;
				self.paid = self.paid.checked_add(notional)?;
			}
			Side::Ask => {
				self.exported = self.exported.checked_add(lots)?;
				self.paid = self.paid.checked_sub(notional)?;
			}
		}
		Some(())
	}

	/// What has gone the way that trades of `side` here go.
	pub fn used(&self, side: Side) -> u64 {
		match side {
			Side::Bid => self.imported,
			Side::Ask => self.exported,
		}
	}
}

/// How many orders a participant has placed in its latest block.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct OrdersInBlock {
	/// The block.
	pub block: u32,
	/// How many.
	pub orders: u16,
}

impl OrdersInBlock {
	/// How many there were in `block` so far.
	pub fn in_block(&self, block: u32) -> u16 {
		if self.block == block {
			self.orders
		} else {
			0
		}
	}

	/// Count one more in `block`.
	pub fn count(&mut self, block: u32) {
		let orders = self.in_block(block).saturating_add(1);
		*self = OrdersInBlock { block, orders };
	}
}

/// What a participant has placed in the latest day in which it did; only counted where its jurisdiction caps the day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct PlacedInDay {
	/// The day, UTC, since the Unix epoch.
	pub day: u32,
	/// Lots that traded at once or came to rest.
	pub lots: u64,
	/// Base units that they come to at the limits of their orders, whatever the sign.
	pub money: WattBalance,
}

impl PlacedInDay {
	/// What was placed in `day` so far: lots and base units.
	pub fn on(&self, day: u32) -> (u64, WattBalance) {
		if self.day == day {
			(self.lots, self.money)
		} else {
			(0, 0)
		}
	}

	/// Count more in `day`.
	pub fn count(&mut self, day: u32, lots: u64, money: WattBalance) {
		let (before, spent) = self.on(day);
		let (lots, money) = (before.saturating_add(lots), spent.saturating_add(money));
		*self = PlacedInDay { day, lots, money };
	}
}

/// A participant's money in the market, in one currency.
#[derive(
	CloneNoBound,
	DebugNoBound,
	DefaultNoBound,
	PartialEqNoBound,
	EqNoBound,
	Encode,
	Decode,
	MaxEncodedLen,
	TypeInfo,
)]
#[scale_info(skip_type_params(MaxProducts))]
pub struct TradingAccount<MaxProducts: Get<u32>> {
	/// Can be withdrawn or used for orders.
	pub free: WattBalance,
	/// Held for open orders and unsettled trades.
	pub locked: WattBalance,
	/// The products in which the participant has a position.
	pub products: BoundedVec<ProductId, MaxProducts>,
	/// Its orders of the block in which it last placed any.
	pub latest: OrdersInBlock,
	/// Lots that it has bought or sold, or that are open, in all these products together.
	pub committed: u64,
	/// What it has placed in a day.
	pub placed: PlacedInDay,
	/// What it has traded and its meters confirmed.
	pub volume: Volume,
}

impl<MaxProducts: Get<u32>> TradingAccount<MaxProducts> {
	/// Whether nothing is left that is worth a record in this `block`, `day` and `period` of volumes, which are asked for
	/// last: they have to be read.
	pub fn is_empty(
		&self,
		block: impl FnOnce() -> u32,
		day: impl FnOnce() -> u32,
		period: impl FnOnce() -> u32,
	) -> bool {
		self.free == 0
			&& self.locked == 0
			&& self.products.is_empty()
			&& self.latest.block != block()
			&& (self.placed.lots == 0 || self.placed.day != day())
			&& (self.volume == Volume::default() || self.volume.is_past(period()))
	}
}

/// What a participant has bought, sold and promised in one product.
///
/// While the product trades, only what the participant traded as a taker is in the sums; what its
/// resting orders traded stands in their pages and is added when the product is settled.
#[derive(
	CloneNoBound,
	DebugNoBound,
	DefaultNoBound,
	PartialEqNoBound,
	EqNoBound,
	Encode,
	Decode,
	MaxEncodedLen,
	TypeInfo,
)]
#[scale_info(skip_type_params(MaxOpenOrders))]
pub struct Position<MaxOpenOrders: Get<u32>> {
	/// Lots bought.
	pub bought: u64,
	/// Lots sold.
	pub sold: u64,
	/// What the energy bought costs, fees apart.
	pub paid: WattDelta,
	/// What the energy sold earns.
	pub earned: WattDelta,
	/// What the grid charges for it, part by part.
	pub charge: Charge,
	/// Lots that were bought or are still bid for, and that were sold or are still asked for.
	pub committed: Committed,
	/// What was taken, or traded in the auction, price by price, as far as there is room.
	pub lines: BoundedVec<Line, ConstU32<MAX_LINES>>,
	/// Whether there was more.
	pub more_lines: bool,
	/// All that is locked for this product: open orders, and trades until they settle.
	pub locked: WattBalance,
	/// Of that, what is locked for trades made as a taker.
	pub locked_as_taker: WattBalance,
	/// Whether an order that is no longer in `orders` has traded while it rested.
	pub traded_at_rest: bool,
	/// What the participant did in the product, counted.
	pub conduct: Conduct,
	/// Orders that were open when last looked at. Filled ones are dropped when the room is needed.
	pub orders: BoundedVec<OrderRef, MaxOpenOrders>,
}

/// Lots that a participant has committed itself to in a product.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Committed {
	/// Bought, or bid for and open.
	pub bid: u64,
	/// Sold, or asked for and open.
	pub ask: u64,
}

impl Committed {
	/// What is committed on both sides.
	pub const fn total(&self) -> u64 {
		self.bid.saturating_add(self.ask)
	}

	/// What is committed on `side`.
	pub fn on(&mut self, side: Side) -> &mut u64 {
		match side {
			Side::Bid => &mut self.bid,
			Side::Ask => &mut self.ask,
		}
	}
}

/// How many prices a position keeps apart that it took at.
pub const MAX_LINES: u32 = 32;

/// What a participant traded at one price, its resting orders apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Line {
	/// Bought or sold.
	pub side: Side,
	/// Whether in the opening auction.
	pub auction: bool,
	/// Price.
	pub price: Price,
	/// Energy.
	pub lots: u64,
}

impl<MaxOpenOrders: Get<u32>> Position<MaxOpenOrders> {
	/// Release to its owner's `account` what an order of the first lots locks more than one of the second. `None` past
	/// the range of the types.
	pub(crate) fn unlock<MaxProducts: Get<u32>>(
		&mut self,
		account: &mut TradingAccount<MaxProducts>,
		rules: &ProductRules,
		place: OrderRef,
		terms: OrderTerms,
		(before, after): (Lots, Lots),
	) -> Option<WattBalance> {
		let price = place.tick.price(rules.floor);
		let lock = |lots| terms::order_lock(rules, place.side, terms, price, lots);
		let released = lock(before).checked_sub(lock(after))?;
		let less = before.checked_sub(after)?;
		self.locked = self.locked.checked_sub(released)?;
		account.locked = account.locked.checked_sub(released)?;
		account.free = account.free.checked_add(released)?;
		let committed = self.committed.on(place.side);
		*committed = committed.checked_sub(u64::from(less.0))?;
		account.committed = account.committed.checked_sub(u64::from(less.0))?;
		Some(released)
	}

	/// Take an order off the list of open orders, and remember whether it has traded.
	pub(crate) fn unlist(&mut self, place: OrderRef, filled: Lots) {
		self.orders.retain(|listed| *listed != place);
		self.traded_at_rest |= !filled.is_zero();
	}

	/// Add what was traded on `side`. `None` past the range of the types.
	pub fn add_trade(
		&mut self,
		side: Side,
		lots: u64,
		notional: WattDelta,
		charge: &Charge,
	) -> Option<()> {
		let sum = self.contract().with_trade(side, lots, notional, charge)?;
		let Contract { bought, sold, paid, earned, charge } = sum;
		(self.bought, self.sold, self.paid, self.earned) = (bought, sold, paid, earned);
		self.charge = charge;
		Some(())
	}

	/// What has been traded, as far as it has been entered.
	pub fn contract(&self) -> Contract {
		Contract {
			bought: self.bought,
			sold: self.sold,
			paid: self.paid,
			earned: self.earned,
			charge: self.charge,
		}
	}

	/// Keep what was traded at one price for the bill: added to a line of that price, or one of its own.
	pub fn keep_line(&mut self, line: Line) {
		let same = |l: &&mut Line| {
			l.side == line.side && l.auction == line.auction && l.price == line.price
		};
		match self.lines.iter_mut().find(same) {
			Some(known) => known.lots = known.lots.saturating_add(line.lots),
			None => self.more_lines |= self.lines.try_push(line).is_err(),
		}
	}

	/// Whether the participant has nothing at stake in the product.
	pub fn is_empty(&self) -> bool {
		self.bought == 0
			&& self.sold == 0
			&& self.locked == 0
			&& !self.traded_at_rest
			&& self.orders.is_empty()
	}

	/// Whether the record can go: nothing is at stake and nothing has to be remembered.
	pub fn can_go(&self) -> bool {
		self.is_empty() && !self.conduct.is_remarkable()
	}
}

/// One resting order that a taker traded with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct TradeFill {
	/// Whose order it was.
	pub maker: ParticipantId,
	/// The order.
	pub order: OrderRef,
	/// The price of the trade: the resting order's.
	pub price: Price,
	/// The energy traded.
	pub lots: Lots,
	/// The maker's own number for the order.
	pub reference: u64,
}

impl TradeFill {
	/// `fill`, at `price`.
	pub fn at(price: Price, fill: &Fill) -> Self {
		let Fill { maker, order, lots, reference, .. } = *fill;
		TradeFill { maker, order, price, lots, reference }
	}
}

/// What became of a new order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct Outcome {
	/// Lots that traded at once.
	pub filled: Lots,
	/// The order in the book, if some of it rests.
	pub resting: Option<OrderId>,
	/// Lots that were cancelled at once, and why.
	pub cancelled: Option<(Lots, WhyCancelled)>,
	/// Orders of the same participant that gave way to it.
	pub withdrawn: Vec<ClosedOrder>,
	/// Base units locked by the trades and the resting order.
	pub locked: WattBalance,
	/// Base units moved from the wallet because the trading account was short.
	pub topped_up: WattBalance,
}

/// An order that left the book before all of it traded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct ClosedOrder {
	/// The order.
	pub order: OrderId,
	/// Lots that will not trade.
	pub lots: Lots,
	/// Base units released.
	pub released: WattBalance,
	/// The owner's own number for it.
	pub reference: u64,
}

/// Which orders are to be cancelled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub enum CancelScope {
	/// Those in one product.
	Product(ProductId),
	/// Those in all products that settle in one currency.
	Currency(CurrencyId),
}

/// What became of each order of a list, in its order.
pub type PlaceResults = Vec<Result<Outcome, DispatchError>>;

/// What became of each order of a list that were to be cancelled, in its order.
pub type CancelResults = Vec<Result<ClosedOrder, DispatchError>>;

/// The work that a command took: what its weight is corrected by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Work {
	/// Orders of a list that were tried.
	pub orders: u32,
	/// How often a product was turned to.
	pub desks: u32,
	/// Levels and pages that matching read.
	pub touched: u32,
	/// Resting orders that were traded with or gave way.
	pub fills: u32,
	/// Products that had no header and were to be opened.
	pub opened: u32,
	/// How often money was taken from the wallet.
	pub topped_up: u32,
	/// How often an order began a page, so that a full one may have been moved out of its level.
	pub began_pages: u32,
	/// How often the owner's list was full and its orders were looked up to make room.
	pub pruned: u32,
	/// Products of neighbouring zones that were looked at.
	pub neighbours: u32,
}
