//! # Metering
//!
//! What flowed: gateways, meters, their readings, and whether these can be relied upon.
//!
//! ## Pallet API
//!
//! See the [`pallet`] module for storage, events, errors and calls. Other pallets ask through
//! [`gridforge_primitives::MeterCapacity`] what a participant's meters can carry, and through
//! [`gridforge_primitives::MeterReadings`] what they measured. Clients make the bytes that a device signs with
//! [`Pallet::device_payload`], and look single readings up by view functions.
//!
//! ## Overview
//!
//! Whoever sold electricity has to deliver it. Meters say whether that happened: for each delivery interval how much a
//! household took from the grid and how much it fed into it. The operator of a zone registers its meters here, and the
//! gateways that send their readings: a box in a house, or a service that speaks for many. After an interval has ended
//! gateways have until the metering deadline to report it; then it can be settled. For a week or so the operator can
//! still correct a reading.
//!
//! What a meter can carry is known as well, so nobody can sell more than its connection gives. A participant whose
//! gateway has not been heard of for too long is told apart, so that the market can keep it from trading blindly.
//!
//! ## Terminology
//!
//! - **Reading**: what one meter took from the grid and fed into it in one interval, in Wh. There is at most one of a
//!   meter and an interval.
//! - **Quality**: measured, estimated by the gateway, or substituted by the operator.
//! - **Gateway**: what sends readings; it has an account, and belongs to one zone.
//! - **Device key**: the key of a meter that signs its readings itself, whoever sends them.
//! - **Sequence**: a number that a device gives its readings; it rises with the interval.
//! - **Quarantine**: the state of a meter that contradicted itself. None of its readings is taken until the operator
//!   has looked into it.
//! - **Silent**: a gateway that was not heard of for longer than its operator allows.
//! - **Feeder reading**: what the grid's own meter at the head of a zone measured.
//! - **In doubt**: an interval whose readings contradict the feeder's.
//!
//! ## Example
//!
#![doc = concat!("```ignore\n", include_str!("tests/scenario.rs"), "```")]
//!
//! ## Design
//!
//! **Goals.** Of a meter and an interval one value is taken, once; nothing takes its place but a correction that is
//! recorded. Neighbours' readings that come together cost about a microsecond each. The market's question what a
//! participant can carry costs two reads.
//!
//! **Storage.** Keys are dear and bytes are cheap, so [`METERS_PER_PAGE`] meters with neighbouring ids share a key, and
//! so do their readings of an interval, at nine bytes each. A call sorts what it was sent by page and reads and writes
//! each page once. Ids are given in sequence and never again, so pages fill up and nothing is hashed but accounts. A
//! list by participant ([`MetersOf`]) repeats of each meter what the market and settlement ask, so that they need no
//! page of meters.
//!
//! **Each reading stands alone.** One that is refused does not keep the others of its call from being taken: the event
//! names it and the reason. Where nothing was of use the call fails with the first reason and changes nothing.
//!
//! **The same, and another.** A reading that is there already is harmless, so a gateway can repeat itself. Another one
//! of the same quality cannot be true as well: the first one stays, and the meter goes into quarantine. A reading of
//! another quality, and one that differs from what the operator entered, is refused and does no more. Otherwise anybody
//! could put a meter into quarantine whose reading was corrected, by sending again what its device once signed.
//!
//! **One gateway.** All meters of a participant in a zone report through one gateway, so that the market asks after one
//! only. Once all its meters there are retired, the next may report through another.
//!
//! **Signatures of devices.** The device signs 75 bytes: `gridforge/reading/1` in ASCII, the genesis hash, the meter,
//! the interval (4 bytes each), the sequence (8 bytes), import and export (4 bytes each), numbers with the lowest byte
//! first. Ed25519 and Sr25519 sign the bytes themselves (Sr25519 in the context `substrate`), ECDSA their BLAKE2 hash of
//! 256 bits. So a reading is good for one chain, one meter and one interval. Whatever is cheap is checked before the
//! signature.
//!
//! **Silence** is counted in intervals from the latest that the gateway reported. One that reports in time has reported
//! the interval before the current one, so that allowing one interval allows no delay.
//!
//! **Capacity** in lots is what the active meters carry together in an interval, rounded down once. Of a reading it is
//! what its meter carries now, rounded down to whole Wh.
//!
//! **Doubt.** With imports and exports summed over all readings of the zone, an interval is in doubt if
//! `|(feeder import − feeder export) − (Σ import − Σ export)| > tolerance × max(Σ import, Σ export, feeder import)`,
//! where the right side is rounded down to whole Wh; the left side is whole, so that decides nothing. It is in doubt
//! until the operator clears it, and no longer than the zone's `hold` past the metering deadline.
//!
//! **Forgetting.** Readings are kept until the correction window has passed, or the longest hold where that is later,
//! and one interval more. Then `on_idle` deletes them key by key, as far as the weight goes, from the oldest
//! interval on ([`ForgetFrom`]).
//!
//! **Limitations.** A gateway cannot change its account or its zone, nor a meter its gateway, participant or source:
//! retire it and register another. The operator is trusted with what a meter can carry, whose it is, and with every
//! correction; corrections are on record. An estimate stays until the operator replaces it. A meter that is retired
//! while it is in quarantine is as any other retired one: its last readings are taken. A capacity that was lowered holds
//! for readings of earlier intervals that come later. Sequences are compared with the latest reading only. A
//! product that has not settled when its readings are forgotten settles without them. No deposit is taken: the
//! operator alone adds gateways and meters. Reading by reading is a load profile; on chain there is no name, address or
//! serial number with it.

