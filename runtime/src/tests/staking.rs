//! Staked GRID earns 8 % a year, whatever the length of the eras.

use super::{
	blocks::{send, Chain},
	governance::propose,
	*,
};
use crate::{
	configs::{origins::Origin, StakeYield},
	constants::{
		currency::GRID,
		time::{SLOT_MILLIS, YEAR_MILLIS},
	},
	genesis_config_presets::VALIDATORS,
	*,
};
use frame_election_provider_support::SortedListProvider;
use frame_support::traits::{Currency, RewardsReporter};
use pallet_staking::{Call as StakingCall, RewardDestination, ValidatorPrefs};
use sp_genesis_builder::{DEV_RUNTIME_PRESET, LOCAL_TESTNET_RUNTIME_PRESET};
use sp_keyring::Sr25519Keyring;
use sp_runtime::{traits::Dispatchable, Perbill};
use sp_staking::{
	offence::{OffenceDetails, OnOffenceHandler},
	EraIndex, EraPayout,
};

const STAKED: Balance = 400_000_000 * GRID;

/// What an era pays that lasted `millis`, of which staking measures a slot less.
fn payout(millis: u64) -> Balance {
	let measured = millis - SLOT_MILLIS;
	let (paid, rest) = StakeYield::era_payout(STAKED, 1_000_000_000 * GRID, measured);
	assert_eq!(rest, 0);
	paid
}

#[test]
fn a_year_of_eras_pays_eight_percent() {
	for mut network in [empty_network(), network(DEV_RUNTIME_PRESET)] {
		network.execute_with(|| {
			let era = NetworkParams::era_millis();
			assert_eq!(YEAR_MILLIS % era, 0, "a year has a whole number of these eras");
			let paid = payout(era) * Balance::from(YEAR_MILLIS / era);
			let eight_percent = STAKED / 100 * 8;
			assert!(paid <= eight_percent);
			assert!(eight_percent - paid < eight_percent / 10_000, "{paid}");
		});
	}
}

#[test]
fn a_late_era_pays_for_its_time() {
	empty_network().execute_with(|| {
		let era = NetworkParams::era_millis();
		assert!(payout(era * 3 / 2) > payout(era));
	});
}

#[test]
fn a_stalled_era_pays_for_two_at_most() {
	empty_network().execute_with(|| {
		let era = NetworkParams::era_millis();
		assert_eq!(payout(era * 100), payout(era * 2));
		assert_eq!(payout(u64::MAX), payout(era * 2));
	});
}

#[test]
fn no_stake_and_no_overflow() {
	empty_network().execute_with(|| {
		assert_eq!(StakeYield::era_payout(0, 0, u64::MAX), (0, 0));
		StakeYield::era_payout(Balance::MAX, Balance::MAX, u64::MAX);
	});
}

/// Eras of a session each, of which a year has four hundred.
const ERA_SLOTS: u64 = 13_149;
const ERA_MILLIS: u64 = ERA_SLOTS * SLOT_MILLIS;
/// What each validator of the local network has staked, and here also a nominator of the first.
const STAKE: Balance = 1_000_000 * GRID;

/// What a year has paid to each account that has something at stake.
struct Paid {
	validators: Vec<Balance>,
	nominator: Balance,
	issued: Balance,
}

