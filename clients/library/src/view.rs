//! The chain as it stands at one block: the market's runtime API, wallets, events.

use crate::{
	chain::Config,
	errors::{dispatch, Problem, Result},
	events::{self, MarketEvent},
	raw::{AssetAccount, GridBalance, SystemAccount},
};
use codec::{DecodeAll, Encode};
use gridforge_primitives::{
	api::{Bill, MarketInfo, OrderBook, OrderPreview, ParticipantInfo},
	CurrencyId, CurrencyStatus, NewOrder, ParticipantId, ProductId, Summary, WattBalance,
};
use subxt::{
	dynamic,
	error::{DispatchError, StorageError},
	ext::{
		frame_decode::helpers::{IntoDecodableValues, IntoEncodableValues},
		scale_decode::DecodeAsType,
		scale_value::Value,
	},
	storage::PrefixOf,
	utils::AccountId32,
	OnlineClientAtBlock,
};

/// The currency that energy is paid in.
pub const WATT_ID: CurrencyId = 1;

/// The chain at one block.
pub struct View {
	at: OnlineClientAtBlock<Config>,
}

impl View {
	pub fn new(at: OnlineClientAtBlock<Config>) -> View {
		View { at }
	}

	/// The block's number.
	pub fn number(&self) -> u64 {
		self.at.block_number()
	}

	/// Subxt's own view of the block, for transactions.
	pub fn client(&self) -> &OnlineClientAtBlock<Config> {
		&self.at
	}

	/// The market's clock and status.
	pub async fn market_info(&self) -> Result<MarketInfo> {
		self.ask("market_info", ()).await
	}

	/// The book of a product.
	pub async fn order_book(&self, product: ProductId, depth: u32) -> Result<OrderBook> {
		self.ask::<Option<OrderBook>>("order_book", (product, depth)).await?.ok_or_else(|| {
			Problem::new("unknown_zone", format!("there is no zone {}", product.zone))
				.hint("The first zone of a network is 1.")
		})
	}

	/// The products that have a book.
	pub async fn products(&self) -> Result<Vec<ProductId>> {
		self.ask("products", ()).await
	}

	/// What the participant for whom `account` acts has in the market; nothing where it acts for none.
	pub async fn participant(&self, account: &AccountId32) -> Result<Option<ParticipantInfo>> {
		self.ask("participant", (account.0, WATT_ID)).await
	}

	/// What an order would lock and cost, or why the market would refuse it: of `account`, with the rules and the discount of
	/// the participant for whom it acts, or of nobody in particular.
	pub async fn preview(
		&self,
		order: NewOrder,
		account: Option<&AccountId32>,
	) -> Result<OrderPreview> {
		const NAME: &str = "EnergyMarketApi_preview_order";
		let question = (order, account.map(|account| account.0)).encode();
		let answer = self.at.runtime_apis().call_raw(NAME, Some(&question)).await?;
		let unreadable =
			|what: &dyn std::fmt::Display| Problem::incompatible(format!("{NAME}: {what}"));
		match answer.split_first() {
			Some((0, preview)) => {
				OrderPreview::decode_all(&mut &*preview).map_err(|e| unreadable(&e))
			}
			Some((1, error)) => {
				let error = DispatchError::decode_from(error, self.at.metadata());
				Err(error.map_or_else(|e| unreadable(&e), |error| dispatch(&error)))
			}
			_ => Err(unreadable(&"neither a preview nor an error")),
		}
	}

	/// What an account owes or gets for a product, explained; nothing where it has no part in it.
	pub async fn bill(&self, account: &AccountId32, product: ProductId) -> Result<Option<Bill>> {
		self.ask("bill", (account.0, product)).await
	}

	/// What is kept of a settled product.
	pub async fn summary(&self, product: ProductId) -> Result<Option<Summary>> {
		self.ask_of("SettlementApi", "interval_summary", (product,)).await
	}

	/// The currencies of WATT.
	pub async fn currencies(&self) -> Result<Vec<CurrencyStatus>> {
		let mut found = Vec::new();
		for id in self.ask_of::<Vec<CurrencyId>>("WattApi", "currencies", ()).await? {
			found.extend(
				self.ask_of::<Option<CurrencyStatus>>("WattApi", "currency_status", (id,)).await?,
			);
		}
		Ok(found)
	}

	/// What a fee in GRID comes to in a currency; nothing where no fees can be paid in it.
	pub async fn fee_in(&self, currency: CurrencyId, grid: u128) -> Result<Option<WattBalance>> {
		self.ask_of("WattApi", "fee_in", (currency, grid)).await
	}

