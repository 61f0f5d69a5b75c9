//! A household joins, lets a program trade for it, is suspended for a while, and leaves.

use super::*;
use crate::Status::{Active, Closed, Suspended};
use frame_support::assert_noop;
use gridforge_primitives::Participants as _;

#[test]
fn a_household_joins_and_leaves() {
	ExtBuilder::default().build_and_execute(|| {
		let account = 7;
		assert_eq!(Participants::participant_of(&account), None);

		// It gets the first number and may trade at once.
		assert_ok!(Participants::register(RuntimeOrigin::root(), account));
		let household = ParticipantId(1);
		assert_eq!(Participants::participant_of(&account), Some(household));
		assert!(Participants::may_trade(household));

		// Until moment 1,000 a program with account 8 may trade for it, up to 5 kWh in an interval.
		let program = 8;
		let limits =
			DelegateLimits { zones: None, lots: Lots(500), locked: 2_000_000, until: 1_000 };
		assert_ok!(Participants::appoint_delegate(RuntimeOrigin::signed(account), program, limits));
		assert_eq!(trades_for(program), Some(household));
		Now::set(1_000);
		assert_eq!(trades_for(program), None);

		// It does not pay its bill, then it does.
		assert_ok!(Participants::set_status(RuntimeOrigin::root(), household, Suspended));
		assert!(!Participants::may_trade(household));
		assert_ok!(Participants::set_status(RuntimeOrigin::root(), household, Active));
		assert!(Participants::may_trade(household));

		// It moves away. Its number stays on record, and its account cannot be used again.
		assert_ok!(Participants::set_status(RuntimeOrigin::root(), household, Closed));
		assert_eq!(Participants::participant_of(&account), Some(household));
		assert!(!Participants::may_trade(household));
		assert_noop!(
			Participants::register(RuntimeOrigin::root(), account),
			Error::AccountAlreadyRegistered
		);
	});
}
