"""The checks must notice what must not happen, and nothing else."""

import contextlib
import io
import tempfile
import types
import unittest
from pathlib import Path
from unittest import mock

from chaos import chain, checks, faults, load, runner

FAULT = faults.WarpSync()
STASH, OTHER = b"\1" * 32, b"\2" * 32
MONEY = {
    "grid_issuance": 1000, "grid_of_accounts": 1000, "watt_supply": 50, "watt_of_accounts": 50,
    "watt_of_market": 20, "watt_owed_by_market": 20,
}


def state(offenders=(), slashes=()):
    return types.SimpleNamespace(
        offenders=lambda: list(offenders), slashes=lambda: {(1, stash): (562_500_000, 5) for stash in slashes}
    )


class ResultTest(unittest.TestCase):
    def setUp(self):
        self.result = checks.Result(FAULT, 1)

    def test_passes_where_all_checks_hold(self):
        self.result.equal("one", 1, 1)
        self.assertEqual((self.result.status, self.result.broken()), (checks.PASSED, []))

    def test_fails_where_one_check_does_not_hold(self):
        self.result.equal("one", 1, 1)
        self.result.equal("two", 1, 2)
        self.assertEqual(self.result.status, checks.FAILED)
        self.assertEqual(self.result.broken()[0]["seen"], {"seen": 1, "expected": 2})

    def test_fails_where_nothing_was_checked(self):
        self.assertEqual(self.result.status, checks.FAILED)

    def test_fails_where_it_came_to_no_end(self):
        self.result.equal("one", 1, 1)
        self.result.fail("interrupted")
        self.assertEqual(self.result.status, checks.FAILED)

    def test_what_was_not_run_has_not_passed(self):
        self.result.leave_out("no root")
        self.assertEqual(self.result.status, checks.NOT_RUN)
        self.assertFalse(checks.summary([self.result], 1, 0)["ok"])

    def test_a_run_with_a_failure_is_not_good(self):
        good = checks.Result(FAULT, 1)
        good.equal("one", 1, 1)
        self.assertTrue(checks.summary([good], 1, 0)["ok"])
        self.assertFalse(checks.summary([good, self.result], 1, 0)["ok"])


class MoneyTest(unittest.TestCase):
    def broken(self, burnt=0, **changed):
        result = checks.Result(FAULT, 1)
        checks.check_money(result, MONEY, {**MONEY, **changed}, burnt)
        return [check["check"] for check in result.broken()]

    def test_unchanged_money_breaks_nothing(self):
        self.assertEqual(self.broken(), [])

    def test_each_sum_is_held_against_another(self):
        for name in MONEY:
            self.assertNotEqual(self.broken(**{name: MONEY[name] + 1}), [], name)
            self.assertNotEqual(self.broken(**{name: MONEY[name] - 1}), [], name)

    def test_what_is_slashed_is_burnt_and_no_more(self):
        burnt = {"grid_issuance": 900, "grid_of_accounts": 900}
        self.assertEqual(self.broken(burnt=100, **burnt), [])
        self.assertNotEqual(self.broken(burnt=99, **burnt), [])


