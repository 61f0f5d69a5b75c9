//! What is shown: tables for people, decimal strings in JSON for programs.

use crate::{
	chain::address,
	engine::{barrier_words, Note},
	money::Currency,
	store::{Customer, Finding, Payee, Payment, Redemption},
};
use gridforge_client::{
	errors::Problem,
	output::{pairs, table, Human},
	units,
};
use gridforge_primitives::{text::utc, CurrencyStatus, IssuerId};
use serde::Serialize;

impl Human for Note {
	fn human(&self) -> String {
		let Note { subject, state, detail } = self;
		format!("{subject} {state}: {detail}").trim_end_matches(": ").to_owned()
	}
}

#[derive(Serialize)]
pub struct Payments {
	payments: Vec<PaymentReport>,
}

#[derive(Serialize)]
struct PaymentReport {
	id: String,
	state: String,
	amount: String,
	account: Option<String>,
	bank_reference: String,
	booked: Option<String>,
	remittance: String,
	/// What stands for the payment on the chain.
	reference: String,
	/// The mint that waits for a second signature.
	mint: Option<u64>,
	block: Option<u64>,
	problem: Option<String>,
}

impl Payments {
	pub fn new(currency: &Currency, payments: Vec<Payment>) -> Payments {
		let report = |payment: Payment| PaymentReport {
			id: format!("P{}", payment.id),
			state: payment.state.to_string(),
			amount: currency.write(payment.amount),
			account: payment.account.as_ref().map(address),
			bank_reference: payment.bank_reference,
			booked: payment.booked,
			remittance: payment.remittance,
			reference: format!("0x{}", hex::encode(payment.mint_reference)),
			mint: payment.mint,
			block: payment.block,
			problem: payment.problem,
		};
		Payments { payments: payments.into_iter().map(report).collect() }
	}
}

impl Human for Payments {
	fn human(&self) -> String {
		let rows = self.payments.iter().map(|payment| {
			vec![
				payment.id.clone(),
				payment.state.clone(),
				payment.amount.clone(),
				payment.account.clone().unwrap_or_default(),
				payment.bank_reference.clone(),
				payment.problem.clone().unwrap_or_default(),
			]
		});
		table(&["payment", "state", ">amount", "account", "bank reference", "problem"], rows)
	}
}

#[derive(Serialize)]
pub struct Redemptions {
	redemptions: Vec<RedemptionReport>,
}

#[derive(Serialize)]
struct RedemptionReport {
	id: String,
	state: String,
	watt: String,
	/// What the bank pays; nothing where it cannot.
	amount: Option<String>,
	holder: String,
	deadline: String,
	end_to_end: String,
	bank_reference: Option<String>,
	block: Option<u64>,
	problem: Option<String>,
}

impl Redemptions {
	pub fn new(currency: &Currency, redemptions: Vec<Redemption>) -> Redemptions {
		let report = |redemption: Redemption| RedemptionReport {
			id: format!("R{}", redemption.id),
			state: redemption.state.to_string(),
			watt: units::watt(redemption.watt),
			amount: redemption.amount.map(|amount| currency.write(amount)),
			holder: address(&redemption.holder),
			deadline: utc(redemption.deadline),
			end_to_end: redemption.end_to_end,
			bank_reference: redemption.bank_reference,
			block: redemption.block,
			problem: redemption.problem,
		};
		Redemptions { redemptions: redemptions.into_iter().map(report).collect() }
	}
}

impl Human for Redemptions {
	fn human(&self) -> String {
		let rows = self.redemptions.iter().map(|redemption| {
			vec![
				redemption.id.clone(),
				redemption.state.clone(),
				redemption.watt.clone(),
				redemption.holder.clone(),
				redemption.deadline.clone(),
				redemption.problem.clone().unwrap_or_default(),
			]
		});
		table(&["redemption", "state", ">WATT", "holder", "deadline", "problem"], rows)
	}
}

#[derive(Serialize)]
pub struct Findings {
	findings: Vec<FindingReport>,
}

#[derive(Serialize)]
struct FindingReport {
	file: String,
	place: String,
	kind: String,
	detail: String,
}

impl From<Vec<Finding>> for Findings {
	fn from(findings: Vec<Finding>) -> Findings {
		let report = |finding: Finding| FindingReport {
			file: finding.file,
			place: finding.place,
			kind: finding.kind.to_string(),
			detail: finding.detail,
		};
		Findings { findings: findings.into_iter().map(report).collect() }
	}
}

impl Human for Findings {
	fn human(&self) -> String {
		let rows = self.findings.iter().map(|finding| {
			vec![
				finding.kind.clone(),
				finding.file.clone(),
				finding.place.clone(),
				finding.detail.clone(),
			]
		});
		table(&["finding", "file", "place", "detail"], rows)
	}
}

#[derive(Serialize)]
pub struct Customers {
	references: Vec<CustomerReport>,
}

#[derive(Serialize)]
struct CustomerReport {
	/// In one piece, as it stands in structured fields of payments.
	reference: String,
	/// In groups of four, as it is printed.
	printed: String,
	account: String,
	label: String,
}

