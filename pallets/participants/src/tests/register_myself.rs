//! Participants that register themselves, are verified, or leave.

use super::*;
use crate::{Deposits, HOME};
use frame_support::assert_noop;
use gridforge_primitives::{Participants as _, SANDBOX_VALIDITY};
use sp_runtime::{traits::BadOrigin, TokenError};

/// An account with GRID.
const SIXTY: AccountId = 60;

fn register(account: AccountId) -> sp_runtime::DispatchResult {
	Participants::register_myself(RuntimeOrigin::signed(account), NORTH, Kind::Household)
}

#[test]
fn gets_the_small_caps_for_a_deposit_and_a_while() {
	with_jurisdictions(|| {
		Now::set(1_000);
		assert_ok!(register(SIXTY));
		let participant = THIRTY;
		let verification = Verification {
			kind: Kind::Household,
			tier: Tier::Sandbox,
			valid_until: 1_000 + SANDBOX_VALIDITY,
			credential: [0; 32],
		};
		let event = Event::ParticipantRegistered {
			participant,
			account: SIXTY,
			jurisdiction: NORTH,
			verification,
		};
		System::assert_last_event(event.into());
		assert_eq!(held(SIXTY), DEPOSIT);
		let admission = Participants::admission(participant).expect("may trade");
		assert_eq!(admission.caps, Some(TierCaps::SANDBOX_CEILING));
		Now::set(verification.valid_until);
		assert!(!Participants::may_trade(participant));
	});
}

#[test]
fn the_deposit_is_returned_when_it_is_verified() {
	with_jurisdictions(|| {
		assert_ok!(register(SIXTY));
		let registrar = RuntimeOrigin::signed(NORTH_REGISTRAR);
		assert_ok!(Participants::renew(registrar, THIRTY, verified(Tier::Basic)));
		let event = Event::DepositReturned { participant: THIRTY, account: SIXTY };
		System::assert_has_event(event.into());
		assert_eq!((held(SIXTY), Balances::free_balance(SIXTY)), (0, ENDOWMENT));
		assert!(!Deposits::<Test>::contains_key(THIRTY));
	});
}

#[test]
fn the_deposit_is_returned_to_whoever_leaves_or_is_closed_and_to_nobody_twice() {
	for by_itself in [true, false] {
		with_jurisdictions(|| {
			assert_ok!(register(SIXTY));
			set_status(THIRTY, Status::Suspended);
			assert_eq!(held(SIXTY), DEPOSIT, "the suspended get nothing back");
			if by_itself {
				assert_ok!(Participants::leave(RuntimeOrigin::signed(SIXTY)));
			} else {
				set_status(THIRTY, Status::Closed);
			}
			assert_eq!((held(SIXTY), Balances::free_balance(SIXTY)), (0, ENDOWMENT));
			assert_noop!(Participants::leave(RuntimeOrigin::signed(SIXTY)), Error::StatusUnchanged);
			// The account is not registered anew.
			assert_noop!(register(SIXTY), Error::AccountAlreadyRegistered);
		});
	}
}

#[test]
fn anybody_who_is_a_participant_can_leave() {
	with_thirty(|| {
		assert_ok!(Participants::leave(RuntimeOrigin::signed(30)));
		let (old, new, reason) = (Status::Active, Status::Closed, Reason::OwnRequest);
		let event = Event::StatusChanged { participant: THIRTY, old, new, reason };
		System::assert_last_event(event.into());
		assert_eq!(Participants::barred(), [THIRTY]);
		appoint(10, 31);
		for who in [31, 99] {
			assert_noop!(Participants::leave(RuntimeOrigin::signed(who)), Error::NotAParticipant);
		}
		assert_noop!(Participants::leave(RuntimeOrigin::root()), BadOrigin);
	});
}

#[test]
fn those_who_leave_leave_room_for_those_who_must_be_barred() {
	with_jurisdictions(|| {
		for account in 60..64 {
			assert_ok!(register(account));
		}
		let leave = |account| Participants::leave(RuntimeOrigin::signed(account));
		// There is room for three: half of it, rounded up, is for those who leave.
		assert_ok!(leave(60));
		assert_ok!(leave(61));
		assert_noop!(leave(62), Error::TooManyBarred);
		set_status(TEN, Status::Suspended);
	});
}

#[test]
fn refuses_where_it_is_not_allowed_or_not_paid_for() {
	with_jurisdictions(|| {
		let in_the = |jurisdiction| {
			let account = RuntimeOrigin::signed(SIXTY);
			Participants::register_myself(account, jurisdiction, Kind::Household)
		};
		for closed in [SOUTH, HOME] {
			assert_noop!(in_the(closed), Error::NoSelfRegistration);
		}
		assert_noop!(in_the(JurisdictionId(9)), Error::UnknownJurisdiction);
		assert_noop!(register(10), Error::AccountAlreadyRegistered);
		let rich = RuntimeOrigin::signed(69);
		assert_ok!(Balances::transfer_allow_death(rich, 99, DEPOSIT - 1));
		let poor = RuntimeOrigin::signed(99);
		assert_noop!(
			frame_support::storage::with_storage_layer(|| {
				Participants::register_myself(poor, NORTH, Kind::Household)
			}),
			TokenError::FundsUnavailable
		);
		for origin in [RuntimeOrigin::root(), RuntimeOrigin::none()] {
			assert_noop!(Participants::register_myself(origin, NORTH, Kind::Household), BadOrigin);
		}
	});
}
