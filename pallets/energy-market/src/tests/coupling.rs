//! Orders that trade with the books of neighbouring zones.

use crate::{mock::*, *};
use frame_support::{assert_ok, storage::with_storage_layer};
use gridforge_matching::WhyCancelled;
use gridforge_primitives::{
	api::MarketStatus, IntervalClock, IntervalId, Lots, NewOrder, OrderType, Price, ProductId,
	Reach, SelfTrade, Side, ZoneId,
};
use pallet_settlement::{Between, Due, Job};
use sp_runtime::Permill;

/// No fee but the crossing's, which is 0.02 WATT per kWh; 1,000 lots can cross each way.
fn coupled(test: impl FnOnce()) {
	ExtBuilder::default().ad_valorem(Permill::zero()).build_and_execute(|| {
		link(1_000, 20);
		test();
		settle();
		assert_eq!(Products::<Test>::iter().count(), 0);
		assert_eq!(Between::<Test>::iter().count(), 0, "what one zone hands over another takes");
	});
}

fn link(capacity: u32, fee: i32) {
	let root = RuntimeOrigin::root();
	assert_ok!(Grid::link_zones(root, ZONE, NEIGHBOUR, Lots(capacity), Price(fee)));
}

fn far(side: Side, price: i32, lots: u32) -> NewOrder {
	NewOrder {
		reach: Reach::Neighbours,
		..NewOrder::limit(PRODUCT, side, Price(price), Lots(lots))
	}
}

fn there(who: AccountId, side: Side, price: i32, lots: u32) {
	assert_ok!(place_in(NEXT_DOOR, who, side, price, lots));
}

fn prices_of(who: AccountId) -> Vec<(i32, u64)> {
	position(who).lines.iter().map(|line| (line.price.0, line.lots)).collect()
}

#[test]
fn the_best_price_all_in_comes_first() {
	coupled(|| {
		rest(ALICE, Side::Ask, 100, 100);
		rest(ALICE, Side::Ask, 130, 100);
		there(BOB, Side::Ask, 70, 100);
		there(BOB, Side::Ask, 80, 100);
		there(BOB, Side::Ask, 120, 100);
		// All in: 90, 100 here, 100 there, 130 here, 140 there. At one price the own zone's book comes first.
		let outcome = send(CHARLIE, far(Side::Bid, 135, 450)).unwrap();
		assert_eq!(outcome.filled, Lots(400));
		let rest = outcome.resting.unwrap();
		assert_eq!(rest.product, PRODUCT, "it rests at home");
		assert_eq!(prices_of(CHARLIE), [(100, 100), (130, 100), (70, 100), (80, 100)]);
		assert_eq!(position(CHARLIE).charge.crossing, 2 * 20 * 100 * 10);
		assert_eq!(position(CHARLIE).paid, 380_000);
		settle();
		assert_eq!(change(CHARLIE), -420_000);
		assert_eq!(change(ALICE), 230_000);
		assert_eq!(change(BOB), 150_000);
		assert_eq!(change(OPERATOR), 40_000);
	});
}

#[test]
fn a_seller_reaches_bids_next_door() {
	coupled(|| {
		there(BOB, Side::Bid, 150, 300);
		rest(CHARLIE, Side::Bid, 125, 100);
		let outcome = send(ALICE, far(Side::Ask, 126, 400)).unwrap();
		// 0.150 less the crossing is better than 0.125 and as much as 0.130.
		assert_eq!((outcome.filled, outcome.resting.is_some()), (Lots(300), true));
		settle();
		assert_eq!(change(ALICE), 450_000 - 60_000);
		assert_eq!(change(BOB), -450_000);
	});
}

#[test]
fn single_zone_orders_stay_at_home() {
	coupled(|| {
		there(BOB, Side::Ask, 10, 100);
		assert_ok!(place(CHARLIE, Side::Bid, 200, 100));
		assert_eq!(position(CHARLIE).bought, 0);
	});
}

#[test]
fn capacity_is_used_up_and_not_given_back() {
	coupled(|| {
		there(BOB, Side::Ask, 10, 1_500);
		let outcome = send(CHARLIE, far(Side::Bid, 100, 600)).unwrap();
		assert_eq!(outcome.filled, Lots(600));
		let outcome = send(EVE, far(Side::Bid, 100, 600)).unwrap();
		assert_eq!(outcome.filled, Lots(400), "then the line is full");
		assert_eq!(outcome.resting.map(|o| o.product), Some(PRODUCT));
		// The other way there is room still, however the first orders went.
		there(BOB, Side::Bid, 5, 100);
		let outcome = send(ALICE, far(Side::Ask, -20, 100)).unwrap();
		assert_eq!(outcome.filled, Lots(100));
		let header = Products::<Test>::get(INTERVAL, ZONE).unwrap();
		let crossed = header.exchanges.first().unwrap();
		assert_eq!((crossed.imported, crossed.exported), (1_000, 0));
	});
}

