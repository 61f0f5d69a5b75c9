//! Benchmarks of the calls, each in its worst case.

use super::*;
use crate::types::place_of;
use alloc::vec::Vec;
use frame_benchmarking::v2::*;
use frame_support::{traits::Get, BoundedVec};
use frame_system::RawOrigin;
use gridforge_primitives::{
	EnergySource, Flow, GatewayId, IntervalClock, IntervalId, MeterId, MeterReadings, OnCorrection,
	ParticipantId, Participants as _, ProductId, Quality, WattHours, ZoneId, Zones as _,
};
use sp_core::crypto::KeyTypeId;
use sp_runtime::Permill;

const KEYS: KeyTypeId = KeyTypeId(*b"gfbm");

const POWER: Power = Power { import: 40_000, export: 40_000 };

/// The interval that benchmarks report of; it has just ended.
const INTERVAL: IntervalId = IntervalId(1_000);

fn operator<T: Config>() -> (T::AccountId, ParticipantId) {
	let account: T::AccountId = account("operator", 0, 0);
	let participant = T::Participants::admit_for_benchmark(&account);
	(account, participant)
}

fn owner<T: Config>(index: u32) -> ParticipantId {
	T::Participants::admit_for_benchmark(&account("owner", index, 0))
}

/// A zone in the first moment after [`INTERVAL`], and the account of its operator.
fn zone<T: Config>() -> (T::AccountId, ZoneId) {
	T::Clock::set_for_benchmark(T::Clock::delivery_end(INTERVAL));
	let (account, participant) = operator::<T>();
	(account, T::Zones::create_for_benchmark(participant))
}

/// A gateway of the zone that has reported nothing yet.
fn gateway<T: Config>(zone: ZoneId, index: u32) -> GatewayId {
	let account = account("gateway", index, 0);
	let id = Pallet::<T>::do_admit(zone, &account, 1).expect("the account is new; qed");
	Gateways::<T>::mutate_extant(id, |gateway| gateway.reported = IntervalId(0));
	id
}

/// A meter that serves since long ago.
fn meter<T: Config>(gateway: GatewayId, participant: ParticipantId) -> MeterId {
	let record = Gateways::<T>::get(gateway).expect("the benchmark admitted it; qed");
	let meter = Meter {
		gateway,
		participant,
		zone: record.zone,
		capacity: POWER,
		source: EnergySource::Solar,
		device: false,
		status: MeterStatus::Active,
		from: IntervalId(0),
		until: None,
	};
	Pallet::<T>::do_register(meter, record, None).expect("ids and lists have room; qed")
}

/// Fill the last page with retired meters, so that the next meter begins a page of its own.
fn fill_page<T: Config>() {
	let next = NextMeter::<T>::get();
	let Some((page, place)) = place_of(next) else { return };
	let Some(last) = next.0.checked_sub(1).and_then(|id| Pallet::<T>::find_meter(MeterId(id)))
	else {
		return;
	};
	if place == 0 {
		return;
	}
	let retired =
		Meter { status: MeterStatus::Retired, until: Some(last.from), device: false, ..last };
	MeterPages::<T>::mutate(page, |meters| {
		while meters.try_push(retired).is_ok() {
			NextMeter::<T>::mutate(|next| next.0 = next.0.saturating_add(1));
		}
	});
}

/// Let all slots but the meter's be taken, so that its page of readings is full.
fn fill_readings<T: Config>(interval: IntervalId, id: MeterId) {
	let Some((page, place)) = place_of(id) else { return };
	let slot =
		Slot { energy: Energy { import: 1, export: 1 }, mark: Mark::reported(Quality::Measured) };
	Readings::<T>::mutate(interval, page, |slots| {
		while slots.try_push(slot).is_ok() {}
		if let Some(own) = slots.get_mut(place).filter(|own| **own == slot) {
			*own = Slot::default();
		}
	});
}

/// Meters of as many participants that report through one gateway, on pages with others or on one of its own each.
fn meters<T: Config>(gateway: GatewayId, count: u32, page_each: bool) -> Vec<MeterId> {
	let mut meters = Vec::new();
	for index in 0..count {
		let id = meter::<T>(gateway, owner::<T>(index));
		if page_each {
			fill_page::<T>();
			fill_readings::<T>(INTERVAL, id);
		}
		meters.push(id);
	}
	fill_page::<T>();
	meters
}

fn readings_of<T: Config>(meters: &[MeterId], import: u32) -> ReadingBatch<T> {
	let quality = Quality::Measured;
	let readings = meters.iter().map(|meter| Reading { meter: *meter, import, export: 1, quality });
	BoundedVec::truncate_from(readings.collect::<Vec<_>>())
}

