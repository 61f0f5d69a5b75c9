//! Whatever the order of readings, and however they are cut into calls: the state is the same.

use super::*;
use proptest::prelude::*;
use std::collections::BTreeMap;

/// Meters 1 to 4 are read by gateway 1, 5 and 129 by their devices. The last is on a page of its own.
const METERS: [u32; 6] = [1, 2, 3, 4, 5, 129];

/// One value of a meter in an interval.
#[derive(Clone, Copy, Debug)]
struct Value {
	meter: u32,
	interval: u32,
	import: u32,
	estimated: bool,
}

impl Value {
	fn is_signed(&self) -> bool {
		self.meter > 4
	}

	fn reading(&self) -> Reading {
		let reading = measured(MeterId(self.meter), self.import, 3);
		let quality = if self.estimated { Quality::Estimated } else { Quality::Measured };
		Reading { quality, ..reading }
	}

	fn signed(&self) -> DeviceReading {
		sign(1, MeterId(self.meter), self.interval, self.interval.into(), self.import)
	}
}

/// What must not depend on the order.
type State = (
	BTreeMap<(IntervalId, u32), ReadingPage>,
	BTreeMap<(IntervalId, ZoneId), Totals>,
	BTreeMap<MeterId, Device>,
	Vec<IntervalId>,
	Option<IntervalId>,
);

fn state() -> State {
	let readings =
		Readings::<Test>::iter().map(|(interval, page, slots)| ((interval, page), slots));
	let totals =
		IntervalTotals::<Test>::iter().map(|(interval, zone, sum)| ((interval, zone), sum));
	let reported = Gateways::<Test>::iter().map(|(_, gateway)| gateway.reported);
	(
		readings.collect(),
		totals.collect(),
		Devices::<Test>::iter().collect(),
		reported.collect(),
		ForgetFrom::<Test>::get(),
	)
}

/// Send the values in this order, as many in a call as the cuts say.
fn after(values: &[Value], cuts: &[usize]) -> State {
	let mut result = None;
	test(|| {
		for owner in [ALICE_ID, BOB_ID] {
			register(owner, None);
			register(owner, None);
		}
		register(ParticipantId(4), Some(key(1)));
		skip_to_page();
		register(ParticipantId(4), Some(key(1)));
		begin(104);

		let mut rest = values;
		for cut in cuts.iter().cycle() {
			let (now, later) = rest.split_at((*cut).min(rest.len()));
			for interval in 101..104 {
				let of_interval = now.iter().filter(|v| !v.is_signed() && v.interval == interval);
				let readings: Vec<_> = of_interval.map(Value::reading).collect();
				if !readings.is_empty() {
					assert_ok!(report_as(GATE, IntervalId(interval), &readings));
				}
			}
			let signed: Vec<_> = now.iter().filter(|v| v.is_signed()).map(Value::signed).collect();
			if !signed.is_empty() {
				assert_ok!(send(&signed));
			}
			if later.is_empty() {
				break;
			}
			rest = later;
		}
		result = Some(state());
	});
	result.expect("the test has run")
}

/// The sums that a naive reader finds: each value once.
fn sums(values: &[Value]) -> BTreeMap<u32, (u64, u32, u32)> {
	let mut once = BTreeMap::new();
	for value in values {
		once.insert((value.interval, value.meter), *value);
	}
	let mut sums = BTreeMap::new();
	for ((interval, _), value) in once {
		let sum: &mut (u64, u32, u32) = sums.entry(interval).or_default();
		sum.0 += u64::from(value.import);
		*(if value.estimated { &mut sum.2 } else { &mut sum.1 }) += 1;
	}
	sums
}

/// A value of some meters in some of three intervals, each up to three times, in two orders.
fn cases() -> impl Strategy<Value = (Vec<Value>, Vec<Value>)> {
	let slots = METERS.iter().flat_map(|meter| (101..104).map(move |interval| (*meter, interval)));
	let slots: Vec<_> = slots.collect();
	let count = slots.len();
	let filled = prop::collection::vec((0_usize..4, 0_u32..1_001, any::<bool>()), count);
	filled
		.prop_map(move |filled| {
			let values = slots.iter().zip(filled).flat_map(|(slot, (times, import, estimated))| {
				let (meter, interval) = *slot;
				let estimated = estimated && meter <= 4;
				std::iter::repeat_n(Value { meter, interval, import, estimated }, times)
			});
			values.collect::<Vec<_>>()
		})
		.prop_flat_map(|values| (Just(values.clone()).prop_shuffle(), Just(values).prop_shuffle()))
}

proptest! {
	#![proptest_config(ProptestConfig::with_cases(64))]

	#[test]
	fn order_and_batches_do_not_matter(
		(one, other) in cases(),
		cuts in prop::collection::vec(1_usize..20, 1..6),
		other_cuts in prop::collection::vec(1_usize..20, 1..6),
	) {
		let (first, second) = (after(&one, &cuts), after(&other, &other_cuts));
		prop_assert_eq!(&first, &second);
		let told = first.1.iter().map(|((interval, _), sum)| {
			let counts = sum.counts;
			(interval.0, (sum.flow.import.0, counts.measured, counts.estimated))
		});
		prop_assert_eq!(told.collect::<BTreeMap<_, _>>(), sums(&one));
	}

	/// With contradictions the order does matter, but never the sums: one value of each meter and interval counts,
	/// and it is one that was sent.
	#[test]
	fn one_value_counts_whatever_is_sent(
		sent in prop::collection::vec((0_usize..4, 101_u32..104, 0_u32..5), 1..60),
	) {
		test(|| {
			for owner in [ALICE_ID, BOB_ID] {
				register(owner, None);
				register(owner, None);
			}
			begin(104);
			let mut first = BTreeMap::new();
			for (meter, interval, import) in sent {
				let (meter, interval) = (MeterId(METERS[meter]), IntervalId(interval));
				let quarantined = status(meter) == MeterStatus::Quarantined;
				let taken = report_as(GATE, interval, &[measured(meter, import, 0)]);
				assert_eq!(taken.is_err(), quarantined);
				if !quarantined {
					first.entry((meter, interval)).or_insert(import);
				}
				Metering::do_try_state().expect("invariants hold after each call");
			}
			for ((meter, interval), import) in first {
				let reading = Some((flow(import.into(), 0), Quality::Measured));
				assert_eq!(Metering::reading(meter, interval), reading);
			}
		});
	}
}
