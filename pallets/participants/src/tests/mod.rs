//! Tests of the pallet, a file per call.

mod admit;
mod appoint_delegate;
mod appoint_registrar;
mod change_status;
mod choose_host;
mod create_jurisdiction;
mod dismiss_delegate;
mod genesis;
mod invariants;
mod one_time;
mod recovery;
mod register;
mod register_myself;
mod renew;
mod resign_delegation;
mod restriction;
mod scenario;
mod set_rules;
mod set_status;

use crate::{mock::*, Reason, Status, Verification};
use frame_support::assert_ok;
use gridforge_primitives::{
	DelegateLimits, JurisdictionId, JurisdictionRules, Kind, Lots, Millis, ParticipantId, Tier,
	TierCaps,
};

type Error = crate::Error<Test>;
type Event = crate::Event<Test>;

/// The participant of account 10.
const TEN: ParticipantId = ParticipantId(1);
/// The participant of account 20.
const TWENTY: ParticipantId = ParticipantId(2);

/// A chain with the participants 1 and 2, whose own accounts are 10 and 20.
fn with_two(test: impl FnOnce()) {
	ExtBuilder::default().participants(&[10, 20]).build_and_execute(test);
}

/// Limits that hold until a time.
fn until(until: Millis) -> DelegateLimits {
	DelegateLimits { zones: None, lots: Lots(500), locked: 1_000_000, until }
}

/// Let `account` trade for the participant of `own` until moment 1,000.
fn appoint(own: AccountId, account: AccountId) {
	assert_ok!(Participants::appoint_delegate(RuntimeOrigin::signed(own), account, until(1_000)));
}

/// Give the participant a status.
fn set_status(participant: ParticipantId, status: Status) {
	assert_ok!(Participants::set_status(RuntimeOrigin::root(), participant, status));
}

/// The participant for whom `account` trades now.
fn trades_for(account: AccountId) -> Option<ParticipantId> {
	<Participants as gridforge_primitives::Participants<_>>::mandate_of(&account)
		.map(|mandate| mandate.participant)
}

/// The delegates that a participant has.
fn delegates_of(participant: ParticipantId) -> Vec<AccountId> {
	crate::DelegatesOf::<Test>::get(participant).to_vec()
}

/// The jurisdiction that account 40 looks after, with registrar 41.
const NORTH: JurisdictionId = JurisdictionId(1);
/// The jurisdiction that account 50 looks after, with registrar 51.
const SOUTH: JurisdictionId = JurisdictionId(2);
const NORTH_ADMIN: AccountId = 40;
const NORTH_REGISTRAR: AccountId = 41;
const SOUTH_ADMIN: AccountId = 50;
const SOUTH_REGISTRAR: AccountId = 51;
/// The participant of account 30, which the registrar of the north has admitted.
const THIRTY: ParticipantId = ParticipantId(3);

/// Rules that let anybody register itself.
fn open_rules() -> JurisdictionRules {
	JurisdictionRules { sandbox: Some(TierCaps::SANDBOX_CEILING), ..Default::default() }
}

/// A verification that holds for a day.
fn verified(tier: Tier) -> Verification {
	Verification { kind: Kind::Household, tier, valid_until: 86_400_000, credential: [7; 32] }
}

/// A chain with participants 1 and 2 of its own, and two jurisdictions with an admin and a registrar each, in the first
/// of which anybody can register itself.
fn with_jurisdictions(test: impl FnOnce()) {
	with_two(|| {
		add_jurisdictions();
		test();
	});
}

/// Add the two jurisdictions.
fn add_jurisdictions() {
	for (id, admin, registrar, rules) in [
		(NORTH, NORTH_ADMIN, NORTH_REGISTRAR, open_rules()),
		(SOUTH, SOUTH_ADMIN, SOUTH_REGISTRAR, JurisdictionRules::default()),
	] {
		assert_ok!(Participants::create_jurisdiction(RuntimeOrigin::root(), admin, rules));
		let admin = RuntimeOrigin::signed(admin);
		assert_ok!(Participants::appoint_registrar(admin, id, registrar));
	}
}

/// As [`with_jurisdictions`], with the participant 3 of account 30, admitted in the north.
fn with_thirty(test: impl FnOnce()) {
	with_jurisdictions(|| {
		let registrar = RuntimeOrigin::signed(NORTH_REGISTRAR);
		assert_ok!(Participants::admit(registrar, 30, verified(Tier::Basic)));
		test();
	});
}

/// What is stored of a participant.
fn stored(id: ParticipantId) -> crate::Participant<AccountId> {
	crate::Participants::<Test>::get(id).expect("it was registered")
}

/// Everybody who is not a registrar of the north: nobody, root, the admins, the other registrar, participants, the
/// account that a decision is about, and somebody else.
fn not_registrars_of_the_north() -> Vec<RuntimeOrigin> {
	let accounts = [NORTH_ADMIN, SOUTH_ADMIN, SOUTH_REGISTRAR, 10, 20, 30, 99];
	let mut origins = vec![RuntimeOrigin::none(), RuntimeOrigin::root()];
	origins.extend(accounts.map(RuntimeOrigin::signed));
	origins
}
