"""What a fault test has seen, and whether that is what must hold."""

import json
from datetime import datetime, timezone

from .chain import MARKET_ACCOUNT

PASSED, FAILED, NOT_RUN = "passed", "failed", "not run"


class NotRun(Exception):
    """This fault cannot be made on this machine, or not with these options."""


def now():
    return datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


class Result:
    """The checks of one fault and what was measured on the way."""

    def __init__(self, fault, seed):
        self.fault = fault
        self.seed = seed
        self.began = now()
        self.seconds = None
        self.checks = []
        self.measured = {}
        self.why = None
        self.left_out = False

    def check(self, what, holds, seen):
        """Notes whether something that must hold does, and what was seen."""
        self.checks.append({"check": what, "holds": bool(holds), "seen": seen})
        return holds

    def equal(self, what, seen, expected):
        """Notes whether two values that must be the same are."""
        return self.check(what, seen == expected, seen if seen == expected else {"seen": seen, "expected": expected})

    def measure(self, what, value):
        self.measured[what] = round(value, 1) if isinstance(value, float) else value

    def fail(self, why):
        """The test came to no end."""
        self.why = why

    def leave_out(self, why):
        self.why = why
        self.left_out = True

    @property
    def status(self):
        """A test that has checked nothing has not passed."""
        if self.left_out:
            return NOT_RUN
        if self.why or not self.checks:
            return FAILED
        return PASSED if all(check["holds"] for check in self.checks) else FAILED

    def broken(self):
        """The checks that do not hold."""
        return [check for check in self.checks if not check["holds"]]

    def record(self):
        return {
            "fault": self.fault.name,
            "what": self.fault.what,
            "must_hold": [*self.fault.promises(), *ALWAYS],
            "status": self.status,
            "why": self.why,
            "seed": self.seed,
            "began": self.began,
            "seconds": self.seconds,
            "checks": self.checks,
            "measured": self.measured,
        }

    def write(self, directory):
        path = directory / f"{self.fault.name}.json"
        path.write_text(json.dumps(self.record(), indent=2) + "\n")
        return path


def summary(results, seed, seconds):
    """All results in brief; the run is good where something has passed and nothing failed."""
    count = {status: sum(r.status == status for r in results) for status in (PASSED, FAILED, NOT_RUN)}
    return {
        "seed": seed,
        "seconds": seconds,
        "ok": count[FAILED] == 0 and count[PASSED] > 0,
        "passed": count[PASSED],
        "failed": count[FAILED],
        "not_run": count[NOT_RUN],
        "faults": [
            {"fault": r.fault.name, "status": r.status, "why": r.why, "seconds": r.seconds, "measured": r.measured,
             "broken": r.broken()}
            for r in results
        ],
    }


# --- What must hold after every fault -------------------------------------------------------------

ALWAYS = (
    "no final block is contradicted by any node, and what was final for 30 s is so after a restart",
    "no honest validator is reported or slashed",
    "no balance has changed but by trades, fees and slashes; no settlement is parked",
    "every confirmed resting order is in every node's book, and the market takes new ones",
    "no node ends by itself, but where that is the fault",
)


def money(state):
    """The sums that no fault may change, and those that must agree with each other; all in base units."""
    grid, watt = state.grid_of_accounts(), state.watt_of_accounts()
    return {
        "grid_issuance": state.issuance(),
        "grid_of_accounts": sum(free + reserved for free, reserved, _ in grid.values()),
        "watt_supply": state.watt_supply(),
        "watt_of_accounts": sum(watt.values()),
        "watt_of_market": watt.get(MARKET_ACCOUNT, 0),
        "watt_owed_by_market": sum(state.trading_accounts().values()),
    }


def check_money(result, before, after, burnt=0):
    """Nothing is lost and nothing made. What is slashed is burnt."""
    result.equal("GRID in existence is what it was", after["grid_issuance"], before["grid_issuance"] - burnt)
    result.equal("GRID of all accounts is what exists", after["grid_of_accounts"], after["grid_issuance"])
    result.equal("WATT in existence is what it was", after["watt_supply"], before["watt_supply"])
    result.equal("WATT of all accounts is what exists", after["watt_of_accounts"], after["watt_supply"])
    result.equal("the market holds what it owes", after["watt_of_market"], after["watt_owed_by_market"])


