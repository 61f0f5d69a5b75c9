//! What waits for people, and for a second signature on the chain.

use super::{
	model::PERIOD,
	world::{credit, World, ALICE, PAYEE_OF_ALICE, WATT},
};
use crate::{
	engine::{OnChain, Subject},
	states::{PaymentState, RedemptionState},
};
use gridforge_primitives::{MintId, RedemptionId, ReturnReason};

const P1: Subject = Subject::Payment(1);
const R1: Subject = Subject::Redemption(RedemptionId(1));

async fn with_payment(amount: &str) -> World {
	let mut world = World::new();
	let alice = world.alice.to_string();
	world.deliver(&[credit("IN-1", amount, &alice)]);
	world.work().await;
	world
}

fn state(world: &World) -> PaymentState {
	world.outcome().payments[0].1
}

/// The mint that waits for its second signature.
fn waiting(world: &mut World) -> MintId {
	match world.engine().on_chain(P1).unwrap() {
		OnChain::Mint(mint) => mint,
		OnChain::No => panic!("nothing waits on the chain"),
	}
}

#[tokio::test]
async fn a_large_payment_waits_until_it_is_approved() {
	let mut world = with_payment("10000.01").await;
	assert_eq!(state(&world), PaymentState::AwaitingApproval);
	assert_eq!(world.chain.state().minted, 0);
	world.engine().approve(P1, "A. Clerk").unwrap();
	world.work().await;
	assert_eq!(state(&world), PaymentState::Minted);
	assert_eq!(world.chain.state().minted, 10_000_010_000);
	assert_eq!(world.engine().approve(P1, "A. Clerk").unwrap_err().code, "not_waiting");
}

#[tokio::test]
async fn a_payment_at_the_threshold_needs_nobody() {
	let world = with_payment("10000.00").await;
	assert_eq!(state(&world), PaymentState::Minted);
}

#[tokio::test]
async fn a_rejected_payment_is_never_minted_for() {
	let mut world = with_payment("10000.01").await;
	world.engine().reject(P1, "A. Clerk", ReturnReason::PaymentRefused).unwrap();
	world.work().await;
	assert_eq!((state(&world), world.chain.state().minted), (PaymentState::Rejected, 0));
	assert!(world.engine().approve(P1, "B").is_err());
	let alice = world.alice.to_string();
	world.deliver(&[credit("IN-1", "10000.01", &alice)]);
	world.work().await;
	assert_eq!(world.chain.state().minted, 0);
}

#[tokio::test]
async fn nothing_is_decided_about_what_is_not_there() {
	let mut world = World::new();
	assert_eq!(world.engine().approve(P1, "A").unwrap_err().code, "unknown_payment");
	assert_eq!(world.engine().approve(R1, "A").unwrap_err().code, "unknown_redemption");
}

#[tokio::test]
async fn a_mint_above_the_sum_of_one_signature_waits_for_the_second() {
	let mut world = World::new();
	world.chain.change().single_cap = 5 * WATT;
	let alice = world.alice.to_string();
	world.deliver(&[credit("IN-1", "6.00", &alice)]);
	world.work().await;
	assert_eq!((state(&world), world.chain.state().minted), (PaymentState::Proposed, 0));
	let mint = waiting(&mut world);
	let engine = world.engine.as_mut().unwrap();
	engine.approve_on_chain(&world.chain, P1, mint, "B. Clerk").await.unwrap();
	world.work().await;
	assert_eq!((state(&world), world.chain.state().minted), (PaymentState::Minted, 6 * WATT));
}

#[tokio::test]
async fn a_second_signature_that_comes_too_late_is_asked_for_again() {
	let mut world = World::new();
	world.chain.change().single_cap = 5 * WATT;
	let alice = world.alice.to_string();
	world.deliver(&[credit("IN-1", "6.00", &alice)]);
	world.work().await;
	world.chain.change().now += PERIOD;
	world.work().await;
	assert_eq!(state(&world), PaymentState::AwaitingApproval);
	assert!(world.chain.state().pending.is_empty());
	world.engine().approve(P1, "A. Clerk").unwrap();
	world.work().await;
	assert_eq!(state(&world), PaymentState::Proposed);
	assert_eq!(world.chain.state().pending.len(), 1);
}

#[tokio::test]
async fn a_mint_that_waits_can_be_rejected() {
	let mut world = World::new();
	world.chain.change().single_cap = 5 * WATT;
	let alice = world.alice.to_string();
	world.deliver(&[credit("IN-1", "6.00", &alice)]);
	world.work().await;
	let mint = waiting(&mut world);
	let engine = world.engine.as_mut().unwrap();
	engine.reject_on_chain(&world.chain, P1, mint, "B. Clerk").await.unwrap();
	world.work().await;
	assert_eq!((state(&world), world.chain.state().minted), (PaymentState::Rejected, 0));
	assert!(world.chain.state().pending.is_empty());
}

