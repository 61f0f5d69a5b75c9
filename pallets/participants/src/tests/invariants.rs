//! The invariants notice damaged storage.

use super::*;
use crate::{Accounts, Barred, Delegates, DelegatesOf, NextId, Participant};
use frame_support::BoundedVec;

#[test]
fn damage_to_the_list_of_the_barred_is_noticed() {
	let bar = |ids: &[u32]| {
		let ids = ids.iter().copied().map(ParticipantId).collect::<Vec<_>>();
		Barred::<Test>::put(BoundedVec::truncate_from(ids));
	};
	for (noticed, ids) in [
		("barred participants out of order", &[2, 1][..]),
		("barred participants out of order", &[2, 2]),
		("barred participant that is none", &[9]),
		("barred participant that may trade", &[1]),
	] {
		ExtBuilder::default().participants(&[10, 20]).build().execute_with(|| {
			let root = RuntimeOrigin::root();
			assert_ok!(Participants::set_status(root, ParticipantId(2), crate::Status::Suspended));
			assert_eq!(Participants::do_try_state(), Ok(()));
			bar(ids);
			assert_eq!(Participants::do_try_state(), Err(noticed.into()));
		});
	}
}

#[test]
fn each_damage_is_noticed() {
	let damages: [(&str, fn()); 5] = [
		("participant with an id that was never assigned", || {
			NextId::<Test>::put(ParticipantId(2))
		}),
		("participant with an id that was never assigned", || {
			let participant = Participant::new(30);
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

/// Let participant 1 have the host that `host` says.
fn set_host(host: ParticipantId) {
	crate::Participants::<Test>::mutate(TEN, |entry| {
		entry.as_mut().expect("exists").host = Some(host);
	});
}

/// Let the list of a participant be `accounts`.
fn list(participant: ParticipantId, accounts: &[AccountId]) {
	let list = BoundedVec::truncate_from(accounts.to_vec());
	DelegatesOf::<Test>::insert(participant, list);
}

#[test]
fn each_damage_to_hosts_and_delegates_is_noticed() {
	let damages: [(&str, fn()); 8] = [
		("participant that is its own host", || set_host(TEN)),
		("host that is no participant", || set_host(ParticipantId(9))),
		("delegate that is a participant", || {
			let delegation = Delegates::<Test>::get(30).expect("is a delegate");
			Delegates::<Test>::insert(20, delegation);
		}),
		("delegate that its participant does not list", || DelegatesOf::<Test>::remove(TEN)),
		("delegates of nobody", || list(ParticipantId(9), &[30])),
		("empty list of delegates", || list(TWENTY, &[])),
		("listed account that is not a delegate", || list(TWENTY, &[30])),
		("account listed twice", || list(TEN, &[30, 30])),
	];
	for (noticed, damage) in damages {
		ExtBuilder::default().participants(&[10, 20]).build().execute_with(|| {
			appoint(10, 30);
			assert_eq!(Participants::do_try_state(), Ok(()));
			damage();
			assert_eq!(Participants::do_try_state(), Err(noticed.into()));
		});
	}
}
