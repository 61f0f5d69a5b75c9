//! Tests of the pallet, a file per call.

mod apply;
mod genesis;
mod grant;
mod invariants;
mod look_at_stake;
mod properties;
mod release_bond;
mod renew;
mod revoke;
mod scenario;
mod set_discounts;
mod set_terms;
mod surrender;
mod suspend;

use crate::{
	mock::*,
	LicenceClass::{Aggregation, Generation, Host, Retail},
	LicenceTerms, Licences,
};
use frame_support::{assert_noop, assert_ok, dispatch::DispatchResult};
use gridforge_primitives::{
	FeeDiscounts as _, FeeTier, HostLicences as _, JurisdictionId, Millis, Participants as _, GRID,
};
use sp_runtime::DispatchError::BadOrigin;

type Error = crate::Error<Test>;
type Event = crate::Event<Test>;
type Licence = crate::Licence<AccountId>;

const LAW: JurisdictionId = pallet_participants::HOME;

fn apply(account: AccountId) -> DispatchResult {
	let origin = RuntimeOrigin::signed(account);
	frame_support::storage::with_storage_layer(|| Licensing::apply(origin, Host, LAW))
}

fn grant(account: AccountId) -> DispatchResult {
	Licensing::grant(RuntimeOrigin::root(), id_of(account), Host)
}

fn renew(account: AccountId) -> DispatchResult {
	let origin = RuntimeOrigin::signed(account);
	frame_support::storage::with_storage_layer(|| Licensing::renew(origin, Host))
}

fn suspend(account: AccountId) -> DispatchResult {
	Licensing::suspend(RuntimeOrigin::root(), id_of(account), Host)
}

fn reinstate(account: AccountId) -> DispatchResult {
	Licensing::reinstate(RuntimeOrigin::root(), id_of(account), Host)
}

fn revoke(account: AccountId) -> DispatchResult {
	Licensing::revoke(RuntimeOrigin::root(), id_of(account), Host)
}

fn surrender(account: AccountId) -> DispatchResult {
	Licensing::surrender(RuntimeOrigin::signed(account), Host)
}

fn release(account: AccountId) -> DispatchResult {
	Licensing::release_bond(RuntimeOrigin::signed(STRANGER), id_of(account), Host)
}

fn look(account: AccountId) -> DispatchResult {
	Licensing::look_at_stake(RuntimeOrigin::signed(STRANGER), account)
}

/// Let the account's participant have a licence as a host that was just granted.
fn license(account: AccountId) {
	assert_ok!(apply(account));
	assert_ok!(grant(account));
}

/// The participant's licence as a host.
fn licence(account: AccountId) -> Option<Licence> {
	Licences::<Test>::get(id_of(account), Host)
}

fn is_host(account: AccountId) -> bool {
	Licensing::is_licensed_host(id_of(account))
}

fn tier(account: AccountId) -> u8 {
	Licensing::tier_of(id_of(account)).0
}

/// Only the admin origin may make this call.
fn only_the_admin_may(call: impl Fn(RuntimeOrigin) -> DispatchResult) {
	for origin in [RuntimeOrigin::signed(ALICE), RuntimeOrigin::none()] {
		assert_noop!(call(origin), BadOrigin);
	}
}
