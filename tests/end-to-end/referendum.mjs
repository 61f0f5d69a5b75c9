// Referenda on a live network, by Polkadot.js: what a WATT is worth is said by the collective's track; the guard's stops the
// market, opens it again but for one call, and then altogether; the grid's changes a tariff; a spender's pays WATT out of the
// treasury. Orders rest in the book all the while.
//
// usage: node referendum.mjs URL

import assert from "node:assert/strict";
import { finish, test, until, WATT, ZONE } from "../clients/polkadot-js/chain.js";
import { assembly } from "../clients/polkadot-js/referenda.js";

const { api, voters, act, refused, propose, approved, whitelisted } = await assembly();
const [alice, bob, charlie, dave, eve, ferdie] = voters;
const { assetRate, assets, energyMarket, grid, safeMode, treasury, txPause, utility, watt, whitelist } = api.tx;

/** Base units in a WATT. */
const ONE = 1_000_000n;
/** WATT as the treasury names it. */
const KIND = { WithId: WATT };
/** Who owes the WATT, and what a redemption is called on the chain. */
const ISSUER = 1;
const REFERENCE = `0x${"05".repeat(32)}`;
/** A call as `txPause` names it. */
const PLACE_ORDER = ["EnergyMarket", "place_order"];

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
const wallet = async ({ address }) => (await api.query.assets.account(WATT, address)).unwrapOrDefault().balance.toBigInt();
const openOrders = async () => (await api.call.energyMarketApi.openOrders()).toNumber();

/** The last interval that is open: some ten minutes ahead. */
const lastOpen = async () => (await info()).firstUnopened.toNumber() - 1;

let worth;
let tariff;
let rested;

await test("what a WATT is worth comes to a referendum, once the collective has agreed to it", async () => {
	assert.ok((await api.query.assetRate.conversionRateToNative(KIND)).isNone);
	// Three GRID for a WATT: base units for a base unit, times 10^18.
	const rate = assetRate.create(KIND, 3_000_000n * 10n ** 18n);
	await whitelisted(rate);
	worth = await propose("WhitelistedCaller", whitelist.dispatchWhitelistedCallWithPreimage(rate));
});

await test("a tariff comes to a referendum while an order rests", async () => {
	const last = await lastOpen();
	await Promise.all([act(alice, ask(last)), act(charlie, energyMarket.deposit(WATT, 10n * ONE))]);
	assert.equal(await openOrders(), 1);
	const { rules } = (await api.call.energyMarketApi.orderBook({ interval: last, zone: ZONE }, 1)).unwrap();
	assert.equal(rules.fees.adValorem.toNumber(), 50_000);
	tariff = await propose("GridAdmin", grid.setTariff(ZONE, null, DEARER));
});

await test("the guard stops the market and leaves the ways out", async () => {
	await approved(await propose("MonetaryGuard", safeMode.forceEnter()));
	await until("safe mode", async () => (await api.query.safeMode.enteredUntil()).isSome);
	const last = await lastOpen();
	const money = () => Promise.all([wallet(charlie), wallet(ferdie)]);
	const [charlies, ferdies] = await money();
	await Promise.all([
		refused("CallFiltered", bob, ask(last)),
		refused("CallFiltered", dave, energyMarket.deposit(WATT, ONE)),
		refused("CallFiltered", eve, assets.transfer(WATT, bob.address, ONE)),
		act(charlie, energyMarket.withdraw(WATT, 4n * ONE)),
		act(ferdie, watt.redeem(ISSUER, 5n * ONE, REFERENCE)),
	]);
	assert.deepEqual(await money(), [charlies + 4n * ONE, ferdies - 5n * ONE]);
	const [redemption] = await api.call.wattApi.redemptionsOf(ferdie.address);
	assert.equal(redemption.amount.toBigInt(), 5n * ONE);
	assert.equal(await openOrders(), 1);
	await act(alice, energyMarket.cancelAll({ Currency: WATT }));
	assert.equal(await openOrders(), 0);
});

await test("the guard opens the market but for one call, and then for that", async () => {
	const paused = async () => (await api.query.txPause.pausedCalls(PLACE_ORDER)).isSome;
	const opened = utility.batchAll([txPause.pause(PLACE_ORDER), safeMode.forceExit()]);
	await approved(await propose("MonetaryGuard", opened));
	await until("the end of safe mode", async () => (await api.query.safeMode.enteredUntil()).isNone);
	assert.ok(await paused());
	const last = await lastOpen();
	await Promise.all([
		refused("CallFiltered", bob, ask(last)),
		refused("CallFiltered", eve, utility.batchAll([ask(last)])),
		act(dave, energyMarket.deposit(WATT, ONE)),
	]);
	assert.equal(await openOrders(), 0);
	await approved(await propose("MonetaryGuard", txPause.unpause(PLACE_ORDER)));
	await until("the end of the pause", async () => !(await paused()));
	rested = await lastOpen();
	await act(bob, ask(rested));
	assert.equal(await openOrders(), 1);
});

await test("the treasury pays in WATT, up to what the office may spend", async () => {
	const account = { address: treasuryAccount() };
	await Promise.all([approved(worth), act(alice, assets.transfer(WATT, account.address, 50n * ONE))]);
	await until("what a WATT is worth", async () => (await api.query.assetRate.conversionRateToNative(KIND)).isSome);
	const money = () => Promise.all([wallet(account), wallet(eve)]);
	const before = await money();
	const index = (await api.query.treasury.spendCount()).toNumber();
	const spend = (amount) => propose("SmallSpender", treasury.spend(KIND, amount, eve.address, null));
	const payment = await spend(20n * ONE);
	// 3,334 WATT are worth more than 10,000 GRID: the referendum is approved, its call fails, and nothing is paid.
	const tooMuch = await spend(3_334n * ONE);
	await approved(payment);
	await until("the approval of the payment", async () => (await api.query.treasury.spends(index)).isSome);
	assert.deepEqual(await money(), before);
	await act(bob, treasury.payout(index));
	assert.deepEqual(await money(), [before[0] - 20n * ONE, before[1] + 20n * ONE]);
	await refused("AlreadyAttempted", bob, treasury.payout(index));
	await approved(tooMuch);
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
	const { asks } = (await api.call.energyMarketApi.orderBook({ interval: rested, zone: ZONE }, 1)).unwrap();
	assert.deepEqual(asks.map(({ price, lots }) => [price.toNumber(), lots.toNumber()]), [[150, 100]]);
	assert.equal(await openOrders(), 1);
	console.log(`interval ${changed} has the new tariff, ${first} the old one; the order rests in ${rested}`);
});

await finish(api);
