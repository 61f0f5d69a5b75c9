//! `gridforge audit`: everything that happened on the market in a period, in files for an auditor.
//!
//! Only final blocks are read, in their order, and nothing else goes in: no clock, no zone of time, no draw. So the same
//! period of the same chain gives the same bytes, whoever asks and whenever.

mod block;
mod files;
mod ledger;
mod money;
mod orders;
mod period;
mod readings;
mod rows;
mod shapes;
#[cfg(test)]
mod tests;
mod trades;

pub use files::Format;
pub use period::{parse_bound, Bound};
pub use rows::Filter;

use crate::{
	chain::Chain,
	errors::{Problem, Result},
	output::Output,
	raw::{Level, LevelId, OrderOnRecord, Page, PageId, Product},
	view::View,
};
use block::{moment, time_of, Times};
use files::{BlockName, Files, Manifest};
use futures::{stream, StreamExt, TryStreamExt};
use gridforge_primitives::{Lots, OrderRef, ParticipantId, ProductId, Tick};
use ledger::{Books, Ledger, Open};
use std::{collections::BTreeMap, path::PathBuf};
use subxt::{
	dynamic::storage,
	ext::{scale_decode::DecodeAsType, scale_value::Value},
	storage::StorageKey,
};

/// What the files follow; another number stands for other fields.
const FORMAT: &str = "gridforge-audit-1";
/// Blocks that are asked for at the same time.
const AT_ONCE: usize = 8;

/// What to audit.
#[derive(Clone, Debug)]
pub struct Options {
	pub from: Bound,
	pub to: Bound,
	pub out: PathBuf,
	pub format: Format,
	pub filter: Filter,
}

/// Write the files.
pub async fn export(chain: &Chain, output: &Output, options: Options) -> Result<()> {
	let manifest = write(chain, output, options).await.map_err(pruned)?;
	output.show(&manifest)
}

async fn write(chain: &Chain, output: &Output, options: Options) -> Result<Manifest> {
	let Options { from, to, out, format, filter } = options;
	let (first, last) = period::resolve(chain, from, to).await?;
	let books = match first.checked_sub(1).filter(|before| *before > 0) {
		Some(before) => books(&chain.at(before).await?).await?,
		None => Books::new(),
	};
	let times = Times::of(&chain.at(first).await?.market_info().await?);
	let mut ledger = Ledger::new(books, times);
	let mut files = Files::begin(&out, format)?;
	let length = last.saturating_sub(first).saturating_add(1);
	let bar = output.bar(length, "{elapsed} [{bar:32}] block {pos}/{len}");
	let mut blocks =
		stream::iter(first..=last).map(|number| block::read(chain, number)).buffered(AT_ONCE);
	while let Some(block) = blocks.try_next().await? {
		let mut rows = ledger.take(&block)?;
		filter.keep(&mut rows);
		files.add(&rows)?;
		if let Some(bar) = &bar {
			bar.inc(1);
		}
	}
	drop(blocks);
	if let Some(bar) = bar {
		bar.finish_and_clear();
	}
	files.end(Manifest {
		format: FORMAT,
		genesis: format!("{:?}", chain.genesis()),
		commodity: "EL",
		settlement: "P",
		first: name_of(chain, first).await?,
		last: name_of(chain, last).await?,
		filter,
		files: Vec::new(),
	})
}

async fn name_of(chain: &Chain, number: u64) -> Result<BlockName> {
	let view = chain.at(number).await?;
	let (hash, time) = (format!("{:?}", view.client().block_hash()), time_of(&view).await?);
	Ok(BlockName { number, hash, time: moment(time) })
}

/// The orders that are open at a block, where gates have not closed.
async fn books(view: &View) -> Result<Books> {
	let info = view.market_info().await?;
	let mut floors = BTreeMap::new();
	for product in view.products().await? {
		if info.now < Times::of(&info).gate(product) {
			floors.insert(product, view.order_book(product, 1).await?.rules.floor);
		}
	}
	let mut books = Books::new();
	let mut enter = |product: Product, page: PageId, orders: Vec<OrderOnRecord>| {
		let product = ProductId::from(product);
		let Some(floor) = floors.get(&product) else { return };
		let (side, tick) = (page.side.into(), Tick(page.tick));
		for (slot, order) in (0..).zip(orders) {
			let OrderOnRecord { owner, lots, filled, reference } = order;
			if lots > filled {
				let open = Open {
					participant: ParticipantId(owner),
					price: Some(tick.price(*floor)),
					lots: Some(Lots(lots)),
					filled: Lots(filled),
					reference: reference.into(),
				};
				let place = OrderRef { side, tick, page: page.number, slot };
				books.entry(product).or_default().insert(place, open);
			}
		}
	};
	let storage_of = view.client().storage();
	let levels = storage::<Vec<Value>, Level>("EnergyMarket", "Levels");
	let mut levels = storage_of.iter(levels, Vec::<Value>::new()).await?;
	while let Some(entry) = levels.next().await {
		let entry = entry?;
		let (product, LevelId { side, tick }) = keys(&entry.key()?)?;
		let Level { tail, page: Page { orders } } = entry.value().decode()?;
		enter(product, PageId { side, tick, number: tail }, orders);
	}
	let pages = storage::<Vec<Value>, Page>("EnergyMarket", "Pages");
	let mut pages = storage_of.iter(pages, Vec::<Value>::new()).await?;
	while let Some(entry) = pages.next().await {
		let entry = entry?;
		let (product, page) = keys(&entry.key()?)?;
		enter(product, page, entry.value().decode()?.orders);
	}
	Ok(books)
}

/// Both parts of a key.
fn keys<A: DecodeAsType, B: DecodeAsType>(key: &StorageKey<'_, Vec<Value>>) -> Result<(A, B)> {
	let missing = || Problem::incompatible("a key of the book");
	let (first, second) = (key.part(0).ok_or_else(missing)?, key.part(1).ok_or_else(missing)?);
	let (first, second) = (first.decode_as::<A>()?, second.decode_as::<B>()?);
	Ok((first.ok_or_else(missing)?, second.ok_or_else(missing)?))
}

/// The node has the blocks, but no longer what they say of the market.
fn pruned(problem: Problem) -> Problem {
	if !problem.is_pruned() {
		return problem;
	}
	Problem::new("pruned", "the node has thrown away the state of blocks of this period")
		.hint("Ask a node that runs with --state-pruning archive.")
}
