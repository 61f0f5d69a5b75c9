//! `place_orders`: each order stands or falls alone, and together they do what they would one by one.

use crate::{mock::*, *};
use frame_support::storage::with_storage_layer;
use gridforge_primitives::{
	IntervalId, Lots, NewOrder, OrderType, Price, ProductId, SelfTrade, Side, ZoneId,
};
use rand::{rngs::StdRng, Rng, SeedableRng};
use sp_runtime::{DispatchError, StateVersion};

fn place_many(who: AccountId, orders: &[NewOrder]) -> Result<PlaceResults, DispatchError> {
	let orders = orders.to_vec().try_into().expect("not too many");
	with_storage_layer(|| {
		EnergyMarket::place_orders(RuntimeOrigin::signed(who), orders)
			.map(|_| ())
			.map_err(|e| e.error)
	})?;
	match last_event() {
		Event::OrdersPlaced { results, .. } => Ok(results),
		other => panic!("no orders were placed: {other:?}"),
	}
}

fn order(interval: u32, side: Side, price: i32, lots: u32) -> NewOrder {
	let product = ProductId { interval: IntervalId(interval), ..PRODUCT };
	NewOrder::limit(product, side, Price(price), Lots(lots))
}

fn root() -> Vec<u8> {
	sp_io::storage::root(StateVersion::V1)
}

#[test]
fn a_bad_order_in_the_list_changes_nothing_and_stops_none() {
	ExtBuilder::default().build_and_execute(|| {
		rest(BOB, Side::Ask, 100, 500);
		let unknown = ProductId { zone: ZoneId(9), ..PRODUCT };
		let results = place_many(
			CHARLIE,
			&[
				order(10, Side::Bid, 100, 200),
				order(10, Side::Bid, 100, 9),
				NewOrder { product: unknown, ..order(10, Side::Bid, 100, 100) },
				NewOrder { product: unknown, ..order(10, Side::Bid, 100, 100) },
				order(3, Side::Bid, 100, 100),
				// More than the wallet has.
				order(11, Side::Bid, 3_000, 100_000),
				order(11, Side::Ask, 100, 100),
			],
		)
		.unwrap();
		let errors: Vec<_> = results.iter().map(|r| r.as_ref().err().copied()).collect();
		use Error::*;
		assert_eq!(
			errors,
			[
				None,
				Some(BelowMinimumOrder::<Test>.into()),
				Some(UnknownZone::<Test>.into()),
				Some(UnknownZone::<Test>.into()),
				Some(ProductClosed::<Test>.into()),
				Some(InsufficientFunds::<Test>.into()),
				None,
			]
		);
		assert_eq!(results[0].as_ref().unwrap().filled, Lots(200));
		assert!(results[6].as_ref().unwrap().resting.is_some());
		assert_eq!(locked(CHARLIE), 210_000);
	});
}

#[test]
fn a_list_does_what_its_orders_do_one_by_one() {
	let (mut placed, mut refused) = (0, 0);
	for seed in 0..30 {
		let mut rng = StdRng::seed_from_u64(seed);
		let mut orders = Vec::new();
		for _ in 0..60 {
			let side = if rng.gen() { Side::Bid } else { Side::Ask };
			let (price, lots) = (rng.gen_range(-20..20), rng.gen_range(5..400));
			orders.push(order(10 + rng.gen_range(0..3), side, price, lots));
		}
		let prepare = || {
			for price in [-5, 0, 5] {
				rest(BOB, Side::Ask, price + 10, 300);
				rest(ALICE, Side::Bid, price - 10, 300);
			}
		};
		let mut ext = ExtBuilder::default().build();
		let (together, results) = ext.execute_with(|| {
			prepare();
			let results = place_many(CHARLIE, &orders).unwrap();
			check();
			System::reset_events();
			(root(), results)
		});
		let mut ext = ExtBuilder::default().build();
		ext.execute_with(|| {
			prepare();
			let one_by_one: Vec<_> = orders.iter().map(|order| send(CHARLIE, *order)).collect();
			assert_eq!(one_by_one, results, "seed {seed}");
			System::reset_events();
			assert_eq!(root(), together, "seed {seed}");
		});
		placed += results.iter().filter(|r| r.is_ok()).count();
		refused += results.iter().filter(|r| r.is_err()).count();
	}
	assert!(placed > 1_000 && refused > 10, "{placed} placed, {refused} refused");
}

