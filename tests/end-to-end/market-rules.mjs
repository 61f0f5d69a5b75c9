// Zones, limits, delegates, crossings and an opening auction, by Polkadot.js and the command line client.
//
// usage: node market-rules.mjs URL GRIDFORGE

import assert from "node:assert/strict";
import { accounts, acting, connect, explain, finish, test, within, WATT } from "../clients/polkadot-js/chain.js";
import { ask, refuse, say } from "./gridforge.mjs";

const api = await connect();
const [alice, charlie, agent] = accounts("Alice", "Charlie", "Charlie//agent");
const { act } = acting(api);
const { grid, participants, sudo, utility, balances } = api.tx;
const market = api.call.energyMarketApi;

/** Root does all of this, or nothing. */
async function decree(...calls) {
	const events = await act(alice, sudo.sudo(utility.batchAll(calls)));
	const [{ data }] = the(events, api.events.sudo.Sudid);
	assert.ok(data.sudoResult.isOk, data.sudoResult.isErr && explain(api, data.sudoResult.asErr));
	return events;
}

const the = (events, kind) => events.filter((event) => kind.is(event));
const as = (name, line) => `--suri //${name} ${line}`;

/** How long before delivery the auction of the new zones is held. */
const AUCTION_MS = 60_000;

const NEW_ZONE = { operator: 4, kind: "Feeder" };

await test("root makes zones under one tariff and couples them", async () => {
	const zone = (fields) => grid.createZone({ ...defaults, ...NEW_ZONE, ...fields });
	const defaults = {
		currency: WATT,
		floor: -500,
		limits: { minOrder: 10, maxOrder: 2_000, maxPosition: 2_000, capacity: 100_000, ordersPerBlock: 100 },
		collar: { rate: 200_000, ticks: 20, reference: "Last" },
		tariff: {
			adValorem: 50_000,
			perKwh: 10_000,
			timeOfUse: Array(24).fill(150),
			congestion: [100, 100, 100, 100],
			tax: 190_000,
			shares: { host: 0, treasury: 100_000 },
		},
	};
	const events = await decree(
		zone({ kind: "Region" }),
		zone({ parent: 2, tariff: null, collar: null, auction: AUCTION_MS }),
		grid.linkZones(2, 3, 500, 10),
	);
	assert.equal(the(events, api.events.grid.ZoneCreated).length, 2);
	const { rules } = (await market.zone(3)).unwrap();
	assert.equal(rules.fees.perKwh.toNumber(), 10_000 * 150, "the region's tariff, at this hour");
	assert.equal(rules.auction.unwrap().toNumber(), AUCTION_MS);
});

const { tradable } = (await ask("status")).market;
const INTERVAL = tradable.last_interval;
const product = (zone, interval = INTERVAL) => ({ interval, zone });

await test("a preview names each part of what the grid charges, and the bill does afterwards", async () => {
	await ask(as("Bob", `order place sell 5 0.2 --zone 2 --interval ${INTERVAL}`));
	const preview = (await market.previewOrder({ product: product(2), side: "Bid", price: 250, lots: 500 }, null)).asOk;
	// 1 WATT for 5 kWh: 5 %, 0.015 a kWh at this hour, 19 % tax.
	const parts = ({ adValorem, perKwh, tax }) => [adValorem, perKwh, tax].map((part) => part.toNumber());
	assert.deepEqual(parts(preview.chargeNow), [50_000, 75_000, 190_000]);
	await ask(as("Charlie", `order place buy 5 0.25 --zone 2 --interval ${INTERVAL}`));
	const bill = await ask(`bill //Charlie --zone 2 --interval ${INTERVAL}`);
	assert.deepEqual([bill.ad_valorem, bill.per_kwh, bill.tax, bill.owed], ["0.05", "0.075", "0.19", "1.315"]);
	await say(`bill //Bob --zone 2 --interval ${INTERVAL}`, "rested", "-1.00 WATT");
	await refuse("no_bill", `bill //Eve --zone 2 --interval ${INTERVAL}`);
});

