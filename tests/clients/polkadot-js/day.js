// The golden day by Polkadot.js: calls, storage, events and runtime APIs as the metadata describes them.
//
// usage: node day.js ws://127.0.0.1:9944

import assert from "node:assert/strict";
import { accounts, connect, finish, submit, test, wattOf, within, WATT, ZONE } from "./chain.js";

/** How far ahead the gate must be: three orders take a block each; some more on a busy machine. */
const MARGIN_MS = 120_000n;

/** Ticks of 0.001 WATT per kWh, and lots of 0.01 kWh. */
const ALICE_ASKS = ["Ask", 150, 2_000];
const BOB_ASKS = ["Ask", 120, 1_500];
const CHARLIE_BIDS = ["Bid", 160, 2_500];

/** In base units of WATT. */
const GAINS = { Alice: 1_500_000n, Bob: 1_800_000n, Charlie: -3_465_000n, Dave: 165_000n };

const NAMES = Object.keys(GAINS);

const api = await connect();
const people = accounts(...NAMES);
const [alice, bob, charlie] = people;
const market = api.call.energyMarketApi;

/** What everybody has, in base units. */
async function balances() {
	const sums = await Promise.all(people.map(({ address }) => wattOf(api, address)));
	return Object.fromEntries(NAMES.map((name, index) => [name, sums[index]]));
}

/** The first product whose gate is far enough ahead and that nobody has ordered in. */
async function chooseProduct() {
	const info = await market.marketInfo();
	const used = (await market.products()).map(({ interval, zone }) => `${interval} ${zone}`);
	const [now, length, close] = [info.now, info.intervalLength, info.gateClose].map((n) => n.toBigInt());
	for (let interval = info.firstTradable.toNumber(); interval < info.firstUnopened.toNumber(); interval++) {
		const gate = BigInt(interval) * length - close;
		if (gate - now >= MARGIN_MS && !used.includes(`${interval} ${ZONE}`)) return { interval, zone: ZONE };
	}
	throw new Error("no interval is open for trading");
}

/** Waits for the settlement of a product and answers with its event, read from final blocks only. */
function settlementOf({ interval, zone }) {
	return new Promise((resolve, reject) => {
		api.derive.chain
			.subscribeFinalizedBlocks(({ events }) => {
				for (const { event } of events) {
					if (!api.events.settlement.IntervalSettled.is(event)) continue;
					const { product } = event.data;
					if (product.interval.toNumber() === interval && product.zone.toNumber() === zone) resolve(event);
				}
			})
			.catch(reject);
	});
}

const place = (product, [side, price, lots]) => api.tx.energyMarket.placeOrder({ product, side, price, lots });
const the = (events, kind) => events.filter((event) => kind.is(event));

// A fresh chain has a clock from its first block on.
await within(
	"a final block",
	new Promise((resolve, reject) => {
		api.rpc.chain
			.subscribeFinalizedHeads(({ number }) => number.toNumber() > 0 && resolve())
			.catch(reject);
	}),
);
const before = await balances();
const product = await chooseProduct();
const settlement = settlementOf(product);
const transactions = [];

/** Sends an order and answers with its events. */
async function order(signer, terms) {
	const transaction = submit(api, signer, place(product, terms));
	transactions.push(transaction);
	return transaction.included;
}

await test("fees of a transaction are known beforehand", async () => {
	const { partialFee, weight } = await place(product, ALICE_ASKS).paymentInfo(alice);
	assert.ok(partialFee.toBigInt() > 0n && weight.refTime.toBigInt() > 0n);
});

await test("an ask rests in the book and locks nothing", async () => {
	const placed = the(await order(alice, ALICE_ASKS), api.events.energyMarket.OrderPlaced);
	assert.equal(placed.length, 1);
	assert.ok(placed[0].data.outcome.resting.isSome);
	assert.equal(placed[0].data.outcome.locked.toBigInt(), 0n);
});

await test("a better ask rests before it", async () => {
	await order(bob, BOB_ASKS);
	const book = (await market.orderBook(product, 10)).unwrap();
	const asks = book.asks.map(({ price, lots }) => [price.toNumber(), lots.toNumber()]);
	assert.deepEqual(asks, [
		[120, 1_500],
		[150, 2_000],
	]);
});

await test("a preview says what a bid locks and trades", async () => {
	const [side, price, lots] = CHARLIE_BIDS;
	const preview = (await market.previewOrder({ product, side, price, lots }, charlie.address)).asOk;
	assert.equal(preview.notional.toBigInt(), 4_000_000n);
	assert.equal(preview.charge.adValorem.toBigInt(), 200_000n);
	assert.equal(preview.chargeNow.adValorem.toBigInt(), 165_000n);
	assert.equal(preview.lock.toBigInt(), 4_200_000n);
	assert.equal(preview.fillsNow.toNumber(), 2_500);
});

await test("the bid trades with the cheaper ask first, each at the ask's price", async () => {
	const events = await order(charlie, CHARLIE_BIDS);
	const traded = the(events, api.events.energyMarket.Traded);
	assert.equal(traded.length, 1);
	const { fills, notional, charge } = traded[0].data;
	assert.deepEqual(
		fills.map(({ price, lots }) => [price.toNumber(), lots.toNumber()]),
		[
			[120, 1_500],
			[150, 1_000],
		],
	);
	assert.equal(notional.toBigInt(), 3_300_000n);
	assert.equal(charge.adValorem.toBigInt(), 165_000n);
	assert.equal(the(events, api.events.transactionPayment.TransactionFeePaid).length, 1);
});

await test("every order becomes final", async () => {
	assert.equal(transactions.length, 3);
	await Promise.all(transactions.map(({ final }) => final));
});

await test("what was traded is in the participants' positions", async () => {
	const view = (await market.participant(alice.address, WATT)).unwrap();
	const position = view.positions.find((one) => one.product.interval.toNumber() === product.interval);
	assert.equal(position.sold.toNumber(), 1_000);
	assert.equal(position.earned.toBigInt(), 1_500_000n);
});

await test("the interval settles by itself", async () => {
	const { summary } = (await within("settlement", settlement)).data;
	const { lots, notional, charge, participants, prices } = summary;
	assert.equal(lots.toNumber(), 2_500);
	assert.equal(notional.toBigInt(), 3_300_000n);
	assert.equal(charge.adValorem.toBigInt(), 165_000n);
	assert.equal(participants.toNumber(), 3);
	assert.deepEqual(prices.unwrap().toJSON(), { open: 120, high: 150, low: 120, close: 150 });
});

await test("balances have changed exactly as they must", async () => {
	const after = await balances();
	const changes = Object.fromEntries(NAMES.map((name) => [name, after[name] - before[name]]));
	assert.deepEqual(changes, GAINS);
});

await test("nothing of the product is left but its summary", async () => {
	const { interval, zone } = product;
	assert.ok((await api.query.energyMarket.products(interval, zone)).isNone);
	assert.ok((await api.call.settlementApi.intervalSummary(product)).isSome);
	for (const map of ["levels", "pages", "positions"]) {
		assert.equal((await api.query.energyMarket[map].keys(product)).length, 0, map);
	}
});

await finish(api);
