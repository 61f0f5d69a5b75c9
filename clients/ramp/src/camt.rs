//! Bank statements: ISO 20022 `camt.053`, as a list of what was booked.

use crate::{
	identifiers::Iban,
	money::{Currency, Minor},
};
use gridforge_client::errors::{Problem, Result};
use roxmltree::{Document, Node, ParsingOptions};

/// The code of the problem that a file cannot be taken over.
pub const BAD_STATEMENT: &str = "bad_statement";
/// The versions that are read, by their namespace.
const NAMESPACES: [&str; 2] = [
	"urn:iso:std:iso:20022:tech:xsd:camt.053.001.02",
	"urn:iso:std:iso:20022:tech:xsd:camt.053.001.08",
];
/// Nodes of a document; a statement with 20,000 entries has about a million.
const MOST_NODES: u32 = 8_000_000;

/// Whether money came or went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
	Credit,
	Debit,
}

/// One payment of a statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
	/// Where it stands, for people: the statement's name and a number in it.
	pub place: String,
	pub direction: Direction,
	/// What the bank says of it: `BOOK` where it is certain.
	pub status: String,
	/// Whether it takes an earlier one back.
	pub reversal: bool,
	/// The currency's code.
	pub currency: String,
	pub amount: Minor,
	/// The bank's own name of the payment, which no other has.
	pub bank_reference: Option<String>,
	/// The name that the payer gave it.
	pub end_to_end: Option<String>,
	/// What the payer wrote.
	pub remittance: String,
	/// The day on which it was booked.
	pub booked: Option<String>,
	/// Why it cannot be relied on: its parts contradict it.
	pub flaw: Option<String>,
}

/// What a file says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
	/// The bank's name of the message.
	pub message: String,
	pub entries: Vec<Entry>,
}

/// Read a file that is about the account `iban`. One thing that cannot be read spoils all of it.
pub fn read(bytes: &[u8], iban: &Iban) -> Result<Statement> {
	let text = std::str::from_utf8(bytes)
		.map_err(|_| bad("it is not UTF-8, in which ISO 20022 is written"))?;
	let options = ParsingOptions { nodes_limit: MOST_NODES, ..ParsingOptions::default() };
	let document = Document::parse_with_options(text, options)
		.map_err(|error| bad(format!("it is not sound XML: {error}")))?;
	let root = document.root_element();
	let namespace = root.tag_name().namespace().unwrap_or_default();
	if root.tag_name().name() != "Document" || !NAMESPACES.contains(&namespace) {
		return Err(bad(format!("it is no camt.053.001.02 or .08, but {namespace:?}")));
	}
	let report = child(root, "BkToCstmrStmt")?;
	let message = text_at(report, &["GrpHdr", "MsgId"])?;
	let mut entries = Vec::new();
	let mut statements = children(report, "Stmt").peekable();
	if statements.peek().is_none() {
		return Err(bad("it has no statement"));
	}
	for statement in statements {
		let name = text_at(statement, &["Id"])?;
		let account = find(statement, &["Acct", "Id", "IBAN"]).and_then(content);
		if account.as_deref() != Some(iban.as_str()) {
			let account = account.unwrap_or_else(|| "an account without IBAN".into());
			return Err(bad(format!("statement {name} is about {account} and not about {iban}")));
		}
		for (number, entry) in (1_usize..).zip(children(statement, "Ntry")) {
			let place = format!("statement {name}, entry {number}");
			read_entry(entry, &place, &mut entries)?;
		}
	}
	Ok(Statement { message, entries })
}

