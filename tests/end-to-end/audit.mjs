// Audits the golden day: the same period gives the same bytes, the sums are those of the day, and a period in two parts
// gives the records of the whole.
//
// usage: node audit.mjs URL GRIDFORGE DAY DIRECTORY

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ask, refuse } from "./gridforge.mjs";

const [, , , , DAY, DIRECTORY] = process.argv;
const [ALICE, BOB, CHARLIE] = [1, 2, 3];
const KINDS = ["orders", "changes", "trades", "readings", "money"];

const PARTICIPANT = "ID of the market participant or counterparty";
const SIDE = "Buy/sell indicator";
const QUANTITY = "Total notional contract quantity";

const day = JSON.parse(readFileSync(DAY, "utf8"));
const CONTRACT = `1-${day.interval}`;
const { final_block: last } = await ask("status");

/** Audits a period into a directory of that name; answers with the manifest. */
const audit = (name, from, to, options = "") =>
	ask(`audit --from ${from} --to ${to} --out ${join(DIRECTORY, name)}${options && ` ${options}`}`);
const file = (name, of) => readFileSync(join(DIRECTORY, name, of));
const lines = (name, kind) =>
	file(name, `${kind}.jsonl`)
		.toString()
		.split("\n")
		.filter((line) => line);

/** Millionths of a decimal number. */
function units(text) {
	const [, sign, whole, fraction = ""] = /^(-?)(\d+)(?:\.(\d{1,6}))?$/.exec(text);
	const value = BigInt(whole + fraction.padEnd(6, "0"));
	return sign ? -value : value;
}
const sum = (rows, field) => rows.reduce((all, row) => all + units(row[field]), 0n);

const manifest = await audit("whole", 1, last, "--format json-lines");
const again = await audit("again", 1, last, "--format json-lines");
assert.deepEqual(again, manifest);
assert.deepEqual(readdirSync(join(DIRECTORY, "whole")), readdirSync(join(DIRECTORY, "again")));
for (const name of readdirSync(join(DIRECTORY, "whole"))) {
	assert.ok(file("whole", name).equals(file("again", name)), `${name} has other bytes the second time`);
}
for (const { name, sha256, bytes } of manifest.files) {
	assert.equal(createHash("sha256").update(file("whole", name)).digest("hex"), sha256, name);
	assert.equal(file("whole", name).length, bytes, name);
}
assert.deepEqual([manifest.first.number, manifest.last.number], [1, last]);

const whole = Object.fromEntries(KINDS.map((kind) => [kind, lines("whole", kind).map((line) => JSON.parse(line))]));
const of = (kind) => whole[kind].filter((row) => row["Contract ID"] === CONTRACT);

assert.deepEqual(
	of("orders").map((row) => [row[PARTICIPANT], row[SIDE], row.Price, row[QUANTITY], row["Order status"]]),
	[
		[ALICE, "S", "0.15", "20", "ACT"],
		[BOB, "S", "0.12", "15", "ACT"],
		[CHARLIE, "B", "0.16", "25", "MAC"],
	],
	"orders",
);
assert.deepEqual(
	of("changes").map((row) => [row[PARTICIPANT], row["Order status"], row[QUANTITY], row.reason]),
	[[ALICE, "EXP", "10", "expired"]],
	"changes",
);
for (const side of ["B", "S"]) {
	const trades = of("trades").filter((row) => row[SIDE] === side);
	assert.equal(sum(trades, QUANTITY), units(day.energy_kwh), "energy traded");
	assert.equal(sum(trades, "Notional amount"), units(day.value), "money traded");
}
const settled = of("money").filter((row) => row.kind === "settlement");
assert.deepEqual(
	settled.map((row) => [row[PARTICIPANT], row.amount]).sort(),
	[
		[ALICE, "1.50"],
		[BOB, "1.80"],
		[CHARLIE, "-3.465"],
	],
	"settlement",
);
const [interval] = of("money").filter((row) => row.kind === "interval");
assert.equal(units(interval.to_operator), units("0.165"), "what the operator gets");
assert.equal(sum(settled, "amount") + units(interval.to_operator), 0n, "money in all");
assert.equal(units(interval.fee_by_value), units(day.fees), "fees");

// An order that rests from one part to the next is known in the second.
const { block } = of("orders").at(-1);
await audit("first", 1, block, "--format json-lines");
await audit("second", block + 1, last, "--format json-lines");
for (const kind of KINDS) {
	assert.deepEqual([...lines("first", kind), ...lines("second", kind)], lines("whole", kind), `${kind} in two parts`);
}

// By times, the end not included.
const timed = await audit("timed", "1970-01-01T00:00:00Z", manifest.last.time, "--format json-lines");
assert.deepEqual([timed.first.number, timed.last.number], [1, last - 1]);

const table = await audit("table", 1, last, `--participant ${ALICE}`);
assert.deepEqual(table.files.map(({ records }) => records).slice(0, 3), [1, 1, 1], "records of Alice");
const header = file("table", "trades.csv").toString().split("\n")[0];
assert.ok(header.includes(`${PARTICIPANT},Type of code used in field 1`), header);

const out = `--out ${join(DIRECTORY, "refused")}`;
await refuse("not_final", `audit --from 1 --to ${last + 1000} ${out}`);
await refuse("not_final", `audit --from 1 --to 2999-01-01T00:00:00Z ${out}`);
await refuse("empty_period", `audit --from 3 --to 2 ${out}`);
await refuse("usage", `audit --from yesterday --to 2 ${out}`, { status: 2 });
assert.ok(!readdirSync(DIRECTORY).includes("refused"), "a refused audit writes nothing");
console.log(`${whole.orders.length} orders and ${whole.trades.length} sides of trades are told twice by the same bytes`);
