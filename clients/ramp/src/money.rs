//! Money at a bank and WATT. Every conversion is exact or refused.

use gridforge_primitives::{
	text::{decimal, WATT_PLACES},
	WattBalance,
};
use std::fmt;

/// Money at a bank in its currency's smallest unit, such as cents.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Minor(pub u64);

/// Digits that an amount of ISO 20022 can have.
const MOST_DIGITS: usize = 18;

/// A currency as banks name it: three letters, of ISO 4217.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Currency(String);

impl Currency {
	/// The currency of a code such as `EUR`.
	pub fn new(code: &str) -> Result<Currency, String> {
		if code.len() == 3 && code.bytes().all(|letter| letter.is_ascii_uppercase()) {
			Ok(Currency(code.into()))
		} else {
			Err(format!("{code:?} is not the code of a currency, such as EUR"))
		}
	}

	pub fn code(&self) -> &str {
		&self.0
	}

	/// Decimal places of the smallest unit, as ISO 4217 has them.
	pub fn places(&self) -> u32 {
		match self.code() {
			"BIF" | "CLP" | "DJF" | "GNF" | "ISK" | "JPY" | "KMF" | "KRW" | "PYG" | "RWF"
			| "UGX" | "VND" | "VUV" | "XAF" | "XOF" | "XPF" => 0,
			"BHD" | "IQD" | "JOD" | "KWD" | "LYD" | "OMR" | "TND" => 3,
			_ => 2,
		}
	}

	/// Base units of WATT in the smallest unit of the currency.
	fn unit(&self) -> WattBalance {
		10_u128.pow(WATT_PLACES.saturating_sub(self.places()))
	}

	/// An amount as a bank writes it, such as `12.50` or `12.5`.
	pub fn read(&self, text: &str) -> Result<Minor, String> {
		let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
		let digits = |part: &str| part.bytes().all(|digit| digit.is_ascii_digit());
		if whole.is_empty() || !digits(whole) || !digits(fraction) || text.ends_with('.') {
			return Err(format!("{text:?} is not an amount such as 12.50"));
		}
		let places = usize::try_from(self.places()).unwrap_or_default();
		let fraction = fraction.trim_end_matches('0');
		if fraction.len() > places {
			return Err(format!("{text} has more decimals than {} has", self.code()));
		}
		let all = format!("{whole}{fraction:0<places$}");
		let all = all.trim_start_matches('0');
		if all.len() > MOST_DIGITS {
			return Err(format!("{text} is more than a bank can book"));
		}
		if all.is_empty() {
			return Ok(Minor(0));
		}
		all.parse().map(Minor).map_err(|_| format!("{text:?} is not an amount such as 12.50"))
	}

	/// An amount as banks want it: with all of the currency's decimals.
	pub fn write(&self, amount: Minor) -> String {
		let least = usize::try_from(self.places()).unwrap_or_default();
		decimal(false, u128::from(amount.0), self.places(), least)
	}

	/// The WATT for an amount of money.
	pub fn watt_for(&self, amount: Minor) -> WattBalance {
		// At most 18 digits times a million: a u128 holds 38.
		u128::from(amount.0).saturating_mul(self.unit())
	}

	/// The money for an amount of WATT, if a bank can pay it.
	pub fn money_for(&self, watt: WattBalance) -> Result<Minor, Unpayable> {
		if !watt.is_multiple_of(self.unit()) {
			return Err(Unpayable::Fraction);
		}
		u64::try_from(watt / self.unit())
			.ok()
			.filter(|minor| minor.to_string().len() <= MOST_DIGITS)
			.map(Minor)
			.ok_or(Unpayable::TooMuch)
	}
}

impl fmt::Display for Currency {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		f.write_str(self.code())
	}
}

/// Why no bank can pay an amount of WATT.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unpayable {
	/// It has a part of the smallest unit. Paying more would take from the reserves what others are owed; paying less
	/// would take it from the holder.
	Fraction,
	/// It is more than the format of banks can say.
	TooMuch,
}

