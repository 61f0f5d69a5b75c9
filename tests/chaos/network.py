"""A network of validators and a node for clients whose nodes can be killed, cut off, slowed and filled up one by one.

It is that of `scripts/network` with shorter epochs, in a directory, in namespaces and on ports of its own.
"""

import contextlib
import ctypes
import itertools
import json
import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

from . import chain

NAMES = ("alice", "bob", "charlie", "dave", "eve", "ferdie")
KEY_TYPES = (("babe", "sr25519"), ("gran", "ed25519"), ("audi", "sr25519"), ("beef", "ecdsa"))
PORTS_OF_A_NODE = 10

# Epochs of a minute, eras of two; slashes are deferred by one. Orders can be placed four hours ahead.
TIMES = {
    "epochSlots": 10,
    "sessionsPerEra": 2,
    "bondingEras": 3,
    "slashDeferEras": 1,
    "intervalMs": 60_000,
    "gateOpenMs": 14_400_000,
    "gateCloseMs": 12_000,
    "meteringDeadlineMs": 60_000,
    "correctionWindowMs": 600_000,
    "certificateLifetimeMs": 1_800_000,
}
EPOCH_SECONDS = 60
SLOT_SECONDS = 6


class Broken(Exception):
    """The network, or something on this machine, does not do what a test needs."""


def run(*command, **options):
    """Runs a command and answers with what it prints; an error tells what it said."""
    done = subprocess.run(
        [str(part) for part in command], capture_output=True, text=True, timeout=120, check=False, **options
    )
    if done.returncode != 0:
        raise Broken(f"{' '.join(map(str, command))}: {done.stderr.strip() or done.returncode}")
    return done.stdout


def die_with_parent():
    """Run in a child: it is to end when this program does, however that ends."""
    set_parent_death_signal = 1
    ctypes.CDLL(None).prctl(set_parent_death_signal, signal.SIGKILL)


class Node:
    """A node, running or not. With each start it has a new life."""

    def __init__(self, network, name, place, validates):
        self.network = network
        self.name = name
        self.place = place
        self.validates = validates
        self.directory = network.directory / name
        self.port = network.port + PORTS_OF_A_NODE * place
        self.process = None
        self.life = 0
        # Whether what it calls final is compared with the others.
        self.watched = True
        self.binary = network.binary
        # Where in the log it says what it says in being ended, from byte to byte.
        self.ends = []

    @property
    def address(self):
        """Where its peers find it."""
        return self.network.address(self)

    @property
    def url(self):
        """Where it answers JSON-RPC."""
        return f"http://{self.network.control_address(self)}:{self.port + 1}"

    @property
    def socket(self):
        return self.url.replace("http", "ws", 1)

    @property
    def log(self):
        return self.directory / "log"

    @property
    def chain_directory(self):
        return self.directory / "chains" / "gridforge_chaos"

    def runs(self):
        return self.process is not None and self.process.poll() is None

    def start(self, *options, environment=None):
        if self.runs():
            raise Broken(f"{self.name} runs already")
        command = [*self.network.within(self), self.binary, *self.options(), *options]
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                [str(part) for part in command],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                env={**os.environ, **(environment or {})},
                start_new_session=True,
                preexec_fn=die_with_parent,
            )
        self.life += 1

    def options(self):
        options = ["--chain", self.network.spec, "--base-path", self.directory, "--name", self.name]
        options += ["--node-key-file", self.directory / "node.key"]
        options += ["--listen-addr", f"/ip4/{self.address}/tcp/{self.port}", "--rpc-port", self.port + 1]
        options += ["--no-prometheus", "--rpc-methods", "unsafe", "--no-telemetry", "--no-mdns"]
        options += ["--no-hardware-benchmarks", "--allow-private-ip"]
        if self.validates:
            options.append("--validator")
        if self.network.namespaces:
            options += ["--unsafe-rpc-external", "--rpc-cors", "all"]
        for other in self.network.nodes:
            if other is not self and other.peer_id:
                options += ["--bootnodes", f"/ip4/{other.address}/tcp/{other.port}/p2p/{other.peer_id}"]
        return options

    peer_id = None

    def kill(self, with_signal=signal.SIGKILL, patience=30):
        """Ends it and waits until it has ended."""
        if not self.runs():
            return
        before = self.log.stat().st_size
        self.process.send_signal(with_signal)
        try:
            self.process.wait(timeout=patience)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(timeout=30)
        self.ends.append((before, self.log.stat().st_size))

    def stop(self):
        self.kill(signal.SIGTERM)

    def await_answer(self, seconds=120):
        """Waits until it answers."""
        deadline = time.monotonic() + seconds
        while True:
            try:
                return chain.call(self.url, "system_health", timeout=3)
            except chain.Silent:
                if not self.runs():
                    raise Broken(f"{self.name} has ended: {self.last_lines(3)}") from None
                if time.monotonic() > deadline:
                    raise Broken(f"{self.name} does not answer for {seconds} s") from None
            time.sleep(0.3)

    def build(self):
        """Which build of the node it runs, as that says."""
        return run(self.binary, "--version").strip()

    def last_lines(self, count):
        lines = self.log.read_text(errors="replace").splitlines()
        return " / ".join(lines[-count:])


