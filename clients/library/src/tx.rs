//! Transactions: the market's calls, signing, and following one until it is final.

use crate::{
	chain::{Chain, Config},
	errors::{not_included, Problem, Result},
	events::{self, MarketEvent},
	output::Output,
	view::WATT_ID,
};
use gridforge_primitives::{
	Lots, NewOrder, OrderId, OrderType, Price, ProductId, Reach, SelfTrade, Side, WattBalance,
};
use std::{str::FromStr, time::Duration};
use subxt::{
	config::DefaultExtrinsicParamsBuilder,
	error::TransactionStatusError,
	ext::scale_value::{Composite, Value},
	transactions::{dynamic, DynamicPayload, TransactionStatus},
	utils::AccountId32,
};
use subxt_signer::{sr25519::Keypair, SecretUri};

/// For so many blocks a signed transaction can take effect; then it is void.
const MORTALITY: u64 = 32;
/// A transaction of which nothing was heard for so long is given up.
const SILENCE: Duration = Duration::from_secs(180);

/// A call, ready to be signed.
pub type Call = DynamicPayload<Composite<()>>;

/// A transaction that took effect and is final.
pub struct Landed {
	/// The block that it is in.
	pub block: u64,
	/// Its hash.
	pub hash: String,
	/// What it did in the market.
	pub events: Vec<MarketEvent>,
}

/// Which number a transaction carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nonce {
	/// The next after all that the node knows of, waiting ones included.
	Next,
	/// The next after all final ones. Of several transactions that are signed so before one of them is
	/// final, at most one can ever take effect.
	AfterFinal,
}

/// The signer of a secret: a mnemonic, a seed, or a development path such as `//Alice`.
pub fn signer(secret: &str) -> Result<Keypair> {
	SecretUri::from_str(secret).ok().and_then(|uri| Keypair::from_uri(&uri).ok()).ok_or_else(|| {
		Problem::new(
			"bad_suri",
			"the secret is neither a mnemonic, nor a 0x seed, nor a path such as //Alice",
		)
		.hint("Set it with --suri or GRIDFORGE_SURI.")
	})
}

/// The account of a signer.
pub fn account_of(signer: &Keypair) -> AccountId32 {
	signer.public_key().to_account_id()
}

/// An account from its address (SS58 or 0x…) or a development path such as `//Alice`.
pub fn parse_account(text: &str) -> std::result::Result<AccountId32, String> {
	if text.starts_with("//") {
		return signer(text).map(|signer| account_of(&signer)).map_err(|e| e.to_string());
	}
	if let Some(digits) = text.strip_prefix("0x") {
		let mut bytes = [0; 32];
		return hex::decode_to_slice(digits, &mut bytes)
			.map(|()| AccountId32(bytes))
			.map_err(|_| format!("{text:?} is not 0x and 64 hexadecimal digits"));
	}
	AccountId32::from_str(text)
		.map_err(|_| format!("{text:?} is neither an address nor a path such as //Alice"))
}

pub fn deposit(amount: WattBalance) -> Call {
	call("deposit", [("currency", uint(WATT_ID)), ("amount", uint(amount))])
}

pub fn withdraw(amount: WattBalance) -> Call {
	call("withdraw", [("currency", uint(WATT_ID)), ("amount", uint(amount))])
}

pub fn place_order(order: &NewOrder) -> Call {
	let order_type = match order.order_type {
		OrderType::Limit => "Limit",
		OrderType::PostOnly => "PostOnly",
		OrderType::ImmediateOrCancel => "ImmediateOrCancel",
		OrderType::FillOrKill => "FillOrKill",
		OrderType::Market => "Market",
	};
	let self_trade = match order.self_trade {
		SelfTrade::CancelNewest => "CancelNewest",
		SelfTrade::CancelOldest => "CancelOldest",
	};
	let reach = match order.reach {
		Reach::Zone => "Zone",
		Reach::Neighbours => "Neighbours",
	};
	let order = Value::named_composite([
		("product", product_value(order.product)),
		("side", side_value(order.side)),
		("price", price_value(order.price)),
		("lots", uint(order.lots.0)),
		("order_type", Value::unnamed_variant(order_type, [])),
		("self_trade", Value::unnamed_variant(self_trade, [])),
		("reach", Value::unnamed_variant(reach, [])),
		("reference", uint(order.reference)),
	]);
	call("place_order", [("order", order)])
}

pub fn amend_order(order: OrderId, price: Price, lots: Lots) -> Call {
	call(
		"amend_order",
		[("order", order_value(order)), ("price", price_value(price)), ("lots", uint(lots.0))],
	)
}

