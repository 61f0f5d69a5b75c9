//! Readings that devices have signed.

use super::*;
use sp_core::{ecdsa, sr25519, H256};

/// Alice has a meter with key 1 from interval 101 on, and now is interval 104.
fn with_device(run: impl FnOnce(MeterId)) {
	test(|| {
		let meter = register(ALICE_ID, Some(key(1)));
		begin(104);
		run(meter);
	});
}

fn accepted(accepted: u32, known: u32, refused: &[(MeterId, u32, Refusal)]) -> Event {
	let refused = refused.iter().map(|(meter, i, why)| (*meter, IntervalId(*i), *why)).collect();
	Event::DeviceReadingsAccepted { submitter: STRANGER, accepted, known, refused }
}

#[test]
fn anyone_can_send_what_a_device_has_signed() {
	with_device(|meter| {
		assert_ok!(send(&[sign(1, meter, 101, 1, 5), sign(1, meter, 102, 2, 6)]));
		assert_eq!(last_event(), accepted(2, 0, &[]));
		assert_eq!(Metering::reading(meter, INTERVAL), Some((flow(5, 3), Quality::Measured)));
		let latest = Some((IntervalId(102), 2));
		assert_eq!(Devices::<Test>::get(meter), Some(Device { key: key(1), latest }));
		assert_eq!((totals().flow, totals().counts.measured), (flow(5, 3), 1));
		// Its gateway has been heard of, too.
		let gateway = Gateways::<Test>::get(GATEWAY).expect("it is there");
		assert_eq!(gateway.reported, IntervalId(102));
	});
}

#[test]
fn all_kinds_of_keys_sign() {
	test(|| {
		let (sr, ec) = (sr25519::Pair::from_seed(&[1; 32]), ecdsa::Pair::from_seed(&[1; 32]));
		let keys = [key(1), DeviceKey::Sr25519(sr.public()), DeviceKey::Ecdsa(ec.public())];
		let meters = keys.map(|key| register(ALICE_ID, Some(key)));
		begin(102);
		let with = |meter, signature| DeviceReading { signature, ..sign(1, meter, 101, 1, 5) };
		let signatures = |meter| {
			let payload = Metering::device_payload(meter, INTERVAL, 1, 5, 3);
			[
				DeviceSignature::Ed25519(pair(1).sign(&payload)),
				DeviceSignature::Sr25519(sr.sign(&payload)),
				DeviceSignature::Ecdsa(ec.sign(&payload)),
			]
		};
		for (kind, meter) in meters.into_iter().enumerate() {
			for (other, signature) in signatures(meter).into_iter().enumerate() {
				if other != kind {
					assert_noop!(send(&[with(meter, signature)]), Error::BadSignature);
				}
			}
			assert_ok!(send(&[with(meter, signatures(meter)[kind])]));
		}
		assert_eq!(totals().counts.measured, 3);
	});
}

#[test]
fn the_payload_is_what_the_documentation_says() {
	test(|| {
		let payload = Metering::device_payload(MeterId(1), IntervalId(2), 3, 4, 5);
		let mut expected = b"gridforge/reading/1".to_vec();
		expected.extend([7; 32]);
		expected.extend([1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0, 0, 0, 0, 0, 4, 0, 0, 0, 5, 0, 0, 0]);
		assert_eq!(payload, expected);
		assert_eq!(payload.len(), 75);
	});
}

#[test]
fn the_same_blob_twice_is_harmless() {
	with_device(|meter| {
		let blob = sign(1, meter, 101, 1, 5);
		assert_ok!(send(&[blob, blob]));
		assert_eq!(last_event(), accepted(1, 1, &[]));
		assert_ok!(send(&[sign(1, meter, 102, 2, 5)]));
		let before = (totals(), Devices::<Test>::get(meter));
		assert_ok!(send(&[blob]));
		assert_eq!(last_event(), accepted(0, 1, &[]));
		assert_eq!((totals(), Devices::<Test>::get(meter)), before);
	});
}

