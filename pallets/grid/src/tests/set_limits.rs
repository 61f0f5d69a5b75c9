//! Setting how large orders may be.

use super::*;
use frame_support::{assert_noop, dispatch::DispatchResult};
use gridforge_primitives::{Lots, OrderLimits};
use sp_runtime::DispatchError::BadOrigin;

/// The smallest limits that there can be.
const SMALLEST: OrderLimits = OrderLimits {
	min_order: Lots(1),
	max_order: Lots(1),
	max_position: Lots(1),
	capacity: Lots(1),
	orders_per_block: 1,
};

fn set(limits: OrderLimits) -> DispatchResult {
	Grid::set_limits(RuntimeOrigin::root(), ZONE, limits)
}

#[test]
fn holds_for_the_rules_of_any_interval() {
	ExtBuilder::default().default_zone().build_and_execute(|| {
		assert_ok!(set(SMALLEST));
		assert_eq!(rules_of(1, 1).map(|rules| rules.limits), Some(SMALLEST));
		let (old, new) = (OrderLimits::default(), SMALLEST);
		System::assert_last_event(Event::LimitsChanged { zone: ZONE, old, new }.into());
	});
}

#[test]
fn refuses_limits_that_allow_nothing_or_contradict() {
	ExtBuilder::default().default_zone().build_and_execute(|| {
		for (limits, error) in [
			(OrderLimits { min_order: Lots(0), ..SMALLEST }, Error::MinOrderIsZero),
			(OrderLimits { min_order: Lots(2), ..SMALLEST }, Error::MaxOrderTooSmall),
			(OrderLimits { max_order: Lots(2), ..SMALLEST }, Error::MaxPositionTooSmall),
			(OrderLimits { capacity: Lots(0), ..SMALLEST }, Error::CapacityIsZero),
			(OrderLimits { orders_per_block: 0, ..SMALLEST }, Error::NoOrdersPerBlock),
		] {
			assert_noop!(set(limits), error);
		}
	});
}

#[test]
fn refuses_the_same_an_unknown_zone_and_other_origins() {
	ExtBuilder::default().default_zone().build_and_execute(|| {
		assert_noop!(set(OrderLimits::default()), Error::Unchanged);
		let root = RuntimeOrigin::root();
		assert_noop!(Grid::set_limits(root, UNKNOWN, SMALLEST), Error::UnknownZone);
		for origin in [RuntimeOrigin::signed(1), RuntimeOrigin::none()] {
			assert_noop!(Grid::set_limits(origin, ZONE, SMALLEST), BadOrigin);
		}
	});
}
