//! The networks that the runtime knows begin as documented.

use super::*;
use crate::{
	configs::ReserveAccount,
	constants::{currency::*, watt::*},
	genesis_config_presets::{keepers, preset_names, HOST, OPERATOR, TRADERS, VALIDATORS},
	*,
};
use frame_support::traits::{
	fungibles::{self, metadata::Inspect as _, Inspect as _},
	Get,
};
use gridforge_primitives::{
	IntervalClock, IntervalId, ParticipantId, Participants as _, Tariff, ZoneId, Zones as _, WATT,
};
use pallet_network_params::NetworkParams as Params;
use sp_core::{ecdsa, sr25519, Pair};
use sp_genesis_builder::{DEV_RUNTIME_PRESET, LOCAL_TESTNET_RUNTIME_PRESET};
use sp_keyring::Sr25519Keyring;

const PRESETS: [(&str, usize); 2] = [(DEV_RUNTIME_PRESET, 1), (LOCAL_TESTNET_RUNTIME_PRESET, 4)];

#[test]
fn presets_are_named() {
	assert_eq!(preset_names(), PRESETS.map(|(name, _)| name.to_string()));
	assert!(<Runtime as GenesisBuilderV1<Block>>::get_preset(&Some("other".into())).is_none());
}

#[test]
fn there_are_exactly_a_billion_grid() {
	for (preset, _) in PRESETS {
		network(preset).execute_with(|| {
			let held: Balance = frame_system::Account::<Runtime>::iter_values()
				.map(|account| account.data.free + account.data.reserved)
				.sum();
			assert_eq!(pallet_balances::TotalIssuance::<Runtime>::get(), GENESIS_SUPPLY);
			assert_eq!(held, GENESIS_SUPPLY);
			// Twelve accounts and the treasury have ten million each, WATT's eight keepers a thousand.
			assert_eq!(Balances::free_balance(ReserveAccount::get()), 869_992_000 * GRID);
		});
	}
}

#[test]
fn validators_have_stake_and_keys() {
	for (preset, count) in PRESETS {
		network(preset).execute_with(|| {
			let expected: Vec<_> = VALIDATORS[..count].iter().map(|v| v.account()).collect();
			let mut validators = Session::validators();
			validators.sort();
			let mut sorted = expected.clone();
			sorted.sort();
			assert_eq!(validators, sorted);
			assert_eq!(Babe::authorities().len(), count);
			assert_eq!(Grandpa::grandpa_authorities().len(), count);
			assert_eq!(AuthorityDiscovery::authorities().len(), count);
			for who in expected {
				let ledger = Staking::ledger(sp_staking::StakingAccount::Stash(who));
				assert_eq!(ledger.expect("it has bonded").active, 1_000_000 * GRID);
			}
		});
	}
}

#[test]
fn ecdsa_keys_are_those_of_the_names() {
	for validator in VALIDATORS {
		let name = validator.sr25519.to_seed();
		let pair = ecdsa::Pair::from_string(&name, None).expect("the names derive keys");
		assert_eq!(AsRef::<[u8]>::as_ref(&pair.public()), validator.ecdsa, "{name}");
	}
}

#[test]
fn keys_of_watts_keepers_are_those_of_the_names() {
	use keepers::{ATTESTERS, COMPLIANCE_OFFICER, GUARDIAN, MASTER_MINTER, SIGNERS};
	for (name, key) in [
		("//MasterMinter", MASTER_MINTER),
		("//ComplianceOfficer", COMPLIANCE_OFFICER),
		("//Guardian", GUARDIAN),
		("//Issuer", SIGNERS[0]),
		("//Issuer//2", SIGNERS[1]),
		("//Attester", ATTESTERS[0]),
		("//Attester//2", ATTESTERS[1]),
	] {
		let pair = sr25519::Pair::from_string(name, None).expect("the names derive keys");
		assert_eq!(pair.public().0, key, "{name}");
	}
}

