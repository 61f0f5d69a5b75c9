//! `gridforge bill`: what an account owes or gets for an interval, trade by trade.

use crate::{
	chain::Chain,
	clock::{self, ProductView},
	errors::{Problem, Result},
	output::{pairs, table, Human, Output},
	units,
};
use gridforge_primitives::api::{Bill, BillLine, Role};
use serde::Serialize;
use subxt::utils::AccountId32;

/// A bill as it is shown; amounts in WATT.
#[derive(Debug, PartialEq, Eq, Serialize)]
struct BillReport {
	product: ProductView,
	trades: Vec<TradeReport>,
	/// Whether there were more trades than are listed; the sums know all.
	more: bool,
	paid: String,
	earned: String,
	ad_valorem: String,
	per_kwh: String,
	over_cap: String,
	crossing: String,
	discount: String,
	tax: String,
	/// Below zero where money comes back.
	owed: String,
}

#[derive(Debug, PartialEq, Eq, Serialize)]
struct TradeReport {
	side: String,
	role: Role,
	kwh: String,
	price: String,
	value: String,
	/// The order, where it rested.
	order: Option<String>,
}

/// Show the bill of an account for a product.
pub async fn show(
	chain: &Chain,
	output: &Output,
	account: &AccountId32,
	zone: u16,
	interval: Option<u32>,
) -> Result<()> {
	let view = chain.best().await?;
	let info = view.market_info().await?;
	let product = clock::product(&info, zone, interval)?;
	let bill = view.bill(account, product).await?.ok_or_else(|| {
		Problem::new("no_bill", format!("{account} has no part in interval {}", product.interval))
			.hint("`gridforge account` shows in which intervals it has; what has settled is paid.")
	})?;
	output.show(&report(ProductView::new(&info, product), &bill))
}

fn report(product: ProductView, bill: &Bill) -> BillReport {
	BillReport {
		product,
		trades: bill.lines.iter().map(trade).collect(),
		more: bill.more,
		paid: units::watt(bill.paid),
		earned: units::watt(bill.earned),
		ad_valorem: units::watt(bill.charge.ad_valorem),
		per_kwh: units::watt(bill.charge.per_kwh),
		over_cap: units::watt(bill.charge.over_cap),
		crossing: units::watt(bill.charge.crossing),
		discount: units::watt(bill.charge.discount),
		tax: units::watt(bill.charge.tax),
		owed: units::watt(bill.owed),
	}
}

fn trade(line: &BillLine) -> TradeReport {
	TradeReport {
		side: line.side.to_string(),
		role: line.role,
		kwh: units::kwh(line.lots),
		price: units::price(line.price),
		value: units::watt(line.notional),
		order: line.order.map(|order| order.to_string()),
	}
}

impl Human for BillReport {
	fn human(&self) -> String {
		let trades = self.trades.iter().map(|trade| {
			let role = match trade.role {
				Role::Taker => "took",
				Role::Maker => "rested",
				Role::Auction => "auction",
			};
			vec![
				trade.side.clone(),
				role.into(),
				trade.kwh.clone(),
				trade.price.clone(),
				trade.value.clone(),
			]
		});
		let mut text = format!("{}\n\n", self.product);
		text += &table(&["side", "", ">kWh", ">WATT/kWh", ">WATT"], trades);
		if self.more {
			text += "and more, which are in the sums\n";
		}
		let watt = |amount: &str| format!("{amount} WATT");
		text + "\n"
			+ &pairs([
				("energy bought", watt(&self.paid)),
				("energy sold", watt(&self.earned)),
				("grid fee by value", watt(&self.ad_valorem)),
				("grid fee by energy", watt(&self.per_kwh)),
				("above the cap", format!("-{}", watt(&self.over_cap))),
				("crossing zones", watt(&self.crossing)),
				("discount", format!("-{}", watt(&self.discount))),
				("tax", watt(&self.tax)),
				("to be paid", watt(&self.owed)),
			])
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use gridforge_primitives::{Charge, Price, ProductId, Side};

	#[test]
	fn a_bill_adds_up_in_words_as_in_json() {
		let line = BillLine {
			side: Side::Bid,
			role: Role::Taker,
			price: Price(120),
			lots: 1_500,
			notional: 1_800_000,
			order: None,
		};
		let charge = Charge { ad_valorem: 90_000, tax: 10_000, ..Charge::default() };
		let bill = Bill {
			product: ProductId::default(),
			lines: vec![line],
			more: false,
			paid: 1_800_000,
			earned: 0,
			charge,
			owed: 1_900_000,
		};
		let product = ProductView { zone: 1, interval: 7, delivery: "1970-01-01T00:07:00Z".into() };
		let report = report(product, &bill);
		assert_eq!((report.owed.as_str(), report.tax.as_str()), ("1.90", "0.01"));
		let text = report.human();
		for part in ["took", "15", "0.12", "1.80", "0.09 WATT", "1.90 WATT"] {
			assert!(text.contains(part), "{part} is not in {text}");
		}
	}
}
