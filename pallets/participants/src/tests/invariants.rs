//! The invariants notice damaged storage.

use super::*;
use crate::{
	Accounts, Barred, Delegates, DelegatesOf, Deposits, JurisdictionRulesOf, Jurisdictions, NextId,
	NextJurisdiction, Participant, Recoveries, Recovery, Registrars,
};
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

/// Change what is stored of a participant.
fn damage_participant(id: ParticipantId, damage: impl FnOnce(&mut Participant<AccountId>)) {
	crate::Participants::<Test>::mutate(id, |entry| damage(entry.as_mut().expect("exists")));
}

/// Let participant `id` be on the way to another account.
fn recover(id: ParticipantId) {
	let recovery = Recovery { registrar: NORTH_REGISTRAR, account: 35, from: 0 };
	Recoveries::<Test>::insert(id, recovery);
}

#[test]
fn each_damage_to_jurisdictions_and_what_hangs_on_them_is_noticed() {
	const SANDBOX: ParticipantId = ParticipantId(4);
	let damages: [(&str, fn()); 14] = [
		("jurisdiction with an id that was never assigned", || {
			NextJurisdiction::<Test>::put(SOUTH)
		}),
		("jurisdiction without rules", || JurisdictionRulesOf::<Test>::remove(SOUTH)),
		("rules outside of their bounds", || {
			JurisdictionRulesOf::<Test>::mutate(SOUTH, |rules| {
				rules.as_mut().expect("exists").sandbox = Some(TierCaps::default());
			})
		}),
		("rules of no jurisdiction", || {
			JurisdictionRulesOf::<Test>::insert(JurisdictionId(9), open_rules())
		}),
		("registrars counted wrongly", || Registrars::<Test>::insert(99, SOUTH)),
		("registrars counted wrongly", || Registrars::<Test>::remove(SOUTH_REGISTRAR)),
		("too many registrars", || {
			for account in 100..102 {
				Registrars::<Test>::insert(account, SOUTH);
			}
			Jurisdictions::<Test>::mutate(SOUTH, |entry| {
				entry.as_mut().expect("exists").registrars = 3;
			});
		}),
		("registrar of no jurisdiction", || Registrars::<Test>::insert(99, JurisdictionId(9))),
		("participant of no jurisdiction", || {
			damage_participant(THIRTY, |p| p.jurisdiction = JurisdictionId(9))
		}),
		("participant with a deposit that it need not have, or without one", || {
			Deposits::<Test>::remove(SANDBOX)
		}),
		("participant with a deposit that it need not have, or without one", || {
			damage_participant(SANDBOX, |p| p.verification.tier = Tier::Basic)
		}),
		("deposit of nobody", || {
			let deposit = Deposits::<Test>::get(SANDBOX).expect("exists");
			Deposits::<Test>::insert(ParticipantId(9), deposit);
		}),
		("recovery of nobody", || recover(ParticipantId(9))),
		("recovery of the unverified", || recover(SANDBOX)),
	];
	for (noticed, damage) in damages {
		with_thirty_outside(|| {
			let account = RuntimeOrigin::signed(60);
			assert_ok!(Participants::register_myself(account, NORTH, Kind::Household));
			recover(THIRTY);
			assert_eq!(Participants::do_try_state(), Ok(()));
			damage();
			assert_eq!(Participants::do_try_state(), Err(noticed.into()));
		});
	}
}

/// As [`with_thirty`], without a look at the invariants after the test.
fn with_thirty_outside(test: impl FnOnce()) {
	ExtBuilder::default().participants(&[10, 20]).build().execute_with(|| {
		add_jurisdictions();
		let registrar = RuntimeOrigin::signed(NORTH_REGISTRAR);
		assert_ok!(Participants::admit(registrar, 30, verified(Tier::Basic)));
		test();
	});
}
