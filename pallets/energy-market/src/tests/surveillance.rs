//! What is counted of a participant's conduct, and what is told of it.

use crate::{mock::*, *};
use frame_support::assert_ok;
use gridforge_primitives::{Conduct, Lots, NewOrder, Price, SelfTrade, Side};

fn conduct(who: AccountId) -> Option<Conduct> {
	EnergyMarket::conduct(&who, PRODUCT)
}

/// What was suspected since the events were last asked for: wash, layering.
fn suspected() -> (Vec<Conduct>, Vec<Conduct>) {
	let (mut wash, mut layering) = (Vec::new(), Vec::new());
	for event in events() {
		match event {
			Event::SelfMatchSuspected { conduct, .. } => wash.push(conduct),
			Event::LayeringSuspected { conduct, .. } => layering.push(conduct),
			_ => {}
		}
	}
	(wash, layering)
}

/// As a transaction would, without looking at its events.
fn order(who: AccountId, side: Side, price: i32, self_trade: SelfTrade) {
	let order = NewOrder { self_trade, ..NewOrder::limit(PRODUCT, side, Price(price), Lots(100)) };
	assert_ok!(EnergyMarket::place_order(RuntimeOrigin::signed(who), order));
}

#[test]
fn orders_fills_and_cancels_are_counted_in_the_position() {
	ExtBuilder::default().build_and_execute(|| {
		assert_eq!(conduct(CHARLIE), None);
		let bid = rest(CHARLIE, Side::Bid, 50, 100);
		rest(BOB, Side::Ask, 100, 100);
		assert_ok!(place(CHARLIE, Side::Bid, 100, 100));
		assert_ok!(cancel(CHARLIE, bid));
		let expected = Conduct { orders: 2, fills: 1, cancels: 1, ..Conduct::default() };
		assert_eq!(conduct(CHARLIE), Some(expected));
		// The maker's fill is written in no position.
		assert_eq!(conduct(BOB), Some(Conduct { orders: 1, ..Conduct::default() }));
		assert_eq!(suspected(), (vec![], vec![]));
	});
}

#[test]
fn each_way_to_cancel_counts_and_a_reduction_does_not() {
	ExtBuilder::default().build_and_execute(|| {
		let origin = || RuntimeOrigin::signed(CHARLIE);
		let price = Price(50);
		let [first, second, ..] = [(); 4].map(|()| rest(CHARLIE, Side::Bid, 50, 100));
		assert_ok!(EnergyMarket::amend_order(origin(), first, price, Lots(50)));
		assert_eq!(conduct(CHARLIE).unwrap().cancels, 0);
		assert_ok!(EnergyMarket::amend_order(origin(), first, Price(51), Lots(50)));
		assert_eq!(conduct(CHARLIE).map(|c| (c.orders, c.cancels)), Some((5, 1)));
		let list = vec![second, first].try_into().unwrap();
		assert_ok!(EnergyMarket::cancel_orders(origin(), list));
		assert_eq!(conduct(CHARLIE).unwrap().cancels, 2, "the other was no order any longer");
		assert_ok!(EnergyMarket::cancel_all(origin(), CancelScope::Product(PRODUCT)));
		assert_eq!(conduct(CHARLIE).map(|c| (c.orders, c.cancels)), Some((5, 5)));
	});
}

#[test]
fn self_matches_are_told_of_once() {
	ExtBuilder::default().build_and_execute(|| {
		order(CHARLIE, Side::Ask, 100, SelfTrade::CancelNewest);
		order(CHARLIE, Side::Bid, 100, SelfTrade::CancelNewest);
		assert_eq!(suspected(), (vec![], vec![]));
		// The older order gives way: that is a match with itself as well.
		order(CHARLIE, Side::Bid, 100, SelfTrade::CancelOldest);
		let expected = Conduct {
			orders: 3,
			self_matches: 2,
			self_match_suspected: true,
			..Conduct::default()
		};
		assert_eq!(suspected(), (vec![expected], vec![]));
		order(CHARLIE, Side::Ask, 100, SelfTrade::CancelNewest);
		assert_eq!(conduct(CHARLIE).unwrap().self_matches, 3);
		assert_eq!(suspected(), (vec![], vec![]));
	});
}