/// Let a year pass on the local network: two blocks in each of its 400 eras, the first and the last. The first
/// validator has a nominator with as much as itself, keeps a tenth, and earns twice the points of each other.
fn live_a_year() -> Paid {
	let params =
		serde_json::json!({ "networkParams": { "epochSlots": ERA_SLOTS, "sessionsPerEra": 1 } });
	network_with(LOCAL_TESTNET_RUNTIME_PRESET, params).execute_with(|| {
		let stashes = VALIDATORS.map(|validator| validator.stash);
		let nominator = Sr25519Keyring::Eve;
		let mut chain = Chain::new();
		chain.block_at(0, || {
			for stash in stashes {
				send(stash, StakingCall::set_payee { payee: RewardDestination::Stash });
			}
			let tenth = ValidatorPrefs { commission: Perbill::from_percent(10), blocked: false };
			send(stashes[0], StakingCall::validate { prefs: tenth });
			send(nominator, StakingCall::bond { value: STAKE, payee: RewardDestination::Stash });
			let targets = vec![stashes[0].to_account_id().into()];
			send(nominator, StakingCall::nominate { targets });
		});
		// The nominator counts from the era after the next election on.
		let (first, eras) = (4, YEAR_MILLIS / ERA_MILLIS);
		assert_eq!(eras * ERA_MILLIS, YEAR_MILLIS);
		let balances = || {
			let of = |who: Sr25519Keyring| Balances::total_balance(&who.to_account_id());
			(stashes.map(of), of(nominator), pallet_balances::TotalIssuance::<Runtime>::get())
		};
		let mut before = balances();
		for era in 1..first + eras {
			chain.block_at(era * ERA_MILLIS, || {
				if era == first {
					before = balances();
				}
				// The era before the last block's has just ended.
				let active = active_era();
				if era > first {
					for stash in stashes {
						let validator_stash = stash.to_account_id();
						let payout =
							StakingCall::payout_stakers { validator_stash, era: active - 1 };
						send(nominator, payout);
					}
				}
			});
			chain.block_at((era + 1) * ERA_MILLIS - SLOT_MILLIS, || share_points(&stashes));
		}
		chain.block_at((first + eras) * ERA_MILLIS, || {
			let active = active_era();
			for stash in stashes {
				let validator_stash = stash.to_account_id();
				send(nominator, StakingCall::payout_stakers { validator_stash, era: active - 1 });
			}
		});
		let after = balances();
		let validators = after.0.iter().zip(before.0).map(|(after, before)| after - before);
		Paid {
			validators: validators.collect(),
			nominator: after.1 - before.1,
			issued: after.2 - before.2,
		}
	})
}

/// Give the first validator two million points of this era, and each other one a million, blocks included. Beside them the
/// twenty of the block that ends the era do not count.
fn share_points(stashes: &[Sr25519Keyring]) {
	let active = active_era();
	let points = pallet_staking::ErasRewardPoints::<Runtime>::get(active).individual;
	let missing =
		stashes.iter().zip([2_000_000, 1_000_000, 1_000_000, 1_000_000]).map(|(stash, wanted)| {
			let stash = stash.to_account_id();
			let earned = points.get(&stash).copied().unwrap_or_default();
			(stash, wanted - earned)
		});
	Staking::reward_by_ids(missing.collect::<Vec<_>>());
}

#[test]
fn a_simulated_year_pays_eight_percent_and_issues_nothing_else() {
	let Paid { validators, nominator, issued } = live_a_year();
	let basis_point = STAKE / 10_000;
	// 8 % of two stakes: the first validator keeps a tenth, the rest is shared by stake.
	let pot = STAKE * 16 / 100;
	assert!(validators[0].abs_diff(pot / 10 + pot * 9 / 20) < basis_point, "{}", validators[0]);
	assert!(nominator.abs_diff(pot * 9 / 20) < basis_point, "{nominator}");
	for paid in &validators[1..] {
		assert!(paid.abs_diff(STAKE * 8 / 100) < basis_point, "{paid}");
	}
	assert_eq!(issued, validators.iter().sum::<Balance>() + nominator);
	let staked = 5 * STAKE;
	assert!(issued.abs_diff(staked * 8 / 100) < staked / 10_000, "{issued}");
}

