//! Random markets: whatever happens, the invariants hold, all money is there, and nothing is left.

use crate::{mock::*, *};
use frame_support::assert_ok;
use gridforge_primitives::{
	Collar, CollarReference, IntervalId, Lots, Multiplier, NewOrder, OrderId, OrderType, PerKwh,
	Price, ProductId, Reach, SelfTrade, Shares, Side,
};
use rand::{rngs::StdRng, seq::SliceRandom, Rng, SeedableRng};
use sp_runtime::Permill;

const TRADERS: [AccountId; 5] = [ALICE, BOB, CHARLIE, OPERATOR, EVE];

const TYPES: [OrderType; 5] = [
	OrderType::Limit,
	OrderType::PostOnly,
	OrderType::ImmediateOrCancel,
	OrderType::FillOrKill,
	OrderType::Market,
];

fn random_order(rng: &mut StdRng) -> NewOrder {
	let zone = if rng.gen() { ZONE } else { NEIGHBOUR };
	let product = ProductId { interval: IntervalId(rng.gen_range(4..18)), zone };
	let side = if rng.gen() { Side::Bid } else { Side::Ask };
	let price = rng.gen_range(-60..60) * if rng.gen_ratio(1, 20) { 90 } else { 1 };
	let lots = if rng.gen_ratio(1, 10) { rng.gen() } else { rng.gen_range(0..3_000) };
	let order_type = if rng.gen() { OrderType::Limit } else { *TYPES.choose(rng).unwrap() };
	let self_trade = if rng.gen() { SelfTrade::CancelNewest } else { SelfTrade::CancelOldest };
	let reach = if rng.gen_ratio(2, 3) { Reach::Zone } else { Reach::Neighbours };
	let limit = NewOrder::limit(product, side, Price(price), Lots(lots));
	NewOrder { order_type, self_trade, reach, reference: rng.gen(), ..limit }
}

/// One random command. Orders that come to rest are added to `orders`.
fn act(rng: &mut StdRng, orders: &mut Vec<(AccountId, OrderId)>) {
	let who = *TRADERS.choose(rng).unwrap();
	let origin = RuntimeOrigin::signed(who);
	System::reset_events();
	match rng.gen_range(0..100) {
		0..=54 => {
			if let Ok(Outcome { resting: Some(order), .. }) = send(who, random_order(rng)) {
				orders.push((who, order));
			}
		}
		55..=59 => {
			let list: Vec<_> = (0..rng.gen_range(1..8)).map(|_| random_order(rng)).collect();
			assert!(EnergyMarket::place_orders(origin, list.try_into().unwrap()).is_ok());
			let Event::OrdersPlaced { results, .. } = last_event() else { panic!("no event") };
			let resting = results.into_iter().filter_map(|r| r.ok()?.resting);
			orders.extend(resting.map(|order| (who, order)));
		}
		60..=64 => {
			if let Some((owner, order)) = orders.choose(rng).copied() {
				let origin = RuntimeOrigin::signed(if rng.gen_ratio(9, 10) { owner } else { who });
				let price = order.place.tick.price(Price(-500)).0 + rng.gen_range(-1..2);
				let lots = Lots(rng.gen_range(0..3_000));
				let amended = frame_support::storage::with_storage_layer(|| {
					EnergyMarket::amend_order(origin, order, Price(price), lots)
						.map_err(|e| e.error)
				});
				if amended.is_ok() {
					if let Event::OrderPlaced {
						outcome: Outcome { resting: Some(new), .. }, ..
					} = last_event()
					{
						orders.push((owner, new));
					}
				}
			}
		}
		65..=79 => {
			if let Some((owner, order)) = orders.choose(rng).copied() {
				let _ = cancel(if rng.gen_ratio(9, 10) { owner } else { who }, order);
			}
		}
		80..=82 => {
			let list: Vec<_> = orders.choose_multiple(rng, 5).map(|(_, order)| *order).collect();
			let _ = EnergyMarket::cancel_orders(origin, list.try_into().unwrap());
		}
		83..=84 => {
			let product = ProductId { interval: IntervalId(rng.gen_range(4..18)), ..PRODUCT };
			let scopes = [CancelScope::Product(product), CancelScope::Currency(EUR)];
			let _ = EnergyMarket::cancel_all(origin, *scopes.choose(rng).unwrap());
		}
		85..=89 => {
			let _ = EnergyMarket::withdraw(origin, EUR, rng.gen_range(0..5_000_000));
		}
		90..=94 => {
			let _ = EnergyMarket::deposit(origin, EUR, rng.gen_range(0..5_000_000));
		}
		95 => set_tier(id_of(who), rng.gen_range(0..4)),
		_ => {
			set_time(pallet_timestamp::Now::<Test>::get() + rng.gen_range(0..8_000));
			idle(STEP * rng.gen_range(0..12));
		}
	}
}

