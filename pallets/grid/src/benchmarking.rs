//! Benchmarks of the calls, and the worst case of a zone's rules.

use super::*;
use alloc::vec::Vec;
use frame_benchmarking::v2::*;
use frame_support::{
	traits::{EnsureOrigin, Get},
	BoundedVec,
};
use gridforge_primitives::{
	api::MarketStatus, Calendar, Collar, CollarReference, Delivery, IntervalClock, IntervalId,
	Link, LocalTime, Lots, MeteredDelivery, Millis, Multiplier, OrderLimits, ParticipantId,
	Participants as _, PerKwh, Price, Session, Shares, Tariff, UtcOffset, ZoneId, ZoneKind,
	Zones as _, HOURS, LOAD_BANDS, MAX_LINKS,
};
use sp_runtime::Permill;

/// A participant that may run a zone.
fn operator<T: Config>() -> ParticipantId {
	T::Participants::admit_for_benchmark(&account("operator", 0, 0))
}

fn admin<T: Config>() -> Result<T::RuntimeOrigin, BenchmarkError> {
	T::AdminOrigin::try_successful_origin().map_err(|_| BenchmarkError::Weightless)
}

/// A zone with as many tariff versions as it can have, in two levels above it, too.
fn zone<T: Config>() -> ZoneId {
	let zone = Pallet::<T>::create_for_benchmark(operator::<T>());
	burden::<T>(zone, true);
	zone
}

/// A tariff with every kind of fee, none of them dear.
fn tariff() -> Tariff {
	Tariff {
		ad_valorem: Permill::from_percent(5),
		per_kwh: PerKwh(10_000),
		time_of_use: [Multiplier(150); HOURS],
		congestion: [Multiplier(200); LOAD_BANDS],
		cap: Some(PerKwh::MAX),
		tax: Permill::from_percent(19),
		shares: Shares { host: Permill::from_percent(20), treasury: Permill::from_percent(10) },
	}
}

/// As many versions as there can be. They begin with the intervals 0, 1, 2 …: once interval 0 is settled there is room for one
/// more.
fn versions<T: Config>(tariff: Option<Tariff>) -> BoundedVec<TariffVersion, T::MaxTariffVersions> {
	let versions = (0..T::MaxTariffVersions::get())
		.map(|from| TariffVersion { from: IntervalId(from), tariff })
		.collect::<Vec<_>>();
	BoundedVec::truncate_from(versions)
}

/// As many changes of clocks as there can be, all but the first of them far away.
fn offsets<T: Config>() -> UtcOffsets<T> {
	let count = T::MaxUtcOffsets::get();
	let later = (1..count).map(|i| Millis::MAX - Millis::from(count - i));
	let table = core::iter::once(0).chain(later).map(|from| UtcOffset { from, minutes: 0 });
	BoundedVec::truncate_from(table.collect::<Vec<_>>())
}

/// A calendar that is not always, but now.
fn calendar<T: Config>() -> Calendar {
	let minute = LocalTime::at(T::Clock::now(), 0).minute;
	let (from, until) = if minute < 1_439 { (0, 1_439) } else { (1, 1_440) };
	Calendar { from, until, ..Calendar::default() }
}

/// A zone above others whose list of tariffs is full.
fn ancestor<T: Config>(
	kind: ZoneKind,
	parent: Option<ZoneId>,
	of: &ZoneOf<T>,
	tariff: Option<Tariff>,
) -> ZoneId {
	let new = NewZone { kind, parent, currency: of.currency, ..NewZone::run_by(of.operator) };
	let (id, _) = Pallet::<T>::do_create_zone(new).expect("the kinds rise, the rest is default");
	Zones::<T>::mutate(id, |zone| {
		if let Some(zone) = zone {
			zone.tariffs = versions::<T>(tariff);
		}
	});
	id
}

