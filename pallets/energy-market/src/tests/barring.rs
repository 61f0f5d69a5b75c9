//! Participants that may trade no longer: nobody trades with them, and their orders are cancelled.

use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok, weights::Weight};
use gridforge_matching::WhyCancelled;
use gridforge_primitives::{
	Lots, NewOrder, OnRestriction, OrderId, OrderType, ParticipantId, Participants as _, Price,
	Reach, Side,
};
use pallet_participants::{Barred, Status};
use sp_runtime::{DispatchError, DispatchResult, Permill};

fn freeze(who: AccountId) {
	assert_eq!(Participants::restricted(&who), Ok(true));
	assert_eq!(Participants::barred(), [id_of(who)]);
}

fn set_status(who: AccountId, status: Status) -> DispatchResult {
	Participants::set_status(RuntimeOrigin::root(), id_of(who), status)
}

fn cancel_barred(participant: ParticipantId) -> Result<Option<Weight>, DispatchError> {
	EnergyMarket::cancel_barred(RuntimeOrigin::signed(STRANGER), participant)
		.map(|info| info.actual_weight)
		.map_err(|error| error.error)
}

/// No fees, so that what moves is what was traded.
fn market() -> ExtBuilder {
	ExtBuilder::default().ad_valorem(Permill::zero())
}

fn ioc(side: Side, price: i32, lots: u32) -> NewOrder {
	NewOrder {
		order_type: OrderType::ImmediateOrCancel,
		..NewOrder::limit(PRODUCT, side, Price(price), Lots(lots))
	}
}

/// Whether all that is left is money to withdraw.
fn has_nothing_open(who: AccountId) -> bool {
	locked(who) == 0 && position(who).is_empty()
}

/// The orders that were cancelled by themselves, and what they released.
fn given_back() -> Vec<(OrderId, u32, u128)> {
	let of = |event| match event {
		Event::OrderCancelled { order, lots, released, .. } => Some((order, lots.0, released)),
		_ => None,
	};
	events().into_iter().filter_map(of).collect()
}

#[test]
fn a_frozen_maker_in_mid_book_gives_way_and_the_rest_trades() {
	market().build_and_execute(|| {
		rest(ALICE, Side::Ask, 100, 100);
		let frozen = rest(BOB, Side::Ask, 100, 100);
		rest(EVE, Side::Ask, 100, 100);
		rest(BOB, Side::Ask, 101, 100);
		// Some of it has traded before; that stays.
		assert_ok!(place(CHARLIE, Side::Bid, 100, 120));
		freeze(BOB);
		events();

		// In the same block.
		assert_ok!(place(CHARLIE, Side::Bid, 100, 150));
		let traded = events().into_iter().find_map(|event| match event {
			Event::Traded { fills, .. } => Some(fills),
			_ => None,
		});
		let makers: Vec<_> = traded.unwrap().iter().map(|f| (f.maker, f.lots.0)).collect();
		assert_eq!(makers, [(id_of(EVE), 100)]);
		assert_eq!(position(CHARLIE).bought, 220);
		assert_eq!(
			*position(BOB).committed.on(Side::Ask),
			20 + 100,
			"what traded, and what is open at 101"
		);
		assert!(!position(BOB).orders.contains(&frozen.place));

		idle(PLENTY);
		assert_eq!(Participants::barred(), []);
		assert!(position(BOB).orders.is_empty());
		settle();
		assert_eq!(change(BOB), 20_000, "it is paid what it sold before");
		assert_eq!(change(CHARLIE), -220_000);
	});
}

