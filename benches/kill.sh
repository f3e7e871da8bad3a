#!/usr/bin/env bash
# kill -9 at random moments of a night: store and outputs must be those before or those after, whole, and the next run
# must succeed. Usage: benches/kill.sh [KILLS] [SEED]. Needs python3 and nothing beside it.
set -euo pipefail
cd "$(dirname "$0")/.."
cargo build --release
program=$(realpath "${CARGO_TARGET_DIR:-target}/release/ringkeeper")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$program" simulate --records 20000 --seed 7 --level plain --out "$work/world"
python3 benches/kill.py "$program" "$work" "${1:-200}" "${2:-1}"
