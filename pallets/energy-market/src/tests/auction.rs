//! The opening auction, from the first order to the end of it.

use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok, weights::Weight};
use gridforge_primitives::{
	api::MarketStatus, IntervalId, Lots, NewOrder, OrderType, Price, ProductId, SelfTrade, Side,
	Tick, WATT,
};

/// Orders collect until two minutes before delivery.
const BEFORE: u64 = 2 * MINUTE;

fn market() -> ExtBuilder {
	ExtBuilder::default().auction(BEFORE)
}

fn hold() {
	set_time(10 * MINUTE - BEFORE);
	idle(PLENTY);
}

fn held() -> (Option<Price>, u64) {
	let found = events().into_iter().find_map(|event| match event {
		Event::AuctionHeld { product: PRODUCT, price, lots } => Some((price, lots)),
		_ => None,
	});
	found.expect("an auction was held")
}

#[test]
fn orders_collect_and_trade_at_one_price() {
	market().build_and_execute(|| {
		rest(ALICE, Side::Ask, 100, 1_000);
		rest(BOB, Side::Ask, 120, 1_000);
		rest(CHARLIE, Side::Bid, 200, 800);
		rest(EVE, Side::Bid, 130, 700);
		assert_eq!(position(CHARLIE).bought, 0, "nothing trades before its time");
		check();
		hold();
		// 1,500 lots trade from 0.120 to 0.130, and 500 stay on offer: least at 0.120 and just as much at 0.130. Nothing
		// has closed before, so it is the middle.
		assert_eq!(held(), (Some(Price(125)), 1_500));
		assert_eq!(position(CHARLIE).paid, 1_000_000);
		assert_eq!(position(EVE).bought, 700);
		assert_eq!(position(BOB).sold, 500);
		// From here on trading is continuous, and Bob's rest is in the book at his own price.
		assert_ok!(place(CHARLIE, Side::Bid, 150, 100));
		assert_eq!(position(CHARLIE).paid, 1_000_000 + 120_000);
		settle();
		assert_eq!(change(ALICE), 1_250_000);
		assert_eq!(change(BOB), 625_000 + 120_000);
		assert_eq!(change(CHARLIE), -(1_120_000 + 56_000));
		assert_eq!(change(EVE), -(875_000 + 43_750));
	});
}

#[test]
fn of_prices_that_are_as_good_the_last_close_decides() {
	for (last, price) in [(90, 120), (124, 124), (3_000, 130)] {
		market().build_and_execute(|| {
			ClosingPrices::<Test>::insert(ZONE, Price(last));
			rest(ALICE, Side::Ask, 120, 500);
			rest(CHARLIE, Side::Bid, 130, 500);
			hold();
			assert_eq!(held(), (Some(Price(price)), 500), "{last}");
		});
	}
}

#[test]
fn settlement_notes_the_close() {
	ExtBuilder::default().build_and_execute(|| {
		rest(ALICE, Side::Ask, 77, 500);
		assert_ok!(place(CHARLIE, Side::Bid, 130, 500));
		settle();
		assert_eq!(ClosingPrices::<Test>::get(ZONE), Some(Price(77)));
	});
}

#[test]
fn only_limit_orders_collect_and_own_ones_do_not_cross() {
	market().build_and_execute(|| {
		for order_type in [OrderType::PostOnly, OrderType::Market, OrderType::ImmediateOrCancel] {
			let order = NewOrder {
				order_type,
				..NewOrder::limit(PRODUCT, Side::Bid, Price(100), Lots(100))
			};
			assert_eq!(send(CHARLIE, order), Err(Error::<Test>::OnlyLimitOrders.into()));
		}
		let ask = rest(CHARLIE, Side::Ask, 100, 300);
		rest(CHARLIE, Side::Ask, 130, 300);
		let bid = |self_trade| NewOrder {
			self_trade,
			..NewOrder::limit(PRODUCT, Side::Bid, Price(110), Lots(300))
		};
		let outcome = send(CHARLIE, bid(SelfTrade::CancelNewest)).unwrap();
		assert!(outcome.resting.is_none() && outcome.cancelled.is_some());
		let outcome = send(CHARLIE, bid(SelfTrade::CancelOldest)).unwrap();
		assert!(outcome.resting.is_some());
		let withdrawn: Vec<_> = outcome.withdrawn.iter().map(|closed| closed.order).collect();
		assert_eq!(withdrawn, [ask]);
		hold();
		assert_eq!(held(), (None, 0));
		assert_eq!(position(CHARLIE).orders.len(), 2);
	});
}

