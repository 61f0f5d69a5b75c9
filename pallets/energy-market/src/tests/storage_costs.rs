//! How many keys a command writes and how many bytes an order takes: the figures the layout is made for.

use crate::{mock::*, Accounts, Positions};
use codec::Encode;
use frame_support::{
	assert_ok,
	storage::{storage_prefix, unhashed},
};
use gridforge_primitives::{Lots, Side};
use std::collections::{BTreeMap, BTreeSet};

type State = BTreeMap<Vec<u8>, Vec<u8>>;

/// Everything that the market stores.
fn state() -> State {
	let prefix = sp_io::hashing::twox_128(b"EnergyMarket").to_vec();
	let mut state = State::new();
	let mut key = prefix.clone();
	while let Some(next) = sp_io::storage::next_key(&key).filter(|k| k.starts_with(&prefix)) {
		state.insert(next.clone(), unhashed::get_raw(&next).unwrap());
		key = next;
	}
	state
}

/// The keys that `command` wrote or deleted, the product's header apart.
fn written(command: impl FnOnce()) -> usize {
	let before = state();
	command();
	let after = state();
	let header = storage_prefix(b"EnergyMarket", b"Products");
	let keys: BTreeSet<_> = before.keys().chain(after.keys()).collect();
	keys.into_iter()
		.filter(|key| !key.starts_with(&header) && before.get(*key) != after.get(*key))
		.count()
}

fn bytes() -> usize {
	state().values().map(Vec::len).sum()
}

#[test]
fn a_resting_order_writes_three_keys_and_one_more_when_a_page_fills() {
	ExtBuilder::default().build_and_execute(|| {
		let deposit = |who| EnergyMarket::deposit(RuntimeOrigin::signed(who), EUR, 10_000_000);
		for who in [ALICE, BOB, CHARLIE] {
			assert_ok!(deposit(who));
		}
		let mut counts = Vec::new();
		for n in 0..66 {
			let who = [ALICE, BOB, CHARLIE][n % 3];
			counts.push(written(|| {
				rest(who, Side::Bid, 100, 10);
			}));
		}
		let usual = counts.iter().filter(|n| **n == 3).count();
		assert_eq!((counts[32], counts[64], usual), (4, 4, 64));
	});
}

#[test]
fn a_maker_costs_its_taker_no_key() {
	let sweep = |makers: u32| {
		let mut keys = 0;
		ExtBuilder::default().build_and_execute(|| {
			for n in 0..32 {
				rest([ALICE, BOB, EVE, OPERATOR][n % 4], Side::Ask, 100, 10);
			}
			assert_ok!(EnergyMarket::deposit(RuntimeOrigin::signed(CHARLIE), EUR, 10_000_000));
			keys = written(|| place(CHARLIE, Side::Bid, 100, 10 * makers).unwrap());
		});
		keys
	};
	assert_eq!(sweep(1), 3, "level, position, account");
	assert_eq!(sweep(31), sweep(1));
}

#[test]
fn an_order_takes_twenty_one_bytes_in_the_book_and_eight_in_its_owners_list() {
	ExtBuilder::default().build_and_execute(|| {
		rest(ALICE, Side::Ask, 100, 10);
		rest(ALICE, Side::Ask, 100, 10);
		let before = bytes();
		rest(ALICE, Side::Ask, 100, 10);
		assert_eq!(bytes() - before, 21 + 8);
	});
}

#[test]
fn cancelling_writes_three_keys_and_leaves_no_order() {
	ExtBuilder::default().build_and_execute(|| {
		rest(BOB, Side::Ask, 100, 10);
		let before = bytes();
		let order = rest(ALICE, Side::Ask, 100, 10);
		// In a later block the account need not remember how many orders there were in this one.
		System::set_block_number(2);
		assert_eq!(written(|| cancel(ALICE, order).unwrap()), 3);
		// The page keeps a closed slot of twenty-one bytes until the gate, and the owner's position and account that
		// it was cancelled.
		let id = id_of(ALICE);
		let kept = Positions::<Test>::get(PRODUCT, id).encoded_size()
			+ Accounts::<Test>::get(id, EUR).encoded_size();
		assert_eq!(bytes() - before, 21 + kept);
		assert_eq!(
			gridforge_matching::find(&crate::store::ProductStore::<Test>::of(PRODUCT), order.place)
				.map(|o| o.open()),
			Some(Lots(0))
		);
	});
}

#[test]
fn a_settled_product_leaves_nothing_but_the_zones_closing_price() {
	ExtBuilder::default().build_and_execute(|| {
		let before = state();
		rest(BOB, Side::Ask, 100, 1_000);
		assert_ok!(place(CHARLIE, Side::Bid, 100, 1_000));
		settle();
		for (who, amount) in [(BOB, 1_000_000), (OPERATOR, 50_000)] {
			assert_ok!(EnergyMarket::withdraw(RuntimeOrigin::signed(who), EUR, amount));
		}
		let after = state();
		let left: Vec<_> = after.keys().filter(|key| !before.contains_key(*key)).collect();
		// One for each zone.
		let close = storage_prefix(b"EnergyMarket", b"ClosingPrices");
		assert!(left.len() == 1 && left[0].starts_with(&close), "{left:?}");
	});
}
