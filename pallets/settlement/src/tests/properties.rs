//! Random markets: whatever is traded and metered, money and energy add up.

use crate::{mock::*, *};
use gridforge_primitives::{
	CertificateRule, Discounts, FeeTier, IntervalClock, Shares, SharingKey, Side, Tariff, TREASURY,
};
use proptest::prelude::*;
use sp_runtime::Permill;

const TRADERS: [u64; 5] = [ALICE, BOB, CHARLIE, EVE, SUE];

#[derive(Clone, Debug)]
struct Market {
	orders: Vec<(usize, bool, i32, u32)>,
	readings: Vec<(usize, u64, u64)>,
	prices: (i32, i32),
	spread: Option<u16>,
	supplies: u128,
	/// Who shares by which key, and how much of everybody's export is from the sun.
	sharers: Vec<(usize, u32)>,
	key: SharingKey,
	rule: CertificateRule,
	sun: u64,
	/// Shares of host and treasury in millionths, and of the latter what the treasury leaves to buyers of each tier.
	shares: (u32, u32),
	discounts: [u32; 3],
	/// In which tier everybody is, and whether the host of all is licensed.
	tiers: [u8; 5],
	licensed: bool,
}

fn any_market() -> impl Strategy<Value = Market> {
	let order = (0..TRADERS.len(), any::<bool>(), -80i32..250, 10u32..400);
	let reading = (0..TRADERS.len(), 0u64..6_000, 0u64..6_000);
	(
		prop::collection::vec(order, 1..24),
		prop::collection::vec(reading, 0..8),
		(-200i32..600, -200i32..600),
		prop::option::of(0u16..200),
		prop_oneof![Just(0u128), 0u128..500_000, Just(100_000_000)],
		(prop::collection::vec((0..TRADERS.len(), 0u32..200_000), 0..5), 0..3usize),
		(any::<bool>(), 0u64..=4),
		((0u32..=500_000, 0u32..=500_000), prop::array::uniform3(0u32..=1_000_000)),
		(prop::array::uniform5(0u8..=3), any::<bool>()),
	)
		.prop_map(|(orders, readings, (a, b), spread, supplies, sharing, green, fees, stakes)| {
			let ((sharers, key), (buyer, sun)) = (sharing, green);
			let ((shares, discounts), (tiers, licensed)) = (fees, stakes);
			Market {
				shares,
				discounts,
				tiers,
				licensed,
				orders,
				readings,
				prices: (a.max(b), a.min(b)),
				spread,
				supplies,
				sharers,
				key: [SharingKey::Fixed, SharingKey::Proportional, SharingKey::Priority][key],
				rule: if buyer { CertificateRule::Buyer } else { CertificateRule::Seller },
				sun,
			}
		})
}

impl Market {
	fn tariff(&self) -> Tariff {
		let (host, treasury) = self.shares;
		let shares =
			Shares { host: Permill::from_parts(host), treasury: Permill::from_parts(treasury) };
		Tariff { shares, ..Tariff::default() }
	}

	/// Set everybody's tier; Bob is the host of all others.
	fn let_stake(&self) {
		TierDiscounts::set(Discounts {
			shares: self.discounts.map(Permill::from_parts),
			..Discounts::default()
		});
		let tiers = TRADERS.iter().zip(self.tiers);
		Tiers::set(tiers.map(|(who, tier)| (id_of(*who), FeeTier(tier))).collect());
		for who in TRADERS.into_iter().filter(|who| *who != BOB) {
			Participants::choose_host(RuntimeOrigin::signed(who), Some(id_of(BOB))).unwrap();
		}
		if !self.licensed {
			Unlicensed::set(vec![id_of(BOB)]);
		}
	}

	/// Trade and settle in blocks of `budget` steps; who has what then.
	fn play(&self, budget: u64, readings: &[(usize, u64, u64)]) -> [i128; 6] {
		let mut builder = ExtBuilder::default()
			.prices(self.prices.0, self.prices.1)
			.supplies(self.supplies)
			.certificates(self.rule)
			.tariff(self.tariff());
		if let Some(spread) = self.spread {
			builder = builder.spread(spread);
		}
		let mut end = [0; 6];
		builder.build_and_execute(|| {
			self.let_stake();
			for &(who, bid, price, lots) in &self.orders {
				let side = if bid { Side::Bid } else { Side::Ask };
				let _ = place(TRADERS[who], side, price, lots);
			}
			for &(who, import, export) in readings {
				read_solar(TRADERS[who], import, export, export * self.sun / 4);
			}
			let mut sharers = self.sharers.clone();
			let mut seen = std::collections::BTreeSet::new();
			sharers.retain(|(who, _)| seen.insert(*who));
			let sharers: Vec<_> =
				sharers.into_iter().map(|(who, weight)| (TRADERS[who], weight)).collect();
			if !sharers.is_empty() {
				share(self.key, &sharers);
			}
			pass_deadline();
			let open = || {
				Due::<Test>::iter().any(|(_, p, job)| p == PRODUCT && job == Job::Settle)
					|| UnderWay::<Test>::exists()
			};
			let mut blocks = 0;
			while open() {
				idle(STEP * budget);
				if budget < 10 {
					check();
				}
				blocks += 1;
				assert!(blocks < 10_000, "no progress with {budget} steps a block");
			}
			assert_eq!(Parked::<Test>::iter().count(), 0, "it was parked");
			assert_eq!(Claims::<Test>::iter().count(), 0);
			for who in EVERYBODY {
				assert_eq!(locked(who), 0);
			}
			end = changes();
			let treasury = pallet_energy_market::Accounts::<Test>::get(TREASURY, EUR).free as i128;
			set_time(Clock::delivery_end(INTERVAL) + Clock::correction_window());
			while Records::<Test>::iter_prefix(PRODUCT).count() > 0 {
				idle(STEP * budget);
				check();
			}
			assert_eq!(end.iter().sum::<i128>() + treasury, 0, "money came from nowhere");
		});
		end
	}
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(300))]

	/// Nobody pays beyond what was locked, or the settlement would be parked; all sums to zero; neither the room in
	/// blocks nor the order of readings changes anything.
	#[test]
	fn random_markets_sum_to_zero(market in any_market()) {
		let end = market.play(1_000_000, &market.readings);
		prop_assert_eq!(market.play(2, &market.readings), end);
		// The last reading of each counts in this mock: keep that, turn the rest around.
		let mut readings: Vec<_> = market.readings.iter().rev().copied().collect();
		let mut seen = std::collections::BTreeSet::new();
		readings.retain(|(who, ..)| seen.insert(*who));
		prop_assert_eq!(market.play(7, &readings), end);
	}
}
