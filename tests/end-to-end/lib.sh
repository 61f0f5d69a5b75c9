# What the end-to-end tests share: a directory and a node of their own, and the expected day.
# shellcheck shell=bash

# shellcheck source=scripts/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/../../scripts/lib.sh"
# shellcheck source=scripts/node.sh
. "$ROOT/scripts/node.sh"

load_env

HERE=$ROOT/tests/end-to-end
WORK=$(mktemp -d "${TMPDIR:-/tmp}/gridforge-test.XXXXXX")
# Of a test that runs one, by `network`.
NETWORK=$WORK/network
RPC_PORT=
P2P_PORT=
NODE_PID=
DAY_PID=
OTHER_PID=
THIRD_PID=
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# Ends what runs still; of a failure the logs are kept and their ends shown.
# shellcheck disable=SC2317 # called by the trap
finish() {
	local status=$? log
	trap '' INT TERM
	end_processes "$THIRD_PID" "$OTHER_PID" "$DAY_PID" "$NODE_PID"
	if [ -e "$NETWORK" ]; then network stop >/dev/null 2>&1 || true; fi
	if [ "$status" -eq 0 ]; then
		rm -rf "$WORK"
		return
	fi
	# Chains are large; what they printed is what explains.
	for log in "$NETWORK"/*/log; do
		if [ -e "$log" ]; then mv "$log" "$WORK/network-$(basename "$(dirname "$log")").log"; fi
	done
	rm -rf "${WORK:?}"/*/
	for log in "$WORK"/*; do
		[ -e "$log" ] || continue
		say "--- the last lines of $log, which is kept"
		tail -n 50 "$log" | cut -c 1-400 >&2
	done
}

# Starts a node on free ports, or once more on the chain and ports that it had: node_up [OPTION...].
node_up() {
	RPC_PORT=${RPC_PORT:-$(free_port "$(first_port)")}
	P2P_PORT=${P2P_PORT:-$(free_port $((RPC_PORT + 1)))}
	if [ $# -eq 0 ]; then set -- --no-prometheus; fi
	start_node "$WORK/node.log" "$WORK/chain" "$RPC_PORT" --port "$P2P_PORT" \
		--no-telemetry --no-mdns --no-hardware-benchmarks "$@"
	await_node "$NODE_PID" "$RPC_PORT" "$WORK/node.log"
}

# scripts/network, for a network of this test's own.
network() { "$ROOT/scripts/network" "$@" --directory "$NETWORK"; }

# Starts a network of so many validators; its node for clients is the one that is asked from then on: network_up COUNT.
network_up() {
	network start --validators "$1" --port "$(free_port "$(first_port)")"
	RPC_PORT=$(($(awk '$1 == "rpc" { print $3 }' "$NETWORK/nodes") + 1))
}

# Where this test begins to look for free ports. A hundred are its own: `all` deals them out, and a test that is run by
# itself takes some by its process number.
first_port() { printf '%s\n' "${FIRST_PORT:-$((20000 + $$ % 100 * 100))}"; }

url() { printf 'ws://127.0.0.1:%s\n' "$RPC_PORT"; }

# Asks the node by JSON-RPC over HTTP and prints the result: rpc METHOD [PARAMETER...].
rpc() { node "$HERE/rpc.mjs" "$RPC_PORT" "$@"; }

# The number of a block that the node knows, by its hash; of the best one without a hash.
block_number() {
	local header
	header=$(rpc chain_getHeader "$@") || return
	printf '%d\n' "$(sed -n 's/.*"number":"\(0x[0-9a-f]*\)".*/\1/p' <<<"$header")"
}

# Waits until a block of that number or a higher one is final.
await_final() {
	local deadline=$((SECONDS + 300))
	until [ "$(block_number "$(rpc chain_getFinalizedHead)")" -ge "$1" ]; do
		[ "$SECONDS" -lt "$deadline" ] || fail "no block $1 became final within five minutes"
		sleep 1
	done
}

# Starts the golden day in the background, with what it prints in files. Sets DAY_PID.
start_day() {
	"$CARGO_TARGET_DIR/release/gridforge" --url "$(url)" --json day "$@" \
		>"$WORK/day.json" 2>"$WORK/day.log" &
	DAY_PID=$!
}

# Waits for the day to end and compares trades and balances with the expected ones.
expect_golden_day() {
	local status=0
	wait "$DAY_PID" || status=$?
	DAY_PID=
	[ "$status" -eq 0 ] || fail "the day ended with status $status"
	node "$HERE/golden-day.mjs" "$WORK/day.json"
}

# Waits until the day has said a line that matches the pattern.
await_progress() {
	local deadline=$((SECONDS + 300))
	until grep -qsE "$1" "$WORK/day.log"; do
		kill -0 "$DAY_PID" 2>/dev/null || fail "the day ended before it said: $1"
		[ "$SECONDS" -lt "$deadline" ] || fail "the day did not say within five minutes: $1"
		sleep 0.1
	done
}
