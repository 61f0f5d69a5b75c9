//! Benchmarks of the calls, each in its worst case.

use super::*;
use alloc::vec::Vec;
use frame_benchmarking::v2::*;
use frame_support::{
	traits::{
		fungibles::{Inspect, Mutate},
		EnsureOrigin, Get,
	},
	BoundedVec,
};
use frame_system::RawOrigin;
use gridforge_primitives::{
	CurrencyId, IntervalClock, IssuerId, Limits, Millis, MintId, OnRestriction, RedemptionId,
	Restraint, RestraintReason, ReturnReason, Role, WattBalance, DAY, WATT,
};

const CURRENCY: CurrencyId = 77_777;
const NOW: Millis = 20_000 * DAY;
const REASON: RestraintReason = RestraintReason::Order;

const LIMITS: Limits = Limits {
	max_age: 2 * DAY,
	increase_delay: 0,
	day_cap: 1_000_000 * WATT,
	single_cap: 500_000 * WATT,
	approval_period: DAY,
	min_redemption: WATT,
	redemption_period: DAY,
};

fn admin<T: Config>() -> Result<T::RuntimeOrigin, BenchmarkError> {
	T::AdminOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)
}

fn officers<T: Config>() -> Officers<T::AccountId> {
	Officers {
		master_minter: account("minter", 0, 0),
		compliance_officer: account("officer", 0, 0),
		guardian: account("guardian", 0, 0),
	}
}

fn accounts<T: Config>(name: &'static str, count: u32) -> Vec<T::AccountId> {
	(0..count).map(|index| account(name, index, 0)).collect()
}

fn code(text: &[u8]) -> Code {
	Code::truncate_from(text.to_vec())
}

fn text() -> Text {
	Text::truncate_from(alloc::vec![b'x'; 32])
}

fn add_currency<T: Config>() -> Result<(), BenchmarkError> {
	T::Clock::set_for_benchmark(NOW);
	let code = code(b"BENCHXYZ");
	Pallet::<T>::do_add_currency(CURRENCY, code, &text(), &text(), LIMITS, officers::<T>())?;
	Ok(())
}

/// A currency and an issuer with as many attesters as there can be, all of whom have said that it has much; it has an
/// allowance.
fn issuer<T: Config>() -> Result<IssuerId, BenchmarkError> {
	add_currency::<T>()?;
	let attesters = accounts::<T>("attester", T::MaxAttesters::get());
	let signers = accounts::<T>("signer", T::MaxSigners::get());
	let id = Pallet::<T>::do_add_issuer(CURRENCY, &signers, &attesters)?;
	for attester in attesters {
		Pallet::<T>::do_attest(id, attester, 900_000 * WATT, NOW - 2, [0; 32])?;
	}
	Issuers::<T>::mutate_extant(id, |issuer| issuer.allowance = 900_000 * WATT);
	Ok(id)
}

fn signer<T: Config>(index: u32) -> T::AccountId {
	account("signer", index, 0)
}

fn mint<T: Config>(
	id: IssuerId,
	to: &T::AccountId,
	amount: WattBalance,
	reference: u8,
) -> Result<(), BenchmarkError> {
	Pallet::<T>::do_mint(id, signer::<T>(0), to.clone(), amount, [reference; 32])?;
	Ok(())
}

/// Let a mint of an issuer wait, the last of as many as there can be.
fn pending<T: Config>(id: IssuerId, to: &T::AccountId) -> Result<MintId, BenchmarkError> {
	for reference in 0..T::MaxPendingMints::get() {
		let reference = u8::try_from(reference).unwrap_or(u8::MAX);
		mint::<T>(id, to, LIMITS.single_cap + 1, reference)?;
	}
	Ok(MintId(NextMint::<T>::get().0 - 1))
}

/// The middle one of a holder's redemptions at an issuer, with neighbours in the queue, which are as many as it can
/// have; they are past their deadlines.
fn redemptions<T: Config>(
	id: IssuerId,
	holder: &T::AccountId,
) -> Result<Vec<RedemptionId>, BenchmarkError> {
	mint::<T>(id, holder, 100_000 * WATT, 200)?;
	let first = NextRedemption::<T>::get().0;
	for _ in 0..T::MaxRedemptions::get() {
		Pallet::<T>::do_redeem(id, holder.clone(), WATT, [1; 32])?;
	}
	Ok((first..NextRedemption::<T>::get().0).map(RedemptionId).collect())
}

