//! Redemptions that do not go as they should.

use super::{
	model::PERIOD,
	world::{credit, debit, World, ALICE, BOB, PAYEE_OF_ALICE, PAYEE_OF_BOB, WATT},
};
use crate::{
	engine::Subject,
	states::RedemptionState,
	states::RedemptionState::{
		Confirmed, Disputed, Held, Ordered, Paid, Ready, Returned, Returning,
	},
};
use gridforge_primitives::{RedemptionId, ReturnReason};

const R1: Subject = Subject::Redemption(RedemptionId(1));

/// Alice has 100 WATT and Bob has 50.
async fn world() -> World {
	let mut world = World::new();
	let (alice, bob) = (world.alice.to_string(), world.bob.to_string());
	world.deliver(&[credit("IN-1", "100.00", &alice), credit("IN-2", "50.00", &bob)]);
	world.work().await;
	world
}

fn states(world: &World) -> Vec<RedemptionState> {
	world.outcome().redemptions.iter().map(|(_, state)| *state).collect()
}

/// The statement's line of what was ordered for a redemption.
fn payment_of(world: &mut World, id: u64, name: &str, amount: &str) -> String {
	let redemption = world.engine().store.redemption(RedemptionId(id)).unwrap().unwrap();
	debit(name, amount, &redemption.end_to_end)
}

#[tokio::test]
async fn those_who_came_first_are_confirmed_first() {
	let mut world = world().await;
	world.chain.redeem(ALICE, 10 * WATT, PAYEE_OF_ALICE);
	world.chain.redeem(BOB, 5 * WATT, PAYEE_OF_BOB);
	world.work().await;
	let second = payment_of(&mut world, 2, "OUT-2", "5.00");
	world.deliver(&[second]);
	world.work().await;
	assert_eq!(states(&world), [Ordered, Paid]);
	let first = payment_of(&mut world, 1, "OUT-1", "10.00");
	world.deliver(&[first]);
	world.work().await;
	assert_eq!(states(&world), [Confirmed, Confirmed]);
	assert_eq!(world.chain.state().redeemed, 15 * WATT);
}

#[tokio::test]
async fn a_payout_of_another_amount_confirms_nothing() {
	let mut world = world().await;
	world.chain.redeem(ALICE, 10 * WATT, PAYEE_OF_ALICE);
	world.work().await;
	let wrong = payment_of(&mut world, 1, "OUT-1", "9.99");
	world.deliver(&[wrong]);
	world.work().await;
	assert_eq!(states(&world), [Ordered]);
	assert_eq!(world.outcome().findings, ["payout_differs"]);
}

#[tokio::test]
async fn a_payout_that_is_reported_again_is_a_duplicate() {
	let mut world = world().await;
	world.chain.redeem(ALICE, 10 * WATT, PAYEE_OF_ALICE);
	world.work().await;
	let paid = payment_of(&mut world, 1, "OUT-1", "10.00");
	world.deliver(std::slice::from_ref(&paid));
	world.work().await;
	let again = payment_of(&mut world, 1, "OUT-9", "10.00");
	world.deliver(&[paid, again]);
	world.work().await;
	assert_eq!(states(&world), [Confirmed]);
	assert_eq!(world.outcome().findings, ["duplicate", "payout_differs"]);
}

#[tokio::test]
async fn nobody_is_paid_with_the_reference_of_another() {
	let mut world = world().await;
	world.chain.redeem(BOB, 5 * WATT, PAYEE_OF_ALICE);
	world.work().await;
	assert_eq!(world.outcome().returned, [(1, ReturnReason::UnknownPayout)].into());
	assert_eq!(world.outcome().balances[&BOB], 50 * WATT);
	assert!(world.ordered.is_empty());
}

#[tokio::test]
async fn what_its_holder_could_take_back_meanwhile_is_not_ordered() {
	let mut world = world().await;
	world.chain.redeem(ALICE, 10 * WATT, PAYEE_OF_ALICE);
	world.chain.change().now += PERIOD - 599_000;
	world.work().await;
	assert_eq!(states(&world), [Held]);
	assert!(world.ordered.is_empty());
	world.engine().approve(R1, "A. Clerk").unwrap();
	world.work().await;
	assert_eq!(states(&world), [Ordered]);
}

#[tokio::test]
async fn what_was_taken_back_before_it_was_ordered_is_not_paid() {
	let mut world = world().await;
	world.chain.redeem(ALICE, 10 * WATT, PAYEE_OF_ALICE);
	world.chain.change().restricted.insert(ALICE);
	world.work().await;
	assert_eq!(states(&world), [Held]);
	world.chain.reclaim(RedemptionId(1));
	world.work().await;
	assert_eq!(states(&world), [Returned]);
	assert!(world.engine().approve(R1, "A. Clerk").is_err());
	assert!(world.ordered.is_empty());
}

#[tokio::test]
async fn what_was_taken_back_although_it_was_ordered_is_disputed() {
	let mut world = world().await;
	world.chain.redeem(ALICE, 10 * WATT, PAYEE_OF_ALICE);
	world.work().await;
	world.chain.reclaim(RedemptionId(1));
	world.work().await;
	assert_eq!(states(&world), [Disputed]);
	let paid = payment_of(&mut world, 1, "OUT-1", "10.00");
	world.deliver(&[paid]);
	world.work().await;
	assert_eq!(states(&world), [Disputed]);
	assert_eq!(world.outcome().findings, ["payout_differs"]);
	assert_eq!(world.chain.state().redeemed, 0);
}

