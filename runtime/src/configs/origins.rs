//! Whom a referendum may speak for: one origin for each office. An origin has no account and no key; only a
//! referendum on its track has it.

pub use pallet::*;

use crate::{constants::currency::GRID, Balance, OriginCaller, RuntimeOrigin};
use frame_support::{
	dispatch_context::with_context,
	traits::{EnsureOrigin, OriginTrait},
};
use frame_system::RawOrigin;

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
		/// Participants, licences and discounts, the market's status, settlements that failed.
		MarketAdmin,
		/// Zones and how they are coupled, tariffs.
		GridAdmin,
		/// Stops calls, and the whole chain but the ways out, for a time.
		MonetaryGuard,
		/// Cancels referenda and gives deposits back.
		Canceller,
		/// Cancels referenda and takes deposits.
		Killer,
		/// Makes calls as root that the technical collective has found urgent and sound.
		WhitelistedCaller,
		/// Spends any amount of the treasury; says what an asset is worth in GRID; adds currencies and issuers of WATT,
		/// and says who keeps them.
		Treasurer,
		/// Spends up to 10,000 GRID, or what is worth as much.
		SmallSpender,
		/// Spends up to 100,000 GRID, or what is worth as much.
		MediumSpender,
		/// Spends up to 1,000,000 GRID, or what is worth as much.
		BigSpender,
		/// Has the WATT of a restricted account moved to the court's account.
		Court,
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
	EnsureWhitelistedCaller = WhitelistedCaller,
	EnsureTreasurer = Treasurer,
	EnsureCourt = Court,
}

/// Root, or a referendum for an office that may spend; with how much GRID it may spend at once.
///
/// An office with a limit has it for one call of a referendum: nothing adds up what several approve, of bounties for instance.
pub struct EnsureSpender;

/// Whether an office with a limit has spent in this dispatch.
#[derive(Default)]
struct Spent(bool);

/// `limit`, but nothing where it has been given in this dispatch already.
fn once(limit: Balance) -> Balance {
	let first =
		with_context::<Spent, _>(|spent| !core::mem::replace(&mut spent.or_default().0, true));
	// Outside of a dispatch no call comes after.
	if first.unwrap_or(true) {
		limit
	} else {
		0
	}
}

impl EnsureOrigin<RuntimeOrigin> for EnsureSpender {
	type Success = Balance;

	fn try_origin(origin: RuntimeOrigin) -> Result<Balance, RuntimeOrigin> {
		let limit = match origin.caller() {
			OriginCaller::system(RawOrigin::Root) => Some(Balance::MAX),
			OriginCaller::Origins(Origin::Treasurer) => Origin::Treasurer.spends(),
			OriginCaller::Origins(office) => office.spends().map(once),
			_ => None,
		};
		limit.ok_or(origin)
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn try_successful_origin() -> Result<RuntimeOrigin, ()> {
		Ok(RawOrigin::Root.into())
	}
}

impl Origin {
	/// How much GRID of the treasury the office may spend by one call, in base units; nothing where it is none that
	/// spends.
	pub fn spends(&self) -> Option<Balance> {
		match self {
			Origin::SmallSpender => Some(10_000 * GRID),
			Origin::MediumSpender => Some(100_000 * GRID),
			Origin::BigSpender => Some(1_000_000 * GRID),
			Origin::Treasurer => Some(Balance::MAX),
			Origin::StakingAdmin
			| Origin::MarketAdmin
			| Origin::GridAdmin
			| Origin::MonetaryGuard
			| Origin::Canceller
			| Origin::Killer
			| Origin::WhitelistedCaller
			| Origin::Court => None,
		}
	}
}
