"""Keys and values of the state, against figures known from elsewhere."""

import struct
import unittest
from unittest import mock

from chaos import chain


class KeysTest(unittest.TestCase):
    def test_xxhash64_gives_the_published_values(self):
        self.assertEqual(chain.xxhash64(b""), 0xEF46DB3751D8E999)
        self.assertEqual(chain.xxhash64(b"a"), 0xD24EC4F1A98C6E5B)
        self.assertEqual(chain.xxhash64(b"abc"), 0x44BC2CF5AD770999)
        text = b"Nobody inspects the spammish repetition"
        self.assertEqual(chain.xxhash64(text), 0xFBCEA83C8A378BF1)

    def test_the_keys_of_items_are_those_that_every_chain_has(self):
        self.assertEqual(
            chain.key("System", "Account").hex(),
            "26aa394eea5630e07c48ae0c9558cef7b99d880ec681799c0cf30e8886371da9",
        )
        self.assertEqual(
            chain.key("Balances", "TotalIssuance").hex(),
            "c2261276cc9d1f8598ea4b6a74b15c2f57c875e4cff74148e4628f264b974c80",
        )


class ValuesTest(unittest.TestCase):
    def test_compact_numbers_of_each_mode(self):
        for data, number in (("04", 1), ("fc", 63), ("0101", 64), ("02000100", 16384), ("0300000040", 1 << 30)):
            self.assertEqual(chain.compact(bytes.fromhex(data)), (number, len(data) // 2))

    def test_what_a_contract_owes_is_its_cost_and_charge_less_what_it_earned(self):
        lots = struct.pack("<QQ", 300, 100)
        paid, earned = 4_500, -1_500
        charge = (225, 30, 7, 2, 11, 90)
        rest = bytes(200)
        data = lots + b"".join(value.to_bytes(16, "little", signed=True) for value in (paid, earned, *charge)) + rest
        self.assertEqual(chain.contract(data), (4_500 + 329 + 1_500, 225 + 30 - 7 + 2 - 11 + 90))

    def test_records_are_read_from_the_market_s_and_the_settlement_s_maps(self):
        state = chain.State("http://", "0x")
        product, trader = struct.pack("<IH", 29_654_321, 1), struct.pack("<I", 3)
        record = bytes(16) + (9).to_bytes(16, "little") + bytes(200)
        money = (5).to_bytes(16, "little") + (7).to_bytes(16, "little") + b"\4products"
        maps = {
            "Accounts": {trader + struct.pack("<I", 1): money},
            "Records": {product + trader: record},
        }
        with mock.patch.object(chain.State, "entries", lambda self, pallet, item: maps[item]):
            self.assertEqual(state.trading_accounts(), {3: 12})
            self.assertEqual(state.settlements(), {product + trader: (3, 9, 0)})

    def test_disabled_validators_are_read_with_what_their_offence_costs(self):
        state = chain.State("http://", "0x")
        two = b"\x08" + struct.pack("<IIII", 1, 562_500_000, 3, 1_000_000_000)
        for data, disabled in ((None, {}), (b"\0", {}), (two, {1: 562_500_000, 3: 1_000_000_000})):
            with mock.patch.object(state, "value", return_value=data):
                self.assertEqual(state.disabled(), disabled)

    def test_candidates_are_read_from_their_keys(self):
        state = chain.State("http://", "0x")
        two = {bytes(8) + bytes([stash]) * 32: b"\0\0" for stash in (1, 2)}
        with mock.patch.object(state, "entries", return_value=two):
            self.assertEqual(state.candidates(), [b"\1" * 32, b"\2" * 32])

    def test_offences_are_counted_by_kind(self):
        state = chain.State("http://", "0x")
        reports = {bytes(8) + kind + bytes(8) + slot: b"" for kind, slot in (
            (b"babe:equivocatio", b"1"), (b"babe:equivocatio", b"2"), (b"grandpa:equivoca", b"1"))}
        with mock.patch.object(state, "entries", return_value=reports):
            self.assertEqual(state.offences(), {"babe:equivocatio": 2, "grandpa:equivoca": 1})

    def test_slot_and_author_are_read_from_babe_s_digest(self):
        payload = b"\x03" + (2).to_bytes(4, "little") + (299_244_740).to_bytes(8, "little") + bytes(96)
        log = b"\x06BABE" + (len(payload) << 2 | 1).to_bytes(2, "little") + payload
        header = {"digest": {"logs": ["0x0466", "0x" + log.hex()]}}
        self.assertEqual(chain.slot_and_author(header), (299_244_740, 2))
        with self.assertRaises(ValueError):
            chain.slot_and_author({"digest": {"logs": []}})


if __name__ == "__main__":
    unittest.main()
