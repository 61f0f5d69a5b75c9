//! Who is who, kept beside the chain from its events alone: participants and their own accounts, delegates, registrars,
//! and recoveries, of which it foretells whether they succeed.

use crate::counts::Counts;
use gridforge_primitives::{IntervalClock, JurisdictionId, Millis, ParticipantId, Tier};
use gridforge_runtime::{AccountId, NetworkParams, Runtime, RuntimeCall};
use pallet_participants::{
	Accounts, Call, Delegates, Event, Jurisdictions, Participant, Participants, Recoveries,
	Recovery, Registrars,
};
use std::collections::BTreeMap;

/// A participant, as far as recoveries ask.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Person {
	account: AccountId,
	jurisdiction: JurisdictionId,
	tier: Tier,
	frozen: bool,
}

impl Person {
	fn of(stored: Participant<AccountId>) -> Self {
		let Participant { account, jurisdiction, verification, frozen, .. } = stored;
		Person { account, jurisdiction, tier: verification.tier, frozen }
	}

	/// Whether somebody can vouch for it, and its money is not restricted.
	fn is_recoverable(&self) -> bool {
		self.tier != Tier::Sandbox && !self.frozen
	}
}

/// All of them.
pub struct People {
	known: BTreeMap<ParticipantId, Person>,
	delegates: BTreeMap<AccountId, ParticipantId>,
	registrars: BTreeMap<AccountId, JurisdictionId>,
	admins: BTreeMap<JurisdictionId, Option<AccountId>>,
	recoveries: BTreeMap<ParticipantId, Recovery<AccountId>>,
}

impl People {
	/// Those whom the chain knows now.
	pub fn of_now() -> Self {
		People {
			known: stored(),
			delegates: delegates(),
			registrars: Registrars::<Runtime>::iter().collect(),
			admins: Jurisdictions::<Runtime>::iter().map(|(id, known)| (id, known.admin)).collect(),
			recoveries: Recoveries::<Runtime>::iter().collect(),
		}
	}

	/// Follow what has happened.
	pub fn follow(&mut self, event: &Event<Runtime>, counts: &mut Counts) {
		match event {
			Event::ParticipantRegistered { participant, account, jurisdiction, verification } => {
				let (account, jurisdiction) = (account.clone(), *jurisdiction);
				let person =
					Person { account, jurisdiction, tier: verification.tier, frozen: false };
				let old = self.known.insert(*participant, person);
				assert_eq!(old, None, "{participant:?} is registered twice");
			}
			Event::VerificationRenewed { participant, new, .. } => {
				self.person(*participant).tier = new.tier;
			}
			Event::ParticipantFrozen { participant } => self.person(*participant).frozen = true,
			Event::ParticipantThawed { participant } => self.person(*participant).frozen = false,
			Event::JurisdictionCreated { jurisdiction, admin, .. } => {
				self.admins.insert(*jurisdiction, Some(admin.clone()));
			}
			Event::JurisdictionAdminSet { jurisdiction, new, .. } => {
				self.admins.insert(*jurisdiction, Some(new.clone()));
			}
			Event::RegistrarAppointed { jurisdiction, account } => {
				self.registrars.insert(account.clone(), *jurisdiction);
			}
			Event::RegistrarDismissed { account, .. } => {
				self.registrars.remove(account);
			}
			Event::DelegateAppointed { participant, account, .. } => {
				self.delegates.insert(account.clone(), *participant);
			}
			Event::DelegationEnded { account, .. } => {
				self.delegates.remove(account);
			}
			Event::RecoveryBegun { participant, registrar, account, from } => {
				let due = NetworkParams::now().saturating_add(NetworkParams::correction_window());
				assert_eq!(*from, due, "{participant:?} has another time to object");
				let (registrar, account, from) = (registrar.clone(), account.clone(), *from);
				self.recoveries.insert(*participant, Recovery { registrar, account, from });
			}
			Event::RecoveryStopped { participant, .. } => {
				self.recoveries.remove(participant).expect("it was begun");
				counts.objections += 1;
			}
			Event::AccountRecovered { participant, old, new } => {
				let recovery = self.recoveries.remove(participant).expect("it was begun");
				assert_eq!(recovery.account, *new, "somebody else has taken over {participant:?}");
				let person = self.person(*participant);
				let before = std::mem::replace(&mut person.account, new.clone());
				assert_eq!(before, *old, "{participant:?} had another account");
				// Those that it had were dismissed beforehand.
				let kept = self.delegates.values().any(|of| of == participant);
				assert!(!kept, "a delegate of {participant:?} still trades for it");
				assert!(!self.delegates.contains_key(new), "{new} still trades for somebody else");
				counts.recovered += 1;
			}
			_ => (),
		}
	}