#![cfg_attr(not(feature = "std"), no_std)]
#![warn(missing_docs)]

extern crate alloc;

mod batch;
#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
mod corrections;
mod devices;
mod forget;
mod impls;
#[cfg(test)]
mod mock;
mod registry;
#[cfg(test)]
mod tests;
mod try_state;
#[allow(clippy::cast_possible_truncation, reason = "the codec numbers variants so")]
pub mod types;
pub mod weights;

pub use impls::ReadingCache;
pub use pallet::*;
pub use types::{
	Connected, CorrectionReason, Device, DeviceKey, DeviceReading, DeviceSignature, Energy,
	Gateway, GatewaySettings, Mark, Meter, MeterPage, MeterStatus, OwnMeter, Plausibility, Power,
	Reading, ReadingPage, Refusal, Slot, Totals, MAX_HOLD, METERS_PER_PAGE,
};
pub use weights::WeightInfo;

#[allow(clippy::cast_possible_truncation, reason = "FRAME numbers calls, events and errors so")]
#[frame_support::pallet]
pub mod pallet {
	use super::*;
	use alloc::vec::Vec;
	use frame_support::{dispatch::WithPostDispatchInfo, pallet_prelude::*};
	use frame_system::pallet_prelude::*;
	use gridforge_primitives::{
		EnergySource, Flow, GatewayId, IntervalClock, IntervalId, MeterId, OnCorrection,
		ParticipantId, ProductId, Quality, WattHours, ZoneId,
	};

	#[pallet::pallet]
	pub struct Pallet<T>(_);

	#[pallet::config]
	pub trait Config: frame_system::Config<RuntimeEvent: From<Event<Self>>> {
		/// Whose accounts are those of grid operators, and who may trade.
		type Participants: gridforge_primitives::Participants<Self::AccountId>;

		/// Who operates which zone.
		type Zones: gridforge_primitives::Zones;

		/// Chain time in delivery intervals.
		type Clock: IntervalClock;

		/// What is done after a reading was corrected.
		type OnCorrection: OnCorrection;

		/// How many readings a gateway can send in one call.
		#[pallet::constant]
		type MaxReadings: Get<u32>;

		/// How many readings that devices have signed can be sent in one call.
		#[pallet::constant]
		type MaxDeviceReadings: Get<u32>;

		/// How many meters a participant can have in one zone.
		#[pallet::constant]
		type MaxMeters: Get<u32>;

		/// Weights of the calls.
		type WeightInfo: WeightInfo;
	}

	/// A gateway as this runtime stores it.
	pub type GatewayRecord<T> = Gateway<<T as frame_system::Config>::AccountId>;

	/// The connection of a participant as this runtime stores it.
	pub type ConnectedOf<T> = Connected<<T as Config>::MaxMeters>;

