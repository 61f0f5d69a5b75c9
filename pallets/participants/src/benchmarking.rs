//! Benchmarks of the calls.

use super::*;
use alloc::vec::Vec;
use frame_benchmarking::v2::*;
use frame_support::traits::{Consideration, EnsureOrigin, Get};
use frame_system::RawOrigin;
use gridforge_primitives::{
	DelegateLimits, HostLicences as _, IntervalClock, JurisdictionId, JurisdictionRules, Kind,
	Lots, Millis, ParticipantId, Participants as _, Tier, TierCaps, ZoneId, MAX_DELEGATE_ZONES,
};

/// A participant that may trade, and its own account.
fn participant<T: Config>(name: &'static str) -> (ParticipantId, T::AccountId) {
	let account: T::AccountId = account(name, 0, 0);
	(Pallet::<T>::admit_for_benchmark(&account), account)
}

/// Give a participant `count` delegates; answers with them.
fn appoint<T: Config>(participant: ParticipantId, count: u32) -> Vec<T::AccountId> {
	let accounts = (0..count).map(|i| account("delegate", i, 0)).collect::<Vec<_>>();
	for account in &accounts {
		Pallet::<T>::appoint_for_benchmark(participant, account);
	}
	accounts
}

/// Limits with as many zones as there can be.
fn limits() -> Result<DelegateLimits, BenchmarkError> {
	let zone = |i| u16::try_from(i).map(ZoneId);
	let zones = (1..=MAX_DELEGATE_ZONES).map(zone).collect::<Result<Vec<_>, _>>();
	let limits = DelegateLimits { zones: None, lots: Lots(1_000), locked: 1, until: Millis::MAX };
	limits
		.in_zones(zones.map_err(|_| BenchmarkError::Stop("zones are numbered"))?)
		.ok_or(BenchmarkError::Stop("there is room for as many zones"))
}

/// A jurisdiction in which anybody can register itself, with its admin and a registrar.
fn jurisdiction<T: Config>() -> (JurisdictionId, T::AccountId, T::AccountId) {
	let (admin, registrar) = (account("admin", 0, 0), account("registrar", 0, 0));
	let sandbox = Some(TierCaps::SANDBOX_CEILING);
	let rules = JurisdictionRules { sandbox, ..JurisdictionRules::that_count() };
	let id = Pallet::<T>::do_create_jurisdiction(Some(T::AccountId::clone(&admin)), rules)
		.unwrap_or_else(|_| panic!("the rules are sound, and there are ids left; qed"));
	Pallet::<T>::do_appoint_registrar(id, &registrar)
		.unwrap_or_else(|_| panic!("the jurisdiction exists and has no registrar; qed"));
	(id, admin, registrar)
}

/// Let `count` others be barred.
fn nearly_fill_barred<T: Config>(count: u32) {
	let ids = (0..count).map(|n| ParticipantId(1_000_000 + n)).collect::<Vec<_>>();
	Barred::<T>::put(frame_support::BoundedVec::truncate_from(ids));
}

/// A verification for ever.
fn verified(tier: Tier) -> Verification {
	Verification { kind: Kind::Business, tier, valid_until: Millis::MAX, credential: [1; 32] }
}

/// A participant that the registrar of a jurisdiction has admitted, with its own account and that registrar.
fn admitted<T: Config>() -> (ParticipantId, T::AccountId, T::AccountId) {
	let (id, _, registrar) = jurisdiction::<T>();
	let own: T::AccountId = account("admitted", 0, 0);
	let participant = Pallet::<T>::do_admit(&registrar, id, &own, verified(Tier::Basic))
		.unwrap_or_else(|_| panic!("the account is nobody's; qed"));
	(participant, own, registrar)
}

/// A participant that has registered itself, with its own account and the registrar of its jurisdiction.
fn sandboxed<T: Config>() -> (ParticipantId, T::AccountId, T::AccountId) {
	let (id, _, registrar) = jurisdiction::<T>();
	let own: T::AccountId = account("sandboxed", 0, 0);
	T::SandboxDeposit::ensure_successful(&own, Pallet::<T>::footprint());
	let (participant, _) = Pallet::<T>::do_register_myself(&own, id, Kind::Household)
		.expect("the jurisdiction lets it, and the account has what it takes; qed");
	(participant, own, registrar)
}

#[benchmarks]
mod benchmarks {
	use super::*;