#[test]
fn what_gave_way_is_released_to_the_base_unit() {
	ExtBuilder::default().build_and_execute(|| {
		let one = rest(BOB, Side::Bid, 90, 333);
		let other = rest(BOB, Side::Bid, 80, 100);
		let held = locked(BOB);
		freeze(BOB);
		events();
		let charlie = RuntimeOrigin::signed(CHARLIE);
		assert_ok!(EnergyMarket::place_order(charlie, ioc(Side::Ask, 85, 50)));
		// 333 × 0.9 and five per cent on top.
		assert_eq!(given_back(), [(one, 333, 314_685)]);
		assert_eq!(position(CHARLIE).sold, 0);
		assert_eq!((free(BOB), locked(BOB)), (314_685, held - 314_685));
		assert_eq!(cancel(BOB, one), Err(Error::<Test>::UnknownOrder.into()));
		// The money is its own to take, and so is the other order to cancel.
		assert_ok!(cancel(BOB, other));
		assert_ok!(EnergyMarket::withdraw(RuntimeOrigin::signed(BOB), EUR, held));
		assert_eq!((free(BOB), locked(BOB)), (0, 0));
		assert!(position(BOB).is_empty());
	});
}

#[test]
fn every_kind_of_order_goes_past_the_barred() {
	for (order_type, filled, why) in [
		(OrderType::Limit, 100, None),
		(OrderType::ImmediateOrCancel, 100, Some(WhyCancelled::ImmediateOrCancel)),
		(OrderType::Market, 100, Some(WhyCancelled::ImmediateOrCancel)),
		(OrderType::FillOrKill, 0, Some(WhyCancelled::FillOrKill)),
		(OrderType::PostOnly, 0, Some(WhyCancelled::PostOnly)),
	] {
		market().build_and_execute(|| {
			rest(BOB, Side::Ask, 100, 100);
			rest(EVE, Side::Ask, 100, 100);
			freeze(BOB);
			events();
			let order = NewOrder { order_type, ..ioc(Side::Bid, 100, 150) };
			let outcome = send(CHARLIE, order).unwrap();
			assert_eq!(outcome.filled, Lots(filled), "{order_type:?}");
			assert_eq!(outcome.cancelled.map(|(_, why)| why), why, "{order_type:?}");
			// Where nothing was to happen, the barred order is where it was.
			assert_eq!(position(BOB).orders.is_empty(), filled > 0, "{order_type:?}");
			check();
			settle();
		});
	}
}

#[test]
fn a_barred_neighbour_gives_way_too() {
	market().build_and_execute(|| {
		let root = RuntimeOrigin::root();
		assert_ok!(Grid::link_zones(root, ZONE, NEIGHBOUR, Lots(1_000), Price(20)));
		let there = |who, price| place_in(NEXT_DOOR, who, Side::Ask, price, 100).unwrap();
		there(BOB, 50);
		there(EVE, 60);
		rest(BOB, Side::Ask, 75, 100);
		freeze(BOB);
		events();
		let far = NewOrder {
			reach: Reach::Neighbours,
			..NewOrder::limit(PRODUCT, Side::Bid, Price(100), Lots(150))
		};
		let kill = NewOrder { order_type: OrderType::FillOrKill, ..far };
		assert_eq!(send(CHARLIE, kill).unwrap().filled, Lots(0));
		assert_eq!(Positions::<Test>::get(NEXT_DOOR, id_of(BOB)).orders.len(), 1, "undone");
		check();
		let outcome = send(CHARLIE, far).unwrap();
		assert_eq!((outcome.filled, outcome.withdrawn.len()), (Lots(100), 0));
		assert!(Positions::<Test>::get(NEXT_DOOR, id_of(BOB)).orders.is_empty());
		assert!(position(BOB).orders.is_empty());
		check();
		settle();
		assert_eq!(change(BOB), 0);
		assert_eq!(change(EVE), 60_000);
	});
}

