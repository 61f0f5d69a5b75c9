//! Setting what counts as delivered.

use super::*;
use frame_support::{assert_noop, dispatch::DispatchResult};
use gridforge_primitives::{
	api::MarketStatus, Delivery, MeteredDelivery, Price, Session, ZoneId, Zones as _,
};
use sp_runtime::DispatchError::BadOrigin;

fn metered(shortage: i32, surplus: i32) -> MeteredDelivery {
	let (shortage, surplus) = (Price(shortage), Price(surplus));
	MeteredDelivery {
		supplier: OTHER,
		shortage,
		surplus,
		spread: None,
		certificates: Default::default(),
	}
}

fn set(imbalance: MeteredDelivery) -> DispatchResult {
	Grid::set_delivery(RuntimeOrigin::root(), ZONE, Delivery::Metered(imbalance))
}

#[test]
fn holds_for_the_rules_of_any_interval() {
	ExtBuilder::default().default_zone().build_and_execute(|| {
		assert_ok!(set(metered(400, 20)));
		let new = Delivery::Metered(metered(400, 20));
		assert_eq!(rules_of(1, 1).map(|rules| rules.delivery), Some(new));
		let old = Delivery::Deemed;
		System::assert_last_event(Event::DeliveryChanged { zone: ZONE, old, new }.into());
		assert_ok!(Grid::set_delivery(RuntimeOrigin::root(), ZONE, Delivery::Deemed));
	});
}

#[test]
fn a_deviation_cannot_be_made_to_pay() {
	ExtBuilder::default().default_zone().build_and_execute(|| {
		assert_noop!(set(metered(19, 20)), Error::DeviationWouldPay);
		assert_ok!(set(metered(20, 20)));
		for (shortage, surplus) in [(1_000_001, 0), (0, -1_000_001)] {
			assert_noop!(set(metered(shortage, surplus)), Error::ImbalancePriceOutOfBounds);
		}
		assert_ok!(set(metered(1_000_000, -1_000_000)));
	});
}

#[test]
fn refuses_who_may_not_trade_the_same_an_unknown_zone_and_other_origins() {
	ExtBuilder::default().default_zone().build_and_execute(|| {
		let suspended = MeteredDelivery { supplier: SUSPENDED, ..metered(400, 20) };
		assert_noop!(set(suspended), Error::SupplierMayNotTrade);
		let (root, deemed) = (RuntimeOrigin::root(), Delivery::Deemed);
		assert_noop!(Grid::set_delivery(root.clone(), ZONE, deemed), Error::Unchanged);
		let metered = Delivery::Metered(metered(400, 20));
		assert_noop!(Grid::set_delivery(root, UNKNOWN, metered), Error::UnknownZone);
		for origin in [RuntimeOrigin::signed(1), RuntimeOrigin::none()] {
			assert_noop!(Grid::set_delivery(origin, ZONE, metered), BadOrigin);
		}
	});
}

#[test]
fn settlement_can_stop_a_zone_but_not_ease_what_its_operator_said() {
	ExtBuilder::default().default_zone().build_and_execute(|| {
		let stopped = || {
			Grid::stop(ZONE);
			Grid::session(ZONE)
		};
		assert_eq!(stopped(), Session::CancelOnly);
		let (old, new) = (MarketStatus::Open, MarketStatus::CancelOnly);
		System::assert_last_event(Event::ZoneStatusChanged { zone: ZONE, old, new }.into());
		assert_ok!(Grid::set_zone_status(RuntimeOrigin::root(), ZONE, MarketStatus::Halted));
		assert_eq!(stopped(), Session::Halted);
		Grid::stop(UNKNOWN);
		assert_eq!(Grid::operator(UNKNOWN), None);
		assert_eq!(Grid::operator(ZoneId(1)), Some(OPERATOR));
	});
}