/// An entry is one payment, or several that the bank booked together.
fn read_entry(entry: Node<'_, '_>, place: &str, entries: &mut Vec<Entry>) -> Result<()> {
	let unreadable = |problem: Problem| bad(format!("{place}: {problem}"));
	let (currency, amount) = money(entry, &["Amt"]).map_err(unreadable)?;
	let whole = Entry {
		place: place.into(),
		direction: direction(entry).map_err(unreadable)?,
		status: status(entry).map_err(unreadable)?,
		reversal: match find(entry, &["RvslInd"]).and_then(content).as_deref() {
			None | Some("false" | "0") => false,
			Some("true" | "1") => true,
			Some(other) => return Err(unreadable(bad(format!("RvslInd is {other:?}")))),
		},
		currency,
		amount,
		bank_reference: find(entry, &["AcctSvcrRef"]).and_then(content),
		end_to_end: None,
		remittance: String::new(),
		booked: find(entry, &["BookgDt", "Dt"])
			.or_else(|| find(entry, &["BookgDt", "DtTm"]))
			.and_then(content),
		flaw: None,
	};
	let parts: Vec<_> =
		children(entry, "NtryDtls").flat_map(|details| children(details, "TxDtls")).collect();
	match parts.as_slice() {
		[] => {
			let remittance = find(entry, &["AddtlNtryInf"]).and_then(content).unwrap_or_default();
			entries.push(Entry { remittance, ..whole });
		}
		[part] => entries.push(Entry {
			bank_reference: whole.bank_reference.clone().or_else(|| bank_reference(*part)),
			..detailed(&whole, *part)
		}),
		parts => read_batch(&whole, parts, entries).map_err(unreadable)?,
	}
	Ok(())
}

/// Payments that were booked together. Each has an amount of its own, and together they are what was booked.
fn read_batch(whole: &Entry, parts: &[Node<'_, '_>], entries: &mut Vec<Entry>) -> Result<()> {
	let mut sum = Some(0_u64);
	let mut batch = Vec::new();
	let mut flaw = None;
	for (number, part) in (1_usize..).zip(parts) {
		let own = if find(*part, &["Amt"]).is_some() {
			Some(money(*part, &["Amt"])?)
		} else if find(*part, &["AmtDtls", "TxAmt", "Amt"]).is_some() {
			Some(money(*part, &["AmtDtls", "TxAmt", "Amt"])?)
		} else {
			None
		};
		let mut payment = detailed(whole, *part);
		payment.place = format!("{}, part {number}", whole.place);
		payment.bank_reference = match (&whole.bank_reference, bank_reference(*part)) {
			(_, Some(own)) => Some(own),
			(Some(whole), None) => Some(format!("{whole}/{number}")),
			(None, None) => None,
		};
		match own {
			Some((currency, amount)) if currency == whole.currency => {
				sum = sum.and_then(|sum| sum.checked_add(amount.0));
				payment.amount = amount;
			}
			Some((currency, _)) => {
				flaw =
					Some(format!("a part is in {currency}, and the whole in {}", whole.currency));
			}
			None => flaw = Some("payments that were booked together have no amounts".into()),
		}
		if find(*part, &["CdtDbtInd"]).is_some() && direction(*part)? != whole.direction {
			flaw = Some("a part goes the other way than the whole".into());
		}
		batch.push(payment);
	}
	if flaw.is_none() && sum != Some(whole.amount.0) {
		flaw = Some("the parts do not add up to what was booked".into());
	}
	if flaw.is_none() && has_twice(batch.iter().filter_map(|part| part.bank_reference.as_deref())) {
		flaw = Some("two parts have the same reference of the bank".into());
	}
	entries.extend(batch.into_iter().map(|part| Entry { flaw: flaw.clone(), ..part }));
	Ok(())
}

fn has_twice<'a>(names: impl Iterator<Item = &'a str>) -> bool {
	let mut seen = std::collections::BTreeSet::new();
	names.into_iter().any(|name| !seen.insert(name))
}

/// The entry with what the bank says of the payment that it is.
fn detailed(whole: &Entry, part: Node<'_, '_>) -> Entry {
	let remittance = find(part, &["RmtInf"]);
	let structured = remittance
		.into_iter()
		.flat_map(|info| children(info, "Strd"))
		.filter_map(|info| find(info, &["CdtrRefInf", "Ref"]));
	let free = remittance.into_iter().flat_map(|info| children(info, "Ustrd"));
	// Banks cut long texts into pieces, so they are put together as they are.
	let free: String = free.filter_map(content).collect();
	let lines: Vec<String> =
		structured.filter_map(content).chain((!free.is_empty()).then_some(free)).collect();
	Entry {
		end_to_end: find(part, &["Refs", "EndToEndId"]).and_then(content),
		remittance: lines.join("\n"),
		..whole.clone()
	}
}

