//! What becomes of the readings that a gateway sends.

use crate::{
	types::{place_of, Verdict},
	Config, Energy, Error, Event, ForgetFrom, GatewayOf, Gateways, IntervalTotals, Mark, Meter,
	MeterPages, MeterStatus, Pallet, Reading, ReadingPage, Readings, Refusal, Slot, Totals,
	WeightInfo,
};
use alloc::vec::Vec;
use frame_support::{ensure, weights::Weight};
use gridforge_primitives::{
	GatewayId, IntervalClock, IntervalId, MeterId, Millis, Quality, ZoneId,
};
use sp_runtime::{ArithmeticError, DispatchError};

/// What became of the readings of one call.
pub(crate) struct Outcome<'a, R> {
	/// How many were taken.
	pub accepted: u32,
	/// How many were there already.
	pub known: u32,
	/// How many of those refused put their meter into quarantine.
	pub quarantined: usize,
	/// Those refused, with their place in the call.
	refused: Vec<(usize, &'a R, Refusal)>,
}

impl<'a, R> Outcome<'a, R> {
	/// No reading has been looked at.
	pub fn new() -> Self {
		Outcome { accepted: 0, known: 0, quarantined: 0, refused: Vec::new() }
	}

	/// Refuse a reading.
	pub fn refuse(&mut self, item: &Item<'a, R>, why: Refusal) {
		self.refuse_at(item.index, item.reading, why);
	}

	fn refuse_at(&mut self, index: usize, reading: &'a R, why: Refusal) {
		self.refused.push((index, reading, why));
	}

	/// Count a reading by what became of it.
	pub fn count(&mut self, item: &Item<'a, R>, entered: Entered) {
		match entered {
			Entered::Accepted => self.accepted = self.accepted.saturating_add(1),
			Entered::Known => self.known = self.known.saturating_add(1),
			Entered::Refused => self.refuse(item, Refusal::Conflicting),
			Entered::Quarantined => {
				self.quarantined = self.quarantined.saturating_add(1);
				self.refuse(item, Refusal::Conflicting);
			}
		}
	}

	/// Bring the refusals into the order of the call. It is an error if nothing was of use.
	pub fn conclude<T: Config>(mut self) -> Result<Self, Error<T>> {
		self.refused.sort_unstable_by_key(|(index, ..)| *index);
		if self.accepted > 0 || self.known > 0 || self.quarantined > 0 {
			return Ok(self);
		}
		Err(self.refused.first().map_or(Error::<T>::NoReadings, |(_, _, why)| (*why).into()))
	}

	/// The readings refused, in the order of the call.
	pub fn refusals(&self) -> impl Iterator<Item = (&'a R, Refusal)> + '_ {
		self.refused.iter().map(|(_, reading, why)| (*reading, *why))
	}
}

/// What became of one reading.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Entered {
	/// It was taken.
	Accepted,
	/// It was there already.
	Known,
	/// Another one was there.
	Refused,
	/// Another one was there, so that the meter is in quarantine now.
	Quarantined,
}

/// A reading on its way to its page.
pub(crate) struct Item<'a, R> {
	/// The page that its meter is on.
	pub page: u32,
	/// Its meter's place there.
	pub place: usize,
	/// Its own place in the call.
	pub index: usize,
	/// The reading.
	pub reading: &'a R,
}

/// The readings with the places of their meters; those of meters that cannot exist are refused.
pub(crate) fn items<'a, R>(
	readings: &'a [R],
	meter: impl Fn(&R) -> MeterId,
	outcome: &mut Outcome<'a, R>,
) -> Vec<Item<'a, R>> {
	let mut items = Vec::with_capacity(readings.len());
	for (index, reading) in readings.iter().enumerate() {
		match place_of(meter(reading)) {
			Some((page, place)) => items.push(Item { page, place, index, reading }),
			None => outcome.refuse_at(index, reading, Refusal::UnknownMeter),
		}
	}
	items
}

/// How many different keys there are.
pub(crate) fn distinct<K: Ord>(keys: impl Iterator<Item = K>) -> u32 {
	let mut keys: Vec<K> = keys.collect();
	keys.sort_unstable();
	keys.dedup();
	u32::try_from(keys.len()).unwrap_or(u32::MAX)
}

