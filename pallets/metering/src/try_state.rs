//! What must hold of the storage between any two blocks.

use crate::{
	types::meter_at, Config, Devices, ForgetFrom, GatewayOf, Gateways, IntervalTotals, MeterPages,
	MeterStatus, MetersOf, NextGateway, NextMeter, OwnMeter, Pallet, PlausibilityOf, Readings,
	Totals, MAX_HOLD,
};
use alloc::collections::BTreeMap;
use frame_support::ensure;
use gridforge_primitives::{GatewayId, IntervalId, ParticipantId, ZoneId};
use sp_runtime::TryRuntimeError;

impl<T: Config> Pallet<T> {
	/// Check the invariants:
	///
	/// 1. the ids of gateways are at least 1 and below [`NextGateway`], those of meters below [`NextMeter`]; meters fill
	///    their pages without a gap;
	/// 2. every gateway's account leads back to it, and every account to its gateway; a gateway counts its meters that
	///    are not retired;
	/// 3. every meter reports through a gateway of its zone, can carry something, and is retired if and only if it
	///    has an end;
	/// 4. the list of a participant agrees with the meters in it, which are all of its meters but retired ones; those not
	///    retired report through its gateway; its sums are those of the active ones;
	/// 5. a meter has a device if and only if it says so;
	/// 6. readings are of meters that exist, in intervals in which they are in service; no page is empty, or longer than
	///    its last reading needs;
	/// 7. the totals of an interval and a zone are the sums of its readings, unless it is being forgotten;
	/// 8. nothing is older than [`ForgetFrom`];
	/// 9. holds are within their bound.
	pub fn do_try_state() -> Result<(), TryRuntimeError> {
		let mut counted = BTreeMap::new();
		let mut sums = BTreeMap::new();
		Self::check_pages(&mut counted, &mut sums)?;
		Self::check_gateways(&counted)?;
		Self::check_lists(&sums)?;
		Self::check_devices()?;
		Self::check_readings()?;
		for (_, plausibility) in PlausibilityOf::<T>::iter() {
			ensure!(plausibility.hold <= MAX_HOLD, "hold longer than allowed");
		}
		Ok(())
	}

	/// Invariants 1 and 3 of meters, and the part of 4 that all of them are listed. Counts those in service by gateway,
	/// and sums up what participants' active ones can carry.
	fn check_pages(
		counted: &mut BTreeMap<GatewayId, u32>,
		sums: &mut BTreeMap<(ZoneId, ParticipantId), (u64, u64)>,
	) -> Result<(), TryRuntimeError> {
		let next = NextMeter::<T>::get();
		let mut total = 0_u32;
		for (page, meters) in MeterPages::<T>::iter() {
			for (place, meter) in meters.iter().enumerate() {
				let id = meter_at(page, place).ok_or("meter past the last id")?;
				ensure!(id < next, "meter with an id that was never assigned");
				total = total.saturating_add(1);
				let gateway = Gateways::<T>::get(meter.gateway).ok_or("meter without a gateway")?;
				ensure!(gateway.zone == meter.zone, "meter in another zone than its gateway");
				ensure!(!meter.capacity.is_zero(), "meter that can carry nothing");
				let retired = meter.status == MeterStatus::Retired;
				ensure!(retired == meter.until.is_some(), "end of a meter that is not retired");
				let sum = sums.entry((meter.zone, meter.participant)).or_default();
				if meter.status == MeterStatus::Active {
					sum.0 = sum.0.saturating_add(meter.capacity.import.into());
					sum.1 = sum.1.saturating_add(meter.capacity.export.into());
				}
				if retired {
					continue;
				}
				let count = counted.entry(meter.gateway).or_default();
				*count = count.saturating_add(1);
				let list = MetersOf::<T>::get(meter.zone, meter.participant);
				let listed = list.is_some_and(|list| list.meters.iter().any(|own| own.id == id));
				ensure!(listed, "meter missing in the list of its participant");
			}
		}
		ensure!(total == next.0.saturating_sub(1), "gap between meters");
		Ok(())
	}

