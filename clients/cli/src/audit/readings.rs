//! Readings and what became of them.

use super::{
	block::{address, moment},
	ledger::{At, Ledger},
	orders::{trader, word},
	rows::ReadingRow,
	shapes::{
		self, DeviceReadingsAccepted, FeederRead, Flow, MeterQuarantined, Reading,
		ReadingCorrected, ReadingsAccepted, SubmitReadings, Whole,
	},
};
use crate::errors::Result;
use gridforge_primitives::{text::decimal, IntervalId};
use std::collections::{BTreeMap, VecDeque};

/// Decimal places of a Wh in kWh.
const WH_PLACES: u32 = 3;

fn energy(wh: Whole) -> Option<String> {
	Some(decimal(wh.0 < 0, wh.0.unsigned_abs(), WH_PLACES, 0))
}

fn row(at: At<'_>, kind: &'static str, interval: u32, meter: Option<u32>) -> ReadingRow {
	let of = meter.and_then(|meter| at.block.meters.get(&meter));
	let times = at.times();
	ReadingRow {
		block: at.block.number,
		event: at.event.told.index,
		time: at.time(),
		kind,
		participant: of.map(|(participant, _)| *participant),
		zone: of.map(|(_, zone)| *zone),
		delivery_start: moment(times.start(IntervalId(interval))),
		delivery_end: moment(times.end(IntervalId(interval))),
		interval,
		meter,
		account: trader(at),
		..ReadingRow::default()
	}
}

/// What became of the readings of a report that were not refused. Of some that were taken and some that were there
/// already the event tells how many, not which.
fn result(accepted: u32, known: u32) -> &'static str {
	match (accepted, known) {
		(_, 0) => "accepted",
		(0, _) => "known",
		(_, _) => "accepted or known",
	}
}

impl Ledger {
	pub(super) fn readings(&mut self, at: At<'_>) -> Result<()> {
		let ReadingsAccepted { gateway, interval, accepted, known, refused } = at.read()?;
		let refused: Vec<_> =
			refused.into_iter().map(|(meter, why)| ((meter, interval), why)).collect();
		let sent = self.report(at, "submit_readings", "ReadingsAccepted")?;
		let rows = rows(at, sent, interval, refused, result(accepted, known));
		let rows = rows.into_iter().map(|row| ReadingRow { gateway: Some(gateway), ..row });
		self.rows.readings.extend(rows);
		Ok(())
	}

	pub(super) fn device_readings(&mut self, at: At<'_>) -> Result<()> {
		let DeviceReadingsAccepted { submitter, accepted, known, refused } = at.read()?;
		let refused: Vec<_> =
			refused.into_iter().map(|(meter, of, why)| ((meter, of), why)).collect();
		let sent = self.report(at, "submit_device_readings", "DeviceReadingsAccepted")?;
		let rows = rows(at, sent, 0, refused, result(accepted, known));
		let account = address(&submitter);
		let rows = rows.into_iter().map(|row| ReadingRow { account: account.clone(), ..row });
		self.rows.readings.extend(rows);
		Ok(())
	}

	/// The readings that an event is about: they stand in the call. None where some of several such calls in one
	/// transaction failed, so that they cannot be told apart.
	fn report(&self, at: At<'_>, call: &str, event: &str) -> Result<Vec<Reading>> {
		let Some(sent) = at.sent() else { return Ok(Vec::new()) };
		let calls: Vec<_> = sent.calls(call).collect();
		let told = at
			.block
			.events
			.iter()
			.filter(|other| other.by == at.event.by && other.told.is("Metering", event));
		let told: Vec<_> = told.map(|other| other.told.index).collect();
		let place = told.iter().position(|index| *index == at.event.told.index);
		let Some(call) = place.and_then(|place| calls.get(place)) else { return Ok(Vec::new()) };
		if calls.len() != told.len() {
			return Ok(Vec::new());
		}
		let SubmitReadings { readings } = shapes::read(call)?;
		Ok(readings)
	}

	pub(super) fn corrected(&mut self, at: At<'_>) -> Result<()> {
		let ReadingCorrected { meter, interval, old, new, reason, resettled } = at.read()?;
		let (flow, quality) = new;
		let (old, old_quality) = old.unzip();
		self.rows.readings.push(ReadingRow {
			import_kwh: energy(flow.import),
			export_kwh: energy(flow.export),
			quality: Some(word(&quality)),
			old_import_kwh: old.and_then(|old| energy(old.import)),
			old_export_kwh: old.and_then(|old| energy(old.export)),
			old_quality: old_quality.map(|quality| word(&quality)),
			result: if resettled { "accepted, settled anew" } else { "accepted" },
			reason: Some(word(&reason)),
			..row(at, "correction", interval, Some(meter))
		});
		Ok(())
	}

	pub(super) fn quarantined(&mut self, at: At<'_>) -> Result<()> {
		let MeterQuarantined { meter, interval, accepted, refused } = at.read()?;
		self.rows.readings.push(ReadingRow {
			import_kwh: energy(refused.import),
			export_kwh: energy(refused.export),
			old_import_kwh: energy(accepted.import),
			old_export_kwh: energy(accepted.export),
			result: "refused",
			reason: Some("conflicting".into()),
			..row(at, "quarantine", interval, Some(meter))
		});
		Ok(())
	}

	pub(super) fn feeder_read(&mut self, at: At<'_>) -> Result<()> {
		let FeederRead { zone, interval, old, new: Flow { import, export } } = at.read()?;
		self.rows.readings.push(ReadingRow {
			zone: Some(zone),
			import_kwh: energy(import),
			export_kwh: energy(export),
			old_import_kwh: old.and_then(|old| energy(old.import)),
			old_export_kwh: old.and_then(|old| energy(old.export)),
			result: "accepted",
			..row(at, "feeder", interval, None)
		});
		Ok(())
	}
}

/// A record for each reading of a report, of which those that were refused are known, in their order.
fn rows(
	at: At<'_>,
	sent: Vec<Reading>,
	interval: u32,
	refused: Vec<((u32, u32), String)>,
	result: &'static str,
) -> Vec<ReadingRow> {
	let mut reasons = BTreeMap::<_, VecDeque<String>>::new();
	for (of, why) in refused {
		reasons.entry(of).or_default().push_back(why);
	}
	// Of several readings of one meter and interval in a report the first is taken, if any is: refusals are matched
	// from the end.
	let mut found: Vec<_> = sent
		.into_iter()
		.rev()
		.map(|reading| {
			let Reading { meter, interval: own, flow, quality } = reading;
			let interval = own.unwrap_or(interval);
			let why = reasons.get_mut(&(meter, interval)).and_then(|list| list.pop_back());
			ReadingRow {
				import_kwh: energy(flow.import),
				export_kwh: energy(flow.export),
				quality: Some(quality.map_or("measured".into(), |quality| word(&quality))),
				result: if why.is_some() { "refused" } else { result },
				reason: why.map(|why| word(&why)),
				..row(at, "reading", interval, Some(meter))
			}
		})
		.collect();
	found.reverse();
	found
}