#[test]
fn only_the_development_chain_has_a_sudo_key() {
	network(DEV_RUNTIME_PRESET).execute_with(|| {
		let alice = Sr25519Keyring::Alice.to_account_id();
		assert_eq!(pallet_sudo::Key::<Runtime>::get(), Some(alice));
	});
	network(LOCAL_TESTNET_RUNTIME_PRESET).execute_with(|| {
		assert_eq!(pallet_sudo::Key::<Runtime>::get(), None);
	});
}

#[test]
fn watt_is_there_and_nobody_else_can_mint_it() {
	for (preset, _) in PRESETS {
		network(preset).execute_with(|| {
			assert_eq!(Assets::name(WATT_ID), b"WATT");
			assert_eq!(Assets::symbol(WATT_ID), b"WATT");
			assert_eq!(Assets::decimals(WATT_ID), gridforge_primitives::WATT_DECIMALS);
			assert_eq!(Assets::minimum_balance(WATT_ID), 1);
			assert_eq!(Assets::total_issuance(WATT_ID), 6_000 * WATT);
			for trader in TRADERS {
				let who = trader.to_account_id();
				assert_eq!(Assets::balance(WATT_ID, &who), 1_000 * WATT);
				assert!(Assets::mint(
					RuntimeOrigin::signed(who.clone()),
					WATT_ID.into(),
					who.into(),
					WATT
				)
				.is_err());
			}
			let owner = <Assets as fungibles::roles::Inspect<AccountId>>::owner(WATT_ID);
			assert_eq!(owner, Some(Watt::keeper()));
		});
	}
}

#[test]
fn participants_are_numbered_and_the_zone_is_run() {
	for (preset, _) in PRESETS {
		network(preset).execute_with(|| {
			for (trader, id) in TRADERS.iter().zip(1..) {
				let participant = Participants::participant_of(&trader.to_account_id());
				assert_eq!(participant, Some(ParticipantId(id)));
				assert!(Participants::may_trade(ParticipantId(id)));
			}
			let rules = Grid::rules(ZoneId(1), IntervalId(30_000_000)).expect("zone 1 is there");
			assert_eq!(rules.operator, OPERATOR);
			assert_eq!(rules.currency, WATT_ID);
			assert_eq!(rules.floor.0, -500);
			assert_eq!(rules.fees, Tariff::default().at_hour(0));
		});
	}
}

#[test]
fn the_host_is_licensed_and_tiers_have_discounts() {
	use gridforge_primitives::{Discounts, FeeDiscounts as _, HostLicences as _};
	for (preset, _) in PRESETS {
		network(preset).execute_with(|| {
			let host = HOST.to_account_id();
			let id = Participants::participant_of(&host).expect("it is a participant");
			// In 2026, and no more in 2100.
			for (now, licensed) in [(1_795_000_000_000, true), (4_102_444_800_000, false)] {
				pallet_timestamp::Now::<Runtime>::put(now);
				assert_eq!(Licensing::is_licensed_host(id), licensed);
			}
			assert_eq!(Balances::reserved_balance(&host), 10_000 * GRID);
			assert_eq!(Licensing::bonded(), 10_000 * GRID);
			let Discounts { shares, volumes } = Licensing::discounts();
			assert_eq!(shares.map(|share| share * 100u32), [10, 25, 50]);
			// In lots: 1, 10 and 100 MWh.
			assert_eq!(volumes, [100_000, 1_000_000, 10_000_000].map(Some));
			Licensing::do_try_state().expect("the invariants of licences hold");
		});
	}
}

#[test]
fn time_runs_quickly() {
	for (preset, _) in PRESETS {
		network(preset).execute_with(|| {
			assert_eq!(NetworkParams::interval_length(), 60_000);
			assert_eq!(NetworkParams::gate_open(), 600_000);
			assert_eq!(NetworkParams::gate_close(), 12_000);
			assert_eq!(<Runtime as pallet_babe::Config>::EpochDuration::get(), 20);
			assert_eq!(NetworkParams::era_millis(), 360_000);
		});
	}
}

#[test]
fn without_a_preset_time_is_production() {
	empty_network().execute_with(|| assert_eq!(NetworkParams::params(), Params::default()));
}