#[test]
fn the_line_is_the_same_from_both_ends() {
	coupled(|| {
		there(BOB, Side::Ask, 10, 700);
		assert_eq!(send(CHARLIE, far(Side::Bid, 100, 700)).unwrap().filled, Lots(700));
		// Bob's zone sells on, now from its own side of the border: only 300 more can cross.
		rest(EVE, Side::Bid, 100, 500);
		let order = NewOrder { product: NEXT_DOOR, ..far(Side::Ask, 10, 500) };
		assert_eq!(send(BOB, order).unwrap().filled, Lots(300));
	});
}

#[test]
fn every_order_type_goes_around() {
	let kinds = [
		(OrderType::ImmediateOrCancel, 300, Some((200, WhyCancelled::ImmediateOrCancel))),
		(OrderType::Market, 300, Some((200, WhyCancelled::ImmediateOrCancel))),
		(OrderType::FillOrKill, 0, Some((500, WhyCancelled::FillOrKill))),
		(OrderType::PostOnly, 0, Some((500, WhyCancelled::PostOnly))),
		(OrderType::Limit, 300, None),
	];
	for (order_type, filled, cancelled) in kinds {
		coupled(|| {
			rest(ALICE, Side::Ask, 100, 100);
			there(BOB, Side::Ask, 70, 200);
			let before = EnergyMarket::order_book(NEXT_DOOR, 10);
			let order = NewOrder { order_type, ..far(Side::Bid, 120, 500) };
			let preview = EnergyMarket::preview_order(order, None).unwrap();
			let outcome = send(CHARLIE, order).unwrap();
			assert_eq!(outcome.filled, Lots(filled), "{order_type:?}");
			assert_eq!(outcome.cancelled, cancelled.map(|(lots, why)| (Lots(lots), why)));
			assert_eq!(preview.fills_now, outcome.filled);
			assert!(preview.lock >= outcome.locked);
			if filled == 0 {
				assert_eq!(EnergyMarket::order_book(NEXT_DOOR, 10), before);
			}
		});
	}
}

#[test]
fn fill_or_kill_fills_across_zones() {
	coupled(|| {
		rest(ALICE, Side::Ask, 100, 100);
		there(BOB, Side::Ask, 70, 200);
		let order = NewOrder { order_type: OrderType::FillOrKill, ..far(Side::Bid, 120, 300) };
		assert_eq!(send(CHARLIE, order).unwrap().filled, Lots(300));
	});
}

#[test]
fn own_orders_next_door_stop_the_newer_one() {
	coupled(|| {
		there(CHARLIE, Side::Ask, 70, 200);
		rest(ALICE, Side::Ask, 100, 100);
		let order = NewOrder { self_trade: SelfTrade::CancelOldest, ..far(Side::Bid, 120, 100) };
		let outcome = send(CHARLIE, order).unwrap();
		assert_eq!(outcome.cancelled, Some((Lots(100), WhyCancelled::SelfTrade)));
		assert!(outcome.withdrawn.is_empty());
	});
}

#[test]
fn fills_are_bounded_over_all_books() {
	coupled(|| {
		for n in 0..30u32 {
			for (product, who, price) in [
				(PRODUCT, ALICE, 100),
				(NEXT_DOOR, BOB, 80),
				(PRODUCT, EVE, 101),
				(NEXT_DOOR, OPERATOR, 81),
			] {
				assert_ok!(place_in(product, who, Side::Ask, price, 10 + n % 2));
			}
		}
		let outcome = send(CHARLIE, far(Side::Bid, 200, 5_000)).unwrap();
		assert_eq!(outcome.cancelled.map(|(_, why)| why), Some(WhyCancelled::FillLimit));
		assert!(outcome.filled >= Lots(1_000));
	});
}

#[test]
fn a_neighbour_that_is_shut_is_left_out() {
	coupled(|| {
		there(BOB, Side::Ask, 10, 100);
		let root = RuntimeOrigin::root();
		assert_ok!(Grid::set_zone_status(root.clone(), NEIGHBOUR, MarketStatus::Halted));
		assert_eq!(send(CHARLIE, far(Side::Bid, 100, 100)).unwrap().filled, Lots(0));
		assert_ok!(Grid::set_zone_status(root, NEIGHBOUR, MarketStatus::Open));
		assert_eq!(send(EVE, far(Side::Bid, 100, 50)).unwrap().filled, Lots(50));
	});
}