	/// Invariant 2, and 1 of gateways.
	fn check_gateways(counted: &BTreeMap<GatewayId, u32>) -> Result<(), TryRuntimeError> {
		let ids = GatewayId(1)..NextGateway::<T>::get();
		for (id, gateway) in Gateways::<T>::iter() {
			ensure!(ids.contains(&id), "gateway with an id that was never assigned");
			let back = GatewayOf::<T>::get(&gateway.account);
			ensure!(back == Some(id), "gateway whose account does not lead back to it");
			let meters = counted.get(&id).copied().unwrap_or_default();
			ensure!(gateway.meters == meters, "gateway that does not count its meters");
		}
		for (account, id) in GatewayOf::<T>::iter() {
			let gateway = Gateways::<T>::get(id).ok_or("account without its gateway")?;
			ensure!(gateway.account == account, "several accounts lead to one gateway");
		}
		Ok(())
	}

	/// Invariant 4.
	fn check_lists(
		sums: &BTreeMap<(ZoneId, ParticipantId), (u64, u64)>,
	) -> Result<(), TryRuntimeError> {
		for (zone, participant, list) in MetersOf::<T>::iter() {
			ensure!(!list.meters.is_empty(), "empty list of meters");
			ensure!(list.meters.is_sorted_by(|a, b| a.id < b.id), "list of meters out of order");
			for own in &list.meters {
				let meter = Self::find_meter(own.id).ok_or("list names no meter")?;
				ensure!(
					*own == OwnMeter::of(own.id, &meter),
					"list says other things than its meter"
				);
				let whose = (meter.zone, meter.participant);
				ensure!(whose == (zone, participant), "list names another's meter");
				let through = meter.gateway == list.gateway || own.until.is_some();
				ensure!(through, "meters of a participant with several gateways");
			}
			let sum = sums.get(&(zone, participant)).copied().unwrap_or_default();
			ensure!(
				sum == (list.import, list.export),
				"capacity that is not the sum of the meters'"
			);
		}
		Ok(())
	}

	/// Invariant 5.
	fn check_devices() -> Result<(), TryRuntimeError> {
		for id in Devices::<T>::iter_keys() {
			let meter = Self::find_meter(id).ok_or("device of no meter")?;
			ensure!(meter.device, "device of a meter without one");
		}
		for (page, meters) in MeterPages::<T>::iter() {
			for (place, _) in meters.iter().enumerate().filter(|(_, meter)| meter.device) {
				let there = meter_at(page, place).is_some_and(Devices::<T>::contains_key);
				ensure!(there, "meter without its device");
			}
		}
		Ok(())
	}

	/// Invariants 6, 7 and 8.
	fn check_readings() -> Result<(), TryRuntimeError> {
		let oldest = ForgetFrom::<T>::get();
		let in_time = |interval| oldest.is_some_and(|oldest| oldest <= interval);
		let mut sums = BTreeMap::<(IntervalId, ZoneId), Totals>::new();
		for (interval, page, slots) in Readings::<T>::iter() {
			ensure!(in_time(interval), "readings older than what is remembered");
			let last = slots.last().and_then(|slot| slot.reading());
			ensure!(last.is_some(), "page of readings that is longer than they need");
			for (place, slot) in slots.iter().enumerate() {
				let Some(quality) = slot.mark.quality() else { continue };
				let meter = meter_at(page, place).and_then(Self::find_meter);
				let meter = meter.ok_or("reading of no meter")?;
				ensure!(meter.counts_for(interval), "reading of a meter that is not in service");
				let sum = sums.entry((interval, meter.zone)).or_default();
				sum.add(slot.energy, quality).ok_or("readings past the range")?;
			}
		}
		for (interval, zone, totals) in IntervalTotals::<T>::iter() {
			ensure!(in_time(interval), "totals older than what is remembered");
			let sum = sums.remove(&(interval, zone)).unwrap_or_default();
			let agree = (sum.flow, sum.counts) == (totals.flow, totals.counts);
			ensure!(agree || Self::is_past(interval), "totals that are not the sums of readings");
		}
		ensure!(sums.is_empty(), "readings without their totals");
		Ok(())
	}
}
