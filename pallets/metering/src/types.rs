//! What is stored of gateways, meters and readings, and what is sent about them.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{
	traits::{ConstU32, Get},
	BoundedVec, CloneNoBound, DebugNoBound, EqNoBound, PartialEqNoBound,
};
use gridforge_primitives::{
	EnergySource, Flow, GatewayId, IntervalId, MeterId, Millis, ParticipantId, Quality,
	ReadingCounts, WattHours, ZoneId,
};
use scale_info::TypeInfo;
use sp_core::{ecdsa, ed25519, sr25519};
use sp_runtime::Permill;

/// Meters, and readings, that share a storage key.
pub const METERS_PER_PAGE: u32 = 128;

/// The most intervals for which a contradiction can hold up an interval past the metering deadline.
pub const MAX_HOLD: u16 = 96;

/// What all types derive that are stored or sent.
macro_rules! stored {
	($item:item) => {
		#[derive(
			Clone,
			Copy,
			Debug,
			PartialEq,
			Eq,
			Encode,
			Decode,
			DecodeWithMemTracking,
			MaxEncodedLen,
			TypeInfo,
		)]
		$item
	};
}

/// Where a meter, and each of its readings, is kept: the page and the place there. Nothing for id 0, which no meter
/// has.
pub fn place_of(meter: MeterId) -> Option<(u32, usize)> {
	let number = meter.0.checked_sub(1)?;
	let place = usize::try_from(number % METERS_PER_PAGE).ok()?;
	Some((number / METERS_PER_PAGE, place))
}

/// The meter that is kept at `place` of `page`; nothing past the range of ids.
pub fn meter_at(page: u32, place: usize) -> Option<MeterId> {
	let first = page.checked_mul(METERS_PER_PAGE)?.checked_add(1)?;
	first.checked_add(u32::try_from(place).ok()?).map(MeterId)
}

/// Meters with neighbouring ids; the first of them has the place 0.
pub type MeterPage = BoundedVec<Meter, ConstU32<METERS_PER_PAGE>>;

/// Readings of one interval, of meters with neighbouring ids, at the places of their meters. It is as long as the
/// last of them needs.
pub type ReadingPage = BoundedVec<Slot, ConstU32<METERS_PER_PAGE>>;

stored! {
	/// What sends the readings of meters.
	pub struct Gateway<AccountId> {
		/// Where its meters are.
		pub zone: ZoneId,
		/// The account that signs for it.
		pub account: AccountId,
		/// Its operator lets it report, or does not.
		pub settings: GatewaySettings,
		/// The latest interval that it reported of; at its admission, and when it is let back in, the current one.
		pub reported: IntervalId,
		/// Meters that report through it and are not retired.
		pub meters: u32,
	}
}

impl<AccountId> Gateway<AccountId> {
	/// Whether too little has been heard of it by the interval `current`.
	pub fn is_silent(&self, current: IntervalId) -> bool {
		let GatewaySettings { active, silent_after } = self.settings;
		let missed = current.0.saturating_sub(self.reported.0);
		!active || (silent_after > 0 && missed > u32::from(silent_after))
	}
}

stored! {
	/// What its operator says of a gateway.
	pub struct GatewaySettings {
		/// Whether it may report.
		pub active: bool,
		/// It is silent once its latest report is more than so many intervals old; never where this is 0.
		pub silent_after: u16,
	}
}

stored! {
	/// What can flow at a meter, in watts.
	#[derive(Default)]
	pub struct Power {
		/// Out of the grid.
		pub import: u32,
		/// Into the grid.
		pub export: u32,
	}
}

impl Power {
	/// Whether nothing can flow.
	pub const fn is_zero(&self) -> bool {
		self.import == 0 && self.export == 0
	}

	/// Whether so much can flow in `length` milliseconds. What can flow is rounded down to whole Wh.
	pub fn can_carry(&self, energy: Energy, length: Millis) -> bool {
		let fits = |energy: u32, power: u32| {
			WattHours(energy.into()) <= WattHours::at_power(power, length)
		};
		fits(energy.import, self.import) && fits(energy.export, self.export)
	}
}

