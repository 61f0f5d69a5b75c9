//! Tests of the pallet, a file per call; the others look at the whole.

mod admit_gateway;
mod capacity;
mod clear_doubt;
mod correct_reading;
mod forgetting;
mod invariants;
mod metered;
mod properties;
mod quarantine_meter;
mod register_meter;
mod release_meter;
mod retire_meter;
mod scenario;
mod set_device_key;
mod set_gateway;
mod set_meter;
mod set_plausibility;
mod submit_device_readings;
mod submit_feeder_reading;
mod submit_readings;

use crate::{mock::*, *};
use frame_support::{
	assert_noop, assert_ok,
	dispatch::{DispatchResult, PostDispatchInfo},
	weights::Weight,
};
use gridforge_primitives::{
	EnergySource, Flow, GatewayId, IntervalClock, IntervalId, MeterCapacity, MeterId,
	MeterReadings, Metered, ParticipantId, ProductId, Quality, ReadingCounts, WattHours, ZoneId,
};
use sp_core::{ed25519, Pair};
use sp_runtime::{DispatchError, Permill};

type Error = crate::Error<Test>;
type Event = crate::Event<Test>;

const ZONE: ZoneId = ZoneId(1);
const NEXT_ZONE: ZoneId = ZoneId(2);
const ALICE_ID: ParticipantId = ParticipantId(2);
const BOB_ID: ParticipantId = ParticipantId(3);
/// The gateway that tests begin with, and its account.
const GATEWAY: GatewayId = GatewayId(1);
const GATE: AccountId = 10;
/// Another one of zone 1.
const GATE_2: AccountId = 11;
/// The interval that most tests report of. They do so in the one after it.
const INTERVAL: IntervalId = IntervalId(101);
const PRODUCT: ProductId = ProductId { interval: INTERVAL, zone: ZONE };
/// What the tests' meters carry: 1,000 Wh each way in an interval.
const WATTS: u32 = 4_000;

/// Accounts that do not run zone 1.
const OTHERS: [AccountId; 4] = [NEIGHBOUR, ALICE, GATE, STRANGER];

fn signed(account: AccountId) -> RuntimeOrigin {
	RuntimeOrigin::signed(account)
}

/// A gateway in zone 1 that is silent after two intervals, in interval 100.
fn test(run: impl FnOnce()) {
	ExtBuilder.build_and_execute(|| {
		assert_ok!(Metering::admit_gateway(signed(OPERATOR), ZONE, GATE, 2));
		run();
	});
}

/// Register a meter at the tests' gateway.
fn register(participant: ParticipantId, key: Option<DeviceKey>) -> MeterId {
	register_at(GATEWAY, participant, key)
}

fn register_at(gateway: GatewayId, owner: ParticipantId, key: Option<DeviceKey>) -> MeterId {
	let id = NextMeter::<Test>::get();
	let (origin, source) = (signed(OPERATOR), EnergySource::Solar);
	assert_ok!(Metering::register_meter(origin, gateway, owner, WATTS, WATTS, source, key));
	id
}

/// Fill the last page with meters that were never in service, as those of participant 1, long gone from its list.
fn skip_to_page() {
	let meter = Meter {
		gateway: GATEWAY,
		participant: ParticipantId(1),
		zone: ZONE,
		capacity: Power { import: 1, export: 1 },
		source: EnergySource::Other,
		device: false,
		status: MeterStatus::Retired,
		from: IntervalId(0),
		until: Some(IntervalId(0)),
	};
	let page = (NextMeter::<Test>::get().0 - 1) / METERS_PER_PAGE;
	MeterPages::<Test>::mutate(page, |meters| while meters.try_push(meter).is_ok() {});
	NextMeter::<Test>::put(MeterId((page + 1) * METERS_PER_PAGE + 1));
}

/// Alice has a meter from interval 101 on, and now is the interval after that.
fn with_meter(run: impl FnOnce(MeterId)) {
	test(|| {
		let meter = register(ALICE_ID, None);
		begin(102);
		run(meter);
	});
}

fn measured(meter: MeterId, import: u32, export: u32) -> Reading {
	Reading { meter, import, export, quality: Quality::Measured }
}

fn estimated(meter: MeterId, import: u32, export: u32) -> Reading {
	Reading { quality: Quality::Estimated, ..measured(meter, import, export) }
}

fn flow(import: u64, export: u64) -> Flow {
	Flow { import: WattHours(import), export: WattHours(export) }
}

