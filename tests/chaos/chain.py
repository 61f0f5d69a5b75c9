"""What a node says: JSON-RPC over HTTP, and the few records of the state that the fault tests read."""

import hashlib
import json
import struct
import urllib.error
import urllib.request

WATT = 1
# The account of the pallet with that id, as the SDK derives it.
MARKET_ACCOUNT = b"modlgf/mrket".ljust(32, b"\0")
# In whose name the market books the treasury's part of the fees.
TREASURY = 0


class Silent(Exception):
    """A node did not answer, or answered with an error."""


def call(url, method, *params, timeout=10):
    """The result of one JSON-RPC call."""
    return post(url, {"jsonrpc": "2.0", "id": 1, "method": method, "params": list(params)}, method, timeout)


def post(url, body, method, timeout):
    request = urllib.request.Request(
        url, json.dumps(body).encode(), {"Content-Type": "application/json"}, method="POST"
    )
    try:
        with urllib.request.urlopen(request, timeout=timeout) as response:
            answer = json.load(response)
    except (OSError, urllib.error.URLError, ValueError) as error:
        raise Silent(f"{method}: {error}") from error
    if "error" in answer:
        raise Silent(f"{method}: {answer['error']}")
    return answer["result"]


# --- Blocks ---------------------------------------------------------------------------------------


def best(url):
    """The number of a node's best block."""
    return int(call(url, "chain_getHeader")["number"], 16)


def final(url):
    """Number and hash of a node's newest final block."""
    block_hash = call(url, "chain_getFinalizedHead")
    return int(call(url, "chain_getHeader", block_hash)["number"], 16), block_hash


def silent_voters(url):
    """How many validators' votes are missing in the round of those at hand that has the most."""
    state = call(url, "grandpa_roundState")
    return min(len(votes["prevotes"]["missing"]) for votes in [state["best"], *state["background"]])


def hashes(url, numbers):
    """The hashes of a node's own chain at those heights."""
    found = []
    numbers = list(numbers)
    for at in range(0, len(numbers), 256):
        found += call(url, "chain_getBlockHash", numbers[at : at + 256])
    return found


def slot_and_author(header):
    """In which slot a block was made, and by which of the authorities (its index): BABE notes both in the header."""
    for log in header["digest"]["logs"]:
        data = bytes.fromhex(log[2:])
        if data[:5] == b"\x06BABE":
            length, at = compact(data, 5)
            if length < 13:
                break
            author, slot = struct.unpack_from("<IQ", data, at + 1)
            return slot, author
    raise ValueError("a header without BABE's digest")


# --- Keys of the state ----------------------------------------------------------------------------

PRIMES = (11400714785074694791, 14029467366897019727, 1609587929392839161, 9650029242287828579, 2870177450012600261)
MASK = (1 << 64) - 1


def rotate(value, bits):
    return (value << bits | value >> (64 - bits)) & MASK


def xxhash64(data, seed=0):
    """XXH64, which the keys of storage items are made of."""
    p1, p2, p3, p4, p5 = PRIMES

    def mix(lane, word):
        return rotate((lane + word * p2) & MASK, 31) * p1 & MASK

    at, length = 0, len(data)
    if length >= 32:
        lanes = [(seed + p1 + p2) & MASK, (seed + p2) & MASK, seed, (seed - p1) & MASK]
        while at + 32 <= length:
            words = struct.unpack_from("<4Q", data, at)
            lanes = [mix(lane, word) for lane, word in zip(lanes, words)]
            at += 32
        value = sum(rotate(lane, bits) for lane, bits in zip(lanes, (1, 7, 12, 18))) & MASK
        for lane in lanes:
            value = ((value ^ mix(0, lane)) * p1 + p4) & MASK
    else:
        value = (seed + p5) & MASK
    value = (value + length) & MASK
    while at + 8 <= length:
        value = (rotate(value ^ mix(0, struct.unpack_from("<Q", data, at)[0]), 27) * p1 + p4) & MASK
        at += 8
    if at + 4 <= length:
        value = (rotate(value ^ struct.unpack_from("<I", data, at)[0] * p1 & MASK, 23) * p2 + p3) & MASK
        at += 4
    for byte in data[at:]:
        value = rotate(value ^ byte * p5 & MASK, 11) * p1 & MASK
    for shift, prime in ((33, p2), (29, p3)):
        value = (value ^ value >> shift) * prime & MASK
    return value ^ value >> 32


def twox128(text):
    data = text.encode()
    return struct.pack("<2Q", xxhash64(data, 0), xxhash64(data, 1))


def blake2_128_concat(data):
    return hashlib.blake2b(data, digest_size=16).digest() + data


def twox64_concat(data):
    return struct.pack("<Q", xxhash64(data)) + data


def key(pallet, item, *parts):
    """The key of a storage item, or of an entry of a map; its parts are hashed already."""
    return twox128(pallet) + twox128(item) + b"".join(parts)


# --- Values of the state --------------------------------------------------------------------------


def compact(data, at=0):
    """A number in SCALE's compact form, and where it ends."""
    mode = data[at] & 3
    if mode < 3:
        size = 1 << mode
        return int.from_bytes(data[at : at + size], "little") >> 2, at + size
    size = (data[at] >> 2) + 4
    return int.from_bytes(data[at + 1 : at + 1 + size], "little"), at + 1 + size


def u32(data, at=0):
    return int.from_bytes(data[at : at + 4], "little")


def u128(data, at=0):
    return int.from_bytes(data[at : at + 16], "little")


