//! Delegates that resign.

use super::*;
use frame_support::assert_noop;
use sp_runtime::DispatchError::BadOrigin;

#[test]
fn the_delegate_trades_for_nobody_from_then_on() {
	with_two(|| {
		appoint(10, 30);
		assert_ok!(Participants::resign_delegation(RuntimeOrigin::signed(30)));

		assert_eq!(trades_for(30), None);
		assert_eq!(delegates_of(TEN), [0; 0]);
		let event = Event::DelegationEnded { participant: TEN, account: 30 };
		System::assert_last_event(event.into());
	});
}

#[test]
fn refuses_who_is_no_delegate() {
	with_two(|| {
		for account in [10, 30] {
			assert_noop!(
				Participants::resign_delegation(RuntimeOrigin::signed(account)),
				Error::NotADelegate
			);
		}
		for origin in [RuntimeOrigin::root(), RuntimeOrigin::none()] {
			assert_noop!(Participants::resign_delegation(origin), BadOrigin);
		}
	});
}
