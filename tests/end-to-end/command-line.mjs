// Every command of the command line client on a fresh development chain, as JSON and as text; then what it
// must refuse, and that nothing changes by it.
//
// usage: node command-line.mjs URL GRIDFORGE
//
// A transaction is awaited until it is final, so those of different accounts go side by side.

import assert from "node:assert/strict";
import { accounts, connect, finish, submit, test } from "../clients/polkadot-js/chain.js";
import { ask, refuse, run, say } from "./gridforge.mjs";

const PARTICIPANTS = ["Alice", "Bob", "Charlie", "Dave", "Eve"];
const EVE = 1 + PARTICIPANTS.indexOf("Eve");
const NOBODY_LISTENS = "ws://127.0.0.1:1";

const api = await connect();
const together = (...tests) => Promise.all(tests);
const as = (name, line) => `--suri //${name} ${line}`;
const locked = async (name) => (await ask(`account //${name}`)).watt.market_locked;

const status = await ask("status");
// The last interval that is open: it settles long after this test.
const { last_interval: INTERVAL } = status.market.tradable;
const HERE = `--interval ${INTERVAL}`;
const place = (name, terms) => as(name, `order place ${terms} ${HERE}`);
const dryRun = (terms) => ask(`order place ${terms} ${HERE} --dry-run`);

/** WATT and orders of everybody; all that a refused command must leave as it is but for the fee in GRID. */
async function everything() {
	const reports = await Promise.all(
		[...PARTICIPANTS, "Ferdie"].map((name) => ask(`account //${name}`)),
	);
	return reports.map(({ participant, may_trade, watt, positions }) => ({ participant, may_trade, watt, positions }));
}

/** Refuses all of the lists, side by side, and finds everything as it was. */
async function nothingChanges(...lists) {
	const before = await everything();
	await Promise.all(
		lists.map(async (list) => {
			for (const [what, code, line, options] of list) {
				await test(`${what} is refused`, () => refuse(code, line, options));
			}
		}),
	);
	await test("refused commands change no balance and no order", async () => {
		assert.deepEqual(await everything(), before);
	});
}

// --- Questions ------------------------------------------------------------------------------------

await together(
	test("status shows chain and market", async () => {
		assert.equal(status.chain, "Gridforge Development");
		assert.match(status.genesis, /^0x[0-9a-f]{64}$/);
		assert.equal(status.syncing, false);
		assert.equal(status.market.status, "open");
		assert.equal(status.market.interval_seconds, 60);
		assert.ok(status.market.tradable.first_interval < INTERVAL);
		assert.equal(status.market.products_with_orders, 0);
		await say("status", "Gridforge Development", "market", "open", "tradable from", "traded from 600 s to 12 s");
	}),
	test("a book is empty at first", async () => {
		const book = await ask(`book ${HERE}`);
		assert.deepEqual([book.bids, book.asks], [[], []]);
		assert.deepEqual(book.product, { zone: 1, interval: INTERVAL, delivery: status.market.tradable.last_delivery });
		assert.deepEqual(
			[book.phase, book.lowest_price, book.highest_price, book.smallest_order_kwh, book.largest_order_kwh],
			["open", "-0.50", "3.595", "0.1", "1000"],
		);
		await say(`book ${HERE}`, `interval ${INTERVAL}`, "fee 5 %", "no orders");
	}),
	test("an account shows what it has", async () => {
		const { participant, may_trade, grid, watt, positions } = await ask("account //Alice");
		assert.deepEqual([participant, may_trade, positions], [1, true, []]);
		assert.deepEqual(grid, { free: "10000000.00", reserved: "0.00" });
		assert.deepEqual(watt, { wallet: "1000.00", market_free: "0.00", market_locked: "0.00" });
		await say(as("Alice", "account"), "1, may trade", "GRID free", "WATT in the wallet", "1000.00");
		await say("account //Ferdie", "none: this account may not trade until it is registered");
	}),
	test("participants, jurisdictions, licences and discounts are shown", async () => {
		const eve = await ask("participant show //Eve");
		assert.deepEqual(
			[eve.participant, eve.jurisdiction, eve.tier, eve.valid_until, eve.status, eve.reason, eve.may_trade],
			[EVE, 0, "full", null, "active", "administration", true],
		);
		assert.deepEqual(eve.licences.map(({ class: of, state }) => [of, state]), [["host", "in-force"]]);
		await say("participant show 1", "1, may trade", "valid for ever", "credential");
		const { jurisdictions } = await ask("jurisdiction list");
		assert.deepEqual(jurisdictions.map(({ jurisdiction, admin }) => [jurisdiction, admin]), [[0, null]]);
		const { terms } = await ask("licence terms");
		assert.deepEqual(terms.map(({ class: of }) => of), ["generation", "retail", "aggregation", "host"]);
		await say("licence terms", "50000.00", "365 d", "30 d");
		const { tiers } = await ask("licence discounts");
		assert.deepEqual(
			tiers.map(({ stake, volume_kwh: volume, percent }) => [stake, volume, percent]),
			[["1000.00", "1000", "10"], ["10000.00", "10000", "25"], ["100000.00", "100000", "50"]],
		);
	}),
	test("an account without orders has an empty list of them", async () => {
		assert.deepEqual((await ask("order list //Alice")).orders, []);
		await say("order list //Alice", "no open orders");
	}),
	test("help, version and completion need no node", async () => {
		const offline = (line) => run(line, NOBODY_LISTENS);
		for (const [line, word] of [
			["--help", "Trade electricity"],
			["order place --help", "KWH"],
			["--version", "gridforge "],
			["completion bash", "complete -F _gridforge"],
		]) {
			const { status: code, out } = await offline(line);
			assert.ok(code === 0 && out.includes(word), `${line}: status ${code}`);
		}
	}),
);

