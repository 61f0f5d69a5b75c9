//! The golden day: who trades what, what must come of it, and the report on what did.

use crate::{
	clock::ProductView,
	output::{table, Human},
	units,
};
use gridforge_primitives::{
	LoadBand, Lots, Price, ProductRules, Side, Summary, WattBalance, WattDelta,
};
use serde::Serialize;
use subxt::utils::AccountId32;

/// Who takes part.
pub struct Actor {
	/// In progress messages.
	pub short: &'static str,
	pub name: &'static str,
	/// Where its key comes from.
	pub suri: &'static str,
	/// What it gains, in base units of WATT.
	pub gains: WattDelta,
}

/// An order of the day.
pub struct DayOrder {
	/// Whose, as an index into [`CAST`].
	pub actor: usize,
	pub side: Side,
	pub lots: Lots,
	pub price: Price,
}

/// Three traders and the operator of the grid.
pub const CAST: [Actor; 4] = [
	Actor { short: "alice", name: "Alice's Solar Farm", suri: "//Alice", gains: 1_500_000 },
	Actor { short: "bob", name: "Bob's Wind Turbine", suri: "//Bob", gains: 1_800_000 },
	Actor { short: "charlie", name: "Charlie's Home", suri: "//Charlie", gains: -3_465_000 },
	Actor { short: "operator", name: "Grid operator", suri: "//Dave", gains: 165_000 },
];

/// Where the operator stands in [`CAST`].
pub const OPERATOR: usize = 3;

/// The orders, in the sequence in which they are placed.
pub const ORDERS: [DayOrder; 3] = [
	DayOrder { actor: 0, side: Side::Ask, lots: Lots(2_000), price: Price(150) },
	DayOrder { actor: 1, side: Side::Ask, lots: Lots(1_500), price: Price(120) },
	DayOrder { actor: 2, side: Side::Bid, lots: Lots(2_500), price: Price(160) },
];

/// The trades that must come of it: seller, buyer, energy, price, grid fee in base units.
const TRADES: [(usize, usize, Lots, Price, WattBalance); 2] =
	[(1, 2, Lots(1_500), Price(120), 90_000), (0, 2, Lots(1_000), Price(150), 75_000)];

/// One trade of the day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trade {
	pub seller: String,
	pub buyer: String,
	pub lots: Lots,
	pub price: Price,
}

/// What an actor has: before the first order and after settlement.
#[derive(Clone, Debug)]
pub struct Money {
	pub account: AccountId32,
	pub before: WattBalance,
	pub after: WattBalance,
}

/// What the chain tells of the day.
#[derive(Debug)]
pub struct Record {
	pub product: ProductView,
	pub rules: ProductRules,
	pub trades: Vec<Trade>,
	/// Grid fees that the chain charged for the trades.
	pub fees: WattBalance,
	pub summary: Summary,
	/// As in [`CAST`].
	pub money: Vec<Money>,
}

/// The day's result.
#[derive(Debug, Serialize)]
pub struct DayReport {
	product: ProductView,
	interval: u32,
	trades: Vec<TradeReport>,
	energy_kwh: String,
	value: String,
	fees: String,
	balances: Vec<BalanceReport>,
	pub ok: bool,
	/// Where the day differs from what must come of it.
	pub differences: Vec<String>,
}

#[derive(Debug, Serialize)]
struct TradeReport {
	seller: String,
	buyer: String,
	kwh: String,
	price: String,
	value: String,
	fee: String,
}

#[derive(Debug, Serialize)]
struct BalanceReport {
	name: &'static str,
	account: String,
	before: String,
	after: String,
	change: String,
}

/// The grid fee on one trade, as the product's tariff has it.
fn fee(rules: &ProductRules, trade: &Trade) -> WattBalance {
	let value = WattBalance::try_from(trade.price.notional(trade.lots)).unwrap_or_default();
	rules.fees.charge(LoadBand::default(), value, trade.lots.0.into()).total()
}

