//! A block as an audit reads it: when it was made, what happened, by which calls, and whom that is about.

use super::shapes;
use crate::{
	chain::{Chain, Config},
	clock,
	errors::{Problem, Result},
	raw,
	told::{self, Told},
	view::View,
};
use gridforge_primitives::{api::MarketInfo, text::decimal, IntervalId, Lots, Millis, ProductId};
use serde_json::Value as Json;
use std::collections::{BTreeMap, BTreeSet};
use subxt::{
	dynamic::storage,
	events::{Events, Phase},
	ext::scale_value::Value,
	utils::AccountId32,
	Metadata,
};

/// Pallets whose events are records, or begin some.
const PALLETS: [&str; 4] = ["EnergyMarket", "Settlement", "Metering", "Watt"];
/// Pallets whose calls say what events do not.
const CALLED: [&str; 2] = ["EnergyMarket", "Metering"];
/// Fields of events that name an account.
const ACCOUNTS: [&str; 3] = ["to", "holder", "account"];
/// Decimal places of power in kW: as many as a number of the standard form may have.
const POWER_PLACES: u32 = 5;
/// What a lot, 10 Wh, is in the smallest unit of power if it flows within a millisecond.
const POWER_OF_A_LOT: u128 = 3_600_000_000;
/// Meters that share a storage key.
const METERS_PER_PAGE: u32 = 128;

/// A block.
#[derive(Clone, Debug)]
pub struct Block {
	pub number: u64,
	pub time: Millis,
	/// What of it may be a record, in its order.
	pub events: Vec<Happened>,
	/// Its transactions with such events, by their place.
	pub sent: BTreeMap<u32, Sent>,
	/// The participant for whom an account acts by itself, by its hexadecimal address.
	pub owners: BTreeMap<String, u32>,
	/// Participant and zone of meters.
	pub meters: BTreeMap<u32, (u32, u16)>,
	/// The market's clock; it is not asked where nothing happened.
	pub times: Option<Times>,
}

/// The market's clock.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Times {
	/// Length of a delivery interval.
	pub interval: Millis,
	/// How long before delivery trading ends.
	pub gate: Millis,
}

/// An event, and the transaction that it comes of; none for what the chain does by itself.
#[derive(Clone, Debug)]
pub struct Happened {
	pub by: Option<u32>,
	pub told: Told,
}

/// A transaction.
#[derive(Clone, Debug, Default)]
pub struct Sent {
	/// Who signed it: a hexadecimal address.
	pub signer: Option<String>,
	/// Whether it calls the market itself, not through another call.
	pub direct: bool,
	/// Calls of the market and of metering, also those within others, in their order.
	pub calls: Vec<Call>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
	pub name: String,
	pub arguments: Json,
}

impl Sent {
	/// The calls of that name.
	pub fn calls<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Json> {
		self.calls.iter().filter(move |call| call.name == name).map(|call| &call.arguments)
	}
}

impl Times {
	pub fn of(info: &MarketInfo) -> Times {
		Times { interval: info.interval_length, gate: info.gate_close }
	}

	/// When delivery of an interval begins.
	pub fn start(&self, interval: IntervalId) -> Millis {
		Millis::from(interval.0).saturating_mul(self.interval)
	}

	/// When delivery of an interval ends.
	pub fn end(&self, interval: IntervalId) -> Millis {
		self.start(interval).saturating_add(self.interval)
	}

	/// The power in kW that delivers so much energy evenly through an interval; nothing where its decimals do not hold it.
	pub fn power(&self, lots: Lots) -> Option<String> {
		let energy = u128::from(lots.0).checked_mul(POWER_OF_A_LOT)?;
		let length = u128::from(self.interval);
		let exact = energy.checked_rem(length)? == 0;
		let power = energy.checked_div(length).filter(|_| exact)?;
		Some(decimal(false, power, POWER_PLACES, 0))
	}

	/// When trading of a product ends.
	pub fn gate(&self, product: ProductId) -> Millis {
		self.start(product.interval).saturating_sub(self.gate)
	}
}

