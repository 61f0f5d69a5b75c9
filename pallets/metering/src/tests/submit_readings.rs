//! Readings that gateways send.

use super::*;

fn accepted(accepted: u32, known: u32, refused: &[(MeterId, Refusal)]) -> Event {
	let refused = refused.to_vec();
	Event::ReadingsAccepted { gateway: GATEWAY, interval: INTERVAL, accepted, known, refused }
}

#[test]
fn stores_readings_and_sums_them_up() {
	test(|| {
		let (alice, bob) = (register(ALICE_ID, None), register(BOB_ID, None));
		begin(102);
		assert_ok!(report(&[estimated(bob, 7, 0), measured(alice, 30, 500)]));
		assert_eq!(last_event(), accepted(2, 0, &[]));
		assert_eq!(Metering::reading(alice, INTERVAL), Some((flow(30, 500), Quality::Measured)));
		assert_eq!(Metering::reading(bob, INTERVAL), Some((flow(7, 0), Quality::Estimated)));
		assert_eq!(Metering::reading(bob, IntervalId(100)), None);
		assert_eq!(totals().flow, flow(37, 500));
		let counts = ReadingCounts { measured: 1, estimated: 1, substituted: 0 };
		assert_eq!(Metering::counts(PRODUCT), counts);
		assert_eq!(Gateways::<Test>::get(GATEWAY).map(|g| g.reported), Some(INTERVAL));
	});
}

#[test]
fn each_reading_stands_alone_and_refusals_come_in_the_order_of_the_call() {
	test(|| {
		assert_ok!(Metering::admit_gateway(signed(OPERATOR), ZONE, GATE_2, 0));
		let good = register(ALICE_ID, None);
		let device = register(ALICE_ID, Some(key(1)));
		let others = register_at(GatewayId(2), BOB_ID, None);
		let quarantined = register(ALICE_ID, None);
		assert_ok!(Metering::quarantine_meter(signed(OPERATOR), quarantined));
		begin(101);
		let late = register(ALICE_ID, None);
		begin(102);
		events();
		let nobody = MeterId(0);
		let substituted = Reading { quality: Quality::Substituted, ..measured(good, 1, 1) };
		assert_ok!(report(&[
			measured(MeterId(500), 1, 1),
			measured(late, 1, 1),
			substituted,
			measured(device, 1, 1),
			measured(good, 1_001, 0),
			measured(good, 0, 1_001),
			measured(good, 1_000, 1_000),
			measured(quarantined, 1, 1),
			measured(others, 1, 1),
			estimated(device, 2, 2),
			measured(nobody, 1, 1),
		]));
		let refused = [
			(MeterId(500), Refusal::UnknownMeter),
			(late, Refusal::NotInService),
			(good, Refusal::SubstitutedByOperatorOnly),
			(device, Refusal::DeviceReadsItself),
			(good, Refusal::AboveCapacity),
			(good, Refusal::AboveCapacity),
			(quarantined, Refusal::Quarantined),
			(others, Refusal::OtherGateway),
			(nobody, Refusal::UnknownMeter),
		];
		assert_eq!(events(), [accepted(2, 0, &refused)]);
		assert_eq!(totals().flow, flow(1_002, 1_002));
	});
}

#[test]
fn fails_with_the_first_refusal_if_nothing_is_of_use() {
	test(|| {
		assert_ok!(Metering::admit_gateway(signed(OPERATOR), ZONE, GATE_2, 0));
		let good = register(ALICE_ID, None);
		let device = register(ALICE_ID, Some(key(1)));
		let others = register_at(GatewayId(2), BOB_ID, None);
		begin(102);
		let unknown = measured(MeterId(9), 1, 1);
		let substituted = Reading { quality: Quality::Substituted, ..measured(good, 1, 1) };
		for (reading, error) in [
			(unknown, Error::UnknownMeter),
			(measured(MeterId(0), 1, 1), Error::UnknownMeter),
			(measured(MeterId(u32::MAX), 1, 1), Error::UnknownMeter),
			(substituted, Error::SubstitutedByOperatorOnly),
			(measured(device, 1, 1), Error::DeviceReadsItself),
			(measured(good, u32::MAX, 0), Error::AboveCapacity),
			(measured(others, 1, 1), Error::OtherGateway),
		] {
			assert_noop!(report(&[reading, unknown]), error);
		}
		assert_noop!(report(&[]), Error::NoReadings);
	});
}

