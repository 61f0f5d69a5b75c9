//! Tests of the pallet, a file per call.

mod create_zone;
mod genesis;
mod invariants;
mod link_zones;
mod scenario;
mod set_auction;
mod set_calendar;
mod set_collar;
mod set_delivery;
mod set_limits;
mod set_tariff;
mod set_utc_offsets;
mod set_zone_status;
mod unlink_zones;

use crate::{mock::*, NewZone, Zones};
use frame_support::assert_ok;
use gridforge_primitives::{
	IntervalId, ProductRules, Tariff, UtcOffset, ZoneId, ZoneKind, Zones as _,
};
use sp_runtime::Permill;

type Error = crate::Error<Test>;
type Event = crate::Event<Test>;

const ZONE: ZoneId = ZoneId(1);
const UNKNOWN: ZoneId = ZoneId(9);

/// A tariff that takes `percent` of the energy's value.
fn percent(percent: u32) -> Tariff {
	Tariff { ad_valorem: Permill::from_percent(percent), ..Tariff::default() }
}

/// A zone that begins with the default rules.
fn standard() -> NewZone {
	NewZone::run_by(OPERATOR)
}

/// A zone of this kind within `parent`, whose tariff it has.
fn within(parent: u16, kind: ZoneKind) -> NewZone {
	NewZone { kind, parent: Some(ZoneId(parent)), ..standard() }
}

/// The rules of a zone's product, as other pallets see them.
fn rules_of(zone: u16, interval: u32) -> Option<ProductRules> {
	Grid::rules(ZoneId(zone), IntervalId(interval))
}

/// The share of the energy's value that the grid takes in a zone, in per cent.
fn share_of(zone: u16, interval: u32) -> Option<u32> {
	rules_of(zone, interval).map(|rules| rules.fees.ad_valorem.deconstruct() / 10_000)
}

/// The tariff of zone 1 in `interval`.
fn tariff_in(interval: u32) -> Option<Tariff> {
	share_of(1, interval).map(percent)
}

/// The intervals at which the stored versions of zone 1's tariff begin.
fn versions() -> Vec<u32> {
	let zone = Zones::<Test>::get(ZONE).expect("the test has zone 1");
	zone.tariffs.iter().map(|version| version.from.0).collect()
}

/// Let zone 1's clocks be set as this table of moments, in minutes since the epoch, and minutes ahead of UTC says.
fn set_clocks(table: &[(u64, i16)]) {
	let offset =
		|(from, minutes): &(u64, i16)| UtcOffset { from: from * 60_000, minutes: *minutes };
	let table = table.iter().map(offset).collect::<Vec<_>>();
	assert_ok!(Grid::set_utc_offsets(RuntimeOrigin::root(), ZONE, table.try_into().expect("few")));
}

/// A region, a substation in it and a feeder in that: zones 1, 2 and 3. Only the region has a tariff of its own.
fn tree() -> ExtBuilder {
	ExtBuilder::default()
		.zone(NewZone { kind: ZoneKind::Region, ..standard() })
		.zone(within(1, ZoneKind::Substation))
		.zone(within(2, ZoneKind::Feeder))
}