/// A market with terms of every kind.
fn any_market(rng: &mut StdRng) -> ExtBuilder {
	let market = ExtBuilder::default()
		.tariff(|tariff| {
			tariff.ad_valorem = Permill::from_parts(rng.gen_range(0..100_000));
			tariff.per_kwh = PerKwh(rng.gen_range(0..40_000));
			for factor in tariff.congestion.iter_mut() {
				*factor = Multiplier(rng.gen_range(0..400));
			}
			tariff.cap = rng.gen::<bool>().then(|| PerKwh(rng.gen_range(0..50_000)));
			tariff.tax = Permill::from_parts(rng.gen_range(0..250_000));
			tariff.shares = Shares {
				host: Permill::from_parts(rng.gen_range(0..500_000)),
				treasury: Permill::from_parts(rng.gen_range(0..500_000)),
			};
		})
		.limits(|limits| {
			limits.capacity = Lots(rng.gen_range(100..20_000));
			limits.max_order = Lots(5_000);
			limits.max_position = Lots(rng.gen_range(5_000..60_000));
			limits.orders_per_block = rng.gen_range(5..60);
		});
	let market = match rng.gen_range(0..3) {
		0 => market.collar(Collar {
			rate: Permill::from_percent(30),
			ticks: 40,
			reference: CollarReference::Average,
		}),
		_ => market,
	};
	match rng.gen_range(0..2) {
		0 => market.auction(5 * MINUTE),
		_ => market,
	}
}

#[test]
fn random_markets_add_up() {
	for seed in 0..40 {
		let mut rng = StdRng::seed_from_u64(seed);
		any_market(&mut rng).build_and_execute(|| {
			let mut orders = Vec::new();
			let (capacity, crossing) = (Lots(rng.gen_range(1..4_000)), Price(rng.gen_range(0..10)));
			assert_ok!(Grid::link_zones(
				RuntimeOrigin::root(),
				ZONE,
				NEIGHBOUR,
				capacity,
				crossing
			));
			assert_ok!(Participants::choose_host(RuntimeOrigin::signed(BOB), Some(id_of(EVE))));
			let mut percents = [(); 3].map(|()| rng.gen_range(0..=100));
			percents.sort();
			set_discounts(percents);
			for n in 0..400 {
				let call = frame_support::storage::with_storage_layer(|| {
					act(&mut rng, &mut orders);
					Ok::<_, sp_runtime::DispatchError>(())
				});
				assert!(call.is_ok());
				if n % 20 == 0 {
					check();
				}
			}
			check();
			set_time(60 * MINUTE);
			idle(PLENTY);
			assert_eq!(Products::<Test>::iter().count(), 0, "seed {seed}");
			assert_eq!(Positions::<Test>::iter().count(), 0, "seed {seed}");
			assert_eq!(Levels::<Test>::iter().count() + Pages::<Test>::iter().count(), 0);
			assert_eq!(pallet_settlement::Parked::<Test>::iter().count(), 0, "seed {seed}");
			assert_eq!(Auctions::<Test>::iter().count(), 0, "seed {seed}");
			assert_eq!(pallet_settlement::Between::<Test>::iter().count(), 0, "seed {seed}");
			let treasury = Accounts::<Test>::get(gridforge_primitives::TREASURY, EUR).free as i128;
			let sum: i128 = TRADERS.map(change).iter().sum();
			assert_eq!(sum + treasury, 0, "seed {seed}");
			for who in TRADERS {
				assert_eq!(locked(who), 0, "seed {seed}");
			}
		});
	}
}
