// Runs the command line client, for the tests of it.
//
// usage of a test that imports this: node TEST.mjs URL GRIDFORGE

import assert from "node:assert/strict";
import { spawn } from "node:child_process";

const [, , URL_OF_NODE, GRIDFORGE] = process.argv;

/** No command takes longer: it waits for a block to be final at most. */
const DEADLINE_MS = 300_000;

/** Runs the client on a line of arguments; answers with its status and what it printed. */
export function run(line, url = URL_OF_NODE) {
	const environment = { ...process.env, GRIDFORGE_URL: url };
	delete environment.GRIDFORGE_SURI;
	return new Promise((resolve, reject) => {
		const child = spawn(GRIDFORGE, line.split(" "), { env: environment, timeout: DEADLINE_MS });
		const printed = { out: "", err: "" };
		child.stdout.on("data", (data) => (printed.out += data));
		child.stderr.on("data", (data) => (printed.err += data));
		child.on("error", reject);
		child.on("close", (status) => resolve({ status, ...printed }));
	});
}

/** Runs a command that must succeed and answers with the JSON that it printed. */
export async function ask(line) {
	const { status, out, err } = await run(`--json ${line}`);
	assert.equal(status, 0, `${line}: ${err}`);
	return JSON.parse(out);
}

/** Runs a command that must succeed and print these words, and no JSON. */
export async function say(line, ...words) {
	const { status, out, err } = await run(line);
	assert.equal(status, 0, `${line}: ${err}`);
	assert.throws(() => JSON.parse(out), SyntaxError, line);
	for (const word of words) assert.ok(out.includes(word), `${line}: no ${JSON.stringify(word)} in\n${out}`);
	return out;
}

/** A sentence that says what is wrong and another one that says what to do next. */
const TWO_SENTENCES = /[^.]\. [A-Z][^.]+/;
const HELP = "try '--help'";

/** Runs a command that must fail with this code, print nothing but the error, and say what to do next. */
export async function refuse(code, line, { status = 1, url } = {}) {
	const ended = await run(`--json ${line}`, url);
	assert.equal(ended.status, status, `${line}: ${ended.out}${ended.err}`);
	assert.equal(ended.out, "", line);
	// Progress may stand before it, one line each.
	const { error } = JSON.parse(ended.err.trim().split("\n").at(-1));
	assert.equal(error.code, code, `${line}: ${error.message}`);
	const next = error.hint || TWO_SENTENCES.test(error.message) || error.message.includes(HELP);
	assert.ok(next, `${line}: ${JSON.stringify(error)} does not say what to do next`);
	return error;
}
