/** What a node says of the market in its metrics, by name without `gridforge_`. */
export async function marketMetrics(port) {
	const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
	const lines = text.matchAll(/^gridforge_(\w+)\{[^}]*\} (\d+)$/gm);
	return Object.fromEntries([...lines].map(([, name, value]) => [name, Number(value)]));
}

/**
 * What settlement has not come to at the newest final block, by its runtime: how many products wait, for how many seconds, and
 * how many are put aside. Nothing where the node's metrics do not say the same: they may be of another block just now.
 */
export async function shownBacklog(api, port) {
	const block = await api.rpc.chain.getFinalizedHead();
	const { products, waiting, parked } = await (await api.at(block)).call.settlementApi.backlog();
	const shown = await marketMetrics(port);
	const backlog = {
		unsettled_products: products.toNumber(),
		backlog_age_seconds: Math.floor(waiting.toNumber() / 1_000),
		parked_products: parked.toNumber(),
	};
	const same = Object.entries(backlog).every(([name, value]) => shown[name] === value);
	return same ? { block: block.toHex(), ...backlog } : undefined;
}
