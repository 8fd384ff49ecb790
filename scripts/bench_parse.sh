#!/usr/bin/env bash
# How fast bytes become a Feed, beside the rivals: CPU time on one core, interleaved, medians of 5. Then what documents
# cost that were made to.
set -euo pipefail
cd "$(dirname "$0")/.."
gen=../shared/workload/gen.py
[ -f "$gen" ] || { echo "bench-parse: $gen is not there, nothing to measure"; exit 0; }
corpus=$(mktemp -d)
trap 'rm -rf "$corpus"' EXIT
python3 "$gen" --n "${N:-1000}" --seed 1 --rounds 1 --out "$corpus" >/dev/null
cargo build --release --quiet --manifest-path benches/rivals/Cargo.toml
binaries=${CARGO_TARGET_DIR:-benches/rivals/target}/release
taskset -c 0 "$binaries"/rivals "$corpus/r0" 5
taskset -c 0 "$binaries"/attacks 10485760 "$corpus/r0"
