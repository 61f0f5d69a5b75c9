//! From meter to money with all pallets of the runtime: who may trade, what is delivered, what that costs, and a
//! correction afterwards.

use super::{
	blocks::{send, Chain},
	*,
};
use crate::{constants::watt::WATT_ID, *};
use frame_support::{assert_noop, assert_ok};
use gridforge_primitives::{
	Delivery, EnergySource, GatewayId, IntervalClock, IntervalId, Lots, MeterId, MeteredDelivery,
	NewOrder, ParticipantId, Price, ProductId, Quality, ReadingCounts, Side, ZoneId, WATT,
};
use pallet_metering::{Call, CorrectionReason, Reading};
use sp_genesis_builder::DEV_RUNTIME_PRESET;
use sp_keyring::Sr25519Keyring::{self, Alice, Charlie, Dave, Eve, Ferdie};
use sp_runtime::traits::Dispatchable;

const ZONE: ZoneId = ZoneId(1);

/// Blocks in an interval of a minute.
const INTERVAL: u32 = 10;

fn order(product: ProductId, side: Side, lots: u32) -> pallet_energy_market::Call<Runtime> {
	let order = NewOrder::limit(product, side, Price(150), Lots(lots));
	pallet_energy_market::Call::place_order { order }
}

fn register(owner: u32) -> Call<Runtime> {
	Call::register_meter {
		gateway: GatewayId(1),
		participant: ParticipantId(owner),
		import_capacity: 600_000,
		export_capacity: 600_000,
		source: EnergySource::Solar,
		device: None,
	}
}

fn report(interval: IntervalId, readings: &[(u32, u32, u32)]) -> Call<Runtime> {
	report_as(Quality::Measured, interval, readings)
}

fn report_as(
	quality: Quality,
	interval: IntervalId,
	readings: &[(u32, u32, u32)],
) -> Call<Runtime> {
	let reading = |(meter, import, export): &(u32, u32, u32)| Reading {
		meter: MeterId(*meter),
		import: *import,
		export: *export,
		quality,
	};
	let readings = readings.iter().map(reading).collect::<Vec<_>>();
	Call::submit_readings { interval, readings: readings.try_into().expect("they are few") }
}

/// Zone 1 is metered, with Eve as residual supplier; Alice and Charlie have meters that Ferdie's gateway reads.
fn furnish() {
	let (shortage, surplus) = (Price(400), Price(20));
	let delivery = Delivery::Metered(MeteredDelivery {
		supplier: ParticipantId(5),
		shortage,
		surplus,
		spread: None,
		certificates: Default::default(),
	});
	let root = RuntimeOrigin::root();
	assert_ok!(RuntimeCall::from(pallet_grid::Call::<Runtime>::set_delivery {
		zone: ZONE,
		delivery
	})
	.dispatch(root));
	send(
		Eve,
		pallet_energy_market::Call::<Runtime>::deposit { currency: WATT_ID, amount: 10 * WATT },
	);
	let account = Ferdie.to_account_id();
	send(Dave, Call::<Runtime>::admit_gateway { zone: ZONE, account, silent_after: 0 });
	send(Dave, register(1));
	send(Dave, register(3));
}

fn change(who: Sr25519Keyring) -> i128 {
	let account = who.to_account_id();
	let info = EnergyMarket::participant_info(&account, WATT_ID).expect("a participant");
	let all = Assets::balance(WATT_ID, account) + info.account.free + info.account.locked;
	i128::try_from(all).expect("it is small") - 1_000 * 1_000_000
}

fn check_everything() {
	EnergyMarket::do_try_state().expect("the market's invariants hold");
	Metering::do_try_state().expect("the meters' invariants hold");
	Settlement::do_try_state().expect("the settlement's invariants hold");
	#[cfg(feature = "try-runtime")]
	{
		use frame_support::traits::{TryState, TryStateSelect};
		AllPalletsWithSystem::try_state(System::block_number(), TryStateSelect::All)
			.expect("every pallet's invariants hold");
	}
	assert_eq!(EnergyMarket::surplus(WATT_ID), Ok(0));
}

/// Alice sells 1 kWh to Charlie at 0.150, and delivery has ended.
fn trade(chain: &mut Chain) -> ProductId {
	let mut product = None;
	chain.block(|| {
		furnish();
		let interval = IntervalId(NetworkParams::first_tradable().0 + 2);
		let traded = ProductId { interval, zone: ZONE };
		send(Alice, order(traded, Side::Ask, 100));
		send(Charlie, order(traded, Side::Bid, 100));
		product = Some(traded);
	});
	let product = product.expect("the block was made");
	while NetworkParams::delivery_end(product.interval) > NetworkParams::now() {
		chain.block(|| ());
	}
	product
}