#[tokio::test]
async fn a_restricted_holder_does_not_hold_up_the_others() {
	let mut world = world().await;
	world.chain.redeem(ALICE, 10 * WATT, PAYEE_OF_ALICE);
	world.chain.redeem(BOB, 5 * WATT, PAYEE_OF_BOB);
	world.chain.change().restricted.insert(ALICE);
	world.work().await;
	assert_eq!(states(&world), [Held, Ordered]);
	let paid = payment_of(&mut world, 2, "OUT-2", "5.00");
	world.deliver(&[paid]);
	world.work().await;
	assert_eq!(states(&world), [Held, Confirmed]);
	// What was put aside can still be paid.
	world.engine().approve(R1, "A. Clerk").unwrap();
	world.work().await;
	let paid = payment_of(&mut world, 1, "OUT-1", "10.00");
	world.deliver(&[paid]);
	world.work().await;
	assert_eq!(states(&world), [Confirmed, Confirmed]);
}

#[tokio::test]
async fn what_cannot_be_given_back_to_a_blocked_holder_is_held() {
	let mut world = world().await;
	world.chain.redeem(ALICE, WATT + 1, PAYEE_OF_ALICE);
	world.chain.redeem(BOB, WATT, PAYEE_OF_BOB);
	{
		let mut state = world.chain.change();
		state.restricted.insert(ALICE);
		state.blocked.insert(ALICE);
	}
	world.work().await;
	assert_eq!(states(&world), [Held, Ordered]);
	assert!(world.engine().approve(R1, "A. Clerk").is_err(), "no bank can pay it");
}

#[tokio::test]
async fn a_payout_that_the_bank_refused_goes_back() {
	let mut world = world().await;
	world.chain.redeem(ALICE, 10 * WATT, PAYEE_OF_ALICE);
	world.work().await;
	assert!(world.engine().reject(R1, "A. Clerk", ReturnReason::HolderAsked).is_err());
	world.engine().reject(R1, "A. Clerk", ReturnReason::PaymentRefused).unwrap();
	world.work().await;
	assert_eq!(states(&world), [Returned]);
	assert_eq!(world.outcome().balances[&ALICE], 100 * WATT);
}

#[tokio::test]
async fn a_payout_that_was_given_up_and_paid_all_the_same_is_not_given_back() {
	let mut world = world().await;
	world.chain.redeem(BOB, 5 * WATT, PAYEE_OF_BOB);
	world.chain.redeem(ALICE, 10 * WATT, PAYEE_OF_ALICE);
	world.work().await;
	let second = Subject::Redemption(RedemptionId(2));
	world.engine().reject(second, "A. Clerk", ReturnReason::PaymentRefused).unwrap();
	world.work().await;
	// Its turn has not come.
	assert_eq!(states(&world), [Ordered, Returning]);
	let paid =
		[payment_of(&mut world, 1, "OUT-1", "5.00"), payment_of(&mut world, 2, "OUT-2", "10.00")];
	world.deliver(&paid);
	world.work().await;
	assert_eq!(states(&world), [Confirmed, Confirmed]);
	assert!(world.outcome().returned.is_empty());
}

#[tokio::test]
async fn a_payout_that_comes_back_is_not_confirmed() {
	let mut world = world().await;
	world.chain.redeem(BOB, 5 * WATT, PAYEE_OF_BOB);
	world.chain.redeem(ALICE, 10 * WATT, PAYEE_OF_ALICE);
	world.work().await;
	let paid = payment_of(&mut world, 2, "OUT-2", "10.00");
	world.deliver(std::slice::from_ref(&paid));
	world.work().await;
	assert_eq!(states(&world), [Ordered, Paid]);
	let back = paid.replace("DBIT", "CRDT").replace("<Sts>", "<RvslInd>true</RvslInd><Sts>");
	world.deliver(&[back]);
	world.work().await;
	assert_eq!(states(&world), [Ordered, Held]);
	// Paid again by its order, it is not the old entry that pays it.
	world.engine().approve(Subject::Redemption(RedemptionId(2)), "A. Clerk").unwrap();
	world.work().await;
	world.deliver(&[paid]);
	world.work().await;
	assert_eq!(states(&world), [Ordered, Ordered]);
	assert_eq!(world.outcome().findings, ["reversal", "duplicate"]);
	let again = payment_of(&mut world, 2, "OUT-3", "10.00");
	world.deliver(&[again]);
	world.work().await;
	assert_eq!(states(&world), [Ordered, Paid]);
}

#[tokio::test]
async fn many_redemptions_go_into_few_files() {
	let mut world = world().await;
	for _ in 0..20 {
		world.chain.redeem(ALICE, WATT, PAYEE_OF_ALICE);
	}
	world.work().await;
	assert!(states(&world).iter().all(|state| *state == Ordered));
	assert_eq!(world.ordered.len(), 20);
	assert_eq!(world.engine().store.payout_count().unwrap(), 1);
	assert!(world.engine().store.redemptions(Some(Ready)).unwrap().is_empty());
}