#[test]
fn the_same_again_is_harmless() {
	with_meter(|meter| {
		let reading = measured(meter, 5, 3);
		assert_ok!(report(&[reading, reading]));
		assert_eq!(last_event(), accepted(1, 1, &[]));
		let before = (totals(), Readings::<Test>::get(INTERVAL, 0));
		assert_ok!(report(&[reading]));
		assert_eq!(last_event(), accepted(0, 1, &[]));
		assert_eq!((totals(), Readings::<Test>::get(INTERVAL, 0)), before);
		assert_eq!(status(meter), MeterStatus::Active);
	});
}

#[test]
fn another_value_puts_the_meter_into_quarantine_and_the_first_stays() {
	with_meter(|meter| {
		assert_ok!(report(&[measured(meter, 5, 3)]));
		events();
		assert_ok!(report(&[measured(meter, 5, 4)]));
		let (interval, first, second) = (INTERVAL, flow(5, 3), flow(5, 4));
		let quarantined =
			Event::MeterQuarantined { meter, interval, accepted: first, refused: second };
		let refused = [(meter, Refusal::Conflicting)];
		assert_eq!(events(), [quarantined, accepted(0, 0, &refused)]);
		assert_eq!(status(meter), MeterStatus::Quarantined);
		assert_eq!(totals().flow, first);
		assert_eq!(connection(ALICE_ID), Some((0, 0, false)));
		assert_noop!(report(&[measured(meter, 5, 3)]), Error::Quarantined);
		// What was taken counts, in spite of it.
		assert_eq!(metered(ALICE_ID).flow, first);
		assert!(metered(ALICE_ID).complete);
	});
}

#[test]
fn a_call_can_contradict_itself() {
	with_meter(|meter| {
		assert_ok!(report(&[measured(meter, 5, 3), measured(meter, 6, 3), measured(meter, 5, 3)]));
		let refused = [(meter, Refusal::Conflicting), (meter, Refusal::Quarantined)];
		assert_eq!(last_event(), accepted(1, 0, &refused));
		assert_eq!(totals().flow, flow(5, 3));
		assert_eq!(totals().counts.measured, 1);
	});
}

#[test]
fn another_quality_is_refused_without_quarantine() {
	with_meter(|meter| {
		assert_ok!(report(&[estimated(meter, 5, 3)]));
		for value in [5, 6] {
			assert_noop!(report(&[measured(meter, value, 3)]), Error::Conflicting);
		}
		assert_eq!(status(meter), MeterStatus::Active);
		assert_ok!(report(&[estimated(meter, 6, 3)]));
		assert_eq!(status(meter), MeterStatus::Quarantined);
	});
}

#[test]
fn what_the_operator_entered_is_not_contradicted() {
	with_meter(|meter| {
		assert_ok!(correct(meter, 9, 0, Quality::Measured));
		assert_noop!(report(&[measured(meter, 5, 0)]), Error::Conflicting);
		assert_ok!(report(&[measured(meter, 9, 0)]));
		assert_eq!(status(meter), MeterStatus::Active);
	});
}

#[test]
fn is_taken_from_the_end_of_the_interval_until_the_deadline() {
	with_meter(|meter| {
		let end = Clock::delivery_end(INTERVAL);
		let reading = [measured(meter, 5, 3)];
		Now::set(end - 1);
		assert_noop!(report(&reading), Error::IntervalNotOver);
		Now::set(end + DEADLINE);
		assert_noop!(report(&reading), Error::TooLate);
		Now::set(end + DEADLINE - 1);
		assert_ok!(report(&reading));
		Now::set(end);
		assert_ok!(report(&reading));
		assert_noop!(report_as(GATE, IntervalId(u32::MAX), &reading), Error::IntervalNotOver);
	});
}

#[test]
fn the_latest_report_counts() {
	with_meter(|meter| {
		begin(104);
		for (interval, reported) in [(103, 103), (101, 103), (102, 103)] {
			assert_ok!(report_as(GATE, IntervalId(interval), &[measured(meter, 5, 3)]));
			let gateway = Gateways::<Test>::get(GATEWAY).expect("it is there");
			assert_eq!(gateway.reported, IntervalId(reported));
		}
	});
}