	/// The readings of one call of a gateway.
	pub type ReadingBatch<T> = BoundedVec<Reading, <T as Config>::MaxReadings>;

	/// The readings of one call that devices have signed.
	pub type DeviceBatch<T> = BoundedVec<DeviceReading, <T as Config>::MaxDeviceReadings>;

	/// The id that the next gateway will get; ids begin with 1.
	#[pallet::storage]
	pub type NextGateway<T: Config> = StorageValue<_, GatewayId, ValueQuery, FirstGateway>;

	/// The id of the first gateway.
	#[pallet::type_value]
	pub fn FirstGateway() -> GatewayId {
		GatewayId(1)
	}

	/// The id that the next meter will get; ids begin with 1.
	#[pallet::storage]
	pub type NextMeter<T: Config> = StorageValue<_, MeterId, ValueQuery, FirstMeter>;

	/// The id of the first meter.
	#[pallet::type_value]
	pub fn FirstMeter() -> MeterId {
		MeterId(1)
	}

	/// Every gateway that was ever admitted. Not hashed, because the chain assigns the ids.
	#[pallet::storage]
	pub type Gateways<T: Config> =
		StorageMap<_, Identity, GatewayId, GatewayRecord<T>, OptionQuery>;

	/// The gateway whose account this is. Hashed, because users choose their accounts.
	#[pallet::storage]
	pub type GatewayOf<T: Config> =
		StorageMap<_, Blake2_128Concat, T::AccountId, GatewayId, OptionQuery>;

	/// Every meter that was ever registered, by pages: the meter `id` is at place `(id − 1) % 128` of page
	/// `(id − 1) / 128`. Not hashed, because the chain assigns the ids.
	#[pallet::storage]
	pub type MeterPages<T: Config> = StorageMap<_, Identity, u32, MeterPage, ValueQuery>;

	/// The meters that have a device key. Not hashed, because the chain assigns the ids.
	#[pallet::storage]
	pub type Devices<T: Config> = StorageMap<_, Identity, MeterId, Device, OptionQuery>;

	/// The meters of each participant in each zone, and what they can carry. Not hashed, because the chain assigns the
	/// ids.
	#[pallet::storage]
	pub type MetersOf<T: Config> =
		StorageDoubleMap<_, Identity, ZoneId, Identity, ParticipantId, ConnectedOf<T>, OptionQuery>;

	/// What meters measured in each interval, by the pages of [`MeterPages`]. Not hashed, because intervals are bounded
	/// by time and the chain assigns the ids.
	#[pallet::storage]
	pub type Readings<T: Config> =
		StorageDoubleMap<_, Identity, IntervalId, Identity, u32, ReadingPage, ValueQuery>;

	/// The sums of what meters measured in each interval and zone. Not hashed, because intervals are bounded by time
	/// and the chain assigns the ids.
	#[pallet::storage]
	pub type IntervalTotals<T: Config> =
		StorageDoubleMap<_, Identity, IntervalId, Identity, ZoneId, Totals, OptionQuery>;

	/// How far readings of each zone may differ from its feeder's; they are not compared where nothing is said. Not
	/// hashed, because the chain assigns the ids.
	#[pallet::storage]
	pub type PlausibilityOf<T: Config> = StorageMap<_, Identity, ZoneId, Plausibility, OptionQuery>;

	/// The first interval of which anything may be stored; nothing where nothing ever was.
	#[pallet::storage]
	pub type ForgetFrom<T: Config> = StorageValue<_, IntervalId, OptionQuery>;

