//! Names of things: bank accounts, references that customers write on their payments, and the salted hashes by which the
//! chain knows both.

use blake2::{
	digest::{consts::U32, Digest},
	Blake2b,
};
use gridforge_primitives::Reference;
use std::{collections::BTreeSet, fmt};

/// A number of an international bank account, without spaces.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Iban(String);

impl Iban {
	/// An IBAN as people write it, with or without spaces. Its check digits must be right.
	pub fn new(text: &str) -> Result<Iban, String> {
		let iban: String = text.chars().filter(|c| *c != ' ').collect();
		let country = iban.bytes().take(2).all(|c| c.is_ascii_uppercase());
		let check = iban.bytes().skip(2).take(2).all(|c| c.is_ascii_digit());
		if (15..=34).contains(&iban.len()) && country && check && is_checked(&iban) {
			Ok(Iban(iban))
		} else {
			Err(format!("{text:?} is not an IBAN: look for a mistyped character"))
		}
	}

	pub fn as_str(&self) -> &str {
		&self.0
	}
}

impl fmt::Display for Iban {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		f.write_str(&self.0)
	}
}

/// A code of a bank (BIC): eight or eleven letters and digits.
pub fn check_bic(text: &str) -> Result<(), String> {
	let sound = [8, 11].contains(&text.len())
		&& text.bytes().take(6).all(|c| c.is_ascii_uppercase())
		&& text.bytes().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit());
	if sound {
		Ok(())
	} else {
		Err(format!("{text:?} is not a BIC of eight or eleven letters and digits"))
	}
}

/// A reference that a customer writes on payments: a creditor reference of ISO 11649, `RF`, two check digits and twelve
/// digits.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct CustomerReference(String);

/// Digits after the check digits, and characters in all.
const BODY: usize = 12;
const LENGTH: usize = 4 + BODY;
/// How many bodies there are.
const BODIES: u64 = 1_000_000_000_000;

impl CustomerReference {
	/// The reference of a number; numbers beyond twelve digits begin anew.
	pub fn from_number(number: u64) -> CustomerReference {
		let body = format!("{:0width$}", number % BODIES, width = BODY);
		let check = 98_u32.saturating_sub(remainder(body.bytes().chain(*b"RF00")).unwrap_or(97));
		CustomerReference(format!("RF{check:02}{body}"))
	}

	/// A reference as people write it, with or without spaces.
	pub fn new(text: &str) -> Result<CustomerReference, String> {
		let mut found = CustomerReference::find_all(text);
		let length = text.chars().filter(|c| *c != ' ').count();
		match found.pop_first().filter(|_| length == LENGTH) {
			Some(reference) => Ok(reference),
			None => Err(format!("{text:?} is not a reference such as RF18 0000 0000 0001")),
		}
	}

	/// All references that stand in a text, whatever stands around and between their characters.
	pub fn find_all(text: &str) -> BTreeSet<CustomerReference> {
		let compact: Vec<u8> = text
			.bytes()
			.filter(u8::is_ascii_alphanumeric)
			.map(|c| c.to_ascii_uppercase())
			.collect();
		compact
			.windows(LENGTH)
			.filter(|window| window.starts_with(b"RF"))
			.filter(|window| window.iter().skip(2).all(u8::is_ascii_digit))
			.filter_map(|window| std::str::from_utf8(window).ok())
			.filter(|text| is_checked(text))
			.map(|text| CustomerReference(text.into()))
			.collect()
	}

	pub fn as_str(&self) -> &str {
		&self.0
	}
}

/// In groups of four, as it is printed on bills.
impl fmt::Display for CustomerReference {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		for (at, letter) in self.0.chars().enumerate() {
			if at > 0 && at % 4 == 0 {
				f.write_str(" ")?;
			}
			write!(f, "{letter}")?;
		}
		Ok(())
	}
}

/// Whether the check digits, the third and fourth character, are right (ISO 7064, MOD 97-10).
fn is_checked(text: &str) -> bool {
	let (head, tail) = text.as_bytes().split_at(text.len().min(4));
	remainder(tail.iter().chain(head).copied()) == Some(1)
}

/// The remainder by 97 of the number that the characters are, letters counting from 10; nothing where others occur.
fn remainder(mut characters: impl Iterator<Item = u8>) -> Option<u32> {
	characters.try_fold(0_u32, |rest, character| {
		let value =
			char::from(character).to_digit(36).filter(|_| !character.is_ascii_lowercase())?;
		let shift = if value < 10 { 10 } else { 100 };
		Some((rest * shift + value) % 97)
	})
}

/// The secret that keeps references on the chain from being guessed. Whoever loses it loses the memory of what was minted
/// for.
#[derive(Clone)]
pub struct Salt(pub [u8; 32]);

