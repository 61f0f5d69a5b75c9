//! Tests of the pallet, a file per call.

mod create_zone;
mod genesis;
mod invariants;
mod scenario;
mod set_tariff;

use crate::{mock::*, Zones};
use gridforge_primitives::{IntervalId, Tariff, ZoneId};
use sp_runtime::Permill;

type Error = crate::Error<Test>;
type Event = crate::Event<Test>;

const ZONE: ZoneId = ZoneId(1);

/// A tariff that takes `percent` of the energy's value.
fn percent(percent: u32) -> Tariff {
	Tariff { ad_valorem: Permill::from_percent(percent) }
}

/// The tariff of zone 1 in `interval`, as other pallets see it.
fn tariff_in(interval: u32) -> Option<Tariff> {
	let rules = <Grid as gridforge_primitives::Zones>::rules(ZONE, IntervalId(interval));
	rules.map(|rules| rules.tariff)
}

/// The intervals at which the stored versions of zone 1's tariff begin.
fn versions() -> Vec<u32> {
	let zone = Zones::<Test>::get(ZONE).expect("the test has zone 1");
	zone.tariffs.iter().map(|version| version.from.0).collect()
}
