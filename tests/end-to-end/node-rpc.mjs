// What a node answers: which methods it has, those that only this chain's parts give it, and its metrics.
//
// usage: node node-rpc.mjs ARCHIVE_PORT METRICS_PORT OTHER_PORT SPEC
//
// The node on the first port is an archive with all methods; the one on the last has the ordinary settings.
// Writes the chain specification that the archive makes to the file SPEC.

import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { call } from "./json-rpc.mjs";

const [archive, metrics, other, spec] = process.argv.slice(2);

const ALICE = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";
const ALICE_HEX = "0xd43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d";

const METHODS = [
	"author_rotateKeysWithOwner",
	"author_submitAndWatchExtrinsic",
	"babe_epochAuthorship",
	"chainHead_v1_follow",
	"grandpa_proveFinality",
	"grandpa_roundState",
	"market_orderBook",
	"payment_queryInfo",
	"rpc.discover",
	"state_call",
	"sync_state_genSyncSpec",
	"system_accountNextIndex",
];
const ARCHIVE_METHODS = ["body", "call", "finalizedHeight", "hashByHeight", "header", "storage"].map(
	(name) => `archive_v1_${name}`,
);

/** A session key each for GRANDPA, BABE and authority discovery, and a compressed one for BEEFY. */
const SESSION_KEYS = new RegExp(`^0x[0-9a-f]{${2 * (3 * 32 + 33)}}$`);
const METHOD_NOT_FOUND = -32601;

const ask = (method, ...parameters) => call(archive, method, ...parameters);
const refused = (port, method, ...parameters) =>
	assert.rejects(call(port, method, ...parameters), { code: METHOD_NOT_FOUND }, method);

// Which methods there are.
const { methods } = await ask("rpc_methods");
for (const method of [...METHODS, ...ARCHIVE_METHODS]) assert.ok(methods.includes(method), method);
const ordinary = (await call(other, "rpc_methods")).methods;
for (const method of METHODS) assert.ok(ordinary.includes(method), method);
assert.deepEqual(ordinary.filter((method) => method.startsWith("archive_")), [], "a node that prunes has no archive");

// Unsafe ones are for those only who ask for them.
for (const method of ["author_rotateKeysWithOwner", "babe_epochAuthorship"]) await refused(other, method, ALICE_HEX);

// The archive knows old blocks.
const height = await ask("archive_v1_finalizedHeight");
assert.ok(height > 0, `the final block ${height}`);
assert.deepEqual(await ask("archive_v1_hashByHeight", 1), [await ask("chain_getBlockHash", 1)]);

// Consensus: Alice makes the blocks, and votes on their finality alone.
const { best } = await ask("grandpa_roundState");
assert.deepEqual([best.totalWeight, best.thresholdWeight], [1, 1], "GRANDPA's votes");
assert.ok(best.round > 1, `GRANDPA's round ${best.round}`);
const slots = (await ask("babe_epochAuthorship"))[ALICE];
assert.ok([...slots.primary, ...slots.secondary, ...slots.secondary_vrf].length > 0, "Alice's slots");

// New session keys, with the proof that their owner is Alice.
const { keys, proof } = await ask("author_rotateKeysWithOwner", ALICE_HEX);
assert.match(keys, SESSION_KEYS);
assert.match(proof, /^0x([0-9a-f]{2})+$/);
assert.equal(await ask("author_hasSessionKeys", keys), true);

// A specification for light clients, from the newest final block.
const { name, properties, genesis, lightSyncState, ...rest } = await ask("sync_state_genSyncSpec", true);
assert.equal(name, "Gridforge Development");
assert.deepEqual(properties, { ss58Format: 42, tokenDecimals: 12, tokenSymbol: "GRID" });
assert.ok("0x3a636f6465" in genesis.raw.top, "the runtime in the genesis state");
for (const part of ["babeEpochChanges", "babeFinalizedBlockWeight", "finalizedBlockHeader", "grandpaAuthoritySet"]) {
	assert.ok(part in lightSyncState, part);
}
writeFileSync(spec, JSON.stringify({ name, properties, genesis, lightSyncState, ...rest }));

// Prometheus.
const text = await (await fetch(`http://127.0.0.1:${metrics}/metrics`)).text();
for (const status of ["best", "finalized"]) {
	const height = new RegExp(`^substrate_block_height\\{status="${status}",chain="gridforge_dev"\\} (\\d+)$`, "m");
	assert.ok(Number(height.exec(text)?.[1]) > 0, `the ${status} block in the metrics`);
}

console.log(`${methods.length} methods, ${ordinary.length} on a node that prunes; metrics count to ${height}`);