pub fn cancel_order(order: OrderId) -> Call {
	call("cancel_order", [("order", order_value(order))])
}

/// Cancel all open orders, in one product or in all that settle in WATT.
pub fn cancel_all(product: Option<ProductId>) -> Call {
	let scope = match product {
		Some(product) => Value::unnamed_variant("Product", [product_value(product)]),
		None => Value::unnamed_variant("Currency", [uint(WATT_ID)]),
	};
	call("cancel_all", [("scope", scope)])
}

fn order_value(order: OrderId) -> Value {
	let place = Value::named_composite([
		("side", side_value(order.place.side)),
		("tick", uint(order.place.tick.0)),
		("page", uint(order.place.page)),
		("slot", uint(order.place.slot)),
	]);
	Value::named_composite([("product", product_value(order.product)), ("place", place)])
}

fn price_value(price: Price) -> Value {
	Value::i128(price.0.into())
}

fn call<const N: usize>(name: &str, arguments: [(&str, Value); N]) -> Call {
	dynamic("EnergyMarket", name, Composite::named(arguments))
}

/// A number of whatever width the chain wants.
pub fn uint(number: impl Into<u128>) -> Value {
	Value::u128(number.into())
}

fn product_value(product: ProductId) -> Value {
	Value::named_composite([("interval", uint(product.interval.0)), ("zone", uint(product.zone.0))])
}

fn side_value(side: Side) -> Value {
	let name = match side {
		Side::Bid => "Bid",
		Side::Ask => "Ask",
	};
	Value::unnamed_variant(name, [])
}

/// Sign `call`, send it and wait until it is final. An error of the call itself is an error here.
pub async fn submit(
	chain: &Chain,
	output: &Output,
	signer: &Keypair,
	call: &Call,
	nonce: Nonce,
) -> Result<Landed> {
	let view = chain.finalised().await?;
	let account = account_of(signer);
	let mut transactions = view.client().transactions();
	let nonce = match nonce {
		Nonce::Next => chain.rpc().system_account_next_index(&account).await?,
		Nonce::AfterFinal => transactions.account_nonce(&account).await?,
	};
	let mut params = DefaultExtrinsicParamsBuilder::<Config>::new().nonce(nonce).mortal(MORTALITY);
	if let Some(currency) = chain.fee_currency() {
		params = params.tip_of(0, currency);
	}
	let signed = transactions.create_signed(call, signer, params.build()).await?;
	let mut progress = signed.submit_and_watch().await?;
	output.detail("sent, waiting for a block");
	loop {
		let status = tokio::time::timeout(SILENCE, progress.next()).await.map_err(|_| silence())?;
		match status.ok_or_else(silence)?? {
			TransactionStatus::Validated | TransactionStatus::Broadcasted => {}
			TransactionStatus::NoLongerInBestBlock => {
				output.detail("its block was undone, waiting for another")
			}
			TransactionStatus::InBestBlock(_) => {
				output.detail("in a block, waiting until it is final")
			}
			TransactionStatus::InFinalizedBlock(landed) => {
				let events = events::read_all(landed.wait_for_success().await?.iter())?;
				let block = landed.at().await?.block_number();
				output.detail(format!("final in block {block}"));
				return Ok(Landed {
					block,
					hash: format!("{:?}", landed.extrinsic_hash()),
					events,
				});
			}
			TransactionStatus::Error { message } => {
				return Err(not_included(&TransactionStatusError::Error(message)))
			}
			TransactionStatus::Invalid { message } => {
				return Err(not_included(&TransactionStatusError::Invalid(message)))
			}
			TransactionStatus::Dropped { message } => {
				return Err(not_included(&TransactionStatusError::Dropped(message)))
			}
		}
	}
}

fn silence() -> Problem {
	not_included(&TransactionStatusError::Error("nothing more was heard of it".into()))
		.hint("The chain may not be making blocks: see `gridforge status`. Look with `gridforge account` whether it took effect.")
}

#[cfg(test)]
mod tests {
	use super::*;
	use gridforge_primitives::{IntervalId, ZoneId};
	use subxt::ext::scale_encode::EncodeAsType;

