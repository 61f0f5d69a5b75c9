//! The parameters and the bounds that they must keep.

use codec::{Decode, Encode, MaxEncodedLen};
use gridforge_primitives::Millis;
use scale_info::TypeInfo;

/// Milliseconds in a day; delivery intervals divide it evenly.
pub const DAY_MILLIS: Millis = 86_400_000;

/// The shortest delivery interval: two slots of six seconds, so that each has a block of its own.
pub const MIN_INTERVAL_MILLIS: Millis = 12_000;

/// The longest delivery interval: one hour.
pub const MAX_INTERVAL_MILLIS: Millis = 3_600_000;

/// The longest time that trading is open before delivery: seven days.
pub const MAX_GATE_OPEN_MILLIS: Millis = 7 * DAY_MILLIS;

/// The longest time after delivery in which readings are taken: two days.
pub const MAX_METERING_DEADLINE_MILLIS: Millis = 2 * DAY_MILLIS;

/// The longest time after delivery in which readings can be corrected: sixty days.
pub const MAX_CORRECTION_WINDOW_MILLIS: Millis = 60 * DAY_MILLIS;

/// The longest time after delivery in which certificates can be claimed: four hundred days.
pub const MAX_CERTIFICATE_LIFETIME_MILLIS: Millis = 400 * DAY_MILLIS;

/// The fewest slots in an epoch: randomness and session changes need some blocks to happen in.
pub const MIN_EPOCH_SLOTS: u64 = 10;

/// The most slots in an epoch: one day of six-second slots.
pub const MAX_EPOCH_SLOTS: u64 = 14_400;

/// The most sessions in an era.
pub const MAX_SESSIONS_PER_ERA: u32 = 96;

/// The most eras that stake stays bonded after unbonding. Staking keeps its history for as long.
pub const MAX_BONDING_ERAS: u32 = 84;

/// The most by which the periods of governance are divided: then a day of six-second blocks is one block.
pub const MAX_GOVERNANCE_DIVISOR: u32 = 14_400;

/// A gate closes at least this many slots before delivery: a block author can move the clock by about
/// one slot.
pub const MIN_GATE_CLOSE_SLOTS: u64 = 2;

/// The time lengths of a network.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct NetworkParams {
	/// Slots in an epoch, which is also a session.
	pub epoch_slots: u64,
	/// Sessions in an era.
	pub sessions_per_era: u32,
	/// Eras that stake stays bonded after its owner asked for it back.
	pub bonding_eras: u32,
	/// Eras between an offence and its slash; within them the slash can be cancelled.
	pub slash_defer_eras: u32,
	/// Length of a delivery interval in milliseconds.
	pub interval_ms: Millis,
	/// How long before delivery trading opens, in milliseconds.
	pub gate_open_ms: Millis,
	/// How long before delivery trading closes, in milliseconds.
	pub gate_close_ms: Millis,
	/// How long after delivery has ended readings are taken, in milliseconds.
	pub metering_deadline_ms: Millis,
	/// How long after delivery has ended readings can be corrected, in milliseconds.
	pub correction_window_ms: Millis,
	/// How long after delivery has ended green certificates can be claimed, in milliseconds.
	pub certificate_lifetime_ms: Millis,
	/// By what the periods of governance are divided, so that a referendum on a development network takes minutes.
	pub governance_divisor: u32,
}

impl Default for NetworkParams {
	/// Production: one-hour epochs of six-second slots, six-hour eras, a week of bonding, quarter hours
	/// that trade from two days to five minutes before delivery, are read within an hour and can be
	/// corrected for a week; certificates live for a month of 31 days, and governance takes its time.
	fn default() -> Self {
		NetworkParams {
			epoch_slots: 600,
			sessions_per_era: 6,
			bonding_eras: 28,
			slash_defer_eras: 27,
			interval_ms: 15 * 60_000,
			gate_open_ms: 2 * DAY_MILLIS,
			gate_close_ms: 5 * 60_000,
			metering_deadline_ms: 60 * 60_000,
			correction_window_ms: 7 * DAY_MILLIS,
			certificate_lifetime_ms: 31 * DAY_MILLIS,
			governance_divisor: 1,
		}
	}
}

impl NetworkParams {
	/// Whether every parameter is in its bounds, where a slot lasts `slot` milliseconds; else the rule
	/// that is broken.
	pub fn validate(&self, slot: Millis) -> Result<(), &'static str> {
		let rules = [
			(
				(MIN_EPOCH_SLOTS..=MAX_EPOCH_SLOTS).contains(&self.epoch_slots),
				"epochSlots must be between 10 and 14,400",
			),
			(
				(1..=MAX_SESSIONS_PER_ERA).contains(&self.sessions_per_era),
				"sessionsPerEra must be between 1 and 96",
			),
			(
				(1..=MAX_BONDING_ERAS).contains(&self.bonding_eras),
				"bondingEras must be between 1 and 84",
			),
			(
				self.slash_defer_eras < self.bonding_eras,
				"slashDeferEras must be less than bondingEras: stake that has left cannot be slashed",
			),
			(
				(MIN_INTERVAL_MILLIS..=MAX_INTERVAL_MILLIS).contains(&self.interval_ms),
				"intervalMs must be between 12,000 and 3,600,000",
			),
			(
				self.interval_ms > 0 && DAY_MILLIS.is_multiple_of(self.interval_ms),
				"intervalMs must divide a day of 86,400,000 evenly",
			),
			(
				self.gate_close_ms >= slot.saturating_mul(MIN_GATE_CLOSE_SLOTS),
				"gateCloseMs must be at least two slots: a block author can move the clock by one",
			),
			(
				self.gate_open_ms > self.gate_close_ms.saturating_add(self.interval_ms),
				"gateOpenMs must be more than gateCloseMs and intervalMs together",
			),
			(
				self.gate_open_ms <= MAX_GATE_OPEN_MILLIS,
				"gateOpenMs must be at most seven days, 604,800,000",
			),
			(
				self.metering_deadline_ms >= slot.saturating_mul(MIN_GATE_CLOSE_SLOTS),
				"meteringDeadlineMs must be at least two slots: readings need a block to be in",
			),
			(
				self.metering_deadline_ms <= MAX_METERING_DEADLINE_MILLIS,
				"meteringDeadlineMs must be at most two days, 172,800,000",
			),
			(
				self.correction_window_ms > self.metering_deadline_ms,
				"correctionWindowMs must be more than meteringDeadlineMs",
			),
			(
				self.correction_window_ms <= MAX_CORRECTION_WINDOW_MILLIS,
				"correctionWindowMs must be at most sixty days, 5,184,000,000",
			),
			(
				self.certificate_lifetime_ms > self.correction_window_ms,
				"certificateLifetimeMs must be more than correctionWindowMs: then they are issued",
			),
			(
				self.certificate_lifetime_ms <= MAX_CERTIFICATE_LIFETIME_MILLIS,
				"certificateLifetimeMs must be at most 400 days, 34,560,000,000",
			),
			(
				(1..=MAX_GOVERNANCE_DIVISOR).contains(&self.governance_divisor),
				"governanceDivisor must be between 1 and 14,400",
			),
		];
		match rules.iter().find(|(holds, _)| !holds) {
			Some((_, rule)) => Err(rule),
			None => Ok(()),
		}
	}

	/// How long an era should last where a slot lasts `slot` milliseconds.
	pub const fn era_millis(&self, slot: Millis) -> Millis {
		self.epoch_slots.saturating_mul(self.sessions_per_era as u64).saturating_mul(slot)
	}
}