stored! {
	/// What flowed at one meter in one interval, in Wh. It is half as long as a [`Flow`].
	#[derive(Default, PartialOrd, Ord)]
	pub struct Energy {
		/// Out of the grid.
		pub import: u32,
		/// Into the grid.
		pub export: u32,
	}
}

impl From<Energy> for Flow {
	fn from(energy: Energy) -> Flow {
		Flow { import: WattHours(energy.import.into()), export: WattHours(energy.export.into()) }
	}
}

stored! {
	/// Whether readings of a meter are taken.
	#[derive(Default)]
	pub enum MeterStatus {
		/// They are.
		#[default]
		Active,
		/// Two of them contradicted each other, or the operator set it aside: none is taken until the operator
		/// releases it, and its capacity does not count.
		Quarantined,
		/// It is out of service for good: readings are taken of the intervals before only.
		Retired,
	}
}

stored! {
	/// A meter.
	pub struct Meter {
		/// The gateway that sends its readings.
		pub gateway: GatewayId,
		/// Whose import and export it measures.
		pub participant: ParticipantId,
		/// Where it is.
		pub zone: ZoneId,
		/// What it can carry.
		pub capacity: Power,
		/// Where the energy that it exports comes from.
		pub source: EnergySource,
		/// Whether it has a device key, so that measured values are taken from the device alone.
		pub device: bool,
		/// Whether its readings are taken.
		pub status: MeterStatus,
		/// The first interval that it counts for.
		pub from: IntervalId,
		/// The first interval that it no longer counts for; nothing where it is not retired.
		pub until: Option<IntervalId>,
	}
}

impl Meter {
	/// Whether it is in service in `interval`.
	pub fn counts_for(&self, interval: IntervalId) -> bool {
		serves(self.from, self.until, interval)
	}
}

fn serves(from: IntervalId, until: Option<IntervalId>, interval: IntervalId) -> bool {
	from <= interval && until.is_none_or(|until| interval < until)
}

stored! {
	/// What the list of a participant's meters says of one, so that its page need not be read.
	pub struct OwnMeter {
		/// The meter.
		pub id: MeterId,
		/// The first interval that it counts for.
		pub from: IntervalId,
		/// The first interval that it no longer counts for; nothing where it is not retired.
		pub until: Option<IntervalId>,
		/// Where the energy that it exports comes from.
		pub source: EnergySource,
	}
}

impl OwnMeter {
	/// What is said of `meter`.
	pub fn of(id: MeterId, meter: &Meter) -> Self {
		let Meter { from, until, source, .. } = *meter;
		OwnMeter { id, from, until, source }
	}

	/// Whether it is in service in `interval`.
	pub fn counts_for(&self, interval: IntervalId) -> bool {
		serves(self.from, self.until, interval)
	}
}

/// How a participant is connected to the grid of a zone.
#[derive(
	CloneNoBound, DebugNoBound, PartialEqNoBound, EqNoBound, Encode, Decode, MaxEncodedLen, TypeInfo,
)]
#[scale_info(skip_type_params(MaxMeters))]
pub struct Connected<MaxMeters: Get<u32>> {
	/// Through which all its meters report that are not retired.
	pub gateway: GatewayId,
	/// What its active meters can take from the grid together, in watts.
	pub import: u64,
	/// What its active meters can feed into the grid together, in watts.
	pub export: u64,
	/// Its meters, by id. Those that retired long ago may be missing.
	pub meters: BoundedVec<OwnMeter, MaxMeters>,
}

impl<MaxMeters: Get<u32>> Connected<MaxMeters> {
	/// Without a meter yet.
	pub fn through(gateway: GatewayId) -> Self {
		Connected { gateway, import: 0, export: 0, meters: BoundedVec::new() }
	}

	/// Let what an active meter can carry count. `None` past the range.
	pub fn add(&mut self, power: Power) -> Option<()> {
		self.import = self.import.checked_add(power.import.into())?;
		self.export = self.export.checked_add(power.export.into())?;
		Some(())
	}

	/// Let it count no longer. `None` where it had not.
	pub fn take(&mut self, power: Power) -> Option<()> {
		self.import = self.import.checked_sub(power.import.into())?;
		self.export = self.export.checked_sub(power.export.into())?;
		Some(())
	}
}