/// A moment in UTC, to the millisecond.
pub fn moment(time: Millis) -> String {
	let seconds = clock::utc(time);
	format!("{}.{:03}Z", seconds.trim_end_matches('Z'), time.checked_rem(1_000).unwrap_or_default())
}

/// The address of an account as people write it.
pub fn address(hexadecimal: &str) -> Option<String> {
	bytes(hexadecimal).map(|bytes| AccountId32(bytes).to_string())
}

fn bytes(hexadecimal: &str) -> Option<[u8; 32]> {
	let mut bytes = [0; 32];
	hex::decode_to_slice(hexadecimal.strip_prefix("0x")?, &mut bytes).ok()?;
	Some(bytes)
}

/// When a block was made.
pub async fn time_of(view: &View) -> Result<Millis> {
	let client = view.client();
	let extrinsics = client.extrinsics().fetch().await?;
	for extrinsic in extrinsics.iter() {
		let extrinsic = extrinsic?;
		if extrinsic.pallet_name() == "Timestamp" {
			let call = told::call(&client.metadata(), extrinsic.call_data_bytes())?;
			return now(&call).ok_or_else(|| timeless(view.number()));
		}
	}
	Err(timeless(view.number()))
}

/// The moment in the call that sets the chain's clock.
fn now(call: &Json) -> Option<Millis> {
	call.pointer("/Timestamp/set/now")?.as_u64()
}

fn timeless(number: u64) -> Problem {
	Problem::incompatible(format!("block {number} has no time"))
}

/// Read a block.
pub async fn read(chain: &Chain, number: u64) -> Result<Block> {
	let view = chain.at(number).await?;
	let metadata = view.client().metadata();
	let happened: Events<Config> = view.client().events().fetch().await?;
	let mut events = Vec::new();
	for event in happened.iter() {
		let event = event?;
		if PALLETS.contains(&event.pallet_name()) {
			let by = match event.phase() {
				Phase::ApplyExtrinsic(place) => Some(place),
				_ => None,
			};
			events.push(Happened { by, told: told::tell(&metadata, number, &event)? });
		}
	}
	let (time, sent) = transactions(&view, &metadata, &events).await?;
	let mut block = Block {
		number,
		time,
		events,
		sent,
		owners: BTreeMap::new(),
		meters: BTreeMap::new(),
		times: None,
	};
	if !block.events.is_empty() {
		block.times = Some(Times::of(&view.market_info().await?));
		block.owners = owners(&view, &block).await?;
		block.meters = meters(&view, &block).await?;
	}
	Ok(block)
}

/// When the block was made, and the transactions that the events come of.
async fn transactions(
	view: &View,
	metadata: &Metadata,
	events: &[Happened],
) -> Result<(Millis, BTreeMap<u32, Sent>)> {
	let wanted: BTreeSet<u32> = events.iter().filter_map(|event| event.by).collect();
	let (mut time, mut sent) = (None, BTreeMap::new());
	let extrinsics = view.client().extrinsics().fetch().await?;
	for extrinsic in extrinsics.iter() {
		let extrinsic = extrinsic?;
		let place = u32::try_from(extrinsic.index()).unwrap_or(u32::MAX);
		let keeps_time = extrinsic.pallet_name() == "Timestamp";
		if !keeps_time && !wanted.contains(&place) {
			continue;
		}
		let call = told::call(metadata, extrinsic.call_data_bytes())?;
		if keeps_time {
			time = now(&call);
			continue;
		}
		// The address is the variant of an account id, then the account.
		let signer = extrinsic.address_bytes().and_then(|bytes| bytes.get(1..33));
		let mut calls = Vec::new();
		collect(&call, &mut calls);
		let direct = extrinsic.pallet_name() == "EnergyMarket";
		let signer = signer.map(|bytes| format!("0x{}", hex::encode(bytes)));
		sent.insert(place, Sent { signer, direct, calls });
	}
	Ok((time.ok_or_else(|| timeless(view.number()))?, sent))
}

