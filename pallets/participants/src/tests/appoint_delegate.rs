//! Appointing delegates, and how far their mandate reaches.

use super::*;
use crate::{Accounts, Delegates, Delegation};
use frame_support::{assert_noop, dispatch::DispatchResult};
use gridforge_primitives::{Mandate, Participants as _, ZoneId};
use sp_runtime::DispatchError::BadOrigin;

fn try_appoint(own: AccountId, account: AccountId, limits: DelegateLimits) -> DispatchResult {
	Participants::appoint_delegate(RuntimeOrigin::signed(own), account, limits)
}

#[test]
fn the_delegate_trades_within_its_limits_until_its_mandate_ends() {
	with_two(|| {
		let limits = until(1_000).in_zones(vec![ZoneId(3)]).expect("few");
		assert_ok!(try_appoint(10, 30, limits.clone()));

		let mandate = Mandate { participant: TEN, limits: Some(limits.clone()) };
		for (now, expected) in [(0, Some(mandate.clone())), (999, Some(mandate)), (1_000, None)] {
			Now::set(now);
			assert_eq!(Participants::mandate_of(&30), expected, "{now}");
		}
		assert_eq!(delegates_of(TEN), [30]);
		let event =
			Event::DelegateAppointed { participant: TEN, account: 30, old: None, new: limits };
		System::assert_last_event(event.into());
	});
}

#[test]
fn the_own_account_has_no_limits_and_a_delegate_is_no_participant() {
	with_two(|| {
		appoint(10, 30);
		let own = Mandate { participant: TEN, limits: None };
		assert_eq!(Participants::mandate_of(&10), Some(own));
		assert_eq!(Participants::participant_of(&30), None);
		assert_eq!(Participants::mandate_of(&40), None);
	});
}

#[test]
fn again_gives_new_limits_even_after_the_mandate_ended() {
	with_two(|| {
		appoint(10, 30);
		Now::set(5_000);
		assert_eq!(trades_for(30), None);
		assert_ok!(try_appoint(10, 30, until(6_000)));

		assert_eq!(trades_for(30), Some(TEN));
		assert_eq!(delegates_of(TEN), [30]);
		let (old, new) = (Some(until(1_000)), until(6_000));
		let event = Event::DelegateAppointed { participant: TEN, account: 30, old, new };
		System::assert_last_event(event.into());
	});
}

#[test]
fn refuses_the_same_limits() {
	with_two(|| {
		appoint(10, 30);
		assert_noop!(try_appoint(10, 30, until(1_000)), Error::LimitsUnchanged);
	});
}

#[test]
fn refuses_a_mandate_that_would_have_ended() {
	with_two(|| {
		Now::set(1_000);
		for past in [0, 1_000] {
			assert_noop!(try_appoint(10, 30, until(past)), Error::MandateInThePast);
		}
		assert_ok!(try_appoint(10, 30, until(1_001)));
	});
}

#[test]
fn refuses_accounts_of_participants_oneself_included() {
	with_two(|| {
		for account in [10, 20] {
			assert_noop!(try_appoint(10, account, until(9)), Error::DelegateIsParticipant);
		}
	});
}

#[test]
fn refuses_a_delegate_of_another_even_after_its_mandate_ended() {
	with_two(|| {
		appoint(20, 30);
		Now::set(2_000);
		assert_noop!(try_appoint(10, 30, until(3_000)), Error::DelegateOfAnother);
		assert_ok!(Participants::resign_delegation(RuntimeOrigin::signed(30)));
		assert_ok!(try_appoint(10, 30, until(3_000)));
		assert_eq!((delegates_of(TEN), delegates_of(TWENTY)), (vec![30], vec![]));
	});
}

#[test]
fn refuses_more_than_there_is_room_for_but_changes_those_there_are() {
	with_two(|| {
		for account in 30..30 + u64::from(MAX_DELEGATES) {
			appoint(10, account);
		}
		assert_noop!(try_appoint(10, 40, until(1_000)), Error::TooManyDelegates);
		assert_ok!(try_appoint(10, 30, until(2_000)));
		// Another participant has room of its own.
		assert_ok!(try_appoint(20, 40, until(1_000)));
	});
}

#[test]
fn the_suspended_may_appoint_but_not_the_closed() {
	with_two(|| {
		set_status(TEN, Status::Suspended);
		appoint(10, 30);
		assert!(!Participants::may_trade(TEN));
		set_status(TEN, Status::Closed);
		assert_noop!(try_appoint(10, 40, until(9)), Error::ParticipantClosed);
		assert_noop!(try_appoint(10, 30, until(9)), Error::ParticipantClosed);
	});
}

#[test]
fn only_a_participants_own_account_may() {
	with_two(|| {
		appoint(10, 30);
		for account in [30, 40] {
			assert_noop!(try_appoint(account, 50, until(9)), Error::NotAParticipant);
		}
		for origin in [RuntimeOrigin::root(), RuntimeOrigin::none()] {
			assert_noop!(Participants::appoint_delegate(origin, 30, until(9)), BadOrigin);
		}
	});
}

#[test]
fn a_damaged_account_index_appoints_nobody() {
	ExtBuilder::default().build().execute_with(|| {
		Accounts::<Test>::insert(10, TEN);
		assert_noop!(try_appoint(10, 30, until(9)), Error::UnknownParticipant);
		assert_eq!(Delegates::<Test>::get(30), None::<Delegation>);
	});
}
