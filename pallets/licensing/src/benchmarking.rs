//! Benchmarks of the calls.

use super::*;
use frame_benchmarking::v2::*;
use frame_support::traits::{
	fungible::{InspectHold, Unbalanced},
	tokens::Precision,
	EnsureOrigin, Get,
};
use frame_system::RawOrigin;
use gridforge_primitives::{
	ActiveStake, FeeDiscounts, FeeTier, GridBalance, HostLicences, IntervalClock, JurisdictionId,
	ParticipantId, Participants, GRID,
};
use sp_runtime::Permill;

const CLASS: LicenceClass = LicenceClass::Host;
/// The chain's own.
const LAW: JurisdictionId = JurisdictionId(0);
const TERMS: LicenceTerms = LicenceTerms { bond: 1_000 * GRID, duration: 3_600_000, notice: 0 };

/// A participant, and its own account, which has GRID.
fn participant<T: Config>() -> (ParticipantId, T::AccountId) {
	let account: T::AccountId = account("holder", 0, 0);
	endow::<T>(&account);
	(T::Participants::admit_for_benchmark(&account), account)
}

fn endow<T: Config>(account: &T::AccountId) {
	T::Currency::increase_balance(account, 1_000_000 * GRID, Precision::Exact)
		.expect("there is less GRID than can exist; qed");
}

/// A participant that has applied for a licence.
fn applicant<T: Config>() -> Result<(ParticipantId, T::AccountId), BenchmarkError> {
	let (holder, account) = participant::<T>();
	Terms::<T>::insert(CLASS, TERMS);
	Pallet::<T>::do_apply(&account, CLASS, LAW)?;
	Ok((holder, account))
}

/// A participant with a licence that is in force.
fn licensed<T: Config>() -> Result<(ParticipantId, T::AccountId), BenchmarkError> {
	let (holder, account) = applicant::<T>()?;
	Pallet::<T>::do_grant(holder, CLASS).map_err(|_| BenchmarkError::Stop("was applied for"))?;
	Ok((holder, account))
}

/// The licence has lasted all its time.
fn pass_duration<T: Config>() {
	T::Clock::set_for_benchmark(T::Clock::now() + TERMS.duration);
}

fn held<T: Config>(account: &T::AccountId) -> GridBalance {
	T::Currency::balance_on_hold(&HoldReason::LicenceBond.into(), account)
}

fn admin<T: Config>() -> Result<T::RuntimeOrigin, BenchmarkError> {
	T::AdminOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)
}

/// Give the participant a licence that never ends, bonded by an account beside its own.
pub(crate) fn license<T: Config>(participant: ParticipantId, class: LicenceClass) {
	let account: T::AccountId = account("bonded", participant.0, 0);
	let licence = Licence { until: Some(u64::MAX), ..Licence::applied(account, LAW, TERMS) };
	Licences::<T>::insert(participant, class, licence);
}

/// Give the participant the highest tier, and the tiers discounts.
pub(crate) fn give_tier<T: Config>(participant: ParticipantId) {
	Discounts::<T>::put(table());
	let account: T::AccountId = account("staking", participant.0, 0);
	let standing =
		Standing { tier: FeeTier(3), until: u64::MAX, rising: None, ..Standing::unseen(account) };
	Standings::<T>::insert(participant, standing);
}

fn table() -> DiscountTable {
	let tier = |stake, percent| DiscountTier {
		stake: stake * GRID,
		volume: Some(u64::from(percent) * 1_000),
		discount: Permill::from_percent(percent),
	};
	DiscountTable([tier(1_000, 10), tier(10_000, 25), tier(100_000, 50)])
}

