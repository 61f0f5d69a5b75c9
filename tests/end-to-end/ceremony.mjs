// Asks a chain that a ceremony began how it began: no sudo, the time lengths of live networks, all GRID there is, and as many
// validators, each with its stake. These can decide.
//
// usage: node ceremony.mjs URL VALIDATORS

import assert from "node:assert/strict";
import { connect, finish, test } from "../clients/polkadot-js/chain.js";

const count = Number(process.argv[3]);
const api = await connect();
const genesis = await api.at(await api.rpc.chain.getBlockHash(0));
const GRID = 10n ** 12n;

await test(`a network of ${count} begins as a live one does`, async () => {
	assert((await genesis.query.sudo.key()).isNone);
	const params = await genesis.query.networkParams.params();
	assert.equal(params.intervalMs.toNumber(), 900_000);
	assert.equal(params.governanceDivisor.toNumber(), 1);
	const validators = await genesis.query.session.validators();
	assert.equal(validators.length, count);
	for (const validator of validators) {
		const ledger = (await genesis.query.staking.ledger(validator)).unwrap();
		assert.equal(ledger.active.toBigInt(), 1_000_000n * GRID);
	}
	assert.equal((await genesis.query.balances.totalIssuance()).toBigInt(), 1_000_000_000n * GRID);
	const members = await genesis.query.technicalCollective.members();
	assert.deepEqual(members.map(String).sort(), validators.map(String).sort());
	assert.equal((await genesis.query.participants.nextId()).toNumber(), 1);
	// Currencies of WATT are added by referendum.
	assert.equal((await genesis.query.assets.asset.keys()).length, 0);
	assert.equal((await genesis.query.watt.currencies.keys()).length, 0);
});

await test("its validators have the deposits and the votes for every track", async () => {
	const accounts = await genesis.query.system.account.entries();
	const held = (who) => {
		const [, { data }] = accounts.find(([key]) => key.args[0].eq(who));
		return data.free.toBigInt() + data.reserved.toBigInt();
	};
	const stashes = await genesis.query.session.validators();
	// The two accounts that have most have no keys: the reserve and the treasury.
	const [reserve, treasury] = accounts.map(([, { data }]) => data.free.toBigInt()).sort((a, b) => (a < b ? 1 : -1));
	assert.equal(treasury, 10_000_000n * GRID);
	const canVote = 1_000_000_000n * GRID - reserve - treasury;
	const votes = stashes.map(held).reduce((sum, one) => sum + one);
	const beside = held(stashes[0]) - 1_000_000n * GRID;
	const submission = 100n * GRID;
	for (const [, track] of api.consts.referenda.tracks) {
		const name = track.name.toString();
		assert.ok(track.decisionDeposit.toBigInt() + submission < beside, `${name}: the deposit`);
		const least = (canVote * track.minSupport.asLinearDecreasing.floor.toBigInt()) / 1_000_000_000n;
		assert.ok(votes >= least, `${name}: ${votes} of ${least}`);
	}
	assert.equal(api.consts.referenda.tracks.length, 13);
});

await finish(api);
