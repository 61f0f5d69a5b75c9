//! Payout files: ISO 20022 `pain.001.001.09`, orders to the bank to pay.

use crate::{
	identifiers::Iban,
	money::{Currency, Minor},
};
use gridforge_primitives::{text::utc, Millis};
use std::fmt::Write;

/// Whose bank account pays.
#[derive(Clone, Debug)]
pub struct Debtor {
	pub name: String,
	pub iban: Iban,
	pub bic: Option<String>,
	pub currency: Currency,
}

/// One payment that is ordered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transfer {
	/// By this the payment is known again on the bank statement.
	pub end_to_end: String,
	pub amount: Minor,
	pub name: String,
	pub iban: String,
	pub bic: Option<String>,
	/// What the payee reads.
	pub remittance: String,
}

/// The most characters of a name in these files.
pub const MOST_NAME: usize = 70;

/// A name that can stand in a payout file.
pub fn check_name(name: &str) -> Result<(), String> {
	let length = name.chars().count();
	if name.trim() != name
		|| length == 0
		|| length > MOST_NAME
		|| name.chars().any(char::is_control)
	{
		return Err(format!("{name:?} is not a name of one to {MOST_NAME} characters"));
	}
	Ok(())
}

/// The whole file, or nothing where the sum is more than can be written.
pub fn write(
	debtor: &Debtor,
	message: &str,
	now: Millis,
	transfers: &[Transfer],
) -> Option<String> {
	let sum =
		transfers.iter().try_fold(0_u64, |sum, transfer| sum.checked_add(transfer.amount.0))?;
	let (count, sum) = (transfers.len(), debtor.currency.write(Minor(sum)));
	let moment = utc(now);
	let day = moment.get(..10)?;
	let (name, iban, currency) = (escape(&debtor.name), &debtor.iban, debtor.currency.code());
	let totals = format!("<NbOfTxs>{count}</NbOfTxs><CtrlSum>{sum}</CtrlSum>");
	// Payments in euro go by the rules of the Single Euro Payments Area.
	let service = if currency == "EUR" {
		"\t\t\t<PmtTpInf><SvcLvl><Cd>SEPA</Cd></SvcLvl></PmtTpInf>\n"
	} else {
		""
	};
	let own_bank = agent(debtor.bic.as_deref())
		.unwrap_or_else(|| "<FinInstnId><Othr><Id>NOTPROVIDED</Id></Othr></FinInstnId>".into());
	let mut text = format!(
		"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
		<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:pain.001.001.09\">\n\
		\t<CstmrCdtTrfInitn>\n\
		\t\t<GrpHdr>\n\
		\t\t\t<MsgId>{message}</MsgId>\n\
		\t\t\t<CreDtTm>{moment}</CreDtTm>\n\
		\t\t\t{totals}\n\
		\t\t\t<InitgPty><Nm>{name}</Nm></InitgPty>\n\
		\t\t</GrpHdr>\n\
		\t\t<PmtInf>\n\
		\t\t\t<PmtInfId>{message}</PmtInfId>\n\
		\t\t\t<PmtMtd>TRF</PmtMtd>\n\
		\t\t\t<BtchBookg>false</BtchBookg>\n\
		\t\t\t{totals}\n\
		{service}\
		\t\t\t<ReqdExctnDt><Dt>{day}</Dt></ReqdExctnDt>\n\
		\t\t\t<Dbtr><Nm>{name}</Nm></Dbtr>\n\
		\t\t\t<DbtrAcct><Id><IBAN>{iban}</IBAN></Id><Ccy>{currency}</Ccy></DbtrAcct>\n\
		\t\t\t<DbtrAgt>{own_bank}</DbtrAgt>\n\
		\t\t\t<ChrgBr>SLEV</ChrgBr>\n"
	);
	for transfer in transfers {
		let Transfer { end_to_end, amount, name, iban, bic, remittance } = transfer;
		let bank = agent(bic.as_deref())
			.map(|bank| format!("\t\t\t\t<CdtrAgt>{bank}</CdtrAgt>\n"))
			.unwrap_or_default();
		// Writing to a string does not fail.
		let _ = write!(
			text,
			"\t\t\t<CdtTrfTxInf>\n\
			\t\t\t\t<PmtId><InstrId>{end_to_end}</InstrId><EndToEndId>{end_to_end}</EndToEndId></PmtId>\n\
			\t\t\t\t<Amt><InstdAmt Ccy=\"{currency}\">{}</InstdAmt></Amt>\n\
			{bank}\
			\t\t\t\t<Cdtr><Nm>{}</Nm></Cdtr>\n\
			\t\t\t\t<CdtrAcct><Id><IBAN>{iban}</IBAN></Id></CdtrAcct>\n\
			\t\t\t\t<RmtInf><Ustrd>{}</Ustrd></RmtInf>\n\
			\t\t\t</CdtTrfTxInf>\n",
			debtor.currency.write(*amount),
			escape(name),
			escape(remittance),
		);
	}
	text.push_str("\t\t</PmtInf>\n\t</CstmrCdtTrfInitn>\n</Document>\n");
	Some(text)
}