#[test]
fn readings_of_one_zone_do_not_count_in_another() {
	with_meter(|meter| {
		assert_ok!(report(&[measured(meter, 5, 3)]));
		assert_eq!(IntervalTotals::<Test>::get(INTERVAL, NEXT_ZONE), None);
		let product = ProductId { interval: INTERVAL, zone: NEXT_ZONE };
		assert_eq!(Metering::counts(product), ReadingCounts::default());
		assert_eq!(Metering::counts(PRODUCT).measured, 1);
	});
}

#[test]
fn is_for_gateways_only() {
	with_meter(|meter| {
		for account in [OPERATOR, ALICE, STRANGER] {
			let reading = [measured(meter, 5, 3)];
			assert_noop!(report_as(account, INTERVAL, &reading), Error::NotAGateway);
		}
		for origin in [RuntimeOrigin::none(), RuntimeOrigin::root()] {
			let readings = vec![measured(meter, 5, 3)].try_into().expect("few");
			let sent = Metering::submit_readings(origin, INTERVAL, readings);
			assert_noop!(sent.map_err(|e| e.error), DispatchError::BadOrigin);
		}
	});
}

#[test]
fn a_flood_of_bogus_readings_changes_nothing() {
	with_meter(|meter| {
		let root = storage_root();
		for round in 0..400_u32 {
			let bogus: Vec<_> = (0..256)
				.map(|i| match i % 3 {
					0 => measured(MeterId(2 + i + round * 256), 1, 1),
					1 => measured(MeterId(u32::MAX - i), i, round),
					_ => measured(meter, 1_001 + i, 0),
				})
				.collect();
			assert!(report(&bogus).is_err());
			assert_eq!(report_as(STRANGER, INTERVAL, &bogus), Err(Error::NotAGateway.into()));
		}
		assert_eq!(storage_root(), root);
	});
}

#[test]
fn weighs_what_it_did() {
	test(|| {
		let one = register(ALICE_ID, None);
		let two = register(BOB_ID, None);
		skip_to_page();
		let three = register(BOB_ID, None);
		begin(102);
		let all = [measured(three, 1, 1), measured(one, 1, 1), measured(two, 1, 1)];
		// One for a reading, a thousand for a page, a million for a meter in quarantine.
		assert_eq!(Metering::weight_of_batch(&all, 3).ref_time(), 3_002_003);
		assert_eq!(report_as(GATE, INTERVAL, &all).map(|w| w.ref_time()), Ok(2_003));
		let other = [measured(one, 2, 2), measured(two, 1, 1)];
		assert_eq!(report_as(GATE, INTERVAL, &other).map(|w| w.ref_time()), Ok(1_001_002));
		// A call that fails does not cost what it would if meters had gone into quarantine.
		let readings = vec![measured(one, 2, 2)].try_into().expect("few");
		let failed = Metering::submit_readings(signed(GATE), INTERVAL, readings);
		let info = failed.expect_err("it is in quarantine").post_info;
		assert_eq!(info.actual_weight.map(|w| w.ref_time()), Some(1_001));
	});
}

/// Not a test but a measurement: run it by name, in release.
#[test]
#[ignore = "measures time"]
fn takes_about_a_microsecond_for_a_reading() {
	test(|| {
		register(ALICE_ID, None);
		MeterPages::<Test>::mutate(0, |meters| {
			let meter = meters[0];
			meters.clear();
			while meters.try_push(meter).is_ok() {}
			MeterPages::<Test>::insert(1, &*meters);
		});
		NextMeter::<Test>::put(MeterId(257));
		let all: Vec<_> = (1..=256).map(|id| measured(MeterId(id), id, 1)).collect();
		let rounds = 200;
		let begun = std::time::Instant::now();
		for interval in 101..101 + rounds {
			begin(interval + 1);
			assert_ok!(report_as(GATE, IntervalId(interval), &all));
			System::reset_events();
		}
		let each = begun.elapsed() / rounds / 256;
		println!("{each:?} for a reading");
		let meters = MeterPages::<Test>::get(0);
		MeterPages::<Test>::remove(1);
		MeterPages::<Test>::insert(0, MeterPage::truncate_from(meters[..1].to_vec()));
		for (interval, page) in Readings::<Test>::iter_keys().collect::<Vec<_>>() {
			Readings::<Test>::remove(interval, page);
		}
		let _ = IntervalTotals::<Test>::clear(u32::MAX, None);
		NextMeter::<Test>::put(MeterId(2));
	});
}
