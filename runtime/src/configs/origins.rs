//! Whom a referendum may speak for: one origin for each office. An origin has no account and no key; only a
//! referendum on its track has it.

pub use pallet::*;

use crate::{OriginCaller, RuntimeOrigin};
use frame_support::traits::{EnsureOrigin, OriginTrait};

/// The offices, as a pallet without calls or storage.
#[frame_support::pallet]
pub mod pallet {
	use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
	use scale_info::TypeInfo;

	#[pallet::pallet]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config: frame_system::Config {}

	/// The office that a referendum was approved for.
	#[derive(
		Clone,
		Copy,
		Debug,
		PartialEq,
		Eq,
		Encode,
		Decode,
		DecodeWithMemTracking,
		MaxEncodedLen,
		TypeInfo,
	)]
	#[pallet::origin]
	pub enum Origin {
		/// Staking's parameters; cancels slashes.
		StakingAdmin,
		/// Participants, the market's status, settlements that failed.
		MarketAdmin,
		/// Zones and how they are coupled, tariffs.
		GridAdmin,
		/// Stops calls, and the whole chain but the ways out, for a time.
		MonetaryGuard,
		/// Cancels referenda and gives deposits back.
		Canceller,
		/// Cancels referenda and takes deposits.
		Killer,
	}
}

macro_rules! ensure {
	($($name:ident = $office:ident),* $(,)?) => {$(
		#[doc = concat!("Only a referendum approved for the office [`Origin::", stringify!($office), "`].")]
		pub struct $name;

		impl EnsureOrigin<RuntimeOrigin> for $name {
			type Success = ();

			fn try_origin(origin: RuntimeOrigin) -> Result<(), RuntimeOrigin> {
				match origin.caller() {
					OriginCaller::Origins(Origin::$office) => Ok(()),
					_ => Err(origin),
				}
			}

			#[cfg(feature = "runtime-benchmarks")]
			fn try_successful_origin() -> Result<RuntimeOrigin, ()> {
				Ok(Origin::$office.into())
			}
		}
	)*};
}

ensure! {
	EnsureStakingAdmin = StakingAdmin,
	EnsureMarketAdmin = MarketAdmin,
	EnsureGridAdmin = GridAdmin,
	EnsureMonetaryGuard = MonetaryGuard,
	EnsureCanceller = Canceller,
	EnsureKiller = Killer,
}
