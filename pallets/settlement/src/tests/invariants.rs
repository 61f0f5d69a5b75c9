//! `try_state` must see each kind of damage; these tests do the damage.

use crate::{mock::*, *};

/// Do `damage` to a sound settlement, and expect `do_try_state` to name it.
fn is_seen(name: &str, reach: impl FnOnce(), damage: impl FnOnce()) {
	ExtBuilder::default().supplies(10_000).build().execute_with(|| {
		trade(ALICE, CHARLIE, 150, 100);
		read(ALICE, 0, 500);
		read(CHARLIE, 0, 0);
		reach();
		check();
		damage();
		let seen = Settlement::do_try_state();
		assert!(seen.is_err(), "{name} was not seen");
		println!("{name}: {:?}", seen.unwrap_err());
	});
}

fn waiting() {}

/// Until somebody has been settled and somebody has not.
fn under_way() {
	pass_deadline();
	for _ in 0..50 {
		idle(STEP * 2);
		if Claims::<Test>::iter().count() + Records::<Test>::iter().count() > 0 {
			return;
		}
	}
	panic!("no position was settled in fifty blocks");
}

/// Until both have been settled, and Charlie's claim has not been paid.
fn claimed() {
	under_way();
	while Claims::<Test>::iter().count() == 0 {
		idle(STEP * 2);
	}
}

fn edit(edit: fn(&mut Settling)) {
	UnderWay::<Test>::mutate(|work| match work {
		Some(Work::Settle(settling)) => edit(settling),
		other => panic!("no settlement but {other:?}"),
	});
}

#[test]
fn damage_is_seen() {
	is_seen("money collected out of nothing", under_way, || edit(|s| s.pot += 1));
	is_seen("a purse that grew", under_way, || edit(|s| s.purse += 1));
	is_seen("energy sold while settling", under_way, || edit(|s| s.contracts.sold += 1));
	is_seen("a settlement of no product", under_way, || edit(|s| s.product.zone.0 += 9));
	is_seen("a claim that nobody has", claimed, || {
		Claims::<Test>::mutate(PRODUCT, id_of(CHARLIE), |c| *c = c.map(|c| c + 1));
	});
	is_seen("a claim on nothing", settle, || {
		Claims::<Test>::insert(PRODUCT, id_of(CHARLIE), 1);
	});
	is_seen("a record of more energy", settle, || {
		Records::<Test>::mutate(PRODUCT, id_of(CHARLIE), |r| {
			r.as_mut().unwrap().contract.bought += 1;
		});
	});
	is_seen("a record of another deviation", settle, || {
		Records::<Test>::mutate(PRODUCT, id_of(ALICE), |r| {
			r.as_mut().unwrap().deviation.cost += 1;
		});
	});
	is_seen("a summary of other charges", settle, || {
		Summaries::<Test>::mutate(ZONE, INTERVAL, |s| s.as_mut().unwrap().charge.tax += 1);
	});
	is_seen("a record without a summary", settle, || Summaries::<Test>::remove(ZONE, INTERVAL));
	is_seen("a product that settles twice", settle, || {
		Due::<Test>::insert(gridforge_primitives::IntervalId(99), PRODUCT, Job::Settle);
	});
	is_seen("a product behind the queue", waiting, || {
		DueFrom::<Test>::put(gridforge_primitives::IntervalId(99));
	});
	is_seen("a product that is gone", waiting, || {
		pallet_energy_market::Products::<Test>::remove(INTERVAL, ZONE);
	});
	is_seen("terms kept for ever", settle, || {
		let _ = Due::<Test>::clear(u32::MAX, None);
	});
}
