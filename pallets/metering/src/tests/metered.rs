//! What settlement is told.

use super::*;

#[test]
fn is_complete_once_all_meters_in_service_are_read() {
	test(|| {
		let (one, two) = (register(ALICE_ID, None), register(ALICE_ID, None));
		begin(101);
		// Counts from the next interval on, so it is not missed in this one.
		let later = register(ALICE_ID, None);
		begin(102);
		assert_eq!(metered(ALICE_ID), Metered::default());
		assert_ok!(report(&[measured(one, 5, 3)]));
		assert_eq!((metered(ALICE_ID).flow, metered(ALICE_ID).complete), (flow(5, 3), false));
		assert_ok!(report(&[estimated(two, 1, 1)]));
		assert_eq!((metered(ALICE_ID).flow, metered(ALICE_ID).complete), (flow(6, 4), true));
		begin(103);
		let product = ProductId { interval: IntervalId(102), zone: ZONE };
		let next = [measured(one, 5, 3), measured(two, 5, 3)];
		assert_ok!(report_as(GATE, IntervalId(102), &next));
		let told = |cache: &mut ReadingCache| Metering::metered(cache, product, ALICE_ID);
		assert!(!told(&mut ReadingCache::default()).complete);
		assert_ok!(report_as(GATE, IntervalId(102), &[measured(later, 5, 3)]));
		assert!(told(&mut ReadingCache::default()).complete);
	});
}

#[test]
fn only_renewable_exports_count_as_such() {
	test(|| {
		let solar = register(ALICE_ID, None);
		let other = NextMeter::<Test>::get();
		let (origin, source) = (signed(OPERATOR), EnergySource::Other);
		let (import, export) = (WATTS, WATTS);
		assert_ok!(Metering::register_meter(
			origin, GATEWAY, ALICE_ID, import, export, source, None
		));
		begin(102);
		assert_ok!(report(&[measured(solar, 100, 20), measured(other, 100, 7)]));
		assert_eq!(metered(ALICE_ID).renewable.solar, WattHours(20));
		assert_eq!(metered(ALICE_ID).flow, flow(200, 27));
	});
}

#[test]
fn one_cache_serves_all_participants_and_intervals() {
	test(|| {
		let (alice, bob) = (register(ALICE_ID, None), register(BOB_ID, None));
		skip_to_page();
		let far = register(BOB_ID, None);
		begin(103);
		let (first, second) = (IntervalId(101), IntervalId(102));
		let readings = [measured(alice, 1, 0), measured(bob, 2, 0), measured(far, 4, 0)];
		assert_ok!(report_as(GATE, first, &readings));
		assert_ok!(report_as(GATE, second, &[measured(alice, 8, 0)]));
		let cache = &mut ReadingCache::default();
		for (interval, participant, import, complete) in [
			(first, ALICE_ID, 1, true),
			(first, BOB_ID, 6, true),
			(second, ALICE_ID, 8, true),
			(second, BOB_ID, 0, false),
			(first, BOB_ID, 6, true),
		] {
			let told = Metering::metered(cache, ProductId { interval, zone: ZONE }, participant);
			assert_eq!((told.flow, told.complete), (flow(import, 0), complete));
		}
	});
}

#[test]
fn nobody_without_meters_is_metered() {
	test(|| {
		assert_eq!(metered(BOB_ID), Metered::default());
		assert_eq!(Metering::counts(PRODUCT), ReadingCounts::default());
		assert_eq!(Metering::meter(MeterId(0)), None);
		assert_eq!(Metering::meter(MeterId(1)), None);
		assert_eq!(Metering::reading(MeterId(0), INTERVAL), None);
	});
}
