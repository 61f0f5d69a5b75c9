//! Participants that the chain begins with.

use super::*;
use crate::{NextId, Participant};
use gridforge_primitives::Participants as _;

#[test]
fn numbers_them_from_one_in_order() {
	ExtBuilder::default().participants(&[30, 10, 20]).build_and_execute(|| {
		for (account, id) in [(30, 1), (10, 2), (20, 3)] {
			let id = ParticipantId(id);
			assert_eq!(Participants::participant_of(&account), Some(id));
			assert_eq!(crate::Participants::<Test>::get(id), Some(Participant::new(account)));
			assert!(Participants::may_trade(id));
		}
		assert_eq!(NextId::<Test>::get(), ParticipantId(4));
	});
}

#[test]
fn without_any_the_first_id_is_one() {
	ExtBuilder::default().build_and_execute(|| {
		assert_eq!(NextId::<Test>::get(), ParticipantId(1));
	});
}

#[test]
#[should_panic(expected = "genesis lists each participant's account once")]
fn refuses_an_account_listed_twice() {
	ExtBuilder::default().participants(&[10, 10]).build();
}
