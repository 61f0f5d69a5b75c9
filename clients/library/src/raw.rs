//! Events and storage as the chain's metadata describes them, matched by field name. They live apart
//! because the derive macro needs the standard `Result` in scope.

// The derive macro imports what only some of the types need.
#![allow(unused_imports)]

use scale_info::{MetaType, PortableRegistry, TypeInfo};
use subxt::ext::{
	scale_decode::DecodeAsType,
	scale_value::{Value, ValueDef},
};

macro_rules! decodable {
	($($item:item)*) => {$(
		#[derive(DecodeAsType)]
		#[decode_as_type(crate_path = "subxt::ext::scale_decode")]
		$item
	)*};
}

decodable! {
	pub struct Product {
		pub interval: u32,
		pub zone: u16,
	}

	pub enum OrderSide {
		Bid,
		Ask,
	}

	pub struct Place {
		pub side: OrderSide,
		pub tick: u16,
		pub page: u32,
		pub slot: u8,
	}

	pub struct Order {
		pub product: Product,
		pub place: Place,
	}

	pub struct NewOrder {
		pub product: Product,
		pub side: OrderSide,
		pub price: i32,
		pub lots: u32,
	}

	pub struct Outcome {
		pub filled: u32,
		pub resting: Option<Order>,
		pub cancelled: Option<(u32, Value<()>)>,
		pub withdrawn: Vec<OrderCancelled>,
		pub locked: u128,
	}

	pub struct OrderPlaced {
		pub participant: u32,
		pub order: NewOrder,
		pub outcome: Outcome,
	}

	pub struct TradeFill {
		pub maker: u32,
		pub price: i32,
		pub lots: u32,
	}

	pub struct Traded {
		pub product: Product,
		pub taker: u32,
		pub side: OrderSide,
		pub fills: Vec<TradeFill>,
		pub notional: i128,
		pub charge: Charge,
	}

	/// What the grid charges, part by part, in base units.
	pub struct Charge {
		pub ad_valorem: u128,
		pub per_kwh: u128,
		pub over_cap: u128,
		pub crossing: u128,
		pub discount: u128,
		pub tax: u128,
	}

	pub struct OrderCancelled {
		pub order: Order,
		pub lots: u32,
		pub released: u128,
	}

	pub struct AllOrdersCancelled {
		pub cancelled: Vec<OrderCancelled>,
		pub more: bool,
	}

	pub struct OrderReduced {
		pub order: Order,
		pub lots: u32,
		pub released: u128,
	}

	pub struct Moved {
		pub amount: u128,
	}

	/// A price level of a book, as it is stored.
	pub struct Level {
		pub tail: u32,
		pub page: Page,
	}

	pub struct Page {
		pub orders: Vec<OrderOnRecord>,
	}

	pub struct OrderOnRecord {
		pub owner: u32,
		pub lots: u32,
		pub filled: u32,
		pub reference: u64,
	}

	pub struct LevelId {
		pub side: OrderSide,
		pub tick: u16,
	}

	pub struct PageId {
		pub side: OrderSide,
		pub tick: u16,
		pub number: u32,
	}

	/// What is stored of a meter.
	pub struct Meter {
		pub participant: u32,
		pub zone: u16,
	}

	/// GRID of an account, in base units.
	pub struct GridBalance {
		pub free: u128,
		pub reserved: u128,
	}

	pub struct SystemAccount {
		pub data: GridBalance,
	}

	pub struct AssetAccount {
		pub balance: u128,
	}

	pub struct AssetDetails {
		pub supply: u128,
	}

	pub struct OwnMeter {
		pub id: u32,
	}

	/// What a stash has bonded, in base units of GRID.
	pub struct StakingLedger {
		pub active: u128,
		pub unlocking: Vec<Unlocking>,
	}

	/// GRID that unbonds, and the era from which on it is free.
	pub struct Unlocking {
		pub value: u128,
		pub era: u32,
	}

	/// What a validator asks of its nominators.
	pub struct ValidatorPrefs {
		/// Billionths of rewards that it keeps.
		pub commission: u32,
		/// Whether it takes no new nominators.
		pub blocked: bool,
	}

	/// GRID that staking paid for a stash.
	pub struct Rewarded {
		pub stash: [u8; 32],
		pub amount: u128,
	}

	pub struct ActiveEra {
		pub index: u32,
	}

	/// The meters of a participant in a zone, and what they carry together, in watts.
	pub struct Connected {
		pub meters: Vec<OwnMeter>,
		pub import: u64,
		pub export: u64,
	}

	/// What is stored of a participant. Kinds, tiers, statuses and reasons are known by their names, see [`name`].
	pub struct Participant {
		pub account: [u8; 32],
		pub status: Value<()>,
		pub reason: Value<()>,
		pub host: Option<u32>,
		pub frozen: bool,
		pub jurisdiction: u16,
		pub verification: Verification,
	}

	/// What a registrar has found out about a participant, and until when that holds.
	pub struct Verification {
		pub kind: Value<()>,
		pub tier: Value<()>,
		pub valid_until: u64,
		pub credential: [u8; 32],
	}

	/// For whom a delegate trades, and within which limits.
	pub struct Delegation {
		pub participant: u32,
		pub limits: DelegateLimits,
	}

	pub struct DelegateLimits {
		pub zones: Option<Vec<u16>>,
		pub lots: u32,
		pub locked: u128,
		pub until: u64,
	}

	/// A participant that is to get another own account.
	pub struct Recovery {
		pub registrar: [u8; 32],
		pub account: [u8; 32],
		pub from: u64,
	}

	/// Who looks after a jurisdiction.
	pub struct Jurisdiction {
		pub admin: Option<[u8; 32]>,
	}

	/// What the participants of a jurisdiction may do, by tier and in general.
	pub struct JurisdictionRules {
		pub sandbox: Option<TierCaps>,
		pub basic: Option<TierCaps>,
		pub full: Option<TierCaps>,
		pub one_time: Option<TierCaps>,
		pub order_types: OrderTypes,
		pub cross_zone: bool,
		pub currency: Option<u32>,
		pub retention: Value<()>,
	}

	pub struct OrderTypes {
		pub limit: bool,
		pub post_only: bool,
		pub immediate_or_cancel: bool,
		pub fill_or_kill: bool,
		pub market: bool,
	}

	pub struct TierCaps {
		pub order: Option<Cap>,
		pub day: Option<Cap>,
		pub open: Option<Cap>,
	}

	/// Energy in lots and money in base units of WATT.
	pub struct Cap {
		pub lots: u32,
		pub money: u128,
	}

	/// A licence, or an application for one: then it has no end.
	pub struct Licence {
		pub account: [u8; 32],
		pub jurisdiction: u16,
		pub terms: LicenceTerms,
		pub until: Option<u64>,
		pub suspended: bool,
		pub ending: bool,
	}

	/// Base units of GRID, and milliseconds.
	pub struct LicenceTerms {
		pub bond: u128,
		pub duration: u64,
		pub notice: u64,
	}

	/// Base units of GRID that are staked, or lots that are traded in a period, and the millionths of its part of a fee that
	/// the treasury leaves for it.
	pub struct DiscountTier {
		pub stake: u128,
		pub volume: Option<u64>,
		pub discount: u32,
	}

	/// Of a trading account what counts for discounts.
	pub struct VolumeOfAccount {
		pub volume: Volume,
	}

	/// Lots in the latest period of 30 days in which there were any, and in the one before it.
	pub struct Volume {
		pub period: u32,
		pub lots: u64,
		pub before: u64,
	}

	/// Which tier of discounts a participant's stake makes, until when, and which higher one from when on.
	pub struct Standing {
		pub tier: u8,
		pub rising: Option<(u8, u64)>,
		pub until: u64,
	}
}

