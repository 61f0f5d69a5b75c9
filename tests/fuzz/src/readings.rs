//! Calls about meters: what gateways and devices send, and what grid operators do. Zone 5 is metered; Dave runs it, Two
//! is its gateway.

use crate::requests::{account, actor_of, participant, some_or, zone, Request};
use arbitrary::{Result, Unstructured};
use frame_support::BoundedVec;
use gridforge_primitives::{
	BySource, EnergySource, GatewayId, IntervalClock, IntervalId, Lots, MeterId, Millis, NewOrder,
	Price, ProductId, Quality, Side, WattHours, ZoneId,
};
use gridforge_runtime::{NetworkParams, Runtime};
use pallet_energy_market::Call as Market;
use pallet_metering::{
	Call as Metering, CorrectionReason, DeviceKey, DeviceReading, DeviceSignature, Plausibility,
	Reading,
};
use pallet_settlement::{Call as Settlement, Certificates, TermsOf};
use sp_core::{ed25519, Pair};
use sp_keyring::Sr25519Keyring::{self, Alice, Bob, Charlie, Dave, Eve, Two};
use sp_runtime::Permill;

/// The metered zone.
pub const METERED: ZoneId = ZoneId(5);

/// Meters at the beginning. The last one signs its own readings.
const METERS: u32 = 6;

/// What each can carry, in W: 1 kWh in an interval of a minute.
const POWER: u32 = 60_000;

/// The key of the device that signs for a meter.
fn device(meter: MeterId) -> ed25519::Pair {
	let mut seed = [7; 32];
	seed[0] = meter.0.to_le_bytes()[0];
	ed25519::Pair::from_seed(&seed)
}

/// Gateway and meters as they are at the beginning: participants 1, 2, 3 and 5 have one each, and 1 two more.
pub fn furnishing() -> Vec<Request> {
	let (zone, account) = (METERED, Two.to_account_id());
	let admit = Metering::admit_gateway { zone, account, silent_after: 0 };
	let mut requests = vec![Request::signed(Dave, admit)];
	for (meter, owner) in (1..=METERS).zip([1, 2, 3, 5, 1, 1]) {
		let key = (meter == METERS).then(|| DeviceKey::Ed25519(device(MeterId(meter)).public()));
		requests.push(Request::signed(
			Dave,
			Metering::register_meter {
				gateway: GatewayId(1),
				participant: gridforge_primitives::ParticipantId(owner),
				import_capacity: POWER,
				export_capacity: POWER,
				source: EnergySource::Solar,
				device: key,
			},
		));
	}
	requests
}

/// Contracts for an interval soon after the one that lies at `begin`, so that each input has something to deliver.
pub fn contracts(begin: Millis) -> Vec<Request> {
	let interval = IntervalId(NetworkParams::interval_at(begin).0 + 3);
	let product = ProductId { interval, zone: METERED };
	let order = |(who, side, lots)| {
		let order = NewOrder::limit(product, side, Price(100), Lots(lots));
		Request::signed(who, Market::place_order { order })
	};
	[(Alice, Side::Ask, 80), (Charlie, Side::Ask, 50), (Bob, Side::Bid, 60), (Eve, Side::Bid, 70)]
		.map(order)
		.into()
}