def i128(data, at=0):
    return int.from_bytes(data[at : at + 16], "little", signed=True)


def contract(data):
    """What a participant owes for its trades in a settled interval, and how much of that is the grid's charge.

    The record begins with lots bought and sold, what those cost and earned, and the charge in six parts, of which the
    third and the fifth are taken off.
    """
    paid, earned = i128(data, 16), i128(data, 32)
    by_value, by_energy, over_cap, crossing, discount, tax = (u128(data, at) for at in range(48, 144, 16))
    charge = by_value + by_energy - over_cap + crossing - discount + tax
    return paid + charge - earned, charge


class State:
    """The state after one block, as one node has it."""

    def __init__(self, url, block_hash):
        self.url = url
        self.at = block_hash

    def value(self, *path):
        """The bytes of a storage item, nothing where there is none."""
        found = call(self.url, "state_getStorage", "0x" + key(*path).hex(), self.at)
        return bytes.fromhex(found[2:]) if found else None

    def entries(self, pallet, item, *parts):
        """All entries of a map, by what of their keys follows the part that is given."""
        prefix = "0x" + key(pallet, item, *parts).hex()
        found, start = {}, None
        while True:
            page = call(self.url, "state_getKeysPaged", prefix, 500, start, self.at)
            if not page:
                return found
            for change in call(self.url, "state_queryStorageAt", page, self.at)[0]["changes"]:
                found[bytes.fromhex(change[0][len(prefix) :])] = bytes.fromhex(change[1][2:])
            start = page[-1]

    # GRID

    def issuance(self):
        """GRID that exist, in base units."""
        return u128(self.value("Balances", "TotalIssuance"))

    def grid_of_accounts(self):
        """GRID of all accounts, by account: free, reserved and frozen. A record begins with four counters."""
        accounts = self.entries("System", "Account").items()
        return {suffix[16:]: (u128(data, 16), u128(data, 32), u128(data, 48)) for suffix, data in accounts}

    # WATT

    def watt_supply(self):
        """WATT that exist, in base units. The record begins with four accounts."""
        return u128(self.value("Assets", "Asset", blake2_128_concat(struct.pack("<I", WATT))), 128)

    def watt_of_accounts(self):
        """WATT of all accounts, by account."""
        of_watt = blake2_128_concat(struct.pack("<I", WATT))
        return {suffix[16:]: u128(data) for suffix, data in self.entries("Assets", "Account", of_watt).items()}

    def trading_accounts(self):
        """WATT in trading accounts, free and locked, by participant. There is one currency."""
        accounts = self.entries("EnergyMarket", "Accounts").items()
        return {u32(suffix): u128(data) + u128(data, 16) for suffix, data in accounts}

    def settlements(self):
        """The records of settled intervals: product and participant to participant, what it owed, the charge in that.

        On these networks contracts count as delivered, so that nothing else was owed.
        """
        records = self.entries("Settlement", "Records").items()
        return {suffix: (u32(suffix, 6), *contract(data)) for suffix, data in records}

    # Validators

    def offenders(self):
        """The stashes that offences were reported of."""
        return [data[:32] for data in self.entries("Offences", "Reports").values()]

    def offences(self):
        """How many offences of each kind were reported."""
        kinds = [suffix[8:24].decode(errors="replace") for suffix in self.entries("Offences", "ConcurrentReportsIndex")]
        return {kind: kinds.count(kind) for kind in sorted(kinds)}

    def disabled(self):
        """The validators of the session that are disabled: their index to how much of its stake the offence costs.

        That is in parts of 1,000,000,000.
        """
        data = self.value("Session", "DisabledValidators") or bytes(1)
        count, at = compact(data)
        return {u32(data, at + 8 * n): u32(data, at + 8 * n + 4) for n in range(count)}

    def unapplied_slashes(self):
        """In how many eras slashes are due that were not applied yet."""
        return len(self.entries("Staking", "UnappliedSlashes"))

    def slashes(self):
        """What validators were slashed by: (era, stash) to parts in 1,000,000,000 and base units."""
        found = {}
        for suffix, data in self.entries("Staking", "ValidatorSlashInEra").items():
            found[u32(suffix, 8), suffix[20:52]] = u32(data), u128(data, 4)
        return found

    def exposure(self, era, stash):
        """Of its own stake, what a validator stood for in an era, in base units; nothing where it was none."""
        parts = twox64_concat(struct.pack("<I", era)), twox64_concat(stash)
        overview = self.value("Staking", "ErasStakersOverview", *parts)
        return compact(overview, compact(overview)[1])[0] if overview else None

    def bonded(self, stash):
        """GRID that a stash has bonded, in base units; nothing where it has none."""
        ledger = self.value("Staking", "Ledger", blake2_128_concat(stash))
        return compact(ledger, 32)[0] if ledger else None

    def validators(self):
        """The stashes of the validators of the session."""
        data = self.value("Session", "Validators")
        count, at = compact(data)
        return [data[at + 32 * n : at + 32 * n + 32] for n in range(count)]

    def session(self):
        """The number of the session."""
        return u32(self.value("Session", "CurrentIndex"))

    def candidates(self):
        """The stashes that stand for election."""
        return [suffix[8:40] for suffix in self.entries("Staking", "Validators")]

    def era(self):
        """The number of the active era."""
        return u32(self.value("Staking", "ActiveEra"))

    def set_id(self):
        """The number of GRANDPA's set of voters."""
        return int.from_bytes(self.value("Grandpa", "CurrentSetId") or b"", "little")
