//! The invariants notice damaged storage.

use super::*;

/// Two gateways, a meter with a device and readings, one that is retired and one in quarantine are in order until
/// `damage`, and then not.
fn notices(noticed: &'static str, damage: impl FnOnce()) {
	ExtBuilder.build().execute_with(|| {
		assert_ok!(Metering::admit_gateway(signed(OPERATOR), ZONE, GATE, 2));
		assert_ok!(Metering::admit_gateway(signed(NEIGHBOUR), NEXT_ZONE, GATE_2, 2));
		let meter = register(ALICE_ID, Some(key(1)));
		let retired = register(ALICE_ID, None);
		let quarantined = register(BOB_ID, None);
		begin(102);
		assert_ok!(report(&[measured(retired, 1, 2), measured(quarantined, 3, 4)]));
		assert_ok!(send(&[sign(1, meter, 101, 1, 5)]));
		assert_ok!(Metering::retire_meter(signed(OPERATOR), retired));
		assert_ok!(Metering::quarantine_meter(signed(OPERATOR), quarantined));
		compare(2);
		assert_eq!(Metering::do_try_state(), Ok(()));
		damage();
		assert_eq!(Metering::do_try_state(), Err(DispatchError::Other(noticed)));
	});
}

fn change(meter: u32, damage: impl FnOnce(&mut Meter)) {
	let place = meter as usize - 1;
	MeterPages::<Test>::mutate(0, |meters| damage(&mut meters[place]));
}

fn change_list(owner: ParticipantId, damage: impl FnOnce(&mut ConnectedOf<Test>)) {
	MetersOf::<Test>::mutate(ZONE, owner, |list| damage(list.as_mut().expect("there is one")));
}

fn change_gateway(damage: impl FnOnce(&mut GatewayRecord<Test>)) {
	Gateways::<Test>::mutate(GATEWAY, |gateway| damage(gateway.as_mut().expect("exists")));
}

#[test]
fn ids_that_were_never_assigned() {
	let noticed = "meter with an id that was never assigned";
	notices(noticed, || NextMeter::<Test>::put(MeterId(3)));
	notices("gap between meters", || NextMeter::<Test>::put(MeterId(5)));
	let noticed = "gateway with an id that was never assigned";
	notices(noticed, || NextGateway::<Test>::put(GatewayId(2)));
}

#[test]
fn damaged_gateways() {
	let noticed = "gateway whose account does not lead back to it";
	notices(noticed, || GatewayOf::<Test>::remove(GATE));
	notices(noticed, || change_gateway(|gateway| gateway.account = STRANGER));
	let noticed = "several accounts lead to one gateway";
	notices(noticed, || GatewayOf::<Test>::insert(STRANGER, GATEWAY));
	let noticed = "account without its gateway";
	notices(noticed, || GatewayOf::<Test>::insert(STRANGER, GatewayId(9)));
	let noticed = "gateway that does not count its meters";
	notices(noticed, || change_gateway(|gateway| gateway.meters = 1));
}

#[test]
fn damaged_meters() {
	notices("meter without a gateway", || change(1, |meter| meter.gateway = GatewayId(9)));
	let noticed = "meter in another zone than its gateway";
	notices(noticed, || change(1, |meter| meter.zone = NEXT_ZONE));
	notices("meter that can carry nothing", || {
		change(1, |meter| meter.capacity = Power::default())
	});
	let noticed = "end of a meter that is not retired";
	notices(noticed, || change(1, |meter| meter.until = Some(IntervalId(102))));
	notices(noticed, || change(2, |meter| meter.until = None));
}

#[test]
fn damaged_lists() {
	notices("meter missing in the list of its participant", || {
		change_list(ALICE_ID, |list| {
			list.meters.remove(0);
		});
	});
	notices("meter missing in the list of its participant", || {
		MetersOf::<Test>::remove(ZONE, BOB_ID);
	});
	notices("list names no meter", || {
		change_list(ALICE_ID, |list| list.meters[1].id = MeterId(9));
	});
	notices("list of meters out of order", || {
		change_list(ALICE_ID, |list| list.meters.as_mut().swap(0, 1));
	});
	notices("list says other things than its meter", || {
		change_list(ALICE_ID, |list| list.meters[0].source = EnergySource::Hydro);
	});
	notices("list names another's meter", || {
		let list = MetersOf::<Test>::get(ZONE, BOB_ID).expect("there is one");
		MetersOf::<Test>::insert(NEXT_ZONE, ALICE_ID, list);
	});
	notices("empty list of meters", || {
		MetersOf::<Test>::insert(NEXT_ZONE, ALICE_ID, ConnectedOf::<Test>::through(GATEWAY));
	});
	notices("meters of a participant with several gateways", || {
		change_list(ALICE_ID, |list| list.gateway = GatewayId(2));
	});
	let noticed = "capacity that is not the sum of the meters'";
	notices(noticed, || change_list(ALICE_ID, |list| list.import += 1));
	notices(noticed, || change_list(BOB_ID, |list| list.export = u64::from(WATTS)));
}

#[test]
fn damaged_devices() {
	notices("meter without its device", || Devices::<Test>::remove(MeterId(1)));
	let device = Device { key: key(2), latest: None };
	let noticed = "device of a meter without one";
	notices(noticed, || Devices::<Test>::insert(MeterId(3), device));
	notices("device of no meter", || Devices::<Test>::insert(MeterId(9), device));
}

#[test]
fn damaged_readings() {
	let page = |damage: fn(&mut ReadingPage)| Readings::<Test>::mutate(INTERVAL, 0, damage);
	let noticed = "totals that are not the sums of readings";
	notices(noticed, || page(|slots| slots[0].energy.import += 1));
	notices(noticed, || page(|slots| slots[0].mark = Mark::reported(Quality::Estimated)));
	notices(noticed, || {
		IntervalTotals::<Test>::mutate(INTERVAL, ZONE, |totals| {
			totals.as_mut().expect("known").counts.measured += 1;
		});
	});
	notices("readings without their totals", || IntervalTotals::<Test>::remove(INTERVAL, ZONE));
	notices("page of readings that is longer than they need", || {
		page(|slots| slots.try_push(Slot::default()).expect("has room"));
	});
	notices("reading of no meter", || {
		page(|slots| slots.try_push(slots[0]).expect("has room"));
	});
	notices("reading of a meter that is not in service", || {
		let slots = Readings::<Test>::take(INTERVAL, 0);
		Readings::<Test>::insert(IntervalId(103), 0, slots);
	});
	let noticed = "readings older than what is remembered";
	notices(noticed, || ForgetFrom::<Test>::put(IntervalId(102)));
	notices(noticed, ForgetFrom::<Test>::kill);
	notices("totals older than what is remembered", || {
		IntervalTotals::<Test>::insert(IntervalId(5), ZONE, Totals::default());
	});
}

#[test]
fn too_long_a_hold() {
	let plausibility = Plausibility { loss_tolerance: Permill::zero(), hold: 97 };
	notices("hold longer than allowed", || PlausibilityOf::<Test>::insert(ZONE, plausibility));
}