#[test]
fn an_altered_blob_is_refused() {
	with_device(|meter| {
		let blob = sign(1, meter, 101, 1, 5);
		let other = register(BOB_ID, Some(key(1)));
		begin(105);
		for altered in [
			DeviceReading { import: 6, ..blob },
			DeviceReading { export: 4, ..blob },
			DeviceReading { sequence: 2, ..blob },
			DeviceReading { interval: IntervalId(102), ..blob },
		] {
			assert_noop!(send(&[altered]), Error::BadSignature);
		}
		// Of another meter with the same key.
		begin(106);
		let of_105 = sign(1, meter, 105, 1, 5);
		let other_meter = DeviceReading { meter: other, ..of_105 };
		assert_noop!(send(&[other_meter]), Error::BadSignature);
		// Of another key.
		assert_noop!(send(&[sign(2, meter, 105, 1, 5)]), Error::BadSignature);
	});
}

#[test]
fn what_was_signed_for_another_chain_is_refused() {
	with_device(|meter| {
		let blob = sign(1, meter, 101, 1, 5);
		frame_system::BlockHash::<Test>::insert(0, H256::repeat_byte(8));
		assert_noop!(send(&[blob]), Error::BadSignature);
		assert_ok!(send(&[sign(1, meter, 101, 1, 5)]));
	});
}

#[test]
fn sequences_rise_with_the_interval() {
	with_device(|meter| {
		assert_ok!(send(&[sign(1, meter, 102, 10, 5)]));
		assert_noop!(send(&[sign(1, meter, 103, 10, 5)]), Error::SequenceNotRising);
		assert_noop!(send(&[sign(1, meter, 101, 10, 5)]), Error::SequenceNotRising);
		assert_ok!(send(&[sign(1, meter, 103, 11, 5), sign(1, meter, 101, 9, 5)]));
		let latest = Some((IntervalId(103), 11));
		assert_eq!(Devices::<Test>::get(meter), Some(Device { key: key(1), latest }));
	});
}

#[test]
fn the_order_within_a_call_does_not_matter() {
	with_device(|meter| {
		let blobs = [103, 101, 102].map(|i| sign(1, meter, i, i.into(), i));
		assert_ok!(send(&blobs));
		assert_eq!(last_event(), accepted(3, 0, &[]));
	});
}

#[test]
fn another_value_that_the_device_signed_puts_it_into_quarantine() {
	with_device(|meter| {
		assert_ok!(send(&[sign(1, meter, 101, 1, 5)]));
		events();
		assert_ok!(send(&[sign(1, meter, 101, 2, 6)]));
		let (interval, first, second) = (INTERVAL, flow(5, 3), flow(6, 3));
		let quarantined =
			Event::MeterQuarantined { meter, interval, accepted: first, refused: second };
		let refused = accepted(0, 0, &[(meter, 101, Refusal::Conflicting)]);
		assert_eq!(events(), [quarantined, refused]);
		assert_eq!(status(meter), MeterStatus::Quarantined);
		let latest = Some((INTERVAL, 1));
		assert_eq!(Devices::<Test>::get(meter), Some(Device { key: key(1), latest }));
		assert_noop!(send(&[sign(1, meter, 102, 3, 5)]), Error::Quarantined);
	});
}

#[test]
fn nobody_can_put_a_meter_into_quarantine_without_its_signature() {
	with_device(|meter| {
		assert_ok!(send(&[sign(1, meter, 101, 1, 5)]));
		assert_noop!(send(&[sign(2, meter, 101, 1, 6)]), Error::BadSignature);
		assert_eq!(status(meter), MeterStatus::Active);
	});
}

#[test]
fn a_replay_after_a_correction_is_refused_and_no_more() {
	with_device(|meter| {
		let blob = sign(1, meter, 101, 1, 5);
		assert_ok!(send(&[blob]));
		assert_ok!(correct(meter, 9, 9, Quality::Measured));
		assert_noop!(send(&[blob]), Error::Conflicting);
		assert_eq!(status(meter), MeterStatus::Active);
		assert_eq!(totals().flow, flow(9, 9));
	});
}

