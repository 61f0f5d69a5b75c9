//! What other pallets and clients may ask.

use crate::{
	types::place_of, Config, Gateways, IntervalTotals, MetersOf, Pallet, ReadingPage, Readings,
	Slot,
};
use alloc::collections::BTreeMap;
use frame_support::traits::Defensive;
use gridforge_maps::{DirectDoubleMap, DirectMap};
use gridforge_primitives::{
	Capacity, Connection, Flow, IntervalClock, IntervalId, Lots, MeterCapacity, MeterId,
	MeterReadings, Metered, ParticipantId, ProductId, Quality, ReadingCounts, WattHours, ZoneId,
};

/// Pages of readings of one interval that have been decoded. Participants whose meters share a page are looked at one
/// after the other, so each page is read once.
#[derive(Default)]
pub struct ReadingCache {
	interval: Option<IntervalId>,
	pages: BTreeMap<u32, ReadingPage>,
}

impl ReadingCache {
	/// The slot of `meter` in `interval`.
	fn slot<T: Config>(&mut self, interval: IntervalId, meter: MeterId) -> Slot {
		if self.interval != Some(interval) {
			self.interval = Some(interval);
			self.pages.clear();
		}
		let Some((page, place)) = place_of(meter) else { return Slot::default() };
		let slots = self.pages.entry(page).or_insert_with(|| Readings::<T>::get(interval, page));
		Slot::at(slots, place)
	}
}

impl<T: Config> Pallet<T> {
	/// What a meter measured in an interval; nothing where there is no reading.
	pub(crate) fn find_reading(meter: MeterId, interval: IntervalId) -> Option<(Flow, Quality)> {
		let (page, place) = place_of(meter)?;
		Slot::at(&Readings::<T>::get(interval, page), place).reading()
	}
}

impl<T: Config> MeterCapacity for Pallet<T> {
	fn connection(zone: ZoneId, participant: ParticipantId) -> Option<Connection> {
		let connected = MetersOf::<T>::read(zone, participant)?;
		let gateway = Gateways::<T>::read(connected.gateway).defensive();
		let current = Self::current_interval();
		let silent = gateway.is_none_or(|gateway| gateway.is_silent(current));
		let length = T::Clock::interval_length();
		let lots = |watts: u64| {
			let lots = WattHours::at_power(watts, length).lots_down();
			Lots(u32::try_from(lots).unwrap_or(u32::MAX))
		};
		let capacity = Capacity { import: lots(connected.import), export: lots(connected.export) };
		Some(Connection { capacity, silent })
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn connect_for_benchmark(zone: ZoneId, participant: ParticipantId) {
		crate::benchmarking::connect::<T>(zone, participant);
	}
}

impl<T: Config> MeterReadings for Pallet<T> {
	type Cache = ReadingCache;

	fn metered(
		cache: &mut ReadingCache,
		product: ProductId,
		participant: ParticipantId,
	) -> Metered {
		let ProductId { interval, zone } = product;
		let Some(connected) = MetersOf::<T>::read(zone, participant) else {
			return Metered::default();
		};
		let mut metered = Metered::default();
		let (mut expected, mut read) = (0_u32, 0_u32);
		for own in connected.meters.iter().filter(|own| own.counts_for(interval)) {
			expected = expected.saturating_add(1);
			let slot = cache.slot::<T>(interval, own.id);
			let Some((flow, _)) = slot.reading() else { continue };
			read = read.saturating_add(1);
			// A few meters of at most `u32::MAX` Wh each do not leave the range.
			metered.flow = metered.flow.checked_add(flow).defensive_unwrap_or(metered.flow);
			if let Some(renewable) = metered.renewable.of(own.source) {
				*renewable = renewable.checked_add(flow.export).defensive_unwrap_or(*renewable);
			}
		}
		metered.complete = expected > 0 && read == expected;
		metered
	}

	fn counts(product: ProductId) -> ReadingCounts {
		IntervalTotals::<T>::get(product.interval, product.zone).unwrap_or_default().counts
	}

	fn in_doubt(product: ProductId) -> bool {
		Self::is_in_doubt(product)
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn measure_for_benchmark(product: ProductId, participant: ParticipantId, flow: Flow) {
		crate::benchmarking::measure::<T>(product, participant, flow);
	}
}
