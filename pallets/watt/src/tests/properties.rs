//! Whatever is called in whatever order: no WATT without reserves, none lost, and each redemption ends once.

use super::*;
use proptest::prelude::*;
use std::collections::BTreeMap;

#[derive(Clone, Copy, Debug)]
enum Op {
	Mint(AccountId, u128),
	Approve(u64),
	Attest(bool, u128),
	Redeem(AccountId, u128),
	Confirm(u64),
	Return(u64),
	Aside(u64),
	Reclaim(AccountId, u64),
	Freeze(AccountId, bool),
	Lift(AccountId),
	Send(AccountId, u128),
	Cure,
	Pass(u64),
}

fn op() -> impl Strategy<Value = Op> {
	let who = || prop_oneof![Just(ALICE), Just(BOB)];
	let amount = || (1_u128..15_000).prop_map(|amount| amount * WATT);
	let id = || 1_u64..12;
	prop_oneof![
		4 => (who(), amount()).prop_map(|(who, amount)| Op::Mint(who, amount)),
		1 => (1_u64..6).prop_map(Op::Approve),
		2 => (any::<bool>(), amount()).prop_map(|(first, amount)| Op::Attest(first, amount * 4)),
		5 => (who(), amount()).prop_map(|(who, amount)| Op::Redeem(who, amount / 8)),
		3 => id().prop_map(Op::Confirm),
		1 => id().prop_map(Op::Return),
		2 => id().prop_map(Op::Aside),
		3 => (who(), id()).prop_map(|(who, id)| Op::Reclaim(who, id)),
		1 => (who(), any::<bool>()).prop_map(|(who, block)| Op::Freeze(who, block)),
		1 => who().prop_map(Op::Lift),
		2 => (who(), amount()).prop_map(|(who, amount)| Op::Send(who, amount)),
		1 => Just(Op::Cure),
		3 => (1_u64..40).prop_map(|hours| Op::Pass(hours * HOUR)),
	]
}

/// What a naive bookkeeper knows.
#[derive(Default)]
struct Books {
	minted: u128,
	paid: u128,
	/// Redemptions that are open, and how much each is.
	open: BTreeMap<u64, u128>,
}

impl Books {
	fn apply(&mut self, op: Op) {
		let before = supply();
		let reason = RestraintReason::Order;
		match op {
			Op::Mint(who, amount) => {
				let _ = Watt::mint(signed(SIGNER), who, amount, reference());
				self.minted += supply() - before;
			}
			Op::Approve(id) => {
				let _ = Watt::approve_mint(signed(SECOND), MintId(id));
				self.minted += supply() - before;
			}
			Op::Attest(first, amount) => {
				let attester = if first { ATTESTER } else { WITNESS };
				let _ = Watt::attest(signed(attester), amount, Now::get(), reference());
			}
			Op::Redeem(who, amount) => {
				let id = crate::NextRedemption::<Test>::get().0;
				if Watt::redeem(signed(who), ONE, amount, reference()).is_ok() {
					self.open.insert(id, amount);
				}
			}
			Op::Confirm(id) => {
				let first = self.open.contains_key(&id);
				if Watt::confirm_redemption(signed(SIGNER), RedemptionId(id), [1; 32]).is_ok() {
					assert!(first, "paid what was not open");
					self.paid += self.open.remove(&id).expect("was open");
				}
			}
			Op::Return(id) => {
				let (id, reason) = (RedemptionId(id), ReturnReason::HolderAsked);
				if Watt::return_redemption(signed(SIGNER), id, reason).is_ok() {
					self.open.remove(&id.0).expect("was open");
				}
			}
			Op::Aside(id) => {
				let _ = Watt::put_redemption_aside(signed(SIGNER), RedemptionId(id));
			}
			Op::Reclaim(who, id) => {
				if Watt::reclaim_redemption(signed(who), RedemptionId(id)).is_ok() {
					self.open.remove(&id).expect("was open");
				}
			}
			Op::Freeze(who, block) => {
				let restraint = if block { Restraint::Blocked } else { Restraint::Frozen };
				let _ = Watt::restrict(signed(OFFICER), who, restraint, reason);
			}
			Op::Lift(who) => {
				let _ = Watt::lift_restriction(signed(OFFICER), EUR, who, reason);
			}
			Op::Send(from, amount) => {
				let to = if from == ALICE { BOB } else { ALICE };
				let _ = Assets::transfer(signed(from), EUR.into(), to, amount);
			}
			Op::Cure => {
				let _ = Watt::cure_issuer(signed(MINTER), ONE);
			}
			Op::Pass(time) => pass(time),
		}
	}

	fn check(&self) {
		assert_eq!(supply(), self.minted - self.paid);
		let open = self.open.values().sum::<u128>();
		assert_eq!(wallet(Watt::keeper()), open);
		assert_eq!(wallet(ALICE) + wallet(BOB), supply() - open);
		Watt::do_try_state().expect("invariants hold after each call");
	}
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(64))]

	#[test]
	fn the_books_agree_whatever_happens(ops in prop::collection::vec(op(), 1..80)) {
		test(|| {
			let mut books = Books::default();
			for op in ops {
				let reserve = Watt::currency_status(EUR).expect("exists").issuers[0].clone();
				let before = books.minted;
				books.apply(op);
				if books.minted > before {
					let reserve = reserve.reserve.expect("was fresh");
					assert!(supply() <= reserve, "minted beyond the reserves");
				}
				books.check();
			}
		});
	}
}

/// 10,000 requests of the smallest size, by 2,500 accounts: each call touches as little as the first, and each is paid
/// in its turn.
#[test]
fn a_stuffed_queue_costs_no_more_per_call() {
	test(|| {
		let accounts = 10_000 / u64::from(MAX_REDEMPTIONS);
		let each = LIMITS.min_redemption * u128::from(MAX_REDEMPTIONS);
		for account in 0..accounts {
			if account % 200 == 0 {
				pass(DAY);
				attest(RESERVE);
			}
			mint(1_000 + account, each);
		}
		let limits = Limits { redemption_period: Limits::MAX_WAIT, ..LIMITS };
		assert_ok!(Watt::set_limits(RuntimeOrigin::root(), EUR, limits));
		for account in 0..accounts {
			for _ in 0..MAX_REDEMPTIONS {
				redeem(1_000 + account, LIMITS.min_redemption);
			}
		}
		assert_eq!(issuer(ONE).queue.length, 10_000);
		// One behind them all takes no part of the queue but its end.
		let size = codec::Encode::encoded_size(&issuer(ONE));
		mint(ALICE, 100 * WATT);
		redeem(ALICE, 20 * WATT);
		assert_eq!(codec::Encode::encoded_size(&issuer(ONE)), size);
		assert_eq!(queue().len(), crate::MAX_QUEUE_SHOWN);
		for id in 1..=10_001 {
			assert_ok!(Watt::confirm_redemption(signed(SIGNER), RedemptionId(id), [1; 32]));
		}
		assert_eq!(supply(), 80 * WATT);
	});
}