impl From<Vec<Customer>> for Customers {
	fn from(customers: Vec<Customer>) -> Customers {
		let report = |customer: Customer| CustomerReport {
			reference: customer.reference.as_str().into(),
			printed: customer.reference.to_string(),
			account: address(&customer.account),
			label: customer.label,
		};
		Customers { references: customers.into_iter().map(report).collect() }
	}
}

impl Human for Customers {
	fn human(&self) -> String {
		let rows = self.references.iter().map(|customer| {
			vec![customer.printed.clone(), customer.account.clone(), customer.label.clone()]
		});
		table(&["reference", "account", "label"], rows)
	}
}

#[derive(Serialize)]
pub struct Payees {
	payees: Vec<PayeeReport>,
}

#[derive(Serialize)]
struct PayeeReport {
	/// What the holder redeems with.
	reference: String,
	account: String,
	name: String,
	iban: String,
	bic: Option<String>,
}

impl From<Vec<Payee>> for Payees {
	fn from(payees: Vec<Payee>) -> Payees {
		let report = |payee: Payee| PayeeReport {
			reference: format!("0x{}", hex::encode(payee.reference)),
			account: address(&payee.account),
			name: payee.name,
			iban: payee.iban,
			bic: payee.bic,
		};
		Payees { payees: payees.into_iter().map(report).collect() }
	}
}

impl Human for Payees {
	fn human(&self) -> String {
		let rows = self.payees.iter().map(|payee| {
			vec![
				payee.reference.clone(),
				payee.account.clone(),
				payee.name.clone(),
				payee.iban.clone(),
			]
		});
		table(&["reference", "account", "name", "IBAN"], rows)
	}
}

#[derive(Serialize)]
pub struct Status {
	chain: Option<ChainReport>,
	/// Why nothing is known of the chain.
	problem: Option<String>,
	counts: Vec<Count>,
}

#[derive(Serialize)]
struct ChainReport {
	supply: String,
	reserve: String,
	outstanding: String,
	in_redemption: String,
	queue: u32,
	mintable: String,
	mintable_alone: String,
	barriers: Vec<&'static str>,
}

#[derive(Serialize)]
struct Count {
	what: String,
	state: String,
	count: i64,
}

impl Status {
	pub fn new(
		issuer: IssuerId,
		status: Result<CurrencyStatus, Problem>,
		counts: Vec<(String, String, i64)>,
	) -> Status {
		let (chain, problem) = match status {
			Ok(status) => (chain_report(issuer, &status), None),
			Err(problem) => (None, Some(problem.message)),
		};
		let counts = counts.into_iter().map(|(what, state, count)| Count { what, state, count });
		Status { chain, problem, counts: counts.collect() }
	}
}

fn chain_report(issuer: IssuerId, status: &CurrencyStatus) -> Option<ChainReport> {
	let own = status.issuers.iter().find(|one| one.issuer == issuer)?;
	Some(ChainReport {
		supply: units::watt(status.supply),
		reserve: units::watt(own.reserve.unwrap_or_default()),
		outstanding: units::watt(own.outstanding),
		in_redemption: units::watt(own.in_redemption),
		queue: own.queue,
		mintable: units::watt(own.mintable),
		mintable_alone: units::watt(own.mintable_alone),
		barriers: own.barriers.iter().map(|barrier| barrier_words(*barrier)).collect(),
	})
}

impl Human for Status {
	fn human(&self) -> String {
		let mut text = match (&self.chain, &self.problem) {
			(Some(chain), _) => pairs([
				("WATT there is", chain.supply.clone()),
				("owed by the issuer", chain.outstanding.clone()),
				(
					"of that in redemption",
					format!("{}, {} in the queue", chain.in_redemption, chain.queue),
				),
				("reserves", chain.reserve.clone()),
				("can be minted now", chain.mintable.clone()),
				("on one signature", chain.mintable_alone.clone()),
				("in the way", chain.barriers.join(", ")),
			]),
			(None, problem) => {
				format!("the chain is not known: {}\n", problem.as_deref().unwrap_or_default())
			}
		};
		let rows = self
			.counts
			.iter()
			.map(|count| vec![count.what.clone(), count.state.clone(), count.count.to_string()]);
		text.push('\n');
		text += &table(&["what", "state", ">count"], rows);
		text
	}
}

/// A reference or a payee, just made.
#[derive(Serialize)]
pub struct Made {
	/// What the customer writes on payments, or what the holder redeems with.
	pub reference: String,
	pub account: String,
	/// What to do with it.
	#[serde(skip)]
	pub advice: String,
}

impl Human for Made {
	fn human(&self) -> String {
		format!("{}\n{}", self.reference, self.advice)
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_note_is_a_line() {
		let note = |detail: &str| Note {
			subject: "P1".into(),
			state: "minted".into(),
			detail: detail.into(),
		};
		assert_eq!(note("in block 7").human(), "P1 minted: in block 7");
		assert_eq!(note("").human(), "P1 minted");
	}
}