/// A call about meters.
pub fn request(input: &mut Unstructured, by: Sr25519Keyring) -> Result<Request> {
	// Mostly by whom it is for.
	let right = input.ratio(15u8, 16u8)?;
	let choose = |usual| if right { usual } else { by };
	let meter = MeterId(some_or(input, 1..=METERS, 0..=METERS + 4)?);
	let gateway = GatewayId(some_or(input, 1..=1, 0..=3)?);
	Ok(match input.int_in_range(0..=37u8)? {
		32..=34 => claim(input, by)?,
		35..=37 => Request::signed(by, {
			let settled: Vec<_> = TermsOf::<Runtime>::iter_keys().collect();
			let product = if settled.is_empty() {
				ProductId { interval: past(input)?, zone: METERED }
			} else {
				*input.choose(&settled)?
			};
			Settlement::certify_export { product, participant: participant(input)? }
		}),
		0..=12 => Request::signed(choose(Two), readings(input)?),
		13..=15 => Request::signed(by, device_readings(input)?),
		16..=18 => Request::signed(choose(Dave), correction(input, meter)?),
		19..=20 => Request::signed(choose(Dave), {
			Metering::submit_feeder_reading {
				zone: METERED,
				interval: past(input)?,
				import: WattHours(energy(input)?.into()),
				export: WattHours(energy(input)?.into()),
			}
		}),
		21 => Request::signed(choose(Dave), {
			Metering::clear_doubt { zone: METERED, interval: past(input)? }
		}),
		22 => Request::signed(choose(Dave), {
			let plausibility = input.arbitrary::<bool>()?.then_some(Plausibility {
				loss_tolerance: Permill::from_parts(input.int_in_range(0..=1_100_000)?),
				hold: some_or(input, 0..=2, 97..=u16::MAX)?,
			});
			Metering::set_plausibility { zone: METERED, plausibility }
		}),
		23 => Request::signed(choose(Dave), {
			Metering::register_meter {
				gateway,
				participant: participant(input)?,
				import_capacity: power(input)?,
				export_capacity: power(input)?,
				source: *input.choose(&[EnergySource::Other, EnergySource::Wind])?,
				device: key(input, meter)?,
			}
		}),
		24..=25 => Request::signed(choose(Dave), {
			Metering::set_meter {
				meter,
				import_capacity: power(input)?,
				export_capacity: power(input)?,
			}
		}),
		26 if input.ratio(1u8, 8u8)? => {
			Request::signed(choose(Dave), Metering::retire_meter { meter })
		}
		26..=27 => Request::signed(choose(Dave), {
			Metering::set_device_key { meter, key: key(input, meter)? }
		}),
		28 => Request::signed(choose(Dave), Metering::quarantine_meter { meter }),
		29..=30 => Request::signed(choose(Dave), Metering::release_meter { meter }),
		_ if input.arbitrary()? => Request::signed(choose(Dave), {
			let active = input.ratio(7u8, 8u8)?;
			Metering::set_gateway {
				gateway,
				active,
				silent_after: some_or(input, 0..=2, 0..=u16::MAX)?,
			}
		}),
		_ => Request::signed(choose(Dave), {
			let (zone, account) = (zone(input)?, account(input)?);
			Metering::admit_gateway { zone, account, silent_after: input.int_in_range(0..=3)? }
		}),
	})
}

/// Claims of half of what everybody holds.
pub fn claims() -> Vec<Request> {
	let claim = |(product, participant, held): (_, _, BySource)| {
		let (source, amount) = (EnergySource::Solar, WattHours(held.solar.0 / 2));
		let call = Settlement::claim_certificates { product, source, amount };
		Some(Request::signed(actor_of(participant)?, call))
	};
	Certificates::<Runtime>::iter().filter_map(claim).collect()
}

/// A claim of certificates, mostly by somebody who has some.
fn claim(input: &mut Unstructured, by: Sr25519Keyring) -> Result<Request> {
	let held: Vec<_> = Certificates::<Runtime>::iter_keys().collect();
	let (product, holder) = if held.is_empty() {
		(ProductId { interval: past(input)?, zone: METERED }, participant(input)?)
	} else {
		*input.choose(&held)?
	};
	let holder = actor_of(holder).unwrap_or(by);
	let source = *input.choose(&[
		EnergySource::Solar,
		EnergySource::Solar,
		EnergySource::Wind,
		EnergySource::Other,
	])?;
	let amount = WattHours(some_or(input, 0..=1_000, 0..=u64::MAX)?);
	Ok(Request::signed(holder, Settlement::claim_certificates { product, source, amount }))
}

/// Mostly one that has been traded in the metered zone and is over; else the one that is just over, an earlier or a
/// later one, or any.
fn past(input: &mut Unstructured) -> Result<IntervalId> {
	let current = NetworkParams::interval_at(NetworkParams::now()).0;
	let traded: Vec<_> = traded().into_iter().filter(|interval| interval.0 < current).collect();
	Ok(match input.int_in_range(0..=15u8)? {
		0..=9 if !traded.is_empty() => *input.choose(&traded)?,
		0..=9 => IntervalId(current.saturating_sub(1)),
		10..=12 => IntervalId(current.saturating_sub(input.int_in_range(1..=4)?)),
		13..=14 => IntervalId(current.saturating_sub(input.int_in_range(0..=14)?)),
		_ => IntervalId(input.arbitrary()?),
	})
}

