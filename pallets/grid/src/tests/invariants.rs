//! The invariants notice damaged storage.

use super::*;
use crate::{NextZone, TariffVersion, ZoneOf};
use gridforge_primitives::{Lots, ParticipantId, Price};

#[test]
fn an_id_that_was_never_assigned_is_noticed() {
	let damages: [fn(); 2] = [
		|| NextZone::<Test>::put(ZONE),
		|| {
			let zone = Zones::<Test>::get(ZONE).expect("exists");
			Zones::<Test>::insert(ZoneId(0), zone);
		},
	];
	for damage in damages {
		ExtBuilder::default().default_zone().build().execute_with(|| {
			assert_eq!(Grid::do_try_state(), Ok(()));
			damage();
			let noticed = "zone with an id that was never assigned";
			assert_eq!(Grid::do_try_state(), Err(noticed.into()));
		});
	}
}

#[test]
fn a_damaged_zone_is_noticed() {
	let again = TariffVersion { from: IntervalId(0), tariff: percent(5) };
	let damages: [(&str, &dyn Fn(&mut ZoneOf<Test>)); 6] = [
		("zone without an operator", &|zone| zone.operator = ParticipantId(0)),
		("zone without a tariff", &|zone| zone.tariffs.clear()),
		("tariff versions out of order", &|zone| {
			zone.tariffs.try_push(again).expect("has room");
		}),
		("floor out of bounds", &|zone| zone.floor = Price(-1_000_001)),
		("largest order out of bounds", &|zone| zone.max_order = Lots(0)),
		("tariff out of bounds", &|zone| {
			zone.tariffs.iter_mut().for_each(|version| version.tariff = percent(51));
		}),
	];
	for (noticed, damage) in damages {
		ExtBuilder::default().default_zone().build().execute_with(|| {
			Zones::<Test>::mutate(ZONE, |zone| damage(zone.as_mut().expect("exists")));
			assert_eq!(Grid::do_try_state(), Err(noticed.into()));
		});
	}
}