stored! {
	/// How the reading of one meter and interval came about, in one byte.
	///
	/// The two lowest bits are 0 where there is no reading, 1 for a measured, 2 for an estimated and 3 for a substituted
	/// one. The next says that the operator entered it, and the one above that it was corrected after settlement.
	#[derive(Default)]
	pub struct Mark(u8);
}

impl Mark {
	const QUALITY: u8 = 0b0011;
	const BY_OPERATOR: u8 = 0b0100;
	const RESETTLED: u8 = 0b1000;

	/// Sent by a gateway or a device.
	pub const fn reported(quality: Quality) -> Self {
		Mark(match quality {
			Quality::Measured => 1,
			Quality::Estimated => 2,
			Quality::Substituted => 3,
		})
	}

	/// Entered by the operator.
	pub const fn entered(quality: Quality) -> Self {
		Mark(Self::reported(quality).0 | Self::BY_OPERATOR)
	}

	/// The same, corrected after settlement.
	pub const fn after_settlement(self) -> Self {
		Mark(self.0 | Self::RESETTLED)
	}

	/// The quality of the reading; nothing where there is none.
	pub const fn quality(self) -> Option<Quality> {
		match self.0 & Self::QUALITY {
			1 => Some(Quality::Measured),
			2 => Some(Quality::Estimated),
			3 => Some(Quality::Substituted),
			_ => None,
		}
	}

	/// Whether the operator entered the reading.
	pub const fn is_by_operator(self) -> bool {
		self.0 & Self::BY_OPERATOR != 0
	}

	/// Whether it was corrected after settlement.
	pub const fn is_resettled(self) -> bool {
		self.0 & Self::RESETTLED != 0
	}
}

stored! {
	/// The reading of one meter and interval, or room for it.
	#[derive(Default)]
	pub struct Slot {
		/// What flowed.
		pub energy: Energy,
		/// How that is known.
		pub mark: Mark,
	}
}

/// What is to be done with a reading that is in order by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
	/// It is the first one: take it.
	New,
	/// It is there already.
	Known,
	/// Another one is there that it does not contradict, being of another quality or the operator's. That one stays.
	Late,
	/// Another one of the same quality is there: one of them is wrong.
	Contradiction,
}

impl Slot {
	/// The reading; nothing where there is none.
	pub fn reading(&self) -> Option<(Flow, Quality)> {
		self.mark.quality().map(|quality| (self.energy.into(), quality))
	}

	/// What is to be done with a reading that was sent.
	pub fn judge(&self, energy: Energy, quality: Quality) -> Verdict {
		match self.mark.quality() {
			None => Verdict::New,
			Some(there) if there == quality && self.energy == energy => Verdict::Known,
			Some(there) if there == quality && !self.mark.is_by_operator() => {
				Verdict::Contradiction
			}
			Some(_) => Verdict::Late,
		}
	}

	/// The slot at `place` of `page`; an empty one past its end.
	pub fn at(page: &ReadingPage, place: usize) -> Slot {
		page.get(place).copied().unwrap_or_default()
	}

	/// Put this at `place` of `page`. `None` past its last place.
	pub fn put(self, page: &mut ReadingPage, place: usize) -> Option<()> {
		if page.len() <= place {
			// No longer than the page can be.
			page.bounded_resize(place.checked_add(1)?, Slot::default());
		}
		*page.get_mut(place)? = self;
		Some(())
	}
}

stored! {
	/// What is known of a zone and an interval.
	#[derive(Default)]
	pub struct Totals {
		/// The sum over all readings.
		pub flow: Flow,
		/// How many readings of each quality there are.
		pub counts: ReadingCounts,
		/// What the grid's own meter at the head of the zone measured.
		pub feeder: Option<Flow>,
		/// The operator accepted the readings in spite of the feeder's.
		pub cleared: bool,
	}
}

impl Totals {
	/// Let a reading count. `None` past the range.
	pub fn add(&mut self, energy: Energy, quality: Quality) -> Option<()> {
		self.flow = self.flow.checked_add(energy.into())?;
		let count = self.counts.of(quality);
		*count = count.checked_add(1)?;
		Some(())
	}

