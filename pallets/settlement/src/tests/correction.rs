//! Corrections after settlement: the difference moves, once, and nothing else.

use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok, storage::with_storage_layer};
use gridforge_primitives::{IntervalClock, OnCorrection, ProductId};
use sp_runtime::DispatchError;

fn corrected(who: u64) -> Result<bool, DispatchError> {
	with_storage_layer(|| Settlement::corrected(PRODUCT, id_of(who)))
}

/// Alice sells Charlie 1 kWh at 0.150; she is read as having delivered 0.5, he as having used 0.4.
fn settled() {
	trade(ALICE, CHARLIE, 150, 100);
	read(ALICE, 0, 500);
	read(CHARLIE, 400, 0);
	settle();
	events();
}

#[test]
fn a_reading_that_rises_gives_the_seller_its_shortage_back() {
	ExtBuilder::default().build_and_execute(|| {
		settled();
		let before = changes();
		read(ALICE, 0, 900);
		assert_eq!(corrected(ALICE), Ok(true));
		let after = changes();
		// 40 lots at 0.400.
		assert_eq!((after[0] - before[0], after[5] - before[5]), (160_000, -160_000));
		assert!(matches!(last_event(), Event::Resettled { paid: -160_000, .. }));
		let summary = Settlement::interval_summary(PRODUCT).unwrap().delivery.unwrap();
		assert_eq!((summary.delivered, summary.shortfall, summary.cost), (90, 10, 40_000));
		// The same reading again changes nothing.
		assert_eq!(corrected(ALICE), Ok(true));
		assert_eq!(changes(), after);
	});
}

#[test]
fn a_reading_that_falls_is_paid_from_free_money() {
	ExtBuilder::default().build_and_execute(|| {
		settled();
		let before = changes();
		read(ALICE, 0, 0);
		assert_ok!(EnergyMarket::deposit(RuntimeOrigin::signed(ALICE), EUR, 500_000));
		assert_eq!(corrected(ALICE), Ok(true));
		let after = changes();
		assert_eq!((after[0] - before[0], after[5] - before[5]), (-200_000, 200_000));
	});
}

#[test]
fn what_there_is_not_is_recorded_and_not_invented() {
	ExtBuilder::default().build_and_execute(|| {
		settled();
		assert_ok!(EnergyMarket::withdraw(RuntimeOrigin::signed(ALICE), EUR, free(ALICE) - 30_000));
		read(ALICE, 0, 0);
		assert_eq!(corrected(ALICE), Ok(true));
		assert_eq!(free(ALICE), 0);
		let record = Settlement::settlement_of(id_of(ALICE), PRODUCT).unwrap();
		assert_eq!(record.unpaid, -170_000, "she still owes that");
		check();
		// With the right reading all comes back, and nobody owes anything.
		read(ALICE, 0, 1_000);
		assert_eq!(corrected(ALICE), Ok(true));
		let record = Settlement::settlement_of(id_of(ALICE), PRODUCT).unwrap();
		assert_eq!((record.unpaid, record.deviation.cost), (0, 0));
		assert_eq!(change(ALICE), 150_000);
	});
}

#[test]
fn a_supplier_without_money_owes_what_a_correction_gives() {
	ExtBuilder::default().supplies(20_000).build_and_execute(|| {
		settled();
		let left = free(SUE);
		assert_ok!(EnergyMarket::withdraw(RuntimeOrigin::signed(SUE), EUR, left - 1_000));
		read(CHARLIE, 0, 0);
		assert_eq!(corrected(CHARLIE), Ok(true));
		let record = Settlement::settlement_of(id_of(CHARLIE), PRODUCT).unwrap();
		// 40 lots more at 0.020, of which 1,000 were there.
		assert_eq!((record.deviation.credit, record.unpaid), (20_000, 7_000));
		let unpaid = Settlement::interval_summary(PRODUCT).unwrap().delivery.unwrap().unpaid;
		assert_eq!(unpaid, 7_000);
	});
}

#[test]
fn before_settlement_there_is_nothing_to_resettle() {
	ExtBuilder::default().build_and_execute(|| {
		trade(ALICE, CHARLIE, 150, 100);
		assert_eq!(corrected(ALICE), Ok(false));
		settle();
		// Who traded nothing is not touched, and neither is a zone where contracts count as delivered.
		events();
		assert_eq!(corrected(EVE), Ok(true));
		let elsewhere = ProductId { zone: DEEMED_ZONE, ..PRODUCT };
		assert_eq!(Settlement::corrected(elsewhere, id_of(ALICE)), Ok(false));
		assert_eq!(events(), []);
	});
}

#[test]
fn not_while_it_is_being_settled() {
	ExtBuilder::default().build_and_execute(|| {
		trade(ALICE, CHARLIE, 150, 100);
		read(ALICE, 0, 1_000);
		pass_deadline();
		for _ in 0..50 {
			if Records::<Test>::contains_key(PRODUCT, id_of(ALICE)) {
				break;
			}
			idle(STEP * 2);
		}
		assert_noop!(Settlement::corrected(PRODUCT, id_of(ALICE)), Error::<Test>::BeingSettled);
		idle(PLENTY);
		assert_eq!(corrected(ALICE), Ok(true));
	});
}

#[test]
fn records_are_forgotten_when_the_window_closes_and_only_the_summary_stays() {
	ExtBuilder::default().build_and_execute(|| {
		settled();
		let window = Clock::delivery_end(INTERVAL) + Clock::correction_window();
		set_time(window - 1);
		idle(PLENTY);
		assert_eq!(Records::<Test>::iter().count(), 2);
		set_time(window);
		for _ in 0..10 {
			idle(STEP * 2);
			check();
		}
		assert_eq!(Records::<Test>::iter().count(), 0);
		assert_eq!(TermsOf::<Test>::iter().count(), 0);
		assert_eq!(Due::<Test>::iter().count(), 0);
		let left = state().iter().map(|(_, value)| value.len()).sum::<usize>();
		// The summary, where the queue stands, and the version of the storage.
		let summary = codec::Encode::encode(&Settlement::interval_summary(PRODUCT).unwrap()).len();
		assert_eq!((left, summary), (summary + 4 + 2, 306));
	});
}
