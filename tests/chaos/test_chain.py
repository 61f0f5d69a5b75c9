"""Keys and values of the state, against figures known from elsewhere."""

import unittest

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

    def test_slot_and_author_are_read_from_babe_s_digest(self):
        payload = b"\x03" + (2).to_bytes(4, "little") + (299_244_740).to_bytes(8, "little") + bytes(96)
        log = b"\x06BABE" + (len(payload) << 2 | 1).to_bytes(2, "little") + payload
        header = {"digest": {"logs": ["0x0466", "0x" + log.hex()]}}
        self.assertEqual(chain.slot_and_author(header), (299_244_740, 2))
        with self.assertRaises(ValueError):
            chain.slot_and_author({"digest": {"logs": []}})


if __name__ == "__main__":
    unittest.main()
