//! The technical collective makes an urgent call possible, and cannot make it by itself; governance changes parameters
//! within their bounds.

use super::{
	blocks::{send, Chain},
	governance::propose,
	*,
};
use crate::{
	configs::{
		origins::Origin,
		parameters::{
			max_era_stretch, tunable, yield_per_year, Deposit, RuntimeParameters, Stretch, Yield,
		},
		StakeYield,
	},
	constants::currency::GRID,
	*,
};
use codec::{Decode, Encode};
use frame_support::{
	assert_noop, assert_ok, instances::Instance1, traits::StorePreimage, weights::Weight,
};
use pallet_collective::Call as CollectiveCall;
use pallet_whitelist::Call as WhitelistCall;
use sp_genesis_builder::LOCAL_TESTNET_RUNTIME_PRESET;
use sp_keyring::Sr25519Keyring::{self, Alice, Bob, Charlie, Eve};
use sp_runtime::{
	traits::{Dispatchable, Hash as _},
	DispatchError, Permill,
};
use sp_staking::EraPayout;

/// More bytes than any motion here has.
const LENGTH: u32 = 100;

/// An upgrade's authorisation, which only root may make.
fn urgent() -> RuntimeCall {
	frame_system::Call::authorize_upgrade { code_hash: Hash::repeat_byte(9) }.into()
}

fn refusal(call: impl Into<RuntimeCall>, who: Sr25519Keyring) -> Option<DispatchError> {
	let done = call.into().dispatch(RuntimeOrigin::signed(who.to_account_id()));
	done.err().map(|refused| refused.error)
}

/// The collective's motion to whitelist the call, with the votes of those named.
fn motion(
	call: &RuntimeCall,
	threshold: u32,
	voters: &[Sr25519Keyring],
) -> Result<(), DispatchError> {
	let call_hash = <Runtime as frame_system::Config>::Hashing::hash_of(call);
	let list = RuntimeCall::Whitelist(WhitelistCall::whitelist_call { call_hash });
	let proposal_hash = <Runtime as frame_system::Config>::Hashing::hash_of(&list);
	let index = pallet_collective::ProposalCount::<Runtime, Instance1>::get();
	let propose =
		CollectiveCall::propose { threshold, proposal: Box::new(list), length_bound: LENGTH };
	send(Alice, RuntimeCall::TechnicalCollective(propose));
	for who in voters {
		let vote = CollectiveCall::vote { proposal: proposal_hash, index, approve: true };
		send(*who, RuntimeCall::TechnicalCollective(vote));
	}
	refusal(close(proposal_hash, index), Alice).map_or(Ok(()), Err)
}

/// Closes a motion.
fn close(proposal_hash: Hash, index: u32) -> RuntimeCall {
	RuntimeCall::TechnicalCollective(CollectiveCall::close {
		proposal_hash,
		index,
		proposal_weight_bound: Weight::from_parts(1_000_000_000, 100_000),
		length_bound: LENGTH,
	})
}

#[test]
fn the_collective_and_a_referendum_make_an_urgent_call_together() {
	network(LOCAL_TESTNET_RUNTIME_PRESET).execute_with(|| {
		let mut chain = Chain::new();
		let call = urgent();
		let call_hash = <Runtime as frame_system::Config>::Hashing::hash_of(&call);
		chain.block(|| {
			assert_ok!(Preimage::note(call.encode().into()));
			// One of three is too few to close the motion, two are enough.
			let early = pallet_collective::Error::<Runtime, Instance1>::TooEarly.into();
			assert_eq!(motion(&call, 2, &[Alice]), Err(early));
			assert!(!pallet_whitelist::WhitelistedCall::<Runtime>::contains_key(call_hash));
		});
		chain.block(|| {
			let list = RuntimeCall::Whitelist(WhitelistCall::whitelist_call { call_hash });
			let proposal_hash = <Runtime as frame_system::Config>::Hashing::hash_of(&list);
			let vote = CollectiveCall::vote { proposal: proposal_hash, index: 0, approve: true };
			send(Bob, RuntimeCall::TechnicalCollective(vote));
			send(Alice, close(proposal_hash, 0));
			assert!(pallet_whitelist::WhitelistedCall::<Runtime>::contains_key(call_hash));
			// The collective by itself can do no more.
			let make = WhitelistCall::dispatch_whitelisted_call_with_preimage {
				call: Box::new(call.clone()),
			};
			let referendum_first =
				pallet_whitelist::Error::<Runtime>::DeferredDispatchNotFound.into();
			assert_eq!(refusal(make, Alice), Some(referendum_first));
		});
		let make =
			WhitelistCall::dispatch_whitelisted_call_with_preimage { call: Box::new(call.clone()) };
		propose(&mut chain, Origin::WhitelistedCaller, make);
		// A week of deciding at the longest, in minutes; an ordinary upgrade takes two.
		chain.blocks(72);
		let authorised = System::authorized_upgrade().expect("it was made as root");
		assert_eq!(authorised.code_hash(), &Hash::repeat_byte(9));
	});
}

