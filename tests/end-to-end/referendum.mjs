// Referenda on a live chain, by Polkadot.js: the guard's track stops the market and opens it again, the grid's track changes
// a tariff, a spender's pays WATT out of the treasury. An order rests in the book all the while.
//
// usage: node referendum.mjs URL

import assert from "node:assert/strict";
import { finish, test, until, WATT, ZONE } from "../clients/polkadot-js/chain.js";
import { assembly } from "../clients/polkadot-js/referenda.js";

const { api, voters, act, refused, propose, approved } = await assembly();
const [alice, bob] = voters;
const { assetRate, assets, energyMarket, grid, safeMode, sudo, treasury } = api.tx;

/** The account of the treasury: "modl", its name, and zeros. */
function treasuryAccount() {
	const bytes = new Uint8Array(32);
	bytes.set(new TextEncoder().encode("modl"));
	bytes.set(api.consts.treasury.palletId.toU8a(true), 4);
	return api.registry.createType("AccountId", bytes).toString();
}

/** A tenth of the energy's value instead of a twentieth, and nothing else. */
const DEARER = {
	adValorem: 100_000,
	perKwh: 0,
	timeOfUse: Array(24).fill(100),
	congestion: Array(4).fill(100),
	cap: null,
	tax: 0,
	shares: { host: 0, treasury: 0 },
};

const info = () => api.call.energyMarketApi.marketInfo();
const feeOf = async (interval) => {
	const book = await api.call.energyMarketApi.orderBook({ interval, zone: ZONE }, 1);
	return book.unwrap().rules.fees.adValorem.toNumber();
};
const ask = (interval) =>
	energyMarket.placeOrder({
		product: { interval, zone: ZONE },
		side: "Ask",
		price: 150,
		lots: 100,
		orderType: "Limit",
		selfTrade: "CancelNewest",
		reach: "Zone",
		reference: 7,
	});
const openOrders = async () => (await api.call.energyMarketApi.openOrders()).toNumber();

let tariff;

await test("a tariff comes to a referendum while an order rests", async () => {
	const last = (await info()).firstUnopened.toNumber() - 1;
	await act(alice, ask(last));
	assert.equal(await openOrders(), 1);
	const { rules } = (await api.call.energyMarketApi.orderBook({ interval: last, zone: ZONE }, 1)).unwrap();
	assert.equal(rules.fees.adValorem.toNumber(), 50_000);
	tariff = await propose("GridAdmin", grid.setTariff(ZONE, null, DEARER));
});

await test("the guard stops the market and leaves the ways out", async () => {
	await approved(await propose("MonetaryGuard", safeMode.forceEnter()));
	await until("safe mode", async () => (await api.query.safeMode.enteredUntil()).isSome);
	const last = (await info()).firstUnopened.toNumber() - 1;
	await refused("CallFiltered", bob, ask(last));
	await refused("CallFiltered", bob, energyMarket.deposit(WATT, 1_000_000));
	assert.equal(await openOrders(), 1);
	await act(alice, energyMarket.cancelAll({ Currency: WATT }));
	assert.equal(await openOrders(), 0);
	await approved(await propose("MonetaryGuard", safeMode.forceExit()));
	await until("the end of safe mode", async () => (await api.query.safeMode.enteredUntil()).isNone);
	await act(bob, ask(last));
	assert.equal(await openOrders(), 1);
});

await test("the treasury pays in WATT, up to what the office may spend", async () => {
	const kind = { WithId: WATT };
	const eve = voters[4].address;
	const account = treasuryAccount();
	const watt = async (who) => (await api.query.assets.account(WATT, who)).unwrapOrDefault().balance.toBigInt();
	// Three GRID for a WATT: base units for a base unit, times 10^18.
	const rate = assetRate.update(kind, 3_000_000n * 10n ** 18n);
	await act(alice, sudo.sudo(rate));
	await act(alice, assets.transfer(WATT, account, 50_000_000));
	const before = [await watt(account), await watt(eve)];
	const index = (await api.query.treasury.spendCount()).toNumber();
	await approved(await propose("SmallSpender", treasury.spend(kind, 20_000_000, eve, null)));
	await until("the approval of the payment", async () => (await api.query.treasury.spends(index)).isSome);
	assert.deepEqual([await watt(account), await watt(eve)], before);
	await act(bob, treasury.payout(index));
	assert.deepEqual([await watt(account), await watt(eve)], [before[0] - 20_000_000n, before[1] + 20_000_000n]);
	await refused("AlreadyAttempted", bob, treasury.payout(index));
	// 3,334 WATT are worth more than 10,000 GRID: the referendum is approved, its call fails, and nothing is paid.
	await approved(await propose("SmallSpender", treasury.spend(kind, 3_334_000_000, eve, null)));
	await new Promise((resolve) => setTimeout(resolve, 24_000));
	assert.equal((await api.query.treasury.spendCount()).toNumber(), index + 1);
});

await test("the tariff changes for what was not open, and the order stays", async () => {
	await approved(tariff);
	const changed = await until("the new tariff", async () => {
		const next = (await info()).firstUnopened.toNumber();
		return (await feeOf(next)) === 100_000 && next;
	});
	const first = (await info()).firstTradable.toNumber();
	assert.equal(await feeOf(first), 50_000);
	console.log(`interval ${changed} has the new tariff, ${first} the old one`);
});

await finish(api);