class Network:
    """Nodes, the genesis that they share, and the lines between them."""

    # How many there have been. The kernel takes its time to delete links, so no two networks use the same names.
    count = itertools.count()

    def __init__(self, directory, binary, port, namespaces, candidates=4, genesis=None):
        self.directory = Path(directory)
        self.binary = Path(binary)
        self.port = port
        self.namespaces = namespaces
        self.spec = self.directory / "spec.json"
        # Runners side by side have process numbers apart.
        self.tag = os.getpid() % 250
        self.prefix = f"gfc{self.tag}{chr(ord('a') + next(self.count) % 26)}"
        self.nodes = []
        self.places = itertools.count()
        self.links = []
        self.mounts = []
        self.bridges = []
        self.directory.mkdir(parents=True)
        self.make_spec(NAMES[:candidates], genesis or {})
        try:
            if namespaces:
                self.make_bridges()
            for name in NAMES[:candidates]:
                self.add(name, f"//{name.capitalize()}")
            self.add("rpc")
        except BaseException:
            self.remove()
            raise

    def node(self, name):
        return next(node for node in self.nodes if node.name == name)

    @property
    def validators(self):
        return [node for node in self.nodes if node.validates]

    @property
    def rpc(self):
        return self.node("rpc")

    # Genesis

    def make_spec(self, names, genesis):
        """The local network with the times of the fault tests, those candidates, and `genesis` laid over it."""
        run(self.binary, "export-chain-spec", "--chain", "local", "--output", self.spec)
        spec = json.loads(self.spec.read_text())
        spec["id"], spec["name"] = "gridforge_chaos", "Gridforge fault tests"
        patch = spec["genesis"]["runtimeGenesis"]["patch"]
        unknown = set(TIMES) - set(patch["networkParams"])
        if unknown:
            raise Broken(f"this chain has no {', '.join(sorted(unknown))}")
        patch["networkParams"].update(TIMES)
        stake = patch["staking"]["stakers"][0][2]
        keys, stakers = [], []
        for name in names:
            uri = f"//{name.capitalize()}"
            stash = self.public(f"{uri}//stash", "sr25519")
            sr25519, ed25519, ecdsa = (self.public(uri, scheme) for scheme in ("sr25519", "ed25519", "ecdsa"))
            session = {"babe": sr25519, "authority_discovery": sr25519, "grandpa": ed25519, "beefy": ecdsa}
            keys.append([stash, stash, session])
            # Who comes after the fourth has less stake, and waits.
            mine = stake if len(stakers) < 4 else stake // 2
            stakers.append([stash, stash, mine, "Validator"])
        patch["session"]["keys"] = keys
        patch["staking"].update(stakers=stakers, validatorCount=min(4, len(stakers)))
        for pallet, values in genesis.items():
            patch[pallet].update(values)
        plain = self.spec.with_suffix(".plain.json")
        plain.write_text(json.dumps(spec))
        # With its genesis made once, for all nodes.
        run(self.binary, "export-chain-spec", "--chain", plain, "--raw", "--output", self.spec)

    def public(self, uri, scheme, form="ss58PublicKey"):
        """A public key of a well-known account."""
        answer = run(self.binary, "key", "inspect", "--scheme", scheme, "--output-type", "json", uri)
        return json.loads(answer)[form]

    def account(self, uri):
        """The 32 bytes of a well-known account."""
        return bytes.fromhex(self.public(uri, "sr25519", "publicKey")[2:])

    def stash(self, name):
        """The 32 bytes of a validator's stash."""
        return self.account(f"//{name.capitalize()}//stash")

    # Nodes

    def add(self, name, suri=None, key_types=KEY_TYPES):
        """A further node, with the keys of a validator where `suri` is given; it does not run yet."""
        # A place is not used twice: what belonged to one that is gone may be a moment in going.
        node = Node(self, name, next(self.places), suri is not None)
        node.directory.mkdir()
        run(self.binary, "key", "generate-node-key", "--file", node.directory / "node.key")
        node.peer_id = run(self.binary, "key", "inspect-node-key", "--file", node.directory / "node.key").strip()
        for key_type, scheme in key_types if suri else ():
            run(self.binary, "key", "insert", "--base-path", node.directory, "--chain", self.spec, "--scheme",
                scheme, "--key-type", key_type, "--suri", suri)
        if self.namespaces:
            self.make_namespace(node)
        self.nodes.append(node)
        return node

    def start(self, seconds=180):
        """Starts every node that does not run, and waits until finality advances everywhere."""
        for node in self.nodes:
            if not node.runs():
                node.start()
        for node in self.nodes:
            node.await_answer()
        self.await_final(2, self.nodes, seconds)

    def await_final(self, height, nodes=None, seconds=180):
        """Waits until that block is final for the nodes; answers with the seconds that it took."""
        began = time.monotonic()
        waiting = list(nodes or [node for node in self.nodes if node.runs() and node.watched])
        while waiting:
            for node in list(waiting):
                with contextlib.suppress(chain.Silent):
                    if chain.final(node.url)[0] >= height:
                        waiting.remove(node)
            if waiting and time.monotonic() - began > seconds:
                names = ", ".join(node.name for node in waiting)
                raise Broken(f"block {height} is not final for {names} within {seconds} s")
            time.sleep(0.25)
        return time.monotonic() - began

    # Lines between them

    def address(self, node):
        return f"10.78.{self.tag}.{node.place + 1}" if self.namespaces else "127.0.0.1"

    def control_address(self, node):
        return f"10.79.{self.tag}.{node.place + 1}" if self.namespaces else "127.0.0.1"

    def space(self, node):
        return f"{self.prefix}-{node.name}"

    def within(self, node):
        return ("ip", "netns", "exec", self.space(node)) if self.namespaces else ()

    def make_bridges(self):
        """One bridge for peers, a second one for the other side of a partition, and one to ask nodes over."""
        for kind in ("a", "b", "ctl"):
            bridge = f"{self.prefix}-{kind}"
            run("ip", "link", "add", bridge, "type", "bridge")
            self.bridges.append(bridge)
            run("ip", "link", "set", bridge, "up")
        run("ip", "addr", "add", f"10.79.{self.tag}.254/24", "dev", self.bridges[2])

    def make_namespace(self, node):
        space = self.space(node)
        run("ip", "netns", "add", space)
        self.links.append(space)
        run("ip", "-n", space, "link", "set", "lo", "up")
        for kind, bridge, address in (("p", 0, self.address(node)), ("c", 2, self.control_address(node))):
            link = f"{self.prefix}-{node.place}{kind}"
            run("ip", "link", "add", link, "type", "veth", "peer", "name", f"eth{kind}", "netns", space)
            run("ip", "link", "set", link, "master", self.bridges[bridge], "up")
            run("ip", "-n", space, "addr", "add", f"{address}/24", "dev", f"eth{kind}")
            run("ip", "-n", space, "link", "set", f"eth{kind}", "up")

    def cut(self, apart):
        """Puts these nodes on the other side of a partition: not a packet passes between the sides."""
        if not self.namespaces:
            raise Broken("lines can be cut only where each node has a network of its own")
        for node in apart:
            run("ip", "link", "set", f"{self.prefix}-{node.place}p", "master", self.bridges[1])

    def heal(self):
        """Joins the sides again."""
        for node in self.nodes if self.namespaces else ():
            run("ip", "link", "set", f"{self.prefix}-{node.place}p", "master", self.bridges[0])

    # Disks

    def give_disk(self, node, megabytes):
        """Moves a node's directory to a file system of its own with so much room besides; the node must not run."""
        image = self.directory / f"{node.name}.img"
        aside = self.directory / f"{node.name}.aside"
        # Copied, files have no holes any longer.
        megabytes += sum(file.stat().st_size for file in node.directory.rglob("*") if file.is_file()) >> 20
        with open(image, "wb") as file:
            file.truncate(megabytes << 20)
        run("mkfs.ext4", "-q", "-m", "0", image)
        node.directory.rename(aside)
        node.directory.mkdir()
        run("mount", "-o", "loop", image, node.directory)
        self.mounts.append(node.directory)
        shutil.copytree(aside, node.directory, dirs_exist_ok=True)
        shutil.rmtree(aside)

    # The end

    def forget(self, node):
        """Ends a node for good and deletes what it had."""
        node.kill()
        self.nodes.remove(node)
        if self.namespaces:
            run("ip", "netns", "del", self.space(node))
            self.links.remove(self.space(node))
        shutil.rmtree(node.directory, ignore_errors=True)

    def remove(self):
        """Ends all nodes and deletes everything: as much as can be, whatever fails."""
        for node in self.nodes:
            with contextlib.suppress(OSError, subprocess.SubprocessError):
                node.kill()
        for command in (
            *(("umount", mount) for mount in self.mounts),
            *(("ip", "netns", "del", space) for space in self.links),
            *(("ip", "link", "del", bridge) for bridge in self.bridges),
        ):
            with contextlib.suppress(Broken, subprocess.SubprocessError):
                run(*command)
        shutil.rmtree(self.directory, ignore_errors=True)
