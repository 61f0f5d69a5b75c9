// Compares what `gridforge --json day` printed with the golden day, to the base unit.
//
// usage: node golden-day.mjs FILE

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";

const WATT_DECIMALS = 6;

const TRADES = [
	["Bob's Wind Turbine", "Charlie's Home", "15", "0.12", "1.80", "0.09"],
	["Alice's Solar Farm", "Charlie's Home", "10", "0.15", "1.50", "0.075"],
];

const CHANGES = {
	"Alice's Solar Farm": "1.50",
	"Bob's Wind Turbine": "1.80",
	"Charlie's Home": "-3.465",
	"Grid operator": "0.165",
};

/** Millionths of a decimal number, exactly. */
function units(text) {
	const parts = /^([+-]?)(\d+)(?:\.(\d{1,6}))?$/.exec(text);
	assert.ok(parts, `${text} is no decimal number of at most ${WATT_DECIMALS} places`);
	const [, sign, whole, fraction = ""] = parts;
	const value = BigInt(whole + fraction.padEnd(WATT_DECIMALS, "0"));
	return sign === "-" ? -value : value;
}

const day = JSON.parse(readFileSync(process.argv[2], "utf8"));

assert.deepEqual(
	day.trades.map(({ seller, buyer, ...amounts }) => [
		seller,
		buyer,
		...["kwh", "price", "value", "fee"].map((name) => units(amounts[name])),
	]),
	TRADES.map(([seller, buyer, ...amounts]) => [seller, buyer, ...amounts.map(units)]),
	"trades",
);
assert.deepEqual(
	Object.fromEntries(day.balances.map(({ name, change }) => [name, units(change)])),
	Object.fromEntries(Object.entries(CHANGES).map(([name, change]) => [name, units(change)])),
	"changes of balances",
);
for (const { name, before, after, change } of day.balances) {
	assert.equal(units(after) - units(before), units(change), `the balances of ${name}`);
}
assert.equal(day.ok, true, "the client's own verdict");
console.log(`${TRADES.length} trades and ${day.balances.length} balances are exact`);