class BalancesTest(unittest.TestCase):
    """Ann (1) sells to Ben (2) for 100, of which the grid charges 5 for its operator (4); Cleo only looks on."""

    ANN, BEN, CLEO = b"\1" * 32, b"\2" * 32, b"\3" * 32
    PARTIES = checks.Parties([ANN, BEN], {1: ANN, 2: BEN}, [0, 4])
    OLD, NEW = b"old", b"new"
    BEFORE = {
        "grid": {ANN: (70, 0, 0), CLEO: (10, 5, 5)},
        "watt": {ANN: 500, BEN: 400, CLEO: 9, chain.MARKET_ACCOUNT: 300},
        "trading": {1: 0, 2: 300, 4: 0},
        "settled": {OLD: (1, -50, 0)},
    }
    SETTLED = {OLD: (1, -50, 0), NEW + b"1": (1, -100, 0), NEW + b"2": (2, 105, 5)}
    AFTER = {
        # Fees went from Ann to Ben, and Ben has topped his trading account up.
        "grid": {ANN: (60, 0, 0), BEN: (10, 0, 0), CLEO: (10, 5, 5)},
        "watt": {ANN: 500, BEN: 380, CLEO: 9, chain.MARKET_ACCOUNT: 320},
        "trading": {1: 100, 2: 215, 4: 4, 0: 1},
    }

    def broken(self, kind=None, settled=None, **shifts):
        """What is broken where balances of one kind are changed by so much: `ANN`, or `p1` for participant 1."""
        after = {name: dict(values) for name, values in self.AFTER.items()}
        for name, change in shifts.items():
            who = int(name[1:]) if name[0] == "p" else getattr(self, name)
            value = after[kind].get(who, 0)
            after[kind][who] = tuple(map(sum, zip(value, change))) if isinstance(change, tuple) else value + change
        result = checks.Result(FAULT, 1)
        checks.check_balances(result, self.BEFORE, after, self.SETTLED if settled is None else settled, self.PARTIES)
        return [check["check"].split(" is ")[0] for check in result.broken()]

    def test_what_was_traded_breaks_nothing(self):
        self.assertEqual(self.broken(), [])

    def test_nobody_s_grid_moves_but_that_of_who_pays(self):
        self.assertEqual(self.broken("grid", ANN=(1, 0, 0)), [])
        for change in ((1, 0, 0), (0, -1, 0), (0, 0, 1), (5, -5, 0)):
            self.assertEqual(self.broken("grid", CLEO=change), ["GRID of those who take no part"], change)

    def test_a_new_account_that_has_something_is_noticed(self):
        result = checks.Result(FAULT, 1)
        grid = {**self.AFTER["grid"], STASH * 2: (0, 0, 0), OTHER * 2: (1, 0, 0)}
        checks.check_balances(result, self.BEFORE, {**self.AFTER, "grid": grid}, self.SETTLED, self.PARTIES)
        self.assertEqual([list(check["seen"]["seen"]) for check in result.broken()], [[(OTHER * 2).hex()]])

    def test_a_shift_between_two_accounts_is_noticed(self):
        traders = ["each trader has what it had, and what its settled trades came to"]
        self.assertEqual(self.broken("watt", ANN=1, BEN=-1), traders)
        self.assertEqual(self.broken("trading", p1=-1, p2=1), traders)
        self.assertEqual(self.broken("watt", ANN=-1, CLEO=1), ["WATT of those who take no part", *traders])
        self.assertEqual(len(self.broken("trading", p1=1, p4=-1)), 2)
        self.assertEqual(len(self.broken("trading", p2=-1, p7=1)), 2)

    def test_a_shift_between_wallet_and_market_is_the_trader_s_own(self):
        watt, trading = {**self.AFTER["watt"], self.ANN: 510}, {**self.AFTER["trading"], 1: 90}
        result = checks.Result(FAULT, 1)
        after = {**self.AFTER, "watt": watt, "trading": trading}
        checks.check_balances(result, self.BEFORE, after, self.SETTLED, self.PARTIES)
        self.assertEqual(result.broken(), [])

    def test_trades_that_settled_and_moved_no_money_are_noticed(self):
        more = {**self.SETTLED, b"more1": (1, -10, 0), b"more2": (2, 11, 1)}
        self.assertEqual(len(self.broken(settled=more)), 2)
        # Nor may money move for trades that have not settled.
        self.assertEqual(len(self.broken(settled={})), 2)


class HonestyTest(unittest.TestCase):
    def broken(self, seen, guilty=()):
        result = checks.Result(FAULT, 1)
        checks.check_honest(result, seen, guilty)
        return len(result.broken())

    def test_reports_and_slashes_of_the_honest_are_noticed(self):
        self.assertEqual(self.broken(state()), 0)
        self.assertEqual(self.broken(state(offenders=[STASH])), 1)
        self.assertEqual(self.broken(state(slashes=[STASH])), 1)

    def test_the_guilty_are_excused_and_nobody_else(self):
        self.assertEqual(self.broken(state([STASH], [STASH]), (STASH,)), 0)
        self.assertEqual(self.broken(state([STASH, OTHER], [STASH, OTHER]), (STASH,)), 2)


class KeptTest(unittest.TestCase):
    def test_a_node_may_lose_what_is_new_and_nothing_else(self):
        for known, status in ((29.9, checks.PASSED), (30.1, checks.FAILED)):
            result = checks.Result(FAULT, 1)
            checks.check_kept(result, [{"node": "bob", "from": 9, "to": 8, "known_seconds": known}], 30)
            self.assertEqual(result.status, status)


class OrdersTest(unittest.TestCase):
    """Two orders are confirmed; the book is what the client says it is."""

    def missing(self, *orders):
        book = load.Load("gridforge", "ws://", 1)
        book.confirmed = [
            {"order": "1-9-ask-1-0-0", "reference": 3_000_001, "kwh": "2", "rests": True},
            {"order": None, "reference": 1_000_001, "kwh": "2", "rests": False},
        ]
        with mock.patch.object(load, "ask", return_value={"positions": [{"orders": list(orders)}]}):
            return book.missing("ws://")

    def test_an_order_in_the_book_is_not_missing(self):
        order = {"id": "1-9-ask-1-0-0", "reference": 3_000_001, "open_kwh": "2"}
        self.assertEqual(self.missing(order), ([], 1))

    def test_a_lost_order_is_missing(self):
        lost, looked = self.missing()
        self.assertEqual((lost[0]["reference"], looked), (3_000_001, 1))

    def test_an_order_that_shrank_or_is_another_s_is_missing(self):
        shrunk = {"id": "1-9-ask-1-0-0", "reference": 3_000_001, "open_kwh": "1"}
        other = {"id": "1-9-ask-1-0-0", "reference": 7, "open_kwh": "2"}
        for order in (shrunk, other):
            self.assertEqual(len(self.missing(order)[0]), 1)


