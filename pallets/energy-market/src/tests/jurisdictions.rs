//! What the jurisdiction of a participant lets it order.

use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok, storage::with_storage_layer};
use gridforge_primitives::{
	Cap, DelegateLimits, IntervalClock, IntervalId, JurisdictionId, JurisdictionRules, Kind, Lots,
	Millis, NewOrder, OrderType, OrderTypes, ParticipantId, Participants as _, Price, ProductId,
	Reach, Side, Tier, TierCaps, WattBalance, DAY, WATT,
};
use pallet_participants::{Reason, Status, Verification};
use sp_runtime::{DispatchError, Permill};

/// Of the north, tier `Basic`.
const NORA: AccountId = 31;
/// Of the north, tier `Full`.
const NILS: AccountId = 32;
/// Of the south, tier `Full`.
const SVEN: AccountId = 33;
const NORTH: JurisdictionId = JurisdictionId(1);
const SOUTH: JurisdictionId = JurisdictionId(2);
const NORTH_REGISTRAR: AccountId = 41;
const SOUTH_REGISTRAR: AccountId = 51;

const fn cap(lots: u32, money: WattBalance) -> Option<Cap> {
	Some(Cap { lots: Lots(lots), money })
}

/// In the north those of the tier `Basic` have caps, and there are limit orders in one's own zone only.
fn northern() -> JurisdictionRules {
	JurisdictionRules {
		basic: Some(TierCaps {
			order: cap(100, 200_000),
			day: cap(300, WATT),
			open: cap(200, 400_000),
		}),
		order_types: OrderTypes { limit: true, ..OrderTypes::NONE },
		cross_zone: false,
		..Default::default()
	}
}

fn set_rules(jurisdiction: JurisdictionId, rules: JurisdictionRules) {
	assert_ok!(Participants::set_rules(RuntimeOrigin::root(), jurisdiction, rules));
}

fn verified(tier: Tier, valid_until: Millis) -> Verification {
	Verification { kind: Kind::Household, tier, valid_until, credential: [1; 32] }
}

/// Two jurisdictions, in which people have money; no fee.
fn with_two(test: impl FnOnce()) {
	ExtBuilder::default().ad_valorem(Permill::zero()).build_and_execute(|| {
		let root = RuntimeOrigin::root;
		for (id, registrar, rules) in [
			(NORTH, NORTH_REGISTRAR, northern()),
			(SOUTH, SOUTH_REGISTRAR, JurisdictionRules::default()),
		] {
			assert_ok!(Participants::create_jurisdiction(root(), registrar + 100, rules));
			assert_ok!(Participants::appoint_registrar(root(), id, registrar));
		}
		for (registrar, account, tier) in [
			(NORTH_REGISTRAR, NORA, Tier::Basic),
			(NORTH_REGISTRAR, NILS, Tier::Full),
			(SOUTH_REGISTRAR, SVEN, Tier::Full),
		] {
			let registrar = RuntimeOrigin::signed(registrar);
			assert_ok!(Participants::admit(registrar, account, verified(tier, 10 * DAY)));
			let stranger = RuntimeOrigin::signed(STRANGER);
			assert_ok!(Assets::transfer(stranger, EUR.into(), account, 100 * WATT));
		}
		test();
	});
}

fn bid(price: i32, lots: u32) -> NewOrder {
	NewOrder::limit(PRODUCT, Side::Bid, Price(price), Lots(lots))
}

/// The order is refused, and a preview says the same.
fn refused(who: AccountId, order: NewOrder, error: Error<Test>) {
	let error = DispatchError::from(error);
	let preview = EnergyMarket::preview_order(order, Some(who));
	assert_eq!(preview.unwrap_err(), error);
	assert_noop!(send(who, order), error);
}

fn placed_today(who: AccountId) -> (u64, WattBalance) {
	Accounts::<Test>::get(id_of(who), EUR).placed.on(EnergyMarket::day())
}