	#[test]
	fn secrets_may_be_paths_mnemonics_and_seeds() {
		let alice = account_of(&signer("//Alice").unwrap());
		assert_eq!(alice.to_string(), "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY");
		let mnemonic = "bottom drive obey lake curtain smoke basket hold race lonely fit walk";
		assert_eq!(account_of(&signer(&format!("{mnemonic}//Alice")).unwrap()), alice);
		assert!(signer(&format!("0x{}", "11".repeat(32))).is_ok());
		assert_eq!(signer("not a mnemonic").map(|_| ()).unwrap_err().code, "bad_suri");
	}

	#[test]
	fn accounts_may_be_written_in_three_ways() {
		let alice = parse_account("//Alice").unwrap();
		assert_eq!(parse_account("5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY"), Ok(alice));
		assert_eq!(parse_account(&format!("0x{}", hex::encode(alice.0))), Ok(alice));
		for text in ["", "Alice", "0x12", "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQZ"] {
			assert!(parse_account(text).is_err(), "{text}");
		}
	}

	/// What the chain's metadata says of the calls' arguments.
	#[allow(clippy::cast_possible_truncation, reason = "the codec numbers variants so")]
	mod arguments {
		use super::*;

		#[derive(codec::Encode, scale_info::TypeInfo)]
		pub struct PlaceOrder {
			pub order: NewOrder,
		}

		#[derive(codec::Encode, scale_info::TypeInfo)]
		pub struct AmendOrder {
			pub order: OrderId,
			pub price: Price,
			pub lots: Lots,
		}

		#[derive(codec::Encode, scale_info::TypeInfo)]
		pub enum CancelScope {
			Product(ProductId),
			Currency(u32),
		}

		#[derive(codec::Encode, scale_info::TypeInfo)]
		pub struct CancelAll {
			pub scope: CancelScope,
		}

		#[derive(codec::Encode, scale_info::TypeInfo)]
		pub struct CancelOrder {
			pub order: OrderId,
		}

		#[derive(codec::Encode, scale_info::TypeInfo)]
		pub struct Deposit {
			pub currency: u32,
			pub amount: WattBalance,
		}
	}

	fn assert_encodes_as<T: codec::Encode + scale_info::TypeInfo + 'static>(
		call: &Call,
		expected: T,
	) {
		let (types, id) = crate::raw::types::<T>();
		let mut bytes = Vec::new();
		Value::from(call.call_data().clone()).encode_as_type_to(id, &types, &mut bytes).unwrap();
		assert_eq!(bytes, expected.encode());
	}

	#[test]
	fn calls_encode_as_the_chain_reads_them() {
		let product = ProductId { interval: IntervalId(29_654_321), zone: ZoneId(7) };
		let (price, lots) = (Price(-5), Lots(2_500));
		for order_type in [
			OrderType::Limit,
			OrderType::PostOnly,
			OrderType::ImmediateOrCancel,
			OrderType::FillOrKill,
			OrderType::Market,
		] {
			for (self_trade, reach) in [
				(SelfTrade::CancelNewest, Reach::Neighbours),
				(SelfTrade::CancelOldest, Reach::Zone),
			] {
				let limit = NewOrder::limit(product, Side::Ask, price, lots);
				let order =
					NewOrder { order_type, self_trade, reach, reference: u64::MAX, ..limit };
				assert_encodes_as(&place_order(&order), arguments::PlaceOrder { order });
			}
		}
		let order: OrderId = "7-29654321-bid-4095-9-31".parse().unwrap();
		assert_encodes_as(&cancel_order(order), arguments::CancelOrder { order });
		assert_encodes_as(
			&amend_order(order, price, lots),
			arguments::AmendOrder { order, price, lots },
		);
		let scope = arguments::CancelScope::Product(product);
		assert_encodes_as(&cancel_all(Some(product)), arguments::CancelAll { scope });
		let scope = arguments::CancelScope::Currency(WATT_ID);
		assert_encodes_as(&cancel_all(None), arguments::CancelAll { scope });
		let amount = u128::MAX;
		assert_encodes_as(&deposit(amount), arguments::Deposit { currency: 1, amount });
		assert_encodes_as(&withdraw(5), arguments::Deposit { currency: 1, amount: 5 });
	}

	#[test]
	fn calls_name_their_arguments() {
		let product = ProductId::default();
		let call = place_order(&NewOrder::limit(product, Side::Ask, Price(-5), Lots(10)));
		assert_eq!((call.pallet_name(), call.call_name()), ("EnergyMarket", "place_order"));
		let Composite::Named(arguments) = call.call_data() else { panic!("arguments have names") };
		let names: Vec<_> = arguments.iter().map(|(name, _)| name.as_str()).collect();
		assert_eq!(names, ["order"]);
	}
}
