#!/usr/bin/env bash
# bench.sh NAME [ARGUMENT…]: runs scripts/NAME.sh or scripts/NAME.py, and says so where neither is built yet.
set -euo pipefail
cd "$(dirname "$0")/.."
name=$1
shift
if [ -f "scripts/$name.sh" ]; then
  exec bash "scripts/$name.sh" "$@"
elif [ -f "scripts/$name.py" ]; then
  exec python3 "scripts/$name.py" "$@"
fi
echo "$name: not built yet"
