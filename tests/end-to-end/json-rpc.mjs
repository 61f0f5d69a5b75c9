// JSON-RPC over HTTP.

const DEADLINE_MS = 60_000;

/** Puts a question to the node on that port of this machine; an error is one whose `code` is the RPC's. */
export async function call(port, method, ...params) {
	const response = await fetch(`http://127.0.0.1:${port}`, {
		method: "POST",
		headers: { "content-type": "application/json" },
		body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }),
		signal: AbortSignal.timeout(DEADLINE_MS),
	});
	const { result, error } = await response.json();
	if (!error) return result;
	const { code, message, data } = error;
	throw Object.assign(new Error(`${method}: ${message}${data ? `: ${data}` : ""}`), { code });
}
