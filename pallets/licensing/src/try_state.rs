//! What must hold of the storage between any two blocks.

use crate::{Config, Discounts, HoldReason, Licences, Looks, Pallet, Standings, Terms};
use alloc::collections::BTreeMap;
use frame_support::{
	ensure,
	traits::{fungible::InspectHold, Get},
};
use gridforge_primitives::{FeeTier, GridBalance, IntervalClock, DISCOUNT_TIERS};
use sp_runtime::TryRuntimeError;

impl<T: Config> Pallet<T> {
	/// Check the invariants:
	///
	/// 1. what an account has on hold for licences is the sum of their bonds;
	/// 2. terms, of classes and of licences, are within their bounds;
	/// 3. an application is neither suspended nor ending;
	/// 4. discounts are within their bounds;
	/// 5. a standing is kept of a tier, or of a higher one that rises within a period; both are tiers that there are;
	/// 6. the round of looks began no later than now.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		let mut bonds = BTreeMap::<T::AccountId, GridBalance>::new();
		for (_, _, licence) in Licences::<T>::iter() {
			ensure!(licence.terms.are_allowed(), "a licence's terms are out of bounds");
			ensure!(
				!licence.is_application() || !(licence.suspended || licence.ending),
				"an application is suspended or ending"
			);
			let bonded = bonds.entry(licence.account).or_default();
			*bonded = bonded.checked_add(licence.terms.bond).ok_or("bonds overflow")?;
		}
		for (account, bonded) in bonds {
			let held = T::Currency::balance_on_hold(&HoldReason::LicenceBond.into(), &account);
			ensure!(held == bonded, "other GRID is on hold than the bonds of licences");
		}
		for (_, terms) in Terms::<T>::iter() {
			ensure!(terms.are_allowed(), "a class's terms are out of bounds");
		}
		let discounts = Discounts::<T>::get();
		ensure!(discounts.is_none_or(|table| table.is_allowed()), "discounts are out of bounds");
		Self::check_standings()
	}

	/// Invariants 5 and 6.
	fn check_standings() -> Result<(), TryRuntimeError> {
		let now = T::Clock::now();
		let exists = |tier: FeeTier| usize::from(tier.0) <= DISCOUNT_TIERS;
		for (_, standing) in Standings::<T>::iter() {
			ensure!(!standing.is_nothing(), "a standing of nothing is kept");
			ensure!(exists(standing.tier), "a tier that there is not");
			if let Some((tier, from)) = standing.rising {
				ensure!(exists(tier) && tier > standing.tier, "a tier rises to no higher one");
				let latest = now.saturating_add(T::Period::get());
				ensure!(from <= latest, "a tier rises after more than a period");
			}
		}
		ensure!(Looks::<T>::get().began <= now, "the round of looks began in the future");
		Ok(())
	}

	/// What all accounts have on hold for licences, by their bonds.
	pub fn bonded() -> GridBalance {
		let bonds = Licences::<T>::iter_values().map(|licence| licence.terms.bond);
		bonds.fold(0, GridBalance::saturating_add)
	}
}