#[benchmarks]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn set_terms() -> Result<(), BenchmarkError> {
		let origin = admin::<T>()?;
		let old = LicenceTerms { bond: GRID, ..TERMS };
		Terms::<T>::insert(CLASS, old);

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, CLASS, Some(TERMS));

		assert_eq!(Terms::<T>::get(CLASS), Some(TERMS));
		Ok(())
	}

	/// A former licence has ended, of which the bond is released.
	#[benchmark]
	fn apply() -> Result<(), BenchmarkError> {
		let (holder, account) = licensed::<T>()?;
		pass_duration::<T>();

		#[extrinsic_call]
		_(RawOrigin::Signed(account.clone()), CLASS, LAW);

		assert!(Licences::<T>::get(holder, CLASS).is_some_and(|l| l.is_application()));
		assert_eq!(held::<T>(&account), TERMS.bond);
		Ok(())
	}

	#[benchmark]
	fn grant() -> Result<(), BenchmarkError> {
		let origin = admin::<T>()?;
		let (holder, _) = applicant::<T>()?;

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, holder, CLASS);

		assert!(Pallet::<T>::is_licensed_host(holder));
		Ok(())
	}

	/// Another bond than before, of another account: that of the holder was lost.
	#[benchmark]
	fn renew() -> Result<(), BenchmarkError> {
		let (holder, account) = licensed::<T>()?;
		let lost: T::AccountId = frame_benchmarking::account("lost", 0, 0);
		endow::<T>(&lost);
		Pallet::<T>::rebond_for_benchmark(holder, CLASS, &lost)?;
		let more = LicenceTerms { bond: 2 * TERMS.bond, ..TERMS };
		Terms::<T>::insert(CLASS, more);

		#[extrinsic_call]
		_(RawOrigin::Signed(account.clone()), CLASS);

		assert_eq!((held::<T>(&account), held::<T>(&lost)), (more.bond, 0));
		Ok(())
	}

	#[benchmark]
	fn suspend() -> Result<(), BenchmarkError> {
		let origin = admin::<T>()?;
		let (holder, _) = licensed::<T>()?;

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, holder, CLASS);

		assert!(!Pallet::<T>::is_licensed_host(holder));
		Ok(())
	}

	#[benchmark]
	fn reinstate() -> Result<(), BenchmarkError> {
		let origin = admin::<T>()?;
		let (holder, _) = licensed::<T>()?;
		Pallet::<T>::do_set_suspended(holder, CLASS, true)
			.map_err(|_| BenchmarkError::Stop("is in force"))?;

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, holder, CLASS);

		assert!(Pallet::<T>::is_licensed_host(holder));
		Ok(())
	}

	/// There is no notice, so the bond is released.
	#[benchmark]
	fn revoke() -> Result<(), BenchmarkError> {
		let origin = admin::<T>()?;
		let (holder, account) = licensed::<T>()?;

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, holder, CLASS);

		assert_eq!(held::<T>(&account), 0);
		Ok(())
	}

	/// There is no notice, so the bond is released.
	#[benchmark]
	fn surrender() -> Result<(), BenchmarkError> {
		let (_, account) = licensed::<T>()?;

		#[extrinsic_call]
		_(RawOrigin::Signed(account.clone()), CLASS);

		assert_eq!(held::<T>(&account), 0);
		Ok(())
	}

	#[benchmark]
	fn release_bond() -> Result<(), BenchmarkError> {
		let (holder, account) = licensed::<T>()?;
		pass_duration::<T>();
		let anybody: T::AccountId = frame_benchmarking::account("anybody", 0, 0);

		#[extrinsic_call]
		_(RawOrigin::Signed(anybody), holder, CLASS);

		assert_eq!(held::<T>(&account), 0);
		assert_eq!(Licences::<T>::get(holder, CLASS), None);
		Ok(())
	}

	#[benchmark]
	fn set_discounts() -> Result<(), BenchmarkError> {
		let origin = admin::<T>()?;
		Discounts::<T>::kill();

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, Some(table()));

		assert_eq!(Discounts::<T>::get(), Some(table()));
		Ok(())
	}

	/// A tier rises, and a higher one is to come.
	#[benchmark]
	fn look_at_stake() -> Result<(), BenchmarkError> {
		let (holder, account) = participant::<T>();
		Discounts::<T>::put(table());
		T::Stake::stake_for_benchmark(&account, 100_000 * GRID);
		let now = T::Clock::now();
		let mut standing = Standing::unseen(account.clone());
		standing.see(FeeTier(1), now, T::Period::get());
		Standings::<T>::insert(holder, standing);
		T::Clock::set_for_benchmark(now + T::Period::get());

		#[extrinsic_call]
		_(RawOrigin::Signed(account.clone()), account.clone());

		assert_eq!(Pallet::<T>::tier_of(holder), FeeTier(1));
		let rising = Standings::<T>::get(holder).and_then(|standing| standing.rising);
		assert_eq!(rising.map(|(tier, _)| tier), Some(FeeTier(3)));
		Ok(())
	}

	impl_benchmark_test_suite!(Pallet, crate::mock::new_test_ext(), crate::mock::Test);
}