	/// The account is the first of as many delegates as a participant can have.
	#[benchmark]
	fn register() -> Result<(), BenchmarkError> {
		let origin =
			T::AdminOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)?;
		let (other, _) = participant::<T>("other");
		let account = appoint::<T>(other, T::MaxDelegates::get()).swap_remove(0);
		let participant = NextId::<T>::get();

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, account.clone());

		assert_eq!(Pallet::<T>::participant_of(&account), Some(participant));
		assert!(Pallet::<T>::may_trade(participant));
		assert!(NextId::<T>::get() > participant);
		Ok(())
	}

	/// One that has registered itself is closed: its deposit is returned, and it takes the last place among the barred.
	#[benchmark]
	fn set_status() -> Result<(), BenchmarkError> {
		let origin =
			T::AdminOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)?;
		let (participant, _, _) = sandboxed::<T>();
		nearly_fill_barred::<T>(T::MaxBarred::get() - 1);

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, participant, Status::Closed);

		let stored = Participants::<T>::get(participant).map(|p| p.status);
		assert_eq!(stored, Some(Status::Closed));
		assert!(!Deposits::<T>::contains_key(participant));
		Ok(())
	}

	#[benchmark]
	fn choose_host() -> Result<(), BenchmarkError> {
		let (host, _) = participant::<T>("host");
		let (participant, account) = participant::<T>("participant");
		T::Hosts::license_host_for_benchmark(host);

		#[extrinsic_call]
		_(RawOrigin::Signed(account), Some(host));

		assert_eq!(Pallet::<T>::host_of(participant), Some(host));
		Ok(())
	}

	/// The account takes the last place in the list.
	#[benchmark]
	fn appoint_delegate() -> Result<(), BenchmarkError> {
		let (participant, own) = participant::<T>("participant");
		appoint::<T>(participant, T::MaxDelegates::get() - 1);
		let delegate: T::AccountId = account("new", 0, 0);
		let limits = limits()?;

		#[extrinsic_call]
		_(RawOrigin::Signed(own), delegate.clone(), limits.clone());

		let delegation = Delegation { participant, limits };
		assert_eq!(Delegates::<T>::get(&delegate), Some(delegation));
		Ok(())
	}

	/// The first of as many delegates as there can be.
	#[benchmark]
	fn dismiss_delegate() -> Result<(), BenchmarkError> {
		let (participant, own) = participant::<T>("participant");
		let delegate = appoint::<T>(participant, T::MaxDelegates::get()).swap_remove(0);

		#[extrinsic_call]
		_(RawOrigin::Signed(own), delegate.clone());

		assert_eq!(Delegates::<T>::get(&delegate), None);
		Ok(())
	}

	/// The first of as many delegates as there can be.
	#[benchmark]
	fn resign_delegation() -> Result<(), BenchmarkError> {
		let (participant, _) = participant::<T>("participant");
		let delegate = appoint::<T>(participant, T::MaxDelegates::get()).swap_remove(0);

		#[extrinsic_call]
		_(RawOrigin::Signed(delegate.clone()));

		assert_eq!(Delegates::<T>::get(&delegate), None);
		Ok(())
	}

	#[benchmark]
	fn create_jurisdiction() -> Result<(), BenchmarkError> {
		let origin =
			T::AdminOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)?;
		let (id, rules) = (NextJurisdiction::<T>::get(), JurisdictionRules::that_count());

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, account("admin", 0, 0), rules);

		assert_eq!(JurisdictionRulesOf::<T>::get(id), Some(rules));
		Ok(())
	}

	#[benchmark]
	fn set_jurisdiction_admin() -> Result<(), BenchmarkError> {
		let origin =
			T::AdminOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)?;
		let (id, _, _) = jurisdiction::<T>();
		let new: T::AccountId = account("new", 0, 0);

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, id, new.clone());

		assert_eq!(Jurisdictions::<T>::get(id).and_then(|j| j.admin), Some(new));
		Ok(())
	}

	#[benchmark]
	fn set_rules() -> Result<(), BenchmarkError> {
		let (id, admin, _) = jurisdiction::<T>();
		let rules = JurisdictionRules::that_count();

		#[extrinsic_call]
		_(RawOrigin::Signed(admin), id, rules);

		assert_eq!(JurisdictionRulesOf::<T>::get(id), Some(rules));
		Ok(())
	}

	#[benchmark]
	fn appoint_registrar() -> Result<(), BenchmarkError> {
		let (id, admin, _) = jurisdiction::<T>();
		let new: T::AccountId = account("new", 0, 0);

		#[extrinsic_call]
		_(RawOrigin::Signed(admin), id, new.clone());

		assert_eq!(Registrars::<T>::get(new), Some(id));
		Ok(())
	}

	#[benchmark]
	fn dismiss_registrar() -> Result<(), BenchmarkError> {
		let (id, admin, registrar) = jurisdiction::<T>();

		#[extrinsic_call]
		_(RawOrigin::Signed(admin), id, registrar.clone());

		assert_eq!(Registrars::<T>::get(registrar), None);
		Ok(())
	}

	/// The account is the first of as many delegates as a participant can have.
	#[benchmark]
	fn admit() -> Result<(), BenchmarkError> {
		let (_, _, registrar) = jurisdiction::<T>();
		let (other, _) = participant::<T>("other");
		let own = appoint::<T>(other, T::MaxDelegates::get()).swap_remove(0);

		#[extrinsic_call]
		_(RawOrigin::Signed(registrar), own.clone(), verified(Tier::Basic));

		let participant = Accounts::<T>::get(own).ok_or(BenchmarkError::Stop("admitted"))?;
		assert!(Pallet::<T>::may_trade(participant));
		Ok(())
	}

	/// One that has registered itself gets its deposit back.
	#[benchmark]
	fn renew() -> Result<(), BenchmarkError> {
		let (participant, _, registrar) = sandboxed::<T>();

		#[extrinsic_call]
		_(RawOrigin::Signed(registrar), participant, verified(Tier::Basic));

		let stored = Participants::<T>::get(participant).map(|p| p.verification);
		assert_eq!(stored, Some(verified(Tier::Basic)));
		assert!(!Deposits::<T>::contains_key(participant));
		Ok(())
	}

	/// As `set_status`.
	#[benchmark]
	fn change_status() -> Result<(), BenchmarkError> {
		let (participant, _, registrar) = sandboxed::<T>();
		nearly_fill_barred::<T>(T::MaxBarred::get() - 1);

		#[extrinsic_call]
		_(RawOrigin::Signed(registrar), participant, Status::Closed, Reason::Ended);

		let stored = Participants::<T>::get(participant).map(|p| (p.status, p.reason));
		assert_eq!(stored, Some((Status::Closed, Reason::Ended)));
		assert!(!Deposits::<T>::contains_key(participant));
		Ok(())
	}

	/// The account is the first of as many delegates as a participant can have.
	#[benchmark]
	fn register_myself() -> Result<(), BenchmarkError> {
		let (id, _, _) = jurisdiction::<T>();
		let (other, _) = participant::<T>("other");
		let own = appoint::<T>(other, T::MaxDelegates::get()).swap_remove(0);
		T::SandboxDeposit::ensure_successful(&own, Pallet::<T>::footprint());

		#[extrinsic_call]
		_(RawOrigin::Signed(own.clone()), id, Kind::Household);

		let participant = Accounts::<T>::get(own).ok_or(BenchmarkError::Stop("registered"))?;
		assert!(Deposits::<T>::contains_key(participant));
		Ok(())
	}

	/// One that has registered itself, with as many barred as let it leave.
	#[benchmark]
	fn leave() -> Result<(), BenchmarkError> {
		let (participant, own, _) = sandboxed::<T>();
		nearly_fill_barred::<T>(T::MaxBarred::get().div_ceil(2) - 1);

		#[extrinsic_call]
		_(RawOrigin::Signed(own));

		let stored = Participants::<T>::get(participant).map(|p| p.status);
		assert_eq!(stored, Some(Status::Closed));
		assert!(!Deposits::<T>::contains_key(participant));
		Ok(())
	}

	#[benchmark]
	fn begin_recovery() -> Result<(), BenchmarkError> {
		let (participant, _, registrar) = admitted::<T>();
		let new: T::AccountId = account("new", 0, 0);

		#[extrinsic_call]
		_(RawOrigin::Signed(registrar), participant, new);

		assert!(Recoveries::<T>::contains_key(participant));
		Ok(())
	}

	/// The admin is looked for last.
	#[benchmark]
	fn stop_recovery() -> Result<(), BenchmarkError> {
		let (participant, _, registrar) = admitted::<T>();
		let new: T::AccountId = account("new", 0, 0);
		Pallet::<T>::begin_recovery(RawOrigin::Signed(registrar).into(), participant, new)?;

		#[extrinsic_call]
		_(RawOrigin::Signed(account("admin", 0, 0)), participant);

		assert!(!Recoveries::<T>::contains_key(participant));
		Ok(())
	}

	/// As many delegates as there can be end, and the new account is as many others' too.
	#[benchmark]
	fn complete_recovery() -> Result<(), BenchmarkError> {
		let (other, _) = participant::<T>("other");
		let (participant, own, registrar) = admitted::<T>();
		let new = appoint::<T>(other, T::MaxDelegates::get()).swap_remove(0);
		for n in 0..T::MaxDelegates::get() {
			Pallet::<T>::appoint_for_benchmark(participant, &account("its delegate", n, 0));
		}
		let origin = RawOrigin::Signed(registrar).into();
		Pallet::<T>::begin_recovery(origin, participant, new.clone())?;
		T::Clock::set_for_benchmark(T::Clock::now().saturating_add(T::RecoveryDelay::get()));

		#[extrinsic_call]
		_(RawOrigin::Signed(new.clone()), participant);

		assert_eq!(Accounts::<T>::get(new), Some(participant));
		assert_eq!(Accounts::<T>::get(own), None);
		assert!(!DelegatesOf::<T>::contains_key(participant));
		Ok(())
	}

	impl_benchmark_test_suite!(
		Pallet,
		crate::mock::ExtBuilder::default().build(),
		crate::mock::Test
	);
}