	#[pallet::event]
	#[pallet::generate_deposit(pub(super) fn deposit_event)]
	pub enum Event<T: Config> {
		/// A gateway was admitted. It may report at once.
		GatewayAdmitted {
			/// The id that it got.
			gateway: GatewayId,
			/// Where its meters are.
			zone: ZoneId,
			/// The account that signs for it.
			account: T::AccountId,
			/// After how many intervals without a report it is silent; 0 for never.
			silent_after: u16,
		},
		/// A gateway was suspended, let back in, or may be silent for another time.
		GatewayChanged {
			/// The gateway.
			gateway: GatewayId,
			/// What was said of it.
			old: GatewaySettings,
			/// What is said of it from now on.
			new: GatewaySettings,
		},
		/// A meter was registered. It counts from the next interval on.
		MeterRegistered {
			/// The id that it got.
			meter: MeterId,
			/// What is stored of it.
			new: Meter,
			/// With which key it signs its readings, if it does.
			key: Option<DeviceKey>,
		},
		/// What a meter can carry changed.
		CapacityChanged {
			/// The meter.
			meter: MeterId,
			/// What it could.
			old: Power,
			/// What it can from now on.
			new: Power,
		},
		/// A meter was retired.
		MeterRetired {
			/// The meter.
			meter: MeterId,
			/// The first interval that it does not count for.
			until: IntervalId,
		},
		/// A meter signs its readings with another key, with none, or from now on.
		DeviceKeyChanged {
			/// The meter.
			meter: MeterId,
			/// The key that it had.
			old: Option<DeviceKey>,
			/// The key that it has.
			new: Option<DeviceKey>,
		},
		/// The operator put a meter into quarantine or released it.
		MeterStatusChanged {
			/// The meter.
			meter: MeterId,
			/// Its status before.
			old: MeterStatus,
			/// Its status from now on.
			new: MeterStatus,
		},
		/// Two readings of a meter contradict each other: it is in quarantine until the operator releases it.
		MeterQuarantined {
			/// The meter.
			meter: MeterId,
			/// The interval of both.
			interval: IntervalId,
			/// What was said first; it stays.
			accepted: Flow,
			/// What was said now.
			refused: Flow,
		},
		/// A gateway reported.
		ReadingsAccepted {
			/// The gateway.
			gateway: GatewayId,
			/// The interval that it reported of.
			interval: IntervalId,
			/// How many readings were taken.
			accepted: u32,
			/// How many were there already.
			known: u32,
			/// Those that were not taken, in their order.
			refused: Vec<(MeterId, Refusal)>,
		},
		/// Readings that devices have signed were sent.
		DeviceReadingsAccepted {
			/// Who sent them.
			submitter: T::AccountId,
			/// How many readings were taken.
			accepted: u32,
			/// How many were there already.
			known: u32,
			/// Those that were not taken, in their order.
			refused: Vec<(MeterId, IntervalId, Refusal)>,
		},
		/// The operator corrected a reading, or entered one where there was none.
		ReadingCorrected {
			/// The meter.
			meter: MeterId,
			/// When it flowed.
			interval: IntervalId,
			/// The reading that there was.
			old: Option<(Flow, Quality)>,
			/// The reading that there is now.
			new: (Flow, Quality),
			/// Why.
			reason: CorrectionReason,
			/// Whether the interval had settled, so that the difference has been settled now.
			resettled: bool,
		},
		/// The operator told what the feeder of a zone measured.
		FeederRead {
			/// The zone.
			zone: ZoneId,
			/// When it flowed.
			interval: IntervalId,
			/// What was told before.
			old: Option<Flow>,
			/// What is told now.
			new: Flow,
		},
		/// What the feeder of a zone measured contradicts the readings that there are.
		IntervalInDoubt {
			/// The zone.
			zone: ZoneId,
			/// The interval.
			interval: IntervalId,
			/// What the feeder measured.
			feeder: Flow,
			/// The sum of the readings.
			metered: Flow,
		},
		/// The operator accepted the readings of an interval in spite of the feeder's.
		DoubtCleared {
			/// The zone.
			zone: ZoneId,
			/// The interval.
			interval: IntervalId,
		},
		/// How far readings of a zone may differ from its feeder's changed.
		PlausibilityChanged {
			/// The zone.
			zone: ZoneId,
			/// What held.
			old: Option<Plausibility>,
			/// What holds from now on.
			new: Option<Plausibility>,
		},
	}