/// What a variant is called in options and in JSON: `KeyCompromised` is `key-compromised`. Whatever the chain adds has a
/// name, too.
pub fn name(variant: &Value<()>) -> crate::errors::Result<String> {
	match &variant.value {
		ValueDef::Variant(variant) => Ok(crate::events::words(&variant.name).replace(' ', "-")),
		_ => {
			Err(crate::errors::Problem::incompatible("something that should have a name has none"))
		}
	}
}

impl Charge {
	/// Fee and tax, as the chain adds them up.
	pub fn total(&self) -> u128 {
		let Charge { ad_valorem, per_kwh, over_cap, crossing, discount, tax } = *self;
		gridforge_primitives::Charge { ad_valorem, per_kwh, over_cap, crossing, discount, tax }
			.total()
	}
}

/// A registry as in metadata that knows `T`, and `T`'s number there: for tests of what is read and sent.
pub fn types<T: TypeInfo + 'static>() -> (PortableRegistry, u32) {
	let mut registry = scale_info::Registry::new();
	let id = registry.register_type(&MetaType::new::<T>()).id;
	(registry.into(), id)
}

#[cfg(test)]
mod tests {
	use super::*;
	use crate::events::{Closed, Fill, Placed, Traded as TradedEvent};
	use codec::Encode;
	use gridforge_primitives::{
		IntervalId, Lots, NewOrder, OrderId, OrderRef, ParticipantId, Price, ProductId, Side,
		WattBalance, WattDelta, ZoneId,
	};

