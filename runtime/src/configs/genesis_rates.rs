//! What currencies of WATT are worth in GRID when a network begins. Afterwards the treasurer's office says so by
//! `asset_rate`, which has no genesis of its own.

pub use pallet::*;

/// The rates of a genesis, as a pallet without calls or storage.
#[frame_support::pallet]
pub mod pallet {
	use crate::Balance;
	use alloc::vec::Vec;
	use frame_support::{pallet_prelude::*, traits::fungible::NativeOrWithId};
	use gridforge_primitives::{CurrencyId, WATT};
	use pallet_asset_rate::ConversionRateToNative;
	use sp_runtime::{traits::Zero, FixedPointNumber, FixedU128};

	#[pallet::pallet]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config:
		frame_system::Config + pallet_asset_rate::Config<AssetKind = NativeOrWithId<CurrencyId>>
	{
	}

	#[pallet::genesis_config]
	#[derive(frame_support::DefaultNoBound)]
	pub struct GenesisConfig<T: Config> {
		/// Currencies, and the base units of GRID that one WATT of each is worth, more than zero.
		pub rates: Vec<(CurrencyId, Balance)>,
		/// The runtime.
		#[serde(skip)]
		pub runtime: PhantomData<T>,
	}

	#[pallet::genesis_build]
	impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
		fn build(&self) {
			for (currency, grid) in &self.rates {
				let rate = FixedU128::checked_from_rational(*grid, WATT);
				let rate = rate.filter(|rate| !rate.is_zero());
				let rate = rate.expect("genesis rates are numbers above zero");
				ConversionRateToNative::<T>::insert(NativeOrWithId::WithId(*currency), rate);
			}
		}
	}
}

impl Config for crate::Runtime {}
