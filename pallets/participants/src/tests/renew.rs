//! Verifying participants anew.

use super::*;
use frame_support::assert_noop;

fn renew(
	by: AccountId,
	id: ParticipantId,
	verification: Verification,
) -> sp_runtime::DispatchResult {
	Participants::renew(RuntimeOrigin::signed(by), id, verification)
}

#[test]
fn tier_kind_and_end_can_change() {
	with_thirty(|| {
		let old = verified(Tier::Basic);
		let new = Verification {
			kind: Kind::Business,
			tier: Tier::Full,
			valid_until: old.valid_until + 1,
			credential: [8; 32],
		};
		assert_ok!(renew(NORTH_REGISTRAR, THIRTY, new));
		let event = Event::VerificationRenewed { participant: THIRTY, old, new };
		System::assert_last_event(event.into());
		assert_eq!(stored(THIRTY).verification, new);
		// What was verified once ends by itself, even after it has ended.
		Now::set(new.valid_until + 1);
		let again = Verification { valid_until: new.valid_until + 1_000_000, ..new };
		assert_ok!(renew(NORTH_REGISTRAR, THIRTY, again));
	});
}

#[test]
fn an_end_is_not_brought_forward_before_what_can_be_ordered() {
	with_thirty(|| {
		let old = verified(Tier::Basic);
		let ending = |valid_until| Verification { valid_until, ..old };
		Now::set(60_000);
		assert_noop!(renew(NORTH_REGISTRAR, THIRTY, ending(719_999)), Error::ValidityTooShort);
		assert_ok!(renew(NORTH_REGISTRAR, THIRTY, ending(720_000)));
	});
}

#[test]
fn refuses_what_changes_nothing_and_the_closed() {
	with_thirty(|| {
		let same = verified(Tier::Basic);
		assert_noop!(renew(NORTH_REGISTRAR, THIRTY, same), Error::VerificationUnchanged);
		assert_noop!(
			renew(NORTH_REGISTRAR, THIRTY, verified(Tier::Sandbox)),
			Error::NotAVerifiedTier
		);
		set_status(THIRTY, Status::Closed);
		assert_noop!(
			renew(NORTH_REGISTRAR, THIRTY, verified(Tier::Full)),
			Error::ParticipantClosed
		);
	});
}

#[test]
fn refuses_every_other_account_and_every_other_participant() {
	with_thirty(|| {
		for origin in not_registrars_of_the_north() {
			let before = stored(THIRTY);
			assert!(Participants::renew(origin, THIRTY, verified(Tier::Full)).is_err());
			assert_eq!(stored(THIRTY), before);
		}
		assert_noop!(
			renew(SOUTH_REGISTRAR, THIRTY, verified(Tier::Full)),
			Error::OtherJurisdiction
		);
		for other in [TEN, TWENTY] {
			assert_noop!(
				renew(NORTH_REGISTRAR, other, verified(Tier::Full)),
				Error::OtherJurisdiction
			);
		}
		assert_noop!(
			renew(NORTH_REGISTRAR, ParticipantId(9), verified(Tier::Full)),
			Error::UnknownParticipant
		);
	});
}

#[test]
fn a_registrar_does_not_renew_itself() {
	with_thirty(|| {
		assert_ok!(Participants::appoint_registrar(RuntimeOrigin::root(), NORTH, 30));
		assert_noop!(renew(30, THIRTY, verified(Tier::Full)), Error::OwnCase);
	});
}
