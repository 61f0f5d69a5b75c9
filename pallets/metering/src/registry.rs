//! What calls of grid operators do to gateways and meters.

use crate::{
	types::place_of, Config, Connected, ConnectedOf, Device, DeviceKey, Devices, Error, Gateway,
	GatewayOf, GatewayRecord, GatewaySettings, Gateways, Meter, MeterPages, MeterStatus, MetersOf,
	NextGateway, NextMeter, OwnMeter, Pallet, Power,
};
use frame_support::{ensure, traits::DefensiveOption};
use frame_system::{ensure_signed, pallet_prelude::OriginFor};
use gridforge_primitives::{
	GatewayId, IntervalClock, IntervalId, MeterId, Participants, ZoneId, Zones,
};
use sp_runtime::{ArithmeticError, DispatchError};

/// Who may do what, and when it is.
impl<T: Config> Pallet<T> {
	/// The own account of the operator of `zone` signed.
	pub(crate) fn ensure_operator(origin: OriginFor<T>, zone: ZoneId) -> Result<(), DispatchError> {
		let account = ensure_signed(origin)?;
		let operator = T::Zones::operator(zone).ok_or(Error::<T>::UnknownZone)?;
		let participant = T::Participants::participant_of(&account);
		ensure!(participant == Some(operator), Error::<T>::NotTheOperator);
		Ok(())
	}

	/// The meter with this id, if the own account of its zone's operator signed.
	pub(crate) fn meter_of_operator(
		origin: OriginFor<T>,
		id: MeterId,
	) -> Result<Meter, DispatchError> {
		let meter = Self::find_meter(id).ok_or(Error::<T>::UnknownMeter)?;
		Self::ensure_operator(origin, meter.zone)?;
		Ok(meter)
	}

	/// The meter with this id.
	pub(crate) fn find_meter(id: MeterId) -> Option<Meter> {
		let (page, place) = place_of(id)?;
		MeterPages::<T>::get(page).get(place).copied()
	}

	/// The interval that it is.
	pub(crate) fn current_interval() -> IntervalId {
		T::Clock::interval_at(T::Clock::now())
	}

	/// The interval after the current one.
	pub(crate) fn next_interval() -> IntervalId {
		IntervalId(Self::current_interval().0.saturating_add(1))
	}
}

/// Gateways.
impl<T: Config> Pallet<T> {
	/// Give a gateway of `zone` the next id.
	pub(crate) fn do_admit(
		zone: ZoneId,
		account: &T::AccountId,
		silent_after: u16,
	) -> Result<GatewayId, Error<T>> {
		ensure!(!GatewayOf::<T>::contains_key(account), Error::<T>::AccountHasGateway);
		let id = NextGateway::<T>::get();
		let next = id.0.checked_add(1).map(GatewayId).ok_or(Error::<T>::NoIdsLeft)?;
		let gateway = Gateway {
			zone,
			account: account.clone(),
			settings: GatewaySettings { active: true, silent_after },
			reported: Self::current_interval(),
			meters: 0,
		};

		NextGateway::<T>::put(next);
		GatewayOf::<T>::insert(account, id);
		Gateways::<T>::insert(id, gateway);
		Ok(id)
	}

	/// Set what is said of a gateway; answers with what was.
	pub(crate) fn do_set_gateway(
		id: GatewayId,
		mut gateway: GatewayRecord<T>,
		new: GatewaySettings,
	) -> Result<GatewaySettings, Error<T>> {
		let old = gateway.settings;
		ensure!(old != new, Error::<T>::Unchanged);
		if new.active && !old.active {
			gateway.reported = Self::current_interval();
		}
		gateway.settings = new;
		Gateways::<T>::insert(id, gateway);
		Ok(old)
	}

	/// A gateway has reported of `interval`.
	pub(crate) fn heard_of(id: GatewayId, interval: IntervalId) {
		if let Some(mut gateway) = Gateways::<T>::get(id).filter(|g| g.reported < interval) {
			gateway.reported = interval;
			Gateways::<T>::insert(id, gateway);
		}
	}
}

/// Meters.
impl<T: Config> Pallet<T> {
	/// Give `meter` the next id.
	pub(crate) fn do_register(
		meter: Meter,
		mut gateway: GatewayRecord<T>,
		key: Option<DeviceKey>,
	) -> Result<MeterId, DispatchError> {
		ensure!(T::Participants::may_trade(meter.participant), Error::<T>::ParticipantMayNotTrade);
		ensure!(!meter.capacity.is_zero(), Error::<T>::NoCapacity);
		let id = NextMeter::<T>::get();
		let next = id.0.checked_add(1).map(MeterId).ok_or(Error::<T>::NoIdsLeft)?;
		gateway.meters = gateway.meters.checked_add(1).ok_or(ArithmeticError::Overflow)?;

		Self::list(id, &meter)?;
		let (page, place) = place_of(id).ok_or(Error::<T>::NoIdsLeft)?;
		MeterPages::<T>::try_mutate(page, |meters| {
			ensure!(meters.len() == place, Error::<T>::NoIdsLeft);
			meters.try_push(meter).map_err(|_| Error::<T>::NoIdsLeft)
		})?;
		NextMeter::<T>::put(next);
		Gateways::<T>::insert(meter.gateway, gateway);
		if let Some(key) = key {
			Devices::<T>::insert(id, Device { key, latest: None });
		}
		Ok(id)
	}