#[test]
fn an_order_reaches_half_as_many_barred_ones() {
	market().build_and_execute(|| {
		// The mock's limit is a hundred; a list of orders is pruned at 32.
		for n in 0..60 {
			rest([BOB, EVE][n % 2], Side::Ask, 100, 10);
		}
		freeze(BOB);
		assert_eq!(Participants::restricted(&EVE), Ok(true));
		events();
		let outcome = send(CHARLIE, ioc(Side::Bid, 100, 10)).unwrap();
		assert_eq!(outcome.cancelled, Some((Lots(10), WhyCancelled::FillLimit)));
		assert_eq!(position(BOB).orders.len() + position(EVE).orders.len(), 10);
		check();
	});
}

#[test]
fn an_order_of_a_barred_maker_costs_no_more_than_the_weight_says() {
	market().build_and_execute(|| {
		rest(BOB, Side::Ask, 100, 10);
		freeze(BOB);
		let participants =
			EnergyMarket::weight_of_placing(Work { fills: 2, touched: 3, ..Work::default() });
		let info =
			EnergyMarket::place_order(RuntimeOrigin::signed(CHARLIE), ioc(Side::Bid, 100, 10));
		assert_eq!(info.unwrap().actual_weight, Some(participants));
		assert!(participants
			.all_lte(EnergyMarket::weight_of_placing(EnergyMarket::most_work(1, 1, false))));
	});
}

#[test]
fn nothing_trades_with_the_barred_in_an_auction() {
	market().auction(2 * MINUTE).build_and_execute(|| {
		rest(ALICE, Side::Ask, 100, 100);
		rest(BOB, Side::Ask, 90, 100);
		rest(CHARLIE, Side::Bid, 120, 150);
		set_time(8 * MINUTE);
		freeze(BOB);
		// Not before the barred order is cancelled, whoever pushes.
		assert_ok!(EnergyMarket::advance(RuntimeOrigin::signed(EVE), 50));
		assert!(Products::<Test>::get(INTERVAL, ZONE).unwrap().collecting);
		assert!(cancel_barred(id_of(BOB)).is_ok());
		assert_ok!(EnergyMarket::advance(RuntimeOrigin::signed(EVE), 50));
		assert!(!Products::<Test>::get(INTERVAL, ZONE).unwrap().collecting);
		assert_eq!((position(BOB).sold, position(ALICE).sold), (0, 100));
		settle();
		assert_eq!(change(BOB), 0);
	});
}

#[test]
fn auctions_wait_for_nobody_who_has_no_orders_in_them() {
	market().auction(2 * MINUTE).build_and_execute(|| {
		rest(ALICE, Side::Ask, 100, 100);
		rest(CHARLIE, Side::Bid, 120, 100);
		assert_ok!(place_in(NEXT_DOOR, BOB, Side::Ask, 90, 100));
		set_time(8 * MINUTE);
		freeze(BOB);
		assert_ok!(EnergyMarket::advance(RuntimeOrigin::signed(EVE), 50));
		assert_eq!(position(ALICE).sold, 100);
		assert!(Products::<Test>::get(NEXT_DOOR.interval, NEXT_DOOR.zone).unwrap().collecting);
		assert_eq!(Participants::barred(), [id_of(BOB)]);
		idle(PLENTY);
		settle();
	});
}

#[test]
fn anybody_takes_those_off_the_list_who_have_nothing_open() {
	market().build_and_execute(|| {
		assert_ok!(set_status(BOB, Status::Suspended));
		assert_eq!(Participants::barred(), [id_of(BOB)]);
		assert!(cancel_barred(id_of(BOB)).is_ok());
		assert_eq!(Participants::barred(), []);
	});
}

#[test]
fn an_auction_under_way_is_held_to_its_end_and_then_swept() {
	market().auction(2 * MINUTE).build_and_execute(|| {
		for price in 90..100 {
			rest(ALICE, Side::Ask, price, 100);
		}
		rest(CHARLIE, Side::Bid, 120, 500);
		rest(BOB, Side::Bid, 10, 100);
		set_time(8 * MINUTE);
		assert_ok!(EnergyMarket::advance(RuntimeOrigin::signed(EVE), 1));
		assert!(Uncrossing::<Test>::exists());
		freeze(BOB);
		assert!(cancel_barred(id_of(BOB)).is_ok());
		assert_eq!(position(BOB).orders.len(), 1, "no command reaches a book during its auction");
		idle(PLENTY);
		assert!(!Uncrossing::<Test>::exists());
		assert_eq!(Participants::barred(), [id_of(BOB)]);
		idle(PLENTY);
		assert!(has_nothing_open(BOB));
		assert_eq!(Participants::barred(), []);
		settle();
	});
}