#[tokio::test]
async fn without_reserves_payments_wait_and_cost_no_transaction() {
	let mut world = World::new();
	world.chain.change().mintable = 5 * WATT;
	let alice = world.alice.to_string();
	world.deliver(&[credit("IN-1", "6.00", &alice), credit("IN-2", "5.00", &alice)]);
	world.work().await;
	let states: Vec<_> = world.outcome().payments.iter().map(|(_, state)| *state).collect();
	assert_eq!(states, [PaymentState::Ready, PaymentState::Minted]);
	let problem = world.engine().store.payment(1).unwrap().unwrap().problem.unwrap();
	assert!(problem.contains("can mint"), "{problem}");
	world.chain.change().mintable = 10 * WATT;
	world.work().await;
	assert_eq!(world.outcome().balances, [(ALICE, 11 * WATT)].into());
}

#[tokio::test]
async fn a_payment_for_a_restricted_account_is_held_until_it_is_tried_again() {
	let mut world = World::new();
	world.chain.change().restricted.insert(ALICE);
	let alice = world.alice.to_string();
	world.deliver(&[credit("IN-1", "6.00", &alice)]);
	world.work().await;
	assert_eq!((state(&world), world.chain.state().minted), (PaymentState::Held, 0));
	world.chain.change().restricted.clear();
	world.engine().approve(P1, "A. Clerk").unwrap();
	world.work().await;
	assert_eq!(world.outcome().balances, [(ALICE, 6 * WATT)].into());
}

/// A redemption of more than is paid without approval.
async fn with_large_redemption() -> World {
	let mut world = with_payment("20000.00").await;
	world.engine().approve(P1, "A. Clerk").unwrap();
	world.work().await;
	world.chain.redeem(ALICE, 10_000_010_000, PAYEE_OF_ALICE);
	world.work().await;
	assert_eq!(world.outcome().redemptions, [(1, RedemptionState::AwaitingApproval)]);
	assert!(world.ordered.is_empty());
	world
}

#[tokio::test]
async fn a_large_payout_waits_until_it_is_approved() {
	let mut world = with_large_redemption().await;
	world.engine().approve(R1, "A. Clerk").unwrap();
	world.work().await;
	assert_eq!(world.outcome().redemptions, [(1, RedemptionState::Ordered)]);
	let orders: Vec<_> = world.ordered.values().cloned().collect();
	assert_eq!(orders, [(1, "10000.01".to_owned())]);
}

#[tokio::test]
async fn approving_a_sum_does_not_approve_what_comes_in_its_way() {
	for late in [true, false] {
		let mut world = with_large_redemption().await;
		if late {
			world.chain.change().now += PERIOD;
		} else {
			world.chain.change().restricted.insert(ALICE);
		}
		world.engine().approve(R1, "A. Clerk").unwrap();
		world.work().await;
		assert_eq!(world.outcome().redemptions, [(1, RedemptionState::Held)], "late: {late}");
		assert!(world.ordered.is_empty());
		// Whoever has seen why may still say so.
		world.engine().approve(R1, "A. Clerk").unwrap();
		world.work().await;
		assert_eq!(world.outcome().redemptions, [(1, RedemptionState::Ordered)], "late: {late}");
	}
}

#[tokio::test]
async fn what_the_chain_has_minted_for_is_not_rejected_by_a_store_that_forgot_it() {
	let mut world = with_payment("10000.01").await;
	world.engine().approve(P1, "A. Clerk").unwrap();
	world.work().await;
	let mut new = World::new();
	std::mem::swap(&mut new.chain, &mut world.chain);
	let alice = new.alice.to_string();
	new.deliver(&[credit("IN-1", "10000.01", &alice), credit("IN-2", "10000.01", &alice)]);
	new.work().await;
	assert_eq!(state(&new), PaymentState::AwaitingApproval);
	let engine = new.engine.as_ref().unwrap();
	let refused = engine.refuse_minted(&new.chain, P1).await;
	assert_eq!(refused.unwrap_err().code, "minted");
	assert!(engine.refuse_minted(&new.chain, Subject::Payment(2)).await.is_ok());
}

#[tokio::test]
async fn a_rejected_payout_goes_back_to_its_holder() {
	let mut world = with_payment("20.00").await;
	world.chain.redeem(ALICE, 5 * WATT, PAYEE_OF_ALICE);
	world.chain.change().restricted.insert(ALICE);
	world.work().await;
	assert_eq!(world.outcome().redemptions, [(1, RedemptionState::Held)]);
	world.engine().reject(R1, "A. Clerk", ReturnReason::NotIdentified).unwrap();
	world.work().await;
	let outcome = world.outcome();
	assert_eq!(outcome.redemptions, [(1, RedemptionState::Returned)]);
	assert_eq!(outcome.returned, [(1, ReturnReason::NotIdentified)].into());
	assert_eq!(outcome.balances, [(ALICE, 20 * WATT)].into());
}
