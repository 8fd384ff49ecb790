#!/usr/bin/env bash
# Opens the built sample in headless Chromium: scripts/browser.sh [SCREENSHOTS]. What is missing is said loudly, and skipped.
set -euo pipefail
cd "$(dirname "$0")/.."
skip() { echo "== browser tests SKIPPED: $1" >&2; exit 0; }
command -v node >/dev/null && command -v npm >/dev/null || {
  [ "$(id -u)" = 0 ] || skip "node and npm are missing, and only root can install them"
  { apt-get update -q && apt-get install -qy --no-install-recommends nodejs npm; } >/dev/null || skip "node cannot be installed"
}
chromium=$(command -v chromium || command -v chromium-browser || true)
if [ -z "$chromium" ]; then
  [ "$(id -u)" = 0 ] || skip "chromium is missing, and only root can install it"
  { apt-get update -q && apt-get install -qy --no-install-recommends chromium; } >/dev/null || skip "chromium cannot be installed"
  chromium=$(command -v chromium)
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp tests/browser/package.json tests/browser/package-lock.json tests/browser/test.mjs "$work/"
npm ci --prefix "$work" --no-audit --no-fund --ignore-scripts --silent || skip "playwright-core and axe-core cannot be had from the npm registry"
cargo run --locked --quiet -- run --config samples/clusters/feeds.toml --replay samples/clusters \
  --state "$work/state" -o "$work/output" --fail-on never --color never >/dev/null 2>"$work/log" || { cat "$work/log"; exit 1; }
# The report lies beside the store; the browser reads it from there.
cp "$work"/state/status.* "$work/output/"
CHROMIUM=$chromium node "$work/test.mjs" "$work/output" ${1:+"$1"}
