// Everything that the runtime says of itself, read by Polkadot.js: each storage item, constant and runtime API. What is
// decoded and encoded again must be the same to the byte. And a call of each of our pallets; or, on a chain where much has
// happened, values of those items that are named, such as Metering.Readings. Polkadot.js must warn of nothing in it but of what
// is explained here.
//
// usage: node metadata.mjs URL [ITEM...]

import assert from "node:assert/strict";
import { accounts, acting, connect, connectPlainly, finish, test, WATT, ZONE } from "../clients/polkadot-js/chain.js";
import { assertAnswer } from "../clients/polkadot-js/openrpc.js";

// Polkadot.js warns by the console of what it does not know or cannot decode.
const warnings = [];
for (const level of ["warn", "error"]) {
	console[level] = (...words) => warnings.push(words.map(String).join(" "));
}

const plain = connectPlainly();
// As any program connects, with all warnings.
const api = await connect({ noInitWarn: false });
const { registry } = api;
const rpc = (method, ...params) => plain.send(method, params);
const metadata = api.runtimeMetadata.asLatest;

/** Items of the storage of which there must be values. */
const FILLED = process.argv.slice(3);

/** Entries of a map that are looked at: its first. */
const ENTRIES = 50;

/** What the SDK brings. A pallet that is not named here is ours, and needs an entry in CALLS. */
const SDK = `system timestamp babe balances staking voterList session grandpa nominationPools electionProviderMultiPhase
	assets assetRate utility proxy multisig sudo parameters technicalCollective whitelist preimage scheduler referenda
	convictionVoting txPause safeMode treasury bounties`.split(/\s+/);

/** Runtime APIs that are not called with the smallest arguments of their types, and why. */
const NOT_CALLED = {
	"core.executeBlock": "executes a whole block",
	"core.initializeBlock": "begins a block",
	"blockBuilder.applyExtrinsic": "goes on with a block that was begun",
	"blockBuilder.finalizeBlock": "ends a block that was begun",
	"blockBuilder.inherentExtrinsics": "needs the time and the slot of a block",
	"blockBuilder.checkInherents": "needs a block",
	"taggedTransactionQueue.validateTransaction": "needs a signed transaction",
	"offchainWorkerApi.offchainWorker": "is the node's own",
	"babeApi.submitReportEquivocationUnsignedExtrinsic": "needs two blocks of one slot",
	"grandpaApi.submitReportEquivocationUnsignedExtrinsic": "needs two votes in one round",
	"transactionPaymentApi.queryInfo": "needs a signed transaction",
	"transactionPaymentApi.queryFeeDetails": "needs a signed transaction",
	"sessionKeys.generateSessionKeys": "needs the node's keys",
	"genesisBuilder.buildState": "begins a chain",
};

/** Methods of the node that Polkadot.js does not offer under `api.rpc`, and why. */
const NOT_DECORATED = [
	[/^(chainHead|chainSpec|transaction|transactionWatch)_v1_/, "the newer JSON-RPC; Polkadot.js speaks the older one"],
	[/^bitswap_v1_get$/, "newer than this client"],
	[/^state_callRecorded$/, "newer than this client"],
	[/^author_rotateKeysWithOwner$/, "newer than this client; `gridforge validator setup` asks for keys"],
	[/^market_/, "ours; `api.rpc(name, …)` asks for them, see below"],
	[/^rpc\.discover$/, "describes ours"],
];

/** Parts of a signed transaction that Polkadot.js does not know, and why it may treat them as if they were not there. */
const UNKNOWN_EXTENSIONS = { AuthorizeCall: "newer than this client; it adds no byte, see below" };

const hex = (bytes) => Buffer.from(bytes).toString("hex");
const bytesOf = (hex) => Buffer.from(hex.slice(2), "hex");
/** Names as Polkadot.js writes those of the metadata. */
const lower = (name) => `${name}`[0].toLowerCase() + `${name}`.slice(1);
const camel = (name) => `${name}`.replace(/_(.)/g, (_, letter) => letter.toUpperCase());

/** Decodes a value of the type with this number in the metadata; encoded again it must be the same. */
function decode(what, type, bytes) {
	const value = registry.createTypeUnsafe(registry.createLookupType(type), [Uint8Array.from(bytes)]);
	assert.equal(hex(value.toU8a()), hex(bytes), what);
}

await test("every constant is decoded", async () => {
	let count = 0;
	for (const pallet of metadata.pallets) {
		for (const { name, type, value } of pallet.constants) {
			decode(`${pallet.name}.${name}`, type, value.toU8a(true));
			count += 1;
		}
	}
	assert.ok(count > 100, `${count} constants`);
	console.log(`    ${count} constants`);
});