#[test]
fn whoever_is_silent_has_not_agreed() {
	network(LOCAL_TESTNET_RUNTIME_PRESET).execute_with(|| {
		let mut chain = Chain::new();
		let call = urgent();
		let call_hash = <Runtime as frame_system::Config>::Hashing::hash_of(&call);
		let seen = || pallet_whitelist::WhitelistedCall::<Runtime>::contains_key(call_hash);
		let list = RuntimeCall::Whitelist(WhitelistCall::whitelist_call { call_hash });
		let proposal_hash = <Runtime as frame_system::Config>::Hashing::hash_of(&list);
		let members = [Alice, Bob, Charlie, Eve, Sr25519Keyring::Ferdie];
		chain.block(|| {
			assert_ok!(Preimage::note(call.encode().into()));
			let new_members = members.map(|member| member.to_account_id()).to_vec();
			let root = RuntimeOrigin::root();
			assert_ok!(TechnicalCollective::set_members(root, new_members, None, 3));
		});
		// Three of five are a majority, but not two thirds, when the time for a motion is over.
		for (voters, agreed) in [(3, false), (4, true)] {
			let mut index = 0;
			chain.block(|| {
				index = pallet_collective::ProposalCount::<Runtime, Instance1>::get();
				let early = pallet_collective::Error::<Runtime, Instance1>::TooEarly.into();
				let closed = motion(&call, 4, &members[..voters]);
				assert_eq!(closed, if agreed { Ok(()) } else { Err(early) });
			});
			chain.blocks(31);
			chain.block(|| {
				if !seen() {
					send(Alice, close(proposal_hash, index));
				}
				assert_eq!(seen(), agreed, "{voters} of five");
			});
		}
	});
}

#[test]
fn a_referendum_makes_no_urgent_call_that_the_collective_has_not_seen() {
	network(LOCAL_TESTNET_RUNTIME_PRESET).execute_with(|| {
		let mut chain = Chain::new();
		let call = Box::new(urgent());
		let make = WhitelistCall::dispatch_whitelisted_call_with_preimage { call };
		propose(&mut chain, Origin::WhitelistedCaller, make);
		chain.blocks(72);
		assert!(System::authorized_upgrade().is_none());
	});
}

#[test]
fn only_members_bring_motions_and_only_root_names_members() {
	network(LOCAL_TESTNET_RUNTIME_PRESET).execute_with(|| {
		Chain::new().block(|| {
			let remark =
				Box::new(RuntimeCall::System(frame_system::Call::remark { remark: vec![] }));
			let propose = RuntimeCall::TechnicalCollective(CollectiveCall::propose {
				threshold: 2,
				proposal: remark,
				length_bound: 100,
			});
			let stranger = pallet_collective::Error::<Runtime, Instance1>::NotMember.into();
			assert_eq!(refusal(propose, Eve), Some(stranger));
			let members = RuntimeCall::TechnicalCollective(CollectiveCall::set_members {
				new_members: vec![Eve.to_account_id()],
				prime: None,
				old_count: 3,
			});
			assert_eq!(refusal(members.clone(), Alice), Some(DispatchError::BadOrigin));
			assert_ok!(members.dispatch(RuntimeOrigin::root()));
			let now = pallet_collective::Members::<Runtime, Instance1>::get();
			assert_eq!(now, [Eve.to_account_id()]);
		});
	});
}

