"""The chronicle must notice what must not happen."""

import unittest

from chaos.chronicle import Chronicle


class ChronicleTest(unittest.TestCase):
    def test_agreeing_nodes_contradict_nothing(self):
        chronicle = Chronicle()
        for node in ("alice", "bob"):
            for number in range(5):
                chronicle.note(node, number, f"0x{number}")
            chronicle.head(node, 4, 1, 0)
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
        chronicle.head("alice", 9, 1, 0)
        chronicle.head("alice", 8, 1, 1)
        self.assertEqual(chronicle.contradictions, ["alice fell from final block 9 to 8 while it ran"])

    def test_finality_that_falls_over_a_restart_is_noted_apart(self):
        chronicle = Chronicle()
        chronicle.head("alice", 9, 1, 0)
        chronicle.head("alice", 8, 2, 1)
        self.assertEqual(chronicle.contradictions, [])
        self.assertEqual(chronicle.went_back, [{"node": "alice", "from": 9, "to": 8, "known_seconds": 0}])

    def fall(self, *heads):
        """How long the node had known what it lost last; `heads` are height, life and moment."""
        chronicle = Chronicle()
        for head in heads:
            chronicle.head("alice", *head)
        return chronicle.went_back[-1]["known_seconds"]

    def test_what_is_lost_counts_from_when_it_was_first_named(self):
        self.assertEqual(self.fall((7, 1, 0), (9, 1, 10), (9, 1, 14), (8, 2, 60)), 4)
        self.assertEqual(self.fall((7, 1, 0), (9, 1, 10), (9, 1, 14), (6, 2, 60)), 14)

    def test_what_an_earlier_life_named_counts_as_well(self):
        self.assertEqual(self.fall((9, 1, 0), (9, 2, 50), (9, 2, 51), (8, 3, 60)), 51)

    def test_a_node_that_falls_twice_is_noted_twice(self):
        self.assertEqual(self.fall((9, 1, 10), (8, 2, 20), (7, 3, 30)), 10)

    def test_what_was_lost_and_named_again_counts_anew(self):
        self.assertEqual(self.fall((9, 1, 0), (8, 2, 5), (9, 2, 8), (9, 2, 10), (8, 3, 20)), 2)


if __name__ == "__main__":
    unittest.main()
