//! P7: what a reading costs, packed by a gateway or signed by its device.

use super::Scale;
use crate::{
	chain,
	report::{Line, Target},
	rounds::{measure, Side},
	world::{transfer, World, READINGS},
	Result,
};
use gridforge_primitives::{IntervalId, MeterId};
use gridforge_runtime::{Runtime, RuntimeEvent};
use pallet_metering::{Call, DeviceReading, DeviceSignature, Event};
use sp_core::{ed25519, Pair};

/// Submissions of a gateway in a block.
const SUBMISSIONS: usize = 8;
/// Submissions of devices' readings in a block, and how many each carries.
const CARRIED: (usize, usize) = (4, 64);

/// P7: a block of packed readings, and one of signed ones, against transfers.
pub fn measure_readings(scale: &Scale) -> Result<Vec<Line>> {
	let mut world = World::new(scale.accounts)?;
	let gateway = world.admit_gateway(0)?;
	let (packed, owners) = (SUBMISSIONS * READINGS, world.traders());
	world.register_meters(gateway, (0..packed).map(|nth| (nth % owners, None)))?;
	let devices: Vec<_> = (0..CARRIED.0 * CARRIED.1).map(device).collect::<Result<_>>()?;
	let keys = devices.iter().map(|device| Some(device.public())).enumerate();
	world.register_meters(gateway, keys.map(|(nth, key)| (nth % owners, key)))?;
	let interval = world.pass_interval()?;

	let mut draft = world.draft();
	for nth in 0..SUBMISSIONS {
		draft.sign(0, World::readings(interval, nth * READINGS..(nth + 1) * READINGS)?)?;
	}
	let from_gateway = Side { extrinsics: draft.finish(), units: packed };
	let mut draft = world.draft();
	for (nth, devices) in devices.chunks(CARRIED.1).enumerate() {
		let first = packed + nth * CARRIED.1;
		draft.sign(1 + nth, signed(&world, interval, first, devices)?)?;
	}
	let from_devices = Side { extrinsics: draft.finish(), units: devices.len() };
	let count = scale.block;
	let mut draft = world.draft();
	for who in 0..count {
		draft.sign(who, transfer(world.account(count + who)?))?;
	}
	let sides = [Side { extrinsics: draft.finish(), units: count }, from_gateway, from_devices];
	for side in sides.iter().skip(1) {
		check(&mut world, side)?;
	}
	let rounds = measure(&mut world.chain, &sides, scale.rounds)?;
	let line = |side, what: &str, target| -> Result<Line> {
		Ok(Line::new("P7", what, rounds.ratio(side, 0)?, Target::AtMost(target))
			.with("spread", rounds.spread(side, 0))
			.with("transfer_micros", rounds.micros(0))
			.with("reading_micros", rounds.micros(side)))
	};
	Ok(vec![
		line(1, "reading in a batch of 256 / transfer", 0.008)?,
		line(2, "reading signed by its device, 64 carried together / transfer", 0.30)?,
	])
}

/// The key of a device that follows from its number.
fn device(nth: usize) -> Result<ed25519::Pair> {
	let mut seed = [9; 32];
	seed[..8].copy_from_slice(&u64::try_from(nth)?.to_le_bytes());
	Ok(ed25519::Pair::from_seed(&seed))
}

/// What `devices` have measured, whose meters begin after so many others.
fn signed(
	world: &World,
	interval: IntervalId,
	first: usize,
	devices: &[ed25519::Pair],
) -> Result<Call<Runtime>> {
	let readings = devices.iter().zip(first..).map(|(device, nth)| {
		let meter = MeterId(u32::try_from(nth + 1)?);
		let payload =
			(*b"gridforge/reading/1", world.chain.genesis(), meter, interval, 1u64, (0u32, 100u32));
		let signature = codec::Encode::using_encoded(&payload, |bytes| device.sign(bytes));
		Ok(DeviceReading {
			meter,
			interval,
			sequence: 1,
			import: 0,
			export: 100,
			signature: DeviceSignature::Ed25519(signature),
		})
	});
	let readings: Vec<_> = readings.collect::<Result<_>>()?;
	let readings = readings.try_into().map_err(|_| "as many readings can be carried")?;
	Ok(Call::submit_device_readings { readings })
}

/// All readings of the block must be taken.
fn check(world: &mut World, side: &Side) -> Result<()> {
	let built = world.chain.build(&side.extrinsics)?;
	let mut taken = 0;
	for record in chain::events(&built)? {
		if let RuntimeEvent::Metering(
			Event::ReadingsAccepted { accepted, .. }
			| Event::DeviceReadingsAccepted { accepted, .. },
		) = record.event
		{
			taken += accepted;
		}
	}
	if usize::try_from(taken)? != side.units {
		return Err(format!("{taken} of {} readings were taken", side.units).into());
	}
	Ok(())
}