	/// Let it count no longer. `None` where it had not.
	pub fn take(&mut self, energy: Energy, quality: Quality) -> Option<()> {
		let flow = Flow::from(energy);
		self.flow.import.0 = self.flow.import.0.checked_sub(flow.import.0)?;
		self.flow.export.0 = self.flow.export.0.checked_sub(flow.export.0)?;
		let count = self.counts.of(quality);
		*count = count.checked_sub(1)?;
		Some(())
	}

	/// Whether the feeder's reading differs from the sum of the others by more than `tolerance` of the largest of: what
	/// meters import, what they export, what the feeder imports.
	///
	/// The difference is that of the net imports. The tolerance is rounded down to whole Wh, which changes nothing: the
	/// difference is whole, too.
	pub fn contradicted(&self, tolerance: Permill) -> bool {
		let Some(feeder) = self.feeder else { return false };
		let net = |flow: Flow| i128::from(flow.import.0).saturating_sub(i128::from(flow.export.0));
		let difference = net(feeder).saturating_sub(net(self.flow)).unsigned_abs();
		let largest = self.flow.import.max(self.flow.export).max(feeder.import);
		difference > u128::from(tolerance.mul_floor(largest.0))
	}
}

stored! {
	/// When readings of a zone are held to contradict its feeder's.
	pub struct Plausibility {
		/// The share that may be lost on the way or escape the meters.
		pub loss_tolerance: Permill,
		/// For how many intervals past the metering deadline a contradiction holds an interval up, unless the operator
		/// clears it; at most [`MAX_HOLD`].
		pub hold: u16,
	}
}

stored! {
	/// The key with which a meter signs its readings.
	pub enum DeviceKey {
		/// Of Ed25519.
		Ed25519(ed25519::Public),
		/// Of Schnorr signatures on Ristretto.
		Sr25519(sr25519::Public),
		/// Of ECDSA on secp256k1.
		Ecdsa(ecdsa::Public),
	}
}

stored! {
	/// A meter's signature.
	pub enum DeviceSignature {
		/// Of Ed25519.
		Ed25519(ed25519::Signature),
		/// Of Schnorr signatures on Ristretto.
		Sr25519(sr25519::Signature),
		/// Of ECDSA on secp256k1, over the BLAKE2 hash of 256 bits.
		Ecdsa(ecdsa::Signature),
	}
}

impl DeviceKey {
	/// Whether `signature` is one of this key over `payload`.
	pub fn has_signed(&self, payload: &[u8], signature: &DeviceSignature) -> bool {
		match (self, signature) {
			(DeviceKey::Ed25519(key), DeviceSignature::Ed25519(signature)) => {
				sp_io::crypto::ed25519_verify(signature, payload, key)
			}
			(DeviceKey::Sr25519(key), DeviceSignature::Sr25519(signature)) => {
				sp_io::crypto::sr25519_verify(signature, payload, key)
			}
			(DeviceKey::Ecdsa(key), DeviceSignature::Ecdsa(signature)) => {
				sp_io::crypto::ecdsa_verify(signature, payload, key)
			}
			(DeviceKey::Ed25519(_) | DeviceKey::Sr25519(_) | DeviceKey::Ecdsa(_), _) => false,
		}
	}
}

stored! {
	/// A meter that signs its readings.
	pub struct Device {
		/// With which key.
		pub key: DeviceKey,
		/// The latest interval that it signed for, and the sequence number it gave that reading.
		pub latest: Option<(IntervalId, u64)>,
	}
}

impl Device {
	/// Whether a reading of `interval` can have this sequence number: it rises with the interval. For the latest
	/// interval it may be any, since only the reading that is there will be taken again.
	pub fn allows(&self, interval: IntervalId, sequence: u64) -> bool {
		let Some((latest, last)) = self.latest else { return true };
		match interval.cmp(&latest) {
			core::cmp::Ordering::Less => sequence < last,
			core::cmp::Ordering::Equal => true,
			core::cmp::Ordering::Greater => sequence > last,
		}
	}
}

stored! {
	/// A reading that a gateway sends.
	pub struct Reading {
		/// The meter.
		pub meter: MeterId,
		/// What it took from the grid, in Wh.
		pub import: u32,
		/// What it fed into the grid, in Wh.
		pub export: u32,
		/// How that is known: measured or estimated.
		pub quality: Quality,
	}
}