/// What a call has found out once for all its readings.
struct Report {
	gateway: GatewayId,
	interval: IntervalId,
	/// Length of an interval in milliseconds.
	length: Millis,
}

impl<T: Config> Pallet<T> {
	/// What the readings cost, if so many of them put meters into quarantine.
	pub(crate) fn weight_of_batch(readings: &[Reading], quarantined: usize) -> Weight {
		let count = u32::try_from(readings.len()).unwrap_or(u32::MAX);
		let page = |reading: &Reading| place_of(reading.meter).map(|(page, _)| page);
		let pages = distinct(readings.iter().filter_map(page));
		let weight = T::WeightInfo::submit_readings(count)
			.saturating_add(T::WeightInfo::submit_readings_pages(pages));
		match u32::try_from(quarantined).unwrap_or(u32::MAX) {
			0 => weight,
			some => weight.saturating_add(T::WeightInfo::submit_readings_conflicts(some)),
		}
	}

	/// Take what can be taken of the readings of the gateway whose account signed.
	pub(crate) fn do_submit<'a>(
		account: &T::AccountId,
		interval: IntervalId,
		readings: &'a [Reading],
	) -> Result<(GatewayId, Outcome<'a, Reading>), DispatchError> {
		let id = GatewayOf::<T>::get(account).ok_or(Error::<T>::NotAGateway)?;
		let mut gateway = Gateways::<T>::get(id).ok_or(Error::<T>::NotAGateway)?;
		ensure!(gateway.settings.active, Error::<T>::GatewaySuspended);
		Self::check_time(interval).map_err(Error::<T>::from)?;

		let report = Report { gateway: id, interval, length: T::Clock::interval_length() };
		let mut outcome = Outcome::new();
		let mut items = items(readings, |reading| reading.meter, &mut outcome);
		// Stable: of two readings of a meter the first one of the call goes first.
		items.sort_by_key(|item| item.page);
		let there = IntervalTotals::<T>::get(interval, gateway.zone);
		let mut totals = there.unwrap_or_default();
		for items in items.chunk_by(|a, b| a.page == b.page) {
			Self::submit_page(&report, items, &mut totals, &mut outcome)?;
		}
		let outcome = outcome.conclude::<T>()?;

		if outcome.accepted > 0 {
			Self::put_totals(interval, gateway.zone, totals, there.is_none());
		}
		if gateway.reported < interval {
			gateway.reported = interval;
			Gateways::<T>::insert(id, gateway);
		}
		Ok((id, outcome))
	}

	/// Take what can be taken of the readings of meters on one page.
	fn submit_page<'a>(
		report: &Report,
		items: &[Item<'a, Reading>],
		totals: &mut Totals,
		outcome: &mut Outcome<'a, Reading>,
	) -> Result<(), DispatchError> {
		let Some(page) = items.first().map(|item| item.page) else { return Ok(()) };
		let mut meters = MeterPages::<T>::get(page);
		let mut slots = Readings::<T>::get(report.interval, page);
		let (mut new_meters, mut new_slots) = (false, false);
		for item in items {
			let Reading { meter: id, import, export, quality } = *item.reading;
			let energy = Energy { import, export };
			let Some(meter) = meters.get_mut(item.place) else {
				outcome.refuse(item, Refusal::UnknownMeter);
				continue;
			};
			if let Err(why) = Self::check_reported(report, meter, energy, quality) {
				outcome.refuse(item, why);
				continue;
			}
			let slot = Slot::at(&slots, item.place);
			let entered = match slot.judge(energy, quality) {
				Verdict::New => {
					Self::take(&mut slots, item.place, energy, quality, totals)?;
					Entered::Accepted
				}
				Verdict::Known => Entered::Known,
				Verdict::Late => Entered::Refused,
				Verdict::Contradiction => {
					Self::contradicted(id, meter, report.interval, slot, energy)?
				}
			};
			new_slots |= entered == Entered::Accepted;
			new_meters |= entered == Entered::Quarantined;
			outcome.count(item, entered);
		}
		if new_slots {
			Readings::<T>::insert(report.interval, page, slots);
		}
		if new_meters {
			MeterPages::<T>::insert(page, meters);
		}
		Ok(())
	}

	/// Whether the gateway may send this reading.
	fn check_reported(
		report: &Report,
		meter: &Meter,
		energy: Energy,
		quality: Quality,
	) -> Result<(), Refusal> {
		ensure!(meter.gateway == report.gateway, Refusal::OtherGateway);
		match quality {
			Quality::Measured => ensure!(!meter.device, Refusal::DeviceReadsItself),
			Quality::Estimated => {}
			Quality::Substituted => return Err(Refusal::SubstitutedByOperatorOnly),
		}
		Self::check_meter(meter, report.interval, energy, report.length)
	}
}

