//! What statements can have on them, and which of it is minted for.

use super::world::{credit, debit, entry, World, ALICE, BOB, WATT};
use crate::{engine::Subject, identifiers::CustomerReference, states::PaymentState};
use std::fs;

fn kinds(world: &World) -> Vec<&'static str> {
	world.outcome().findings
}

#[tokio::test]
async fn only_booked_credits_in_the_currency_are_minted_for() {
	let mut world = World::new();
	let alice = world.alice.to_string();
	let remittance = format!("<RmtInf><Ustrd>{alice}</Ustrd></RmtInf>");
	let reversal = credit("IN-6", "6.00", &alice).replace("<Sts>", "<RvslInd>true</RvslInd><Sts>");
	let nameless = credit("IN-7", "7.00", &alice).replace("<AcctSvcrRef>IN-7</AcctSvcrRef>", "");
	let flawed = credit("IN-8", "8.00", &alice)
		.replace("</NtryDtls>", r#"<TxDtls><Amt Ccy="EUR">1.00</Amt></TxDtls></NtryDtls>"#);
	world.deliver(&[
		credit("IN-1", "1.00", &alice),
		entry("CRDT", "PDNG", "EUR", "IN-2", "2.00", &remittance),
		entry("CRDT", "INFO", "EUR", "IN-3", "3.00", &remittance),
		entry("CRDT", "BOOK", "CHF", "IN-4", "4.00", &remittance),
		entry("DBIT", "BOOK", "EUR", "IN-5", "5.00", &remittance),
		reversal,
		nameless,
		flawed,
		credit("IN-9", "0.00", &alice),
	]);
	world.work().await;
	assert_eq!(world.outcome().balances, [(ALICE, WATT)].into());
	assert_eq!(
		kinds(&world),
		[
			"pending",
			"pending",
			"wrong_currency",
			"debit",
			"reversal",
			"no_reference",
			"flawed",
			"flawed",
			"zero"
		]
	);
}

#[tokio::test]
async fn what_the_bank_takes_back_is_not_minted_for() {
	let mut world = World::new();
	let alice = world.alice.to_string();
	let back =
		debit("BACK-1", "6.00", "NOTPROVIDED").replace("<Sts>", "<RvslInd>true</RvslInd><Sts>");
	// In one statement; and one of another sum.
	world.deliver(&[credit("IN-1", "6.00", &alice), credit("IN-2", "2.00", &alice), back]);
	world.work().await;
	let states: Vec<_> = world.outcome().payments.iter().map(|(_, state)| *state).collect();
	assert_eq!(states, [PaymentState::Held, PaymentState::Minted]);
	assert_eq!(world.outcome().balances, [(ALICE, 2 * WATT)].into());
	assert_eq!(kinds(&world), ["reversal"]);
	let finding = world.engine().store.findings().unwrap().remove(0);
	assert!(finding.detail.contains("held: P1"), "{}", finding.detail);
}

#[tokio::test]
async fn what_was_pending_is_minted_for_once_it_is_booked() {
	let mut world = World::new();
	let alice = world.alice.to_string();
	let details = format!("<RmtInf><Ustrd>{alice}</Ustrd></RmtInf>");
	world.deliver(&[entry("CRDT", "PDNG", "EUR", "IN-1", "2.00", &details)]);
	world.work().await;
	assert_eq!(world.chain.state().minted, 0);
	world.deliver(&[credit("IN-1", "2.00", &alice)]);
	world.work().await;
	assert_eq!(world.chain.state().minted, 2 * WATT);
}

#[tokio::test]
async fn overlapping_statements_are_minted_for_once() {
	let mut world = World::new();
	let (alice, bob) = (world.alice.to_string(), world.bob.to_string());
	world.deliver(&[credit("IN-1", "1.00", &alice), credit("IN-2", "2.00", &bob)]);
	world.deliver(&[credit("IN-2", "2.00", &bob), credit("IN-3", "4.00", &bob)]);
	world.work().await;
	assert_eq!(world.outcome().balances, [(ALICE, WATT), (BOB, 6 * WATT)].into());
	assert_eq!(kinds(&world), ["duplicate"]);
	// The same file again, under another name.
	fs::copy(world.path("inbox/done/001.xml"), world.path("inbox/again.xml")).unwrap();
	world.work().await;
	assert_eq!(world.chain.state().minted, 7 * WATT);
	assert_eq!(kinds(&world), ["duplicate"]);
	assert!(world.path("inbox/done/again.xml").exists());
}

#[tokio::test]
async fn two_payments_with_one_reference_of_the_bank_are_reported() {
	let mut world = World::new();
	let (alice, bob) = (world.alice.to_string(), world.bob.to_string());
	world.deliver(&[
		credit("IN-1", "1.00", &alice),
		credit("IN-1", "3.00", &alice),
		credit("IN-1", "1.00", &bob),
	]);
	world.work().await;
	assert_eq!(world.outcome().balances, [(ALICE, WATT)].into());
	assert_eq!(kinds(&world), ["conflict", "conflict"]);
}

#[tokio::test]
async fn a_payment_without_a_known_reference_waits_for_somebody() {
	let mut world = World::new();
	let (alice, bob) = (world.alice.clone(), world.bob.to_string());
	let unknown = CustomerReference::from_number(1);
	world.deliver(&[
		credit("IN-1", "1.00", "thanks"),
		credit("IN-2", "2.00", &unknown.to_string()),
		credit("IN-3", "4.00", &format!("{alice} and {bob}")),
	]);
	world.work().await;
	let states: Vec<_> = world.outcome().payments.iter().map(|(_, state)| *state).collect();
	assert_eq!(states, [PaymentState::Unmatched; 3]);
	assert_eq!(world.chain.state().minted, 0);

	let engine = world.engine();
	assert_eq!(
		engine.assign(Subject::Payment(1), &unknown, "A").unwrap_err().code,
		"unknown_reference"
	);
	engine.assign(Subject::Payment(1), &alice, "A. Clerk").unwrap();
	assert_eq!(engine.assign(Subject::Payment(1), &alice, "A").unwrap_err().code, "not_waiting");
	world.work().await;
	assert_eq!(world.outcome().balances, [(ALICE, WATT)].into());
	// The statement that says it again does not take it for another payment.
	world.deliver(&[credit("IN-1", "1.00", "thanks")]);
	world.work().await;
	assert_eq!(world.chain.state().minted, WATT);
	assert_eq!(kinds(&world), ["duplicate"]);
}

#[tokio::test]
async fn a_broken_file_changes_nothing_and_is_put_away() {
	let mut world = World::new();
	let alice = world.alice.to_string();
	world.deliver(&[credit("IN-1", "1.00", &alice), credit("IN-2", "x", &alice)]);
	fs::write(world.path("inbox/002.xml"), "<Document><open>").unwrap();
	world.work().await;
	let outcome = world.outcome();
	assert!(outcome.payments.is_empty() && outcome.findings.is_empty());
	assert_eq!(world.chain.state().minted, 0);
	assert_eq!(
		outcome.files,
		[
			"inbox/failed/001.xml",
			"inbox/failed/001.xml.reason.txt",
			"inbox/failed/002.xml",
			"inbox/failed/002.xml.reason.txt"
		]
	);
	let reason = fs::read_to_string(world.path("inbox/failed/001.xml.reason.txt")).unwrap();
	assert!(reason.contains("entry 2"), "{reason}");
}

#[tokio::test]
async fn a_statement_of_another_account_is_refused() {
	let mut world = World::new();
	let alice = world.alice.to_string();
	world.deliver(&[credit("IN-1", "1.00", &alice)]);
	let path = world.path("inbox/001.xml");
	let text = fs::read_to_string(&path).unwrap();
	fs::write(&path, text.replace(super::world::IBAN, "DE75512108001245126199")).unwrap();
	world.work().await;
	assert_eq!(world.chain.state().minted, 0);
	assert!(world.path("inbox/failed/001.xml").exists());
}

#[tokio::test]
async fn a_payer_cannot_pass_for_a_payout() {
	let mut world = World::new();
	let alice = world.alice.to_string();
	// Whoever pays in chooses the end-to-end reference; only what goes out confirms a payout.
	let forged = credit("IN-1", "1.00", &alice)
		.replace("<RmtInf>", "<Refs><EndToEndId>GFR-1-000000000000</EndToEndId></Refs><RmtInf>");
	world.deliver(&[forged, debit("OUT-1", "5.00", "GFR-1-000000000000")]);
	world.work().await;
	assert_eq!(world.outcome().balances, [(ALICE, WATT)].into());
	assert_eq!(kinds(&world), ["debit"]);
}
