//! What the calls do, and what other pallets may ask.

use crate::{
	bounds::{
		check_auction, check_calendar, check_collar, check_delivery, check_floor, check_limits,
		check_link, check_offsets, check_supplier, check_tariff,
	},
	types::{NewZone, TariffVersion, TradingTimes, Zone},
	Config, Error, Event, LinksOf, NextZone, OffsetsOf, Pallet, TimesOf, UtcOffsets, ZoneOf, Zones,
};
use alloc::vec::Vec;
use frame_support::{ensure, BoundedVec};
use gridforge_maps::DirectMap;
use gridforge_primitives::{
	api::MarketStatus, Calendar, IntervalClock, IntervalId, Link, LocalTime, Millis, ParticipantId,
	Participants as _, ProductRules, Session, Tariff, UtcOffset, ZoneId,
};

/// Levels of the tree: a parent is of a higher kind, and there are three kinds.
pub(crate) const MAX_LEVELS: u8 = 3;

/// Creating zones and changing their rules.
impl<T: Config> Pallet<T> {
	/// Check `new` and give the zone the next id. Answers with it, and with `new` where defaults that depend on
	/// something else are filled in.
	pub(crate) fn do_create_zone(mut new: NewZone) -> Result<(ZoneId, NewZone), Error<T>> {
		let tax_collector = *new.tax_collector.get_or_insert(new.operator);
		new.tariff = new.first_tariff();
		Self::check_new(&new)?;
		ensure!(T::Participants::may_trade(tax_collector), Error::<T>::TaxCollectorMayNotTrade);

		// It holds from the first interval there is: none was traded in this zone before.
		let version = TariffVersion { from: IntervalId(0), tariff: new.tariff };
		let zone = Zone {
			operator: new.operator,
			tax_collector,
			currency: new.currency,
			floor: new.floor,
			kind: new.kind,
			parent: new.parent,
			limits: new.limits,
			collar: new.collar,
			auction: new.auction,
			delivery: new.delivery,
			tariffs: BoundedVec::try_from(alloc::vec![version])
				.map_err(|_| Error::<T>::TooManyTariffChanges)?,
		};
		let id = NextZone::<T>::get();
		let next = id.0.checked_add(1).map(ZoneId).ok_or(Error::<T>::NoIdsLeft)?;

		NextZone::<T>::put(next);
		Zones::<T>::insert(id, zone);
		Ok((id, new))
	}

	fn check_new(new: &NewZone) -> Result<(), Error<T>> {
		ensure!(T::Participants::may_trade(new.operator), Error::<T>::OperatorMayNotTrade);
		if let Some(parent) = new.parent {
			let parent = Zones::<T>::get(parent).ok_or(Error::<T>::UnknownParent)?;
			ensure!(parent.kind > new.kind, Error::<T>::ParentNotHigher);
			ensure!(parent.currency == new.currency, Error::<T>::OtherCurrency);
		}
		if let Some(tariff) = &new.tariff {
			check_tariff::<T>(tariff)?;
		}
		check_floor::<T>(new.floor)?;
		check_limits::<T>(&new.limits)?;
		check_collar::<T>(new.collar)?;
		check_delivery::<T>(&new.delivery)?;
		check_supplier::<T>(&new.delivery)?;
		check_auction::<T>(new.auction)
	}

	/// Let `tariff` hold from `from` on, or from the first interval that is not open. Answers with that interval
	/// and with the zone's own tariff that it had.
	pub(crate) fn do_set_tariff(
		id: ZoneId,
		from: Option<IntervalId>,
		tariff: Option<Tariff>,
	) -> Result<(IntervalId, Option<Tariff>), Error<T>> {
		if let Some(tariff) = &tariff {
			check_tariff::<T>(tariff)?;
		}
		let earliest = T::Clock::first_unopened();
		let from = from.unwrap_or(earliest);
		ensure!(from >= earliest, Error::<T>::AlreadyOpen);
		Zones::<T>::try_mutate(id, |entry| {
			let zone = entry.as_mut().ok_or(Error::<T>::UnknownZone)?;
			ensure!(tariff.is_some() || zone.parent.is_some(), Error::<T>::NoParent);
			let old = zone.own_tariff(from);
			ensure!(old != tariff || zone.changes_after(from), Error::<T>::Unchanged);
			// What is delivered and not settled has no product of its own that would keep its rules, where nobody has traded it. One
			// whose readings are in doubt for longer is charged by what is left.
			let unsettled =
				T::Clock::interval_length().saturating_add(T::Clock::metering_deadline());
			zone.prune_tariffs(T::Clock::interval_at(T::Clock::now().saturating_sub(unsettled)));
			zone.schedule_tariff(TariffVersion { from, tariff })
				.map_err(|_| Error::<T>::TooManyTariffChanges)?;
			Ok((from, old))
		})
	}

