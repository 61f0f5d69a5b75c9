//! Numbers that governance may change without an upgrade, each within bounds that its type holds: what lies outside does
//! not decode, so no call can carry it.

use super::origins::EnsureStakingAdmin;
use crate::{
	constants::{currency::GRID, governance::SUBMISSION_DEPOSIT, staking},
	AccountId, Balance, Runtime, RuntimeEvent, RuntimeOrigin,
};
use codec::{Decode, DecodeWithMemTracking, Encode, Error, Input, MaxEncodedLen};
use frame_support::{
	dynamic_params::{dynamic_pallet_params, dynamic_params},
	traits::{EitherOf, EnsureOrigin, EnsureOriginWithArg, Get},
};
use frame_system::EnsureRoot;
use scale_info::TypeInfo;
use sp_runtime::Permill;

/// A number from `LEAST` to `MOST`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, MaxEncodedLen, TypeInfo)]
pub struct Within<const LEAST: u128, const MOST: u128>(u128);

impl<const LEAST: u128, const MOST: u128> Within<LEAST, MOST> {
	/// The number, where it is within the bounds.
	pub const fn new(number: u128) -> Option<Self> {
		if LEAST <= number && number <= MOST {
			Some(Within(number))
		} else {
			None
		}
	}

	/// A number of the code. Does not compile to anything that runs where it is out of bounds.
	const fn constant(number: u128) -> Self {
		match Self::new(number) {
			Some(within) => within,
			None => panic!("a default is out of its bounds"),
		}
	}

	/// The number itself.
	pub const fn number(self) -> u128 {
		self.0
	}
}

impl<const LEAST: u128, const MOST: u128> Decode for Within<LEAST, MOST> {
	fn decode<I: Input>(input: &mut I) -> Result<Self, Error> {
		Self::new(u128::decode(input)?).ok_or_else(|| Error::from("the parameter is out of bounds"))
	}
}

impl<const LEAST: u128, const MOST: u128> DecodeWithMemTracking for Within<LEAST, MOST> {}

/// A share of a year's stake in millionths, up to 8 %.
pub type Yield = Within<0, { staking::YIELD_PER_YEAR.deconstruct() as u128 }>;

/// How many times its length an era may count.
pub type Stretch = Within<1, 4>;

/// A deposit of 1 to 10,000 GRID, in base units.
pub type Deposit = Within<GRID, { 10_000 * GRID }>;

const YIELD: Yield = Yield::constant(staking::YIELD_PER_YEAR.deconstruct() as u128);
const STRETCH: Stretch = Stretch::constant(staking::MAX_ERA_STRETCH as u128);
const DEPOSIT: Deposit = Deposit::constant(SUBMISSION_DEPOSIT);

/// The parameters, by area.
#[dynamic_params(RuntimeParameters, pallet_parameters::Parameters::<Runtime>)]
pub mod tunable {
	use super::*;

	/// Staking; the office of the staking admin may change them.
	#[dynamic_pallet_params]
	#[codec(index = 0)]
	pub mod stake {
		use super::super::*;

		/// What staked GRID earns in a year, in millionths; at most 80,000, which is 8 %.
		#[codec(index = 0)]
		pub static YieldPerYear: Yield = YIELD;

		/// An era counts as at most so many times its nominal length; 1 to 4.
		#[codec(index = 1)]
		pub static MaxEraStretch: Stretch = STRETCH;
	}

	/// Governance; only root may change them.
	#[dynamic_pallet_params]
	#[codec(index = 1)]
	pub mod governance {
		use super::super::*;

		/// What bringing a referendum takes, in base units of GRID; 1 to 10,000 GRID.
		#[codec(index = 0)]
		pub static SubmissionDeposit: Deposit = DEPOSIT;
	}
}

/// What staked GRID earns in a year.
pub fn yield_per_year() -> Permill {
	let millionths = tunable::stake::YieldPerYear::get().number();
	// Within its bounds it is at most a million.
	Permill::from_parts(u32::try_from(millionths).unwrap_or_default())
}

/// An era counts as at most so many times its nominal length.
pub fn max_era_stretch() -> u64 {
	u64::try_from(tunable::stake::MaxEraStretch::get().number()).unwrap_or(1)
}

/// What bringing a referendum takes, in base units of GRID.
pub struct SubmissionDeposit;
impl Get<Balance> for SubmissionDeposit {
	fn get() -> Balance {
		tunable::governance::SubmissionDeposit::get().number()
	}
}

type StakingAdmin = EitherOf<EnsureRoot<AccountId>, EnsureStakingAdmin>;

/// Who may change which parameter.
pub struct ParameterAdmin;
impl EnsureOriginWithArg<RuntimeOrigin, RuntimeParametersKey> for ParameterAdmin {
	type Success = ();

	fn try_origin(origin: RuntimeOrigin, key: &RuntimeParametersKey) -> Result<(), RuntimeOrigin> {
		match key {
			RuntimeParametersKey::Stake(_) => <StakingAdmin as EnsureOrigin<_>>::try_origin(origin),
			RuntimeParametersKey::Governance(_) => {
				<EnsureRoot<AccountId> as EnsureOrigin<_>>::try_origin(origin).map(|_| ())
			}
		}
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn try_successful_origin(_: &RuntimeParametersKey) -> Result<RuntimeOrigin, ()> {
		Ok(RuntimeOrigin::root())
	}
}

#[cfg(feature = "runtime-benchmarks")]
impl Default for RuntimeParameters {
	fn default() -> Self {
		RuntimeParameters::Governance(tunable::governance::Parameters::SubmissionDeposit(
			tunable::governance::SubmissionDeposit,
			Some(DEPOSIT),
		))
	}
}

impl pallet_parameters::Config for Runtime {
	type RuntimeEvent = RuntimeEvent;
	type RuntimeParameters = RuntimeParameters;
	type AdminOrigin = ParameterAdmin;
	// The pallet's own figures; it offers no other ones.
	type WeightInfo = ();
}