impl Salt {
	/// What stands for these parts on the chain.
	pub fn reference(&self, purpose: &str, parts: &[&[u8]]) -> Reference {
		let mut hash = Blake2b::<U32>::new();
		hash.update(self.0);
		for part in std::iter::once(purpose.as_bytes()).chain(parts.iter().copied()) {
			// With its length, so that no two lists of parts read the same.
			hash.update(u64::try_from(part.len()).unwrap_or(u64::MAX).to_le_bytes());
			hash.update(part);
		}
		hash.finalize().into()
	}

	/// A number that belongs to these parts and that nobody else can foresee.
	pub fn number(&self, purpose: &str, parts: &[&[u8]]) -> u64 {
		let [a, b, c, d, e, f, g, h, ..] = self.reference(purpose, parts);
		u64::from_le_bytes([a, b, c, d, e, f, g, h])
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use proptest::prelude::*;

	#[test]
	fn an_iban_is_checked() {
		// Examples of the standard's registry.
		for iban in ["DE89 3704 0044 0532 0130 00", "GB29NWBK60161331926819", "NO9386011117947"] {
			assert!(Iban::new(iban).is_ok(), "{iban}");
		}
		for iban in [
			"",
			"DE",
			"DE89 3704 0044 0532 0130 01",
			"de89370400440532013000",
			"XX00",
			"DE8937040044053201300Ö",
		] {
			assert!(Iban::new(iban).is_err(), "{iban}");
		}
	}

	#[test]
	fn a_bic_has_its_form() {
		for bic in ["COBADEFF", "COBADEFFXXX", "NTSBDEB1"] {
			assert_eq!(check_bic(bic), Ok(()));
		}
		for bic in ["", "COBADEF", "cobadeff", "C0BADEFF", "COBADEFFXX"] {
			assert!(check_bic(bic).is_err(), "{bic}");
		}
	}

	#[test]
	fn references_are_creditor_references() {
		// The check digits of ISO 11649's own example, RF18 5390 0754 7034, follow the same rule.
		assert!(is_checked("RF18539007547034"));
		assert!(!is_checked("RF18539007547043"));
		let reference = CustomerReference::from_number(539_007_547_034);
		assert_eq!(reference.as_str(), "RF18539007547034");
		assert_eq!(reference.to_string(), "RF18 5390 0754 7034");
		assert_eq!(CustomerReference::new("rf18 5390 0754 7034"), Ok(reference));
		assert!(CustomerReference::new("RF18 5390 0754 7043").is_err());
		assert!(CustomerReference::new("for RF18 5390 0754 7034").is_err());
	}

	#[test]
	fn a_reference_is_found_wherever_it_stands() {
		let reference = CustomerReference::from_number(539_007_547_034);
		for text in [
			"RF18539007547034",
			"Energy, RF18 5390 0754 7034, thanks",
			"rf18-5390-0754-7034",
			"INV.7 RF RF18/5390/0754/7034.",
			"RF18 5390 07\n54 7034",
		] {
			assert_eq!(CustomerReference::find_all(text), [reference.clone()].into(), "{text}");
		}
		for text in [
			"",
			"RF",
			"RF18 5390 0754 703",
			"RF19 5390 0754 7034",
			"RF18 5390 O754 7034",
			"ℝF18539007547034",
		] {
			assert!(CustomerReference::find_all(text).is_empty(), "{text}");
		}
		let two = format!("{reference} or {}", CustomerReference::from_number(2));
		assert_eq!(CustomerReference::find_all(&two).len(), 2);
	}

	#[test]
	fn what_stands_for_a_payment_depends_on_all_of_it() {
		let (salt, other) = (Salt([1; 32]), Salt([2; 32]));
		let reference = salt.reference("payment", &[b"A", b"B"]);
		assert_eq!(reference, salt.reference("payment", &[b"A", b"B"]));
		assert_ne!(reference, other.reference("payment", &[b"A", b"B"]));
		assert_ne!(reference, salt.reference("payout", &[b"A", b"B"]));
		assert_ne!(reference, salt.reference("payment", &[b"AB", b""]));
		assert_ne!(reference, salt.reference("payment", &[b"B", b"A"]));
	}

	proptest! {
		#[test]
		fn every_number_has_a_reference(number in any::<u64>()) {
			let reference = CustomerReference::from_number(number);
			prop_assert_eq!(reference.as_str().len(), LENGTH);
			prop_assert_eq!(CustomerReference::new(&reference.to_string()), Ok(reference));
		}

		#[test]
		fn one_wrong_digit_is_noticed(number in any::<u64>(), at in 2..LENGTH, by in 1..10_u8) {
			let reference = CustomerReference::from_number(number);
			let mut text = reference.as_str().as_bytes().to_vec();
			text[at] = b'0' + (text[at] - b'0' + by) % 10;
			let text = String::from_utf8(text).unwrap();
			prop_assert!(CustomerReference::new(&text).is_err());
		}

		#[test]
		fn any_text_can_be_searched(text in ".*") {
			CustomerReference::find_all(&text);
		}
	}
}