#[test]
fn between_its_moment_and_its_end_nothing_else_happens() {
	market().build_and_execute(|| {
		let order = rest(ALICE, Side::Ask, 100, 1_000);
		rest(BOB, Side::Ask, 110, 1_000);
		rest(CHARLIE, Side::Bid, 200, 1_500);
		set_time(10 * MINUTE - BEFORE - 1);
		idle(PLENTY);
		assert_ok!(place(EVE, Side::Bid, 10, 100));
		set_time(10 * MINUTE - BEFORE);
		let under_way = || Error::<Test>::AuctionUnderWay;
		assert_noop!(place(EVE, Side::Bid, 10, 100), under_way());
		// One look and three steps: it has begun.
		idle(STEP * 4);
		assert!(Uncrossing::<Test>::exists());
		check();
		assert_noop!(cancel(ALICE, order), under_way());
		assert_noop!(place(EVE, Side::Bid, 10, 100), under_way());
		assert_ok!(place_in(NEXT_DOOR, EVE, Side::Bid, 10, 100));
		let mut blocks = 0;
		while Uncrossing::<Test>::exists() {
			idle(STEP * 3);
			check();
			blocks += 1;
		}
		assert!(blocks > 2);
		assert_ok!(place(EVE, Side::Bid, 10, 100));
		assert_eq!(position(CHARLIE).bought, 1_500);
	});
}

#[test]
fn step_by_step_or_at_once_it_is_the_same() {
	let play = |weight: Weight| {
		let mut ext = market().build();
		ext.execute_with(|| {
			for n in 0..40u32 {
				let price = 100 + (n as i32 * 7) % 50;
				let (who, side) =
					[(ALICE, Side::Ask), (CHARLIE, Side::Bid), (BOB, Side::Ask), (EVE, Side::Bid)]
						[n as usize % 4];
				assert_ok!(place(who, side, price, 100 + n * 13));
			}
			set_time(10 * MINUTE - BEFORE);
			for _ in 0..400 {
				idle(weight);
				check();
			}
			assert!(!Uncrossing::<Test>::exists());
			let positions: Vec<_> = Positions::<Test>::iter().collect();
			let accounts: Vec<_> = Accounts::<Test>::iter().collect();
			assert!(positions.iter().any(|(_, _, position)| position.bought > 0));
			(positions, accounts, Products::<Test>::iter().collect::<Vec<_>>())
		})
	};
	assert_eq!(play(STEP * 2), play(PLENTY));
}

#[test]
fn a_thousand_orders_fill_whole_pages_and_only_one_in_part() {
	market().limits(|l| l.orders_per_block = 10_000).build_and_execute(|| {
		for n in 0..32u32 {
			for who in [ALICE, BOB] {
				assert_ok!(place(who, Side::Ask, 100, 100 + n));
			}
			for who in [CHARLIE, EVE] {
				assert_ok!(place(who, Side::Bid, 100, 90 + n));
			}
		}
		hold();
		let volume: u32 = (0..32).map(|n| 2 * (90 + n)).sum();
		assert_eq!(held(), (Some(Price(100)), volume.into()));
		for who in [CHARLIE, EVE] {
			assert!(position(who).orders.is_empty());
		}
		let open: usize = [ALICE, BOB].map(|who| position(who).orders.len()).iter().sum();
		// The oldest are filled first: at most one is filled in part.
		let sold: u64 = [ALICE, BOB].map(|who| position(who).sold).iter().sum();
		assert_eq!(sold, u64::from(volume));
		assert!(open < 8, "{open}");
	});
}

#[test]
fn a_product_that_opens_after_the_moment_trades_at_once() {
	market().build_and_execute(|| {
		set_time(10 * MINUTE - BEFORE);
		rest(ALICE, Side::Ask, 100, 100);
		assert_ok!(place(CHARLIE, Side::Bid, 100, 100));
		assert_eq!(position(CHARLIE).bought, 100);
	});
}

#[test]
fn an_auction_that_comes_too_late_releases_everything() {
	market().build_and_execute(|| {
		rest(ALICE, Side::Ask, 100, 1_000);
		rest(CHARLIE, Side::Bid, 200, 1_000);
		close_gate(INTERVAL);
		settle();
		assert_eq!(Auctions::<Test>::iter().count(), 0);
		assert_eq!(Products::<Test>::iter().count(), 0);
		assert_eq!((change(ALICE), change(CHARLIE), locked(CHARLIE)), (0, 0, 0));
	});
}

