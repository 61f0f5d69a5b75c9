//! What is stored of a zone, what a new one is made of, and how its tariff changes over time.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{
	traits::Get, BoundedVec, CloneNoBound, DebugNoBound, EqNoBound, PartialEqNoBound,
};
use gridforge_primitives::{
	api::MarketStatus, Calendar, Collar, CurrencyId, Delivery, FeeTerms, IntervalId, Millis,
	OrderLimits, ParticipantId, Price, ProductRules, Tariff, ZoneId, ZoneKind,
};
use scale_info::TypeInfo;
use serde::{Deserialize, Serialize};

/// The floor price of a zone unless told otherwise: −0.500 WATT per kWh.
pub const DEFAULT_FLOOR: Price = Price(-500);

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
	/// The tariff; where there is none, the parent's holds.
	pub tariff: Option<Tariff>,
}

/// When orders may be placed in a zone. It is read for each order, so it is kept apart and small.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct TradingTimes {
	/// Whether its operator lets it trade.
	pub status: MarketStatus,
	/// The hours in which it trades.
	pub calendar: Calendar,
}

/// A zone of the grid and the rules of its products.
#[derive(
	CloneNoBound, DebugNoBound, PartialEqNoBound, EqNoBound, Encode, Decode, MaxEncodedLen, TypeInfo,
)]
#[scale_info(skip_type_params(MaxTariffVersions))]
pub struct Zone<MaxTariffVersions: Get<u32>> {
	/// The grid operator, to whom the fees go.
	pub operator: ParticipantId,
	/// Who receives the taxes.
	pub tax_collector: ParticipantId,
	/// The money that energy is paid in.
	pub currency: CurrencyId,
	/// The lowest price of its products.
	pub floor: Price,
	/// Where it stands in the tree.
	pub kind: ZoneKind,
	/// The zone that it is a part of; of a higher kind.
	pub parent: Option<ZoneId>,
	/// How large orders may be, and how many.
	pub limits: OrderLimits,
	/// How far prices may reach past what has traded.
	pub collar: Option<Collar>,
	/// When products open by an auction, in milliseconds before delivery.
	pub auction: Option<Millis>,
	/// What counts as delivered.
	pub delivery: Delivery,
	/// The tariffs that can still matter, by the interval from which they hold; never empty.
	pub tariffs: BoundedVec<TariffVersion, MaxTariffVersions>,
}

impl<MaxTariffVersions: Get<u32>> Zone<MaxTariffVersions> {
	/// The zone's own tariff for `interval`; nothing where the parent's holds. Intervals before the oldest version
	/// can no longer be traded; they are shown with that oldest version.
	pub fn own_tariff(&self, interval: IntervalId) -> Option<Tariff> {
		let in_force = self.tariffs.iter().rev().find(|v| v.from <= interval);
		in_force.or(self.tariffs.first())?.tariff
	}

	/// Whether some version begins later than with `interval`.
	pub fn changes_after(&self, interval: IntervalId) -> bool {
		self.tariffs.iter().any(|v| v.from > interval)
	}