def balances(state):
    """Who has what, and which intervals have settled; in base units."""
    return {
        "grid": state.grid_of_accounts(),
        "watt": state.watt_of_accounts(),
        "trading": state.trading_accounts(),
        "settled": state.settlements(),
    }


class Parties:
    """Whose balances may change: of all other accounts and participants none may."""

    def __init__(self, payers, traders, collectors):
        # Accounts that pay fees in GRID, get them for blocks, or are slashed.
        self.payers = frozenset(payers)
        # Those who trade: participant to account.
        self.traders = dict(traders)
        # Participants that get what the grid charges.
        self.collectors = frozenset(collectors)


def check_balances(result, before, after, settled, parties):
    """Nobody's balance has changed but by what it did.

    `settled` are the records of all intervals that settled in between, those that the chain has deleted since included.
    """
    others = moved(before["grid"], after["grid"], parties.payers)
    result.equal("GRID of those who take no part is what it was", others, {})
    others = moved(before["watt"], after["watt"], {*parties.traders.values(), MARKET_ACCOUNT})
    result.equal("WATT of those who take no part is what it was", others, {})
    others = moved(before["trading"], after["trading"], {*parties.traders, *parties.collectors})
    result.equal("nobody else has WATT in the market but what it had", others, {})
    new = [record for key, record in settled.items() if key not in before["settled"]]
    dues = {who: -sum(owed for trader, owed, _ in new if trader == who) for who in parties.traders}
    gains = {
        who: gain(before["watt"], after["watt"], account) + gain(before["trading"], after["trading"], who)
        for who, account in parties.traders.items()
    }
    result.equal("each trader has what it had, and what its settled trades came to", gains, dues)
    charged = sum(charge for _, _, charge in new)
    collected = sum(gain(before["trading"], after["trading"], who) for who in parties.collectors)
    result.equal("what the grid charged for them has come to operator and treasury", collected, charged)


def gain(before, after, who):
    return after.get(who, 0) - before.get(who, 0)


def moved(before, after, but):
    """Whose balance is another one than before, and both; `but` may have."""
    changed = {}
    for who in (before.keys() | after.keys()) - but:
        was, now = before.get(who), after.get(who)
        # A record of nothing is as good as none.
        if was != now and (any_of(was) or any_of(now)):
            changed[who.hex() if isinstance(who, bytes) else who] = [was, now]
    return changed


def any_of(balance):
    return any(balance) if isinstance(balance, tuple) else bool(balance)


def check_honest(result, state, guilty=()):
    """Offences are reported of nobody but the guilty, and nobody else is slashed."""
    accused = sorted({stash.hex() for stash in state.offenders()} - {stash.hex() for stash in guilty})
    result.equal("no honest validator is reported", accused, [])
    slashed = sorted({stash.hex() for _, stash in state.slashes() if stash not in guilty})
    result.equal("no honest validator is slashed", slashed, [])


def check_kept(result, went_back, seconds):
    """A node that was ended has what it had named final for so long. What is newer it may have to fetch again."""
    lost = [fall for fall in went_back if fall["known_seconds"] > seconds]
    result.equal(f"what a node had named final for {seconds} s is final for it after a restart", lost, [])


PANICS = ("panicked at", "Essential task", "Thread 'main' panicked")


def panics(text):
    """The lines of a log that tell of a node's death by its own fault."""
    return [line for line in text.splitlines() if any(sign in line for sign in PANICS)]


def log_while_running(log, begin, ends):
    """What a log says from a byte on, without what its node said in being ended."""
    kept, at = b"", begin
    for start, end in ends:
        kept += log[at : max(start, at)]
        at = max(at, end)
    return (kept + log[at:]).decode(errors="replace")
