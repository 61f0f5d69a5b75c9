//! Communities share what is beyond the contracts of their members, in the same zero sum.

use crate::{
	mock::*,
	sharing::{divide, Member},
	*,
};
use frame_support::assert_ok;
use gridforge_primitives::{
	Delivery, IntervalClock, IntervalId, OnCorrection, OnSharing, ProductId, Shared, SharingKey,
	WattBalance,
};
use proptest::prelude::*;

fn deposit(who: u64, amount: WattBalance) {
	assert_ok!(EnergyMarket::deposit(RuntimeOrigin::signed(who), EUR, amount));
}

/// Alice has 3 kWh too much; Bob needs 2 kWh, Charlie 4 kWh, Eve 1 kWh. All have money.
fn sunny_day() {
	for who in [ALICE, BOB, CHARLIE, EVE] {
		deposit(who, 10 * gridforge_primitives::WATT);
	}
	read(ALICE, 0, 3_000);
	read(BOB, 2_000, 0);
	read(CHARLIE, 4_000, 0);
	read(EVE, 1_000, 0);
}

fn shared(who: u64) -> Shared {
	let record = Settlement::settlement_of(id_of(who), PRODUCT);
	record.and_then(|settled| settled.shared).unwrap_or_default()
}

/// What each key gives Bob, Charlie and Eve of Alice's 300 lots, by hand.
fn comes_to(key: SharingKey, weights: [u32; 3], lots: [u64; 3]) {
	ExtBuilder::default().build_and_execute(|| {
		sunny_day();
		let [bob, charlie, eve] = weights;
		share(key, &[(ALICE, 0), (BOB, bob), (CHARLIE, charlie), (EVE, eve)]);
		settle();
		assert_eq!([BOB, CHARLIE, EVE].map(|who| shared(who).taken), lots);
		let total: u64 = lots.iter().sum();
		assert_eq!(
			shared(ALICE),
			Shared { given: total, earned: total as u128 * 1_000, ..Shared::default() }
		);
		// 0.100 per kWh is 1,000 a lot, and 5 % for the grid.
		let cost = |lots: u64| -(lots as i128) * 1_050;
		let [alice, b, c, operator, e, sue] = changes();
		assert_eq!([b, c, e], lots.map(cost));
		assert_eq!((alice, operator, sue), (total as i128 * 1_000, total as i128 * 50, 0));
		let summary = Settlement::interval_summary(PRODUCT).unwrap();
		assert_eq!(summary.charge.fee(), u128::from(total) * 50);
		let delivery = summary.delivery.unwrap();
		assert_eq!((delivery.shared, delivery.shared_value), (total, u128::from(total) * 1_000));
	});
}

#[test]
fn a_fixed_key_gives_each_its_part_and_no_more_than_it_needs() {
	// 30 %, 30 % and 40 % of 300 lots; Eve needs but 100, and her rest is not shared.
	comes_to(SharingKey::Fixed, [300_000, 300_000, 400_000], [90, 90, 100]);
}

#[test]
fn who_is_frozen_shares_nothing_and_pays_nothing() {
	use gridforge_primitives::OnRestriction;
	ExtBuilder::default().build_and_execute(|| {
		sunny_day();
		share(SharingKey::Proportional, &[(ALICE, 0), (BOB, 0), (CHARLIE, 0)]);
		assert_ok!(<Participants as OnRestriction<_>>::restricted(&CHARLIE));
		settle();
		assert_eq!([ALICE, BOB, CHARLIE].map(|who| shared(who).taken), [0, 200, 0]);
		assert_eq!(change(CHARLIE), 0);
	});
	ExtBuilder::default().build_and_execute(|| {
		sunny_day();
		share(SharingKey::Proportional, &[(ALICE, 0), (BOB, 0), (CHARLIE, 0)]);
		assert_ok!(<Participants as OnRestriction<_>>::restricted(&ALICE));
		settle();
		assert_eq!([ALICE, BOB, CHARLIE].map(change), [0; 3]);
	});
}

#[test]
fn a_proportional_key_follows_what_is_needed() {
	// 200, 400 and 100 of 700, of 300 lots, rounded down.
	comes_to(SharingKey::Proportional, [0, 0, 0], [85, 171, 42]);
}

#[test]
fn a_priority_key_serves_the_lowest_weight_first() {
	comes_to(SharingKey::Priority, [2, 1, 1], [0, 300, 0]);
	comes_to(SharingKey::Priority, [2, 3, 1], [200, 0, 100]);
}