#[test]
fn each_one_time_account_has_caps_and_a_number_of_its_own() {
	with_two(|| {
		let one_time = Some(TierCaps {
			order: cap(100, 200_000),
			day: cap(100, 200_000),
			open: cap(100, 200_000),
		});
		set_rules(NORTH, JurisdictionRules { one_time, ..northern() });
		let accounts: [AccountId; 2] = [34, 35];
		for account in accounts {
			let registrar = RuntimeOrigin::signed(NORTH_REGISTRAR);
			assert_ok!(Participants::admit(registrar, account, verified(Tier::OneTime, DAY)));
			let stranger = RuntimeOrigin::signed(STRANGER);
			assert_ok!(Assets::transfer(stranger, EUR.into(), account, 100 * WATT));
		}
		rest(SVEN, Side::Ask, 100, 200);
		for account in accounts {
			refused(account, bid(100, 101), Error::AboveOrderCap);
			assert_eq!(send(account, bid(100, 100)).unwrap().filled, Lots(100));
			refused(account, bid(100, 10), Error::AboveDayCap);
		}
		settle();
		assert_eq!(accounts.map(change_of), [-100_000, -100_000]);
	});
}

#[test]
fn two_jurisdictions_with_different_rules_trade_on_one_chain() {
	with_two(|| {
		assert_ok!(Grid::link_zones(RuntimeOrigin::root(), ZONE, NEIGHBOUR, Lots(1_000), Price(0)));
		rest(NORA, Side::Ask, 100, 100);
		let market = NewOrder { order_type: OrderType::Market, ..bid(150, 80) };
		let around = NewOrder { reach: Reach::Neighbours, ..bid(100, 10) };
		refused(NORA, market, Error::OrderTypeNotAllowed);
		refused(NORA, around, Error::NeighboursNotAllowed);
		refused(NILS, around, Error::NeighboursNotAllowed);
		refused(NORA, bid(10, 101), Error::AboveOrderCap);

		// The south lets all that be, and trades with the north.
		assert_eq!(send(SVEN, market).unwrap().filled, Lots(80));
		assert_eq!(send(SVEN, around).unwrap().filled, Lots(10));
		assert_ok!(place(SVEN, Side::Bid, 10, 5_000));
		assert_ok!(place(NILS, Side::Bid, 10, 5_000));
		settle();
		assert_eq!((change_of(NORA), change_of(SVEN)), (90_000, -90_000));
	});
}

/// What `who` has more than the 100 WATT that it began with.
fn change_of(who: AccountId) -> i128 {
	change(who) + (ENDOWMENT - 100 * WATT) as i128
}

#[test]
fn an_order_keeps_to_energy_and_money_to_the_unit() {
	with_two(|| {
		// 100 lots at 0.200 WATT per kWh are 0.2 WATT; a negative price counts as much.
		for price in [200, -200] {
			let sign = if price > 0 { 1 } else { -1 };
			assert_ok!(EnergyMarket::preview_order(bid(price, 100), Some(NORA)));
			refused(NORA, bid(price + sign, 100), Error::AboveOrderCap);
			refused(NORA, bid(price, 101), Error::AboveOrderCap);
		}
		// Nobody in particular has no caps.
		assert_ok!(EnergyMarket::preview_order(bid(200, 101), None));
	});
}

#[test]
fn a_day_counts_what_was_placed_and_gives_nothing_back() {
	with_two(|| {
		for n in 1..=3 {
			let order = rest(NORA, Side::Bid, 10, 100);
			assert_eq!(placed_today(NORA), (n * 100, u128::from(n) * 10_000));
			assert_ok!(cancel(NORA, order));
		}
		refused(NORA, bid(10, 10), Error::AboveDayCap);
		// Not even by taking all money out.
		let left = free(NORA);
		assert_ok!(EnergyMarket::withdraw(RuntimeOrigin::signed(NORA), EUR, left));
		refused(NORA, bid(10, 10), Error::AboveDayCap);

		// The next day it may again.
		set_time(DAY - 5 * MINUTE);
		let tomorrow = ProductId { interval: IntervalId(24 * 60), ..PRODUCT };
		let order = NewOrder { product: tomorrow, ..bid(10, 10) };
		refused(NORA, order, Error::AboveDayCap);
		set_time(DAY);
		let product = ProductId { interval: IntervalId(24 * 60 + 5), ..PRODUCT };
		assert_ok!(send(NORA, NewOrder { product, ..order }));
		assert_eq!(placed_today(NORA), (10, 1_000));
	});
}

