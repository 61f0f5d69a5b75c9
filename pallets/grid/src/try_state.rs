//! What must hold of the storage between any two blocks.

use crate::{
	types::{is_floor_allowed, is_max_order_allowed, is_tariff_allowed},
	Config, NextZone, Pallet, Zones,
};
use frame_support::ensure;
use gridforge_primitives::{ParticipantId, ZoneId};
use sp_runtime::TryRuntimeError;

impl<T: Config> Pallet<T> {
	/// Check the invariants of every zone:
	///
	/// 1. its id is at least 1 and below [`NextZone`];
	/// 2. it has an operator; ids of participants begin with 1;
	/// 3. it has a tariff, and its versions begin at rising intervals;
	/// 4. floor, largest order and tariffs are within their bounds.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		let ids = ZoneId(1)..NextZone::<T>::get();
		for (id, zone) in Zones::<T>::iter() {
			ensure!(ids.contains(&id), "zone with an id that was never assigned");
			ensure!(zone.operator != ParticipantId(0), "zone without an operator");
			ensure!(!zone.tariffs.is_empty(), "zone without a tariff");
			ensure!(
				zone.tariffs.iter().is_sorted_by(|a, b| a.from < b.from),
				"tariff versions out of order"
			);
			ensure!(is_floor_allowed(zone.floor), "floor out of bounds");
			ensure!(is_max_order_allowed(zone.max_order), "largest order out of bounds");
			ensure!(
				zone.tariffs.iter().all(|v| is_tariff_allowed(&v.tariff)),
				"tariff out of bounds"
			);
		}
		Ok(())
	}
}