/// Let the rules of a zone be the worst case. Its tariff is that of the zone above the zone above it.
pub(crate) fn burden<T: Config>(id: ZoneId, auction: bool) {
	let Some(mut zone) = Zones::<T>::get(id) else { return };
	let region = ancestor::<T>(ZoneKind::Region, None, &zone, Some(tariff()));
	let substation = ancestor::<T>(ZoneKind::Substation, Some(region), &zone, None);
	let collector = T::Participants::admit_for_benchmark(&account("tax collector", 0, 0));
	let (opens, closes) = (T::Clock::gate_open(), T::Clock::gate_close());

	zone.kind = ZoneKind::Feeder;
	zone.parent = Some(substation);
	zone.tariffs = versions::<T>(None);
	zone.tax_collector = collector;
	zone.collar = Some(Collar {
		rate: Permill::one(),
		ticks: gridforge_primitives::TICKS,
		reference: CollarReference::Average,
	});
	zone.auction = auction.then_some(closes + (opens - closes) / 2);
	Zones::<T>::insert(id, zone);
	TimesOf::<T>::insert(id, TradingTimes { calendar: calendar::<T>(), ..Default::default() });
	OffsetsOf::<T>::insert(id, offsets::<T>());
}

/// Give `zone` so many neighbours.
fn link<T: Config>(zone: ZoneId, count: u32) -> Result<Vec<ZoneId>, BenchmarkError> {
	let neighbours =
		(0..count).map(|_| Pallet::<T>::create_for_benchmark(operator::<T>())).collect::<Vec<_>>();
	for neighbour in &neighbours {
		let link = Link { zone: *neighbour, capacity: Lots(1), fee: Price(1) };
		Pallet::<T>::do_link(zone, link).map_err(|_| BenchmarkError::Stop("zones link"))?;
	}
	Ok(neighbours)
}

/// Two zones with a full list each, in which the other comes last; `linked` says whether it does yet.
fn neighbours<T: Config>(linked: bool) -> Result<(ZoneId, ZoneId), BenchmarkError> {
	let (a, b) = (zone::<T>(), zone::<T>());
	link::<T>(a, MAX_LINKS - 1)?;
	link::<T>(b, MAX_LINKS - 1)?;
	if linked {
		let link = Link { zone: b, capacity: Lots(1), fee: Price(1) };
		Pallet::<T>::do_link(a, link).map_err(|_| BenchmarkError::Stop("zones link"))?;
	}
	Ok((a, b))
}

#[benchmarks]
mod benchmarks {
	use super::*;

	#[benchmark]
	fn create_zone() -> Result<(), BenchmarkError> {
		let origin = admin::<T>()?;
		let above = zone::<T>();
		let parent = Zones::<T>::get(above).and_then(|zone| zone.parent);
		let new = NewZone { parent, tariff: Some(tariff()), ..NewZone::run_by(operator::<T>()) };
		let zone = NextZone::<T>::get();

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, new);

