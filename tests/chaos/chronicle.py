"""Every final block that any node ever told, and whether two of them, or one at two times, contradict each other."""

import threading
import time

from . import chain


class Chronicle:
    """One hash for each height. Whatever says another one is a contradiction."""

    def __init__(self):
        self.blocks = {}
        self.newest = {}
        # Of each node when it first named which height final, as far as it has it still, and when it last named any.
        self.named = {}
        self.contradictions = []
        self.went_back = []
        self.notes = 0
        self.lock = threading.RLock()

    def note(self, node, number, block_hash):
        """A node says that this block is final."""
        with self.lock:
            self.notes += 1
            known, first = self.blocks.setdefault(number, (block_hash, node))
            if known != block_hash:
                self.contradictions.append(
                    f"block {number} is {block_hash} for {node}, and was {known} for {first}"
                )

    def head(self, node, number, life, moment):
        """A node says at a moment that its newest final block has that number, in its life of that number."""
        with self.lock:
            before, lived = self.newest.get(node, (-1, life))
            firsts, last = self.named.get(node, ([], moment))
            if number < before:
                what = f"{node} fell from final block {before} to {number}"
                first = min(when for when, height in firsts if height > number)
                if lived == life:
                    self.contradictions.append(what + " while it ran")
                else:
                    # How long it had named final what it has no more, when it was last heard of.
                    known = round(last - first, 1)
                    self.went_back.append({"node": node, "from": before, "to": number, "known_seconds": known})
                firsts = [(when, height) for when, height in firsts if height < number] + [(first, number)]
            elif number > before:
                firsts.append((moment, number))
            self.newest[node] = (number, life)
            self.named[node] = (firsts, moment)

    def height(self):
        """The highest final block that any node has told."""
        with self.lock:
            return max(self.blocks, default=-1)


class Watch(threading.Thread):
    """Asks every node that runs, once a second, which blocks have become final."""

    def __init__(self, network, pause=1.0):
        super().__init__(daemon=True)
        self.network = network
        self.pause = pause
        self.chronicle = Chronicle()
        self.samples = []
        self.ended = threading.Event()

    def run(self):
        while not self.ended.wait(self.pause):
            for node in list(self.network.nodes):
                if node.runs() and node.watched:
                    try:
                        self.look(node)
                    except chain.Silent:
                        # It is starting, ending or busy; what it says next is compared all the same.
                        continue

    def look(self, node):
        """Notes what has become final for a node since the last look."""
        life = node.life
        number, _ = chain.final(node.url)
        seen, lived = self.chronicle.newest.get(node.name, (-1, life))
        # Of a node that has started again the last blocks are asked anew.
        start = seen + 1 if lived == life else max(0, min(seen, number) - 20)
        heights = range(start, number + 1)
        for height, block_hash in zip(heights, chain.hashes(node.url, heights)):
            # A node that warps has gaps until it has fetched what lies before.
            if block_hash is not None:
                self.chronicle.note(node.name, height, block_hash)
        if node.life == life:
            moment = time.monotonic()
            self.chronicle.head(node.name, number, life, moment)
            self.samples.append((moment, node.name, number))

    def sweep(self, node):
        """Asks a node for its whole final chain once more; answers with the number of blocks compared."""
        number, _ = chain.final(node.url)
        compared = 0
        for height, block_hash in enumerate(chain.hashes(node.url, range(number + 1))):
            if block_hash is not None:
                self.chronicle.note(node.name, height, block_hash)
                compared += 1
        return compared
