//! What the grid charges, when, and who gets it.

use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok};
use gridforge_primitives::{
	IntervalClock, Lots, Multiplier, PerKwh, ProductId, Shares, Side, Tariff, WATT,
};
use sp_runtime::Permill;

fn percent(percent: u32) -> Permill {
	Permill::from_percent(percent)
}

/// 10 % of the value, 0.02 WATT per kWh, 20 % tax.
fn dear(tariff: &mut Tariff) {
	tariff.ad_valorem = percent(10);
	tariff.per_kwh = PerKwh(20_000);
	tariff.tax = percent(20);
}

#[test]
fn taker_and_maker_pay_the_same_for_the_same() {
	for maker_buys in [false, true] {
		ExtBuilder::default().tariff(dear).build_and_execute(|| {
			let orders = [(CHARLIE, Side::Bid), (ALICE, Side::Ask)];
			let (first, second) = if maker_buys { (0, 1) } else { (1, 0) };
			for at in [first, second] {
				let (who, side) = orders[at];
				assert_ok!(place(who, side, 100, 1_000));
			}
			settle();
			// 1 WATT for 10 kWh; 0.1 and 0.2 of fee, 0.2 of tax. The operator collects the tax, too.
			assert_eq!(change(CHARLIE), -1_500_000);
			assert_eq!(change(ALICE), 1_000_000);
			assert_eq!(change(OPERATOR), 500_000);
			let summary = Settlement::interval_summary(PRODUCT).unwrap();
			assert_eq!((summary.charge.fee(), summary.charge.tax), (300_000, 200_000));
		});
	}
}

#[test]
fn the_load_when_an_order_is_placed_decides_for_all_of_it() {
	let congested = |tariff: &mut Tariff| {
		tariff.ad_valorem = Permill::zero();
		tariff.per_kwh = PerKwh(10_000);
		tariff.congestion = [100, 200, 300, 400].map(Multiplier);
	};
	let market = ExtBuilder::default().tariff(congested).limits(|l| l.capacity = Lots(1_000));
	market.build_and_execute(|| {
		rest(ALICE, Side::Ask, 100, 1_000);
		// Placed while nothing has traded; traded when half the capacity is taken.
		rest(BOB, Side::Bid, 90, 100);
		assert_ok!(place(CHARLIE, Side::Bid, 100, 500));
		assert_ok!(place(EVE, Side::Bid, 100, 100));
		// Placed while half of it is taken.
		rest(CHARLIE, Side::Bid, 80, 100);
		assert_ok!(place(ALICE, Side::Ask, 90, 100));
		assert_ok!(place(ALICE, Side::Ask, 80, 100));
		settle();
		assert_eq!(change(CHARLIE), -500_000 - 50_000 - 80_000 - 30_000);
		assert_eq!(change(EVE), -100_000 - 30_000);
		assert_eq!(change(BOB), -90_000 - 10_000);
	});
}

#[test]
fn the_cap_limits_the_fee() {
	let capped = |tariff: &mut Tariff| {
		dear(tariff);
		tariff.cap = Some(PerKwh(5_000));
	};
	ExtBuilder::default().tariff(capped).build_and_execute(|| {
		rest(ALICE, Side::Ask, 100, 1_000);
		assert_ok!(place(CHARLIE, Side::Bid, 100, 1_000));
		settle();
		assert_eq!(change(CHARLIE), -1_000_000 - 50_000 - 200_000);
	});
}

fn shared(tariff: &mut Tariff) {
	dear(tariff);
	tariff.shares = Shares { host: percent(30), treasury: percent(20) };
}

#[test]
fn fees_are_shared_and_come_to_the_fee_exactly() {
	ExtBuilder::default().tariff(shared).build_and_execute(|| {
		assert_ok!(Participants::choose_host(RuntimeOrigin::signed(CHARLIE), Some(id_of(EVE))));
		rest(ALICE, Side::Ask, 100, 1_111);
		assert_ok!(place(CHARLIE, Side::Bid, 100, 1_011));
		assert_ok!(place(BOB, Side::Bid, 100, 100));
		settle();
		// Charlie's fee is 303,300, Bob's 30,000; Bob has no host. Each part is rounded down.
		assert_eq!(change(EVE), 90_990);
		let treasury = Accounts::<Test>::get(gridforge_primitives::TREASURY, EUR).free;
		assert_eq!(treasury, 66_660);
		let taxes = 222_200;
		assert_eq!(change(OPERATOR), 333_300 - 90_990 - 66_660 + taxes);
		assert_ok!(EnergyMarket::pay_treasury(RuntimeOrigin::signed(STRANGER), EUR));
		assert_eq!(wallet(TREASURER), 66_660);
		assert_noop!(
			EnergyMarket::pay_treasury(RuntimeOrigin::signed(STRANGER), EUR),
			Error::<Test>::ZeroAmount
		);
	});
}

#[test]
fn a_treasury_that_cannot_be_paid_stops_no_settlement() {
	ExtBuilder::default().tariff(shared).build_and_execute(|| {
		let gift = Assets::transfer(RuntimeOrigin::signed(EVE), EUR.into(), TREASURER, 1);
		assert_ok!(gift);
		assert_ok!(Assets::block(RuntimeOrigin::signed(OPERATOR), EUR.into(), TREASURER));
		rest(ALICE, Side::Ask, 100, 1_000);
		assert_ok!(place(CHARLIE, Side::Bid, 100, 1_000));
		settle();
		assert_eq!(change(ALICE), WATT as i128);
		let pay = || EnergyMarket::pay_treasury(RuntimeOrigin::signed(ALICE), EUR);
		assert!(frame_support::storage::with_storage_layer(pay).is_err());
		assert_eq!(Accounts::<Test>::get(gridforge_primitives::TREASURY, EUR).free, 60_000);
	});
}

#[test]
fn a_new_tariff_reaches_only_what_has_not_opened() {
	ExtBuilder::default().build_and_execute(|| {
		let free = Tariff { ad_valorem: Permill::zero(), ..Tariff::default() };
		assert_ok!(Grid::set_tariff(RuntimeOrigin::root(), ZONE, None, Some(free)));
		let unopened = ProductId { interval: Clock::first_unopened(), ..PRODUCT };
		set_time(6 * MINUTE);
		for (product, fee) in [(PRODUCT, 50_000), (unopened, 0)] {
			assert_ok!(place_in(product, ALICE, Side::Ask, 100, 1_000));
			assert_ok!(place_in(product, CHARLIE, Side::Bid, 100, 1_000));
			let charge = Positions::<Test>::get(product, id_of(CHARLIE)).charge;
			assert_eq!(charge.total(), fee);
		}
	});
}
