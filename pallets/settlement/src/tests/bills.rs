//! What a participant is told of its settled intervals.

use crate::{mock::*, *};
use gridforge_primitives::{IntervalClock, IntervalId, ProductId, Side};

#[test]
fn a_bill_lists_what_was_contracted_and_adds_it_up() {
	ExtBuilder::default().build_and_execute(|| {
		let at = |n| ProductId { interval: IntervalId(n), ..PRODUCT };
		for n in [8, 10, 11] {
			place_in(at(n), ALICE, Side::Ask, 150, 100).unwrap();
			place_in(at(n), CHARLIE, Side::Bid, 150, 100).unwrap();
		}
		read(ALICE, 0, 500);
		read(CHARLIE, 400, 0);
		set_time(Clock::delivery_end(IntervalId(11)) + Clock::metering_deadline());
		idle(PLENTY);
		let bill = |who, from, until| {
			Settlement::bill(id_of(who), ZONE, IntervalId(from), IntervalId(until))
		};
		let charlies = bill(CHARLIE, 0, 100);
		let intervals: Vec<_> =
			charlies.entries.iter().map(|e| (e.product.interval.0, e.owed)).collect();
		assert_eq!(intervals, [(8, 145_500), (10, 145_500), (11, 145_500)]);
		assert_eq!((charlies.owed, charlies.next), (3 * 145_500, None));
		assert_eq!(change(CHARLIE), -3 * 145_500);
		assert_eq!(bill(ALICE, 0, 100).owed, 3 * 50_000);
		assert_eq!(bill(ALICE, 9, 11).entries.len(), 1);
		assert_eq!(bill(EVE, 0, 100).entries, []);
		assert_eq!(bill(ALICE, 0, 5_000).next, Some(IntervalId(MAX_BILL_INTERVALS)));
		assert_eq!(bill(ALICE, u32::MAX, 0).next, None);
	});
}
