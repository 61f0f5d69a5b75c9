//! What is stored of a zone, the bounds of its rules, and how its tariff changes over time.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{
	traits::Get, BoundedVec, CloneNoBound, DebugNoBound, EqNoBound, PartialEqNoBound,
};
use gridforge_primitives::{
	CurrencyId, Delivery, IntervalId, Lots, ParticipantId, Price, ProductRules, Tariff, MIN_ORDER,
};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};
use sp_runtime::Permill;

/// The largest share of the energy's value that a tariff may take: half of it.
pub const MAX_AD_VALOREM: Permill = Permill::from_percent(50);

/// How far a zone's floor price may lie from zero, either way: 1,000 WATT per kWh.
pub const MAX_FLOOR_DISTANCE: Price = Price(1_000_000);

/// The floor price of a zone unless told otherwise: −0.500 WATT per kWh.
pub const DEFAULT_FLOOR: Price = Price(-500);

/// The largest single order of a zone unless told otherwise: 1 MWh.
pub const DEFAULT_MAX_ORDER: Lots = Lots(100_000);

/// The settlement currency of a zone unless told otherwise: the first one of the chain.
pub const DEFAULT_CURRENCY: CurrencyId = 1;

/// A tariff and when it takes effect.
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
pub struct TariffVersion {
	/// The first interval that it is for.
	pub from: IntervalId,
	/// The tariff.
	pub tariff: Tariff,
}

/// A zone of the grid and the rules of its products.
#[derive(
	CloneNoBound, DebugNoBound, PartialEqNoBound, EqNoBound, Encode, Decode, MaxEncodedLen, TypeInfo,
)]
#[scale_info(skip_type_params(MaxTariffVersions))]
pub struct Zone<MaxTariffVersions: Get<u32>> {
	/// The grid operator, to whom the fees go.
	pub operator: ParticipantId,
	/// The money that energy is paid in.
	pub currency: CurrencyId,
	/// The lowest price of its products.
	pub floor: Price,
	/// The largest single order.
	pub max_order: Lots,
	/// What counts as delivered.
	pub delivery: Delivery,
	/// The tariffs that can still matter, by the interval from which they hold; never empty.
	pub tariffs: BoundedVec<TariffVersion, MaxTariffVersions>,
}

impl<MaxTariffVersions: Get<u32>> Zone<MaxTariffVersions> {
	/// The tariff for `interval`. Intervals before the oldest version can no longer be traded; they are
	/// shown with that oldest version. Nothing only if there is no version at all.
	pub fn tariff_at(&self, interval: IntervalId) -> Option<Tariff> {
		let in_force = self.tariffs.iter().rev().find(|v| v.from <= interval);
		in_force.or(self.tariffs.first()).map(|v| v.tariff)
	}

	/// The rules of the product that delivers in `interval`.
	pub fn rules_at(&self, interval: IntervalId) -> Option<ProductRules> {
		Some(ProductRules {
			operator: self.operator,
			currency: self.currency,
			floor: self.floor,
			max_order: self.max_order,
			tariff: self.tariff_at(interval)?,
			delivery: self.delivery,
		})
	}

	/// Forget the versions that no interval from `first` on has.
	pub fn prune_tariffs(&mut self, first: IntervalId) {
		let in_force = self.tariffs.iter().rev().map(|v| v.from).find(|from| *from <= first);
		if let Some(in_force) = in_force {
			self.tariffs.retain(|v| v.from >= in_force);
		}
	}

	/// Let `version` hold from its interval on, in place of any that begins there or later. Hands it
	/// back where there is no room.
	pub fn schedule_tariff(&mut self, version: TariffVersion) -> Result<(), TariffVersion> {
		self.tariffs.retain(|v| v.from < version.from);
		self.tariffs.try_push(version)
	}
}

/// The rules that a zone begins with, at genesis or later.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GenesisZone {
	/// The grid operator, to whom the fees go.
	pub operator: ParticipantId,
	/// The money that energy is paid in.
	#[serde(default = "default_currency")]
	pub currency: CurrencyId,
	/// What buyers pay on top of the price; 5 % of the energy's value by default.
	#[serde(default)]
	pub tariff: Tariff,
	/// The lowest price; −0.500 WATT per kWh by default.
	#[serde(default = "default_floor")]
	pub floor: Price,
	/// The largest single order; 1 MWh by default.
	#[serde(default = "default_max_order")]
	pub max_order: Lots,
}

impl GenesisZone {
	/// A zone run by `operator`, with the default for everything else.
	pub fn run_by(operator: ParticipantId) -> Self {
		GenesisZone {
			operator,
			currency: DEFAULT_CURRENCY,
			tariff: Tariff::default(),
			floor: DEFAULT_FLOOR,
			max_order: DEFAULT_MAX_ORDER,
		}
	}
}