/// What readings of gateways and of devices have in common.
impl<T: Config> Pallet<T> {
	/// Whether readings of `interval` are taken now.
	pub(crate) fn check_time(interval: IntervalId) -> Result<(), Refusal> {
		let now = T::Clock::now();
		ensure!(T::Clock::delivery_end(interval) <= now, Refusal::IntervalNotOver);
		ensure!(now < T::Clock::readings_until(interval), Refusal::TooLate);
		Ok(())
	}

	/// Whether `meter` can have measured this.
	pub(crate) fn check_meter(
		meter: &Meter,
		interval: IntervalId,
		energy: Energy,
		length: Millis,
	) -> Result<(), Refusal> {
		ensure!(meter.status != MeterStatus::Quarantined, Refusal::Quarantined);
		ensure!(meter.counts_for(interval), Refusal::NotInService);
		ensure!(meter.capacity.can_carry(energy, length), Refusal::AboveCapacity);
		Ok(())
	}

	/// Let a reading stand.
	pub(crate) fn take(
		slots: &mut ReadingPage,
		place: usize,
		energy: Energy,
		quality: Quality,
		totals: &mut Totals,
	) -> Result<(), DispatchError> {
		let slot = Slot { energy, mark: Mark::reported(quality) };
		slot.put(slots, place).ok_or(ArithmeticError::Overflow)?;
		totals.add(energy, quality).ok_or(ArithmeticError::Overflow)?;
		Ok(())
	}

	/// A reading contradicts the one that is there: put its meter into quarantine. One that is retired is not used any
	/// more, so that nothing is left to be done.
	pub(crate) fn contradicted(
		id: MeterId,
		meter: &mut Meter,
		interval: IntervalId,
		there: Slot,
		energy: Energy,
	) -> Result<Entered, DispatchError> {
		match meter.status {
			MeterStatus::Active => {}
			MeterStatus::Quarantined | MeterStatus::Retired => return Ok(Entered::Refused),
		}
		Self::set_aside(meter)?;
		Self::deposit_event(Event::MeterQuarantined {
			meter: id,
			interval,
			accepted: there.energy.into(),
			refused: energy.into(),
		});
		Ok(Entered::Quarantined)
	}

	/// Write what is known of an interval. With the first of it the interval is one to be forgotten some day.
	pub(crate) fn put_totals(interval: IntervalId, zone: ZoneId, totals: Totals, first: bool) {
		if first && ForgetFrom::<T>::get().is_none_or(|from| interval < from) {
			ForgetFrom::<T>::put(interval);
		}
		IntervalTotals::<T>::insert(interval, zone, totals);
	}
}

impl<T> From<Refusal> for Error<T> {
	fn from(why: Refusal) -> Self {
		match why {
			Refusal::UnknownMeter => Error::UnknownMeter,
			Refusal::OtherGateway => Error::OtherGateway,
			Refusal::Quarantined => Error::Quarantined,
			Refusal::NotInService => Error::NotInService,
			Refusal::AboveCapacity => Error::AboveCapacity,
			Refusal::DeviceReadsItself => Error::DeviceReadsItself,
			Refusal::SubstitutedByOperatorOnly => Error::SubstitutedByOperatorOnly,
			Refusal::Conflicting => Error::Conflicting,
			Refusal::NoDeviceKey => Error::NoDeviceKey,
			Refusal::BadSignature => Error::BadSignature,
			Refusal::SequenceNotRising => Error::SequenceNotRising,
			Refusal::IntervalNotOver => Error::IntervalNotOver,
			Refusal::TooLate => Error::TooLate,
		}
	}
}