#[test]
fn what_is_cancelled_at_once_does_not_count() {
	with_two(|| {
		set_rules(NORTH, JurisdictionRules { order_types: OrderTypes::ALL, ..northern() });
		rest(ALICE, Side::Ask, 100, 30);
		let ioc = NewOrder { order_type: OrderType::ImmediateOrCancel, ..bid(100, 100) };
		assert_eq!(send(NORA, ioc).unwrap().filled, Lots(30));
		assert_eq!(placed_today(NORA), (30, 30_000));
		let fok = NewOrder { order_type: OrderType::FillOrKill, ..bid(100, 100) };
		assert_eq!(send(NORA, fok).unwrap().filled, Lots(0));
		assert_eq!(placed_today(NORA), (30, 30_000));
	});
}

#[test]
fn money_has_a_cap_per_day_of_its_own() {
	with_two(|| {
		set_rules(
			NORTH,
			JurisdictionRules {
				basic: Some(TierCaps { day: cap(1_000, 250_000), ..Default::default() }),
				..northern()
			},
		);
		rest(NORA, Side::Bid, 100, 200);
		refused(NORA, bid(100, 51), Error::AboveDayCap);
		rest(NORA, Side::Bid, 100, 50);
		refused(NORA, bid(100, 10), Error::AboveDayCap);
		assert_eq!(placed_today(NORA), (250, 250_000));
	});
}

#[test]
fn open_and_unsettled_together_have_a_cap() {
	with_two(|| {
		let order = rest(NORA, Side::Bid, 100, 100);
		let next = ProductId { interval: IntervalId(11), ..PRODUCT };
		assert_ok!(place_in(next, NORA, Side::Ask, 100, 100));
		refused(NORA, bid(100, 10), Error::AboveOpenCap);
		// What is cancelled is open no longer, what has traded is still unsettled.
		assert_ok!(place(SVEN, Side::Ask, 100, 60));
		assert_ok!(cancel(NORA, order));
		assert_eq!(Accounts::<Test>::get(id_of(NORA), EUR).committed, 160);
		refused(NORA, bid(100, 41), Error::AboveOpenCap);
		rest(NORA, Side::Bid, 100, 40);
		settle();
		assert_eq!(Accounts::<Test>::get(id_of(NORA), EUR).committed, 100);
	});
}

#[test]
fn open_money_is_what_is_locked() {
	with_two(|| {
		let open = TierCaps { open: cap(10_000, 400_000), ..Default::default() };
		set_rules(NORTH, JurisdictionRules { basic: Some(open), ..northern() });
		rest(NORA, Side::Bid, 100, 300);
		refused(NORA, bid(100, 101), Error::AboveOpenCap);
		// An ask at a price above zero locks nothing.
		assert_ok!(place(NORA, Side::Ask, 200, 1_000));
		assert_ok!(place(NORA, Side::Bid, 100, 100));
		assert_eq!(locked(NORA), 400_000);
	});
}

#[test]
fn each_order_of_a_list_stands_or_falls_by_the_caps_alone() {
	with_two(|| {
		let orders = [bid(10, 100), bid(10, 101), bid(9, 100), bid(8, 10)];
		let orders = orders.to_vec().try_into().unwrap();
		assert_ok!(EnergyMarket::place_orders(RuntimeOrigin::signed(NORA), orders));
		let Event::OrdersPlaced { results, .. } = last_event() else { panic!("no list") };
		let errors: Vec<_> = results.iter().map(|r| r.as_ref().err().copied()).collect();
		let error = |error: Error<Test>| Some(error.into());
		let expected = [None, error(Error::AboveOrderCap), None, error(Error::AboveOpenCap)];
		assert_eq!(errors, expected);
		assert_eq!(placed_today(NORA), (200, 19_000));
	});
}

#[test]
fn an_amendment_that_places_anew_is_looked_at_anew() {
	with_two(|| {
		let order = rest(NORA, Side::Bid, 10, 100);
		let amend = |order, price, lots| {
			with_storage_layer(|| {
				let nora = RuntimeOrigin::signed(NORA);
				EnergyMarket::amend_order(nora, order, Price(price), Lots(lots))
					.map(|_| ())
					.map_err(|e| e.error)
			})
		};
		assert_noop!(amend(order, 10, 101), Error::<Test>::AboveOrderCap);
		assert_ok!(amend(order, 11, 100));
		assert_eq!(placed_today(NORA), (200, 21_000));
	});
}