#[test]
fn contracts_come_first() {
	ExtBuilder::default().build_and_execute(|| {
		sunny_day();
		// Alice sells Charlie 1 kWh: 200 lots are left, and Charlie needs 3 kWh.
		trade(ALICE, CHARLIE, 150, 100);
		share(SharingKey::Proportional, &[(ALICE, 0), (CHARLIE, 0)]);
		settle();
		assert_eq!((shared(ALICE).given, shared(CHARLIE).taken), (200, 200));
		let record = Settlement::settlement_of(id_of(CHARLIE), PRODUCT).unwrap();
		assert_eq!((record.contract.bought, record.deviation.delivered), (100, 100));
		let bill = Settlement::bill(id_of(CHARLIE), ZONE, INTERVAL, IntervalId(INTERVAL.0 + 1));
		assert_eq!(bill.owed, 157_500 + 210_000);
		assert_eq!(changes()[2], -(157_500 + 210_000));
	});
}

#[test]
fn only_the_agreed_part_is_shared() {
	ExtBuilder::default().build_and_execute(|| {
		sunny_day();
		share_part(SharingKey::Priority, 0, &[(ALICE, 0), (CHARLIE, 1)], 50);
		settle();
		assert_eq!((shared(ALICE).given, shared(CHARLIE).taken), (150, 150));
		assert_eq!(changes(), [0; 6], "a gift costs nothing");
	});
}

#[test]
fn who_cannot_pay_gets_nothing_and_the_next_one_gets_it() {
	ExtBuilder::default().build_and_execute(|| {
		sunny_day();
		let mine = free(CHARLIE);
		// 300 lots cost 315,000.
		assert_ok!(EnergyMarket::withdraw(RuntimeOrigin::signed(CHARLIE), EUR, mine - 314_999));
		share(SharingKey::Priority, &[(ALICE, 0), (CHARLIE, 1), (BOB, 2)]);
		settle();
		assert_eq!((shared(CHARLIE).taken, shared(BOB).taken), (0, 200));
		assert_eq!(free(CHARLIE), 314_999);
	});
}

#[test]
fn what_is_earned_by_contracts_of_the_interval_pays() {
	ExtBuilder::default().build_and_execute(|| {
		sunny_day();
		// Bob has sold 2 kWh that he does not deliver, and has just what that costs beside the earnings.
		let mine = free(BOB);
		assert_ok!(EnergyMarket::withdraw(RuntimeOrigin::signed(BOB), EUR, mine));
		share(SharingKey::Proportional, &[(ALICE, 0), (BOB, 0)]);
		settle();
		assert_eq!(shared(BOB), Shared::default(), "no money, no energy");
	});
}

#[test]
fn a_zone_with_members_is_settled_without_orders_until_they_have_left() {
	ExtBuilder::default().build_and_execute(|| {
		sunny_day();
		share(SharingKey::Proportional, &[(ALICE, 0), (CHARLIE, 0)]);
		for n in 0..6 {
			let interval = IntervalId(INTERVAL.0 + n);
			set_time(Clock::delivery_end(interval) + Clock::metering_deadline());
			idle(PLENTY);
			check();
			let product = ProductId { interval, zone: ZONE };
			let summary = Settlement::interval_summary(product);
			// The members are there for three intervals.
			assert_eq!(summary.is_some(), n < 3, "{n}");
			let energy = summary.and_then(|summary| summary.delivery).map_or(0, |d| d.shared);
			assert_eq!(energy, if n < 3 { 300 } else { 0 });
		}
		assert_eq!(SharedTo::<Test>::iter().count(), 0);
		// Somebody joins again.
		Sharers::mutate(|all| all[0].2 = IntervalId(100));
		Settlement::shares_from(ZONE, IntervalId(40));
		assert_eq!(SharedTo::<Test>::get(ZONE), Some(IntervalId(40)));
		Settlement::shares_from(ZONE, IntervalId(30));
		assert_eq!(SharedTo::<Test>::get(ZONE), Some(IntervalId(40)), "it waits already");
	});
}

#[test]
fn a_product_that_was_traded_under_other_rules_keeps_them() {
	ExtBuilder::default().build_and_execute(|| {
		sunny_day();
		assert_ok!(Grid::set_delivery(RuntimeOrigin::root(), ZONE, Delivery::Deemed));
		trade(ALICE, CHARLIE, 150, 100);
		let metered = Delivery::Metered(IMBALANCE);
		assert_ok!(Grid::set_delivery(RuntimeOrigin::root(), ZONE, metered));
		share(SharingKey::Proportional, &[(ALICE, 0), (CHARLIE, 0)]);
		set_time(Clock::delivery_start(INTERVAL));
		idle(PLENTY);
		let settled = Settlement::interval_summary(PRODUCT).unwrap();
		assert!(settled.delivery.is_none());
		check();
		settle();
		assert_eq!(Settlement::interval_summary(PRODUCT), Some(settled), "it settled once");
		assert_eq!(shared(ALICE), Shared::default());
	});
}

