//! What becomes of the readings that devices have signed.

use crate::{
	batch::{distinct, items, Entered, Item, Outcome},
	types::{place_of, Verdict},
	Config, Device, DeviceReading, Devices, Energy, IntervalTotals, Meter, MeterPage, MeterPages,
	Pallet, ReadingPage, Readings, Refusal, Slot, Totals, WeightInfo,
};
use alloc::{collections::BTreeMap, vec::Vec};
use codec::Encode;
use frame_support::{ensure, weights::Weight};
use frame_system::pallet_prelude::BlockNumberFor;
use gridforge_primitives::{
	GatewayId, IntervalClock, IntervalId, MeterId, Millis, Quality, ZoneId,
};
use sp_runtime::{traits::Zero, DispatchError};

/// What every payload begins with, so that a signature over it is good for nothing else.
const PURPOSE: [u8; 19] = *b"gridforge/reading/1";

/// What a call finds out and writes once for all its readings.
struct Report<Hash> {
	/// Length of an interval in milliseconds.
	length: Millis,
	/// Of this chain.
	genesis: Hash,
	/// What is known of each interval and zone of which readings were taken.
	totals: BTreeMap<(IntervalId, ZoneId), Sum>,
	/// The latest interval that each gateway was heard of with.
	heard: BTreeMap<GatewayId, IntervalId>,
}

/// What is known of an interval and a zone.
struct Sum {
	totals: Totals,
	/// Nothing was known before.
	first: bool,
}

impl<Hash> Report<Hash> {
	fn sum_of<T: Config>(&mut self, interval: IntervalId, zone: ZoneId) -> &mut Sum {
		self.totals.entry((interval, zone)).or_insert_with(|| {
			let there = IntervalTotals::<T>::get(interval, zone);
			Sum { totals: there.unwrap_or_default(), first: there.is_none() }
		})
	}
}

/// The bytes that a device signs: see the crate's documentation.
fn payload_on<Hash: Encode>(
	genesis: &Hash,
	meter: MeterId,
	interval: IntervalId,
	sequence: u64,
	energy: Energy,
) -> Vec<u8> {
	(PURPOSE, genesis, meter, interval, sequence, energy).encode()
}

impl<T: Config> Pallet<T> {
	/// The bytes that a device signs for a reading on this chain. Import and export are in Wh.
	pub fn device_payload(
		meter: MeterId,
		interval: IntervalId,
		sequence: u64,
		import: u32,
		export: u32,
	) -> Vec<u8> {
		let energy = Energy { import, export };
		payload_on(&Self::genesis_hash(), meter, interval, sequence, energy)
	}

	fn genesis_hash() -> T::Hash {
		frame_system::Pallet::<T>::block_hash(BlockNumberFor::<T>::zero())
	}

	/// What the readings cost, if so many of them put meters into quarantine.
	pub(crate) fn weight_of_device_batch(readings: &[DeviceReading], quarantined: usize) -> Weight {
		let count = u32::try_from(readings.len()).unwrap_or(u32::MAX);
		let page = |reading: &DeviceReading| {
			place_of(reading.meter).map(|(page, _)| (page, reading.interval))
		};
		let pages = distinct(readings.iter().filter_map(page));
		let weight = T::WeightInfo::submit_device_readings_ed25519(count)
			.max(T::WeightInfo::submit_device_readings_sr25519(count))
			.max(T::WeightInfo::submit_device_readings_ecdsa(count))
			.saturating_add(T::WeightInfo::submit_device_readings_pages(pages));
		match u32::try_from(quarantined).unwrap_or(u32::MAX) {
			0 => weight,
			some => weight.saturating_add(T::WeightInfo::submit_readings_conflicts(some)),
		}
	}

	/// Take what can be taken of the readings.
	pub(crate) fn do_submit_device(
		readings: &[DeviceReading],
	) -> Result<Outcome<'_, DeviceReading>, DispatchError> {
		let mut report = Report {
			length: T::Clock::interval_length(),
			genesis: Self::genesis_hash(),
			totals: BTreeMap::new(),
			heard: BTreeMap::new(),
		};
		let mut outcome = Outcome::new();
		let mut items = items(readings, |reading| reading.meter, &mut outcome);
		// Stable: of two readings of a meter and interval the first one of the call goes first.
		items.sort_by_key(|item| (item.page, item.reading.interval));
		for items in items.chunk_by(|a, b| a.page == b.page) {
			Self::submit_device_page(&mut report, items, &mut outcome)?;
		}
		let outcome = outcome.conclude::<T>()?;