fn set(parameter: RuntimeParameters) -> RuntimeCall {
	RuntimeCall::Parameters(pallet_parameters::Call::set_parameter { key_value: parameter })
}

fn set_yield(millionths: u128) -> RuntimeCall {
	set(RuntimeParameters::Stake(tunable::stake::Parameters::YieldPerYear(
		tunable::stake::YieldPerYear,
		Yield::new(millionths),
	)))
}

#[test]
fn the_staking_admin_lowers_the_yield_and_the_next_era_pays_it() {
	network(LOCAL_TESTNET_RUNTIME_PRESET).execute_with(|| {
		Chain::new().block(|| {
			let era = NetworkParams::era_millis();
			let pays = || StakeYield::era_payout(1_000_000 * GRID, 0, era).0;
			let before = pays();
			assert_eq!(yield_per_year(), Permill::from_percent(8));
			let refused = set_yield(40_000).dispatch(Origin::MarketAdmin.into());
			assert_noop!(refused.map_err(|e| e.error), DispatchError::BadOrigin);
			assert_ok!(set_yield(40_000).dispatch(Origin::StakingAdmin.into()));
			assert_eq!(yield_per_year(), Permill::from_percent(4));
			assert!(pays().abs_diff(before / 2) <= 1);
			let stretch = set(RuntimeParameters::Stake(tunable::stake::Parameters::MaxEraStretch(
				tunable::stake::MaxEraStretch,
				Stretch::new(4),
			)));
			assert_ok!(stretch.dispatch(Origin::StakingAdmin.into()));
			assert_eq!(max_era_stretch(), 4);
		});
	});
}

#[test]
fn only_root_changes_what_a_referendum_takes() {
	network(LOCAL_TESTNET_RUNTIME_PRESET).execute_with(|| {
		Chain::new().block(|| {
			let dearer = set(RuntimeParameters::Governance(
				tunable::governance::Parameters::SubmissionDeposit(
					tunable::governance::SubmissionDeposit,
					Deposit::new(200 * GRID),
				),
			));
			let refused = dearer.clone().dispatch(Origin::StakingAdmin.into());
			assert_noop!(refused.map_err(|e| e.error), DispatchError::BadOrigin);
			assert_ok!(dearer.dispatch(RuntimeOrigin::root()));
			let held = || Balances::reserved_balance(Charlie.to_account_id());
			let before = held();
			let proposal =
				Preimage::bound(frame_system::Call::remark { remark: vec![] }.into()).unwrap();
			send(
				Charlie,
				pallet_referenda::Call::submit {
					proposal_origin: Box::new(Origin::GridAdmin.into()),
					proposal,
					enactment_moment: frame_support::traits::schedule::DispatchTime::After(0),
				},
			);
			assert_eq!(held() - before, 200 * GRID);
		});
	});
}

#[test]
fn what_is_out_of_bounds_does_not_decode() {
	fn bounds<T: Decode>(least: u128, most: u128) {
		let fits = |number: u128| T::decode(&mut &number.encode()[..]).is_ok();
		assert!(fits(least) && fits(most));
		assert!(!fits(most + 1) && !fits(u128::MAX));
		assert!(least == 0 || !fits(least - 1));
	}
	bounds::<Yield>(0, 80_000);
	bounds::<Stretch>(1, 4);
	bounds::<Deposit>(GRID, 10_000 * GRID);
	// The same inside of a call: a yield of 8.0001 %.
	let mut call = set_yield(80_000).encode();
	assert!(RuntimeCall::decode(&mut &call[..]).is_ok());
	let yields = call.len() - 16;
	call[yields..].copy_from_slice(&80_001u128.to_le_bytes());
	assert!(RuntimeCall::decode(&mut &call[..]).is_err());
}
