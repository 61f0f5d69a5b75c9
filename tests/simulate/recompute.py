#!/usr/bin/env python3
"""Computes anew, from its events, what a run of `gridforge simulate` came to, and compares to the base unit.

usage: tests/simulate/recompute.py OUT [--profiles DIRECTORY]

  OUT         the directory that the run wrote: events.jsonl, run.json, intervals.csv, households.csv
  --profiles  the profiles of the run; where run.json says if left out

Contracts, charges and deviations come from the trades alone, by the chain's documented rules in integers, written here
a second time; they are held against what the chain settled, and then against the run's tables. Bills outside the market
need the profiles and the two prices of run.json. Names each difference and ends with status 1 if there is any.
Needs nothing but Python's standard library.
"""

import argparse
import csv
import json
import sys
from collections import defaultdict
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from math import ceil, floor
from pathlib import Path

PARTS = ("ad_valorem", "per_kwh", "over_cap", "crossing", "discount", "tax")
MILLION = 1_000_000
LOTS_PER_KWH = 100
WH_PER_LOT = 10
# A price of one tick for one lot.
UNITS_PER_TICK_LOT = 10

differences = []


def compare(what, is_, should):
    if is_ != should:
        differences.append(f"{what} is {is_}, and should be {should}")


def numbers(value):
    """The same with integers that stand as strings, because they are large, as integers."""
    if isinstance(value, dict):
        return {name: numbers(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [numbers(inner) for inner in value]
    if isinstance(value, str) and value.lstrip("-").isdigit():
        return int(value)
    return value


def read_events(path):
    events, place = [], (-1, -1)
    with open(path, encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            event = json.loads(line)
            event["fields"] = numbers(event["fields"])
            if (event["block"], event["index"]) <= place:
                differences.append(f"{path.name}, line {number} is not in the order of the chain")
            place = (event["block"], event["index"])
            events.append(event)
    return events


def kind(event):
    return f"{event['pallet']}.{event['event']}"


class Contract:
    """What a participant traded in an interval."""

    def __init__(self):
        self.bought = self.sold = self.paid = self.earned = 0
        self.charge = dict.fromkeys(PARTS, 0)

    def trade(self, side, lots, money, charge):
        if side == "Bid":
            self.bought, self.paid = self.bought + lots, self.paid + money
        else:
            self.sold, self.earned = self.sold + lots, self.earned + money
        for part in PARTS:
            self.charge[part] += charge[part]

    def fee(self):
        c = self.charge
        return max(c["ad_valorem"] + c["per_kwh"] - c["over_cap"], 0) + c["crossing"] - c["discount"]

    def owed(self):
        return self.paid + self.fee() + self.charge["tax"] - self.earned


def charge_of(tariff, side, value, lots):
    """What a buyer is charged on lots of that value: each part is rounded up."""
    charge = dict.fromkeys(PARTS, 0)
    if side == "Ask":
        return charge
    for factors in (tariff["time_of_use"], tariff["congestion"]):
        if set(factors) != {100}:
            sys.exit("error: this tariff depends on hour or load, which trades do not tell")
    charge["ad_valorem"] = ceil(Fraction(value * tariff["ad_valorem"], MILLION))
    charge["per_kwh"] = ceil(Fraction(lots * tariff["per_kwh"], LOTS_PER_KWH))
    charge["tax"] = ceil(Fraction(value * tariff["tax"], MILLION))
    if tariff["cap"] is not None:
        most = ceil(Fraction(lots * tariff["cap"], LOTS_PER_KWH))
        charge["over_cap"] = max(charge["ad_valorem"] + charge["per_kwh"] - most, 0)
    return charge


def contracts_of(events, tariff):
    """Contracts by interval and participant, and fills by interval, from orders and trades."""
    contracts, fills = defaultdict(lambda: defaultdict(Contract)), defaultdict(int)
    resting, filled = {}, defaultdict(int)
    for event in events:
        fields = event["fields"]
        if kind(event) == "EnergyMarket.OrderPlaced":
            contracts[fields["order"]["product"]["interval"]][fields["participant"]]
            place = fields["outcome"]["resting"]
            if place is not None:
                key = (fields["order"]["product"]["interval"], json.dumps(place["place"], sort_keys=True))
                resting[key] = (fields["participant"], fields["order"]["side"], fields["order"]["price"])
        if kind(event) == "EnergyMarket.Traded":
            interval, side = fields["product"]["interval"], fields["side"]
            money = value = lots = 0
            for fill in fields["fills"]:
                worth = fill["price"] * fill["lots"] * UNITS_PER_TICK_LOT
                money, value, lots = money + worth, value + max(worth, 0), lots + fill["lots"]
                key = (interval, json.dumps(fill["order"], sort_keys=True))
                filled[key] += fill["lots"]
                maker, maker_side, price = resting.get(key, (None, None, None))
                what = f"block {event['block']}, event {event['index']}:"
                compare(f"{what} the maker", fill["maker"], maker)
                compare(f"{what} the price", fill["price"], price)
                compare(f"{what} the maker's side", maker_side, "Ask" if side == "Bid" else "Bid")
                fills[interval] += 1
            charge = charge_of(tariff, side, value, lots)
            compare(f"block {event['block']}, event {event['index']}: the value", fields["notional"], money)
            compare(f"block {event['block']}, event {event['index']}: the charge", fields["charge"], charge)
            contracts[interval][fields["taker"]].trade(side, lots, money, charge)
    # A resting order is charged once, on all that it traded while it rested.
    for (interval, place), lots in filled.items():
        if (interval, place) not in resting:
            continue
        participant, side, price = resting[interval, place]
        money = price * lots * UNITS_PER_TICK_LOT
        charge = charge_of(tariff, side, max(money, 0), lots)
        contracts[interval][participant].trade(side, lots, money, charge)
    return contracts, fills


def prices_of(imbalance, lots, money):
    """The prices of deviations of an interval that traded so much for so much."""
    shortage, surplus, spread = imbalance["shortage"], imbalance["surplus"], imbalance["spread"]
    if spread is None or lots == 0:
        return {"shortage": shortage, "surplus": surplus}
    average = Fraction(money, lots * UNITS_PER_TICK_LOT)
    within = lambda ticks: min(max(ticks, surplus), shortage)
    return {"shortage": within(ceil(average) + spread), "surplus": within(floor(average) - spread)}


def deviation_of(contract, prices, metered):
    """What a contract and what flowed come to: never to the good of whoever deviates."""
    net = metered["flow"]["export"] - metered["flow"]["import"]
    promised = abs(contract.sold - contract.bought)
    result = {"delivered": 0, "shortfall": 0, "unused": 0, "cost": 0, "credit": 0}
    if contract.sold > contract.bought:
        delivered = min(max(net, 0) // WH_PER_LOT, promised) if metered["complete"] else 0
        missing = promised - delivered
        own = ceil(Fraction(contract.earned * missing, contract.sold))
        cost = max(prices["shortage"] * missing * UNITS_PER_TICK_LOT, own)
        if not metered["complete"]:
            cost = max(cost, 0)
        return result | {"delivered": delivered, "shortfall": missing, "cost": cost}
    used = min(-(-max(-net, 0) // WH_PER_LOT), promised) if metered["complete"] else promised
    left = promised - used
    own = floor(Fraction(contract.paid * left, contract.bought)) if left else 0
    credit = min(prices["surplus"] * left * UNITS_PER_TICK_LOT, own)
    return result | {"delivered": used, "unused": left, "credit": credit}


def same_fields(what, is_, should):
    """Compares the fields that are known here; a later chain may tell more."""
    for name, value in should.items():
        compare(f"{what}: {name}", is_.get(name), value)


def settle(events, zone, contracts):
    """Every interval's positions and sums, held against what the chain settled. Answers with positions and sums."""
    imbalance, tariff = zone["delivery"]["Metered"], zone["tariff"]
    prices, positions, summaries, claims = {}, {}, {}, defaultdict(int)
    corrections = defaultdict(int)
    for event in events:
        fields = event["fields"]
        interval = fields["product"]["interval"] if "product" in fields else None
        if kind(event) == "Settlement.SettlementBegun":
            traded = contracts[interval].values()
            should = prices_of(imbalance, sum(c.bought for c in traded), sum(c.paid for c in traded))
            compare(f"interval {interval}: prices of deviations", fields["prices"], should)
            compare(f"interval {interval}: supplier", fields["supplier"], imbalance["supplier"])
            prices[interval] = should
        elif kind(event) == "Settlement.PositionSettled":
            participant, settled = fields["participant"], fields["settled"]
            contract = contracts[interval].get(participant, Contract())
            what = f"interval {interval}, participant {participant}"
            names = ("bought", "sold", "paid", "earned", "charge")
            same_fields(what, settled["contract"], {name: getattr(contract, name) for name in names})
            deviation = deviation_of(contract, prices[interval], settled["metered"])
            same_fields(what, settled["deviation"], deviation)
            if (interval, participant) in positions:
                differences.append(f"{what} was settled twice")
            positions[interval, participant] = (contract, deviation)
            claims[interval, participant] += settled["unpaid"]
        elif kind(event) == "Settlement.ClaimSettled":
            claims[interval, fields["participant"]] -= fields["paid"]
        elif kind(event) == "Settlement.Resettled":
            # The difference of two deviations at the same prices.
            what = f"interval {interval}, participant {fields['participant']} after a correction"
            contract, before = positions[interval, fields["participant"]]
            after = deviation_of(contract, prices[interval], fields["new"]["metered"])
            same_fields(what, fields["new"]["deviation"], after)
            positions[interval, fields["participant"]] = (contract, after)
            moved = after["cost"] - after["credit"] - before["cost"] + before["credit"]
            owed = fields["new"]["unpaid"] - fields["old"]["unpaid"]
            compare(f"{what}: paid", fields["paid"], moved + owed)
            corrections[interval, fields["participant"]] += owed
        elif kind(event) == "Settlement.IntervalSettled":
            if interval in summaries:
                differences.append(f"interval {interval} was settled twice")
            summaries[interval] = fields["summary"]
            check_sums(interval, fields["summary"], positions, tariff)
    for interval, of in contracts.items():
        if interval not in summaries:
            differences.append(f"interval {interval} has orders and was not settled")
        for participant in of:
            if (interval, participant) not in positions:
                differences.append(f"interval {interval}, participant {participant} was not settled")
    for key, owed in corrections.items():
        claims[key] += owed
    return positions, summaries, claims


def check_sums(interval, summary, positions, tariff):
    """An interval's sums: what came in is what went out, role by role."""
    own = [position for (of, _), position in positions.items() if of == interval]
    total = lambda of: sum(of(contract, deviation) for contract, deviation in own)
    charge = {part: total(lambda c, _, part=part: c.charge[part]) for part in PARTS}
    fee, tax = total(lambda c, _: c.fee()), charge["tax"]
    shares = tariff["shares"]
    treasury = fee * shares["treasury"] // MILLION
    should = {
        "lots": total(lambda c, _: c.bought),
        "notional": total(lambda c, _: c.paid),
        "charge": charge,
        "hosts": 0,
        "treasury": treasury,
        "participants": len(own),
    }
    same_fields(f"interval {interval}", summary, should)
    seller = lambda c: c.sold > c.bought
    delivery = {
        "delivered": total(lambda c, d: d["delivered"] if seller(c) else 0),
        "used": total(lambda c, d: 0 if seller(c) else d["delivered"]),
        "shortfall": total(lambda _, d: d["shortfall"]),
        "unused": total(lambda _, d: d["unused"]),
        "cost": total(lambda _, d: d["cost"]),
        "credit": total(lambda _, d: d["credit"]),
    }
    same_fields(f"interval {interval}", summary["delivery"], delivery)
    compare(f"interval {interval}: lots bought", should["lots"], total(lambda c, _: c.sold))
    # Buyers and sellers pay, in all, exactly what operator, treasury, tax collector, hosts and supplier get.
    households = total(lambda c, d: c.owed() + d["cost"] - d["credit"])
    operator = fee - treasury - summary["hosts"]
    supplier = delivery["cost"] - delivery["credit"]
    compare(f"interval {interval}: money in", households, operator + treasury + tax + summary["hosts"] + supplier)


# --- The run's tables ------------------------------------------------------------------------------


def fixed(units, places):
    """An integer of so small steps as a decimal with all of its places."""
    sign, digits = ("-" if units < 0 else ""), str(abs(units)).rjust(places + 1, "0")
    return f"{sign}{digits[:-places]}.{digits[-places:]}"


watt = lambda units: fixed(units, 6)
kwh = lambda lots: fixed(lots, 2)


def read_profiles(directory, run):
    """Import and export of each household in Wh, quarter hour by quarter hour, and the times."""
    flows, times = [], []
    first, count = run["first"], len(run["steps"])
    for name in run["households"]:
        with open(directory / f"{name}.csv", encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))[first : first + count]
        whole = lambda text: int((Decimal(text) * 1000).quantize(Decimal(1), ROUND_HALF_UP))
        flows.append([(whole(row["import"]), whole(row["export"])) for row in rows])
        times = [row["time"] for row in rows]
    return flows, times


def beyond(flow, position):
    """What flowed and did not count as delivered or used, in Wh: taken, and fed in."""
    taken, given = flow
    both, net = min(taken, given), given - taken
    delivered = used = 0
    if position is not None:
        contract, deviation = position
        counted = deviation["delivered"] * WH_PER_LOT
        delivered, used = (counted, 0) if contract.sold > contract.bought else (0, counted)
    return max(max(-net, 0) - used, 0) + both, max(max(net, 0) - delivered, 0) + both


def compare_table(path, rows, key):
    with open(path, encoding="utf-8", newline="") as file:
        found = list(csv.DictReader(file))
    compare(f"{path.name}: the number of rows", len(found), len(rows))
    for is_, should in zip(found, rows):
        for column, value in should.items():
            compare(f"{path.name}, {should[key]}, {column}", is_.get(column), str(value))
        for column in is_.keys() - should.keys():
            differences.append(f"{path.name} has a column {column} that nothing is known of")


def refusals(events, run):
    """How many orders of each household were refused: failed calls that it signed."""
    counts = defaultdict(int)
    for event in events:
        if kind(event) == "System.ExtrinsicFailed" and event.get("signer") in run["households"]:
            counts[event["signer"]] += 1
    return counts


def check_intervals(out, run, events, flows, times, fills, summaries):
    orders, read = defaultdict(int), len(run["households"])
    for event in events:
        if kind(event) == "EnergyMarket.OrderPlaced":
            orders[event["fields"]["order"]["product"]["interval"]] += 1
    with open(out / "intervals.csv", encoding="utf-8", newline="") as file:
        refused = [row["refused"] for row in csv.DictReader(file)]
    compare("intervals.csv: all refused orders", sum(map(int, refused)), sum(refusals(events, run).values()))
    rows = []
    for step, interval in enumerate(run["steps"]):
        summary = summaries.get(interval)
        taken, given = (sum(flow[step][way] for flow in flows) for way in (0, 1))
        nothing = dict.fromkeys(("delivered", "shortfall", "used", "unused", "cost", "credit"), 0)
        delivery = summary["delivery"] if summary else nothing | {"readings": {}}
        lots, money = (summary["lots"], summary["notional"]) if summary else (0, 0)
        charge = summary["charge"] if summary else dict.fromkeys(PARTS, 0)
        local = min(delivery["delivered"], delivery["used"]) * WH_PER_LOT
        rows.append(
            {
                "step": step,
                "time": times[step],
                "interval": interval,
                "orders": orders[interval],
                "refused": refused[step] if step < len(refused) else "",
                "trades": fills[interval],
                "price": watt(money * 100 // lots) if lots else "",
                "traded_kwh": kwh(lots),
                "delivered_kwh": kwh(delivery["delivered"]),
                "shortfall_kwh": kwh(delivery["shortfall"]),
                "used_kwh": kwh(delivery["used"]),
                "unused_kwh": kwh(delivery["unused"]),
                "consumption_kwh": fixed(taken, 3),
                "generation_kwh": fixed(given, 3),
                "local_cover": fixed(local * 10_000 // taken, 4) if taken else "",
                "fees": watt(sum(charge[part] for part in ("ad_valorem", "per_kwh", "crossing")) - charge["over_cap"] - charge["discount"]),
                "tax": watt(charge["tax"]),
                "cost": watt(delivery["cost"]),
                "credit": watt(delivery["credit"]),
                "meters_read": sum(delivery["readings"].values()),
            }
        )
        if read < rows[-1]["meters_read"]:
            differences.append(f"interval {interval} has more readings than households")
    compare_table(out / "intervals.csv", rows, "interval")


def check_bills(out, run, events, flows, positions, claims):
    retail, feed_in = run["outside"]["retail"], run["outside"]["feed_in"]
    refused, orders, rows = refusals(events, run), defaultdict(int), []
    for event in events:
        if kind(event) == "EnergyMarket.OrderPlaced":
            orders[event["fields"]["participant"]] += 1
    for name, member, flow in zip(run["households"], run["community"]["households"], flows):
        own = [(i, positions.get((i, member["participant"]))) for i in run["steps"]]
        total = lambda of: sum(of(*position) for _, position in own if position is not None)
        rest = [beyond(energy, position) for energy, (_, position) in zip(flow, own)]
        taken, given = (sum(energy[way] for energy in flow) for way in (0, 1))
        more_taken, more_given = (sum(energy[way] for energy in rest) for way in (0, 1))
        unpaid = sum(claims[i, member["participant"]] for i in run["steps"])
        credit = total(lambda _, d: d["credit"]) - unpaid
        market = total(lambda c, d: c.owed() + d["cost"]) - credit
        bill = market + retail * more_taken - feed_in * more_given
        without = retail * taken - feed_in * given
        rows.append(
            {
                "household": name,
                "participant": member["participant"],
                "orders": orders[member["participant"]],
                "refused": refused[name],
                "bought_kwh": kwh(total(lambda c, _: c.bought)),
                "sold_kwh": kwh(total(lambda c, _: c.sold)),
                "paid": watt(total(lambda c, _: c.paid)),
                "earned": watt(total(lambda c, _: c.earned)),
                "fees": watt(total(lambda c, _: c.fee())),
                "tax": watt(total(lambda c, _: c.charge["tax"])),
                "shortfall_kwh": kwh(total(lambda _, d: d["shortfall"])),
                "unused_kwh": kwh(total(lambda _, d: d["unused"])),
                "cost": watt(total(lambda _, d: d["cost"])),
                "credit": watt(credit),
                "import_kwh": fixed(taken, 3),
                "export_kwh": fixed(given, 3),
                "import_beyond_kwh": fixed(more_taken, 3),
                "export_beyond_kwh": fixed(more_given, 3),
                "retail": watt(retail * more_taken),
                "feed_in": watt(feed_in * more_given),
                "with_market": watt(bill),
                "without_market": watt(without),
                "saving": watt(without - bill),
            }
        )
    compare_table(out / "households.csv", rows, "household")


def check_readings(run, flows, positions, events):
    """What was metered is what the profiles say, wherever a meter was read."""
    who = {member["participant"]: at for at, member in enumerate(run["community"]["households"])}
    step_of = {interval: step for step, interval in enumerate(run["steps"])}
    for event in events:
        if kind(event) != "Settlement.PositionSettled" or not event["fields"]["settled"]["metered"]["complete"]:
            continue
        interval, at = event["fields"]["product"]["interval"], who[event["fields"]["participant"]]
        flow = event["fields"]["settled"]["metered"]["flow"]
        name = run["households"][at]
        compare(f"interval {interval}, {name}: metered", (flow["import"], flow["export"]), flows[at][step_of[interval]])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--profiles", type=Path)
    arguments = parser.parse_args()
    out = arguments.out

    events = read_events(out / "events.jsonl")
    run = json.loads((out / "run.json").read_text(encoding="utf-8"))
    zones = [event["fields"]["new"] for event in events if kind(event) == "Grid.ZoneCreated"]
    if len(zones) != 1:
        sys.exit(f"error: the events tell of {len(zones)} zones, not of one")
    contracts, fills = contracts_of(events, zones[0]["tariff"])
    positions, summaries, claims = settle(events, zones[0], contracts)
    flows, times = read_profiles(arguments.profiles or Path(run["profiles"]), run)
    check_readings(run, flows, positions, events)
    check_intervals(out, run, events, flows, times, fills, summaries)
    check_bills(out, run, events, flows, positions, claims)

    if differences:
        print("\n".join(differences))
        sys.exit(f"error: {len(differences)} differences")
    print(
        f"{len(events)} events, {sum(fills.values())} trades, {len(positions)} positions in {len(summaries)} intervals: "
        "contracts, deviations, sums and bills agree to the base unit"
    )


if __name__ == "__main__":
    main()