fn overdue<T: Config>() {
	T::Clock::set_for_benchmark(NOW + LIMITS.redemption_period + 1);
}

fn restrict<T: Config>(who: &T::AccountId) -> Result<(), BenchmarkError> {
	Pallet::<T>::do_restrict(CURRENCY, who.clone(), Restraint::Frozen, REASON)?;
	Ok(())
}

#[benchmarks]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn add_currency() -> Result<(), BenchmarkError> {
		let origin = admin::<T>()?;

		#[extrinsic_call]
		_(
			origin as T::RuntimeOrigin,
			CURRENCY,
			code(b"BENCHXYZ"),
			text(),
			text(),
			LIMITS,
			officers::<T>(),
		);

		assert!(T::Assets::asset_exists(CURRENCY));
		assert!(Currencies::<T>::contains_key(CURRENCY));
		Ok(())
	}

	#[benchmark]
	fn set_limits() -> Result<(), BenchmarkError> {
		let origin = admin::<T>()?;
		super::add_currency::<T>()?;
		let limits = Limits { max_age: DAY, ..LIMITS };

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, CURRENCY, limits);

		assert_eq!(Currencies::<T>::get(CURRENCY).map(|c| c.limits), Some(limits));
		Ok(())
	}

	#[benchmark]
	fn add_issuer() -> Result<(), BenchmarkError> {
		let origin = admin::<T>()?;
		super::add_currency::<T>()?;
		let id = NextIssuer::<T>::get();
		let signers = BoundedVec::truncate_from(accounts::<T>("signer", T::MaxSigners::get()));
		let attesters =
			BoundedVec::truncate_from(accounts::<T>("attester", T::MaxAttesters::get()));

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, CURRENCY, signers, attesters);

		let attesters = Issuers::<T>::get(id).map(|issuer| issuer.attesters);
		assert_eq!(attesters, Some(T::MaxAttesters::get()));
		Ok(())
	}

	#[benchmark]
	fn give_role() -> Result<(), BenchmarkError> {
		let origin = admin::<T>()?;
		let id = issuer::<T>()?;
		Pallet::<T>::do_take_role(signer::<T>(0))?;
		let new: T::AccountId = account("new", 0, 0);
		let role = Role::Issuer(id);

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, new.clone(), CURRENCY, role);

		assert_eq!(Seats::<T>::get(new), Some(Seat { currency: CURRENCY, role }));
		Ok(())
	}

	/// An attester whose statement was the only one below what is outstanding: a shortfall ends by it.
	#[benchmark]
	fn take_role() -> Result<(), BenchmarkError> {
		let origin = admin::<T>()?;
		let id = issuer::<T>()?;
		super::mint::<T>(id, &account("holder", 0, 0), 100 * WATT, 1)?;
		let attester: T::AccountId = account("attester", 0, 0);
		Pallet::<T>::do_attest(id, attester.clone(), WATT, NOW - 1, [0; 32])?;
		assert!(Issuers::<T>::get(id).is_some_and(|issuer| issuer.short));

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, attester.clone());

		assert!(!Seats::<T>::contains_key(attester));
		assert!(Issuers::<T>::get(id).is_some_and(|issuer| !issuer.short));
		Ok(())
	}

	#[benchmark]
	fn grant_allowance() -> Result<(), BenchmarkError> {
		let id = issuer::<T>()?;

		#[extrinsic_call]
		_(RawOrigin::Signed(account("minter", 0, 0)), id, WATT);

		let allowance = Issuers::<T>::get(id).map(|issuer| issuer.allowance);
		assert_eq!(allowance, Some(900_001 * WATT));
		Ok(())
	}

	#[benchmark]
	fn reduce_allowance() -> Result<(), BenchmarkError> {
		let id = issuer::<T>()?;

		#[extrinsic_call]
		_(RawOrigin::Signed(account("minter", 0, 0)), id, WATT);

		let allowance = Issuers::<T>::get(id).map(|issuer| issuer.allowance);
		assert_eq!(allowance, Some(899_999 * WATT));
		Ok(())
	}

	#[benchmark]
	fn stop_minting() -> Result<(), BenchmarkError> {
		let id = issuer::<T>()?;

		#[extrinsic_call]
		_(RawOrigin::Signed(account("guardian", 0, 0)), Some(id));

		assert!(Issuers::<T>::get(id).is_some_and(|issuer| issuer.stopped));
		Ok(())
	}

	#[benchmark]
	fn resume_minting() -> Result<(), BenchmarkError> {
		let origin = admin::<T>()?;
		let id = issuer::<T>()?;
		Pallet::<T>::do_stop_issuer(CURRENCY, id)?;

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, CURRENCY, Some(id));

		assert!(Issuers::<T>::get(id).is_some_and(|issuer| !issuer.stopped));
		Ok(())
	}

	#[benchmark]
	fn cure_issuer() -> Result<(), BenchmarkError> {
		let id = issuer::<T>()?;
		redemptions::<T>(id, &account("holder", 0, 0))?;
		Issuers::<T>::mutate_extant(id, |issuer| issuer.defaulted = true);

		#[extrinsic_call]
		_(RawOrigin::Signed(account("minter", 0, 0)), id);

		assert!(Issuers::<T>::get(id).is_some_and(|issuer| !issuer.defaulted));
		Ok(())
	}

	/// The last of as many attesters as there can be says so little that a shortfall begins.
	#[benchmark]
	fn attest() -> Result<(), BenchmarkError> {
		let id = issuer::<T>()?;
		super::mint::<T>(id, &account("holder", 0, 0), 100 * WATT, 1)?;
		let attester: T::AccountId = account("attester", T::MaxAttesters::get() - 1, 0);

		#[extrinsic_call]
		_(RawOrigin::Signed(attester), WATT, NOW - 1, [2; 32]);

		assert!(Issuers::<T>::get(id).is_some_and(|issuer| issuer.short));
		Ok(())
	}

	/// On one signature, to a new account, with redemptions in the queue. A mint that waits writes as many keys, and
	/// fewer of the assets' pallet.
	#[benchmark]
	fn mint() -> Result<(), BenchmarkError> {
		let id = issuer::<T>()?;
		redemptions::<T>(id, &account("holder", 0, 0))?;
		let to: T::AccountId = account("to", 0, 0);

		#[extrinsic_call]
		_(RawOrigin::Signed(signer::<T>(0)), to.clone(), WATT, [9; 32]);

		assert_eq!(T::Assets::balance(CURRENCY, &to), WATT);
		Ok(())
	}

	#[benchmark]
	fn approve_mint() -> Result<(), BenchmarkError> {
		let id = issuer::<T>()?;
		let to: T::AccountId = account("to", 0, 0);
		let waiting = pending::<T>(id, &to)?;

		#[extrinsic_call]
		_(RawOrigin::Signed(signer::<T>(1)), waiting);

		assert_eq!(T::Assets::balance(CURRENCY, &to), LIMITS.single_cap + 1);
		Ok(())
	}

	#[benchmark]
	fn cancel_mint() -> Result<(), BenchmarkError> {
		let id = issuer::<T>()?;
		let waiting = pending::<T>(id, &account("to", 0, 0))?;

		#[extrinsic_call]
		_(RawOrigin::Signed(signer::<T>(0)), id, waiting);

		assert!(!PendingMints::<T>::contains_key(id, waiting));
		Ok(())
	}

	/// The last that the holder can have, behind others.
	#[benchmark]
	fn redeem() -> Result<(), BenchmarkError> {
		let id = issuer::<T>()?;
		let holder: T::AccountId = account("holder", 0, 0);
		let open = redemptions::<T>(id, &holder)?;
		Pallet::<T>::do_confirm(id, open[0], [1; 32])?;
		let next = NextRedemption::<T>::get();

		#[extrinsic_call]
		_(RawOrigin::Signed(holder), id, WATT, [3; 32]);

		assert!(Redemptions::<T>::contains_key(next));
		Ok(())
	}

	/// A shortfall ends by it.
	#[benchmark]
	fn confirm_redemption() -> Result<(), BenchmarkError> {
		let id = issuer::<T>()?;
		let open = redemptions::<T>(id, &account("holder", 0, 0))?;
		let attester: T::AccountId = account("attester", 0, 0);
		Pallet::<T>::do_attest(id, attester, 99_999 * WATT, NOW - 1, [0; 32])?;
		assert!(Issuers::<T>::get(id).is_some_and(|issuer| issuer.short));

		#[extrinsic_call]
		_(RawOrigin::Signed(signer::<T>(0)), open[0], [3; 32]);

		assert!(!Redemptions::<T>::contains_key(open[0]));
		assert!(Issuers::<T>::get(id).is_some_and(|issuer| !issuer.short));
		Ok(())
	}

	#[benchmark]
	fn return_redemption() -> Result<(), BenchmarkError> {
		let id = issuer::<T>()?;
		let open = redemptions::<T>(id, &account("holder", 0, 0))?;

		#[extrinsic_call]
		_(RawOrigin::Signed(signer::<T>(0)), open[0], ReturnReason::PaymentRefused);

		assert!(!Redemptions::<T>::contains_key(open[0]));
		Ok(())
	}

	/// Between two others.
	#[benchmark]
	fn put_redemption_aside() -> Result<(), BenchmarkError> {
		let id = issuer::<T>()?;
		let holder: T::AccountId = account("holder", 0, 0);
		let open = redemptions::<T>(id, &holder)?;
		super::restrict::<T>(&holder)?;
		let middle = open[open.len() / 2];

		#[extrinsic_call]
		_(RawOrigin::Signed(signer::<T>(0)), middle);

		assert!(Redemptions::<T>::get(middle).is_some_and(|r| r.place.is_none()));
		Ok(())
	}

	/// Between two others.
	#[benchmark]
	fn reclaim_redemption() -> Result<(), BenchmarkError> {
		let id = issuer::<T>()?;
		let holder: T::AccountId = account("holder", 0, 0);
		let open = redemptions::<T>(id, &holder)?;
		let middle = open[open.len() / 2];
		overdue::<T>();

		#[extrinsic_call]
		_(RawOrigin::Signed(holder), middle);

		assert!(!Redemptions::<T>::contains_key(middle));
		assert!(Issuers::<T>::get(id).is_some_and(|issuer| issuer.defaulted));
		Ok(())
	}

	#[benchmark]
	fn restrict() -> Result<(), BenchmarkError> {
		issuer::<T>()?;
		// Somebody who trades and has nothing in the wallet, so that the keeper pays a deposit for it.
		let holder: T::AccountId = account("holder", 0, 0);
		T::OnRestriction::trade_for_benchmark(&holder);

		#[extrinsic_call]
		_(RawOrigin::Signed(account("officer", 0, 0)), holder.clone(), Restraint::Blocked, REASON);

		assert_eq!(T::Wallets::restraint(CURRENCY, &holder), Some(Restraint::Blocked));
		Ok(())
	}

	#[benchmark]
	fn lift_restriction() -> Result<(), BenchmarkError> {
		issuer::<T>()?;
		// Somebody who trades and was restricted with nothing in the wallet, and then got something.
		let holder: T::AccountId = account("holder", 0, 0);
		T::OnRestriction::trade_for_benchmark(&holder);
		super::restrict::<T>(&holder)?;
		T::Assets::mint_into(CURRENCY, &holder, WATT)?;

		#[extrinsic_call]
		_(RawOrigin::Signed(account("officer", 0, 0)), CURRENCY, holder.clone(), REASON);

		assert_eq!(T::Wallets::restraint(CURRENCY, &holder), None);
		Ok(())
	}

	#[benchmark]
	fn seize() -> Result<(), BenchmarkError> {
		let origin =
			T::CourtOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)?;
		issuer::<T>()?;
		// Restricted with nothing in the wallet, so that the keeper's deposit is given back on the way.
		let holder: T::AccountId = account("holder", 0, 0);
		super::restrict::<T>(&holder)?;
		T::Assets::mint_into(CURRENCY, &holder, 2 * WATT)?;

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, CURRENCY, holder, WATT, [1; 32]);

		assert_eq!(T::Assets::balance(CURRENCY, &T::CourtAccount::get()), WATT);
		Ok(())
	}

	impl_benchmark_test_suite!(
		Pallet,
		crate::mock::ExtBuilder::default().build(),
		crate::mock::Test
	);
}