	fn person(&mut self, participant: ParticipantId) -> &mut Person {
		self.known.get_mut(&participant).expect("it was registered")
	}

	/// Hold the chain against it: each participant has the account that it should, and no other account is anybody's own.
	pub fn check(&self) {
		assert_eq!(stored(), self.known, "a participant is not whom it should be");
		let own: BTreeMap<_, _> = Accounts::<Runtime>::iter().collect();
		let due: BTreeMap<_, _> =
			self.known.iter().map(|(id, person)| (person.account.clone(), *id)).collect();
		assert_eq!(own, due, "an account acts for somebody for whom it should not");
		assert_eq!(delegates(), self.delegates, "an account trades for whom it should not");
		let recoveries: BTreeMap<_, _> = Recoveries::<Runtime>::iter().collect();
		assert_eq!(recoveries, self.recoveries, "recoveries are not what was told of them");
	}

	/// Whether a call about a recovery must succeed that `by` sends now; root if there is nobody. Of other calls it says
	/// nothing.
	pub fn foretell(
		&self,
		by: Option<&AccountId>,
		call: &RuntimeCall,
		now: Millis,
	) -> Option<bool> {
		let RuntimeCall::Participants(call) = call else { return None };
		match call {
			Call::begin_recovery { participant, account } => {
				Some(by.is_some_and(|by| self.may_begin(by, *participant, account)))
			}
			Call::stop_recovery { participant } => {
				Some(by.is_some_and(|by| self.may_stop(by, *participant)))
			}
			Call::complete_recovery { participant } => {
				Some(by.is_some_and(|by| self.may_complete(by, *participant, now)))
			}
			_ => None,
		}
	}

	/// A registrar begins one for somebody else of its own jurisdiction, to an account that is nobody's.
	fn may_begin(&self, by: &AccountId, id: ParticipantId, new: &AccountId) -> bool {
		let Some(person) = self.known.get(&id) else { return false };
		self.registrars.get(by) == Some(&person.jurisdiction)
			&& person.account != *by
			&& person.is_recoverable()
			&& !self.recoveries.contains_key(&id)
			&& !self.is_own(new)
			&& !self.registrars.contains_key(new)
	}

	/// The account that it has objects, or whoever decides in its jurisdiction.
	fn may_stop(&self, by: &AccountId, id: ParticipantId) -> bool {
		let Some(person) = self.known.get(&id) else { return false };
		let admin = self.admins.get(&person.jurisdiction).and_then(Option::as_ref);
		let may = person.account == *by
			|| self.registrars.get(by) == Some(&person.jurisdiction)
			|| admin == Some(by);
		may && self.recoveries.contains_key(&id)
	}

	/// The new account takes over when the time has come, while the registrar still is one.
	fn may_complete(&self, by: &AccountId, id: ParticipantId, now: Millis) -> bool {
		let (Some(person), Some(recovery)) = (self.known.get(&id), self.recoveries.get(&id)) else {
			return false;
		};
		recovery.account == *by
			&& now >= recovery.from
			&& !self.is_own(by)
			&& self.registrars.get(&recovery.registrar) == Some(&person.jurisdiction)
			&& person.is_recoverable()
	}

	fn is_own(&self, account: &AccountId) -> bool {
		self.known.values().any(|person| person.account == *account)
	}
}

fn stored() -> BTreeMap<ParticipantId, Person> {
	Participants::<Runtime>::iter().map(|(id, stored)| (id, Person::of(stored))).collect()
}

fn delegates() -> BTreeMap<AccountId, ParticipantId> {
	let all = Delegates::<Runtime>::iter();
	all.map(|(account, delegation)| (account, delegation.participant)).collect()
}