#[test]
fn a_pool_lets_a_household_stake_a_few_grid_and_leave() {
	use pallet_nomination_pools::{BondExtra, Call as PoolsCall, ConfigOp, MinCreateBond};
	use sp_keyring::Sr25519Keyring::{Alice, Dave, Eve, Ferdie};
	network(LOCAL_TESTNET_RUNTIME_PRESET).execute_with(|| {
		let mut chain = Chain::new();
		let pool_id = 1;
		let validator = VALIDATORS[0].stash.to_account_id();
		chain.block(|| {
			let (root, nominator, bouncer) = (Alice, Alice, Alice);
			let amount = MinCreateBond::<Runtime>::get();
			let create = PoolsCall::create {
				amount,
				root: root.to_account_id().into(),
				nominator: nominator.to_account_id().into(),
				bouncer: bouncer.to_account_id().into(),
			};
			send(Alice, create);
			send(Alice, PoolsCall::nominate { pool_id, validators: vec![validator.clone()] });
			send(Eve, PoolsCall::join { amount: 3 * GRID, pool_id });
			send(Eve, PoolsCall::bond_extra { extra: BondExtra::FreeBalance(2 * GRID) });
			// Who stakes in a pool does not stake by itself, nor the other way round.
			let value = 100 * GRID;
			let bond = StakingCall::bond { value, payee: RewardDestination::Stash };
			let twice = RuntimeCall::Staking(bond)
				.dispatch(RuntimeOrigin::signed(Eve.to_account_id()))
				.expect_err("a member of a pool");
			assert_eq!(twice.error, pallet_staking::Error::<Runtime>::Restricted.into());
			let join = RuntimeCall::NominationPools(PoolsCall::join { amount: GRID, pool_id })
				.dispatch(RuntimeOrigin::signed(VALIDATORS[1].stash.to_account_id()))
				.expect_err("a validator");
			assert_eq!(join.error, pallet_nomination_pools::Error::<Runtime>::Restricted.into());
			let little = RuntimeCall::NominationPools(PoolsCall::join { amount: 1, pool_id })
				.dispatch(RuntimeOrigin::signed(Ferdie.to_account_id()))
				.expect_err("too little");
			assert_eq!(
				little.error,
				pallet_nomination_pools::Error::<Runtime>::MinimumBondNotMet.into()
			);
			let configs = RuntimeCall::NominationPools(PoolsCall::set_configs {
				min_join_bond: ConfigOp::Set(2 * GRID),
				min_create_bond: ConfigOp::Noop,
				max_pools: ConfigOp::Noop,
				max_members: ConfigOp::Noop,
				max_members_per_pool: ConfigOp::Noop,
				global_max_commission: ConfigOp::Noop,
			});
			let refused = configs.clone().dispatch(RuntimeOrigin::signed(Dave.to_account_id()));
			assert!(refused.is_err());
			assert!(configs.dispatch(Origin::StakingAdmin.into()).is_ok());
		});
		// Two elections on, the pool's stake is exposed, and an era has been paid.
		for _ in 0..20 * 3 * 4 {
			chain.block(|| Staking::reward_by_ids([(validator.clone(), 20)]));
		}
		let active = active_era();
		let exposed = Staking::eras_stakers(active, &validator).total;
		// An election rounds stakes down to what fits its 64 bits.
		assert_eq!(exposed.div_ceil(GRID), 1_000_000 + 1_000 + 5);
		let free = || Balances::free_balance(Eve.to_account_id());
		chain.block(|| {
			let validator_stash = validator.clone();
			send(Dave, StakingCall::payout_stakers { validator_stash, era: active - 1 });
			let before = free();
			let due = NominationPools::api_pending_rewards(Eve.to_account_id());
			assert!(due.is_some_and(|due| due > 0));
			send(Eve, PoolsCall::claim_payout {});
			assert!(free() > before);
			let member_account = Eve.to_account_id().into();
			send(Eve, PoolsCall::unbond { member_account, unbonding_points: 5 * GRID });
		});
		// Beside the bond of its licence.
		let held = || Balances::reserved_balance(Eve.to_account_id()) - 10_000 * GRID;
		assert_eq!(held(), 5 * GRID);
		// The bonding time, and one more era.
		chain.blocks(20 * 3 * 5);
		chain.block(|| {
			let member_account = Eve.to_account_id().into();
			send(Eve, PoolsCall::withdraw_unbonded { member_account, num_slashing_spans: 0 });
			assert_eq!(held(), 0);
		});
	});
}

/// What a validator has lost some eras after it was reported for an offence that costs a tenth, and how much it stood
/// for. After the block of the report `meanwhile` is done with the era in which it will be slashed.
fn lost_by_an_offence(meanwhile: impl FnOnce(&mut Chain, EraIndex)) -> (Balance, Balance) {
	network(LOCAL_TESTNET_RUNTIME_PRESET).execute_with(|| {
		let mut chain = Chain::new();
		let stash = VALIDATORS[0].stash.to_account_id();
		let bonded = || Staking::ledger(stash.clone().into()).expect("it is bonded").total;
		// Into the second session.
		chain.blocks(22);
		chain.block(|| {
			let details = OffenceDetails { offender: (stash.clone(), ()), reporters: vec![] };
			let tenth = Perbill::from_percent(10);
			<Staking as OnOffenceHandler<_, _, _>>::on_offence(
				&[details],
				&[tenth],
				Session::current_index(),
			);
		});
		assert_eq!(bonded(), STAKE, "slashes are deferred");
		let deferred: Vec<_> = pallet_staking::UnappliedSlashes::<Runtime>::iter_keys().collect();
		assert_eq!(deferred.len(), 1);
		meanwhile(&mut chain, deferred[0]);
		// An election counts in 64 bits and rounds down.
		let exposed = Staking::eras_stakers(active_era(), &stash).own;
		while active_era() <= deferred[0] {
			chain.blocks(20);
		}
		(STAKE - bonded(), exposed)
	})
}

