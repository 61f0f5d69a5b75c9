// Checks a chain specification of the node.
//
// usage: node chain-spec.mjs FILE ID TYPE raw|runtime [lit]
//
//   lit   it has a final block for light clients

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";

const [file, id, type, genesis, lit] = process.argv.slice(2);
const spec = JSON.parse(readFileSync(file, "utf8"));

assert.deepEqual([spec.id, spec.chainType, spec.protocolId], [id, type, "gridforge"]);
assert.deepEqual(spec.properties, { ss58Format: 42, tokenDecimals: 12, tokenSymbol: "GRID" });
assert.deepEqual(spec.bootNodes, [], "a network for development has no bootnodes");
assert.ok("lightSyncState" in spec, "the extension for light clients");
assert.equal(spec.lightSyncState !== null, lit === "lit", "a final block for light clients");
if (genesis === "raw") {
	assert.ok("0x3a636f6465" in spec.genesis.raw.top, "the runtime in the genesis state");
} else {
	assert.ok(spec.genesis.runtimeGenesis.code.startsWith("0x"), "the runtime");
	assert.ok(spec.genesis.runtimeGenesis.patch.grid.zones.length > 0, "a zone of the grid");
}
