//! Benchmarks of the calls.

use super::*;
use frame_benchmarking::v2::*;
use frame_support::traits::EnsureOrigin;
use gridforge_primitives::{ParticipantId, Participants as _};

#[benchmarks]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn register() -> Result<(), BenchmarkError> {
		let origin =
			T::AdminOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)?;
		let account: T::AccountId = account("participant", 0, 0);
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
		let account: T::AccountId = account("participant", 0, 0);
		let participant: ParticipantId = Pallet::<T>::admit_for_benchmark(&account);

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, participant, Status::Suspended);

		let stored = Participants::<T>::get(participant).map(|p| p.status);
		assert_eq!(stored, Some(Status::Suspended));
		Ok(())
	}

	impl_benchmark_test_suite!(
		Pallet,
		crate::mock::ExtBuilder::default().build(),
		crate::mock::Test
	);
}