// --- Transactions ---------------------------------------------------------------------------------

const BOB_BIDS = "buy 10 0.1";
const preview = await dryRun(BOB_BIDS);
let askId;
let bidId;

await together(
	test("an ask rests and locks nothing", async () => {
		const placed = await ask(place("Alice", "sell 20 0.15"));
		assert.match(placed.order, new RegExp(`^1-${INTERVAL}-ask-650-0-0$`));
		assert.deepEqual([placed.filled_kwh, placed.locked, placed.fee, placed.trades], ["0", "0.00", "0.00", []]);
		askId = placed.order;
	}),
	test("a bid rests and locks what the dry run said", async () => {
		assert.deepEqual(
			[preview.value_at_limit, preview.fee_at_limit, preview.lock, preview.fills_now_kwh],
			["1.00", "0.05", "1.05", "0"],
		);
		await say(place("Bob", BOB_BIDS), "bid 10 kWh at 0.10 WATT/kWh", "resting as", `locked: ${preview.lock} WATT`);
		assert.equal(await locked("Bob"), preview.lock);
	}),
	test("a deposit moves WATT into the market", async () => {
		const moved = await ask(as("Charlie", "deposit 100"));
		assert.deepEqual(
			[moved.direction, moved.amount, moved.wallet, moved.market_free, moved.market_locked],
			["deposited", "100.00", "900.00", "100.00", "0.00"],
		);
	}),
	test("a deposit is told in words", () =>
		say(as("Eve", "deposit 5.5"), "deposited", "5.50 WATT in block", "in the wallet", "994.50")),
);

await together(
	test("the book has a level on each side", async () => {
		const { asks, bids } = await ask(`book ${HERE}`);
		assert.deepEqual(asks, [{ price: "0.15", kwh: "20", cumulative_kwh: "20" }]);
		assert.deepEqual(bids, [{ price: "0.10", kwh: "10", cumulative_kwh: "10" }]);
		const text = await say(`book ${HERE}`, "WATT/kWh", "cumulative");
		assert.match(text, /ask +0\.15 +20 +20\n.*--.*\n *bid +0\.10 +10 +10/);
	}),
	test("an account lists its open orders", async () => {
		const { orders } = await ask("order list //Alice");
		const { id, side, price, kwh, open_kwh } = orders[0];
		assert.equal(orders.length, 1);
		assert.deepEqual([id, side, price, kwh, open_kwh], [askId, "ask", "0.15", "20", "20"]);
		await say(as("Alice", "order list"), askId, "WATT/kWh");
		await say("account //Alice", "open orders", askId);
	}),
	test("a dry run says what would trade, in words and as JSON", async () => {
		const { value_at_limit, fee_at_limit, lock, fills_now_kwh } = await dryRun("buy 25 0.16");
		assert.deepEqual([value_at_limit, fee_at_limit, lock, fills_now_kwh], ["4.00", "0.20", "4.20", "20"]);
		await say(`order place buy 25 0.16 ${HERE} --dry-run`, "trades at once", "20 kWh", "locks at most", "4.20 WATT");
	}),
);

const watched = [ask("watch --count 1"), say("watch --count 1", "20 kWh", "0.15 WATT/kWh", "participant 1 to 3")];

