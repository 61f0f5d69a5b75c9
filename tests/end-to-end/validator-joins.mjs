// What `gridforge validator setup` prints, used elsewhere: Polkadot.js reads the call, signs and sends it. Before it, keys are
// refused of which nobody proves that they are the stash's.
//
// usage: node validator-joins.mjs URL FILE
//
//   FILE   what setup printed for //Eve, as JSON

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { accounts, acting, connect, finish, test } from "../clients/polkadot-js/chain.js";

const printed = JSON.parse(readFileSync(process.argv[3], "utf8"));
const api = await connect();
const [eve, ferdie] = accounts("Eve", "Ferdie");
const { act, refused } = acting(api);
const { setKeys } = api.tx.session;
const { nextKeys } = api.query.session;

await test("keys without a proof are refused, and so are those that are proven to be another's", async () => {
	assert.equal(printed.stash, eve.address);
	await Promise.all([
		refused("session.InvalidProof", eve, setKeys(printed.keys, "0x")),
		refused("session.InvalidProof", ferdie, setKeys(printed.keys, printed.proof)),
	]);
	for (const { address } of [eve, ferdie]) assert.ok((await nextKeys(address)).isNone);
});

await test("the call that was printed bonds, sets the keys and stands for election", async () => {
	const call = api.createType("Call", printed.call);
	assert.equal(call.toHex(), printed.call);
	const steps = call.args[0].map(({ section, method }) => `${section}.${method}`);
	assert.deepEqual(steps, ["staking.bond", "session.setKeys", "staking.validate"]);
	assert.equal(steps.length, printed.steps.length);
	await act(eve, api.tx(call));
	assert.equal((await nextKeys(eve.address)).unwrap().toHex(), printed.keys);
	const { active } = (await api.query.staking.ledger(eve.address)).unwrap();
	assert.equal(active.toBigInt(), BigInt(printed.bond.replace(/\D/g, "")) * 10n ** 10n);
	const { commission } = await api.query.staking.validators(eve.address);
	assert.equal(commission.toNumber(), Number(printed.commission) * 10_000_000);
});

await finish(api);
