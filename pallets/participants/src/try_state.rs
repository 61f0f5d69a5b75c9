//! What must hold of the storage between any two blocks.

use crate::{
	Accounts, Barred, Config, Delegates, DelegatesOf, Deposits, JurisdictionRulesOf, Jurisdictions,
	NextId, NextJurisdiction, Pallet, Participants, Recoveries, Registrars, Status,
};
use alloc::collections::BTreeMap;
use frame_support::{ensure, traits::Get};
use gridforge_primitives::{JurisdictionId, ParticipantId, Tier};
use sp_runtime::TryRuntimeError;

impl<T: Config> Pallet<T> {
	/// Check the invariants:
	///
	/// 1. every participant's id is at least 1 and below [`NextId`];
	/// 2. every participant's account leads back to it;
	/// 3. every account leads to a participant: with 2, the two maps mirror each other;
	/// 4. a participant's host is another participant;
	/// 5. every delegate's account is no participant's own, and is in the list of the participant it trades for;
	/// 6. no list of delegates is empty or names an account twice or that does not trade for the participant: with 5, delegates
	///    and lists mirror each other;
	/// 7. the barred are participants that may not trade, in ascending order;
	/// 8. every jurisdiction's id is below [`NextJurisdiction`], and jurisdictions and rules mirror each other; the rules lie
	///    within their bounds;
	/// 9. every registrar is one of a jurisdiction, which counts its registrars and has no more than it can have;
	/// 10. every participant belongs to a jurisdiction;
	/// 11. those have a deposit, and only those, that are of the tier `Sandbox` and not closed;
	/// 12. every recovery is of a participant that was verified.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		let ids = ParticipantId(1)..NextId::<T>::get();
		for (id, participant) in Participants::<T>::iter() {
			ensure!(ids.contains(&id), "participant with an id that was never assigned");
			ensure!(
				Accounts::<T>::get(&participant.account) == Some(id),
				"participant whose account does not lead back to it"
			);
			ensure!(
				Jurisdictions::<T>::contains_key(participant.jurisdiction),
				"participant of no jurisdiction"
			);
			let owes_deposit = participant.verification.tier == Tier::Sandbox
				&& participant.status != Status::Closed;
			ensure!(
				Deposits::<T>::contains_key(id) == owes_deposit,
				"participant with a deposit that it need not have, or without one"
			);
			if let Some(host) = participant.host {
				ensure!(host != id, "participant that is its own host");
				ensure!(Participants::<T>::contains_key(host), "host that is no participant");
			}
		}
		for (_, id) in Accounts::<T>::iter() {
			ensure!(Participants::<T>::contains_key(id), "account without its participant");
		}
		// Each participant has an account of its own by 2, so equal numbers leave no account over.
		ensure!(
			Accounts::<T>::iter_keys().count() == Participants::<T>::iter_keys().count(),
			"several accounts lead to one participant"
		);
		let barred = Barred::<T>::get();
		ensure!(
			barred.windows(2).all(|pair| pair[0] < pair[1]),
			"barred participants out of order"
		);
		for id in barred {
			let participant =
				Participants::<T>::get(id).ok_or("barred participant that is none")?;
			ensure!(!participant.may_trade(), "barred participant that may trade");
		}
		for id in Deposits::<T>::iter_keys() {
			ensure!(Participants::<T>::contains_key(id), "deposit of nobody");
		}
		for (id, _) in Recoveries::<T>::iter() {
			let participant = Participants::<T>::get(id).ok_or("recovery of nobody")?;
			ensure!(participant.verification.tier != Tier::Sandbox, "recovery of the unverified");
		}
		Self::check_jurisdictions()?;
		Self::check_delegates()
	}

	/// Invariants 8 and 9.
	fn check_jurisdictions() -> Result<(), TryRuntimeError> {
		let mut counted = BTreeMap::<JurisdictionId, u32>::new();
		for jurisdiction in Registrars::<T>::iter_values() {
			let count = counted.entry(jurisdiction).or_default();
			*count = count.saturating_add(1);
		}
		let next = NextJurisdiction::<T>::get();
		for (id, jurisdiction) in Jurisdictions::<T>::iter() {
			ensure!(id < next, "jurisdiction with an id that was never assigned");
			let rules = JurisdictionRulesOf::<T>::get(id).ok_or("jurisdiction without rules")?;
			ensure!(rules.check().is_ok(), "rules outside of their bounds");
			let registrars = counted.remove(&id).unwrap_or_default();
			ensure!(jurisdiction.registrars == registrars, "registrars counted wrongly");
			ensure!(registrars <= T::MaxRegistrars::get(), "too many registrars");
		}
		ensure!(counted.is_empty(), "registrar of no jurisdiction");
		for id in JurisdictionRulesOf::<T>::iter_keys() {
			ensure!(Jurisdictions::<T>::contains_key(id), "rules of no jurisdiction");
		}
		Ok(())
	}

	/// Invariants 5 and 6.
	fn check_delegates() -> Result<(), TryRuntimeError> {
		for (account, delegation) in Delegates::<T>::iter() {
			ensure!(!Accounts::<T>::contains_key(&account), "delegate that is a participant");
			ensure!(
				DelegatesOf::<T>::get(delegation.participant).contains(&account),
				"delegate that its participant does not list"
			);
		}
		for (id, delegates) in DelegatesOf::<T>::iter() {
			ensure!(Participants::<T>::contains_key(id), "delegates of nobody");
			ensure!(!delegates.is_empty(), "empty list of delegates");
			for (place, account) in delegates.iter().enumerate() {
				let trades_for = Delegates::<T>::get(account).map(|d| d.participant);
				ensure!(trades_for == Some(id), "listed account that is not a delegate");
				let first = delegates.iter().position(|other| other == account);
				ensure!(first == Some(place), "account listed twice");
			}
		}
		Ok(())
	}
}