#[test]
fn communities_wait_for_readings_that_are_in_doubt() {
	ExtBuilder::default().build_and_execute(|| {
		sunny_day();
		share(SharingKey::Proportional, &[(ALICE, 0), (CHARLIE, 0)]);
		InDoubt::set(true);
		settle();
		assert_eq!(Settlement::interval_summary(PRODUCT), None);
		check();
		InDoubt::set(false);
		set_time(Clock::now() + MINUTE);
		idle(PLENTY);
		assert_eq!(shared(ALICE).given, 300);
	});
}

#[test]
fn each_community_is_one_step() {
	ExtBuilder::default().build_and_execute(|| {
		sunny_day();
		share(SharingKey::Proportional, &[(ALICE, 0), (CHARLIE, 0)]);
		share(SharingKey::Proportional, &[(BOB, 0), (EVE, 0)]);
		pass_deadline();
		// A look at the interval, and then no room.
		idle(STEP);
		check();
		assert!(
			matches!(UnderWay::<Test>::get(), Some(Work::Settle(s)) if s.stage == Stage::Sharing)
		);
		idle(STEP * 2);
		check();
		assert_eq!(shared(ALICE).given, 300);
		assert!(Settlement::interval_summary(PRODUCT).is_none());
		idle(PLENTY);
		assert!(Settlement::interval_summary(PRODUCT).is_some());
	});
}

#[test]
fn a_host_has_its_share_of_the_fee() {
	let mut tariff = gridforge_primitives::Tariff::default();
	tariff.shares.host = sp_runtime::Permill::from_percent(10);
	ExtBuilder::default().tariff(tariff).build_and_execute(|| {
		sunny_day();
		assert_ok!(Participants::choose_host(RuntimeOrigin::signed(CHARLIE), Some(id_of(BOB))));
		share(SharingKey::Proportional, &[(ALICE, 0), (CHARLIE, 0)]);
		settle();
		// 15,000 of fees.
		assert_eq!((changes()[1], changes()[3]), (1_500, 13_500));
	});
}

#[test]
fn a_correction_leaves_what_was_shared() {
	ExtBuilder::default().build_and_execute(|| {
		sunny_day();
		trade(ALICE, CHARLIE, 150, 100);
		share(SharingKey::Proportional, &[(ALICE, 0), (CHARLIE, 0)]);
		settle();
		let before = shared(ALICE);
		read(ALICE, 0, 500);
		assert_eq!(Settlement::corrected(PRODUCT, id_of(ALICE)), Ok(true));
		assert_eq!(shared(ALICE), before);
		let record = Settlement::settlement_of(id_of(ALICE), PRODUCT).unwrap();
		assert_eq!(record.deviation.shortfall, 50);
	});
}

fn any_member() -> impl Strategy<Value = Member> {
	(0u32..400_000, 0u64..500, 0u64..500, any::<bool>()).prop_map(|(weight, offer, need, gives)| {
		let (offer, need) = if gives { (offer, 0) } else { (0, need) };
		Member { weight, offer, need }
	})
}

proptest! {
	/// What is taken is what is given; nobody gives more than it offers or gets more than it needs.
	#[test]
	fn energy_is_divided_and_not_made(
		members in prop::collection::vec(any_member(), 0..30), poor in 0usize..30, key in 0..3,
	) {
		let key = [SharingKey::Fixed, SharingKey::Proportional, SharingKey::Priority][key as usize];
		let divided = divide(key, &members, |place, _| place != poor);
		prop_assert_eq!(divided.len(), members.len());
		let (given, taken) = divided.iter().fold((0, 0), |sum, d| (sum.0 + d.0, sum.1 + d.1));
		prop_assert_eq!(given, taken);
		for (place, (member, (gives, gets))) in members.iter().zip(&divided).enumerate() {
			prop_assert!(*gives <= member.offer && *gets <= member.need);
			prop_assert!(place != poor || *gets == 0);
		}
		// Where all can pay and there is enough, nobody is left without, but for fixed parts.
		let (pool, needs) = members.iter().fold((0, 0), |sum, m| (sum.0 + m.offer, sum.1 + m.need));
		if key == SharingKey::Priority && poor >= members.len() {
			prop_assert_eq!(taken, needs.min(pool));
		}
		if key == SharingKey::Proportional && poor >= members.len() {
			prop_assert!(taken <= needs.min(pool) && taken + members.len() as u64 >= needs.min(pool));
		}
	}
}