#[test]
fn zones_settle_in_either_order_and_money_is_whole_between() {
	for first in [PRODUCT, NEXT_DOOR] {
		coupled(|| {
			there(BOB, Side::Ask, 70, 200);
			assert_eq!(send(CHARLIE, far(Side::Bid, 120, 200)).unwrap().filled, Lots(200));
			// One of the two has to wait.
			let other = if first == PRODUCT { NEXT_DOOR } else { PRODUCT };
			let next = IntervalId(INTERVAL.0 + 1);
			Due::<Test>::remove(INTERVAL, other);
			Due::<Test>::insert(next, other, Job::Settle);
			settle();
			check();
			assert_ne!(Between::<Test>::get(EUR), 0);
			set_time(Clock::delivery_start(next));
			idle(PLENTY);
			check();
			assert_eq!((change(CHARLIE), change(BOB)), (-180_000, 140_000));
		});
	}
}

#[test]
fn a_price_below_zero_crosses_as_well() {
	coupled(|| {
		there(BOB, Side::Ask, -100, 200);
		there(EVE, Side::Bid, -150, 200);
		assert_eq!(send(CHARLIE, far(Side::Bid, 0, 200)).unwrap().filled, Lots(200));
		assert_eq!(send(ALICE, far(Side::Ask, -400, 200)).unwrap().filled, Lots(200));
		settle();
		// Charlie is paid 0.2 and pays 0.04 for the crossing; Alice pays 0.3 and 0.04.
		assert_eq!((change(CHARLIE), change(ALICE)), (160_000, -340_000));
	});
}

#[test]
fn a_list_may_go_around_and_fail_in_part() {
	coupled(|| {
		there(BOB, Side::Ask, 70, 500);
		let list = vec![
			far(Side::Bid, 120, 100),
			far(Side::Bid, 120, 1),
			far(Side::Bid, 3_000, 100_000),
			far(Side::Bid, 120, 100),
		];
		let origin = RuntimeOrigin::signed(CHARLIE);
		assert_ok!(with_storage_layer(|| EnergyMarket::place_orders(
			origin,
			list.try_into().unwrap()
		)
		.map_err(|e| e.error)));
		let Event::OrdersPlaced { results, .. } = last_event() else { panic!() };
		let filled: Vec<_> = results.iter().map(|r| r.as_ref().map(|o| o.filled.0).ok()).collect();
		assert_eq!(filled, [Some(100), None, None, Some(100)]);
		let unknown = ProductId { zone: ZoneId(9), ..PRODUCT };
		assert!(Products::<Test>::get(unknown.interval, unknown.zone).is_none());
	});
}

#[test]
fn a_neighbour_s_collar_holds_for_who_comes_from_afar() {
	coupled(|| {
		let collar = gridforge_primitives::Collar {
			rate: Permill::zero(),
			ticks: 10,
			reference: Default::default(),
		};
		assert_ok!(Grid::set_collar(RuntimeOrigin::root(), NEIGHBOUR, Some(collar)));
		there(BOB, Side::Ask, 100, 100);
		there(EVE, Side::Bid, 100, 100);
		there(BOB, Side::Ask, 110, 100);
		there(BOB, Side::Ask, 121, 100);
		let outcome = send(CHARLIE, far(Side::Bid, 1_000, 300)).unwrap();
		// The trade at 0.110 moves the collar on, to 0.120.
		assert_eq!(outcome.filled, Lots(100));
	});
}

#[test]
fn a_delegate_reaches_no_further_than_its_zones() {
	coupled(|| {
		there(BOB, Side::Ask, 10, 100);
		assert_ok!(EnergyMarket::deposit(RuntimeOrigin::signed(CHARLIE), EUR, 1_000_000));
		let limits = gridforge_primitives::DelegateLimits {
			zones: Some(vec![ZONE].try_into().unwrap()),
			lots: Lots(1_000),
			locked: 1_000_000,
			until: 9 * MINUTE,
		};
		assert_ok!(Participants::appoint_delegate(RuntimeOrigin::signed(CHARLIE), 20, limits));
		assert_eq!(send(20, far(Side::Bid, 100, 100)).unwrap().filled, Lots(0));
		assert_eq!(send(CHARLIE, far(Side::Bid, 100, 100)).unwrap().filled, Lots(100));
	});
}
