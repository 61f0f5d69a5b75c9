// A light client: it follows the headers that validators have finalised, and believes no node, only proofs.

import { start } from "smoldot";

/** One chain, known by its raw specification, whose boot nodes listen for WebSockets. */
export class LightClient {
	#client;
	#chain;
	#waiting = new Map();
	#events = [];
	#listener;
	#next = 1;

	constructor(log) {
		this.#client = start({ maxLogLevel: 3, logCallback: (_, target, message) => log(`${target}: ${message}`) });
	}

	/** Begins to synchronise. */
	async connect(specification) {
		this.#chain = await this.#client.addChain({ chainSpec: specification });
		this.#read();
	}

	async #read() {
		for await (const line of this.#chain.jsonRpcResponses) {
			const message = JSON.parse(line);
			const waits = this.#waiting.get(message.id);
			if (waits) {
				this.#waiting.delete(message.id);
				if (message.error) waits.reject(new Error(message.error.message));
				else waits.resolve(message.result);
			} else {
				this.#events.push(message.params.result);
				this.#listener?.();
			}
		}
	}

	/** Asks the light client itself by JSON-RPC. */
	ask(method, ...params) {
		const id = this.#next++;
		const answer = new Promise((resolve, reject) => this.#waiting.set(id, { resolve, reject }));
		this.#chain.sendJsonRpc(JSON.stringify({ jsonrpc: "2.0", id, method, params }));
		return answer;
	}

	/** The next event of what was subscribed to that `matches`; those before it are passed over. */
	async event(matches) {
		for (;;) {
			while (this.#events.length > 0) {
				const event = this.#events.shift();
				if (matches(event)) return event;
			}
			await new Promise((resolve) => (this.#listener = resolve));
		}
	}

	/**
	 * Synchronises, and reads what the state holds under `key` at the newest final block, by a proof that ends in that block's
	 * header: the hash of the block, its header, and the value in hexadecimal digits.
	 */
	async read(key) {
		const follow = await this.ask("chainHead_v1_follow", false);
		const { finalizedBlockHashes } = await this.event(({ event }) => event === "initialized");
		const block = finalizedBlockHashes.at(-1);
		const header = await this.ask("chainHead_v1_header", follow, block);
		const started = await this.ask("chainHead_v1_storage", follow, block, [{ key, type: "value" }], null);
		const of = ({ operationId }) => operationId === started.operationId;
		const answer = await this.event((event) => of(event) && event.event !== "operationWaitingForContinue");
		if (answer.event !== "operationStorageItems") throw new Error(JSON.stringify(answer));
		await this.ask("chainHead_v1_unfollow", follow);
		return { block, header, value: answer.items[0].value };
	}

	/** Ends it. */
	async end() {
		await this.#client.terminate();
	}
}
