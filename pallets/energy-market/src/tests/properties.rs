//! Random markets: whatever happens, the invariants hold, all money is there, and nothing is left.

use crate::{mock::*, *};
use gridforge_primitives::{IntervalId, OrderId, ProductId, Side};
use rand::{rngs::StdRng, seq::SliceRandom, Rng, SeedableRng};
use sp_runtime::Permill;

const TRADERS: [AccountId; 5] = [ALICE, BOB, CHARLIE, OPERATOR, EVE];

/// One random command. Orders that come to rest are added to `orders`.
fn act(rng: &mut StdRng, orders: &mut Vec<(AccountId, OrderId)>) {
	let who = *TRADERS.choose(rng).unwrap();
	match rng.gen_range(0..100) {
		0..=64 => {
			let product = ProductId { interval: IntervalId(rng.gen_range(4..18)), ..PRODUCT };
			let side = if rng.gen() { Side::Bid } else { Side::Ask };
			let price = rng.gen_range(-60..60) * if rng.gen_ratio(1, 20) { 90 } else { 1 };
			let lots = if rng.gen_ratio(1, 10) { rng.gen() } else { rng.gen_range(0..3_000) };
			System::reset_events();
			if place_in(product, who, side, price, lots).is_ok() {
				if let Event::OrderPlaced { resting: Some(order), .. } = last_event() {
					orders.push((who, order));
				}
			}
		}
		65..=84 => {
			if let Some((owner, order)) = orders.choose(rng).copied() {
				let _ = cancel(if rng.gen_ratio(9, 10) { owner } else { who }, order);
			}
		}
		85..=89 => {
			let origin = RuntimeOrigin::signed(who);
			let _ = EnergyMarket::withdraw(origin, EUR, rng.gen_range(0..5_000_000));
		}
		90..=94 => {
			let origin = RuntimeOrigin::signed(who);
			let _ = EnergyMarket::deposit(origin, EUR, rng.gen_range(0..5_000_000));
		}
		_ => {
			set_time(pallet_timestamp::Now::<Test>::get() + rng.gen_range(0..8_000));
			idle(STEP * rng.gen_range(0..12));
		}
	}
}

#[test]
fn random_markets_add_up() {
	for seed in 0..40 {
		let mut rng = StdRng::seed_from_u64(seed);
		let fee = Permill::from_parts(rng.gen_range(0..100_000));
		ExtBuilder::default().ad_valorem(fee).build_and_execute(|| {
			let mut orders = Vec::new();
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
			assert_eq!(Parked::<Test>::iter().count(), 0, "seed {seed}");
			let sum: i128 = TRADERS.map(change).iter().sum();
			assert_eq!(sum, 0, "seed {seed}");
			for who in TRADERS {
				assert_eq!(locked(who), 0, "seed {seed}");
			}
		});
	}
}
