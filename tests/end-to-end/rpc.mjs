// Puts one question to a node and prints the result: text as it is, all else as JSON.
//
// usage: node rpc.mjs PORT METHOD [PARAMETER...]
//
// A parameter is JSON, or else text.

import { call } from "./json-rpc.mjs";

const [port, method, ...texts] = process.argv.slice(2);

const parameter = (text) => {
	try {
		return JSON.parse(text);
	} catch {
		return text;
	}
};

try {
	const result = await call(port, method, ...texts.map(parameter));
	console.log(typeof result === "string" ? result : JSON.stringify(result));
} catch (error) {
	console.error(`error: ${error.message}`);
	process.exitCode = 1;
}