/// Intervals that were traded in the metered zone, settled or not.
fn traded() -> Vec<IntervalId> {
	let open = pallet_energy_market::Products::<Runtime>::iter_keys()
		.map(|(interval, zone)| (zone, interval));
	let settled = pallet_settlement::Records::<Runtime>::iter_keys()
		.map(|(product, _)| (product.zone, product.interval));
	let mut traded: Vec<_> =
		open.chain(settled).filter(|(zone, _)| *zone == METERED).map(|(_, i)| i).collect();
	traded.sort_unstable();
	traded.dedup();
	traded
}

/// Milliseconds until the next interval that was traded in the metered zone is over, if there is one.
pub fn until_over() -> Option<u64> {
	let now = NetworkParams::now();
	let ends = traded().into_iter().map(NetworkParams::delivery_end);
	ends.filter(|end| *end > now).map(|end| end - now).min()
}

fn power(input: &mut Unstructured) -> Result<u32> {
	some_or(input, 0..=2 * POWER, 0..=u32::MAX)
}

fn key(input: &mut Unstructured, meter: MeterId) -> Result<Option<DeviceKey>> {
	Ok(input.arbitrary::<bool>()?.then(|| DeviceKey::Ed25519(device(meter).public())))
}

/// In steps of 50 Wh and a bit, so that a reading comes twice now and then; mostly what a meter can carry.
fn energy(input: &mut Unstructured) -> Result<u32> {
	Ok(match input.int_in_range(0..=15u8)? {
		0..=5 => 0,
		6..=12 => input.int_in_range(0..=20)? * 50,
		13..=14 => input.int_in_range(0..=1_100)?,
		_ => input.arbitrary()?,
	})
}

fn readings(input: &mut Unstructured) -> Result<Metering<Runtime>> {
	let count = input.int_in_range(0..=METERS + 1)?;
	let first = input.int_in_range(1..=3)?;
	let readings = (first..first + count)
		.map(|meter| {
			Ok(Reading {
				meter: MeterId(meter),
				import: energy(input)?,
				export: energy(input)?,
				quality: *input.choose(&[
					Quality::Measured,
					Quality::Measured,
					Quality::Estimated,
					Quality::Substituted,
				])?,
			})
		})
		.collect::<Result<Vec<_>>>()?;
	let interval = past(input)?;
	Ok(Metering::submit_readings { interval, readings: BoundedVec::truncate_from(readings) })
}

fn device_readings(input: &mut Unstructured) -> Result<Metering<Runtime>> {
	let count = input.int_in_range(0..=3u8)?;
	let readings = (0..count).map(|_| device_reading(input)).collect::<Result<Vec<_>>>()?;
	Ok(Metering::submit_device_readings { readings: BoundedVec::truncate_from(readings) })
}

fn device_reading(input: &mut Unstructured) -> Result<DeviceReading> {
	let meter = MeterId(some_or(input, METERS..=METERS, 1..=METERS + 2)?);
	let (interval, import, export) = (past(input)?, energy(input)?, energy(input)?);
	let sequence = some_or(input, interval.0.into()..=interval.0.into(), 0..=u64::MAX)?;
	let payload = pallet_metering::Pallet::<Runtime>::device_payload(
		meter, interval, sequence, import, export,
	);
	let signature = DeviceSignature::Ed25519(device(meter).sign(&payload));
	// Now and then altered on its way.
	let import = import.wrapping_add(u32::from(input.ratio(1u8, 16u8)?));
	Ok(DeviceReading { meter, interval, sequence, import, export, signature })
}

fn correction(input: &mut Unstructured, meter: MeterId) -> Result<Metering<Runtime>> {
	Ok(Metering::correct_reading {
		meter,
		interval: past(input)?,
		import: energy(input)?,
		export: energy(input)?,
		quality: *input.choose(&[
			Quality::Substituted,
			Quality::Substituted,
			Quality::Measured,
			Quality::Estimated,
		])?,
		reason: *input.choose(&[CorrectionReason::MeterFault, CorrectionReason::Other])?,
	})
}