	#[pallet::error]
	pub enum Error<T> {
		/// No zone has this id. Look the ids up in `grid.zones`.
		UnknownZone,
		/// The account is not that of the zone's operator. Sign with the operator's own account.
		NotTheOperator,
		/// The account is a gateway's already. Use another account for another gateway.
		AccountHasGateway,
		/// No gateway has this id. Look the id up in `gatewayOf` under the gateway's account.
		UnknownGateway,
		/// It is so already. There is nothing to do.
		Unchanged,
		/// All ids are used up. None can be added before the runtime is upgraded.
		NoIdsLeft,
		/// The participant may not trade. Register it, or set it active, first.
		ParticipantMayNotTrade,
		/// Nothing could flow at the meter. Name what it can carry, in watts, in at least one direction.
		NoCapacity,
		/// The participant's other meters in the zone report through another gateway. Register this one there, or retire
		/// the others first.
		AnotherGatewayServes,
		/// The participant has as many meters in the zone as it can have. Retire one and wait until its correction window
		/// has passed.
		TooManyMeters,
		/// No meter has this id. Look the ids up in `metersOf` under zone and participant.
		UnknownMeter,
		/// The meter is retired, which is final. Register it anew.
		MeterRetired,
		/// The meter is in quarantine already. There is nothing to do.
		AlreadyQuarantined,
		/// The meter is not in quarantine. There is nothing to do.
		NotQuarantined,
		/// The account is no gateway's. Sign with the account that was admitted.
		NotAGateway,
		/// The gateway is suspended. Ask the operator of its zone to let it back in.
		GatewaySuspended,
		/// There are no readings. Send at least one.
		NoReadings,
		/// The interval is not over. Send its readings once it has ended.
		IntervalNotOver,
		/// The metering deadline has passed. Only the operator can enter the reading now, as a correction.
		TooLate,
		/// The meter reports through another gateway. Send it there; `meterPages` has which one.
		OtherGateway,
		/// The meter is in quarantine. Ask the operator of its zone to look into it and to release it.
		Quarantined,
		/// The meter is not in service in that interval. It counts from the interval after its registration until the
		/// one in which it was retired.
		NotInService,
		/// It is more than the meter can carry in an interval. Check the reading, and that it is in Wh; the operator
		/// can set what the meter can carry.
		AboveCapacity,
		/// The meter has a device key. Send the reading that its device signed, or an estimate.
		DeviceReadsItself,
		/// Only the operator substitutes readings. Send it as measured or estimated.
		SubstitutedByOperatorOnly,
		/// Another reading of this meter and interval was taken before. Only the operator can correct it.
		Conflicting,
		/// The meter has no device key. Let its gateway send the reading, or the operator set a key.
		NoDeviceKey,
		/// The signature is not the device's over this reading. Check the key, and that the device signs for this chain,
		/// meter and interval.
		BadSignature,
		/// The sequence number does not rise with the interval. The device must count up from interval to interval; after a
		/// reset let the operator set a new key.
		SequenceNotRising,
		/// A correction is no estimate. Name it measured or substituted.
		EstimateIsNoCorrection,
		/// The correction window has passed. The reading is final.
		CorrectionWindowOver,
		/// The reading was corrected after settlement before, which is possible once. It is final.
		AlreadyResettled,
		/// The interval is not in doubt. There is nothing to clear.
		NotInDoubt,
		/// The hold is longer than 96 intervals. Name at most that.
		HoldTooLong,
	}

	#[pallet::extra_constants]
	impl<T: Config> Pallet<T> {
		/// Meters, and readings of an interval, that share a storage key.
		#[pallet::constant_name(MetersPerPage)]
		fn meters_per_page() -> u32 {
			METERS_PER_PAGE
		}

		/// The most intervals that a contradiction can hold up an interval past the metering deadline.
		#[pallet::constant_name(MaxHold)]
		fn max_hold() -> u16 {
			MAX_HOLD
		}
	}

	#[pallet::hooks]
	impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
		fn on_idle(_: BlockNumberFor<T>, remaining: Weight) -> Weight {
			let mut meter = frame_support::weights::WeightMeter::with_limit(remaining);
			Self::forget(&mut meter);
			meter.consumed()
		}

		fn integrity_test() {
			assert!(T::MaxReadings::get() > 0, "a gateway can send a reading");
			assert!(T::MaxDeviceReadings::get() > 0, "a device's reading can be sent");
			assert!(T::MaxMeters::get() > 0, "a participant can have a meter");
		}

