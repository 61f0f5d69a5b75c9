//! A product's book, then what changes in it. Only the book that was told last is kept.

use crate::{
	answers::{level, Answer, BookReport, Level},
	chain::{name, Chain, MarketClient, News},
	errors::Refusal,
	subscription::Feed,
};
use gridforge_primitives::{
	api::{DepthLevel, OrderBook},
	Phase, ProductId,
};
use jsonrpsee::core::async_trait;
use serde::Serialize;
use sp_blockchain::HashAndNumber;
use sp_runtime::traits::Block as BlockT;

/// What is told of a book.
#[derive(Debug, Serialize)]
#[serde(tag = "type", rename_all = "lowercase")]
pub enum BookNews {
	/// All of it.
	Snapshot(Box<BookReport>),
	/// What differs from the message before.
	Update {
		/// Where the product stands in its life.
		phase: Phase,
		/// The levels that differ.
		changes: Changes,
	},
}

/// Levels that differ: the kWh that are open there now, `0` where the level has gone.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Changes {
	bids: Vec<Level>,
	asks: Vec<Level>,
}

/// A product's book as it changes.
pub struct BookFeed<Block: BlockT, AccountId, Client> {
	chain: Chain<Block, AccountId, Client>,
	news: News<Block>,
	product: ProductId,
	depth: u32,
	/// The book that the client has, if any.
	told: Option<OrderBook>,
	begun: bool,
}

impl<Block, AccountId, Client> BookFeed<Block, AccountId, Client>
where
	Block: BlockT,
	AccountId: codec::Codec,
	Client: MarketClient<Block, AccountId>,
{
	/// Begins with the whole book, or with what has changed since that block where its book can still be read.
	pub fn begin(
		chain: Chain<Block, AccountId, Client>,
		product: ProductId,
		depth: u32,
		since: Option<Block::Hash>,
	) -> Result<Self, Refusal> {
		// News first: a block that comes in between is then looked at twice, not missed.
		let news = chain.news();
		chain.order_book(chain.best().hash, product, depth)?;
		let told = since.and_then(|hash| chain.order_book(hash, product, depth).ok());
		Ok(BookFeed { chain, news, product, depth, told, begun: false })
	}

	/// The book at the best block, told as it differs from what the client has; nothing where it does not.
	fn look(&mut self) -> Result<Option<Answer<BookNews>>, Refusal> {
		let best = self.chain.best();
		let book = self.chain.order_book(best.hash, self.product, self.depth)?;
		let content = match &self.told {
			None => Some(self.snapshot(&best, &book)?),
			Some(told) => update(told, &book).or_else(|| self.unchanged(&book)),
		};
		self.told = Some(book);
		Ok(content.map(|content| Answer { block: name(&best), content }))
	}

	fn snapshot(&self, best: &HashAndNumber<Block>, book: &OrderBook) -> Result<BookNews, Refusal> {
		let info = self.chain.info(best.hash)?;
		Ok(BookNews::Snapshot(Box::new(BookReport::new(&info, book))))
	}

	/// Whoever resumes learns in any case where the book stands.
	fn unchanged(&self, book: &OrderBook) -> Option<BookNews> {
		let changes = Changes { bids: Vec::new(), asks: Vec::new() };
		(!self.begun).then_some(BookNews::Update { phase: book.phase, changes })
	}
}

#[async_trait]
impl<Block, AccountId, Client> Feed for BookFeed<Block, AccountId, Client>
where
	Block: BlockT,
	AccountId: codec::Codec,
	Client: MarketClient<Block, AccountId>,
{
	type News = BookNews;

	async fn next(&mut self) -> Result<Vec<Answer<BookNews>>, Refusal> {
		if self.begun {
			self.news.wait().await.ok_or(Refusal::NodeEnds)?;
		}
		let told = self.look()?;
		self.begun = true;
		Ok(told.into_iter().collect())
	}
}

fn update(old: &OrderBook, new: &OrderBook) -> Option<BookNews> {
	let changes =
		Changes { bids: changed(&old.bids, &new.bids), asks: changed(&old.asks, &new.asks) };
	let differs = old.phase != new.phase || !changes.bids.is_empty() || !changes.asks.is_empty();
	differs.then_some(BookNews::Update { phase: new.phase, changes })
}

/// Levels that have gone, then those that are new or hold another amount.
fn changed(old: &[DepthLevel], new: &[DepthLevel]) -> Vec<Level> {
	let gone = old.iter().filter(|was| new.iter().all(|is| is.price != was.price));
	let differs = new.iter().filter(|is| !old.contains(is));
	gone.map(|was| level(was.price, 0)).chain(differs.map(|is| level(is.price, is.lots))).collect()
}

#[cfg(test)]
mod tests {
	use super::*;
	use gridforge_primitives::Price;

	fn side(levels: &[(i32, u64)]) -> Vec<DepthLevel> {
		levels
			.iter()
			.map(|(price, lots)| DepthLevel { price: Price(*price), lots: *lots })
			.collect()
	}

	#[test]
	fn changes_lead_from_one_side_to_the_other() {
		let old = side(&[(120, 1_500), (150, 2_000), (160, 10)]);
		let new = side(&[(110, 5), (150, 1_000), (160, 10)]);
		let pair = |price: &str, kwh: &str| (price.to_owned(), kwh.to_owned());
		let expected = vec![pair("0.12", "0"), pair("0.11", "0.05"), pair("0.15", "10")];
		assert_eq!(changed(&old, &new), expected);
		assert_eq!(changed(&new, &new), vec![]);
	}
}