	/// WATT in the wallet, outside the market.
	pub async fn watt_wallet(&self, account: &AccountId32) -> Result<WattBalance> {
		let address = dynamic::storage::<(u32, [u8; 32]), AssetAccount>("Assets", "Account");
		let key = (WATT_ID, account.0);
		Ok(match self.at.storage().try_fetch(address, key).await? {
			Some(found) => found.decode()?.balance,
			None => 0,
		})
	}

	/// WATT in the wallet and in the market, free and locked.
	pub async fn watt_total(&self, account: &AccountId32) -> Result<WattBalance> {
		let market = self.participant(account).await?.map(|p| p.account).unwrap_or_default();
		[market.free, market.locked]
			.into_iter()
			.try_fold(self.watt_wallet(account).await?, WattBalance::checked_add)
			.ok_or_else(|| Problem::incompatible("more WATT than there can be"))
	}

	/// GRID of an account.
	pub async fn grid(&self, account: &AccountId32) -> Result<GridBalance> {
		let address = dynamic::storage::<([u8; 32],), SystemAccount>("System", "Account");
		Ok(match self.at.storage().try_fetch(address, (account.0,)).await? {
			Some(found) => found.decode()?.data,
			None => GridBalance { free: 0, reserved: 0 },
		})
	}

	/// The participant for whom `account` acts, whether or not it has used the market.
	pub async fn participant_id(&self, account: &AccountId32) -> Result<Option<ParticipantId>> {
		let address = dynamic::storage::<([u8; 32],), u32>("Participants", "Accounts");
		Ok(match self.at.storage().try_fetch(address, (account.0,)).await? {
			Some(found) => Some(ParticipantId(found.decode()?)),
			None => None,
		})
	}

	/// What is stored under `key`.
	pub async fn stored<K, V>(&self, pallet: &str, entry: &str, key: K) -> Result<Option<V>>
	where
		K: IntoEncodableValues + IntoDecodableValues,
		V: DecodeAsType,
	{
		let address = dynamic::storage::<K, V>(pallet, entry);
		Ok(match self.at.storage().try_fetch(address, key).await? {
			Some(found) => Some(found.decode()?),
			None => None,
		})
	}

	/// Whether anything is stored under `key`. Where it is not, [`Self::stored`] answers with the default of an entry that has one.
	pub async fn is_stored<K>(&self, pallet: &str, entry: &str, key: K) -> Result<bool>
	where
		K: IntoEncodableValues + IntoDecodableValues,
	{
		let address = dynamic::storage::<K, Value>(pallet, entry);
		let key = self.at.storage().entry(address)?.fetch_key(key)?;
		match self.at.storage().fetch_raw(key).await {
			Ok(_) => Ok(true),
			Err(StorageError::NoValueFound) => Ok(false),
			Err(error) => Err(error.into()),
		}
	}

	/// Everything in a map whose keys begin with `prefix`, with the keys.
	pub async fn all_stored<K, V>(
		&self,
		pallet: &str,
		entry: &str,
		prefix: impl PrefixOf<K>,
	) -> Result<Vec<(K, V)>>
	where
		K: IntoEncodableValues + IntoDecodableValues,
		V: DecodeAsType,
	{
		let address = dynamic::storage::<K, V>(pallet, entry);
		let mut entries = self.at.storage().iter(address, prefix).await?;
		let mut found = Vec::new();
		while let Some(entry) = entries.next().await {
			let entry = entry?;
			found.push((entry.key()?.decode()?, entry.value().decode()?));
		}
		Ok(found)
	}

	/// What happened in the market in this block, in its order.
	pub async fn market_events(&self) -> Result<Vec<MarketEvent>> {
		events::read_all(self.at.events().fetch().await?.iter())
	}

	async fn ask<T: DecodeAll>(&self, function: &str, arguments: impl Encode) -> Result<T> {
		self.ask_of("EnergyMarketApi", function, arguments).await
	}

	/// What a runtime API answers.
	pub async fn ask_of<T: DecodeAll>(
		&self,
		api: &str,
		function: &str,
		arguments: impl Encode,
	) -> Result<T> {
		let name = format!("{api}_{function}");
		let answer = self.at.runtime_apis().call_raw(&name, Some(&arguments.encode())).await?;
		T::decode_all(&mut &answer[..]).map_err(|e| Problem::incompatible(format!("{name}: {e}")))
	}
}
