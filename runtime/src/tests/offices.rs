//! Which office may make which call: each its own, and no other.

use super::{blocks::Chain, proxies::every_call, *};
use crate::{
	configs::origins::Origin::{self, *},
	RuntimeCall, RuntimeOrigin,
};
use frame_support::{dispatch::DispatchResultWithPostInfo, storage::with_transaction};
use scale_info::{TypeDef, TypeInfo};
use sp_genesis_builder::DEV_RUNTIME_PRESET;
use sp_runtime::{traits::Dispatchable, DispatchError, TransactionOutcome};

/// All offices.
pub(super) const OFFICES: [Origin; 12] = [
	StakingAdmin,
	MarketAdmin,
	GridAdmin,
	MonetaryGuard,
	Canceller,
	Killer,
	WhitelistedCaller,
	Treasurer,
	SmallSpender,
	MediumSpender,
	BigSpender,
	Court,
];

/// Our pallets that offices have a say in. All of their calls are looked at: one that is not in the table is no office's.
const OURS: [&str; 6] = ["EnergyMarket", "Grid", "Licensing", "Participants", "Settlement", "Watt"];

/// Our pallets that no office has a say in: operators, gateways, organisers and members have.
const NO_OFFICES: [&str; 2] = ["Communities", "Metering"];

const SPENDERS: &[Origin] = &[SmallSpender, MediumSpender, BigSpender, Treasurer];

/// The calls that take an office, and which; those of the SDK's pallets that docs/governance.md names.
const MAY: [(&str, &[&str], &[Origin]); 19] = [
	("EnergyMarket", &["set_market_status"], &[MarketAdmin]),
	("Settlement", &["retry_settlement"], &[MarketAdmin]),
	(
		"Licensing",
		&["set_terms", "grant", "suspend", "reinstate", "revoke", "set_discounts"],
		&[MarketAdmin],
	),
	(
		"Participants",
		&[
			"register",
			"set_status",
			"create_jurisdiction",
			"set_jurisdiction_admin",
			"set_rules",
			"appoint_registrar",
			"dismiss_registrar",
		],
		&[MarketAdmin],
	),
	(
		"Grid",
		&[
			"create_zone",
			"set_tariff",
			"set_zone_status",
			"set_calendar",
			"set_utc_offsets",
			"set_limits",
			"set_collar",
			"set_auction",
			"link_zones",
			"unlink_zones",
			"set_delivery",
		],
		&[GridAdmin],
	),
	(
		"Watt",
		&[
			"add_currency",
			"set_limits",
			"add_issuer",
			"give_role",
			"take_role",
			"resume_minting",
			"cure_issuer",
			"lift_restriction",
		],
		&[Treasurer],
	),
	("Watt", &["seize"], &[Court]),
	("AssetRate", &["create", "update", "remove"], &[Treasurer]),
	("Treasury", &["spend", "spend_local"], SPENDERS),
	("Treasury", &["remove_approval", "void_spend"], &[Treasurer]),
	("Bounties", &["approve_bounty", "approve_bounty_with_curator", "propose_curator"], SPENDERS),
	("Bounties", &["close_bounty", "unassign_curator"], &[Treasurer]),
	("Staking", &["cancel_deferred_slash", "manual_slash", "set_min_commission"], &[StakingAdmin]),
	("NominationPools", &["set_configs"], &[StakingAdmin]),
	("Referenda", &["cancel"], &[Canceller]),
	("Referenda", &["kill"], &[Killer]),
	(
		"Whitelist",
		&["dispatch_whitelisted_call", "dispatch_whitelisted_call_with_preimage"],
		&[WhitelistedCaller],
	),
	("TxPause", &["pause", "unpause"], &[MarketAdmin, MonetaryGuard]),
	("SafeMode", &["force_enter", "force_extend", "force_exit"], &[MarketAdmin, MonetaryGuard]),
];

/// The offices that may make the call of this name.
fn offices_for(name: &str) -> &'static [Origin] {
	let (pallet, call) = name.split_once('.').expect("a pallet and its call");
	for (of, calls, offices) in MAY {
		if of == pallet && calls.contains(&call) {
			return offices;
		}
	}
	&[]
}

/// What comes of a call in the name of `origin`. Nothing of it is kept.
fn attempt(call: &RuntimeCall, origin: RuntimeOrigin) -> DispatchResultWithPostInfo {
	with_transaction(|| TransactionOutcome::Rollback(call.clone().dispatch(origin)))
}

/// Whether whoever has `origin` may make the call. Its arguments are nothing in particular, so that most are refused for
/// these, but not for who asks.
fn may(call: &RuntimeCall, origin: RuntimeOrigin) -> bool {
	let refusal = attempt(call, origin).err().map(|refused| refused.error);
	refusal != Some(DispatchError::BadOrigin)
}

#[test]
fn all_offices_are_here() {
	let TypeDef::Variant(offices) = Origin::type_info().type_def else { panic!("it is an enum") };
	assert_eq!(offices.variants.len(), OFFICES.len());
	for (n, office) in OFFICES.iter().enumerate() {
		assert!(!OFFICES[..n].contains(office), "{office:?} is here twice");
	}
}

#[test]
fn the_table_names_calls_that_there_are() {
	let calls = every_call();
	for (pallet, names, _) in MAY {
		for name in names {
			assert!(calls.contains_key(&format!("{pallet}.{name}")), "{pallet}.{name}");
		}
	}
}

#[test]
fn each_office_may_make_its_own_calls_and_no_others() {
	network(DEV_RUNTIME_PRESET).execute_with(|| {
		Chain::new().block(|| {
			for (name, call) in every_call() {
				let offices = offices_for(&name);
				let ours = OURS.iter().any(|pallet| name.starts_with(&format!("{pallet}.")));
				if !ours && offices.is_empty() {
					continue;
				}
				for office in OFFICES {
					let wanted = offices.contains(&office);
					assert_eq!(may(&call, office.into()), wanted, "{office:?}, {name}");
				}
				// Root may do what an office may; an account's own calls are not root's either.
				assert_eq!(may(&call, RuntimeOrigin::root()), !offices.is_empty(), "root, {name}");
			}
		});
	});
}

#[test]
fn operators_and_organisers_have_no_office_above_them() {
	network(DEV_RUNTIME_PRESET).execute_with(|| {
		Chain::new().block(|| {
			for (name, call) in every_call() {
				if NO_OFFICES.iter().any(|pallet| name.starts_with(&format!("{pallet}."))) {
					// Some look for what the call is about before they look who asks, so it may fail for that.
					for office in OFFICES {
						assert!(attempt(&call, office.into()).is_err(), "{office:?}, {name}");
					}
					assert!(attempt(&call, RuntimeOrigin::root()).is_err(), "root, {name}");
				}
			}
		});
	});
}
