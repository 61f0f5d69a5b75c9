// Meters on a live chain: what was delivered decides, by Polkadot.js. Alice and Bob sell Charlie energy of one interval;
// Alice delivers half of hers, Charlie leaves some of it, and a reading is corrected afterwards.
//
// usage: node metered-day.mjs URL GRIDFORGE

import assert from "node:assert/strict";
import { accounts, acting, connect, deviceKey, finish, test, wattOf, within, WATT, ZONE } from "../clients/polkadot-js/chain.js";

const api = await connect();
const [alice, bob, charlie, dave, eve, ferdie] = accounts("Alice", "Bob", "Charlie", "Dave", "Eve", "Ferdie");
const PEOPLE = { alice, bob, charlie, dave, eve };
const { act, refused } = acting(api);
const { energyMarket, grid, metering, sudo } = api.tx;
const settlement = api.call.settlementApi;

/** The key of Bob's meter, which signs its readings itself. */
const device = deviceKey("//Bob//meter");

const GATEWAY = 1;
const [ALICES, CHARLIES, BOBS] = [1, 2, 3];
/** 10 kWh in an interval of a minute. */
const POWER = 600_000;

const only = (events, kind) => events.find((event) => kind.is(event))?.data;

async function now() {
	return (await api.query.timestamp.now()).toNumber();
}

/** Resolves when the chain's time has come to `moment`. */
function chainTime(moment) {
	return within(
		"chain time",
		new Promise((resolve, reject) => {
			api.query.timestamp.now((time) => time.toNumber() >= moment && resolve()).catch(reject);
		}),
	);
}

/** Resolves with the event when a product has settled. */
function settled({ interval, zone }) {
	return new Promise((resolve, reject) => {
		api.query.system
			.events((records) => {
				for (const { event } of records) {
					if (!api.events.settlement.IntervalSettled.is(event)) continue;
					const { product } = event.data;
					if (product.interval.toNumber() === interval && product.zone.toNumber() === zone) resolve(event.data);
				}
			})
			.catch(reject);
	});
}

async function wealth() {
	const all = Object.entries(PEOPLE).map(async ([name, { address }]) => [name, await wattOf(api, address)]);
	return Object.fromEntries(await Promise.all(all));
}

const change = (before, after) =>
	Object.fromEntries(Object.keys(before).map((name) => [name, Number(after[name] - before[name])]));

const length = (await api.call.energyMarketApi.marketInfo()).intervalLength.toNumber();
const order = (product, side, price, lots) =>
	energyMarket.placeOrder({
		product,
		side,
		price,
		lots,
		orderType: "Limit",
		selfTrade: "CancelNewest",
		reach: "Zone",
		reference: 0,
	});
const reading = (meter, taken, given, quality = "Measured") => ({ meter, import: taken, export: given, quality });

/** What the device signs: the domain, the chain, the meter, the interval, its number, and the energy. */
function signedReading(interval, sequence, given, genesis = api.genesisHash) {
	const number = (value, bytes) => {
		const encoded = new Uint8Array(bytes);
		new DataView(encoded.buffer).setUint32(0, value, true);
		return encoded;
	};
	const payload = Buffer.concat([
		Buffer.from("gridforge/reading/1"),
		genesis.toU8a(),
		...[number(BOBS, 4), number(interval, 4), number(sequence, 8), number(0, 4), number(given, 4)],
	]);
	const signature = { Ed25519: device.sign(payload) };
	return { meter: BOBS, interval, sequence, import: 0, export: given, signature };
}

const before = await wealth();
let product;

await test("the zone becomes metered, and nobody without a meter can trade in it", async () => {
	const delivery = { Metered: { supplier: 5, shortage: 400, surplus: 20, spread: null } };
	await act(alice, sudo.sudo(grid.setDelivery(ZONE, delivery)));
	await act(eve, energyMarket.deposit(WATT, 10_000_000));
	const interval = Math.floor((await now()) / length) + 4;
	product = { interval, zone: ZONE };
	await refused("AboveCapacity", alice, order(product, "Ask", 150, 10));
});

await test("the grid operator admits a gateway and registers meters", async () => {
	const register = (participant, key) =>
		metering.registerMeter(GATEWAY, participant, POWER, POWER, "Solar", key);
	await refused("NotTheOperator", eve, metering.admitGateway(ZONE, ferdie.address, 1));
	await act(dave, metering.admitGateway(ZONE, ferdie.address, 0));
	await act(dave, register(1, null));
	await act(dave, register(3, null));
	await act(dave, register(2, { Ed25519: device.publicKey }));
	const { export: watts, gateway } = (await api.query.metering.metersOf(ZONE, 1)).unwrap();
	assert.deepEqual([watts.toNumber(), gateway.toNumber()], [POWER, GATEWAY]);
});

await test("neighbours trade, no more than their connections carry", async () => {
	await refused("AboveCapacity", alice, order(product, "Ask", 150, 1_001));
	await act(bob, order(product, "Ask", 120, 100));
	await act(alice, order(product, "Ask", 150, 100));
	const events = await act(charlie, order(product, "Bid", 160, 200));
	assert.equal(only(events, api.events.energyMarket.Traded).fills.length, 2);
});

