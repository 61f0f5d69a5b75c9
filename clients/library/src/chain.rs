//! The connection to a node: opening it, noticing that it is gone, opening it again.

use crate::{
	errors::{Problem, Result, CONNECTION_LOST},
	output::Output,
	view::View,
};
use gridforge_primitives::CurrencyId;
use std::{
	sync::Arc,
	time::{Duration, Instant},
};
use subxt::{
	backend::{BlockRef, LegacyBackend},
	config::{substrate::H256, RpcConfigFor},
	rpcs::{LegacyRpcMethods, RpcClient},
	OnlineClient, SubstrateConfig,
};

/// How the chain encodes things: Substrate's defaults.
pub type Config = SubstrateConfig;

/// How long a lost connection is tried again.
const RECONNECT_FOR: Duration = Duration::from_secs(120);
/// Pause between two attempts, or two looks at the chain.
pub const PAUSE: Duration = Duration::from_secs(1);
/// A node that has not answered this long does not count as there.
const ALIVE_WITHIN: Duration = Duration::from_secs(5);

/// A connection to one node.
pub struct Chain {
	client: OnlineClient<Config>,
	requests: RpcClient,
	rpc: LegacyRpcMethods<RpcConfigFor<Config>>,
	fee_currency: Option<CurrencyId>,
}

impl Chain {
	/// Connect to the node at `url`.
	pub async fn connect(url: &str) -> Result<Chain> {
		let unreachable = |error: &dyn std::fmt::Display| {
			Problem::new("unreachable", format!("no node answers at {url}: {error}"))
				.hint("Start a node, or name another with --url or GRIDFORGE_URL.")
		};
		let rpc = RpcClient::from_insecure_url(url).await.map_err(|e| unreachable(&e))?;
		// Plain requests only: they name their block, so that nothing is lost with the connection.
		let backend = LegacyBackend::<Config>::builder().build(rpc.clone());
		let client =
			OnlineClient::from_backend(Arc::new(backend)).await.map_err(|e| unreachable(&e))?;
		Ok(Chain {
			client,
			rpc: LegacyRpcMethods::new(rpc.clone()),
			requests: rpc,
			fee_currency: None,
		})
	}

	/// The same, paying the fees of transactions in a currency of WATT.
	pub fn paying_in(self, currency: CurrencyId) -> Chain {
		Chain { fee_currency: Some(currency), ..self }
	}

	/// The currency of WATT that fees are paid in; GRID where there is none.
	pub fn fee_currency(&self) -> Option<CurrencyId> {
		self.fee_currency
	}

	/// Whether the node still answers on this connection.
	pub async fn is_alive(&self) -> bool {
		matches!(tokio::time::timeout(ALIVE_WITHIN, self.rpc.system_chain()).await, Ok(Ok(_)))
	}

	/// The problem of a command that failed: the lost connection where that is the reason.
	pub async fn explain(&self, problem: Problem) -> Problem {
		if self.is_alive().await {
			return problem;
		}
		Problem::new(CONNECTION_LOST, format!("the connection to the node was lost: {problem}")).hint(
			"If a transaction was under way it may still take effect: look with `gridforge account` before you send it again.",
		)
	}

	/// The newest block.
	pub async fn best(&self) -> Result<View> {
		let hash = self.rpc.chain_get_block_hash(None).await?;
		self.at_hash(hash.ok_or_else(|| Problem::incompatible("no best block"))?).await
	}

	/// The newest block that can no longer be undone.
	pub async fn finalised(&self) -> Result<View> {
		self.at_hash(self.rpc.chain_get_finalized_head().await?).await
	}

	/// The block with this number.
	pub async fn at(&self, number: u64) -> Result<View> {
		Ok(View::new(self.client.at_block(number).await?))
	}

	async fn at_hash(&self, hash: H256) -> Result<View> {
		Ok(View::new(self.client.at_block(BlockRef::from_hash(hash)).await?))
	}

	/// Which chain this is.
	pub fn genesis(&self) -> H256 {
		self.client.genesis_hash()
	}

	/// Requests of any kind to the node.
	pub fn requests(&self) -> &RpcClient {
		&self.requests
	}

	/// Direct questions to the node.
	pub fn rpc(&self) -> &LegacyRpcMethods<RpcConfigFor<Config>> {
		&self.rpc
	}
}

/// A connection that is opened again when it is lost.
pub struct Link {
	url: String,
	chain: Chain,
}

impl Link {
	/// Connect to the node at `url`.
	pub async fn open(url: &str) -> Result<Link> {
		Ok(Link { url: url.into(), chain: Chain::connect(url).await? })
	}

	/// The connection as it is.
	pub fn chain(&self) -> &Chain {
		&self.chain
	}

	/// Run `step`, and run it again from its start on a new connection when the old one is lost. So `step`
	/// has to find out from the chain what it has done already.
	pub async fn persist<T>(
		&mut self,
		output: &Output,
		mut step: impl AsyncFnMut(&Chain) -> Result<T>,
	) -> Result<T> {
		loop {
			match step(&self.chain).await {
				Ok(value) => return Ok(value),
				Err(problem) if self.chain.is_alive().await => return Err(problem),
				Err(_) => self.reconnect(output).await?,
			}
		}
	}

	async fn reconnect(&mut self, output: &Output) -> Result<()> {
		output.progress(format!(
			"connection to {} lost, trying again for up to {} s",
			self.url,
			RECONNECT_FOR.as_secs()
		));
		let since = Instant::now();
		loop {
			tokio::time::sleep(PAUSE).await;
			match Chain::connect(&self.url).await {
				Ok(chain) if chain.genesis() != self.chain.genesis() => {
					return Err(Problem::new(
						"other_chain",
						format!("another chain now answers at {}", self.url),
					))
				}
				Ok(chain) => {
					self.chain = chain;
					output.progress("connected again");
					return Ok(());
				}
				Err(problem) if since.elapsed() >= RECONNECT_FOR => return Err(problem),
				Err(_) => {}
			}
		}
	}
}