fn bank_reference(part: Node<'_, '_>) -> Option<String> {
	find(part, &["Refs", "AcctSvcrRef"]).and_then(content)
}

fn direction(node: Node<'_, '_>) -> Result<Direction> {
	match text_at(node, &["CdtDbtInd"])?.as_str() {
		"CRDT" => Ok(Direction::Credit),
		"DBIT" => Ok(Direction::Debit),
		other => Err(bad(format!("CdtDbtInd is {other:?}"))),
	}
}

/// Version .02 has the code at once, .08 inside of a choice.
fn status(entry: Node<'_, '_>) -> Result<String> {
	let status = child(entry, "Sts")?;
	["Cd", "Prtry"]
		.into_iter()
		.find_map(|choice| find(status, &[choice]))
		.or(Some(status))
		.and_then(content)
		.ok_or_else(|| bad("Sts is empty"))
}

fn money(node: Node<'_, '_>, path: &[&str]) -> Result<(String, Minor)> {
	let amount = find(node, path).ok_or_else(|| bad(format!("{} is missing", path.join("/"))))?;
	let currency = amount.attribute("Ccy").ok_or_else(|| bad("an amount has no currency"))?;
	let currency = Currency::new(currency).map_err(bad)?;
	let minor = currency.read(amount.text().unwrap_or_default().trim()).map_err(bad)?;
	Ok((currency.code().into(), minor))
}

fn text_at(node: Node<'_, '_>, path: &[&str]) -> Result<String> {
	find(node, path)
		.and_then(content)
		.ok_or_else(|| bad(format!("{} is missing or empty", path.join("/"))))
}

/// The first node at the end of a path.
fn find<'a, 'i>(node: Node<'a, 'i>, path: &[&str]) -> Option<Node<'a, 'i>> {
	path.iter().try_fold(node, |node, name| children(node, name).next())
}

fn child<'a, 'i>(node: Node<'a, 'i>, name: &str) -> Result<Node<'a, 'i>> {
	find(node, &[name]).ok_or_else(|| bad(format!("{name} is missing")))
}

/// The elements of a name, in the document's own namespace.
fn children<'a, 'i, 'n>(
	node: Node<'a, 'i>,
	name: &'n str,
) -> impl Iterator<Item = Node<'a, 'i>> + use<'a, 'i, 'n> {
	let namespace = node.tag_name().namespace();
	node.children().filter(move |child| {
		child.is_element()
			&& child.tag_name().name() == name
			&& child.tag_name().namespace() == namespace
	})
}

/// The text of an element without the space around it; nothing where it is empty.
fn content(node: Node<'_, '_>) -> Option<String> {
	let text: String =
		node.children().filter(Node::is_text).filter_map(|piece| piece.text()).collect();
	let text = text.trim();
	(!text.is_empty()).then(|| text.to_owned())
}

fn bad(what: impl Into<String>) -> Problem {
	Problem::new(BAD_STATEMENT, what)
}

#[cfg(test)]
mod tests {
	use super::*;

	const OLD: &[u8] = include_bytes!("../tests/statements/camt.053.001.02.xml");
	const NEW: &[u8] = include_bytes!("../tests/statements/camt.053.001.08.xml");

	fn iban() -> Iban {
		Iban::new("DE89370400440532013000").unwrap()
	}

	fn entries(bytes: &[u8]) -> Vec<Entry> {
		read(bytes, &iban()).unwrap().entries
	}

	/// The sample with one text replaced by another.
	fn altered(old: &str, new: &str) -> Result<Statement> {
		let text = std::str::from_utf8(NEW).unwrap();
		assert!(text.contains(old), "{old}");
		read(text.replacen(old, new, 1).as_bytes(), &iban())
	}

	#[test]
	fn both_versions_say_the_same() {
		let (old, new) = (read(OLD, &iban()).unwrap(), read(NEW, &iban()).unwrap());
		assert_eq!((old.message.as_str(), new.message.as_str()), ("OLD-1", "NEW-1"));
		assert_eq!(old.entries, new.entries);
	}

