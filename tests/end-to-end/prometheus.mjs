/** What a node says of the market in its metrics, by name without `gridforge_`. */
export async function marketMetrics(port) {
	const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
	const lines = text.matchAll(/^gridforge_(\w+)\{[^}]*\} (\d+)$/gm);
	return Object.fromEntries([...lines].map(([, name, value]) => [name, Number(value)]));
}
