//! `gridforge account`, `deposit` and `withdraw`: what an account has, and moving WATT in and out of the
//! market.

use crate::{
	chain::Chain,
	clock::ProductView,
	errors::{Problem, Result},
	output::{pairs, table, Human, Output},
	tx::{self, Call, Nonce},
	units,
	view::View,
};
use gridforge_primitives::{
	api::{MarketInfo, OrderInfo, ParticipantInfo, PositionInfo},
	WattBalance,
};
use serde::Serialize;
use subxt::utils::AccountId32;
use subxt_signer::sr25519::Keypair;

/// What an account has.
#[derive(Debug, Serialize)]
pub struct AccountReport {
	account: String,
	block: u64,
	participant: Option<u32>,
	may_trade: bool,
	grid: GridReport,
	watt: WattReport,
	positions: Vec<PositionReport>,
}

#[derive(Debug, Serialize)]
struct GridReport {
	free: String,
	reserved: String,
}

#[derive(Debug, Serialize)]
struct WattReport {
	wallet: String,
	market_free: String,
	market_locked: String,
}

/// A standing in one product that has not settled.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct PositionReport {
	pub product: ProductView,
	bought_kwh: String,
	sold_kwh: String,
	paid: String,
	earned: String,
	fees: String,
	locked: String,
	pub orders: Vec<OrderReport>,
}

/// An open order.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct OrderReport {
	pub id: String,
	pub side: String,
	pub price: String,
	pub kwh: String,
	pub filled_kwh: String,
	pub open_kwh: String,
	/// The owner's own number for it; 0 where it has none.
	pub reference: u64,
}

impl PositionReport {
	pub fn new(info: &MarketInfo, position: &PositionInfo) -> PositionReport {
		PositionReport {
			product: ProductView::new(info, position.product),
			bought_kwh: units::kwh(position.bought),
			sold_kwh: units::kwh(position.sold),
			paid: units::watt(position.paid),
			earned: units::watt(position.earned),
			fees: units::watt(position.charge.total()),
			locked: units::watt(position.locked),
			orders: position.orders.iter().map(OrderReport::new).collect(),
		}
	}
}

impl OrderReport {
	fn new(order: &OrderInfo) -> OrderReport {
		OrderReport {
			id: order.id.to_string(),
			side: order.id.place.side.to_string(),
			price: units::price(order.price),
			kwh: units::kwh(order.lots.0),
			filled_kwh: units::kwh(order.filled.0),
			open_kwh: units::kwh(order.lots.0.saturating_sub(order.filled.0)),
			reference: order.reference,
		}
	}
}

/// Open orders as a table; `orders` come with their products.
pub fn orders_table<'a>(
	orders: impl Iterator<Item = (&'a ProductView, &'a OrderReport)>,
) -> String {
	let rows = orders.map(|(product, order)| {
		vec![
			order.id.clone(),
			product.delivery.clone(),
			order.side.clone(),
			order.price.clone(),
			order.kwh.clone(),
			order.filled_kwh.clone(),
			order.open_kwh.clone(),
		]
	});
	table(&["order", "delivery", "side", ">WATT/kWh", ">kWh", ">filled", ">open"], rows)
}

impl Human for AccountReport {
	fn human(&self) -> String {
		let participant = match (self.participant, self.may_trade) {
			(Some(id), true) => format!("{id}, may trade"),
			(Some(id), false) => format!("{id}, may not trade now"),
			(None, _) => "none: this account may not trade until it is registered".into(),
		};
		let mut text = pairs([
			("account", self.account.clone()),
			("participant", participant),
			("GRID free", self.grid.free.clone()),
			("GRID reserved", self.grid.reserved.clone()),
			("WATT in the wallet", self.watt.wallet.clone()),
			("WATT in the market, free", self.watt.market_free.clone()),
			("WATT in the market, locked", self.watt.market_locked.clone()),
		]);
		if !self.positions.is_empty() {
			let rows = self.positions.iter().map(|p| {
				vec![
					p.product.delivery.clone(),
					format!("{}-{}", p.product.zone, p.product.interval),
					p.bought_kwh.clone(),
					p.sold_kwh.clone(),
					p.paid.clone(),
					p.earned.clone(),
					p.fees.clone(),
					p.locked.clone(),
				]
			});
			text += "\npositions not yet settled\n";
			text += &table(
				&[
					"delivery",
					"zone-interval",
					">bought kWh",
					">sold kWh",
					">paid",
					">earned",
					">fees",
					">locked",
				],
				rows,
			);
		}
		if self.positions.iter().any(|p| !p.orders.is_empty()) {
			text += "\nopen orders\n";
			text += &orders_table(
				self.positions.iter().flat_map(|p| p.orders.iter().map(move |o| (&p.product, o))),
			);
		}
		text
	}
}

