// A metered day whose settlement takes several blocks, for a node that is killed in it.
//
// usage: node killed-settlement.mjs URL prepare|key|waiting|verify FILE METRICS_PORT
//
// prepare: trade, deliver and read; what was there before is written to FILE. Ends when settlement is about to begin.
// key: print the storage key of what is being settled.
// waiting: wait until the metrics say for how long a product has waited; print the hash of that final block.
// verify: wait until all is settled, and compare what everybody has with what it must come to.

import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { accounts, acting, connect, finish, submit, test, until, wattOf, within, WATT, ZONE } from "../clients/polkadot-js/chain.js";
import { shownBacklog } from "./prometheus.mjs";

const [, , , mode, file, metricsPort] = process.argv;
const api = await connect();
const [alice, bob, charlie, dave, eve, ferdie] = accounts("Alice", "Bob", "Charlie", "Dave", "Eve", "Ferdie");
const PEOPLE = { alice, bob, charlie, dave, eve };
const { act } = acting(api);
const { communities, energyMarket, grid, metering, sudo, system, utility } = api.tx;

const GATEWAY = 1;
/** 10 kWh in an interval of a minute. */
const POWER = 600_000;
/** So many communities have steps of their own that a block has no room for all. */
const COMMUNITIES = 64;
/** So many blocks have room for few of these steps: a transaction in each is said to take 1.7 of the two seconds. */
const FULL_BLOCKS = 24;
const HEAVY = { refTime: 1_700_000_000_000, proofSize: 0 };
/** All that is left over is shared, in proportion, at 0.100 WATT per kWh. */
const TERMS = { key: "Proportional", price: 100, part: 1_000_000 };

async function wealth() {
	const all = Object.entries(PEOPLE).map(async ([name, { address }]) => [name, Number(await wattOf(api, address))]);
	return Object.fromEntries(await Promise.all(all));
}

async function now() {
	return (await api.query.timestamp.now()).toNumber();
}

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

/** Resolves when the chain's time has come to `moment`. */
function chainTime(moment) {
	return until("chain time", async () => (await now()) >= moment);
}

/** Fills the next blocks, by one transaction each, so that a settlement takes many of them. */
async function fillBlocks() {
	const first = (await api.rpc.system.accountNextIndex(alice.address)).toNumber();
	for (let nonce = first; nonce < first + FULL_BLOCKS; nonce += 1) {
		await sudo.sudoUncheckedWeight(system.setStorage([]), HEAVY).signAndSend(alice, { nonce });
	}
}

async function prepare() {
	const before = await wealth();
	const delivery = { Metered: { supplier: 5, shortage: 400, surplus: 20, spread: null, certificates: "Buyer" } };
	await act(alice, sudo.sudo(grid.setDelivery(ZONE, delivery)));
	await Promise.all([
		act(eve, energyMarket.deposit(WATT, 10_000_000)),
		act(bob, energyMarket.deposit(WATT, 10_000_000)),
		act(dave, metering.admitGateway(ZONE, ferdie.address, 0)),
	]);
	const register = (participant) =>
		metering.registerMeter(GATEWAY, participant, POWER, POWER, "Solar", null);
	const founded = Array.from({ length: COMMUNITIES }, () => communities.createCommunity(ZONE, 4, TERMS));
	await act(dave, utility.batchAll([...[1, 2, 3].map(register), ...founded]));
	// Alice shares with Bob.
	await act(dave, utility.batchAll([communities.invite(1, 1, 0), communities.invite(1, 2, 0)]));
	await Promise.all([alice, bob].map((who) => act(who, communities.join(1, TERMS, 0))));

	const interval = Math.floor((await now()) / length) + 2;
	const product = { interval, zone: ZONE };
	await act(alice, order(product, "Ask", 150, 100));
	await act(charlie, order(product, "Bid", 150, 100));
	writeFileSync(file, JSON.stringify({ before, product }));

	await within("the end of delivery", (async () => {
		while ((await now()) < (interval + 1) * length) await new Promise((done) => setTimeout(done, 1_000));
	})());
	const reading = (meter, taken, given) => ({ meter, import: taken, export: given, quality: "Measured" });
	// Alice has 2 kWh beyond what she sold; Bob needs 1.5 kWh; Charlie leaves 0.6 kWh of his 1 kWh.
	const readings = [reading(1, 0, 3_000), reading(2, 1_500, 0), reading(3, 400, 0)];
	const { final } = submit(api, ferdie, metering.submitReadings(interval, readings));
	await within("final readings", final);
	// What is read within a minute counts; then it is settled. The second block before that is the first to be filled.
	await chainTime((interval + 2) * length - 19_000);
	await fillBlocks();
}

async function waiting() {
	const { block } = await until("a product that waits, in the metrics", async () => {
		const backlog = await shownBacklog(api, metricsPort);
		return backlog?.unsettled_products > 0 && backlog.backlog_age_seconds > 0 && backlog;
	});
	console.log(block);
}

async function verify() {
	const { before, product } = JSON.parse(readFileSync(file, "utf8"));
	await test("a settlement that was broken off comes to what it must", async () => {
		const summary = await within("settlement", (async () => {
			for (;;) {
				const summary = await api.call.settlementApi.intervalSummary(product);
				if (summary.isSome) return summary.unwrap();
				await new Promise((done) => setTimeout(done, 1_000));
			}
		})());
		const { delivered, unused, credit, shared, sharedValue } = summary.delivery.unwrap();
		assert.deepEqual(
			[delivered, unused, credit, shared, sharedValue].map((n) => n.toNumber()),
			[100, 60, 12_000, 150, 150_000],
		);
		const after = await wealth();
		const change = Object.fromEntries(Object.keys(before).map((name) => [name, after[name] - before[name]]));
		assert.deepEqual(change, {
			alice: 150_000 + 150_000,
			bob: -150_000 - 7_500,
			charlie: -150_000 - 7_500 + 12_000,
			// The grid's 5 % of both.
			dave: 7_500 + 7_500,
			eve: -12_000,
		});
		assert.equal((await api.query.settlement.parked.entries()).length, 0);
	});
	await finish(api);
}

if (mode === "key") {
	console.log(api.query.settlement.underWay.key());
	await api.disconnect();
} else if (mode === "prepare") {
	await prepare();
	await api.disconnect();
} else if (mode === "waiting") {
	await waiting();
	await api.disconnect();
} else {
	await verify();
}
