"""The faults, each with what must hold in spite of it."""

import contextlib
import filecmp
import os
import random
import re
import shutil
import signal
import threading
import time
from pathlib import Path

from . import chain
from .checks import NotRun
from .network import EPOCH_SECONDS, KEY_TYPES, SLOT_SECONDS, Broken, run

FAKETIME = ("/usr/lib/*/faketime/libfaketimeMT.so.1", "/usr/local/lib/faketime/libfaketimeMT.so.1")


class Fault:
    """A fault. `run` makes it, ends it and checks what is its own; what always must hold is checked afterwards."""

    name = ""
    what = ""
    must_hold = ()
    # How many blocks may be made, once the fault is over, until what was then the best one is final everywhere.
    back_within = 20
    # Part of the set for CI.
    short = False
    # Faults with the same genesis share a network, unless one needs it for itself.
    candidates = 4
    genesis = {}
    alone = False
    needs_namespaces = False

    def ready(self, options):
        """Raises NotRun where this fault cannot be made here."""
        if self.needs_namespaces and not options.namespaces:
            raise NotRun("needs a network of its own for each node, which only root can make")

    @classmethod
    def promises(cls):
        """What must hold after this fault, besides ALWAYS."""
        return (*cls.must_hold, f"finality is back within {cls.back_within} blocks everywhere")

    def guilty(self, test):
        """The stashes of validators that deserve what they get."""
        return ()

    def run(self, test):
        raise NotImplementedError


class KillValidator(Fault):
    name = "kill-validator"
    what = "a validator is killed (SIGKILL) at a random moment and started again, over and over"
    must_hold = ("finality goes on", "each comes back with the same chain")
    short = True

    def run(self, test):
        slowest = 0
        rounds = 1 if test.options.short else 12
        for number in range(rounds):
            victim = test.rng.choice(test.network.validators)
            time.sleep(test.rng.uniform(0.5, SLOT_SECONDS))
            victim.kill()
            down = test.rng.uniform(0, SLOT_SECONDS)
            time.sleep(down)
            victim.start()
            victim.await_answer()
            slowest = max(slowest, test.recover())
            test.say(f"kill {number + 1} of {rounds}: {victim.name}, down for {down:.1f} s")
        test.result.measure("kills", rounds)
        test.result.measure("slowest_recovery_blocks", slowest)


class TwoDown(Fault):
    name = "two-down"
    what = "two of four validators are killed for a while"
    must_hold = ("nothing becomes final while only half of the validators run",)
    short = True

    def run(self, test):
        down = test.rng.sample(test.network.validators, 2)
        for node in down:
            node.kill()
        best = chain.best(test.network.rpc.url)
        # Votes that were cast already may still come in.
        time.sleep(2 * SLOT_SECONDS)
        before = test.final()
        time.sleep((3 if test.options.short else 10) * SLOT_SECONDS)
        test.result.equal("nothing becomes final by two of four", test.final(), before)
        # Who makes the next block is drawn by lot, so it may take some slots until it is one of the two.
        test.until("the other two go on making blocks", lambda: chain.best(test.network.rpc.url) > best, 90)
        test.result.measure("blocks_by_two_of_four", chain.best(test.network.rpc.url) - best)
        for node in down:
            node.start()
        for node in down:
            node.await_answer()
        test.recover()


