// A household that has WATT and no GRID pays for its transactions in WATT: by Polkadot.js and by the command line.
//
// usage: node watt-fees.mjs URL GRIDFORGE

import assert from "node:assert/strict";
import { accounts, acting, connect, FEES_IN_WATT, finish, test, wattOf, WATT, ZONE } from "../clients/polkadot-js/chain.js";
import { ask, refuse } from "./gridforge.mjs";

const api = await connect(FEES_IN_WATT);
const [alice, bob, household, officer, author] = accounts("Alice", "Bob", "Household", "ComplianceOfficer", "Alice//stash");
const { act, refused } = acting(api);
const { assetRate, assets, energyMarket, participants, sudo, system, watt } = api.tx;
const { feeIn } = api.call.wattApi;
const ONE = 1_000_000n;
const IN_WATT = { assetId: WATT };

const wallet = async (who) => (await api.query.assets.account(WATT, who.address)).unwrapOrDefault().balance.toBigInt();
const grid = async (who) => (await api.query.system.account(who.address)).data.free.toBigInt();
const supply = async () => (await api.query.assets.asset(WATT)).unwrap().supply.toBigInt();
const give = (to, amount) => assets.transfer(WATT, to.address, amount);

/** What a transaction costs the household at most, in WATT. */
async function price(transaction) {
	const { partialFee } = await transaction.paymentInfo(household.address, IN_WATT);
	return (await feeIn(WATT, partialFee)).unwrap().toBigInt();
}

/** Sends a transaction of the household, paid in WATT; answers with its events and what it cost. */
async function pay(transaction) {
	const most = await price(transaction);
	const events = await act(household, transaction, IN_WATT);
	const paid = events.filter((event) => api.events.assetTxPayment.AssetTxFeePaid.is(event));
	assert.equal(paid.length, 1);
	const { who, actualFee, tip, assetId } = paid[0].data;
	assert.deepEqual([who.toString(), assetId.toJSON(), tip.toBigInt()], [household.address, WATT, 0n]);
	const fee = actualFee.toBigInt();
	assert.ok(fee > 0n && fee <= most, `${fee} of at most ${most}`);
	return { events, fee };
}

const issued = await supply();
let paidToAuthor = await wallet(author);

await test("the price of a fee is known beforehand, and rounded up", async () => {
	// A WATT is worth ten GRID here.
	for (const [fee, watt] of [[0n, 0n], [1n, 1n], [10n ** 13n, ONE], [10n ** 13n + 1n, ONE + 1n]]) {
		assert.equal((await feeIn(WATT, fee)).unwrap().toBigInt(), watt);
	}
	assert.ok((await feeIn(9, 1n)).isNone);
});

await test("who has nothing pays nothing", async () => {
	await refused("Inability to pay some fees", household, system.remark("0x00"), IN_WATT);
	await refused("Inability to pay some fees", household, system.remark("0x00"));
});

await test("a household without GRID sends its first transaction", async () => {
	await act(alice, give(household, 20n * ONE));
	const had = await wallet(bob);
	const { fee } = await pay(give(bob, ONE));
	assert.equal(await wallet(household), 19n * ONE - fee);
	assert.equal(await wallet(bob), had + ONE);
	assert.equal(await grid(household), 0n);
	paidToAuthor += fee;
	assert.equal(await wallet(author), paidToAuthor);
});

await test("it places an order, and what that did not need comes back in WATT", async () => {
	await act(alice, sudo.sudo(participants.register(household.address)));
	const had = await wattOf(api, household.address);
	const { firstTradable } = await api.call.energyMarketApi.marketInfo();
	const product = { interval: firstTradable.toNumber() + 3, zone: ZONE };
	const order = energyMarket.placeOrder({ product, side: "Bid", price: 100, lots: 100 });
	const most = await price(order);
	const { events, fee } = await pay(order);
	assert.equal(events.filter((event) => api.events.energyMarket.OrderPlaced.is(event)).length, 1);
	assert.ok(fee < most);
	assert.equal(await wattOf(api, household.address), had - fee);
	paidToAuthor += fee;
	assert.equal(await wallet(author), paidToAuthor);
});

await test("the command line pays in WATT where it is told to", async () => {
	const line = "--suri //Household --fee-currency";
	const had = await wattOf(api, household.address);
	const { wallet: left } = await ask(`${line} EUR deposit 1`);
	assert.ok(Number(left) > 0);
	await ask(`${line} 1 deposit 1`);
	assert.ok((await wattOf(api, household.address)) < had);
	await refuse("unknown_currency", `${line} USD deposit 1`);
	await refuse("unknown_currency", `${line} 9 deposit 1`);
	await refuse("cannot_pay_fee", "--suri //Household deposit 1");
	await refuse("usage", `${line} EUR day`);
	assert.equal(await grid(household), 0n);
	paidToAuthor = await wallet(author);
});

await test("what is not WATT, or has no rate, pays no fee", async () => {
	await refused("Custom error: 1", bob, give(alice, ONE), { assetId: 9 });
	const kind = { WithId: WATT };
	const rate = (await api.query.assetRate.conversionRateToNative(kind)).unwrap();
	await act(alice, sudo.sudo(assetRate.remove(kind)));
	await refused("Custom error: 2", bob, give(alice, ONE), IN_WATT);
	await refuse("no_fee_rate", "--suri //Household --fee-currency EUR deposit 1");
	await act(alice, sudo.sudo(assetRate.create(kind, rate)));
});

await test("a frozen wallet pays no fee", async () => {
	await act(officer, watt.restrict(household.address, "Frozen", "Suspicion"));
	await refused("Custom error: 3", household, give(bob, ONE), IN_WATT);
	await refuse("wallet_restricted", "--suri //Household --fee-currency EUR deposit 1");
	await act(officer, watt.liftRestriction(WATT, household.address, "Cleared"));
	paidToAuthor += (await pay(give(bob, ONE))).fee;
	assert.equal(await wallet(author), paidToAuthor);
});

await test("fees make no WATT and burn none", async () => {
	assert.equal(await supply(), issued);
});

await finish(api);