	/// The rules of its products where buyers pay `fees`.
	pub fn rules(&self, fees: FeeTerms) -> ProductRules {
		ProductRules {
			operator: self.operator,
			tax_collector: self.tax_collector,
			currency: self.currency,
			floor: self.floor,
			limits: self.limits,
			collar: self.collar,
			auction: self.auction,
			fees,
			delivery: self.delivery,
		}
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

/// What a zone begins with, at genesis or later. Only the operator has to be named.
#[derive(
	Clone,
	Copy,
	Debug,
	PartialEq,
	Eq,
	Encode,
	Decode,
	DecodeWithMemTracking,
	TypeInfo,
	Serialize,
	Deserialize,
)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewZone {
	/// The grid operator, to whom the fees go.
	pub operator: ParticipantId,
	/// Who receives the taxes; the operator by default.
	#[serde(default)]
	pub tax_collector: Option<ParticipantId>,
	/// The money that energy is paid in; the first currency by default.
	#[serde(default = "default_currency")]
	pub currency: CurrencyId,
	/// The lowest price; −0.500 WATT per kWh by default.
	#[serde(default = "default_floor")]
	pub floor: Price,
	/// Where it stands in the tree; a feeder by default.
	#[serde(default)]
	pub kind: ZoneKind,
	/// The zone that it is a part of; none by default.
	#[serde(default)]
	pub parent: Option<ZoneId>,
	/// How large orders may be, and how many.
	#[serde(default)]
	pub limits: OrderLimits,
	/// How far prices may reach past what has traded; without bound by default.
	#[serde(default)]
	pub collar: Option<Collar>,
	/// When products open by an auction, in milliseconds before delivery; by default they do not.
	#[serde(default)]
	pub auction: Option<Millis>,
	/// What counts as delivered.
	#[serde(default)]
	pub delivery: Delivery,
	/// What buyers pay on top of the price. By default what they pay in the parent zone, and where there is no
	/// parent 5 % of the energy's value.
	#[serde(default)]
	pub tariff: Option<Tariff>,
}

impl NewZone {
	/// A zone run by `operator`, with the default for everything else.
	pub fn run_by(operator: ParticipantId) -> Self {
		NewZone {
			operator,
			tax_collector: None,
			currency: DEFAULT_CURRENCY,
			floor: DEFAULT_FLOOR,
			kind: ZoneKind::default(),
			parent: None,
			limits: OrderLimits::default(),
			collar: None,
			auction: None,
			delivery: Delivery::default(),
			tariff: None,
		}
	}

	/// The tariff that it begins with; nothing where the parent's holds.
	pub fn first_tariff(&self) -> Option<Tariff> {
		match self.parent {
			Some(_) => self.tariff,
			None => Some(self.tariff.unwrap_or_default()),
		}
	}
}

const fn default_currency() -> CurrencyId {
	DEFAULT_CURRENCY
}

const fn default_floor() -> Price {
	DEFAULT_FLOOR
}

#[cfg(test)]
mod tests {
	use super::*;
	use frame_support::traits::ConstU32;
	use sp_runtime::Permill;

	fn percent(percent: u32) -> Tariff {
		Tariff { ad_valorem: Permill::from_percent(percent), ..Tariff::default() }
	}

	/// A zone with room for four versions, which begin at the intervals given; the version from interval
	/// 30 takes 30 %, and so on.
	fn zone(from: &[u32]) -> Zone<ConstU32<4>> {
		let NewZone { operator, currency, floor, kind, parent, limits, collar, auction, .. } =
			NewZone::run_by(ParticipantId(1));
		let versions = from.iter().map(|i| version(*i)).collect::<alloc::vec::Vec<_>>();
		Zone {
			operator,
			tax_collector: operator,
			currency,
			floor,
			kind,
			parent,
			limits,
			collar,
			auction,
			delivery: Delivery::Deemed,
			tariffs: versions.try_into().expect("at most four versions"),
		}
	}

	fn version(from: u32) -> TariffVersion {
		TariffVersion { from: IntervalId(from), tariff: Some(percent(from)) }
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
			assert_eq!(zone.own_tariff(IntervalId(interval)), Some(percent(share)), "{interval}");
		}
	}

	#[test]
	fn a_version_without_a_tariff_leaves_it_to_the_parent() {
		let mut zone = zone(&[10, 20]);
		zone.tariffs[1].tariff = None;
		assert_eq!(zone.own_tariff(IntervalId(19)), Some(percent(10)));
		assert_eq!(zone.own_tariff(IntervalId(20)), None);
		zone.tariffs.clear();
		assert_eq!(zone.own_tariff(IntervalId(20)), None);
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
			assert_eq!(zone.changes_after(IntervalId(from)), from < 30, "{from}");
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
	fn a_zone_without_a_parent_has_a_tariff_of_its_own() {
		let root = NewZone::run_by(ParticipantId(1));
		assert_eq!(root.first_tariff(), Some(percent(5)));
		let child = NewZone { parent: Some(ZoneId(1)), ..root };
		assert_eq!(child.first_tariff(), None);
		for zone in [root, child] {
			let told = NewZone { tariff: Some(percent(2)), ..zone };
			assert_eq!(told.first_tariff(), Some(percent(2)));
		}
	}
}
