//! One-time accounts: further accounts of a person, which only its registrar can link to it.

use super::*;
use frame_support::assert_noop;
use gridforge_primitives::{Participants as _, TierCaps, DAY, ONE_TIME_VALIDITY};

/// All that can be ordered at the beginning has been delivered by then.
const EARLIEST: Millis = 660_000;

fn one_time(valid_until: Millis, credential: [u8; 32]) -> Verification {
	Verification { valid_until, credential, ..verified(Tier::OneTime) }
}

fn admit(account: AccountId, verification: Verification) -> sp_runtime::DispatchResult {
	Participants::admit(RuntimeOrigin::signed(NORTH_REGISTRAR), account, verification)
}

fn renew(id: ParticipantId, verification: Verification) -> sp_runtime::DispatchResult {
	Participants::renew(RuntimeOrigin::signed(NORTH_REGISTRAR), id, verification)
}

#[test]
fn they_are_participants_of_their_own_with_small_caps() {
	with_thirty(|| {
		let caps = TierCaps::SANDBOX_CEILING;
		let rules = JurisdictionRules { one_time: Some(caps), ..Default::default() };
		assert_ok!(Participants::set_rules(RuntimeOrigin::root(), NORTH, rules));
		for (account, salted) in [(31, [3; 32]), (32, [4; 32])] {
			assert_ok!(admit(account, one_time(EARLIEST + DAY, salted)));
			let id = Participants::participant_of(&account).unwrap();
			assert_ne!(id, THIRTY);
			let admission = Participants::admission(id).unwrap();
			assert_eq!((admission.caps, admission.valid_until), (Some(caps), EARLIEST + DAY));
		}
	});
}

#[test]
fn they_trade_only_where_the_rules_have_them() {
	with_thirty(|| {
		assert_ok!(admit(31, one_time(EARLIEST, [3; 32])));
		let id = Participants::participant_of(&31).unwrap();
		assert_eq!(Participants::admission(id).unwrap().caps, None);
	});
}

#[test]
fn they_last_for_seven_days() {
	with_thirty(|| {
		let latest = EARLIEST + ONE_TIME_VALIDITY;
		assert_noop!(admit(31, one_time(latest + 1, [3; 32])), Error::ValidityTooLong);
		assert_noop!(admit(31, one_time(EARLIEST - 1, [3; 32])), Error::ValidityTooShort);
		assert_noop!(admit(31, one_time(latest, [0; 32])), Error::NoCredential);
		assert_ok!(admit(31, one_time(latest, [3; 32])));
	});
}

#[test]
fn they_stay_what_they_are_and_nobody_becomes_one() {
	with_thirty(|| {
		let verification = one_time(EARLIEST, [3; 32]);
		assert_ok!(admit(31, verification));
		let id = Participants::participant_of(&31).unwrap();
		assert_noop!(renew(id, verified(Tier::Full)), Error::OneTimeStaysSo);
		assert_noop!(renew(id, one_time(EARLIEST + 1, [3; 32])), Error::OneTimeStaysSo);
		assert_noop!(renew(THIRTY, verification), Error::OneTimeStaysSo);
	});
}

#[test]
fn they_can_be_suspended_and_recovered_like_others() {
	with_thirty(|| {
		assert_ok!(admit(31, one_time(EARLIEST, [3; 32])));
		let id = Participants::participant_of(&31).unwrap();
		let registrar = RuntimeOrigin::signed(NORTH_REGISTRAR);
		assert_ok!(Participants::begin_recovery(registrar.clone(), id, 33));
		let (status, reason) = (Status::Suspended, Reason::Misconduct);
		assert_ok!(Participants::change_status(registrar, id, status, reason));
		assert!(!Participants::may_trade(id));
		assert!(Participants::may_trade(THIRTY));
	});
}