/// A bank by its code.
fn agent(bic: Option<&str>) -> Option<String> {
	bic.map(|bic| format!("<FinInstnId><BICFI>{bic}</BICFI></FinInstnId>"))
}

/// Text as it stands in XML.
fn escape(text: &str) -> String {
	text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
	use super::*;
	use roxmltree::{Document, Node};

	fn debtor(bic: Option<&str>) -> Debtor {
		Debtor {
			name: "Sun & Son <Energy>".into(),
			iban: Iban::new("DE89370400440532013000").unwrap(),
			bic: bic.map(Into::into),
			currency: Currency::new("EUR").unwrap(),
		}
	}

	fn transfer(number: u64, bic: Option<&str>) -> Transfer {
		Transfer {
			end_to_end: format!("GFR-1-{number}-00112233"),
			amount: Minor(1_005 * number),
			name: "Ålice & Co".into(),
			iban: "GB29NWBK60161331926819".into(),
			bic: bic.map(Into::into),
			remittance: "WATT <1>".into(),
		}
	}

	fn texts<'a>(document: &'a Document<'_>, name: &str) -> Vec<&'a str> {
		let named = |node: &Node<'_, '_>| node.has_tag_name(name);
		document.descendants().filter(named).filter_map(|node| node.text()).collect()
	}

	#[test]
	fn a_file_says_who_pays_what_to_whom() {
		let transfers = [transfer(1, Some("NWBKGB2L")), transfer(2, None)];
		let text = write(&debtor(Some("COBADEFF")), "GF-1", 1_790_000_000_000, &transfers).unwrap();
		let document = Document::parse(&text).unwrap();
		let namespace = document.root_element().tag_name().namespace();
		assert_eq!(namespace, Some("urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"));
		let texts = |name| texts(&document, name);
		assert_eq!(texts("NbOfTxs"), ["2", "2"]);
		assert_eq!(texts("CtrlSum"), ["30.15", "30.15"]);
		assert_eq!(texts("InstdAmt"), ["10.05", "20.10"]);
		assert_eq!(texts("EndToEndId"), ["GFR-1-1-00112233", "GFR-1-2-00112233"]);
		assert_eq!(texts("BICFI"), ["COBADEFF", "NWBKGB2L"]);
		assert_eq!(texts("Ustrd"), ["WATT <1>", "WATT <1>"]);
		assert_eq!(
			texts("Nm"),
			["Sun & Son <Energy>", "Sun & Son <Energy>", "Ålice & Co", "Ålice & Co"]
		);
		assert_eq!(texts("CreDtTm"), ["2026-09-21T14:13:20Z"]);
		assert_eq!(texts("Dt"), ["2026-09-21"]);
		assert_eq!(texts("Cd"), ["SEPA"]);
	}

	#[test]
	fn an_unknown_bank_is_not_made_up() {
		let text = write(&debtor(None), "GF-1", 0, &[transfer(1, None)]).unwrap();
		let document = Document::parse(&text).unwrap();
		assert!(texts(&document, "BICFI").is_empty());
		assert!(text.contains("NOTPROVIDED"));
	}

	#[test]
	fn a_sum_beyond_numbers_is_refused() {
		let huge = Transfer { amount: Minor(u64::MAX), ..transfer(1, None) };
		assert_eq!(write(&debtor(None), "GF-1", 0, &[huge.clone(), huge]), None);
	}

	#[test]
	fn names_can_be_written() {
		assert_eq!(check_name("Ålice & Co"), Ok(()));
		for name in ["", " a", "a\nb", "a\u{0}", &"x".repeat(71)] {
			assert!(check_name(name).is_err(), "{name:?}");
		}
	}
}
