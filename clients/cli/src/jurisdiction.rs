//! `gridforge jurisdiction`: by whose rules participants trade, and who admits them.

use crate::{
	arguments::participant::JurisdictionCommand,
	chain::Chain,
	errors::{Problem, Result},
	output::{pairs, table, Human, Output},
	participant::{account_value, address, participants},
	raw::{self, Cap, JurisdictionRules, OrderTypes, TierCaps},
	tx::{self, uint, Nonce},
	units,
	view::View,
};
use serde::Serialize;
use subxt_signer::sr25519::Keypair;

/// A jurisdiction: who looks after it, and its rules.
#[derive(Debug, Serialize)]
struct JurisdictionReport {
	jurisdiction: u16,
	block: u64,
	/// Sets its rules and appoints its registrars; nothing where only the chain's governance does.
	admin: Option<String>,
	registrars: Vec<String>,
	/// The tiers that may trade. Whoever wants to registers itself where `sandbox` is one of them.
	tiers: Vec<TierReport>,
	order_types: Vec<&'static str>,
	/// Whether orders may reach the books of neighbouring zones.
	neighbours: bool,
	/// The only currency to trade in; nothing where there are several.
	currency: Option<u32>,
	/// For how long those who keep copies of records must keep them.
	retention: String,
}

/// What a tier may trade at the most; without a limit where nothing is said.
#[derive(Debug, Serialize)]
struct TierReport {
	tier: &'static str,
	order: Option<CapReport>,
	day: Option<CapReport>,
	open: Option<CapReport>,
}

#[derive(Debug, Serialize)]
struct CapReport {
	kwh: String,
	watt: String,
}

#[derive(Debug, Serialize)]
struct ListReport {
	block: u64,
	jurisdictions: Vec<JurisdictionReport>,
}

/// What a transaction did, and the jurisdiction as it is by that.
#[derive(Debug, Serialize)]
struct ChangedReport {
	done: &'static str,
	transaction: String,
	#[serde(flatten)]
	jurisdiction: JurisdictionReport,
}

impl TierReport {
	fn words(&self) -> String {
		let caps =
			[(&self.order, "in an order"), (&self.day, "in a day"), (&self.open, "open at once")];
		let caps = caps.into_iter().filter_map(|(cap, of)| {
			let CapReport { kwh, watt } = cap.as_ref()?;
			Some(format!("{kwh} kWh and {watt} WATT {of}"))
		});
		let caps: Vec<_> = caps.collect();
		if caps.is_empty() {
			return format!("{}: without caps", self.tier);
		}
		format!("{}: at most {}", self.tier, caps.join("; "))
	}
}

impl JurisdictionReport {
	fn new(
		id: u16,
		block: u64,
		admin: Option<[u8; 32]>,
		registrars: Vec<String>,
		rules: JurisdictionRules,
	) -> Result<JurisdictionReport> {
		let tiers = [
			("sandbox", rules.sandbox),
			("basic", rules.basic),
			("full", rules.full),
			("one-time", rules.one_time),
		];
		let cap = |cap: Cap| CapReport { kwh: units::kwh(cap.lots), watt: units::watt(cap.money) };
		let tiers = tiers.into_iter().filter_map(|(tier, caps)| {
			let TierCaps { order, day, open } = caps?;
			Some(TierReport { tier, order: order.map(cap), day: day.map(cap), open: open.map(cap) })
		});
		Ok(JurisdictionReport {
			jurisdiction: id,
			block,
			admin: admin.map(address),
			registrars,
			tiers: tiers.collect(),
			order_types: order_types(&rules.order_types),
			neighbours: rules.cross_zone,
			currency: rules.currency,
			retention: raw::name(&rules.retention)?,
		})
	}

	fn admin(&self) -> String {
		self.admin.clone().unwrap_or_else(|| "the chain's governance".into())
	}
}

/// The types of order that are taken, as `order place --type` calls them.
fn order_types(allowed: &OrderTypes) -> Vec<&'static str> {
	[
		("limit", allowed.limit),
		("post-only", allowed.post_only),
		("immediate-or-cancel", allowed.immediate_or_cancel),
		("fill-or-kill", allowed.fill_or_kill),
		("market", allowed.market),
	]
	.into_iter()
	.filter_map(|(name, allowed)| allowed.then_some(name))
	.collect()
}

impl Human for JurisdictionReport {
	fn human(&self) -> String {
		let mut rows =
			vec![("jurisdiction", self.jurisdiction.to_string()), ("admin", self.admin())];
		rows.extend(self.registrars.iter().map(|account| ("registrar", account.clone())));
		rows.extend(self.tiers.iter().map(|tier| ("tier", tier.words())));
		let neighbours = if self.neighbours { "can be reached" } else { "cannot be reached" };
		let currency = self.currency.map_or_else(|| "any".into(), |currency| currency.to_string());
		rows.extend([
			("order types", self.order_types.join(", ")),
			("neighbouring zones", neighbours.into()),
			("currency", currency),
			("records are kept", self.retention.clone()),
		]);
		pairs(rows)
	}
}

