//! The order book engine: it takes a book and a command, and returns what happened.
//!
//! Pure and `no_std`: no `T: Config`, no clock, no money, no randomness. Storage is behind the trait
//! [`Store`]; the same commands on the same book give the same result everywhere. The engine plans on
//! copies and writes at the end, or makes every check before its only change, so that a command that fails has
//! changed nothing.
//!
//! # Layout
//!
//! Keys are dear, bytes are cheap:
//!
//! ```text
//! Book       in the product's header: one bit per tick and side, set while the level has open lots
//! Level      one key per side and tick: head, tail, open lots, and the newest page inline
//! Page       one key each for the pages that were full and moved out of the level
//!
//!            head                                      tail
//!  Level ──▶ page 4 ⇄ page 5 ⇄ page 9 ⇄ [page 11, inline]
//!            page 2, 3: nothing open, something traded: off the chain, kept as the record
//!            page 6, 7, 8, 10: nothing open, nothing traded: gone, the numbers never come back
//! ```
//!
//! A page has room for [`PAGE`] orders of 21 bytes. **The page is the record of a trade**: a fill
//! raises `filled` there and writes nothing per maker. Settlement reads [`Level`] and [`Page`] back and
//! deletes them; nothing else does. An order never moves: side, tick, page and slot are its name.
//!
//! *Links.* `prev` and `next` hold between the head and the inline page, and are void at both ends: the
//! head has no `prev` whatever it says, and the page that the inline page names as its `prev` is followed
//! by the inline page whatever its `next` says. So consuming the head, dropping the last page and
//! renumbering an emptied inline page write no neighbour.
//!
//! # Order of fills
//!
//! Best price first: the highest bid, the lowest ask. **Tie-break** at one price: the lower page, then the
//! lower slot. Both only ever rise as orders arrive, so this is arrival order. The incoming order trades
//! at the resting order's price, never beyond its own limit and never past an older order at the same or
//! a better price. Therefore nothing in a level has traded that is newer than an open order there. After every
//! command the best bid is below the best ask, but while a book collects for its [auction](#opening-auction).
//!
//! What ends an incoming order, in this order of precedence:
//!
//! 1. It has no lots: it counts as filled.
//! 2. It is post-only and crosses, be it only an order of its owner's or of somebody barred: cancelled unread
//!    (`PostOnly`).
//! 3. It is filled.
//! 4. It is fill-or-kill, and any of what follows is about to happen: all that it did is undone (`FillOrKill`).
//! 5. It has filled or withdrawn as many orders as it may and still crosses (`FillLimit`).
//! 6. The next order is its owner's own and does not give way (`SelfTrade`).
//! 7. It no longer crosses, and is immediate-or-cancel or market (`ImmediateOrCancel`). To the engine the
//!    two are the same: the caller makes the protection price of a market order a tick of the band.
//! 8. It no longer crosses, and too little is left to rest (`BelowMinimum`).
//! 9. It rests, where the level has room (`LevelFull`).
//!
//! Under [`SelfTrade::CancelOldest`](gridforge_primitives::SelfTrade) an own order that is next in turn gives
//! way: it is withdrawn, which does to it what a cancel does, and the walk goes on. Own orders that the walk
//! does not come to stay. Orders of those whom the caller has [barred](place_past) give way to anybody's.
//!
//! # What a cancel does
//!
//! It sets `lots` to `filled`, which keeps what traded and leaves nothing open. When that was the page's
//! last open order, the page leaves the chain, so that no taker ever reads it again; if nothing in it
//! traded it leaves storage too. An inline page of which nothing is open and nothing traded is
//! emptied and its number raised. Slots and page numbers are never given out twice, even when a level
//! empties: so a level's record stays until the product is deleted.
//!
//! A reduction lowers `lots`, but not to `filled`: the order stays open where it is. Any other change to an
//! order is a cancel and a new order.
//!
//! # Opening auction
//!
//! A book may open with an auction. Until then [`collect`] lets orders rest where they cross, and they may be
//! cancelled and reduced. Then no command may reach the book while
//!
//! 1. a [`Search`] finds the [`Clearing`]: one price and the lots that trade;
//! 2. an [`Execution`] trades them, and leaves the book uncrossed for continuous trading.
//!
//! Both go in steps, each of a bounded number of keys, and are kept between them. The caller counts the steps.
//!
//! *Price.* Demand at a price is what is open of bids at or above it, supply what is open of asks at or below
//! it; the lesser of the two trades. Of all ticks of the band, with orders or without, the price is
//!
//! 1. one at which most trades;
//! 2. of those, one at which demand and supply differ least;
//! 3. of those, the nearest to the reference that the caller gives, else their middle, rounded down.
//!
//! That is always one price: what the first two leave is a range without gaps. So no tie is left; a caller
//! that wants one side to gain gives 0 or the highest tick as its reference.
//!
//! *Order of fills.* On either side, best price first and oldest first, until the volume is used up: nobody
//! trades beyond its limit, past an older order at the same price or past any order at a better one, and at
//! most one order of either side trades in part. A step takes the next page of the side that has more to
//! trade, of the bids where both have as much. So between steps the two sides differ by a page at most.
//!
//! *Record.* A trade of the auction lowers `lots` and not `filled`, as its price is not the page's. It is not on
//! record: the caller enters each [`Executed`] into its own at once. A page of which all traded in the auction
//! leaves storage, or stays with what it traded continuously.
//!
//! ```
//! use gridforge_matching::{collect, Book, Execution, Incoming, MemoryStore, Progress, Search};
//! use gridforge_primitives::{Lots, OrderType, ParticipantId, SelfTrade, Side, Tick};
//!
//! let (mut book, mut store) = (Book::default(), MemoryStore::default());
//! let mut rest = |owner, side, lots, limit| {
//!     let incoming = Incoming {
//!         owner: ParticipantId(owner),
//!         side,
//!         limit: Tick(limit),
//!         lots: Lots(lots),
//!         minimum: Lots(10),
//!         max_fills: 0,
//!         order_type: OrderType::Limit,
//!         self_trade: SelfTrade::CancelNewest,
//!         reference: 0,
//!         terms: 0,
//!     };
//!     collect(&mut book, &mut store, incoming).unwrap();
//! };
//! rest(1, Side::Bid, 30, 660);
//! rest(2, Side::Bid, 20, 655);
//! rest(3, Side::Ask, 40, 620);
//!
//! let mut search = Search::new(None);
//! let clearing = loop {
//!     match search.step(&book, &store).unwrap() {
//!         Progress::Searching => continue,
//!         Progress::Found(clearing) => break clearing,
//!         Progress::NotCrossed => unreachable!(),
//!     }
//! };
//! // 40 lots trade up to 655; there and below, 10 are bid for that nobody offers.
//! assert_eq!((clearing.tick, clearing.volume), (Tick(637), 40));
//!
//! let mut execution = Execution::new(clearing);
//! let mut executed = Vec::new();
//! while !execution.is_done() {
//!     executed.extend(execution.step(&mut book, &mut store).unwrap());
//! }
//! let trades: Vec<_> = executed.iter().map(|e| (e.before.owner.0, e.lots.0)).collect();
//! assert_eq!(trades, [(1, 30), (3, 40), (2, 10)]);
//! assert!(!book.is_crossed());
//! ```
//!
//! # Cost in keys, the product's header apart
//!
//! | Command | reads | writes |
//! |---|---|---|
//! | place, rests | 1 level | 1 level |
//! | …and moves a full page out, once in 32 | 1 level | 1 level, 1 page |
//! | …and the page before it had lost its neighbour | 1 level, 1 page | 1 level, 2 pages |
//! | place, fills or withdraws orders in *l* levels and *p* moved-out pages | *l* + *p*, + 1 or 2 if it stops at its own order | *l* + *p* |
//! | …and is fill-or-kill and killed | the same | none |
//! | place, post-only that crosses | none | none |
//! | cancel in the inline page | 1 level | 1 level |
//! | cancel in a moved-out page | 1 level, 1 page | 1 level, 1 page |
//! | …whose last open order it was, between two moved-out pages | 1 level, 3 pages | 1 level, 3 pages |
//! | reduce | 1 level, 1 page if it moved out | the same |
//! | find | 1 level, at most 1 page | none |
//! | preview | as place, without resting | none |
//! | collect | as place that rests | as place that rests |
//! | a step of a search | 1 level, the last step none | none |
//! | a step of an execution | 1 level, 1 page if it moved out | the same |
//!
//! A taker reads at most one moved-out page per order it fills or withdraws, and one more. A page whose last
//! open order it so closes is the head, so no neighbour is read or written. A level takes 25 bytes and 21
//! per order of its inline page; a moved-out page 681 bytes; a book 1,040. A search reads the levels that trade,
//! two more at most, and none twice; it takes one step more than it reads levels. An execution takes one step
//! per page that trades, so at most one per order. No neighbour of a page is read or written: it is the head.
//! A search is kept in at most 51 bytes, an execution in 18.
//!
//! # Limitations
//!
//! An order can be made smaller; any other change costs it its place. Of two orders of one owner that meet,
//! one is cancelled in full: they are not netted. There are no stop orders and no hidden lots, and nothing
//! expires: an order rests until its product is deleted. The minimum is that of the incoming order's
//! remainder: a resting order may come to have less open by fills and reductions. References are not read:
//! two orders may have the same, and fee terms are not read either. What those have open whom a caller bars stays
//! until somebody's order meets it or the caller cancels it; an auction bars nobody, so there the caller cancels
//! first. In an auction an owner's bids and asks may trade with each other: all that is said is who trades how
//! much. Post-only orders trade in it like any other. A book that
//! changes between two steps is not noticed before the execution finds too little ([`Corrupt`]), when some of it
//! has been done. A level whose page numbers are used up (over four thousand million pages) takes no more
//! orders (`LevelFull`).

#![cfg_attr(not(feature = "std"), no_std)]
#![warn(missing_docs)]

extern crate alloc;

mod auction;
mod book;
mod check;
mod engine;
mod page;
mod queue;
mod store;
mod sweep;
#[cfg(test)]
mod tests;

pub use auction::{collect, Clearing, Executed, Execution, Progress, Search};
pub use book::{Book, TickSet};
pub use check::{check, check_collecting};
pub use engine::{
	cancel, find, place, place_past, preview, reduce, CancelError, Cancelled, Corrupt, Fill,
	Incoming, Placed, Rest, WhyCancelled, Withdrawn, BARRED,
};
pub use page::{Level, LevelId, Order, Page, PageId, PAGE};
pub use store::Store;
#[cfg(any(test, feature = "std"))]
pub use store::{Key, MemoryStore};
