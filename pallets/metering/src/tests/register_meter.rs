//! Registering meters.

use super::*;
use pallet_participants::Status;

fn register_with(import: u32, export: u32, owner: ParticipantId, gateway: u32) -> DispatchResult {
	let (origin, source) = (signed(OPERATOR), EnergySource::Wind);
	Metering::register_meter(origin, GatewayId(gateway), owner, import, export, source, None)
}

#[test]
fn counts_from_the_next_interval_on() {
	test(|| {
		assert_ok!(register_with(5_000, 0, ALICE_ID, 1));
		let (meter, new) = (MeterId(1), Metering::meter(MeterId(1)).expect("it is there"));
		assert_eq!(last_event(), Event::MeterRegistered { meter, new, key: None });
		let expected = Meter {
			gateway: GATEWAY,
			participant: ALICE_ID,
			zone: ZONE,
			capacity: Power { import: 5_000, export: 0 },
			source: EnergySource::Wind,
			device: false,
			status: MeterStatus::Active,
			from: IntervalId(101),
			until: None,
		};
		assert_eq!(new, expected);
		assert_eq!(Gateways::<Test>::get(GATEWAY).map(|gateway| gateway.meters), Some(1));
		begin(102);
		let of_100 = report_as(GATE, IntervalId(100), &[measured(meter, 1, 0)]);
		assert_noop!(of_100, Error::NotInService);
		assert_ok!(report(&[measured(meter, 1, 0)]));
	});
}

#[test]
fn begins_a_page_once_the_last_is_full() {
	test(|| {
		register(ALICE_ID, None);
		skip_to_page();
		assert_eq!(register(BOB_ID, None), MeterId(129));
		assert_eq!(MeterPages::<Test>::get(0).len(), 128);
		assert_eq!(MeterPages::<Test>::get(1).len(), 1);
	});
}

#[test]
fn keeps_the_device_key() {
	test(|| {
		let meter = register(ALICE_ID, Some(key(1)));
		assert!(Metering::meter(meter).expect("it is there").device);
		assert_eq!(Devices::<Test>::get(meter), Some(Device { key: key(1), latest: None }));
	});
}

#[test]
fn all_meters_of_a_participant_report_through_one_gateway() {
	test(|| {
		assert_ok!(Metering::admit_gateway(signed(OPERATOR), ZONE, GATE_2, 0));
		let first = register(ALICE_ID, None);
		assert_noop!(register_with(1, 1, ALICE_ID, 2), Error::AnotherGatewayServes);
		assert_ok!(register_with(1, 1, BOB_ID, 2));
		// Once her meter is retired, the next can report through another.
		assert_ok!(Metering::retire_meter(signed(OPERATOR), first));
		assert_ok!(register_with(WATTS, WATTS, ALICE_ID, 2));
		assert_eq!(connection(ALICE_ID), Some((100, 100, false)));
		assert_noop!(register_with(1, 1, ALICE_ID, 1), Error::AnotherGatewayServes);
	});
}

#[test]
fn drops_retired_meters_once_their_window_has_passed() {
	test(|| {
		let first = register(ALICE_ID, None);
		for _ in 1..MAX_METERS {
			register(ALICE_ID, None);
		}
		assert_noop!(register_with(1, 1, ALICE_ID, 1), Error::TooManyMeters);
		assert_ok!(Metering::retire_meter(signed(OPERATOR), first));
		// Its last interval is 100: corrected until 301 begins, and kept for one more.
		begin(301);
		assert_noop!(register_with(1, 1, ALICE_ID, 1), Error::TooManyMeters);
		begin(302);
		assert_ok!(register_with(1, 1, ALICE_ID, 1));
		let list = MetersOf::<Test>::get(ZONE, ALICE_ID).expect("she has meters");
		assert!(list.meters.iter().all(|own| own.id != first));
		assert!(Metering::meter(first).is_some());
	});
}

#[test]
fn refuses_nobodys_meters_and_meters_for_nothing() {
	test(|| {
		assert_noop!(register_with(0, 0, ALICE_ID, 1), Error::NoCapacity);
		assert_noop!(register_with(1, 0, ParticipantId(9), 1), Error::ParticipantMayNotTrade);
		assert_noop!(register_with(1, 0, ALICE_ID, 9), Error::UnknownGateway);
		let root = RuntimeOrigin::root();
		assert_ok!(Participants::set_status(root, ALICE_ID, Status::Suspended));
		assert_noop!(register_with(1, 0, ALICE_ID, 1), Error::ParticipantMayNotTrade);
		NextMeter::<Test>::put(MeterId(u32::MAX));
		assert_noop!(register_with(1, 0, BOB_ID, 1), Error::NoIdsLeft);
		NextMeter::<Test>::put(MeterId(1));
	});
}

#[test]
fn is_for_the_operator_only() {
	test(|| {
		only_the_operator(|origin| {
			let (owner, source) = (ALICE_ID, EnergySource::Solar);
			Metering::register_meter(origin, GATEWAY, owner, 1, 1, source, None)
		});
	});
}
