//! Calls about participants that have lost their keys: what the registrar Two, those who object and the new accounts do.
//! Only actors are named as new accounts, so that somebody can sign with them.

use crate::requests::{account, actor_of, participant, Request, ACTORS};
use arbitrary::{Result, Unstructured};
use gridforge_primitives::{IntervalClock, ParticipantId};
use gridforge_runtime::{AccountId, NetworkParams, Runtime};
use pallet_participants::{Accounts, Call as Participants, Recoveries, Registrars, HOME};
use sp_keyring::Sr25519Keyring::{self, Two};

/// Participants that get other accounts at the end of each input, if the rules let them.
const LOSERS: [ParticipantId; 2] = [ParticipantId(1), ParticipantId(2)];

/// A call about a recovery.
pub fn request(input: &mut Unstructured, by: Sr25519Keyring) -> Result<Request> {
	// Mostly by whom it is for.
	let right = input.ratio(15u8, 16u8)?;
	let choose = |usual| if right { usual } else { by };
	let under_way: Vec<_> = Recoveries::<Runtime>::iter().collect();
	Ok(match input.int_in_range(0..=15u8)? {
		0..=5 if !under_way.is_empty() => {
			let (participant, recovery) = input.choose(&under_way)?;
			let new = actor(&recovery.account).unwrap_or(by);
			let participant = *participant;
			Request::signed(choose(new), Participants::complete_recovery { participant })
		}
		6 if !under_way.is_empty() => {
			let participant = input.choose(&under_way)?.0;
			let owner = actor_of(participant).unwrap_or(by);
			let objector = *input.choose(&[owner, owner, Two, by])?;
			Request::signed(objector, Participants::stop_recovery { participant })
		}
		13 => {
			let participant = participant(input)?;
			Request::signed(by, Participants::complete_recovery { participant })
		}
		14 => Request::signed(by, Participants::stop_recovery { participant: participant(input)? }),
		// Somebody is registrar again after the next of these.
		15 => {
			let (jurisdiction, account) = (HOME, Two.to_account_id());
			Request::root(if Registrars::<Runtime>::contains_key(&account) {
				Participants::dismiss_registrar { jurisdiction, account }
			} else {
				Participants::appoint_registrar { jurisdiction, account }
			})
		}
		_ => {
			let participant = participant(input)?;
			let free = free();
			let account = if free.is_empty() || input.ratio(1u8, 8u8)? {
				account(input)?
			} else {
				input.choose(&free)?.to_account_id()
			};
			Request::signed(choose(Two), Participants::begin_recovery { participant, account })
		}
	})
}

/// Milliseconds until the next recovery can be completed that cannot be yet.
pub fn until_due() -> Option<u64> {
	let now = NetworkParams::now();
	let moments = Recoveries::<Runtime>::iter_values().map(|recovery| recovery.from);
	moments.filter(|from| *from > now).map(|from| from - now).min()
}

/// The registrar begins to give some participants other accounts.
pub fn beginnings() -> Vec<Request> {
	let begin = |(participant, new): (_, Sr25519Keyring)| {
		let account = new.to_account_id();
		Request::signed(Two, Participants::begin_recovery { participant, account })
	};
	LOSERS.into_iter().zip(free()).map(begin).collect()
}

/// Whoever can take over a participant's account does.
pub fn completions() -> Vec<Request> {
	let complete = |(participant, recovery): (_, pallet_participants::Recovery<AccountId>)| {
		let call = Participants::complete_recovery { participant };
		Some(Request::signed(actor(&recovery.account)?, call))
	};
	Recoveries::<Runtime>::iter().filter_map(complete).collect()
}

fn actor(account: &AccountId) -> Option<Sr25519Keyring> {
	ACTORS.into_iter().find(|actor| actor.to_account_id() == *account)
}

/// Actors that are neither participants nor registrars.
fn free() -> Vec<Sr25519Keyring> {
	let is_free = |actor: &Sr25519Keyring| {
		let account = actor.to_account_id();
		!Accounts::<Runtime>::contains_key(&account)
			&& !Registrars::<Runtime>::contains_key(&account)
	};
	ACTORS.into_iter().filter(is_free).collect()
}
