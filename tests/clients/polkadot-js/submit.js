// Signs and sends a transaction that the command line client does not know, and waits until it is final.
//
// usage: node submit.js URL SURI staking chill
//        node submit.js URL SURI staking validate
//        node submit.js URL SURI sudo set-code FILE
//
//   FILE   a runtime as 0x and hexadecimal digits

import { readFileSync } from "node:fs";
import { Keyring } from "@polkadot/api";
import { connect, submit } from "./chain.js";

const calls = {
	"staking chill": (api) => api.tx.staking.chill(),
	"staking validate": (api) => api.tx.staking.validate({ commission: 0, blocked: false }),
	"sudo set-code": (api, file) =>
		// The weight that is declared is that of a whole block; the one named here is not looked at further.
		api.tx.sudo.sudoUncheckedWeight(api.tx.system.setCode(readFileSync(file, "utf8").trim()), 0),
};

const [, suri, pallet, name, ...rest] = process.argv.slice(2);
const call = calls[`${pallet} ${name}`];
if (!suri || !call) {
	console.error(`usage: node submit.js URL SURI ${Object.keys(calls).join(" | ")}`);
	process.exit(2);
}
const api = await connect();
try {
	const signer = new Keyring({ type: "sr25519" }).addFromUri(suri);
	const { included, final } = submit(api, signer, call(api, ...rest));
	const events = await included;
	const sudid = events.find((event) => api.events.sudo.Sudid.is(event));
	if (sudid && sudid.data[0].isErr) throw new Error(`root's call failed: ${sudid.data[0].asErr}`);
	console.log((await final).toHex());
} catch (error) {
	console.error(`error: ${error.message}`);
	process.exitCode = 1;
}
await api.disconnect();
// What waits for the end of a transaction that failed would keep the program for minutes.
process.exit();