impl fmt::Display for Unpayable {
	fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
		f.write_str(match self {
			Unpayable::Fraction => "no bank pays a part of the currency's smallest unit",
			Unpayable::TooMuch => "it is more than a bank can pay at once",
		})
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use proptest::prelude::*;

	fn currency(code: &str) -> Currency {
		Currency::new(code).unwrap()
	}

	#[test]
	fn amounts_are_exact_or_refused() {
		let euro = currency("EUR");
		for (text, minor) in [
			("12.50", 1_250),
			("12.5", 1_250),
			("12", 1_200),
			("0.01", 1),
			("0012.500", 1_250),
			("0", 0),
		] {
			assert_eq!(euro.read(text), Ok(Minor(minor)), "{text}");
		}
		for text in [
			"", ".", "1.", ".5", "-1", "+1", "1,5", "1e3", "1 000", "1_000", "0x1", "1.005", "NaN",
			"١",
		] {
			assert!(euro.read(text).is_err(), "{text}");
		}
		assert_eq!(euro.read("9999999999999999.99"), Ok(Minor(999_999_999_999_999_999)));
		assert!(euro.read("10000000000000000.00").is_err());
		assert_eq!(currency("JPY").read("500"), Ok(Minor(500)));
		assert_eq!(currency("JPY").read("500.00"), Ok(Minor(500)));
		assert!(currency("JPY").read("500.5").is_err());
		assert_eq!(currency("KWD").read("1.005"), Ok(Minor(1_005)));
	}

	#[test]
	fn amounts_have_the_decimals_of_their_currency() {
		assert_eq!(currency("EUR").write(Minor(5)), "0.05");
		assert_eq!(currency("EUR").write(Minor(123_400)), "1234.00");
		assert_eq!(currency("JPY").write(Minor(500)), "500");
		assert_eq!(currency("TND").write(Minor(1_500)), "1.500");
	}

	#[test]
	fn a_cent_is_ten_thousand_base_units() {
		assert_eq!(currency("EUR").watt_for(Minor(1)), 10_000);
		assert_eq!(currency("JPY").watt_for(Minor(1)), 1_000_000);
		assert_eq!(currency("EUR").money_for(1_234_560_000), Ok(Minor(123_456)));
	}

	#[test]
	fn parts_of_a_cent_are_not_payable() {
		for watt in [1, 9_999, 10_001, 1_000_001] {
			assert_eq!(currency("EUR").money_for(watt), Err(Unpayable::Fraction), "{watt}");
		}
		assert_eq!(currency("EUR").money_for(10_u128.pow(30)), Err(Unpayable::TooMuch));
	}

	#[test]
	fn codes_are_three_capitals() {
		for code in ["", "EU", "EURO", "eur", "EÜR"] {
			assert!(Currency::new(code).is_err(), "{code}");
		}
	}

	proptest! {
		#[test]
		fn what_is_written_reads_back(
			minor in 0..=999_999_999_999_999_999_u64,
			code in prop::sample::select(vec!["EUR", "JPY", "KWD"]),
		) {
			let currency = currency(code);
			prop_assert_eq!(currency.read(&currency.write(Minor(minor))), Ok(Minor(minor)));
		}

		#[test]
		fn money_becomes_watt_and_the_same_money(
			minor in 0..=999_999_999_999_999_999_u64,
			code in prop::sample::select(vec!["EUR", "JPY", "KWD"]),
		) {
			let currency = currency(code);
			prop_assert_eq!(currency.money_for(currency.watt_for(Minor(minor))), Ok(Minor(minor)));
		}

		#[test]
		fn watt_is_paid_in_full_or_not_at_all(watt in 0..=u128::MAX) {
			let euro = currency("EUR");
			match euro.money_for(watt) {
				Ok(minor) => prop_assert_eq!(euro.watt_for(minor), watt),
				Err(Unpayable::Fraction) => prop_assert_ne!(watt % 10_000, 0),
				Err(Unpayable::TooMuch) => prop_assert!(watt / 10_000 > 999_999_999_999_999_999),
			}
		}
	}
}
