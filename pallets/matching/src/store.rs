//! Where levels and pages are kept: the trait that the pallet fills in, and a store in memory for tests.

use crate::{Level, LevelId, Page, PageId};

/// The levels and pages of one product.
pub trait Store {
	/// Reads a level; nothing where no order ever rested.
	fn level(&self, id: LevelId) -> Option<Level>;
	/// Writes a level. Levels are never removed: their page numbers must not start again.
	fn set_level(&mut self, id: LevelId, level: &Level);
	/// Reads a moved-out page.
	fn page(&self, id: PageId) -> Option<Page>;
	/// Writes a moved-out page.
	fn set_page(&mut self, id: PageId, page: &Page);
	/// Removes a moved-out page of which nothing is open and nothing ever traded.
	fn remove_page(&mut self, id: PageId);

	/// Writes a level that the engine is done with, so that a store in memory need not copy it.
	fn put_level(&mut self, id: LevelId, level: Level) {
		self.set_level(id, &level);
	}

	/// Writes a moved-out page that the engine is done with, so that a store in memory need not copy it.
	fn put_page(&mut self, id: PageId, page: Page) {
		self.set_page(id, &page);
	}

	/// Changes a level, if there is one. Where `change` fails it has changed nothing, and nothing is written;
	/// so a store in memory may lend it what it holds.
	fn change_level<R, E>(
		&mut self,
		id: LevelId,
		change: impl FnOnce(&mut Level) -> Result<R, E>,
	) -> Option<Result<R, E>> {
		let mut level = self.level(id)?;
		let result = change(&mut level);
		if result.is_ok() {
			self.put_level(id, level);
		}
		Some(result)
	}

	/// Changes a moved-out page, if there is one, as [`Self::change_level`] does a level.
	fn change_page<R, E>(
		&mut self,
		id: PageId,
		change: impl FnOnce(&mut Page) -> Result<R, E>,
	) -> Option<Result<R, E>> {
		let mut page = self.page(id)?;
		let result = change(&mut page);
		if result.is_ok() {
			self.put_page(id, page);
		}
		Some(result)
	}
}

#[cfg(any(test, feature = "std"))]
pub use memory::{Key, MemoryStore};

#[cfg(any(test, feature = "std"))]
mod memory {
	use super::*;
	use crate::{check, check_collecting, Book};
	use alloc::collections::{BTreeMap, BTreeSet};
	use core::cell::RefCell;

	/// A key of a [`MemoryStore`].
	#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
	pub enum Key {
		/// A level.
		Level(LevelId),
		/// A moved-out page.
		Page(PageId),
	}

	/// A store in memory that remembers which keys were read and written.
	#[derive(Clone, Debug, Default)]
	pub struct MemoryStore {
		levels: BTreeMap<LevelId, Level>,
		pages: BTreeMap<PageId, Page>,
		read: RefCell<BTreeSet<Key>>,
		written: BTreeSet<Key>,
	}

	impl MemoryStore {
		/// Distinct keys read since [`Self::forget_counts`].
		pub fn keys_read(&self) -> BTreeSet<Key> {
			self.read.borrow().clone()
		}

		/// Distinct keys written or removed since [`Self::forget_counts`].
		pub fn keys_written(&self) -> BTreeSet<Key> {
			self.written.clone()
		}

		/// Starts counting anew.
		pub fn forget_counts(&mut self) {
			self.read.get_mut().clear();
			self.written.clear();
		}

		/// All levels; not counted as read.
		pub fn levels(&self) -> impl Iterator<Item = (LevelId, &Level)> + '_ {
			self.levels.iter().map(|(id, level)| (*id, level))
		}

		/// All moved-out pages; not counted as read.
		pub fn pages(&self) -> impl Iterator<Item = (PageId, &Page)> + '_ {
			self.pages.iter().map(|(id, page)| (*id, page))
		}

		/// Checks the invariants of `book` over this store.
		pub fn check(&self, book: &Book) -> Result<(), &'static str> {
			check(book, self.all_levels(), self.all_pages())
		}

		/// Checks the invariants of a `book` that may be crossed over this store.
		pub fn check_collecting(&self, book: &Book) -> Result<(), &'static str> {
			check_collecting(book, self.all_levels(), self.all_pages())
		}

		fn all_levels(&self) -> impl Iterator<Item = (LevelId, Level)> + '_ {
			self.levels().map(|(id, level)| (id, level.clone()))
		}

		fn all_pages(&self) -> impl Iterator<Item = (PageId, Page)> + '_ {
			self.pages().map(|(id, page)| (id, page.clone()))
		}
	}

	/// Two stores are equal when they hold the same; what was counted does not matter.
	impl PartialEq for MemoryStore {
		fn eq(&self, other: &Self) -> bool {
			self.levels == other.levels && self.pages == other.pages
		}
	}

	impl Store for MemoryStore {
		fn level(&self, id: LevelId) -> Option<Level> {
			self.read.borrow_mut().insert(Key::Level(id));
			self.levels.get(&id).cloned()
		}

		fn set_level(&mut self, id: LevelId, level: &Level) {
			self.written.insert(Key::Level(id));
			self.levels.insert(id, level.clone());
		}

		fn page(&self, id: PageId) -> Option<Page> {
			self.read.borrow_mut().insert(Key::Page(id));
			self.pages.get(&id).cloned()
		}

		fn set_page(&mut self, id: PageId, page: &Page) {
			self.written.insert(Key::Page(id));
			self.pages.insert(id, page.clone());
		}

		fn remove_page(&mut self, id: PageId) {
			self.written.insert(Key::Page(id));
			self.pages.remove(&id);
		}

		// Lent rather than copied, so that a change that fails half way is seen.

		fn change_level<R, E>(
			&mut self,
			id: LevelId,
			change: impl FnOnce(&mut Level) -> Result<R, E>,
		) -> Option<Result<R, E>> {
			self.read.get_mut().insert(Key::Level(id));
			let result = change(self.levels.get_mut(&id)?);
			if result.is_ok() {
				self.written.insert(Key::Level(id));
			}
			Some(result)
		}

		fn change_page<R, E>(
			&mut self,
			id: PageId,
			change: impl FnOnce(&mut Page) -> Result<R, E>,
		) -> Option<Result<R, E>> {
			self.read.get_mut().insert(Key::Page(id));
			let result = change(self.pages.get_mut(&id)?);
			if result.is_ok() {
				self.written.insert(Key::Page(id));
			}
			Some(result)
		}
	}
}
