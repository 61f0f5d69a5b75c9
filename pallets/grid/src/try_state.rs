//! What must hold of the storage between any two blocks.

use crate::{
	bounds::{
		check_auction, check_calendar, check_collar, check_delivery, check_floor, check_limits,
		check_link, check_offsets, check_tariff,
	},
	Config, LinksOf, NextZone, OffsetsOf, Pallet, TimesOf, ZoneOf, Zones,
};
use frame_support::ensure;
use gridforge_primitives::{ParticipantId, ZoneId};
use sp_runtime::{DispatchError, TryRuntimeError};

impl<T: Config> Pallet<T> {
	/// Check the invariants of every zone:
	///
	/// 1. its id is at least 1 and below [`NextZone`];
	/// 2. it has an operator and a tax collector; ids of participants begin with 1;
	/// 3. it has tariff versions, they begin at rising intervals, and without a parent each has a tariff;
	/// 4. its parent exists, is of a higher kind, and settles in the same money: so there is no cycle, and no more
	///    than three levels;
	/// 5. its rules are within their bounds.
	///
	/// And of what is kept apart:
	///
	/// 6. times, offsets and links are those of zones that exist, and within their bounds; offsets are in the order
	///    of time;
	/// 7. no list of links is empty, names a zone twice or the zone itself, and the neighbour, which settles in the
	///    same money, has the same link back.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		let ids = ZoneId(1)..NextZone::<T>::get();
		for (id, zone) in Zones::<T>::iter() {
			ensure!(ids.contains(&id), "zone with an id that was never assigned");
			Self::check_parent(&zone)?;
			Self::check_rules(&zone)?;
		}
		for (id, times) in TimesOf::<T>::iter() {
			ensure!(Zones::<T>::contains_key(id), "times of no zone");
			check_calendar::<T>(&times.calendar).map_err(DispatchError::from)?;
		}
		for (id, table) in OffsetsOf::<T>::iter() {
			ensure!(Zones::<T>::contains_key(id), "offsets of no zone");
			check_offsets::<T>(&table).map_err(DispatchError::from)?;
		}
		Self::check_links()
	}

	/// Invariants 2, 3 and 5.
	fn check_rules(zone: &ZoneOf<T>) -> Result<(), TryRuntimeError> {
		ensure!(zone.operator != ParticipantId(0), "zone without an operator");
		ensure!(zone.tax_collector != ParticipantId(0), "zone without a tax collector");
		ensure!(!zone.tariffs.is_empty(), "zone without a tariff");
		ensure!(
			zone.tariffs.iter().is_sorted_by(|a, b| a.from < b.from),
			"tariff versions out of order"
		);
		for version in &zone.tariffs {
			match &version.tariff {
				Some(tariff) => check_tariff::<T>(tariff).map_err(DispatchError::from)?,
				None => ensure!(zone.parent.is_some(), "nobody's tariff holds"),
			}
		}
		check_floor::<T>(zone.floor).map_err(DispatchError::from)?;
		check_limits::<T>(&zone.limits).map_err(DispatchError::from)?;
		check_delivery::<T>(&zone.delivery).map_err(DispatchError::from)?;
		check_collar::<T>(zone.collar).map_err(DispatchError::from)?;
		check_auction::<T>(zone.auction).map_err(DispatchError::from)?;
		Ok(())
	}

	/// Invariant 4.
	fn check_parent(zone: &ZoneOf<T>) -> Result<(), TryRuntimeError> {
		let Some(parent) = zone.parent else { return Ok(()) };
		let parent = Zones::<T>::get(parent).ok_or("parent that does not exist")?;
		ensure!(parent.kind > zone.kind, "parent not of a higher kind");
		ensure!(parent.currency == zone.currency, "parent with other money");
		Ok(())
	}

	/// Invariant 7, and 6 for links.
	fn check_links() -> Result<(), TryRuntimeError> {
		for (id, links) in LinksOf::<T>::iter() {
			let zone = Zones::<T>::get(id).ok_or("links of no zone")?;
			ensure!(!links.is_empty(), "empty list of links");
			for (place, link) in links.iter().enumerate() {
				check_link::<T>(link).map_err(DispatchError::from)?;
				ensure!(link.zone != id, "link to itself");
				let first = links.iter().position(|other| other.zone == link.zone);
				ensure!(first == Some(place), "zone linked twice");
				let neighbour = Zones::<T>::get(link.zone).ok_or("link to no zone")?;
				ensure!(neighbour.currency == zone.currency, "link to other money");
				let back = gridforge_primitives::Link { zone: id, ..*link };
				ensure!(LinksOf::<T>::get(link.zone).contains(&back), "link without a way back");
			}
		}
		Ok(())
	}
}
