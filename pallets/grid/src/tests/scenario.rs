//! A zone is created, and its tariff is lowered while products are open.

use super::*;
use gridforge_primitives::{Lots, OrderLimits};

#[test]
fn a_tariff_reaches_only_what_is_not_open() {
	ExtBuilder::default().build_and_execute(|| {
		// A village grid: 5 %, prices from −0.500 per kWh, orders up to 100 kWh.
		let limits = OrderLimits { max_order: Lots(10_000), ..OrderLimits::default() };
		let village = NewZone { limits, ..NewZone::run_by(OPERATOR) };
		assert_ok!(Grid::create_zone(RuntimeOrigin::root(), village));

		// In minute 100 the intervals up to 110 are open. They keep 5 %.
		set_minutes(100);
		assert_ok!(Grid::set_tariff(RuntimeOrigin::root(), ZONE, None, Some(percent(3))));
		assert_eq!(tariff_in(110), Some(percent(5)));
		assert_eq!(tariff_in(111), Some(percent(3)));

		// A minute later interval 111 is open at 3 %. It keeps that, whatever is decided now.
		set_minutes(101);
		assert_ok!(Grid::set_tariff(RuntimeOrigin::root(), ZONE, None, Some(percent(4))));
		assert_eq!(tariff_in(111), Some(percent(3)));
		assert_eq!(tariff_in(112), Some(percent(4)));
	});
}