#[test]
fn layering_is_told_of_once_and_is_not_forgotten_between() {
	ExtBuilder::default().build_and_execute(|| {
		let mut told = Vec::new();
		for _ in 0..6 {
			// Each time nothing is at stake any longer.
			let order = rest(CHARLIE, Side::Bid, 50, 100);
			assert_ok!(cancel(CHARLIE, order));
			told.push(suspected().1.len());
		}
		assert_eq!(told, [0, 0, 0, 1, 0, 0]);
		assert_eq!((free(CHARLIE), locked(CHARLIE)), (52_500, 0));
	});
}

#[test]
fn who_trades_most_of_its_orders_is_not_suspected() {
	ExtBuilder::default().build_and_execute(|| {
		rest(BOB, Side::Ask, 100, 1_000);
		for _ in 0..2 {
			assert_ok!(place(CHARLIE, Side::Bid, 100, 10));
		}
		for _ in 0..7 {
			let order = rest(CHARLIE, Side::Bid, 50, 100);
			events();
			assert_ok!(cancel(CHARLIE, order));
			assert_eq!(suspected(), (vec![], vec![]), "seven of nine are fewer than four in five");
		}
		let order = rest(CHARLIE, Side::Bid, 50, 100);
		assert_ok!(cancel(CHARLIE, order));
		let (_, layering) = suspected();
		assert_eq!(layering.iter().map(|c| (c.orders, c.cancels)).collect::<Vec<_>>(), [(10, 8)]);
	});
}

#[test]
fn what_the_chain_cancels_is_nobodys_conduct() {
	ExtBuilder::default().build_and_execute(|| {
		for _ in 0..4 {
			rest(CHARLIE, Side::Bid, 50, 100);
		}
		assert_ok!(Participants::set_status(
			RuntimeOrigin::root(),
			id_of(CHARLIE),
			pallet_participants::Status::Suspended
		));
		events();
		assert_ok!(EnergyMarket::cancel_barred(RuntimeOrigin::signed(BOB), id_of(CHARLIE)));
		assert_eq!(suspected(), (vec![], vec![]));
		assert_eq!(conduct(CHARLIE), None);
	});
}

#[test]
fn an_order_that_fails_counts_for_nothing() {
	ExtBuilder::default().build_and_execute(|| {
		rest(CHARLIE, Side::Bid, 50, 100);
		let before = conduct(CHARLIE);
		assert!(place(CHARLIE, Side::Bid, 50, 1).is_err());
		let too_small = NewOrder::limit(PRODUCT, Side::Bid, Price(50), Lots(1));
		let list = vec![too_small].try_into().unwrap();
		assert_ok!(EnergyMarket::place_orders(RuntimeOrigin::signed(CHARLIE), list));
		assert_eq!(conduct(CHARLIE), before);
	});
}

#[test]
fn settlement_leaves_nothing_of_what_was_counted() {
	ExtBuilder::default().build_and_execute(|| {
		let order = rest(CHARLIE, Side::Bid, 50, 100);
		assert_ok!(cancel(CHARLIE, order));
		assert!(Positions::<Test>::contains_key(PRODUCT, id_of(CHARLIE)));
		assert_eq!(Accounts::<Test>::get(id_of(CHARLIE), EUR).products.len(), 1);
		settle();
		assert!(!Positions::<Test>::contains_key(PRODUCT, id_of(CHARLIE)));
		assert_eq!(Accounts::<Test>::get(id_of(CHARLIE), EUR).products.len(), 0);
		assert_eq!(change(CHARLIE), 0);
	});
}