await together(
	test("a bid trades in part and locks what that comes to", async () => {
		const placed = await ask(place("Charlie", "buy 25 0.16"));
		assert.deepEqual(placed.trades, [{ with: 1, kwh: "20", price: "0.15", value: "3.00" }]);
		// 3.15 for the trade, and 5 kWh at 0.16 with the fee for the rest.
		assert.deepEqual([placed.filled_kwh, placed.fee, placed.locked], ["20", "0.15", "3.99"]);
		bidId = placed.order;
		const { watt, positions } = await ask("account //Charlie");
		assert.deepEqual(watt, { wallet: "900.00", market_free: "96.01", market_locked: "3.99" });
		const [{ bought_kwh, paid, fees, orders }] = positions;
		assert.deepEqual([bought_kwh, paid, fees], ["20", "3.00", "0.15"]);
		assert.deepEqual([orders[0].id, orders[0].kwh, orders[0].open_kwh], [bidId, "5", "5"]);
		await say("account //Charlie", "positions not yet settled", bidId);
	}),
	test("a withdrawal moves WATT into the wallet", async () => {
		const moved = await ask(as("Eve", "withdraw 2.5"));
		assert.deepEqual(
			[moved.direction, moved.amount, moved.wallet, moved.market_free],
			["withdrawn", "2.50", "997.00", "3.00"],
		);
	}),
	test("a negative price is what a seller may pay", async () => {
		const placed = await ask(place("Dave", "sell 1 -0.05 --dry-run"));
		assert.deepEqual([placed.value_at_limit, placed.fills_now_kwh], ["-0.05", "1"]);
	}),
	test("watch shows the trade when it happens", async () => {
		const [{ seller, buyer, kwh, price, value, taker }] = await Promise.all(watched);
		assert.deepEqual([seller, buyer, kwh, price, value, taker], [1, 3, "20", "0.15", "3.00", "buyer"]);
	}),
);

await test("watch shows it again from an earlier block", async () => {
	const [now, again] = await together(watched[0], ask(`watch --from ${status.best_block} --count 1 --zone 1`));
	assert.deepEqual(again, now);
});

// --- Refusals -------------------------------------------------------------------------------------

const OFF_GRID = "'0.1205' for '<PRICE>'";
const FAR = INTERVAL + 100;
const UNKNOWN_ORDER = `1-${INTERVAL}-ask-700-0-0`;
const usage = { status: 2 };

await nothingChanges(
	[
		["an off-grid price", "usage", place("Alice", "sell 1 0.1205"), usage],
		["no energy", "usage", place("Alice", "sell 0 0.15"), usage],
		["more energy than there is", "usage", place("Alice", "sell 99999999999 0.15"), usage],
		["no money", "usage", as("Alice", "deposit 0"), usage],
		["an order id that is none", "usage", as("Alice", "order cancel 1-2-3"), usage],
		["an unknown command", "usage", "trade", usage],
		["a node that is not there", "unreachable", "status", { url: NOBODY_LISTENS }],
		["an order without a secret", "no_suri", "order place sell 1 0.15"],
		["a secret that is none", "bad_suri", "--suri alice deposit 1"],
		["the question whose account", "no_account", "account"],
		["a reason that no registrar gives", "usage", as("Alice", "participant suspend 2 --reason administration"), usage],
		["a hash that is none", "usage", "participant credential --evidence none --salt 0x5a", usage],
		["evidence that is not there", "unreadable", "participant credential --evidence none"],
	],
	[
		["the book of an unknown zone", "unknown_zone", "book --zone 7"],
		["the orders of somebody who does not trade", "no_participant", "order list //Ferdie"],
		["a participant that is not there", "no_participant", "participant show 99"],
		["an account that is no participant's", "no_participant", "participant show //Ferdie"],
		["a jurisdiction that is not there", "unknown_jurisdiction", "jurisdiction show 99"],
		["a dry run off the band", "EnergyMarket.PriceOutsideBand", `order place sell 1 3.6 ${HERE} --dry-run`],
		["a dry run of too much", "EnergyMarket.AboveMaximumOrder", `order place sell 1000.01 0.15 ${HERE} --dry-run`],
		["a dry run after the gate", "EnergyMarket.ProductClosed", "order place sell 1 0.15 --interval 1 --dry-run"],
		["a dry run too early", "EnergyMarket.ProductNotOpenYet", `order place sell 1 0.15 --interval ${FAR} --dry-run`],
	],
	[
		["an interval that is not open yet", "EnergyMarket.ProductNotOpenYet", as("Alice", `order place sell 1 0.15 --interval ${FAR}`)],
		["cancelling an unknown order", "EnergyMarket.UnknownOrder", as("Alice", `order cancel ${UNKNOWN_ORDER}`)],
		["cancelling a filled order", "EnergyMarket.OrderAlreadyClosed", as("Alice", `order cancel ${askId}`)],
	],
	[
		["a price off the band", "EnergyMarket.PriceOutsideBand", place("Bob", "sell 1 3.6")],
		["a huge order", "EnergyMarket.AboveMaximumOrder", place("Bob", "sell 1000.01 0.15")],
		["cancelling another's order", "EnergyMarket.NotOrderOwner", as("Bob", `order cancel ${bidId}`)],
	],
	[
		["a closed interval", "EnergyMarket.ProductClosed", as("Charlie", "order place buy 1 0.15 --interval 1")],
		["an unknown zone", "EnergyMarket.UnknownZone", place("Charlie", "buy 1 0.15 --zone 7")],
		["withdrawing what is locked", "EnergyMarket.InsufficientFree", as("Charlie", "withdraw 96.02")],
	],
	[
		["a tiny order", "EnergyMarket.BelowMinimumOrder", place("Dave", "sell 0.09 0.15")],
		["a deposit of more than there is", "EnergyMarket.InsufficientFunds", as("Dave", "deposit 1000.01")],
	],
	[
		["an order that the WATT does not suffice for", "EnergyMarket.InsufficientFunds", place("Eve", "buy 1000 3.595")],
		["a withdrawal of more than there is", "EnergyMarket.InsufficientFree", as("Eve", "withdraw 3.01")],
	],
	[
		["an order of somebody who does not trade", "EnergyMarket.NoParticipant", place("Ferdie", "sell 1 0.15")],
		["a deposit of somebody who does not trade", "EnergyMarket.NoParticipant", as("Ferdie", "deposit 1")],
		["a licence of somebody who does not trade", "no_participant", as("Ferdie", "licence apply host --jurisdiction 0")],
		["leaving as a delegate of nobody", "no_delegate", as("Ferdie", "participant resign")],
	],
	[
		["a fee that nobody can pay", "cannot_pay_fee", place("Stranger", "sell 1 0.15")],
		["a simulation without profiles", "unreadable", "simulate --profiles none --strategy none --out none"],
	],
);