/// Which signatures a benchmark is about.
#[derive(Clone, Copy)]
enum Scheme {
	Ed25519,
	Sr25519,
	Ecdsa,
}

impl Scheme {
	fn key(self) -> DeviceKey {
		match self {
			Scheme::Ed25519 => DeviceKey::Ed25519(sp_io::crypto::ed25519_generate(KEYS, None)),
			Scheme::Sr25519 => DeviceKey::Sr25519(sp_io::crypto::sr25519_generate(KEYS, None)),
			Scheme::Ecdsa => DeviceKey::Ecdsa(sp_io::crypto::ecdsa_generate(KEYS, None)),
		}
	}
}

fn sign(key: &DeviceKey, payload: &[u8]) -> Option<DeviceSignature> {
	Some(match key {
		DeviceKey::Ed25519(key) => {
			DeviceSignature::Ed25519(sp_io::crypto::ed25519_sign(KEYS, key, payload)?)
		}
		DeviceKey::Sr25519(key) => {
			DeviceSignature::Sr25519(sp_io::crypto::sr25519_sign(KEYS, key, payload)?)
		}
		DeviceKey::Ecdsa(key) => {
			DeviceSignature::Ecdsa(sp_io::crypto::ecdsa_sign(KEYS, key, payload)?)
		}
	})
}

/// Signed readings of meters, each with a zone, a gateway and a participant of its own, on one page or on pages of
/// their own.
fn device_readings<T: Config>(
	scheme: Scheme,
	count: u32,
	page_each: bool,
) -> Result<(Vec<ZoneId>, DeviceBatch<T>), BenchmarkError> {
	let key = scheme.key();
	let (mut zones, mut readings) = (Vec::new(), Vec::new());
	for index in 0..count {
		let (_, zone) = zone::<T>();
		let meter = meter::<T>(gateway::<T>(zone, index), owner::<T>(index));
		let record = Pallet::<T>::find_meter(meter).ok_or("the meter is there")?;
		Pallet::<T>::do_set_key(meter, record, Some(key)).map_err(|_| "the key is new")?;
		if page_each {
			fill_page::<T>();
			fill_readings::<T>(INTERVAL, meter);
		}
		let (interval, sequence, import, export) = (INTERVAL, 1, 5, 6);
		let payload = Pallet::<T>::device_payload(meter, interval, sequence, import, export);
		let signature = sign(&key, &payload).ok_or("the key is in the store")?;
		readings.push(DeviceReading { meter, interval, sequence, import, export, signature });
		zones.push(zone);
	}
	fill_page::<T>();
	Ok((zones, BoundedVec::truncate_from(readings)))
}

/// Each zone has one reading.
fn assert_read<T: Config>(zones: &[ZoneId]) {
	for zone in zones {
		let product = ProductId { interval: INTERVAL, zone: *zone };
		assert_eq!(Pallet::<T>::counts(product).measured, 1);
	}
}

/// Meters of `participant` that measured something in the product, as many as it can have, on pages of their own.
pub(crate) fn measure<T: Config>(product: ProductId, participant: ParticipantId, flow: Flow) {
	let gateway =
		MetersOf::<T>::get(product.zone, participant).map(|list| list.gateway).or_else(|| {
			let account: T::AccountId = account("gateway of", participant.0, product.zone.0.into());
			Pallet::<T>::do_admit(product.zone, &account, 1).ok()
		});
	let Some(gateway) = gateway else { return };
	let there = MetersOf::<T>::get(product.zone, participant).map_or(0, |list| list.meters.len());
	let missing = T::MaxMeters::get().saturating_sub(u32::try_from(there).unwrap_or(u32::MAX));
	for _ in 0..missing {
		meter::<T>(gateway, participant);
		fill_page::<T>();
	}
	let Some(list) = MetersOf::<T>::get(product.zone, participant) else { return };
	let interval = product.interval;
	let there = IntervalTotals::<T>::get(interval, product.zone);
	let mut totals = there.unwrap_or_default();
	for own in &list.meters {
		let Some((page, place)) = place_of(own.id) else { continue };
		Readings::<T>::mutate(interval, page, |slots| {
			if Slot::at(slots, place).reading().is_none() {
				let energy = Energy { import: flow.import.0 as u32, export: flow.export.0 as u32 };
				let quality = Quality::Measured;
				Pallet::<T>::take(slots, place, energy, quality, &mut totals)
					.expect("a page has room, and sums are small; qed");
			}
		});
		fill_readings::<T>(interval, own.id);
	}
	Pallet::<T>::put_totals(interval, product.zone, totals, there.is_none());
}

