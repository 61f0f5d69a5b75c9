// What the node says of the market in its metrics, against the events and the state of all its final blocks.
//
// usage: node metrics.mjs URL METRICS_PORT

import assert from "node:assert/strict";
import { connect, finish, test, until, within } from "../clients/polkadot-js/chain.js";
import { marketMetrics, shownBacklog } from "./prometheus.mjs";

const api = await connect();
const port = process.argv[3];

/** The market's metrics counted from the events of all blocks up to `last`. */
async function tally(last) {
	const count = {
		orders_total: 0,
		fills_total: 0,
		readings_accepted_total: 0,
		readings_refused_total: 0,
		meters_quarantined_total: 0,
	};
	for (let number = 1; number <= last; number += 1) {
		const at = await api.at(await api.rpc.chain.getBlockHash(number));
		for (const { event } of await at.query.system.events()) {
			const { data } = event;
			switch (`${event.section}.${event.method}`) {
				case "energyMarket.OrderPlaced":
					count.orders_total += 1;
					break;
				case "energyMarket.OrdersPlaced":
					count.orders_total += data.results.filter((result) => result.isOk).length;
					break;
				case "energyMarket.Traded":
					count.fills_total += data.fills.length;
					break;
				case "metering.ReadingsAccepted":
				case "metering.DeviceReadingsAccepted":
					count.readings_accepted_total += data.accepted.toNumber();
					count.readings_refused_total += data.refused.length;
					break;
				case "metering.MeterQuarantined":
					count.meters_quarantined_total += 1;
					break;
			}
		}
	}
	return count;
}

/** Resolves with the metrics when the events up to a final block have been counted, at most three blocks later. */
async function compared() {
	for (let attempt = 0; ; attempt += 1) {
		const header = await api.rpc.chain.getHeader(await api.rpc.chain.getFinalizedHead());
		const expected = await tally(header.number.toNumber());
		const shown = await marketMetrics(port);
		try {
			for (const [name, value] of Object.entries(expected)) assert.equal(shown[name], value, name);
			const at = await api.at(header.hash);
			assert.equal(shown.open_products, (await at.call.energyMarketApi.products()).length);
			return { shown, expected };
		} catch (error) {
			if (attempt === 3) throw error;
			await new Promise((resolve) => setTimeout(resolve, 6_000));
		}
	}
}

await test("the open orders are counted again with every eleventh final block", async () => {
	const open = (await api.call.energyMarketApi.openOrders()).toNumber();
	assert.ok(open > 0, "the day has left an order");
	await until(`${open} open orders in the metrics`, async () => (await marketMetrics(port)).open_orders === open);
});

await test("the metrics say what waits for settlement", async () => {
	const backlog = await until("the backlog in the metrics", () => shownBacklog(api, port));
	assert.equal(backlog.parked_products, 0);
});

await test("the metrics say what the blocks do", async () => {
	const { shown, expected } = await within("metrics", compared());
	for (const name of ["orders_total", "fills_total", "readings_accepted_total", "readings_refused_total"]) {
		assert.ok(expected[name] > 0, `the day has ${name}`);
	}
	assert.equal(shown.unreadable_blocks_total, 0);
	assert.equal(shown.short_issuers, 0);
	console.log(JSON.stringify(expected));
});

await finish(api);