impl Human for ListReport {
	fn human(&self) -> String {
		let rows = self.jurisdictions.iter().map(|jurisdiction| {
			let tiers: Vec<_> = jurisdiction.tiers.iter().map(|tier| tier.tier).collect();
			vec![
				jurisdiction.jurisdiction.to_string(),
				jurisdiction.admin(),
				jurisdiction.registrars.len().to_string(),
				tiers.join(", "),
			]
		});
		table(&[">jurisdiction", "admin", ">registrars", "tiers that may trade"], rows)
	}
}

impl Human for ChangedReport {
	fn human(&self) -> String {
		format!("{} in block {}\n", self.done, self.jurisdiction.block) + &self.jurisdiction.human()
	}
}

/// `gridforge jurisdiction`.
pub async fn run(
	chain: &Chain,
	output: &Output,
	command: JurisdictionCommand,
	signer: Option<&Keypair>,
) -> Result<()> {
	let (done, name, id, account) = match command {
		JurisdictionCommand::List => {
			let view = chain.best().await?;
			let (block, jurisdictions) = (view.number(), all(&view).await?);
			return output.show(&ListReport { block, jurisdictions });
		}
		JurisdictionCommand::Show { jurisdiction } => {
			return output.show(&report(&chain.best().await?, jurisdiction).await?);
		}
		JurisdictionCommand::AppointRegistrar { jurisdiction, account } => {
			("registrar appointed", "appoint_registrar", jurisdiction, account)
		}
		JurisdictionCommand::DismissRegistrar { jurisdiction, account } => {
			("registrar dismissed", "dismiss_registrar", jurisdiction, account)
		}
	};
	let signer = signer.ok_or_else(crate::no_secret)?;
	let call =
		participants(name, [("jurisdiction", uint(id)), ("account", account_value(&account))]);
	let landed = tx::submit(chain, output, signer, &call, Nonce::Next).await?;
	let jurisdiction = report(&chain.at(landed.block).await?, id).await?;
	output.show(&ChangedReport { done, transaction: landed.hash, jurisdiction })
}

/// Every jurisdiction, by its number.
async fn all(view: &View) -> Result<Vec<JurisdictionReport>> {
	let mut ids: Vec<_> = view
		.all_stored::<(u16,), raw::Jurisdiction>("Participants", "Jurisdictions", ())
		.await?
		.into_iter()
		.map(|((id,), _)| id)
		.collect();
	// In storage the low byte of a number comes first.
	ids.sort_unstable();
	let mut found = Vec::new();
	for id in ids {
		found.push(report(view, id).await?);
	}
	Ok(found)
}

async fn report(view: &View, id: u16) -> Result<JurisdictionReport> {
	let known: Option<raw::Jurisdiction> =
		view.stored("Participants", "Jurisdictions", (id,)).await?;
	let rules: Option<JurisdictionRules> =
		view.stored("Participants", "JurisdictionRulesOf", (id,)).await?;
	let (known, rules) = known.zip(rules).ok_or_else(|| {
		Problem::new("unknown_jurisdiction", format!("there is no jurisdiction {id}"))
			.hint("`gridforge jurisdiction list` shows which there are.")
	})?;
	let registrars = view
		.all_stored::<([u8; 32],), u16>("Participants", "Registrars", ())
		.await?
		.into_iter()
		.filter(|(_, of)| *of == id)
		.map(|((account,), _)| address(account));
	JurisdictionReport::new(id, view.number(), known.admin, registrars.collect(), rules)
}

#[cfg(test)]
mod tests {
	use super::*;
	use subxt::ext::scale_value::Value;

	fn north() -> JurisdictionReport {
		let order = Some(Cap { lots: 500, money: 5_000_000 });
		let rules = JurisdictionRules {
			sandbox: None,
			basic: Some(TierCaps { order, day: None, open: None }),
			full: Some(TierCaps { order: None, day: None, open: None }),
			one_time: None,
			order_types: OrderTypes {
				limit: true,
				post_only: true,
				immediate_or_cancel: false,
				fill_or_kill: false,
				market: true,
			},
			cross_zone: false,
			currency: Some(1),
			retention: Value::unnamed_variant("FiveYears", []),
		};
		JurisdictionReport::new(1, 9, None, vec!["5Registrar".into()], rules).unwrap()
	}

	#[test]
	fn rules_are_told_in_words() {
		let text = north().human();
		for words in [
			"the chain's governance",
			"5Registrar",
			"basic: at most 5 kWh and 5.00 WATT in an order\n",
			"full: without caps",
			"limit, post-only, market",
			"cannot be reached",
			"five-years",
		] {
			assert!(text.contains(words), "no {words:?} in\n{text}");
		}
		assert!(!text.contains("sandbox"), "{text}");
	}

	#[test]
	fn rules_are_json_without_the_tiers_that_may_not_trade() {
		let json = serde_json::to_value(north()).unwrap();
		assert_eq!(json["tiers"][0]["order"]["kwh"], "5");
		assert_eq!(json["tiers"][1]["order"], serde_json::Value::Null);
		assert_eq!(json["tiers"].as_array().map(Vec::len), Some(2));
		assert_eq!(json["currency"], 1);
	}
}
