"""The chronicle must notice what must not happen."""

import unittest

from chaos.chronicle import Chronicle


class ChronicleTest(unittest.TestCase):
    def test_agreeing_nodes_contradict_nothing(self):
        chronicle = Chronicle()
        for node in ("alice", "bob"):
            for number in range(5):
                chronicle.note(node, number, f"0x{number}")
            chronicle.head(node, 4, 1)
        self.assertEqual(chronicle.contradictions, [])
        self.assertEqual((chronicle.height(), chronicle.notes), (4, 10))

    def test_another_hash_at_a_height_is_reported_with_both_nodes(self):
        chronicle = Chronicle()
        chronicle.note("alice", 7, "0xaa")
        chronicle.note("bob", 7, "0xbb")
        self.assertEqual(
            chronicle.contradictions, ["block 7 is 0xbb for bob, and was 0xaa for alice"]
        )

    def test_a_node_that_contradicts_itself_is_reported(self):
        chronicle = Chronicle()
        chronicle.note("alice", 7, "0xaa")
        chronicle.note("alice", 7, "0xab")
        self.assertEqual(len(chronicle.contradictions), 1)

    def test_finality_that_falls_while_a_node_runs_is_reported(self):
        chronicle = Chronicle()
        chronicle.head("alice", 9, 1)
        chronicle.head("alice", 8, 1)
        self.assertEqual(chronicle.contradictions, ["alice fell from final block 9 to 8 while it ran"])

    def test_finality_that_falls_over_a_restart_is_noted_apart(self):
        chronicle = Chronicle()
        chronicle.head("alice", 9, 1)
        chronicle.head("alice", 8, 2)
        self.assertEqual(chronicle.contradictions, [])
        self.assertEqual(chronicle.went_back, [{"node": "alice", "from": 9, "to": 8}])


if __name__ == "__main__":
    unittest.main()
