//! The calls of a simulation: what sudo, the zone's operator, households and their gateway send.

use super::{profiles::Energy, strategy::Strategy};
use crate::{
	tx::{uint, Call},
	view::WATT_ID,
};
use gridforge_primitives::{
	IntervalId, Millis, OrderLimits, ParticipantId, Price, WattBalance, HOURS, LOAD_BANDS,
};
use subxt::{
	ext::scale_value::{Composite, Value},
	transactions::dynamic,
	utils::AccountId32,
};

/// Milliseconds in an hour.
const HOUR: u64 = 3_600_000;
/// A factor that leaves as it is, in hundredths.
const ONE: u16 = 100;
/// The lowest price of the zone, in ticks.
const FLOOR: i32 = -500;

/// In the name of root.
pub fn sudo(what: Call) -> Call {
	call("Sudo", "sudo", [("call", what.into_value())])
}

/// All of them, or none.
pub fn all(calls: Vec<Call>) -> Call {
	let calls = calls.into_iter().map(Call::into_value);
	call("Utility", "batch_all", [("calls", Value::unnamed_composite(calls))])
}

pub fn register(who: &AccountId32) -> Call {
	call("Participants", "register", [("account", account(who))])
}

/// Move GRID, in base units; root may.
pub fn give_grid(from: &AccountId32, to: &AccountId32, amount: u128) -> Call {
	let arguments = [("source", address(from)), ("dest", address(to)), ("value", uint(amount))];
	call("Balances", "force_transfer", arguments)
}

/// State in an attester's name that the issuer of WATT has `amount` in reserve at `now`; root may.
pub fn attest(attester: &AccountId32, amount: WattBalance, now: Millis) -> Call {
	let report = Value::from_bytes([0; 32]);
	let arguments = [("amount", uint(amount)), ("as_of", uint(now)), ("report", report)];
	in_the_name_of(attester, call("Watt", "attest", arguments))
}

/// Mint WATT in the name of its issuer for a payment that stands for itself: nobody else is paid at `now`; root may.
pub fn mint_watt(issuer: &AccountId32, to: &AccountId32, amount: WattBalance, now: Millis) -> Call {
	let mut reference = to.0;
	for (byte, time) in reference.iter_mut().zip(now.to_le_bytes()) {
		*byte ^= time;
	}
	let reference = Value::from_bytes(reference);
	let arguments = [("to", account(to)), ("amount", uint(amount)), ("reference", reference)];
	in_the_name_of(issuer, call("Watt", "mint", arguments))
}

fn in_the_name_of(who: &AccountId32, what: Call) -> Call {
	let signed = Value::unnamed_variant("Signed", [account(who)]);
	let origin = Value::unnamed_variant("system", [signed]);
	call("Utility", "dispatch_as_fallible", [("as_origin", origin), ("call", what.into_value())])
}

/// A zone that is metered, for this run alone.
pub fn create_zone(operator: ParticipantId, supplier: ParticipantId, strategy: &Strategy) -> Call {
	let none = || Value::unnamed_variant("None", []);
	let limits = OrderLimits::default();
	let limits = Value::named_composite([
		("min_order", uint(strategy.orders.minimum)),
		("max_order", uint(limits.max_order.0)),
		("max_position", uint(limits.max_position.0)),
		("capacity", uint(limits.capacity.0)),
		("orders_per_block", uint(limits.orders_per_block)),
	]);
	let zone = Value::named_composite([
		("operator", uint(operator.0)),
		("tax_collector", none()),
		("currency", uint(WATT_ID)),
		("floor", Value::i128(FLOOR.into())),
		("kind", Value::unnamed_variant("Feeder", [])),
		("parent", none()),
		("limits", limits),
		("collar", none()),
		("auction", none()),
		("delivery", delivery(supplier, strategy)),
		("tariff", some(tariff(strategy))),
	]);
	call("Grid", "create_zone", [("zone", zone)])
}