stored! {
	/// A reading that a meter has signed.
	pub struct DeviceReading {
		/// The meter.
		pub meter: MeterId,
		/// When it flowed.
		pub interval: IntervalId,
		/// A number of the device's own that rises with the interval.
		pub sequence: u64,
		/// What it took from the grid, in Wh.
		pub import: u32,
		/// What it fed into the grid, in Wh.
		pub export: u32,
		/// The device's signature over all of these, the chain's genesis hash, and a word for the purpose.
		pub signature: DeviceSignature,
	}
}

stored! {
	/// Why a reading was not taken. For what to do about it see the error of the same name.
	pub enum Refusal {
		/// No meter has this id.
		UnknownMeter,
		/// The meter reports through another gateway.
		OtherGateway,
		/// The meter is in quarantine.
		Quarantined,
		/// The meter is not in service in that interval.
		NotInService,
		/// It is more than the meter can carry.
		AboveCapacity,
		/// The meter has a device key: what it measured is taken from the device alone.
		DeviceReadsItself,
		/// Only the operator substitutes readings.
		SubstitutedByOperatorOnly,
		/// Another reading of the meter and interval was taken before.
		Conflicting,
		/// The meter has no device key.
		NoDeviceKey,
		/// The signature is not the device's over this reading on this chain.
		BadSignature,
		/// The sequence number does not rise with the interval.
		SequenceNotRising,
		/// The interval is not over.
		IntervalNotOver,
		/// The metering deadline has passed.
		TooLate,
	}
}

stored! {
	/// Why the operator corrects a reading.
	pub enum CorrectionReason {
		/// The meter was out of order.
		MeterFault,
		/// It was read wrongly, or not at all.
		ReadingFault,
		/// The reading was another meter's.
		WrongAssignment,
		/// A measurement takes the place of an estimate.
		Estimate,
		/// Another reason.
		Other,
	}
}

#[cfg(test)]
mod tests {
	use super::*;

	const LENGTH: Millis = 900_000;

	fn energy(import: u32, export: u32) -> Energy {
		Energy { import, export }
	}

	#[test]
	fn each_meter_has_a_place_of_its_own() {
		assert_eq!(place_of(MeterId(0)), None);
		for (meter, page, place) in
			[(1, 0, 0), (128, 0, 127), (129, 1, 0), (u32::MAX, 33_554_431, 126)]
		{
			assert_eq!(place_of(MeterId(meter)), Some((page, place)));
			assert_eq!(meter_at(page, place), Some(MeterId(meter)));
		}
		assert_eq!(meter_at(33_554_431, 127), None);
	}

	#[test]
	fn a_slot_takes_nine_bytes() {
		assert_eq!(Slot::max_encoded_len(), 9);
		assert_eq!(ReadingPage::max_encoded_len(), 128 * 9 + 2);
	}

	#[test]
	fn a_mark_keeps_quality_and_flags_apart() {
		assert_eq!(Mark::default().quality(), None);
		for quality in [Quality::Measured, Quality::Estimated, Quality::Substituted] {
			let (reported, entered) = (Mark::reported(quality), Mark::entered(quality));
			let resettled = entered.after_settlement();
			for mark in [reported, entered, resettled] {
				assert_eq!(mark.quality(), Some(quality));
			}
			assert!(!reported.is_by_operator() && !reported.is_resettled());
			assert!(entered.is_by_operator() && !entered.is_resettled());
			assert!(resettled.is_by_operator() && resettled.is_resettled());
		}
	}

	#[test]
	fn only_readings_of_one_quality_contradict_each_other() {
		use Quality::{Estimated, Measured};
		let there = |mark| Slot { energy: energy(5, 0), mark };
		for (slot, import, quality, verdict) in [
			(Slot::default(), 5, Measured, Verdict::New),
			(there(Mark::reported(Measured)), 5, Measured, Verdict::Known),
			(there(Mark::reported(Measured)), 6, Measured, Verdict::Contradiction),
			(there(Mark::reported(Measured)), 6, Estimated, Verdict::Late),
			(there(Mark::reported(Measured)), 5, Estimated, Verdict::Late),
			(there(Mark::reported(Estimated)), 6, Estimated, Verdict::Contradiction),
			(there(Mark::reported(Estimated)), 6, Measured, Verdict::Late),
			(there(Mark::entered(Measured)), 5, Measured, Verdict::Known),
			(there(Mark::entered(Measured)), 6, Measured, Verdict::Late),
		] {
			assert_eq!(slot.judge(energy(import, 0), quality), verdict, "{slot:?} {import}");
		}
	}