#[test]
fn blocks_with_room_cancel_what_the_barred_have_open() {
	market().build_and_execute(|| {
		rest(BOB, Side::Ask, 100, 100);
		rest(BOB, Side::Bid, 50, 100);
		assert_ok!(place_in(NEXT_DOOR, BOB, Side::Ask, 100, 100));
		assert_ok!(set_status(BOB, Status::Suspended));
		events();
		// Room for looking at the products and for one order.
		let looking = STEP.saturating_add(Weight::from_parts(2_000, 0));
		idle(looking.saturating_add(STEP));
		assert_eq!(Participants::barred(), [id_of(BOB)]);
		assert_eq!(position(BOB).orders.len() + 1, 2);
		check();
		idle(PLENTY);
		assert_eq!(Participants::barred(), []);
		assert!(has_nothing_open(BOB));
		let all = |event| match event {
			Event::AllOrdersCancelled { cancelled, more, .. } => Some((cancelled.len(), more)),
			_ => None,
		};
		let all: Vec<_> = events().into_iter().filter_map(all).collect();
		assert_eq!(all, [(1, true), (2, false)]);
	});
}

#[test]
fn whoever_may_trade_again_is_barred_no_longer() {
	market().build_and_execute(|| {
		rest(BOB, Side::Ask, 100, 100);
		assert_ok!(set_status(BOB, Status::Suspended));
		assert_ok!(set_status(BOB, Status::Active));
		assert_eq!(Participants::barred(), []);
		assert_eq!(send(CHARLIE, ioc(Side::Bid, 100, 100)).unwrap().filled, Lots(100));
		assert_eq!(given_back(), []);
		settle();
	});
}

#[test]
fn anybody_pushes_and_nobody_cancels_for_those_who_may_trade() {
	market().build_and_execute(|| {
		rest(BOB, Side::Ask, 100, 100);
		assert_noop!(cancel_barred(id_of(BOB)).map(|_| ()), Error::<Test>::MayStillTrade);
		assert_ok!(set_status(BOB, Status::Closed));
		let weight = cancel_barred(id_of(BOB)).unwrap().unwrap();
		assert!(weight.all_lt(EnergyMarket::weight_of_cancelling_barred()));
		assert!(has_nothing_open(BOB));
		assert!(!Barred::<Test>::exists());
		let none = || Error::<Test>::NoOpenOrders;
		assert_noop!(cancel_barred(id_of(BOB)).map(|_| ()), none());
		assert_noop!(cancel_barred(ParticipantId(99)).map(|_| ()), none());
	});
}

#[test]
fn a_frozen_delegate_s_participant_and_a_list_of_orders_are_bound_alike() {
	market().build_and_execute(|| {
		rest(BOB, Side::Ask, 100, 100);
		rest(EVE, Side::Ask, 101, 100);
		freeze(BOB);
		let orders = vec![ioc(Side::Bid, 101, 50), ioc(Side::Bid, 101, 50)];
		let charlie = RuntimeOrigin::signed(CHARLIE);
		assert_ok!(EnergyMarket::place_orders(charlie, orders.try_into().unwrap()));
		assert_eq!(position(CHARLIE).bought, 100);
		assert_eq!((position(BOB).sold, position(BOB).orders.len()), (0, 0));
		assert_noop!(place(BOB, Side::Ask, 100, 10), Error::<Test>::MayNotTrade);
		settle();
		assert_eq!(change(BOB), 0);
	});
}