class PartitionOne(Fault):
    name = "partition-3-1"
    what = "one of four validators is cut off from the others, then joined again"
    must_hold = ("the three go on with finality", "the one alone finalises nothing")
    short = True
    needs_namespaces = True

    def run(self, test):
        alone = test.rng.choice(test.network.validators)
        test.network.cut([alone])
        time.sleep(2 * SLOT_SECONDS)
        three, one = test.final(), chain.final(alone.url)[0]
        lasted = (4 if test.options.short else 15) * SLOT_SECONDS
        time.sleep(lasted)
        gained = test.final() - three
        test.result.check("the three go on with finality", gained >= lasted // SLOT_SECONDS // 3, gained)
        test.result.equal("the one alone finalises nothing", chain.final(alone.url)[0], one)
        test.network.heal()
        test.recover()


class PartitionTwo(Fault):
    name = "partition-2-2"
    what = "two validators are cut off from the other two for more than an epoch, then joined again"
    must_hold = ("neither side finalises anything", "both go on making blocks", "they agree on one chain afterwards")
    back_within = 30
    needs_namespaces = True

    def run(self, test):
        apart = test.rng.sample(test.network.validators, 2)
        test.network.cut(apart)
        time.sleep(2 * SLOT_SECONDS)
        sides = (test.network.rpc, apart[0])
        final = [chain.final(node.url)[0] for node in sides]
        best = [chain.best(node.url) for node in sides]
        time.sleep(1.5 * EPOCH_SECONDS)
        test.result.equal("neither side finalises anything", [chain.final(node.url)[0] for node in sides], final)
        made = [chain.best(node.url) - before for node, before in zip(sides, best)]
        test.result.check("both sides go on making blocks", min(made) > 0, made)
        heights = [chain.hashes(node.url, [min(chain.best(n.url) for n in sides)])[0] for node in sides]
        test.result.check("the sides have come apart", heights[0] != heights[1], heights)
        test.network.heal()
        test.recover()


class AllDown(Fault):
    name = "all-down"
    what = "every node is killed, and all stay down for more than an epoch"
    must_hold = ("the chain goes on from where it was",)

    def run(self, test):
        before = test.final()
        for node in test.network.nodes:
            node.kill()
        down = EPOCH_SECONDS * 1.5 + test.rng.uniform(0, EPOCH_SECONDS)
        test.result.measure("down_seconds", down)
        time.sleep(down)
        for node in test.network.nodes:
            node.start()
        for node in test.network.nodes:
            node.await_answer()
        after = test.final()
        seen = {"before": before, "after": after}
        # Each has lost what its database had not written yet, and it may be the same for all.
        test.result.check("the chain goes on from where it was", after >= before - 3, seen)
        test.recover()


class ClockSkew(Fault):
    name = "clock-skew"
    what = "one validator's clock goes 45 s fast, then 45 s slow"
    must_hold = ("the others go on with finality", "the one makes final blocks again with the right time")

    def ready(self, options):
        super().ready(options)
        self.library()

    @staticmethod
    def library():
        for pattern in FAKETIME:
            for path in Path("/").glob(pattern[1:]):
                return path
        raise NotRun("needs libfaketime (scripts/setup --test)")

    def run(self, test):
        node = test.rng.choice(test.network.validators)
        # With the wrong time it makes blocks that its own runtime may refuse.
        test.forgive(node)
        for skew in ("+45", "-45"):
            node.stop()
            node.start(environment={
                "LD_PRELOAD": str(self.library()),
                "FAKETIME": f"{skew}s",
                "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            })
            node.await_answer()
            time.sleep(2 * SLOT_SECONDS)
            before = test.final()
            time.sleep(EPOCH_SECONDS)
            gained = test.final() - before
            test.result.check(f"the others go on with finality at {skew} s", gained >= EPOCH_SECONDS // 6 // 2, gained)
            test.result.measure(f"blocks_by_{skew}_s", test.authors(before + 1, test.final()).get(test.index(node), 0))
            test.result.measure(f"final_lag_of_{skew}_s", test.final() - chain.final(node.url)[0])
        node.stop()
        node.start()
        node.await_answer()
        test.recover()
        mine = test.await_author(node, 180)
        test.result.check("with the right time its blocks become final", mine is not None, mine)


class DiskFull(Fault):
    name = "disk-full"
    what = "a validator's disk runs full: first the node's own watch ends it, then, without the watch, writing fails"
    must_hold = (
        "the node ends by itself, with its watch and without", "the others go on with finality",
        "with space again it goes on with the same chain",
    )
    # Of room on its disk besides what it has already, and how much of that is left to it: its watch wants 1,024.
    megabytes, left = 1500, 700

    def ready(self, options):
        super().ready(options)
        if not options.root:
            raise NotRun("needs root, to mount a small disk")

    def run(self, test):
        node = test.rng.choice(test.network.validators)
        node.stop()
        test.network.give_disk(node, self.megabytes)
        filler = node.directory / "filler"
        node.start()
        node.await_answer()
        test.recover()
        free = shutil.disk_usage(node.directory).free >> 20
        test.result.measure("megabytes_free_at_first", free)
        self.fill(filler, free - self.left)
        ended = self.await_end(node, 60)
        test.result.check("the node ends by itself with less than 1 GiB left", ended is not None, ended)
        test.result.check("and says why", "torage" in node.last_lines(40), node.last_lines(1)[-200:])
        filler.unlink()
        node.start()
        node.await_answer()
        test.recover()

        node.stop()
        node.start("--db-storage-threshold", "0")
        node.await_answer()
        test.recover()
        self.fill(filler, None)
        before = test.final()
        ended = self.await_end(node, 60)
        test.result.measure("seconds_until_it_ended_on_a_full_disk", ended)
        test.result.check("without its watch the node ends by itself on a full disk", ended is not None, ended)
        time.sleep(6 * SLOT_SECONDS)
        gained = test.final() - before
        test.result.check("the others go on with finality", gained >= 3, gained)
        test.forgive(node)
        node.kill()
        filler.unlink()
        node.start()
        node.await_answer()
        test.recover()

    @staticmethod
    def fill(path, megabytes):
        """Writes so many megabytes, or until no byte is left."""
        with open(path, "wb", buffering=0) as file, contextlib.suppress(OSError):
            chunk = bytes(1 << 20)
            while megabytes is None or file.tell() < megabytes << 20:
                file.write(chunk)
            return
        with open(path, "ab", buffering=0) as file, contextlib.suppress(OSError):
            while True:
                file.write(bytes(512))

    @staticmethod
    def await_end(node, seconds):
        """The seconds until it ended by itself, nothing where it does not."""
        began = time.monotonic()
        while node.runs():
            if time.monotonic() - began > seconds:
                return None
            time.sleep(0.5)
        return time.monotonic() - began


class CrashImage(Fault):
    name = "crash-image"
    what = "copies of a running validator's directory, some with the end of the database's log torn off, are started"
    must_hold = ("each copy starts", "none contradicts what was final", "each catches up with the chain")

    def run(self, test):
        images = 6
        lost = []
        for number in range(images):
            source = test.rng.choice(test.network.validators)
            time.sleep(test.rng.uniform(0, 2 * SLOT_SECONDS))
            # Without the validator's keys: started from a copy of the past it would vote against itself.
            copy = test.network.add(f"image{number}")
            self.take(source, copy)
            torn = self.tear(copy, test.rng) if number % 2 else 0
            had = test.final()
            copy.start()
            try:
                copy.await_answer()
                came_up = chain.final(copy.url)[0]
                lost.append(had - came_up)
                height = test.final()
                test.network.await_final(height, [copy], 120)
                seen = {"of": source.name, "torn_bytes": torn, "final": had, "final_after_start": came_up}
                test.result.check(f"image {number + 1} starts and catches up", True, seen)
                test.watch.sweep(copy)
            except Broken as error:
                test.result.check(f"image {number + 1} starts and catches up", False,
                                  {"of": source.name, "torn_bytes": torn, "error": str(error)})
            test.take_panics(copy)
            test.network.forget(copy)
            test.say(f"image {number + 1} of {images}: {torn} bytes torn off")
            test.keep_records()
        test.result.measure("final_blocks_lost_by_an_image", lost)
        test.recover()

    @staticmethod
    def take(source, copy):
        """Copies the database at one moment: what a crash of the process would leave."""
        os.kill(source.process.pid, signal.SIGSTOP)
        try:
            shutil.copytree(source.chain_directory / "paritydb", copy.chain_directory / "paritydb")
        finally:
            os.kill(source.process.pid, signal.SIGCONT)

    @staticmethod
    def tear(copy, rng):
        """Cuts a random end off the newest log, as a loss of power would; answers with how many bytes."""
        logs = sorted(copy.chain_directory.glob("paritydb/full/log*"), key=lambda path: path.stat().st_mtime)
        logs = [path for path in logs if path.stat().st_size]
        if not logs:
            return 0
        size = logs[-1].stat().st_size
        torn = rng.randint(1, min(size, 16384))
        with open(logs[-1], "r+b") as file:
            file.truncate(size - torn)
        return torn


class SameKeys(Fault):
    name = "same-keys"
    what = "a second node runs with the keys of one of four validators, and makes blocks and votes on another branch"
    must_hold = (
        "two blocks in one slot, or two votes in one round, are reported", "the offender is disabled at once",
        "exactly 56.25 % of that stake is slashed", "nobody else is slashed",
    )
    alone = True
    # Of the second node.
    key_types = KEY_TYPES

    def guilty(self, test):
        return (test.network.stash("alice"),)

    def run(self, test):
        stash = test.network.stash("alice")
        before = test.state()
        stake, issuance = before.bonded(stash), before.issuance()
        twin = test.network.add("twin", "//Alice", self.key_types)
        # At the beginning of an era, so that all of it falls into one.
        test.until("an era begins", lambda: test.state().era() > before.era(), 240)
        first = test.final()
        twin.start()
        twin.await_answer()
        test.until("the second node has peers", lambda: chain.call(twin.url, "system_health")["peers"] > 0, 60)
        # Once disabled, both still try to make blocks, which the runtime refuses.
        test.forgive(twin)
        test.forgive(test.network.node("alice"))
        began = time.monotonic()
        try:
            self.provoke(test, twin, lambda: stash in test.best_state().offenders())
            test.result.measure("seconds_until_the_report", time.monotonic() - began)
            # Not before the report is final, or the block that has it may be left; but within the era, or the next one
            # would have a slash of its own.
            test.within(4 * SLOT_SECONDS, lambda: stash in test.state().offenders())
        finally:
            twin.kill()
            slots = re.findall(r"is equivocating at slot (\d+)", test.network.rpc.log.read_text(errors="replace"))
            test.result.measure("slots_with_two_blocks", len(set(slots)))
        test.take_panics(twin)
        test.network.forget(twin)
        for node in test.network.nodes:
            if not node.runs():
                node.start()
                node.await_answer()
        test.recover()
        test.until("the report is final", lambda: stash in test.state().offenders(), 120)
        number, reported = test.first_final(lambda state: stash in state.offenders(), first)
        self.check_disabled(test.result, reported, stash)
        self.await_slash(test, stash, stake, issuance, reported.era())
        test.result.measure("seconds_until_the_slash", time.monotonic() - began)
        self.check_idle(test, number, reported, stash)
        test.recover()

    def provoke(self, test, twin, reported):
        """With one of four down and the rest cut in two, both nodes make blocks and vote on branches of their own."""
        if test.network.namespaces:
            charlie, dave = test.network.node("charlie"), test.network.node("dave")
            charlie.kill()
            for _ in range(6):
                era = test.state().era()
                test.network.cut([twin, dave])
                time.sleep(6 * SLOT_SECONDS)
                test.network.heal()
                # Each try has an era for itself.
                if test.within(240, lambda: reported() or test.state().era() > era) and reported():
                    return
        # Without a cut it is a matter of chance: of which block comes first to whom.
        test.until("an offence is reported", reported, 240)

    @staticmethod
    def check_disabled(result, state, stash):
        """After the block with the first report: an offence of the active era disables the offender then and there."""
        eras = [era for era, who in state.slashes() if who == stash]
        disabled = {state.validators().index(stash): 562_500_000} if state.era() in eras else {}
        result.measure("reported_in_the_era_of_the_offence", bool(disabled))
        what = "the offender is disabled by the block with the report" if disabled else (
            "for an offence of an era before, nobody is disabled")
        result.equal(what, state.disabled(), disabled)

    @staticmethod
    def check_idle(test, number, reported, stash):
        """Who is disabled makes no block for the rest of the session at least."""
        index, session = reported.validators().index(stash), reported.session()
        if index not in reported.disabled():
            return
        end, _ = test.first_final(lambda state: state.session() > session, number)
        authors = test.authors(number + 1, end - 1)
        test.result.check("disabled, it makes no block until the session ends", index not in authors, authors)

    @staticmethod
    def await_slash(test, stash, stake, issuance, reported_in):
        def applied(state):
            return not state.unapplied_slashes() and state.bonded(stash) != stake

        # All of them, where there is one for a second era.
        test.until("the slash is applied", lambda: applied(test.state()), 600)
        state = test.state()
        test.result.measure("eras_until_the_slash", state.era() - reported_in)
        test.result.measure("offences_reported", state.offences())
        slashes = {era: value for (era, who), value in state.slashes().items() if who == stash}
        # On a slow machine what it did may reach into a second era, in which it is slashed anew, an era later.
        test.result.measure("eras_slashed_for", len(slashes))
        parts = [slash[0] for slash in slashes.values()]
        test.result.equal("a slash is 562,500,000 billionths, once in an era", parts, [562_500_000] * len(slashes))
        # An election counts in votes of 64 bits, so what a validator stands for is some base units less than its stake.
        exposures = {era: state.exposure(era, stash) for era in slashes}
        stood = all(0 <= stake - exposure < 1000 for exposure in exposures.values())
        test.result.check("the validator stood for its stake", stood, [stake, *exposures.values()])
        dues = {era: exposure * 5625 // 10000 for era, exposure in exposures.items()}
        amounts = {era: slash[1] for era, slash in slashes.items()}
        test.result.equal("a slash is 56.25 % of what it stood for", amounts, dues)
        due = min(sum(dues.values()), stake)
        test.result.equal("and the stake has become so much less", state.bonded(stash) or 0, stake - due)
        # What reporters get is taken from the slash; the rest is burnt.
        test.burnt = issuance - state.issuance()
        test.result.measure("burnt_grid", test.burnt / 10**12)
        held = due * 9 // 10 <= test.burnt <= due
        test.result.check("no more is burnt than slashed, and no less than nine tenths of it", held, test.burnt)


class SameSlot(SameKeys):
    name = "same-slot"
    what = "a second node has of one of four validators the key that makes blocks, but not the one that votes"
    must_hold = (
        "the author of two blocks in one slot is reported", "the offender is disabled at once",
        "exactly 56.25 % of that stake is slashed", "nobody else is slashed",
    )
    key_types = KEY_TYPES[:1]

    def provoke(self, test, twin, reported):
        test.until("an offence is reported", reported, 180)


class Rotation(Fault):
    name = "rotation"
    what = "a validator leaves under load, the fifth candidate takes its place, and a fresh node warps over the change"
    must_hold = ("the set changes within four eras", "finality never pauses for more than ten slots")
    candidates = 5
    alone = True

    def ready(self, options):
        super().ready(options)
        require_polkadot_js(options)

    def run(self, test):
        leaves, comes = test.network.stash("dave"), test.network.stash("eve")
        before = test.state()
        test.result.equal("the fifth candidate waits at first", comes in before.validators(), False)
        set_id, era, began = before.set_id(), before.era(), time.monotonic()
        mark = len(test.watch.samples)
        submit(test, "//Dave//stash", "staking", "chill")
        test.until("the set has changed", lambda: self.changed(test.state(), leaves, comes), 700)
        time.sleep(5 * SLOT_SECONDS)
        after = test.state()
        test.result.measure("seconds_until_the_change", time.monotonic() - began)
        test.result.check("the set changes within four eras", after.era() - era <= 4, after.era() - era)
        test.result.check("GRANDPA has a new set of voters", after.set_id() > set_id, [set_id, after.set_id()])
        check_pause(test, mark)
        height = test.final()
        index = after.validators().index(comes)
        authors = test.authors(max(height - 5, 1), height)
        deadline = time.monotonic() + 120
        while index not in authors and time.monotonic() < deadline:
            time.sleep(SLOT_SECONDS)
            authors = test.authors(height, test.final())
        test.result.check("the new validator makes blocks", index in authors, authors)
        warp(test)
        test.recover()

    @staticmethod
    def changed(state, leaves, comes):
        validators = state.validators()
        return comes in validators and leaves not in validators


class Absent(Fault):
    name = "absent"
    what = "one of four validators is gone for an era, and comes back as somebody who may stand for election again"
    must_hold = (
        "finality never pauses for more than ten slots", "about a fifth of the slots stay empty, until it is passed over",
        "the next election passes it over, and the fifth candidate takes its place", "back again, it may stand for election",
    )
    candidates = 5
    alone = True
    # The second era begins with the second session, three minutes after the genesis, so that the one makes no block in it. Each
    # validator is due twenty blocks in it well before it is decided who is elected for the third.
    genesis = {"networkParams": {"epochSlots": 30, "sessionsPerEra": 6}, "staking": {"forceEra": "ForceNew"}}

    def ready(self, options):
        super().ready(options)
        require_polkadot_js(options)

    def run(self, test):
        gone = test.rng.choice(test.network.validators[:4])
        stash, comes = test.network.stash(gone.name), test.network.stash("eve")
        gone.kill()
        if test.best_state().era() != 0:
            raise Broken("the second era has begun before the validator was ended: this machine is too slow")
        test.say(f"{gone.name} is gone")
        test.until("the second era begins", lambda: test.state().era() == 1, 240)
        mark, first = len(test.watch.samples), test.final()
        test.until("the set has changed", lambda: Rotation.changed(test.state(), stash, comes), 1400)
        last, after = test.first_final(lambda state: Rotation.changed(state, stash, comes), first)
        test.result.equal("it is passed over after one era", after.era(), 2)
        test.result.equal("it is no candidate any more", stash in after.candidates(), False)
        empty = test.empty_slots(first, last)
        test.result.measure("per_cent_of_slots_empty_while_it_was_absent", 100 * empty)
        test.result.check("about a fifth of the slots stay empty", 0.08 < empty < 0.33, round(empty, 3))
        time.sleep(20 * SLOT_SECONDS)
        later = test.empty_slots(last + 1, test.final())
        test.result.measure("per_cent_of_slots_empty_afterwards", 100 * later)
        test.result.check("with the one that was elected they are filled", later < empty / 2, round(later, 3))
        check_pause(test, mark)
        gone.start()
        gone.await_answer()
        test.recover()
        submit(test, f"//{gone.name.capitalize()}//stash", "staking", "validate")
        test.until("it is a candidate again", lambda: stash in test.state().candidates(), 60)
        test.result.check("back again, it may stand for election", True, gone.name)


class Upgrade(Fault):
    name = "upgrade"
    what = "the runtime is upgraded under load while one validator is left on an earlier build of the node"
    must_hold = (
        "every node runs the new runtime", "finality never pauses for more than ten slots",
        "the one on the earlier build follows, votes and makes blocks", "orders from before are still there",
    )
    alone = True

    def ready(self, options):
        super().ready(options)
        if not options.upgrade_wasm:
            raise NotRun("needs --upgrade-wasm FILE: a runtime of a higher spec_version")
        if not options.old_node:
            raise NotRun("needs --old-node FILE: an earlier build of gridforge-node, on which one validator is left")
        if filecmp.cmp(options.old_node, options.node, shallow=False):
            raise NotRun("needs another build as --old-node: this one is what every node runs")
        require_polkadot_js(options)

    def __init__(self):
        # The well-known Alice may do everything on this network.
        self.genesis = {"sudo": {"key": "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY"}}

    def run(self, test):
        left = test.network.node("dave")
        left.stop()
        left.binary = Path(test.options.old_node).resolve()
        left.start()
        left.await_answer()
        test.recover()
        self.await_votes(test)
        test.result.measure("builds", {node.name: node.build() for node in (left, test.network.rpc)})
        old, mark = self.version(test.network.rpc), len(test.watch.samples)
        code = test.options.directory / "upgrade.hex"
        code.write_text("0x" + Path(test.options.upgrade_wasm).read_bytes().hex())
        submit(test, "//Alice", "sudo", "set-code", code)
        # What is final for one node is so for the others a moment later, and each compiles the runtime first.
        test.within(120, lambda: self.upgraded(test, old))
        new = {node.name: self.version(node) for node in test.network.nodes}
        test.result.check("every node runs the new runtime", len(set(new.values())) == 1 and new["rpc"] > old,
                          {"before": old, "after": new})
        test.recover()
        self.check_left(test, left, new["rpc"])
        check_pause(test, mark)

    def check_left(self, test, left, version):
        """What the node on the earlier build must do with the new runtime."""
        mine = test.await_author(left, 240)
        test.result.check("the one on the earlier build makes blocks that become final", mine is not None, mine)
        self.await_votes(test)
        test.result.check("it votes", True, "no vote of a round is missing")
        height = test.final()
        test.network.await_final(height, [left], 60)
        test.result.check("it follows finality", True, height)
        test.result.equal("it runs the new runtime at the end", self.version(left), version)

    @staticmethod
    def await_votes(test):
        test.until("every validator votes", lambda: chain.silent_voters(test.network.rpc.url) == 0, 180)

    def upgraded(self, test, old):
        try:
            return min(self.version(node) for node in test.network.nodes) > old
        except chain.Silent:
            return False

    @staticmethod
    def version(node):
        """The version of the runtime after a node's newest final block."""
        return chain.call(node.url, "state_getRuntimeVersion", chain.final(node.url)[1])["specVersion"]


class WarpSync(Fault):
    name = "warp-sync"
    what = "a fresh node joins by warp sync"
    must_hold = ("it has the newest final block within a minute", "its chain is that of the others")
    back_within = 10
    short = True

    def run(self, test):
        warp(test)
        test.recover()


class Flood(Fault):
    name = "rpc-flood"
    what = "the node for clients is flooded with requests, good ones and broken ones"
    must_hold = ("the validators miss no slot", "the node still answers afterwards")
    back_within = 10
    seconds = 60
    clients = 32

    def run(self, test):
        rpc = test.network.rpc
        counts = {"answered": 0, "refused": 0}
        ended = threading.Event()
        clients = [
            threading.Thread(target=self.flood, args=(rpc.url, ended, counts, random.Random(f"{test.seed}/{number}")),
                             daemon=True)
            for number in range(self.clients)
        ]
        began = test.final()
        for client in clients:
            client.start()
        time.sleep(self.seconds)
        ended.set()
        for client in clients:
            client.join(timeout=30)
        # What was made under the flood has to become final before it can be looked at.
        last = chain.best(test.network.validators[0].url)
        test.network.await_final(last, seconds=120)
        test.result.measure("requests_answered", counts["answered"])
        test.result.measure("requests_refused", counts["refused"])
        test.result.check("there was a flood", counts["answered"] + counts["refused"] > 20 * self.seconds, counts)
        missed = test.missed_slots(began + 1, last)
        test.result.equal("the validators miss no slot", missed, 0)
        test.result.measure("blocks_in_that_time", last - began)
        asked = time.monotonic()
        chain.call(rpc.url, "system_health", timeout=30)
        seconds = time.monotonic() - asked
        test.result.check("the node still answers afterwards", seconds < 2, round(seconds, 2))
        test.recover()

    @staticmethod
    def flood(url, ended, counts, rng):
        questions = (
            ("state_getMetadata", []),
            ("state_getKeysPaged", ["0x", 1000, None]),
            ("market_candles", [1, None, None, 1000]),
            ("market_products", [1]),
            ("market_orderBook", ["1-1", 100]),
            ("chain_getBlock", []),
            ("state_call", ["Core_version", "0x"]),
            ("author_submitExtrinsic", ["0x" + "ff" * 300]),
            ("no_such_method", ["x" * 5000]),
        )
        while not ended.is_set():
            method, parameters = rng.choice(questions)
            try:
                chain.call(url, method, *parameters, timeout=15)
                counts["answered"] += 1
            except chain.Silent:
                counts["refused"] += 1


def require_polkadot_js(options):
    if not (options.root_directory / "tests" / "clients" / "polkadot-js" / "node_modules" / "@polkadot" / "api").exists():
        raise NotRun("needs the Polkadot.js client (scripts/setup --test)")


def submit(test, suri, *arguments):
    """Signs and sends a transaction that the command line client does not know, and waits until it is final."""
    script = test.options.root_directory / "tests" / "clients" / "polkadot-js" / "submit.js"
    return run("node", script, test.network.rpc.socket, suri, *arguments)


def has_all(node, height):
    """Whether a node has each block up to that height."""
    try:
        return all(chain.hashes(node.url, range(height + 1)))
    except chain.Silent:
        return False


def warp(test):
    """A fresh node joins by warp sync and is compared with the others."""
    height = test.final()
    fresh = test.network.add("fresh")
    # Until it has warped its newest final block is that of the genesis.
    fresh.watched = False
    began = time.monotonic()
    fresh.start("--sync", "warp")
    fresh.await_answer()
    test.network.await_final(height, [fresh], 120)
    seconds = time.monotonic() - began
    test.result.measure("warp_seconds", seconds)
    test.result.check("it has the newest final block within a minute", seconds <= 60, round(seconds, 1))
    log = fresh.log.read_text(errors="replace")
    test.result.check("it came there by warp sync", re.search(r"Warp sync is complete", log), "Warp sync is complete")
    # What lies before the block it warped to is fetched afterwards, from the genesis upwards.
    test.until("it has fetched the blocks before", lambda: has_all(fresh, height), 120)
    compared = test.watch.sweep(fresh)
    test.result.check("its chain is compared with the others'", compared > height, compared)
    here, there = (chain.hashes(node.url, [height])[0] for node in (fresh, test.network.rpc))
    test.result.equal("its final block is that of the others", here, there)
    test.take_panics(fresh)
    test.network.forget(fresh)


def check_pause(test, mark):
    """Finality has gone on since so many samples of the watch had been taken."""
    pause = longest_pause(test.watch.samples[mark:], test.network.rpc.name)
    test.result.measure("longest_pause_of_finality_seconds", pause)
    # No pause at all would mean that nobody looked.
    held = 0 < pause <= 10 * SLOT_SECONDS
    test.result.check("finality never pauses for more than ten slots", held, round(pause, 1))


def longest_pause(samples, name):
    """The most seconds between two moments at which a node's finality advanced."""
    longest, last, height = 0.0, None, None
    for moment, node, number in samples:
        if node != name:
            continue
        if last is None or number > height:
            if last is not None:
                longest = max(longest, moment - last)
            last, height = moment, number
        else:
            longest = max(longest, moment - last)
    return longest


FAULTS = (KillValidator, TwoDown, PartitionOne, WarpSync, PartitionTwo, AllDown, ClockSkew, DiskFull, CrashImage, Flood,
          SameKeys, SameSlot, Rotation, Absent, Upgrade)