await test("no reading is taken before the interval is over, nor of anybody", async () => {
	const readings = [reading(ALICES, 0, 500)];
	await refused("IntervalNotOver", ferdie, metering.submitReadings(product.interval, readings));
	await refused("NotAGateway", eve, metering.submitReadings(product.interval, readings));
});

const { interval } = product;
const done = settled(product);
await chainTime((interval + 1) * length);

const gateway = test("a gateway reports, and twice does no harm", async () => {
	const readings = [reading(ALICES, 0, 500), reading(CHARLIES, 1_400, 0), reading(BOBS, 0, 1)];
	for (const [accepted, known] of [[2, 0], [0, 2]]) {
		const events = await act(ferdie, metering.submitReadings(interval, readings));
		const data = only(events, api.events.metering.ReadingsAccepted);
		assert.deepEqual([data.accepted.toNumber(), data.known.toNumber()], [accepted, known]);
		assert.equal(data.refused[0][1].type, "DeviceReadsItself");
	}
});

const devices = test("a device signs its reading, and anybody carries it, but unaltered", async () => {
	const carry = (...readings) => metering.submitDeviceReadings(readings);
	const good = signedReading(interval, 7, 1_000);
	const accepted = only(await act(eve, carry(good)), api.events.metering.DeviceReadingsAccepted);
	assert.equal(accepted.accepted.toNumber(), 1);
	await refused("BadSignature", eve, carry({ ...good, export: 1_001 }));
	const elsewhere = signedReading(interval, 7, 1_001, api.registry.createType("Hash", `0x${"11".repeat(32)}`));
	await refused("BadSignature", eve, carry(elsewhere));
	const again = only(await act(eve, carry(good)), api.events.metering.DeviceReadingsAccepted);
	assert.equal(again.known.toNumber(), 1);
});

// There is a minute for readings.
await Promise.all([gateway, devices]);

await test("what was delivered decides, to the base unit", async () => {
	const { summary } = await within("settlement", done);
	const { lots, delivery } = summary;
	assert.equal(lots.toNumber(), 200);
	const { delivered, shortfall, used, unused, cost, credit, readings } = delivery.unwrap();
	assert.deepEqual(
		[delivered, shortfall, used, unused, cost, credit].map((n) => n.toNumber()),
		// Alice misses 50 lots at 0.400, Charlie leaves 60 at 0.020.
		[150, 50, 140, 60, 200_000, 12_000],
	);
	assert.equal(readings.measured.toNumber(), 3);
	assert.deepEqual(change(before, await wealth()), {
		alice: 150_000 - 200_000,
		bob: 120_000,
		charlie: -270_000 - 13_500 + 12_000,
		dave: 13_500,
		eve: 200_000 - 12_000,
	});
});

await test("the chain explains the bill", async () => {
	const bill = await settlement.bill(3, ZONE, interval - 10, interval + 1);
	assert.equal(bill.owed.toNumber(), 271_500);
	const own = (await settlement.settlementOf(1, product)).unwrap();
	assert.equal(own.deviation.shortfall.toNumber(), 50);
	assert.ok((await settlement.intervalSummary(product)).isSome);
	// What was delivered and used, and not what was agreed, is volume.
	const accounts = await Promise.all([1, 2, 3].map((id) => api.query.energyMarket.accounts(id, WATT)));
	assert.deepEqual(accounts.map(({ volume }) => volume.lots.toNumber()), [50, 100, 140]);
});

await test("a correction settles the difference, once", async () => {
	const earlier = await wealth();
	const correct = (given) =>
		metering.correctReading(ALICES, interval, 0, given, "Substituted", "MeterFault");
	await refused("NotTheOperator", alice, correct(900));
	const events = await act(dave, correct(900));
	assert.equal(only(events, api.events.settlement.Resettled).paid.toNumber(), -160_000);
	const { alice: gains, eve: pays, ...others } = change(earlier, await wealth());
	assert.deepEqual([gains, pays], [160_000, -160_000]);
	assert.deepEqual(others, { bob: 0, charlie: 0, dave: 0 });
	await refused("AlreadyResettled", dave, correct(1_000));
});

await test("a gateway that is silent for two intervals keeps its people from ordering until it reports", async () => {
	await act(dave, metering.setGateway(GATEWAY, true, 1));
	const reported = (await api.query.metering.gateways(GATEWAY)).unwrap().reported.toNumber();
	await chainTime((reported + 3) * length);
	const later = { interval: Math.floor((await now()) / length) + 4, zone: ZONE };
	const ask = order(later, "Ask", 150, 10);
	await refused("MetersSilent", alice, ask);
	const over = Math.floor((await now()) / length) - 1;
	await act(ferdie, metering.submitReadings(over, [reading(CHARLIES, 10, 0)]));
	await act(alice, ask);
});

await finish(api);
