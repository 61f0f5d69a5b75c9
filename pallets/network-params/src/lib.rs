//! Time lengths of a network, fixed at genesis, so that one wasm serves every network.
//!
//! # Network parameters
//!
//! ## Pallet API
//!
//! No calls. Genesis sets the parameters; other pallets read them through the getter types here
//! ([`EpochSlots`], [`SessionsPerEra`], [`BondingEras`], [`SlashDeferEras`], [`IntervalMillis`],
//! [`GateOpenMillis`], [`GateCloseMillis`], [`GovernanceDivisor`]) and through [`IntervalClock`], which [`Pallet`] implements.
//!
//! ## Overview
//!
//! A development network lives in minutes, a live one in hours and weeks. Were these lengths compiled in,
//! every kind of network would need its own runtime, and what was tested would never be what is run.
//! Here they are a genesis record:
//!
//! | Parameter | Default | Bounds |
//! |---|---|---|
//! | `epochSlots` | 600, one hour | 10 to 14,400 |
//! | `sessionsPerEra` | 6 | 1 to 96 |
//! | `bondingEras` | 28, a week | 1 to 84 |
//! | `slashDeferEras` | 27 | less than `bondingEras` |
//! | `intervalMs` | 900,000, a quarter hour | 12,000 to 3,600,000; divides a day |
//! | `gateOpenMs` | 172,800,000, two days | more than gate close and interval; at most seven days |
//! | `gateCloseMs` | 300,000, five minutes | at least two slots |
//! | `meteringDeadlineMs` | 3,600,000, an hour | two slots to two days |
//! | `correctionWindowMs` | 604,800,000, a week | more than the metering deadline; at most sixty days |
//! | `certificateLifetimeMs` | 2,678,400,000, 31 days | more than the correction window; at most 400 days |
//! | `governanceDivisor` | 1 | 1 to 14,400 |
//!
//! ## Design
//!
//! - **Fixed after genesis.** BABE derives epochs from their length and the genesis slot; an interval's id
//!   is the time divided by the interval's length. Either would change its meaning for the past if it
//!   could change at all, so there is no call and no origin that changes it.
//! - **One record, one key.** Whoever reads one length often reads another in the same block.
//! - **Defaults that stand by themselves.** Metadata constants and integrity tests read the parameters
//!   without a genesis: they see production's.
//! - **Genesis refuses what is out of bounds**, naming the rule; no network starts with such parameters.
//!
//! ## Limitations
//!
//! The slot itself is not a parameter: it is compiled into the runtime.

#![cfg_attr(not(feature = "std"), no_std)]
#![warn(missing_docs)]

pub use pallet::*;
pub use types::*;

mod types;

#[cfg(test)]
mod mock;
#[cfg(test)]
mod tests;

use core::marker::PhantomData;
use frame_support::traits::{Get, Time};
use gridforge_primitives::{IntervalClock, Millis};

#[frame_support::pallet]
pub mod pallet {
	use super::*;
	use frame_support::pallet_prelude::*;
	use frame_system::pallet_prelude::*;

	#[pallet::pallet]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config: frame_system::Config {
		/// Chain time in milliseconds since the Unix epoch.
		type Time: Time<Moment = Millis>;

