// Market data by JSON-RPC: every method in human units, a book and trades as they change, resumed subscriptions,
// refusals with their codes; then the commands of the command line client that use them.
//
// usage: node market-data.mjs URL GRIDFORGE

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { connectPlainly, within } from "../clients/polkadot-js/chain.js";
import { assertAnswer, assertExamples, assertMessage } from "../clients/polkadot-js/openrpc.js";
import { ask, refuse, say } from "./gridforge.mjs";
import { call } from "./json-rpc.mjs";

const [, , url, gridforge] = process.argv;
const PORT = new URL(url).port;
const SECOND_MS = 1_000;
const UNKNOWN_BLOCK = `0x${"07".repeat(32)}`;

/** The last interval that is open: it settles long after this test. */
const { last_interval: INTERVAL } = (await ask("status")).market.tradable;
const NAME = `1-${INTERVAL}`;
const place = (name, terms) => ask(`--suri //${name} order place ${terms} --interval ${INTERVAL}`);

/** Asks, and checks that the answer is as the OpenRPC document has it. */
async function market(method, ...params) {
	const answer = await call(PORT, `market_${method}`, ...params);
	assertAnswer(`market_${method}`, answer);
	return answer;
}

assert.ok(assertExamples() >= 10);


const provider = connectPlainly();
await within("the connection", provider.isReady);

/** How the node names the messages of each subscription. */
const NOTIFICATIONS = { OrderBook: "market_bookChange", Trades: "market_newTrades" };

/** Messages of a subscription, which are numbered without a gap. */
class Messages {
	static async of(method, ...params) {
		const messages = new Messages();
		await provider.subscribe(NOTIFICATIONS[method], `market_subscribe${method}`, params, (error, message) => {
			assert.equal(error, null);
			assertMessage(`market_subscribe${method}`, message);
			assert.equal(message.sequence, messages.all.length, JSON.stringify(message));
			assert.match(message.block.hash, /^0x[0-9a-f]{64}$/);
			messages.all.push(message);
			messages.wake?.();
		});
		return messages;
	}

	all = [];

	/** Waits until the messages so far satisfy the condition, and answers with them. */
	async until(what, condition) {
		while (!condition(this.all)) {
			await within(what, new Promise((resolve) => (this.wake = resolve)));
		}
		return this.all;
	}

	/** The trades that were told, less those of blocks that were taken back. */
	trades() {
		const undone = new Set(this.all.filter(({ type }) => type === "retracted").map(({ block }) => block.hash));
		const told = this.all.filter(({ type, block }) => type === "trades" && !undone.has(block.hash));
		return told.flatMap(({ trades }) => trades.map(({ price, kwh, taker }) => [price, kwh, taker]));
	}

	/** The asks that the messages come to. */
	asks() {
		const levels = new Map();
		for (const message of this.all) {
			for (const [price, kwh] of message.asks ?? message.changes.asks) levels.set(price, kwh);
		}
		return [...levels].filter(([, kwh]) => kwh !== "0").sort(([a], [b]) => a - b);
	}
}

// --- The golden trades, as they are told ----------------------------------------------------------

const TRADES = [
	["0.12", "15", "bid"],
	["0.15", "10", "bid"],
];
const first = (messages) => messages.length > 0;

const book = await Messages.of("OrderBook", NAME);
const [snapshot] = await book.until("the snapshot", first);
assert.deepEqual([snapshot.type, snapshot.product, snapshot.bids, snapshot.asks], ["snapshot", NAME, [], []]);
const zone = await Messages.of("Trades", { zone: 1 });
const elsewhere = await Messages.of("Trades", { zone: 2 });
const [start] = await zone.until("the start", first);
assert.equal(start.type, "start");

await Promise.all([place("Alice", "sell 20 0.15"), place("Bob", "sell 15 0.12")]);
await book.until("the asks", () => book.asks().length === 2);
assert.deepEqual(book.asks(), [["0.12", "15"], ["0.15", "20"]]);
assert.deepEqual((await market("orderBook", NAME)).asks, [["0.12", "15"], ["0.15", "20"]]);

await place("Charlie", "buy 25 0.16");
await zone.until("the trades", () => zone.trades().length === 2);
assert.deepEqual(zone.trades(), TRADES);
await book.until("the rest", () => book.asks().length === 1);
assert.deepEqual(book.asks(), [["0.15", "10"]]);
assert.deepEqual(elsewhere.all.map(({ type }) => type).filter((type) => type !== "retracted"), ["start"]);

// --- Resumed from a block that was seen -----------------------------------------------------------

