//! Trades with a neighbour's book: whoever deviates gives the price back and owes the crossing still, which was locked.

use crate::{mock::*, *};
use frame_support::{assert_ok, storage::with_storage_layer};
use gridforge_primitives::{Lots, NewOrder, Price, Reach, Side, Tariff, WattBalance};

/// Crossing costs 0.010 WATT per kWh, and nothing else costs anything.
fn coupled(shortage: i32, surplus: i32, test: impl FnOnce()) {
	let free = Tariff { ad_valorem: Default::default(), ..Tariff::default() };
	ExtBuilder::default().tariff(free).prices(shortage, surplus).build_and_execute(|| {
		let root = RuntimeOrigin::root();
		assert_ok!(Grid::link_zones(root, ZONE, DEEMED_ZONE, Lots(1_000), Price(10)));
		test();
	});
}

/// Place an order that may trade next door; what it locks.
fn far(who: AccountId, side: Side, price: i32, lots: u32) -> WattBalance {
	let order = NewOrder {
		reach: Reach::Neighbours,
		..NewOrder::limit(PRODUCT, side, Price(price), Lots(lots))
	};
	let origin = RuntimeOrigin::signed(who);
	assert_ok!(
		with_storage_layer(|| EnergyMarket::place_order(origin, order).map_err(|e| e.error))
	);
	let account = pallet_energy_market::Accounts::<Test>::get(id_of(who), EUR);
	assert_eq!(account.free, 0, "nothing beside the lock");
	account.locked
}

/// Settle; what the participant is left with, all of it free.
fn left_of(who: AccountId) -> WattBalance {
	settle();
	let parked = events().into_iter().any(|event| matches!(event, Event::SettlementParked { .. }));
	assert!(!parked, "the lock does not cover what is owed");
	let account = pallet_energy_market::Accounts::<Test>::get(id_of(who), EUR);
	assert_eq!(account.locked, 0);
	account.free
}

#[test]
fn a_seller_above_the_shortage_price_has_the_crossing() {
	coupled(400, 20, || {
		assert_ok!(place_in(DEEMED, BOB, Side::Bid, 450, 10));
		// Nothing is read, so all it earned is taken back, and the crossing of ten lots is owed.
		assert_eq!(far(ALICE, Side::Ask, 440, 10), 1_000);
		assert_eq!(left_of(ALICE), 0);
	});
}

#[test]
fn a_buyer_below_zero_has_the_crossing() {
	coupled(400, 20, || {
		assert_ok!(place_in(DEEMED, BOB, Side::Ask, -5, 10));
		// Nothing was used, so it is paid nothing for taking it.
		read(ALICE, 0, 0);
		assert_eq!(far(ALICE, Side::Bid, 5, 10), 1_000);
		assert_eq!(left_of(ALICE), 0);
	});
}

#[test]
fn whoever_keeps_its_contract_gets_the_rest_of_the_lock_back() {
	coupled(400, 20, || {
		assert_ok!(place_in(DEEMED, BOB, Side::Bid, 300, 100));
		read(ALICE, 0, 1_000);
		// Not delivering would cost 0.400 where 0.300 was earned.
		assert_eq!(far(ALICE, Side::Ask, 290, 100), 100_000 + 10_000);
		assert_eq!(left_of(ALICE), 110_000 + 300_000 - 10_000);
	});
}
