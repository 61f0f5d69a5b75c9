# Starting, awaiting and ending development nodes; needs lib.sh and its environment.
# shellcheck shell=bash

# Whether nobody listens on that port of this machine.
port_is_free() { ! (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# Prints the first free port from the given one on.
free_port() {
	local port=$1
	until port_is_free "$port"; do port=$((port + 1)); done
	printf '%s\n' "$port"
}

# Starts a node in the background: start_node LOG BASE_PATH RPC_PORT [OPTION...]. Sets NODE_PID. With CHAIN_SPEC set it
# runs that development chain, else the preset one.
start_node() {
	local log=$1 base_path=$2 rpc_port=$3 chain_options=(--dev)
	shift 3
	if [ -n "${CHAIN_SPEC:-}" ]; then
		chain_options=(--chain "$CHAIN_SPEC" --alice --force-authoring --rpc-cors all
			--unsafe-force-node-key-generation)
	fi
	"$CARGO_TARGET_DIR/release/gridforge-node" "${chain_options[@]}" --base-path "$base_path" \
		--rpc-port "$rpc_port" "$@" >>"$log" 2>&1 &
	# shellcheck disable=SC2034 # read by the callers
	NODE_PID=$!
}

# Waits until the node of that pid listens on the port: await_node PID PORT LOG.
await_node() {
	local pid=$1 port=$2 log=$3 deadline=$((SECONDS + 300))
	while port_is_free "$port"; do
		if ! kill -0 "$pid" 2>/dev/null; then
			tail -n 50 "$log" >&2
			fail "the node ended before it took connections; its log is $log"
		fi
		if [ "$SECONDS" -ge "$deadline" ]; then
			tail -n 50 "$log" >&2
			fail "the node took no connections on port $port within five minutes; its log is $log"
		fi
		sleep 0.5
	done
}

# Ends processes that this script has started, gently first. Pids that are empty or gone are ignored.
end_processes() {
	local pid deadline=$((SECONDS + 15))
	for pid in "$@"; do
		if [ -n "$pid" ]; then kill -TERM "$pid" 2>/dev/null || true; fi
	done
	for pid in "$@"; do
		while [ -n "$pid" ] && kill -0 "$pid" 2>/dev/null; do
			if [ "$SECONDS" -ge "$deadline" ]; then kill -KILL "$pid" 2>/dev/null || true; fi
			sleep 0.2
		done
		if [ -n "$pid" ]; then wait "$pid" 2>/dev/null || true; fi
	done
}

# Makes the genesis state of a specification, in place, so that the nodes that start from it need not: make_raw SPEC.
make_raw() {
	"$CARGO_TARGET_DIR/release/gridforge-node" export-chain-spec --chain "$1" --raw --output "$1.raw" >/dev/null 2>&1 ||
		fail "the node cannot make the genesis of $1"
	mv "$1.raw" "$1"
}

# Writes the specification of a development chain whose delivery intervals last twelve seconds to a file.
write_short_spec() {
	"$CARGO_TARGET_DIR/release/gridforge-node" export-chain-spec --chain dev --output "$1" >/dev/null 2>&1
	python3 "$ROOT/scripts/short-intervals" "$1"
	make_raw "$1"
}
