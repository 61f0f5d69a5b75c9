//! `amend_order`: what keeps its place in the queue, what does not, and what is refused.

use crate::{mock::*, *};
use frame_support::{assert_ok, storage::with_storage_layer};
use gridforge_primitives::{api::MarketStatus, Lots, NewOrder, OrderId, Price, Side};
use sp_runtime::{DispatchResult, StateVersion};

fn amend(who: AccountId, order: OrderId, price: i32, lots: u32) -> DispatchResult {
	with_storage_layer(|| {
		EnergyMarket::amend_order(RuntimeOrigin::signed(who), order, Price(price), Lots(lots))
			.map(|_| ())
			.map_err(|e| e.error)
	})
}

#[test]
fn a_smaller_order_keeps_its_place_and_releases_its_lock() {
	ExtBuilder::default().build_and_execute(|| {
		let first = rest(CHARLIE, Side::Bid, 100, 1_000);
		rest(EVE, Side::Bid, 100, 1_000);
		assert_ok!(place(BOB, Side::Ask, 100, 200));
		assert_ok!(amend(CHARLIE, first, 100, 300));
		assert_eq!(
			last_event(),
			Event::OrderReduced {
				participant: id_of(CHARLIE),
				order: first,
				lots: Lots(300),
				released: 735_000,
				reference: 0,
			}
		);
		assert_eq!((free(CHARLIE), locked(CHARLIE)), (735_000, 315_000));
		check();
		assert_ok!(place(BOB, Side::Ask, 100, 150));
		settle();
		assert_eq!(change(CHARLIE), -315_000, "what was left of it went first");
		assert_eq!(change(EVE), -52_500);
	});
}

#[test]
fn any_other_change_places_the_order_anew() {
	ExtBuilder::default().build_and_execute(|| {
		let ask = NewOrder {
			reference: 9,
			..NewOrder::limit(PRODUCT, Side::Ask, Price(100), Lots(1_000))
		};
		let order = send(ALICE, ask).unwrap().resting.unwrap();
		assert_ok!(place(CHARLIE, Side::Bid, 100, 400));
		rest(EVE, Side::Bid, 90, 100);
		events();
		// 12 kWh in all, of which 4 have traded: 8 are offered at 0.09, and 1 of them trades at once.
		assert_ok!(amend(ALICE, order, 90, 1_200));
		let events = events();
		assert!(matches!(events[0], Event::Traded { reference: 9, .. }));
		assert!(matches!(events[1], Event::OrderCancelled { lots: Lots(600), reference: 9, .. }));
		let Event::OrderPlaced { order: anew, outcome, .. } = &events[2] else {
			panic!("{events:?}")
		};
		assert_eq!((anew.lots, anew.price, anew.reference), (Lots(800), Price(90), 9));
		assert_eq!(outcome.filled, Lots(100));
		let replaced = outcome.resting.unwrap();
		assert_eq!(cancel(ALICE, order), Err(Error::<Test>::OrderAlreadyClosed.into()));
		assert_ok!(cancel(ALICE, replaced));
		settle();
		assert_eq!(change(ALICE), 400_000 + 90_000);
	});
}

#[test]
fn amendments_that_make_no_sense_are_refused_and_change_nothing() {
	ExtBuilder::default().max_order(Lots(5_000)).build_and_execute(|| {
		let order = rest(CHARLIE, Side::Bid, 100, 1_000);
		assert_ok!(place(BOB, Side::Ask, 100, 200));
		let traded = rest(EVE, Side::Bid, 101, 100);
		assert_ok!(place(BOB, Side::Ask, 101, 100));
		let nowhere =
			OrderId { place: gridforge_primitives::OrderRef { slot: 31, ..order.place }, ..order };
		use Error::*;
		let cases: [(_, _, _, _, _, Error<Test>); 10] = [
			("the same", CHARLIE, order, 100, 1_000, NothingToAmend),
			("less than has traded", CHARLIE, order, 100, 100, BelowMinimumOrder),
			("less than the minimum left", CHARLIE, order, 100, 209, BelowMinimumOrder),
			("nothing", CHARLIE, order, 90, 0, BelowMinimumOrder),
			("more than the zone allows", CHARLIE, order, 100, 5_201, AboveMaximumOrder),
			("beyond the band", CHARLIE, order, 4_000, 1_000, PriceOutsideBand),
			("another's", EVE, order, 100, 500, NotOrderOwner),
			("a stranger's", STRANGER, order, 100, 500, NoParticipant),
			("filled", EVE, traded, 101, 50, OrderAlreadyClosed),
			("not there", CHARLIE, nowhere, 100, 500, UnknownOrder),
		];
		for (name, who, order, price, lots, error) in cases {
			let before = sp_io::storage::root(StateVersion::V1);
			assert_eq!(amend(who, order, price, lots), Err(error.into()), "{name}");
			assert_eq!(before, sp_io::storage::root(StateVersion::V1), "{name}");
		}
		// Money for the larger order is missing: the old one stays.
		assert_ok!(Assets::transfer(
			RuntimeOrigin::signed(CHARLIE),
			EUR.into(),
			BOB,
			wallet(CHARLIE)
		));
		assert_eq!(amend(CHARLIE, order, 100, 1_001), Err(InsufficientFunds::<Test>.into()));
		assert_eq!(locked(CHARLIE), 1_050_000);
	});
}

#[test]
fn orders_shrink_whatever_the_market_s_status() {
	ExtBuilder::default().build_and_execute(|| {
		let order = rest(CHARLIE, Side::Bid, 100, 1_000);
		Status::<Test>::put(MarketStatus::Halted);
		assert_ok!(amend(CHARLIE, order, 100, 500));
		assert_eq!(amend(CHARLIE, order, 90, 500), Err(Error::<Test>::MarketNotOpen.into()));
		close_gate(INTERVAL);
		assert_eq!(amend(CHARLIE, order, 100, 400), Err(Error::<Test>::ProductClosed.into()));
	});
}