#[test]
fn a_measurement_does_not_replace_an_estimate() {
	with_device(|meter| {
		assert_ok!(report(&[estimated(meter, 5, 3)]));
		assert_noop!(send(&[sign(1, meter, 101, 1, 5)]), Error::Conflicting);
		assert_eq!(status(meter), MeterStatus::Active);
		// The operator can let it.
		assert_ok!(correct(meter, 5, 3, Quality::Measured));
		assert_ok!(send(&[sign(1, meter, 101, 1, 5)]));
	});
}

#[test]
fn each_reading_stands_alone() {
	with_device(|meter| {
		let plain = register(ALICE_ID, None);
		let far = MeterId(500);
		let above = sign(1, meter, 101, 1, 1_001);
		let bad = DeviceReading { import: 6, ..sign(1, meter, 103, 3, 5) };
		assert_ok!(send(&[
			sign(1, meter, 104, 4, 5),
			sign(1, far, 101, 1, 5),
			sign(1, plain, 101, 1, 5),
			above,
			bad,
			sign(1, meter, 100, 0, 5),
			sign(1, meter, 102, 2, 5),
			sign(1, MeterId(0), 102, 2, 5),
		]));
		let refused = [
			(meter, 104, Refusal::IntervalNotOver),
			(far, 101, Refusal::UnknownMeter),
			(plain, 101, Refusal::NoDeviceKey),
			(meter, 101, Refusal::AboveCapacity),
			(meter, 103, Refusal::BadSignature),
			(meter, 100, Refusal::NotInService),
			(MeterId(0), 102, Refusal::UnknownMeter),
		];
		assert_eq!(last_event(), accepted(1, 0, &refused));
		assert_noop!(send(&[]), Error::NoReadings);
	});
}

#[test]
fn is_taken_until_the_deadline() {
	with_device(|meter| {
		begin(106);
		assert_noop!(send(&[sign(1, meter, 101, 1, 5)]), Error::TooLate);
		assert_noop!(send(&[sign(1, meter, 106, 1, 5)]), Error::IntervalNotOver);
		assert_ok!(send(&[sign(1, meter, 102, 1, 5)]));
	});
}

#[test]
fn needs_a_signed_origin() {
	with_device(|meter| {
		for origin in [RuntimeOrigin::none(), RuntimeOrigin::root()] {
			let readings = vec![sign(1, meter, 101, 1, 5)].try_into().expect("few");
			let sent = Metering::submit_device_readings(origin, readings);
			assert_noop!(sent.map_err(|e| e.error), DispatchError::BadOrigin);
		}
	});
}

#[test]
fn a_flood_of_bogus_readings_changes_nothing() {
	with_device(|meter| {
		let root = storage_root();
		let blob = sign(2, meter, 101, 1, 5);
		for round in 0..1_000_u32 {
			let bogus: Vec<_> = (0..64)
				.map(|i| DeviceReading { meter: MeterId(2 + i), sequence: round.into(), ..blob })
				.collect();
			assert!(send(&bogus).is_err());
		}
		assert_noop!(send(&[blob]), Error::BadSignature);
		assert_eq!(storage_root(), root);
	});
}

#[test]
fn weighs_what_it_did() {
	with_device(|meter| {
		let blobs = [101, 102, 103].map(|i| sign(1, meter, i, i.into(), i));
		// One for a reading, a thousand for a page of an interval, a million for a meter in quarantine.
		assert_eq!(Metering::weight_of_device_batch(&blobs, 3).ref_time(), 3_003_003);
		assert_eq!(send(&blobs).map(|w| w.ref_time()), Ok(3_003));
		let other = [sign(1, meter, 101, 101, 102)];
		assert_eq!(send(&other).map(|w| w.ref_time()), Ok(1_001_001));
	});
}
