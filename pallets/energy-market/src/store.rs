//! The matching engine's view of this pallet's storage: one product's levels and pages.

use crate::{Config, Levels, Pages};
use core::marker::PhantomData;
use gridforge_maps::DirectDoubleMap;
use gridforge_matching::{Level, LevelId, Page, PageId, Store};
use gridforge_primitives::ProductId;

/// The levels and pages of one product.
pub struct ProductStore<T> {
	product: ProductId,
	config: PhantomData<T>,
}

impl<T> ProductStore<T> {
	/// The store of `product`.
	pub fn of(product: ProductId) -> Self {
		Self { product, config: PhantomData }
	}
}

impl<T: Config> Store for ProductStore<T> {
	fn level(&self, id: LevelId) -> Option<Level> {
		Levels::<T>::read(self.product, id)
	}

	fn set_level(&mut self, id: LevelId, level: &Level) {
		Levels::<T>::write(self.product, id, level);
	}

	// As the default does, but with one key put together.
	fn change_level<R, E>(
		&mut self,
		id: LevelId,
		change: impl FnOnce(&mut Level) -> Result<R, E>,
	) -> Option<Result<R, E>> {
		let result = Levels::<T>::change(self.product, id, |entry| match entry {
			Some(level) => change(level).map_err(Some),
			None => Err(None),
		});
		match result {
			Ok(changed) => Some(Ok(changed)),
			Err(error) => error.map(Err),
		}
	}

	fn page(&self, id: PageId) -> Option<Page> {
		Pages::<T>::read(self.product, id)
	}

	fn set_page(&mut self, id: PageId, page: &Page) {
		Pages::<T>::write(self.product, id, page);
	}

	fn remove_page(&mut self, id: PageId) {
		Pages::<T>::erase(self.product, id);
	}
}
