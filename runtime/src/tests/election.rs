//! An election takes what validators solved off chain, and where nobody did, a block solves it; none leaves the network
//! without validators.

use super::{blocks::Chain, staking::active_era, *};
use crate::{constants::staking, genesis_config_presets::VALIDATORS, *};
use codec::Encode;
use frame_support::{
	assert_ok,
	storage::with_storage_layer,
	traits::{fungible::Mutate, UnfilteredDispatchable},
};
use pallet_election_provider_multi_phase::{
	unsigned::MinerConfig, Call as ElectionCall, ElectionCompute, Event, Phase,
};
use sp_genesis_builder::LOCAL_TESTNET_RUNTIME_PRESET;
use sp_runtime::DispatchError;

/// How elections of these blocks came about.
fn computed() -> Vec<ElectionCompute> {
	let events = System::events().into_iter().filter_map(|record| match record.event {
		RuntimeEvent::ElectionProviderMultiPhase(Event::ElectionFinalized { compute, .. }) => {
			Some(compute)
		}
		_ => None,
	});
	events.collect()
}

fn phase() -> Phase<BlockNumber> {
	pallet_election_provider_multi_phase::CurrentPhase::<Runtime>::get()
}

/// Make blocks until an election has been held, with `body` in each; how it came about.
fn until_elected(chain: &mut Chain, mut body: impl FnMut()) -> ElectionCompute {
	for _ in 0..20 * 3 * 3 {
		chain.block(&mut body);
		if let Some(compute) = computed().pop() {
			return compute;
		}
	}
	panic!("no election in three eras");
}

#[test]
fn a_solution_from_off_chain_is_checked_and_taken() {
	network(LOCAL_TESTNET_RUNTIME_PRESET).execute_with(|| {
		let mut chain = Chain::new();
		let mut sent = 0;
		let compute = until_elected(&mut chain, || {
			if matches!(phase(), Phase::Unsigned((true, _))) && sent == 0 {
				let (solution, size, _) =
					ElectionProviderMultiPhase::mine_solution().expect("four of four");
				assert_eq!((size.voters, size.targets), (4, 4));
				let call = ElectionCall::<Runtime>::submit_unsigned {
					raw_solution: Box::new(solution),
					witness: size,
				};
				assert_ok!(call.dispatch_bypass_filter(RuntimeOrigin::none()));
				sent += 1;
			}
		});
		assert_eq!((sent, compute), (1, ElectionCompute::Unsigned));
		assert_eq!(phase(), Phase::Off);
		chain.blocks(20 * 3);
		assert_eq!(Session::validators().len(), 4);
	});
}

#[test]
fn where_nobody_has_solved_it_a_block_does() {
	network(LOCAL_TESTNET_RUNTIME_PRESET).execute_with(|| {
		let mut chain = Chain::new();
		assert_eq!(until_elected(&mut chain, || ()), ElectionCompute::Fallback);
		assert_eq!(phase(), Phase::Off);
		chain.blocks(20 * 3);
		assert_eq!(Session::validators().len(), 4);
	});
}

#[test]
fn an_election_after_a_standstill_needs_no_snapshot() {
	network(LOCAL_TESTNET_RUNTIME_PRESET).execute_with(|| {
		let mut chain = Chain::new();
		chain.blocks(5);
		// A block an epoch: the time in which a snapshot would have been made is never seen.
		let mut elections = Vec::new();
		for epoch in 2..30 {
			chain.block_at(epoch * 20 * 6_000 + 6_000, || ());
			elections.extend(computed());
			assert_ne!(phase(), Phase::Emergency);
		}
		assert!(elections.len() >= 5, "{elections:?}");
		assert_eq!(Session::validators().len(), 4);
		let era = active_era();
		assert!(era >= 5, "{era}");
	});
}

#[test]
fn there_are_no_more_candidates_than_an_election_takes() {
	network(LOCAL_TESTNET_RUNTIME_PRESET).execute_with(|| {
		let mut chain = Chain::new();
		let stand = |number: u32| {
			let who = AccountId::from(sp_io::hashing::blake2_256(&number.encode()));
			let value = staking::MIN_VALIDATOR_BOND;
			<Balances as Mutate<AccountId>>::set_balance(&who, 2 * value);
			let by = || RuntimeOrigin::signed(who.clone());
			let payee = pallet_staking::RewardDestination::Stash;
			assert_ok!(Staking::bond(by(), value, payee));
			Staking::validate(by(), Default::default())
		};
		chain.block(|| {
			for number in 4..staking::ELECTION_TARGETS {
				assert_ok!(stand(number));
			}
			let full = pallet_staking::Error::<Runtime>::TooManyValidators;
			let refused: Result<(), DispatchError> =
				with_storage_layer(|| stand(staking::ELECTION_TARGETS));
			assert_eq!(refused, Err(full.into()));
		});
		// They are all looked at, and four are elected.
		assert_eq!(until_elected(&mut chain, || ()), ElectionCompute::Fallback);
		assert_eq!(phase(), Phase::Off);
	});
}

#[test]
fn the_largest_solution_fits_into_a_transaction() {
	empty_network().execute_with(|| {
		// Not every voter needs to be in it; the miner leaves those out that weigh least.
		let most = <Runtime as MinerConfig>::MaxWeight::get();
		let weight = <Runtime as MinerConfig>::solution_weight(
			staking::ELECTION_VOTERS,
			staking::ELECTION_TARGETS,
			staking::ELECTION_VOTERS,
			staking::MAX_VALIDATORS,
		);
		assert!(weight.all_lte(most), "{weight:?} is more than {most:?}");
		assert_eq!(VALIDATORS.len(), 4);
	});
}
