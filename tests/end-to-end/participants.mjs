// Who may trade, and by whose rules: two jurisdictions, their registrars, and people who lose keys, try it out and leave.
// Then application hosts and stakers; and what the market tells of conduct that looks like trading with oneself.
//
// usage: node participants.mjs URL GRIDFORGE

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { accounts, acting, connect, finish, test, WATT, ZONE } from "../clients/polkadot-js/chain.js";
import { ask, refuse, run, say } from "./gridforge.mjs";

const api = await connect();
const { act, refused } = acting(api);
const { assets, balances, energyMarket, licensing, participants, staking, sudo, utility } = api.tx;
const { conduct, marketInfo, previewOrder } = api.call.energyMarketApi;
const [alice, bob, charlie, agent] = accounts("Alice", "Bob", "Charlie", "Agent");
const [northAdmin, northRegistrar, southRegistrar] = accounts("North", "North//Registrar", "South//Registrar");
const [household, company, thief, newKey, guest] = accounts("Home", "Company", "Thief", "Home//New", "Guest");

const GRID = 10n ** 12n;
const ONE = 1_000_000n;
const EVE = 5;
const DAY = 86_400_000;
const NOBODY_LISTENS = "ws://127.0.0.1:1";
/** A file that stands for what a registrar has found out. */
const EVIDENCE = fileURLToPath(import.meta.url);
const TYPES = { limit: true, postOnly: true, immediateOrCancel: true, fillOrKill: true, market: true };
const RULES = { basic: {}, full: {}, orderTypes: TYPES, crossZone: true, retention: "Operational" };
const cap = (lots, watt) => ({ lots, money: BigInt(watt) * ONE });

const asRoot = (call) => sudo.sudo(call);
const inAMonth = () => Date.now() + 30 * DAY;
const inDays = (days) => new Date(Date.now() + days * DAY).toISOString();
let credential;
const verification = (tier, kind = "Household") => ({ kind, tier, validUntil: inAMonth(), credential });
/** The same, as options of the command line. */
const checked = (tier, kind = "household") =>
	`--kind ${kind} --tier ${tier} --valid-until ${new Date(inAMonth()).toISOString()} --credential ${credential}`;

/** The only event of that kind. */
function only(events, kind) {
	const found = events.filter((event) => kind.is(event));
	assert.equal(found.length, 1, `${found.length} events`);
	return found[0].data;
}

const idOf = async (who) => (await api.query.participants.accounts(who.address)).unwrap().toNumber();
const held = async (who) => (await api.query.system.account(who.address)).data.reserved.toBigInt();

/** The last that is open: its gate stays open for some nine minutes. */
const lastOpen = async () => ({ interval: (await marketInfo()).firstUnopened.toNumber() - 1, zone: ZONE });
let product = await lastOpen();
const order = (side, price, lots, more = {}) => ({ product, side, price, lots, ...more });
const place = (...of) => energyMarket.placeOrder(order(...of));
const outcome = (events) => only(events, api.events.energyMarket.OrderPlaced).outcome;

const OTHERS = [northAdmin, northRegistrar, southRegistrar, household, company, newKey, guest];
const gifts = OTHERS.map(({ address }) => balances.transferKeepAlive(address, 200n * GRID));
for (const { address } of [household, company, guest]) gifts.push(assets.transfer(WATT, address, 50n * ONE));
await act(alice, utility.batchAll(gifts));

await test("a credential hides the evidence behind a salt, and needs no node", async () => {
	const make = async (options = "") => {
		const { status, out, err } = await run(`--json participant credential --evidence ${EVIDENCE}${options}`, NOBODY_LISTENS);
		assert.equal(status, 0, err);
		return JSON.parse(out);
	};
	const [made, other] = await Promise.all([make(), make()]);
	const salt = Buffer.from(made.salt.slice(2), "hex");
	assert.equal(salt.length, 32);
	assert.notEqual(made.salt, other.salt);
	assert.equal(made.credential, `0x${createHash("sha256").update(salt).update(readFileSync(EVIDENCE)).digest("hex")}`);
	assert.deepEqual(await make(` --salt ${made.salt}`), made);
	credential = made.credential;
});

