//! When a zone trades, where it lies, who its neighbours are, and what delegates and meters may do there.

use crate::{api::MarketStatus, derives::stored, Lots, Millis, Price, WattBalance, ZoneId};
use alloc::vec::Vec;
use bounded_collections::{BoundedVec, ConstU32};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// Neighbours that a zone may be coupled with.
pub const MAX_LINKS: u32 = 8;

/// Zones that a delegate can be limited to.
pub const MAX_DELEGATE_ZONES: u32 = 16;

const MILLIS_PER_MINUTE: i64 = 60_000;
const MINUTES_PER_HOUR: i64 = 60;
const MINUTES_PER_DAY: i64 = 1_440;

/// The Unix epoch was a Thursday, three days after a Monday.
const EPOCH_WEEKDAY: i64 = 3;

stored! {
	/// Where a zone stands in the tree of the grid.
	#[derive(Default, PartialOrd, Ord)]
	#[serde(rename_all = "kebab-case")]
	pub enum ZoneKind {
		/// The households behind one feeder.
		#[default]
		Feeder,
		/// The feeders of one substation.
		Substation,
		/// The substations of one region.
		Region,
	}
}

stored! {
	/// When orders may be placed in a zone, in its local time. Cancelling is possible always.
	#[serde(rename_all = "camelCase", deny_unknown_fields)]
	pub struct Calendar {
		/// Days of the week, one bit each, Monday the lowest.
		pub days: u8,
		/// Minute of the day from which on, 0 to 1,439.
		pub from: u16,
		/// Minute of the day until which, itself not included, 1 to 1,440; above `from`.
		pub until: u16,
	}
}

impl Default for Calendar {
	/// Every day, all day.
	fn default() -> Self {
		Calendar { days: 0b111_1111, from: 0, until: 1_440 }
	}
}

impl Calendar {
	/// Whether it leaves any time to trade, and none outside a day or a week.
	pub const fn is_allowed(&self) -> bool {
		self.days > 0 && self.days < 0b1000_0000 && self.from < self.until && self.until <= 1_440
	}

	/// Whether it is every day, all day, whatever the local time.
	pub fn is_always(&self) -> bool {
		*self == Calendar::default()
	}

	/// Whether orders may be placed at that local time.
	pub fn contains(&self, local: LocalTime) -> bool {
		let day = 1u8.checked_shl(u32::from(local.weekday)).unwrap_or(0);
		self.days & day != 0 && (self.from..self.until).contains(&local.minute)
	}
}

/// A moment on a clock on the wall.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LocalTime {
	/// Day of the week, Monday is 0.
	pub weekday: u8,
	/// Minute of the day, 0 to 1,439.
	pub minute: u16,
}

impl LocalTime {
	/// The local time at `moment` where clocks are `offset` minutes ahead of UTC.
	pub fn at(moment: Millis, offset: i16) -> LocalTime {
		let minutes = i64::try_from(moment).unwrap_or(i64::MAX) / MILLIS_PER_MINUTE;
		let local = minutes.saturating_add(i64::from(offset));
		let (day, minute) = (local.div_euclid(MINUTES_PER_DAY), local.rem_euclid(MINUTES_PER_DAY));
		let weekday = day.saturating_add(EPOCH_WEEKDAY).rem_euclid(7);
		LocalTime {
			weekday: u8::try_from(weekday).unwrap_or(0),
			minute: u16::try_from(minute).unwrap_or(0),
		}
	}

	/// The hour of the day, 0 to 23.
	pub fn hour(&self) -> u8 {
		u8::try_from(i64::from(self.minute) / MINUTES_PER_HOUR).unwrap_or(0)
	}
}

stored! {
	/// From when on a zone's clocks show another time.
	#[serde(rename_all = "camelCase", deny_unknown_fields)]
	pub struct UtcOffset {
		/// The moment, in milliseconds since the Unix epoch.
		pub from: Millis,
		/// Minutes ahead of UTC from then on, -720 to 840.
		pub minutes: i16,
	}
}

impl UtcOffset {
	/// Whether clocks are anywhere as far from UTC.
	pub const fn is_allowed(&self) -> bool {
		self.minutes >= -720 && self.minutes <= 840
	}

	/// What `table`, in the order of time, says for `moment`: before its first entry, and where it is empty, UTC.
	pub fn minutes_at(table: &[UtcOffset], moment: Millis) -> i16 {
		table.iter().rev().find(|entry| entry.from <= moment).map_or(0, |entry| entry.minutes)
	}
}

stored! {
	/// Whether orders may be placed in a zone now.
	#[derive(Default)]
	#[serde(rename_all = "kebab-case")]
	pub enum Session {
		/// They may.
		#[default]
		Open,
		/// By its status not: orders can be cancelled only.
		CancelOnly,
		/// By its status not: trading is halted.
		Halted,
		/// By its calendar not.
		OutsideHours,
	}
}

