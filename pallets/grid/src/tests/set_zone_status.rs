//! Opening and halting zones.

use super::*;
use frame_support::{assert_noop, dispatch::DispatchResult};
use gridforge_primitives::{
	api::MarketStatus::{self, CancelOnly, Halted, Open},
	Session,
};
use sp_runtime::DispatchError::BadOrigin;

fn set(origin: RuntimeOrigin, status: MarketStatus) -> DispatchResult {
	Grid::set_zone_status(origin, ZONE, status)
}

#[test]
fn holds_at_once_and_for_that_zone_only() {
	ExtBuilder::default().default_zone().default_zone().build_and_execute(|| {
		let mut old = Open;
		for (new, session) in
			[(CancelOnly, Session::CancelOnly), (Halted, Session::Halted), (Open, Session::Open)]
		{
			assert_ok!(set(RuntimeOrigin::root(), new));
			assert_eq!(Grid::session(ZONE), session);
			assert_eq!(Grid::session(ZoneId(2)), Session::Open);
			System::assert_last_event(Event::ZoneStatusChanged { zone: ZONE, old, new }.into());
			old = new;
		}
	});
}

#[test]
fn the_operator_may_and_other_participants_may_not() {
	ExtBuilder::default().default_zone().build_and_execute(|| {
		assert_ok!(set(RuntimeOrigin::signed(1), Halted));
		for account in [2, 3, 4] {
			assert_noop!(set(RuntimeOrigin::signed(account), Open), Error::NotTheOperator);
		}
		assert_noop!(set(RuntimeOrigin::none(), Open), BadOrigin);
	});
}

#[test]
fn refuses_the_same_status() {
	ExtBuilder::default().default_zone().build_and_execute(|| {
		assert_noop!(set(RuntimeOrigin::root(), Open), Error::Unchanged);
	});
}

#[test]
fn refuses_an_unknown_zone() {
	ExtBuilder::default().default_zone().build_and_execute(|| {
		for origin in [RuntimeOrigin::root(), RuntimeOrigin::signed(1)] {
			assert_noop!(Grid::set_zone_status(origin, UNKNOWN, Halted), Error::UnknownZone);
		}
		// Its rules say that it is unknown.
		assert_eq!(Grid::session(UNKNOWN), Session::Open);
		assert_eq!(rules_of(9, 0), None);
	});
}
