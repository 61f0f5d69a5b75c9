//! Buyers who stake are charged less, the treasury alone pays for it, and terms stay as they were.

use crate::{mock::*, *};
use frame_support::assert_ok;
use gridforge_primitives::{
	Charge, IntervalId, Lots, NewOrder, Price, ProductId, Shares, Side, Tariff, Volume, TREASURY,
};
use sp_runtime::Permill;

/// A tenth of the value; a fifth of that is the treasury's, three tenths the host's.
fn shared(tariff: &mut Tariff) {
	let percent = Permill::from_percent;
	tariff.ad_valorem = percent(10);
	tariff.shares = Shares { host: percent(30), treasury: percent(20) };
}

/// A market in which the tiers have a tenth, a half and all of the treasury's part.
fn with_discounts(test: impl FnOnce()) {
	ExtBuilder::default().tariff(shared).build_and_execute(|| {
		set_discounts([10, 50, 100]);
		test();
	});
}

fn treasury() -> u128 {
	Accounts::<Test>::get(TREASURY, EUR).free
}

#[test]
fn the_treasury_alone_pays_for_them() {
	for (tier, discount) in [(0, 0), (1, 2_000), (2, 10_000), (3, 20_000)] {
		with_discounts(|| {
			assert_ok!(Participants::choose_host(RuntimeOrigin::signed(CHARLIE), Some(id_of(EVE))));
			set_tier(id_of(CHARLIE), tier);
			rest(ALICE, Side::Ask, 100, 1_000);
			assert_ok!(place(CHARLIE, Side::Bid, 100, 1_000));
			settle();
			assert_eq!(change(CHARLIE), -1_100_000 + discount, "{tier}");
			assert_eq!((change(EVE), change(OPERATOR)), (30_000, 50_000));
			assert_eq!(treasury() as i128, 20_000 - discount);
		});
	}
}

#[test]
fn a_resting_order_keeps_the_tier_that_it_was_placed_with() {
	with_discounts(|| {
		for (who, before, after) in [(BOB, 3, 0), (CHARLIE, 0, 3)] {
			set_tier(id_of(who), before);
			rest(who, Side::Bid, 100, 1_000);
			set_tier(id_of(who), after);
			assert_ok!(place(ALICE, Side::Ask, 100, 1_000));
		}
		settle();
		assert_eq!(change(BOB), -1_080_000);
		assert_eq!(change(CHARLIE), -1_100_000);
		assert_eq!(treasury(), 20_000);
	});
}

#[test]
fn a_product_keeps_the_discounts_that_it_opened_with() {
	with_discounts(|| {
		set_tier(id_of(CHARLIE), 3);
		rest(ALICE, Side::Ask, 100, 1_000);
		set_discounts([0, 0, 50]);
		assert_ok!(place(CHARLIE, Side::Bid, 100, 1_000));
		assert_eq!(position(CHARLIE).charge.discount, 20_000);
		let later = ProductId { interval: IntervalId(PRODUCT.interval.0 - 1), ..PRODUCT };
		assert_ok!(place_in(later, ALICE, Side::Ask, 100, 1_000));
		assert_ok!(place_in(later, CHARLIE, Side::Bid, 100, 1_000));
		assert_eq!(Positions::<Test>::get(later, id_of(CHARLIE)).charge.discount, 10_000);
	});
}

#[test]
fn a_lock_covers_the_whole_fee_and_the_rest_of_it_is_released() {
	with_discounts(|| {
		set_tier(id_of(CHARLIE), 3);
		let order = rest(CHARLIE, Side::Bid, 100, 1_000);
		assert_eq!(locked(CHARLIE), 1_100_000);
		assert_ok!(place(ALICE, Side::Ask, 100, 300));
		assert_ok!(cancel(CHARLIE, order));
		assert_eq!(locked(CHARLIE), 330_000);
		settle();
		assert_eq!((locked(CHARLIE), change(CHARLIE)), (0, -324_000));
	});
}

#[test]
fn a_preview_is_the_charge() {
	with_discounts(|| {
		rest(ALICE, Side::Ask, 99, 333);
		for (tier, who) in [(0, CHARLIE), (1, BOB), (2, EVE), (3, OPERATOR)] {
			set_tier(id_of(who), tier);
			let bid = NewOrder::limit(PRODUCT, Side::Bid, Price(100), Lots(77));
			let preview = EnergyMarket::preview_order(bid, Some(who)).unwrap();
			let unknown = EnergyMarket::preview_order(bid, None).unwrap();
			assert_ok!(send(who, bid));
			assert_eq!(position(who).charge, preview.charge_now);
			assert_eq!(locked(who), preview.locked);
			let Charge { discount, .. } = preview.charge_now;
			assert_eq!(preview.charge_now.fee() + discount, unknown.charge_now.fee());
			assert_eq!(discount > 0, tier > 0);
		}
		let bid = NewOrder::limit(PRODUCT, Side::Bid, Price(100), Lots(77));
		let nobody = EnergyMarket::preview_order(bid, Some(STRANGER));
		assert_eq!(nobody, Err(Error::<Test>::NoParticipant.into()));
	});
}

#[test]
fn an_amended_order_is_placed_anew_and_a_reduced_one_is_not() {
	with_discounts(|| {
		let root = |who| RuntimeOrigin::signed(who);
		let reduced = rest(CHARLIE, Side::Bid, 100, 1_000);
		let amended = rest(CHARLIE, Side::Bid, 90, 1_000);
		set_tier(id_of(CHARLIE), 3);
		assert!(EnergyMarket::amend_order(root(CHARLIE), reduced, Price(100), Lots(900)).is_ok());
		assert!(EnergyMarket::amend_order(root(CHARLIE), amended, Price(91), Lots(900)).is_ok());
		assert_ok!(place(ALICE, Side::Ask, 91, 1_800));
		settle();
		// 90,000 of fee at 100, and 81,900 less a fifth at 91.
		assert_eq!(change(CHARLIE), -900_000 - 819_000 - 90_000 - 81_900 + 16_380);
	});
}