const resumedBook = await Messages.of("OrderBook", { zone: 1, interval: INTERVAL }, 10, snapshot.block.hash);
const [changes] = await resumedBook.until("the changes", first);
assert.equal(changes.type, "update");
assert.deepEqual(changes.changes, { bids: [], asks: [["0.15", "10"]] });
const resumed = await Messages.of("Trades", NAME, start.block.hash);
await resumed.until("the trades", () => resumed.trades().length === 2);
assert.deepEqual(resumed.trades(), TRADES);

// --- Questions ------------------------------------------------------------------------------------

const ticker = await market("ticker", NAME);
assert.deepEqual([ticker.bid, ticker.ask, ticker.kwh, ticker.turnover], [null, "0.15", "25", "3.30"]);
assert.deepEqual(ticker.prices, { open: "0.12", high: "0.15", low: "0.12", close: "0.15" });
assert.match(ticker.deliveryStart, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
const { trades } = await market("trades", NAME);
assert.deepEqual(trades.map(({ price, kwh, value }) => [price, kwh, value]), [
	["0.15", "10", "1.50"],
	["0.12", "15", "1.80"],
]);
assert.equal((await market("trades", NAME, 1)).trades.length, 1);
const { candles } = await market("candles", 1, INTERVAL, INTERVAL + 1);
assert.deepEqual(candles.map(({ product, high, low, kwh }) => [product, high, low, kwh]), [[NAME, "0.15", "0.12", "25"]]);
const { products } = await market("products", 1);
assert.ok(products.some(({ product }) => product === NAME), JSON.stringify(products));
const before = await market("orderBook", NAME, null, snapshot.block.hash);
assert.deepEqual([before.asks, before.block], [[], snapshot.block]);

// --- Refusals -------------------------------------------------------------------------------------

const refusals = [
	["orderBook", [NAME, 101], 7104],
	["orderBook", ["999-1"], 7103],
	["ticker", [NAME, UNKNOWN_BLOCK], 7101],
	["trades", [NAME, 17], 7104],
	["candles", [1, 0, 1001], 7104],
	["products", [999], 7103],
	["ticker", ["tomorrow"], -32602],
];
for (const [method, params, code] of refusals) {
	await assert.rejects(market(method, ...params), { code }, `${method} ${JSON.stringify(params)}`);
}
const subscribe = (params) => provider.subscribe(NOTIFICATIONS.Trades, "market_subscribeTrades", params, () => {});
await assert.rejects(subscribe([null, UNKNOWN_BLOCK]), /7101/);

// --- The document ---------------------------------------------------------------------------------

const document = await call(PORT, "rpc.discover");
const { methods } = await call(PORT, "rpc_methods");
const served = methods.filter((name) => /^market_|^rpc\.discover$/.test(name) && !name.includes("unsubscribe"));
assert.deepEqual(document.methods.map(({ name }) => name).sort(), served.sort());

// --- The command line client ----------------------------------------------------------------------

assert.equal((await ask(`ticker --interval ${INTERVAL}`)).turnover, "3.30");
await say(`trades --interval ${INTERVAL}`, "0.15", "1.80", "bid");
await refuse("refused", `ticker --zone 999 --interval ${INTERVAL}`);

/**
 * Runs `book --follow` until it has printed so much, interrupts it, and answers with what it printed. `begun` is called when
 * it has printed something.
 */
async function follow(line, enough, begun = () => {}) {
	const child = spawn(gridforge, ["--url", url, ...line.split(" ")]);
	let out = "";
	const printed = new Promise((resolve) => {
		child.stdout.on("data", (data) => {
			if (out === "") begun();
			out += data;
			if (enough(out)) resolve();
		});
	});
	const ended = new Promise((resolve) => child.on("close", resolve));
	await within(line, Promise.race([printed, ended]), 120 * SECOND_MS);
	child.kill("SIGINT");
	assert.equal(await within(`the end of ${line}`, ended, 60 * SECOND_MS), 0, out);
	return out;
}

const ladder = await follow(`book --follow --interval ${INTERVAL}`, (out) => out.includes("ask"));
assert.match(ladder, /ask +0\.15 +10/);
let lines;
await new Promise((begun) => {
	lines = follow(`--json book --follow --interval ${INTERVAL}`, (out) => out.split("\n").length > 2, begun);
	lines.catch(begun);
});
await place("Bob", "sell 1 0.3");
const told = (await lines).trim().split("\n").map((line) => JSON.parse(line));
assert.deepEqual(told.slice(0, 2).map(({ type, sequence }) => [type, sequence]), [["snapshot", 0], ["update", 1]]);
assert.deepEqual(told[1].changes.asks, [["0.30", "1"]]);

console.log(`${served.length} methods; ${book.all.length} messages of the book, ${refusals.length + 1} refusals`);
await provider.disconnect();
