//! Validators that do nothing: the next election passes them over.
//!
//! Nobody is slashed for being offline. Whoever makes no block earns nothing; and who has made none in an era in which
//! [`BLOCKS_DUE`](staking::BLOCKS_DUE) were due is no candidate any more, so that another one has its slots. It declares
//! itself again by `staking.validate`. Where more than a third have made none, it is the network that fails, and nobody
//! is passed over.

use crate::{constants::staking, AccountId, Runtime, RuntimeOrigin, Session, Staking};
use alloc::vec::Vec;
use core::marker::PhantomData;
use pallet_session::SessionManager;
use sp_staking::SessionIndex;

/// What `pallet-staking` gives for a block.
const POINTS_OF_A_BLOCK: u32 = 20;

/// Looks for absent validators before `M` is asked for the next session's.
pub struct PassOverAbsent<M>(PhantomData<M>);

impl<M: SessionManager<AccountId>> SessionManager<AccountId> for PassOverAbsent<M> {
	fn new_session(index: SessionIndex) -> Option<Vec<AccountId>> {
		for stash in absent() {
			// One that is no candidate any more stays what it is.
			let chilled = Staking::chill(RuntimeOrigin::signed(stash.clone()));
			if let Err(why) = chilled {
				log::warn!(target: "runtime::absence", "{stash:?} stays a candidate: {why:?}");
			}
		}
		M::new_session(index)
	}

	fn new_session_genesis(index: SessionIndex) -> Option<Vec<AccountId>> {
		M::new_session_genesis(index)
	}

	fn end_session(index: SessionIndex) {
		M::end_session(index)
	}

	fn start_session(index: SessionIndex) {
		M::start_session(index)
	}
}

/// The validators that have made no block in this era, though each was due enough of them: of the session, unless the network
/// fails; and those that were elected but have no session keys, so that they are in no session and their seats stay empty.
fn absent() -> Vec<AccountId> {
	let Some(era) = pallet_staking::ActiveEra::<Runtime>::get() else { return Vec::new() };
	let validators = Session::validators();
	let points = pallet_staking::ErasRewardPoints::<Runtime>::get(era.index);
	let count = u32::try_from(validators.len()).unwrap_or(u32::MAX);
	let enough = staking::BLOCKS_DUE.saturating_mul(POINTS_OF_A_BLOCK).saturating_mul(count);
	if points.total < enough {
		return Vec::new();
	}
	let absent: Vec<_> =
		validators.iter().filter(|who| !points.individual.contains_key(who)).cloned().collect();
	let fails = absent.len().saturating_mul(3) > validators.len();
	let elected = pallet_staking::ErasStakersOverview::<Runtime>::iter_key_prefix(era.index);
	let without_keys = elected.filter(|who| !validators.contains(who));
	absent.into_iter().filter(|_| !fails).chain(without_keys).collect()
}