#[test]
fn auctions_of_several_products_are_held_in_their_turn() {
	market().build_and_execute(|| {
		let at = |interval| ProductId { interval: IntervalId(interval), ..PRODUCT };
		for interval in [9, 10, 11, 12] {
			assert_ok!(place_in(at(interval), ALICE, Side::Ask, 100, 100));
			assert_ok!(place_in(at(interval), CHARLIE, Side::Bid, 100, 100));
		}
		// Interval 9 collects until minute 7, and settles in minute 9.
		for (minute, expected) in [(6, 0), (7, 1), (8, 2), (9, 2), (10, 2)] {
			set_time(minute * MINUTE);
			idle(PLENTY);
			check();
			let traded = Positions::<Test>::iter().filter(|(.., p)| p.bought > 0).count();
			assert_eq!(traded, expected, "{minute}");
		}
	});
}

#[test]
fn anybody_can_push_an_auction() {
	market().build_and_execute(|| {
		rest(ALICE, Side::Ask, 100, 1_000);
		rest(CHARLIE, Side::Bid, 200, 1_000);
		set_time(10 * MINUTE - BEFORE);
		for _ in 0..10 {
			assert_ok!(EnergyMarket::advance(RuntimeOrigin::signed(STRANGER), 1));
		}
		assert_eq!(position(CHARLIE).bought, 1_000);
	});
}

#[test]
fn a_corrupt_book_shuts_its_product_and_no_other() {
	let mut ext = market().build();
	ext.execute_with(|| {
		rest(ALICE, Side::Ask, 100, 1_000);
		rest(CHARLIE, Side::Bid, 200, 1_000);
		let level = gridforge_matching::LevelId { side: Side::Ask, tick: Tick(600) };
		Levels::<Test>::mutate(PRODUCT, level, |level| level.as_mut().unwrap().open = 0);
		set_time(10 * MINUTE - BEFORE);
		let caught = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| idle(PLENTY)));
		// `defensive!` panics in tests; in a release it is an event, and the money is safe until the gate closes.
		assert!(
			caught.is_err() || events().iter().any(|e| matches!(e, Event::AuctionFailed { .. }))
		);
		assert!(locked(CHARLIE) >= 2 * WATT);
	});
}

#[test]
fn an_auction_of_a_zone_that_is_shut_waits_and_no_other_waits_for_it() {
	market().build_and_execute(|| {
		for product in [PRODUCT, NEXT_DOOR] {
			assert_ok!(place_in(product, ALICE, Side::Ask, 100, 100));
			assert_ok!(place_in(product, CHARLIE, Side::Bid, 100, 100));
		}
		let set = |status| Grid::set_zone_status(RuntimeOrigin::root(), ZONE, status);
		assert_ok!(set(MarketStatus::Halted));
		set_time(10 * MINUTE - BEFORE);
		idle(PLENTY);
		check();
		let bought = |product| Positions::<Test>::get(product, id_of(CHARLIE)).bought;
		assert_eq!((bought(PRODUCT), bought(NEXT_DOOR)), (0, 100));
		assert_ok!(set(MarketStatus::Open));
		set_time(10 * MINUTE - BEFORE + 30_000);
		idle(PLENTY);
		assert_eq!(bought(PRODUCT), 100);
	});
}

#[test]
fn own_orders_that_give_way_while_orders_collect_count_as_work() {
	market().limits(|l| l.orders_per_block = 1_000).build_and_execute(|| {
		let later = |n: u32| ProductId { interval: IntervalId(10 + n), ..PRODUCT };
		for n in 0..3 {
			for _ in 0..20 {
				assert_ok!(place_in(later(n), ALICE, Side::Ask, 100, 10));
			}
		}
		let bid = |n| NewOrder {
			self_trade: SelfTrade::CancelOldest,
			..NewOrder::limit(later(n), Side::Bid, Price(100), Lots(10))
		};
		let list: Vec<_> = (0..3).map(bid).collect();
		let origin = RuntimeOrigin::signed(ALICE);
		assert_ok!(EnergyMarket::place_orders(origin, list.try_into().unwrap()));
		let Event::OrdersPlaced { results, .. } = last_event() else { panic!() };
		let withdrawn: Vec<_> = results.iter().flatten().map(|o| o.withdrawn.len()).collect();
		assert_eq!(withdrawn, [20, 20, 0], "each counts as two fills of a hundred");
	});
}
