//! What works in safe mode nobody can pause either, call by call: nobody is kept in, and governance undoes what was stopped.

use super::{blocks::Chain, proxies::every_call, *};
use crate::{configs::origins::Origin, ProxyType, RuntimeCall, RuntimeOrigin};
use frame_support::traits::{Contains, GetCallMetadata, InstanceFilter};
use pallet_tx_pause::{Call as PauseCall, Error, RuntimeCallNameOf};
use sp_genesis_builder::LOCAL_TESTNET_RUNTIME_PRESET;
use sp_runtime::{traits::Dispatchable, DispatchError};

type WorksInSafeMode = <Runtime as pallet_safe_mode::Config>::WhitelistedCalls;

/// Ways out of staking, market, WATT, licences and communities, and what governance needs to undo a pause. Whoever takes
/// one of them off the table in `configs/stopping.rs` must take it from here, too.
const WAYS_OUT: [(&str, &[&str]); 24] = [
	("System", &["authorize_upgrade", "apply_authorized_upgrade"]),
	("Session", &["set_keys", "purge_keys"]),
	(
		"Staking",
		&[
			"unbond",
			"withdraw_unbonded",
			"chill",
			"set_payee",
			"payout_stakers",
			"payout_stakers_by_page",
		],
	),
	("Staking", &["bond", "validate", "nominate", "cancel_deferred_slash"]),
	("VoterList", &["rebag", "put_in_front_of"]),
	(
		"NominationPools",
		&["claim_payout", "unbond", "pool_withdraw_unbonded", "withdraw_unbonded", "chill"],
	),
	(
		"EnergyMarket",
		&["withdraw", "cancel_order", "cancel_orders", "cancel_all", "cancel_barred", "advance"],
	),
	("Metering", &["submit_readings", "submit_device_readings", "correct_reading", "clear_doubt"]),
	("Settlement", &["advance", "retry_settlement"]),
	(
		"Watt",
		&[
			"redeem",
			"confirm_redemption",
			"return_redemption",
			"put_redemption_aside",
			"reclaim_redemption",
		],
	),
	("Watt", &["attest", "stop_minting", "lift_restriction", "take_role"]),
	("Licensing", &["suspend", "revoke", "surrender", "release_bond"]),
	("Participants", &["stop_recovery", "dismiss_registrar", "dismiss_delegate", "leave"]),
	("Communities", &["leave"]),
	("Assets", &["cancel_approval"]),
	("Utility", &["batch", "batch_all", "as_derivative"]),
	("Proxy", &["proxy", "remove_proxy", "remove_proxies", "reject_announcement"]),
	("Multisig", &["as_multi", "approve_as_multi", "as_multi_threshold_1"]),
	("Preimage", &["note_preimage"]),
	("Referenda", &["submit", "place_decision_deposit", "nudge_referendum", "cancel", "kill"]),
	("ConvictionVoting", &["vote", "delegate", "undelegate", "remove_vote", "unlock"]),
	("TechnicalCollective", &["propose", "vote", "close"]),
	("Whitelist", &["whitelist_call", "dispatch_whitelisted_call"]),
	("SafeMode", &["force_exit"]),
];

/// Pause a call in somebody's name.
fn pause(by: impl Into<RuntimeOrigin>, pallet: &str, call: &str) -> Result<(), DispatchError> {
	let text = |text: &str| text.as_bytes().to_vec().try_into().expect("a short name");
	let full_name: RuntimeCallNameOf<Runtime> = (text(pallet), text(call));
	let pause = RuntimeCall::TxPause(PauseCall::pause { full_name });
	pause.dispatch(by.into()).map(|_| ()).map_err(|refused| refused.error)
}

/// In a block of the local network.
fn in_a_block(test: impl FnOnce()) {
	network(LOCAL_TESTNET_RUNTIME_PRESET).execute_with(|| Chain::new().block(test));
}

#[test]
fn what_works_in_safe_mode_cannot_be_paused_and_all_else_can() {
	in_a_block(|| {
		for (name, call) in every_call() {
			let (pallet, function) = name.split_once('.').expect("a pallet and its call");
			// That one works in safe mode unless it is paused.
			let always = WorksInSafeMode::contains(&call) && name != "Watt.restrict";
			let expected = if always { Err(Error::<Runtime>::Unpausable.into()) } else { Ok(()) };
			assert_eq!(pause(Origin::MarketAdmin, pallet, function), expected, "{name}");
		}
	});
}

#[test]
fn nobody_who_may_stop_can_keep_anybody_in() {
	in_a_block(|| {
		let unpausable: Result<(), DispatchError> = Err(Error::<Runtime>::Unpausable.into());
		for (pallet, calls) in WAYS_OUT {
			for call in calls {
				assert!(RuntimeCall::get_call_names(pallet).contains(call), "{pallet}.{call}");
				let admin = pause(Origin::MarketAdmin, pallet, call);
				let guard = pause(Origin::MonetaryGuard, pallet, call);
				let root = pause(RuntimeOrigin::root(), pallet, call);
				assert_eq!([admin, guard, root], [unpausable; 3], "{pallet}.{call}");
			}
		}
	});
}

#[test]
fn single_calls_that_do_harm_can_be_paused() {
	in_a_block(|| {
		for (pallet, calls) in [
			("EnergyMarket", ["deposit", "place_order", "place_orders", "amend_order"]),
			("Watt", ["mint", "approve_mint", "grant_allowance", "restrict"]),
			("Grid", ["create_zone", "set_tariff", "link_zones", "set_delivery"]),
		] {
			for call in calls {
				assert!(RuntimeCall::get_call_names(pallet).contains(&call), "{pallet}.{call}");
				assert_eq!(pause(Origin::MonetaryGuard, pallet, call), Ok(()), "{pallet}.{call}");
				let again = Err(Error::<Runtime>::IsPaused.into());
				assert_eq!(pause(Origin::MarketAdmin, pallet, call), again, "{pallet}.{call}");
			}
		}
	});
}

#[test]
fn a_proxy_that_gets_its_account_out_of_the_market_always_can() {
	for (name, call) in every_call() {
		if ProxyType::CancelOnly.filter(&call) {
			assert!(WorksInSafeMode::contains(&call), "{name}");
		}
	}
}