impl Session {
	/// What `status` comes to while the calendar allows trading or does not.
	pub const fn of(status: MarketStatus, within_hours: bool) -> Session {
		match (status, within_hours) {
			(MarketStatus::Halted, _) => Session::Halted,
			(MarketStatus::CancelOnly, _) => Session::CancelOnly,
			(MarketStatus::Open, true) => Session::Open,
			(MarketStatus::Open, false) => Session::OutsideHours,
		}
	}
}

stored! {
	/// A line to a neighbouring zone over which orders trade with its book.
	#[serde(rename_all = "camelCase")]
	pub struct Link {
		/// The neighbour.
		pub zone: ZoneId,
		/// Lots that can cross in one interval, each way.
		pub capacity: Lots,
		/// What crossing costs, in ticks of 0.001 WATT per kWh; never negative. The order that comes pays it, within
		/// its limit.
		pub fee: Price,
	}
}

/// Links of a zone.
pub type Links = BoundedVec<Link, ConstU32<MAX_LINKS>>;

/// What a delegate must keep to.
#[derive(
	Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct DelegateLimits {
	/// Where it may trade; everywhere if nothing is said.
	pub zones: Option<BoundedVec<ZoneId, ConstU32<MAX_DELEGATE_ZONES>>>,
	/// It places no order that would bring what the participant buys, or sells, in one interval above so many lots,
	/// open and traded together.
	pub lots: Lots,
	/// It places no order that would bring the money that the participant has locked above so many base units.
	pub locked: WattBalance,
	/// When its mandate ends, in milliseconds since the Unix epoch.
	pub until: Millis,
}

impl DelegateLimits {
	/// Whether they allow trading in `zone`.
	pub fn allow_zone(&self, zone: ZoneId) -> bool {
		self.zones.as_ref().is_none_or(|zones| zones.contains(&zone))
	}

	/// Limits to these zones; nothing for too many.
	pub fn in_zones(mut self, zones: Vec<ZoneId>) -> Option<Self> {
		self.zones = Some(BoundedVec::try_from(zones).ok()?);
		Some(self)
	}
}

stored! {
	/// What meters can carry in one interval.
	pub struct Capacity {
		/// The most that can be taken from the grid.
		pub import: Lots,
		/// The most that can be fed into the grid.
		pub export: Lots,
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	/// Sunday, 29 March 2026, 00:59:59.999 UTC, the last moment of winter in Berlin.
	const WINTER: Millis = 1_774_745_999_999;

	#[test]
	fn clocks_change_to_the_millisecond() {
		let berlin = [
			UtcOffset { from: 1_761_440_400_000, minutes: 60 },
			UtcOffset { from: WINTER + 1, minutes: 120 },
		];
		assert_eq!(UtcOffset::minutes_at(&berlin, 0), 0);
		assert_eq!(UtcOffset::minutes_at(&berlin, WINTER), 60);
		assert_eq!(UtcOffset::minutes_at(&berlin, WINTER + 1), 120);
		assert_eq!(UtcOffset::minutes_at(&[], WINTER), 0);
		assert_eq!(LocalTime::at(WINTER, 60), LocalTime { weekday: 6, minute: 119 });
		assert_eq!(LocalTime::at(WINTER + 1, 120), LocalTime { weekday: 6, minute: 180 });
	}

	#[test]
	fn local_time_crosses_midnight_both_ways() {
		assert_eq!(LocalTime::at(0, 0), LocalTime { weekday: 3, minute: 0 });
		assert_eq!(LocalTime::at(0, -60), LocalTime { weekday: 2, minute: 1_380 });
		assert_eq!(LocalTime::at(23 * 3_600_000, 120), LocalTime { weekday: 4, minute: 60 });
		assert_eq!(LocalTime::at(0, -60).hour(), 23);
		assert_eq!(LocalTime { weekday: 0, minute: 119 }.hour(), 1);
	}

	#[test]
	fn a_calendar_opens_and_closes_on_the_minute() {
		let weekdays = Calendar { days: 0b001_1111, from: 360, until: 1_320 };
		assert!(weekdays.is_allowed() && !weekdays.is_always());
		for (weekday, minute, open) in
			[(0, 359, false), (0, 360, true), (4, 1_319, true), (4, 1_320, false), (5, 600, false)]
		{
			assert_eq!(
				weekdays.contains(LocalTime { weekday, minute }),
				open,
				"{weekday} {minute}"
			);
		}
		for (days, from, until) in [(0, 0, 1), (128, 0, 1), (1, 1, 1), (1, 0, 1_441)] {
			assert!(!Calendar { days, from, until }.is_allowed(), "{days} {from} {until}");
		}
	}

	#[test]
	fn status_goes_before_calendar() {
		assert_eq!(Session::of(MarketStatus::Open, true), Session::Open);
		assert_eq!(Session::of(MarketStatus::Open, false), Session::OutsideHours);
		assert_eq!(Session::of(MarketStatus::Halted, false), Session::Halted);
		assert_eq!(Session::of(MarketStatus::CancelOnly, true), Session::CancelOnly);
	}
}
