// Whether what a node answers is as docs/openrpc.json describes it.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import Ajv from "ajv";

export const DOCUMENT = JSON.parse(readFileSync(new URL("../../../docs/openrpc.json", import.meta.url)));
const METHODS = new Map(DOCUMENT.methods.map((method) => [method.name, method]));

const ajv = new Ajv({ strict: false, allErrors: true });
const validators = new Map();

/** Fails unless the value has the form of this schema of the document. */
function assertFits(schema, value, what) {
	const key = JSON.stringify(schema);
	// References reach into the document's components.
	const compile = () => ajv.compile({ allOf: [schema], components: DOCUMENT.components });
	if (!validators.has(key)) validators.set(key, compile());
	const validate = validators.get(key);
	assert.ok(validate(value), `${what}: ${ajv.errorsText(validate.errors)} in ${JSON.stringify(value)}`);
}

/** The answer of a method. */
export const assertAnswer = (method, value) => assertFits(METHODS.get(method).result.schema, value, method);

/** A message of a subscription. */
export const assertMessage = (method, value) =>
	assertFits(METHODS.get(method)["x-subscription"].schema, value, method);

/** The examples of the document itself; answers with how many there are. */
export function assertExamples() {
	let examples = 0;
	for (const method of DOCUMENT.methods) {
		for (const { params, result } of method.examples ?? []) {
			assertFits(method.result.schema, result.value, method.name);
			params.forEach(({ name, value }, at) => {
				assert.equal(method.params[at].name, name);
				assertFits(method.params[at].schema, value, `${method.name} ${name}`);
			});
			examples += 1;
		}
		for (const message of method["x-subscription"]?.examples ?? []) {
			assertMessage(method.name, message);
			examples += 1;
		}
	}
	return examples;
}