		let rules = Pallet::<T>::rules(zone, IntervalId(0));
		assert_eq!(rules.map(|rules| rules.operator), Some(new.operator));
		assert!(parent.is_some() && NextZone::<T>::get() > zone);
		Ok(())
	}

	/// The zone has as many versions as it can have.
	#[benchmark]
	fn set_tariff() -> Result<(), BenchmarkError> {
		let origin = admin::<T>()?;
		let zone = zone::<T>();
		let new = Tariff { ad_valorem: Permill::from_percent(1), ..tariff() };
		T::Clock::set_for_benchmark(T::Clock::readings_until(IntervalId(1)));

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, zone, None, Some(new));

		let rules = Pallet::<T>::rules(zone, T::Clock::first_unopened());
		assert_eq!(rules.map(|rules| rules.fees.ad_valorem), Some(new.ad_valorem));
		Ok(())
	}

	/// By the operator, whom the admin origin is tried before.
	#[benchmark]
	fn set_zone_status() -> Result<(), BenchmarkError> {
		let account: T::AccountId = account("operator", 0, 0);
		let zone = zone::<T>();
		assert_eq!(Pallet::<T>::session(zone), Session::Open);

		#[extrinsic_call]
		_(frame_system::RawOrigin::Signed(account), zone, MarketStatus::Halted);

		assert_eq!(Pallet::<T>::session(zone), Session::Halted);
		Ok(())
	}

	#[benchmark]
	fn set_calendar() -> Result<(), BenchmarkError> {
		let origin = admin::<T>()?;
		let zone = zone::<T>();
		let new = Calendar { days: 1, from: 60, until: 120 };

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, zone, new);

		assert_eq!(TimesOf::<T>::get(zone).calendar, new);
		Ok(())
	}

	/// A full table in the place of a full one.
	#[benchmark]
	fn set_utc_offsets() -> Result<(), BenchmarkError> {
		let origin = admin::<T>()?;
		let zone = zone::<T>();
		let mut new = offsets::<T>();
		new.iter_mut().for_each(|entry| entry.minutes = 60);

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, zone, new.clone());

		assert_eq!(OffsetsOf::<T>::get(zone), new);
		Ok(())
	}

	#[benchmark]
	fn set_limits() -> Result<(), BenchmarkError> {
		let origin = admin::<T>()?;
		let zone = zone::<T>();
		let new = OrderLimits { min_order: Lots(20), ..OrderLimits::default() };

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, zone, new);

		assert_eq!(Zones::<T>::get(zone).map(|zone| zone.limits), Some(new));
		Ok(())
	}

	#[benchmark]
	fn set_collar() -> Result<(), BenchmarkError> {
		let origin = admin::<T>()?;
		let zone = zone::<T>();
		let new = Collar {
			rate: Permill::from_percent(20),
			ticks: 25,
			reference: CollarReference::Average,
		};

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, zone, Some(new));

		assert_eq!(Zones::<T>::get(zone).map(|zone| zone.collar), Some(Some(new)));
		Ok(())
	}

	#[benchmark]
	fn set_auction() -> Result<(), BenchmarkError> {
		let origin = admin::<T>()?;
		let zone = zone::<T>();
		let new = T::Clock::gate_close() + 1;

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, zone, Some(new));

		assert_eq!(Zones::<T>::get(zone).map(|zone| zone.auction), Some(Some(new)));
		Ok(())
	}

	#[benchmark]
	fn set_delivery() -> Result<(), BenchmarkError> {
		let origin = admin::<T>()?;
		let zone = zone::<T>();
		let supplier = Zones::<T>::get(zone).ok_or("there is the zone")?.operator;
		let (shortage, surplus) = (Price(400), Price(20));
		let new = Delivery::Metered(MeteredDelivery {
			supplier,
			shortage,
			surplus,
			spread: None,
			certificates: Default::default(),
		});

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, zone, new);

		assert_eq!(Zones::<T>::get(zone).map(|zone| zone.delivery), Some(new));
		Ok(())
	}

	#[benchmark]
	fn link_zones() -> Result<(), BenchmarkError> {
		let origin = admin::<T>()?;
		let (a, b) = neighbours::<T>(false)?;

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, a, b, Lots(100), Price(5));

		let back = Link { zone: a, capacity: Lots(100), fee: Price(5) };
		assert_eq!(Pallet::<T>::links(b).last(), Some(&back));
		Ok(())
	}

	#[benchmark]
	fn unlink_zones() -> Result<(), BenchmarkError> {
		let origin = admin::<T>()?;
		let (a, b) = neighbours::<T>(true)?;

		#[extrinsic_call]
		_(origin as T::RuntimeOrigin, a, b);

		assert!(Pallet::<T>::links(a).iter().all(|link| link.zone != b));
		assert!(Pallet::<T>::links(b).iter().all(|link| link.zone != a));
		Ok(())
	}

	impl_benchmark_test_suite!(
		Pallet,
		crate::mock::ExtBuilder::default().build(),
		crate::mock::Test
	);
}