#[test]
fn what_is_ordered_must_be_delivered_while_its_owner_is_verified() {
	with_two(|| {
		// As short as can be: until all is delivered that can be ordered now.
		let end = Clock::delivery_start(Clock::first_unopened());
		let registrar = || RuntimeOrigin::signed(NORTH_REGISTRAR);
		assert_ok!(Participants::renew(registrar(), id_of(NORA), verified(Tier::Basic, end)));
		let last = IntervalId(Clock::first_unopened().0 - 1);
		assert_ok!(place_in(ProductId { interval: last, ..PRODUCT }, NORA, Side::Ask, 100, 10));
		set_time(6 * MINUTE);
		let after = ProductId { interval: IntervalId(last.0 + 1), ..PRODUCT };
		let order = NewOrder { product: after, ..bid(10, 10) };
		refused(NORA, order, Error::VerificationEndsTooSoon);
		let renewed = verified(Tier::Basic, end + MINUTE);
		assert_ok!(Participants::renew(registrar(), id_of(NORA), renewed));
		assert_ok!(send(NORA, order));
	});
}

#[test]
fn nothing_trades_with_somebody_whose_verification_has_ended() {
	with_two(|| {
		let end = Clock::delivery_start(Clock::first_unopened());
		let registrar = RuntimeOrigin::signed(NORTH_REGISTRAR);
		assert_ok!(Participants::renew(registrar, id_of(NORA), verified(Tier::Basic, end)));
		let last = IntervalId(Clock::first_unopened().0 - 1);
		let product = ProductId { interval: last, ..PRODUCT };
		assert_ok!(place_in(product, NORA, Side::Ask, 100, 100));
		assert_ok!(place_in(product, SVEN, Side::Bid, 100, 60));
		// Its gate has closed long before.
		set_time(end);
		assert!(!Participants::may_trade(id_of(NORA)));
		assert_noop!(place_in(product, SVEN, Side::Bid, 100, 10), Error::<Test>::ProductClosed);
		idle(PLENTY);
		assert_eq!(change_of(NORA), 60_000);
		let nora = RuntimeOrigin::signed(NORA);
		assert_ok!(EnergyMarket::withdraw(nora, EUR, free(NORA)));
		let later = ProductId { interval: IntervalId(last.0 + 5), ..PRODUCT };
		let order = NewOrder { product: later, ..bid(10, 10) };
		refused(NORA, order, Error::VerificationEndsTooSoon);
	});
}

#[test]
fn a_tier_a_currency_and_a_status_can_keep_from_trading() {
	with_two(|| {
		set_rules(NORTH, JurisdictionRules { basic: None, ..northern() });
		refused(NORA, bid(10, 10), Error::TierMayNotTrade);
		assert_ok!(place(NILS, Side::Bid, 10, 10));
		set_rules(NORTH, JurisdictionRules { currency: Some(EUR + 1), ..northern() });
		refused(NORA, bid(10, 10), Error::CurrencyNotAllowed);
		refused(NILS, bid(10, 10), Error::CurrencyNotAllowed);
		set_rules(NORTH, JurisdictionRules { currency: Some(EUR), ..northern() });
		assert_ok!(place(NORA, Side::Bid, 10, 10));

		let registrar = RuntimeOrigin::signed(NORTH_REGISTRAR);
		let (suspended, why) = (Status::Suspended, Reason::Misconduct);
		assert_ok!(Participants::change_status(registrar, id_of(NORA), suspended, why));
		refused(NORA, bid(10, 10), Error::MayNotTrade);
		refused(STRANGER, bid(10, 10), Error::NoParticipant);
		// What it has open is cancelled, as for all who may trade no longer.
		idle(PLENTY);
		assert_eq!(position(NORA), Default::default());
	});
}

#[test]
fn stricter_rules_let_rest_what_rests() {
	with_two(|| {
		let order = rest(NILS, Side::Ask, 100, 5_000);
		set_rules(NORTH, JurisdictionRules { full: northern().basic, ..northern() });
		refused(NILS, bid(10, 10), Error::AboveOpenCap);
		assert_ok!(place(SVEN, Side::Bid, 100, 1_000));
		assert_ok!(cancel(NILS, order));
	});
}