	#[test]
	fn a_page_is_as_long_as_its_last_reading_needs() {
		let mut page = ReadingPage::new();
		let slot = Slot { energy: energy(1, 2), mark: Mark::reported(Quality::Measured) };
		assert_eq!(slot.put(&mut page, 3), Some(()));
		assert_eq!(page.len(), 4);
		assert_eq!((Slot::at(&page, 3), Slot::at(&page, 2)), (slot, Slot::default()));
		assert_eq!(Slot::at(&page, 99), Slot::default());
		assert_eq!(slot.put(&mut page, 127), Some(()));
		assert_eq!(slot.put(&mut page, 128), None);
	}

	#[test]
	fn power_carries_what_it_gives_in_an_interval() {
		let power = Power { import: 4_003, export: 0 };
		for (import, export, fits) in [(1_000, 0, true), (1_001, 0, false), (0, 1, false)] {
			assert_eq!(power.can_carry(energy(import, export), LENGTH), fits, "{import} {export}");
		}
	}

	#[test]
	fn sequences_rise_with_the_interval() {
		let device = |latest: Option<(u32, u64)>| Device {
			key: DeviceKey::Ed25519(Default::default()),
			latest: latest.map(|(interval, sequence)| (IntervalId(interval), sequence)),
		};
		for (latest, interval, sequence, allowed) in [
			(None, 3, 0, true),
			(Some((3, 7)), 4, 8, true),
			(Some((3, 7)), 4, 7, false),
			(Some((3, 7)), 2, 6, true),
			(Some((3, 7)), 2, 7, false),
			(Some((3, 7)), 3, 9, true),
		] {
			let allows = device(latest).allows(IntervalId(interval), sequence);
			assert_eq!(allows, allowed, "{latest:?} {interval} {sequence}");
		}
	}

	#[test]
	fn a_gateway_is_silent_once_more_is_missing_than_it_may() {
		let gateway = |active, silent_after| Gateway {
			zone: ZoneId(1),
			account: (),
			settings: GatewaySettings { active, silent_after },
			reported: IntervalId(10),
			meters: 0,
		};
		for (active, after, current, silent) in
			[(true, 2, 12, false), (true, 2, 13, true), (true, 0, 999, false), (false, 0, 10, true)]
		{
			let gateway = gateway(active, after);
			assert_eq!(
				gateway.is_silent(IntervalId(current)),
				silent,
				"{active} {after} {current}"
			);
		}
	}

	#[test]
	fn the_feeder_contradicts_beyond_the_tolerance_to_the_watt_hour() {
		let flow = |import, export| Flow { import: WattHours(import), export: WattHours(export) };
		let totals = |sum, feeder| Totals { flow: sum, feeder, ..Totals::default() };
		let five = Permill::from_percent(5);
		for (sum, feeder, doubt) in [
			(flow(1_000, 0), None, false),
			(flow(1_000, 0), Some(flow(1_052, 0)), false),
			(flow(1_000, 0), Some(flow(1_053, 0)), true),
			(flow(1_000, 0), Some(flow(950, 0)), false),
			(flow(1_000, 0), Some(flow(949, 0)), true),
			// What neighbours give each other does not pass the feeder, but widens the tolerance.
			(flow(1_000, 1_000), Some(flow(50, 0)), false),
			(flow(1_000, 1_000), Some(flow(0, 51)), true),
			(flow(0, 0), Some(flow(0, 0)), false),
			(flow(0, 0), Some(flow(0, 1)), true),
			(flow(0, u64::MAX), Some(flow(u64::MAX, 0)), true),
		] {
			assert_eq!(totals(sum, feeder).contradicted(five), doubt, "{sum:?} {feeder:?}");
		}
	}
}
