//! The program dies between every two steps, and the network loses what it sends: it all comes to the same.

use super::{
	model::Loss,
	world::{credit, Outcome, World, ALICE, BOB, PAYEE_OF_ALICE, PAYEE_OF_BOB, WATT},
};
use crate::{
	engine::Subject,
	identifiers::Salt,
	ledger::Account,
	states::{PaymentState, RedemptionState, Step},
};
use gridforge_primitives::ReturnReason;

/// Three payments, one of which has to be approved; four redemptions, two of which cannot be paid; and what the bank says.
async fn play(world: &mut World) -> Outcome {
	let (alice, bob) = (world.alice.to_string(), world.bob.to_string());
	world.deliver(&[
		credit("IN-1", "250.00", &alice),
		credit("IN-2", "10.50", &format!("for energy {bob}")),
		credit("IN-3", "20000.00", &bob),
	]);
	world.work().await;
	// The bank says some of it again.
	world.deliver(&[credit("IN-2", "10.50", &bob), credit("IN-4", "0.01", &alice)]);
	world.engine().approve(Subject::Payment(3), "A. Clerk").unwrap();
	world.work().await;

	world.chain.redeem(ALICE, 20 * WATT, PAYEE_OF_ALICE);
	world.chain.redeem(BOB, WATT + 1, PAYEE_OF_BOB);
	world.chain.redeem(BOB, 5 * WATT, PAYEE_OF_BOB);
	world.chain.redeem(ALICE, 7 * WATT, [0; 32]);
	world.work().await;
	let paid = world.paid();
	world.deliver(&paid);
	world.work().await;
	world.outcome()
}

fn expect(outcome: &Outcome) {
	assert_eq!(outcome.balances[&ALICE], 230_010_000);
	assert_eq!(outcome.balances[&BOB], 20_005_500_000);
	assert_eq!((outcome.minted, outcome.redeemed), (20_260_510_000, 25 * WATT));
	assert_eq!(outcome.mints.len(), 4);
	assert!(outcome.mints.values().all(|times| *times == 1));
	let amounts: Vec<_> = outcome.ordered.values().cloned().collect();
	assert_eq!(amounts, [(1, "20.00".into()), (1, "5.00".into())]);
	assert_eq!(outcome.proofs.keys().copied().collect::<Vec<_>>(), [1, 3]);
	assert_eq!(
		outcome.returned,
		[(2, ReturnReason::PaymentRefused), (4, ReturnReason::UnknownPayout)].into()
	);
	assert!(outcome.payments.iter().all(|(_, state)| *state == PaymentState::Minted));
	let states: Vec<_> = outcome.redemptions.iter().map(|(_, state)| *state).collect();
	use RedemptionState::{Confirmed, Returned};
	assert_eq!(states, [Confirmed, Returned, Confirmed, Returned]);
	assert_eq!(outcome.findings, ["duplicate"]);
	assert_eq!(outcome.files, ["inbox/done/001.xml", "inbox/done/002.xml", "inbox/done/003.xml"]);
}

#[tokio::test]
async fn a_day_without_accidents() {
	let mut world = World::new();
	expect(&play(&mut world).await);
	assert_eq!(world.deaths, 0);
}

#[tokio::test]
async fn dying_after_any_step_changes_nothing() {
	for step in Step::ALL {
		// Each time that the step is passed in the day.
		for times in 0.. {
			let mut world = World::new();
			world.open(Some((*step, times)));
			let outcome = play(&mut world).await;
			if world.deaths == 0 {
				assert!(times > 0, "{step} is never passed");
				break;
			}
			expect(&outcome);
		}
	}
}

#[tokio::test]
async fn whatever_the_network_loses_changes_nothing() {
	for loss in [Loss::Lost, Loss::Unheard, Loss::Late] {
		let mut world = World::new();
		world.chain.change().loss = Some(loss);
		let (alice, bob) = (world.alice.to_string(), world.bob.to_string());
		world.deliver(&[credit("IN-1", "100.00", &alice), credit("IN-2", "50.00", &bob)]);
		world.work().await;
		assert!(world.chain.state().loss.is_none(), "{loss:?}");
		assert_eq!(
			world.outcome().balances,
			[(ALICE, 100 * WATT), (BOB, 50 * WATT)].into(),
			"{loss:?}"
		);
		assert!(world.outcome().mints.values().all(|times| *times == 1), "{loss:?}");

		world.chain.redeem(ALICE, 10 * WATT, PAYEE_OF_ALICE);
		world.chain.redeem(BOB, WATT, [0; 32]);
		world.work().await;
		let paid = world.paid();
		world.deliver(&paid);
		world.chain.change().loss = Some(loss);
		world.work().await;
		let outcome = world.outcome();
		assert_eq!(outcome.redeemed, 10 * WATT, "{loss:?}");
		assert_eq!(outcome.returned, [(2, ReturnReason::UnknownPayout)].into(), "{loss:?}");
		let states: Vec<_> = outcome.redemptions.iter().map(|(_, state)| *state).collect();
		assert_eq!(states, [RedemptionState::Confirmed, RedemptionState::Returned], "{loss:?}");
	}
}

#[tokio::test]
async fn a_crash_while_what_was_sent_still_waits_mints_once() {
	for step in [Step::MintIntended, Step::MintSubmitted, Step::MintRecorded] {
		for loss in [Loss::Lost, Loss::Unheard, Loss::Late] {
			let mut world = World::new();
			world.open(Some((step, 0)));
			world.chain.change().loss = Some(loss);
			let (alice, bob) = (world.alice.to_string(), world.bob.to_string());
			world.deliver(&[credit("IN-1", "100.00", &alice), credit("IN-2", "50.00", &bob)]);
			world.work().await;
			assert_eq!(world.deaths, 1, "{step} {loss:?}");
			assert_eq!(world.chain.state().minted, 150 * WATT, "{step} {loss:?}");
		}
	}
}

#[tokio::test]
async fn a_store_from_a_backup_gives_nobody_the_reference_of_another() {
	let mut world = World::new();
	let salt = Salt([7; 32]);
	let mut reference =
		|account: &Account| world.engine().store.new_reference(&salt, account, "", 2).unwrap();
	// Charlie's was given after the backup; Dana comes after the restore.
	let (charlie, second) = (reference(&[0xc; 32]), reference(&[0xc; 32]));
	let mut restored = World::new();
	let store = &mut restored.engine().store;
	let dana = store.new_reference(&salt, &[0xd; 32], "", 2).unwrap();
	assert!(dana != charlie && dana != second && charlie != second);
	assert_eq!(store.new_reference(&salt, &[0xc; 32], "", 3).unwrap(), charlie);
}

#[tokio::test]
async fn a_store_that_was_lost_does_not_mint_again() {
	let mut world = World::new();
	let alice = world.alice.to_string();
	let entry = credit("IN-1", "100.00", &alice);
	world.deliver(std::slice::from_ref(&entry));
	world.work().await;
	// A new store with the salt of the old one, and the same customers, reads the statement again.
	let mut new = World::new();
	std::mem::swap(&mut new.chain, &mut world.chain);
	assert_eq!(new.alice, world.alice);
	new.deliver(&[credit("IN-0", "1.00", "no reference")]);
	new.deliver(&[entry]);
	new.work().await;
	use PaymentState::{Minted, Unmatched};
	assert_eq!(new.outcome().payments, [(1, Unmatched), (2, Minted)]);
	assert_eq!(new.chain.state().minted, 100 * WATT);
}
