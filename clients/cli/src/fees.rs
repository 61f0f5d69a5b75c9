//! In what the fee of a transaction is paid: in GRID, or in a currency of WATT.

use crate::{
	errors::{Problem, Result},
	view::View,
};
use gridforge_primitives::CurrencyId;
use std::str::FromStr;

/// A currency as somebody names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FeeCurrency {
	/// By its number.
	Id(CurrencyId),
	/// By its code, such as `EUR`.
	Code(String),
}

impl FromStr for FeeCurrency {
	type Err = String;

	fn from_str(text: &str) -> std::result::Result<FeeCurrency, String> {
		if let Ok(id) = text.parse() {
			return Ok(FeeCurrency::Id(id));
		}
		if text.len() >= 3 && text.bytes().all(|byte| byte.is_ascii_alphabetic()) {
			return Ok(FeeCurrency::Code(text.to_ascii_uppercase()));
		}
		Err(format!("{text:?} is neither a code such as EUR nor a number such as 1"))
	}
}

impl FeeCurrency {
	/// Its number on the chain as it stands. A currency that no fees can be paid in is refused.
	pub async fn find(&self, view: &View) -> Result<CurrencyId> {
		let mut codes = Vec::new();
		for status in view.currencies().await? {
			let named = match self {
				FeeCurrency::Id(id) => *id == status.currency,
				FeeCurrency::Code(code) => *code == status.code,
			};
			if named {
				return match view.fee_in(status.currency, 1).await? {
					Some(_) => Ok(status.currency),
					None => Err(no_rate(&status.code)),
				};
			}
			codes.push(format!("{} ({})", status.code, status.currency));
		}
		let name = match self {
			FeeCurrency::Id(id) => id.to_string(),
			FeeCurrency::Code(code) => code.clone(),
		};
		let known = if codes.is_empty() { "none".into() } else { codes.join(", ") };
		Err(Problem::new("unknown_currency", format!("the chain has no currency {name}"))
			.hint(format!("It has: {known}. Without --fee-currency the fee is paid in GRID.")))
	}
}

fn no_rate(code: &str) -> Problem {
	let message = format!("nobody has said what WATT of the currency {code} is worth in GRID");
	Problem::new("no_fee_rate", message)
		.hint("Leave --fee-currency out to pay in GRID; the treasurer's office sets rates.")
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn currencies_have_codes_and_numbers() {
		assert_eq!("1".parse(), Ok(FeeCurrency::Id(1)));
		assert_eq!("EUR".parse(), Ok(FeeCurrency::Code("EUR".into())));
		assert_eq!("eur".parse(), Ok(FeeCurrency::Code("EUR".into())));
		for wrong in ["", "-1", "EU", "E1R", "4294967296", "1.0"] {
			assert!(wrong.parse::<FeeCurrency>().is_err(), "{wrong}");
		}
	}
}
