#!/usr/bin/env bash
# What an article costs from an empty store and beside a million, and what picking the due sources of 100,000 costs.
set -euo pipefail
cd "$(dirname "$0")/.."
place=$(mktemp -d -p target)
trap 'rm -rf "$place"' EXIT
cargo build --release --quiet --manifest-path benches/rivals/Cargo.toml
binaries=${CARGO_TARGET_DIR:-benches/rivals/target}/release
taskset -c 0 "$binaries"/dedupe "$place" "${N:-1000000}"
taskset -c 0 "$binaries"/due "$place"
