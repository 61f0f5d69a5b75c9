//! The order book engine: it takes a book and a command, and returns what happened.
//!
//! Pure and `no_std`: no `T: Config`, no clock, no money, no randomness. Storage is behind the trait
//! [`Store`]; the same commands on the same book give the same result everywhere. The engine plans on
//! copies and writes at the end, so that a command that fails has changed nothing.
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
//! A page has room for [`PAGE`] orders of 12 bytes. **The page is the record of a trade**: a fill
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
//! command the best bid is below the best ask.
//!
//! What ends an incoming order, in this order of precedence: it is filled; it has filled as many
//! orders as it may and still crosses (`FillLimit`); the next order is its owner's own (`SelfTrade`); it no
//! longer crosses, and its remainder rests or is too small to (`BelowMinimum`).
//!
//! # What a cancel does
//!
//! It sets `lots` to `filled`, which keeps what traded and leaves nothing open. When that was the page's
//! last open order, the page leaves the chain, so that no taker ever reads it again; if nothing in it
//! traded it leaves storage too. An inline page of which nothing is open and nothing traded is
//! emptied and its number raised. Slots and page numbers are never given out twice, even when a level
//! empties: so a level's record stays until the product is deleted.
//!
//! # Cost in keys, the product's header apart
//!
//! | Command | reads | writes |
//! |---|---|---|
//! | place, rests | 1 level | 1 level |
//! | …and moves a full page out, once in 32 | 1 level | 1 level, 1 page |
//! | …and the page before it had lost its neighbour | 1 level, 1 page | 1 level, 2 pages |
//! | place, fills makers in *l* levels and *p* moved-out pages | *l* + *p*, + 1 if the next order is its own | *l* + *p* |
//! | cancel in the inline page | 1 level | 1 level |
//! | cancel in a moved-out page | 1 level, 1 page | 1 level, 1 page |
//! | …whose last open order it was, between two moved-out pages | 1 level, 3 pages | 1 level, 3 pages |
//! | find | 1 level, at most 1 page | none |
//! | preview | as place, without resting | none |
//!
//! A taker reads at most one moved-out page per maker it fills, and one more. A level takes 25 bytes and
//! 12 per order of its inline page; a moved-out page 393 bytes; a book 1,040.
//!
//! # Limitations
//!
//! An order cannot be amended. Self-trades are prevented by cancelling the newer order only. The engine
//! does not know who may trade: a caller that bars a participant cancels its orders. A level whose page
//! numbers are used up (over four thousand million pages) takes no more orders (`LevelFull`).

#![cfg_attr(not(feature = "std"), no_std)]
#![warn(missing_docs)]

extern crate alloc;

mod book;
mod check;
mod engine;
mod page;
mod queue;
mod store;
mod sweep;
#[cfg(test)]
mod tests;

pub use book::{Book, TickSet};
pub use check::check;
pub use engine::{
	cancel, find, place, preview, CancelError, Cancelled, Corrupt, Fill, Incoming, Placed, Rest,
	WhyCancelled,
};
pub use page::{Level, LevelId, Order, Page, PageId, PAGE};
pub use store::Store;
#[cfg(any(test, feature = "std"))]
pub use store::{Key, MemoryStore};
