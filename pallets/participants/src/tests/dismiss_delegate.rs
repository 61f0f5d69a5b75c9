//! Dismissing delegates.

use super::*;
use crate::DelegatesOf;
use frame_support::{assert_noop, dispatch::DispatchResult};
use sp_runtime::DispatchError::BadOrigin;

fn dismiss(own: AccountId, account: AccountId) -> DispatchResult {
	Participants::dismiss_delegate(RuntimeOrigin::signed(own), account)
}

#[test]
fn ends_the_mandate_at_once_and_leaves_the_others() {
	with_two(|| {
		for account in [30, 31, 32] {
			appoint(10, account);
		}
		assert_ok!(dismiss(10, 31));

		assert_eq!(trades_for(31), None);
		assert_eq!(delegates_of(TEN), [30, 32]);
		let event = Event::DelegationEnded { participant: TEN, account: 31 };
		System::assert_last_event(event.into());
	});
}

#[test]
fn the_last_one_leaves_no_list() {
	with_two(|| {
		appoint(10, 30);
		assert_ok!(dismiss(10, 30));
		assert!(!DelegatesOf::<Test>::contains_key(TEN));
	});
}

#[test]
fn whatever_the_status() {
	for status in [Status::Suspended, Status::Closed] {
		with_two(|| {
			appoint(10, 30);
			set_status(TEN, status);
			assert_ok!(dismiss(10, 30));
			assert_eq!(trades_for(30), None);
		});
	}
}

#[test]
fn refuses_accounts_that_are_no_delegates_of_the_signer() {
	with_two(|| {
		appoint(20, 30);
		for account in [10, 20, 30, 40] {
			assert_noop!(dismiss(10, account), Error::NotADelegate);
		}
	});
}

#[test]
fn only_a_participants_own_account_may() {
	with_two(|| {
		appoint(10, 30);
		assert_noop!(dismiss(30, 30), Error::NotAParticipant);
		for origin in [RuntimeOrigin::root(), RuntimeOrigin::none()] {
			assert_noop!(Participants::dismiss_delegate(origin, 30), BadOrigin);
		}
	});
}
