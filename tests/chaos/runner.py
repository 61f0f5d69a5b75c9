"""Runs faults one after the other on networks of its own, and writes what was seen."""

import argparse
import contextlib
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from . import chain
from .checks import (
    ALWAYS, FAILED, NOT_RUN, PASSED, NotRun, Result, balances, check_balances, check_honest, check_kept, check_money,
    log_while_running, money, panics, summary,
)
from .chronicle import Watch
from .faults import FAULTS
from .load import Load, far_interval, parties, settled_state
from .network import Broken, Network

ROOT = Path(__file__).resolve().parents[2]
# The last nodes of a long run have their ports this far up.
PORTS = 900
# A killed process loses what ParityDB had not written to its log yet: 8 KiB, and what was queued. The import of a block
# writes more than that, so that whatever was final for five slots is in the log.
KEPT_SECONDS = 30
# How often the records of settled intervals are looked at; the chain deletes them after ten minutes.
RECORDS_SECONDS = 60


def say(text):
    print(text, file=sys.stderr, flush=True)


class Stage:
    """A network with load on it and a watch over it, used by one fault after the other."""

    def __init__(self, options, fault):
        self.fault = fault
        self.network = Network(
            options.directory / f"network-{fault.name}", options.node, options.port, options.namespaces,
            fault.candidates, fault.genesis,
        )
        self.watch = Watch(self.network)
        self.load = None
        try:
            self.network.start()
            self.watch.start()
            socket = self.network.rpc.socket
            self.load = Load(options.client, socket, far_interval(options.client, socket))
            self.parties = parties(options.client, self.network)
            self.load.start()
            # Two resting orders at least, so that there is something to lose.
            self.load.await_confirmed(len(self.load.threads))
        except BaseException:
            self.end()
            raise

    def fits(self, fault):
        """Whether another fault may be made on this network."""
        same = (fault.candidates, fault.genesis) == (self.fault.candidates, self.fault.genesis)
        return same and not fault.alone and not self.fault.alone

    def end(self):
        if self.load:
            # Whoever waits for an order gives up when the network is gone.
            self.load.ended.set()
        self.watch.ended.set()
        self.network.remove()


