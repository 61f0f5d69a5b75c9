//! What a client names in its questions: products, and which trades it wants to hear of.

use gridforge_primitives::{api::Trade, IntervalId, ProductId, ZoneId};
use serde::Deserialize;

/// A product: `"1-29654321"` or `{"zone": 1, "interval": 29654321}`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "Written")]
pub struct ProductName(pub ProductId);

#[derive(Deserialize)]
#[serde(
	untagged,
	expecting = r#"a product reads "zone-interval", such as "1-29654321", or {"zone": 1, "interval": 29654321}"#
)]
enum Written {
	Text(String),
	Parts(Parts),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Parts {
	zone: ZoneId,
	interval: IntervalId,
}

impl TryFrom<Written> for ProductName {
	type Error = gridforge_primitives::NotAProductId;

	fn try_from(written: Written) -> Result<Self, Self::Error> {
		match written {
			Written::Text(text) => text.parse().map(ProductName),
			Written::Parts(Parts { zone, interval }) => {
				Ok(ProductName(ProductId { zone, interval }))
			}
		}
	}
}

/// Which trades: those of a product, or of a zone: `{"zone": 1}`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(
	untagged,
	expecting = r#"trades are of a product, such as "1-29654321", or of a zone, such as {"zone": 1}"#
)]
pub enum TradeFilter {
	/// Of one product.
	Product(ProductName),
	/// Of all products of a zone.
	Zone(OfZone),
}

/// All products of a zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OfZone {
	zone: ZoneId,
}

impl TradeFilter {
	/// Whether it lets the trade pass.
	pub fn passes(&self, trade: &Trade) -> bool {
		match self {
			TradeFilter::Product(name) => name.0 == trade.product,
			TradeFilter::Zone(of) => of.zone == trade.product.zone,
		}
	}
}

#[cfg(test)]
mod tests {
	use super::*;
	use serde_json::{from_value, json, Value};

	fn product(value: Value) -> Result<ProductName, String> {
		from_value(value).map_err(|error| error.to_string())
	}

	#[test]
	fn a_product_is_a_text_or_its_parts() {
		let name = ProductName(ProductId { zone: ZoneId(1), interval: IntervalId(123) });
		assert_eq!(product(json!("1-123")), Ok(name));
		assert_eq!(product(json!({"zone": 1, "interval": 123})), Ok(name));
		for wrong in
			[json!("1"), json!(1), json!({"zone": 1}), json!({"zone": 1, "interval": 1, "x": 0})]
		{
			let error = product(wrong).unwrap_err();
			assert!(error.contains("a product reads"), "{error}");
		}
	}

	#[test]
	fn trades_are_of_a_product_or_a_zone() {
		let of = |value| from_value::<TradeFilter>(value).map_err(|error| error.to_string());
		assert_eq!(of(json!({"zone": 2})), Ok(TradeFilter::Zone(OfZone { zone: ZoneId(2) })));
		assert!(matches!(of(json!("1-2")), Ok(TradeFilter::Product(_))));
		let error = of(json!({"area": 2})).unwrap_err();
		assert!(error.contains("or of a zone"), "{error}");
	}
}