fn status_of<T: Config>(id: MeterId) -> Option<MeterStatus> {
	Pallet::<T>::find_meter(id).map(|meter| meter.status)
}

/// The operator and a meter on a full page, in a full list.
fn one_meter<T: Config>() -> (T::AccountId, MeterId) {
	let (operator, zone) = zone::<T>();
	let (gateway, owner) = (gateway::<T>(zone, 0), owner::<T>(0));
	let mut last = MeterId(0);
	for _ in 0..T::MaxMeters::get() {
		last = meter::<T>(gateway, owner);
	}
	fill_page::<T>();
	(operator, last)
}

/// Connect a participant by one meter whose gateway has just reported.
pub(crate) fn connect<T: Config>(zone: ZoneId, participant: ParticipantId) {
	let gateway = gateway::<T>(zone, u32::MAX);
	let reported = Pallet::<T>::current_interval();
	Gateways::<T>::mutate_extant(gateway, |gateway| gateway.reported = reported);
	let id = meter::<T>(gateway, participant);
	let record = Pallet::<T>::find_meter(id).expect("it was just registered; qed");
	let power = Power { import: u32::MAX, export: u32::MAX };
	Pallet::<T>::do_set_capacity(id, record, power).expect("it is another capacity; qed");
}

#[benchmarks]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn admit_gateway() -> Result<(), BenchmarkError> {
		let (operator, zone) = zone::<T>();
		let account: T::AccountId = account("gateway", 0, 0);

		#[extrinsic_call]
		_(RawOrigin::Signed(operator), zone, account.clone(), 4);

		assert!(GatewayOf::<T>::contains_key(account));
		Ok(())
	}

	#[benchmark]
	fn set_gateway() -> Result<(), BenchmarkError> {
		let (operator, zone) = zone::<T>();
		let id = gateway::<T>(zone, 0);
		Gateways::<T>::mutate_extant(id, |gateway| gateway.settings.active = false);

		#[extrinsic_call]
		_(RawOrigin::Signed(operator), id, true, 9);

		let settings = GatewaySettings { active: true, silent_after: 9 };
		assert_eq!(Gateways::<T>::get(id).map(|gateway| gateway.settings), Some(settings));
		Ok(())
	}

	/// The list is full of retired meters that can be dropped, and the page has room for one.
	#[benchmark]
	fn register_meter() -> Result<(), BenchmarkError> {
		let (operator, meter) = one_meter::<T>();
		let Meter { gateway, participant, zone, .. } =
			Pallet::<T>::find_meter(meter).ok_or("the meter is there")?;
		let (last, _) = place_of(meter).ok_or("the meter has a place")?;
		MeterPages::<T>::mutate(last, |meters| {
			meters.iter_mut().for_each(|meter| {
				meter.status = MeterStatus::Retired;
				meter.until = Some(IntervalId(0));
			});
			meters.pop();
		});
		NextMeter::<T>::mutate(|next| next.0 = next.0.saturating_sub(1));
		MetersOf::<T>::mutate_exists(zone, participant, |list| {
			if let Some(list) = list {
				list.meters.iter_mut().for_each(|own| own.until = Some(IntervalId(0)));
				(list.import, list.export) = (0, 0);
			}
		});
		let (key, source) = (Scheme::Ecdsa.key(), EnergySource::Solar);
		let next = NextMeter::<T>::get();

		#[extrinsic_call]
		_(RawOrigin::Signed(operator), gateway, participant, 5, 5, source, Some(key));

		assert_eq!(status_of::<T>(next), Some(MeterStatus::Active));
		assert!(Devices::<T>::contains_key(next));
		Ok(())
	}

	#[benchmark]
	fn set_meter() -> Result<(), BenchmarkError> {
		let (operator, meter) = one_meter::<T>();

		#[extrinsic_call]
		_(RawOrigin::Signed(operator), meter, 1, 2);

		let capacity = Pallet::<T>::find_meter(meter).map(|meter| meter.capacity);
		assert_eq!(capacity, Some(Power { import: 1, export: 2 }));
		Ok(())
	}

	#[benchmark]
	fn retire_meter() -> Result<(), BenchmarkError> {
		let (operator, meter) = one_meter::<T>();

		#[extrinsic_call]
		_(RawOrigin::Signed(operator), meter);

		assert_eq!(status_of::<T>(meter), Some(MeterStatus::Retired));
		Ok(())
	}

	#[benchmark]
	fn set_device_key() -> Result<(), BenchmarkError> {
		let (operator, meter) = one_meter::<T>();
		let key = Some(Scheme::Ecdsa.key());

		#[extrinsic_call]
		_(RawOrigin::Signed(operator), meter, key);

		assert_eq!(Devices::<T>::get(meter).map(|device| device.key), key);
		Ok(())
	}

	#[benchmark]
	fn release_meter() -> Result<(), BenchmarkError> {
		let (operator, meter) = one_meter::<T>();
		let record = Pallet::<T>::find_meter(meter).ok_or("the meter is there")?;
		Pallet::<T>::do_quarantine(meter, record)?;

		#[extrinsic_call]
		_(RawOrigin::Signed(operator), meter);

		assert_eq!(status_of::<T>(meter), Some(MeterStatus::Active));
		Ok(())
	}

	#[benchmark]
	fn quarantine_meter() -> Result<(), BenchmarkError> {
		let (operator, meter) = one_meter::<T>();

		#[extrinsic_call]
		_(RawOrigin::Signed(operator), meter);

		assert_eq!(status_of::<T>(meter), Some(MeterStatus::Quarantined));
		Ok(())
	}

	/// Readings of meters side by side; the interval is the first one that is to be forgotten.
	#[benchmark]
	fn submit_readings(r: Linear<1, { T::MaxReadings::get() }>) -> Result<(), BenchmarkError> {
		let (_, zone) = zone::<T>();
		let gateway = gateway::<T>(zone, 0);
		let meters = meters::<T>(gateway, r, false);
		let readings = readings_of::<T>(&meters, 5);
		let account: T::AccountId = account("gateway", 0, 0);

		#[extrinsic_call]
		_(RawOrigin::Signed(account), INTERVAL, readings);

		let product = ProductId { interval: INTERVAL, zone };
		assert_eq!(Pallet::<T>::counts(product).measured, r);
		assert_eq!(Gateways::<T>::get(gateway).map(|gateway| gateway.reported), Some(INTERVAL));
		Ok(())
	}

	/// Each reading is on a page of its own, and that is full.
	#[benchmark]
	fn submit_readings_pages(
		p: Linear<1, { T::MaxReadings::get() }>,
	) -> Result<(), BenchmarkError> {
		let (_, zone) = zone::<T>();
		let meters = meters::<T>(gateway::<T>(zone, 0), p, true);
		let readings = readings_of::<T>(&meters, 5);
		let account: T::AccountId = account("gateway", 0, 0);

		#[extrinsic_call]
		submit_readings(RawOrigin::Signed(account), INTERVAL, readings);

		assert_eq!(Pallet::<T>::counts(ProductId { interval: INTERVAL, zone }).measured, p);
		Ok(())
	}

	/// Each reading contradicts one that is there, of a participant of its own.
	#[benchmark]
	fn submit_readings_conflicts(
		c: Linear<1, { T::MaxReadings::get() }>,
	) -> Result<(), BenchmarkError> {
		let (_, zone) = zone::<T>();
		let meters = meters::<T>(gateway::<T>(zone, 0), c, false);
		let gateway: T::AccountId = account("gateway", 0, 0);
		let (before, readings) = (readings_of::<T>(&meters, 5), readings_of::<T>(&meters, 6));
		Pallet::<T>::do_submit(&gateway, INTERVAL, &before)?;

		#[extrinsic_call]
		submit_readings(RawOrigin::Signed(gateway), INTERVAL, readings);

		for meter in meters {
			assert_eq!(status_of::<T>(meter), Some(MeterStatus::Quarantined));
		}
		Ok(())
	}

	#[benchmark]
	fn submit_device_readings_ed25519(
		r: Linear<1, { T::MaxDeviceReadings::get() }>,
	) -> Result<(), BenchmarkError> {
		let (zones, readings) = device_readings::<T>(Scheme::Ed25519, r, false)?;

		#[extrinsic_call]
		submit_device_readings(RawOrigin::Signed(whitelisted_caller()), readings);

		assert_read::<T>(&zones);
		Ok(())
	}

	#[benchmark]
	fn submit_device_readings_sr25519(
		r: Linear<1, { T::MaxDeviceReadings::get() }>,
	) -> Result<(), BenchmarkError> {
		let (zones, readings) = device_readings::<T>(Scheme::Sr25519, r, false)?;

		#[extrinsic_call]
		submit_device_readings(RawOrigin::Signed(whitelisted_caller()), readings);

		assert_read::<T>(&zones);
		Ok(())
	}

	#[benchmark]
	fn submit_device_readings_ecdsa(
		r: Linear<1, { T::MaxDeviceReadings::get() }>,
	) -> Result<(), BenchmarkError> {
		let (zones, readings) = device_readings::<T>(Scheme::Ecdsa, r, false)?;

		#[extrinsic_call]
		submit_device_readings(RawOrigin::Signed(whitelisted_caller()), readings);

		assert_read::<T>(&zones);
		Ok(())
	}

	/// Each reading is on a page of its own, and that is full.
	#[benchmark]
	fn submit_device_readings_pages(
		p: Linear<1, { T::MaxDeviceReadings::get() }>,
	) -> Result<(), BenchmarkError> {
		let (zones, readings) = device_readings::<T>(Scheme::Ecdsa, p, true)?;

		#[extrinsic_call]
		submit_device_readings(RawOrigin::Signed(whitelisted_caller()), readings);

		assert_read::<T>(&zones);
		Ok(())
	}

	/// The product has settled, so that the difference is settled, with as many meters as its participant can have.
	#[benchmark]
	fn correct_reading() -> Result<(), BenchmarkError> {
		let (operator, meter) = one_meter::<T>();
		let Meter { participant, zone, .. } =
			Pallet::<T>::find_meter(meter).ok_or("the meter is there")?;
		let product = ProductId { interval: INTERVAL, zone };
		let flow = Flow { import: WattHours(100), export: WattHours(300) };
		measure::<T>(product, participant, flow);
		T::OnCorrection::settle_for_benchmark(product, participant);
		let (quality, reason) = (Quality::Substituted, CorrectionReason::MeterFault);

		#[extrinsic_call]
		_(RawOrigin::Signed(operator), meter, INTERVAL, 7, 8, quality, reason);

		let flow = Flow { import: WattHours(7), export: WattHours(8) };
		assert_eq!(Pallet::<T>::find_reading(meter, INTERVAL), Some((flow, quality)));
		Ok(())
	}

	/// It contradicts the readings.
	#[benchmark]
	fn submit_feeder_reading() -> Result<(), BenchmarkError> {
		let (operator, zone) = zone::<T>();
		let strict = Plausibility { loss_tolerance: Permill::zero(), hold: 1 };
		PlausibilityOf::<T>::insert(zone, strict);
		let (import, export) = (WattHours(1), WattHours(0));

		#[extrinsic_call]
		_(RawOrigin::Signed(operator), zone, INTERVAL, import, export);

		assert!(Pallet::<T>::is_in_doubt(ProductId { interval: INTERVAL, zone }));
		Ok(())
	}

	#[benchmark]
	fn clear_doubt() -> Result<(), BenchmarkError> {
		let (operator, zone) = zone::<T>();
		let strict = Plausibility { loss_tolerance: Permill::zero(), hold: 1 };
		PlausibilityOf::<T>::insert(zone, strict);
		let feeder = Flow { import: WattHours(1), export: WattHours(0) };
		Pallet::<T>::do_feeder(zone, INTERVAL, feeder).map_err(|_| "the interval is over")?;

		#[extrinsic_call]
		_(RawOrigin::Signed(operator), zone, INTERVAL);

		assert!(!Pallet::<T>::is_in_doubt(ProductId { interval: INTERVAL, zone }));
		Ok(())
	}

	#[benchmark]
	fn set_plausibility() -> Result<(), BenchmarkError> {
		let (operator, zone) = zone::<T>();
		let new = Plausibility { loss_tolerance: Permill::from_percent(5), hold: MAX_HOLD };

		#[extrinsic_call]
		_(RawOrigin::Signed(operator), zone, Some(new));

		assert_eq!(PlausibilityOf::<T>::get(zone), Some(new));
		Ok(())
	}

	/// A full page of readings, with the cursor and the clock, which a block reads once.
	#[benchmark]
	fn forget_step() -> Result<(), BenchmarkError> {
		let (_, meter) = one_meter::<T>();
		fill_readings::<T>(INTERVAL, meter);
		let (page, _) = place_of(meter).ok_or("the meter has a place")?;
		ForgetFrom::<T>::put(INTERVAL);

		#[block]
		{
			if let Some(interval) = ForgetFrom::<T>::get().filter(|i| !Pallet::<T>::is_past(*i)) {
				let mut pages = Readings::<T>::iter_key_prefix(interval);
				Pallet::<T>::forget_page(interval, &mut pages);
				ForgetFrom::<T>::put(interval);
			}
		}

		assert!(!Readings::<T>::contains_key(INTERVAL, page));
		Ok(())
	}

	impl_benchmark_test_suite!(Pallet, crate::mock::ExtBuilder.build(), crate::mock::Test);
}