/// The calls of the market and of metering in a call.
fn collect(json: &Json, calls: &mut Vec<Call>) {
	match json {
		Json::Array(list) => list.iter().for_each(|each| collect(each, calls)),
		Json::Object(fields) => {
			for (name, value) in fields {
				match (CALLED.contains(&name.as_str()), value.as_object()) {
					(true, Some(call)) if fields.len() == 1 && call.len() == 1 => {
						calls.extend(call.iter().map(|(name, arguments)| Call {
							name: name.clone(),
							arguments: arguments.clone(),
						}));
					}
					_ => collect(value, calls),
				}
			}
		}
		_ => {}
	}
}

/// For whom the accounts act that the block names.
async fn owners(view: &View, block: &Block) -> Result<BTreeMap<String, u32>> {
	let named = block.events.iter().flat_map(|event| {
		ACCOUNTS.iter().filter_map(|field| event.told.fields.get(*field)?.as_str())
	});
	let signed = block.sent.values().filter_map(|sent| sent.signer.as_deref());
	let accounts: BTreeSet<&str> = named.chain(signed).collect();
	let mut owners = BTreeMap::new();
	for account in accounts {
		let Some(bytes) = bytes(account) else { continue };
		if let Some(participant) = view.participant_id(&AccountId32(bytes)).await? {
			owners.insert(account.to_owned(), participant.0);
		}
	}
	Ok(owners)
}

/// Whose the meters are that the block names.
async fn meters(view: &View, block: &Block) -> Result<BTreeMap<u32, (u32, u16)>> {
	let named = block
		.events
		.iter()
		.filter_map(|event| u32::try_from(event.told.fields.get("meter")?.as_u64()?).ok());
	let mut wanted: BTreeSet<u32> = named.collect();
	for sent in block.sent.values() {
		for call in ["submit_readings", "submit_device_readings"] {
			for arguments in sent.calls(call) {
				let call: shapes::SubmitReadings = shapes::read(arguments)?;
				wanted.extend(call.readings.iter().map(|reading| reading.meter));
			}
		}
	}
	let place = |meter: u32| Some(meter.checked_sub(1)?.div_euclid(METERS_PER_PAGE));
	let pages: BTreeSet<u32> = wanted.iter().filter_map(|meter| place(*meter)).collect();
	let mut meters = BTreeMap::new();
	for page in pages {
		let address = storage::<Vec<Value>, Vec<raw::Meter>>("Metering", "MeterPages");
		let key = vec![Value::u128(page.into())];
		let Some(found) = view.client().storage().try_fetch(address, key).await? else { continue };
		let first = page.saturating_mul(METERS_PER_PAGE).saturating_add(1);
		for (id, meter) in (first..).zip(found.decode()?) {
			if wanted.contains(&id) {
				meters.insert(id, (meter.participant, meter.zone));
			}
		}
	}
	Ok(meters)
}

#[cfg(test)]
mod tests {
	use super::*;
	use serde_json::json;

	#[test]
	fn moments_are_told_to_the_millisecond() {
		assert_eq!(moment(1_700_000_000_007), "2023-11-14T22:13:20.007Z");
	}

	#[test]
	fn calls_are_found_within_others() {
		let place = |price: u32| json!({"EnergyMarket": {"place_order": {"order": price}}});
		let wrapped = json!({"Utility": {"batch": {"calls": [
			place(1),
			{"Proxy": {"proxy": {"real": "0x00", "call": place(2)}}},
			{"Balances": {"transfer": {"value": 3}}},
		]}}});
		let mut calls = Vec::new();
		collect(&wrapped, &mut calls);
		let call =
			|price: u32| Call { name: "place_order".into(), arguments: json!({"order": price}) };
		assert_eq!(calls, [call(1), call(2)]);
	}

	#[test]
	fn an_address_is_written_as_people_write_it() {
		let alice = "0xd43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d";
		assert_eq!(
			address(alice).as_deref(),
			Some("5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY")
		);
		assert_eq!(address("0x00"), None);
	}
}
