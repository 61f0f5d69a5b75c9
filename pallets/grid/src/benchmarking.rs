//! Benchmarks of the calls.

use super::*;
use alloc::vec::Vec;
use frame_benchmarking::v2::*;
use frame_support::{
	traits::{EnsureOrigin, Get},
	BoundedVec,
};
use gridforge_primitives::{
	IntervalClock, IntervalId, ParticipantId, Participants as _, Tariff, Zones as _,
};
use sp_runtime::Permill;

/// A participant that may run a zone.
fn operator<T: Config>() -> ParticipantId {
	T::Participants::admit_for_benchmark(&account("operator", 0, 0))
}

#[benchmarks]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn create_zone() -> Result<(), BenchmarkError> {
		let origin =
			T::AdminOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)?;
		let terms = GenesisZone::run_by(operator::<T>());
		let GenesisZone { operator, currency, tariff, floor, max_order } = terms;
		let zone = NextZone::<T>::get();

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, operator, currency, tariff, floor, max_order);

		let rules = Pallet::<T>::rules(zone, IntervalId(0));
		assert_eq!(rules.map(|rules| rules.operator), Some(operator));
		assert!(NextZone::<T>::get() > zone);
		Ok(())
	}

	/// The zone has as many versions as it can have. They begin with the intervals 0, 1, 2 …: interval 0
	/// is never tradable, so that there is room for one more.
	#[benchmark]
	fn set_tariff() -> Result<(), BenchmarkError> {
		let origin =
			T::AdminOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)?;
		let zone = Pallet::<T>::create_for_benchmark(operator::<T>());
		let versions = (0..T::MaxTariffVersions::get())
			.map(|from| TariffVersion { from: IntervalId(from), tariff: Tariff::default() })
			.collect::<Vec<_>>();
		Zones::<T>::mutate(zone, |zone| {
			if let Some(zone) = zone {
				zone.tariffs = BoundedVec::truncate_from(versions);
			}
		});
		let new = Tariff { ad_valorem: Permill::from_percent(1) };

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, zone, new);

		let rules = Pallet::<T>::rules(zone, T::Clock::first_unopened());
		assert_eq!(rules.map(|rules| rules.tariff), Some(new));
		Ok(())
	}

	impl_benchmark_test_suite!(
		Pallet,
		crate::mock::ExtBuilder::default().build(),
		crate::mock::Test
	);
}
