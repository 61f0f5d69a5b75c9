//! Participants of a jurisdiction: they pay a deposit or are verified, and get a lost account back while all else stops.

use super::*;
use crate::{
	configs::origins::Origin,
	constants::{currency::GRID, energy::SANDBOX_DEPOSIT},
	AccountId, Balances, NetworkParams, Participants, RuntimeHoldReason, RuntimeOrigin, SafeMode,
	System,
};
use frame_support::{
	assert_noop, assert_ok,
	traits::{fungible::InspectHold, Contains},
};
use gridforge_primitives::{
	IntervalClock, JurisdictionId, JurisdictionRules, Kind, ParticipantId, Participants as _, Tier,
	TierCaps, DAY,
};
use pallet_participants::{Call, HoldReason, Verification};
use sp_genesis_builder::DEV_RUNTIME_PRESET;
use sp_keyring::Sr25519Keyring::{self, *};
use sp_runtime::{traits::Dispatchable, DispatchResult};

type Whitelisted = <Runtime as pallet_tx_pause::Config>::WhitelistedCalls;

const NOW: u64 = 20_000 * DAY;
const NORTH: JurisdictionId = JurisdictionId(1);
/// The first participant that is added.
const ADDED: ParticipantId = ParticipantId(6);

fn act(origin: RuntimeOrigin, call: Call<Runtime>) -> DispatchResult {
	let call = crate::RuntimeCall::from(call);
	call.dispatch(origin).map(|_| ()).map_err(|failure| failure.error)
}

fn by(key: Sr25519Keyring, call: Call<Runtime>) -> DispatchResult {
	act(RuntimeOrigin::signed(key.to_account_id()), call)
}

fn held(key: Sr25519Keyring) -> u128 {
	let reason = RuntimeHoldReason::Participants(HoldReason::SandboxDeposit);
	Balances::balance_on_hold(&reason, &key.to_account_id())
}

fn verification() -> Verification {
	let valid_until = NOW + 365 * DAY;
	Verification { kind: Kind::Household, tier: Tier::Full, valid_until, credential: [7; 32] }
}

/// The development chain with a jurisdiction that a referendum of the market's office has created, with the admin One and
/// the registrar Two. All of them have GRID.
fn with_north(test: impl FnOnce()) {
	network(DEV_RUNTIME_PRESET).execute_with(|| {
		System::set_block_number(1);
		pallet_timestamp::Now::<Runtime>::put(NOW);
		for rich in [One, Two, Ferdie] {
			let (who, new_free) = (rich.to_account_id().into(), 1_000 * GRID);
			let rich = pallet_balances::Call::force_set_balance { who, new_free };
			assert_ok!(crate::RuntimeCall::from(rich)
				.dispatch(RuntimeOrigin::root())
				.map(|_| ())
				.map_err(|failure| failure.error));
		}
		let sandbox = Some(TierCaps::SANDBOX_CEILING);
		let rules = JurisdictionRules { sandbox, ..Default::default() };
		let create = Call::create_jurisdiction { admin: One.to_account_id(), rules };
		assert_ok!(act(Origin::MarketAdmin.into(), create));
		let account = Two.to_account_id();
		assert_ok!(by(One, Call::appoint_registrar { jurisdiction: NORTH, account }));
		test();
		assert_eq!(Participants::do_try_state(), Ok(()));
	});
}

#[test]
fn whoever_registers_itself_has_grid_held_until_it_is_verified() {
	with_north(|| {
		let (jurisdiction, kind) = (NORTH, Kind::Household);
		assert_ok!(by(Ferdie, Call::register_myself { jurisdiction, kind }));
		assert_eq!(held(Ferdie), SANDBOX_DEPOSIT);
		assert!(Participants::may_trade(ADDED));
		let renew = Call::renew { participant: ADDED, verification: verification() };
		assert_ok!(by(Two, renew));
		assert_eq!(held(Ferdie), 0);
		assert_ok!(by(Ferdie, Call::leave {}));
		assert!(!Participants::may_trade(ADDED));
	});
}

#[test]
fn an_owner_can_object_to_a_recovery_in_safe_mode() {
	with_north(|| {
		let account: AccountId = Ferdie.to_account_id();
		assert_ok!(by(Two, Call::admit { account, verification: verification() }));
		let account = AccountId::from([9; 32]);
		let begin = || Call::begin_recovery { participant: ADDED, account: account.clone() };
		assert_ok!(by(Two, begin()));
		assert_ok!(SafeMode::force_enter(Origin::MonetaryGuard.into()));
		let filtered = frame_system::Error::<Runtime>::CallFiltered;
		assert_noop!(by(Two, begin()), filtered);
		assert_ok!(by(Ferdie, Call::stop_recovery { participant: ADDED }));
		let account = Two.to_account_id();
		assert_ok!(by(One, Call::dismiss_registrar { jurisdiction: NORTH, account }));
		for call in ["stop_recovery", "dismiss_registrar"] {
			let name = |name: &str| name.as_bytes().to_vec().try_into().expect("short");
			assert!(Whitelisted::contains(&(name("Participants"), name(call))), "{call}");
		}
	});
}

#[test]
fn a_lost_account_is_recovered_after_a_week_of_the_networks_time() {
	with_north(|| {
		let account: AccountId = Ferdie.to_account_id();
		assert_ok!(by(Two, Call::admit { account, verification: verification() }));
		let account = Sr25519Keyring::BobStash.to_account_id();
		assert_ok!(by(Two, Call::begin_recovery { participant: ADDED, account }));
		let from = NOW + NetworkParams::correction_window();
		let complete = || by(BobStash, Call::complete_recovery { participant: ADDED });
		pallet_timestamp::Now::<Runtime>::put(from - 1);
		let early = pallet_participants::Error::<Runtime>::RecoveryTooEarly;
		assert_noop!(complete(), early);
		pallet_timestamp::Now::<Runtime>::put(from);
		assert_ok!(complete());
		assert_eq!(Participants::participant_of(&BobStash.to_account_id()), Some(ADDED));
		assert_eq!(Participants::participant_of(&Ferdie.to_account_id()), None);
	});
}
