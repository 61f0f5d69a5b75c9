//! The records, as they stand in the files. Fields of the European standard form bear its names, all others names of
//! their own in lower case. `docs/audit.md` says which codes are the form's and which the chain's.

use serde::Serialize;

/// How participants are identified: by the chain's own numbers, so this is none of the form's types of codes.
pub const CODE: &str = "gridforge";
/// The money, which is none of the form's currencies.
pub const WATT: &str = "WATT";
/// The unit of power, in ACER's spelling.
pub const KW: &str = "KW";
/// The unit of energy, in ACER's spelling.
pub const KWH: &str = "KWh";
/// In which capacity a participant trades: for itself, also where a delegate signs for it.
pub const PRINCIPAL: &str = "P";

/// An order that was placed, or what became of one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct OrderRow {
	pub block: u64,
	/// Which event of the block; nothing where time alone did it.
	pub event: Option<u32>,
	#[serde(rename = "Transaction timestamp")]
	pub time: String,
	#[serde(rename = "ID of the market participant or counterparty")]
	pub participant: u32,
	#[serde(rename = "Type of code used in field 1")]
	pub code: &'static str,
	#[serde(
		rename = "ID of the trader and/or of the market participant or counterparty as identified by the organised market place"
	)]
	pub trader: Option<String>,
	#[serde(rename = "Trading capacity of the market participant or counterparty in field 1")]
	pub capacity: &'static str,
	#[serde(rename = "Buy/sell indicator")]
	pub side: Option<&'static str>,
	#[serde(rename = "Order ID")]
	pub order: String,
	#[serde(rename = "Order type")]
	pub order_type: Option<&'static str>,
	#[serde(rename = "Order condition")]
	pub condition: Option<&'static str>,
	#[serde(rename = "Order status")]
	pub status: &'static str,
	#[serde(rename = "Order duration")]
	pub duration: Option<&'static str>,
	#[serde(rename = "Contract ID")]
	pub contract: Option<String>,
	#[serde(rename = "Last trading date and time")]
	pub gate: Option<String>,
	#[serde(rename = "Price")]
	pub price: Option<String>,
	#[serde(rename = "Price currency")]
	pub currency: &'static str,
	/// How much power that is all through the interval.
	#[serde(rename = "Quantity/Volume")]
	pub power: Option<String>,
	#[serde(rename = "Total notional contract quantity")]
	pub quantity: Option<String>,
	#[serde(rename = "Quantity unit for field 40")]
	pub power_unit: &'static str,
	#[serde(rename = "Quantity unit for field 41")]
	pub unit: &'static str,
	#[serde(rename = "Delivery point or zone")]
	pub zone: Option<u16>,
	pub delivery_start: Option<String>,
	pub delivery_end: Option<String>,
	#[serde(rename = "Action type")]
	pub action: &'static str,
	/// The chain's own word for the type.
	pub kind: Option<String>,
	pub self_trade: Option<String>,
	pub reach: Option<String>,
	/// The owner's own number.
	pub reference: Option<String>,
	/// The order that gave way to this one, which amends it.
	pub amends: Option<String>,
	/// Who signed: the participant itself or a delegate.
	pub signed_by: Option<&'static str>,
	pub filled_kwh: Option<String>,
	pub resting_kwh: Option<String>,
	pub cancelled_kwh: Option<String>,
	/// Why the order, or a part of it, is open no longer.
	pub reason: Option<String>,
	pub locked_watt: Option<String>,
	pub released_watt: Option<String>,
}

/// One side of a trade.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct TradeRow {
	pub block: u64,
	pub event: u32,
	#[serde(rename = "Transaction timestamp")]
	pub time: String,
	#[serde(rename = "Unique transaction ID")]
	pub trade: String,
	#[serde(rename = "ID of the market participant or counterparty")]
	pub participant: u32,
	#[serde(rename = "Type of code used in field 1")]
	pub code: &'static str,
	#[serde(
		rename = "ID of the trader and/or of the market participant or counterparty as identified by the organised market place"
	)]
	pub trader: Option<String>,
	#[serde(rename = "ID of the other market participant or counterparty")]
	pub other: Option<u32>,
	#[serde(rename = "Type of code used in field 4")]
	pub other_code: Option<&'static str>,
	#[serde(rename = "Trading capacity of the market participant or counterparty in field 1")]
	pub capacity: &'static str,
	#[serde(rename = "Buy/sell indicator")]
	pub side: &'static str,
	#[serde(rename = "Initiator/Aggressor")]
	pub aggressor: Option<&'static str>,
	#[serde(rename = "Contract ID")]
	pub contract: String,
	#[serde(rename = "Contract type")]
	pub contract_type: &'static str,
	#[serde(rename = "Linked order ID")]
	pub order: Option<String>,
	#[serde(rename = "Price")]
	pub price: String,
	#[serde(rename = "Price currency")]
	pub currency: &'static str,
	#[serde(rename = "Notional amount")]
	pub notional: String,
	#[serde(rename = "Notional currency")]
	pub notional_currency: &'static str,
	/// How much power that is all through the interval.
	#[serde(rename = "Quantity/Volume")]
	pub power: Option<String>,
	#[serde(rename = "Total notional contract quantity")]
	pub quantity: String,
	#[serde(rename = "Quantity unit for field 40")]
	pub power_unit: &'static str,
	#[serde(rename = "Quantity unit for field 41")]
	pub unit: &'static str,
	#[serde(rename = "Delivery point or zone")]
	pub zone: u16,
	pub delivery_start: String,
	pub delivery_end: String,
	#[serde(rename = "Action type")]
	pub action: &'static str,
	/// Who signed: the participant itself or a delegate.
	pub signed_by: Option<&'static str>,
	/// From which zone the order came that took: another one where the trade crossed.
	pub taker_zone: Option<u16>,
}