/// Report as the account of a gateway; what the call weighed.
fn report_as(
	account: AccountId,
	interval: IntervalId,
	readings: &[Reading],
) -> Result<Weight, DispatchError> {
	let readings = readings.to_vec().try_into().expect("not too many");
	let weight = |info: PostDispatchInfo| info.actual_weight.expect("it is told");
	frame_support::storage::with_storage_layer(|| {
		Metering::submit_readings(signed(account), interval, readings)
			.map(weight)
			.map_err(|error| error.error)
	})
}

/// Report of the tests' interval as the tests' gateway.
fn report(readings: &[Reading]) -> DispatchResult {
	report_as(GATE, INTERVAL, readings).map(|_| ())
}

fn status(meter: MeterId) -> MeterStatus {
	Metering::meter(meter).expect("it is there").status
}

/// The sums and counts of zone 1 in the tests' interval.
fn totals() -> Totals {
	IntervalTotals::<Test>::get(INTERVAL, ZONE).unwrap_or_default()
}

/// What the market knows of a participant's connection in zone 1: lots in, lots out, whether it is silent.
fn connection(participant: ParticipantId) -> Option<(u32, u32, bool)> {
	let connection = Metering::connection(ZONE, participant)?;
	let capacity = connection.capacity;
	Some((capacity.import.0, capacity.export.0, connection.silent))
}

/// What settlement gets to know of a participant in the tests' product.
fn metered(participant: ParticipantId) -> Metered {
	Metering::metered(&mut ReadingCache::default(), PRODUCT, participant)
}

/// This pallet's events so far, which are forgotten.
fn events() -> Vec<Event> {
	let events = System::read_events_for_pallet::<Event>();
	System::reset_events();
	events
}

fn last_event() -> Event {
	events().pop().expect("there is an event")
}

/// Nobody but the operator of zone 1 may do this.
fn only_the_operator(call: impl Fn(RuntimeOrigin) -> DispatchResult) {
	for account in OTHERS {
		assert_noop!(call(signed(account)), Error::NotTheOperator);
	}
	assert_noop!(call(RuntimeOrigin::none()), DispatchError::BadOrigin);
	assert_noop!(call(RuntimeOrigin::root()), DispatchError::BadOrigin);
}

fn pair(seed: u8) -> ed25519::Pair {
	ed25519::Pair::from_seed(&[seed; 32])
}

fn key(seed: u8) -> DeviceKey {
	DeviceKey::Ed25519(pair(seed).public())
}

/// What the device with this seed signs.
fn sign(seed: u8, meter: MeterId, interval: u32, sequence: u64, import: u32) -> DeviceReading {
	let (interval, export) = (IntervalId(interval), 3);
	let payload = Metering::device_payload(meter, interval, sequence, import, export);
	let signature = DeviceSignature::Ed25519(pair(seed).sign(&payload));
	DeviceReading { meter, interval, sequence, import, export, signature }
}

/// Send readings that devices have signed, as somebody; what the call weighed.
fn send(readings: &[DeviceReading]) -> Result<Weight, DispatchError> {
	let readings = readings.to_vec().try_into().expect("not too many");
	let weight = |info: PostDispatchInfo| info.actual_weight.expect("it is told");
	frame_support::storage::with_storage_layer(|| {
		Metering::submit_device_readings(signed(STRANGER), readings)
			.map(weight)
			.map_err(|error| error.error)
	})
}

/// Correct the reading of the tests' interval.
fn correct(meter: MeterId, import: u32, export: u32, quality: Quality) -> DispatchResult {
	correct_as(signed(OPERATOR), meter, INTERVAL, (import, export), quality)
}

fn correct_as(
	origin: RuntimeOrigin,
	meter: MeterId,
	interval: IntervalId,
	(import, export): (u32, u32),
	quality: Quality,
) -> DispatchResult {
	let reason = CorrectionReason::ReadingFault;
	frame_support::storage::with_storage_layer(|| {
		Metering::correct_reading(origin, meter, interval, import, export, quality, reason)
	})
}

/// Let readings of zone 1 be compared with its feeder's: 5 % may be lost, and doubt holds up for so many intervals.
fn compare(hold: u16) {
	let plausibility = Plausibility { loss_tolerance: Permill::from_percent(5), hold };
	assert_ok!(Metering::set_plausibility(signed(OPERATOR), ZONE, Some(plausibility)));
}

/// Tell what the feeder of zone 1 measured in the tests' interval.
fn feed(import: u64, export: u64) -> DispatchResult {
	let (import, export) = (WattHours(import), WattHours(export));
	Metering::submit_feeder_reading(signed(OPERATOR), ZONE, INTERVAL, import, export)
}

/// Stands for all that is stored.
fn storage_root() -> Vec<u8> {
	sp_io::storage::root(sp_runtime::StateVersion::V1)
}
