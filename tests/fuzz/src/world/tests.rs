//! Fixed calls that come where random ones seldom do.

use super::*;
use crate::{counts::Results, fees::Payment, people::People, reserves, run};
use frame_support::traits::fungible::NativeOrWithId;
use gridforge_primitives::{ParticipantId, Restraint, RestraintReason, Role, GRID};
use gridforge_runtime::{constants::watt::WATT_ID, Assets, Watt};
use pallet_energy_market::{Accounts, Call as Market};
use pallet_participants::{Call as Participants, HOME};
use sp_keyring::Sr25519Keyring::{AliceStash, Bob, Charlie, Ferdie, One, Two};

/// Slots after which nobody can object to a recovery any more: ten minutes.
const DELAY: u64 = 600_000 / SLOT_MILLIS;

/// Slots in which the sessions end that should have ended while no block was made.
const SLOTS_TO_ROOM: u64 = 15;

/// Slots that a transaction may be late.
const MARGIN: u64 = 20;

/// Bob, before he loses his key.
const BOB: ParticipantId = ParticipantId(2);

fn send(world: &mut World, request: Request) {
	world.take(Step::Send(Box::new(request)));
}

fn remark() -> RuntimeCall {
	frame_system::Call::<Runtime>::remark { remark: vec![] }.into()
}

/// Pay for a call that does nothing.
fn pay(world: &mut World, by: Sr25519Keyring, payment: Payment) {
	send(world, Request::signed(by, remark()).paying(payment));
}

/// Fees paid in WATT, and such as could not be paid.
fn fees(world: &World) -> (u64, u64) {
	(world.counts.fees, world.counts.unpayable)
}

fn restricted(world: &mut World, account: AccountId, restraint: Restraint) {
	let officers = || reserves::keepers(|role| role == Role::ComplianceOfficer);
	let officer = world.chain.execute_with(officers).remove(0);
	let reason = RestraintReason::Order;
	let call = pallet_watt::Call::<Runtime>::restrict { account, restraint, reason };
	send(world, Request::by_account(officer, call));
}

fn begin(world: &mut World, participant: ParticipantId, new: Sr25519Keyring) {
	let account = new.to_account_id();
	send(world, Request::signed(Two, Participants::begin_recovery { participant, account }));
}

fn stop(world: &mut World, by: Sr25519Keyring, participant: ParticipantId) {
	send(world, Request::signed(by, Participants::stop_recovery { participant }));
}

fn complete(world: &mut World, by: Sr25519Keyring, participant: ParticipantId) {
	send(world, Request::signed(by, Participants::complete_recovery { participant }));
}

/// Wait until the next transactions find room, so many slots later: in each of some blocks a session ends.
fn wait(world: &mut World, slots: u64) {
	world.take(Step::Block(slots - SLOTS_TO_ROOM));
	for _ in 0..SLOTS_TO_ROOM {
		world.take(Step::Block(1));
	}
}

/// How often a kind of call about participants was done and refused.
fn results(world: &World, call: &str) -> (u64, u64) {
	let results = world.counts.by_call.get(&format!("Participants.{call}"));
	let Results { done, refused } = results.copied().unwrap_or_default();
	(done, refused)
}

#[test]
fn whoever_has_watt_pays_in_it_and_nobody_else() {
	let mut world = World::new();
	pay(&mut world, Bob, Payment::in_watt(0));
	pay(&mut world, One, Payment::in_watt(GRID));
	assert_eq!(fees(&world), (2, 0));
	// No WATT, more than there is, and no currency.
	pay(&mut world, Two, Payment::in_watt(0));
	pay(&mut world, Bob, Payment::in_watt(u128::MAX));
	pay(&mut world, Bob, Payment { currency: Some(WATT_ID + 1), tip: 0 });
	assert_eq!(fees(&world), (2, 3));
	assert_eq!(world.counts.invalid, 3);
	world.close();
}

#[test]
fn the_restricted_pay_nothing_and_nothing_goes_to_the_blocked() {
	let mut world = World::new();
	restricted(&mut world, Bob.to_account_id(), Restraint::Frozen);
	pay(&mut world, Bob, Payment::in_watt(0));
	assert_eq!(fees(&world), (0, 1));
	restricted(&mut world, AliceStash.to_account_id(), Restraint::Blocked);
	pay(&mut world, Charlie, Payment::in_watt(0));
	assert_eq!(fees(&world), (1, 1));
	assert_eq!(world.counts.treasury_fees, 1);
	world.close();
}

#[test]
fn without_a_rate_nobody_pays_in_watt() {
	let mut world = World::new();
	let asset_kind = Box::new(NativeOrWithId::WithId(WATT_ID));
	let remove = pallet_asset_rate::Call::<Runtime>::remove { asset_kind };
	// Root's calls are free in the end, but for the tip, of which nobody can say any more what it comes to.
	send(&mut world, Request::root(remove).paying(Payment::in_watt(GRID)));
	assert_eq!(fees(&world), (1, 0));
	pay(&mut world, Bob, Payment::in_watt(0));
	assert_eq!(fees(&world), (1, 1));
	world.close();
}