/// A difference of two balances; no sum of money comes near the end of the range.
fn change(money: &Money) -> WattDelta {
	let signed = |units| WattDelta::try_from(units).unwrap_or(WattDelta::MAX);
	signed(money.after).saturating_sub(signed(money.before))
}

impl DayReport {
	pub fn new(record: &Record) -> DayReport {
		let differences = differences(record);
		let trade = |trade: &Trade| TradeReport {
			seller: trade.seller.clone(),
			buyer: trade.buyer.clone(),
			kwh: units::kwh(trade.lots.0),
			price: units::price(trade.price),
			value: units::watt(trade.price.notional(trade.lots)),
			fee: units::watt(fee(&record.rules, trade)),
		};
		let balance = |(actor, money): (&Actor, &Money)| BalanceReport {
			name: actor.name,
			account: money.account.to_string(),
			before: units::watt(money.before),
			after: units::watt(money.after),
			change: units::watt(change(money)),
		};
		DayReport {
			product: record.product.clone(),
			interval: record.product.interval,
			trades: record.trades.iter().map(trade).collect(),
			energy_kwh: units::kwh(record.summary.lots),
			value: units::watt(record.summary.notional),
			fees: units::watt(record.fees),
			balances: CAST.iter().zip(&record.money).map(balance).collect(),
			ok: differences.is_empty(),
			differences,
		}
	}
}

/// Where the day differs from what must come of it; nothing when all is as it must be.
fn differences(record: &Record) -> Vec<String> {
	let mut found = Vec::new();
	let mut expect = |what: &str, expected: String, actual: String| {
		if expected != actual {
			found.push(format!("{what}: expected {expected}, got {actual}"));
		}
	};
	let line = |seller: &str, buyer: &str, lots: Lots, price: Price, fee: WattBalance| {
		format!(
			"{seller} to {buyer} {} kWh at {} WATT/kWh with a fee of {} WATT",
			units::kwh(lots.0),
			units::price(price),
			units::watt(fee)
		)
	};
	for number in 0..TRADES.len().max(record.trades.len()) {
		let expected = TRADES.get(number).map(|(seller, buyer, lots, price, fee)| {
			line(CAST[*seller].name, CAST[*buyer].name, *lots, *price, *fee)
		});
		let actual = record.trades.get(number).map(|trade| {
			line(&trade.seller, &trade.buyer, trade.lots, trade.price, fee(&record.rules, trade))
		});
		let none = || "no trade".to_owned();
		expect(
			&format!("trade {}", number + 1),
			expected.unwrap_or_else(none),
			actual.unwrap_or_else(none),
		);
	}
	let lots: u64 = record.trades.iter().map(|trade| u64::from(trade.lots.0)).sum();
	let value: WattDelta = record.trades.iter().map(|trade| trade.price.notional(trade.lots)).sum();
	let fees: WattBalance = record.trades.iter().map(|trade| fee(&record.rules, trade)).sum();
	expect("energy settled, kWh", units::kwh(lots), units::kwh(record.summary.lots));
	expect("value settled, WATT", units::watt(value), units::watt(record.summary.notional));
	expect("fees charged for the trades, WATT", units::watt(fees), units::watt(record.fees));
	expect("fees settled, WATT", units::watt(fees), units::watt(record.summary.charge.fee()));
	for (actor, money) in CAST.iter().zip(&record.money) {
		expect(
			&format!("WATT of {}", actor.name),
			units::watt_change(actor.gains),
			units::watt_change(change(money)),
		);
	}
	found
}