let north, south;
await test("the chain's governance creates jurisdictions, and their admins appoint registrars", async () => {
	const capped = { ...RULES, sandbox: { order: cap(100, 1), day: cap(500, 5), open: cap(500, 5) } };
	capped.basic = { order: cap(500, 5) };
	capped.oneTime = capped.sandbox;
	const made = await act(alice, asRoot(participants.createJurisdiction(northAdmin.address, capped)));
	north = only(made, api.events.participants.JurisdictionCreated).jurisdiction.toNumber();
	const onlyLimit = { ...RULES, orderTypes: { ...TYPES, market: false, fillOrKill: false } };
	const also = await act(alice, asRoot(participants.createJurisdiction(alice.address, onlyLimit)));
	south = only(also, api.events.participants.JurisdictionCreated).jurisdiction.toNumber();
	await refused("NotJurisdictionAdmin", bob, participants.appointRegistrar(north, bob.address));
	const [, appointed] = await Promise.all([
		act(northAdmin, participants.appointRegistrar(north, northRegistrar.address)),
		ask(`--suri //Alice jurisdiction appoint-registrar ${south} //South//Registrar`),
	]);
	assert.deepEqual([appointed.done, appointed.registrars], ["registrar appointed", [southRegistrar.address]]);
});

await test("jurisdictions are shown with their rules", async () => {
	const { jurisdictions } = await ask("jurisdiction list");
	assert.deepEqual(jurisdictions.map(({ jurisdiction }) => jurisdiction), [0, north, south]);
	const { admin, registrars, tiers, order_types, neighbours, currency } = await ask(`jurisdiction show ${north}`);
	assert.deepEqual([admin, registrars], [northAdmin.address, [northRegistrar.address]]);
	assert.deepEqual(tiers.map(({ tier }) => tier), ["sandbox", "basic", "full", "one-time"]);
	assert.deepEqual([tiers[1].order, tiers[1].day], [{ kwh: "5", watt: "5.00" }, null]);
	assert.deepEqual([order_types.length, neighbours, currency], [5, true, null]);
	const words = await say(`jurisdiction show ${south}`, southRegistrar.address, "full: without caps", "limit, post-only");
	assert.ok(!words.includes("fill-or-kill") && !words.includes("sandbox"), words);
});

await test("registrars admit the participants of their own jurisdiction, and decide about no others", async () => {
	await refused("NotAVerifiedTier", northRegistrar, participants.admit(household.address, verification("Sandbox")));
	const [home, firm] = await Promise.all([
		ask(`--suri //North//Registrar participant admit //Home ${checked("basic")}`),
		ask(`--suri //South//Registrar participant admit //Company ${checked("full", "business")}`),
		refuse("Participants.NotARegistrar", `--suri //Bob participant admit //Home ${checked("basic")}`),
	]);
	assert.deepEqual([home.participant, firm.participant], [await idOf(household), await idOf(company)]);
	assert.deepEqual(
		[home.done, home.account, home.jurisdiction, home.kind, home.tier, home.credential, home.status, home.reason],
		["admitted", household.address, north, "household", "basic", credential, "active", "verified"],
	);
	assert.deepEqual([firm.jurisdiction, firm.kind, firm.tier, firm.may_trade], [south, "business", "full", true]);
	await refused("OtherJurisdiction", southRegistrar, participants.renew(await idOf(household), verification("Full")));
});

await test("a one-time account is a participant of its own for some days", async () => {
	const lasting = (days) => checked("one-time").replace(/--valid-until \S+/, `--valid-until ${inDays(days)}`);
	const admit = `--suri //North//Registrar participant admit //Home//Once`;
	await refuse("Participants.ValidityTooLong", `${admit} ${lasting(30)}`);
	const once = await ask(`${admit} ${lasting(5)}`);
	assert.deepEqual([once.tier, once.may_trade], ["one-time", true]);
	assert.notEqual(once.participant, await idOf(household));
	await refuse("Participants.OneTimeStaysSo", `--suri //North//Registrar participant renew ${once.participant} ${checked("full")}`);
});