	/// Set one rule of a zone; answers with what it was.
	pub(crate) fn change<V: PartialEq>(
		id: ZoneId,
		new: V,
		rule: impl FnOnce(&mut ZoneOf<T>) -> &mut V,
	) -> Result<V, Error<T>> {
		Zones::<T>::try_mutate(id, |entry| {
			let zone = entry.as_mut().ok_or(Error::<T>::UnknownZone)?;
			replace(rule(zone), new)
		})
	}

	/// Set status or calendar of a zone that exists; answers with what it was.
	pub(crate) fn change_times<V: PartialEq>(
		id: ZoneId,
		new: V,
		rule: impl FnOnce(&mut TradingTimes) -> &mut V,
	) -> Result<V, Error<T>> {
		TimesOf::<T>::try_mutate(id, |times| replace(rule(times), new))
	}

	/// Set a zone's calendar; answers with the one before.
	pub(crate) fn do_set_calendar(id: ZoneId, new: Calendar) -> Result<Calendar, Error<T>> {
		check_calendar::<T>(&new)?;
		ensure!(Zones::<T>::contains_key(id), Error::<T>::UnknownZone);
		Self::change_times(id, new, |times| &mut times.calendar)
	}

	/// Set a zone's offsets from UTC; answers with those before.
	pub(crate) fn do_set_utc_offsets(
		id: ZoneId,
		new: UtcOffsets<T>,
	) -> Result<UtcOffsets<T>, Error<T>> {
		check_offsets::<T>(&new)?;
		ensure!(Zones::<T>::contains_key(id), Error::<T>::UnknownZone);
		OffsetsOf::<T>::try_mutate(id, |table| replace(table, new))
	}
}

/// Links between zones.
impl<T: Config> Pallet<T> {
	/// Couple `zone` with the neighbour that `link` names, both ways. Answers with the link that there was.
	pub(crate) fn do_link(zone: ZoneId, link: Link) -> Result<Option<Link>, Error<T>> {
		check_link::<T>(&link)?;
		ensure!(zone != link.zone, Error::<T>::LinkToItself);
		let currency = |id| Zones::<T>::get(id).map(|z| z.currency).ok_or(Error::<T>::UnknownZone);
		ensure!(currency(zone)? == currency(link.zone)?, Error::<T>::OtherCurrency);

		let old = Self::put_link(zone, link)?;
		ensure!(old != Some(link), Error::<T>::Unchanged);
		Self::put_link(link.zone, Link { zone, ..link })?;
		Ok(old)
	}

	/// Take away the link between two zones; answers with it, as the first one had it.
	pub(crate) fn do_unlink(a: ZoneId, b: ZoneId) -> Result<Link, Error<T>> {
		let link = Self::take_link(a, b)?;
		Self::take_link(b, a)?;
		Ok(link)
	}

	fn put_link(zone: ZoneId, link: Link) -> Result<Option<Link>, Error<T>> {
		LinksOf::<T>::try_mutate(zone, |links| {
			if let Some(there) = links.iter_mut().find(|there| there.zone == link.zone) {
				return Ok(Some(core::mem::replace(there, link)));
			}
			links.try_push(link).map_err(|_| Error::<T>::TooManyLinks)?;
			Ok(None)
		})
	}

