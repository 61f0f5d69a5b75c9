// The runtime is upgraded on a live network: the technical collective whitelists it, a referendum authorises it, anybody
// applies it. An order rests in the book from before the authorisation on, and trades after the upgrade.
//
// usage: node runtime-upgrade.mjs URL FILE
//
//   FILE   a runtime of the next version

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { finish, test, until, wattOf, within, WATT, ZONE } from "../clients/polkadot-js/chain.js";
import { assembly } from "../clients/polkadot-js/referenda.js";

let { api, voters, act, refused, propose, approved, whitelisted } = await assembly();
const [alice, bob] = voters;
const code = new Uint8Array(readFileSync(process.argv[3]));
const before = api.runtimeVersion.specVersion.toNumber();
const { system, whitelist } = api.tx;

const info = () => api.call.energyMarketApi.marketInfo();
const openOrders = async () => (await api.call.energyMarketApi.openOrders()).toNumber();
const order = (interval, side) =>
	api.tx.energyMarket.placeOrder({
		product: { interval, zone: ZONE },
		side,
		price: 150,
		lots: 100,
		orderType: "Limit",
		selfTrade: "CancelNewest",
		reach: "Zone",
		reference: null,
	});
const finalNumber = async () =>
	(await api.rpc.chain.getHeader(await api.rpc.chain.getFinalizedHead())).number.toNumber();

const hex = (bytes) => `0x${Buffer.from(bytes).toString("hex")}`;
const hash = api.registry.hash(code).toHex();
const upgrade = system.authorizeUpgrade(hash);

await test("nobody upgrades the chain by oneself", async () => {
	await refused("BadOrigin", alice, upgrade);
	await refused("NothingAuthorized", alice, system.applyAuthorizedUpgrade("0x00"));
});

let interval;

await test("the collective and a referendum authorise it, with an order in the book", async () => {
	await whitelisted(upgrade);
	// Of a product that stays open for some minutes.
	interval = (await info()).firstUnopened.toNumber() - 1;
	await act(alice, order(interval, "Ask"));
	await approved(await propose("WhitelistedCaller", whitelist.dispatchWhitelistedCallWithPreimage(upgrade)));
	const authorised = await until("the authorisation", async () => {
		const found = await api.query.system.authorizedUpgrade();
		return found.isSome && found.unwrap();
	});
	assert.equal(authorised.codeHash.toHex(), hash);
	assert.equal(await openOrders(), 1);
});

await test("what was authorised is applied, and nothing else; the order stays and trades", async () => {
	const accounts = [alice.address, bob.address];
	const money = async () => {
		const [first, second] = await Promise.all(accounts.map((account) => wattOf(api, account)));
		return first + second;
	};
	const watt = await money();
	const other = code.slice();
	other[other.length - 1] ^= 1;
	await refused("Unauthorized", bob, system.applyAuthorizedUpgrade(hex(other)));
	const final = await finalNumber();
	const changed = new Promise((resolve) => {
		api.rpc.state.subscribeRuntimeVersion((version) => {
			if (version.specVersion.toNumber() > before) resolve(version.specVersion.toNumber());
		});
	});
	// Without waiting for its events: they are of the old runtime, and this client may read them as the new one's.
	await system.applyAuthorizedUpgrade(hex(code)).signAndSend(bob);
	assert.equal(await within("the new version", changed), before + 1);
	// After an upgrade this client forgets the runtime's own calls; one that connects anew has them.
	await api.disconnect();
	({ api, act } = await assembly());
	assert.equal(await openOrders(), 1);
	assert.equal(await money(), watt);
	// The next transaction is signed for the new version, and carried out by it.
	assert.equal(api.runtimeVersion.specVersion.toNumber(), before + 1);
	const events = await act(bob, order(interval, "Bid"));
	assert(events.some((event) => api.events.energyMarket.Traded.is(event)));
	assert.equal(await openOrders(), 0);
	await until("finality", async () => (await finalNumber()) > final + 3);
});

await finish(api);
