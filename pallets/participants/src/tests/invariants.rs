//! The invariants notice damaged storage.

use super::*;
use crate::{Accounts, NextId, Participant, Status};
use gridforge_primitives::ParticipantId;

#[test]
fn each_damage_is_noticed() {
	let damages: [(&str, fn()); 5] = [
		("participant with an id that was never assigned", || {
			NextId::<Test>::put(ParticipantId(2))
		}),
		("participant with an id that was never assigned", || {
			let participant = Participant { account: 30, status: Status::Active };
			crate::Participants::<Test>::insert(ParticipantId(0), participant);
		}),
		("participant whose account does not lead back to it", || Accounts::<Test>::remove(20)),
		("account without its participant", || {
			crate::Participants::<Test>::remove(ParticipantId(2));
		}),
		("several accounts lead to one participant", || {
			Accounts::<Test>::insert(30, ParticipantId(1));
		}),
	];
	for (noticed, damage) in damages {
		ExtBuilder::default().participants(&[10, 20]).build().execute_with(|| {
			assert_eq!(Participants::do_try_state(), Ok(()));
			damage();
			assert_eq!(Participants::do_try_state(), Err(noticed.into()));
		});
	}
}