class Test:
    """One fault on a network: what it may do, and what is checked when it is over."""

    def __init__(self, options, stage, fault, result):
        self.options = options
        self.network = stage.network
        self.watch = stage.watch
        self.load = stage.load
        self.parties = stage.parties
        self.fault = fault
        self.result = result
        self.seed = f"{options.seed}/{fault.name}"
        self.rng = random.Random(self.seed)
        self.burnt = 0
        # Records of intervals that have settled, and when they were looked at.
        self.settled = {}
        self.looked = 0.0
        self.had = {}
        # How often a node had lost final blocks over a restart, before the fault.
        self.falls = 0
        # Orders that had been confirmed when the last recovery began.
        self.confirmed = 0
        self.panics = []
        self.forgiven = set()
        self.read = {}

    def say(self, text):
        say(f"   {text}")

    # Looking

    def final(self):
        return chain.final(self.network.rpc.url)[0]

    def state(self):
        """The state after the newest final block."""
        return chain.State(self.network.rpc.url, chain.final(self.network.rpc.url)[1])

    def best_state(self):
        """The state after the best block."""
        return chain.State(self.network.rpc.url, chain.call(self.network.rpc.url, "chain_getBlockHash"))

    def first_final(self, holds, first):
        """The first final block, from a height on, after which something holds, and its state; it holds ever since."""
        last = self.final()
        while first < last:
            middle = (first + last) // 2
            if holds(self.state_of(middle)):
                last = middle
            else:
                first = middle + 1
        return first, self.state_of(first)

    def state_of(self, number):
        """The state after a block of that height."""
        return chain.State(self.network.rpc.url, chain.hashes(self.network.rpc.url, [number])[0])

    def within(self, seconds, holds):
        """Whether something comes to hold in that time."""
        deadline = time.monotonic() + seconds
        while not holds():
            if time.monotonic() > deadline:
                return False
            time.sleep(1)
            self.keep_records()
        return True

    def until(self, what, holds, seconds):
        """Waits until something holds; an error where it does not in time."""
        if not self.within(seconds, holds):
            raise Broken(f"not within {seconds} s: {what}")

    def keep_records(self):
        """Notes which intervals have settled, now and then."""
        if time.monotonic() - self.looked > RECORDS_SECONDS:
            # Where no node answers the next look will do.
            with contextlib.suppress(chain.Silent):
                self.settled.update(self.state().settlements())
                self.looked = time.monotonic()

    def recover(self):
        """Waits until what is the best block now is final everywhere, and checks how many blocks that took."""
        limit = self.fault.back_within
        self.keep_records()
        self.confirmed = self.load.count()
        height = chain.best(self.network.rpc.url)
        seconds = self.network.await_final(height, seconds=300)
        blocks = chain.best(self.network.rpc.url) - height
        self.result.measured.setdefault("recoveries", []).append({"blocks": blocks, "seconds": round(seconds, 1)})
        self.result.check(f"finality is back within {limit} blocks everywhere", blocks <= limit, blocks)
        return blocks

    def headers(self, first, last):
        url = self.network.rpc.url
        return [chain.call(url, "chain_getHeader", block) for block in chain.hashes(url, range(first, last + 1))]

    def authors(self, first, last):
        """How many of the final blocks from one height to another each authority has made, by its index."""
        counts = {}
        for header in self.headers(first, last):
            _, author = chain.slot_and_author(header)
            counts[author] = counts.get(author, 0) + 1
        return counts

    def missed_slots(self, first, last):
        """How many slots between two heights have no block."""
        slots = [chain.slot_and_author(header)[0] for header in self.headers(first, last)]
        return slots[-1] - slots[0] - (len(slots) - 1)

    def empty_slots(self, first, last):
        """The share of the slots between two heights that have no block."""
        missed = self.missed_slots(first, last)
        return missed / (missed + last - first)

    def index(self, node):
        return self.state().validators().index(self.network.stash(node.name))

    def await_author(self, node, seconds):
        """The next final block that a validator has made, nothing where it makes none in time."""
        index, looked = self.index(node), self.final()
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            time.sleep(3)
            newest = self.final()
            for number in range(looked + 1, newest + 1):
                if index in self.authors(number, number):
                    return number
            looked = newest
        return None

    # Logs

    def begin_logs(self):
        self.read = {node.name: node.log.stat().st_size if node.log.exists() else 0 for node in self.network.nodes}

    def take_panics(self, node):
        """Notes what a node says of its own failure, before it is forgotten."""
        if node.name in self.forgiven or not node.log.exists():
            return
        text = log_while_running(node.log.read_bytes(), self.read.get(node.name, 0), node.ends)
        self.panics += [f"{node.name}: {line[:200]}" for line in panics(text)]

    def forgive(self, node):
        """What this node says of its failure is what was to be seen."""
        self.forgiven.add(node.name)

    # Beginning and end

    def begin(self):
        """A network on which all is well: every node runs, finality advances, every validator votes."""
        for node in self.network.nodes:
            if not node.runs():
                raise Broken(f"{node.name} does not run before the fault")
        self.network.await_final(self.final() + 1, seconds=120)
        # One that was away while the set of voters changed follows finality at once, but may take a minute to vote.
        self.until("every validator votes", lambda: chain.silent_voters(self.network.rpc.url) == 0, 180)
        self.begin_logs()
        _, state = settled_state(self.network.rpc)
        self.before, self.had = money(state), balances(state)
        self.settled = {}
        self.falls = len(self.watch.chronicle.went_back)

    def finish(self):
        """What must hold after every fault."""
        self.load.await_confirmed(self.confirmed + 1, 180)
        self.result.check("the market takes orders afterwards", True, self.load.count() - self.confirmed)
        height, state = settled_state(self.network.rpc)
        self.network.await_final(height)
        check_money(self.result, self.before, money(state), self.burnt)
        has = balances(state)
        self.settled.update(has["settled"])
        check_balances(self.result, self.had, has, self.settled, self.parties)
        self.result.measure("positions_settled", len(self.settled.keys() - self.had["settled"].keys()))
        check_honest(self.result, state, self.fault.guilty(self))
        self.result.equal("no settlement is parked", len(state.entries("Settlement", "Parked")), 0)
        for node in self.network.nodes:
            self.check_node(node)
        chronicle = self.watch.chronicle
        self.result.equal("no final block is contradicted by any node", chronicle.contradictions, [])
        self.result.equal("no node fails by itself", self.panics, [])
        self.result.measure("final_height", chronicle.height())
        self.result.measure("final_blocks_compared", chronicle.notes)
        went_back = chronicle.went_back[self.falls :]
        check_kept(self.result, went_back, KEPT_SECONDS)
        if went_back:
            self.result.measure("final_blocks_forgotten_over_restarts", went_back)
        self.result.measure("orders_confirmed", self.load.count())
        self.result.measure("orders_unconfirmed", len(self.load.failed))

    def check_node(self, node):
        """A node has the whole final chain of the others, and every confirmed order."""
        self.take_panics(node)
        self.watch.sweep(node)
        lost, looked = self.load.missing(node.socket)
        self.result.check(f"{node.name} has each of the confirmed resting orders", not lost and looked, lost or looked)


