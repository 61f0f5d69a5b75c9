// What the tests by Polkadot.js share: a connection, the accounts of the development chain, waiting.

import assert from "node:assert/strict";
import { ApiPromise, Keyring, WsProvider } from "@polkadot/api";

/** The currency of the development chain's zone, and its asset. */
export const WATT = 1;
export const ZONE = 1;

/**
 * What Polkadot.js has to be told where transactions are paid in WATT: how the chain names the currency of a fee. Without
 * it a fee in GRID can be paid, but blocks with others are misread.
 */
export const FEES_IN_WATT = { types: { TAssetConversion: "Option<u32>" } };

const DEADLINE_MS = 300_000;

/** Connects to the node whose URL is the script's argument, for plain JSON-RPC. */
export function connectPlainly() {
	const url = process.argv[2];
	if (!url) {
		console.error(`usage: node ${process.argv[1]} ws://127.0.0.1:9944`);
		process.exit(2);
	}
	return new WsProvider(url);
}

/** Connects to the node whose URL is the script's argument. */
export async function connect(options = {}) {
	return ApiPromise.create({ provider: connectPlainly(), noInitWarn: true, ...options });
}

/** Keys of the chain's well-known accounts. */
export function accounts(...names) {
	const keyring = new Keyring({ type: "sr25519" });
	return names.map((name) => keyring.addFromUri(`//${name}`));
}

/** A key as a device has it: not one of an account. */
export function deviceKey(uri) {
	return new Keyring({ type: "ed25519" }).addFromUri(uri);
}

/** Resolves with `work`, or fails after five minutes naming what was awaited. */
export function within(what, work, milliseconds = DEADLINE_MS) {
	let timer;
	const late = new Promise((_, reject) => {
		timer = setTimeout(() => reject(new Error(`${what}: not within ${milliseconds / 1000} s`)), milliseconds);
	});
	return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

/** Resolves when `check` answers with something, or fails after five minutes naming what was awaited. */
export function until(what, check) {
	const answer = async () => {
		for (;;) {
			const found = await check();
			if (found) return found;
			await new Promise((resolve) => setTimeout(resolve, 500));
		}
	};
	return within(what, answer());
}

/**
 * Signs and sends a transaction; answers with its events once it is in a block, and when it is final. Of options there is
 * for example the currency of the fee, `{ assetId: WATT }`.
 */
export function submit(api, signer, transaction, options = {}) {
	let finalised;
	const final = within(
		"finality",
		new Promise((resolve, reject) => (finalised = { resolve, reject })),
	);
	// Whoever awaits inclusion only learns of a failure there.
	final.catch(() => {});
	const included = new Promise((resolve, reject) => {
		const refuse = (error) => {
			reject(error);
			finalised.reject(error);
		};
		transaction
			.signAndSend(signer, options, ({ status, events, dispatchError }) => {
				if (dispatchError) {
					refuse(new Error(explain(api, dispatchError)));
				} else if (status.isInBlock) {
					resolve(events.map(({ event }) => event));
				} else if (status.isFinalized) {
					finalised.resolve(status.asFinalized);
				} else if (status.isInvalid || status.isDropped || status.isUsurped) {
					refuse(new Error(`the transaction became ${status.type}`));
				}
			})
			.catch(refuse);
	});
	return { included: within("inclusion", included), final };
}

/** What accounts do on this chain: `act` answers with the events of the block, `refused` expects an error of that name. */
export function acting(api) {
	const act = (signer, transaction, options) => submit(api, signer, transaction, options).included;
	const refused = (name, signer, transaction, options) =>
		assert.rejects(act(signer, transaction, options), (error) => error.message.includes(name), name);
	return { act, refused };
}

/** A dispatch error as the chain's metadata explains it. */
export function explain(api, error) {
	if (!error.isModule) return error.toString();
	const { section, name, docs } = api.registry.findMetaError(error.asModule);
	return `${section}.${name}: ${docs.join(" ")}`;
}

/** All WATT of an account in base units: in its wallet and, free or locked, in the market. */
export async function wattOf(api, address) {
	const [wallet, participant] = await Promise.all([
		api.query.assets.account(WATT, address),
		api.query.participants.accounts(address),
	]);
	let sum = wallet.isSome ? wallet.unwrap().balance.toBigInt() : 0n;
	if (participant.isSome) {
		const trading = await api.query.energyMarket.accounts(participant.unwrap(), WATT);
		sum += trading.free.toBigInt() + trading.locked.toBigInt();
	}
	return sum;
}

const results = { passed: 0, failed: 0 };

/** Runs one test and says how it ended. */
export async function test(name, body) {
	try {
		await body();
		results.passed += 1;
		console.log(`test ${name} ... ok`);
	} catch (error) {
		results.failed += 1;
		console.log(`test ${name} ... FAILED\n${error.stack}`);
	}
}

/** Prints the sum of the tests and ends with its status. */
export async function finish(api) {
	await api.disconnect();
	console.log(`${results.passed} passed, ${results.failed} failed`);
	process.exit(results.failed === 0 && results.passed > 0 ? 0 : 1);
}