await test("every storage item is decoded", async () => {
	let items = 0;
	let values = 0;
	const empty = new Set(FILLED);
	for (const pallet of metadata.pallets.filter((pallet) => pallet.storage.isSome)) {
		const { prefix, items: entries } = pallet.storage.unwrap();
		const section = api.query[lower(prefix)];
		for (const { name, type, modifier, fallback } of entries) {
			const what = `${pallet.name}.${name}`;
			const valueType = type.isPlain ? type.asPlain : type.asMap.value;
			// Where nothing is stored the default counts, but of an item that is optional.
			if (modifier.isDefault) decode(what, valueType, fallback.toU8a(true));
			const entry = section[lower(name)];
			// Both at one block: what is there may be gone in the next.
			const block = await rpc("chain_getBlockHash");
			const keys = await rpc("state_getKeysPaged", entry.keyPrefix(), ENTRIES, null, block);
			for (const key of keys) {
				const stored = await rpc("state_getStorage", key, block);
				decode(what, valueType, bytesOf(stored));
				if (type.isMap) {
					const { args } = registry.createTypeUnsafe("StorageKey", [key]).setMeta(entry.creator.meta);
					assert.ok(args.length > 0, `${what}: the key ${key} says nothing`);
				}
				values += 1;
				empty.delete(what);
			}
			items += 1;
		}
	}
	assert.ok(items > 200 && values > 100, `${items} items, ${values} values`);
	assert.deepEqual([...empty], [], "there is no value to decode");
	console.log(`    ${items} items, ${values} values`);
});

await test("every runtime API is known, and called where its smallest arguments say something", async () => {
	let called = 0;
	const left = new Set(Object.keys(NOT_CALLED));
	for (const { name: trait, methods } of metadata.apis) {
		const section = lower(trait);
		for (const { name, inputs, output } of methods) {
			const what = `${section}.${camel(name)}`;
			assert.ok(api.call[section]?.[camel(name)], `Polkadot.js does not offer ${what}`);
			if (left.delete(what)) continue;
			const smallest = inputs.map(({ type }) => registry.createTypeUnsafe(registry.createLookupType(type), []));
			const input = `0x${smallest.map((value) => hex(value.toU8a())).join("")}`;
			const answer = await rpc("state_call", `${trait}_${name}`, input);
			decode(what, output, bytesOf(answer));
			called += 1;
		}
	}
	assert.deepEqual([...left], [], "runtime APIs that do not exist any more");
	console.log(`    ${called} called`);
});

if (FILLED.length === 0) await test("a call of each of our pallets is made", async () => {
	const [alice, bob, operator, attester, newcomer] = accounts("Alice", "Bob", "Dave", "Attester", "Newcomer");
	const asRoot = (call) => api.tx.sudo.sudo(call);
	const { watt, energyMarket, grid, metering, settlement, communities, licensing, participants } = api.tx;
	const now = await api.query.timestamp.now();
	const CALLS = {
		communities: [operator, communities.createCommunity(ZONE, 1, { key: "Proportional", part: 1_000_000, price: 100 })],
		energyMarket: [bob, energyMarket.deposit(WATT, 1_000_000n)],
		grid: [alice, asRoot(grid.setZoneStatus(ZONE, "CancelOnly"))],
		licensing: [bob, licensing.lookAtStake(alice.address)],
		metering: [operator, metering.admitGateway(ZONE, newcomer.address, 4)],
		participants: [alice, asRoot(participants.register(newcomer.address))],
		settlement: [bob, settlement.advance(1)],
		watt: [attester, watt.attest(1_000_000n, now, `0x${"01".repeat(32)}`)],
	};
	const ours = Object.keys(api.tx).filter((pallet) => !SDK.includes(pallet));
	assert.deepEqual(Object.keys(CALLS).sort(), ours.sort());
	assert.deepEqual(SDK.filter((pallet) => !api.tx[pallet]), [], "pallets of the SDK that are not there");
	const { act } = acting(api);
	for (const [pallet, [who, call]] of Object.entries(CALLS)) {
		const events = await act(who, call).catch((error) => {
			throw new Error(`${pallet}: ${error.message}`);
		});
		const failed = events.find((event) => api.events.sudo.Sudid.is(event) && event.data[0].isErr);
		assert.ok(!failed, `${pallet}: root's call failed: ${failed}`);
	}
});

await test("what Polkadot.js does not know of a transaction adds nothing to it", async () => {
	for (const name of Object.keys(UNKNOWN_EXTENSIONS)) {
		const extension = metadata.extrinsic.transactionExtensions.find(({ identifier }) => identifier.toString() === name);
		assert.ok(extension, `there is no ${name}`);
		for (const type of [extension.type, extension.implicit]) {
			assert.equal(registry.createTypeUnsafe(registry.createLookupType(type), []).encodedLength, 0, name);
		}
	}
});

await test("methods that Polkadot.js does not offer are asked for by name", async () => {
	assertAnswer("market_products", await api.rpc("market_products", ZONE));
});

await test("Polkadot.js warns of nothing but of what is explained", async () => {
	const others = [];
	const told = { methods: [], extensions: [] };
	for (const warning of warnings) {
		const methods = warning.match(/RPC methods not decorated: (.+)$/)?.[1];
		const extensions = warning.match(/Unknown signed extensions (.+) found, treating them as no-effect$/)?.[1];
		if (methods) told.methods.push(...methods.split(", "));
		else if (extensions) told.extensions.push(...extensions.split(", "));
		else others.push(warning);
	}
	assert.deepEqual(others, []);
	assert.deepEqual(told.extensions, Object.keys(UNKNOWN_EXTENSIONS));
	const unexplained = told.methods.filter((name) => !NOT_DECORATED.some(([pattern]) => pattern.test(name)));
	assert.deepEqual(unexplained, []);
	const needless = NOT_DECORATED.filter(([pattern]) => !told.methods.some((name) => pattern.test(name)));
	assert.deepEqual(needless, [], "explained, and not warned of");
	console.log(`    ${told.methods.length} methods and ${told.extensions.length} extension that it does not know`);
});

await plain.disconnect();
await finish(api);