#[test]
fn volume_makes_a_tier_too_and_the_higher_one_counts() {
	let volumes = [Some(1_000), Some(2_000), None];
	for (lots, staked, discount) in [
		(999, 0, 0),
		(1_000, 0, 2_000),
		(2_000, 0, 10_000),
		(2_000, 1, 10_000),
		(1_000, 2, 10_000),
		(u64::MAX, 3, 20_000),
	] {
		with_discounts(|| {
			TierDiscounts::mutate(|discounts| discounts.volumes = volumes);
			set_tier(id_of(CHARLIE), staked);
			let period = EnergyMarket::volume_period(PRODUCT.interval);
			Accounts::<Test>::mutate(id_of(CHARLIE), EUR, |account| {
				account.volume = Volume { period, lots, before: 0 };
			});
			rest(ALICE, Side::Ask, 100, 1_000);
			let bid = NewOrder::limit(PRODUCT, Side::Bid, Price(100), Lots(1_000));
			let preview = EnergyMarket::preview_order(bid, Some(CHARLIE)).unwrap();
			assert_ok!(send(CHARLIE, bid));
			assert_eq!(position(CHARLIE).charge.discount, discount, "{lots} {staked}");
			assert_eq!(preview.charge_now, position(CHARLIE).charge);
			settle();
			assert_eq!(
				(change(CHARLIE), treasury() as i128),
				(-1_100_000 + discount as i128, 20_000 - discount as i128,)
			);
		});
	}
}

#[test]
fn a_product_keeps_the_volumes_that_it_opened_with() {
	with_discounts(|| {
		let volumes = |least| TierDiscounts::mutate(|discounts| discounts.volumes[0] = least);
		volumes(Some(10));
		let period = EnergyMarket::volume_period(PRODUCT.interval);
		Accounts::<Test>::mutate(id_of(CHARLIE), EUR, |account| account.volume.add(period, 10));
		rest(ALICE, Side::Ask, 100, 1_000);
		volumes(None);
		assert_ok!(place(CHARLIE, Side::Bid, 100, 1_000));
		assert_eq!(position(CHARLIE).charge.discount, 2_000);
	});
}

#[test]
fn an_account_without_money_is_kept_while_its_volume_counts() {
	with_discounts(|| {
		let empty = |volume| AccountOf::<Test> { volume, ..Default::default() };
		let volume = Volume { period: 7, lots: 1, before: 0 };
		for (account, period, is_empty) in [
			(empty(volume), 7, false),
			(empty(volume), 8, false),
			(empty(volume), 9, true),
			(empty(Volume::default()), 0, true),
		] {
			assert_eq!(account.is_empty(|| 1, || 1, || period), is_empty, "{period}");
		}
	});
}

#[test]
fn a_list_of_orders_looks_the_tier_up_once() {
	with_discounts(|| {
		set_tier(id_of(CHARLIE), 2);
		rest(ALICE, Side::Ask, 100, 1_000);
		let order = |side, price| NewOrder::limit(PRODUCT, side, Price(price), Lots(500));
		let orders = vec![order(Side::Ask, 120), order(Side::Bid, 100), order(Side::Bid, 90)];
		let orders = orders.try_into().unwrap();
		assert!(EnergyMarket::place_orders(RuntimeOrigin::signed(CHARLIE), orders).is_ok());
		assert_ok!(place(ALICE, Side::Ask, 90, 500));
		settle();
		// Taken at 100 and at rest at 90, a tenth less of each fee.
		assert_eq!(change(CHARLIE), -500_000 - 450_000 - 50_000 - 45_000 + 5_000 + 4_500);
	});
}

#[test]
fn auctions_and_crossings_count_too() {
	let auction = ExtBuilder::default().tariff(shared).auction(5 * MINUTE);
	auction.build_and_execute(|| {
		set_discounts([10, 50, 100]);
		set_time(1);
		set_tier(id_of(CHARLIE), 3);
		rest(CHARLIE, Side::Bid, 100, 1_000);
		rest(ALICE, Side::Ask, 100, 1_000);
		set_time(5 * MINUTE);
		idle(PLENTY);
		assert_eq!(position(CHARLIE).charge.discount, 20_000);
		settle();
		assert_eq!(change(CHARLIE), -1_080_000);
	});
	with_discounts(|| {
		assert_ok!(Grid::link_zones(
			RuntimeOrigin::root(),
			ZONE,
			NEIGHBOUR,
			Lots(1_000),
			Price(10)
		));
		assert_ok!(place_in(NEXT_DOOR, ALICE, Side::Ask, 100, 1_000));
		set_tier(id_of(CHARLIE), 3);
		let reach = gridforge_primitives::Reach::Neighbours;
		let bid = NewOrder::limit(PRODUCT, Side::Bid, Price(120), Lots(1_000));
		assert_ok!(send(CHARLIE, NewOrder { reach, ..bid }));
		// 100,000 of fee and as much for crossing, of which a fifth is the treasury's.
		assert_eq!(position(CHARLIE).charge.discount, 40_000);
		settle();
		assert_eq!(change(CHARLIE), -1_160_000);
		assert_eq!((change(OPERATOR), treasury()), (160_000, 0));
	});
}