#[test]
fn a_list_trades_with_no_more_resting_orders_than_one_order_may() {
	ExtBuilder::default().build_and_execute(|| {
		for n in 0..MaxFills::get() + 20 {
			rest([ALICE, BOB, EVE, OPERATOR][n as usize % 4], Side::Ask, 100, 10);
		}
		let results = place_many(CHARLIE, &[order(10, Side::Bid, 100, 700); 3]).unwrap();
		let filled: Vec<_> = results.iter().map(|r| r.as_ref().unwrap().filled.0).collect();
		assert_eq!(filled, [700, 300, 0]);
		let why =
			|n: usize| results[n].as_ref().unwrap().cancelled.map(|(lots, why)| (lots.0, why));
		use gridforge_matching::WhyCancelled::FillLimit;
		assert_eq!([why(1), why(2)], [Some((400, FillLimit)), Some((700, FillLimit))]);
	});
}

#[test]
fn lists_that_nobody_may_send_are_refused() {
	ExtBuilder::default().build_and_execute(|| {
		let before = root();
		let refused = |who, orders: &[NewOrder], error: Error<Test>| {
			assert_eq!(place_many(who, orders), Err(error.into()));
			assert_eq!(root(), before);
		};
		let one = [order(10, Side::Ask, 100, 100)];
		refused(CHARLIE, &[], Error::EmptyList);
		refused(STRANGER, &one, Error::NoParticipant);
		let too_many = vec![one[0]; MaxBatch::get() as usize + 1];
		assert!(frame_support::BoundedVec::<NewOrder, MaxBatch>::try_from(too_many).is_err());
	});
}

#[test]
fn the_list_is_weighed_by_what_it_did() {
	ExtBuilder::default().build_and_execute(|| {
		let orders = [
			order(10, Side::Ask, 100, 100),
			order(10, Side::Ask, 100, 100),
			order(11, Side::Ask, 100, 100),
		];
		let most = EnergyMarket::most_work_of(&orders);
		assert_eq!((most.orders, most.desks, most.touched), (3, 2, 206));
		let post = EnergyMarket::place_orders(
			RuntimeOrigin::signed(ALICE),
			orders.to_vec().try_into().unwrap(),
		);
		// Three items, one further product, two openings, two first orders of a page.
		let items = frame_support::weights::Weight::from_parts(3_000, 0);
		assert_eq!(
			post.unwrap().actual_weight.unwrap(),
			STEP + items + STEP + STEP * 2 * 2 + STEP * 8 * 2
		);
	});
}

#[test]
fn an_order_that_fails_after_matching_leaves_no_mark() {
	ExtBuilder::default().build_and_execute(|| {
		rest(BOB, Side::Ask, 1, 13);
		// 13 lots would trade and 19 rest. Each part's fee is rounded up, which is a base unit more than the
		// 336 of the whole order.
		let charlie = RuntimeOrigin::signed(CHARLIE);
		assert!(Assets::transfer(charlie, EUR.into(), EVE, ENDOWMENT - 336).is_ok());
		let orders = [order(10, Side::Bid, 1, 32), order(10, Side::Bid, 1, 12)];
		let results = place_many(CHARLIE, &orders).unwrap();
		assert_eq!(results[0], Err(Error::<Test>::InsufficientFunds.into()));
		assert_eq!(results[1].as_ref().map(|outcome| outcome.filled), Ok(Lots(12)));
		assert_eq!(locked(CHARLIE), 120 + 6);
	});
}

#[test]
fn a_product_opens_with_an_order_that_gives_way_in_the_same_list() {
	ExtBuilder::default().build_and_execute(|| {
		let ask = NewOrder {
			order_type: OrderType::ImmediateOrCancel,
			self_trade: SelfTrade::CancelOldest,
			..order(10, Side::Ask, 100, 100)
		};
		let results = place_many(CHARLIE, &[order(10, Side::Bid, 100, 100), ask]).unwrap();
		assert_eq!(results[1].as_ref().unwrap().withdrawn.len(), 1);
		assert!(Products::<Test>::contains_key(INTERVAL, ZONE), "its level is on record");
		check();
		settle();
		assert_eq!(Levels::<Test>::iter().count() + Products::<Test>::iter().count(), 0);
	});
}
