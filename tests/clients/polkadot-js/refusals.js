// What the node must refuse over RPC, and that nothing changes by it.
//
// usage: node refusals.js ws://127.0.0.1:9944

import assert from "node:assert/strict";
import { accounts, connect, finish, test, wattOf, within } from "./chain.js";

/** JSON-RPC's own codes, and those of the author module of a Substrate node. */
const INVALID_PARAMS = -32602;
const BAD_FORMAT = 1001;
const VERIFICATION_ERROR = 1002;
const INVALID_TRANSACTION = 1010;
const TEMPORARILY_BANNED = 1012;
const ALREADY_IMPORTED = 1013;
const OTHER_ERROR = 1040;
const UNDECODABLE = [BAD_FORMAT, VERIFICATION_ERROR, OTHER_ERROR];

/** The words of the node's pool; which it has for a replay depends on how long it remembers the first one. */
const BAD_SIGNATURE = /Transaction has a bad signature/;
const NO_MONEY = /Inability to pay some fees/;
const REPLAY = /Transaction is (outdated|temporarily banned)|Already Imported/i;

const OTHER_GENESIS = `0x${"42".repeat(32)}`;

const api = await connect();
const [alice, bob] = accounts("Alice", "Bob");
const transfer = () => api.tx.balances.transferKeepAlive(bob.address, 1_000_000_000_000n);

/** Sends bytes as a transaction, past all checks of the client. */
const sendBytes = (bytes) => api._rpcCore.provider.send("author_submitExtrinsic", [bytes]);

/** What a transaction could change. */
async function state() {
	const [account, watt, pending] = await Promise.all([
		api.query.system.account(alice.address),
		wattOf(api, alice.address),
		api.rpc.author.pendingExtrinsics(),
	]);
	return { nonce: account.nonce.toNumber(), grid: account.data.free.toBigInt(), watt, pending: pending.length };
}

async function nextBlock() {
	const first = (await api.rpc.chain.getHeader()).number.toNumber();
	let stop;
	const next = new Promise((resolve, reject) => {
		api.rpc.chain
			.subscribeNewHeads(({ number }) => number.toNumber() > first && resolve())
			.then((unsubscribe) => (stop = unsubscribe), reject);
	});
	await within("a new block", next, 60_000);
	stop?.();
}

/** The node answers with one of these error codes and such a text, goes on making blocks, and nothing has changed. */
async function refused(codes, send, text = /./) {
	const before = await state();
	await assert.rejects(send, (error) => {
		assert.ok(codes.includes(error.code), `code ${error.code}: ${error.message}`);
		assert.match(error.message, text);
		return true;
	});
	await nextBlock();
	assert.deepEqual(await state(), before);
}

await nextBlock();

const valid = (await transfer().signAsync(alice, { era: 0 })).toHex();

for (const [what, bytes, ...codes] of [
	["text that is no hexadecimal number", "0xno", INVALID_PARAMS],
	["no bytes at all", "0x", ...UNDECODABLE],
	["bytes that are no transaction", "0xdeadbeef", ...UNDECODABLE],
	["a transaction cut short", valid.slice(0, -8), ...UNDECODABLE],
	["a length that is not there", "0xffffffff", ...UNDECODABLE],
]) {
	await test(`${what} is refused`, () => refused(codes, () => sendBytes(bytes)));
}

await test("a transaction signed for another chain is refused", async () => {
	const foreign = await transfer().signAsync(alice, { era: 0, genesisHash: OTHER_GENESIS });
	await refused([INVALID_TRANSACTION], () => sendBytes(foreign.toHex()), BAD_SIGNATURE);
});

await test("a transaction altered after signing is refused", async () => {
	const last = parseInt(valid.slice(-2), 16) ^ 1;
	const altered = valid.slice(0, -2) + last.toString(16).padStart(2, "0");
	await refused([INVALID_TRANSACTION], () => sendBytes(altered), BAD_SIGNATURE);
});

await test("a transaction of an account without money is refused", async () => {
	const [stranger] = accounts("Stranger");
	const unpaid = await api.tx.system.remark("0x00").signAsync(stranger, { era: 0, nonce: 0 });
	await refused([INVALID_TRANSACTION], () => sendBytes(unpaid.toHex()), NO_MONEY);
});

await test("a transaction takes effect once", async () => {
	const { nonce } = await state();
	await sendBytes(valid);
	const deadline = Date.now() + 60_000;
	while ((await state()).nonce === nonce) {
		assert.ok(Date.now() < deadline, "the valid transaction did not get into a block");
		await nextBlock();
	}
	await refused([INVALID_TRANSACTION, TEMPORARILY_BANNED, ALREADY_IMPORTED], () => sendBytes(valid), REPLAY);
});

await finish(api);