/// Whether a tariff is within [`MAX_AD_VALOREM`].
pub fn is_tariff_allowed(tariff: &Tariff) -> bool {
	tariff.ad_valorem <= MAX_AD_VALOREM
}

/// Whether a floor price is within [`MAX_FLOOR_DISTANCE`] of zero.
pub const fn is_floor_allowed(floor: Price) -> bool {
	-MAX_FLOOR_DISTANCE.0 <= floor.0 && floor.0 <= MAX_FLOOR_DISTANCE.0
}

/// Whether the smallest order fits into the largest.
pub const fn is_max_order_allowed(max_order: Lots) -> bool {
	max_order.0 >= MIN_ORDER.0
}

const fn default_currency() -> CurrencyId {
	DEFAULT_CURRENCY
}

const fn default_floor() -> Price {
	DEFAULT_FLOOR
}

const fn default_max_order() -> Lots {
	DEFAULT_MAX_ORDER
}

#[cfg(test)]
mod tests {
	use super::*;
	use frame_support::traits::ConstU32;

	fn percent(percent: u32) -> Tariff {
		Tariff { ad_valorem: Permill::from_percent(percent) }
	}

	/// A zone with room for four versions, which begin at the intervals given; the version from interval
	/// 30 takes 30 %, and so on.
	fn zone(from: &[u32]) -> Zone<ConstU32<4>> {
		let GenesisZone { operator, currency, floor, max_order, .. } =
			GenesisZone::run_by(ParticipantId(1));
		let versions = from.iter().map(|i| version(*i)).collect::<alloc::vec::Vec<_>>();
		let tariffs = versions.try_into().expect("at most four versions");
		Zone { operator, currency, floor, max_order, delivery: Delivery::Deemed, tariffs }
	}

	fn version(from: u32) -> TariffVersion {
		TariffVersion { from: IntervalId(from), tariff: percent(from) }
	}

	fn begins(zone: &Zone<ConstU32<4>>) -> alloc::vec::Vec<u32> {
		zone.tariffs.iter().map(|v| v.from.0).collect()
	}

	#[test]
	fn each_interval_has_the_version_in_force() {
		let zone = zone(&[10, 20, 30]);
		for (interval, share) in
			[(0, 10), (9, 10), (10, 10), (19, 10), (20, 20), (29, 20), (30, 30), (u32::MAX, 30)]
		{
			assert_eq!(zone.tariff_at(IntervalId(interval)), Some(percent(share)), "{interval}");
		}
	}

	#[test]
	fn without_a_version_there_are_no_rules() {
		assert_eq!(zone(&[]).rules_at(IntervalId(1)), None);
	}

	#[test]
	fn pruning_keeps_what_can_still_be_asked_for() {
		for (first, kept) in [
			(0, &[10, 20, 30][..]),
			(10, &[10, 20, 30]),
			(19, &[10, 20, 30]),
			(20, &[20, 30]),
			(29, &[20, 30]),
			(30, &[30]),
			(u32::MAX, &[30]),
		] {
			let mut pruned = zone(&[10, 20, 30]);
			pruned.prune_tariffs(IntervalId(first));
			assert_eq!(begins(&pruned), kept, "{first}");
		}
	}

	#[test]
	fn a_new_version_replaces_those_from_its_interval_on() {
		for (from, versions) in
			[(15, &[10, 15][..]), (20, &[10, 20]), (30, &[10, 20, 30]), (40, &[10, 20, 30, 40])]
		{
			let mut zone = zone(&[10, 20, 30]);
			assert_eq!(zone.schedule_tariff(version(from)), Ok(()));
			assert_eq!(begins(&zone), versions, "{from}");
		}
	}

	#[test]
	fn a_full_list_takes_no_further_version() {
		let mut zone = zone(&[10, 20, 30, 40]);
		assert_eq!(zone.schedule_tariff(version(50)), Err(version(50)));
		assert_eq!(begins(&zone), [10, 20, 30, 40]);
		assert_eq!(zone.schedule_tariff(version(40)), Ok(()));
	}

	#[test]
	fn the_bounds_are_included() {
		assert!(is_tariff_allowed(&percent(50)));
		assert!(!is_tariff_allowed(&Tariff { ad_valorem: Permill::from_parts(500_001) }));
		for (floor, allowed) in [
			(-1_000_001, false),
			(-1_000_000, true),
			(1_000_000, true),
			(1_000_001, false),
			(i32::MIN, false),
		] {
			assert_eq!(is_floor_allowed(Price(floor)), allowed, "{floor}");
		}
		assert!(is_max_order_allowed(MIN_ORDER));
		assert!(!is_max_order_allowed(Lots(MIN_ORDER.0 - 1)));
	}
}