impl Human for DayReport {
	fn human(&self) -> String {
		let trades = self.trades.iter().map(|trade| {
			vec![
				trade.seller.clone(),
				trade.buyer.clone(),
				trade.kwh.clone(),
				trade.price.clone(),
				trade.value.clone(),
				trade.fee.clone(),
			]
		});
		let balances = self.balances.iter().map(|balance| {
			let sign = if balance.change.starts_with('-') { "" } else { "+" };
			vec![
				balance.name.to_owned(),
				balance.before.clone(),
				balance.after.clone(),
				format!("{sign}{}", balance.change),
			]
		});
		let mut text = format!("{}\n\n", self.product);
		text += &table(&["seller", "buyer", ">kWh", ">WATT/kWh", ">WATT", ">grid fee"], trades);
		text += &format!(
			"\ntogether {} kWh for {} WATT, grid fees {} WATT\n\n",
			self.energy_kwh, self.value, self.fees
		);
		text += &table(&["", ">WATT before", ">after", ">change"], balances);
		if self.ok {
			text += "\nThe day went as it must.\n";
		}
		text
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use gridforge_primitives::Charge;

	fn golden() -> Record {
		let trade =
			|(seller, buyer, lots, price, _): &(usize, usize, Lots, Price, WattBalance)| Trade {
				seller: CAST[*seller].name.into(),
				buyer: CAST[*buyer].name.into(),
				lots: *lots,
				price: *price,
			};
		let money = |actor: &Actor| Money {
			account: AccountId32([0; 32]),
			before: 10_000_000,
			after: 10_000_000_u128.checked_add_signed(actor.gains).unwrap(),
		};
		Record {
			product: ProductView { zone: 1, interval: 7, delivery: "1970-01-01T00:07:00Z".into() },
			rules: ProductRules::default(),
			trades: TRADES.iter().map(trade).collect(),
			fees: 165_000,
			summary: Summary {
				lots: 2_500,
				notional: 3_300_000,
				charge: Charge { ad_valorem: 165_000, ..Charge::default() },
				participants: 3,
				..Summary::default()
			},
			money: CAST.iter().map(money).collect(),
		}
	}

	#[test]
	fn the_expected_gains_and_fees_cancel_out() {
		assert_eq!(CAST.iter().map(|actor| actor.gains).sum::<WattDelta>(), 0);
		assert_eq!(TRADES.iter().map(|trade| trade.4).sum::<WattBalance>(), 165_000);
	}

	#[test]
	fn the_golden_day_is_ok() {
		let report = DayReport::new(&golden());
		assert_eq!(report.differences, Vec::<String>::new());
		assert!(report.ok && report.human().contains("-3.465"));
	}

	#[test]
	fn the_report_is_json_in_decimal_strings() {
		let json = serde_json::to_value(DayReport::new(&golden())).unwrap();
		assert_eq!(json["interval"], 7);
		assert_eq!(json["product"]["zone"], 1);
		assert_eq!(
			json["trades"][0],
			serde_json::json!({
				"seller": "Bob's Wind Turbine", "buyer": "Charlie's Home",
				"kwh": "15", "price": "0.12", "value": "1.80", "fee": "0.09",
			})
		);
		assert_eq!(json["trades"][1]["fee"], "0.075");
		let changes: Vec<_> = json["balances"]
			.as_array()
			.unwrap()
			.iter()
			.map(|b| b["change"].as_str().unwrap())
			.collect();
		assert_eq!(changes, ["1.50", "1.80", "-3.465", "0.165"]);
		assert_eq!(json["balances"][0]["name"], "Alice's Solar Farm");
		assert_eq!(json["ok"], true);
	}

	#[test]
	fn every_difference_is_named() {
		let mut record = golden();
		record.trades.pop();
		record.money[3].after -= 1;
		let report = DayReport::new(&record);
		assert!(!report.ok);
		let all = report.differences.join("\n");
		assert!(
			all.contains("trade 2: expected Alice's Solar Farm to Charlie's Home 10 kWh at 0.15"),
			"{all}"
		);
		assert!(all.contains("got no trade"), "{all}");
		assert!(all.contains("WATT of Grid operator: expected +0.165, got +0.164999"), "{all}");
	}

	#[test]
	fn a_third_trade_is_a_difference() {
		let mut record = golden();
		record.trades.push(record.trades[0].clone());
		assert!(DayReport::new(&record).differences[0].starts_with("trade 3: expected no trade"));
	}
}
