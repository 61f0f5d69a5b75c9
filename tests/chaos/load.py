"""Orders that come all the time, and the book of what the chain has confirmed of them."""

import json
import subprocess
import threading
import time

from . import chain
from .checks import Parties
from .network import Broken

# Two that trade with each other in the next interval, and two whose orders rest in one that is an hour and more ahead,
# so that none of them ends by itself while a test runs.
TRADERS = (("//Alice", "sell", "0.15"), ("//Charlie", "buy", "0.16"))
RESTING = (("//Bob", "sell", "0.30"), ("//Eve", "buy", "0.05"))
# Runs the grid of the only zone, and gets what it charges, less the treasury's part.
OPERATOR = "//Dave"
# Orders of one account in one interval; the chain takes up to 32.
IN_AN_INTERVAL = 25
PATIENCE = 240


def ask(program, url, *arguments, seconds=60):
    """What the command line client answers; an error where it fails."""
    done = subprocess.run(
        [str(program), "--url", url, "--json", "--quiet", *arguments],
        capture_output=True, text=True, timeout=seconds, check=False,
    )
    if done.returncode != 0:
        raise Broken(f"gridforge {' '.join(arguments)}: {done.stderr.strip()[-300:]}")
    return json.loads(done.stdout)


class Load:
    """One thread for each trader: places an order, waits until it is final, places the next."""

    def __init__(self, program, url, far):
        self.program = program
        self.url = url
        # The first interval for orders that are to rest.
        self.far = far
        self.confirmed = []
        self.failed = []
        self.lock = threading.Lock()
        self.ended = threading.Event()
        self.threads = [
            threading.Thread(target=self.trade, args=(number, *who), daemon=True)
            for number, who in enumerate(TRADERS + RESTING)
        ]

    def start(self):
        for thread in self.threads:
            thread.start()

    def trade(self, number, suri, side, price):
        count = 0
        while not self.ended.is_set():
            count += 1
            rests = (suri, side, price) in RESTING
            reference = 1_000_000 * (number + 1) + count
            order = ["--suri", suri, "order", "place", side, "2", price, "--reference", str(reference)]
            if rests:
                order += ["--interval", str(self.far + count // IN_AN_INTERVAL), "--type", "post-only"]
            try:
                answer = ask(self.program, self.url, *order, seconds=PATIENCE)
            except (Broken, subprocess.TimeoutExpired) as error:
                with self.lock:
                    self.failed.append({"reference": reference, "suri": suri, "error": str(error)[-300:]})
                # Whoever finds no node tries again, but not all the time.
                self.ended.wait(5)
            else:
                answer.update(reference=reference, suri=suri, rests=rests)
                with self.lock:
                    self.confirmed.append(answer)
            self.ended.wait(1)

    def count(self):
        with self.lock:
            return len(self.confirmed)

    def await_confirmed(self, count, seconds=120):
        """Waits until so many orders have been confirmed."""
        deadline = time.monotonic() + seconds
        while self.count() < count:
            if time.monotonic() > deadline:
                with self.lock:
                    raise Broken(f"{len(self.confirmed)} of {count} orders were confirmed; {self.failed[-1:]}")
            time.sleep(0.5)

    def missing(self, url):
        """Which confirmed orders that must rest are not in the book, as that node has it, or not as they were."""
        with self.lock:
            expected = [order for order in self.confirmed if order["rests"]]
        books = {}
        for suri, _, _ in RESTING:
            account = ask(self.program, url, "account", suri)
            for position in account["positions"]:
                for order in position["orders"]:
                    books[order["id"]] = order
        lost = []
        for order in expected:
            found = books.get(order["order"])
            if not found or (found["reference"], found["open_kwh"]) != (order["reference"], order["kwh"]):
                lost.append({"order": order["order"], "reference": order["reference"], "found": found})
        return lost, len(expected)


def parties(program, network):
    """Whose balances may change while the load runs: traders, validators, and who gets the grid's charges."""
    def participant(suri):
        return ask(program, network.rpc.socket, "account", suri)["participant"]

    traders = {participant(suri): network.account(suri) for suri, _, _ in TRADERS + RESTING}
    stashes = [network.stash(node.name) for node in network.validators]
    return Parties([*traders.values(), *stashes], traders, [participant(OPERATOR), chain.TREASURY])


def far_interval(program, url):
    """An interval of an hour and more ahead in which orders can be placed."""
    tradable = ask(program, url, "status")["market"]["tradable"]
    far = tradable["first_interval"] + 90
    if far + 20 > tradable["last_interval"]:
        raise Broken(f"interval {far} cannot be traded yet: {tradable}")
    return far


def settled_state(node, seconds=60):
    """A node's state after a final block in which no settlement is under way, where there is one soon."""
    deadline = time.monotonic() + seconds
    while True:
        number, block_hash = chain.final(node.url)
        state = chain.State(node.url, block_hash)
        if not state.value("Settlement", "UnderWay") or time.monotonic() > deadline:
            return number, state
        time.sleep(2)
