//! Tests of the pallet, a file per call.

mod approve_mint;
mod attest;
mod cancel_mint;
mod confirm_redemption;
mod cure_issuer;
mod genesis;
mod lift_restriction;
mod mint;
mod properties;
mod put_redemption_aside;
mod reclaim_redemption;
mod redeem;
mod restrict;
mod return_redemption;
mod roles;
mod scenario;
mod seize;

use crate::{mock::*, Issuer, Issuers};
use frame_support::{assert_noop, assert_ok};
use gridforge_primitives::{
	IssuerId, Limits, Millis, MintId, RedemptionId, Reference, Restraint, RestraintReason,
	ReturnReason, Role, WattBalance, DAY, WATT,
};
use sp_runtime::DispatchError::BadOrigin;

type Error = crate::Error<Test>;
type Event = crate::Event<Test>;

/// A chain with the currency `EUR`, as the mock describes it.
fn test(test: impl FnOnce()) {
	ExtBuilder::default().build_and_execute(test);
}

fn signed(account: AccountId) -> RuntimeOrigin {
	RuntimeOrigin::signed(account)
}

/// Let time pass.
fn pass(time: Millis) {
	Now::set(Now::get() + time);
}

/// What an account has of `EUR`.
fn wallet(account: AccountId) -> WattBalance {
	Assets::balance(EUR, account)
}

/// How much of `EUR` there is.
fn supply() -> WattBalance {
	Assets::total_supply(EUR)
}

fn issuer(id: IssuerId) -> Issuer {
	Issuers::<Test>::get(id).expect("exists")
}

/// Change what is stored of an issuer.
fn with_issuer(id: IssuerId, change: impl FnOnce(&mut Issuer)) {
	Issuers::<Test>::mutate(id, |issuer| change(issuer.as_mut().expect("exists")));
}

/// A reference that no other call of this returned.
fn reference() -> Reference {
	frame_support::parameter_types! {
		static Given: u64 = 1_000;
	}
	let mut reference = [9; 32];
	reference[..8].copy_from_slice(&Given::mutate(|given| {
		*given += 1;
		given.to_le_bytes()
	}));
	reference
}

/// Give an account WATT of issuer 1.
fn mint(to: AccountId, amount: WattBalance) {
	assert_ok!(Watt::mint(signed(SIGNER), to, amount, reference()));
}

/// Let both attesters of issuer 1 say that it has so much, as of now.
fn attest(amount: WattBalance) {
	for attester in [ATTESTER, WITNESS] {
		assert_ok!(Watt::attest(signed(attester), amount, Now::get(), reference()));
	}
}

/// Let the guardian stop minting.
fn stop(issuer: Option<IssuerId>) {
	assert_ok!(Watt::stop_minting(signed(GUARDIAN), issuer));
}

/// Hand in WATT to issuer 1.
fn redeem(holder: AccountId, amount: WattBalance) -> RedemptionId {
	let redemption = crate::NextRedemption::<Test>::get();
	assert_ok!(Watt::redeem(signed(holder), ONE, amount, reference()));
	redemption
}

/// The redemptions that issuer 1 pays, in their order.
fn queue() -> Vec<u64> {
	Watt::redemption_queue(ONE, None).iter().map(|shown| shown.redemption.0).collect()
}