	fn take_link(zone: ZoneId, neighbour: ZoneId) -> Result<Link, Error<T>> {
		LinksOf::<T>::try_mutate_exists(zone, |entry| {
			let links = entry.as_mut().ok_or(Error::<T>::NotLinked)?;
			let place = links.iter().position(|link| link.zone == neighbour);
			let link = links.remove(place.ok_or(Error::<T>::NotLinked)?);
			if links.is_empty() {
				*entry = None;
			}
			Ok(link)
		})
	}
}

/// What holds in a zone.
impl<T: Config> Pallet<T> {
	/// The tariff of `zone` for `interval`: its own, or that of its nearest ancestor that has one.
	pub(crate) fn tariff_in(zone: &ZoneOf<T>, interval: IntervalId) -> Option<Tariff> {
		let mut tariff = zone.own_tariff(interval);
		let mut parent = zone.parent;
		for _ in 1..MAX_LEVELS {
			if tariff.is_some() {
				break;
			}
			let zone = Zones::<T>::get(parent?)?;
			tariff = zone.own_tariff(interval);
			parent = zone.parent;
		}
		tariff
	}

	/// What clocks in `zone` show at `moment`.
	fn local_time(zone: ZoneId, moment: Millis) -> LocalTime {
		let offset = UtcOffset::minutes_at(&OffsetsOf::<T>::read(zone), moment);
		LocalTime::at(moment, offset)
	}
}

/// Put `new` in the place of what is there, unless it is the same.
fn replace<V: PartialEq, T>(there: &mut V, new: V) -> Result<V, Error<T>> {
	ensure!(*there != new, Error::<T>::Unchanged);
	Ok(core::mem::replace(there, new))
}

impl<T: Config> gridforge_primitives::Zones for Pallet<T> {
	fn rules(zone: ZoneId, interval: IntervalId) -> Option<ProductRules> {
		let record = Zones::<T>::read(zone)?;
		let tariff = Self::tariff_in(&record, interval)?;
		let begin = Self::local_time(zone, T::Clock::delivery_start(interval));
		Some(record.rules(tariff.at_hour(begin.hour())))
	}

	fn session(zone: ZoneId) -> Session {
		let TradingTimes { status, calendar } = TimesOf::<T>::read(zone);
		let within_hours =
			calendar.is_always() || calendar.contains(Self::local_time(zone, T::Clock::now()));
		Session::of(status, within_hours)
	}

	fn links(zone: ZoneId) -> Vec<Link> {
		LinksOf::<T>::read(zone).into_inner()
	}

	fn operator(zone: ZoneId) -> Option<ParticipantId> {
		Zones::<T>::get(zone).map(|zone| zone.operator)
	}

	fn stop(zone: ZoneId) {
		let stopped = TimesOf::<T>::get(zone).status != MarketStatus::Open;
		if stopped || !Zones::<T>::contains_key(zone) {
			return;
		}
		let (old, new) = (MarketStatus::Open, MarketStatus::CancelOnly);
		TimesOf::<T>::mutate(zone, |times| times.status = new);
		Self::deposit_event(Event::ZoneStatusChanged { zone, old, new });
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn create_for_benchmark(operator: ParticipantId) -> ZoneId {
		let (zone, _) = Self::do_create_zone(NewZone::run_by(operator))
			.expect("default rules are within bounds and the benchmark admitted the operator");
		zone
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn link_for_benchmark(zone: ZoneId, neighbour: ZoneId) {
		use gridforge_primitives::{Lots, Price};
		let link = Link { zone: neighbour, capacity: Lots(u32::MAX), fee: Price(0) };
		Self::do_link(zone, link).expect("both zones are there and have few links; qed");
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn meter_for_benchmark(zone: ZoneId, supplier: ParticipantId) {
		use gridforge_primitives::{Delivery, MeteredDelivery, Price};
		let (shortage, surplus) = (Price(400), Price(20));
		let delivery = Delivery::Metered(MeteredDelivery {
			supplier,
			shortage,
			surplus,
			spread: Some(10),
			certificates: Default::default(),
		});
		Zones::<T>::mutate_extant(zone, |zone| zone.delivery = delivery);
	}

	#[cfg(feature = "runtime-benchmarks")]
	fn burden_for_benchmark(zone: ZoneId, auction: bool) {
		crate::benchmarking::burden::<T>(zone, auction);
	}
}
