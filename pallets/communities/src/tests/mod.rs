//! Tests of the pallet, a file per call; the others look at the whole.

mod close_community;
mod create_community;
mod dismiss;
mod invariants;
mod invite;
mod join;
mod leave;
mod properties;
mod scenario;
mod set_organiser;
mod set_terms;
mod set_weight;
mod sharing;

use crate::{
	mock::*, versions, CommunityRecord, InvitationList, InvitationsOf, MemberList, MembersOf,
	MembershipOf, NextCommunity, SharingIn, ZoneSharingOf,
};
use frame_support::{assert_noop, assert_ok, dispatch::DispatchResult};
use gridforge_primitives::{
	Communities as _, CommunityId, IntervalId, ParticipantId, Price, SharingKey, SharingTerms,
	ZoneId,
};
use sp_runtime::{DispatchError, Permill};

type Error = crate::Error<Test>;
type Event = crate::Event<Test>;

const ZONE: ZoneId = ZoneId(1);
const NEXT_ZONE: ZoneId = ZoneId(2);
/// The community that tests begin with.
const ONE: CommunityId = CommunityId(1);
const TWO: CommunityId = CommunityId(2);

/// What tests begin with: in proportion to what is needed, 0.100 WATT per kWh, all of it.
const TERMS: SharingTerms = terms(SharingKey::Proportional, 100);

const fn terms(key: SharingKey, price: i32) -> SharingTerms {
	SharingTerms { key, price: Price(price), part: Permill::one() }
}

fn signed(account: AccountId) -> RuntimeOrigin {
	RuntimeOrigin::signed(account)
}

/// Community 1 in zone 1, without members, in interval 100.
fn test(run: impl FnOnce()) {
	test_with(TERMS, run);
}

fn test_with(terms: SharingTerms, run: impl FnOnce()) {
	ExtBuilder.build_and_execute(|| {
		create(terms);
		System::reset_events();
		run();
	});
}

/// Create a community in zone 1.
fn create(terms: SharingTerms) {
	let organiser = id_of(ORGANISER);
	assert_ok!(Communities::create_community(signed(OPERATOR), ZONE, organiser, terms));
}

fn invite(community: CommunityId, account: AccountId, weight: u32) -> DispatchResult {
	Communities::invite(signed(ORGANISER), community, id_of(account), weight)
}

fn join(community: CommunityId, account: AccountId, weight: u32) -> DispatchResult {
	let terms = latest_terms(community);
	Communities::join(signed(account), community, terms, weight)
}

/// Invite and join.
fn admit(community: CommunityId, account: AccountId, weight: u32) {
	assert_ok!(invite(community, account, weight));
	assert_ok!(join(community, account, weight));
}

fn leave(community: CommunityId, account: AccountId) -> DispatchResult {
	Communities::leave(signed(account), community)
}

fn dismiss(community: CommunityId, account: AccountId) -> DispatchResult {
	Communities::dismiss(signed(ORGANISER), community, id_of(account))
}

fn set_terms(terms: SharingTerms) -> DispatchResult {
	Communities::set_terms(signed(ORGANISER), ONE, terms)
}

fn set_weight(account: AccountId, weight: u32) -> DispatchResult {
	Communities::set_weight(signed(ORGANISER), ONE, id_of(account), weight)
}

fn close(community: CommunityId) -> DispatchResult {
	Communities::close_community(signed(OPERATOR), community)
}

fn suspend(account: AccountId) {
	let status = pallet_participants::Status::Suspended;
	assert_ok!(Participants::set_status(RuntimeOrigin::root(), id_of(account), status));
}

fn latest_terms(community: CommunityId) -> SharingTerms {
	let record = crate::Communities::<Test>::get(community).expect("it is there");
	versions::latest(&record.terms).expect("it has terms")
}

/// The members of community 1 in an interval and their weights, by their accounts.
fn members_in(interval: u32) -> Vec<(AccountId, u32)> {
	let sharing = Communities::sharing(ONE, IntervalId(interval));
	let members = sharing.map(|sharing| sharing.members).unwrap_or_default();
	members.into_iter().map(|(who, weight)| (who.0.into(), weight)).collect()
}

/// The terms of community 1 in an interval in which it has members.
fn terms_in(interval: u32) -> SharingTerms {
	Communities::sharing(ONE, IntervalId(interval)).expect("it has members").terms
}

/// How many memberships of community 1 are on record.
fn on_record() -> usize {
	MembersOf::<Test>::get(ONE).len()
}

/// This pallet's events so far, which are forgotten.
fn events() -> Vec<Event> {
	let events = System::read_events_for_pallet::<Event>();
	System::reset_events();
	events
}

fn last_event() -> Event {
	events().pop().expect("there is an event")
}

/// None of these accounts may do this, nor may anybody who is none.
fn not_for(accounts: &[AccountId], error: Error, call: impl Fn(RuntimeOrigin) -> DispatchResult) {
	let error = DispatchError::from(error);
	for account in accounts {
		assert_noop!(call(signed(*account)), error);
	}
	assert_noop!(call(RuntimeOrigin::none()), DispatchError::BadOrigin);
	assert_noop!(call(RuntimeOrigin::root()), DispatchError::BadOrigin);
}

/// Only the operator of zone 1 may do this.
fn only_the_operator(call: impl Fn(RuntimeOrigin) -> DispatchResult) {
	not_for(&[NEIGHBOUR, ORGANISER, ALICE, STRANGER], Error::NotTheOperator, call);
}

/// Only the organiser may do this.
fn only_the_organiser(call: impl Fn(RuntimeOrigin) -> DispatchResult) {
	not_for(&[OPERATOR, NEIGHBOUR, ALICE, STRANGER], Error::NotTheOrganiser, call);
}
