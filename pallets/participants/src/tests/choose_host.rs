//! Choosing an application host.

use super::*;
use frame_support::{assert_noop, dispatch::DispatchResult};
use gridforge_primitives::Participants as _;
use sp_runtime::DispatchError::BadOrigin;

fn choose(account: AccountId, host: Option<ParticipantId>) -> DispatchResult {
	Participants::choose_host(RuntimeOrigin::signed(account), host)
}

#[test]
fn names_changes_and_forgets_the_host() {
	ExtBuilder::default().participants(&[10, 20, 30]).build_and_execute(|| {
		assert_eq!(Participants::host_of(TEN), None);
		let mut old = None;
		for new in [Some(TWENTY), Some(ParticipantId(3)), None] {
			assert_ok!(choose(10, new));
			assert_eq!(Participants::host_of(TEN), new);
			System::assert_last_event(Event::HostChosen { participant: TEN, old, new }.into());
			old = new;
		}
	});
}

#[test]
fn refuses_a_host_that_may_not_trade() {
	with_two(|| {
		for unknown in [0, 3] {
			assert_noop!(choose(10, Some(ParticipantId(unknown))), Error::HostMayNotTrade);
		}
		set_status(TWENTY, Status::Suspended);
		assert_noop!(choose(10, Some(TWENTY)), Error::HostMayNotTrade);
	});
}

#[test]
fn refuses_a_host_without_a_licence_and_lets_leave_one() {
	ExtBuilder::default().participants(&[10, 20, 30]).build_and_execute(|| {
		assert_ok!(choose(10, Some(TWENTY)));
		Unlicensed::set(vec![TWENTY]);
		assert_noop!(choose(30, Some(TWENTY)), Error::HostNotLicensed);
		assert_eq!(Participants::host_of(TEN), Some(TWENTY));
		assert_ok!(choose(10, None));
		assert_noop!(choose(10, Some(TWENTY)), Error::HostNotLicensed);
	});
}

#[test]
fn refuses_oneself() {
	with_two(|| {
		assert_noop!(choose(10, Some(TEN)), Error::HostIsOneself);
	});
}

#[test]
fn refuses_the_same_choice() {
	with_two(|| {
		assert_noop!(choose(10, None), Error::HostUnchanged);
		assert_ok!(choose(10, Some(TWENTY)));
		assert_noop!(choose(10, Some(TWENTY)), Error::HostUnchanged);
	});
}

#[test]
fn the_suspended_may_choose_but_not_the_closed() {
	with_two(|| {
		set_status(TEN, Status::Suspended);
		assert_ok!(choose(10, Some(TWENTY)));
		set_status(TEN, Status::Closed);
		assert_noop!(choose(10, None), Error::ParticipantClosed);
	});
}

#[test]
fn only_a_participants_own_account_may() {
	with_two(|| {
		appoint(10, 30);
		for account in [30, 40] {
			assert_noop!(choose(account, Some(TWENTY)), Error::NotAParticipant);
		}
		for origin in [RuntimeOrigin::root(), RuntimeOrigin::none()] {
			assert_noop!(Participants::choose_host(origin, Some(TWENTY)), BadOrigin);
		}
	});
}