	/// Put a new meter into the list of its participant.
	fn list(id: MeterId, meter: &Meter) -> Result<(), DispatchError> {
		let Meter { zone, participant, gateway, .. } = *meter;
		let mut connected = MetersOf::<T>::get(zone, participant)
			.unwrap_or_else(|| ConnectedOf::<T>::through(gateway));
		if connected.meters.iter().all(|own| own.until.is_some()) {
			connected.gateway = gateway;
		}
		ensure!(connected.gateway == gateway, Error::<T>::AnotherGatewayServes);
		if connected.meters.is_full() {
			connected.meters.retain(|own| !own.until.is_some_and(Self::is_long_ago));
		}
		let own = OwnMeter::of(id, meter);
		connected.meters.try_push(own).map_err(|_| Error::<T>::TooManyMeters)?;
		connected.add(meter.capacity).ok_or(ArithmeticError::Overflow)?;
		MetersOf::<T>::insert(zone, participant, connected);
		Ok(())
	}

	/// Whether all intervals before `until` have been forgotten, or are about to be.
	fn is_long_ago(until: IntervalId) -> bool {
		until.0.checked_sub(1).is_none_or(|last| Self::is_past(IntervalId(last)))
	}

	/// Set what a meter can carry; answers with what it could.
	pub(crate) fn do_set_capacity(
		id: MeterId,
		mut meter: Meter,
		new: Power,
	) -> Result<Power, DispatchError> {
		ensure!(!new.is_zero(), Error::<T>::NoCapacity);
		ensure!(meter.status != MeterStatus::Retired, Error::<T>::MeterRetired);
		let old = meter.capacity;
		ensure!(old != new, Error::<T>::Unchanged);
		if meter.status == MeterStatus::Active {
			Self::change_connected(&meter, |connected| {
				connected.take(old)?;
				connected.add(new)
			})?;
		}
		meter.capacity = new;
		Self::put_meter(id, meter)?;
		Ok(old)
	}

	/// Take a meter out of service; answers with the first interval that it does not count for.
	pub(crate) fn do_retire(id: MeterId, mut meter: Meter) -> Result<IntervalId, DispatchError> {
		ensure!(meter.status != MeterStatus::Retired, Error::<T>::MeterRetired);
		let until = Self::next_interval();
		let counts = meter.status == MeterStatus::Active;
		Self::change_connected(&meter, |connected| {
			if counts {
				connected.take(meter.capacity)?;
			}
			connected.meters.iter_mut().find(|own| own.id == id)?.until = Some(until);
			Some(())
		})?;
		Gateways::<T>::try_mutate(meter.gateway, |entry| {
			let gateway = entry.as_mut().ok_or(Error::<T>::UnknownGateway)?;
			gateway.meters = gateway.meters.checked_sub(1).ok_or(ArithmeticError::Underflow)?;
			Ok::<_, DispatchError>(())
		})?;
		meter.status = MeterStatus::Retired;
		meter.until = Some(until);
		Self::put_meter(id, meter)?;
		Ok(until)
	}

	/// Set the key of a meter; answers with the one before.
	pub(crate) fn do_set_key(
		id: MeterId,
		mut meter: Meter,
		new: Option<DeviceKey>,
	) -> Result<Option<DeviceKey>, DispatchError> {
		ensure!(meter.status != MeterStatus::Retired, Error::<T>::MeterRetired);
		let old = Devices::<T>::get(id).map(|device| device.key);
		ensure!(old != new, Error::<T>::Unchanged);
		Devices::<T>::set(id, new.map(|key| Device { key, latest: None }));
		if meter.device != new.is_some() {
			meter.device = new.is_some();
			Self::put_meter(id, meter)?;
		}
		Ok(old)
	}

	/// Let readings of a meter be taken again.
	pub(crate) fn do_release(id: MeterId, mut meter: Meter) -> Result<(), DispatchError> {
		ensure!(meter.status == MeterStatus::Quarantined, Error::<T>::NotQuarantined);
		Self::change_connected(&meter, |connected| connected.add(meter.capacity))?;
		meter.status = MeterStatus::Active;
		Self::put_meter(id, meter)
	}

	/// Take no more readings of a meter.
	pub(crate) fn do_quarantine(id: MeterId, mut meter: Meter) -> Result<(), DispatchError> {
		match meter.status {
			MeterStatus::Active => Self::set_aside(&mut meter)?,
			MeterStatus::Quarantined => return Err(Error::<T>::AlreadyQuarantined.into()),
			MeterStatus::Retired => return Err(Error::<T>::MeterRetired.into()),
		}
		Self::put_meter(id, meter)
	}

	/// Put an active meter into quarantine; its page has to be written after that.
	pub(crate) fn set_aside(meter: &mut Meter) -> Result<(), DispatchError> {
		let capacity = meter.capacity;
		Self::change_connected(meter, |connected| connected.take(capacity))?;
		meter.status = MeterStatus::Quarantined;
		Ok(())
	}

	/// Change what is said of the meters of a meter's participant.
	fn change_connected(
		meter: &Meter,
		change: impl FnOnce(&mut Connected<T::MaxMeters>) -> Option<()>,
	) -> Result<(), DispatchError> {
		MetersOf::<T>::try_mutate(meter.zone, meter.participant, |entry| {
			let connected = entry.as_mut().defensive_ok_or(Error::<T>::UnknownMeter)?;
			change(connected).defensive_ok_or(ArithmeticError::Underflow)?;
			Ok(())
		})
	}

	/// Write a meter back to its page.
	fn put_meter(id: MeterId, meter: Meter) -> Result<(), DispatchError> {
		let (page, place) = place_of(id).ok_or(Error::<T>::UnknownMeter)?;
		MeterPages::<T>::try_mutate(page, |meters| {
			*meters.get_mut(place).defensive_ok_or(Error::<T>::UnknownMeter)? = meter;
			Ok(())
		})
	}
}
