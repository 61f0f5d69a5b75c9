// Money comes in and goes out: the keepers of WATT and a holder, by Polkadot.js.
//
// usage: node issuer.mjs URL METRICS_PORT

import assert from "node:assert/strict";
import { accounts, acting, connect, finish, test, until, WATT } from "../clients/polkadot-js/chain.js";
import { marketMetrics } from "./prometheus.mjs";

const api = await connect();
const [issuer, second, attester, other, officer, guardian, alice, bob] = accounts(
	"Issuer",
	"Issuer//2",
	"Attester",
	"Attester//2",
	"ComplianceOfficer",
	"Guardian",
	"Alice",
	"Bob",
);
const { act, refused } = acting(api);
const { watt, assets, sudo } = api.tx;
const ask = api.call.wattApi;
const ISSUER = 1;
const ONE = 1_000_000n;

/** What a payment is called on the chain. */
const reference = (number) => `0x${number.toString(16).padStart(64, "0")}`;
const supply = async () => (await api.query.assets.asset(WATT)).unwrap().supply.toBigInt();
const wallet = async (who) => (await api.query.assets.account(WATT, who.address)).unwrapOrDefault().balance.toBigInt();
const status = async () => (await ask.currencyStatus(WATT)).unwrap();
const now = async () => (await api.query.timestamp.now()).toBigInt();

/** Resolves when the node's metrics say so many issuers are short. */
const shownShort = (expected) =>
	until(`${expected} short in the metrics`, async () => (await marketMetrics(process.argv[3])).short_issuers === expected);

async function attest(amount) {
	for (const who of [attester, other]) await act(who, watt.attest(amount, await now(), reference(1)));
}

await test("nothing is minted before the reserves are attested", async () => {
	const { issuers } = await status();
	assert.equal(issuers.length, 1);
	assert.equal(issuers[0].mintable.toBigInt(), 0n);
	await refused("StaleReserve", issuer, watt.mint(bob.address, 50n * ONE, reference(7)));
	await refused("NotPermitted", issuer, watt.attest(7_000n * ONE, await now(), reference(1)));
});

await test("WATT is minted within the reserves, and once for a payment", async () => {
	const [before, had] = [await supply(), await wallet(bob)];
	await attest(before + 2_000_000n * ONE);
	await act(issuer, watt.mint(bob.address, 50n * ONE, reference(7)));
	assert.equal(await supply(), before + 50n * ONE);
	assert.equal(await wallet(bob), had + 50n * ONE);
	await refused("ReferenceUsed", second, watt.mint(bob.address, 50n * ONE, reference(7)));
	await refused("AboveReserve", issuer, watt.mint(bob.address, 2_000_000n * ONE, reference(8)));
});

await test("what is above the sum of one signature waits for the second", async () => {
	const before = await supply();
	await act(issuer, watt.mint(bob.address, 1_500_000n * ONE, reference(9)));
	assert.equal(await supply(), before);
	const [pending] = await ask.pendingMints(ISSUER);
	assert.equal(pending.amount.toBigInt(), 1_500_000n * ONE);
	await refused("ApproverIsProposer", issuer, watt.approveMint(pending.mint));
	await act(second, watt.approveMint(pending.mint));
	assert.equal(await supply(), before + 1_500_000n * ONE);
});

await test("a holder is paid in turn, and what was paid is gone", async () => {
	const [before, had] = [await supply(), await wallet(bob)];
	await refused("BelowMinimum", bob, watt.redeem(ISSUER, ONE / 2n, reference(1)));
	await act(bob, watt.redeem(ISSUER, 20n * ONE, reference(2)));
	await act(alice, watt.redeem(ISSUER, 5n * ONE, reference(3)));
	assert.equal(await wallet(bob), had - 20n * ONE);
	assert.equal(await supply(), before);
	const queue = await ask.redemptionQueue(ISSUER, null);
	assert.deepEqual(queue.map((one) => one.holder.toString()), [bob.address, alice.address]);
	await refused("NotFirst", issuer, watt.confirmRedemption(queue[1].redemption, reference(4)));
	for (const one of queue) await act(issuer, watt.confirmRedemption(one.redemption, reference(4)));
	assert.equal(await supply(), before - 25n * ONE);
	assert.equal((await ask.redemptionQueue(ISSUER, null)).length, 0);
});

await test("a frozen account keeps its WATT and its redemptions", async () => {
	await act(bob, watt.redeem(ISSUER, 10n * ONE, reference(5)));
	const had = await wallet(bob);
	await act(officer, watt.restrict(bob.address, "Frozen", "Suspicion"));
	await refused("Frozen", bob, assets.transfer(WATT, alice.address, ONE));
	assert.equal(await wallet(bob), had);
	const [redemption] = await ask.redemptionsOf(bob.address);
	await act(issuer, watt.confirmRedemption(redemption.redemption, reference(6)));
	await act(officer, watt.liftRestriction(WATT, bob.address, "Cleared"));
	await act(bob, assets.transfer(WATT, alice.address, ONE));
});

await test("the guardian stops minting and not redemption", async () => {
	await act(guardian, watt.stopMinting(null));
	await refused("CurrencyStopped", issuer, watt.mint(bob.address, ONE, reference(10)));
	await act(bob, watt.redeem(ISSUER, ONE, reference(11)));
	await act(alice, sudo.sudo(watt.resumeMinting(WATT, null)));
	await act(issuer, watt.mint(bob.address, ONE, reference(10)));
});

await test("fewer reserves than WATT stop minting at once", async () => {
	await act(attester, watt.attest((await supply()) - ONE, await now(), reference(12)));
	assert.equal((await status()).short.toNumber(), 1);
	await shownShort(1);
	await refused("Shortfall", issuer, watt.mint(bob.address, ONE, reference(13)));
	await attest((await supply()) + ONE);
	assert.equal((await status()).short.toNumber(), 0);
	await shownShort(0);
});

await finish(api);