#[test]
fn what_is_delivered_decides() {
	network(DEV_RUNTIME_PRESET).execute_with(|| {
		let mut chain = Chain::new();
		let product = trade(&mut chain);
		assert_eq!(Settlement::interval_summary(product), None, "its readings are not there yet");
		chain.block(|| send(Ferdie, report(product.interval, &[(1, 0, 500), (2, 400, 0)])));
		chain.blocks(2 * INTERVAL + 2);
		assert!(EnergyMarket::products().is_empty());

		// Alice misses 50 lots at 0.400 and Charlie leaves 60 at 0.020.
		assert_eq!(change(Alice), 150_000 - 200_000);
		assert_eq!(change(Charlie), -157_500 + 12_000);
		assert_eq!(change(Dave), 7_500);
		assert_eq!(change(Eve), 200_000 - 12_000);
		check_everything();

		let correct = |export| Call::<Runtime>::correct_reading {
			meter: MeterId(1),
			interval: product.interval,
			import: 0,
			export,
			quality: Quality::Substituted,
			reason: CorrectionReason::MeterFault,
		};
		chain.block(|| {
			send(Dave, correct(1_000));
			let again = RuntimeCall::from(correct(900));
			let dave = RuntimeOrigin::signed(Dave.to_account_id());
			assert_noop!(again.dispatch(dave), pallet_metering::Error::<Runtime>::AlreadyResettled);
		});
		assert_eq!((change(Alice), change(Eve)), (150_000, -12_000));
		check_everything();

		// When the correction window has closed, only the summary is left.
		chain.blocks(11 * INTERVAL);
		let participant = ParticipantId(1);
		assert_eq!(Settlement::settlement_of(participant, product), None);
		assert!(Settlement::interval_summary(product).is_some());
		check_everything();
	});
}

#[test]
fn an_estimate_is_settled_and_its_correction_settles_the_difference() {
	network(DEV_RUNTIME_PRESET).execute_with(|| {
		let mut chain = Chain::new();
		let product = trade(&mut chain);
		let interval = product.interval;
		chain.block(|| {
			send(Ferdie, report_as(Quality::Estimated, interval, &[(1, 0, 700)]));
			send(Ferdie, report(interval, &[(2, 1_000, 0)]));
		});
		chain.blocks(2 * INTERVAL + 2);
		let counts = || {
			let summary = Settlement::interval_summary(product).expect("it has settled");
			summary.delivery.expect("meters decided").readings
		};
		assert_eq!(counts(), ReadingCounts { measured: 1, estimated: 1, substituted: 0 });
		// By the estimate Alice misses 30 lots at 0.400, by the measurement 10.
		let missed = |lots: i128| lots * 400 * 10;
		assert_eq!((change(Alice), change(Eve)), (150_000 - missed(30), missed(30)));
		assert_eq!(change(Charlie), -157_500);
		check_everything();

		chain.block(|| {
			let correction = Call::<Runtime>::correct_reading {
				meter: MeterId(1),
				interval,
				import: 0,
				export: 900,
				quality: Quality::Measured,
				reason: CorrectionReason::Estimate,
			};
			send(Dave, correction);
		});
		assert_eq!((change(Alice), change(Eve)), (150_000 - missed(10), missed(10)));
		assert_eq!((change(Charlie), change(Dave)), (-157_500, 7_500));
		assert_eq!(counts(), ReadingCounts { measured: 2, estimated: 0, substituted: 0 });
		check_everything();
	});
}

#[test]
fn without_a_meter_or_with_a_silent_gateway_nobody_trades() {
	network(DEV_RUNTIME_PRESET).execute_with(|| {
		let mut chain = Chain::new();
		let ask = |who: Sr25519Keyring| {
			let interval = IntervalId(NetworkParams::first_tradable().0 + 2);
			let call = order(ProductId { interval, zone: ZONE }, Side::Ask, 10);
			let origin = RuntimeOrigin::signed(who.to_account_id());
			RuntimeCall::from(call).dispatch(origin).map(|_| ()).map_err(|e| e.error)
		};
		let refused = |error: pallet_energy_market::Error<Runtime>| Err(error.into());
		chain.block(|| {
			furnish();
			let dave = || RuntimeOrigin::signed(Dave.to_account_id());
			let set = |active, silent_after| {
				let gateway = GatewayId(1);
				RuntimeCall::from(Call::<Runtime>::set_gateway { gateway, active, silent_after })
			};
			assert_ok!(ask(Alice));
			assert_eq!(ask(Dave), refused(pallet_energy_market::Error::AboveCapacity));
			assert_ok!(set(false, 0).dispatch(dave()));
			assert_eq!(ask(Alice), refused(pallet_energy_market::Error::MetersSilent));
			assert_ok!(set(true, 1).dispatch(dave()));
			assert_ok!(ask(Alice));
		});
		chain.blocks(2 * INTERVAL);
		chain.block(|| {
			assert_eq!(ask(Alice), refused(pallet_energy_market::Error::MetersSilent));
			let over = IntervalId(NetworkParams::interval_at(NetworkParams::now()).0 - 1);
			send(Ferdie, report(over, &[(2, 10, 0)]));
			assert_ok!(ask(Alice));
		});
	});
}
