// Money comes in at a bank, becomes WATT, pays for energy, and goes out at the bank again. The issuer's part is played by
// `gridforge-ramp`, which dies between its steps; the bank is a program of its own that knows files only.
//
// usage: node ramp.mjs URL GRIDFORGE GRIDFORGE_RAMP DIRECTORY

import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { chmodSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { accounts, connect, finish, submit, test, wattOf, within, WATT } from "../clients/polkadot-js/chain.js";
import { ask } from "./gridforge.mjs";

const [, , url, , RAMP, OFFICE] = process.argv;
const BANK = join(dirname(fileURLToPath(import.meta.url)), "bank.py");
const IBAN = "DE89370400440532013000";
const ALICES_IBAN = "GB29NWBK60161331926819";
const ISSUER = 1;
const ONE = 1_000_000n;
/** No run of the ramp takes longer: it waits for some transactions to be final at most. */
const DEADLINE_MS = 240_000;
const place = (name) => join(OFFICE, name);

const api = await connect();
const [alice, charlie, dave, eve, attester, other] = accounts("Alice", "Charlie", "Dave", "Eve", "Attester", "Attester//2");
/** Sends a transaction and waits until it is final, which is what the ramp looks at. */
const act = (who, transaction) => submit(api, who, transaction).final;
const { watt } = api.tx;
const supply = async () => (await api.query.assets.asset(WATT)).unwrap().supply.toBigInt();
const now = async () => (await api.query.timestamp.now()).toBigInt();
const all = async (who) => wattOf(api, who.address);
const units = (text) => BigInt(text.replace(".", "")) * 10n ** BigInt(6 - (text.split(".")[1] ?? "").length);

// --- The office -----------------------------------------------------------------------------------

/** Runs the ramp; `crash` names the step after which it is to die. */
async function ramp(line, { crash, second, status = 0, secret = true } = {}) {
	const environment = { ...process.env, GRIDFORGE_URL: url, GRIDFORGE_RAMP_CONFIG: place("ramp.toml") };
	delete environment.GRIDFORGE_RAMP_SURI;
	if (crash) environment.GRIDFORGE_RAMP_CRASH_AFTER = crash;
	if (second) environment.GRIDFORGE_RAMP_SECOND_SURI = second;
	if (!secret) environment.GRIDFORGE_RAMP_CONFIG = place("open.toml");
	const ended = await new Promise((resolve, reject) => {
		const child = spawn(RAMP, ["--json", "--quiet", ...line.split(" ")], { env: environment, timeout: DEADLINE_MS });
		const printed = { out: "", err: "" };
		child.stdout.on("data", (data) => (printed.out += data));
		child.stderr.on("data", (data) => (printed.err += data));
		child.on("error", reject);
		child.on("close", (status, signal) => resolve({ status, signal, ...printed }));
	});
	if (crash) {
		assert.equal(ended.signal, "SIGABRT", `${line} was to die after ${crash}: ${ended.out}${ended.err}`);
		return undefined;
	}
	assert.equal(ended.status, status, `${line}: ${ended.out}${ended.err}`);
	const lines = (status === 0 ? ended.out : ended.err).trim().split("\n");
	return lines.filter((line) => line.startsWith("{")).map((line) => JSON.parse(line)).at(-1);
}
const work = (options) => ramp("run --once", options);
const payments = async () => (await ramp("payments")).payments;
const redemptions = async () => (await ramp("redemptions")).redemptions;
const states = (list) => list.map(({ state }) => state);
const bank = (...line) => execFileSync("python3", [BANK, place("bank"), ...line.map(String)], { encoding: "utf8" });
const statement = (version, first, name) => bank("statement", version, first, place(`inbox/${name}.xml`));
const inOutbox = () => readdirSync(place("outbox")).filter((name) => name.endsWith(".xml"));

/** Both attesters say what is in the bank account. */
async function attest() {
	const amount = units(bank("balance").trim());
	const moment = await now();
	const report = `0x${"07".repeat(32)}`;
	for (const who of [attester, other]) await act(who, watt.attest(amount, moment, report));
}

const before = await supply();
const had = { alice: await all(alice), charlie: await all(charlie), dave: await all(dave), eve: await all(eve) };
mkdirSync(OFFICE, { recursive: true });
writeFileSync(
	place("ramp.toml"),
	readFileSync(new URL("../../clients/ramp/ramp.toml", import.meta.url), "utf8")
		.replace("settle_seconds = 5", "settle_seconds = 1")
		.replace("payout_margin_seconds = 86400", "payout_margin_seconds = 60"),
);
writeFileSync(place("open.toml"), readFileSync(place("ramp.toml"), "utf8").replace('"secret"', '"readable"'));
writeFileSync(place("secret"), "//Issuer\n");
chmodSync(place("secret"), 0o600);
writeFileSync(place("readable"), "//Issuer\n");
chmodSync(place("readable"), 0o644);
bank("open", IBAN, `${before / ONE}.00`);

// From the first statement of the attesters on, in every final block.
const coverage = { blocks: 0, least: undefined };
await attest();
const unwatch = await api.rpc.chain.subscribeFinalizedHeads(async (header) => {
	const status = (await (await api.at(header.hash)).call.wattApi.currencyStatus(WATT)).unwrap();
	if (status.reserve.isZero()) return;
	const spare = status.reserve.toBigInt() - status.supply.toBigInt();
	coverage.blocks += 1;
	if (coverage.least === undefined || spare < coverage.least) coverage.least = spare;
});

const reference = {};
const payee = {};

await test("the ramp is set up once, and refuses an open secret", async () => {
	assert.equal((await ramp("status", { status: 1 })).error.code, "no_store");
	await ramp("init");
	assert.equal((await ramp("init", { status: 1 })).error.code, "exists");
	for (const [name, who] of Object.entries({ charlie, dave, eve })) {
		reference[name] = (await ramp(`reference new --account ${who.address} --label ${name}`)).reference;
		assert.match(reference[name], /^RF\d{14}$/);
	}
	for (const [name, who] of Object.entries({ alice, charlie })) {
		payee[name] = (await ramp(`payee add --account ${who.address} --name ${name} --iban ${ALICES_IBAN}`)).reference;
	}
	assert.equal((await ramp("run --once", { secret: false, status: 1 })).error.code, "open_secret");
	// The bank has just what is owed.
	assert.deepEqual((await ramp("status")).chain.barriers, ["the reserves are used up"]);
	await work();
});

await test("a bank file becomes WATT, once, although the ramp dies on the way", async () => {
	bank("receive", "12.34", reference.charlie, "--structured");
	bank("receive", "5.00", "whose is this?");
	bank("receive", "7.00", reference.charlie, "--status", "PDNG");
	bank("receive", "8.00", reference.charlie, "--currency", "CHF");
	await attest();
	statement("08", 1, "first");
	await work({ crash: "statement-recorded" });
	await work({ crash: "mint-intended" });
	assert.equal(await all(charlie), had.charlie);
	await work({ crash: "mint-submitted" });
	assert.equal(await all(charlie), had.charlie + units("12.34"));
	await work();
	assert.deepEqual(states(await payments()), ["minted", "unmatched"]);
	assert.deepEqual((await ramp("findings")).findings.map(({ kind }) => kind), ["pending", "wrong_currency"]);
	assert.equal(await all(charlie), had.charlie + units("12.34"));
	assert.deepEqual(readdirSync(place("inbox/done")), ["first.xml"]);
});

// Ahead of the rest, so that the interval is over when its money is needed.
const { first_interval: FIRST } = (await ask("status")).market.tradable;
const HERE = `--interval ${FIRST + 3}`;

await test("what came in buys energy of a neighbour", async () => {
	await ask(`--suri //Alice order place sell 10 0.15 ${HERE}`);
	await ask(`--suri //Charlie order place buy 10 0.16 ${HERE}`);
	const { positions } = await ask("account //Alice");
	assert.deepEqual(positions.map(({ sold_kwh }) => sold_kwh), ["10"]);
});

await test("large payments wait for approval, the largest for a second signature on the chain", async () => {
	bank("receive", "15000.00", `Energy ${reference.dave}`);
	bank("receive", "1000001.00", reference.eve);
	await attest();
	// With all that was on the first one.
	statement("02", 1, "second");
	await work();
	assert.deepEqual(states(await payments()), ["minted", "unmatched", "awaiting_approval", "awaiting_approval"]);
	assert.equal((await ramp("approve P1 --by Clerk", { status: 1 })).error.code, "not_waiting");
	await ramp("approve P3 --by Clerk");
	await ramp("approve P4 --by Clerk");
	await work();
	assert.deepEqual(states(await payments()), ["minted", "unmatched", "minted", "proposed"]);
	assert.equal(await all(dave), had.dave + units("15000.00"));
	assert.equal(await all(eve), had.eve);
	assert.equal((await ramp("approve P4 --by Clerk", { second: "//Issuer", status: 1 })).error.code, "Watt.ApproverIsProposer");
	await ramp("approve P4 --by Chief", { second: "//Issuer//2" });
	await work();
	assert.deepEqual(states(await payments()), ["minted", "unmatched", "minted", "minted"]);
	assert.equal(await all(eve), had.eve + units("1000001.00"));
	await ramp("reject P2 --by Clerk");
	assert.equal(await supply(), before + units("12.34") + units("15000.00") + units("1000001.00"));
});

await test("a broken file changes nothing", async () => {
	writeFileSync(place("inbox/broken.xml"), "<Document>");
	await work();
	assert.deepEqual(readdirSync(place("inbox/failed")), ["broken.xml", "broken.xml.reason.txt"]);
	assert.equal((await payments()).length, 4);
});

await test("the trade settles, exactly", async () => {
	const settled = async () => {
		while ((await ask("account //Alice")).positions.length > 0) {
			await new Promise((resolve) => setTimeout(resolve, 3_000));
		}
	};
	await within("settlement", settled());
	assert.equal(await all(alice), had.alice + units("1.50"));
	assert.equal(await all(charlie), had.charlie + units("12.34") - units("1.575"));
});

await test("WATT that is handed in becomes one order to the bank, although the ramp dies on the way", async () => {
	await ask("--suri //Alice withdraw 1.50");
	await act(alice, watt.redeem(ISSUER, units("1.50"), payee.alice));
	await act(charlie, watt.redeem(ISSUER, ONE + 1n, payee.charlie));
	await act(charlie, watt.redeem(ISSUER, 2n * ONE, payee.alice));
	await work({ crash: "redemptions-recorded" });
	await work({ crash: "payout-planned" });
	assert.deepEqual(inOutbox(), []);
	await work({ crash: "payout-staged" });
	assert.deepEqual(inOutbox(), []);
	await work({ crash: "payout-released" });
	assert.equal(inOutbox().length, 1);
	const orders = JSON.parse(bank("pay", place("outbox")));
	assert.deepEqual(
		orders.map(({ amount, name, iban }) => [amount, name, iban]),
		[["1.50", "alice", ALICES_IBAN]],
	);
	await work();
	assert.deepEqual(inOutbox(), []);
	assert.deepEqual(states(await redemptions()), ["ordered", "returning", "returning"]);
	assert.equal((await redemptions())[0].end_to_end, orders[0].end_to_end);
});

await test("the bank's statement confirms it, and what cannot be paid goes back", async () => {
	const [was, charlies] = [await supply(), await all(charlie)];
	statement("08", 1, "third");
	await work({ crash: "confirmation-intended" });
	await work({ crash: "confirmation-submitted" });
	assert.equal(await supply(), was - units("1.50"));
	await work({ crash: "return-submitted" });
	await work();
	assert.deepEqual(states(await redemptions()), ["confirmed", "returned", "returned"]);
	assert.equal(await all(charlie), charlies + units("3.000001"));
	assert.equal((await api.call.wattApi.redemptionQueue(ISSUER, null)).length, 0);
	await attest();
});

await test("all balances are exact, and the bank has what the issuer owes", async () => {
	assert.equal(await all(alice), had.alice);
	assert.equal(await all(charlie), had.charlie + units("12.34") - units("1.575"));
	assert.equal(await all(eve), had.eve + units("1000001.00"));
	const minted = units("12.34") + units("15000.00") + units("1000001.00");
	assert.equal(await supply(), before + minted - units("1.50"));
	// What was rejected is still in the bank account.
	assert.equal(units(bank("balance").trim()), (await supply()) + units("5.00"));
	const kinds = (await ramp("findings")).findings.map(({ kind }) => kind);
	assert.deepEqual(new Set(kinds), new Set(["pending", "wrong_currency", "duplicate"]));
});

await test("reserves covered all WATT in every final block", async () => {
	unwatch();
	assert.ok(coverage.blocks > 20, `${coverage.blocks} blocks`);
	assert.ok(coverage.least >= 0n, `short of ${coverage.least}`);
});

await finish(api);