await test("an error names what was wrong", async () => {
	const { message } = await refuse("usage", place("Alice", "sell 1 0.1205"), usage);
	assert.ok(message.includes(OFF_GRID) && message.includes("0.1205 is not a multiple of 0.001"), message);
});

await test("an error is told in words, too", async () => {
	const { status: code, out, err } = await run("status", NOBODY_LISTENS);
	assert.deepEqual([code, out], [1, ""]);
	assert.match(err, /^error: no node answers at .*\n {2}Start a node, or name another with --url/);
});

// --- Cancelling, and a suspended participant ------------------------------------------------------

const [sudo] = accounts("Alice");

await together(
	test("cancelling releases what the rest had locked", async () => {
		const cancelled = await ask(as("Charlie", `order cancel ${bidId}`));
		assert.deepEqual([cancelled.order, cancelled.kwh, cancelled.released], [bidId, "5", "0.84"]);
		assert.equal(await locked("Charlie"), "3.15");
	}),
	test("cancelling is told in words", async () => {
		const [{ id }] = (await ask("order list //Bob")).orders;
		await say(as("Bob", `order cancel ${id}`), `cancelled ${id}`, "10 kWh will not trade", "1.05 WATT released");
		assert.equal(await locked("Bob"), "0.00");
	}),
	test("a participant that has an open order is suspended", async () => {
		await ask(place("Eve", "buy 1 0.1"));
		const call = api.tx.sudo.sudo(api.tx.participants.setStatus(EVE, "Suspended"));
		await submit(api, sudo, call).final;
		assert.equal((await ask("account //Eve")).may_trade, false);
		await say("account //Eve", `${EVE}, may not trade now`);
	}),
);

await nothingChanges(
	[["cancelling twice", "EnergyMarket.UnknownOrder", as("Charlie", `order cancel ${bidId}`)]],
	[["an order of a suspended participant", "EnergyMarket.MayNotTrade", place("Eve", "buy 1 0.1")]],
);

await together(
	test("what a suspended participant had open is cancelled, and its money is its own", async () => {
		assert.equal(await locked("Eve"), "0.00");
		await ask(as("Eve", "withdraw 0.105"));
	}),
	test("a withdrawal is told in words", () =>
		say(as("Charlie", "withdraw 96"), "withdrawn", "96.00 WATT in block", "in the market, locked", "3.15")),
);

await finish(api);
