//! `try_state` must see each kind of damage; these tests do the damage.

use crate::{mock::*, *};
use frame_support::assert_ok;
use gridforge_matching::{LevelId, PageId};
use gridforge_primitives::{Lots, ParticipantId, Side, Summary, Tick, Volume};

/// Do `damage` to a sound market, and expect `do_try_state` to name it.
fn is_seen(name: &str, damage: impl FnOnce()) {
	ExtBuilder::default().build().execute_with(|| {
		rest(ALICE, Side::Ask, 100, 1_000);
		rest(BOB, Side::Bid, 50, 1_000);
		assert_ok!(place(CHARLIE, Side::Bid, 100, 400));
		assert_ok!(EnergyMarket::do_try_state());
		damage();
		let seen = EnergyMarket::do_try_state();
		assert!(seen.is_err(), "{name} was not seen");
		println!("{name}: {:?}", seen.unwrap_err());
	});
}

const ASKS: LevelId = LevelId { side: Side::Ask, tick: Tick(600) };

fn edit_level(edit: impl FnOnce(&mut gridforge_matching::Level)) {
	Levels::<Test>::mutate(PRODUCT, ASKS, |level| edit(level.as_mut().unwrap()));
}

#[test]
fn damage_is_seen() {
	let charlie = ParticipantId(3);
	is_seen("money out of nothing", || {
		Accounts::<Test>::mutate(charlie, EUR, |a| a.free += 1);
	});
	is_seen("a lock without cause", || {
		Accounts::<Test>::mutate(charlie, EUR, |a| {
			a.free = 0;
			a.locked -= 1;
		});
	});
	is_seen("a position that locks too little", || {
		Positions::<Test>::mutate(PRODUCT, charlie, |p| p.locked -= 1);
	});
	is_seen("commitments that no position has", || {
		Accounts::<Test>::mutate(charlie, EUR, |a| a.committed += 1);
	});
	is_seen("energy out of nothing", || {
		Positions::<Test>::mutate(PRODUCT, charlie, |p| p.bought += 1);
	});
	is_seen("a price that was not paid", || {
		Positions::<Test>::mutate(PRODUCT, charlie, |p| p.paid -= 1);
	});
	is_seen("a fee out of nothing", || {
		Positions::<Test>::mutate(PRODUCT, charlie, |p| p.charge.tax += 1_000_000);
	});
	is_seen("more cancels than orders", || {
		Positions::<Test>::mutate(PRODUCT, charlie, |p| p.conduct.cancels = 2);
	});
	is_seen("a volume of nothing", || {
		Accounts::<Test>::mutate(charlie, EUR, |a| a.volume.before = 1);
	});
	is_seen("a volume of tomorrow", || {
		let period = 1;
		let volume = Volume { period, lots: 1, before: 0 };
		Accounts::<Test>::mutate(charlie, EUR, |a| a.volume = volume);
	});
	is_seen("a product that has settled before", || {
		pallet_settlement::Summaries::<Test>::insert(ZONE, INTERVAL, Summary::default());
	});
	is_seen("a best price that nobody offers", || {
		Products::<Test>::mutate(INTERVAL, ZONE, |product| {
			product.as_mut().unwrap().book = Default::default();
		});
	});
	is_seen("an order filled past its size", || {
		edit_level(|l| l.page.orders[0].filled = Lots(1_001));
	});
	is_seen("open lots that are not there", || edit_level(|l| l.open += 1));
	is_seen("an order nobody lists", || {
		Positions::<Test>::mutate(PRODUCT, ParticipantId(1), |p| p.orders.clear());
	});
	is_seen("a product nobody lists", || {
		Accounts::<Test>::mutate(charlie, EUR, |a| a.products.clear());
	});
	is_seen("a header that is gone", || Products::<Test>::remove(INTERVAL, ZONE));
	is_seen("a level that is gone", || Levels::<Test>::remove(PRODUCT, ASKS));
	is_seen("a page of no level", || {
		let id = PageId { side: Side::Bid, tick: Tick(1), number: 0 };
		Pages::<Test>::insert(PRODUCT, id, gridforge_matching::Page::default());
	});
	is_seen("a product that nobody will settle", || {
		pallet_settlement::Due::<Test>::remove(INTERVAL, PRODUCT);
	});
}