/// What was said about energy that flowed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ReadingRow {
	pub block: u64,
	pub event: u32,
	#[serde(rename = "Transaction timestamp")]
	pub time: String,
	pub kind: &'static str,
	#[serde(rename = "ID of the market participant or counterparty")]
	pub participant: Option<u32>,
	#[serde(rename = "Delivery point or zone")]
	pub zone: Option<u16>,
	pub delivery_start: String,
	pub delivery_end: String,
	pub interval: u32,
	pub meter: Option<u32>,
	pub gateway: Option<u32>,
	/// Who sent it.
	pub account: Option<String>,
	pub import_kwh: Option<String>,
	pub export_kwh: Option<String>,
	pub quality: Option<String>,
	pub old_import_kwh: Option<String>,
	pub old_export_kwh: Option<String>,
	pub old_quality: Option<String>,
	pub result: &'static str,
	pub reason: Option<String>,
}

/// Money that moved.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct MoneyRow {
	pub block: u64,
	pub event: u32,
	#[serde(rename = "Transaction timestamp")]
	pub time: String,
	pub kind: &'static str,
	#[serde(rename = "ID of the market participant or counterparty")]
	pub participant: Option<u32>,
	pub account: Option<String>,
	#[serde(rename = "Contract ID")]
	pub contract: Option<String>,
	#[serde(rename = "Delivery point or zone")]
	pub zone: Option<u16>,
	pub delivery_start: Option<String>,
	pub delivery_end: Option<String>,
	pub amount: Option<String>,
	#[serde(rename = "Notional currency")]
	pub currency: String,
	pub bought_kwh: Option<String>,
	pub sold_kwh: Option<String>,
	pub paid: Option<String>,
	pub earned: Option<String>,
	pub fee_by_value: Option<String>,
	pub fee_by_energy: Option<String>,
	pub fee_above_cap: Option<String>,
	pub fee_crossing: Option<String>,
	/// What the treasury left to the buyer of its part of the fee.
	pub fee_discount: Option<String>,
	pub tax: Option<String>,
	pub delivered_kwh: Option<String>,
	pub shortfall_kwh: Option<String>,
	pub unused_kwh: Option<String>,
	pub shortfall_cost: Option<String>,
	pub unused_credit: Option<String>,
	pub unpaid: Option<String>,
	pub to_operator: Option<String>,
	pub to_hosts: Option<String>,
	pub to_treasury: Option<String>,
	pub issuer: Option<u32>,
	pub reference: Option<String>,
}

/// All records of a block, or of a period.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rows {
	pub orders: Vec<OrderRow>,
	pub changes: Vec<OrderRow>,
	pub trades: Vec<TradeRow>,
	pub readings: Vec<ReadingRow>,
	pub money: Vec<MoneyRow>,
}

/// Which records are wanted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Filter {
	pub participant: Option<u32>,
	pub zone: Option<u16>,
}

impl Filter {
	/// Keep those of the participant and the zone.
	pub fn keep(&self, rows: &mut Rows) {
		let Filter { participant, zone } = *self;
		let of = |found: Option<u32>| participant.is_none_or(|wanted| found == Some(wanted));
		let within = |found: Option<u16>| zone.is_none_or(|wanted| found == Some(wanted));
		let order = |row: &OrderRow| of(Some(row.participant)) && within(row.zone);
		rows.orders.retain(order);
		rows.changes.retain(order);
		rows.trades.retain(|row| {
			of(Some(row.participant)) && (within(Some(row.zone)) || within(row.taker_zone))
		});
		rows.readings.retain(|row| of(row.participant) && within(row.zone));
		rows.money.retain(|row| of(row.participant) && within(row.zone));
	}
}