class Runner:
    def __init__(self, options):
        self.options = options
        self.stage = None

    def run(self):
        results = []
        try:
            for fault in self.options.faults:
                result = Result(fault, self.options.seed)
                results.append(result)
                self.one(fault, result)
        except KeyboardInterrupt:
            say("interrupted")
            results[-1].fail("interrupted")
            results[-1].write(self.options.out)
        finally:
            # Whoever is impatient now would leave nodes and namespaces behind.
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            signal.signal(signal.SIGTERM, signal.SIG_IGN)
            self.end_stage()
        return results

    def one(self, fault, result):
        say(f"== {fault.name}: {fault.what}")
        began = time.monotonic()
        try:
            fault.ready(self.options)
            if self.stage and not self.stage.fits(fault):
                self.end_stage()
            if not self.stage:
                self.stage = Stage(self.options, fault)
            test = Test(self.options, self.stage, fault, result)
            test.begin()
            try:
                fault.run(test)
            finally:
                self.stage.network.heal()
            test.finish()
        except NotRun as reason:
            result.leave_out(str(reason))
        except (Broken, chain.Silent, OSError, ValueError, subprocess.SubprocessError) as error:
            result.fail(f"{type(error).__name__}: {error}")
        result.seconds = round(time.monotonic() - began)
        result.write(self.options.out)
        self.tell(result)
        # The next fault begins on a network that is well.
        if result.status == FAILED:
            self.keep_logs(fault)
            self.end_stage()

    @staticmethod
    def tell(result):
        say(f"   {result.status} after {result.seconds} s" + (f": {result.why}" if result.why else ""))
        for check in result.broken():
            say(f"   does not hold: {check['check']}; seen: {json.dumps(check['seen'])[:400]}")

    def keep_logs(self, fault):
        if self.stage:
            for node in self.stage.network.nodes:
                if node.log.exists():
                    target = self.options.out / f"{fault.name}-{node.name}.log"
                    target.write_bytes(node.log.read_bytes())

    def end_stage(self):
        if self.stage:
            self.stage.end()
            self.stage = None


# --- Command line ---------------------------------------------------------------------------------


