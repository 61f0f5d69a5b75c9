# What the scripts share: messages, timed stages, and the environment of a build.
# shellcheck shell=bash

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

# The oldest Rust that the workspace accepts, as `rust-version` in Cargo.toml says.
MIN_RUST=$(sed -n 's/^rust-version = "\(.*\)"/\1/p' "$ROOT/Cargo.toml")

WASM_TARGET=wasm32v1-none

# Where programs are put that the scripts install for themselves, so that a fresh checkout finds them.
# shellcheck disable=SC2034 # read by the callers
TOOLS=${XDG_CACHE_HOME:-$HOME/.cache}/gridforge/tools

say() { printf '%s\n' "$*" >&2; }

fail() {
	printf 'error: %s\n' "$*" >&2
	exit 1
}

has() { command -v "$1" >/dev/null 2>&1; }

# Prints the comment block at the head of the calling script, as its help.
usage() { sed -n '2,/^[^#]/ s/^# \{0,1\}//p' "$0"; }

# Whether version $1 is $2 or newer.
at_least() { [ "$(printf '%s\n%s\n' "$2" "$1" | sort -V | head -n 1)" = "$2" ]; }

# --- Stages ---------------------------------------------------------------------------------------

STAGES=()

# Runs a command as a stage of that name and notes how long it took. Where it fails, the script ends
# with its status. A function may be a stage, but cannot set variables of the script.
stage() {
	local name=$1 start=$SECONDS status
	shift
	say "== $name"
	set +e
	(
		set -e
		"$@"
	)
	status=$?
	set -e
	STAGES+=("$(printf '%6d s  %s' $((SECONDS - start)) "$name")")
	if [ "$status" -ne 0 ]; then
		STAGES[-1]+="  FAILED"
		summary
		exit "$status"
	fi
}

# Prints how long each stage took.
summary() {
	say "== stages"
	printf '%s\n' "${STAGES[@]}" "$(printf '%6d s  in all' "$SECONDS")" >&2
}

# --- Environment ----------------------------------------------------------------------------------

# Sets what cargo needs, from what is installed. Values that are set already are honoured.
load_env() {
	if ! has cargo && [ -x "${CARGO_HOME:-$HOME/.cargo}/bin/cargo" ]; then
		export PATH="${CARGO_HOME:-$HOME/.cargo}/bin:$PATH"
	fi
	# Where the machine's Node.js is too old, scripts/setup has put one there.
	case :$PATH: in
		*":$TOOLS/node/bin:"*) ;;
		*) if [ -x "$TOOLS/node/bin/node" ]; then export PATH="$TOOLS/node/bin:$PATH"; fi ;;
	esac
	if [ -z "${CARGO_TARGET_DIR:-}" ]; then
		if [ -n "${CI:-}" ]; then
			CARGO_TARGET_DIR=$HOME/.cache/gridforge/target
		else
			CARGO_TARGET_DIR=$ROOT/target
		fi
	fi
	case $CARGO_TARGET_DIR in
		/*) ;;
		*) CARGO_TARGET_DIR=$PWD/$CARGO_TARGET_DIR ;;
	esac
	export CARGO_TARGET_DIR
	# A registry may be out of reach for a while.
	export CARGO_NET_RETRY=${CARGO_NET_RETRY:-10} npm_config_fetch_retries=${npm_config_fetch_retries:-10}
	# Nodes that scripts and tests start share what they compile; most have a new directory each.
	export GRIDFORGE_COMPILED_RUNTIMES=${GRIDFORGE_COMPILED_RUNTIMES:-$CARGO_TARGET_DIR/compiled-runtimes}
	# The wasm build looks for the workspace above its target directory, which may lie elsewhere.
	export WASM_BUILD_WORKSPACE_HINT=$ROOT
	# A node without its runtime would build and then not start.
	unset SKIP_WASM_BUILD
	choose_toolchains
}

# Picks the compiler for the node and, if it lacks the wasm target, another one for the runtime.
choose_toolchains() {
	local toolchain
	if has rustup && [ -z "${RUSTUP_TOOLCHAIN:-}" ] && ! rust_is_new_enough; then
		for toolchain in "$MIN_RUST.0" debian; do
			if toolchain_installed "$toolchain"; then
				export RUSTUP_TOOLCHAIN=$toolchain
				break
			fi
		done
	fi
	if [ -z "${WASM_BUILD_TOOLCHAIN:-}" ] && has rustc && ! [ -d "$(wasm_libraries)" ] &&
		has rustup && [ -d "/usr/lib/rustlib/$WASM_TARGET/lib" ] && toolchain_installed debian; then
		export WASM_BUILD_TOOLCHAIN=debian
	fi
}

rust_version() { rustc --version 2>/dev/null | cut -d ' ' -f 2; }

rust_is_new_enough() { has cargo && at_least "$(rust_version)" "$MIN_RUST"; }

# Whether rustup has a toolchain of that name.
toolchain_installed() { rustup run "$1" rustc --version >/dev/null 2>&1; }

# The compiler that builds the runtime.
wasm_rustc() {
	if [ -n "${WASM_BUILD_TOOLCHAIN:-}" ]; then
		rustup run "$WASM_BUILD_TOOLCHAIN" rustc "$@"
	else
		rustc "$@"
	fi
}

# Where that compiler has the libraries of the wasm target.
wasm_libraries() { printf '%s/lib/rustlib/%s/lib' "$(wasm_rustc --print sysroot)" "$WASM_TARGET"; }
