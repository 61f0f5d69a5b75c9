// A light client synchronises with the network and reads a balance by a proof; the node for clients must say the same.
//
// usage: node light-client.mjs URL SPECIFICATION BOOT_NODE

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { accounts, connect, finish, test, within } from "../clients/polkadot-js/chain.js";
import { LightClient } from "../clients/smoldot/light.js";

const [, , , file, bootNode] = process.argv;
const api = await connect();
const log = [];
const light = new LightClient((line) => log.push(line));

await test("a balance is read by a proof, at a final block", async () => {
	const [bob] = accounts("Bob");
	const specification = JSON.parse(readFileSync(file, "utf8"));
	await light.connect(JSON.stringify({ ...specification, bootNodes: [bootNode] }));
	const read = async () => {
		// Of a chain that has not begun only the first block is final, which needs no network.
		for (;;) {
			const found = await light.read(api.query.system.account.key(bob.address));
			const { number } = api.registry.createType("Header", found.header);
			if (number.toNumber() > 0) return { ...found, number: number.toNumber() };
			await new Promise((resolve) => setTimeout(resolve, 2_000));
		}
	};
	const { block, number, value } = await within("a proof", read()).catch((error) => {
		throw new Error(`${error.message}\n${log.slice(-30).join("\n")}`);
	});
	assert.equal((await api.rpc.chain.getBlockHash(number)).toHex(), block);
	const said = await (await api.at(block)).query.system.account(bob.address);
	assert.equal(value, said.toHex());
	assert.ok(said.data.free.toBigInt() > 0n);
	console.log(`    block ${number}: ${said.data.free.toHuman()}`);
});

await light.end();
await finish(api);