await test("each trades by the rules of its own jurisdiction", async () => {
	const first = outcome(await act(household, place("Bid", 100, 500)));
	assert.ok(first.resting.isSome);
	await refused("AboveOrderCap", household, place("Bid", 100, 501));
	assert.ok((await previewOrder(order("Bid", 100, 501), household.address)).isErr);
	assert.ok((await previewOrder(order("Bid", 100, 501), null)).isOk);
	await refuse("EnergyMarket.AboveOrderCap", `--suri //Home order place buy 6 0.1 --interval ${product.interval} --dry-run`);
	await act(company, place("Bid", 90, 5_000));
	await refused("OrderTypeNotAllowed", company, place("Bid", 90, 100, { orderType: "FillOrKill" }));
});

await test("nobody trades with whoever was suspended, from that block on", async () => {
	const id = await idOf(household);
	await refused("ReasonReserved", northRegistrar, participants.changeStatus(id, "Suspended", "Administration"));
	await act(northRegistrar, participants.changeStatus(id, "Suspended", "Misconduct"));
	await refused("MayNotTrade", household, place("Bid", 100, 100));
	// The best bid was the household's: the company's trades instead.
	const sold = await act(bob, place("Ask", 90, 100));
	assert.equal(outcome(sold).filled.toNumber(), 100);
	const { fills } = only(sold, api.events.energyMarket.Traded);
	assert.deepEqual(fills.map((fill) => fill.maker.toNumber()), [await idOf(company)]);
	const wallet = (await api.query.energyMarket.accounts(id, WATT)).locked.toBigInt();
	assert.equal(wallet, 0n, "its order was cancelled, and what it had locked is free");
	const { status, reason, may_trade } = await ask(`participant show ${id}`);
	assert.deepEqual([status, reason, may_trade], ["suspended", "misconduct", false]);
	const [again, renewed] = await Promise.all([
		ask(`--suri //North//Registrar participant activate ${id}`),
		ask(`--suri //South//Registrar participant renew //Company ${checked("basic", "business")}`),
	]);
	assert.deepEqual([renewed.done, renewed.tier, renewed.account], ["verified anew", "basic", company.address]);
	assert.deepEqual([again.done, again.status, again.reason, again.may_trade], ["activated", "active", "verified", true]);
	await act(household, place("Bid", 100, 100));
});

await test("a lost account is recovered only if its owner does not object", async () => {
	const id = await idOf(household);
	await act(northRegistrar, participants.beginRecovery(id, thief.address));
	await act(household, participants.stopRecovery(id));
	const begun = await act(northRegistrar, participants.beginRecovery(id, newKey.address));
	const from = only(begun, api.events.participants.RecoveryBegun).from.toNumber();
	assert.ok(from > Date.now());
	const { recovery } = await ask("participant show //Home");
	assert.deepEqual([recovery.account, recovery.registrar], [newKey.address, northRegistrar.address]);
	assert.equal(Date.parse(recovery.from), Math.floor(from / 1000) * 1000);
	await refused("NotTheNewAccount", bob, participants.completeRecovery(id));
	await refused("RecoveryTooEarly", newKey, participants.completeRecovery(id));
	// A registrar whose key was stolen: its dismissal ends what it began.
	await act(northAdmin, participants.dismissRegistrar(north, northRegistrar.address));
	await refused("NotARegistrar", northRegistrar, participants.changeStatus(id, "Suspended", "Misconduct"));
});

await test("whoever tries it out puts down a deposit, has small caps, and may leave", async () => {
	await refused("NoSelfRegistration", guest, participants.registerMyself(south, "Household"));
	await act(guest, participants.registerMyself(north, "Household"));
	assert.equal(await held(guest), 100n * GRID);
	await act(guest, place("Bid", 80, 100));
	await refused("AboveOrderCap", guest, place("Bid", 80, 101));
	await act(guest, participants.leave());
	assert.equal(await held(guest), 0n);
	await refused("MayNotTrade", guest, place("Bid", 80, 100));
	const { free } = await api.query.energyMarket.accounts(await idOf(guest), WATT);
	await act(guest, energyMarket.withdraw(WATT, free.toBigInt()));
});