	fn read<As: DecodeAsType, T: Encode + TypeInfo + 'static>(event: T) -> As {
		let (types, id) = types::<T>();
		let bytes = event.encode();
		let rest = &mut &bytes[..];
		let read = As::decode_as_type(rest, id, &types).unwrap();
		assert!(rest.is_empty());
		read
	}

	const PRODUCT: ProductId = ProductId { interval: IntervalId(29_654_321), zone: ZoneId(7) };

	/// The market's events, with a field that this tool does not know.
	mod chain {
		use super::*;

		#[derive(Encode, TypeInfo)]
		pub struct Traded {
			pub product: ProductId,
			pub taker: ParticipantId,
			pub unknown: Vec<u8>,
			pub side: Side,
			pub fills: Vec<TradeFill>,
			pub notional: WattDelta,
			pub charge: gridforge_primitives::Charge,
		}

		#[derive(Encode, TypeInfo)]
		pub struct TradeFill {
			pub maker: ParticipantId,
			pub order: OrderRef,
			pub price: Price,
			pub lots: Lots,
		}

		#[derive(Encode, TypeInfo)]
		pub enum WhyCancelled {
			SelfTrade,
		}

		#[derive(Encode, TypeInfo)]
		pub struct ClosedOrder {
			pub order: OrderId,
			pub lots: Lots,
			pub released: WattBalance,
			pub reference: u64,
		}

		#[derive(Encode, TypeInfo)]
		pub struct Outcome {
			pub filled: Lots,
			pub resting: Option<OrderId>,
			pub cancelled: Option<(Lots, WhyCancelled)>,
			pub withdrawn: Vec<ClosedOrder>,
			pub locked: WattBalance,
			pub unknown: u64,
		}

		#[derive(Encode, TypeInfo)]
		pub struct OrderPlaced {
			pub participant: ParticipantId,
			pub order: NewOrder,
			pub outcome: Outcome,
		}
	}

	#[test]
	fn a_trade_reads_as_it_was_written() {
		let order: OrderId = "7-29654321-bid-4095-9-31".parse().unwrap();
		let (maker, price, lots) = (ParticipantId(2), Price(-120), Lots(1_500));
		let raw: Traded = read(chain::Traded {
			product: PRODUCT,
			taker: ParticipantId(3),
			unknown: vec![1, 2, 3],
			side: Side::Ask,
			fills: vec![chain::TradeFill { maker, order: order.place, price, lots }],
			notional: -1_800_000,
			charge: gridforge_primitives::Charge {
				ad_valorem: 80_000,
				tax: 10_000,
				..Default::default()
			},
		});
		assert_eq!(
			TradedEvent::from(raw),
			TradedEvent {
				product: PRODUCT,
				taker: ParticipantId(3),
				side: Side::Ask,
				fills: vec![Fill { maker, price, lots }],
				notional: -1_800_000,
				fee: 90_000,
			}
		);
	}

	#[test]
	fn names_are_those_of_options() {
		use gridforge_primitives::{Kind, Retention};
		for (kind, expected) in [(Kind::Household, "household"), (Kind::Operator, "operator")] {
			assert_eq!(name(&read::<Value<()>, _>(kind)).unwrap(), expected);
		}
		assert_eq!(name(&read::<Value<()>, _>(Retention::FiveYears)).unwrap(), "five-years");
		assert_eq!(name(&Value::u128(1)).unwrap_err().code, "incompatible");
	}

	#[test]
	fn rules_read_as_they_were_written() {
		use gridforge_primitives::{Cap, JurisdictionRules as Written, TierCaps};
		let cap = Cap { lots: Lots(500), money: 7 };
		let basic = Some(TierCaps { order: Some(cap), day: None, open: None });
		let rules: JurisdictionRules = read(Written { basic, ..Written::default() });
		assert!(rules.sandbox.is_none() && rules.one_time.is_none());
		assert!(rules.full.is_some_and(|caps| caps.order.is_none()));
		let cap = rules.basic.and_then(|caps| caps.order).unwrap();
		assert_eq!((cap.lots, cap.money), (500, 7));
		assert!(rules.order_types.fill_or_kill && rules.cross_zone && rules.currency.is_none());
	}

	#[test]
	fn limits_of_delegates_read_as_they_were_written() {
		use gridforge_primitives::DelegateLimits as Written;
		let everywhere = Written { zones: None, lots: Lots(5), locked: 6, until: 7 };
		let written = everywhere.in_zones(vec![ZoneId(1), ZoneId(3)]).unwrap();
		let limits: DelegateLimits = read(written);
		assert_eq!(limits.zones, Some(vec![1, 3]));
		assert_eq!((limits.lots, limits.locked, limits.until), (5, 6, 7));
	}

	#[test]
	fn an_order_reads_as_it_was_written() {
		let resting: Option<OrderId> = "7-29654321-bid-4095-9-31".parse().ok();
		let order: OrderId = "7-29654321-ask-0-9-31".parse().unwrap();
		let raw: OrderPlaced = read(chain::OrderPlaced {
			participant: ParticipantId(1),
			order: NewOrder::limit(PRODUCT, Side::Bid, Price(150), Lots(2_000)),
			outcome: chain::Outcome {
				filled: Lots(500),
				resting,
				cancelled: Some((Lots(5), chain::WhyCancelled::SelfTrade)),
				withdrawn: vec![chain::ClosedOrder {
					order,
					lots: Lots(9),
					released: 3,
					reference: 4,
				}],
				locked: 7,
				unknown: 8,
			},
		});
		assert_eq!(
			Placed::try_from(raw),
			Ok(Placed {
				participant: ParticipantId(1),
				product: PRODUCT,
				side: Side::Bid,
				price: Price(150),
				lots: Lots(2_000),
				filled: Lots(500),
				resting,
				cancelled: Some((Lots(5), "self trade".into())),
				withdrawn: vec![Closed { order, lots: Lots(9), released: 3 }],
				locked: 7,
			})
		);
	}
}