#[test]
fn a_delegate_keeps_to_the_rules_of_its_participant() {
	with_two(|| {
		let agent = 60;
		let limits = DelegateLimits { zones: None, lots: Lots(150), locked: 10 * WATT, until: DAY };
		let nora = || RuntimeOrigin::signed(NORA);
		assert_ok!(Participants::appoint_delegate(nora(), agent, limits));
		assert_ok!(EnergyMarket::deposit(nora(), EUR, 10 * WATT));
		refused(agent, bid(10, 101), Error::AboveOrderCap);
		assert_ok!(place(agent, Side::Bid, 10, 100));
		assert_ok!(place(NORA, Side::Bid, 10, 50));
		refused(agent, bid(10, 10), Error::AboveDelegateLots);
		assert_eq!(placed_today(NORA), (150, 15_000));
	});
}

#[test]
fn a_recovered_account_has_the_participants_money_and_orders() {
	with_two(|| {
		let nora = id_of(NORA);
		assert_ok!(EnergyMarket::deposit(RuntimeOrigin::signed(NORA), EUR, 10 * WATT));
		let later = ProductId { interval: IntervalId(15), ..PRODUCT };
		assert_ok!(place_in(later, NORA, Side::Bid, 10, 100));
		let Event::OrderPlaced { outcome: Outcome { resting: Some(order), .. }, .. } = last_event()
		else {
			panic!("does not rest")
		};
		let registrar = RuntimeOrigin::signed(NORTH_REGISTRAR);
		let new = 62;
		assert_ok!(Participants::begin_recovery(registrar, nora, new));
		// The delay of the mock is ten minutes; the gate of the interval closes with it.
		set_time(15 * MINUTE);
		assert_ok!(Participants::complete_recovery(RuntimeOrigin::signed(new), nora));
		assert_eq!(id_of(new), nora);
		idle(PLENTY);
		set_time(16 * MINUTE);
		idle(PLENTY);
		assert_noop!(cancel(new, order), Error::<Test>::ProductClosed);
		assert_noop!(
			EnergyMarket::withdraw(RuntimeOrigin::signed(NORA), EUR, WATT),
			Error::<Test>::NoParticipant
		);
		assert_ok!(EnergyMarket::withdraw(RuntimeOrigin::signed(new), EUR, 10 * WATT));
		assert_eq!(wallet(new), 10 * WATT);
	});
}

#[test]
fn a_day_without_a_cap_leaves_no_trace_and_one_with_a_cap_until_it_is_over() {
	with_two(|| {
		let record = |who| Accounts::<Test>::contains_key(id_of(who), EUR);
		for who in [NORA, NILS] {
			let order = rest(who, Side::Ask, 100, 100);
			System::set_block_number(System::block_number() + 1);
			assert_ok!(cancel(who, order));
		}
		settle();
		assert!(record(NORA) && !record(NILS));
		set_time(DAY);
		let product = ProductId { interval: IntervalId(24 * 60 + 5), ..PRODUCT };
		assert_ok!(place_in(product, SVEN, Side::Ask, 100, 100));
		assert!(record(NORA));
		// Whatever happens to the account then takes it off.
		let nora = RuntimeOrigin::signed(NORA);
		assert_ok!(EnergyMarket::deposit(nora.clone(), EUR, WATT));
		assert_ok!(EnergyMarket::withdraw(nora, EUR, WATT));
		assert!(!record(NORA));
	});
}

#[test]
fn a_preview_by_somebody_is_what_its_order_does() {
	with_two(|| {
		rest(SVEN, Side::Ask, 100, 50);
		rest(NILS, Side::Ask, 101, 50);
		let order = NewOrder { price: Price(101), lots: Lots(80), ..bid(101, 80) };
		let preview = EnergyMarket::preview_order(order, Some(NORA)).unwrap();
		let outcome = send(NORA, order).unwrap();
		assert_eq!((preview.fills_now, preview.locked), (outcome.filled, outcome.locked));
		// Its own order is in its way, which nobody in particular does not know.
		let own = bid(101, 10);
		assert_eq!(EnergyMarket::preview_order(own, Some(NILS)).unwrap().fills_now, Lots(0));
		assert_eq!(EnergyMarket::preview_order(own, None).unwrap().fills_now, Lots(10));
		// How many it has placed in this block is no matter, and neither is money.
		assert_ok!(EnergyMarket::preview_order(bid(3_000, 100_000), Some(SVEN)));
		assert_eq!(ParticipantId(6), id_of(NORA));
	});
}