class PauseTest(unittest.TestCase):
    def test_the_longest_time_between_two_final_blocks_counts(self):
        samples = [(0, "rpc", 5), (1, "rpc", 5), (6, "rpc", 6), (7, "bob", 9), (13, "rpc", 8)]
        self.assertEqual(faults.longest_pause(samples, "rpc"), 7)

    def test_a_pause_that_does_not_end_counts(self):
        self.assertEqual(faults.longest_pause([(0, "rpc", 5), (90, "rpc", 5)], "rpc"), 90)


class DisabledTest(unittest.TestCase):
    """In era 5 the second of two validators is reported."""

    def status(self, disabled, era_of_offence=5):
        reported = types.SimpleNamespace(
            era=lambda: 5, validators=lambda: [OTHER, STASH], disabled=lambda: disabled,
            slashes=lambda: {(era_of_offence, STASH): (562_500_000, 5)},
        )
        result = checks.Result(FAULT, 1)
        faults.SameKeys.check_disabled(result, reported, STASH)
        return result.status

    def test_the_offender_must_be_disabled_and_nobody_else(self):
        self.assertEqual(self.status({1: 562_500_000}), checks.PASSED)
        for disabled in ({}, {0: 562_500_000}, {1: 1}, {0: 562_500_000, 1: 562_500_000}):
            self.assertEqual(self.status(disabled), checks.FAILED, disabled)

    def test_for_an_era_that_has_ended_nobody_is_disabled(self):
        self.assertEqual(self.status({}, 4), checks.PASSED)
        self.assertEqual(self.status({1: 562_500_000}, 4), checks.FAILED)


class FirstFinalTest(unittest.TestCase):
    def test_the_first_block_after_which_something_holds_is_found(self):
        test = mock.Mock(spec=runner.Test, final=lambda: 40, state_of=lambda number: number)
        for first in (3, 17, 40):
            found = runner.Test.first_final(test, lambda number, first=first: number >= first, 3)
            self.assertEqual(found, (first, first))


class SlotsTest(unittest.TestCase):
    def test_the_share_of_slots_without_a_block_counts(self):
        test = mock.Mock(spec=runner.Test, headers=lambda first, last: [100, 101, 103, 105])
        test.missed_slots = lambda first, last: runner.Test.missed_slots(test, first, last)
        with mock.patch.object(chain, "slot_and_author", lambda slot: (slot, 0)):
            self.assertEqual(runner.Test.empty_slots(test, 7, 10), 0.4)


class UpgradeTest(unittest.TestCase):
    def why(self, **options):
        with self.assertRaises(checks.NotRun) as left_out:
            faults.Upgrade().ready(types.SimpleNamespace(**options))
        return str(left_out.exception)

    def test_an_upgrade_without_an_older_node_is_not_run(self):
        with tempfile.TemporaryDirectory() as directory:
            node, same, other = (Path(directory) / name for name in ("node", "same", "other"))
            for file, build in ((node, "new"), (same, "new"), (other, "old")):
                file.write_text(build)
            given = {"namespaces": True, "node": node, "root_directory": Path(directory)}
            self.assertIn("--upgrade-wasm", self.why(**given, upgrade_wasm=None, old_node=other))
            self.assertIn("--old-node", self.why(**given, upgrade_wasm="wasm", old_node=None))
            self.assertIn("another build", self.why(**given, upgrade_wasm="wasm", old_node=same))
            # With one it gets as far as the client that sends the upgrade.
            self.assertIn("Polkadot.js", self.why(**given, upgrade_wasm="wasm", old_node=other))


class LogsTest(unittest.TestCase):
    def test_a_panic_is_found_among_other_lines(self):
        log = "Idle (4 peers)\nThread 'main' panicked at 'x'\nImported #7"
        self.assertEqual(checks.panics(log), ["Thread 'main' panicked at 'x'"])
        self.assertEqual(checks.panics("Idle (4 peers)"), [])

    def test_what_a_node_says_in_being_ended_does_not_count(self):
        log = b"old|one|ending|two|ending|three"
        ends = [(0, 3), (8, 15), (19, 26)]
        self.assertEqual(checks.log_while_running(log, 4, ends), "one|two|three")
        self.assertEqual(checks.log_while_running(log, 4, []), "one|ending|two|ending|three")


class CommandLineTest(unittest.TestCase):
    def refused(self, *arguments):
        with contextlib.redirect_stderr(io.StringIO()) as said, self.assertRaises(SystemExit) as ended:
            runner.parse(arguments)
        self.assertEqual(ended.exception.code, 2)
        return said.getvalue()

    def test_unknown_faults_and_ports_are_refused(self):
        self.assertIn("no such fault: earthquake", self.refused("--faults", "earthquake"))
        self.assertIn("none named", self.refused("--faults", ""))
        self.assertIn("--port must be", self.refused("--port", "80"))
        self.assertIn("there is no file", self.refused("--upgrade-wasm", "/nowhere"))

    def test_the_short_set_is_part_of_all(self):
        short = [fault.name for fault in runner.parse(["--short"]).faults]
        every = [fault.name for fault in runner.parse([]).faults]
        self.assertEqual(short, ["kill-validator", "two-down", "partition-3-1", "warp-sync"])
        self.assertEqual(set(short) - set(every), set())
        self.assertEqual(len(set(every)), len(faults.FAULTS))


if __name__ == "__main__":
    unittest.main()