	#[test]
	fn an_entry_is_read_in_full() {
		let expected = Entry {
			place: "statement 2026-331, entry 1".into(),
			direction: Direction::Credit,
			status: "BOOK".into(),
			reversal: false,
			currency: "EUR".into(),
			amount: Minor(25_000),
			bank_reference: Some("BANK-0001".into()),
			end_to_end: Some("NOTPROVIDED".into()),
			remittance: "RF18539007547034".into(),
			booked: Some("2026-11-27".into()),
			flaw: None,
		};
		assert_eq!(entries(NEW)[0], expected);
	}

	#[test]
	fn free_text_is_put_together() {
		let entry = &entries(NEW)[1];
		assert_eq!(entry.remittance, "Energy & light RF18 5390 0754 7034");
		assert_eq!(entry.amount, Minor(1_050));
	}

	#[test]
	fn pending_debit_and_reversal_are_told_apart() {
		let entries = entries(NEW);
		assert_eq!((entries[2].status.as_str(), entries[2].direction), ("PDNG", Direction::Credit));
		assert_eq!(entries[3].direction, Direction::Debit);
		assert_eq!(entries[3].end_to_end.as_deref(), Some("GFR-1-7-00112233"));
		assert!(entries[4].reversal);
		assert_eq!(entries[5].currency, "CHF");
	}

	#[test]
	fn payments_that_were_booked_together_are_each_one() {
		let entries = entries(NEW);
		let parts = &entries[6..8];
		assert_eq!(parts.iter().map(|part| part.amount.0).collect::<Vec<_>>(), [100, 200]);
		assert_eq!(parts[0].bank_reference.as_deref(), Some("BANK-0007/1"));
		assert_eq!(parts[1].bank_reference.as_deref(), Some("BANK-0007-B"));
		assert!(parts.iter().all(|part| part.flaw.is_none()));
		assert_eq!(entries.len(), 8);
	}

	#[test]
	fn parts_that_do_not_add_up_are_flawed() {
		let flaws = |old, new| {
			let entries = altered(old, new).unwrap().entries;
			entries[6..].iter().map(|part| part.flaw.clone()).collect::<Vec<_>>()
		};
		let sum = Some("the parts do not add up to what was booked".to_owned());
		assert_eq!(flaws(">3.00<", ">3.01<"), [sum.clone(), sum]);
		let foreign = Some("a part is in CHF, and the whole in EUR".to_owned());
		assert_eq!(
			flaws(r#"<Amt Ccy="EUR">2.00</Amt>"#, r#"<Amt Ccy="CHF">2.00</Amt>"#),
			[foreign.clone(), foreign]
		);
		let none = Some("payments that were booked together have no amounts".to_owned());
		assert_eq!(flaws(r#"<Amt Ccy="EUR">2.00</Amt>"#, ""), [none.clone(), none]);
		let same = Some("two parts have the same reference of the bank".to_owned());
		assert_eq!(flaws("BANK-0007-B", "BANK-0007/1"), [same.clone(), same]);
	}

	#[test]
	fn what_cannot_be_read_spoils_the_file() {
		for (old, new) in [
			("</Document>", ""),
			("camt.053.001.08", "camt.052.001.08"),
			("DE89370400440532013000", "DE75512108001245126199"),
			(">250.00<", ">-250.00<"),
			(">250.00<", ">250.001<"),
			(">250.00<", "><"),
			("Ccy=\"EUR\">250.00", ">250.00"),
			("<CdtDbtInd>CRDT</CdtDbtInd>", ""),
			("CRDT", "BOTH"),
			("<Cd>BOOK</Cd>", ""),
			("<RvslInd>true</RvslInd>", "<RvslInd>yes</RvslInd>"),
			("<MsgId>NEW-1</MsgId>", ""),
			("<Document", "<!DOCTYPE Document [<!ENTITY a \"b\">]><Document"),
			("<Stmt>", "<Rpt>"),
		] {
			let problem = altered(old, new).unwrap_err();
			assert_eq!(problem.code, BAD_STATEMENT, "{old} -> {new}");
		}
		assert!(read(b"\xff\xfe", &iban()).is_err());
		assert!(read(b"", &iban()).is_err());
	}

	#[test]
	fn elements_of_other_namespaces_do_not_count() {
		let foreign = r#"<Ntry xmlns="urn:other"/><Ntry>"#;
		assert_eq!(altered("<Ntry>", foreign).unwrap().entries, entries(NEW));
	}
}
