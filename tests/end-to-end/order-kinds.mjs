// Orders of every kind by the command line client: immediate, post-only, amended, cancelled all at once.
//
// usage: node order-kinds.mjs URL GRIDFORGE

import assert from "node:assert/strict";
import { connect, finish, test } from "../clients/polkadot-js/chain.js";
import { ask, refuse, say } from "./gridforge.mjs";

const api = await connect();
const together = (...tests) => Promise.all(tests);
const as = (name, line) => `--suri //${name} ${line}`;

// The last interval that is open: it settles long after this test.
const { last_interval: INTERVAL } = (await ask("status")).market.tradable;
const place = (name, terms) => as(name, `order place ${terms} --interval ${INTERVAL}`);

await together(
	test("what an immediate order does not trade is cancelled", async () => {
		const placed = await ask(place("Bob", "buy 1 0.1 --type ioc"));
		assert.deepEqual(
			[placed.order, placed.cancelled_kwh, placed.cancelled_because, placed.locked],
			[null, "1", "immediate or cancel", "0.00"],
		);
		await say(place("Bob", "buy 1 0.1 --type fill-or-kill"), "cancelled at once: 1 kWh (fill or kill)");
	}),
	test("an amended order keeps its place, or moves", async () => {
		const { order } = await ask(place("Dave", "sell 5 0.3 --type post-only --reference 42"));
		const [{ id, reference }] = (await ask("order list //Dave")).orders;
		assert.deepEqual([id, reference], [order, 42]);
		const reduced = await ask(as("Dave", `order amend ${order} 4 0.3`));
		assert.deepEqual([reduced.order, reduced.kwh], [order, "4"]);
		const moved = await ask(as("Dave", `order amend ${order} 4 0.31`));
		assert.match(moved.order, new RegExp(`^1-${INTERVAL}-ask-810-`));
		await say(as("Dave", "order cancel-all"), "cancelled in block", moved.order);
		await refuse("EnergyMarket.NoOpenOrders", as("Dave", "order cancel-all"));
	}),
	test("the older order gives way where the newer one says so", async () => {
		const { order } = await ask(place("Charlie", "buy 2 0.2"));
		const placed = await ask(place("Charlie", "sell 2 0.2 --self-trade cancel-oldest"));
		assert.deepEqual(placed.withdrawn, [{ order, kwh: "2", released: "0.42" }]);
	}),
);

await finish(api);
