//! Admitting participants.

use super::*;
use crate::Participant;
use frame_support::{assert_noop, traits::OriginTrait};
use gridforge_primitives::Participants as _;

fn admit(
	by: AccountId,
	account: AccountId,
	verification: Verification,
) -> sp_runtime::DispatchResult {
	Participants::admit(RuntimeOrigin::signed(by), account, verification)
}

#[test]
fn admits_in_the_registrars_own_jurisdiction() {
	with_jurisdictions(|| {
		for (registrar, account, jurisdiction, id) in
			[(NORTH_REGISTRAR, 30, NORTH, 3), (SOUTH_REGISTRAR, 31, SOUTH, 4)]
		{
			let verification = verified(Tier::Full);
			assert_ok!(admit(registrar, account, verification));
			let participant = ParticipantId(id);
			let event =
				Event::ParticipantRegistered { participant, account, jurisdiction, verification };
			System::assert_last_event(event.into());
			let reason = Reason::Verified;
			let expected = Participant::admitted(account, jurisdiction, verification, reason);
			assert_eq!(stored(participant), expected);
			assert!(Participants::may_trade(participant));
		}
	});
}

#[test]
fn refuses_everybody_who_is_no_registrar() {
	with_jurisdictions(|| {
		for origin in not_registrars_of_the_north() {
			if origin.as_signer() == Some(&SOUTH_REGISTRAR) {
				continue;
			}
			assert!(Participants::admit(origin, 32, verified(Tier::Basic)).is_err());
			assert_eq!(Participants::participant_of(&32), None);
		}
		assert_noop!(admit(NORTH_ADMIN, 32, verified(Tier::Basic)), Error::NotARegistrar);
	});
}

#[test]
fn refuses_what_is_no_verification() {
	with_jurisdictions(|| {
		let good = verified(Tier::Basic);
		// Orders are taken ten minutes ahead: the interval that begins with minute ten ends with minute eleven.
		let earliest = 660_000;
		for (verification, error) in [
			(verified(Tier::Sandbox), Error::NotAVerifiedTier),
			(Verification { valid_until: earliest - 1, ..good }, Error::ValidityTooShort),
			(Verification { valid_until: 0, ..good }, Error::ValidityTooShort),
			(Verification { credential: [0; 32], ..good }, Error::NoCredential),
		] {
			assert_noop!(admit(NORTH_REGISTRAR, 30, verification), error);
		}
		assert_noop!(admit(NORTH_REGISTRAR, NORTH_REGISTRAR, good), Error::OwnCase);
		assert_noop!(admit(NORTH_REGISTRAR, 10, good), Error::AccountAlreadyRegistered);
		let shortest = Verification { valid_until: earliest, ..good };
		assert_ok!(admit(NORTH_REGISTRAR, 30, shortest));
	});
}

#[test]
fn whoever_was_verified_for_a_time_may_not_trade_after_it() {
	with_thirty(|| {
		let valid_until = verified(Tier::Basic).valid_until;
		Now::set(valid_until - 1);
		assert!(Participants::may_trade(THIRTY));
		Now::set(valid_until);
		assert!(!Participants::may_trade(THIRTY));
		// Its orders have been delivered by then, so there is nothing to sweep.
		assert!(Participants::barred().is_empty());
		assert_noop!(
			Participants::choose_host(RuntimeOrigin::signed(10), Some(THIRTY)),
			Error::HostMayNotTrade
		);
	});
}