pub(super) fn active_era() -> EraIndex {
	pallet_staking::ActiveEra::<Runtime>::get().expect("it has begun").index
}

#[test]
fn an_offence_costs_its_share_when_the_time_to_object_has_passed() {
	let (lost, exposed) = lost_by_an_offence(|_, _| ());
	assert_eq!(lost, exposed / 10);
	assert!(lost > 99_999 * GRID);
}

/// The only slash of an era, cancelled.
fn cancel_slash(era: EraIndex) -> RuntimeCall {
	StakingCall::cancel_deferred_slash { era, slash_indices: vec![0] }.into()
}

#[test]
fn the_office_of_staking_cancels_a_slash_and_nobody_else_does() {
	let (lost, _) = lost_by_an_offence(|chain, era| {
		chain.block(|| {
			let cancel = cancel_slash(era);
			let stash = VALIDATORS[0].stash.to_account_id();
			for nobody in [RuntimeOrigin::signed(stash), Origin::MarketAdmin.into()] {
				assert!(cancel.clone().dispatch(nobody).is_err());
			}
			assert!(cancel.dispatch(Origin::StakingAdmin.into()).is_ok());
		});
	});
	assert_eq!(lost, 0);
}

#[test]
fn a_referendum_cancels_a_slash_in_time() {
	let (lost, _) = lost_by_an_offence(|chain, era| {
		let waiting = || pallet_staking::UnappliedSlashes::<Runtime>::get(era).len();
		propose(chain, Origin::StakingAdmin, cancel_slash(era));
		assert_eq!(waiting(), 1);
		// Five days of deciding and three hours of being ahead, in minutes.
		chain.blocks(60);
		assert_eq!(waiting(), 0);
		assert!(active_era() < era, "it was cancelled, not applied");
	});
	assert_eq!(lost, 0);
}

/// Measured from the first block of an era to its last, whatever lies between.
#[test]
fn an_era_in_which_the_chain_stood_still_pays_for_two() {
	network(LOCAL_TESTNET_RUNTIME_PRESET).execute_with(|| {
		let mut chain = Chain::new();
		// Ten blocks into an era there are none for the time of fifty.
		chain.blocks(22);
		let first = active_era();
		while active_era() == first {
			chain.blocks(1);
		}
		let stalled = active_era();
		chain.blocks(10);
		let era = NetworkParams::era_millis();
		chain.block_at(50 * era, || ());
		assert_eq!(active_era(), stalled);
		while active_era() < stalled + 2 {
			chain.blocks(1);
		}
		let paid = |index: EraIndex| {
			pallet_staking::ErasValidatorReward::<Runtime>::get(index).expect("the era is over")
		};
		let yields = |index: EraIndex, millis: u64| {
			let staked = pallet_staking::ErasTotalStake::<Runtime>::get(index);
			StakeYield::era_payout(staked, 0, millis - SLOT_MILLIS).0
		};
		assert_eq!(paid(stalled), yields(stalled, 2 * era));
		// The era after it is like any other.
		assert_eq!(paid(stalled + 1), yields(stalled + 1, era));
		assert!(paid(stalled) > paid(stalled + 1) * 19 / 10);
	});
}

#[test]
fn nominators_lie_in_bags_by_their_stake() {
	use pallet_bags_list::Call as BagsCall;
	use sp_keyring::Sr25519Keyring::{Eve, Ferdie, One};
	network(LOCAL_TESTNET_RUNTIME_PRESET).execute_with(|| {
		let mut chain = Chain::new();
		let bag_of = |who: Sr25519Keyring| {
			pallet_bags_list::ListNodes::<Runtime>::get(who.to_account_id()).map(|n| n.bag_upper)
		};
		chain.block(|| {
			for (who, stake) in [(Eve, 1_000), (Ferdie, 100_000)] {
				let value = stake * GRID;
				send(who, StakingCall::bond { value, payee: RewardDestination::Stash });
				let targets = vec![VALIDATORS[0].stash.to_account_id().into()];
				send(who, StakingCall::nominate { targets });
			}
			assert!(bag_of(Eve) < bag_of(Ferdie));
			let first: Vec<_> = VoterList::iter().collect();
			let place = |who: Sr25519Keyring| first.iter().position(|v| *v == who.to_account_id());
			assert!(place(Ferdie) < place(Eve), "an election takes the largest first");

			// More stake moves its owner up at once.
			let before = bag_of(Eve);
			send(Eve, StakingCall::bond_extra { max_additional: 99_000 * GRID });
			assert!(before < bag_of(Eve));
			assert_eq!(bag_of(Eve), bag_of(Ferdie));
			// Whoever lies right is left there, whoever asks.
			send(One, BagsCall::rebag { dislocated: Eve.to_account_id().into() });
			assert_eq!(bag_of(Eve), bag_of(Ferdie));
		});
	});
}