fn delivery(supplier: ParticipantId, strategy: &Strategy) -> Value {
	let prices = strategy.deviation;
	let spread = match prices.spread {
		Some(spread) => some(uint(spread)),
		None => Value::unnamed_variant("None", []),
	};
	let imbalance = Value::named_composite([
		("supplier", uint(supplier.0)),
		("shortage", price(prices.shortage)),
		("surplus", price(prices.surplus)),
		("spread", spread),
		("certificates", Value::unnamed_variant("Seller", [])),
	]);
	Value::unnamed_variant("Metered", [imbalance])
}

fn tariff(strategy: &Strategy) -> Value {
	let tariff = strategy.tariff;
	let factors = |count: usize| Value::unnamed_composite(std::iter::repeat_n(uint(ONE), count));
	let shares =
		Value::named_composite([("host", uint(0_u32)), ("treasury", uint(tariff.treasury))]);
	Value::named_composite([
		("ad_valorem", uint(tariff.ad_valorem)),
		("per_kwh", uint(tariff.per_kwh)),
		("time_of_use", factors(HOURS)),
		("congestion", factors(LOAD_BANDS)),
		("cap", Value::unnamed_variant("None", [])),
		("tax", uint(tariff.tax)),
		("shares", shares),
	])
}

pub fn admit_gateway(zone: u16, gateway: &AccountId32) -> Call {
	let arguments = [
		("zone", uint(zone)),
		("account", account(gateway)),
		// It is never silent, as long as a run may rest.
		("silent_after", uint(0_u16)),
	];
	call("Metering", "admit_gateway", arguments)
}

/// A meter that carries so much at the most, in watts.
pub fn register_meter(gateway: u32, participant: ParticipantId, carries: Energy) -> Call {
	let source = if carries.export > 0 { "Solar" } else { "Other" };
	let arguments = [
		("gateway", uint(gateway)),
		("participant", uint(participant.0)),
		("import_capacity", uint(carries.import)),
		("export_capacity", uint(carries.export)),
		("source", Value::unnamed_variant(source, [])),
		("device", Value::unnamed_variant("None", [])),
	];
	call("Metering", "register_meter", arguments)
}

/// What meters measured in an interval.
pub fn submit_readings(interval: IntervalId, readings: &[(u32, Energy)]) -> Call {
	let readings = readings.iter().map(|(meter, energy)| {
		Value::named_composite([
			("meter", uint(*meter)),
			("import", uint(energy.import)),
			("export", uint(energy.export)),
			("quality", Value::unnamed_variant("Measured", [])),
		])
	});
	let arguments =
		[("interval", uint(interval.0)), ("readings", Value::unnamed_composite(readings))];
	call("Metering", "submit_readings", arguments)
}

/// The power, in watts, at which so many Wh flow in an interval. `None` where it is more than a meter can carry.
pub fn power(energy: u32, headroom: f64, interval: Millis) -> Option<u32> {
	// In thousandths, so that money and energy stay free of floats.
	#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from 1 to 100")]
	let thousandths = (headroom * 1_000.0).ceil() as u64;
	let scaled = u64::from(energy).checked_mul(thousandths)?.checked_mul(HOUR)?;
	u32::try_from(scaled.div_ceil(interval.checked_mul(1_000)?.max(1))).ok()
}

fn call<const N: usize>(pallet: &str, name: &str, arguments: [(&str, Value); N]) -> Call {
	dynamic(pallet, name, Composite::named(arguments))
}

fn account(account: &AccountId32) -> Value {
	Value::from_bytes(account.0)
}

fn address(who: &AccountId32) -> Value {
	Value::unnamed_variant("Id", [account(who)])
}

fn price(price: Price) -> Value {
	Value::i128(price.0.into())
}

fn some(value: Value) -> Value {
	Value::unnamed_variant("Some", [value])
}

#[cfg(test)]
mod tests {
	use super::*;

	#[test]
	fn a_connection_carries_its_peak_in_any_interval() {
		// 1 kWh in a quarter hour is 4 kW; in 12 s it is 300 kW.
		assert_eq!(power(1_000, 1.0, 900_000), Some(4_000));
		assert_eq!(power(1_000, 1.5, 12_000), Some(450_000));
		assert_eq!(power(0, 1.5, 12_000), Some(0));
		assert_eq!(power(1, 1.0, 900_000), Some(4));
		assert_eq!(power(100_000_000, 1.5, 12_000), None);
	}
}