		/// Length of a slot in milliseconds.
		#[pallet::constant]
		type SlotDuration: Get<Millis>;
	}

	/// The network's time lengths. Written at genesis, never again; a single value, so no hasher.
	#[pallet::storage]
	pub type Params<T: Config> = StorageValue<_, NetworkParams, ValueQuery>;

	/// The parameters by name. A chain specification is laid over the default, which is production's.
	#[pallet::genesis_config]
	pub struct GenesisConfig<T: Config> {
		/// Slots in an epoch.
		pub epoch_slots: u64,
		/// Sessions in an era.
		pub sessions_per_era: u32,
		/// Eras that stake stays bonded after its owner asked for it back.
		pub bonding_eras: u32,
		/// Eras between an offence and its slash.
		pub slash_defer_eras: u32,
		/// Length of a delivery interval in milliseconds.
		pub interval_ms: Millis,
		/// How long before delivery trading opens, in milliseconds.
		pub gate_open_ms: Millis,
		/// How long before delivery trading closes, in milliseconds.
		pub gate_close_ms: Millis,
		/// How long after delivery has ended readings are taken, in milliseconds.
		pub metering_deadline_ms: Millis,
		/// How long after delivery has ended readings can be corrected, in milliseconds.
		pub correction_window_ms: Millis,
		/// How long after delivery has ended green certificates can be claimed, in milliseconds.
		pub certificate_lifetime_ms: Millis,
		/// By what the periods of governance are divided.
		pub governance_divisor: u32,
		/// Ties the struct to its runtime.
		#[serde(skip)]
		pub _config: PhantomData<T>,
	}

	impl<T: Config> From<NetworkParams> for GenesisConfig<T> {
		fn from(params: NetworkParams) -> Self {
			let NetworkParams {
				epoch_slots,
				sessions_per_era,
				bonding_eras,
				slash_defer_eras,
				interval_ms,
				gate_open_ms,
				gate_close_ms,
				metering_deadline_ms,
				correction_window_ms,
				certificate_lifetime_ms,
				governance_divisor,
			} = params;
			GenesisConfig {
				epoch_slots,
				sessions_per_era,
				bonding_eras,
				slash_defer_eras,
				interval_ms,
				gate_open_ms,
				gate_close_ms,
				metering_deadline_ms,
				correction_window_ms,
				certificate_lifetime_ms,
				governance_divisor,
				_config: PhantomData,
			}
		}
	}

	impl<T: Config> Default for GenesisConfig<T> {
		fn default() -> Self {
			NetworkParams::default().into()
		}
	}

	#[pallet::genesis_build]
	impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
		fn build(&self) {
			let params = NetworkParams {
				epoch_slots: self.epoch_slots,
				sessions_per_era: self.sessions_per_era,
				bonding_eras: self.bonding_eras,
				slash_defer_eras: self.slash_defer_eras,
				interval_ms: self.interval_ms,
				gate_open_ms: self.gate_open_ms,
				gate_close_ms: self.gate_close_ms,
				metering_deadline_ms: self.metering_deadline_ms,
				correction_window_ms: self.correction_window_ms,
				certificate_lifetime_ms: self.certificate_lifetime_ms,
				governance_divisor: self.governance_divisor,
			};
			if let Err(rule) = params.validate(T::SlotDuration::get()) {
				panic!("networkParams in the genesis: {rule}");
			}
			Params::<T>::put(params);
		}
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn integrity_test() {
			if let Err(rule) = NetworkParams::default().validate(T::SlotDuration::get()) {
				panic!("default network parameters: {rule}");
			}
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}
}

impl<T: Config> Pallet<T> {
	/// The network's time lengths.
	pub fn params() -> NetworkParams {
		Params::<T>::get()
	}

	/// How long an era should last, in milliseconds.
	pub fn era_millis() -> Millis {
		Self::params().era_millis(T::SlotDuration::get())
	}
}

#[cfg(any(test, feature = "try-runtime"))]
impl<T: Config> Pallet<T> {
	/// 1. The parameters are in their bounds.
	pub fn do_try_state() -> Result<(), sp_runtime::TryRuntimeError> {
		Self::params().validate(T::SlotDuration::get()).map_err(sp_runtime::TryRuntimeError::Other)
	}
}

impl<T: Config> IntervalClock for Pallet<T> {
	fn now() -> Millis {
		T::Time::now()
	}

	fn interval_length() -> Millis {
		Self::params().interval_ms
	}

	fn gate_open() -> Millis {
		Self::params().gate_open_ms
	}

	fn gate_close() -> Millis {
		Self::params().gate_close_ms
	}

	fn metering_deadline() -> Millis {
		Self::params().metering_deadline_ms
	}

	fn correction_window() -> Millis {
		Self::params().correction_window_ms
	}

	fn certificate_lifetime() -> Millis {
		Self::params().certificate_lifetime_ms
	}

	/// Sets the value that `pallet-timestamp` keeps under its usual name.
	#[cfg(feature = "runtime-benchmarks")]
	fn set_for_benchmark(now: Millis) {
		use frame_support::storage::{storage_prefix, unhashed};
		unhashed::put(&storage_prefix(b"Timestamp", b"Now"), &now);
	}
}

macro_rules! getter {
	($(#[$doc:meta])* $name:ident: $value:ty = $field:ident) => {
		$(#[$doc])*
		pub struct $name<T>(PhantomData<T>);

		impl<T: Config> Get<$value> for $name<T> {
			fn get() -> $value {
				Pallet::<T>::params().$field
			}
		}
	};
}

getter! {
	/// Slots in an epoch.
	EpochSlots: u64 = epoch_slots
}
getter! {
	/// Sessions in an era.
	SessionsPerEra: u32 = sessions_per_era
}
getter! {
	/// Eras that stake stays bonded after its owner asked for it back.
	BondingEras: u32 = bonding_eras
}
getter! {
	/// Eras between an offence and its slash.
	SlashDeferEras: u32 = slash_defer_eras
}
getter! {
	/// Length of a delivery interval in milliseconds.
	IntervalMillis: Millis = interval_ms
}
getter! {
	/// How long before delivery trading opens, in milliseconds.
	GateOpenMillis: Millis = gate_open_ms
}
getter! {
	/// How long before delivery trading closes, in milliseconds.
	GateCloseMillis: Millis = gate_close_ms
}
getter! {
	/// By what the periods of governance are divided.
	GovernanceDivisor: u32 = governance_divisor
}