/// The candidates after a session has ended in which the first `present` validators have earned as many points each.
fn candidates_after(present: usize, points: u32) -> usize {
	network(LOCAL_TESTNET_RUNTIME_PRESET).execute_with(|| {
		let mut chain = Chain::new();
		let stashes = VALIDATORS.map(|validator| validator.stash.to_account_id());
		// Into the second session, at whose end the next one's validators are asked for.
		chain.blocks(22);
		chain.block(|| {
			let earned = stashes.iter().take(present).map(|stash| (stash.clone(), points));
			Staking::reward_by_ids(earned.collect::<Vec<_>>());
		});
		chain.blocks(20);
		let candidates = pallet_staking::Validators::<Runtime>::iter_keys().count();
		let absent = stashes.iter().skip(present);
		let chilled =
			absent.filter(|stash| !pallet_staking::Validators::<Runtime>::contains_key(stash));
		assert_eq!(4 - chilled.count(), candidates, "only absent ones");
		candidates
	})
}

#[test]
fn who_makes_no_block_when_twenty_were_due_is_passed_over() {
	assert_eq!(candidates_after(3, 600), 3);
	// Twenty blocks each, which all make, and three times fewer than that.
	assert_eq!(candidates_after(4, 400), 4);
	assert_eq!(candidates_after(3, 100), 4);
}

#[test]
fn who_is_elected_without_session_keys_is_passed_over() {
	use sp_keyring::Sr25519Keyring::Eve;
	network(LOCAL_TESTNET_RUNTIME_PRESET).execute_with(|| {
		let mut chain = Chain::new();
		let stashes = VALIDATORS.map(|validator| validator.stash.to_account_id());
		chain.block(|| {
			Staking::set_validator_count(RuntimeOrigin::root(), 5).expect("root may");
			let value = 2_000_000 * GRID;
			send(Eve, StakingCall::bond { value, payee: RewardDestination::Stash });
			let prefs = ValidatorPrefs::default();
			send(Eve, StakingCall::validate { prefs });
		});
		// Elected in the first era, for the second.
		let elected = |who: &AccountId| {
			let era = active_era();
			pallet_staking::ErasStakersOverview::<Runtime>::contains_key(era, who)
		};
		let eve = Eve.to_account_id();
		for _ in 0..20 * 3 * 3 {
			chain.blocks(1);
			if elected(&eve) {
				break;
			}
		}
		assert!(elected(&eve));
		assert!(!Session::validators().contains(&eve));
		chain.block(|| {
			let earned = stashes.iter().map(|stash| (stash.clone(), 600));
			Staking::reward_by_ids(earned.collect::<Vec<_>>());
		});
		chain.blocks(20);
		let candidates: Vec<_> = pallet_staking::Validators::<Runtime>::iter_keys().collect();
		assert_eq!(candidates.len(), 4);
		assert!(!candidates.contains(&eve));
	});
}

#[test]
fn nobody_is_passed_over_where_the_network_fails() {
	// With the author of all blocks that is two of four at the most.
	assert_eq!(candidates_after(1, 8_000), 4);
}

#[test]
fn who_was_passed_over_comes_back() {
	network(LOCAL_TESTNET_RUNTIME_PRESET).execute_with(|| {
		let mut chain = Chain::new();
		let stashes = VALIDATORS.map(|validator| validator.stash.to_account_id());
		chain.blocks(22);
		chain.block(|| {
			let earned = stashes.iter().take(3).map(|stash| (stash.clone(), 600));
			Staking::reward_by_ids(earned.collect::<Vec<_>>());
		});
		chain.blocks(20 * 3 * 2);
		let mut elected = Session::validators();
		elected.sort();
		let mut present = stashes[..3].to_vec();
		present.sort();
		assert_eq!(elected, present);
		chain.block(|| {
			let prefs = ValidatorPrefs::default();
			send(VALIDATORS[3].stash, StakingCall::validate { prefs });
		});
		chain.blocks(20 * 3 * 2);
		assert_eq!(Session::validators().len(), 4);
	});
}