const delegated = test("a participant appoints a delegate within limits, and dismisses it", async () => {
	const limits = `--kwh 50 --watt 20 --until ${new Date(inAMonth()).toISOString()}`;
	const { done, participant, delegates } = await ask(`--suri //Eve participant appoint //Agent ${limits} --zones ${ZONE}`);
	assert.deepEqual([done, participant, delegates.length], ["delegate appointed", EVE, 1]);
	const { account, zones, kwh, watt } = delegates[0];
	assert.deepEqual([account, zones, kwh, watt], [agent.address, [ZONE], "50", "20.00"]);
	await say("participant show //Eve", `${agent.address} until`, "up to 50 kWh an interval");
	assert.deepEqual((await ask("--suri //Eve participant dismiss //Agent")).delegates, []);
});

// Beside that: other accounts act here.
await test("a host bonds GRID for its licence, and can be chosen while that is in force", async () => {
	product = await lastOpen();
	const id = await idOf(bob);
	await refused("HostNotLicensed", charlie, participants.chooseHost(id));
	const { done, licence } = await ask(`--suri //Bob licence apply host --jurisdiction ${north}`);
	assert.deepEqual([done, licence.state, licence.bond, licence.until], ["applied for", "applied", "10000.00", null]);
	assert.equal(await held(bob), 10_000n * GRID);
	await refused("HostNotLicensed", charlie, participants.chooseHost(id));
	await refused("BadOrigin", bob, licensing.grant(id, "Host"));
	await act(alice, asRoot(licensing.grant(id, "Host")));
	assert.equal((await ask(`--suri //Charlie participant host ${id}`)).host, id);
	await act(alice, asRoot(licensing.suspend(id, "Host")));
	// It blocks nobody who has chosen it.
	await act(charlie, place("Bid", 85, 100));
	await refused("HostNotLicensed", household, participants.chooseHost(id));
	await Promise.all([
		act(charlie, participants.chooseHost(null)),
		act(bob, licensing.surrender("Host")),
		// Anybody may release the bond of a licence that has ended, and nobody of one that has not.
		refuse("Licensing.LicenceNotEnded", `--suri //Dave licence release host ${id}`),
	]);
	const { licences } = await ask("licence list --class host");
	assert.deepEqual(
		licences.map(({ participant, state, ending }) => [participant, state, ending]),
		[[id, "suspended", true], [EVE, "in-force", false]],
	);
});

await delegated;

await test("GRID that was staked for an order takes nothing off its fee", async () => {
	const bid = order("Bid", 120, 100);
	const fee = async () => (await previewOrder(bid, charlie.address)).asOk.charge.discount.toBigInt();
	const nominate = staking.nominate([accounts("Alice//stash")[0].address]);
	await act(charlie, staking.bond(10_000n * GRID, "Staked"));
	await act(charlie, nominate);
	const seen = await act(bob, licensing.lookAtStake(charlie.address));
	const [, , tier, rising] = only(seen, api.events.licensing.StandingChanged);
	const [higher, since] = rising.unwrap();
	assert.deepEqual([tier.toNumber(), higher.toNumber()], [0, 2]);
	assert.ok(since.toNumber() > Date.now() + 60_000);
	const { stake } = await ask("licence show //Charlie");
	assert.deepEqual([stake.tier, stake.rising.tier], [0, 2]);
	assert.equal(await fee(), 0n);
});

await test("orders that meet their owner's own are told of", async () => {
	product = await lastOpen();
	await act(bob, place("Ask", 150, 100));
	for (const times of [1, 2, 3]) {
		const events = await act(bob, place("Bid", 150, 100));
		assert.equal(outcome(events).filled.toNumber(), 0);
		const told = events.filter((event) => api.events.energyMarket.SelfMatchSuspected.is(event));
		assert.equal(told.length, times === 3 ? 1 : 0);
	}
	assert.equal((await conduct(bob.address, product)).unwrap().selfMatches.toNumber(), 3);
});

await finish(api);
