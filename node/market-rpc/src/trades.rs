//! The trades of each block that becomes part of the best chain, and word of each that ceases to be.

use crate::{
	answers::{Answer, TradeReport},
	budget::Budget,
	chain::{name, Chain, MarketClient, News, Route},
	errors::Refusal,
	params::TradeFilter,
	subscription::Feed,
};
use jsonrpsee::core::async_trait;
use serde::Serialize;
use sp_blockchain::HashAndNumber;
use sp_runtime::traits::Block as BlockT;

/// What is told of a block.
#[derive(Debug, Serialize)]
#[serde(tag = "type", rename_all = "lowercase")]
pub enum TradesNews {
	/// What follows is told from the next block on.
	Start,
	/// What has traded in it. Blocks without such trades are passed over.
	Trades {
		/// In the order in which they happened.
		trades: Vec<TradeReport>,
	},
	/// It is no longer part of the best chain: what was told of it has not happened.
	Retracted,
}

/// The trades of new blocks.
pub struct TradesFeed<Block: BlockT, AccountId, Client> {
	chain: Chain<Block, AccountId, Client>,
	news: News<Block>,
	filter: Option<TradeFilter>,
	last: HashAndNumber<Block>,
	/// Told already: where it starts, and what came since the block that it is resumed from.
	begun: Begun,
}

/// How far a feed has come.
#[derive(PartialEq)]
enum Begun {
	No,
	Started,
	UpToDate,
}

impl<Block, AccountId, Client> TradesFeed<Block, AccountId, Client>
where
	Block: BlockT,
	AccountId: codec::Codec,
	Client: MarketClient<Block, AccountId>,
{
	/// Begins after the newest block, or after the block `since`.
	pub fn begin(
		chain: Chain<Block, AccountId, Client>,
		budget: &Budget,
		filter: Option<TradeFilter>,
		since: Option<Block::Hash>,
	) -> Result<Self, Refusal> {
		// News first: a block that comes in between is then looked at twice, not missed.
		let news = chain.news();
		let last = chain.block(since)?;
		let Route { enacted, .. } = chain.route(&last, &chain.best())?;
		// The runtime is asked about each of these blocks.
		budget.take(u32::try_from(enacted.len()).unwrap_or(u32::MAX))?;
		if let Some(oldest) = enacted.first() {
			chain.block_trades(oldest.hash)?;
		}
		Ok(TradesFeed { chain, news, filter, last, begun: Begun::No })
	}

	/// What there is to tell on the way to the best block.
	fn catch_up(&mut self) -> Result<Vec<Answer<TradesNews>>, Refusal> {
		let best = self.chain.best();
		let Route { retracted, enacted } = self.chain.route(&self.last, &best)?;
		let mut told = retracted
			.iter()
			.map(|block| Answer { block: name(block), content: TradesNews::Retracted })
			.collect::<Vec<_>>();
		for block in &enacted {
			let trades = self.trades_of(block)?;
			if !trades.is_empty() {
				told.push(Answer { block: name(block), content: TradesNews::Trades { trades } });
			}
		}
		self.last = best;
		Ok(told)
	}

	fn trades_of(&self, block: &HashAndNumber<Block>) -> Result<Vec<TradeReport>, Refusal> {
		let trades = self.chain.block_trades(block.hash)?;
		let wanted = |trade: &_| self.filter.is_none_or(|filter| filter.passes(trade));
		Ok(trades.iter().filter(|trade| wanted(trade)).map(TradeReport::from).collect())
	}
}

#[async_trait]
impl<Block, AccountId, Client> Feed for TradesFeed<Block, AccountId, Client>
where
	Block: BlockT,
	AccountId: codec::Codec,
	Client: MarketClient<Block, AccountId>,
{
	type News = TradesNews;

	async fn next(&mut self) -> Result<Vec<Answer<TradesNews>>, Refusal> {
		match self.begun {
			Begun::No => {
				self.begun = Begun::Started;
				Ok(vec![Answer { block: name(&self.last), content: TradesNews::Start }])
			}
			Begun::Started => {
				self.begun = Begun::UpToDate;
				self.catch_up()
			}
			Begun::UpToDate => {
				self.news.wait().await.ok_or(Refusal::NodeEnds)?;
				self.catch_up()
			}
		}
	}
}