def parse(arguments):
    parser = argparse.ArgumentParser(
        prog="scripts/chaos",
        description="Makes faults on a local network of four validators and checks what must hold in spite of them.",
        epilog="Exit status: 0 where something passed and nothing failed, 1 otherwise, 2 for a mistyped command.",
    )
    parser.add_argument("--list", action="store_true", help="list the faults and what must hold, and end")
    parser.add_argument("--faults", metavar="A,B", help="only these, in this order")
    short = ", ".join(fault.name for fault in FAULTS if fault.short)
    parser.add_argument("--short", action="store_true", help=f"the short set for CI: {short}")
    parser.add_argument("--seed", type=int, default=1, metavar="N",
                        help="what random choices begin with; 1 if left out")
    parser.add_argument("--out", type=Path, metavar="DIR", default=Path("chaos"),
                        help="where a JSON file for each fault and summary.json go; ./chaos if left out")
    parser.add_argument("--port", type=int, metavar="PORT", default=33000,
                        help=f"the first of {PORTS} ports that the nodes may take; 33000 if left out")
    parser.add_argument("--no-namespaces", action="store_true",
                        help="run all nodes in one network, as is done without root; partitions are left out")
    parser.add_argument("--upgrade-wasm", metavar="FILE", help="a runtime of a higher spec_version, for `upgrade`")
    parser.add_argument("--old-node", metavar="FILE",
                        help="an earlier build of the node, on which `upgrade` leaves one validator")
    options = parser.parse_args(arguments)
    options.faults = choose(parser, options)
    if not 1024 <= options.port <= 65535 - PORTS:
        parser.error(f"--port must be from 1024 to {65535 - PORTS}, not {options.port}")
    for given in (options.upgrade_wasm, options.old_node):
        if given and not Path(given).is_file():
            parser.error(f"there is no file {given}")
    return options


def choose(parser, options):
    """The faults that were asked for."""
    known = {fault.name: fault for fault in FAULTS}
    if options.faults is None:
        return [fault() for fault in FAULTS if fault.short or not options.short]
    names = [name for name in options.faults.split(",") if name]
    unknown = [name for name in names if name not in known]
    if unknown or not names:
        parser.error(f"no such fault: {', '.join(unknown) or 'none named'}; see --list")
    return [known[name]() for name in names]


def describe():
    for fault in FAULTS:
        print(f"{fault.name}{' (short set)' if fault.short else ''}\n    {fault.what}")
        for what in fault.promises():
            print(f"    - {what}")
    print("after every fault")
    for what in ALWAYS:
        print(f"    - {what}")


def program(name):
    """A program that was built, where scripts/run puts it."""
    target = Path(os.environ.get("CARGO_TARGET_DIR") or default_target())
    path = (Path.cwd() / target / "release" / name).resolve()
    if not os.access(path, os.X_OK):
        raise Broken(f"there is no {name} at {path}; build it with cargo build --release --locked, or by scripts/run")
    return path


def default_target():
    return Path.home() / ".cache/gridforge/target" if os.environ.get("CI") else ROOT / "target"


def main(arguments=None):
    options = parse(arguments)
    if options.list:
        describe()
        return 0
    # An end by a signal takes the way of Ctrl-C, so that nothing is left running.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    began = time.monotonic()
    options.root_directory = ROOT
    options.root = os.geteuid() == 0
    options.namespaces = options.root and not options.no_namespaces
    try:
        options.node, options.client = program("gridforge-node"), program("gridforge")
        options.out.mkdir(parents=True, exist_ok=True)
    except (Broken, OSError) as error:
        say(f"error: {error}")
        return 1
    with tempfile.TemporaryDirectory(prefix="gridforge-chaos.", ignore_cleanup_errors=True) as directory:
        options.directory = Path(directory)
        results = Runner(options).run()
    found = summary(results, options.seed, round(time.monotonic() - began))
    (options.out / "summary.json").write_text(json.dumps(found, indent=2) + "\n")
    for result in results:
        print(f"{result.fault.name:16} {result.status:8} {result.why or ''}".rstrip())
    print(f"seed {options.seed}: {found['passed']} {PASSED}, {found['failed']} {FAILED}, {found['not_run']} {NOT_RUN}; "
          f"{found['seconds']} s, {options.out}/summary.json")
    return 0 if found["ok"] else 1


