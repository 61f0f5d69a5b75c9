//! The invariants of a book, for `try_state` and for tests.

use crate::{Book, Level, LevelId, Order, Page, PageId, PAGE};
use alloc::collections::BTreeMap;
use gridforge_primitives::Side;

/// Checks a book against all levels and moved-out pages of its product: what [`check_collecting`] does, and
/// that the best bid is below the best ask.
pub fn check(
	book: &Book,
	levels: impl IntoIterator<Item = (LevelId, Level)>,
	pages: impl IntoIterator<Item = (PageId, Page)>,
) -> Result<(), &'static str> {
	ensure(!book.is_crossed(), "the book is crossed or locked")?;
	check_collecting(book, levels, pages)
}

/// Checks a book that may be crossed, from its first order to the end of its auction, against all levels
/// and moved-out pages of its product:
///
/// 1. Every order has `filled ≤ lots`.
/// 2. A level's open lots are the sum over its pages. A tick is in the book iff its level has open lots.
/// 3. Ids rise: moved-out pages are full and numbered below the inline page. Nothing newer than
///    an open order of the level ever traded, so nothing was filled past an older order.
/// 4. The chain links all pages with open orders, in the order of their numbers, and ends inline. A page
///    off the chain has traded; an inline page with dead orders only has traded or bears the last number.
pub fn check_collecting(
	book: &Book,
	levels: impl IntoIterator<Item = (LevelId, Level)>,
	pages: impl IntoIterator<Item = (PageId, Page)>,
) -> Result<(), &'static str> {
	let levels: BTreeMap<_, _> = levels.into_iter().collect();
	let pages: BTreeMap<_, _> = pages.into_iter().collect();
	ensure(
		book.bids.is_consistent() && book.asks.is_consistent(),
		"a summary word does not match its bitmap",
	)?;
	for side in [Side::Bid, Side::Ask] {
		for tick in book.levels(side) {
			ensure(
				levels.contains_key(&LevelId { side, tick }),
				"a tick in the book has no level",
			)?;
		}
	}
	ensure(pages.keys().all(|id| levels.contains_key(&id.level())), "a page has no level")?;
	for (id, level) in &levels {
		ensure(
			book.side(id.side).contains(id.tick) == (level.open > 0),
			"a tick is in the book but nothing is open there, or the reverse",
		)?;
		check_level(*id, level, &pages)?;
	}
	Ok(())
}

fn check_level(
	id: LevelId,
	level: &Level,
	pages: &BTreeMap<PageId, Page>,
) -> Result<(), &'static str> {
	let of_level =
		|| pages.range(id.page(0)..=id.page(u32::MAX)).map(|(id, page)| (id.number, page));
	for (number, page) in of_level() {
		ensure(number < level.tail, "a moved-out page is not older than the inline page")?;
		ensure(page.orders.len() == PAGE as usize, "a moved-out page is not full")?;
		ensure(page.is_open() || page.has_traded(), "a dead page was not removed")?;
	}
	ensure(
		level.page.orders.is_empty()
			|| level.page.is_open()
			|| level.page.has_traded()
			|| level.tail == u32::MAX,
		"a dead inline page was not renewed",
	)?;

	let all_pages = || of_level().map(|(_, page)| page).chain([&level.page]);
	let all_orders = || all_pages().flat_map(|page| page.orders.iter());
	ensure(all_orders().all(|order| order.filled <= order.lots), "an order is overfilled")?;
	let open = all_orders().try_fold(0u64, |sum, order| sum.checked_add(u64::from(order.open().0)));
	ensure(open == Some(level.open), "a level's open lots are not the sum over its pages")?;
	let mut newer_than_open = all_orders().skip_while(|order| !order.is_open()).skip(1);
	ensure(newer_than_open.all(untouched), "an order was filled past an older one")?;
	check_chain(level, of_level().filter(|(_, page)| page.is_open()))
}

fn untouched(order: &Order) -> bool {
	order.filled.is_zero()
}

/// Checks the links, given the moved-out pages that must be linked.
fn check_chain<'a>(
	level: &Level,
	moved_out: impl Iterator<Item = (u32, &'a Page)>,
) -> Result<(), &'static str> {
	let mut before: Option<(u32, &Page)> = None;
	for (number, page) in moved_out {
		match before {
			None => ensure(level.head == number, "the head is not the oldest open page")?,
			Some((prev, prev_page)) => ensure(
				page.prev == prev && prev_page.next == number,
				"two neighbouring pages are not linked",
			)?,
		}
		before = Some((number, page));
	}
	match before {
		None => ensure(level.head == level.tail, "the head is a page that is not open"),
		Some((last, page)) => {
			ensure(level.page.prev == last, "the inline page is not linked to the one before")?;
			// What `move_out` relies on when it leaves the neighbour alone.
			ensure(
				last.checked_add(1) != Some(level.tail) || page.next == level.tail,
				"the last moved-out page names a wrong successor",
			)
		}
	}
}

fn ensure(holds: bool, otherwise: &'static str) -> Result<(), &'static str> {
	if holds {
		Ok(())
	} else {
		Err(otherwise)
	}
}