		for ((interval, zone), sum) in report.totals {
			Self::put_totals(interval, zone, sum.totals, sum.first);
		}
		for (gateway, interval) in report.heard {
			Self::heard_of(gateway, interval);
		}
		Ok(outcome)
	}

	/// Take what can be taken of the readings of meters on one page, which come in the order of intervals.
	fn submit_device_page<'a>(
		report: &mut Report<T::Hash>,
		items: &[Item<'a, DeviceReading>],
		outcome: &mut Outcome<'a, DeviceReading>,
	) -> Result<(), DispatchError> {
		let Some(page) = items.first().map(|item| item.page) else { return Ok(()) };
		let mut meters = MeterPages::<T>::get(page);
		let before = outcome.quarantined;
		for items in items.chunk_by(|a, b| a.reading.interval == b.reading.interval) {
			Self::submit_device_interval(report, &mut meters, items, outcome)?;
		}
		if outcome.quarantined > before {
			MeterPages::<T>::insert(page, meters);
		}
		Ok(())
	}

	/// Take what can be taken of the readings of one interval, of meters on one page.
	fn submit_device_interval<'a>(
		report: &mut Report<T::Hash>,
		meters: &mut MeterPage,
		items: &[Item<'a, DeviceReading>],
		outcome: &mut Outcome<'a, DeviceReading>,
	) -> Result<(), DispatchError> {
		let Some(first) = items.first() else { return Ok(()) };
		let (page, interval) = (first.page, first.reading.interval);
		if let Err(why) = Self::check_time(interval) {
			items.iter().for_each(|item| outcome.refuse(item, why));
			return Ok(());
		}
		let mut slots = Readings::<T>::get(interval, page);
		let before = outcome.accepted;
		for item in items {
			let Some(meter) = meters.get_mut(item.place) else {
				outcome.refuse(item, Refusal::UnknownMeter);
				continue;
			};
			let slot = Slot::at(&slots, item.place);
			match Self::check_device(report, meter, slot, item.reading) {
				Ok((verdict, device)) => {
					let entered =
						Self::enter_device(report, meter, &mut slots, item, verdict, device)?;
					outcome.count(item, entered);
				}
				Err(why) => outcome.refuse(item, why),
			}
		}
		if outcome.accepted > before {
			Readings::<T>::insert(interval, page, slots);
		}
		Ok(())
	}

	/// Do with a reading that its device has signed what is to be done.
	fn enter_device(
		report: &mut Report<T::Hash>,
		meter: &mut Meter,
		slots: &mut ReadingPage,
		item: &Item<DeviceReading>,
		verdict: Verdict,
		device: Device,
	) -> Result<Entered, DispatchError> {
		let DeviceReading { meter: id, interval, import, export, .. } = *item.reading;
		let energy = Energy { import, export };
		match verdict {
			Verdict::New => {
				let sum = report.sum_of::<T>(interval, meter.zone);
				Self::take(slots, item.place, energy, Quality::Measured, &mut sum.totals)?;
			}
			Verdict::Known => {}
			Verdict::Late => return Ok(Entered::Refused),
			Verdict::Contradiction => {
				let there = Slot::at(slots, item.place);
				return Self::contradicted(id, meter, interval, there, energy);
			}
		}
		Self::remember(device, item.reading);
		let heard = report.heard.entry(meter.gateway).or_insert(interval);
		*heard = interval.max(*heard);
		Ok(if verdict == Verdict::New { Entered::Accepted } else { Entered::Known })
	}

	/// Whether the device of `meter` signed this reading. What is cheap is checked first, and a reading that would not
	/// be taken anyway is not verified.
	fn check_device(
		report: &Report<T::Hash>,
		meter: &Meter,
		slot: Slot,
		reading: &DeviceReading,
	) -> Result<(Verdict, Device), Refusal> {
		let DeviceReading { meter: id, interval, sequence, import, export, signature } = reading;
		let energy = Energy { import: *import, export: *export };
		ensure!(meter.device, Refusal::NoDeviceKey);
		Self::check_meter(meter, *interval, energy, report.length)?;
		let verdict = slot.judge(energy, Quality::Measured);
		ensure!(verdict != Verdict::Late, Refusal::Conflicting);
		let device = Devices::<T>::get(id).ok_or(Refusal::NoDeviceKey)?;
		ensure!(device.allows(*interval, *sequence), Refusal::SequenceNotRising);
		let payload = payload_on(&report.genesis, *id, *interval, *sequence, energy);
		ensure!(device.key.has_signed(&payload, signature), Refusal::BadSignature);
		Ok((verdict, device))
	}

	/// Remember the sequence number of a device's latest reading.
	fn remember(device: Device, reading: &DeviceReading) {
		let DeviceReading { meter, interval, sequence, .. } = *reading;
		if device.latest.is_none_or(|(latest, _)| latest < interval) {
			let latest = Some((interval, sequence));
			Devices::<T>::insert(meter, Device { latest, ..device });
		}
	}
}