/// Show what `account` has.
pub async fn show(chain: &Chain, output: &Output, account: &AccountId32) -> Result<()> {
	output.show(&report(&chain.best().await?, account).await?)
}

async fn report(view: &View, account: &AccountId32) -> Result<AccountReport> {
	let info = view.market_info().await?;
	let (grid, wallet) = (view.grid(account).await?, view.watt_wallet(account).await?);
	let id = view.participant_id(account).await?;
	let market: Option<ParticipantInfo> = view.participant(account).await?;
	let money = market.as_ref().map(|m| m.account).unwrap_or_default();
	Ok(AccountReport {
		account: account.to_string(),
		block: view.number(),
		participant: id.map(|id| id.0),
		may_trade: market.as_ref().is_some_and(|m| m.may_trade),
		grid: GridReport { free: units::grid(grid.free), reserved: units::grid(grid.reserved) },
		watt: WattReport {
			wallet: units::watt(wallet),
			market_free: units::watt(money.free),
			market_locked: units::watt(money.locked),
		},
		positions: market
			.iter()
			.flat_map(|m| &m.positions)
			.map(|p| PositionReport::new(&info, p))
			.collect(),
	})
}

/// Money that was moved, and what the account has in the market now.
#[derive(Debug, Serialize)]
struct MoveReport {
	block: u64,
	transaction: String,
	direction: &'static str,
	amount: String,
	wallet: String,
	market_free: String,
	market_locked: String,
}

impl Human for MoveReport {
	fn human(&self) -> String {
		pairs([
			(self.direction, format!("{} WATT in block {}", self.amount, self.block)),
			("in the wallet", self.wallet.clone()),
			("in the market, free", self.market_free.clone()),
			("in the market, locked", self.market_locked.clone()),
		])
	}
}

/// Move WATT from the wallet into the market.
pub async fn deposit(
	chain: &Chain,
	output: &Output,
	signer: &Keypair,
	amount: WattBalance,
) -> Result<()> {
	move_money(chain, output, signer, amount, "deposited", tx::deposit(amount)).await
}

/// Move WATT from the market into the wallet.
pub async fn withdraw(
	chain: &Chain,
	output: &Output,
	signer: &Keypair,
	amount: WattBalance,
) -> Result<()> {
	move_money(chain, output, signer, amount, "withdrawn", tx::withdraw(amount)).await
}

async fn move_money(
	chain: &Chain,
	output: &Output,
	signer: &Keypair,
	amount: WattBalance,
	direction: &'static str,
	call: Call,
) -> Result<()> {
	let landed = tx::submit(chain, output, signer, &call, Nonce::Next).await?;
	let (view, account) = (chain.at(landed.block).await?, tx::account_of(signer));
	let market = view
		.participant(&account)
		.await?
		.ok_or_else(|| Problem::incompatible("the account is no participant any more"))?
		.account;
	output.show(&MoveReport {
		block: landed.block,
		transaction: landed.hash,
		direction,
		amount: units::watt(amount),
		wallet: units::watt(view.watt_wallet(&account).await?),
		market_free: units::watt(market.free),
		market_locked: units::watt(market.locked),
	})
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::clock::ProductView;
	use gridforge_primitives::{
		IntervalId, Lots, OrderId, OrderRef, Price, ProductId, Side, Tick, ZoneId,
	};

	#[test]
	fn an_order_is_json_in_decimal_strings() {
		let product = ProductId { interval: IntervalId(7), zone: ZoneId(1) };
		let order = OrderInfo {
			id: OrderId {
				product,
				place: OrderRef { side: Side::Ask, tick: Tick(650), page: 0, slot: 3 },
			},
			price: Price(150),
			lots: Lots(2_000),
			filled: Lots(1_000),
			reference: 77,
		};
		assert_eq!(
			serde_json::to_value(OrderReport::new(&order)).unwrap(),
			serde_json::json!({
				"id": "1-7-ask-650-0-3", "side": "ask", "price": "0.15",
				"kwh": "20", "filled_kwh": "10", "open_kwh": "10", "reference": 77,
			})
		);
		let view = ProductView { zone: 1, interval: 7, delivery: "1970-01-01T00:07:00Z".into() };
		assert!(orders_table([(&view, &OrderReport::new(&order))].into_iter())
			.contains("1-7-ask-650-0-3"));
	}
}