		#[cfg(feature = "try-runtime")]
		fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
			Self::do_try_state()
		}
	}

	#[pallet::view_functions]
	impl<T: Config> Pallet<T> {
		/// What is stored of a meter.
		pub fn meter(id: MeterId) -> Option<Meter> {
			Self::find_meter(id)
		}

		/// What a meter measured in an interval, and how that is known; nothing where there is no reading or it was
		/// forgotten.
		pub fn reading(meter: MeterId, interval: IntervalId) -> Option<(Flow, Quality)> {
			Self::find_reading(meter, interval)
		}

		/// Whether the readings of a zone and an interval contradict the feeder's, and the operator has neither cleared
		/// them nor run out of time.
		pub fn interval_in_doubt(zone: ZoneId, interval: IntervalId) -> bool {
			Self::is_in_doubt(ProductId { interval, zone })
		}
	}

	#[pallet::call]
	impl<T: Config> Pallet<T> {
		/// Admit a gateway to a zone: `account` signs for it. It is silent once its latest report is more than
		/// `silent_after` intervals old; never if this is 0.
		///
		/// An account is one gateway only. Needs the own account of the zone's operator.
		#[pallet::call_index(0)]
		#[pallet::weight(T::WeightInfo::admit_gateway())]
		pub fn admit_gateway(
			origin: OriginFor<T>,
			zone: ZoneId,
			account: T::AccountId,
			silent_after: u16,
		) -> DispatchResult {
			Self::ensure_operator(origin, zone)?;
			let gateway = Self::do_admit(zone, &account, silent_after)?;
			Self::deposit_event(Event::GatewayAdmitted { gateway, zone, account, silent_after });
			Ok(())
		}

		/// Suspend a gateway or let it back in, and say after how many intervals without a report it is silent; 0 for
		/// never. One that is let back in counts as heard of now.
		///
		/// Needs the own account of the zone's operator.
		#[pallet::call_index(1)]
		#[pallet::weight(T::WeightInfo::set_gateway())]
		pub fn set_gateway(
			origin: OriginFor<T>,
			gateway: GatewayId,
			active: bool,
			silent_after: u16,
		) -> DispatchResult {
			let record = Gateways::<T>::get(gateway).ok_or(Error::<T>::UnknownGateway)?;
			Self::ensure_operator(origin, record.zone)?;
			let new = GatewaySettings { active, silent_after };
			let old = Self::do_set_gateway(gateway, record, new)?;
			Self::deposit_event(Event::GatewayChanged { gateway, old, new });
			Ok(())
		}

		/// Register a meter of `participant` that reports through `gateway`. It counts from the next interval on.
		///
		/// What it can carry is in watts. With a device key, what it measured is taken from the device alone. All
		/// meters of a participant in a zone report through one gateway. Needs the own account of the zone's operator.
		#[pallet::call_index(2)]
		#[pallet::weight(T::WeightInfo::register_meter())]
		pub fn register_meter(
			origin: OriginFor<T>,
			gateway: GatewayId,
			participant: ParticipantId,
			import_capacity: u32,
			export_capacity: u32,
			source: EnergySource,
			device: Option<DeviceKey>,
		) -> DispatchResult {
			let record = Gateways::<T>::get(gateway).ok_or(Error::<T>::UnknownGateway)?;
			Self::ensure_operator(origin, record.zone)?;
			let new = Meter {
				gateway,
				participant,
				zone: record.zone,
				capacity: Power { import: import_capacity, export: export_capacity },
				source,
				device: device.is_some(),
				status: MeterStatus::Active,
				from: Self::next_interval(),
				until: None,
			};
			let meter = Self::do_register(new, record, device)?;
			Self::deposit_event(Event::MeterRegistered { meter, new, key: device });
			Ok(())
		}

		/// Set what a meter can carry, in watts, from now on.
		///
		/// Needs the own account of the zone's operator.
		#[pallet::call_index(3)]
		#[pallet::weight(T::WeightInfo::set_meter())]
		pub fn set_meter(
			origin: OriginFor<T>,
			meter: MeterId,
			import_capacity: u32,
			export_capacity: u32,
		) -> DispatchResult {
			let record = Self::meter_of_operator(origin, meter)?;
			let new = Power { import: import_capacity, export: export_capacity };
			let old = Self::do_set_capacity(meter, record, new)?;
			Self::deposit_event(Event::CapacityChanged { meter, old, new });
			Ok(())
		}

		/// Take a meter out of service for good. The current interval is its last one; what it can carry does not count
		/// any more.
		///
		/// Needs the own account of the zone's operator.
		#[pallet::call_index(4)]
		#[pallet::weight(T::WeightInfo::retire_meter())]
		pub fn retire_meter(origin: OriginFor<T>, meter: MeterId) -> DispatchResult {
			let record = Self::meter_of_operator(origin, meter)?;
			let until = Self::do_retire(meter, record)?;
			Self::deposit_event(Event::MeterRetired { meter, until });
			Ok(())
		}

		/// Set the key with which a meter signs its readings, or take it away. Its sequence starts anew.
		///
		/// What was signed with the old key is good no longer. Needs the own account of the zone's operator.
		#[pallet::call_index(5)]
		#[pallet::weight(T::WeightInfo::set_device_key())]
		pub fn set_device_key(
			origin: OriginFor<T>,
			meter: MeterId,
			key: Option<DeviceKey>,
		) -> DispatchResult {
			let record = Self::meter_of_operator(origin, meter)?;
			let old = Self::do_set_key(meter, record, key)?;
			Self::deposit_event(Event::DeviceKeyChanged { meter, old, new: key });
			Ok(())
		}

		/// Release a meter from quarantine: its readings are taken, and what it can carry counts.
		///
		/// Needs the own account of the zone's operator.
		#[pallet::call_index(6)]
		#[pallet::weight(T::WeightInfo::release_meter())]
		pub fn release_meter(origin: OriginFor<T>, meter: MeterId) -> DispatchResult {
			let record = Self::meter_of_operator(origin, meter)?;
			Self::do_release(meter, record)?;
			let (old, new) = (MeterStatus::Quarantined, MeterStatus::Active);
			Self::deposit_event(Event::MeterStatusChanged { meter, old, new });
			Ok(())
		}

		/// Put a meter into quarantine: none of its readings is taken, and what it can carry does not count, until it is
		/// released.
		///
		/// Needs the own account of the zone's operator.
		#[pallet::call_index(7)]
		#[pallet::weight(T::WeightInfo::quarantine_meter())]
		pub fn quarantine_meter(origin: OriginFor<T>, meter: MeterId) -> DispatchResult {
			let record = Self::meter_of_operator(origin, meter)?;
			Self::do_quarantine(meter, record)?;
			let (old, new) = (MeterStatus::Active, MeterStatus::Quarantined);
			Self::deposit_event(Event::MeterStatusChanged { meter, old, new });
			Ok(())
		}

		/// Report what your meters measured in an interval that has ended, in Wh. Sort the readings by meter: that is
		/// cheaper.
		///
		/// Each reading stands alone; the event names those that were not taken, and why. To send one again is harmless.
		/// Another value for the same meter and interval puts the meter into quarantine. The call fails if no reading is
		/// of use. Needs the account of a gateway that is not suspended, before the metering deadline.
		#[pallet::call_index(8)]
		#[pallet::weight(Pallet::<T>::weight_of_batch(readings, readings.len()))]
		pub fn submit_readings(
			origin: OriginFor<T>,
			interval: IntervalId,
			readings: ReadingBatch<T>,
		) -> DispatchResultWithPostInfo {
			let account = ensure_signed(origin)?;
			let least = Self::weight_of_batch(&readings, 0);
			let (gateway, outcome) = Self::do_submit(&account, interval, &readings)
				.map_err(|error| error.with_weight(least))?;
			let weight = Self::weight_of_batch(&readings, outcome.quarantined);
			let (accepted, known) = (outcome.accepted, outcome.known);
			let refused = outcome.refusals().map(|(reading, why)| (reading.meter, why)).collect();
			let event = Event::ReadingsAccepted { gateway, interval, accepted, known, refused };
			Self::deposit_event(event);
			Ok(Some(weight).into())
		}

		/// Send readings that meters have signed with their device keys, of intervals that have ended, in Wh. They count
		/// as measured.
		///
		/// Each reading stands alone; the event names those that were not taken, and why. To send one again is harmless.
		/// The call fails if no reading is of use. Anyone may send them, before the metering deadline.
		#[pallet::call_index(9)]
		#[pallet::weight(Pallet::<T>::weight_of_device_batch(readings, readings.len()))]
		pub fn submit_device_readings(
			origin: OriginFor<T>,
			readings: DeviceBatch<T>,
		) -> DispatchResultWithPostInfo {
			let submitter = ensure_signed(origin)?;
			let least = Self::weight_of_device_batch(&readings, 0);
			let outcome =
				Self::do_submit_device(&readings).map_err(|error| error.with_weight(least))?;
			let weight = Self::weight_of_device_batch(&readings, outcome.quarantined);
			let (accepted, known) = (outcome.accepted, outcome.known);
			let refused = outcome
				.refusals()
				.map(|(reading, why)| (reading.meter, reading.interval, why))
				.collect();
			let event = Event::DeviceReadingsAccepted { submitter, accepted, known, refused };
			Self::deposit_event(event);
			Ok(Some(weight).into())
		}

		/// Correct a reading, or enter one where there is none, in Wh. It is measured or substituted.
		///
		/// If the interval has settled, the difference is settled now; that is possible once. Needs the own account of the
		/// zone's operator, after the interval has ended and before its correction window has passed.
		#[pallet::call_index(10)]
		#[pallet::weight(T::WeightInfo::correct_reading())]
		pub fn correct_reading(
			origin: OriginFor<T>,
			meter: MeterId,
			interval: IntervalId,
			import: u32,
			export: u32,
			quality: Quality,
			reason: CorrectionReason,
		) -> DispatchResult {
			let record = Self::meter_of_operator(origin, meter)?;
			let energy = Energy { import, export };
			let (old, resettled) = Self::do_correct(meter, record, interval, energy, quality)?;
			let new = (energy.into(), quality);
			Self::deposit_event(Event::ReadingCorrected {
				meter,
				interval,
				old,
				new,
				reason,
				resettled,
			});
			Ok(())
		}

		/// Tell what the grid's own meter at the head of a zone measured in an interval that has ended, in Wh. What was
		/// told before is replaced, and if the interval was cleared it is so no longer.
		///
		/// Needs the own account of the zone's operator, before the metering deadline.
		#[pallet::call_index(11)]
		#[pallet::weight(T::WeightInfo::submit_feeder_reading())]
		pub fn submit_feeder_reading(
			origin: OriginFor<T>,
			zone: ZoneId,
			interval: IntervalId,
			import: WattHours,
			export: WattHours,
		) -> DispatchResult {
			Self::ensure_operator(origin, zone)?;
			let new = Flow { import, export };
			let (old, totals) = Self::do_feeder(zone, interval, new)?;
			Self::deposit_event(Event::FeederRead { zone, interval, old, new });
			if Self::is_in_doubt(ProductId { interval, zone }) {
				let (feeder, metered) = (new, totals.flow);
				Self::deposit_event(Event::IntervalInDoubt { zone, interval, feeder, metered });
			}
			Ok(())
		}

		/// Accept the readings of an interval in spite of what the feeder measured, so that it can settle.
		///
		/// Needs the own account of the zone's operator.
		#[pallet::call_index(12)]
		#[pallet::weight(T::WeightInfo::clear_doubt())]
		pub fn clear_doubt(
			origin: OriginFor<T>,
			zone: ZoneId,
			interval: IntervalId,
		) -> DispatchResult {
			Self::ensure_operator(origin, zone)?;
			Self::do_clear(zone, interval)?;
			Self::deposit_event(Event::DoubtCleared { zone, interval });
			Ok(())
		}

		/// Say how far the readings of a zone may differ from its feeder's, and for how long an interval where they do is
		/// held up; or that they are not compared.
		///
		/// It holds at once, for intervals that have ended, too. Needs the own account of the zone's operator.
		#[pallet::call_index(13)]
		#[pallet::weight(T::WeightInfo::set_plausibility())]
		pub fn set_plausibility(
			origin: OriginFor<T>,
			zone: ZoneId,
			plausibility: Option<Plausibility>,
		) -> DispatchResult {
			Self::ensure_operator(origin, zone)?;
			let old = Self::do_set_plausibility(zone, plausibility)?;
			Self::deposit_event(Event::PlausibilityChanged { zone, old, new: plausibility });
			Ok(())
		}
	}
}