await test("a collar and a position limit refuse what a slip of the hand would send", async () => {
	const order = (terms) => as("Bob", `order place ${terms} --zone 2 --interval ${INTERVAL}`);
	await refuse("EnergyMarket.PriceOutsideCollar", order("buy 1 0.241"));
	await refuse("EnergyMarket.AboveCapacity", order("sell 15.01 0.2"));
});

await test("a delegate trades within its limits until it is dismissed", async () => {
	const until = Date.now() + 3_600_000;
	const limits = { zones: [2], lots: 600, locked: 5_000_000, until };
	await act(alice, balances.transferKeepAlive(agent.address, 10n ** 12n));
	await act(charlie, participants.appointDelegate(agent.address, limits));
	await ask(as("Charlie", "deposit 10"));
	const order = (terms) => `--suri //Charlie//agent order place ${terms} --interval ${INTERVAL}`;
	await refuse("EnergyMarket.OutsideDelegateZones", order("buy 1 0.1 --zone 1"));
	await refuse("EnergyMarket.AboveDelegateLots", order("buy 1.01 0.1 --zone 2"));
	const placed = await ask(order("buy 1 0.1 --zone 2"));
	assert.equal(placed.topped_up ?? "0.00", "0.00");
	await refuse("EnergyMarket.NoParticipant", "--suri //Charlie//agent withdraw 1");
	await act(charlie, participants.dismissDelegate(agent.address));
	await refuse("EnergyMarket.NoParticipant", order("buy 1 0.1 --zone 2"));
	await ask(as("Charlie", `order cancel ${placed.order}`));
});

await test("a halted zone takes no orders, and its operator can open it", async () => {
	const [dave] = accounts("Dave");
	await act(dave, grid.setZoneStatus(2, "Halted"));
	const order = as("Bob", `order place sell 1 0.2 --zone 2 --interval ${INTERVAL}`);
	await refuse("EnergyMarket.ZoneHalted", order);
	await act(dave, grid.setZoneStatus(2, "Open"));
	await ask(order);
});

await test("an auction trades at one price, and orders then cross to the neighbour", async () => {
	const length = (await ask("status")).market.interval_seconds * 1_000;
	// The auction of an interval three minutes ahead is two minutes away.
	const interval = Math.floor(Date.now() / length) + 4;
	const there = product(3, interval);
	const place = (name, terms, zone = 3) => as(name, `order place ${terms} --zone ${zone} --interval ${interval}`);
	const held = heldIn(there);
	await Promise.all([
		ask(place("Alice", "sell 5 0.10")),
		ask(place("Eve", "buy 5 0.20")),
		ask(place("Bob", "sell 10 0.16")),
	]);
	assert.ok((await market.ticker(there)).unwrap().collecting.isTrue, "nothing trades before its time");
	const { price, lots } = (await within("the auction", held)).data;
	assert.equal(lots.toNumber(), 500);
	assert.ok(price.unwrap().toNumber() >= 100 && price.unwrap().toNumber() < 160);
	// Bob's offer is what Charlie finds next door: 0.16 and 0.01 for the crossing.
	const crossed = await ask(place("Charlie", "buy 6 0.2 --neighbours", 2));
	assert.equal(crossed.filled_kwh, "5", "the line carries 5 kWh");
	const bill = await ask(`bill //Charlie --zone 2 --interval ${interval}`);
	assert.equal(bill.crossing, "0.05");
});

/** Resolves with the event of an auction. */
function heldIn({ interval, zone }) {
	return new Promise((resolve, reject) => {
		api.query.system
			.events((records) => {
				for (const { event } of records) {
					if (!api.events.energyMarket.AuctionHeld.is(event)) continue;
					const { product: of } = event.data;
					if (of.interval.toNumber() === interval && of.zone.toNumber() === zone) resolve(event);
				}
			})
			.catch(reject);
	});
}

await finish(api);