#[test]
fn a_call_that_stops_watt_is_not_taken_for_watt() {
	let mut world = World::new();
	let keeper = world.chain.execute_with(Watt::keeper);
	let stop = || {
		Request::by_account(
			keeper.clone(),
			pallet_assets::Call::freeze_asset { id: WATT_ID.into() },
		)
	};
	send(&mut world, stop().paying(Payment::in_watt(0)));
	assert_eq!((fees(&world), world.counts.invalid), ((0, 0), 1));
	pay(&mut world, Bob, Payment::in_watt(0));
	assert_eq!(fees(&world), (1, 0));
	send(&mut world, stop());
	pay(&mut world, Bob, Payment::in_watt(0));
	assert_eq!(fees(&world), (1, 1));
	world.close();
}

#[test]
fn a_fee_in_watt_is_gone_before_the_call() {
	let mut world = World::new();
	// All that he has; the fee is taken from it first, so it is too much.
	let wallet = || Assets::balance(WATT_ID, Bob.to_account_id());
	let amount = world.chain.execute_with(wallet);
	let deposit = Market::<Runtime>::deposit { currency: WATT_ID, amount };
	send(&mut world, Request::signed(Bob, deposit).paying(Payment::in_watt(0)));
	assert_eq!(fees(&world), (1, 0));
	let Results { done, refused } = world.counts.by_call["EnergyMarket.deposit"];
	assert_eq!((done, refused), (0, 1));
	world.close();
}

#[test]
fn whoever_lost_a_key_keeps_money_and_orders_under_another() {
	let mut world = World::new();
	let trading = || Accounts::<Runtime>::get(BOB, WATT_ID);
	let before = world.chain.execute_with(trading);
	assert!(before.free + before.locked > 0, "Bob has money in the market");
	// Ferdie trades for Alice until he is Bob's new key.
	begin(&mut world, BOB, Ferdie);
	complete(&mut world, Ferdie, BOB);
	wait(&mut world, DELAY - MARGIN);
	complete(&mut world, Ferdie, BOB);
	wait(&mut world, 2 * MARGIN);
	complete(&mut world, One, BOB);
	assert_eq!(results(&world, "complete_recovery"), (0, 3));
	complete(&mut world, Ferdie, BOB);
	assert_eq!(results(&world, "complete_recovery"), (1, 3));
	assert_eq!(world.counts.recovered, 1);
	// The old key does nothing any more, and the new one all.
	let leave = || Participants::<Runtime>::choose_host { host: None };
	send(&mut world, Request::signed(Bob, leave()));
	send(&mut world, Request::signed(Ferdie, leave()));
	assert_eq!(results(&world, "choose_host"), (1, 1));
	// Bob can be somebody else's key from now on.
	begin(&mut world, ParticipantId(3), Bob);
	assert_eq!(results(&world, "begin_recovery"), (2, 0));
	world.close();
}

#[test]
fn whoever_has_the_key_objects() {
	let mut world = World::new();
	begin(&mut world, BOB, One);
	begin(&mut world, BOB, Ferdie);
	stop(&mut world, Charlie, BOB);
	stop(&mut world, Bob, BOB);
	stop(&mut world, Bob, BOB);
	assert_eq!(results(&world, "begin_recovery"), (1, 1));
	assert_eq!(results(&world, "stop_recovery"), (1, 2));
	wait(&mut world, DELAY + MARGIN);
	complete(&mut world, One, BOB);
	assert_eq!(results(&world, "complete_recovery"), (0, 1));
	assert_eq!((world.counts.recovered, world.counts.objections), (0, 1));
	world.close();
}

#[test]
fn no_recovery_without_a_registrar_or_to_somebodys_account_or_of_the_frozen() {
	let mut world = World::new();
	// Charlie is a participant, Two a registrar.
	begin(&mut world, BOB, Charlie);
	begin(&mut world, BOB, Two);
	restricted(&mut world, Bob.to_account_id(), Restraint::Frozen);
	begin(&mut world, BOB, One);
	assert_eq!(results(&world, "begin_recovery"), (0, 3));
	let participant = ParticipantId(3);
	begin(&mut world, participant, One);
	let (jurisdiction, account) = (HOME, Two.to_account_id());
	let dismiss = Participants::<Runtime>::dismiss_registrar { jurisdiction, account };
	send(&mut world, Request::root(dismiss));
	wait(&mut world, DELAY + MARGIN);
	complete(&mut world, One, participant);
	assert_eq!(results(&world, "complete_recovery"), (0, 1));
	world.close();
}

#[test]
#[should_panic(expected = "a participant is not whom it should be")]
fn notices_an_account_of_which_nothing_was_told() {
	let mut world = World::new();
	world.chain.execute_with(|| {
		let people = People::of_now();
		pallet_participants::Participants::<Runtime>::mutate(BOB, |bob| {
			bob.as_mut().expect("Bob is a participant").account = One.to_account_id();
		});
		people.check();
	});
}

#[test]
fn every_input_ends_with_other_accounts_and_many_pay_in_watt() {
	assert_eq!(run(&[]).recovered, 2);
	// As random as bytes need be.
	let seed = |block: u32| sp_io::hashing::blake2_256(&block.to_le_bytes());
	let bytes: Vec<u8> = (0..128).flat_map(seed).collect();
	assert!(run(&bytes).fees > 0);
}
