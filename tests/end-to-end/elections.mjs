// How the elections came about that the chain has held so far: validators solved them off chain and blocks took what they found.
//
// usage: node elections.mjs URL

import assert from "node:assert/strict";
import { connect, finish, test } from "../clients/polkadot-js/chain.js";

const api = await connect();

/** The events of the election's pallet in all blocks up to the newest final one, with the block of each. */
async function elections() {
	const head = await api.rpc.chain.getHeader(await api.rpc.chain.getFinalizedHead());
	const found = [];
	for (let number = 1; number <= head.number.toNumber(); number += 1) {
		const at = await api.at(await api.rpc.chain.getBlockHash(number));
		for (const { event } of await at.query.system.events()) {
			if (event.section === "electionProviderMultiPhase") found.push({ number, event });
		}
	}
	return found;
}

await test("an election that validators solved off chain was taken by a block", async () => {
	const held = await elections();
	const solved = held.filter(({ event }) => event.method === "SolutionStored");
	const taken = held.filter(({ event }) => event.method === "ElectionFinalized");
	const ways = taken.map(({ event }) => event.data.compute.type);
	assert.ok(ways.includes("Unsigned"), `elections by: ${ways}`);
	for (const way of ways) assert.ok(["Unsigned", "Fallback"].includes(way), way);
	// Nobody is paid for a solution, so none comes signed.
	for (const { event } of solved) assert.ok(event.data.origin.isNone, event.toString());
	console.log(`${ways.length} elections, ${ways.filter((way) => way === "Unsigned").length} solved off chain`);
});

await finish(api);
