// The golden day by PAPI, whose calls, storage, events and runtime APIs are generated from the node's metadata:
//
//     papi add gridforge --wsUrl ws://127.0.0.1:9944 --config papi.json
//     node day.js ws://127.0.0.1:9944

import assert from "node:assert/strict";
import { sr25519CreateDerive } from "@polkadot-labs/hdkd";
import { DEV_PHRASE, entropyToMiniSecret, mnemonicToEntropy, ss58Address } from "@polkadot-labs/hdkd-helpers";
import { createClient, Enum } from "polkadot-api";
import { getPolkadotSigner } from "polkadot-api/signer";
import { getWsProvider } from "polkadot-api/ws";
import { gridforge } from "./.papi/descriptors/dist/index.js";

const url = process.argv[2];
if (!url) {
	console.error("usage: node day.js ws://127.0.0.1:9944");
	process.exit(2);
}

const WATT = 1;
const ZONE = 1;
const MINUTES = 60_000;
/** How far ahead the gate must be: three orders take a block each, and time to be final; thrice that on a busy machine. */
const MARGIN_MS = 180_000n;

/** In base units of WATT. */
const GAINS = { Alice: 1_500_000n, Bob: 1_800_000n, Charlie: -3_465_000n, Dave: 165_000n };

/** What an order is beside its product, side, price and size. */
const ORDINARY = {
	order_type: Enum("Limit"),
	self_trade: Enum("CancelNewest"),
	reach: Enum("Zone"),
	reference: 0n,
};

const client = createClient(getWsProvider(url));
const api = client.getTypedApi(gridforge);
const market = api.apis.EnergyMarketApi;

const derive = sr25519CreateDerive(entropyToMiniSecret(mnemonicToEntropy(DEV_PHRASE)));
const people = Object.keys(GAINS).map((name) => {
	const { publicKey, sign } = derive(`//${name}`);
	return { name, address: ss58Address(publicKey), signer: getPolkadotSigner(publicKey, "Sr25519", sign) };
});
const [alice, bob, charlie] = people;

/** What is awaited has fifteen minutes together. */
const deadline = setTimeout(() => {
	console.error("the day did not end within fifteen minutes");
	process.exit(1);
}, 15 * MINUTES);

/** All WATT of an account in base units: in its wallet and, free or locked, in the market. */
async function watt(address) {
	const at = { at: "best" };
	const wallet = await api.query.Assets.Account.getValue(WATT, address, at);
	const participant = await api.query.Participants.Accounts.getValue(address, at);
	const { free, locked } = await api.query.EnergyMarket.Accounts.getValue(participant, WATT, at);
	return (wallet?.balance ?? 0n) + free + locked;
}

/** What everybody has. */
async function balances() {
	const sums = await Promise.all(people.map(({ address }) => watt(address)));
	return Object.fromEntries(people.map(({ name }, index) => [name, sums[index]]));
}

/** The first product whose gate is far enough ahead and that nobody has ordered in. */
async function chooseProduct() {
	const info = await market.market_info({ at: "best" });
	const used = (await market.products({ at: "best" })).map(({ interval, zone }) => `${interval} ${zone}`);
	for (let interval = info.first_tradable; interval < info.first_unopened; interval++) {
		const gate = BigInt(interval) * BigInt(info.interval_length) - BigInt(info.gate_close);
		if (gate - BigInt(info.now) >= MARGIN_MS && !used.includes(`${interval} ${ZONE}`)) return { interval, zone: ZONE };
	}
	throw new Error("no interval is open for trading");
}

/** Places an order and waits until it is final; answers with its events. */
async function order({ signer }, product, side, price, lots) {
	const order = { ...ORDINARY, product, side: Enum(side), price, lots };
	const result = await api.tx.EnergyMarket.place_order({ order }).signAndSubmit(signer);
	assert.ok(result.ok, JSON.stringify(result.dispatchError));
	return result.events.filter(({ type }) => type === "EnergyMarket").map(({ value }) => value);
}

// A fresh chain has a clock from its first block on.
await new Promise((resolve) => {
	const heads = client.finalizedBlock$.subscribe(({ number }) => {
		if (number > 0) {
			resolve();
			queueMicrotask(() => heads.unsubscribe());
		}
	});
});

const before = await balances();
const product = await chooseProduct();
const settled = new Promise((resolve) => {
	api.event.Settlement.IntervalSettled.watch().subscribe(({ events }) => {
		for (const { payload } of events) {
			if (payload.product.interval === product.interval) resolve(payload.summary);
		}
	});
});

await order(alice, product, "Ask", 150, 2_000);
await order(bob, product, "Ask", 120, 1_500);
const book = await market.order_book(product, 10, { at: "best" });
assert.deepEqual(
	book.asks.map(({ price, lots }) => [price, Number(lots)]),
	[
		[120, 1_500],
		[150, 2_000],
	],
);
const events = await order(charlie, product, "Bid", 160, 2_500);
const [traded] = events.filter(({ type }) => type === "Traded").map(({ value }) => value);
assert.deepEqual(
	traded.fills.map(({ price, lots }) => [price, lots]),
	[
		[120, 1_500],
		[150, 1_000],
	],
);
assert.equal(traded.notional, 3_300_000n);
console.log("three orders traded as they must");

const summary = await settled;
assert.equal(BigInt(summary.lots), 2_500n);
assert.equal(summary.notional, 3_300_000n);
assert.equal(summary.charge.ad_valorem, 165_000n);
const after = await balances();
const changes = Object.fromEntries(people.map(({ name }) => [name, after[name] - before[name]]));
assert.deepEqual(changes, GAINS);
console.log("the interval was settled, and balances have changed exactly as they must");

const deposit = api.tx.EnergyMarket.deposit({ currency: WATT, amount: 1_000_000n });
const paid = await deposit.signAndSubmit(alice.signer, { asset: WATT });
assert.ok(paid.ok, JSON.stringify(paid.dispatchError));
const [fee] = paid.events.filter(({ type }) => type === "AssetTxPayment").map(({ value }) => value.value);
assert.equal(fee.asset_id, WATT);
assert.equal(after.Alice - (await balances()).Alice, fee.actual_fee);
console.log("the fee of a transaction was paid in WATT");

clearTimeout(deadline);
client.destroy();
process.exit();
