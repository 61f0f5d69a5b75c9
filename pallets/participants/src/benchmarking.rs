//! Benchmarks of the calls.

use super::*;
use alloc::vec::Vec;
use frame_benchmarking::v2::*;
use frame_support::traits::{EnsureOrigin, Get};
use frame_system::RawOrigin;
use gridforge_primitives::{
	DelegateLimits, HostLicences as _, Lots, Millis, ParticipantId, Participants as _, ZoneId,
	MAX_DELEGATE_ZONES,
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

	#[benchmark]
	fn set_status() -> Result<(), BenchmarkError> {
		let origin =
			T::AdminOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)?;
		let (participant, _) = participant::<T>("participant");

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, participant, Status::Suspended);

		let stored = Participants::<T>::get(participant).map(|p| p.status);
		assert_eq!(stored, Some(Status::Suspended));
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

	impl_benchmark_test_suite!(
		Pallet,
		crate::mock::ExtBuilder::default().build(),
		crate::mock::Test
	);
}
